//! A measure that an assessment asks for is not in place in time.

use crate::{
    domain::record::{Assessment, MeasureState},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Required measure not in place", "评估要求的措施未落实"),
    checks: (
        "Measures that an assessment asks for, whose day is over, and that nobody recorded as in place.",
        "评估所要求、期限已过、却未记录为已落实的措施。",
    ),
    why: (
        "“Favourable with measures” is favourable only with the measures.",
        "“附措施的有利结论”只有在措施落实后才成立。",
    ),
    basis: &[cited("GDPR Art 35(7)(d)"), cited("PIPL Art 56")],
    resolve: (
        "Put the measure in place and record its `state`, or move `due` and say why.",
        "落实措施并记录其 `state`，或延长 `due` 并说明理由。",
    ),
    unknowns: Unknowns::Counted,
    example: "assessments:\n  - key: tia\n    name: {en: Transfer assessment, zh-Hans: 传输影响评估}\n    outcome: favourable_with_measures\n    required_measures: [{key: keys, measure: {en: Own keys, zh-Hans: 自管密钥}, state: planned, due: 2026-06-30}]\n",
    instead: "assessments:\n  - key: tia\n    name: {en: Transfer assessment, zh-Hans: 传输影响评估}\n    outcome: favourable_with_measures\n    required_measures: [{key: keys, measure: {en: Own keys, zh-Hans: 自管密钥}, state: verified, due: 2026-06-30}]\n",
    looks: &[Look::Assessment(look)],
};

fn look(assessment: &Assessment, inspector: &mut Inspector<'_, '_>) {
    let Both { en, zh } = inspector.name();
    for required in assessment.required_measures.iter().flatten() {
        if matches!(required.state, Some(MeasureState::InPlace | MeasureState::Verified)) {
            continue;
        }
        let at = field("required_measures").at(&required.key);
        let measure = Both::named(&required.measure);
        match required.due {
            None => inspector.cannot_tell(at.at("due")),
            Some(day) if day < inspector.on => {
                let message = Both::of(
                    format!("{en} asks for {} by {day}; that it is in place is not recorded.", measure.en),
                    format!("{zh}要求在{day}前落实{}，但未记录已落实。", measure.zh),
                );
                inspector.finds(at.at("state"), message);
            }
            Some(_) => {}
        }
    }
}
