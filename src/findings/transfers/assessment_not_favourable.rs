//! An assessment that disclosures rest on is not done, or came out badly.

use crate::{
    domain::record::{Assessment, Outcome},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field, listed},
};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Assessment without a favourable outcome", "评估没有有利结论"),
    checks: (
        "Assessments that an activity names and that are not recorded as completed, are pending, came out unfavourably, or have no recorded outcome. An assessment that `dpia` names is for RW019.",
        "被处理活动引用、但未记录完成、仍在进行、结论不利或未记录结论的评估。由 `dpia` 引用的评估见 RW019。",
    ),
    why: (
        "Naming an assessment is no result. What nobody recorded counts as not done.",
        "仅仅引用评估并不等于有结论；未记录的视为未做。",
    ),
    basis: &[cited("GDPR Arts 35(7), 46(1)"), cited("PIPL Arts 55, 56")],
    resolve: (
        "Bring it to an end and record `completed_on` and `outcome`; do what it asks for, or suspend the disclosure.",
        "完成评估并记录 `completed_on` 和 `outcome`；落实其要求，或暂停该项对外提供。",
    ),
    unknowns: Unknowns::Reported,
    example: "processors:\n  - {key: mail, name: {en: Mail service}}\nassessments:\n  - {key: tia, name: {en: Transfer assessment, zh-Hans: 传输影响评估}, kind: transfer_impact, outcome: pending}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}, assessments: [tia]}]}\n",
    instead: "processors:\n  - {key: mail, name: {en: Mail service}}\nassessments:\n  - {key: tia, name: {en: Transfer assessment, zh-Hans: 传输影响评估}, kind: transfer_impact, completed_on: 2026-01-10, outcome: favourable}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}, assessments: [tia]}]}\n",
    looks: &[Look::Assessment(look)],
};

fn look(assessment: &Assessment, inspector: &mut Inspector<'_, '_>) {
    let ground = inspector.ground;
    let named = |activity: &&&crate::domain::record::Activity| {
        let disclosures = ground.current(activity).flat_map(|disclosure| disclosure.assessments.iter().flatten());
        disclosures.into_iter().any(|named| *named.key() == assessment.key)
    };
    let activities = ground.naming_assessment.get(&assessment.key).into_iter().flatten();
    let of: Vec<Both> = activities.filter(named).map(|activity| Both::named(&activity.name)).collect();
    if of.is_empty() {
        return;
    }
    let done = assessment.completed_on.is_some_and(|day| day <= inspector.on)
        || assessment.filing.as_ref().is_some_and(|filing| filing.filed_on.is_some() || filing.decided_on.is_some());
    let (at, why) = match assessment.outcome {
        Some(Outcome::Unfavourable) => ("outcome", ("came out unfavourably", "结论为不利")),
        Some(Outcome::Pending) => ("outcome", ("is pending", "仍在进行中")),
        _ if !done => ("completed_on", ("is not recorded as completed", "未记录为已完成")),
        None => ("outcome", ("has no recorded outcome", "未记录结论")),
        Some(Outcome::Favourable | Outcome::FavourableWithMeasures) => return,
    };
    let (Both { en, zh }, of) = (inspector.name(), listed(&of, Both::clone));
    inspector.finds(
        field(at),
        Both::of(
            format!("{} rests on {en}, which {}.", of.en, why.0),
            format!("{}依据{zh}，而该评估{}。", of.zh, why.1),
        ),
    );
}
