//! A law should have been looked up again.

use crate::{
    domain::record::{Regime, regime::Rule},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Law that is due to be looked up again", "法律规则待复核"),
    checks: (
        "Laws as data, also those that came with the program, that are past the day by which they or one of their rules must be looked up again.",
        "已过应复核日期的法律规则（包括随程序提供的规则），或其中任何一条规则已过复核日期。",
    ),
    why: (
        "What rests on a law that nobody looked at is shown apart and never counted as met.",
        "以未经复核的法律为依据的结论会单独列示，且绝不计为符合。",
    ),
    basis: &[],
    resolve: (
        "Upgrade the built-in laws (`ropewalk seeds upgrade`), or look the law up and record `checked` and `recheck_by`.",
        "升级内置法律规则（`ropewalk seeds upgrade`），或查核法律并更新 `checked` 和 `recheck_by`。",
    ),
    unknowns: Unknowns::Counted,
    example: EXAMPLE,
    instead: INSTEAD,
    looks: &[Look::Regime(look)],
};

const EXAMPLE: &str = "regimes:\n  - key: house-rule\n    name: {en: House rule, zh-Hans: 内部规则}\n    law: {title: {en: House rule, zh-Hans: 内部规则}, citation: House rule 1}\n    checked: 2025-01-01\n    recheck_by: 2026-01-01\n    rules: [{key: all, then: not_applicable, sentence: {en: Nothing to say., zh-Hans: 不适用。}, citation: House rule 1, status: confirmed}]\n";

const INSTEAD: &str = "regimes:\n  - key: house-rule\n    name: {en: House rule, zh-Hans: 内部规则}\n    law: {title: {en: House rule, zh-Hans: 内部规则}, citation: House rule 1}\n    checked: 2026-01-01\n    recheck_by: 2028-01-01\n    rules: [{key: all, then: not_applicable, sentence: {en: Nothing to say., zh-Hans: 不适用。}, citation: House rule 1, status: confirmed}]\n";

fn look(regime: &Regime, inspector: &mut Inspector<'_, '_>) {
    let (Both { en, zh }, on) = (inspector.name(), inspector.on);
    if regime.rules.as_ref().is_none_or(|rules| rules.is_empty()) {
        return;
    }
    let Some(due) = regime.recheck_by else {
        inspector.cannot_tell(field("recheck_by"));
        return;
    };
    if due < on {
        let message = Both::of(format!("{en} was to be looked up again by {due}."), format!("{zh}应于{due}前复核。"));
        inspector.finds(field("recheck_by"), message);
        return;
    }
    let overdue = |rule: &&Rule| on.within(rule.since, rule.until) && rule.recheck_by.is_some_and(|due| due < on);
    for rule in regime.rules.iter().flatten().filter(overdue) {
        let key = &rule.key;
        let message = Both::of(
            format!("The rule “{key}” of {en} was to be looked up again."),
            format!("{zh}的规则“{key}”应予复核。"),
        );
        inspector.finds(field("rules").at(key).at("recheck_by"), message);
    }
}
