//! What stands on the pages, read from where the typesetter put it.

use super::*;
use crate::document::{Block, Cell, Instant, Labels, Pair, Run, Section, Signature, Table, Words};
use typst::layout::{Abs, Frame, FrameItem, Point};

const HOSTILE: [&str; 12] = [
    "#panic(\"no\")",
    "*bold* _slanted_ `typed`",
    "@nobody <label>",
    "$ x^2 $ and #sys.inputs",
    "a \\ b // not a remark /* nor this */",
    "= no heading",
    "- no list + nor this / nor: this",
    "] ) } [ ( {",
    "\u{202e}abc\u{202c} \u{200f}",
    "https://example.org/a?b=c&d=%20#e",
    "-- --- ... ~ \"quoted\" 'too'",
    "שלום עולם",
];

fn section(heading: &str, blocks: Vec<Block>) -> Section {
    Section { heading: Words::plain(heading), blocks, sections: Vec::new() }
}

fn document(sections: Vec<Section>) -> Document {
    Document {
        title: Words::plain("A document"),
        language: "en".into(),
        made_at: Some(Instant { year: 2026, month: 11, day: 22, hour: 9, minute: 30, second: 0 }),
        cover: vec![Pair { label: Words::plain("Known"), value: Cell::Words(Words::plain("commit 7")) }],
        running: Words::plain("A document"),
        labels: Labels {
            contents: "Contents".into(),
            page: ["Page ", " of ", ""].map(str::to_owned),
            lacking: vec!["Some characters have no font.".into(), "缺少字体。".into()],
        },
        sections,
    }
}

fn table(columns: usize, rows: usize, cell: impl Fn(usize, usize) -> Cell) -> Table {
    Table {
        caption: Words::plain("Caption"),
        columns: (0..columns).map(|column| Words::plain(format!("Head{column}"))).collect(),
        rows: (0..rows).map(|row| (0..columns).map(|column| cell(row, column)).collect()).collect(),
        empty: Words::plain("Nothing"),
    }
}

/// The words of each page, in the order in which they were put there, and where those end that reach furthest to the right, as a
/// share of the width of the page.
fn pages(document: &Document, fonts: &Fonts) -> Vec<(String, f64)> {
    let made = laid_out(&data(document, fonts), fonts).unwrap();
    let read = made.pages().iter().map(|page| {
        let (mut text, mut right) = (String::new(), Abs::zero());
        read(&page.frame, Point::zero(), &mut text, &mut right);
        (text, right / page.frame.width())
    });
    read.collect()
}

fn read(frame: &Frame, at: Point, text: &mut String, right: &mut Abs) {
    for (offset, item) in frame.items() {
        let at = at + *offset;
        match item {
            FrameItem::Group(group) => {
                read(&group.frame, at + Point::new(group.transform.tx, group.transform.ty), text, right);
            }
            FrameItem::Text(item) => {
                text.push_str(&item.text);
                *right = (*right).max(at.x + item.width());
            }
            FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}

/// What is left of words when lines break between them.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn words_are_never_markup() {
    for hostile in HOSTILE {
        let words = || Words::plain(hostile);
        let blocks = vec![
            Block::Paragraph(vec![Run::Words(words()), Run::Code(hostile.to_owned())]),
            Block::Pairs(vec![Pair { label: words(), value: Cell::Alert(words(), words()) }]),
            Block::Notes(vec![words()]),
            Block::Code(hostile.to_owned()),
            Block::Table(table(3, 2, |_, _| Cell::List(vec![Cell::Words(words()), Cell::Absent(words())]))),
        ];
        let mut document = document(vec![section(hostile, blocks)]);
        document.title = words();
        document.language = hostile.to_owned();
        let text: String = pages(&document, &Fonts::carried()).into_iter().map(|(text, _)| text).collect();
        // Marks of direction have no glyph, and what is written from the right is put there from the right.
        let seen = |c: &char| c.is_ascii();
        let expected: String = squeezed(hostile).chars().filter(seen).collect();
        let found: String = squeezed(&text).chars().filter(seen).collect();
        assert!(
            found.matches(&expected).count() >= 10 || expected.is_empty() || expected == "abc",
            "{hostile}: {text}"
        );
        typeset(&document, &Fonts::carried()).unwrap();
    }
}

#[test]
fn the_same_document_is_the_same_bytes() {
    let blocks = || vec![Block::Table(table(4, 60, |row, column| Cell::Number((row * column) as u64)))];
    let first = document(vec![section("One", blocks()), section("Two", blocks())]);
    let fonts = Fonts::carried();
    let bytes = |document: &Document| typeset(document, &fonts).unwrap().bytes;
    let made = bytes(&first);
    assert!(made.starts_with(b"%PDF-") && made.trim_ascii_end().ends_with(b"%%EOF"));
    assert!(made == bytes(&first) && made == typeset(&first, &Fonts::carried()).unwrap().bytes);
    let mut later = first.clone();
    later.made_at = Some(Instant { year: 2027, ..first.made_at.unwrap() });
    assert!(bytes(&later) != made, "its date is that of the document");
    let mut undated = first.clone();
    undated.made_at = None;
    let undated = bytes(&undated);
    assert!(!undated.windows(13).any(|part| part == b"/CreationDate"));
}

#[test]
fn a_table_that_goes_on_repeats_its_head_and_pages_are_numbered() {
    let long = table(3, 150, |row, column| Cell::Words(Words::plain(format!("cell {row} {column}"))));
    let document = document(vec![section("One", vec![Block::Table(long)]), section("Two", Vec::new())]);
    let pages = pages(&document, &Fonts::carried());
    let of_table: Vec<&String> = pages.iter().map(|(text, _)| text).filter(|text| text.contains("cell ")).collect();
    assert!(of_table.len() > 2);
    assert!(of_table.iter().all(|text| text.contains("Head0") && text.contains("Head2")));
    assert!(pages[0].0.contains("A document") && pages[0].0.contains("commit 7") && !pages[0].0.contains("Page"));
    assert!(pages[1].0.contains("Contents") && pages[1].0.contains("Two"));
    let count = pages.len();
    assert!(squeezed(&pages[2].0).contains(&format!("Page3of{count}")));
}

#[test]
fn nothing_leaves_the_page_however_long_its_words_and_however_many_its_columns() {
    let word = "incomprehensibilities".repeat(8);
    let digest = "0123456789abcdef".repeat(4);
    for columns in [2, 7, 12, 18] {
        let cells = |_: usize, column: usize| match column % 3 {
            0 => Cell::Words(Words::plain(&word)),
            1 => Cell::Code(digest.clone()),
            _ => Cell::Link("https://example.org/".to_owned(), Words::plain(format!("https://example.org/{word}"))),
        };
        let blocks = vec![Block::Table(table(columns, 3, cells)), Block::Notes(vec![Words::plain(&word)])];
        for (text, right) in pages(&document(vec![section(&word, blocks)]), &Fonts::carried()) {
            assert!(right < 0.99, "{columns} columns reach to {right}: {text}");
        }
    }
}

#[test]
fn what_no_font_has_is_told_on_the_title_page_and_stands_there_by_number() {
    let document = document(vec![section("商米", vec![Block::Notes(vec![Words::plain("by 商米 itself")])])]);
    let set = typeset(&document, &Fonts::carried()).unwrap();
    assert_eq!(set.lacking.iter().collect::<String>().chars().count(), set.lacking.len());
    assert!(set.lacking.contains(&'商') && set.lacking.contains(&'米'));
    let pages = pages(&document, &Fonts::carried());
    assert!(squeezed(&pages[0].0).contains("Somecharactershavenofont."));
    let all: String = pages.iter().map(|(text, _)| squeezed(text)).collect();
    assert!(all.contains("by[U+5546U+7C73]itself") && !all.contains('米'), "{all}");
    let plain = self::document(vec![section("One", Vec::new())]);
    assert!(!pages_say(&plain, "Some characters"), "nothing is said where nothing lacks");
    assert!(typeset(&plain, &Fonts::carried()).unwrap().lacking.is_empty());
}

fn pages_say(document: &Document, words: &str) -> bool {
    pages(document, &Fonts::carried()).iter().any(|(text, _)| squeezed(text).contains(&squeezed(words)))
}

#[test]
fn a_signature_shows_who_and_the_whole_digest() {
    let digest = "5a9f".repeat(16);
    let signature = Signature {
        pairs: vec![Pair { label: Words::plain("Signed off by"), value: Cell::Words(Words::plain("prn_1")) }],
        digest: Pair { label: Words::plain("Digest"), value: Cell::Code(digest.clone()) },
    };
    let document = document(vec![section("Signing off", vec![Block::Signatures(vec![signature])])]);
    assert!(pages_say(&document, "Signed off by") && pages_say(&document, "prn_1") && pages_say(&document, &digest));
}

#[test]
fn pictures_stand_on_pages_that_lie() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1000 1400\"><text x=\"9\" y=\"20\">A &lt;b&gt;</text></svg>";
    let picture = crate::document::Picture {
        title: Words::plain("A picture"),
        caption: Words::plain("What it shows"),
        svg: svg.into(),
        remarks: vec![Words::plain("A remark")],
        data: table(2, 1, |_, _| Cell::Number(7)),
    };
    let document = document(vec![section("Pictures", vec![Block::Picture(Box::new(picture))])]);
    let fonts = Fonts::carried();
    let made = laid_out(&data(&document, &fonts), &fonts).unwrap();
    let lying = made.pages().iter().filter(|page| page.frame.width() > page.frame.height()).count();
    assert!(lying >= 1 && lying < made.pages().len());
    assert!(pages_say(&document, "What it shows") && pages_say(&document, "A remark"));
}
