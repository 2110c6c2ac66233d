//! What is wrong with a document, where, and what is allowed instead.

use super::pointer::Pointer;
use schemars::JsonSchema;
use serde::Serialize;

/// One mistake in a document. Documents get all of theirs at once.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Fault {
    /// Where, as an RFC 6901 JSON Pointer into the document; the empty pointer is the whole document.
    pub pointer: Pointer,
    /// What is wrong, in a sentence.
    pub detail: String,
    /// What is allowed or what to do, where the sentence does not say it already.
    pub allowed: Option<String>,
}

impl Fault {
    /// A mistake at `pointer`.
    #[must_use]
    pub fn new(pointer: Pointer, detail: impl Into<String>) -> Self {
        Self { pointer, detail: detail.into(), allowed: None }
    }

    /// The same, with what is allowed instead.
    #[must_use]
    pub fn allowing(mut self, allowed: impl Into<String>) -> Self {
        self.allowed = Some(allowed.into());
        self
    }

    /// The same mistake seen from a document that holds this one at `place`.
    #[must_use]
    pub fn under(mut self, place: &Pointer) -> Self {
        self.pointer = place.join(&self.pointer);
        self
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.pointer.as_str().is_empty() {
            write!(f, "{}: ", self.pointer)?;
        }
        f.write_str(&self.detail)?;
        if let Some(allowed) = &self.allowed {
            write!(f, "; {allowed}")?;
        }
        Ok(())
    }
}
