//! Records as a manifest that can be read back: the same records give the same bytes.
//!
//! Records are written in the order of kinds and keys, their fields in the order of their type. Which records go is the
//! caller's decision. A large register is written piece by piece, so that nobody holds all of it as text.

use crate::domain::{Entry, Kind, Record, RecordId, upcast};
use rayon::{iter::ParallelIterator, slice::ParallelSlice};
use serde::{Serialize, Serializer, ser::SerializeMap};
use std::{borrow::Borrow, io};

/// Where editors find the JSON Schema of a manifest, relative to a file beside the register's own.
pub const SCHEMA: &str = "openapi/schemas/manifest.schema.json";

/// How an export that is text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// YAML 1.2.
    Yaml,
    /// JSON (RFC 8259).
    Json,
}

/// Records in a piece: what is written on all cores before anybody reads it.
const PIECE: usize = 512;

/// A piece ends with the record whose document makes it longer than this: it waits in memory for a client who is slow.
const PIECE_BYTES: usize = 2 << 20;

/// Records that one core writes at a time.
const SHARE: usize = 32;

/// Records as YAML: block style, texts of several lines as such, and in quotes whatever another reader could take for a number,
/// a date or a truth value. The header says to editors where [`SCHEMA`] is.
#[must_use]
pub fn yaml<E: Borrow<Entry> + Sync>(entries: impl IntoIterator<Item = E>) -> String {
    Export::of(entries, Syntax::Yaml).collect()
}

/// Records that are in no register as YAML, in the order in which they stand in each kind.
#[must_use]
pub fn yaml_of(records: &[Record]) -> String {
    let mut text = format!("# yaml-language-server: $schema={SCHEMA}\nschema: {}\n", upcast::CURRENT);
    for kind in Kind::GENERIC {
        let of_kind: Vec<Written<'_>> = records.iter().filter(|record| record.kind() == *kind).map(Written).collect();
        if !of_kind.is_empty() {
            text += &format!("{kind}:\n{}", in_yaml(&List(*kind, of_kind)));
        }
    }
    text
}

/// Records as JSON, indented by two spaces.
#[must_use]
pub fn json<E: Borrow<Entry> + Sync>(entries: impl IntoIterator<Item = E>) -> String {
    Export::of(entries, Syntax::Json).collect()
}

/// The pieces of an export; joined, they are its text.
pub struct Export<E> {
    /// In their order, each of them once.
    entries: Vec<E>,
    syntax: Syntax,
    /// How many of them are written; `None` before the first piece.
    written: Option<usize>,
    ended: bool,
}

impl<E: Borrow<Entry> + Sync> Export<E> {
    /// The export of these records.
    pub fn of(entries: impl IntoIterator<Item = E>, syntax: Syntax) -> Self {
        let mut entries: Vec<E> = entries.into_iter().collect();
        entries.sort_by(|one, other| id(one).cmp(id(other)));
        entries.dedup_by(|one, other| id(one) == id(other));
        Self { entries, syntax, written: None, ended: false }
    }

    /// Some records of one kind. `begins` with the first of its list, and `ends` with the last.
    fn piece(&self, kind: Kind, records: &[E], begins: bool, ends: bool) -> String {
        let written = match self.syntax {
            Syntax::Json => records.par_chunks(SHARE).map(json_records).collect::<Vec<_>>().join(",\n"),
            Syntax::Yaml => records.par_chunks(SHARE).map(|records| yaml_records(kind, records)).collect(),
        };
        match self.syntax {
            Syntax::Json => {
                let begin = if begins { format!(",\n  \"{kind}\": [\n") } else { ",\n".to_owned() };
                format!("{begin}{written}{}", if ends { "\n  ]" } else { "" })
            }
            Syntax::Yaml => {
                if begins {
                    format!("{kind}:\n{written}")
                } else {
                    written
                }
            }
        }
    }
}

impl<E: Borrow<Entry> + Sync> Iterator for Export<E> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let Some(from) = self.written else {
            self.written = Some(0);
            return Some(match self.syntax {
                Syntax::Json => format!("{{\n  \"schema\": {}", upcast::CURRENT),
                Syntax::Yaml => format!("# yaml-language-server: $schema={SCHEMA}\nschema: {}\n", upcast::CURRENT),
            });
        };
        let kind_at = |at: usize| self.entries.get(at).map(|entry| id(entry).kind);
        let Some(kind) = kind_at(from) else {
            let end = matches!(self.syntax, Syntax::Json) && !std::mem::replace(&mut self.ended, true);
            return end.then(|| "\n}\n".to_owned());
        };
        let rest = &self.entries[from..];
        let mut bytes = 0;
        let fitting = rest.iter().take(PIECE).take_while(|entry| {
            let (fits, entry) = (bytes < PIECE_BYTES, (*entry).borrow());
            bytes += entry.document.len();
            fits && entry.id.kind == kind
        });
        let records = &rest[..fitting.count()];
        let begins = from.checked_sub(1).and_then(kind_at) != Some(kind);
        let to = from + records.len();
        let piece = self.piece(kind, records, begins, kind_at(to) != Some(kind));
        self.written = Some(to);
        Some(piece)
    }
}

fn id<E: Borrow<Entry>>(entry: &E) -> &RecordId {
    &entry.borrow().id
}

/// Records as elements of a list in JSON that stands two levels deep.
fn json_records<E: Borrow<Entry>>(records: &[E]) -> String {
    let mut text = Deeper(Vec::with_capacity(records.len() * 4096));
    for (index, entry) in records.iter().enumerate() {
        text.0.extend_from_slice(if index == 0 { b"    " } else { b",\n    " });
        let written = entry.borrow().record.serialize(&mut serde_json::Serializer::pretty(&mut text));
        if let Err(error) = written {
            unreachable!("a record is always JSON: {error}");
        }
    }
    match String::from_utf8(text.0) {
        Ok(text) => text,
        Err(error) => unreachable!("JSON is text: {error}"),
    }
}

/// Begins each line two levels deeper. Only between values does JSON have the ends of lines, each written by itself or after a
/// comma.
struct Deeper(Vec<u8>);

impl io::Write for Deeper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend_from_slice(bytes);
        if bytes.ends_with(b"\n") {
            self.0.extend_from_slice(b"    ");
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Records as elements of a list in YAML.
fn yaml_records<E: Borrow<Entry>>(kind: Kind, records: &[E]) -> String {
    in_yaml(&List(kind, records.iter().map(|entry| Written(&entry.borrow().record)).collect()))
}

/// The elements of a list in YAML.
fn in_yaml(list: &List<'_>) -> String {
    let options = serde_saphyr::ser_options! { compact_list_indent: false };
    let mut text = String::with_capacity(list.1.len() * 4096);
    match serde_saphyr::to_fmt_writer_with_options(&mut text, list, options) {
        // Without the line that names the kind.
        Ok(()) => text.split_off(text.find('\n').map_or(0, |end| end + 1)),
        Err(error) => unreachable!("records are text, numbers, lists and maps, all of which YAML can say: {error}"),
    }
}

/// The list of one kind.
struct List<'a>(Kind, Vec<Written<'a>>);

impl Serialize for List<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(Some(1))?;
        members.serialize_entry(self.0.path(), &self.1)?;
        members.end()
    }
}

struct Written<'a>(&'a Record);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
