//! Sentences of English and Chinese.

use std::ops::Range;

/// Words after which a point ends no sentence.
const SHORT: &[&str] = &[
    "inc", "ltd", "co", "corp", "llc", "no", "e.g", "i.e", "etc", "u.s", "u.k", "mr", "ms", "dr", "st", "art", "sec",
    "vs", "approx", "incl", "cf", "p.r",
];

/// The sentences of some words.
pub fn of(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let end = at + c.len_utf8();
        let next = characters.peek().map(|(_, next)| *next);
        let ends = match c {
            '。' | '！' | '？' | '；' | '\n' => true,
            '!' | '?' | ';' => next.is_none_or(char::is_whitespace),
            '.' => next.is_none_or(char::is_whitespace) && !is_short(text.get(start..at).unwrap_or_default()),
            _ => false,
        };
        if ends {
            push(&mut sentences, text, start..end);
            start = end;
        }
    }
    push(&mut sentences, text, start..text.len());
    sentences
}

fn push(sentences: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let words = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (words.len() - words.trim_start().len());
    let end = range.end - (words.len() - words.trim_end().len());
    if start < end {
        sentences.push(start..end);
    }
}

/// Whether words end with an abbreviation or the number of an item.
fn is_short(before: &str) -> bool {
    let word = before.rsplit([' ', '(', '\u{a0}']).next().unwrap_or_default().to_ascii_lowercase();
    SHORT.contains(&word.as_str()) || before.trim().chars().all(|c| c.is_ascii_digit()) && !before.trim().is_empty()
}

#[cfg(test)]
mod tests {
    #[test]
    fn abbreviations_end_no_sentence() {
        let text = "Acme Inc. stores it in the U.S. and does not share it. We delete it! 我们不会出售。也不会共享；";
        let found: Vec<&str> = super::of(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(found[0].ends_with("share it."));
    }
}
