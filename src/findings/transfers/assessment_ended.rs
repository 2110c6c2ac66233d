//! An assessment, filing or approval no longer holds.

use crate::{
    domain::record::Assessment,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Assessment or approval that has ended", "评估或批准已失效"),
    checks: (
        "Assessments, filings and approvals that an activity names and that are past the last day on which they hold.",
        "被处理活动引用、但已过有效期的评估、备案和批准。",
    ),
    why: ("What rests on it goes on without it.", "以其为依据的处理仍在继续，而依据已不复存在。"),
    basis: &[cited("GDPR Art 35(11)"), cited("PIPL Arts 38, 40, 55")],
    resolve: (
        "Do it again or have it extended, and record the new one; or stop what rests on it.",
        "重新评估或办理延期并予记录；或停止以其为依据的处理。",
    ),
    unknowns: Unknowns::Counted,
    example: "assessments:\n  - {key: tia, name: {en: Transfer assessment, zh-Hans: 传输影响评估}, completed_on: 2024-01-10, valid_until: 2026-01-09}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, dpia: {assessment: tia}}\n",
    instead: "assessments:\n  - {key: tia, name: {en: Transfer assessment, zh-Hans: 传输影响评估}, completed_on: 2024-01-10, valid_until: 2028-01-09}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, dpia: {assessment: tia}}\n",
    looks: &[Look::Assessment(look)],
};

fn look(assessment: &Assessment, inspector: &mut Inspector<'_, '_>) {
    let Some(activities) = inspector.ground.naming_assessment.get(&assessment.key) else { return };
    let approval = assessment.filing.as_ref().and_then(|filing| filing.valid_until);
    let over = |day: &crate::domain::Day| *day < inspector.on;
    let (at, day) = match (assessment.valid_until.filter(over), approval.filter(over)) {
        (Some(day), _) => (field("valid_until"), day),
        (None, Some(day)) => (field("filing").at("valid_until"), day),
        (None, None) => {
            if assessment.valid_until.is_none() && approval.is_none() {
                inspector.cannot_tell(field("valid_until"));
            }
            return;
        }
    };
    let of: Vec<Both> = activities.iter().map(|activity| Both::named(&activity.name)).collect();
    let (Both { en, zh }, of) = (inspector.name(), crate::findings::listed(&of, Both::clone));
    let message = Both::of(
        format!("{} rests on {en}, which held until {day}.", of.en),
        format!("{}依据{zh}，而其有效期至{day}。", of.zh),
    );
    inspector.finds(at, message);
}
