//! Who sends and who gets: where organisations belong, who owns them, what they are registered under, what they are in law.

use crate::{
    domain::{
        Key, Kind,
        record::{
            ActivityRole, Organization, RecipientRole, RegistrationStatus, RoleSource,
            regime::{OwnershipTest, PartyTest, PartyWord, RegistrationTest, RevenueTest, RoleTest},
        },
        value::Percent,
    },
    flows::{Capacity, Extent, ListAt, Listed, Party, Said, Side},
    rules::{
        notes::{Notes, Why},
        truth::{Answer, Truth},
        view::{End, View, every, some},
    },
};
use std::collections::BTreeSet;

/// Judges a question about an end of a flow.
pub(super) fn judge<'a>(view: &View<'_, 'a>, side: &Side<'a>, test: &PartyTest, notes: &mut Notes<'a>) -> Answer {
    notes.listed(&side.parties);
    let any = |notes: &mut Notes<'a>, each: &dyn Fn(&'a Organization, &mut Notes<'a>) -> Answer| {
        some(&side.parties, |party| of_party(view, party, notes, each))
    };
    let all = |notes: &mut Notes<'a>, each: &dyn Fn(&'a Organization, &mut Notes<'a>) -> Answer| {
        every(&side.parties, |party| of_party(view, party, notes, each))
    };
    match test {
        PartyTest::IsA(words) => is_a(side, words),
        PartyTest::EntityKind(kinds) => any(notes, &|org, notes| {
            notes.fact(org, "entity_kind", org.entity_kind.as_ref());
            org.entity_kind.map_or(Answer::UNKNOWN, |kind| kinds.contains(&kind).into())
        }),
        PartyTest::OrganisedIn(lists) => any(notes, &|org, notes| organised(view, org, lists, notes)),
        PartyTest::PrincipalPlaceIn(lists) => any(notes, &|org, notes| principal(view, org, lists, notes)),
        PartyTest::EstablishedIn(lists) => any(notes, &|org, notes| established(view, org, lists, notes)),
        PartyTest::AllEstablishedIn(lists) => all(notes, &|org, notes| established(view, org, lists, notes)),
        PartyTest::Owned(test) => any(notes, &|org, notes| owned(view, org, test, &mut BTreeSet::new(), notes)),
        PartyTest::Registered(test) => all(notes, &|org, notes| registered(view, org, test, notes)),
        PartyTest::Contact(function) => any(notes, &|org, notes| {
            notes.fact(org, "contacts", org.contacts.as_ref());
            match &org.contacts {
                None => Answer::UNKNOWN,
                Some(contacts) if contacts.iter().any(|contact| contact.function == Some(*function)) => Answer::TRUE,
                Some(_) if is_complete(org, "/contacts") => Answer::FALSE,
                Some(_) => {
                    notes.field(org, Why::Open, |root| root.at("contacts"));
                    Answer::DENIED
                }
            }
        }),
        PartyTest::CriticalInformationInfrastructure(wanted) => any(notes, &|org, notes| {
            let fact = org.size.as_ref().and_then(|size| size.critical_information_infrastructure);
            size(org, "critical_information_infrastructure", fact.is_some(), notes);
            Answer::of_fact(fact, *wanted)
        }),
        PartyTest::Revenue(test) => any(notes, &|org, notes| revenue(org, test, notes)),
        PartyTest::CaliforniaConsumers(least) => any(notes, &|org, notes| {
            let fact = org.size.as_ref().and_then(|size| size.california_consumers);
            size(org, "california_consumers", fact.is_some(), notes);
            Answer::of_fact(fact.map(|count| count >= *least), true)
        }),
    }
}

/// Who decides on the processing: the controllers of the activity, or those for whom we process.
pub(super) fn controllers<'a>(view: &View<'_, 'a>) -> Side<'a> {
    let activity = view.activity;
    let (list, told) = match activity.role {
        Some(ActivityRole::Processor) => ("on_behalf_of", activity.on_behalf_of.as_deref()),
        _ => ("controllers", activity.controllers.as_deref()),
    };
    let at = ListAt { kind: Kind::Activities, key: &activity.key, within: None, list };
    let pointer = at.pointer();
    let complete = activity.complete.iter().flatten().find(|statement| statement.pointer.as_str() == pointer.as_str());
    let extent = match (told, complete) {
        (None, _) => Extent::Unknown,
        (Some(_), None) => Extent::Open,
        (Some(_), Some(complete)) => Extent::Complete(complete),
    };
    let parties = told.unwrap_or_default().iter().map(|controller| Party::Organization(controller.key())).collect();
    let parties = Listed { items: parties, said: vec![Said { at, extent }] };
    Side { service: None, parties, providers: Vec::new(), capacity: Capacity::Unknown }
}

/// Judges one party: only of organisations with a record is anything known.
fn of_party<'a>(
    view: &View<'_, 'a>,
    party: &Party<'a>,
    notes: &mut Notes<'a>,
    each: &dyn Fn(&'a Organization, &mut Notes<'a>) -> Answer,
) -> Answer {
    match party {
        Party::People => Answer::FALSE,
        Party::Organization(key) => {
            if let Some(organization) = view.ground.organizations.get(key) {
                return each(organization, notes);
            }
            notes.at(Kind::Organizations, key, Why::Missing, |root| root);
            Answer::UNKNOWN
        }
        Party::Us | Party::Named(_) | Party::Described(_) => Answer::UNKNOWN,
    }
}

/// Whether somebody said that a list of the organisation has everything.
fn is_complete(org: &Organization, list: &str) -> bool {
    org.complete.iter().flatten().any(|statement| statement.pointer.as_str() == list)
}

fn is_a(side: &Side<'_>, words: &[PartyWord]) -> Answer {
    let service = side.service.is_some() && words.contains(&PartyWord::Service);
    let of = |party: &Party<'_>| match party {
        Party::People => words.contains(&PartyWord::People).into(),
        Party::Us => words.contains(&PartyWord::Us).into(),
        Party::Organization(_) | Party::Named(_) => words.contains(&PartyWord::Organization).into(),
        Party::Described(_) => {
            let described = [PartyWord::Group, PartyWord::Department, PartyWord::Authority, PartyWord::Public];
            if described.iter().all(|word| words.contains(word)) {
                Answer::TRUE
            } else if described.iter().any(|word| words.contains(word)) {
                Answer::UNKNOWN
            } else {
                Answer::FALSE
            }
        }
    };
    if service { Answer::TRUE } else { some(&side.parties, of) }
}

fn organised<'a>(view: &View<'_, 'a>, org: &'a Organization, lists: &[Key], notes: &mut Notes<'a>) -> Answer {
    notes.fact(org, "incorporated_in", org.incorporated_in.as_ref());
    view.is_on(lists, org.incorporated_in.as_ref().map(crate::domain::Ref::key), End::From, notes).into()
}

fn principal<'a>(view: &View<'_, 'a>, org: &'a Organization, lists: &[Key], notes: &mut Notes<'a>) -> Answer {
    notes.fact(org, "principal_place", org.principal_place.as_ref());
    view.is_on(lists, org.principal_place.as_ref().map(crate::domain::Ref::key), End::From, notes).into()
}

/// Every place that an organisation is known to have; others there may be unless its establishments are complete.
fn established<'a>(view: &View<'_, 'a>, org: &'a Organization, lists: &[Key], notes: &mut Notes<'a>) -> Answer {
    let named = org.establishments.iter().flatten().map(|establishment| establishment.location.as_ref());
    let address = org.address.as_ref().and_then(|address| address.location.as_ref());
    let known = [org.incorporated_in.as_ref(), org.principal_place.as_ref(), address].into_iter().flatten().map(Some);
    let places: Vec<_> = known.chain(named).collect();
    let complete = is_complete(org, "/establishments");
    let why = match (complete, places.is_empty()) {
        (true, _) => Why::Used,
        (false, true) => Why::Missing,
        (false, false) => Why::Open,
    };
    notes.field(org, why, |root| root.at("establishments"));
    let rest = match why {
        Why::Used => Answer::FALSE,
        Why::Missing => Answer::UNKNOWN,
        _ => Answer::DENIED,
    };
    let on = |place: Option<&'a crate::domain::Ref<_>>, notes: &mut Notes<'a>| {
        let place: Option<&'a crate::domain::Ref<crate::domain::record::Location>> = place;
        view.is_on(lists, place.map(crate::domain::Ref::key), End::From, notes).into()
    };
    places.into_iter().map(|place| on(place, notes)).fold(rest, Answer::or)
}

/// Whether holders from some places have at least a share of it, in aggregate; a holder that is itself owned so counts whole.
fn owned<'a>(
    view: &View<'_, 'a>,
    org: &'a Organization,
    test: &OwnershipTest,
    seen: &mut BTreeSet<&'a Key>,
    notes: &mut Notes<'a>,
) -> Answer {
    let complete = is_complete(org, "/shareholders");
    let Some(holders) = org.shareholders.as_deref() else {
        notes.field(org, Why::Missing, |root| root.at("shareholders"));
        return Answer::UNKNOWN;
    };
    notes.field(org, if complete { Why::Used } else { Why::Open }, |root| root.at("shareholders"));
    if !seen.insert(&org.key) {
        return Answer::FALSE;
    }
    let (mut low, mut strict_high, mut declared_high, mut told) = (0.0, 0.0, 0.0, 0.0);
    for holder in holders {
        let share = holder.percent.map(Percent::value);
        if share.is_none() {
            notes.field(org, Why::Missing, |root| root.at("shareholders").at(&holder.key).at("percent"));
        }
        let from = holder.country.as_ref().map(crate::domain::Ref::key);
        let mut held: Answer =
            from.map_or(Answer::UNKNOWN, |from| view.is_on(&test.by, Some(from), End::From, notes).into());
        if let Some(holding) = holder.organization.as_ref().and_then(|o| view.ground.organizations.get(o.key())) {
            let (by_law, by_place) =
                (organised(view, holding, &test.by, notes), principal(view, holding, &test.by, notes));
            let through = owned(view, holding, test, seen, notes);
            let anyhow = by_law.or(by_place).or(through);
            held = if from.is_some() { held.or(anyhow) } else { anyhow };
        } else if from.is_none() {
            notes.field(org, Why::Missing, |root| root.at("shareholders").at(&holder.key).at("country"));
        }
        told += share.unwrap_or(0.0);
        if held.strict == Truth::True {
            low += share.unwrap_or(0.0);
        }
        let most = share.unwrap_or(100.0);
        strict_high += if held.strict == Truth::False { 0.0 } else { most };
        declared_high += if held.declared == Truth::False { 0.0 } else { most };
    }
    seen.remove(&org.key);
    if !complete {
        strict_high += (100.0_f64 - told).max(0.0);
    }
    let least = test.at_least.value();
    let of = |high: f64| match (low >= least, high.min(100.0) < least) {
        (true, _) => Truth::True,
        (_, true) => Truth::False,
        _ => Truth::Unknown,
    };
    Answer { strict: of(strict_high), declared: of(declared_high) }
}

/// Whether an organisation holds a registration that somebody looked up lately enough.
fn registered<'a>(
    view: &View<'_, 'a>,
    org: &'a Organization,
    test: &RegistrationTest,
    notes: &mut Notes<'a>,
) -> Answer {
    let at = |notes: &mut Notes<'a>, why, field: Option<&crate::domain::Key>| {
        notes.field(org, why, |root| field.map_or(root.at("registrations"), |key| root.at("registrations").at(key)));
    };
    let Some(registrations) = org.registrations.as_deref() else {
        at(notes, Why::Missing, None);
        return Answer::UNKNOWN;
    };
    let mut answer = Answer::FALSE;
    let mut named = false;
    for registration in registrations.iter().filter(|registration| registration.scheme == Some(test.scheme)) {
        named = true;
        let active = match registration.status {
            None => Answer::UNKNOWN,
            Some(status) => (status == RegistrationStatus::Active).into(),
        };
        let holds = active.and(view.moment.holds(registration.since, registration.until).into());
        let looked = match (&test.checked_within, registration.checked) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(within), Some(checked)) => {
                view.moment.reached(Some(checked)) && !view.moment.passed(within.after(checked))
            }
        };
        let evidenced = if looked { Answer::TRUE } else { Answer::DECLARED };
        at(notes, if looked { Why::Used } else { Why::Unevidenced }, Some(&registration.key));
        answer = answer.or(holds.and(evidenced));
    }
    if named || registrations.is_empty() {
        return answer;
    }
    let complete = is_complete(org, "/registrations");
    at(notes, if complete { Why::Used } else { Why::Open }, None);
    if complete { Answer::FALSE } else { Answer::DENIED }
}

fn size<'a>(org: &'a Organization, field: &str, known: bool, notes: &mut Notes<'a>) {
    notes.field(org, if known { Why::Used } else { Why::Missing }, |root| root.at("size").at(field));
}

fn revenue<'a>(org: &'a Organization, test: &RevenueTest, notes: &mut Notes<'a>) -> Answer {
    let revenue = org.size.as_ref().and_then(|size| size.revenue.as_ref());
    size(org, "revenue", revenue.is_some(), notes);
    match revenue {
        Some(revenue) if revenue.currency == test.currency => (revenue.amount > test.more_than).into(),
        // Another currency says nothing without a rate of a day.
        _ => Answer::UNKNOWN,
    }
}

/// Whether both ends belong to one group of companies.
pub(super) fn same_group<'a>(view: &View<'_, 'a>, wanted: bool, notes: &mut Notes<'a>) -> Answer {
    notes.listed(&view.facts.exporter.parties);
    notes.listed(&view.facts.importer.parties);
    let together = some(&view.facts.exporter.parties, |from| {
        some(&view.facts.importer.parties, |to| match (from, to) {
            (Party::Organization(from), Party::Organization(to)) if from == to => Answer::TRUE,
            (Party::Organization(from), Party::Organization(to)) => {
                for key in [from, to] {
                    if let Some(org) = view.ground.organizations.get(key) {
                        notes.fact(*org, "group", org.group.as_ref());
                    }
                }
                let tops = [from, to].map(|key| view.ground.top_of_group(key));
                match tops {
                    [Some(a), Some(b)] => (a == b).into(),
                    _ => Answer::UNKNOWN,
                }
            }
            (Party::People, _) | (_, Party::People) => Answer::FALSE,
            _ => Answer::UNKNOWN,
        })
    });
    if wanted { together } else { !together }
}

/// What the importer is in law.
pub(super) fn role<'a>(view: &View<'_, 'a>, test: &RoleTest, notes: &mut Notes<'a>) -> Answer {
    let capacity = view.facts.importer.capacity;
    match capacity {
        Capacity::People => Answer::FALSE,
        Capacity::Unknown => {
            view.note_disclosure(notes, Why::Missing, "roles");
            Answer::UNKNOWN
        }
        Capacity::Ours(role) => {
            let as_recipient = match role {
                ActivityRole::Controller => RecipientRole::Controller,
                ActivityRole::JointController => RecipientRole::JointController,
                ActivityRole::Processor => RecipientRole::Processor,
            };
            test.is.contains(&as_recipient).into()
        }
        Capacity::SubProcessor => {
            let is = [RecipientRole::SubProcessor, RecipientRole::Processor].iter().any(|role| test.is.contains(role));
            if is { Answer::DECLARED } else { Answer::DENIED }
        }
        Capacity::Stated(roles) => {
            let about = roles
                .iter()
                .filter(|role| role.regime.is_none() || test.regime.is_none() || role.regime == test.regime);
            let (mut proven, mut claimed) = (Vec::new(), Vec::new());
            for role in about {
                let is = test.is.contains(&role.role);
                if role.according_to == RoleSource::Claimed { claimed.push(is) } else { proven.push(is) }
            }
            let evidence = if proven.is_empty() { &claimed } else { &proven };
            let (yes, no) = (evidence.contains(&true), evidence.contains(&false));
            let why = match (yes, no) {
                (true, true) => Why::Contradiction,
                (false, false) => Why::Missing,
                _ if proven.is_empty() => Why::Unevidenced,
                _ => Why::Used,
            };
            view.note_disclosure(notes, why, "roles");
            match (yes, no) {
                (true, false) if proven.is_empty() => Answer::DECLARED,
                (false, true) if proven.is_empty() => Answer::DENIED,
                (true, false) => Answer::TRUE,
                (false, true) => Answer::FALSE,
                _ => Answer::UNKNOWN,
            }
        }
    }
}
