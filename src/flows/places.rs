//! Places: which countries a location may be, and whether data crosses a border between two lists of them.
//!
//! A place keeps what the record said. A region stands for one unknown country of its members and is never narrowed: it
//! offers them all as candidates, each with the state it belongs to. What counts as a border is a parameter, since laws
//! differ in it. Never knows a law.

use super::lists::{ListAt, Listed};
use crate::domain::{
    Key, Kind, Record, Register,
    record::{Location, LocationCategory, Status},
};
use std::collections::HashMap;

/// A country or territory that a place may be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    places: HashMap<&'a Key, Place<'a>>,
}

impl<'a> Atlas<'a> {
    /// The locations of a register. Where a place lies does not end, so that retired locations stay on the map; a draft
    /// does not count, and what refers to it is in an unknown country.
    #[must_use]
    pub fn of(register: &'a Register) -> Self {
        let locations: HashMap<&Key, &Location> = register
            .of_kind(Kind::Locations, None)
            .filter_map(|entry| match &entry.record {
                Record::Locations(location) if location.status != Status::Draft => Some((&location.key, &**location)),
                _ => None,
            })
            .collect();
        let places = register.of_kind(Kind::Locations, None).filter_map(|entry| {
            let location = *locations.get(&entry.id.key)?;
            Some((&location.key, place(location, &locations)))
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
        outer == inner
            || wide
                && inn.settled
                && !inn.candidates.is_empty()
                && inn.candidates.iter().all(|b| out.candidates.iter().any(|a| holds(a, b)))
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

fn place<'a>(location: &'a Location, locations: &HashMap<&'a Key, &'a Location>) -> Place<'a> {
    let mut candidates = Vec::new();
    let settled = candidates_of(location, locations, &mut candidates);
    candidates.sort_unstable();
    candidates.dedup();
    Place { location: &location.key, category: location.category, candidates, settled }
}

/// Adds the countries that a location may be in, and tells whether there can be no others.
fn candidates_of<'a>(
    location: &'a Location,
    locations: &HashMap<&'a Key, &'a Location>,
    candidates: &mut Vec<Candidate<'a>>,
) -> bool {
    if location.category == Some(LocationCategory::Region) {
        let Some(members) = &location.members else { return false };
        let complete = location.complete.iter().flatten().any(|statement| statement.pointer.as_str() == "/members");
        // Every member is a candidate, also after one that is not known.
        return members.iter().fold(complete, |settled, member| {
            let of_member = locations.get(member.key()).map(|member| candidates_of(member, locations, candidates));
            settled && of_member == Some(true)
        });
    }
    let mut subdivision = None;
    let mut at = location;
    // The records hold no circle of parts.
    while !is_country(at) {
        if at.iso_3166_2.is_some() || at.category == Some(LocationCategory::Subdivision) {
            subdivision = Some(&at.key);
        }
        let Some(above) = at.part_of.as_ref().and_then(|above| locations.get(above.key())) else { return false };
        if above.category == Some(LocationCategory::Region) {
            return candidates_of(above, locations, candidates);
        }
        at = above;
    }
    let mut state = at;
    while let Some(above) =
        state.part_of.as_ref().and_then(|above| locations.get(above.key())).filter(|l| is_country(l))
    {
        state = above;
    }
    candidates.push(Candidate { country: &at.key, state: &state.key, subdivision });
    true
}

fn is_country(location: &Location) -> bool {
    location.category == Some(LocationCategory::Country) || location.iso_3166_1.is_some()
}
