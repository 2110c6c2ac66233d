//! The predicates: what each statement of the vocabulary means for a flow. One arm each.

mod data;
mod instruments;
mod parties;
mod places;

use super::{
    notes::{Notes, Why},
    truth::Answer,
    view::View,
};
use crate::{
    domain::record::regime::{Condition, DataTest, LegWord, PlaceTest},
    flows::{Leg, State},
};

/// Judges a statement that is not made of others.
pub(super) fn judge<'a>(view: &View<'_, 'a>, condition: &'a Condition, notes: &mut Notes<'a>) -> Answer {
    let facts = view.facts;
    match condition {
        Condition::People(test) => {
            let people = places::people(view, notes);
            places::judge(view, &people, test, notes)
        }
        Condition::Audience(test) => {
            let audience = places::audience(view, notes);
            places::judge(view, &audience, test, notes)
        }
        Condition::Origin(test) => places::judge(view, &places::origin(view), test, notes),
        Condition::Storage(test) => places::judge(view, &places::storage(view), test, notes),
        Condition::Access(test) => places::judge(view, &places::access(view), test, notes),
        Condition::Destination(test) => places::judge(view, &places::destination(view), test, notes),
        Condition::Crosses(border) => {
            let origin = places::origin(view);
            places::crosses(view, &origin, &places::destination(view), *border, notes)
        }
        Condition::CrossesFromPeople(border) => {
            let people = places::people(view, notes);
            places::crosses(view, &people, &places::destination(view), *border, notes)
        }
        Condition::Exporter(test) => parties::judge(view, &facts.exporter, test, notes),
        Condition::Importer(test) => parties::judge(view, &facts.importer, test, notes),
        Condition::Controller(test) => parties::judge(view, &parties::controllers(view), test, notes),
        Condition::SameGroup(wanted) => parties::same_group(view, *wanted, notes),
        Condition::Role(test) => parties::role(view, test, notes),
        Condition::Data(test) => data::judge(view, test, notes),
        Condition::MixedData(PlaceTest::In(lists)) => data::mixed(view, lists, notes),
        Condition::MixedData(PlaceTest::OnlyIn(_)) => Answer::UNKNOWN,
        Condition::Subjects(test) => data::subjects(view, test, notes),
        Condition::Purposes(test) => data::purposes(view, test, notes),
        Condition::Agreement(test) => instruments::agreement(view, test, notes),
        Condition::Assessment(test) => instruments::assessment(view, test, notes),
        Condition::Notice(test) => instruments::notice(view, test, notes),
        Condition::Attested(test) => instruments::attested(view, test, notes),
        Condition::Count(test) => view.counts.judge(view, test, notes),
        Condition::Leg(words) => words.iter().any(|word| leg(*word) == view.name.leg).into(),
        Condition::Residual(wanted) => ((facts.state == State::Residual) == *wanted).into(),
        Condition::OurRole(roles) => {
            notes.fact(view.activity, "role", view.activity.role.as_ref());
            view.activity.role.map_or(Answer::UNKNOWN, |role| roles.contains(&role).into())
        }
        Condition::Disclosure(_)
        | Condition::CollectsDirectly(_)
        | Condition::SaleOrSharing(_)
        | Condition::Consideration(_) => disclosure(view, condition, notes),
        // Made of others, or a name that nothing has: checks of packs refuse it.
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) | Condition::Possible(_) | Condition::Is(_) => {
            Answer::UNKNOWN
        }
    }
}

/// Judges a statement about data, where `each` may know already what `look` would find of the datum at a place: among the
/// categories to which a service is limited, or among the items and then the fields.
pub(super) fn data_by_kind(
    view: &View<'_, '_>,
    test: &DataTest,
    mut each: impl FnMut(usize, &mut dyn FnMut() -> Answer) -> Answer,
) -> Answer {
    data::judge_each(view, test, &mut Notes::default(), |notes, place, look| each(place, &mut || look(notes)))
}

/// Judges a statement about the disclosure that a flow comes from.
fn disclosure<'a>(view: &View<'_, 'a>, condition: &Condition, notes: &mut Notes<'a>) -> Answer {
    let Some(disclosure) = view.disclosure() else {
        // What we collect and keep ourselves is no disclosure; who hosts or reaches it may be one that nobody recorded.
        let ours = view.facts.importer.service.is_none() && matches!(view.name.leg, Leg::Collection | Leg::Holding);
        if !ours {
            notes.field(view.activity, Why::Missing, |root| root.at("disclosures"));
        }
        return if ours { Answer::FALSE } else { Answer::UNKNOWN };
    };
    let (field, answer) = match condition {
        Condition::Disclosure(kinds) => ("kind", disclosure.kind.map(|kind| kinds.contains(&kind))),
        Condition::CollectsDirectly(wanted) => {
            ("collects_directly", disclosure.collects_directly.map(|directly| directly == *wanted))
        }
        Condition::SaleOrSharing(words) => {
            ("sale_or_sharing", disclosure.sale_or_sharing.map(|word| words.contains(&word)))
        }
        // That nothing is said of a return does not mean that there is none.
        _ => ("consideration", disclosure.consideration.as_ref().map(|_| *condition == Condition::Consideration(true))),
    };
    view.note_disclosure(notes, if answer.is_some() { Why::Used } else { Why::Missing }, field);
    answer.map_or(Answer::UNKNOWN, Answer::from)
}

const fn leg(word: LegWord) -> Leg {
    match word {
        LegWord::Collection => Leg::Collection,
        LegWord::Holding => Leg::Holding,
        LegWord::Disclosure => Leg::Disclosure,
        LegWord::Onward => Leg::Onward,
        LegWord::Access => Leg::Access,
        LegWord::Return => Leg::Return,
    }
}
