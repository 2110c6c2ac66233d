//! Who or where it happens, and whether a flow has to do with it.

use super::Certainty;
use crate::{
    domain::{
        Key, Kind,
        record::{LocationCategory, Organization},
        value::Ref,
    },
    flows::{Atlas, Basis, Facts, Flow, Leg, Place, Side, Spot, Target, Use},
    report::told::Records,
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// Who or where it happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Affected {
    /// A service.
    Processor(Key),
    /// An organisation: a provider, a recipient, or one of us.
    Organization(Key),
    /// A country, subdivision, region or named place.
    Location(Key),
}

impl Affected {
    /// The record that it is.
    #[must_use]
    pub const fn record(&self) -> (Kind, &Key) {
        match self {
            Self::Processor(key) => (Kind::Processors, key),
            Self::Organization(key) => (Kind::Organizations, key),
            Self::Location(key) => (Kind::Locations, key),
        }
    }
}

/// In which way a flow has to do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Manner {
    /// It sends the data, or passes it on.
    Sends,
    /// What it got goes on further, from those to whom it passed it.
    Downstream,
    /// It gets the data.
    Gets,
    /// It hosts a place where the data is kept.
    Hosts,
    /// Its people can reach the data; or people can from there.
    Reaches,
    /// The data is kept there.
    Storage,
    /// Backups are kept there.
    Backup,
    /// Keys to it are kept there.
    Keys,
    /// The people whose data it is are there.
    People,
    /// Somebody who sends or gets the data is organised or established there, and so may hold it there.
    Established,
}

/// The ways in which a flow has to do with it, how sure each is, and the location that says so, where one does.
pub type Found<'a> = BTreeSet<(Manner, Certainty, Option<&'a Key>)>;

/// Judges flows.
pub struct Judge<'j, 'a> {
    records: Records<'a>,
    atlas: &'j Atlas<'a>,
    affected: &'j Affected,
}

impl<'j, 'a> Judge<'j, 'a> {
    pub const fn of(records: Records<'a>, atlas: &'j Atlas<'a>, affected: &'j Affected) -> Self {
        Self { records, atlas, affected }
    }

    /// The place that it is, where it is one.
    pub fn place(&self) -> Option<&Place<'a>> {
        match self.affected {
            Affected::Location(key) => self.atlas.place(key),
            Affected::Processor(_) | Affected::Organization(_) => None,
        }
    }

    /// The atlas that places are judged by.
    pub const fn atlas(&self) -> &'j Atlas<'a> {
        self.atlas
    }

    /// The ways in which a flow has to do with it.
    pub fn found(&self, flow: &Flow<'a>, facts: &Facts<'a>) -> Found<'a> {
        let mut found = Found::new();
        match self.affected {
            Affected::Processor(key) => {
                self.by_parties(flow, facts, &|side| side.service == Some(key), &|host| host == key, &mut found);
                let service = Target::Processor(key);
                match flow.name.onward {
                    Some((_, to)) if to == service => found.insert((Manner::Gets, Certainty::Surely, None)),
                    Some((from, _)) if from != service && flow.name.recipient == Some(service) => {
                        found.insert((Manner::Downstream, Certainty::Surely, None))
                    }
                    Some(_) | None => false,
                };
            }
            Affected::Organization(key) => {
                let has = |side: &Side<'a>| side.organizations().any(|organization| organization == key);
                let hosts = |host: &Key| self.offers(host, key);
                self.by_parties(flow, facts, &has, &hosts, &mut found);
                if facts.access.items.iter().any(|access| access.organization.as_ref().is_some_and(|o| o.key() == key))
                {
                    found.insert((Manner::Reaches, Certainty::Surely, None));
                }
            }
            Affected::Location(key) => self.by_places(key, facts, &mut found),
        }
        found
    }

    fn by_parties(
        &self,
        flow: &Flow<'a>,
        facts: &Facts<'a>,
        is: &dyn Fn(&Side<'a>) -> bool,
        hosts: &dyn Fn(&Key) -> bool,
        found: &mut Found<'a>,
    ) {
        let mut add = |manner, holds: bool| {
            if holds {
                found.insert((manner, Certainty::Surely, None));
            }
        };
        add(Manner::Sends, is(&facts.exporter));
        add(Manner::Gets, is(&facts.importer));
        let spots = facts.storage.items.iter().chain(&facts.origin.items);
        add(Manner::Hosts, spots.filter_map(|spot| spot.host).any(hosts));
        // A system that is a tenancy is at its service, also where no place of it is recorded.
        let systems = facts.systems.iter().filter_map(|key| self.records.system(key));
        let tenancy = systems.filter_map(|system| system.tenant_of.as_ref()).any(|service| hosts(service.key()));
        add(Manner::Hosts, tenancy && flow.name.leg != Leg::Return);
    }

    fn offers(&self, service: &Key, organization: &Key) -> bool {
        let providers = self.records.processor(service).and_then(|service| service.providers.as_ref());
        providers.into_iter().flatten().any(|provider| provider.organization.key() == organization)
    }

    fn by_places(&self, key: &Key, facts: &Facts<'a>, found: &mut Found<'a>) {
        let inferred = facts.basis == Basis::Inferred;
        let mut add = |manner: Manner, location: Option<&'a Key>| {
            if let Some(certainty) = self.lies_in(key, location) {
                // No record says that data is where somebody is established, or from where our people read.
                let weak = inferred || manner == Manner::Established;
                let certainty = if weak { certainty.max(Certainty::Perhaps) } else { certainty };
                found.insert((manner, certainty, location));
            }
        };
        for spot in facts.storage.items.iter().chain(&facts.origin.items) {
            let Spot { location, used_for, host: _ } = spot;
            add(manner(*used_for), *location);
        }
        // Of where it is kept nothing at all is recorded: anywhere.
        if facts.storage.items.is_empty() && !facts.storage.is_complete() {
            add(Manner::Storage, None);
        }
        for access in &facts.access.items {
            match &access.places {
                Some(places) => places.iter().for_each(|place| add(Manner::Reaches, Some(place.key()))),
                None => add(Manner::Reaches, None),
            }
        }
        for people in &facts.people.items {
            add(Manner::People, people.place.as_ref().map(Ref::key));
        }
        let sides = facts.exporter.organizations().chain(facts.importer.organizations());
        for organization in sides.filter_map(|key| self.records.organization(key)) {
            let Organization { incorporated_in, principal_place, address, establishments, .. } = organization;
            let address = address.iter().filter_map(|address| address.location.as_ref());
            let offices = establishments.iter().flatten().filter_map(|office| office.location.as_ref());
            for place in incorporated_in.iter().chain(principal_place).chain(address).chain(offices) {
                add(Manner::Established, Some(place.key()));
            }
        }
    }

    /// Whether a location lies in the one that is affected. One that is not recorded may lie anywhere.
    fn lies_in(&self, wide: &Key, location: Option<&Key>) -> Option<Certainty> {
        let Some(location) = location else { return Some(Certainty::Anywhere) };
        if self.atlas.contains(wide, location) || self.is_part(location, wide) {
            return Some(Certainty::Surely);
        }
        let (Some(outer), Some(inner)) = (self.atlas.place(wide), self.atlas.place(location)) else {
            return Some(Certainty::Anywhere);
        };
        // Two named places of which neither is part of the other are two places.
        let named = |place: &Place<'_>| place.category == Some(LocationCategory::Place);
        if named(outer) && named(inner) && !self.is_part(wide, location) {
            return None;
        }
        let meets = inner.candidates.iter().any(|a| {
            outer.candidates.iter().any(|b| {
                let same = a.country == b.country;
                same && (a.subdivision.is_none() || b.subdivision.is_none() || a.subdivision == b.subdivision)
            })
        });
        let open = !inner.settled || !outer.settled || inner.candidates.is_empty() || outer.candidates.is_empty();
        match (meets, open) {
            (true, _) => Some(Certainty::Perhaps),
            (false, true) => Some(Certainty::Anywhere),
            (false, false) => None,
        }
    }

    fn is_part(&self, part: &Key, whole: &Key) -> bool {
        let mut at = part;
        // Parts of parts are few; the bound is on records that lead in circles.
        for _ in 0..8 {
            if at == whole {
                return true;
            }
            let Some(above) = self.records.location(at).and_then(|location| location.part_of.as_ref()) else {
                return false;
            };
            at = above.key();
        }
        false
    }
}

const fn manner(used_for: Use) -> Manner {
    match used_for {
        Use::People => Manner::People,
        Use::Storage => Manner::Storage,
        Use::Backup => Manner::Backup,
        Use::Access => Manner::Reaches,
        Use::Keys => Manner::Keys,
    }
}
