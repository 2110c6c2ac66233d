//! What differs between two versions of a document, field by field.

use super::pointer::Pointer;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;

/// A field that differs. Elements of keyed lists are named by their key: `/disclosures/neocrm/locations`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FieldChange {
    /// The field.
    pub pointer: Pointer,
    /// What it was; left out where it was unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Value>,
    /// What it is; left out where it is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Value>,
}

/// Every field that differs between two documents, each as deep as it can be named.
#[must_use]
pub fn fields(from: &Value, to: &Value) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    walk(Some(from), Some(to), &Pointer::root(), &mut changes);
    changes
}

fn walk(from: Option<&Value>, to: Option<&Value>, place: &Pointer, changes: &mut Vec<FieldChange>) {
    match (from, to) {
        (from, to) if from == to => {}
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for name in names {
                walk(old.get(name), new.get(name), &place.at(name), changes);
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) if keyed(old) && keyed(new) => {
            let order = |list: &[Value]| list.iter().filter_map(key).map(str::to_owned).collect::<Vec<_>>();
            let (before, after) = (order(old), order(new));
            for key in before.iter().chain(after.iter().filter(|key| !before.contains(key))) {
                walk(element(old, key), element(new, key), &place.at(key), changes);
            }
            let same: (BTreeSet<_>, BTreeSet<_>) = (before.iter().collect(), after.iter().collect());
            if before != after && same.0 == same.1 {
                changes.push(FieldChange { pointer: place.clone(), from: Some(before.into()), to: Some(after.into()) });
            }
        }
        (from, to) => changes.push(FieldChange { pointer: place.clone(), from: from.cloned(), to: to.cloned() }),
    }
}

fn key(element: &Value) -> Option<&str> {
    element.get("key").and_then(Value::as_str)
}

fn keyed(list: &[Value]) -> bool {
    !list.is_empty() && list.iter().all(|element| key(element).is_some())
}

fn element<'a>(list: &'a [Value], wanted: &str) -> Option<&'a Value> {
    list.iter().find(|element| key(element) == Some(wanted))
}

#[cfg(test)]
mod tests {
    use super::fields;
    use serde_json::json;

    #[test]
    fn changes_are_named_by_field_and_element_key_as_deep_as_can_be() {
        let from = json!({"name": {"en": "a"}, "data": [{"key": "x", "n": 1}, {"key": "y"}], "tags": ["p"]});
        let to = json!({"name": {"en": "b"}, "data": [{"key": "y"}, {"key": "x", "n": 2}], "tags": ["p", "q"]});
        let places: Vec<_> = fields(&from, &to).into_iter().map(|change| change.pointer.to_string()).collect();
        assert_eq!(places, ["/data/x/n", "/data", "/name/en", "/tags"]);
        assert!(fields(&from, &from).is_empty());
    }
}
