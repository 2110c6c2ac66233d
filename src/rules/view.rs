//! A flow as conditions see it: its facts on a day, with a country chosen for each region that is being decided.

use super::{
    counts::Counts,
    ground::Ground,
    notes::{Notes, Why},
    pack::Pack,
    truth::{Answer, Truth},
};
use crate::{
    domain::{
        Key, Kind, Ref,
        record::{Activity, Disclosure},
    },
    flows::{Atlas, Candidate, Extent, Facts, Listed, Moment, Name},
};

/// The end of a flow at which a place stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// Where people are, and for whom a notice is meant.
    People,
    /// Where it leaves, and where organisations belong: no country is chosen there, since nothing says that it is the one where
    /// people are.
    From,
    /// Where it arrives.
    To,
}

/// Countries that a region is taken for: they are alike for every list of the regime.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Chosen<'a> {
    /// At which end.
    pub end: End,
    /// The region.
    pub region: &'a Key,
    /// The countries, in the order of their keys; at least one.
    pub countries: std::sync::Arc<[Candidate<'a>]>,
}

/// What conditions are judged on. See the module.
#[derive(Clone, Copy)]
pub struct View<'v, 'a> {
    /// The records that are looked up.
    pub ground: &'v Ground<'a>,
    /// The places.
    pub atlas: &'v Atlas<'a>,
    /// The regime.
    pub pack: &'v Pack<'a>,
    /// People counted over all flows.
    pub counts: &'v Counts,
    /// The day.
    pub moment: &'v Moment,
    /// The activity of the flow.
    pub activity: &'a Activity,
    /// What the flow is.
    pub name: &'v Name<'a>,
    /// Its facts on the day.
    pub facts: &'v Facts<'a>,
    /// The countries chosen for regions.
    pub chosen: &'v [Chosen<'a>],
}

/// Whether something is so of one of the things listed: those that are recorded, and those that the list may lack.
pub fn some<T>(listed: &Listed<'_, T>, each: impl FnMut(&T) -> Answer) -> Answer {
    listed.items.iter().map(each).fold(lacking(listed), Answer::or)
}

/// Whether something is so of everything listed, also of what the list may lack.
pub fn every<T>(listed: &Listed<'_, T>, each: impl FnMut(&T) -> Answer) -> Answer {
    listed.items.iter().map(each).fold(!lacking(listed), Answer::and)
}

/// Whether the list may lack something that is so.
fn lacking<T>(listed: &Listed<'_, T>) -> Answer {
    if listed.said.is_empty() || listed.said.iter().any(|said| said.extent == Extent::Unknown) {
        Answer::UNKNOWN
    } else if listed.is_complete() {
        Answer::FALSE
    } else {
        Answer::DENIED
    }
}

/// Whether anything is listed.
pub fn present<T>(listed: &Listed<'_, T>) -> Answer {
    if listed.items.is_empty() { lacking(listed) } else { Answer::TRUE }
}

impl<'a> View<'_, 'a> {
    /// The disclosure that the flow comes from, where it comes from one.
    #[must_use]
    pub fn disclosure(&self) -> Option<&'a Disclosure> {
        let element = self.name.element.filter(|element| element.kind == Kind::Activities)?;
        let key = match (element.list, element.within) {
            (Some("disclosures"), _) => element.key,
            (_, Some(within)) => within,
            _ => return None,
        };
        self.activity.disclosures.iter().flatten().find(|disclosure| disclosure.key == *key)
    }

    /// Notes a field of the disclosure, or of the activity where the flow comes from none.
    pub fn note_disclosure(&self, notes: &mut Notes<'a>, why: Why, field: &str) {
        let disclosure = self.disclosure();
        notes.field(self.activity, why, |root| match disclosure {
            Some(disclosure) => root.at("disclosures").at(&disclosure.key).at(field),
            None => root.at("disclosures"),
        });
    }

    /// Whether a list of the disclosure is marked complete.
    #[must_use]
    pub fn names_all(&self, list: &str) -> bool {
        self.disclosure().is_some_and(|disclosure| {
            let written = ["", "disclosures", disclosure.key.as_str(), list];
            let mut statements = self.activity.complete.iter().flatten();
            statements.any(|statement| statement.pointer.as_str().split('/').eq(written))
        })
    }

    /// The countries that a place may be in, and whether it can be in no others.
    #[must_use]
    pub fn candidates(&self, place: &'a Key, end: End) -> (&[Candidate<'a>], bool) {
        if let Some(chosen) = self.chosen.iter().find(|chosen| chosen.end == end && chosen.region == place) {
            return (&chosen.countries, true);
        }
        self.atlas.place(place).map_or((&[], false), |place| (&place.candidates, place.settled))
    }

    /// Whether a place is on one of the lists; `None`: a place that is not recorded.
    pub fn is_on(&self, lists: &[Key], place: Option<&'a Key>, end: End, notes: &mut Notes<'a>) -> Truth {
        let Some(place) = place else { return Truth::Unknown };
        let (candidates, settled) = self.candidates(place, end);
        let mut answer = None;
        for candidate in candidates {
            let on = self.has(lists, candidate, notes);
            if answer.is_some_and(|answer| answer != on) || on == Truth::Unknown {
                answer = Some(Truth::Unknown);
                break;
            }
            answer = Some(on);
        }
        let truth = answer.filter(|_| settled).unwrap_or(Truth::Unknown);
        let why = if truth == Truth::Unknown { Why::Region } else { Why::Used };
        notes.at(Kind::Locations, place, why, |root| root);
        truth
    }

    /// Whether a country is on one of the lists.
    fn has(&self, lists: &[Key], candidate: &Candidate<'_>, notes: &mut Notes<'a>) -> Truth {
        let mut truth = Truth::False;
        for list in lists {
            let Some(places) = self.pack.lists.get(list) else { return Truth::Unknown };
            let (on, law) = places.has(candidate);
            if on > truth {
                notes.rest_on(law);
                truth = on;
            }
        }
        truth
    }

    /// The notices that tell about the activity: `None` where that is not recorded.
    pub fn notices(&self, notes: &mut Notes<'a>) -> Option<&'a [Ref<crate::domain::record::Notice>]> {
        notes.fact(self.activity, "notices", self.activity.notices.as_ref());
        self.activity.notices.as_deref()
    }
}
