//! What changed between two versions of a record, in sentences.
//!
//! Says only what the documents say: a field that is left out is unknown, not empty. Recorded words and the names of fields
//! are never translated.

use super::speech::Speech;
use crate::domain::{RecordId, difference::FieldChange};
use serde_json::Value;

/// So much of a value is quoted.
const QUOTED: usize = 120;

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Became {
    /// It was not there before.
    Created,
    /// It says something else.
    Changed,
    /// It is there no more.
    Deleted,
    /// Nothing: both are the same.
    Unchanged,
}

/// What became of a record, a sentence for every field that differs.
#[must_use]
pub fn sentences(speech: Speech, id: &RecordId, became: Became, fields: &[FieldChange]) -> Vec<String> {
    let whole = |words| vec![format!("{id}{}", speech.pick(words))];
    match became {
        Became::Created => whole((" was created.", "已新建。")),
        Became::Deleted => whole((" was deleted.", "已删除。")),
        Became::Unchanged => Vec::new(),
        Became::Changed => fields.iter().map(|field| sentence(speech, field)).collect(),
    }
}

fn sentence(speech: Speech, field: &FieldChange) -> String {
    let place = field.pointer.tokens().collect::<Vec<_>>().join(" › ");
    let last = field.pointer.tokens().last().unwrap_or_default();
    let is_element = |value: &Value| value.get("key").and_then(Value::as_str) == Some(&last);
    let what = match (&field.from, &field.to) {
        (None, Some(value)) if is_element(value) => speech.pick(("added", "新增")).to_owned(),
        (Some(value), None) if is_element(value) => speech.pick(("removed", "移除")).to_owned(),
        (Some(Value::Array(old)), Some(Value::Array(new))) if scalars(old) && scalars(new) => members(speech, old, new),
        (None, Some(new)) => match speech {
            Speech::En => format!("was unknown, is now {}", quoted(new)),
            Speech::ZhHans => format!("原为未知，现为{}", quoted(new)),
        },
        (Some(old), None) => match speech {
            Speech::En => format!("is unknown now, was {}", quoted(old)),
            Speech::ZhHans => format!("现为未知，原为{}", quoted(old)),
        },
        (Some(old), Some(new)) => match speech {
            Speech::En => format!("was {}, is now {}", quoted(old), quoted(new)),
            Speech::ZhHans => format!("原为{}，现为{}", quoted(old), quoted(new)),
        },
        (None, None) => String::new(),
    };
    match speech {
        Speech::En => format!("{place}: {what}."),
        Speech::ZhHans => format!("{place}：{what}。"),
    }
}

fn scalars(list: &[Value]) -> bool {
    list.iter().all(|value| !value.is_object() && !value.is_array())
}

/// What came into a list of words and what went, or that only their order changed.
fn members(speech: Speech, old: &[Value], new: &[Value]) -> String {
    let missing = |from: &[Value], of: &[Value]| -> Vec<String> {
        from.iter().filter(|value| !of.contains(value)).map(quoted).collect()
    };
    let (gone, come) = (missing(old, new), missing(new, old));
    let named = |verb, values: &[String]| {
        let words: Vec<&str> = values.iter().map(String::as_str).collect();
        let gap = speech.pick((" ", ""));
        (!words.is_empty()).then(|| format!("{verb}{gap}{}", Speech::listed(Some(speech), &words)))
    };
    let parts: Vec<String> =
        [named(speech.pick(("added", "新增")), &come), named(speech.pick(("removed", "移除")), &gone)]
            .into_iter()
            .flatten()
            .collect();
    if parts.is_empty() {
        return match speech {
            Speech::En => format!("in another order now, {}", quoted(&Value::Array(new.to_vec()))),
            Speech::ZhHans => format!("现按另一顺序，{}", quoted(&Value::Array(new.to_vec()))),
        };
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    Speech::clauses(Some(speech), &parts)
}

/// A value as it is quoted: text in quotation marks, anything else as JSON; not more than can be read.
fn quoted(value: &Value) -> String {
    let text = match value {
        Value::String(text) => format!("“{text}”"),
        Value::Array(elements) if elements.is_empty() => "[]".to_owned(),
        other => other.to_string(),
    };
    if text.chars().count() <= QUOTED {
        return text;
    }
    text.chars().take(QUOTED).chain(['…']).collect()
}
