//! Reports in the formats for people, written piece by piece as they are read: no format holds a second copy of a page.

mod csv;
mod html;
mod markdown;
mod xlsx;

use super::{Format, Typesetter};
use crate::report::{Page, Paged};
use std::io::{self, Write};

/// Writes a report in a format.
///
/// # Errors
/// If `out` cannot be written to, or the format is not built in.
pub fn write(format: Format, report: &impl Paged, typesetter: &Typesetter, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Json => serde_json::to_writer(out, report).map_err(io::Error::from),
        Format::Markdown => markdown::write(&report.page(), out),
        Format::Html => html::write(&report.page(), out),
        Format::Csv => csv::write(&report.page(), out),
        Format::Xlsx => xlsx::write(&report.page(), out),
        Format::Pdf => out.write_all(&typesetter.page(&report.page())?),
    }
}

/// A page that is no report, as Markdown.
#[must_use]
pub fn as_markdown(page: &Page) -> Vec<u8> {
    written(|out| markdown::write(page, out))
}

/// A page that is no report, as HTML.
#[must_use]
pub fn as_html(page: &Page) -> Vec<u8> {
    written(|out| html::write(page, out))
}

fn written(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Vec<u8> {
    let mut bytes = Vec::new();
    match write(&mut bytes) {
        Ok(()) => bytes,
        Err(error) => unreachable!("memory can be written to: {error}"),
    }
}

/// The languages in a report, each once.
#[must_use]
pub fn languages(report: &impl Paged) -> String {
    let languages: Vec<String> = Page::languages(&report.page()).iter().map(ToString::to_string).collect();
    languages.join(", ")
}
