//! What became of records between two versions, and of the register between two places of the past.

use super::{Error, Refusal, Ropewalk};
use crate::{
    domain::{
        Entry, Key, Kind, LanguageTag, RecordId, Register,
        difference::{self, FieldChange},
    },
    report::{
        changes::{self, Became},
        speech::Speech,
    },
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// What became of a record.
#[serde_with::skip_serializing_none]
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecordDifference {
    /// Its kind.
    pub kind: Kind,
    /// Its key.
    pub key: Key,
    /// What became of it.
    pub became: Became,
    /// The earlier version; left out where there was none.
    pub from_version: Option<u64>,
    /// The later version; left out where there is none.
    pub to_version: Option<u64>,
    /// A JSON Patch (RFC 6902) that turns the earlier document into the later one.
    #[schemars(with = "Vec<PatchOperation>")]
    pub patch: Value,
    /// The fields that differ; elements of keyed lists are named by their key.
    pub fields: Vec<FieldChange>,
    /// The same in sentences.
    pub sentences: Vec<String>,
    /// The language of the sentences.
    pub language: LanguageTag,
}

/// An operation of a JSON Patch (RFC 6902 section 4). Only its schema is used: the operations are made by a library.
#[serde_with::skip_serializing_none]
#[derive(Serialize, JsonSchema)]
pub struct PatchOperation {
    /// What is done.
    #[schemars(extend("enum" = ["add", "remove", "replace", "move", "copy", "test"]))]
    op: String,
    /// Where, as an RFC 6901 JSON Pointer.
    #[schemars(regex(pattern = "^(/([^~/]|~[01])*)*$"))]
    path: String,
    /// From where, of `move` and `copy`.
    #[schemars(regex(pattern = "^(/([^~/]|~[01])*)*$"))]
    from: Option<String>,
    /// What is put there.
    value: Option<Value>,
}

/// A record at one of the two ends: its version and its document, if there is one.
type End = (Option<u64>, Option<Value>);

fn difference(speech: Speech, id: &RecordId, from: End, to: End) -> RecordDifference {
    let ((from_version, old), (to_version, new)) = (from, to);
    let empty = || Value::Object(serde_json::Map::new());
    let (became, fields) = match (&old, &new) {
        (None, None) => (Became::Unchanged, Vec::new()),
        (None, Some(new)) => (Became::Created, difference::fields(&empty(), new)),
        (Some(old), None) => (Became::Deleted, difference::fields(old, &empty())),
        (Some(old), Some(new)) if old == new => (Became::Unchanged, Vec::new()),
        (Some(old), Some(new)) => (Became::Changed, difference::fields(old, new)),
    };
    RecordDifference {
        kind: id.kind,
        key: id.key.clone(),
        became,
        from_version,
        to_version,
        patch: difference::patch(old.as_ref(), new.as_ref()),
        sentences: changes::sentences(speech, id, became, &fields),
        language: speech.tag(),
        fields,
    }
}

/// What became of a record between two of its versions, as `register` knows them: `to` is the newest where left out, `from`
/// the one before `to`, and 0 is before the first.
pub async fn of_record(
    app: &Ropewalk,
    register: &Register,
    id: &RecordId,
    from: Option<u64>,
    to: Option<u64>,
    speech: Speech,
) -> Result<RecordDifference, Error> {
    let newest = register.last_version(id);
    if newest == 0 {
        return Err(Error::not_found(id));
    }
    let to = to.unwrap_or(newest);
    let from = from.unwrap_or_else(|| to.saturating_sub(1));
    let (from, to) = (end(app, id, from, newest).await?, end(app, id, to, newest).await?);
    Ok(difference(speech, id, from, to))
}

async fn end(app: &Ropewalk, id: &RecordId, version: u64, newest: u64) -> Result<End, Error> {
    if version == 0 {
        return Ok((None, None));
    }
    let unknown = || Refusal::NotFound(format!("{id} has no version {version}; it has 1 to {newest}"));
    if version > newest {
        return Err(unknown().into());
    }
    let revision = app.store.revision(id, version).await?.ok_or_else(unknown)?;
    let document = revision.document.as_deref().map(serde_json::from_str).transpose();
    Ok((Some(version), document.map_err(|error| Error::Internal(Box::new(error)))?))
}

/// What became of the records between two registers, by kind and key: at most `limit` after the record `after`, and whether
/// there are more.
#[must_use]
pub fn of_register(
    earlier: &Register,
    later: &Register,
    after: Option<&RecordId>,
    limit: usize,
    speech: Speech,
) -> (Vec<RecordDifference>, bool) {
    let end = |entry: &Entry| (Some(entry.version), Some(entry.record.value()));
    let mut pairs = difference::between(earlier, later)
        .filter_map(|pair| Some((pair.0.or(pair.1)?.id.clone(), pair)))
        .filter(|(id, _)| after.is_none_or(|after| id > after))
        .peekable();
    let differences = pairs
        .by_ref()
        .take(limit)
        .map(|(id, (old, new))| {
            let [from, to] = [old, new].map(|side| side.map_or((None, None), |entry| end(entry)));
            difference(speech, &id, from, to)
        })
        .collect();
    (differences, pairs.peek().is_some())
}
