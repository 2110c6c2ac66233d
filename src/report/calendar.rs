//! The days on which something ends, is due or begins: contracts, assessments, reviews, law, waivers, publications, planned disclosures.
//!
//! Knows which dates of records are for a calendar. Never judges what follows from them: findings do.

use super::told::Sentence;
use crate::domain::{
    Day, Entry, Record, RecordId, Register, Text,
    record::{Status, regime::Regime},
};

/// Something on a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// The day.
    pub on: Day,
    /// The record.
    pub record: RecordId,
    /// The field that holds the day: the same event has the same field, whatever day it moves to.
    pub field: String,
    /// What it is, in every language that the program speaks.
    pub what: Sentence,
}

/// The events of a register from a day on, and of the year before it, in their order.
#[must_use]
pub fn events(register: &Register, today: Day) -> Vec<Event> {
    let since = today.0.checked_sub_months(chrono::Months::new(12)).map_or(today, Day);
    let mut events: Vec<Event> =
        register.entries().flat_map(|entry| of(entry)).filter(|event| event.on >= since).collect();
    events.sort();
    events
}

/// Notes events of a record.
struct Notes<'a> {
    entry: &'a Entry,
    events: Vec<Event>,
}

impl Notes<'_> {
    fn add(&mut self, field: &str, day: Option<Day>, what: (&str, &str)) {
        let name = self.entry.common().name;
        self.add_of(field, day, what, name);
    }

    fn add_of(&mut self, field: &str, day: Option<Day>, (en, zh): (&str, &str), name: &Text) {
        let Some(on) = day else { return };
        let spoken = |tag: &str| {
            let tag = tag.parse().ok();
            tag.map_or_else(|| name.by_default().to_owned(), |tag| name.speak(&tag, None).text.to_owned())
        };
        let what = Sentence { en: format!("{en}: {}", spoken("en")), zh_hans: format!("{zh}：{}", spoken("zh-Hans")) };
        self.events.push(Event { on, record: self.entry.id.clone(), field: field.to_owned(), what });
    }
}

fn of(entry: &Entry) -> Vec<Event> {
    let mut notes = Notes { entry, events: Vec::new() };
    if entry.common().status != Status::Active {
        return notes.events;
    }
    match &entry.record {
        Record::Agreements(agreement) => {
            let until = agreement.in_force.as_ref().and_then(|days| days.until);
            notes.add("/in_force/until", until, ("Agreement ends", "协议到期"));
            if let Some(renewal) = &agreement.renewal {
                notes.add("/renewal/on", renewal.on, ("Agreement renews or ends", "协议续期或终止"));
                notes.add("/renewal/notice_by", renewal.notice_by, ("Last day to give notice", "终止通知截止日"));
            }
        }
        Record::Assessments(assessment) => {
            notes.add("/valid_until", assessment.valid_until, ("Assessment holds until", "评估有效期至"));
            let filing = assessment.filing.as_ref().and_then(|filing| filing.valid_until);
            notes.add("/filing/valid_until", filing, ("Filing or approval holds until", "备案或批准有效期至"));
        }
        Record::Processors(processor) => {
            notes.add("/review_on", processor.review_on, ("Review of the service is due", "第三方服务复核到期"));
            for certification in processor.certifications.iter().flatten() {
                let field = format!("/certifications/{}/valid_until", certification.key);
                notes.add(&field, certification.valid_until, ("Certification holds until", "认证有效期至"));
            }
        }
        Record::Activities(activity) => {
            notes.add("/since", activity.since, ("Activity begins", "处理活动开始"));
            notes.add("/until", activity.until, ("Activity ends", "处理活动结束"));
            for disclosure in activity.disclosures.iter().flatten() {
                let of = |end: &str| format!("/disclosures/{}/{end}", disclosure.key);
                notes.add(&of("since"), disclosure.since, ("Disclosure begins", "对外提供开始"));
                notes.add(&of("until"), disclosure.until, ("Disclosure ends", "对外提供结束"));
            }
        }
        Record::Regimes(regime) => law(&mut notes, regime),
        Record::Waivers(waiver) => notes.add("/until", waiver.until, ("Waiver lapses", "豁免到期")),
        Record::Publications(publication) => {
            notes.add("/effective", Some(publication.effective), ("Notice takes effect", "隐私声明生效"));
        }
        Record::ReviewDecisions(decision) if decision.done.is_none() => {
            notes.add("/due", decision.due, ("Follow-up of a transfer review is due", "传输审查待办到期"));
        }
        Record::Locations(_)
        | Record::DataCategories(_)
        | Record::DataSubjects(_)
        | Record::Organizations(_)
        | Record::Systems(_)
        | Record::Notices(_)
        | Record::Reviews(_)
        | Record::ReviewDecisions(_) => {}
    }
    notes.events
}

fn law(notes: &mut Notes<'_>, regime: &Regime) {
    notes.add("/recheck_by", regime.recheck_by, ("Law is to be looked up again by", "法律复核截止日"));
}
