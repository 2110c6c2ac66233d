//! The transfer report: on a real company's published policy, on other companies, over time.

mod changes;
mod every_flow;
mod memory;
mod report;
mod sunmi;

use ropewalk::{
    domain::{Day, Register},
    exchange::{Format, Input},
    report::{Model, Name, Question, make},
    service::seeds,
};
use serde_json::Value;

/// The seed, as a document that can be changed.
pub fn seed() -> Value {
    serde_saphyr::from_str(include_str!("../../../seeds/sunmi-north-america.yaml")).unwrap()
}

/// The register that a document makes with what is built in.
pub fn register(document: &Value) -> Register {
    let text = document.to_string();
    let input = Input { name: "register.json", bytes: text.as_bytes(), format: Format::Json };
    seeds::register_of(&[input]).unwrap_or_else(|error| panic!("{error:?}"))
}

/// The transfer report of a register.
pub fn ask<'r>(register: &'r Register, parameters: &[(&str, &str)]) -> Model<'r> {
    let today: Day = "2026-11-22".parse().unwrap();
    let question = Question::read(Name::Transfers, "en".parse().unwrap(), today, parameters.iter().copied()).unwrap();
    make(register, &question).unwrap()
}

/// The model of a report.
pub fn json(model: &Model<'_>) -> Value {
    serde_json::to_value(model).unwrap()
}

/// One record of a document.
pub fn record<'d>(document: &'d mut Value, kind: &str, key: &str) -> &'d mut Value {
    let records = document[kind].as_array_mut().unwrap();
    records.iter_mut().find(|record| record["key"] == key).unwrap()
}

/// One element of a list by its key.
pub fn element<'d>(list: &'d mut Value, key: &str) -> &'d mut Value {
    list.as_array_mut().unwrap().iter_mut().find(|element| element["key"] == key).unwrap()
}
