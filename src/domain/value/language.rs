//! Language tags.

use super::string_value;
use smol_str::SmolStr;

string_value! {
    /// A language as a well-formed BCP 47 tag (RFC 5646) in canonical case: `en`, `zh-Hans`, `fr-CA`.
    LanguageTag, parse_tag, { "type": "string", "pattern": "^([A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-[A-WYZa-wyz0-9](-[A-Za-z0-9]{2,8})+)*(-[Xx](-[A-Za-z0-9]{1,8})+)?$", "maxLength": 60 }
}

fn parse_tag(text: &str) -> Result<SmolStr, String> {
    let bounded = text.len() <= 60 && text.split('-').next().is_some_and(|language| language.len() >= 2);
    match oxilangtag::LanguageTag::parse_and_normalize(text) {
        Ok(tag) if bounded => Ok(tag.into_inner().into()),
        _ => Err(format!(
            "`{}` is not a language tag; allowed are BCP 47 tags such as `en` or `zh-Hans`",
            super::code::shown(text)
        )),
    }
}

impl LanguageTag {
    /// A tag that was parsed before.
    pub(super) fn known(tag: &str) -> Self {
        Self(tag.into())
    }

    /// The tag itself, then ever shorter prefixes of it: the lookup order of RFC 4647 section 3.4. Where the region says in which
    /// script Chinese is written, the language in that script comes before the bare language.
    pub fn lookup(&self) -> impl Iterator<Item = &str> {
        let script = self.likely_script();
        let prefixes = std::iter::successors(Some(self.as_str()), |tag| {
            let shorter = &tag[..tag.rfind('-')?];
            // A single-letter subtag introduces an extension and goes with what followed it.
            Some(match shorter.rfind('-') {
                Some(dash) if shorter.len() - dash == 2 => &shorter[..dash],
                _ => shorter,
            })
        });
        prefixes.flat_map(move |tag| script.filter(|_| !tag.contains('-')).into_iter().chain([tag]))
    }

    /// Chinese in the script that its region writes (the likely subtags of CLDR); `None` where the tag has a script or no such
    /// region.
    fn likely_script(&self) -> Option<&'static str> {
        let mut subtags = self.as_str().split('-');
        match (subtags.next()?, subtags.next()?) {
            ("zh", "CN" | "SG" | "MY") => Some("zh-Hans"),
            ("zh", "TW" | "HK" | "MO") => Some("zh-Hant"),
            _ => None,
        }
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
        assert_eq!("en-GB".parse::<LanguageTag>().unwrap().lookup().collect::<Vec<_>>(), ["en-GB", "en"]);
        assert!("not a tag".parse::<LanguageTag>().is_err());
    }

    #[test]
    fn a_region_that_writes_chinese_finds_its_script_before_the_bare_language() {
        let cases: [(&str, &[&str]); 9] = [
            ("zh-CN", &["zh-CN", "zh-Hans", "zh"]),
            ("zh-SG", &["zh-SG", "zh-Hans", "zh"]),
            ("ZH-my-x-legal", &["zh-MY-x-legal", "zh-MY", "zh-Hans", "zh"]),
            ("zh-TW", &["zh-TW", "zh-Hant", "zh"]),
            ("zh-HK", &["zh-HK", "zh-Hant", "zh"]),
            ("zh-MO", &["zh-MO", "zh-Hant", "zh"]),
            ("zh-Hans-HK", &["zh-Hans-HK", "zh-Hans", "zh"]),
            ("zh-US", &["zh-US", "zh"]),
            ("zh", &["zh"]),
        ];
        for (tag, order) in cases {
            assert_eq!(tag.parse::<LanguageTag>().unwrap().lookup().collect::<Vec<_>>(), order, "{tag}");
        }
    }
}
