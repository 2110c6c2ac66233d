//! Records as a manifest that can be read back: the same records give the same bytes.
//!
//! Records are written in the order of kinds and keys, their fields in the order of their type. Which records go is the
//! caller's decision.

use crate::domain::{Entry, Kind, Record, RecordId, upcast};
use serde::{Serialize, Serializer, ser::SerializeMap};
use std::collections::BTreeMap;

/// Where editors find the JSON Schema of a manifest, relative to a file beside the register's own.
pub const SCHEMA: &str = "openapi/schemas/manifest.schema.json";

/// Records as YAML: block style, texts of several lines as such, and in quotes whatever another reader could take for a number,
/// a date or a truth value. `schema_address` goes into the header that editors read.
#[must_use]
pub fn yaml<'a>(entries: impl IntoIterator<Item = &'a Entry>, schema_address: &str) -> String {
    let options = serde_saphyr::ser_options! { compact_list_indent: false };
    let mut text = format!("# yaml-language-server: $schema={schema_address}\n");
    let shape = Shape::of(entries);
    match serde_saphyr::to_fmt_writer_with_options(&mut text, &shape, options) {
        Ok(()) => text,
        Err(error) => unreachable!("records are text, numbers, lists and maps, all of which YAML can say: {error}"),
    }
}

/// Records as JSON, indented by two spaces.
#[must_use]
pub fn json<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> String {
    match serde_json::to_string_pretty(&Shape::of(entries)) {
        Ok(text) => text + "\n",
        Err(error) => unreachable!("a record is always JSON: {error}"),
    }
}

/// The records in their order, each of them once.
struct Shape<'a>(BTreeMap<&'a RecordId, &'a Record>);

impl<'a> Shape<'a> {
    fn of(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        Self(entries.into_iter().map(|entry| (&entry.id, &entry.record)).collect())
    }
}

impl Serialize for Shape<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        members.serialize_entry("schema", &upcast::CURRENT)?;
        for kind in Kind::ALL {
            let records: Vec<_> =
                self.0.iter().filter(|(id, _)| id.kind == *kind).map(|(_, record)| Written(record)).collect();
            if !records.is_empty() {
                members.serialize_entry(kind.path(), &records)?;
            }
        }
        members.end()
    }
}

struct Written<'a>(&'a Record);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
