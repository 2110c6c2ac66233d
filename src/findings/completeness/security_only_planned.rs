//! Measures that nobody says are in place.

use crate::{
    domain::record::{Activity, MeasureState},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Security measures only planned", "安全措施仅为计划"),
    checks: (
        "Activities all of whose recorded measures are merely planned.",
        "所记录的安全措施全部仅为计划的处理活动。",
    ),
    why: (
        "A promise protects nobody: the law asks for measures that are implemented.",
        "承诺并不能保护任何人：法律要求的是已经落实的措施。",
    ),
    basis: &[cited("GDPR Art 32(1)"), cited("PIPL Art 51")],
    resolve: (
        "Put the measures in place and say so in `state`, or record those that are.",
        "落实措施并更新 `state`，或补充记录已落实的措施。",
    ),
    unknowns: Unknowns::Counted,
    example: "activities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n    security: [{key: encryption, measure: {en: We will use encryption, zh-Hans: 将采用加密}, state: planned}]\n",
    instead: "activities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n    security: [{key: encryption, measure: {en: Encryption, zh-Hans: 加密}, state: verified}]\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let measures = activity.security.as_deref().unwrap_or_default();
    let in_place = |state| matches!(state, Some(MeasureState::InPlace | MeasureState::Verified));
    if measures.is_empty() || measures.iter().any(|measure| in_place(measure.state)) {
        return;
    }
    if let Some(unknown) = measures.iter().find(|measure| measure.state.is_none()) {
        inspector.cannot_tell(field("security").at(&unknown.key).at("state"));
        return;
    }
    let (Both { en, zh }, count) = (inspector.name(), measures.len());
    inspector.finds(
        field("security"),
        Both::of(
            match count {
                1 => format!("The only security measure of {en} is planned and not in place."),
                _ => format!("All {count} security measures of {en} are planned, and none is in place."),
            },
            format!("{zh}的{count}项安全措施均为计划，没有一项已经落实。"),
        ),
    );
}
