//! Keys: the immutable human names of records and of list elements.

use super::string_value;
use crate::domain::Kind;
use smol_str::SmolStr;
use std::fmt;

/// The longest key, in bytes.
const MAX_KEY: usize = 100;

string_value! {
    /// The immutable, human name of a record within its kind, or of an element within its list: lower-case ASCII
    /// letters and digits in groups joined by `-`, `_` or `.` (`consultation-services`, `contact.email`).
    Key, parse_key, {
        "type": "string", "pattern": "^[a-z0-9]+([-_.][a-z0-9]+)*$", "maxLength": 100
    }
}

fn parse_key(text: &str) -> Result<SmolStr, String> {
    // Whether a group has to begin: at the start, and after each byte that joins two.
    let mut begins = true;
    let allowed = text.bytes().all(|byte| {
        let joins = matches!(byte, b'-' | b'_' | b'.');
        let fits = if joins { !begins } else { matches!(byte, b'a'..=b'z' | b'0'..=b'9') };
        begins = joins;
        fits
    });
    if allowed && !begins && text.len() <= MAX_KEY {
        Ok(text.into())
    } else {
        Err(format!(
            "`{}` is not a key; allowed are lower-case letters a-z and digits in groups joined by `-`, `_` or `.`, at most {MAX_KEY} characters",
            super::code::shown(text)
        ))
    }
}

/// Names one record of the register: its kind and its key. Written `processors/neocrm`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId {
    /// The kind.
    pub kind: Kind,
    /// The key within the kind.
    pub key: Key,
}

impl RecordId {
    /// The id of `key` within `kind`.
    #[must_use]
    pub const fn new(kind: Kind, key: Key) -> Self {
        Self { kind, key }
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.key)
    }
}

impl std::str::FromStr for RecordId {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let (kind, key) = text.split_once('/').ok_or_else(|| {
            format!("`{}` does not name a record; write KIND/KEY, such as processors/neocrm", super::code::shown(text))
        })?;
        Ok(Self::new(kind.parse()?, key.parse()?))
    }
}
