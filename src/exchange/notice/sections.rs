//! Headings, also those that are only set in bold or numbered, and which passage stands below which.

use super::document::{Document, Kind, Section};

/// The longest heading, in characters, and how much of one is told.
const LONGEST: usize = 120;
const TOLD: usize = 60;

/// How a heading is numbered. Those of one kind are of one rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `h1` to `h6`.
    Element(u8),
    /// `I.`, `Ⅱ、`
    Roman,
    /// `i.`, `ⅱ.`
    SmallRoman,
    /// `1.`, `1.2`: how many numbers.
    Arabic(u8),
    /// `A.`
    Letter,
    /// `(1)`
    Bracket,
    /// `一、`
    Chinese,
    /// `（一）`
    ChineseBracket,
    /// `第一条`
    Article,
    /// Bold, or in capitals, and not numbered.
    Bold,
}

/// Finds the headings of a document.
pub fn find(document: &mut Document) {
    let mut open: Vec<(Style, String)> = Vec::new();
    let mut sections = Vec::new();
    let plain = document.passages.iter().all(|passage| !matches!(passage.kind, Kind::Heading(_)));
    for (index, passage) in document.passages.iter().enumerate() {
        let style = match passage.kind {
            _ if passage.beside || passage.text.is_empty() => None,
            Kind::Heading(level) => Some(Style::Element(level)),
            Kind::Paragraph if is_short(&passage.text) => {
                let bold = passage.is_bold();
                let numbered = numbered(&passage.text).filter(|style| bold || plain && ranks(*style));
                numbered.or((bold || plain && is_capital(&passage.text)).then_some(Style::Bold))
            }
            _ => None,
        };
        let Some(style) = style else { continue };
        match open.iter().position(|(known, _)| known.covers(style)) {
            Some(rank) => open.truncate(rank),
            None if style == Style::Bold => open.retain(|(known, _)| *known != Style::Bold),
            None => {}
        }
        open.push((style, told(&passage.text)));
        let title = open.iter().map(|(_, title)| title.as_str()).collect::<Vec<_>>().join(" › ");
        sections.push(Section { title, passage: index });
    }
    document.sections = sections;
}

impl Style {
    /// Whether a heading of this style is over where one of `other` begins.
    fn covers(self, other: Self) -> bool {
        match (self, other) {
            (Self::Element(level), Self::Element(next)) => next <= level,
            (Self::Arabic(count), Self::Arabic(next)) => next <= count,
            // Whatever lies below a heading of an element is over with the next one.
            (_, Self::Element(_)) => !matches!(self, Self::Element(_)),
            (own, next) => own == next,
        }
    }
}

/// Whether a number is one of headings rather than of items of a list.
const fn ranks(style: Style) -> bool {
    !matches!(style, Style::Bracket)
}

/// Whether some words can be a heading: short, and no sentence.
fn is_short(text: &str) -> bool {
    let ends = |text: &str| text.ends_with(['.', ';', ',', '。', '；', '，', ':', '：', '!', '?', '？']);
    text.chars().count() <= LONGEST && !ends(text) && !text.contains("://") && !text.contains(['\t', '|', '。', '；'])
}

/// Whether some words are in capitals throughout.
fn is_capital(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (mut all, mut capital) = (0, 0);
    for letter in letters {
        all += 1;
        capital += usize::from(letter.is_uppercase());
    }
    all >= 4 && all == capital
}

/// How some words are numbered, if they are.
fn numbered(text: &str) -> Option<Style> {
    let text = text.trim_start();
    let first = text.chars().next()?;
    let after = |head: usize| text.get(head..).unwrap_or_default();
    let marked = |rest: &str| rest.starts_with(['.', '、', '．', ')', '）', ' ', '\u{3000}', ':', '：']);
    if matches!(first, '\u{2160}'..='\u{216b}') {
        return Some(Style::Roman);
    }
    if matches!(first, '\u{2170}'..='\u{217b}') {
        return Some(Style::SmallRoman);
    }
    let roman = text.chars().take_while(|c| "IVX".contains(*c)).count();
    if (1..=5).contains(&roman) && after(roman).starts_with(['.', '、', '．']) {
        return Some(Style::Roman);
    }
    let small = text.chars().take_while(|c| "ivx".contains(*c)).count();
    if (1..=5).contains(&small) && after(small).starts_with(['.', '、', '．', ')']) {
        return Some(Style::SmallRoman);
    }
    let numerals = "一二三四五六七八九十百";
    let chinese = text.chars().take_while(|c| numerals.contains(*c)).map(char::len_utf8).sum::<usize>();
    if chinese > 0 && after(chinese).starts_with(['、', '.', '．', ' ', '\u{3000}']) {
        return Some(Style::Chinese);
    }
    if let Some(inner) = text.strip_prefix(['(', '（']) {
        let inside = inner.split([')', '）']).next().unwrap_or_default();
        let of_numerals = !inside.is_empty() && inside.chars().all(|c| numerals.contains(c));
        let of_digits = (1..=2).contains(&inside.len()) && inside.chars().all(|c| c.is_ascii_alphanumeric());
        return if of_numerals { Some(Style::ChineseBracket) } else { of_digits.then_some(Style::Bracket) };
    }
    if first == '第' && text.chars().take(8).any(|c| matches!(c, '条' | '章' | '部' | '节')) {
        return Some(Style::Article);
    }
    arabic(text).or_else(|| {
        (first.is_ascii_uppercase() && after(1).starts_with(['.', ')']) && marked(after(1))).then_some(Style::Letter)
    })
}

/// `1.`, `1.2`, `1.2.3`, `1、`: how many numbers.
fn arabic(text: &str) -> Option<Style> {
    let head: &str = text.get(..text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len()))?;
    let count = head.split('.').filter(|part| !part.is_empty()).count();
    let short = head.split('.').all(|part| part.len() <= 2);
    let rest = text.get(head.len()..)?;
    let marked = head.ends_with('.') || count > 1 || rest.starts_with(['、', '．', ')']);
    (count > 0 && short && marked && !rest.trim().is_empty())
        .then(|| Style::Arabic(u8::try_from(count).unwrap_or(u8::MAX)))
}

fn told(text: &str) -> String {
    let mut told: String = text.chars().take(TOLD).collect();
    if told.len() < text.len() {
        told.push('…');
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::notice::document::Builder;

    fn titles(source: &str) -> Vec<String> {
        let mut builder = Builder::over(source);
        crate::exchange::notice::plain::read(&mut builder);
        let mut document = builder.finish();
        find(&mut document);
        document.sections.into_iter().map(|section| section.title).collect()
    }

    #[test]
    fn numbers_of_one_kind_are_of_one_rank() {
        let found =
            titles("I. Use\ni. Basic\n1. Display\n2. Contact\nii. More\nII. Storage\nWe store what you send.\n");
        assert_eq!(
            found,
            [
                "I. Use",
                "I. Use › i. Basic",
                "I. Use › i. Basic › 1. Display",
                "I. Use › i. Basic › 2. Contact",
                "I. Use › ii. More",
                "II. Storage"
            ]
        );
        assert_eq!(
            titles("一、收集\n（一）注册\n（二）下单\n二、共享\n"),
            ["一、收集", "一、收集 › （一）注册", "一、收集 › （二）下单", "二、共享"]
        );
    }

    #[test]
    fn sentences_and_items_are_no_headings() {
        assert_eq!(
            titles("1. We only keep your personal information as long as needed.\n(1) Necessary for the contract\n"),
            Vec::<String>::new()
        );
    }
}
