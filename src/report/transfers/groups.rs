//! The flows of the report, grouped as asked.

use super::{
    filter::ends,
    flow::Teller,
    model::{Group, Grouping},
    sums::Sums,
};
use crate::{
    domain::{Key, Kind, record::regime::Conclusion},
    flows::{Facts, Flow, Party, Side},
};

/// An end of flows, by who it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Who<'a> {
    service: Option<&'a Key>,
    parties: Vec<Party<'a>>,
}

/// Where flows leave, and where they arrive.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Lane<'a> {
    from: Vec<&'a Key>,
    to: Vec<&'a Key>,
}

/// What the flows of a group have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Together<'a> {
    Activity(&'a Key),
    Importer(Who<'a>),
    Lane(Lane<'a>),
    Route(Who<'a>, Who<'a>, Lane<'a>),
    Regime(&'a Key, Conclusion),
}

impl<'a> Together<'a> {
    /// The group of a flow, where it belongs to one only.
    pub fn of(by: Grouping, flow: &Flow<'a>, facts: &Facts<'a>) -> Self {
        let who = |side: &Side<'a>| Who { service: side.service, parties: side.parties.items.clone() };
        let lane = || {
            let (from, to) = ends(flow);
            Lane { from: from.into_iter().collect(), to: to.into_iter().collect() }
        };
        match by {
            Grouping::Activity | Grouping::Regime => Self::Activity(&flow.activity.key),
            Grouping::Importer => Self::Importer(who(&facts.importer)),
            Grouping::Lane => Self::Lane(lane()),
            Grouping::Route => Self::Route(who(&facts.exporter), who(&facts.importer), lane()),
        }
    }
}

/// The groups, in the order of their names.
pub(super) fn told(teller: &Teller<'_, '_>, sums: &Sums<'_, '_>) -> Vec<Group> {
    let groups = sums.groups.iter().map(|(together, (flows, results))| Group {
        name: name(teller, together),
        flows: flows.clone(),
        results: *results,
    });
    let mut groups: Vec<Group> = groups.collect();
    groups.sort_by(|one, other| (&one.name, &one.flows).cmp(&(&other.name, &other.flows)));
    groups
}

fn name(teller: &Teller<'_, '_>, together: &Together<'_>) -> String {
    let who = |who: &Who<'_>| teller.who(who.service, &who.parties);
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
fn lane(teller: &Teller<'_, '_>, lane: &Lane<'_>) -> String {
    let words = |places: &[&Key]| {
        if places.is_empty() {
            return teller.speech.unknown().to_owned();
        }
        let names: Vec<String> = places.iter().map(|place| teller.name(Kind::Locations, place)).collect();
        names.join(" + ")
    };
    format!("{} → {}", words(&lane.from), words(&lane.to))
}
