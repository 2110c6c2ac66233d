//! How records become cells, in the words of one reader.

use super::gathered::{Disclosed, Records};
use crate::{
    domain::{
        Key, LanguageTag, Text,
        record::{DataItem, Location, LocationCategory, Policy, PolicyKind, Processor},
    },
    report::{
        speech::Speech,
        table::{Cell, Link, Said},
    },
};

/// For whom a table is made: what is recorded, and how to say it.
pub struct Reader<'a> {
    pub records: Records<'a>,
    pub language: &'a LanguageTag,
    pub speech: Speech,
    /// Whether the program does not speak the language that is wanted.
    pub foreign: bool,
}

/// The texts of one cell, and whether some that belong there are not recorded.
#[derive(Default)]
pub struct Parts {
    pub said: Vec<Said>,
    pub unknown: bool,
}

impl Parts {
    /// Adds a text once.
    pub fn add(&mut self, said: Said) {
        if !self.said.iter().any(|known| known.text == said.text) {
            self.said.push(said);
        }
    }

    /// Adds a text, or notes that it is not recorded.
    pub fn add_or_miss(&mut self, said: Option<Said>) {
        match said {
            Some(said) => self.add(said),
            None => self.unknown = true,
        }
    }
}

/// How the texts of a cell are joined, in a language or, without one, by marks alone.
type Join = fn(Option<Speech>, &[&str]) -> String;

/// Whether a text in `have` is what a reader of `wanted` asked for (RFC 4647 lookup; a bare language takes its variants too).
pub fn suits(wanted: &LanguageTag, have: &LanguageTag) -> bool {
    wanted.lookup().any(|tag| tag.eq_ignore_ascii_case(have.as_str()))
        || wanted.lookup().count() == 1 && have.lookup().last() == Some(wanted.as_str())
}

impl Reader<'_> {
    /// A recorded text.
    pub fn text(&self, text: &Text, of_record: Option<&LanguageTag>) -> Said {
        let spoken = text.speak(self.language, of_record);
        Said { text: spoken.text.to_owned(), language: Some(spoken.language), fallback: spoken.fallback }
    }

    /// A name that is recorded as it is, in no language.
    pub fn name(text: &str) -> Said {
        Said { text: text.to_owned(), language: None, fallback: false }
    }

    /// Words of our own.
    pub fn own(&self, text: impl Into<String>) -> Said {
        self.speech.says(text, self.foreign)
    }

    /// A recorded text with words of our own beside it, which may be in another language than the wanted one.
    pub fn beside(&self, said: Said) -> Said {
        Said { fallback: said.fallback || self.foreign, ..said }
    }

    /// Joins texts by `join`; the whole is marked where a part is.
    fn joined(&self, said: &[Said], join: Join) -> Said {
        if let [only] = said {
            return only.clone();
        }
        let texts: Vec<&str> = said.iter().map(|said| said.text.as_str()).collect();
        let foreign = said.iter().find(|said| said.fallback);
        let language = foreign.or_else(|| said.iter().find(|said| said.language.is_some()));
        Said {
            text: join(self.between(said), &texts),
            language: language.and_then(|said| said.language.clone()),
            fallback: foreign.is_some(),
        }
    }

    /// The language of the words between texts, which is that of the texts: none, if they have several or one that the program
    /// does not speak.
    fn between(&self, said: &[Said]) -> Option<Speech> {
        let mut languages = said.iter().filter_map(|said| said.language.as_ref()).peekable();
        if languages.peek().is_none() {
            return (!self.foreign).then_some(self.speech);
        }
        let mut speeches = languages.map(Speech::for_reader);
        let (first, foreign) = speeches.next()?;
        (!foreign && speeches.all(|other| other == (first, false))).then_some(first)
    }

    /// The cell that parts come to: unknown where nothing is recorded, `missing` noted beside what is.
    pub fn cell(&self, parts: &Parts, missing: &str, join: Join) -> Cell {
        match (parts.said.as_slice(), parts.unknown) {
            ([], true) => Cell::Unknown,
            ([], false) => Cell::Text(self.own(self.speech.none())),
            (said, false) => Cell::Text(self.joined(said, join)),
            (said, true) => {
                let known = self.joined(said, join);
                Cell::Text(self.beside(Said { text: self.speech.in_part(&known.text, missing), ..known }))
            }
        }
    }

    /// A list: "A, B and C".
    pub fn list(&self, parts: &Parts) -> Cell {
        self.cell(parts, self.speech.unknown(), Speech::listed)
    }

    /// Clauses: "to do this; to do that".
    pub fn clauses(&self, parts: &Parts) -> Cell {
        self.cell(parts, self.speech.unknown(), Speech::clauses)
    }

    /// The name of a service.
    pub fn processor_name(&self, key: &Key) -> Said {
        match self.records.processor(key) {
            Some(processor) => self.text(&processor.name, processor.language.as_ref()),
            None => Self::name(key.as_str()),
        }
    }

    /// The name in law that an organisation has on the day, best in the reader's language; else the name of the record.
    pub fn organization_name(&self, key: &Key) -> Said {
        let Some(organization) = self.records.organization(key) else { return Self::name(key.as_str()) };
        let current: Vec<_> = organization
            .legal_names
            .iter()
            .flatten()
            .filter(|name| self.records.holds(name.since, name.until))
            .collect();
        let suited = current.iter().find(|name| name.language.as_ref().is_some_and(|tag| suits(self.language, tag)));
        match suited.or_else(|| current.iter().find(|name| name.language.is_none())).or_else(|| current.first()) {
            Some(name) => Said {
                text: name.name.to_string(),
                language: name.language.clone(),
                fallback: name.language.as_ref().is_some_and(|tag| !suits(self.language, tag)),
            },
            None => self.text(&organization.name, organization.language.as_ref()),
        }
    }

    /// Who offers a service.
    pub fn providers(&self, processor: Option<&Processor>) -> Cell {
        let mut parts = Parts::default();
        match processor.and_then(|processor| processor.providers.as_ref()) {
            Some(providers) => {
                for provider in providers.iter().filter(|provider| self.records.holds(provider.since, provider.until)) {
                    parts.add(self.organization_name(provider.organization.key()));
                }
                // All of them ended: somebody offers it today, and nobody recorded who.
                parts.unknown = parts.said.is_empty() && !providers.is_empty();
            }
            None => parts.unknown = true,
        }
        self.list(&parts)
    }

    /// Why data goes: in the words of the disclosures, else the purposes of the activity that they name.
    pub fn purposes(&self, disclosures: &[Disclosed<'_>]) -> Cell {
        let mut parts = Parts { unknown: disclosures.is_empty(), ..Parts::default() };
        for disclosed in disclosures {
            let named = disclosed.disclosure.purposes.as_ref();
            match (&disclosed.disclosure.purpose, named) {
                (Some(purpose), _) => parts.add(self.text(purpose, disclosed.language())),
                (None, Some(keys)) => {
                    for key in keys {
                        let purpose = disclosed.activity.purposes.iter().flatten().find(|purpose| purpose.key == *key);
                        let text = purpose.and_then(|purpose| purpose.text.as_ref());
                        parts.add_or_miss(text.map(|text| self.text(text, disclosed.language())));
                    }
                }
                (None, None) => parts.unknown = true,
            }
        }
        self.clauses(&parts)
    }

    /// The data that goes: as the notice or form calls it, else the names of its categories.
    pub fn information(&self, disclosures: &[Disclosed<'_>]) -> Cell {
        let mut parts = Parts { unknown: disclosures.is_empty(), ..Parts::default() };
        for disclosed in disclosures {
            let Some(keys) = &disclosed.disclosure.data else {
                parts.unknown = true;
                continue;
            };
            for key in keys {
                let item = disclosed.activity.data.iter().flatten().find(|item| item.key == *key);
                parts.add_or_miss(item.and_then(|item| self.data_item(item, disclosed.language())));
            }
        }
        self.list(&parts)
    }

    fn data_item(&self, item: &DataItem, of_record: Option<&LanguageTag>) -> Option<Said> {
        let label = item.label.as_ref().map(|label| self.text(label, of_record));
        // A category in the reader's language says more than a label in another.
        let category = item.category.as_ref().and_then(|reference| self.records.category(reference.key()));
        let category = category.map(|category| self.text(&category.name, category.language.as_ref()));
        match (label, category) {
            (Some(label), Some(category)) if label.fallback && !category.fallback => Some(category),
            (label, category) => label.or(category),
        }
    }

    /// By what means data goes.
    pub fn means(&self, disclosures: &[Disclosed<'_>]) -> Cell {
        let mut parts = Parts { unknown: disclosures.is_empty(), ..Parts::default() };
        for disclosed in disclosures {
            let means = disclosed.disclosure.means.as_ref();
            parts.add_or_miss(means.map(|means| self.text(means, disclosed.language())));
        }
        self.clauses(&parts)
    }

    /// A place: a country by its name, what lies in one with the country, a region never as a country.
    pub fn location(&self, key: &Key) -> Said {
        let Some(location) = self.records.location(key) else { return Self::name(key.as_str()) };
        let name = self.text(&location.name, location.language.as_ref());
        let category = location.category.or_else(|| location.members.as_ref().map(|_| LocationCategory::Region));
        match category {
            Some(LocationCategory::Region) => self.beside(Said { text: self.speech.country_of(&name.text), ..name }),
            Some(LocationCategory::Subdivision | LocationCategory::Place) => match self.country_around(location) {
                Some(country) => Said {
                    text: self.speech.aside(&name.text, &country.text),
                    fallback: name.fallback || country.fallback,
                    language: name.language,
                },
                None => name,
            },
            Some(LocationCategory::Country) | None => name,
        }
    }

    fn country_around(&self, location: &Location) -> Option<Said> {
        let mut at = location;
        // Parts of parts are few; the bound is on records that lead in circles.
        for _ in 0..8 {
            let key = at.part_of.as_ref()?.key();
            at = self.records.location(key)?;
            if matches!(at.category, Some(LocationCategory::Country | LocationCategory::Region)) {
                return Some(self.location(key));
            }
        }
        None
    }

    /// The places where a service processes data, if any are recorded.
    pub fn processing_places(&self, processor: &Processor, parts: &mut Parts) {
        let places = processor.locations.as_deref();
        let mut current =
            places.unwrap_or_default().iter().filter(|place| self.records.holds(place.since, place.until)).peekable();
        let ended = current.peek().is_none() && places.is_some_and(|places| !places.is_empty());
        parts.unknown |= places.is_none() || ended;
        for place in current {
            parts.add_or_miss(place.location.as_ref().map(|location| self.location(location.key())));
        }
    }

    /// The pages of a service: its privacy policies, in the reader's language if there are such; else its web site.
    pub fn policy_links(&self, processor: &Processor) -> Cell {
        let link = |policy: &Policy| Link { url: policy.url.clone(), language: policy.language.clone() };
        let of_kind = |kind| processor.policies.iter().flatten().filter(move |policy| policy.kind == kind);
        let suited: Vec<Link> = of_kind(PolicyKind::Privacy)
            .filter(|policy| policy.language.as_ref().is_some_and(|tag| suits(self.language, tag)))
            .map(link)
            .collect();
        let mut links = if suited.is_empty() { of_kind(PolicyKind::Privacy).map(link).collect() } else { suited };
        if links.is_empty() {
            links.extend(of_kind(PolicyKind::Website).map(link));
            if links.is_empty() {
                links.extend(processor.website.iter().map(|url| Link { url: url.clone(), language: None }));
            }
        }
        if links.is_empty() { Cell::Unknown } else { Cell::Links(links) }
    }
}
