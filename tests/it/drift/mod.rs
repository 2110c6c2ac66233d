//! A published notice against the register, in every shape that notices come in.

mod bad_input;
mod hosts;
mod matrix;
mod shapes;
mod told;

use super::exchange::of_records;
use ropewalk::{
    domain::Register,
    exchange::{self, Input, Limits, manifest},
    report::drift::{self, Drift, Names, Options, TextFormat},
};

/// A register of these records and the built-in places.
pub fn register(source: &str) -> Register {
    let inputs = [("locations.yaml", include_str!("../../../seeds/builtin/locations.yaml")), ("company.yaml", source)]
        .map(|(name, text)| Input { name, bytes: text.as_bytes(), format: exchange::Format::Yaml });
    of_records(manifest::read_all(&inputs, &Limits::default()).unwrap().records)
}

pub const HARBOUR: &str = include_str!("harbour.yaml");

/// The drift of a text.
pub fn drift(register: &Register, notice: &str, text: &[u8], format: TextFormat) -> Drift {
    let on = "2026-11-25".parse().unwrap();
    let options = Options { notice: notice.parse().unwrap(), on, language: "en".parse().unwrap() };
    let names = Names::of(register, on);
    let reading = exchange::notice::read(text, format, None, &names);
    drift::drift(register, &names, &options, reading).unwrap()
}
