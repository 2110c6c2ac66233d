//! Where people are, where data leaves and arrives, and which borders it crosses.

use crate::{
    domain::{
        Key, Ref,
        record::regime::{BorderWord, PlaceTest},
    },
    flows::{Border, Extent, ListAt, Listed, Said, Spot, Use},
    rules::{
        notes::{Notes, Why},
        truth::{Answer, Truth},
        view::{End, View, every, present, some},
    },
};

/// Places, each with the end of the flow at which it stands.
type Spots<'a> = Listed<'a, (Option<&'a Key>, End)>;

pub(super) fn people<'a>(view: &View<'_, 'a>, notes: &mut Notes<'a>) -> Spots<'a> {
    let people = &view.facts.people;
    for element in people.items.iter().filter(|element| element.place.is_none()) {
        notes.field(view.activity, Why::Missing, |root| root.at("people").at(&element.key).at("place"));
    }
    let places = people.items.iter().map(|people| (people.place.as_ref().map(Ref::key), End::People));
    Listed { items: places.collect(), said: people.said.clone() }
}

pub(super) fn origin<'a>(view: &View<'_, 'a>) -> Spots<'a> {
    let origin = &view.facts.origin;
    // Where people give their data it leaves where they are.
    let end = |spot: &Spot<'_>| if spot.used_for == Use::People { End::People } else { End::From };
    let items = origin.items.iter().map(|spot| (spot.location, end(spot)));
    Listed { items: items.collect(), said: origin.said.clone() }
}

pub(super) fn storage<'a>(view: &View<'_, 'a>) -> Spots<'a> {
    let storage = &view.facts.storage;
    let items = storage.items.iter().map(|spot| (spot.location, End::To));
    Listed { items: items.collect(), said: storage.said.clone() }
}

pub(super) fn access<'a>(view: &View<'_, 'a>) -> Spots<'a> {
    let mut spots = Listed { items: Vec::new(), said: view.facts.access.said.clone() };
    for access in &view.facts.access.items {
        match &access.places {
            Some(places) => spots.items.extend(places.iter().map(|place| (Some(place.key()), End::To))),
            None => spots.items.push((None, End::To)),
        }
    }
    spots
}

/// The places of the people whom the activity's notices are for.
pub(super) fn audience<'a>(view: &View<'_, 'a>, notes: &mut Notes<'a>) -> Spots<'a> {
    let at = ListAt { kind: crate::domain::Kind::Activities, key: &view.activity.key, within: None, list: "notices" };
    // An audience is what somebody declares: where no notice names one, none is declared, and that proves nothing.
    let mut spots = Listed { items: Vec::new(), said: vec![Said { at, extent: Extent::Open }] };
    let notices = view.notices(notes).unwrap_or_default();
    let mut complete = !notices.is_empty();
    for notice in notices.iter().filter_map(|notice| view.ground.notices.get(notice.key())) {
        let places = notice.audience.as_ref().and_then(|audience| audience.places.as_deref());
        notes.field(*notice, if places.is_some() { Why::Used } else { Why::Missing }, |root| {
            root.at("audience").at("places")
        });
        complete &= notice.complete.iter().flatten().any(|said| said.pointer.as_str() == "/audience/places");
        spots.items.extend(places.into_iter().flatten().map(|place| (Some(place.key()), End::People)));
    }
    if complete {
        spots.said = vec![Said { at, extent: Extent::Whole }];
    }
    spots
}

/// Where it arrives: kept or reached.
pub(super) fn destination<'a>(view: &View<'_, 'a>) -> Spots<'a> {
    let destination = view.facts.destination();
    let items = destination.items.into_iter().map(|place| (place, End::To));
    Listed { items: items.collect(), said: destination.said }
}

/// Judges a question about some places.
pub(super) fn judge<'a>(view: &View<'_, 'a>, spots: &Spots<'a>, test: &PlaceTest, notes: &mut Notes<'a>) -> Answer {
    notes.listed(spots);
    match test {
        PlaceTest::In(lists) => some(spots, |(place, end)| view.is_on(lists, *place, *end, notes).into()),
        PlaceTest::OnlyIn(lists) => {
            every(spots, |(place, end)| view.is_on(lists, *place, *end, notes).into()).and(present(spots))
        }
    }
}

/// Whether a border lies between two lists of places.
pub(super) fn crosses<'a>(
    view: &View<'_, 'a>,
    origin: &Spots<'a>,
    destination: &Spots<'a>,
    word: BorderWord,
    notes: &mut Notes<'a>,
) -> Answer {
    let border = match word {
        BorderWord::Country => Border::Country,
        BorderWord::State => Border::State,
        BorderWord::Subdivision => Border::Subdivision,
    };
    notes.listed(origin);
    notes.listed(destination);
    some(origin, |from| some(destination, |to| apart(view, *from, *to, border, notes).into()))
}

fn apart<'a>(
    view: &View<'_, 'a>,
    (from, from_end): (Option<&'a Key>, End),
    (to, to_end): (Option<&'a Key>, End),
    border: Border,
    notes: &mut Notes<'a>,
) -> Truth {
    let (Some(from), Some(to)) = (from, to) else { return Truth::Unknown };
    let ((here, here_settled), (there, there_settled)) = (view.candidates(from, from_end), view.candidates(to, to_end));
    let spot = view.atlas.place(from).is_some_and(|place| !place.is_region()) && here.len() == 1;
    let mut answer = None;
    // A place is on the same side as itself, also where its subdivision is not recorded.
    if from == to && spot {
        answer = Some(Some(false));
    } else {
        for pair in here.iter().flat_map(|a| there.iter().map(move |b| border.between(a, b))) {
            if pair.is_none() || answer.is_some_and(|answer| answer != pair) {
                answer = Some(None);
                break;
            }
            answer = Some(pair);
        }
    }
    let truth = answer.flatten().filter(|_| here_settled && there_settled).map_or(Truth::Unknown, Truth::from);
    for place in [from, to] {
        let why = if truth == Truth::Unknown { Why::Region } else { Why::Used };
        notes.at(crate::domain::Kind::Locations, place, why, |root| root);
    }
    truth
}
