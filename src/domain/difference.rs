//! What differs between two versions of a document, field by field and as a JSON Patch (RFC 6902), and between two registers.

use super::{
    pointer::Pointer,
    register::{Entry, Register},
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};
use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

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

/// The JSON Patch that turns `from` into `to`, as its list of operations. Nothing stands for a record that is not there: it
/// becomes a document by `add` at the root, and a document becomes nothing by `remove` there.
///
/// # Panics
/// Never: a patch is JSON.
#[must_use]
pub fn patch(from: Option<&Value>, to: Option<&Value>) -> Value {
    match (from, to) {
        (None, None) => json!([]),
        (None, Some(new)) => json!([{ "op": "add", "path": "", "value": new }]),
        (Some(_), None) => json!([{ "op": "remove", "path": "" }]),
        (Some(old), Some(new)) => match serde_json::to_value(json_patch::diff(old, new)) {
            Ok(operations) => operations,
            Err(error) => unreachable!("a patch is JSON: {error}"),
        },
    }
}

/// A record of the earlier and of the later register.
pub type Pair<'a> = (Option<&'a Arc<Entry>>, Option<&'a Arc<Entry>>);

/// The records that two registers do not have alike, by kind and key.
pub fn between<'a>(earlier: &'a Register, later: &'a Register) -> impl Iterator<Item = Pair<'a>> {
    let (mut old, mut new) = (earlier.entries().peekable(), later.entries().peekable());
    let pairs = std::iter::from_fn(move || {
        let first = match (old.peek(), new.peek()) {
            (None, None) => return None,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => old.id.cmp(&new.id),
        };
        Some((if first.is_le() { old.next() } else { None }, if first.is_ge() { new.next() } else { None }))
    });
    pairs.filter(|(old, new)| match (old, new) {
        // Two registers mostly share what is the same.
        (Some(old), Some(new)) => !Arc::ptr_eq(old, new) && old.document != new.document,
        _ => true,
    })
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
            let before: Vec<&str> = old.iter().filter_map(key).collect();
            let after: Vec<&str> = new.iter().filter_map(key).collect();
            let (of_old, of_new) = (by_key(old), by_key(new));
            for key in before.iter().chain(after.iter().filter(|key| !of_old.contains_key(*key))) {
                walk(of_old.get(key).copied(), of_new.get(key).copied(), &place.at(key), changes);
            }
            if before != after && of_old.keys().eq(of_new.keys()) {
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

/// The elements of a list by their keys; of those that share one, the first.
fn by_key(list: &[Value]) -> BTreeMap<&str, &Value> {
    list.iter().rev().filter_map(|element| Some((key(element)?, element))).collect()
}

#[cfg(test)]
mod tests {
    use super::{fields, patch};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn documents() -> impl Strategy<Value = Value> {
        let scalar = prop_oneof![Just(json!("a")), Just(json!("b")), Just(json!(1)), Just(json!(true))];
        let nested = scalar.prop_recursive(3, 20, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[a-c~/]{1,2}", inner, 0..4).prop_map(|m| m.into_iter().collect::<Value>()),
            ]
        });
        prop::collection::btree_map("[a-d]", nested, 0..4).prop_map(|members| members.into_iter().collect::<Value>())
    }

    proptest! {
        #[test]
        fn a_patch_turns_the_one_into_the_other(from in documents(), to in documents()) {
            let mut patched = from.clone();
            crate::domain::edit::patch(&mut patched, &patch(Some(&from), Some(&to))).unwrap();
            prop_assert_eq!(patched, to);
        }
    }

    #[test]
    fn changes_are_named_by_field_and_element_key_as_deep_as_can_be() {
        let from = json!({"name": {"en": "a"}, "data": [{"key": "x", "n": 1}, {"key": "y"}], "tags": ["p"]});
        let to = json!({"name": {"en": "b"}, "data": [{"key": "y"}, {"key": "x", "n": 2}], "tags": ["p", "q"]});
        let places: Vec<_> = fields(&from, &to).into_iter().map(|change| change.pointer.to_string()).collect();
        assert_eq!(places, ["/data/x/n", "/data", "/name/en", "/tags"]);
        assert!(fields(&from, &from).is_empty());
    }
}
