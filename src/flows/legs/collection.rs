//! Collection: from people to where we first hold it. Recipients that collect directly are among the disclosures.

use super::{Found, Scene};
use crate::flows::{Capacity, Leg, Listed, Name, Party, Side, State, lists::at};
use std::sync::Arc;

/// What we collect, as long as the activity goes on.
pub(super) fn flows<'a>(scene: &Scene<'_, 'a>, found: &mut Found<'a>) {
    if scene.state != State::Active {
        return;
    }
    let name =
        Name { activity: &scene.activity.key, leg: Leg::Collection, element: None, recipient: None, onward: None };
    let parties = Listed::whole(at(scene.activity, "people"), vec![Party::People]);
    let mut facts = scene.facts(Arc::clone(&scene.ours), Arc::clone(&scene.held));
    facts.exporter = Arc::new(Side { service: None, parties, providers: Vec::new(), capacity: Capacity::People });
    facts.origin = Arc::clone(&scene.people_at);
    found.put(name, facts);
}
