//! The records of one kind as CSV: out and in again.

use super::{entries, register, survives_as, workbook::COMPANIES};
use ropewalk::{
    domain::{Kind, Record, Register},
    exchange::{Format, Limits, manifest, workbook},
    service::seeds,
};

fn written(kind: Kind, register: &Register) -> String {
    String::from_utf8(workbook::write_csv(kind, entries(register))).unwrap()
}

fn read(kind: Kind, text: &str) -> Result<Vec<Record>, String> {
    manifest::read("r.csv", text.as_bytes(), Format::Csv(kind), &Limits::default())
        .map(|manifest| manifest.records)
        .map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

fn organizations() -> String {
    written(Kind::Organizations, &register("organizations:\n- {key: acme, name: {en: \"=Acme\"}, since: 2024-02-29}\n"))
}

#[test]
fn every_kind_of_every_register_is_read_back() {
    let demo = seeds::register_of(&seeds::demo()).unwrap();
    for register in COMPANIES.map(register).into_iter().chain([demo]) {
        for kind in Kind::GENERIC {
            let text = written(*kind, &register);
            let again = read(*kind, &text).unwrap_or_else(|mistakes| panic!("{mistakes}"));
            let records: Vec<Record> = register.of_kind(*kind, None).map(|entry| entry.record.clone()).collect();
            assert_eq!(again, records);
        }
    }
}

#[test]
fn a_file_is_of_the_kind_that_it_is_named_after() {
    assert_eq!(Format::of_file_name("exports/data-categories.CSV"), Some(Format::Csv(Kind::DataCategories)));
    assert_eq!(Format::of_file_name("things.csv"), None);
}

#[test]
fn no_text_is_a_formula_and_every_text_is_read_as_it_was() {
    assert!(organizations().contains(",'=Acme,"));
    for words in [
        "", " ", "=1", "'=1", "''=1", "'", "''", "'a", "+1", "-1", "@x", "a,b;c", "\"", "a\nb", "a\r\nb", "\t=1",
        "TRUE", "1", "[]", "𝕏",
    ] {
        survives_as(words, |register| written(Kind::Locations, register), |text| read(Kind::Locations, &text))
            .unwrap_or_else(|told| panic!("{words:?}: {told}"));
    }
}

#[test]
fn what_spreadsheets_make_of_csv_is_read_or_refused_with_its_cell() {
    let text = organizations();
    let records = read(Kind::Organizations, &text).unwrap();
    let semicolons = format!("\u{feff}{}", text.replace(',', ";"));
    assert_eq!(read(Kind::Organizations, &semicolons).unwrap(), records);
    let told = read(Kind::Organizations, &text.replace("2024-02-29", "29/02/2024")).unwrap_err();
    assert!(
        told.starts_with("r.csv:organizations!") && told.contains("is no date that is read the same everywhere"),
        "{told}"
    );
    let told = read(Kind::Organizations, &text.replace(",since,", ",begin,")).unwrap_err();
    assert!(told.contains("the column `since` is missing") && told.contains("`begin` is no field"), "{told}");
    let told = read(Kind::Organizations, "").unwrap_err();
    assert!(told.contains("the column `key` is missing"), "{told}");
    let bytes = b"key,name/en\nacme,\xff\n";
    assert!(manifest::read("r.csv", bytes, Format::Csv(Kind::Organizations), &Limits::default()).is_err());
}
