//! Names of organisations as they are compared: without legal forms, punctuation and case; and which of many are alike.
//!
//! Never says that two are the same. Alike is found by looking up, not by holding each against each: the same bare name, or one
//! letter more, less, other or swapped.

use crate::domain::{record::Organization, search};
use std::collections::{BTreeSet, HashMap};

/// Words that say what a company is in law and not which.
const FORMS: [&str; 40] = [
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "co",
    "company",
    "ltd",
    "limited",
    "llc",
    "llp",
    "lp",
    "plc",
    "gmbh",
    "mbh",
    "ag",
    "se",
    "kg",
    "kgaa",
    "ohg",
    "ug",
    "sa",
    "sas",
    "sarl",
    "srl",
    "spa",
    "sl",
    "bv",
    "nv",
    "ab",
    "as",
    "asa",
    "oy",
    "oyj",
    "aps",
    "pty",
    "pte",
    "kk",
    "sdn",
    "bhd",
    "the",
];

/// The same in Chinese, at the end of a name; the longest first.
const CHINESE_FORMS: [&str; 5] = ["股份有限公司", "有限责任公司", "有限公司", "集团", "公司"];

/// The shortest bare name that is held against others, in characters; one of Han characters says more.
const SHORTEST: usize = 4;
const SHORTEST_HAN: usize = 2;
/// The shortest bare name of which one letter may differ.
const SHORTEST_NEAR: usize = 9;

/// A name without punctuation, white space, accents and case.
#[must_use]
pub fn bare(name: &str) -> String {
    search::fold(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A name of an organisation as it is compared: bare, and without legal forms.
#[must_use]
pub fn key(name: &str) -> String {
    let folded = search::fold(name);
    // "B.V." and "S.A." are words without their points.
    let pointless = folded.replace(['.', '\'', '’'], "");
    let words = pointless.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let kept: Vec<&str> = words.filter(|word| !FORMS.contains(word)).collect();
    let mut key = kept.concat();
    while let Some(shorter) = CHINESE_FORMS.iter().find_map(|form| key.strip_suffix(form)) {
        key = shorter.to_owned();
    }
    key
}

/// The keys of all names of an organisation, each once; those that are too short to say anything left out.
#[must_use]
pub fn names(organization: &Organization) -> Vec<String> {
    let own = organization.name.iter().map(|(_, name)| name);
    let legal = organization.legal_names.iter().flatten().map(|legal| &*legal.name);
    let aliases = organization.aliases.iter().flatten().map(|alias| &*alias.name);
    let keys: BTreeSet<String> = own.chain(legal).chain(aliases).map(key).filter(|key| says_something(key)).collect();
    keys.into_iter().collect()
}

fn says_something(key: &str) -> bool {
    let han = key.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    key.chars().count() >= if han { SHORTEST_HAN } else { SHORTEST }
}

/// So many of those that share a spelling are looked at: a name that hundreds have tells nothing.
const MOST: usize = 8;

/// The pairs of things that have names which are alike, the earlier first, in their order; each thing has the names given.
#[must_use]
pub fn alike(names: &[Vec<String>]) -> BTreeSet<(usize, usize)> {
    let mut seen: HashMap<String, Vec<(usize, &str)>> = HashMap::new();
    let mut pairs = BTreeSet::new();
    for (later, own) in names.iter().enumerate() {
        for name in own {
            for spelling in spellings(name) {
                let before = seen.entry(spelling).or_default();
                let others =
                    before.iter().take(MOST).filter(|(earlier, other)| *earlier != later && is_near(name, other));
                pairs.extend(others.map(|(earlier, _)| (*earlier, later)));
                if before.last().is_none_or(|(_, last)| last != name) {
                    before.push((later, name));
                }
            }
        }
    }
    pairs
}

/// A name, and what is left of it without any one of its letters: names that are one letter apart share one of these.
fn spellings(name: &str) -> Vec<String> {
    let mut all = vec![name.to_owned()];
    if name.chars().count() >= SHORTEST_NEAR {
        all.extend(name.char_indices().map(|(at, c)| [&name[..at], &name[at + c.len_utf8()..]].concat()));
        all.sort_unstable();
        all.dedup();
    }
    all
}

/// Whether two names are the same, or one letter more, less, other or swapped. Digits tell apart: the second plant is not the
/// third.
fn is_near(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let ahead = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let behind = a[ahead..].iter().rev().zip(b[ahead..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[ahead..a.len() - behind], &b[ahead..b.len() - behind]);
    let letters = a.iter().chain(b).all(|c| c.is_alphabetic());
    let swapped = matches!((a, b), ([a, b], [c, d]) if a == d && b == c);
    letters && (swapped || (a.len() <= 1 && b.len() <= 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_punctuation_and_case_do_not_count() {
        assert_eq!(key("Google LLC"), key("GOOGLE, Inc."));
        assert_eq!(
            key("Beijing IngageApp Internet Technology Ltd., Co."),
            key("Beijing Ingage App Internet Technology Ltd. Co.")
        );
        assert_eq!(key("Acme B.V."), "acme");
        assert_eq!(key("友盟同欣（北京）科技有限公司"), "友盟同欣北京科技");
        assert_ne!(key("Siemens Energy AG"), key("Siemens AG"));
    }

    #[test]
    fn one_letter_apart_is_near_and_a_digit_tells_apart() {
        let pairs = |names: &[&str]| alike(&names.iter().map(|name| vec![key(name)]).collect::<Vec<_>>());
        assert_eq!(pairs(&["Rheinwerk Pumpen", "Rheinwerk Pmupen"]).len(), 1);
        assert_eq!(pairs(&["Rheinwerk Pumpen", "Rheinwerk Pumpe"]).len(), 1);
        assert_eq!(pairs(&["Rheinwerk Pumpen", "Rheinwerk Pampen"]).len(), 1);
        assert!(pairs(&["Rheinwerk Werk 1", "Rheinwerk Werk 2"]).is_empty());
        assert!(pairs(&["Rheinwerk Pumpen", "Rheinwerk Turbinen"]).is_empty());
        // Short names are one letter apart by chance.
        assert!(pairs(&["Apple", "Apply"]).is_empty());
    }

    #[test]
    fn many_of_the_same_name_are_not_held_each_against_each() {
        let names = vec![vec!["rheinwerkpumpen".to_owned()]; 10_000];
        assert!(alike(&names).len() <= 10_000 * MOST);
    }
}
