//! Machines decide, and nobody recorded how or what that means for people.

use crate::{
    domain::record::Activity,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Automated decision without an explanation", "自动化决策未作说明"),
    checks: (
        "Activities with decisions made by automated means alone whose logic or consequences are not recorded.",
        "存在自动化决策、但未记录其逻辑或后果的处理活动。",
    ),
    why: (
        "People must be told about the logic involved and what the decision means for them, and can demand an explanation.",
        "须向个人说明所涉逻辑以及决策对其的影响；个人有权要求予以说明。",
    ),
    basis: &[cited("GDPR Art 13(2)(f)"), cited("GDPR Art 22"), cited("PIPL Art 24")],
    resolve: (
        "Record `logic` and `consequences` in `automated_decisions`.",
        "在 `automated_decisions` 中记录 `logic` 和 `consequences`。",
    ),
    unknowns: Unknowns::Counted,
    example: "activities:\n  - {key: credit, name: {en: Credit check, zh-Hans: 信用审核}, automated_decisions: {used: true}}\n",
    instead: "activities:\n  - key: credit\n    name: {en: Credit check, zh-Hans: 信用审核}\n    automated_decisions:\n      used: true\n      logic: {en: A score of past payments, zh-Hans: 根据历史付款评分}\n      consequences: {en: Payment in advance only, zh-Hans: 仅可预付款}\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let decisions = activity.automated_decisions.as_deref();
    let Some(decisions) = decisions.filter(|decisions| decisions.used == Some(true)) else {
        if decisions.is_none_or(|decisions| decisions.used.is_none()) {
            inspector.cannot_tell(field("automated_decisions"));
        }
        return;
    };
    let missing = match (&decisions.logic, &decisions.consequences) {
        (None, None) => ("neither how nor what it means for people", "决策逻辑及其对个人的影响"),
        (None, Some(_)) => ("not how", "决策逻辑"),
        (Some(_), None) => ("not what it means for people", "决策对个人的影响"),
        (Some(_), Some(_)) => return,
    };
    let Both { en, zh } = inspector.name();
    inspector.finds(
        field("automated_decisions"),
        Both::of(
            format!("Machines decide in {en}: {} is recorded.", missing.0),
            format!("{zh}存在自动化决策，但未记录{}。", missing.1),
        ),
    );
}
