//! What the data of a flow is, whose, and why it flows.

use crate::{
    domain::{
        Key, Kind, Ref,
        record::{
            Basis, Consent, DataCategory, DataItem, DataSubject, Purpose, System, SystemField,
            regime::{DataSelector, DataTest, PurposeSelector, PurposeTest, SubjectSelector, SubjectTest},
        },
    },
    rules::{
        notes::{Notes, Why},
        truth::Answer,
        view::{End, View, every, some},
    },
};

/// Data of a flow: an item of the activity, a field of a system, or a category to which a service is limited.
#[derive(Clone, Copy)]
enum Datum<'a> {
    Item(&'a DataItem),
    Field,
    Limit,
}

/// Judges a question about the data.
pub(super) fn judge<'a>(view: &View<'_, 'a>, test: &DataTest, notes: &mut Notes<'a>) -> Answer {
    judge_each(view, test, notes, |notes, _, look| look(notes))
}

/// The same, where `each` says of the datum at a place what `look` finds, if it does not know it better.
pub(super) fn judge_each<'a>(
    view: &View<'_, 'a>,
    test: &DataTest,
    notes: &mut Notes<'a>,
    mut each: impl FnMut(&mut Notes<'a>, usize, &mut dyn FnMut(&mut Notes<'a>) -> Answer) -> Answer,
) -> Answer {
    let facts = view.facts;
    let selector = match test {
        DataTest::Some(selector) | DataTest::Every(selector) => selector,
    };
    let is_every = matches!(test, DataTest::Every(_));
    let mut is = |notes: &mut Notes<'a>, place: usize, datum: Datum<'a>, category: Option<&'a Ref<DataCategory>>| {
        each(notes, place, &mut |notes| is_such(view, selector, datum, category, notes))
    };
    // What a service is limited to by its own record is all that it gets.
    if let Some(limits) = facts.categories {
        let limits = limits.iter().enumerate();
        let mut each = limits.map(|(place, category)| is(notes, place, Datum::Limit, Some(category)));
        return if is_every {
            each.fold(Answer::TRUE, Answer::and)
        } else {
            each.by_ref().fold(Answer::FALSE, Answer::or)
        };
    }
    notes.listed(&facts.data);
    let asks_items = selector.source.is_some() || selector.identifiable.is_some();
    // A flow into no system has no fields that could hold more.
    let fields = (!asks_items && !facts.fields.said.is_empty()).then_some(&facts.fields);
    if let Some(fields) = fields {
        notes.listed(fields);
    }
    let mut place = 0..;
    let of_item = |item: &&'a DataItem| {
        if item.category.is_none() {
            notes.field(view.activity, Why::Missing, |root| root.at("data").at(&item.key).at("category"));
        }
        is(notes, place.next().unwrap_or_default(), Datum::Item(item), item.category.as_ref())
    };
    let items = if is_every { every(&facts.data, of_item) } else { some(&facts.data, of_item) };
    let Some(fields) = fields else { return items };
    let mut place = facts.data.items.len()..;
    let of_field =
        |field: &&'a SystemField| is(notes, place.next().unwrap_or_default(), Datum::Field, field.category.as_ref());
    if is_every { items.and(every(fields, of_field)) } else { items.or(some(fields, of_field)) }
}

fn is_such<'a>(
    view: &View<'_, 'a>,
    selector: &DataSelector,
    datum: Datum<'a>,
    category: Option<&'a Ref<DataCategory>>,
    notes: &mut Notes<'a>,
) -> Answer {
    let mut answer = Answer::TRUE;
    if let Some(wanted) = &selector.categories {
        answer = answer.and(category.map_or(Answer::UNKNOWN, |category| is_of(view, category.key(), wanted)));
    }
    let record = category.and_then(|category| view.ground.categories.get(category.key()).copied());
    let flags = record.and_then(|record| record.flags.as_ref());
    let mut flag = |name: &str, known: bool, is: Option<bool>| {
        if let Some(record) = record {
            notes.field(record, if known { Why::Used } else { Why::Missing }, |root| root.at("flags").at(name));
        }
        answer = answer.and(is.map_or(Answer::UNKNOWN, Answer::from));
    };
    if let Some(wanted) = &selector.gdpr {
        let fact = flags.and_then(|flags| flags.gdpr_special);
        flag("gdpr_special", fact.is_some(), fact.map(|fact| wanted.contains(&fact)));
    }
    if let Some(wanted) = &selector.pipl {
        let fact = flags.and_then(|flags| flags.pipl_sensitive);
        flag("pipl_sensitive", fact.is_some(), fact.map(|fact| wanted.contains(&fact)));
    }
    if let Some(wanted) = &selector.ccpa {
        let fact = flags.and_then(|flags| flags.ccpa_sensitive);
        flag("ccpa_sensitive", fact.is_some(), fact.map(|fact| wanted.contains(&fact)));
    }
    if let Some(wanted) = &selector.dsp {
        let fact = flags.and_then(|flags| flags.dsp_category);
        flag("dsp_category", fact.is_some(), fact.map(|fact| wanted.contains(&fact)));
    }
    let mut of_item = |name: &str, is: fn(&DataItem, &DataSelector) -> Option<bool>| {
        let Datum::Item(item) = datum else { return Answer::UNKNOWN };
        let fact = is(item, selector);
        let why = if fact.is_some() { Why::Used } else { Why::Missing };
        notes.field(view.activity, why, |root| root.at("data").at(&item.key).at(name));
        fact.map_or(Answer::UNKNOWN, Answer::from)
    };
    if selector.source.is_some() {
        let from = of_item("source", |item, selector| Some(selector.source.as_ref()?.contains(&item.source?)));
        answer = answer.and(from);
    }
    if selector.identifiable.is_some() {
        let is = of_item("identifiable", |item, selector| Some(item.identifiable? == selector.identifiable?));
        answer = answer.and(is);
    }
    answer
}

/// Whether a category is one of those wanted or below one; one above may be anything below it.
fn is_of<'a>(view: &View<'_, 'a>, category: &'a Key, wanted: &'a [Ref<DataCategory>]) -> Answer {
    let mut answer = Answer::FALSE;
    for outer in wanted {
        if view.ground.is_within(category, outer.key()) {
            return Answer::TRUE;
        }
        if view.ground.is_within(outer.key(), category) {
            answer = Answer::UNKNOWN;
        }
    }
    answer
}

/// Judges a question about whose data it is.
pub(super) fn subjects<'a>(view: &View<'_, 'a>, test: &'a SubjectTest, notes: &mut Notes<'a>) -> Answer {
    notes.listed(&view.facts.subjects);
    match test {
        SubjectTest::Some(selector) => some(&view.facts.subjects, |subject| are_such(view, selector, subject, notes)),
        SubjectTest::Every(selector) => every(&view.facts.subjects, |subject| are_such(view, selector, subject, notes)),
    }
}

fn are_such<'a>(view: &View<'_, 'a>, selector: &SubjectSelector, key: &'a Key, notes: &mut Notes<'a>) -> Answer {
    let Some(subject) = view.ground.subjects.get(key).copied() else { return Answer::UNKNOWN };
    let mut answer = Answer::TRUE;
    if let Some(groups) = &selector.groups {
        answer = answer.and(groups.iter().any(|group| view.ground.is_among(key, group.key())).into());
    }
    let mut fact = |field: &'static str, of: fn(&DataSubject) -> Option<bool>, wanted: Option<bool>| {
        if let Some(wanted) = wanted {
            let recorded = of(subject);
            notes.fact(subject, field, recorded.as_ref());
            answer = answer.and(Answer::of_fact(recorded, wanted));
        }
    };
    fact("business_capacity", |subject| subject.business_capacity, selector.business_capacity);
    fact("us_government", |subject| subject.us_government, selector.us_government);
    // What the activity says about minors is about all of its people.
    match (selector.minors, view.activity.minors.as_ref().and_then(|minors| minors.processed)) {
        (None, _) => {}
        (Some(wanted), Some(processed)) => {
            notes.field(view.activity, Why::Used, |root| root.at("minors").at("processed"));
            answer = answer.and((processed == wanted).into());
        }
        (Some(wanted), None) => fact("minors", |subject| subject.minors, Some(wanted)),
    }
    answer
}

/// Judges a question about purposes.
pub(super) fn purposes<'a>(view: &View<'_, 'a>, test: &PurposeTest, notes: &mut Notes<'a>) -> Answer {
    notes.listed(&view.facts.purposes);
    match test {
        PurposeTest::Some(selector) => some(&view.facts.purposes, |purpose| is_purpose(view, selector, purpose, notes)),
        PurposeTest::Every(selector) => {
            every(&view.facts.purposes, |purpose| is_purpose(view, selector, purpose, notes))
        }
    }
}

fn is_purpose<'a>(
    view: &View<'_, 'a>,
    selector: &PurposeSelector,
    purpose: &'a Purpose,
    notes: &mut Notes<'a>,
) -> Answer {
    let mut field = |name: &str, known: bool| {
        let why = if known { Why::Used } else { Why::Missing };
        notes.field(view.activity, why, |root| root.at("purposes").at(&purpose.key).at(name));
    };
    let mut answer = Answer::TRUE;
    if let Some(codes) = &selector.codes {
        field("code", purpose.code.is_some());
        answer = answer.and(purpose.code.as_ref().map_or(Answer::UNKNOWN, |code| codes.contains(code).into()));
    }
    if selector.bases.is_some() || selector.law.is_some() || selector.consent.is_some() {
        field("bases", purpose.bases.is_some());
        let of_bases = purpose.bases.as_ref().map_or(Answer::UNKNOWN, |bases| {
            bases.iter().map(|basis| is_basis(selector, basis)).fold(Answer::FALSE, Answer::or)
        });
        answer = answer.and(of_bases);
    }
    answer
}

fn is_basis(selector: &PurposeSelector, basis: &Basis) -> Answer {
    let named = selector.bases.as_ref().is_none_or(|bases| bases.contains(&basis.basis));
    let law = match (&selector.law, &basis.law) {
        (Some(wanted), Some(law)) => wanted == law,
        _ => true,
    };
    let Some(wanted) = &selector.consent else { return (named && law).into() };
    let consent = basis.consent.as_deref();
    let fact = |of: fn(&Consent) -> Option<bool>| consent.and_then(of);
    let form = wanted.form.as_ref().map_or(Answer::TRUE, |forms| {
        consent.and_then(|consent| consent.form).map_or(Answer::UNKNOWN, |form| forms.contains(&form).into())
    });
    let separate = wanted.separate.map_or(Answer::TRUE, |separate| Answer::of_fact(fact(|c| c.separate), separate));
    Answer::from(named && law).and(form).and(separate)
}

/// Whether data of people in some places that comes from elsewhere is in the systems that the flow goes through.
pub(super) fn mixed<'a>(view: &View<'_, 'a>, lists: &[Key], notes: &mut Notes<'a>) -> Answer {
    if view.facts.systems.is_empty() {
        notes.field(view.activity, Why::Missing, |root| root.at("systems"));
        return Answer::UNKNOWN;
    }
    let systems = view.facts.systems.iter().map(|key| {
        if let Some(system) = view.ground.systems.get(key).copied() {
            return mixed_in(view, system, lists, notes);
        }
        notes.at(Kind::Systems, key, Why::Missing, |root| root);
        Answer::UNKNOWN
    });
    systems.fold(Answer::FALSE, Answer::or)
}

fn mixed_in<'a>(view: &View<'_, 'a>, system: &'a System, lists: &[Key], notes: &mut Notes<'a>) -> Answer {
    let Some(mixed) = system.mixed_with.as_deref() else {
        notes.field(system, Why::Missing, |root| root.at("mixed_with"));
        return Answer::UNKNOWN;
    };
    let complete = system.complete.iter().flatten().any(|statement| statement.pointer.as_str() == "/mixed_with");
    notes.field(system, if complete { Why::Used } else { Why::Open }, |root| root.at("mixed_with"));
    let rest = if complete { Answer::FALSE } else { Answer::DENIED };
    mixed.iter().fold(rest, |answer, other| {
        let places = other.places.as_deref().map_or(Answer::UNKNOWN, |places| {
            let on = places.iter().map(|place| view.is_on(lists, Some(place.key()), End::From, notes).into());
            on.fold(Answer::FALSE, Answer::or)
        });
        answer.or(places)
    })
}
