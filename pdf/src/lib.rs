//! Documents of sections, tables and pictures, typeset as PDF.
//!
//! Knows paper: what stands on a page, which fonts there are, where a table breaks. Never knows what a document is about, the
//! time, or a network: the same document, set with the same fonts, is the same bytes. Words of a document are data to the
//! typesetter and never its markup, whatever they say.
//!
//! A new kind of block: a variant of [`Block`], its data in `data.rs`, its looks in `document.typ`.

mod columns;
mod data;
mod document;
mod fonts;
mod text;
mod typeset;

pub use document::{Block, Cell, Document, Instant, Labels, Pair, Picture, Run, Section, Signature, Table, Words};
pub use fonts::Fonts;
pub use typeset::{Failure, Pdf, typeset};
