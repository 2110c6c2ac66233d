//! The reports, as pure functions and in every format.

mod authority_layout;
mod notice_content;
mod pictures;
mod record_of_processing;
mod xlsx;

use ropewalk::{
    domain::{Day, Kind, Register},
    render::{Format, page::write},
    report::{Model, Name, Question, Refused, make},
};
use serde_json::Value;

/// Asks a report of a register, in English, for a day.
pub fn ask<'r>(register: &'r Register, report: Name, parameters: &[(&str, &str)]) -> Result<Model<'r>, Refused> {
    let today: Day = "2026-11-22".parse().unwrap();
    make(register, &Question::read(report, "en".parse().unwrap(), today, parameters.iter().copied())?)
}

/// The report in a format.
pub fn bytes(format: Format, report: &Model<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(format, report, &mut bytes).unwrap();
    bytes
}

/// The report in a format of text.
pub fn rendered(format: Format, report: &Model<'_>) -> String {
    String::from_utf8(bytes(format, report)).unwrap()
}

/// The model of the report.
pub fn json(report: &Model<'_>) -> Value {
    serde_json::from_str(&rendered(Format::Json, report)).unwrap()
}

/// Registers of other companies, and an empty one.
pub fn companies() -> Vec<Register> {
    let sources = [
        include_str!("../companies/rheinwerk.yaml"),
        include_str!("../companies/maple.yaml"),
        include_str!("../companies/xingtu.yaml"),
    ];
    sources.into_iter().map(crate::exchange::register).chain([Register::empty()]).collect()
}

#[test]
fn every_report_of_every_company_has_every_format_and_fits_its_schema() {
    for register in companies() {
        let place = register.of_kind(Kind::Locations, None).next().map(|entry| entry.id.key.to_string());
        let activity = register.of_kind(Kind::Activities, None).next().map(|entry| entry.id.key.to_string());
        let notice = register.of_kind(Kind::Notices, None).next().map(|entry| entry.id.key.to_string());
        for name in Name::ALL {
            // An impact is of something, and somebody is told of something: of nothing there is nothing to ask.
            let parameters = match (name, &place, &activity) {
                (Name::Impact, Some(place), _) => vec![("location", place.as_str())],
                (Name::Recipients, _, Some(activity)) => vec![("activity", activity.as_str())],
                (Name::NoticeContent | Name::MaterialChanges, ..) => match &notice {
                    Some(notice) => vec![("notice", notice.as_str())],
                    None => continue,
                },
                (Name::Impact | Name::Recipients, ..) => continue,
                _ => Vec::new(),
            };
            let report = ask(&register, *name, &parameters).unwrap();
            let model = json(&report);
            let schema = jsonschema::draft202012::new(&name.schema()).unwrap();
            let mistakes: Vec<String> = schema.iter_errors(&model).map(|error| error.to_string()).collect();
            assert_eq!(mistakes, Vec::<String>::new(), "{}", name.name());
            for format in Format::ALL {
                let made = bytes(*format, &report);
                assert!(!made.is_empty());
                assert!(made == bytes(*format, &ask(&register, *name, &parameters).unwrap()), "the same bytes");
            }
            let html = rendered(Format::Html, &report);
            assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">") && !html.contains("<b>Booking</b>"));
            let csv = rendered(Format::Csv, &report);
            for field in csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes()).records() {
                assert!(field.unwrap().iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])));
            }
        }
    }
}

#[test]
fn what_makes_no_sense_is_refused_and_what_is_unknown_is_told_what_there_is() {
    let register = &companies()[0];
    let refused = |parameters: &[(&str, &str)]| ask(register, Name::RecordOfProcessing, parameters).unwrap_err();
    assert!(matches!(refused(&[("colour", "red")]), Refused::Malformed(why) if why.contains("allowed are on,")));
    assert!(matches!(refused(&[("on", "2026-02-30")]), Refused::Malformed(_)));
    assert!(matches!(refused(&[("view", "hipaa")]), Refused::Malformed(why) if why.contains("gdpr, pipl, lgpd")));
    assert!(
        matches!(refused(&[("activity", "a"), ("activity", "a")]), Refused::Malformed(why) if why.contains("twice"))
    );
    let unknown = refused(&[("activity", "newsletters")]);
    assert!(matches!(unknown, Refused::Unknown(why) if why.contains("service-desk") && why.contains("newsletter,")));
}
