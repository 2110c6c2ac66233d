//! Localised text.

use super::{LanguageTag, List};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error, MapAccess, Visitor},
};
use std::{borrow::Cow, fmt};

/// Text in one or more languages: a map from BCP 47 tag to words, never empty, each language once, no words blank.
///
/// [`Text::speak`] picks one: RFC 4647 lookup of the wanted tag, then the record's own language, then `en`, then the first
/// tag; whatever is not the wanted language is marked as a fallback, so that no reader takes it for a translation.
///
/// A register holds millions of them, most in one language: tag and words are one string, `zh-Hans:客户`, in the order of the tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(List<Box<str>>);

/// Ends the tag; no tag has it.
const END: &str = ":";

/// A text in one language, and whether that is the language that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken<'a> {
    /// The words.
    pub text: &'a str,
    /// The language they are in.
    pub language: LanguageTag,
    /// True where the wanted language was missing.
    pub fallback: bool,
}

impl Text {
    /// The text in `wanted`, or in the nearest language there is.
    #[must_use]
    pub fn speak(&self, wanted: &LanguageTag, of_record: Option<&LanguageTag>) -> Spoken<'_> {
        let exact = |tag: &str| self.iter().find(|(have, _)| have.eq_ignore_ascii_case(tag));
        let of_base = |tag: &str| self.iter().find(|(have, _)| have.split('-').next() == Some(tag));
        let found = wanted.lookup().find_map(exact).or_else(|| {
            // `zh` asked for and only `zh-Hans` there: the same language, more closely named.
            wanted.lookup().last().filter(|base| *base == wanted.as_str()).and_then(of_base)
        });
        let fallback = found.is_none();
        let entry = found.or_else(|| {
            let own = of_record.and_then(|tag| tag.lookup().find_map(exact));
            own.or_else(|| exact("en")).or_else(|| self.iter().next())
        });
        match entry {
            Some((language, text)) => Spoken { text, language: LanguageTag::known(language), fallback },
            None => unreachable!("a text has at least one language"),
        }
    }

    /// The words to name and order things by where nobody asks for a language: English, else the first.
    #[must_use]
    pub fn by_default(&self) -> &str {
        let english = self.iter().find(|(tag, _)| *tag == "en");
        english.or_else(|| self.iter().next()).map_or("", |(_, words)| words)
    }

    /// Every language and its words, in the order of the tags.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|wording| wording.split_once(END))
    }

    /// One language's words.
    #[must_use]
    pub fn of(language: &LanguageTag, words: &str) -> Self {
        Self([wording(language, words)].into())
    }
}

fn wording(language: &LanguageTag, words: &str) -> Box<str> {
    [language.as_str(), END, words].concat().into()
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map from language tag to words")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
        let mut words: Vec<Box<str>> = Vec::with_capacity(2);
        while let Some(language) = map.next_key::<LanguageTag>()? {
            let place = words.binary_search_by(|before| before.split(END).next().cmp(&Some(language.as_str())));
            // Judged while its words are read, so that the mistake has the place of the tag.
            let read = map.next_value_seed(Words { language: &language, again: place.is_ok() })?;
            words.insert(place.unwrap_or_else(|place| place), read);
        }
        if words.is_empty() {
            return Err(A::Error::custom("a text needs at least one language; leave it out where it is unknown"));
        }
        Ok(Text(words.into()))
    }
}

/// Reads the words of one language.
struct Words<'a> {
    language: &'a LanguageTag,
    /// Whether the language was there before, perhaps in other case.
    again: bool,
}

impl<'de> DeserializeSeed<'de> for Words<'_> {
    type Value = Box<str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Box<str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Words<'_> {
    type Value = Box<str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, words: &str) -> Result<Box<str>, E> {
        let Self { language, again } = self;
        if again {
            return Err(E::custom(format!(
                "the language `{language}` is given twice; give each language once, whatever the case of its tag"
            )));
        }
        if words.trim().is_empty() {
            return Err(E::custom(format!(
                "the words in `{language}` are blank; leave the language out where the words are unknown"
            )));
        }
        Ok(wording(language, words))
    }
}

impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "description": "Text in one or more languages: a map from BCP 47 tag to string.",
            "additionalProperties": { "type": "string", "minLength": 1, "pattern": r"\S" },
            "propertyNames": LanguageTag::json_schema(generator),
            "minProperties": 1
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(json: &str) -> Text {
        serde_json::from_str(json).unwrap()
    }

    fn tag(tag: &str) -> LanguageTag {
        tag.parse().unwrap()
    }

    #[test]
    fn a_missing_language_falls_back_and_says_so() {
        let name = text(r#"{"de":"Kunde","en":"customer","zh-Hans":"客户"}"#);
        assert_eq!(name.speak(&tag("zh-Hans-CN"), None).text, "客户");
        assert!(!name.speak(&tag("zh"), None).fallback);
        assert_eq!(name.speak(&tag("zh-CN"), None).text, "客户");
        assert!(!name.speak(&tag("zh-CN"), None).fallback && name.speak(&tag("zh-TW"), None).fallback);
        let french = name.speak(&tag("fr"), Some(&tag("de-AT")));
        assert_eq!((french.text, french.fallback), ("Kunde", true));
        assert_eq!(name.speak(&tag("fr"), None).text, "customer");
        assert_eq!(text(r#"{"ja":"顧客"}"#).speak(&tag("en"), None).text, "顧客");
    }

    #[test]
    fn a_text_in_no_language_is_refused() {
        assert!(serde_json::from_str::<Text>("{}").is_err());
    }

    #[test]
    fn a_language_given_twice_in_different_case_is_refused_by_its_tag() {
        for json in [r#"{"en":"customer","EN":"client"}"#, r#"{"zh-hans":"客户","de":"Kunde","zh-Hans":"顾客"}"#] {
            let error = serde_json::from_str::<Text>(json).unwrap_err().to_string();
            let tag = if json.contains("zh") { "`zh-Hans`" } else { "`en`" };
            assert!(error.contains(tag) && error.contains("given twice"), "{error}");
        }
    }

    #[test]
    fn blank_words_are_refused_by_parser_and_schema_alike() {
        let schema = SchemaGenerator::default().into_root_schema_for::<Text>().to_value();
        let schema = jsonschema::draft202012::new(&schema).unwrap();
        for (words, good) in [("", false), (" \t\n", false), ("\u{3000}", false), (" a ", true), ("无", true)] {
            let value = serde_json::json!({ "en": words });
            assert_eq!(schema.is_valid(&value), good, "{words:?}");
            match serde_json::from_value::<Text>(value) {
                Ok(_) => assert!(good, "{words:?}"),
                Err(error) => assert!(
                    !good && error.to_string().contains("leave the language out where the words are unknown"),
                    "{error}"
                ),
            }
        }
    }

    #[test]
    fn a_mistake_in_a_text_has_the_place_of_its_tag() {
        let value = serde_json::json!({ "key": "acme", "name": { "en": "Acme", "EN": "ACME", "de": " " } });
        let faults = crate::domain::Record::parse(crate::domain::Kind::Organizations, &value).unwrap_err();
        let places: Vec<_> = faults.iter().map(|fault| fault.pointer.as_str().to_owned()).collect();
        assert!(places.iter().any(|place| place == "/name/de"), "{faults:?}");
        assert!(places.iter().any(|place| place.eq_ignore_ascii_case("/name/en")), "{faults:?}");
    }
}
