//! What stands for the typesetter in a program that was built without it.

use crate::report::{Page, Table};
use std::io;

/// What PDF is made with, if it is built in.
#[derive(Debug, Default)]
pub struct Typesetter(());

impl Typesetter {
    /// The same, which refuses longer documents.
    #[must_use]
    pub const fn at_most(self, _bytes: usize) -> Self {
        self
    }

    /// Whether a document had characters that no font has.
    #[must_use]
    pub const fn lacked_characters(&self) -> bool {
        false
    }

    #[expect(clippy::unused_self, reason = "it stands for one that is there")]
    pub(in crate::render) fn page(&self, _page: &Page) -> io::Result<Vec<u8>> {
        Err(absent())
    }

    #[expect(clippy::unused_self, reason = "it stands for one that is there")]
    pub(in crate::render) fn table(&self, _table: &Table) -> io::Result<Vec<u8>> {
        Err(absent())
    }
}

fn absent() -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, "this program was built without PDF")
}
