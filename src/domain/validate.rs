//! Whether a document is a well-formed record: every mistake at once.
//!
//! First the shape (types, unknown fields, words outside a vocabulary) against the JSON Schema of the kind, then the values
//! that only parsing can judge (check digits, assigned codes, days of the calendar), then the meaning of one record by
//! itself (periods in order, keys unique in their list, paths that lead somewhere, keys of purposes and data that
//! exist). What is broken in shape is cut out, so that the rest is judged in the same answer. References to other records need
//! a register: see [`super::change`].

use super::{
    fault::Fault,
    kind::{Kind, Record},
    named::Named,
    pointer::{Pointer, RecordPath, Step, Trail},
    schema,
    value::Day,
};
use jsonschema::{
    JsonType, ValidationError,
    error::{TypeKind, ValidationErrorKind},
};
use serde_json::Value;
use std::collections::BTreeMap;

/// Objects hold pairs of these fields in this order of time, wherever they appear.
const PERIODS: [(&str, &str); 5] =
    [("since", "until"), ("from", "until"), ("from", "to"), ("notified", "object_by"), ("filed_on", "decided_on")];

/// The deepest nesting of a document.
pub const MAX_DEPTH: usize = 32;

/// Reads a record and reports every mistake; see [`Record::parse`].
pub(super) fn parse(kind: Kind, value: &Value) -> Result<Record, Vec<Fault>> {
    let read = Record::deserialize(kind, Named(value));
    let mut faults = if read.is_ok() { meaning(kind, value) } else { shape(kind, value) };
    if let Ok(Record::Regimes(regime)) = &read {
        faults.extend(regime.faults());
    }
    // What reading refuses is a mistake, also where it is gone once the `null`s are.
    if let (Err(error), true) = (&read, faults.is_empty()) {
        let (pointer, detail) = first_mistake(kind, value).unwrap_or_else(|| (Pointer::root(), error.to_string()));
        faults.push(Fault::new(pointer, detail));
    }
    match read {
        Ok(record) if faults.is_empty() => Ok(record),
        _ => {
            faults.sort();
            faults.dedup();
            Err(faults)
        }
    }
}

/// Every mistake of a document that does not deserialize: those the schema names, those that only parsing finds, and those
/// of meaning in whatever can be read.
fn shape(kind: Kind, value: &Value) -> Vec<Fault> {
    let mut rest = without_nulls(value);
    let mut faults: Vec<Fault> = schema::validator(kind).iter_errors(&rest).flat_map(|error| explain(&error)).collect();
    for fault in &faults {
        cut(&mut rest, &fault.pointer);
    }
    // Parsing stops at the first mistake: note it, cut it out, read the rest again. The bound is on hopeless documents.
    for _ in 0..200 {
        let Some((pointer, detail)) = first_mistake(kind, &rest) else { break };
        let follows =
            faults.iter().any(|fault| fault.pointer == pointer || fault.pointer.parent().as_ref() == Some(&pointer));
        if !follows {
            let (detail, allowed) = match detail.split_once("; ") {
                Some((detail, allowed)) => (detail.to_owned(), Some(allowed.to_owned())),
                None => (detail, None),
            };
            faults.push(Fault { pointer: pointer.clone(), detail, allowed });
        }
        if !cut(&mut rest, &pointer) {
            break;
        }
    }
    faults.extend(meaning(kind, value));
    faults
}

/// Where parsing stops, and why.
fn first_mistake(kind: Kind, value: &Value) -> Option<(Pointer, String)> {
    let mut track = serde_path_to_error::Track::new();
    let error = Record::deserialize(kind, serde_path_to_error::Deserializer::new(Named(value), &mut track)).err()?;
    let path = track.path();
    let pointer = path.iter().fold(Pointer::root(), |pointer, segment| match segment {
        serde_path_to_error::Segment::Seq { index } => pointer.at(index),
        serde_path_to_error::Segment::Map { key } => pointer.at(key),
        serde_path_to_error::Segment::Enum { variant } => pointer.at(variant),
        serde_path_to_error::Segment::Unknown => pointer,
    });
    Some((pointer, error.to_string()))
}

/// The document without its `null`s, which say the same as leaving a field out.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.clone(), without_nulls(value)))
            .collect(),
        Value::Array(elements) => elements.iter().map(without_nulls).collect(),
        scalar => scalar.clone(),
    }
}

/// Takes what is at `pointer` out of `document`: a member goes; of a list, the element and what follows it, so that the
/// elements before keep their index. False at the root, or where nothing is.
fn cut(document: &mut Value, pointer: &Pointer) -> bool {
    let (Some(parent), Some(last)) = (pointer.parent(), pointer.tokens().last()) else { return false };
    match document.pointer_mut(parent.as_str()) {
        Some(Value::Object(members)) => members.remove(&last).is_some(),
        Some(Value::Array(elements)) => {
            let Some(index) = last.parse::<usize>().ok().filter(|index| *index < elements.len()) else { return false };
            elements.truncate(index);
            true
        }
        _ => false,
    }
}

/// The faults that one error of the schema stands for.
fn explain(error: &ValidationError<'_>) -> Vec<Fault> {
    let place = Pointer::written(error.instance_path().as_str());
    let shown = |value: &Value| super::value::shown(&value.to_string());
    let fault = match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            return unexpected
                .iter()
                .map(|name| {
                    Fault::new(place.at(name), format!("unknown field `{}`", super::value::shown(name)))
                        .allowing("remove it, or see the schema for the fields there are")
                })
                .collect();
        }
        ValidationErrorKind::Required { property } => {
            Fault::new(place, format!("field {} is missing", shown(property).replace('"', "`")))
        }
        ValidationErrorKind::Enum { options } => {
            let words: Vec<_> = options.as_array().into_iter().flatten().map(Value::to_string).collect();
            Fault::new(place, format!("{} is not one of the allowed words", shown(error.instance())))
                .allowing(format!("allowed are {}", words.join(", ")))
        }
        ValidationErrorKind::Type { kind: TypeKind::Single(JsonType::Object) } if error.instance().is_array() => {
            Fault::new(place, "a list stands where an object belongs").allowing("write fields by their names")
        }
        ValidationErrorKind::OneOfNotValid { context } => return explain_alternatives(error, &place, context),
        // The parser says it better, with what is allowed.
        ValidationErrorKind::Pattern { .. }
        | ValidationErrorKind::Format { .. }
        | ValidationErrorKind::PropertyNames { .. } => return Vec::new(),
        _ => {
            // The words repeat the value, however large it is.
            let text = error.to_string();
            let head: String = text.chars().take(300).collect();
            Fault::new(place, if head.len() < text.len() { format!("{head}…") } else { text })
        }
    };
    vec![fault]
}

/// A value that fits none of several shapes, such as a recipient: named by its only member, it is judged as that one.
fn explain_alternatives(
    error: &ValidationError<'_>,
    place: &Pointer,
    context: &[Vec<ValidationError<'static>>],
) -> Vec<Fault> {
    let known = |errors: &&Vec<ValidationError<'static>>| {
        !errors.iter().any(|e| e.instance_path().as_str() == error.instance_path().as_str())
    };
    if let Some(errors) = context.iter().find(known) {
        return errors.iter().flat_map(explain).collect();
    }
    let mut members: Vec<String> = context
        .iter()
        .flatten()
        .filter_map(|error| match error.kind() {
            ValidationErrorKind::Required { property } => property.as_str().map(|name| format!("`{name}`")),
            _ => None,
        })
        .collect();
    members.sort();
    members.dedup();
    vec![
        Fault::new(
            place.clone(),
            format!("{} fits none of the alternatives", super::value::shown(&error.instance().to_string())),
        )
        .allowing(format!("give exactly one of the fields {}", members.join(", "))),
    ]
}

/// What is wrong with the meaning of one record by itself, as far as it can be read.
fn meaning(kind: Kind, record: &Value) -> Vec<Fault> {
    let mut faults = Vec::new();
    everywhere(record, &Trail::default(), 0, &mut faults);
    paths(record, &mut faults);
    if kind == Kind::Activities {
        local_keys(record, &mut faults);
    }
    faults
}

/// Checks that hold at every place of every record: periods in order, elements told apart, bounded nesting.
fn everywhere(value: &Value, trail: &Trail<'_>, depth: usize, faults: &mut Vec<Fault>) {
    if depth > MAX_DEPTH {
        faults.push(Fault::new(trail.pointer(), format!("nested more than {MAX_DEPTH} deep")));
        return;
    }
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                for (first, last) in PERIODS.into_iter().filter(|(_, last)| last == name) {
                    if let (Some(begins), Some(ends)) = (members.get(first).and_then(day), day(value))
                        && ends < begins
                    {
                        faults.push(
                            Fault::new(
                                trail.pointer().at(last),
                                format!("`{last}` {ends} is before `{first}` {begins}"),
                            )
                            .allowing("a period ends on or after the day it begins"),
                        );
                    }
                }
                everywhere(value, &trail.then(Step::Member(name)), depth + 1, faults);
            }
        }
        Value::Array(elements) => {
            let mut seen = BTreeMap::new();
            for (index, element) in elements.iter().enumerate() {
                let key = element.get("key").or(Some(element)).and_then(Value::as_str);
                if let Some(first) = key.and_then(|key| seen.insert(key, index)) {
                    let place = trail.pointer();
                    let at = if element.is_object() { place.at(index).at("key") } else { place.at(index) };
                    faults.push(
                        Fault::new(
                            at,
                            format!(
                                "`{}` is listed twice, first at {}",
                                super::value::shown(key.unwrap_or_default()),
                                place.at(first)
                            ),
                        )
                        .allowing("elements of a list are told apart by their key"),
                    );
                }
                everywhere(element, &trail.then(Step::Element(index)), depth + 1, faults);
            }
        }
        Value::String(text) if text.contains('\0') => {
            faults.push(
                Fault::new(trail.pointer(), "holds the character U+0000")
                    .allowing("remove it; databases cannot keep it"),
            );
        }
        _ => {}
    }
}

/// The day that a value is, if it is one.
fn day(value: &Value) -> Option<Day> {
    value.as_str()?.parse().ok()
}

/// Sources and statements of completeness must point at something, the latter at a list.
fn paths(record: &Value, faults: &mut Vec<Fault>) {
    for (field, lists_only) in [("sources", false), ("complete", true)] {
        for (index, element) in record.get(field).and_then(Value::as_array).into_iter().flatten().enumerate() {
            let Some(path) = element.get("pointer").and_then(|p| serde_json::from_value::<RecordPath>(p.clone()).ok())
            else {
                continue;
            };
            let place = Pointer::root().at(field).at(index).at("pointer");
            match path.resolve(record) {
                None => faults.push(
                    Fault::new(
                        place,
                        format!("`{}` leads to nothing in this record", super::value::shown(path.as_str())),
                    )
                    .allowing("elements of keyed lists are named by their key: `/disclosures/neocrm/locations`"),
                ),
                Some(found) if lists_only && !found.is_array() => faults.push(
                    Fault::new(place, format!("`{}` is not a list", super::value::shown(path.as_str())))
                        .allowing("only lists can be complete"),
                ),
                Some(_) => {}
            }
        }
    }
}

/// Data items name purposes of their activity by key, and disclosures its data items and purposes.
fn local_keys(activity: &Value, faults: &mut Vec<Fault>) {
    let keys = |list: &str| -> Vec<&str> {
        activity
            .get(list)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|e| e.get("key")?.as_str())
            .collect()
    };
    for (list, field, target) in
        [("data", "purposes", "purposes"), ("disclosures", "purposes", "purposes"), ("disclosures", "data", "data")]
    {
        let known = keys(target);
        for (index, element) in activity.get(list).and_then(Value::as_array).into_iter().flatten().enumerate() {
            for (at, key) in element.get(field).and_then(Value::as_array).into_iter().flatten().enumerate() {
                if let Some(key) = key.as_str()
                    && !known.contains(&key)
                {
                    let place = Pointer::root().at(list).at(index).at(field).at(at);
                    faults.push(
                        Fault::new(
                            place,
                            format!("`{}` is not a key of an element of `/{target}`", super::value::shown(key)),
                        )
                        .allowing(if known.is_empty() {
                            format!("`/{target}` has no elements")
                        } else {
                            format!("allowed are {}", known.join(", "))
                        }),
                    );
                }
            }
        }
    }
}
