//! The legs of flows, one file each, and the scene that they share: an activity on a day.
//!
//! A leg is a function from a scene to flows. What several legs ask for (whose data, from where, what is kept in which
//! place, who gets it) is read once, when the scene is set. Never knows other days.

mod access;
mod collection;
mod disclosure;
mod found;
mod holding;
mod onward;
mod recipient;
mod returning;
mod scene;
mod service;
mod system;

pub(super) use found::Found;
pub(super) use scene::Steady;
pub(super) use service::InService;
pub(super) use system::InSystem;

use super::{Era, Facts, Name, instruments, period::Moment};
use scene::Scene;
use std::sync::Arc;

/// The flows of an activity on a day: each name once, in their order.
pub(super) fn of<'a>(era: &Era<'_, 'a>, steady: &Steady<'a>, moment: &Moment) -> Vec<(Name<'a>, Facts<'a>)> {
    let Some(scene) = Scene::of(era, steady, moment) else { return Vec::new() };
    let mut found = Found::default();
    collection::flows(&scene, &mut found);
    holding::flows(&scene, &mut found);
    disclosure::flows(&scene, &mut found);
    access::flows(&scene, &mut found);
    // Last, since what is in force for a flow depends on all its other facts.
    let mut flows = found.in_order();
    for (name, facts) in &mut flows {
        let disclosure = scene.disclosure(name);
        let in_force = instruments::in_force(era.ground, moment, steady.activity, disclosure, name, facts);
        if in_force != instruments::Instruments::default() {
            facts.instruments = Arc::new(in_force);
        }
    }
    flows
}
