//! The last day of a waiver is over.

use crate::{
    domain::{Kind, record::Status},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Waiver lapsed", "豁免已过期"),
    checks: (
        "Waivers that are not retired and whose last day is over. What they waived is found again.",
        "未停用但截止日期已过的豁免。所豁免的发现会重新出现。",
    ),
    why: (
        "A decision for a time has to be taken again or followed by what was put off.",
        "有期限的决定到期后，须重新作出决定，或完成此前推迟的事项。",
    ),
    basis: &[],
    resolve: (
        "Decide again and set a new day in `until`, or resolve the finding and retire the waiver.",
        "重新决定并在 `until` 中设定新日期，或解决该发现并停用豁免。",
    ),
    unknowns: Unknowns::Impossible,
    example: "waivers:\n  - {key: no-representative, name: {en: No representative}, check: RW011, record: organizations/acme, reason: {en: Offers nothing in the Union}, approved_by: General counsel, until: 2026-06-30}\n",
    instead: "waivers:\n  - {key: no-representative, name: {en: No representative}, check: RW011, record: organizations/acme, reason: {en: Offers nothing in the Union}, approved_by: General counsel, until: 2027-06-30}\n",
    looks: &[Look::Whole(look)],
};

fn look(inspector: &mut Inspector<'_, '_>) {
    let ground = inspector.ground;
    for entry in ground.register.of_kind(Kind::Waivers, None) {
        let about = entry.common();
        let Some(until) = about.until.filter(|until| *until < ground.on && about.status == Status::Active) else {
            continue;
        };
        let Both { en, zh } = Both::named(about.name);
        let message = Both::of(format!("{en} ended on {until}."), format!("{zh}已于{until}到期。"));
        inspector.finds_of(entry, field("until"), message);
    }
}
