//! Manifests in and out.

mod csv;
mod ico;
mod workbook;

use chrono::DateTime;
use ropewalk::{
    domain::{
        Entry, Record, Register,
        change::{self, Change},
    },
    exchange::{Format, Input, Limits, Manifest, export, manifest},
};

/// The register that a manifest makes.
pub fn register(source: &str) -> Register {
    let manifest = read(source).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    of_records(manifest.records)
}

/// The register that records make.
pub fn of_records(records: Vec<Record>) -> Register {
    let empty = Register::empty();
    let planned = change::plan(&empty, records.into_iter().map(Change::put).collect()).unwrap();
    empty.with(planned.into_iter().map(|revision| revision.applied(1, DateTime::UNIX_EPOCH, false)))
}

fn read(source: &str) -> Result<Manifest, String> {
    read_as("register.yaml", source.as_bytes(), Format::Yaml)
}

fn read_as(name: &str, bytes: &[u8], format: Format) -> Result<Manifest, String> {
    manifest::read(name, bytes, format, &Limits::default())
        .map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

fn mistakes(source: &str) -> String {
    read(source).unwrap_err()
}

fn entries(register: &Register) -> Vec<&Entry> {
    register.entries().map(std::convert::AsRef::as_ref).collect()
}

const TEN_MISTAKES: &str = r#"# ten mistakes
procesors: []
organizations:
  - key: acme
    name: {en: Acme}
    lei: 5493001KJTIIGC8Y1R13
    since: 2024-02-30
  - key: Acme Two
    name: {en: Two}
  - key: three
processors:
  - key: crm
    name: {en: CRM}
    risk_tier: enormous
    policies:
      - kind: privacy
        url: www.crm.example
    website: "https://crm.example/"
    colour: red
  - key: crm
    name: {en: CRM again}
    steward: 12
agreements:
  - key: dpa
    name: {en: DPA}
    in_force: {from: 2025-01-01, until: 2024-01-01}
"#;

#[test]
fn ten_different_mistakes_are_reported_at_once_with_line_and_column() {
    assert_eq!(
        mistakes(TEN_MISTAKES),
        "\
register.yaml:2:1: /procesors: `procesors` is not a kind of record; allowed are locations, data-categories, data-subjects, organizations, processors, systems, agreements, assessments, notices, activities, regimes, waivers, schema, reason\n\
register.yaml:6:5: /organizations/0/lei: `5493001KJTIIGC8Y1R13` is not a LEI; allowed are 20 characters of ISO 17442 whose check digits agree\n\
register.yaml:7:5: /organizations/0/since: `2024-02-30` is not a day of the calendar; allowed are dates written YYYY-MM-DD\n\
register.yaml:8:5: /organizations/1/key: `Acme Two` is not a key; allowed are lower-case letters a-z and digits in groups joined by `-`, `_` or `.`, at most 100 characters\n\
register.yaml:10:5: /organizations/2: field `name` is missing\n\
register.yaml:14:5: /processors/0/risk_tier: \"enormous\" is not one of the allowed words; allowed are \"low\", \"medium\", \"high\", \"critical\"\n\
register.yaml:17:9: /processors/0/policies/0/url: `www.crm.example` is not a web address; allowed are absolute http or https URLs\n\
register.yaml:19:5: /processors/0/colour: unknown field `colour`; remove it, or see the schema for the fields there are\n\
register.yaml:20:5: /processors/1/key: processors/crm is given twice, first at register.yaml:12:5\n\
register.yaml:22:5: /processors/1/steward: 12 is not of type \"string\"; text that looks like a number or a truth value is written in quotes\n\
register.yaml:26:34: /agreements/0/in_force/until: `until` 2024-01-01 is before `from` 2025-01-01; a period ends on or after the day it begins"
    );
}

#[test]
fn the_same_mistakes_of_a_json_manifest_have_their_own_places() {
    let source = "{\n  \"processors\": [\n    {\"key\": \"crm\", \"name\": {\"en\": \"CRM\"},\n     \"policies\": [{\"kind\": \"privacy\", \"url\": \"x\"}], \"key\": \"crm2\"},\n    {\"key\": \"crm\"}\n  ],\n  \"schema\": 7\n}";
    assert_eq!(
        read_as("register.json", source.as_bytes(), Format::Json).unwrap_err(),
        "\
register.json:4:39: /processors/0/policies/0/url: `x` is not a web address; allowed are absolute http or https URLs\n\
register.json:4:53: /processors/0/key: `key` is given twice in one object\n\
register.json:5:5: /processors/1: field `name` is missing\n\
register.json:5:6: /processors/1/key: processors/crm is given twice, first at register.json:3:6\n\
register.json:7:3: /schema: 7 is not a schema to read; this version reads schemas 1 to 1"
    );
}

#[test]
fn a_record_in_two_files_names_both_places() {
    let one =
        Input { name: "one.yaml", bytes: b"reason: r\nsystems:\n- {key: a, name: {en: A}}\n", format: Format::Yaml };
    let two =
        Input { name: "two.json", bytes: br#"{"systems": [{"name": {"en": "A"}, "key": "a"}]}"#, format: Format::Json };
    let said: Vec<_> = manifest::read_all(&[one, two], &Limits::default()).unwrap_err();
    let said: Vec<_> = said.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["two.json:1:36: /systems/0/key: systems/a is given twice, first at one.yaml:3:4"]);
    let both = manifest::read_all(&[one], &Limits::default()).unwrap();
    assert_eq!((both.reason.as_deref(), both.records.len()), (Some("r"), 1));
}

#[test]
fn what_is_no_manifest_says_so() {
    let cases: &[(&[u8], &str)] = &[
        (b"", "register.yaml:1:1: there is nothing in it; write one list of records a kind, such as `processors:`"),
        (
            b"# only this\n",
            "register.yaml:1:1: there is nothing in it; write one list of records a kind, such as `processors:`",
        ),
        (
            b"- a\n",
            "register.yaml:1:1: a manifest is an object, not a list; write one list of records a kind, such as `processors:`",
        ),
        (
            b"systems: yes\n",
            "register.yaml:1:1: /systems: `systems` is a list of records, not text; begin each record with `- key:`",
        ),
        (b"reason: \xff\n", "register.yaml:1:9: these bytes are not UTF-8; write text as UTF-8"),
        (b"schema: 2\n", "register.yaml:1:1: /schema: 2 is not a schema to read; this version reads schemas 1 to 1"),
    ];
    for (bytes, said) in cases {
        assert_eq!(read_as("register.yaml", bytes, Format::Yaml).unwrap_err(), *said);
    }
    assert_eq!(read("{}").unwrap(), Manifest::default());
    assert_eq!(read("systems:\nschema: 1\n").unwrap(), Manifest::default());
}

#[test]
fn too_much_is_refused_before_it_is_read() {
    let limits = Limits { bytes: 100, nodes: 10, record_nodes: 4, mistakes: 3 };
    let said = |source: &str| manifest::read("r", source.as_bytes(), Format::Yaml, &limits).unwrap_err();
    assert!(said(&"#".repeat(101))[0].fault.detail.contains("larger than 100 bytes"));
    assert!(said("systems: [a, b, c, d, e, f, g, h, i, j]")[0].fault.detail.contains("more than 10 values"));
    assert!(said("systems: [{a: [1, 2, 3]}]")[0].fault.detail.contains("a record of more than 4 values"));
    let cut = said("systems: [a, b, c, d, e]");
    assert_eq!(cut.len(), 3);
    assert!(cut[2].fault.detail.ends_with("(reading ended after 3 mistakes)"), "{}", cut[2]);
}

#[test]
fn codes_with_leading_noughts_and_dates_stay_text() {
    let manifest =
        read("locations:\n- {key: na, name: {en: North America, no: Nord-Amerika}, m49: \"003\", since: 2024-01-01}\n")
            .unwrap();
    assert_eq!(
        manifest.records[0].document(),
        r#"{"key":"na","name":{"en":"North America","no":"Nord-Amerika"},"status":"active","since":"2024-01-01","m49":"003"}"#
    );
    assert_eq!(
        mistakes("locations:\n- {key: na, name: {en: North America}, m49: 003}\n"),
        "register.yaml:2:40: /locations/0/m49: 3 is not of type \"string\"; text that looks like a number or a truth value is written in quotes"
    );
}

#[test]
fn an_export_reads_back_as_the_same_records_and_the_same_bytes() {
    for company in [
        include_str!("companies/rheinwerk.yaml"),
        include_str!("companies/xingtu.yaml"),
        include_str!("companies/maple.yaml"),
    ] {
        let first = register(company);
        let yaml = export::yaml(entries(&first));
        let again = register(&yaml);
        assert_eq!(first.content_digest(), again.content_digest(), "{yaml}");
        assert_eq!(export::yaml(entries(&again)), yaml);
        let json = export::json(entries(&first));
        let records = read_as("x", json.as_bytes(), Format::Json).unwrap().records;
        assert_eq!(records, first.entries().map(|entry| entry.record.clone()).collect::<Vec<_>>());
    }
}

fn location(words: &str) -> Record {
    // Localised text is never blank; plain strings may be.
    let text = if words.trim().is_empty() { "x" } else { words };
    let value = serde_json::json!({
        "key": "x",
        "name": { "en": text, "no": text },
        "steward": words,
        "sources": [{ "pointer": "", "document": words, "quote": words, "certainty": "stated" }],
        "description": { "de": text }
    });
    Record::parse(ropewalk::domain::Kind::Locations, &value).unwrap()
}

fn survives(words: &str) -> Result<(), String> {
    let record = location(words);
    let register = of_records(vec![record.clone()]);
    let yaml = export::yaml(entries(&register));
    let read = read(&yaml).map_err(|mistakes| format!("{mistakes}\n{yaml}"))?;
    if read.records == [record] { Ok(()) } else { Err(yaml) }
}

/// Whether words are the same after they were written and read.
fn survives_as<T>(
    words: &str,
    write: impl FnOnce(&Register) -> T,
    read: impl FnOnce(T) -> Result<Vec<Record>, String>,
) -> Result<(), String> {
    let record = location(words);
    let written = write(&of_records(vec![record.clone()]));
    let read = read(written)?;
    if read == [record] { Ok(()) } else { Err(read.iter().map(|record| record.document().clone()).collect()) }
}

#[test]
fn words_that_look_like_something_else_are_exported_as_words() {
    for words in [
        "",
        " ",
        "no",
        "Yes",
        "on",
        "~",
        "null",
        "003",
        "0x1F",
        "1e3",
        "1_000",
        "12:30",
        "2024-09-01",
        ".inf",
        "-",
        "- a",
        "a: b",
        "a #b",
        "#a",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a`",
        "'a'",
        "\"a\"",
        "{a}",
        "[a]",
        "a,b",
        "---",
        "...",
        "<<",
        "=",
        "|",
        ">",
        "a\n",
        "a\n\n",
        "\na",
        " a\nb",
        "a\n b\n",
        "a \nb",
        "a\tb",
        "\ta\nb",
        "a\r\nb",
        "\u{feff}a",
        "\u{85}",
        "a\u{2028}b",
        "\u{7f}",
        "😀",
        "a\n---\nb",
        "a\n# b",
        "\n",
        "\n\n",
        "  \n  ",
        "a long line of words that is longer than eighty characters, because long lines are folded  with two spaces and more",
        "a long line of words that is longer than eighty characters, because long lines are folded\n\n  indented\nnot indented\n",
        " a long line with a space before it that is longer than eighty characters, because long lines are folded at spaces ",
    ] {
        survives(words).unwrap_or_else(|yaml| panic!("{words:?} became {yaml}"));
    }
}

#[test]
fn a_text_made_of_mistakes_is_read_in_time_that_grows_with_it() {
    let repeated = format!("{{\"{}\": {{{}\"a\": 1}}}}", "x".repeat(1000), "\"a\": 1,".repeat(100_000));
    let said = manifest::read("x", repeated.as_bytes(), Format::Json, &Limits::default()).unwrap_err();
    assert_eq!(said.len(), 1000);
    let wrong = format!("systems:\n{}", "- {key: A B}\n".repeat(5_000));
    let said = manifest::read("x", wrong.as_bytes(), Format::Yaml, &Limits::default()).unwrap_err();
    assert_eq!((said.len(), said[999].place.line), (1000, 501));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_words_survive_an_export(words in "([ -~\n\t]|\\PC|[ \n:#'\"-]{1,3}|[a-z]{10,20} ){0,40}") {
        proptest::prop_assert_eq!(survives(&words), Ok(()));
    }

    #[test]
    fn no_bytes_make_reading_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200), text in "[-:{}\\[\\]&*!|>'\"%@a-c \n,#?]{0,80}") {
        for bytes in [bytes.as_slice(), text.as_bytes()] {
            let _ = read_as("x", bytes, Format::Yaml);
            let _ = read_as("x", bytes, Format::Json);
        }
    }
}

#[test]
fn a_comma_that_cuts_a_text_in_two_is_a_mistake_and_no_record_is_lost() {
    let text = "organizations:\n  - key: x\n    name: {en: It reaches 100,000 people., zh-Hans: 好}\n";
    let errors = manifest::read("register.yaml", text.as_bytes(), Format::Yaml, &Limits::default()).unwrap_err();
    let said: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("/organizations/0/name") && said[0].contains("`000 people.`"), "{said:?}");
}
