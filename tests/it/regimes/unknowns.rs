//! Unknown is never a pass: whatever is taken out of a register, no flow passes for it that did not pass before.

use super::{folders, register};
use ropewalk::{
    domain::{Day, Pointer, record::regime::Conclusion},
    exchange::cases,
    flows::Period,
    rules::{Judge, Rulebook},
};
use serde_json::Value;
use std::collections::BTreeMap;

/// Fields of which being left out says something else than "unknown": dates without an end, and what then holds for all.
const SAYING_BY_SILENCE: &[&str] = &[
    "key",
    "name",
    "status",
    "since",
    "until",
    "from",
    "to",
    "in_force",
    "valid_until",
    "regime",
    "law",
    "unit",
    "subjects",
    "territories",
    "part_of",
    "iso_3166_1",
    "iso_3166_2",
    "category",
    "by",
    "on",
    "pointer",
];

/// So many things are taken out of each folder's records, one at a time.
const TAKEN: usize = 12;

#[test]
fn no_flow_passes_because_a_fact_is_missing() {
    let mut taken = 0;
    for folder in folders() {
        let Some(case) = cases::read(&folder.cases).unwrap().into_iter().next() else { continue };
        let day = case.expected[0].on;
        let whole = passes(&folder.regime, &case.manifest, day).unwrap();
        let mut places = Vec::new();
        walk(&case.manifest, &Pointer::root(), &mut places);
        let step = (places.len() / TAKEN).max(1);
        for place in places.iter().step_by(step) {
            let mut less = case.manifest.clone();
            remove(&mut less, place);
            // What cannot be without it is no register.
            let Ok(passing) = passes(&folder.regime, &less, day) else { continue };
            taken += 1;
            for (which, conclusion) in passing {
                if let Some(before) = whole.get(&which) {
                    let passes = matches!(conclusion, Conclusion::Satisfied | Conclusion::NotApplicable);
                    assert!(
                        !passes || *before == conclusion,
                        "{}: without {}, {which:?} is {conclusion:?} and was {before:?}",
                        folder.name,
                        place.as_str()
                    );
                }
            }
        }
    }
    assert!(taken > 5, "something was taken out");
}

/// What each regime says of each flow.
fn passes(regime: &str, records: &Value, day: Day) -> Result<BTreeMap<(String, String), Conclusion>, String> {
    let register = register(regime, &records.to_string())?;
    let book = Rulebook::of(&register, Period::day(day));
    let mut found = BTreeMap::new();
    let flows = book.flows();
    for (flow, judged) in flows.iter().zip(Judge::of(&book).judge(&flows)) {
        for (pack, determination) in judged[0].laws() {
            if regime.contains(&format!("key: {}\n", pack.regime.key)) {
                found.insert((pack.regime.key.to_string(), flow.id.to_string()), determination.conclusion);
            }
        }
    }
    Ok(found)
}

/// Every field of every record that may be left out.
fn walk(value: &Value, at: &Pointer, places: &mut Vec<Pointer>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let place = at.at(name);
                // The lists of a manifest are no fields.
                if place.tokens().count() > 2 && !SAYING_BY_SILENCE.contains(&name.as_str()) {
                    places.push(place.clone());
                }
                walk(field, &place, places);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                walk(element, &at.at(index), places);
            }
        }
        _ => {}
    }
}

fn remove(value: &mut Value, place: &Pointer) {
    let parent = place.parent().unwrap();
    let last = place.tokens().last().unwrap();
    value.pointer_mut(parent.as_str()).unwrap().as_object_mut().unwrap().remove(&last);
}
