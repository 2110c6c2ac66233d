//! The block above the heads: the controller, its data protection officer and its representative, with how to reach them.
//!
//! Its labels may stand before their values or in the first column of a row for all three; so each value belongs to the heading
//! that stands above it, or nearest to its left.

use super::table::Table;
use std::collections::BTreeMap;

/// Whom a heading names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Whom {
    Controller,
    Officer,
    Representative,
}

/// What a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Name,
    Address,
    Email,
    Telephone,
}

/// A value and where it stands.
pub(super) struct Found<'a> {
    pub row: u32,
    pub column: u32,
    pub label: &'a str,
    pub text: &'a str,
}

/// What the block says of each.
pub(super) type Contacts<'a> = BTreeMap<(Whom, Field), Found<'a>>;

/// The block above the heads of a template. What stands there and is no part of it is left alone.
pub(super) fn of<'a>(table: &Table<'a>) -> Contacts<'a> {
    let above = || table.sheet.cells.range(..(table.head_row, 0)).map(|(at, text)| (*at, text.as_str()));
    let headings: Vec<((u32, u32), Whom)> = above().filter_map(|(at, text)| Some((at, whom(text)?))).collect();
    let mut found = Contacts::new();
    for ((row, label_at), label) in above() {
        let Some(field) = field(label) else { continue };
        let of_row = table.sheet.cells.range((row, label_at + 1)..(row + 1, 0));
        for ((_, column), text) in of_row.map(|(at, text)| (*at, text.as_str())) {
            if self::field(text).is_some() || whom(text).is_some() {
                break;
            }
            // The heading above, or nearest to the left; the lower one, where blocks stand below each other.
            let over = headings.iter().filter(|((above, at), _)| *above < row && *at <= column);
            let Some((_, whom)) = over.max_by_key(|((above, at), _)| (*at, *above)) else { continue };
            found.entry((*whom, field)).or_insert(Found { row, column, label, text });
        }
    }
    found
}

fn whom(text: &str) -> Option<Whom> {
    let lower = text.to_lowercase();
    let short = lower.split_whitespace().count() <= 6;
    let named = |words: &[&str]| short && words.iter().any(|word| lower.contains(word));
    if named(&["data protection officer", "dpo"]) {
        Some(Whom::Officer)
    } else if named(&["representative"]) {
        Some(Whom::Representative)
    } else if named(&["controller", "name and contact details", "organisation", "organization"])
        && field(text).is_none()
    {
        Some(Whom::Controller)
    } else {
        None
    }
}

fn field(text: &str) -> Option<Field> {
    let lower = text.trim().trim_end_matches(':').to_lowercase();
    Some(match lower.as_str() {
        "name" => Field::Name,
        "address" => Field::Address,
        "email" | "e-mail" | "email address" | "e-mail address" => Field::Email,
        "telephone" | "phone" | "telephone number" | "phone number" | "tel" => Field::Telephone,
        _ => return None,
    })
}
