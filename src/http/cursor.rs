//! Where a list goes on.
//!
//! A cursor is bound to what it continues: to the commit its first page was read at, so that pages joined are one list
//! whatever is written meanwhile; and by a digest to the question and to the history, so that it continues nothing else.

use super::problem::Problem;
use crate::domain::{AsOf, Register, digest};
use std::str::FromStr;

/// The `next` of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    seq: u64,
    bond: String,
    /// The last item of the page before.
    after: String,
}

impl Cursor {
    /// The `next` of a page that ends with the item `after`, of the answer to `question` about `register`.
    pub fn next(register: &Register, question: &str, after: &impl ToString) -> String {
        Self { seq: register.head().seq, bond: bond(register, question), after: after.to_string() }.to_string()
    }

    /// Reads `cursor`, if it is given.
    pub fn read(text: Option<&str>) -> Result<Option<Self>, Problem> {
        text.map(|text| Self::parse(text).ok_or_else(foreign)).transpose()
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '.');
        let (seq, bond, after) = (parts.next()?.parse().ok()?, parts.next()?.to_owned(), parts.next()?.to_owned());
        let cursor = Self { seq, bond, after };
        (cursor.to_string() == text).then_some(cursor)
    }

    /// The register that is asked about: what `as_of` says, else that of the first page.
    pub fn as_of(cursor: Option<&Self>, as_of: Option<AsOf>) -> Option<AsOf> {
        as_of.or_else(|| cursor.map(|cursor| AsOf::Seq(cursor.seq)))
    }

    /// The last item of the page before, if this continues the answer to `question` about `register`.
    pub fn after<T: FromStr>(cursor: Option<&Self>, register: &Register, question: &str) -> Result<Option<T>, Problem> {
        let Some(cursor) = cursor else { return Ok(None) };
        if cursor.seq != register.head().seq || cursor.bond != bond(register, question) {
            return Err(foreign());
        }
        cursor.after.parse().map(Some).map_err(|_| foreign())
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.seq, self.bond, self.after)
    }
}

fn bond(register: &Register, question: &str) -> String {
    digest::of(format!("{} {question}", register.head().digest).as_bytes()).to_string()[..8].to_owned()
}

/// The refusal of a cursor that does not belong here.
fn foreign() -> Problem {
    Problem::bad_request(
        "`cursor` does not continue this list; take it from `next` and send it with the same filters, `sort` and `as_of`",
    )
}
