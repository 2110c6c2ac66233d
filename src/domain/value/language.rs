//! Language tags.

use super::string_value;

string_value! {
    /// A language as a well-formed BCP 47 tag (RFC 5646) in canonical case: `en`, `zh-Hans`, `fr-CA`.
    LanguageTag, parse_tag, { "type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", "maxLength": 60 }
}

fn parse_tag(text: &str) -> Result<String, String> {
    let bounded = text.len() <= 60 && text.split('-').next().is_some_and(|language| language.len() >= 2);
    match oxilangtag::LanguageTag::parse_and_normalize(text) {
        Ok(tag) if bounded => Ok(tag.into_inner()),
        _ => Err(format!(
            "`{}` is not a language tag; allowed are BCP 47 tags such as `en` or `zh-Hans`",
            super::code::shown(text)
        )),
    }
}

impl LanguageTag {
    /// The tag itself, then ever shorter prefixes of it: the lookup order of RFC 4647 section 3.4.
    pub fn lookup(&self) -> impl Iterator<Item = &str> {
        let whole = self.as_str();
        std::iter::successors(Some(whole), |tag| {
            let shorter = &tag[..tag.rfind('-')?];
            // A single-letter subtag introduces an extension and goes with what followed it.
            Some(match shorter.rfind('-') {
                Some(dash) if shorter.len() - dash == 2 => &shorter[..dash],
                _ => shorter,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::LanguageTag;

    #[test]
    fn lookup_shortens_from_the_end_and_drops_a_lone_singleton() {
        let tag: LanguageTag = "zh-hans-CN-x-legal".parse().unwrap();
        assert_eq!(tag.as_str(), "zh-Hans-CN-x-legal");
        assert_eq!(tag.lookup().collect::<Vec<_>>(), ["zh-Hans-CN-x-legal", "zh-Hans-CN", "zh-Hans", "zh"]);
        assert!("not a tag".parse::<LanguageTag>().is_err());
    }
}
