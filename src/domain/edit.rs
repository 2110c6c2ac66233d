//! Editing a document by a patch, JSON Merge Patch (RFC 7396, where `null` clears a field) or JSON Patch (RFC 6902); and
//! leaving fields of it out.

use super::{fault::Fault, pointer::Pointer};
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::{Value, value::RawValue};
use std::fmt::{self, Write};

/// Applies a JSON Merge Patch.
pub fn merge(document: &mut Value, patch: &Value) {
    json_patch::merge(document, patch);
}

/// Applies a JSON Patch, all of it or none.
///
/// # Errors
/// If it is not a JSON Patch, names a place that is not there, or a `test` fails; the pointer names the operation in the patch.
pub fn patch(document: &mut Value, patch: &Value) -> Result<(), Fault> {
    let operations: json_patch::Patch = serde_path_to_error::deserialize(patch).map_err(|error| {
        let index = match error.path().iter().next() {
            Some(serde_path_to_error::Segment::Seq { index }) => Pointer::root().at(index),
            _ => Pointer::root(),
        };
        Fault::new(index, format!("not a JSON Patch: {}", error.inner()))
            .allowing("a list of operations as RFC 6902 describes them")
    })?;
    json_patch::patch(document, &operations).map_err(|error| {
        Fault::new(Pointer::root().at(error.operation), format!("the operation cannot be applied: {}", error.kind))
            .allowing("the document is unchanged; read it again and adapt the patch")
    })
}

/// The canonical document of a record with some of its fields only: their bytes, in their order.
///
/// # Panics
/// Never with the document of a record, which is a JSON object.
#[must_use]
pub fn restricted(document: &str, fields: &[&str]) -> String {
    match serde_json::Deserializer::from_str(document).deserialize_map(Kept(fields)) {
        Ok(kept) => kept,
        Err(error) => unreachable!("the document of a record is a JSON object: {error}"),
    }
}

/// Copies the members that are in the list.
struct Kept<'a>(&'a [&'a str]);

impl<'de> Visitor<'de> for Kept<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<String, A::Error> {
        let mut kept = String::from("{");
        while let Some((name, value)) = members.next_entry::<&str, &RawValue>()? {
            if self.0.contains(&name) {
                let comma = if kept.len() > 1 { "," } else { "" };
                let _ = write!(kept, "{comma}\"{name}\":{value}");
            }
        }
        kept.push('}');
        Ok(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::restricted;

    #[test]
    fn fields_that_are_kept_keep_their_bytes_and_their_order() {
        let document = r#"{"key":"a","name":{"en":"A \u00e9"},"tags":["x","y"],"notes":{"en":"n"}}"#;
        assert_eq!(
            restricted(document, &["tags", "name", "key"]),
            r#"{"key":"a","name":{"en":"A \u00e9"},"tags":["x","y"]}"#
        );
        assert_eq!(restricted(document, &[]), "{}");
    }
}
