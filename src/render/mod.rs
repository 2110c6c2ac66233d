//! Report models as bytes.
//!
//! Knows formats: their syntax, their names, how a client asks for one. Never computes, sorts or translates: order, words and
//! what is unknown are in the model. The same model gives the same bytes.
//!
//! A new format: one file with one `render`, one variant of [`Format`]; the compiler asks for its name, media type and
//! ending.

pub mod calendar;
mod csv;
mod escaped;
pub mod feed;
pub mod findings;
mod html;
pub mod json;
mod markdown;
pub mod page;
mod pdf;
pub mod picture;
pub mod template;
mod workbook;
mod xlsx;

pub use pdf::Typesetter;

use crate::report::Table;
use std::{cmp::Reverse, io};

/// A format that tables are rendered in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// JSON: cells by the names of their columns.
    Json,
    /// A pipe table of GitHub Flavored Markdown.
    Markdown,
    /// A `<table>` that can be put into any page.
    Html,
    /// RFC 4180, UTF-8, with a header row.
    Csv,
    /// A workbook for spreadsheet programs (ISO/IEC 29500): a cover, and a sheet for each table.
    Xlsx,
    /// A document for paper and archives (ISO 32000), if the program was built with it.
    Pdf,
}

impl Format {
    /// Every format; the first is the one for clients that do not mind.
    pub const ALL: &'static [Self] = &[Self::Json, Self::Markdown, Self::Html, Self::Csv, Self::Xlsx, Self::Pdf];

    /// Its name in queries and commands.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
        }
    }

    /// Its media type, with what a client needs to read it.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Html => "text/html; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pdf => "application/pdf",
        }
    }

    /// The ending of the names of its files, without the dot.
    #[must_use]
    pub const fn file_extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
        }
    }

    /// Whether it is bytes that say nothing on a terminal.
    #[must_use]
    pub const fn is_binary(self) -> bool {
        matches!(self, Self::Xlsx | Self::Pdf)
    }

    /// Whether this program can write it: PDF wants the feature `pdf` when the program is built.
    #[must_use]
    pub const fn is_built(self) -> bool {
        match self {
            Self::Json | Self::Markdown | Self::Html | Self::Csv | Self::Xlsx => true,
            Self::Pdf => cfg!(feature = "pdf"),
        }
    }

    /// The formats that this program can write.
    pub fn built() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|format| format.is_built())
    }

    /// The format of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }

    /// The format that an `Accept` header asks for, as [`negotiate`] finds it among those that are built; one that is not, if none of
    /// those will do.
    #[must_use]
    pub fn from_accept(accept: &str) -> Option<Self> {
        let among = |formats: Vec<Self>| {
            let media_types: Vec<&str> = formats.iter().map(|format| format.media_type()).collect();
            negotiate(accept, &media_types).and_then(|place| formats.get(place).copied())
        };
        among(Self::built().collect()).or_else(|| among(Self::ALL.to_vec()))
    }

    /// A table as bytes of this format.
    ///
    /// # Errors
    /// If the format is not built in.
    pub fn render(self, table: &Table, typesetter: &Typesetter) -> io::Result<Vec<u8>> {
        Ok(match self {
            Self::Json => json::render(table).into_bytes(),
            Self::Markdown => markdown::render(table).into_bytes(),
            Self::Html => html::render(table).into_bytes(),
            Self::Csv => csv::render(table),
            Self::Xlsx => xlsx::render(table),
            Self::Pdf => typesetter.table(table)?,
        })
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// The place of the media type that an `Accept` header asks for (RFC 9110 section 12.5.1): the highest quality wins, then what
/// is named more closely, then what the header names first, then what is first in `media_types`, which is also for clients
/// that do not mind. `None` if none will do. Parameters play no part but for the quality.
#[must_use]
pub fn negotiate(accept: &str, media_types: &[&str]) -> Option<usize> {
    let ranges: Vec<Range<'_>> = accept.split(',').filter_map(Range::read).collect();
    if accept.trim().is_empty() {
        return (!media_types.is_empty()).then_some(0);
    }
    let wanted = |media_type: &str| {
        // The closest range decides on the quality, whatever wider ones say.
        let (place, range) = ranges
            .iter()
            .enumerate()
            .filter_map(|(place, range)| range.closeness(media_type).map(|closeness| (closeness, place, range)))
            .max_by_key(|(closeness, place, _)| (*closeness, Reverse(*place)))
            .map(|(closeness, place, range)| ((closeness, Reverse(place)), range))?;
        (range.quality > 0).then_some((range.quality, place))
    };
    let mut best = None;
    for (index, media_type) in media_types.iter().enumerate() {
        if let Some(rank) = wanted(media_type)
            && best.is_none_or(|(held, _)| rank > held)
        {
            best = Some((rank, index));
        }
    }
    best.map(|(_, index)| index)
}

/// A range of media types in an `Accept` header.
struct Range<'a> {
    kind: &'a str,
    subtype: &'a str,
    /// In thousandths.
    quality: u16,
}

impl<'a> Range<'a> {
    /// Reads one range; what is not one is passed over.
    fn read(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let (kind, subtype) = parts.next()?.split_once('/')?;
        let mut quality = 1000;
        for part in parts {
            if let Some((name, value)) = part.split_once('=')
                && name.trim().eq_ignore_ascii_case("q")
            {
                quality = thousandths(value.trim())?;
            }
        }
        Some(Self { kind, subtype, quality })
    }

    /// How closely it names `media_type`; `None` if it does not.
    fn closeness(&self, media_type: &str) -> Option<u8> {
        let (kind, subtype) = media_type.split(';').next()?.trim().split_once('/')?;
        let named = self.kind.eq_ignore_ascii_case(kind);
        match (self.kind, self.subtype) {
            ("*", "*") => Some(0),
            (_, "*") if named => Some(1),
            (_, own) if named && own.eq_ignore_ascii_case(subtype) => Some(2),
            _ => None,
        }
    }
}

/// A quality value, `0` to `1` with at most three decimals.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let rest: u16 = format!("{decimals:0<3}").parse().ok()?;
    match whole {
        "0" => Some(rest),
        "1" if rest == 0 => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_found_by_their_names() {
        for format in Format::ALL {
            assert_eq!(Format::from_name(format.name()), Some(*format));
            let bare = format.media_type().split(';').next().unwrap();
            assert_eq!(Format::from_accept(bare), Some(*format));
        }
        assert_eq!(Format::from_name("xml"), None);
    }

    #[test]
    fn the_client_gets_what_it_likes_best() {
        let cases = [
            ("*/*", Some(Format::Json)),
            ("", Some(Format::Json)),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Some(Format::Html)),
            ("text/*", Some(Format::Markdown)),
            ("text/*;q=0.5, text/csv;q=0.4, application/json;q=0.1", Some(Format::Markdown)),
            ("text/csv, application/json", Some(Format::Csv)),
            ("application/json;q=0.5, TEXT/CSV; Q=0.7", Some(Format::Csv)),
            ("*/*, application/json;q=0", Some(Format::Markdown)),
            ("image/png", None),
            ("application/json;q=0", None),
            ("nonsense", None),
            ("text/html;q=7, text/csv;q=0.2", Some(Format::Csv)),
        ];
        for (accept, format) in cases {
            assert_eq!(Format::from_accept(accept), format, "{accept}");
        }
    }

    #[test]
    fn any_media_types_are_negotiated_by_the_same_rules() {
        let ours = ["application/json", "application/yaml; charset=utf-8"];
        let cases = [
            ("", Some(0)),
            ("*/*", Some(0)),
            ("APPLICATION/YAML", Some(1)),
            ("application/*;q=0.5, application/yaml", Some(1)),
            ("application/json; Q=0.2, application/yaml;q=0.3", Some(1)),
            ("*/*;q=0.9, application/json;q=0", Some(1)),
            ("application/yaml;q=inf, application/json;q=0.001", Some(0)),
            ("application/yaml;q=NaN, */*;q=-1, application/*;q=1.001", None),
            ("text/csv", None),
        ];
        for (accept, place) in cases {
            assert_eq!(negotiate(accept, &ours), place, "{accept}");
        }
        assert_eq!((negotiate("", &[]), negotiate("*/*", &[])), (None, None));
    }
}
