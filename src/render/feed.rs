//! A feed of changes (Atom, RFC 4287).

use crate::report::speech::Speech;
use atom_syndication::{Content, Entry, Feed, FixedDateTime, Link, Person, Text};
use chrono::{DateTime, Utc};

/// The media types of a feed: its own, and one for programs that know XML only.
pub const MEDIA_TYPES: [&str; 2] = ["application/atom+xml; charset=utf-8", "text/xml; charset=utf-8"];

/// What a feed tells.
#[derive(Debug)]
pub struct Told {
    /// Its id: the same for ever.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// Who tells.
    pub author: String,
    /// Where it is.
    pub address: String,
    /// When it last changed.
    pub updated: DateTime<Utc>,
    /// What happened, newest first.
    pub entries: Vec<Happened>,
}

/// Something that happened or will.
#[derive(Debug)]
pub struct Happened {
    /// Its id: the same for ever.
    pub id: String,
    /// What happened, in a line.
    pub title: String,
    /// What is to be known about it.
    pub text: String,
    /// When it was made known.
    pub updated: DateTime<Utc>,
}

/// A feed as bytes.
#[must_use]
pub fn render(told: &Told, speech: Speech) -> Vec<u8> {
    let at = |time: DateTime<Utc>| -> FixedDateTime { time.fixed_offset() };
    let entry = |of: &Happened| Entry {
        title: Text::plain(of.title.clone()),
        id: of.id.clone(),
        updated: at(of.updated),
        content: Some(Content {
            value: Some(of.text.clone()),
            content_type: Some("text".to_owned()),
            ..Content::default()
        }),
        ..Entry::default()
    };
    let feed = Feed {
        title: Text::plain(told.title.clone()),
        id: told.id.clone(),
        updated: at(told.updated),
        authors: vec![Person { name: told.author.clone(), ..Person::default() }],
        links: vec![Link { href: told.address.clone(), rel: "self".to_owned(), ..Link::default() }],
        entries: told.entries.iter().map(entry).collect(),
        lang: Some(speech.tag().to_string()),
        ..Feed::default()
    };
    feed.to_string().into_bytes()
}
