//! Access: people who can reach data from where they are, which carries it there as surely as sending does.

use super::{Found, Scene, recipient::Disclosed, scene::with_access};
use crate::{
    domain::{Key, Kind, record::Access},
    flows::{
        Capacity, Element, Facts, Leg, Listed, Name, Party, Side, Spot, State, Target,
        lists::{ListAt, at, read},
    },
};
use std::{collections::BTreeSet, sync::Arc};

/// Who can reach what.
pub(super) fn flows<'a>(scene: &Scene<'_, 'a>, found: &mut Found<'a>) {
    to_what_is_kept(scene, found);
    let activity = scene.activity;
    for disclosed in &scene.disclosed {
        to_what_is_disclosed(scene, disclosed, found);
    }
    let element = |access: &'a Access| Element {
        kind: Kind::Activities,
        record: &activity.key,
        within: None,
        list: Some("access"),
        key: &access.key,
    };
    for access in of_activity(scene).items {
        let facts = facts(scene, access, element(access), &scene.leaves);
        found.put(name(scene, element(access), access, None), facts);
    }
}

/// Who can reach what the activity itself keeps.
pub(super) fn of_activity<'a>(scene: &Scene<'_, 'a>) -> Listed<'a, &'a Access> {
    let activity = scene.activity;
    read(activity, at(activity, "access"), activity.access.as_deref(), |access| with_access(scene.moment, access))
}

/// Access to systems, and of hosts to what they host. Our own people at a recipient's are the return leg.
fn to_what_is_kept<'a>(scene: &Scene<'_, 'a>, found: &mut Found<'a>) {
    for kept in &scene.kept {
        let Some(system) = kept.system else { continue };
        let at_recipient = kept.service.is_some_and(|service| scene.is_disclosed_to(service));
        for access in &kept.access.items {
            let own = access.organization.as_ref().is_some_and(|own| scene.is_ours(own.key()));
            if own && at_recipient {
                continue;
            }
            let element = Element {
                kind: Kind::Systems,
                record: &system.key,
                within: None,
                list: Some("access"),
                key: &access.key,
            };
            let mut facts = facts(scene, access, element, &kept.storage);
            facts.state = kept.state;
            facts.systems = vec![&system.key];
            facts.goes_into(&kept.fields, &kept.inside);
            let name = name(scene, element, access, None);
            found.put(name, facts);
        }
    }
    let hosts = scene.kept.iter().flat_map(|kept| kept.storage.items.iter().filter_map(|spot| kept.service_of(spot)));
    let hosts: BTreeSet<&Key> = hosts.chain(scene.kept.iter().filter_map(|kept| kept.service)).collect();
    for host in hosts.into_iter().filter(|host| !scene.is_disclosed_to(host)) {
        let service = scene.service(host);
        if service.access.items.is_empty() {
            continue;
        }
        let origin = scene.hosted_by(host).unwrap_or_else(|| Arc::new(Listed::nowhere()));
        for access in service.access.items.iter().copied() {
            let element = of_service(host, access);
            let name = name(scene, element, access, Some(Target::Processor(host)));
            let mut facts = facts(scene, access, element, &origin);
            facts.state = scene.kept_at(host).map(|kept| kept.state).min().unwrap_or(State::Active);
            found.put(name, facts);
        }
    }
}

/// Access at recipients. Those of a service are one flow, however many disclosures go to it.
fn to_what_is_disclosed<'a>(scene: &Scene<'_, 'a>, disclosed: &Disclosed<'a>, found: &mut Found<'a>) {
    let disclosure = disclosed.disclosure;
    let here = disclosure.access.iter().flatten().filter_map(|access| with_access(scene.moment, access));
    let mut all: Vec<(Element<'_>, &Access)> = here
        .map(|access| {
            (
                Element {
                    within: Some(&disclosure.key),
                    list: Some("access"),
                    key: &access.key,
                    ..disclosed.element()
                },
                access,
            )
        })
        .collect();
    if let Some(service) = &disclosed.service {
        all.extend(service.access.items.iter().map(|access| (of_service(service.key, access), *access)));
    }
    if all.is_empty() {
        return;
    }
    let (side, origin) = (disclosed.side(), disclosed.storage(scene));
    let (data, purposes) = (Arc::new(disclosed.data()), Arc::new(disclosed.purposes()));
    for (element, access) in all {
        let name = name(scene, element, access, Some(disclosed.target()));
        let mut facts = facts(scene, access, element, &origin);
        facts.state = disclosed.state;
        facts.data = Arc::clone(&data);
        facts.purposes = Arc::clone(&purposes);
        match &access.organization {
            // Another than the recipient gets it from the recipient.
            Some(other) if !side.organizations().any(|organization| organization == other.key()) => {
                facts.exporter = Arc::clone(&side);
            }
            Some(_) => {}
            None => facts.importer = Arc::clone(&side),
        }
        found.put(name, facts);
    }
}

fn of_service<'a>(service: &'a Key, access: &'a Access) -> Element<'a> {
    Element { kind: Kind::Processors, record: service, within: None, list: Some("access"), key: &access.key }
}

fn name<'a>(
    scene: &Scene<'_, 'a>,
    element: Element<'a>,
    access: &'a Access,
    recipient: Option<Target<'a>>,
) -> Name<'a> {
    let organization = access.organization.as_ref().map(|organization| Target::Organization(organization.key()));
    Name {
        activity: &scene.activity.key,
        leg: Leg::Access,
        element: Some(element),
        recipient: recipient.or(organization),
        onward: None,
    }
}

fn facts<'a>(
    scene: &Scene<'_, 'a>,
    access: &'a Access,
    element: Element<'a>,
    origin: &Arc<Listed<'a, Spot<'a>>>,
) -> Facts<'a> {
    let at = ListAt {
        kind: element.kind,
        key: element.record,
        within: element.within.map(|disclosure| ("disclosures", disclosure)),
        list: "access",
    };
    let who = match (&access.organization, &access.staff_group) {
        (Some(organization), _) => Listed::whole(at, vec![Party::Organization(organization.key())]),
        (None, Some(group)) => Listed::whole(at, vec![Party::Described(group)]),
        (None, None) => Listed::unknown(at),
    };
    let importer = Side { service: None, parties: who, providers: Vec::new(), capacity: Capacity::Unknown };
    // Nothing is kept where people look at it.
    let mut facts = scene.facts(Arc::new(importer), Arc::new(Listed::whole(at, Vec::new())));
    facts.origin = Arc::clone(origin);
    facts.access = Arc::new(Listed::whole(at, vec![access]));
    facts
}
