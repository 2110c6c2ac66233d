//! What bad input gets: an answer that claims nothing it does not know, and soon.

use super::{HARBOUR, drift, register, shapes};
use proptest::prelude::*;
use ropewalk::{
    domain::Register,
    report::drift::{Cut, Drift, Problem, TextFormat},
};
use std::{sync::LazyLock, time::Instant};

static REGISTER: LazyLock<Register> = LazyLock::new(|| register(HARBOUR));

fn problems(drift: &Drift) -> Vec<Problem> {
    drift.differences.iter().map(|one| one.problem).collect()
}

fn page(rows: usize) -> String {
    let (_, _, shape) = shapes::SHAPES[0];
    let mut said = shapes::english();
    let paragraph =
        "We keep what you send us for as long as the law asks, and tell nobody who need not know.".to_owned();
    said.after.extend(std::iter::repeat_n(paragraph, rows));
    shape(&said)
}

#[test]
fn every_encoding_says_the_same() {
    let (_, format, shape) = shapes::SHAPES[0];
    let text = shape(&shapes::chinese()).replace("<meta charset=\"utf-8\">", "");
    let encoded =
        |label: &str| encoding_rs::Encoding::for_label(label.as_bytes()).unwrap().encode(&text).0.into_owned();
    let utf16 = |big: bool| -> Vec<u8> {
        let units = [0xFEFF].into_iter().chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    for bytes in
        [text.clone().into_bytes(), encoded("gb18030"), encoded("gbk"), encoded("big5"), utf16(true), utf16(false)]
    {
        // Big5 has no simplified characters: what it cannot say is written as references, which a page may have.
        let found = drift(&REGISTER, "privacy-zh", &bytes, format);
        assert_eq!(problems(&found), [], "{:?}", found.reading.encoding);
    }
    let (_, format, shape) = shapes::SHAPES[0];
    let latin = shape(&shapes::english())
        .replace("<meta charset=\"utf-8\">", "<meta charset=\"iso-8859-1\">")
        .replace("notice of", "notice \u{a7} caf\u{e9} of");
    let bytes: Vec<u8> = latin.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let found = drift(&REGISTER, "privacy-en", &bytes, format);
    assert_eq!((problems(&found), found.reading.encoding.damaged), (vec![], false));
}

#[test]
fn broken_markup_is_read_as_browsers_read_it() {
    let (_, format, shape) = shapes::SHAPES[0];
    let text = shape(&shapes::english());
    for broken in [
        text.replace("</td>", "").replace("</tr>", "").replace("</tbody>", ""),
        text.replace("</p>", "").replace("</li>", ""),
        text.replace("</article></main>", ""),
        text.replace("<td>", "<td onclick='a>b' class=x").replace("class=x", "class=x>"),
        format!("<b><i><u>{text}"),
        text.replace("<table>", "<form><table>").replace("</table>", ""),
    ] {
        assert_eq!(problems(&drift(&REGISTER, "privacy-en", broken.as_bytes(), format)), [], "{broken}");
    }
    let cut = &text[..text.find("Payrail Checkout").unwrap()];
    let found = problems(&drift(&REGISTER, "privacy-en", cut.as_bytes(), format));
    assert_eq!(found.iter().filter(|problem| **problem == Problem::RowMissing).count(), 2);
}

#[test]
fn ten_tables_are_told_apart() {
    let (_, format, shape) = shapes::SHAPES[0];
    let other = "<table><tr><th>Cookie name</th><th>Provider</th><th>Purpose</th></tr><tr><td>_tm</td><td>Tallymark</td><td>Counting</td></tr></table>\
        <table><tr><th>Right</th><th>How</th></tr><tr><td>Access</td><td>E-mail</td></tr></table>\
        <table><tr><th>Category of personal information</th><th>Examples</th><th>Collected</th></tr><tr><td>Identifiers</td><td>Name</td><td>Yes</td></tr></table>\
        <table><tr><td>Registered office</td><td>1 Quay Street</td></tr><tr><td>VAT</td><td>GB 1</td></tr></table>";
    let text = shape(&shapes::english()).replace("<h2>4.", &format!("{}<h2>4.", other.repeat(3)));
    let found = drift(&REGISTER, "privacy-en", text.as_bytes(), format);
    assert_eq!((problems(&found), found.reading.tables.len(), found.reading.other_tables), (vec![], 1, 12));
}

#[test]
fn nesting_without_end_is_cut_and_said() {
    for text in [
        "<div>".repeat(200_000),
        "<table><tr><td>".repeat(50_000),
        "<ul><li>".repeat(100_000),
        (0..50_000).map(|n| format!("<b id={n}><p>")).collect(),
    ] {
        let begun = Instant::now();
        let found = drift(&REGISTER, "privacy-en", text.as_bytes(), TextFormat::Html);
        assert!(problems(&found).contains(&Problem::TextNotReadWhole), "{:?}", found.reading.cut);
        assert_eq!(found.reading.cut, Some(Cut::TooDeep));
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }
    for text in
        ["> ".repeat(100_000), "[".repeat(100_000), "* ".repeat(100_000), "<".repeat(100_000), "|".repeat(100_000)]
    {
        let begun = Instant::now();
        drift(&REGISTER, "privacy-en", text.as_bytes(), TextFormat::Markdown);
        drift(&REGISTER, "privacy-en", text.as_bytes(), TextFormat::Plain);
        drift(&REGISTER, "privacy-en", text.as_bytes(), TextFormat::Html);
        assert!(begun.elapsed().as_secs() < 20, "{:?} {}", begun.elapsed(), &text[..2]);
    }
}

#[test]
fn twice_as_much_takes_about_twice_as_long() {
    // Far from exact, and far from a square: 64 times.
    let took = |text: &str, format| {
        let begun = Instant::now();
        drift(&REGISTER, "privacy-en", text.as_bytes(), format);
        begun.elapsed().as_secs_f64()
    };
    let rows = |count: usize| -> String {
        (0..count).map(|n| format!("<tr><td>Service {n}</td><td>Maker {n} Inc.</td><td>To do {n}</td><td>https://m{n}.example/</td></tr>")).collect()
    };
    let table = |count| {
        format!("<table><tr><th>Service</th><th>Provider</th><th>Purpose</th><th>Link</th></tr>{}</table>", rows(count))
    };
    for (name, small, large, format) in [
        ("paragraphs", page(400), page(3200), TextFormat::Html),
        ("one line", page(400).replace('\n', ""), page(3200).replace('\n', ""), TextFormat::Html),
        (
            "entities",
            format!("<p>{}</p>", "a&nbsp;&amp; ".repeat(4000)),
            format!("<p>{}</p>", "a&nbsp;&amp; ".repeat(32_000)),
            TextFormat::Html,
        ),
        ("rows", table(150), table(1200), TextFormat::Html),
        (
            "items",
            "- Acme (Acme Inc.): https://a.example/\n".repeat(300),
            "- Acme (Acme Inc.): https://a.example/\n".repeat(2400),
            TextFormat::Markdown,
        ),
        (
            "labels",
            "用途：甲；公司：乙；链接：丙\n".repeat(300),
            "用途：甲；公司：乙；链接：丙\n".repeat(2400),
            TextFormat::Plain,
        ),
        ("one word", "a".repeat(50_000), "a".repeat(400_000), TextFormat::Plain),
        ("one sentence", "Acme Inc ".repeat(4000), "Acme Inc ".repeat(32_000), TextFormat::Plain),
    ] {
        let (one, eight) = (took(&small, format), took(&large, format));
        assert!(eight < 24.0 * one + 0.5, "{name}: {one} s, and for eight times as much {eight} s");
    }
}

fn formats() -> impl Strategy<Value = TextFormat> {
    prop_oneof![Just(TextFormat::Html), Just(TextFormat::Markdown), Just(TextFormat::Plain)]
}

/// Pieces that notices are made of, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<table>".to_owned()),
        Just("</table>".to_owned()),
        Just("<tr><td rowspan=3>".to_owned()),
        Just("<td colspan=999>".to_owned()),
        Just("<li>".to_owned()),
        Just("<dt>".to_owned()),
        Just("<dd>".to_owned()),
        Just("<b>".to_owned()),
        Just("<a href=\"https://a.example/zh-cn/\">".to_owned()),
        Just("</a>".to_owned()),
        Just("No.NamePurposeService ProviderPrivacy Policy\n".to_owned()),
        Just("1Tallymark AnalyticsCounting".to_owned()),
        Just("Purpose: ".to_owned()),
        Just("使用目的：".to_owned()),
        Just("| Service | Purpose | Provider |\n|---|---|---|\n| a | b | c |\n".to_owned()),
        Just("Service\tPurpose\tProvider\n".to_owned()),
        Just("\n".to_owned()),
        Just("\n\n- ".to_owned()),
        Just("Last updated: ".to_owned()),
        Just("更新日期：2024年 月 日".to_owned()),
        Just("We will not share your data. ".to_owned()),
        Just("我们不会共享您的个人信息。".to_owned()),
        Just("Northwind Hosting GmbH ".to_owned()),
        Just("深圳蓝海云计算有限公司".to_owned()),
        Just("https://x.example/(a".to_owned()),
        "\\PC{0,12}",
        "[0-9./年月日-]{0,12}",
        "[(（:：,，. ]{0,4}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nothing_makes_it_panic(text in pieces(), format in formats()) {
        let found = drift(&REGISTER, "privacy-en", text.as_bytes(), format);
        for one in &found.differences {
            for at in &one.at {
                prop_assert!(at.line >= 1 && at.line <= text.matches('\n').count() + 1 && at.column >= 1);
            }
        }
        // The same text says the same.
        prop_assert_eq!(drift(&REGISTER, "privacy-en", text.as_bytes(), format), found);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), format in formats()) {
        drift(&REGISTER, "privacy-zh", &bytes, format);
    }

    #[test]
    fn what_was_not_read_is_never_no_drift(text in "\\PC{0,200}", format in formats()) {
        let found = drift(&REGISTER, "privacy-en", text.as_bytes(), format);
        prop_assert!(!found.reading.tables.is_empty() || problems(&found).contains(&Problem::TableNotCompared));
    }
}
