//! The way of data from us, or from people, to whoever has it: step by step, at any depth.

use crate::{
    domain::{Key, Kind, record::ActivityRole},
    flows::{Atlas, Element, Flows, Leg, Party, Target},
    report::{
        sharing::Shared,
        told::{Named, Records, Told, Who, who},
    },
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, VecDeque};

/// Somebody on the way of data.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "RecipientsLink")]
pub struct Link {
    /// The service, where it is one.
    pub service: Option<Named>,
    /// Who that is, where it is not told by the service. Nobody: not recorded.
    pub who: Vec<Who>,
}

/// The flow in which data first left us, as those that follow on it name it: activity, element and first recipient.
type Root<'a> = (&'a Key, Option<Element<'a>>, Option<Target<'a>>);

/// Of every flow in which data left us: who passed it on to each service behind, on a shortest way.
pub struct Chains<'f, 'a> {
    atlas: &'f Atlas<'a>,
    before: BTreeMap<Root<'a>, BTreeMap<Target<'a>, Target<'a>>>,
}

impl<'f, 'a> Chains<'f, 'a> {
    pub fn of(flows: &'f Flows<'a>) -> Self {
        let mut steps: BTreeMap<Root<'a>, BTreeMap<Target<'a>, Vec<Target<'a>>>> = BTreeMap::new();
        for flow in &flows.flows {
            if let Some((from, to)) = flow.name.onward {
                let root = (flow.name.activity, flow.name.element, flow.name.recipient);
                steps.entry(root).or_default().entry(from).or_default().push(to);
            }
        }
        let before = steps.into_iter().map(|(root, steps)| (root, shortest(root.2, &steps)));
        Self { atlas: &flows.atlas, before: before.collect() }
    }

    /// The places that flows name.
    pub const fn atlas(&self) -> &'f Atlas<'a> {
        self.atlas
    }

    /// The way of a flow to somebody else, from whoever had the data first to whoever gets it.
    pub fn chain(&self, records: Records<'a>, shared: &Shared<'_, 'a>) -> Vec<Link> {
        let (name, facts) = (&shared.flow.name, shared.facts());
        let first = Link { service: None, who: first(records, shared) };
        let passed = match (name.leg, name.onward) {
            (Leg::Onward, Some((from, _))) => self.up_to((name.activity, name.element, name.recipient), from),
            // With whom those who have access have it.
            (Leg::Access, _) => name.recipient.into_iter().collect(),
            _ => Vec::new(),
        };
        let gets = |key: &Key| facts.importer.organizations().any(|organization| organization == key);
        let passed = passed.into_iter().filter_map(|target| match target {
            Target::Processor(key) => Some(service(records, key)),
            Target::Organization(key) if !gets(key) => {
                Some(Link { service: None, who: vec![who(records, &Party::Organization(key))] })
            }
            _ => None,
        });
        let last = match facts.importer.service {
            Some(key) => service(records, key),
            None => Link { service: None, who: Told::of(&facts.importer.parties, |party| who(records, party)).items },
        };
        [first].into_iter().chain(passed).chain([last]).collect()
    }

    /// The services from the first recipient to `last`.
    fn up_to(&self, root: Root<'a>, last: Target<'a>) -> Vec<Target<'a>> {
        let mut way = vec![last];
        let before = self.before.get(&root);
        while let Some(earlier) = way.last().and_then(|at| before?.get(at)) {
            way.push(*earlier);
        }
        way.reverse();
        way
    }
}

fn service(records: Records<'_>, key: &Key) -> Link {
    Link { service: Some(records.named(Kind::Processors, key)), who: Vec::new() }
}

/// Who had the data first: the people themselves, where a recipient collects it from them; else we.
fn first(records: Records<'_>, shared: &Shared<'_, '_>) -> Vec<Who> {
    let activity = shared.activity();
    let directly = shared.disclosure.is_some_and(|disclosure| disclosure.collects_directly == Some(true));
    match activity.role {
        _ if directly => vec![who(records, &Party::People)],
        Some(ActivityRole::Processor) => vec![who(records, &Party::Us)],
        _ => {
            let controllers = activity.controllers.iter().flatten();
            controllers.map(|controller| who(records, &Party::Organization(controller.key()))).collect()
        }
    }
}

/// Who comes before each on a shortest way from `root`, which nobody comes before.
fn shortest<'a>(
    root: Option<Target<'a>>,
    steps: &BTreeMap<Target<'a>, Vec<Target<'a>>>,
) -> BTreeMap<Target<'a>, Target<'a>> {
    let mut before = BTreeMap::new();
    let mut open: VecDeque<Target<'a>> = root.into_iter().collect();
    while let Some(at) = open.pop_front() {
        for next in steps.get(&at).into_iter().flatten() {
            if Some(*next) != root && !before.contains_key(next) {
                before.insert(*next, at);
                open.push_back(*next);
            }
        }
    }
    before
}
