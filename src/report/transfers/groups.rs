//! The flows of the report, grouped as asked.

use super::{
    Judged,
    flow::Teller,
    model::{Group, Grouping},
    results,
};
use crate::domain::Kind;
use std::collections::BTreeMap;

/// The groups, in the order of their names.
pub(super) fn of(teller: &Teller<'_, '_>, judged: &[Judged<'_, '_>], by: Grouping) -> Vec<Group> {
    let mut groups: BTreeMap<String, Vec<&Judged<'_, '_>>> = BTreeMap::new();
    for judged in judged {
        for name in names(teller, judged, by) {
            groups.entry(name).or_default().push(judged);
        }
    }
    let group = |(name, judged): (String, Vec<&Judged<'_, '_>>)| Group {
        name,
        flows: judged.iter().map(|judged| judged.flow.id.to_string()).collect(),
        results: results(judged.iter().flat_map(|judged| judged.worst()).map(|says| &says.found)),
    };
    groups.into_iter().map(group).collect()
}

/// The names of the groups that a flow belongs to.
fn names(teller: &Teller<'_, '_>, judged: &Judged<'_, '_>, by: Grouping) -> Vec<String> {
    let facts = judged.last().facts;
    match by {
        Grouping::Activity => vec![teller.name(Kind::Activities, &judged.flow.activity.key)],
        Grouping::Importer => vec![teller.party(&facts.importer).name],
        Grouping::Lane => vec![lane(teller, judged)],
        Grouping::Route => {
            let (exporter, importer) = (teller.party(&facts.exporter).name, teller.party(&facts.importer).name);
            vec![format!("{exporter} → {importer}, {}", lane(teller, judged))]
        }
        Grouping::Regime => judged
            .worst()
            .into_iter()
            .map(|says| {
                let words = teller.speech.conclusion(says.found.conclusion);
                teller.speech.aside(&teller.name(Kind::Regimes, &says.pack.regime.key), words)
            })
            .collect(),
    }
}

/// Where a flow leaves and where it arrives, in words.
fn lane(teller: &Teller<'_, '_>, judged: &Judged<'_, '_>) -> String {
    let (from, to) = super::ends(judged.flow);
    let words = |places: std::collections::BTreeSet<&crate::domain::Key>| {
        if places.is_empty() {
            return teller.speech.unknown().to_owned();
        }
        let names: Vec<String> = places.into_iter().map(|place| teller.name(Kind::Locations, place)).collect();
        names.join(" + ")
    };
    format!("{} → {}", words(from), words(to))
}
