//! A waiver lacks what it needs to waive anything.

use crate::{
    domain::record::Waiver,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, check, field, waived::needed},
};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Waiver incomplete", "豁免不完整"),
    checks: (
        "Waivers that name no check that there is, no record, no reason, nobody who approved them, or no last day. They waive nothing.",
        "未列明现有检查项、记录、理由、批准人或截止日期的豁免。此类豁免不生效。",
    ),
    why: (
        "Whoever lives with a finding must be able to say why, by whose decision and how long.",
        "接受某项发现，必须能说明理由、由谁决定以及期限。",
    ),
    basis: &[],
    resolve: (
        "Fill in `check`, `record`, `reason`, `approved_by` and `until`, or retire the waiver.",
        "填写 `check`、`record`、`reason`、`approved_by` 和 `until`，或停用该豁免。",
    ),
    unknowns: Unknowns::Reported,
    example: "waivers:\n  - {key: no-representative, name: {en: No representative}, check: RW011, record: organizations/acme, until: 2027-06-30}\n",
    instead: "waivers:\n  - {key: no-representative, name: {en: No representative}, check: RW011, record: organizations/acme, reason: {en: Offers nothing in the Union}, approved_by: General counsel, until: 2027-06-30}\n",
    looks: &[Look::Waiver(look)],
};

fn look(waiver: &Waiver, inspector: &mut Inspector<'_, '_>) {
    let Both { en, zh } = inspector.name();
    for (name, _) in needed(waiver).into_iter().filter(|(_, has)| !has) {
        let message = Both::of(
            format!("{en} waives nothing: `{name}` is not recorded."),
            format!("{zh}不生效：未记录 `{name}`。"),
        );
        inspector.finds(field(name), message);
    }
    if let Some(code) = waiver.check.as_deref().filter(|code| check(code).is_none()) {
        let message = Both::of(
            format!("{en} waives nothing: there is no check {code}."),
            format!("{zh}不生效：没有检查项{code}。"),
        );
        inspector.finds(field("check"), message);
    }
}
