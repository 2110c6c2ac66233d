//! The flows of the report, grouped as asked.

use super::{
    filter::ends,
    flow::Teller,
    model::{Group, Grouping},
    sums::Sums,
};
use crate::{
    domain::{Key, Kind, Text, record::regime::Conclusion},
    flows::{Facts, Flow, Party, Side},
};

/// Somebody at an end of flows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Whom {
    People,
    Us,
    Organization(Key),
    Named(String),
    Described(Text),
}

/// An end of flows, by who it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Who {
    service: Option<Key>,
    parties: Vec<Whom>,
}

/// Where flows leave, and where they arrive.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Lane {
    from: Vec<Key>,
    to: Vec<Key>,
}

/// What the flows of a group have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Together {
    Activity(Key),
    Importer(Who),
    Lane(Lane),
    Route(Who, Who, Lane),
    Regime(Key, Conclusion),
}

impl Whom {
    fn of(party: &Party<'_>) -> Self {
        match party {
            Party::People => Self::People,
            Party::Us => Self::Us,
            Party::Organization(key) => Self::Organization((*key).clone()),
            Party::Named(name) => Self::Named((*name).to_owned()),
            Party::Described(text) => Self::Described((*text).clone()),
        }
    }

    fn party(&self) -> Party<'_> {
        match self {
            Self::People => Party::People,
            Self::Us => Party::Us,
            Self::Organization(key) => Party::Organization(key),
            Self::Named(name) => Party::Named(name),
            Self::Described(text) => Party::Described(text),
        }
    }
}

impl Together {
    /// The group of a flow, where it belongs to one only.
    pub fn of(by: Grouping, flow: &Flow<'_>, facts: &Facts<'_>) -> Self {
        let who = |side: &Side<'_>| Who {
            service: side.service.cloned(),
            parties: side.parties.items.iter().map(Whom::of).collect(),
        };
        let lane = || {
            let (from, to) = ends(flow);
            Lane { from: from.into_iter().cloned().collect(), to: to.into_iter().cloned().collect() }
        };
        match by {
            Grouping::Activity | Grouping::Regime => Self::Activity(flow.activity.key.clone()),
            Grouping::Importer => Self::Importer(who(&facts.importer)),
            Grouping::Lane => Self::Lane(lane()),
            Grouping::Route => Self::Route(who(&facts.exporter), who(&facts.importer), lane()),
        }
    }
}

/// The groups, in the order of their names.
pub(super) fn told(teller: &Teller<'_, '_>, sums: &Sums<'_>) -> Vec<Group> {
    let groups = sums.groups.iter().map(|(together, (flows, results))| Group {
        name: name(teller, together),
        flows: flows.clone(),
        results: *results,
    });
    let mut groups: Vec<Group> = groups.collect();
    groups.sort_by(|one, other| (&one.name, &one.flows).cmp(&(&other.name, &other.flows)));
    groups
}

fn name(teller: &Teller<'_, '_>, together: &Together) -> String {
    let who = |who: &Who| {
        let parties: Vec<Party<'_>> = who.parties.iter().map(Whom::party).collect();
        teller.who(who.service.as_ref(), &parties)
    };
    match together {
        Together::Activity(key) => teller.name(Kind::Activities, key),
        Together::Importer(importer) => who(importer),
        Together::Lane(way) => lane(teller, way),
        Together::Route(exporter, importer, way) => {
            format!("{} → {}, {}", who(exporter), who(importer), lane(teller, way))
        }
        Together::Regime(regime, conclusion) => {
            let words = teller.speech.conclusion(*conclusion);
            teller.speech.aside(&teller.name(Kind::Regimes, regime), words)
        }
    }
}

/// Where flows leave and where they arrive, in words.
fn lane(teller: &Teller<'_, '_>, lane: &Lane) -> String {
    let words = |places: &[Key]| {
        if places.is_empty() {
            return teller.speech.unknown().to_owned();
        }
        let names: Vec<String> = places.iter().map(|place| teller.name(Kind::Locations, place)).collect();
        names.join(" + ")
    };
    format!("{} → {}", words(&lane.from), words(&lane.to))
}
