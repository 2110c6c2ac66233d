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
    let mut edited = document.clone();
    let mut left = MAX_COPIED;
    for (index, operation) in operations.0.iter().enumerate() {
        let place = || Pointer::root().at(index);
        // Each copy may double what there is: a few dozen of them would fill any memory.
        if let json_patch::PatchOperation::Copy(copy) = operation
            && let Some(copied) = edited.pointer(copy.from.as_str())
        {
            left = after_copy(left, copied).ok_or_else(|| {
                Fault::new(place(), format!("the copies of this patch come to more than {MAX_COPIED} bytes"))
                    .allowing("send a document instead of copies")
            })?;
        }
        json_patch::patch(&mut edited, std::slice::from_ref(operation)).map_err(|error| {
            Fault::new(place(), format!("the operation cannot be applied: {}", error.kind))
                .allowing("the document is unchanged; read it again and adapt the patch")
        })?;
    }
    *document = edited;
    Ok(())
}

/// How much all copies of a patch may come to, in bytes more or less: as much as a record.
const MAX_COPIED: usize = 1 << 20;

/// What is left of `left` bytes after a copy of `value`; `None` if it is more.
fn after_copy(left: usize, value: &Value) -> Option<usize> {
    let left = left.checked_sub(4)?;
    match value {
        Value::String(text) => left.checked_sub(text.len()),
        Value::Array(elements) => elements.iter().try_fold(left, after_copy),
        Value::Object(members) => {
            members.iter().try_fold(left, |left, (name, value)| after_copy(left.checked_sub(name.len())?, value))
        }
        _ => Some(left),
    }
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
