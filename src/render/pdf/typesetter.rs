//! The typesetter, and the fonts that it sets with.

use super::{page, table};
use crate::report::{Page, Table};
use pdf::{Document, Fonts};
use std::{
    fmt, io,
    sync::{
        LazyLock,
        atomic::{AtomicBool, Ordering},
    },
};

/// Finds the fonts.
type Find = Box<dyn FnOnce() -> Fonts + Send>;

/// What PDF is made with. The fonts are looked for when the first document is set.
pub struct Typesetter {
    fonts: LazyLock<Fonts, Find>,
    /// So many bytes of words and pictures are set.
    most: usize,
    lacked: AtomicBool,
}

impl Typesetter {
    /// Sets with the fonts that are found then.
    #[must_use]
    pub fn with(find: impl FnOnce() -> Fonts + Send + 'static) -> Self {
        Self { fonts: LazyLock::new(Box::new(find)), most: usize::MAX, lacked: AtomicBool::new(false) }
    }

    /// The same, which refuses a document of more bytes of words and pictures. A thousand pages are some 4 MiB, and take some 20 seconds and
    /// a gigabyte of memory.
    #[must_use]
    pub fn at_most(self, bytes: usize) -> Self {
        Self { most: bytes, ..self }
    }

    /// Whether a document had characters that no font has. The document says so itself; whoever had it made should hear it too.
    #[must_use]
    pub fn lacked_characters(&self) -> bool {
        self.lacked.load(Ordering::Relaxed)
    }

    pub(in crate::render) fn page(&self, page: &Page) -> io::Result<Vec<u8>> {
        self.set(&page::document(page))
    }

    pub(in crate::render) fn table(&self, table: &Table) -> io::Result<Vec<u8>> {
        self.set(&table::document(table))
    }

    fn set(&self, document: &Document) -> io::Result<Vec<u8>> {
        if document.length() > self.most {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "the document is too long to be set"));
        }
        let set = pdf::typeset(document, &self.fonts).map_err(io::Error::other)?;
        if !set.lacking.is_empty() {
            self.lacked.store(true, Ordering::Relaxed);
            // Which ones they are stands on the page; a log has nothing from records.
            tracing::warn!(
                characters = set.lacking.len(),
                "no font has some characters of a PDF; install one that has, or name a folder with --fonts"
            );
        }
        Ok(set.bytes)
    }
}

impl Default for Typesetter {
    /// Sets with the fonts that the program carries, the same everywhere: they have no Chinese.
    fn default() -> Self {
        Self::with(Fonts::carried)
    }
}

impl fmt::Debug for Typesetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Typesetter").finish_non_exhaustive()
    }
}
