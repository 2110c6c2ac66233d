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

pub(super) use found::Found;

use super::{Facts, Name, ground::Ground, instruments, period::Moment};
use crate::domain::record::Activity;
use scene::Scene;

/// The flows of an activity on a day: each name once.
pub(super) fn of<'a>(ground: &Ground<'a>, activity: &'a Activity, moment: &Moment) -> Vec<(Name<'a>, Facts<'a>)> {
    let Some(scene) = Scene::of(ground, activity, moment) else { return Vec::new() };
    let mut found = Found::default();
    collection::flows(&scene, &mut found);
    holding::flows(&scene, &mut found);
    disclosure::flows(&scene, &mut found);
    access::flows(&scene, &mut found);
    // Last, since what is in force for a flow depends on all its other facts.
    for (name, facts) in &mut found.flows {
        facts.instruments = instruments::in_force(ground, moment, activity, scene.disclosure(name), name, facts);
    }
    found.flows
}
