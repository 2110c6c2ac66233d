//! Disclosure: to a recipient, or collected by the recipient from people directly; and what follows on it.

use super::{
    Found, Scene,
    onward::{self, Passed},
    recipient::Disclosed,
    returning,
};
use crate::{
    domain::value::Ref,
    flows::{Facts, Leg, Name},
};
use std::sync::Arc;

/// What is disclosed.
pub(super) fn flows<'a>(scene: &Scene<'_, 'a>, found: &mut Found<'a>) {
    for disclosed in &scene.disclosed {
        let disclosure = disclosed.disclosure;
        let direct = disclosure.collects_directly == Some(true);
        let name = Name {
            activity: &scene.activity.key,
            leg: if direct { Leg::Collection } else { Leg::Disclosure },
            element: Some(disclosed.element()),
            recipient: Some(disclosed.target()),
            onward: None,
        };
        let mut facts = facts(scene, disclosed);
        if direct {
            facts.origin = Arc::clone(&scene.people_at);
        }
        if let Some(service) = &disclosed.service {
            let by = Arc::clone(service);
            let since = disclosure.since.into_iter().chain(scene.activity.since).max();
            let passed = Passed { by, name: &name, facts: &facts, since };
            onward::flows(scene, &passed, found);
            returning::flow(scene, disclosed, &facts, found);
        }
        found.put(name, facts);
    }
}

fn facts<'a>(scene: &Scene<'_, 'a>, disclosed: &Disclosed<'a>) -> Facts<'a> {
    let mut facts = scene.facts(disclosed.side(), disclosed.storage(scene));
    facts.state = disclosed.state;
    facts.access = disclosed.access(scene);
    facts.data = Arc::new(disclosed.data());
    facts.purposes = Arc::new(disclosed.purposes());
    facts.systems = disclosed.disclosure.systems.iter().flatten().map(Ref::key).collect();
    if let Some(service) = &disclosed.service {
        let since = disclosed.disclosure.since.into_iter().chain(scene.activity.since).max();
        facts.sub_processors = service.sub_processors(since);
        let tenancies: Vec<_> = scene.kept_at(service.key).filter(|kept| kept.service == Some(service.key)).collect();
        for kept in tenancies {
            facts.goes_into(&kept.fields, &kept.inside);
            facts.systems.extend(kept.system.map(|system| &system.key));
        }
    }
    facts.systems.sort_unstable();
    facts.systems.dedup();
    facts
}
