//! Registers as workbooks: out and in again, edited, and broken in every way that spreadsheets and people know.

use super::{entries, of_records, register, survives_as};
use calamine::{Data, Reader, Xlsx};
use proptest::prelude::*;
use ropewalk::{
    domain::{Pointer, Record, RecordId, Register},
    exchange::{Format, Input, Limits, manifest, workbook},
    service::seeds,
};
use rust_xlsxwriter::{ExcelDateTime, Format as Look, Workbook};
use std::io::{Cursor, Read, Write};

pub const COMPANIES: [&str; 3] = [
    include_str!("../companies/rheinwerk.yaml"),
    include_str!("../companies/maple.yaml"),
    include_str!("../companies/xingtu.yaml"),
];

/// A small register that says something of everything that a cell can hold.
const SMALL: &str = r#"
organizations:
- key: acme
  name: {en: Acme, de: "=Acme AG"}
  since: 2024-02-29
  legal_names: [{name: "Acme Holding AG", since: 2020-01-01}]
  contacts: []
  shareholders: [{key: founder, name: "-Founder", percent: 33.5, control: true}]
processors:
- key: crm
  name: {en: CRM}
  hosts: [a.example.com, b.example.com]
  locations: [{key: two, operation: {en: storage}}, {key: one}]
"#;

fn written(register: &Register) -> Vec<u8> {
    workbook::write(entries(register)).unwrap()
}

fn read_with(bytes: &[u8], limits: &Limits) -> Result<Vec<Record>, String> {
    manifest::read("r.xlsx", bytes, Format::Xlsx, limits)
        .map(|manifest| manifest.records)
        .map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

fn read(bytes: &[u8]) -> Result<Vec<Record>, String> {
    read_with(bytes, &Limits::default())
}

fn mistakes(bytes: &[u8]) -> String {
    read(bytes).unwrap_err()
}

fn records(register: &Register) -> Vec<Record> {
    register.entries().map(|entry| entry.record.clone()).collect()
}

/// A workbook as a spreadsheet program holds it: read, changed, and written again by somebody else.
struct Sheets(Vec<(String, Vec<Vec<Data>>)>);

impl Sheets {
    fn of(bytes: &[u8]) -> Self {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let names = book.sheet_names();
        Self(
            names
                .into_iter()
                .map(|name| {
                    let rows = book.worksheet_range(&name).unwrap().rows().map(<[Data]>::to_vec).collect();
                    (name, rows)
                })
                .collect(),
        )
    }

    fn sheet(&mut self, name: &str) -> &mut Vec<Vec<Data>> {
        &mut self.0.iter_mut().find(|(sheet, _)| sheet == name).unwrap_or_else(|| panic!("no sheet {name}")).1
    }

    fn column(&mut self, sheet: &str, head: &str) -> usize {
        let heads = &self.sheet(sheet)[0];
        heads
            .iter()
            .position(|cell| *cell == Data::String(head.to_owned()))
            .unwrap_or_else(|| panic!("no column {head}"))
    }

    fn set(&mut self, sheet: &str, row: usize, head: &str, value: Data) -> &mut Self {
        let column = self.column(sheet, head);
        self.sheet(sheet)[row][column] = value;
        self
    }

    fn text(&mut self, sheet: &str, row: usize, head: &str, value: &str) -> &mut Self {
        self.set(sheet, row, head, Data::String(value.to_owned()))
    }

    fn bytes(&self) -> Vec<u8> {
        self.bytes_with(|_| ())
    }

    fn bytes_with(&self, more: impl FnOnce(&mut Workbook)) -> Vec<u8> {
        let mut book = Workbook::new();
        let day = Look::new().set_num_format("dd.mm.yyyy");
        for (name, rows) in &self.0 {
            let sheet = book.add_worksheet().set_name(name).unwrap();
            for (row, cells) in (0..).zip(rows) {
                for (column, cell) in (0..).zip(cells) {
                    match cell {
                        Data::Empty => continue,
                        Data::String(text) => sheet.write_string(row, column, text),
                        Data::Float(number) => sheet.write_number(row, column, *number),
                        Data::Bool(flag) => sheet.write_boolean(row, column, *flag),
                        Data::DateTime(date) => {
                            let date = ExcelDateTime::from_serial_datetime(date.as_f64()).unwrap();
                            sheet.write_datetime_with_format(row, column, &date, &day)
                        }
                        other => panic!("{other:?}"),
                    }
                    .unwrap();
                }
            }
        }
        more(&mut book);
        book.save_to_buffer().unwrap()
    }
}

fn small() -> Sheets {
    Sheets::of(&written(&register(SMALL)))
}

#[test]
fn every_register_of_seeds_and_companies_is_read_back_record_by_record_and_gives_the_same_bytes() {
    let demo = seeds::register_of(&seeds::demo()).unwrap();
    for register in COMPANIES.map(register).into_iter().chain([demo, Register::empty()]) {
        let bytes = written(&register);
        assert!(bytes == written(&register), "the same bytes");
        let again = read(&bytes).unwrap_or_else(|mistakes| panic!("{mistakes}"));
        for (one, other) in records(&register).iter().zip(&again) {
            assert_eq!(one.document(), other.document());
        }
        assert_eq!(of_records(again).content_digest(), of_records(records(&register)).content_digest());
        let saved = Sheets::of(&bytes).bytes();
        assert_eq!(read(&saved).unwrap(), records(&register), "also when another program has written it");
    }
}

#[test]
fn a_sheet_can_be_read_by_people_and_a_cell_is_what_it_is() {
    let mut book = small();
    let names: Vec<&str> = book.0.iter().map(|(name, _)| name.as_str()).collect();
    assert!(names.contains(&"processors") && names.contains(&"organizations.shareholders"), "{names:?}");
    assert_eq!(names.last(), Some(&"_ropewalk"));
    let mut cell = |sheet: &str, row: usize, head: &str| {
        let column = book.column(sheet, head);
        book.sheet(sheet)[row][column].clone()
    };
    assert_eq!(cell("organizations", 1, "name/de"), Data::String("=Acme AG".into()));
    assert_eq!(cell("organizations", 1, "contacts"), Data::String("[]".into()));
    assert!(matches!(cell("organizations", 1, "since"), Data::DateTime(_)));
    assert_eq!(cell("organizations.shareholders", 1, "record"), Data::String("acme".into()));
    assert_eq!(cell("organizations.shareholders", 1, "percent"), Data::Float(33.5));
    assert_eq!(cell("organizations.shareholders", 1, "control"), Data::Bool(true));
    assert_eq!(cell("processors", 1, "hosts"), Data::String("a.example.com\nb.example.com".into()));
    assert_eq!(cell("processors.locations", 1, "key"), Data::String("two".into()));
}

#[test]
fn an_edit_is_a_difference_and_the_order_of_rows_is_none() {
    let before = records(&register(SMALL));
    let mut book = small();
    book.sheet("processors.locations").swap(1, 2);
    assert_eq!(read(&book.bytes()).unwrap(), before);
    book.text("processors", 1, "name/en", "CRM of Acme").text("processors", 1, "hosts", "c.example.com\n");
    book.text("organizations", 1, "since", "2024-03-01").set("organizations", 1, "contacts", Data::Empty);
    let mut row = book.sheet("processors")[1].clone();
    row[0] = Data::String("mail".into());
    book.sheet("processors").push(row);
    let after = read(&book.bytes()).unwrap();
    let document = |key: &str| after.iter().find(|record| record.key().as_str() == key).unwrap().value();
    assert_eq!(document("crm")["name"]["en"], "CRM of Acme");
    assert_eq!(document("crm")["hosts"], serde_json::json!(["c.example.com"]));
    assert_eq!(document("acme")["since"], "2024-03-01");
    assert!(document("acme")["contacts"].is_null(), "what is taken away is unknown");
    assert_eq!(document("mail")["name"]["en"], "CRM of Acme");
}

#[test]
fn dates_that_are_read_differently_in_different_places_are_refused_with_their_cell() {
    let since = |value: Data| {
        let mut book = small();
        book.set("organizations", 1, "since", value);
        read(&book.bytes())
    };
    assert!(since(Data::String("2024-03-01".into())).is_ok() && since(Data::Empty).is_ok());
    let told = since(Data::String("03/04/2024".into())).unwrap_err();
    assert!(told.starts_with("r.xlsx:organizations!"), "{told}");
    assert!(told.contains("`03/04/2024` is no date that is read the same everywhere; write YYYY-MM-DD"), "{told}");
    let told = since(Data::Float(45000.0)).unwrap_err();
    assert!(told.contains("45000 is a number and no date"), "{told}");
    let told = since(Data::String("2024-02-30".into())).unwrap_err();
    assert!(told.contains("is not a day of the calendar") && told.starts_with("r.xlsx:organizations!"), "{told}");
}

#[test]
fn cells_of_another_kind_are_refused_with_their_cell() {
    let told = |sheet: &str, head: &str, value: Data| {
        let mut book = small();
        book.set(sheet, 1, head, value);
        mistakes(&book.bytes())
    };
    let number = told("organizations", "name/en", Data::Float(2024.0));
    assert!(number.starts_with("r.xlsx:organizations!C2: 2024 is a number and no text"), "{number}");
    let flag = told("organizations.shareholders", "control", Data::String("perhaps".into()));
    assert!(flag.contains("this is neither yes nor no"), "{flag}");
    let percent = told("organizations.shareholders", "percent", Data::String("most".into()));
    assert!(percent.contains("`most` is no number"), "{percent}");
    let json = told("organizations", "contacts", Data::String("[{".into()));
    assert!(json.contains("organizations!") && json.contains("not JSON"), "{json}");
    let both = told("organizations", "shareholders", Data::String("[]".into()));
    assert!(both.contains("`shareholders` is given here and in the sheet `organizations.shareholders`"), "{both}");
    let word = told("organizations", "status", Data::String("alive".into()));
    assert!(word.starts_with("r.xlsx:organizations!") && word.contains("/organizations/0/status"), "{word}");
}

#[test]
fn columns_that_are_missing_renamed_or_doubled_are_refused() {
    let renamed = |from: &str, to: Data| {
        let mut book = small();
        book.set("organizations", 0, from, to);
        mistakes(&book.bytes())
    };
    let told = renamed("since", Data::String("begin".into()));
    assert!(told.contains("`begin` is no field of `organizations`"), "{told}");
    assert!(told.contains("r.xlsx:organizations!A1: the column `since` is missing"), "{told}");
    let told = renamed("since", Data::String("until".into()));
    assert!(told.contains("there are two columns `until`"), "{told}");
    let told = renamed("name/de", Data::Empty);
    assert!(told.contains("the column `name/de` is missing") && told.contains("the column has no head"), "{told}");
    let mut book = small();
    book.0.retain(|(name, _)| name != "organizations.shareholders");
    let told = mistakes(&book.bytes());
    assert!(told.contains("the sheet `organizations.shareholders` is missing"), "{told}");
    let mut book = small();
    book.0[0].0 = "Places".to_owned();
    assert!(mistakes(&book.bytes()).contains("there is no sheet `Places` in a register"));
    book.0[0].0 = "_Places".to_owned();
    assert!(read(&book.bytes()).is_ok());
}

#[test]
fn keys_that_are_double_or_lead_nowhere_are_refused_with_their_cell() {
    let mut book = small();
    let row = book.sheet("processors")[1].clone();
    book.sheet("processors").push(row);
    let told = mistakes(&book.bytes());
    assert!(
        told.contains(
            "r.xlsx:processors!A3: /processors/1/key: processors/crm is given twice, first at r.xlsx:processors!A2"
        ),
        "{told}"
    );
    let mut book = small();
    book.text("processors.locations", 2, "key", "two");
    let told = mistakes(&book.bytes());
    assert!(told.contains("r.xlsx:processors.locations!"), "{told}");
    let mut book = small();
    book.text("processors.locations", 2, "record", "nobody");
    let told = mistakes(&book.bytes());
    assert!(told.contains("r.xlsx:processors.locations!A3: the sheet `processors` has no record `nobody`"), "{told}");
    book.set("processors.locations", 2, "record", Data::Empty);
    assert!(mistakes(&book.bytes()).contains("it is not told to which record this row belongs"));
}

#[test]
fn merged_cells_are_refused() {
    let bytes = small().bytes_with(|book| {
        let sheet = book.worksheet_from_name("processors").unwrap();
        sheet.merge_range(5, 1, 6, 2, "merged", &Look::new()).unwrap();
    });
    assert!(mistakes(&bytes).contains("r.xlsx:processors!B6: cells are merged"), "{}", mistakes(&bytes));
}

#[test]
fn what_is_no_workbook_of_ours_is_refused() {
    for bytes in [&b""[..], b"PK", b"processors: []", &[0; 100]] {
        assert!(mistakes(bytes).contains("no workbook"), "{}", mistakes(bytes));
    }
    let mut other = Workbook::new();
    other.add_worksheet().write_string(0, 0, "hello").unwrap();
    assert!(mistakes(&other.save_to_buffer().unwrap()).contains("the hidden sheet `_ropewalk` is missing"));
    let mut book = small();
    book.sheet("_ropewalk")[0][1] = Data::Float(2.0);
    assert!(mistakes(&book.bytes()).contains("another version of the layout"));
    let whole = written(&register(SMALL));
    for end in (0..whole.len()).step_by(whole.len() / 40) {
        read(&whole[..end]).unwrap_err();
    }
}

#[test]
fn what_unpacks_to_more_than_is_read_at_once_is_refused_before_it_is_read() {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
    for _ in 0..64 {
        archive.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let bomb = archive.finish().unwrap().into_inner();
    assert!(bomb.len() < 100_000);
    let limits = Limits { bytes: 1 << 20, ..Limits::default() };
    let told = read_with(&bomb, &limits).unwrap_err();
    assert!(told.contains("unpacks to more than 4194304 bytes"), "{told}");
    // A small file whose one text stands in very many cells, and one whose last cell is far out.
    let mut book = small();
    let row = vec![Data::String("x".repeat(30_000)); 12];
    book.sheet("processors").extend(vec![row; 10]);
    let told = read_with(&book.bytes(), &limits).unwrap_err();
    assert!(told.contains("more cells, or longer ones, than are read at once"), "{told}");
    let far = small().bytes_with(|book| {
        book.worksheet_from_name("processors").unwrap().write_string(1_048_575, 16_383, "far").unwrap();
    });
    assert!(mistakes(&far).contains("r.xlsx:processors!XFD1048576: the column has no head"));
}

#[test]
fn words_that_look_like_something_else_stay_as_they_are() {
    for words in [
        "",
        " ",
        "=1+1",
        "+1",
        "-1",
        "@x",
        "'",
        "'=1",
        "\"",
        "\"quoted\"",
        "[]",
        "[\"a\"]",
        "{}",
        "TRUE",
        "1",
        "1e3",
        "2024-09-01",
        "_x0041_",
        "_x005F_x0041_",
        "_x",
        "a\r\nb",
        "\ra",
        "a\tb",
        "\t",
        "\u{1}",
        "\u{7f}",
        "\u{85}",
        "\u{feff}a",
        "\u{fffe}",
        "a\nb\n",
        "#REF!",
        "&amp;<b>",
        "]]>",
        " a ",
        "\u{a0}a",
        "𝕏",
        "日本",
    ] {
        survives_as(words, written, |bytes| read(&bytes)).unwrap_or_else(|told| panic!("{words:?}: {told}"));
    }
    for length in [31_999, 32_000, 32_001, 70_000] {
        let long = "𝕏".repeat(length / 2) + "end";
        survives_as(&long, written, |bytes| read(&bytes)).unwrap_or_else(|told| panic!("{length}: {told}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_words_survive_a_workbook(words in "\\PC{0,40}|.{0,12}") {
        // No record holds it.
        let words = words.replace('\0', " ");
        let told = survives_as(&words, written, |bytes| read(&bytes));
        prop_assert!(told.is_ok(), "{words:?}: {told:?}");
    }

    #[test]
    fn a_broken_workbook_is_refused_or_read_and_never_panics(at in 0..5000usize, byte: u8) {
        let mut bytes = written(&register(SMALL));
        let place = at * 13 % bytes.len();
        bytes[place] = byte;
        drop(read(&bytes));
    }

    #[test]
    fn a_workbook_with_a_broken_part_is_refused_or_read_and_never_panics(at: usize, part: usize, cut: bool, bytes: [u8; 3]) {
        let whole = written(&register(SMALL));
        let mut archive = zip::ZipArchive::new(Cursor::new(&whole)).unwrap();
        let broken = part % archive.len();
        let mut again = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            let mut text = Vec::new();
            part.read_to_end(&mut text).unwrap();
            let name = part.name().unwrap().to_string();
            if index == broken {
                let place = at % text.len();
                text.splice(place..(place + bytes.len()).min(text.len()), bytes);
                text.truncate(if cut { place } else { text.len() });
            }
            again.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            again.write_all(&text).unwrap();
        }
        drop(read(&again.finish().unwrap().into_inner()));
    }
}

#[test]
fn places_of_fields_are_cells() {
    let bytes = written(&register(SMALL));
    let input = [Input { name: "r.xlsx", bytes: &bytes, format: Format::Xlsx }];
    let manifest = manifest::read_all(&input, &Limits::default()).unwrap();
    let record = &manifest.records[1];
    let id = RecordId::new(record.kind(), record.key().clone());
    let root = Pointer::root();
    let locations = root.at("locations");
    let fields = [locations.at(0).at("key"), locations.at(1), root.at("hosts"), root.at("website")];
    let fields = fields.map(|field| (id.clone(), field));
    let places: Vec<String> = manifest
        .places(&input, &Limits::default(), &fields)
        .into_iter()
        .map(|place| place.unwrap().1.to_string())
        .collect();
    assert_eq!(places[0], "processors.locations!C2");
    assert_eq!(places[1], "processors.locations!C3");
    assert!(places[2].starts_with("processors!") && places[2] != "processors!A2");
    assert_eq!(places[3], "processors!A2");
}
