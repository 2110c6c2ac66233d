//! Reports as workbooks, read back as a spreadsheet program reads them.

use super::{ask, bytes, companies};
use calamine::{Data, Reader, Xlsx};
use ropewalk::{
    domain::{Day, Kind, Register},
    render::{Format, page::write},
    report::{
        Name, Page, Paged, Said,
        page::{Arrangement, Block, Cell, Notes, Pair, Section, Sheets, Table},
    },
};
use std::io::Cursor;

/// What spreadsheets took for a formula at one time or another.
const HOSTILE: [&str; 6] = ["=HYPERLINK(\"http://evil.example\")", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1"];

type Book = Xlsx<Cursor<Vec<u8>>>;

fn opened(bytes: Vec<u8>) -> Book {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

/// The rows of a sheet.
fn rows(book: &mut Book, sheet: &str) -> Vec<Vec<Data>> {
    book.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
}

fn words(row: &[Data]) -> Vec<String> {
    row.iter().map(ToString::to_string).collect()
}

/// A page that is told to be written.
struct Told(Page);

impl serde::Serialize for Told {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl Paged for Told {
    fn page(&self) -> Page {
        self.0.clone()
    }
}

fn said(text: &str) -> Said {
    Said { text: text.to_owned(), language: None, fallback: false }
}

fn table(caption: &str, columns: &[&str], rows: Vec<Vec<Cell>>) -> Table {
    let columns = columns.iter().map(|column| said(column)).collect();
    Table { caption: said(caption), columns, rows, empty: said("nothing") }
}

fn pair(label: &str, value: Cell) -> Pair {
    Pair { label: said(label), value }
}

fn section(heading: &str, blocks: Vec<Block>, sections: Vec<Section>) -> Section {
    Section { heading: said(heading), blocks, sections }
}

fn page(main: Table, sections: Vec<Section>) -> Told {
    Told(Page {
        title: said("Anything: [all]"),
        language: "en".parse().unwrap(),
        scope: vec![pair("Judged for the day", Cell::Day(day()))],
        sections,
        main,
        not_evaluated: Notes { heading: said("Not evaluated"), notes: vec![said("the weather")] },
        unknown: said("not recorded"),
        none: said("none"),
        missing: said("missing"),
        sheets: Sheets {
            cover: said("Overview"),
            digest: Some(pair("Digest", Cell::Text(said("abc")))),
            details: said("Details"),
            part: said("Part"),
            remarks: said("Remarks"),
            arrangement: Arrangement::Tables,
        },
    })
}

fn day() -> Day {
    "2026-11-22".parse().unwrap()
}

fn written(told: &Told) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(Format::Xlsx, told, &mut bytes).unwrap();
    bytes
}

/// The files in an archive that is not compressed beyond what the reader knows, as text.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let part = archive.by_index(at).unwrap();
            let name = part.name().unwrap().to_string();
            (name, std::io::read_to_string(part).unwrap())
        })
        .collect()
}

#[test]
fn every_kind_of_cell_is_what_it_is_and_no_text_is_a_formula() {
    let link = Cell::Link { url: "https://crm.example/policy".parse().unwrap(), said: Some(said("Policy")) };
    let mut rows_of_page: Vec<Vec<Cell>> =
        HOSTILE.iter().map(|text| vec![Cell::Text(said(text)), Cell::Text(said(text))]).collect();
    rows_of_page.extend([
        vec![Cell::Number(12), Cell::Day(day())],
        vec![link, Cell::Unknown],
        vec![Cell::None, Cell::Missing(said("processors/crm#/name"))],
        vec![Cell::Blank, Cell::List(vec![Cell::Text(said("one")), Cell::Number(2)])],
    ]);
    let bytes = written(&page(table(HOSTILE[0], &[HOSTILE[0], "Second"], rows_of_page), Vec::new()));
    let mut book = opened(bytes.clone());
    assert_eq!(book.sheet_names(), ["Overview", "=HYPERLINK(\"http evil.example\")"]);
    let name = book.sheet_names()[1].clone();
    for sheet in book.sheet_names() {
        assert_eq!(book.worksheet_formula(&sheet).unwrap().used_cells().count(), 0);
    }
    let rows = rows(&mut book, &name);
    assert_eq!(words(&rows[0]), [HOSTILE[0], "Second"]);
    for (row, text) in rows[1..].iter().zip(HOSTILE) {
        assert_eq!(row[0], Data::String(text.to_owned()));
    }
    assert_eq!(rows[7][0], Data::Float(12.0));
    let Data::DateTime(date) = &rows[7][1] else { panic!("{:?} is no date", rows[7][1]) };
    assert_eq!(date.to_ymd_hms_milli(), (2026, 11, 22, 0, 0, 0, 0));
    assert_eq!(words(&rows[8]), ["Policy", "not recorded"]);
    assert_eq!(words(&rows[9]), ["none", "missing: processors/crm#/name"]);
    assert_eq!(words(&rows[10]), ["", "one\n2"]);
    let parts = parts(&bytes);
    let part = |name: &str| &parts.iter().find(|(part, _)| part == name).unwrap().1;
    let sheet = part("xl/worksheets/sheet2.xml");
    assert!(sheet.contains("<autoFilter ref=\"A1:B11\"/>") && sheet.contains("state=\"frozen\""), "{sheet}");
    assert!(sheet.contains("<hyperlink ref=\"A9\"") && !sheet.contains("<f>"), "{sheet}");
    assert!(part("xl/worksheets/_rels/sheet2.xml.rels").contains("https://crm.example/policy"));
    assert!(part("xl/styles.xml").contains("quotePrefix=\"1\""));
    assert!(parts.iter().all(|(_, text)| !text.contains("<f>")));
}

#[test]
fn the_cover_says_what_it_is_and_leads_to_every_sheet_in_the_order_of_the_page() {
    let small = |rows| Block::Table(table("Small", &["A"], rows));
    let told = page(
        table("Main", &["M"], vec![vec![Cell::Number(1)]]),
        vec![
            section("First", vec![Block::Paragraph(said("In words.")), small(Vec::new()), Block::Main], Vec::new()),
            section("Second", vec![small(vec![vec![Cell::Number(2)]]), Block::Notes(vec![said("a note")])], Vec::new()),
        ],
    );
    let mut book = opened(written(&told));
    assert_eq!(book.sheet_names(), ["Overview", "Main", "Small"]);
    let cover: Vec<String> = rows(&mut book, "Overview").iter().map(|row| words(row).join("|")).collect();
    assert_eq!(
        cover,
        [
            "Anything: [all]|",
            "Judged for the day|46348",
            "Digest|abc",
            "First|",
            "|In words.",
            "|nothing",
            "|Main",
            "Second|",
            "|Small",
            "|a note",
            "Not evaluated|",
            "|the weather",
        ]
    );
}

#[test]
fn sections_that_are_alike_are_rows_of_one_sheet_and_so_are_their_tables() {
    let laws = |law: &str| Block::Table(table("Laws", &["Law"], vec![vec![Cell::Text(said(law))]]));
    let facts = |value: u64| Block::Pairs(vec![pair("From", Cell::Number(value)), pair("To", Cell::Unknown)]);
    let text = |text: &str| Block::Paragraph(said(text));
    let flows = vec![
        section("one", vec![text("before"), facts(1), laws("A"), text("after")], Vec::new()),
        section("two", vec![facts(2), laws("B"), text("then"), facts(3), laws("C")], Vec::new()),
    ];
    let more = vec![section("three", vec![facts(4)], Vec::new())];
    let told = |sections| page(table("Main", &["M"], Vec::new()), sections);
    let mut book = opened(written(&told(vec![section("Flows", Vec::new(), flows.clone())])));
    assert_eq!(book.sheet_names(), ["Overview", "Flows", "Laws"]);
    let sheet = |book: &mut Book, name| rows(book, name).iter().map(|row| words(row).join("|")).collect::<Vec<_>>();
    assert_eq!(
        sheet(&mut book, "Flows"),
        ["Part|From|To|Remarks", "one|1|not recorded|before\nafter", "two|2|not recorded|", "two|3|not recorded|then"]
    );
    assert_eq!(sheet(&mut book, "Laws"), ["Part|Law", "one|A", "two|B", "two|C"]);
    let both = vec![section("Flows", Vec::new(), flows), section("More", Vec::new(), more)];
    let mut book = opened(written(&told(both)));
    assert_eq!(book.sheet_names(), ["Overview", "Details", "Laws"]);
    assert_eq!(sheet(&mut book, "Details")[4], "More › three|4|not recorded|");
    assert_eq!(sheet(&mut book, "Laws")[1], "one|A");
}

#[test]
fn every_report_of_every_company_is_a_workbook_without_formulas_and_with_its_rows() {
    for register in companies() {
        for name in [Name::RecordOfProcessing, Name::Transfers, Name::Sharing, Name::Findings] {
            let report = ask(&register, name, &[]).unwrap();
            let mut book = opened(bytes(Format::Xlsx, &report));
            let names = book.sheet_names();
            assert!(names[0] == "Overview" && names.iter().all(|name| name.encode_utf16().count() <= 31), "{names:?}");
            for sheet in &names {
                assert_eq!(book.worksheet_formula(sheet).unwrap().used_cells().count(), 0);
            }
            let main = report.page().main;
            let sheet = names.iter().skip(1).map(|sheet| rows(&mut book, sheet)).find(|rows| {
                rows.first().is_some_and(|head| words(head).iter().eq(main.columns.iter().map(|column| &column.text)))
            });
            match sheet {
                Some(rows) => assert_eq!(rows.len(), main.rows.len() + 1, "{}", name.name()),
                None => assert!(main.rows.is_empty() || name == Name::Transfers, "{}: {names:?}", name.name()),
            }
        }
    }
}

#[test]
fn a_report_has_few_sheets_however_many_things_it_tells_of() {
    for register in companies() {
        let flows = register.of_kind(Kind::Activities, None).count();
        let book = opened(bytes(Format::Xlsx, &ask(&register, Name::Transfers, &[]).unwrap()));
        assert!(book.sheet_names().len() < 12, "{flows} activities: {:?}", book.sheet_names());
    }
    let empty = Register::empty();
    assert!(!opened(bytes(Format::Xlsx, &ask(&empty, Name::Transfers, &[]).unwrap())).sheet_names().is_empty());
}

#[test]
fn a_table_that_is_longer_than_a_cell_or_a_link_can_be_is_still_written() {
    let long = format!("https://crm.example/{}", "a".repeat(2015));
    let link = Cell::Link { url: long.parse().unwrap(), said: None };
    let text = Cell::Text(said(&"x".repeat(40_000)));
    let mut book = opened(written(&page(table("Long", &["A", "B"], vec![vec![link, text]]), Vec::new())));
    let rows = rows(&mut book, "Long");
    assert_eq!(rows[1][0].to_string(), long);
    assert!(rows[1][1].to_string().ends_with("x […]") && rows[1][1].to_string().chars().count() <= 32_767);
}
