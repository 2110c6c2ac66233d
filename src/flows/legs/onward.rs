//! Onward: from a recipient or host to sub-processors, at any depth.
//!
//! Every service is looked into once, so that services that use each other come to an end, and each step from one to
//! another is one flow however many ways lead to it.

use super::{Found, Scene, scene::lasting, service::InService};
use crate::{
    domain::{Day, record::SubProcessor, value::Ref},
    flows::{Basis, Capacity, Extent, Facts, Leg, Listed, Name, Party, Side, Spot, State, Target, Use},
};
use std::{
    collections::{BTreeSet, VecDeque},
    sync::Arc,
};

/// Data that a service has got and may pass on.
pub(super) struct Passed<'p, 'a> {
    /// The service.
    pub by: Arc<InService<'a>>,
    /// The flow in which it got it.
    pub name: &'p Name<'a>,
    pub facts: &'p Facts<'a>,
    /// The first day on which it can have got it.
    pub since: Option<Day>,
}

/// Where data goes from a service.
pub(super) fn flows<'a>(scene: &Scene<'_, 'a>, passed: &Passed<'_, 'a>, found: &mut Found<'a>) {
    if passed.facts.sub_processors.said.iter().any(|said| said.extent == Extent::Unknown) {
        let (name, facts) = unrecorded(scene, passed);
        found.put(name, facts);
    }
    if passed.facts.sub_processors.items.is_empty() {
        return;
    }
    let mut seen = BTreeSet::from([passed.by.key]);
    let mut from = VecDeque::from([(Arc::clone(&passed.by), passed.facts.clone())]);
    while let Some((service, held)) = from.pop_front() {
        for sub in held.sub_processors.items.iter().copied() {
            let (name, facts) = step(scene, passed, &service, &held, sub);
            if let Some(next) = sub.processor.as_ref().map(Ref::key).filter(|next| seen.insert(next)) {
                from.push_back((scene.service(next), facts.clone()));
            }
            found.put(name, facts);
        }
    }
}

fn named<'a>(passed: &Passed<'_, 'a>, from: &InService<'a>, to: Target<'a>) -> Name<'a> {
    Name { leg: Leg::Onward, onward: Some((Target::Processor(from.key), to)), ..*passed.name }
}

/// What a service may pass on to others that nobody recorded.
fn unrecorded<'a>(scene: &Scene<'_, 'a>, passed: &Passed<'_, 'a>) -> (Name<'a>, Facts<'a>) {
    let there = &passed.by.unrecorded;
    let mut facts = scene.facts(Arc::clone(&there.side), Arc::clone(&there.places));
    facts.basis = Basis::Inferred;
    hand_on(&mut facts, passed.facts);
    facts.access = Arc::clone(&there.access);
    (named(passed, &passed.by, Target::Unrecorded), facts)
}

/// What a flow onward has from the one before it.
fn hand_on<'a>(facts: &mut Facts<'a>, before: &Facts<'a>) {
    facts.state = before.state;
    facts.exporter = Arc::clone(&before.importer);
    facts.origin = Arc::clone(&before.storage);
    facts.data = Arc::clone(&before.data);
    facts.purposes = Arc::clone(&before.purposes);
}

fn step<'a>(
    scene: &Scene<'_, 'a>,
    passed: &Passed<'_, 'a>,
    by: &InService<'a>,
    held: &Facts<'a>,
    sub: &'a SubProcessor,
) -> (Name<'a>, Facts<'a>) {
    let moment = scene.moment;
    let service = sub.processor.as_ref().map(|processor| scene.service(processor.key()));
    let target = match (&service, &sub.organization) {
        (Some(service), _) => Target::Processor(service.key),
        (None, Some(organization)) => Target::Organization(organization.key()),
        (None, None) => Target::Element(&sub.key),
    };
    let spot = |location: &'a Ref<_>| Some(Spot { location: Some(location.key()), used_for: Use::Storage, host: None });
    let storage = match (&sub.locations, &service) {
        (None, Some(service)) => Arc::clone(&service.places),
        (told, _) => Arc::new(by.of_sub_processor(sub, "locations", told.as_deref(), spot)),
    };
    let mut facts = scene.facts(side(by, service.as_deref(), sub), storage);
    hand_on(&mut facts, held);
    facts.state = held.state.max(lasting(moment, sub.since, sub.until, None).unwrap_or(State::Residual));
    facts.categories = sub.data.as_deref();
    facts.access = service.as_ref().map_or_else(|| Arc::new(Listed::nowhere()), |service| Arc::clone(&service.access));
    if let Some(service) = service {
        let since = passed.since.into_iter().chain(sub.since).max();
        facts.sub_processors = service.sub_processors(since);
    }
    let name = named(passed, by, target);
    (name, facts)
}

fn side<'a>(by: &InService<'a>, service: Option<&InService<'a>>, sub: &'a SubProcessor) -> Arc<Side<'a>> {
    let capacity = Capacity::SubProcessor;
    let whole = |list, party| Listed::whole(by.at_sub_processor(sub, list), vec![party]);
    let organization = sub.organization.as_ref().map(|o| whole("organization", Party::Organization(o.key())));
    let (service, parties) = match (service, organization) {
        // A named organisation says which of the providers it is.
        (Some(service), Some(parties)) => (Some(service.key), parties),
        (Some(service), None) => return service.side(capacity),
        (None, Some(parties)) => (None, parties),
        (None, None) => {
            let named = sub.name.as_deref().map(|name| whole("name", Party::Named(name)));
            (None, named.unwrap_or_else(|| Listed::unknown(by.at_sub_processor(sub, "name"))))
        }
    };
    Arc::new(Side { service, parties, providers: Vec::new(), capacity })
}
