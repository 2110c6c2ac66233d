//! The names that a register knows, and finding them in words: whoever is called so, however it is spaced, pointed and cased.
//!
//! Two names are the same where the letters and digits of both are. Names that only resemble each other are never taken for
//! one: [`Names::near`] says which do, and who asks must say no more. Finding goes once over a text, however many names there are.

use super::{Bearer, legal_form};
use crate::domain::{
    Day, Key, Kind, Record, Register,
    record::{AliasKind, Status},
    search,
};
use aho_corasick::{AhoCorasick, MatchKind};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::Range,
};

/// How a record bears a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// It is what people call it, or its name in law.
    Name,
    /// It was its name in law up to a day that is over, or is recorded as a former one.
    Former,
    /// It is another name that is no mistake: an abbreviation, a trade name, a translation.
    Other,
    /// It is recorded as another spelling.
    Variant,
    /// It is recorded as a misspelling.
    Misspelling,
}

/// A name as one record bears it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Borne {
    /// Who bears it.
    pub bearer: Bearer,
    /// The name as it is written in the record.
    pub written: Box<str>,
    /// How it bears it.
    pub how: How,
}

/// A name that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit<'n, T> {
    /// The bytes of the text.
    pub range: Range<usize>,
    /// Who bears it.
    pub borne: &'n [T],
    /// Whether it may be an ordinary word that begins a sentence.
    pub doubtful: bool,
}

/// The names of services, organisations and places.
pub struct Names {
    parties: Lexicon<Borne>,
    places: Lexicon<Key>,
    /// Where to look for names that resemble one: by how their stems begin and end.
    near: HashMap<String, Vec<usize>>,
    stems: Vec<String>,
}

impl Names {
    /// The names of a register on a day.
    #[must_use]
    pub fn of(register: &Register, on: Day) -> Self {
        let mut parties: BTreeMap<String, BTreeSet<Borne>> = BTreeMap::new();
        let mut note = |bearer: Bearer, written: &str, how| {
            let key = key_of(written);
            if worth(&key) {
                parties.entry(key).or_default().insert(Borne { bearer, written: written.into(), how });
            }
        };
        for entry in register.of_kind(Kind::Processors, None).chain(register.of_kind(Kind::Organizations, None)) {
            if entry.common().status == Status::Draft {
                continue;
            }
            let bearer = || Bearer { kind: entry.id.kind, key: entry.id.key.clone() };
            entry.common().name.iter().for_each(|(_, name)| note(bearer(), name, How::Name));
            if let Record::Organizations(organization) = &entry.record {
                for name in organization.legal_names.iter().flatten() {
                    let over = name.until.is_some_and(|until| until < on);
                    note(bearer(), &name.name, if over { How::Former } else { How::Name });
                }
                for alias in organization.aliases.iter().flatten() {
                    let how = match alias.kind {
                        Some(AliasKind::Former) => How::Former,
                        Some(AliasKind::Misspelling) => How::Misspelling,
                        Some(AliasKind::Variant) => How::Variant,
                        Some(AliasKind::TradeName | AliasKind::Abbreviation | AliasKind::Translation) | None => {
                            How::Other
                        }
                    };
                    note(bearer(), &alias.name, how);
                }
            }
        }
        let parties: Vec<(String, Vec<Borne>)> =
            parties.into_iter().map(|(key, borne)| (key, borne.into_iter().collect())).collect();
        let stems: Vec<String> = parties.iter().map(|(_, borne)| stem(&borne[0].written)).collect();
        let mut near: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, stem) in stems.iter().enumerate() {
            for end in ends(stem) {
                near.entry(end).or_default().push(index);
            }
        }
        Self { parties: Lexicon::of(parties), places: Lexicon::of(places(register)), near, stems }
    }

    /// The services and organisations that are named in some words, left to right; of names within each other the longest.
    #[must_use]
    pub fn parties(&self, text: &str) -> Vec<Hit<'_, Borne>> {
        self.parties.find(text, |borne| borne.iter().map(|one| &*one.written).collect())
    }

    /// The places that are named in some words.
    #[must_use]
    pub fn places(&self, text: &str) -> Vec<Hit<'_, Key>> {
        self.places.find(text, |_| Vec::new())
    }

    /// Who bears exactly this name.
    #[must_use]
    pub fn exactly(&self, name: &str) -> &[Borne] {
        let key = key_of(name);
        let found = self.parties.entries.binary_search_by(|(known, _)| known.as_str().cmp(&key));
        found.ok().and_then(|at| self.parties.entries.get(at)).map_or(&[], |(_, borne)| borne)
    }

    /// The names that resemble one which nobody bears: a letter or two are otherwise, or in another order. Whether both are
    /// meant to be the same nobody can tell from that.
    #[must_use]
    pub fn near(&self, name: &str) -> Vec<&[Borne]> {
        /// So many names with the same beginning or end are looked at.
        const LOOKED_AT: usize = 4000;
        let own = stem(name);
        if !self.exactly(name).is_empty() {
            return Vec::new();
        }
        let mut candidates: Vec<usize> =
            ends(&own).iter().filter_map(|end| self.near.get(end)).flatten().copied().take(LOOKED_AT).collect();
        candidates.sort_unstable();
        candidates.dedup();
        let resembles = |at: &usize| self.stems.get(*at).is_some_and(|stem| resemble(stem, &own));
        candidates.into_iter().filter(resembles).map(|at| self.parties.entries[at].1.as_slice()).collect()
    }
}

impl Names {
    /// The names that resemble how some words begin, in which more follows without a mark.
    #[must_use]
    pub fn near_beginning(&self, text: &str) -> Vec<&[Borne]> {
        let own = key_of(text);
        let Some(head) = ends(&own).into_iter().find(|end| end.starts_with('^')) else { return Vec::new() };
        let resembles = |at: &&usize| {
            let Some(stem) = self.stems.get(**at) else { return false };
            let length = stem.chars().count();
            let begins = |length: usize| own.chars().take(length).collect::<String>();
            [length, length + 1, length.saturating_sub(1)].iter().any(|length| resemble(stem, &begins(*length)))
        };
        let candidates = self.near.get(&head).into_iter().flatten().filter(resembles);
        candidates.map(|at| self.parties.entries[*at].1.as_slice()).collect()
    }
}

/// The names of places, and what people call them beside.
fn places(register: &Register) -> Vec<(String, Vec<Key>)> {
    let mut places: BTreeMap<String, BTreeSet<Key>> = BTreeMap::new();
    for entry in register.of_kind(Kind::Locations, None) {
        let Record::Locations(location) = &entry.record else { continue };
        if location.status == Status::Draft {
            continue;
        }
        let code = location.iso_3166_1.as_ref().map(crate::domain::value::CountryCode::as_str);
        let others =
            OTHER_NAMES.iter().filter(|(of, _)| Some(*of) == code).flat_map(|(_, names)| names.iter().copied());
        for name in location.name.iter().map(|(_, name)| name).chain(others) {
            // "Georgia (United States)" is called Georgia.
            let bare = name.split(['(', '（']).next().unwrap_or(name).trim();
            for name in [name, bare] {
                let key = key_of(name);
                if worth(&key) {
                    places.entry(key).or_default().insert(location.key.clone());
                }
            }
        }
    }
    places.into_iter().map(|(key, of)| (key, of.into_iter().collect())).collect()
}

/// What notices call countries beside the names of ISO 3166.
const OTHER_NAMES: &[(&str, &[&str])] = &[
    ("US", &["USA", "U.S.", "U.S.A.", "United States of America", "the US", "美利坚合众国", "美國"]),
    ("GB", &["UK", "U.K.", "Great Britain", "英國"]),
    (
        "CN",
        &[
            "PRC",
            "P.R. China",
            "People's Republic of China",
            "mainland China",
            "Chinese mainland",
            "中华人民共和国",
            "中国大陆",
            "中国境内",
            "中國",
        ],
    ),
    ("HK", &["Hong Kong SAR", "Hong Kong", "中国香港", "香港"]),
    ("MO", &["Macao SAR", "Macau", "中国澳门", "澳门"]),
    ("TW", &["Taiwan", "中国台湾", "台湾"]),
    ("KR", &["South Korea", "Republic of Korea", "大韩民国"]),
    ("AE", &["UAE", "阿拉伯联合酋长国"]),
    ("NL", &["the Netherlands", "Holland"]),
    ("CZ", &["Czech Republic"]),
    ("RU", &["Russian Federation", "俄罗斯联邦"]),
    ("VN", &["Viet Nam", "Vietnam"]),
    ("TR", &["Turkey", "Türkiye"]),
];

/// Names as an automaton, by what is compared of them.
struct Lexicon<T> {
    entries: Vec<(String, Vec<T>)>,
    automaton: Option<AhoCorasick>,
}

impl<T> Lexicon<T> {
    fn of(entries: Vec<(String, Vec<T>)>) -> Self {
        let keys = entries.iter().map(|(key, _)| key);
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(keys).ok();
        Self { entries, automaton }
    }

    /// The names in some words. `written` says how an entry is written in records, where that matters.
    fn find<'n>(&'n self, text: &str, written: impl Fn(&'n [T]) -> Vec<&'n str>) -> Vec<Hit<'n, T>> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let folded = Folded::of(text);
        let mut found: Vec<Hit<'n, T>> = Vec::new();
        for hit in automaton.find_overlapping_iter(&folded.text) {
            let Some((key, borne)) = self.entries.get(hit.pattern().as_usize()) else { continue };
            let mut range = folded.source(hit.start()..hit.end());
            if let Some(doubtful) = stands(text, &range, key, &written(borne)) {
                // The point of "Inc." belongs to the name.
                let pointed = written(borne).iter().any(|name| name.ends_with('.'));
                range.end += usize::from(pointed && text.get(range.end..).is_some_and(|rest| rest.starts_with('.')));
                found.push(Hit { range, borne, doubtful });
            }
        }
        // The leftmost, of those the longest, none within another.
        found.sort_by_key(|hit| (hit.range.start, std::cmp::Reverse(hit.range.end)));
        let mut end = 0;
        found.retain(|hit| {
            let free = hit.range.start >= end;
            if free {
                end = hit.range.end;
            }
            free
        });
        found
    }
}

/// Whether a name stands at a place in a text as a name, and whether that is in doubt; `None`: it does not.
fn stands(text: &str, range: &Range<usize>, key: &str, written: &[&str]) -> Option<bool> {
    let found = text.get(range.clone())?;
    let before = text.get(..range.start)?.chars().next_back();
    let mut behind = text.get(range.end..)?.chars();
    let (after, next) = (behind.next(), behind.next());
    let (first, last) = (found.chars().next()?, found.chars().next_back()?);
    // "CRMTo": a word begins with the capital before a small letter.
    let acronym = last.is_uppercase() && after.is_some_and(char::is_uppercase) && next.is_some_and(char::is_lowercase);
    if !apart(before, Some(first)) || !acronym && !apart(Some(last), after) || found.contains('\n') {
        return None;
    }
    let words = words_of(found);
    let spaced = written.is_empty() || written.iter().any(|name| words_of(name) == words);
    let long = key.chars().count() >= if key.is_ascii() { 9 } else { 4 };
    let ends_sentence = found.contains(['。', '；', ';', '!', '?', '！', '？']);
    if !spaced && (!long || ends_sentence || found.len() > key.len() * 2 + 8) {
        return None;
    }
    // A single word of Latin letters may be an ordinary word: it must be written as a name is.
    if words.len() > 1 || !first.is_ascii_alphabetic() {
        return Some(false);
    }
    let small = |name: &&str| name.chars().next().is_some_and(char::is_lowercase);
    let named_small = !written.is_empty() && written.iter().all(small);
    if first.is_lowercase() && !named_small {
        return None;
    }
    if found.len() <= 3 && !written.is_empty() && !written.contains(&found) {
        return None;
    }
    let begins = before.is_none_or(|c| matches!(c, '.' | '。' | '!' | '?' | '\n'))
        || text.get(..range.start)?.trim_end().ends_with(['.', '。', '!', '?']);
    Some(begins && found.chars().skip(1).all(char::is_lowercase))
}

/// Whether a word ends between two characters: where one is none of a word, where a script has no spaces, where cells of a table
/// ran together.
fn apart(left: Option<char>, right: Option<char>) -> bool {
    let (Some(left), Some(right)) = (left, right) else { return true };
    let spaced = |c: char| c.is_alphanumeric() && !is_han(c);
    !spaced(left)
        || !spaced(right)
        || left.is_lowercase() && right.is_uppercase()
        || left.is_ascii_digit() != right.is_ascii_digit()
}

/// Whether a character is of a script that is written without spaces.
#[must_use]
pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2fa1f}')
}

/// What of a name is compared: its letters and digits, folded.
#[must_use]
pub fn key_of(name: &str) -> String {
    search::fold(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The words of a name, folded; what is written without spaces is a word of its own beside what is not.
#[must_use]
pub fn words_of(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last: Option<char> = None;
    for c in search::fold(name).chars() {
        if !c.is_alphanumeric() {
            last = None;
            continue;
        }
        match words.last_mut().filter(|_| last.is_some_and(|last| is_han(last) == is_han(c))) {
            Some(word) => word.push(c),
            None => words.push(c.to_string()),
        }
        last = Some(c);
    }
    // Whether a space stands between two words of Han is of no account.
    words.dedup_by(|word, before| {
        let han = before.chars().all(is_han) && word.chars().all(is_han);
        if han {
            before.push_str(word);
        }
        han
    });
    words
}

/// Whether a name is long enough to be looked for.
fn worth(key: &str) -> bool {
    key.chars().count() >= 2 && key.chars().any(char::is_alphabetic)
}

/// A name without its legal form, as names are compared that only resemble each other.
fn stem(name: &str) -> String {
    key_of(legal_form::without(name))
}

/// How a stem begins and ends, to look for those that resemble it.
fn ends(stem: &str) -> Vec<String> {
    let characters: Vec<char> = stem.chars().collect();
    let reach = 3.min(characters.len() / 2);
    if reach == 0 {
        return Vec::new();
    }
    let head: String = characters.iter().take(reach).collect();
    let tail: String = characters.iter().skip(characters.len() - reach).collect();
    vec![format!("^{head}"), format!("{tail}$")]
}

/// Whether two stems differ by so little that one may be the other misspelt.
fn resemble(one: &str, other: &str) -> bool {
    let (long, short) =
        (one.chars().count().max(other.chars().count()), one.chars().count().min(other.chars().count()));
    let han = one.chars().any(is_han) || other.chars().any(is_han);
    let allowed = match (han, short) {
        (true, 4..) | (false, 5..9) => 1,
        (false, 9..) => 2,
        _ => return false,
    };
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    one != other
        && long - short <= allowed
        && digits(one) == digits(other)
        && strsim::osa_distance(one, other) <= allowed
}

/// A text as it is compared, each byte with where it comes from.
struct Folded {
    text: String,
    /// For each byte of the text where its character begins and ends.
    from: Vec<(u32, u32)>,
}

impl Folded {
    fn of(source: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(source.len()), from: Vec::with_capacity(source.len()) };
        let mut buffer = [0; 4];
        for (at, c) in source.char_indices() {
            let before = folded.text.len();
            if c.is_ascii() {
                if c.is_ascii_alphanumeric() {
                    folded.text.push(c.to_ascii_lowercase());
                }
            } else {
                let apart = search::fold(c.encode_utf8(&mut buffer));
                folded.text.extend(apart.chars().filter(|c| c.is_alphanumeric()));
            }
            let range = (u32::try_from(at).unwrap_or(u32::MAX), u32::try_from(at + c.len_utf8()).unwrap_or(u32::MAX));
            folded.from.extend(std::iter::repeat_n(range, folded.text.len() - before));
        }
        folded
    }

    /// The bytes of the source that some bytes of the text come from.
    fn source(&self, range: Range<usize>) -> Range<usize> {
        let start = self.from.get(range.start).map_or(0, |(start, _)| *start);
        let end = self.from.get(range.end.saturating_sub(1)).map_or(start, |(_, end)| *end);
        start as usize..end as usize
    }
}
