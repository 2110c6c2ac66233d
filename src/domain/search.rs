//! Finding words in records, in any language: case and accents do not count, and words are found inside of longer ones, as
//! scripts without spaces need it.
//!
//! Knows how text is folded. Never ranks, never guesses at a misspelling, and keeps no index: a record is read as it stands.

use caseless::Caseless;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};

/// What is looked for: all of these words, each anywhere in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    /// The words of a question, separated by white space; `None` if there are none.
    #[must_use]
    pub fn of(question: &str) -> Option<Self> {
        let mut words: Vec<String> = question.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect();
        words.sort();
        words.dedup();
        (!words.is_empty()).then_some(Self(words))
    }

    /// Whether every word stands in some value of a document (never in the name of a field or a language tag).
    #[must_use]
    pub fn stand_in(&self, document: &str) -> bool {
        let mut folded = String::with_capacity(document.len());
        let mut note = |value: &str| {
            fold_into(value, &mut folded);
            // Words have no white space in them, so none is found across two values.
            folded.push('\n');
        };
        let read = Strings(&mut note).deserialize(&mut serde_json::Deserializer::from_str(document));
        read.is_ok() && self.0.iter().all(|word| folded.contains(word))
    }
}

/// Text as it is compared: compatibility forms, case and accents folded away (`Ｃafé` is `cafe`, `STRASSE` is `straße`).
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// The name of somebody as it is compared: folded, without white space around it.
#[must_use]
pub fn fold_name(name: &str) -> String {
    fold(name.trim())
}

fn fold_into(text: &str, folded: &mut String) {
    for c in text.chars() {
        match c {
            '\0'..='\x7f' => folded.push(c.to_ascii_lowercase()),
            // Han characters, which are most of what is not ASCII, are what they are.
            '\u{4e00}'..='\u{9fff}' => folded.push(c),
            // Folding case can compose anew what was taken apart, and compatibility forms hide case: apart, folded, apart
            // again. Each character goes by itself, since only the order of accents depends on neighbours, and they go.
            _ => {
                let apart = std::iter::once(c).nfkd().default_case_fold().nfkd();
                folded.extend(apart.filter(|c| canonical_combining_class(*c) == 0));
            }
        }
    }
}

/// Every string value of a document, whatever its shape.
struct Strings<'a, F>(&'a mut F);

impl<'de, F: FnMut(&str)> DeserializeSeed<'de> for Strings<'_, F> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, F: FnMut(&str)> Visitor<'de> for Strings<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a document")
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        (self.0)(value);
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        while elements.next_element_seed(Strings(&mut *self.0))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while members.next_key::<IgnoredAny>()?.is_some() {
            members.next_value_seed(Strings(&mut *self.0))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(question: &str, document: &str) -> bool {
        Words::of(question).unwrap().stand_in(document)
    }

    #[test]
    fn case_accents_and_width_do_not_count_in_any_script() {
        for (asked, text) in [
            ("cafe", "Le Café"),
            ("CAFÉ", "cafe\u{301}"),
            ("strasse", "Hauptstraße 4"),
            ("ελλασ", "ΕΛΛΆΣ"),
            ("istanbul", "İstanbul"),
            ("ｎｅｏ", "NeoCRM"),
            ("客户", "潜在客户管理"),
            ("ё", "Ежик"),
            ("حفظ", "حِفْظ"),
        ] {
            let document = serde_json::json!({ "name": { "xx": text } }).to_string();
            assert!(found(asked, &document), "{asked} in {text}");
        }
    }

    #[test]
    fn every_word_must_be_there_and_names_of_fields_do_not_count() {
        let document = r#"{"key":"neocrm","name":{"en":"CRM of Neo"},"purposes":[{"n":1,"ok":true,"text":"x\"y"}]}"#;
        assert!(found("neo crm", document) && found("x\"Y", document));
        for absent in ["neo mail", "purposes", "en neo2", "true"] {
            assert!(!found(absent, document), "{absent}");
        }
        assert!(Words::of(" \u{301} ").is_none());
    }

    proptest! {
        #[test]
        fn whatever_stands_in_a_text_is_found_in_it(text in "\\PC{1,40}", from in 0usize..20, len in 1usize..10) {
            let word: String = text.chars().skip(from).take(len).filter(|c| !c.is_whitespace()).collect();
            let joined: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            let document = serde_json::json!([joined]).to_string();
            for part in [&joined, &word] {
                if let Some(words) = Words::of(part) {
                    prop_assert!(words.stand_in(&document));
                }
            }
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
