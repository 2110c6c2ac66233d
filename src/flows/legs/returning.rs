//! Return: what comes back from a service that acts for us, when our people read it there.
//!
//! Declared where our own people have access to a system that is the service's; otherwise inferred from what the
//! service is used for, and then from where they read it is not recorded.

use super::{Found, Scene, recipient::Disclosed};
use crate::{
    domain::{
        Key,
        record::{Access, DisclosureKind, Organization},
        value::Ref,
    },
    flows::{Basis, Extent, Facts, Leg, Listed, Name, Said, Spot, State, Use, ground::counts},
};
use std::sync::Arc;

/// What comes back of a disclosure, where the service acts for us or keeps a system of ours.
pub(super) fn flow<'a>(scene: &Scene<'_, 'a>, disclosed: &Disclosed<'a>, there: &Facts<'a>, found: &mut Found<'a>) {
    let Some(service) = disclosed.service() else { return };
    let tenancies: Vec<_> = scene.kept_at(service).filter(|kept| kept.service == Some(service)).collect();
    let acts_for_us = disclosed.disclosure.kind == Some(DisclosureKind::Entrusted) || !tenancies.is_empty();
    // What goes on at a service after the disclosure has ended is not part of it: those with access are told as such.
    if !acts_for_us || !scene.is_disclosed_to(service) {
        return;
    }
    let mut own: Listed<'_, &Access> = Listed::nowhere();
    // What the activity itself says of access is told as access.
    for kept in tenancies.into_iter().filter(|kept| kept.system.is_some()) {
        own.add(Listed::clone(&kept.access));
    }
    own.items.retain(|access| access.organization.as_ref().is_some_and(|own| scene.is_ours(own.key())));
    // That what was given still comes back after its end is for a record to say.
    if own.items.is_empty() && there.state != State::Active {
        return;
    }
    let said = own.said.first().map_or_else(|| disclosed.at("access"), |said| said.at);
    let mut facts = scene.facts(Arc::clone(&scene.ours), Arc::new(Listed::whole(said, Vec::new())));
    facts.state = there.state;
    facts.exporter = Arc::clone(&there.importer);
    facts.origin = Arc::clone(&there.storage);
    facts.data = Arc::clone(&there.data);
    facts.fields = Arc::clone(&there.fields);
    facts.inside = Arc::clone(&there.inside);
    facts.purposes = Arc::clone(&there.purposes);
    facts.systems.clone_from(&there.systems);
    if own.items.is_empty() {
        facts.basis = Basis::Inferred;
        facts.storage =
            Arc::new(Listed { items: our_places(scene), said: vec![Said { at: said, extent: Extent::Unknown }] });
    } else {
        facts.access = Arc::new(own);
    }
    let name = Name {
        activity: &scene.activity.key,
        leg: Leg::Return,
        element: Some(disclosed.element()),
        recipient: Some(disclosed.target()),
        onward: None,
    };
    found.put(name, facts);
}

/// Where our organisations are, as far as recorded: from there, at least, people may read.
fn our_places<'a>(scene: &Scene<'_, 'a>) -> Vec<Spot<'a>> {
    let mut places: Vec<&Key> = Vec::new();
    for key in scene.ours.organizations() {
        let Some(organization): Option<&&'a Organization> = scene.era.ground.organizations.get(key) else { continue };
        if !counts(scene.moment, *organization) {
            continue;
        }
        let establishments = organization.establishments.iter().flatten();
        let open = establishments.filter(|place| scene.moment.holds(place.since, place.until));
        let address = organization.address.iter().filter_map(|address| address.location.as_ref());
        let all = organization.principal_place.iter().chain(address).chain(open.filter_map(|at| at.location.as_ref()));
        places.extend(all.map(Ref::key));
    }
    places.sort_unstable();
    places.dedup();
    places.into_iter().map(|place| Spot { location: Some(place), used_for: Use::Access, host: None }).collect()
}
