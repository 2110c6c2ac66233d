//! Where the people of an organisation's activities are, whether it is established there, and whom it names for them.

use super::{Both, Inspector, field, ground::Territory};
use crate::domain::{
    Key, Kind, RecordId,
    record::{Activity, ContactFunction, Organization},
};

/// Whether people of an organisation's activities are in a territory.
#[derive(Debug, Clone, Copy)]
pub enum People<'a> {
    /// They are: an activity, and the place that it names.
    There(&'a Activity, &'a Key),
    /// Some may be: places are not recorded, or stand for several countries.
    Perhaps,
    /// Nobody is, as far as places are recorded.
    Elsewhere,
}

/// Whether people of the activities that `organization` controls are in `territory`.
pub fn people_in<'a>(inspector: &Inspector<'_, 'a>, organization: &Key, territory: Territory) -> People<'a> {
    let ground = inspector.ground;
    let mut found = People::Elsewhere;
    for activity in ground.of_controller.get(organization).into_iter().flatten() {
        if activity.people.is_none() {
            found = People::Perhaps;
        }
        for people in activity.people.iter().flatten() {
            let place = people.place.as_ref().map(crate::domain::Ref::key);
            match place.map(|place| (place, ground.lies_in(place, territory))) {
                Some((place, Some(true))) => return People::There(activity, place),
                Some((_, Some(false))) => {}
                Some((_, None)) | None => found = People::Perhaps,
            }
        }
    }
    found
}

/// Whether an organisation is organised, has its principal place or an establishment in a territory, as far as that is recorded;
/// `None`: neither its law nor its principal place is recorded, or they may lie there.
fn established_in(inspector: &Inspector<'_, '_>, organization: &Organization, territory: Territory) -> Option<bool> {
    let seats = [&organization.incorporated_in, &organization.principal_place];
    let others = organization.establishments.iter().flatten().map(|other| &other.location);
    let places = seats.into_iter().chain(others).flatten();
    let lies: Vec<_> = places.map(|place| inspector.ground.lies_in(place.key(), territory)).collect();
    if lies.contains(&Some(true)) {
        return Some(true);
    }
    (!lies.is_empty() && !lies.contains(&None)).then_some(false)
}

fn names(organization: &Organization, function: ContactFunction) -> bool {
    organization.contacts.iter().flatten().any(|contact| contact.function == Some(function))
}

/// Finds a controller with people in a territory where it is not established and names nobody for a function.
pub fn unrepresented(
    organization: &Organization,
    inspector: &mut Inspector<'_, '_>,
    territory: Territory,
    function: ContactFunction,
    (en_there, zh_there): (&str, &str),
) {
    if names(organization, function) {
        return;
    }
    let people = people_in(inspector, &organization.key, territory);
    match (people, established_in(inspector, organization, territory)) {
        (People::Elsewhere, _) | (_, Some(true)) => {}
        (People::There(activity, place), Some(false)) => {
            let (Both { en, zh }, of) = (inspector.name(), Both::named(&activity.name));
            let place = inspector.ground.called(Kind::Locations, place);
            let message = Both::of(
                format!(
                    "{en} has people in {} ({}), is not seen to be established in {en_there}, and names no representative there.",
                    place.en, of.en
                ),
                format!("{zh}涉及位于{}的个人（{}），未见其在{zh_there}设立机构，也未列出当地代表。", place.zh, of.zh),
            );
            inspector.finds(field("contacts"), message).relates_to(id(activity));
        }
        (People::Perhaps, _) | (People::There(..), None) => inspector.cannot_tell(field("contacts")),
    }
}

/// Finds a controller with people in a territory that names nobody for a function.
pub fn unnamed(
    organization: &Organization,
    inspector: &mut Inspector<'_, '_>,
    territory: Territory,
    function: ContactFunction,
    (en_who, zh_who): (&str, &str),
) {
    if names(organization, function) {
        return;
    }
    match people_in(inspector, &organization.key, territory) {
        People::Elsewhere => {}
        People::There(activity, place) => {
            let (Both { en, zh }, of) = (inspector.name(), Both::named(&activity.name));
            let place = inspector.ground.called(Kind::Locations, place);
            let message = Both::of(
                format!("{en} has people in {} ({}), and names no {en_who}.", place.en, of.en),
                format!("{zh}涉及位于{}的个人（{}），但未列出{zh_who}。", place.zh, of.zh),
            );
            inspector.finds(field("contacts"), message).relates_to(id(activity));
        }
        People::Perhaps => inspector.cannot_tell(field("contacts")),
    }
}

fn id(activity: &Activity) -> RecordId {
    RecordId::new(Kind::Activities, activity.key.clone())
}
