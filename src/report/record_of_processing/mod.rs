//! The record of processing activities, item by item in the order of the law: of each controller, and of each party that we
//! act for.
//!
//! Knows which items GDPR Art 30, PIPL Arts 55-56 with Network Data Security Regulations Art 12, and LGPD Art 37 ask for, and
//! which fields supply them. Recipients and places come from [`crate::flows`]. What is not recorded is missing, with the record
//! and field that would supply it. Never judges whether a transfer is lawful, nor whether a place is a third country.

pub(super) mod items;
pub(super) mod model;
mod page;

pub use model::Report;

use super::{
    made::Made,
    question::{About, Parameter, Question, Refused, Shape, Time},
    reader::Reader,
};
use crate::{
    domain::{
        Day, Key, Kind, Record, Register,
        record::{Activity, ActivityRole, Status},
        value::Ref,
    },
    flows::{Flow, Period, derive},
};
use items::Writer;
use model::{ActivityRecord, Capacity, PartyRecord, View};
use std::collections::BTreeMap;

/// What it is.
pub const ABOUT: About = About {
    summary: "Record of processing activities",
    description: "The record of processing activities for a day: of each controller, and of each party that we act for, item by item in the order of the law. What the law asks for and nobody recorded is marked as missing, with the record and field that would supply it.",
    parameters: &[
        Parameter {
            name: "view",
            description: "The law whose items are listed: GDPR Art 30 (where left out); PIPL Arts 55-56 with Network Data Security Regulations Art 12; LGPD Art 37.",
            value: Shape::Word(&["gdpr", "pipl", "lgpd"]),
        },
        Parameter {
            name: "controller",
            description: "Only the records of this controller, and of what is done for it.",
            value: Shape::Key(Kind::Organizations),
        },
        Parameter { name: "activity", description: "Only this activity.", value: Shape::Key(Kind::Activities) },
        Parameter {
            name: "notice",
            description: "Only activities that this notice tells people about.",
            value: Shape::Key(Kind::Notices),
        },
    ],
    time: Time::Day,
};

/// The record for the day of the question.
///
/// # Errors
/// Never: what the question names is there.
pub fn report(register: &Register, question: &Question) -> Result<Report, Refused> {
    let day = question.day();
    let flows = derive(register, Period::day(day));
    let mut of_activity: BTreeMap<&Key, Vec<&Flow<'_>>> = BTreeMap::new();
    for flow in &flows.flows {
        of_activity.entry(flow.name.activity).or_default().push(flow);
    }
    let view = match question.word("view") {
        "pipl" => View::Pipl,
        "lgpd" => View::Lgpd,
        _ => View::Gdpr,
    };
    let writer = Writer { reader: Reader::of(register, &question.language), view, day, flows: &flows };
    let mut grouped: BTreeMap<(Capacity, Option<&Key>), Vec<ActivityRecord>> = BTreeMap::new();
    let (mut drafts, wanted) = (0, Wanted::of(question));
    for activity in activities(register).filter(|activity| wanted.takes(activity)) {
        drafts += u64::from(activity.status == Status::Draft);
        if !counts(activity, day) {
            continue;
        }
        let flows = of_activity.get(&activity.key).map_or(&[][..], Vec::as_slice);
        for (capacity, party) in parties(activity) {
            if wanted.controller.as_ref().is_none_or(|wanted| party == Some(wanted)) {
                let record = writer.activity(activity, capacity, party, flows);
                grouped.entry((capacity, party)).or_default().push(record);
            }
        }
    }
    let records: Vec<PartyRecord> =
        grouped.into_iter().map(|((capacity, party), activities)| writer.party(capacity, party, activities)).collect();
    let all = || records.iter().flat_map(|r| r.items.iter().chain(r.activities.iter().flat_map(|a| &a.items)));
    Ok(Report {
        made: Made::of(register, question),
        view,
        items: all().count() as u64,
        items_with_gaps: all().filter(|item| !item.missing.is_empty()).count() as u64,
        not_evaluated: writer.not_evaluated(drafts),
        records,
    })
}

/// Which activities are wanted.
struct Wanted {
    controller: Option<Key>,
    activity: Option<Key>,
    notice: Option<Key>,
}

impl Wanted {
    fn of(question: &Question) -> Self {
        let [controller, activity, notice] = ["controller", "activity", "notice"].map(|name| question.key(name));
        Self { controller, activity, notice }
    }

    fn takes(&self, activity: &Activity) -> bool {
        let names = |notice: &Key| activity.notices.iter().flatten().any(|named| named.key() == notice);
        self.activity.as_ref().is_none_or(|key| *key == activity.key) && self.notice.as_ref().is_none_or(names)
    }
}

pub(super) fn activities(register: &Register) -> impl Iterator<Item = &Activity> {
    register.of_kind(Kind::Activities, None).filter_map(|entry| match &entry.record {
        Record::Activities(activity) => Some(&**activity),
        _ => None,
    })
}

/// Whether an activity counts on a day: a draft never, a retired one only up to the last day it names.
pub(super) fn counts(activity: &Activity, day: Day) -> bool {
    let holds = day.within(activity.since, activity.until);
    match activity.status {
        Status::Draft => false,
        Status::Active => holds,
        Status::Retired => activity.until.is_some() && holds,
    }
}

/// In whose records an activity belongs; under nobody's name where that is not recorded.
pub(super) fn parties(activity: &Activity) -> Vec<(Capacity, Option<&Key>)> {
    let (capacity, named) = match activity.role {
        Some(ActivityRole::Processor) => (Capacity::Processor, &activity.on_behalf_of),
        Some(ActivityRole::Controller | ActivityRole::JointController) | None => {
            (Capacity::Controller, &activity.controllers)
        }
    };
    let parties: Vec<_> = named.iter().flatten().map(|party| (capacity, Some(Ref::key(party)))).collect();
    if parties.is_empty() { vec![(capacity, None)] } else { parties }
}
