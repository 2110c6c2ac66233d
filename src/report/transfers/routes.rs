//! The routes of a transfer report: what a review decides on.
//!
//! A route is exporter, importer, where from and where to. Its key hashes these alone, so that it is the same in every quarter; its facts
//! hash everything of its flows that a decision rests on, and nothing that passes with time or depends on a language.

use super::model::{DeterminationOf, Mechanism, TransferFlow, TransferStretch, Transfers};
use crate::{
    domain::{
        Key, Kind, LanguageTag, Register,
        digest::{self, Digest},
        record::regime::Conclusion,
    },
    report::{reader::Reader, speech::Speech, told::Records},
    rules::LawUsed,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// So many characters of a digest tell routes apart.
const KEY_LENGTH: usize = 16;

/// A route and the flows that go it.
#[derive(Debug, Clone)]
pub struct Route {
    /// The same in every review in which the route is gone.
    pub key: String,
    /// In words, in each language of the program.
    pub name: BTreeMap<&'static str, String>,
    /// Who sends; empty: not recorded.
    pub exporters: BTreeSet<Key>,
    /// Who gets; empty: not recorded.
    pub importers: BTreeSet<Key>,
    /// The service through which it is got.
    pub service: Option<Key>,
    /// Where people are, or data leaves; empty: not recorded.
    pub from: BTreeSet<Key>,
    /// Where data arrives; empty: not recorded.
    pub to: BTreeSet<Key>,
    /// Whose processing it is; empty: not recorded.
    pub controllers: BTreeSet<Key>,
    /// The activities.
    pub activities: BTreeSet<Key>,
    /// The flows.
    pub flows: BTreeSet<Digest>,
    /// What each law comes to at worst.
    pub regimes: BTreeMap<Key, Conclusion>,
    /// The worst of these; undetermined where no law was evaluated.
    pub result: Conclusion,
    /// Whether it rests on law that is unconfirmed or overdue.
    pub unconfirmed: bool,
    /// The mechanisms of its flows that have a last day.
    pub ending: Vec<Mechanism>,
    /// The digest of its facts and results.
    pub facts: Digest,
}

/// What a route is told from others by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    /// Whether it leaves the people themselves.
    people: bool,
    exporters: BTreeSet<Key>,
    importers: BTreeSet<Key>,
    service: Option<Key>,
    /// Of a recipient that no record names, what it is called.
    unnamed: Option<String>,
    from: BTreeSet<Key>,
    to: BTreeSet<Key>,
}

/// The routes of a report, by what they come to (the worst first) and key.
#[must_use]
pub fn routes(report: &Transfers<'_>) -> Vec<Route> {
    let register = report.flows.register();
    let mut by_name: BTreeMap<Name, Vec<TransferFlow>> = BTreeMap::new();
    report.flows.each_result(|flow| {
        if let Some(last) = flow.stretches.last() {
            by_name.entry(Name::of(&flow, last)).or_default().push(flow);
        }
    });
    let mut routes: Vec<Route> = by_name.into_iter().map(|(name, flows)| route(register, name, &flows)).collect();
    routes.sort_by(|one, other| (other.result.badness(), &one.key).cmp(&(one.result.badness(), &other.key)));
    routes
}

impl Name {
    fn of(flow: &TransferFlow, last: &TransferStretch) -> Self {
        let places = |items: &[super::model::Place]| items.iter().filter_map(|place| place.location.clone()).collect();
        let people = last.people.items.iter().filter_map(|people| people.place.location.clone());
        let mut from: BTreeSet<Key> = places(&last.origin.items);
        from.extend(people);
        let importer = &last.importer;
        let unnamed = importer.service.is_none() && importer.organizations.is_empty();
        Self {
            people: flow.leg == "collection" && last.exporter.organizations.is_empty(),
            exporters: last.exporter.organizations.iter().cloned().collect(),
            importers: importer.organizations.iter().cloned().collect(),
            service: importer.service.clone(),
            unnamed: unnamed.then(|| importer.name.clone()),
            from,
            to: places(&last.destination.items),
        }
    }

    fn key(&self) -> String {
        let Self { people, exporters, importers, service, unnamed, from, to } = self;
        let named = json!([people, exporters, importers, service, unnamed, from, to]).to_string();
        digest::of(named.as_bytes()).to_string()[..KEY_LENGTH].to_owned()
    }

    fn words(&self, register: &Register, speech: Speech, language: &LanguageTag) -> String {
        let reader = Reader::of(register, language);
        let all = |kind, keys: &BTreeSet<Key>| {
            let names: Vec<String> = keys.iter().map(|key| reader.name(kind, key).text).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            if names.is_empty() { speech.unknown().to_owned() } else { Speech::listed(Some(speech), &names) }
        };
        let importers = match (&self.service, &self.unnamed) {
            (_, Some(unnamed)) => unnamed.clone(),
            (Some(service), _) if self.importers.is_empty() => reader.name(Kind::Processors, service).text,
            (Some(service), _) => {
                speech.aside(&reader.name(Kind::Processors, service).text, &all(Kind::Organizations, &self.importers))
            }
            (None, None) => all(Kind::Organizations, &self.importers),
        };
        let places = |keys| all(Kind::Locations, keys);
        let who = if self.people {
            speech.of_two("the people".to_owned(), "个人".to_owned())
        } else {
            all(Kind::Organizations, &self.exporters)
        };
        let way = (places(&self.from), places(&self.to));
        speech.of_two(
            format!("{who} → {importers}, {} → {}", way.0, way.1),
            format!("{who} → {importers}，{} → {}", way.0, way.1),
        )
    }
}

fn route(register: &Register, name: Name, flows: &[TransferFlow]) -> Route {
    let records = Records(register);
    let activities: BTreeSet<Key> = flows.iter().map(|flow| flow.activity.clone()).collect();
    let controllers = activities.iter().filter_map(|key| records.activity(key)).flat_map(|activity| {
        activity.controllers.iter().flatten().map(|controller| controller.key().clone()).collect::<Vec<_>>()
    });
    let controllers = controllers.collect();
    let determinations = || flows.iter().flat_map(|flow| &flow.stretches).flat_map(|stretch| &stretch.determinations);
    let mut regimes: BTreeMap<Key, Conclusion> = BTreeMap::new();
    for found in determinations() {
        let worst = regimes.entry(found.regime.clone()).or_insert(found.result);
        if found.result.badness() > worst.badness() {
            *worst = found.result;
        }
    }
    // Where no law says anything nobody can tell.
    let worst = regimes.values().copied().max_by_key(|result| result.badness());
    let spoken = [(Speech::En, "en"), (Speech::ZhHans, "zh-Hans")].into_iter().filter_map(|(speech, tag)| {
        let language: LanguageTag = tag.parse().ok()?;
        Some((tag, name.words(register, speech, &language)))
    });
    Route {
        key: name.key(),
        name: spoken.collect(),
        controllers,
        activities,
        result: worst.unwrap_or(Conclusion::Undetermined),
        unconfirmed: determinations().any(|found| found.law != LawUsed::Confirmed),
        ending: ending(flows),
        facts: facts(flows),
        flows: flows.iter().map(|flow| flow.id).collect(),
        regimes,
        exporters: name.exporters,
        importers: name.importers,
        service: name.service,
        from: name.from,
        to: name.to,
    }
}

/// The mechanisms that have a last day, each once, in the order of it.
fn ending(flows: &[TransferFlow]) -> Vec<Mechanism> {
    let held = flows.iter().flat_map(|flow| &flow.stretches).flat_map(|stretch| &stretch.mechanisms);
    let mut ending: Vec<Mechanism> = held.filter(|mechanism| mechanism.until.is_some()).cloned().collect();
    ending.sort_by(|one, other| (one.until, &one.record).cmp(&(other.until, &other.record)));
    ending.dedup_by(|one, other| one.record == other.record);
    ending
}

fn facts(flows: &[TransferFlow]) -> Digest {
    let mut told: Vec<(Digest, Value)> = flows
        .iter()
        .map(|flow| {
            let stretches: Vec<Value> = flow.stretches.iter().map(facts_of).collect();
            (flow.id, json!([flow.id, flow.leg, stretches]))
        })
        .collect();
    told.sort_by_key(|(id, _)| *id);
    digest::of(json!(told.into_iter().map(|(_, facts)| facts).collect::<Vec<_>>()).to_string().as_bytes())
}

fn facts_of(stretch: &TransferStretch) -> Value {
    let keys = |items: &[super::model::Named]| {
        items.iter().map(|named| json!([named.key, named.key.is_none().then_some(&named.name)])).collect::<Vec<_>>()
    };
    let mechanisms: Vec<Value> =
        stretch.mechanisms.iter().map(|held| json!([held.record, held.until, held.evidenced])).collect();
    let of = |found: &DeterminationOf| json!([found.regime, found.result, found.decided_by, found.law]);
    json!({
        "residual": stretch.residual,
        "declared": stretch.declared,
        "exporter": [stretch.exporter.service, stretch.exporter.organizations],
        "importer": [stretch.importer.service, stretch.importer.organizations],
        "people": stretch.people.items.iter().map(|people| json!([people.place.location, people.people])).collect::<Vec<_>>(),
        "origin": stretch.origin.items.iter().map(|place| &place.location).collect::<Vec<_>>(),
        "destination": stretch.destination.items.iter().map(|place| &place.location).collect::<Vec<_>>(),
        "extents": [stretch.people.extent, stretch.origin.extent, stretch.destination.extent, stretch.data.extent],
        "crossing": [stretch.crossing.answer, stretch.crossing_from_people.answer],
        "data": keys(&stretch.data.items),
        "subjects": keys(&stretch.subjects.items),
        "purposes": stretch.purposes.items,
        "mechanisms": mechanisms,
        "determinations": stretch.determinations.iter().map(of).collect::<Vec<_>>(),
    })
}
