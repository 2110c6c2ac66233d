//! Editing a document by a patch: JSON Merge Patch (RFC 7396, where `null` clears a field) and JSON Patch (RFC 6902).

use super::{fault::Fault, pointer::Pointer};
use serde_json::Value;

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
