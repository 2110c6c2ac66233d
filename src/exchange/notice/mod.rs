//! A published notice as it can be compared: HTML, Markdown or plain text, in any encoding, to what it says of third parties, links,
//! dates, places and promises.
//!
//! Bytes become characters ([`decode`]), these passages and grids ([`html`], [`markdown`], [`plain`]), and from then on it
//! makes no difference what the text was written in. Each form of a list of third parties has a file of its own, which takes
//! what those before it left. Whatever is found says where it stands, how sure that is and why. Never fails and never compares: what
//! was not found is for [`crate::report::drift`] to tell from what is not there.
//!
//! A new form of such lists: one file that notes what it finds in [`found::Found`], and its call in [`read`]. A word of a head
//! is a word in [`columns`], a promise a line in [`promises`].

mod columns;
mod dates;
mod decode;
mod document;
mod flattened;
mod found;
mod html;
mod labelled;
mod links;
mod lists;
mod markdown;
mod mentions;
mod organizations;
mod page;
mod plain;
mod promises;
mod sections;
mod sentences;
mod tables;

use crate::{
    domain::LanguageTag,
    report::drift::{LinkRead, Names, Quoted, Reading, TextFormat, is_han},
};
use document::{Builder, Document, Kind};
use found::Found;
use std::collections::BTreeSet;

/// Reads a notice. `label` is the encoding that its sender names, if any; `names` are those that are looked for.
#[must_use]
pub fn read(bytes: &[u8], format: TextFormat, label: Option<&str>, names: &Names) -> Reading {
    let (text, encoding) = decode::decode(bytes, label);
    let mut builder = Builder::over(&text);
    let cut = match format {
        TextFormat::Html => page::read(&mut builder, &text, 0),
        TextFormat::Markdown => markdown::read(&mut builder),
        TextFormat::Plain => {
            plain::read(&mut builder);
            None
        }
    };
    let mut document = builder.finish();
    sections::find(&mut document);
    let mut found = Found::of(&document, format == TextFormat::Plain);
    tables::find(&document, names, &mut found);
    flattened::find(&document, names, &mut found);
    labelled::find(&document, &mut found);
    lists::find(&document, names, &mut found);
    let (promises, sharing) = promises::find(&document);
    Reading {
        format,
        bytes: bytes.len(),
        encoding,
        cut,
        language: language(&document),
        title: title(&document),
        headings: document.sections.len(),
        names: mentions::names(&document, names, &found.inside),
        links: links_of(&document),
        dates: dates::find(&document),
        places: mentions::places(&document, names, &found.places),
        locations: mentions::locations(&document, names),
        other_tables: found.other_tables,
        tables: found.into_tables(),
        promises,
        sharing,
    }
}

/// How a file of this name is written; plain text where its ending does not tell.
#[must_use]
pub fn format_of_file_name(name: &str) -> TextFormat {
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" | "xhtml" => TextFormat::Html,
        "md" | "markdown" => TextFormat::Markdown,
        _ => TextFormat::Plain,
    }
}

/// The first heading, or else the first words.
fn title(document: &Document) -> Option<Quoted> {
    let shown = |index: &usize| !document.passages[*index].beside && !document.passages[*index].text.is_empty();
    let mut all = 0..document.passages.len();
    let heading =
        document.passages.iter().position(|passage| matches!(passage.kind, Kind::Heading(_)) && !passage.beside);
    heading.filter(shown).or_else(|| all.find(shown)).map(|index| document.quoted_whole(index))
}

/// The language of a text: what it declares, if that is written as it is; else by its script and its most common words.
fn language(document: &Document) -> Option<LanguageTag> {
    /// So much of a text tells.
    const ENOUGH: usize = 20_000;
    let (mut han, mut latin, mut english, mut words) = (0usize, 0usize, 0usize, 0usize);
    for passage in document.passages.iter().filter(|passage| !passage.beside) {
        han += passage.text.chars().filter(|c| is_han(*c)).count();
        latin += passage.text.chars().filter(|c| c.is_alphabetic() && !is_han(*c)).count();
        for word in passage.text.split_whitespace() {
            words += 1;
            english += usize::from(matches!(
                word,
                "the" | "and" | "of" | "to" | "your" | "we" | "you" | "is" | "for" | "with" | "or" | "our"
            ));
        }
        if han + latin > ENOUGH {
            break;
        }
    }
    let declared: Option<LanguageTag> = document.declared.as_deref().and_then(|tag| tag.trim().parse().ok());
    let base = |tag: &LanguageTag| tag.lookup().last().map(str::to_owned).unwrap_or_default();
    // A Han character says about as much as three letters.
    let written = if han * 3 > latin && han > 0 {
        Some("zh")
    } else if words > 20 && english * 12 > words {
        Some("en")
    } else {
        None
    };
    match (declared, written) {
        (Some(tag), Some(written))
            if base(&tag) == written || written == "zh" && matches!(base(&tag).as_str(), "ja" | "yue") =>
        {
            Some(tag)
        }
        (_, Some(written)) => written.parse().ok(),
        // A template declares English whatever is written into it.
        (Some(tag), None) => Some(tag).filter(|tag| base(tag) != "en" || words <= 20),
        (None, None) => None,
    }
}

/// The links of a document, each address once.
fn links_of(document: &Document) -> Vec<LinkRead> {
    let mut seen = BTreeSet::new();
    let all = (0..document.passages.len()).filter(|index| !document.passages[*index].beside);
    let links = all.flat_map(|index| links::of_passage(document, index));
    links.filter(|link| link.url.contains("://") && seen.insert(link.url.clone())).collect()
}
