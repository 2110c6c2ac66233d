//! A document, set and written as PDF.

use crate::{
    data::{Data, data},
    document::Document,
    fonts::Fonts,
};
use std::{collections::BTreeSet, sync::LazyLock};
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandards, Timestamp};

/// How a document looks.
const LOOKS: &str = include_str!("document.typ");

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// A document as PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// The characters that no font has: their numbers in Unicode stand instead.
    pub lacking: BTreeSet<char>,
}

/// The typesetter failed: a mistake of this program, since words of a document are no markup.
#[derive(Debug, thiserror::Error)]
#[error("the document could not be set: {0}")]
pub struct Failure(String);

/// Sets a document. The same document, set with the same fonts, is the same bytes.
///
/// # Errors
/// Never for what is in a document; see [`Failure`].
pub fn typeset(document: &Document, fonts: &Fonts) -> Result<Pdf, Failure> {
    let data = data(document, fonts);
    let made = laid_out(&data, fonts);
    let options = PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(None),
        timestamp: timestamp(document),
        page_ranges: None,
        standards: PdfStandards::default(),
        tagged: true,
        pretty: false,
    };
    let bytes = made.and_then(|made| typst_pdf::pdf(&made, &options).map_err(|mistakes| failure(&mistakes)));
    // What was laid out for this document is of no use for another.
    comemo::evict(0);
    Ok(Pdf { bytes: bytes?, lacking: data.lacking })
}

/// The pages of a document.
fn laid_out(data: &Data, fonts: &Fonts) -> Result<PagedDocument, Failure> {
    let document = serde_json::to_vec(&data.document).map_err(|error| Failure(error.to_string()))?;
    let pictures = (1..).zip(&data.pictures);
    let pictures =
        pictures.map(|(number, svg)| Ok((file(&format!("/picture-{number}.svg"))?, Bytes::from_string(svg.clone()))));
    let desk = Desk {
        fonts,
        looks: Source::new(file("/document.typ")?, LOOKS.to_owned()),
        data: (file("/document.json")?, Bytes::new(document)),
        pictures: pictures.collect::<Result<_, Failure>>()?,
    };
    typst::compile::<PagedDocument>(&desk).output.map_err(|mistakes| failure(&mistakes))
}

fn failure<'a>(mistakes: impl IntoIterator<Item = &'a SourceDiagnostic>) -> Failure {
    let told: Vec<String> = mistakes.into_iter().map(|mistake| mistake.message.to_string()).collect();
    Failure(told.join("; "))
}

fn timestamp(document: &Document) -> Option<Timestamp> {
    let at = document.made_at?;
    Datetime::from_ymd_hms(at.year, at.month, at.day, at.hour, at.minute, at.second).map(Timestamp::new_utc)
}

/// The name of a file on the desk. There are as many names as the document with most pictures has files.
fn file(path: &str) -> Result<FileId, Failure> {
    let path = VirtualPath::new(path).map_err(|error| Failure(error.to_string()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// All that the typesetter can see: how a document looks, its data and pictures, and the fonts. No file, no network, no time.
struct Desk<'a> {
    fonts: &'a Fonts,
    looks: Source,
    data: (FileId, Bytes),
    pictures: Vec<(FileId, Bytes)>,
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.looks.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.looks.id() { Ok(self.looks.clone()) } else { Err(missing(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let mut files = std::iter::once(&self.data).chain(&self.pictures);
        files.find(|(known, _)| *known == id).map(|(_, bytes)| bytes.clone()).ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_with_slash().into())
}

#[cfg(test)]
mod tests;
