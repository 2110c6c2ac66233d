//! Words as they go to the typesetter: without what cannot be shown, and with places at which long words may break.

use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A word that is longer may break within.
const LONGEST: usize = 16;
/// Into pieces of so many characters.
const PIECE: usize = 6;
/// So many characters that no font has are told by their numbers; more in a row by how many there are.
const NUMBERED: usize = 4;

/// How words are written down.
pub(crate) struct Text {
    /// The characters that no font has.
    lacking: BTreeSet<char>,
}

impl Text {
    pub(crate) const fn lacking(lacking: BTreeSet<char>) -> Self {
        Self { lacking }
    }

    /// The words with spaces for white space and controls, and with the Unicode numbers of characters that no font has.
    pub(crate) fn shown(&self, text: &str) -> String {
        let spaced: String = text.chars().map(|c| if c.is_control() || c.is_whitespace() { ' ' } else { c }).collect();
        self.numbered(spaced.trim())
    }

    /// A text with the Unicode numbers of the characters that no font has; all of its other characters stay.
    pub(crate) fn numbered(&self, text: &str) -> String {
        if !text.chars().any(|c| self.lacking.contains(&c)) {
            return text.to_owned();
        }
        let (mut shown, mut run) = (String::new(), Vec::new());
        for c in text.chars() {
            if self.lacking.contains(&c) {
                run.push(c);
            } else {
                shown.push_str(&numbers(&std::mem::take(&mut run)));
                shown.push(c);
            }
        }
        shown + &numbers(&run)
    }

    /// Words as data: a text, or its pieces between which a line may break.
    pub(crate) fn pieces(&self, text: &str) -> Value {
        let shown = self.shown(text);
        if !shown.split(' ').any(|word| word.chars().count() > LONGEST) {
            return shown.into();
        }
        let mut pieces = vec![String::new()];
        for (index, word) in shown.split(' ').enumerate() {
            if let Some(last) = pieces.last_mut().filter(|_| index > 0) {
                last.push(' ');
            }
            let breaks = word.chars().count() > LONGEST && word.chars().all(breakable);
            for (index, c) in word.chars().enumerate() {
                if breaks && index > 0 && index % PIECE == 0 {
                    pieces.push(String::new());
                }
                if let Some(last) = pieces.last_mut() {
                    last.push(c);
                }
            }
        }
        if pieces.len() == 1 { shown.into() } else { json!(pieces) }
    }
}

/// Whether a word can be broken anywhere by its script, and has to be told so: letters that join, or combine, cannot, and between
/// ideographs lines break anyway.
fn breakable(c: char) -> bool {
    matches!(c, '\u{21}'..='\u{7e}' | '\u{a1}'..='\u{2ff}' | '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{482}' | '\u{48a}'..='\u{52f}')
}

fn numbers(run: &[char]) -> String {
    if run.is_empty() {
        return String::new();
    }
    let mut told: Vec<String> = run.iter().take(NUMBERED).map(|c| format!("U+{:04X}", u32::from(*c))).collect();
    if run.len() > NUMBERED {
        told.push(format!("+{}", run.len() - NUMBERED));
    }
    format!("[{}]", told.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_may_break_and_others_may_not() {
        let text = Text::lacking(BTreeSet::new());
        assert_eq!(text.pieces("a few\nwords\tof\u{0} notice"), json!("a few words of  notice"));
        let digest = "0123456789abcdef0123456789abcdef";
        let pieces = text.pieces(&format!("sha {digest} end"));
        assert_eq!(pieces, json!(["sha 012345", "6789ab", "cdef01", "234567", "89abcd", "ef end"]));
        let arabic = "ا".repeat(40);
        assert_eq!(text.pieces(&arabic), json!(arabic));
    }

    #[test]
    fn what_no_font_has_is_told_by_number() {
        let text = Text::lacking("商米科技上海".chars().collect());
        assert_eq!(text.shown("by 商米 and 商米科技上海."), "by [U+5546 U+7C73] and [U+5546 U+7C73 U+79D1 U+6280 +2].");
    }
}
