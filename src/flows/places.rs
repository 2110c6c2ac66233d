//! Places: which countries a location may be, and whether data crosses a border between two lists of them.
//!
//! A place keeps what the record said. A region stands for one unknown country of its members and is never narrowed: it
//! offers them all as candidates, each with the state it belongs to. What counts as a border is a parameter, since laws
//! differ in it. Never knows a law.
//!
//! What a member of a region means. UN M49 ("Standard country or area codes for statistical use") gives a territory a code of
//! its own and lists it in the region where it lies: Puerto Rico (630) in the Caribbean (029), the United States (840) in
//! Northern America (021), Réunion (638) in Eastern Africa (014), France (250) in Western Europe (155). So a list of which
//! somebody says that it is complete means the codes that are in it and no others. In a list of which nobody says so, the
//! name of a state may be meant with everything that belongs to it: its territories are candidates too. A place that is a
//! state, and no region, is that code.

use super::lists::{ListAt, Listed};
use crate::domain::{
    Key, Kind, Record, Register,
    record::{Location, LocationCategory, Status},
};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A country or territory that a place may be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Candidate<'a> {
    /// The country or territory with a code of its own (ISO 3166-1): a location.
    pub country: &'a Key,
    /// The state that it belongs to; itself, where it is none's territory.
    pub state: &'a Key,
    /// The subdivision (ISO 3166-2), where the place says so.
    pub subdivision: Option<&'a Key>,
}

/// A location as far as borders are concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place<'a> {
    /// The location that the records name.
    pub location: &'a Key,
    /// What the location is; `None` if nobody said.
    pub category: Option<LocationCategory>,
    /// The countries it may be in, in the order of their keys. None: nobody knows.
    pub candidates: Vec<Candidate<'a>>,
    /// Whether it can be in no other country than these: false for a region whose members nobody says are complete.
    pub settled: bool,
    /// The candidates as sets, in which two places are compared at once.
    sets: Sets,
}

/// Countries and states of candidates, a bit for each location of the atlas.
#[derive(Debug, Clone, Eq, Default)]
struct Sets {
    countries: Vec<u64>,
    states: Vec<u64>,
    /// Whether none of them is of a subdivision only.
    entire: bool,
}

impl PartialEq for Sets {
    /// They follow from the candidates, and bits are numbered by all the locations of a register.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Adds a bit.
fn put(set: &mut Vec<u64>, number: usize) {
    let word = number / 64;
    if set.len() <= word {
        set.resize(word + 1, 0);
    }
    if let Some(word) = set.get_mut(word) {
        *word |= 1 << (number % 64);
    }
}

fn meets(a: &[u64], b: &[u64]) -> bool {
    a.iter().zip(b).any(|(a, b)| a & b != 0)
}

fn within(inner: &[u64], outer: &[u64]) -> bool {
    inner.iter().enumerate().all(|(at, word)| word & !outer.get(at).copied().unwrap_or_default() == 0)
}

impl Place<'_> {
    /// Whether it stands for one unknown country of several.
    #[must_use]
    pub fn is_region(&self) -> bool {
        self.category == Some(LocationCategory::Region)
    }
}

/// What counts as a border.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Border {
    /// Between countries and territories that have a code of their own (ISO 3166-1): Hong Kong is not mainland China here.
    Country,
    /// Between states: a territory counts with the state it belongs to.
    State,
    /// Between countries, and within one between its subdivisions (ISO 3166-2), as for Quebec.
    Subdivision,
}

/// Whether data crosses a border, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crossing<'a> {
    /// It does: these two of the places are apart, whatever countries they stand for.
    Yes {
        /// A place it leaves.
        from: &'a Key,
        /// A place where it arrives.
        to: &'a Key,
    },
    /// It does not: all places are on the same side, or there is none at one end, and the lists are complete.
    No,
    /// Nobody can tell.
    Undetermined(Doubt<'a>),
}

/// Why nobody can tell whether data crosses a border.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt<'a> {
    /// No place is recorded where it leaves.
    OriginUnknown,
    /// No place is recorded where it arrives.
    DestinationUnknown,
    /// These two may be on the same side or not: a region, or a place of which the country or subdivision is not recorded.
    MaybeApart {
        /// A place it leaves.
        from: &'a Key,
        /// A place where it arrives.
        to: &'a Key,
    },
    /// It does not as far as recorded, but this list may lack a place. `None`: no record has such a list.
    NotComplete(Option<ListAt<'a>>),
}

/// Every location of a register.
#[derive(Debug)]
pub struct Atlas<'a> {
    places: FxHashMap<&'a Key, Place<'a>>,
}

impl<'a> Atlas<'a> {
    /// The locations of a register. Where a place lies does not end, so that retired locations stay on the map; a draft
    /// does not count, and what refers to it is in an unknown country.
    #[must_use]
    pub fn of(register: &'a Register) -> Self {
        let locations: FxHashMap<&Key, &Location> = register
            .of_kind(Kind::Locations, None)
            .filter_map(|entry| match &entry.record {
                Record::Locations(location) if location.status != Status::Draft => Some((&location.key, &**location)),
                _ => None,
            })
            .collect();
        let map = Map::of(locations);
        let places = register.of_kind(Kind::Locations, None).filter_map(|entry| {
            let location = *map.locations.get(&entry.id.key)?;
            Some((&location.key, map.place(location)))
        });
        Self { places: places.collect() }
    }

    /// A location of the register; `None` for one that it does not hold or that is a draft.
    #[must_use]
    pub fn place(&self, location: &Key) -> Option<&Place<'a>> {
        self.places.get(location)
    }

    /// Whether `inner` lies in `outer` whatever countries they stand for: what is said of the one holds for the other.
    #[must_use]
    pub fn contains(&self, outer: &Key, inner: &Key) -> bool {
        let (Some(out), Some(inn)) = (self.place(outer), self.place(inner)) else { return outer == inner };
        let holds = |a: &Candidate<'_>, b: &Candidate<'_>| {
            a.country == b.country && (a.subdivision.is_none() || a.subdivision == b.subdivision)
        };
        let wide = !matches!(out.category, None | Some(LocationCategory::Place));
        if outer == inner {
            return true;
        }
        wide && inn.settled
            && !inn.candidates.is_empty()
            && within(&inn.sets.countries, &out.sets.countries)
            && (out.sets.entire || inn.candidates.iter().all(|b| out.candidates.iter().any(|a| holds(a, b))))
    }

    /// Whether data that leaves all of the places `origin` and arrives at all of the places `destination` crosses a border.
    /// `None` in a list is a place that is not recorded. Certain where any two places are surely apart; "no" only where
    /// both lists are complete.
    #[must_use]
    pub fn crossing(
        &self,
        origin: &Listed<'a, Option<&'a Key>>,
        destination: &Listed<'a, Option<&'a Key>>,
        border: Border,
    ) -> Crossing<'a> {
        let mut doubt = None;
        for from in &origin.items {
            for to in &destination.items {
                match (*from, *to) {
                    (Some(from), Some(to)) => match self.apart(from, to, border) {
                        Some(true) => return Crossing::Yes { from, to },
                        Some(false) => {}
                        None => doubt = doubt.or(Some(Doubt::MaybeApart { from, to })),
                    },
                    (None, _) => doubt = doubt.or(Some(Doubt::OriginUnknown)),
                    (_, None) => doubt = doubt.or(Some(Doubt::DestinationUnknown)),
                }
            }
        }
        let open = |list: &Listed<'a, _>| (!list.is_complete()).then(|| list.open().map(|said| said.at));
        if let Some(doubt) = doubt {
            return Crossing::Undetermined(doubt);
        }
        match (open(origin), open(destination)) {
            // An end at which there is surely no place is the end of it.
            (None, _) if origin.items.is_empty() => Crossing::No,
            (_, None) if destination.items.is_empty() => Crossing::No,
            (Some(_), _) if origin.items.is_empty() => Crossing::Undetermined(Doubt::OriginUnknown),
            (_, Some(_)) if destination.items.is_empty() => Crossing::Undetermined(Doubt::DestinationUnknown),
            (Some(list), _) | (_, Some(list)) => Crossing::Undetermined(Doubt::NotComplete(list)),
            (None, None) => Crossing::No,
        }
    }

    /// Whether two places are surely on different sides, surely on the same, or neither.
    fn apart(&self, from: &Key, to: &Key, border: Border) -> Option<bool> {
        let (from, to) = (self.place(from)?, self.place(to)?);
        let is_spot = matches!(from.category, Some(LocationCategory::Place | LocationCategory::Subdivision));
        if from.location == to.location && is_spot {
            return Some(false);
        }
        let known = |place: &Place<'_>| place.settled && !place.candidates.is_empty();
        if !known(from) || !known(to) {
            return None;
        }
        let (one, other) = match border {
            Border::State => (&from.sets.states, &to.sets.states),
            Border::Country | Border::Subdivision => (&from.sets.countries, &to.sets.countries),
        };
        if !meets(one, other) {
            return Some(true);
        }
        let pairs = from.candidates.iter().flat_map(|a| to.candidates.iter().map(move |b| border.between(a, b)));
        let mut answer = None;
        for (first, pair) in pairs.enumerate().map(|(at, pair)| (at == 0, pair)) {
            answer = if first { pair } else { answer };
            if pair.is_none() || pair != answer {
                return None;
            }
        }
        answer
    }
}

impl Border {
    /// Whether it lies between two countries; `None` where only the subdivision, which is not recorded, would tell.
    #[must_use]
    pub fn between(self, a: &Candidate<'_>, b: &Candidate<'_>) -> Option<bool> {
        match self {
            Self::Country => Some(a.country != b.country),
            Self::State => Some(a.state != b.state),
            Self::Subdivision if a.country != b.country => Some(true),
            Self::Subdivision => Some(a.subdivision? != b.subdivision?),
        }
    }
}

/// The locations of a register, as their candidates are looked for.
struct Map<'a> {
    locations: FxHashMap<&'a Key, &'a Location>,
    numbers: FxHashMap<&'a Key, usize>,
    /// The territories with a code of their own that belong to each state.
    territories: BTreeMap<&'a Key, Vec<&'a Location>>,
}

impl<'a> Map<'a> {
    fn of(locations: FxHashMap<&'a Key, &'a Location>) -> Self {
        let mut sorted: Vec<&Location> = locations.values().copied().collect();
        sorted.sort_unstable_by_key(|location| &location.key);
        let mut territories: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for territory in sorted.iter().filter(|location| is_country(location)) {
            if let Some(state) = &territory.part_of {
                territories.entry(state.key()).or_default().push(*territory);
            }
        }
        let numbers = sorted.iter().enumerate().map(|(number, location)| (&location.key, number)).collect();
        Self { locations, numbers, territories }
    }

    fn place(&self, location: &'a Location) -> Place<'a> {
        let mut candidates = Vec::new();
        let settled = self.candidates_of(location, &mut candidates);
        candidates.sort_unstable();
        candidates.dedup();
        let mut sets = Sets { entire: true, ..Sets::default() };
        for candidate in &candidates {
            for (key, set) in [(candidate.country, &mut sets.countries), (candidate.state, &mut sets.states)] {
                put(set, self.numbers.get(key).copied().unwrap_or_default());
            }
            sets.entire &= candidate.subdivision.is_none();
        }
        Place { location: &location.key, category: location.category, candidates, settled, sets }
    }

    /// Adds the countries that a location may be in, and tells whether there can be no others.
    fn candidates_of(&self, location: &'a Location, candidates: &mut Vec<Candidate<'a>>) -> bool {
        if location.category == Some(LocationCategory::Region) {
            return self.candidates_of_region(location, candidates);
        }
        let mut subdivision = None;
        let mut at = location;
        // The records hold no circle of parts.
        while !is_country(at) {
            if at.iso_3166_2.is_some() || at.category == Some(LocationCategory::Subdivision) {
                subdivision = Some(&at.key);
            }
            let Some(above) = self.above(at) else { return false };
            if above.category == Some(LocationCategory::Region) {
                return self.candidates_of(above, candidates);
            }
            at = above;
        }
        candidates.push(Candidate { country: &at.key, state: &self.state_of(at).key, subdivision });
        true
    }

    /// Every member is a candidate, also after one that is not known. Where nobody says that the list is complete, the
    /// territories of a state that is a member may be meant with it: see the module.
    fn candidates_of_region(&self, region: &'a Location, candidates: &mut Vec<Candidate<'a>>) -> bool {
        let Some(members) = &region.members else { return false };
        let complete = region.complete.iter().flatten().any(|statement| statement.pointer.as_str() == "/members");
        members.iter().fold(complete, |settled, member| {
            let of_member = self.locations.get(member.key()).map(|member| self.candidates_of(member, candidates));
            if !complete {
                self.add_territories_of(member.key(), candidates);
            }
            settled && of_member == Some(true)
        })
    }

    fn add_territories_of(&self, state: &'a Key, candidates: &mut Vec<Candidate<'a>>) {
        for territory in self.territories.get(state).into_iter().flatten() {
            let state = &self.state_of(territory).key;
            candidates.push(Candidate { country: &territory.key, state, subdivision: None });
            self.add_territories_of(&territory.key, candidates);
        }
    }

    /// The state that a country or territory belongs to: itself, where it is none's territory.
    fn state_of(&self, country: &'a Location) -> &'a Location {
        let mut state = country;
        while let Some(above) = self.above(state).filter(|above| is_country(above)) {
            state = above;
        }
        state
    }

    fn above(&self, location: &Location) -> Option<&'a Location> {
        self.locations.get(location.part_of.as_ref()?.key()).copied()
    }
}

fn is_country(location: &Location) -> bool {
    location.category == Some(LocationCategory::Country) || location.iso_3166_1.is_some()
}
