//! An assessment, filing or approval ends soon.

use crate::{
    domain::record::Assessment,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, field, soon},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Assessment or approval that ends soon", "评估或批准即将到期"),
    checks: (
        "Assessments, filings and approvals whose last day lies within 90 days.",
        "有效期在90天以内届满的评估、备案和批准。",
    ),
    why: ("Doing it again takes time, at an authority months.", "重新办理需要时间，在监管机构可能需要数月。"),
    basis: &[],
    resolve: ("Begin anew now, and record the new days.", "立即着手重新办理，并更新日期。"),
    unknowns: Unknowns::Counted,
    example: "assessments:\n  - {key: tia, name: {en: Transfer assessment, zh-Hans: 传输影响评估}, completed_on: 2024-01-10, valid_until: 2026-12-31}\n",
    instead: "assessments:\n  - {key: tia, name: {en: Transfer assessment, zh-Hans: 传输影响评估}, completed_on: 2024-01-10, valid_until: 2028-12-31}\n",
    looks: &[Look::Assessment(look)],
};

fn look(assessment: &Assessment, inspector: &mut Inspector<'_, '_>) {
    let approval = assessment.filing.as_ref().and_then(|filing| filing.valid_until);
    let on = inspector.on;
    let near = |day: Option<crate::domain::Day>| day.filter(|day| soon(on, *day, 90));
    let (at, day) = match (near(assessment.valid_until), near(approval)) {
        (Some(day), _) => (field("valid_until"), day),
        (None, Some(day)) => (field("filing").at("valid_until"), day),
        (None, None) => {
            if assessment.valid_until.is_none() && approval.is_none() {
                inspector.cannot_tell(field("valid_until"));
            }
            return;
        }
    };
    let Both { en, zh } = inspector.name();
    inspector.finds(at, Both::of(format!("{en} holds until {day}."), format!("{zh}的有效期至{day}。")));
}
