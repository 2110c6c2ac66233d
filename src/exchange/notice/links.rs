//! Links, those of the markup and those that are only written out, and the language of the pages they lead to.

use super::document::Document;
use crate::{
    domain::LanguageTag,
    report::drift::{Level, LinkRead, Surety},
};
use regex::Regex;
use std::{ops::Range, sync::LazyLock};

/// An address that is written out.
static ADDRESS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)(?:https?://|\bwww\.)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+").ok());

/// Languages that addresses name, by their code and by the country that people write for them.
const LANGUAGES: &[&str] = &[
    "en", "zh", "de", "fr", "es", "it", "ja", "ko", "pt", "ru", "nl", "pl", "sv", "da", "fi", "nb", "cs", "tr", "ar",
    "th", "vi", "id", "hu", "el", "he", "ro", "uk", "ms",
];
/// Of these two letters a part of an address alone is likely a language and no country, word or section.
const ALONE: &[&str] = &["en", "zh", "de", "fr", "es", "ja", "ko", "ru", "pt", "nl", "sv", "pl"];
const COUNTRIES: &[(&str, &str)] = &[("cn", "zh"), ("jp", "ja"), ("kr", "ko")];
/// Parameters that name a language.
const PARAMETERS: &[&str] =
    &["hl", "lang", "language", "locale", "lc", "setlang", "ui_locales", "l", "lng", "langcode"];

/// The addresses in some words.
pub fn addresses(text: &str) -> Vec<Range<usize>> {
    let Some(address) = &*ADDRESS else { return Vec::new() };
    if !text.contains("://") && !text.contains("www.") && !text.contains("WWW.") {
        return Vec::new();
    }
    let found = address.find_iter(text).map(|hit| {
        let mut end = hit.end();
        // What ends a sentence does not belong to an address; nor a bracket that it did not open.
        while let Some(last) = text.get(hit.start()..end).and_then(|words| words.chars().next_back()) {
            let unopened = last == ')' && !hit.as_str().contains('(') || last == ']' && !hit.as_str().contains('[');
            if !(matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*') || unopened) {
                break;
            }
            end -= last.len_utf8();
        }
        hit.start()..end
    });
    found.filter(|range| range.len() > 8).collect()
}

/// Whether some words are an address and nothing else.
pub fn is_address(text: &str) -> bool {
    addresses(text).first().is_some_and(|range| range.start == 0 && range.end + 2 >= text.trim().len())
}

/// The links of a passage.
pub fn of_passage(document: &Document, index: usize) -> Vec<LinkRead> {
    let passage = &document.passages[index];
    let mut links: Vec<(usize, LinkRead)> = Vec::new();
    for anchor in &passage.anchors {
        let href = anchor.href.trim();
        let words = passage.text.get(anchor.range.clone()).unwrap_or_default().trim();
        let leaves = href.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http")) || href.starts_with("//");
        // Links within the site and to mailboxes lead to no third party; those to nowhere are told.
        if !leaves && !matches!(href, "" | "#") && !href.to_ascii_lowercase().starts_with("javascript:") {
            continue;
        }
        let url = if href.starts_with("//") { format!("https:{href}") } else { href.to_owned() };
        let text = (!words.is_empty() && words != url).then(|| super::document::shortened(words));
        links.push((anchor.range.start, link(document, index, anchor.range.clone(), url, text)));
    }
    for range in addresses(&passage.text) {
        let within =
            passage.anchors.iter().any(|anchor| anchor.range.start <= range.start && range.end <= anchor.range.end + 1);
        if !within {
            let written = passage.text.get(range.clone()).unwrap_or_default();
            let url = if written.contains("://") { written.to_owned() } else { format!("https://{written}") };
            links.push((range.start, link(document, index, range, url, None)));
        }
    }
    links.sort_by_key(|(at, _)| *at);
    links.into_iter().map(|(_, link)| link).collect()
}

fn link(document: &Document, index: usize, range: Range<usize>, url: String, text: Option<String>) -> LinkRead {
    let (language, surety) = language(&url).map_or((None, None), |(tag, surety)| (Some(tag), Some(surety)));
    let whole = if range.is_empty() { 0..document.passages[index].text.len() } else { range };
    LinkRead { url, text, language, surety, at: document.quoted(index, whole) }
}

/// The language of a page by its address.
fn language(url: &str) -> Option<(LanguageTag, Surety)> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (before, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (path, query) = before.split_once('?').unwrap_or((before, ""));
    let parameters = query.split('&').chain(fragment.split(['?', '&']));
    for (name, value) in parameters.filter_map(|pair| pair.split_once('=')) {
        if PARAMETERS.contains(&name.to_ascii_lowercase().as_str())
            && let Some(tag) = tag(value, LANGUAGES)
        {
            return Some((tag, Surety::of(Level::Sure, ("a parameter of the address names it", "网址参数指明了语言"))));
        }
    }
    let mut segments: Vec<&str> = path.split('/').collect();
    let host = if segments.is_empty() { "" } else { segments.remove(0) };
    let last = segments.last().map(|last| last.split('.').next().unwrap_or_default());
    let parts: Vec<&str> = segments.iter().copied().chain(last).collect();
    let whole = parts
        .iter()
        .find(|part| part.contains(['-', '_']))
        .and_then(|_| parts.iter().filter(|part| part.contains(['-', '_'])).find_map(|part| tag(part, LANGUAGES)));
    if let Some(tag) = whole {
        return Some((tag, Surety::of(Level::Sure, ("a part of the address names it", "网址路径指明了语言"))));
    }
    let first_label = host.split('.').next().filter(|_| host.matches('.').count() >= 2);
    let likely = || Surety::of(Level::Likely, ("a part of the address looks like it", "网址的一部分看似语言代码"));
    let alone = parts.iter().copied().chain(first_label).find_map(|part| tag(part, ALONE));
    let alone = alone.or_else(|| {
        let of_country = |part: &str| COUNTRIES.iter().find(|(country, _)| part.eq_ignore_ascii_case(country));
        parts.iter().copied().chain(first_label).find_map(|part| of_country(part)?.1.parse().ok())
    });
    alone.map(|tag| (tag, likely()))
}

/// A language tag, if some text is one of these languages, alone or with a script or country.
fn tag(text: &str, languages: &[&str]) -> Option<LanguageTag> {
    let text = text.replace('_', "-");
    let mut subtags = text.split('-');
    let language = subtags.next()?.to_ascii_lowercase();
    let known = languages.contains(&language.as_str());
    let rest: Vec<&str> = subtags.collect();
    let shaped = match rest.as_slice() {
        [] => true,
        [one] => {
            one.len() == 2 && one.chars().all(|c| c.is_ascii_alphabetic())
                || one.eq_ignore_ascii_case("hans")
                || one.eq_ignore_ascii_case("hant")
                || *one == "419"
        }
        [one, two] => one.len() == 4 && two.len() == 2,
        _ => false,
    };
    (known && shaped).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_a_page_is_read_from_its_address() {
        for (url, expected) in [
            ("https://policies.google.com/privacy?hl=zh-CN#infocollect", Some(("zh-CN", Level::Sure))),
            ("https://privacy.microsoft.com/en-us/privacystatement", Some(("en-US", Level::Sure))),
            ("https://www.example.com/zh/privacy", Some(("zh", Level::Likely))),
            ("https://www.example.com/cn/en/privacy", Some(("en", Level::Likely))),
            ("https://www.example.com/cn/privacy.html", Some(("zh", Level::Likely))),
            ("https://de.example.com/x", Some(("de", Level::Likely))),
            ("https://www.neocrm.com/privacy", None),
            ("https://www.example.com/it/us/in", None),
            ("https://www.example.com/legal/privacy-policy", None),
            ("https://www.example.com/a?lang=english", None),
        ] {
            let found = language(url);
            let found = found.as_ref().map(|(tag, surety)| (tag.as_str(), surety.level));
            assert_eq!(found, expected, "{url}");
        }
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        let text =
            "policies at: https://www.neocrm.com/privacy, and https://www.x.com/a(b), 或https://y.cn/隐私。www.z.com.";
        let found: Vec<&str> = addresses(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["https://www.neocrm.com/privacy", "https://www.x.com/a(b)", "https://y.cn/", "www.z.com"]);
    }
}
