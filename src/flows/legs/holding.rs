//! Holding: in systems of ours, and at the services that host them or are them.
//!
//! What a service keeps that gets the data by a disclosure is part of that disclosure and not told again here.

use super::{
    Found, Scene,
    onward::{self, Passed},
    scene::Kept,
};
use crate::{
    domain::Key,
    flows::{
        Capacity, Facts, Leg, Listed, Name, Party, Side, State, Target,
        lists::{at, join},
    },
};
use std::{collections::BTreeSet, sync::Arc};

/// What is held.
pub(super) fn flows<'a>(scene: &Scene<'_, 'a>, found: &mut Found<'a>) {
    for kept in scene.kept.iter().filter(|kept| kept.service.is_none()) {
        found.put(name(scene, Some(kept), None), by_us(scene, kept));
    }
    let activity = scene.activity;
    // Where lists say that there is no system and no place, there is nothing; otherwise it is somewhere.
    if scene.kept.is_empty() && !(activity.systems.is_some() && activity.storage.is_some() && scene.held.is_complete())
    {
        let mut facts = scene.facts(Arc::clone(&scene.ours), Arc::clone(&scene.held));
        facts.origin = Arc::clone(&scene.people_at);
        facts.access = Arc::new(super::access::of_activity(scene));
        found.put(name(scene, None, None), facts);
    }
    let services = scene.kept.iter().flat_map(|kept| kept.storage.items.iter().filter_map(|spot| spot.host));
    let services: BTreeSet<&Key> = services.chain(scene.kept.iter().filter_map(|kept| kept.service)).collect();
    for service in services.into_iter().filter(|service| !scene.is_disclosed_to(service)) {
        at_host(scene, service, found);
    }
}

fn name<'a>(scene: &Scene<'_, 'a>, kept: Option<&Kept<'a>>, recipient: Option<Target<'a>>) -> Name<'a> {
    let element = kept.map(|kept| kept.element);
    Name { activity: &scene.activity.key, leg: Leg::Holding, element, recipient, onward: None }
}

fn by_us<'a>(scene: &Scene<'_, 'a>, kept: &Kept<'a>) -> Facts<'a> {
    let operator = kept.system.and_then(|system| Some((system, system.operator.as_ref()?.key())));
    let importer = operator.filter(|(_, operator)| !scene.is_ours(operator)).map(|(system, operator)| {
        let parties = Listed::whole(at(system, "operator"), vec![Party::Organization(operator)]);
        Arc::new(Side { service: None, parties, providers: Vec::new(), capacity: Capacity::Unknown })
    });
    let mut facts = scene.facts(importer.unwrap_or_else(|| Arc::clone(&scene.ours)), Arc::clone(&kept.storage));
    facts.state = kept.state;
    facts.origin = Arc::clone(&scene.people_at);
    facts.access = Arc::clone(&kept.access);
    facts.goes_into(&kept.fields, &kept.inside);
    facts.systems = kept.system.map(|system| &system.key).into_iter().collect();
    facts
}

fn at_host<'a>(scene: &Scene<'_, 'a>, key: &'a Key, found: &mut Found<'a>) {
    let service = scene.service(key);
    let mut storage = scene.hosted_by(key).unwrap_or_else(|| Arc::new(Listed::nowhere()));
    // A tenancy that does not say where it is, is where the service says it is.
    if storage.items.is_empty() {
        join(&mut storage, &service.places);
    }
    let name = name(scene, None, Some(Target::Processor(key)));
    let mut facts = scene.facts(service.side(Capacity::Unknown), storage);
    facts.origin = Arc::clone(&scene.people_at);
    facts.state = scene.kept_at(key).map(|kept| kept.state).min().unwrap_or(State::Active);
    facts.access = Arc::clone(&service.access);
    for kept in scene.kept_at(key) {
        join(&mut facts.access, &kept.access);
        facts.goes_into(&kept.fields, &kept.inside);
        facts.systems.extend(kept.system.map(|system| &system.key));
    }
    facts.sub_processors = service.sub_processors(scene.activity.since);
    let since = scene.activity.since;
    onward::flows(scene, &Passed { by: service, name: &name, facts: &facts, since }, found);
    found.put(name, facts);
}
