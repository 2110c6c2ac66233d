//! What a notice has to say, section by section, from the records: for whoever generates its text.
//!
//! Knows the sections of a privacy notice: functions with their data, places and retention, recipients, security, rights, minors
//! and automated decisions, promises, and whom to reach. Says of each fact only what is recorded; what a section needs and nobody
//! recorded is told as missing, with the record and field that would supply it. Never judges whether a notice meets a law.

mod model;
mod page;
mod written;

pub use model::{Report, Section};

use super::{
    made::Made,
    question::{About, Parameter, Question, Refused, Shape, Time},
    reader::Reader,
    told::{Records, Sentence},
};
use crate::domain::{
    Day, Kind, Record, Register,
    record::{Activity, Status},
};
use written::Writer;

/// What it is.
pub const ABOUT: About = About {
    summary: "What a privacy notice has to say, section by section, from the records",
    description: "For whoever generates a notice: the controller and whom to reach, functions with their data, purposes, necessity and consequence of refusal, places of storage, retention, recipients by kind of disclosure with places and mechanisms, security measures, rights with channel and days, minors, automated decisions, promises and printed dates. Keys are stable. What is not recorded is left out, and told as missing with the field that would supply it.",
    parameters: &[Parameter {
        name: "notice",
        description: "The notice; must be given.",
        value: Shape::Key(Kind::Notices),
    }],
    time: Time::Day,
};

/// What the notice of the question has to say on its day.
///
/// # Errors
/// If the question names no notice.
pub fn report(register: &Register, question: &Question) -> Result<Report, Refused> {
    let Some(key) = question.key("notice") else {
        return Err(Refused::Malformed("name a `notice`".into()));
    };
    let records = Records(register);
    let Some(notice) = records.notice(&key) else {
        return Err(Refused::Unknown(format!("there is no record `notices/{key}`")));
    };
    let (reader, day) = (Reader::of(register, &question.language), question.day());
    let mut writer = Writer { reader, records, day, missing: Vec::new() };
    let told = register.of_kind(Kind::Activities, None).filter_map(|entry| match &entry.record {
        Record::Activities(activity) => Some(&**activity),
        _ => None,
    });
    let named = |activity: &&Activity| activity.notices.iter().flatten().any(|named| *named.key() == key);
    let functions = told.filter(|activity| counts(activity, day)).filter(named);
    let functions = functions.map(|activity| writer.function(activity)).collect();
    Ok(Report {
        made: Made::of(register, question),
        controller: writer.controller(notice),
        promises: writer.promises(notice),
        notice: writer.notice(notice),
        functions,
        missing: writer.missing,
        not_evaluated: not_evaluated(),
    })
}

/// Whether people are told of an activity on a day: a draft never is.
fn counts(activity: &Activity, day: Day) -> bool {
    activity.status == Status::Active && day.within(activity.since, activity.until)
}

fn not_evaluated() -> Vec<Sentence> {
    [
        (
            "Whether the notice meets any law: no law was evaluated. The findings tell what laws ask for and is missing.",
            "隐私声明是否符合法律：未评估任何法律。法律要求而缺失的内容见检查发现。",
        ),
        (
            "Whether what is recorded is what was published: hold the published text against the register for that.",
            "登记内容是否与已发布的文本一致：请以已发布文本与登记册比对。",
        ),
    ]
    .map(Sentence::of)
    .into()
}
