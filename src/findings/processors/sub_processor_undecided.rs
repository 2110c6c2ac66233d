//! A new sub-processor was announced, and nobody decided in time.

use crate::{
    domain::record::{Processor, SubProcessorDecision},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field, soon},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Announced sub-processor without a decision", "新增次级处理者尚未决定"),
    checks: (
        "Announcements of sub-processors without a decision whose last day to object is over or lies within 30 days.",
        "异议截止日已过或在30天以内、但尚未作出决定的次级处理者变更通知。",
    ),
    why: (
        "With a general authorisation the right to object is all the say that we have, and it ends on that day.",
        "在概括授权之下，异议权是唯一的发言权，且到该日即告终止。",
    ),
    basis: &[cited("GDPR Art 28(2)")],
    resolve: (
        "Decide, and record `decision` and by whom in `decided`.",
        "作出决定，并记录 `decision` 以及 `decided` 中的决定人。",
    ),
    unknowns: Unknowns::Counted,
    example: "processors:\n  - key: mail\n    name: {en: Mail service}\n    sub_processor_notices: [{key: cloud, notified: 2026-11-01, object_by: 2026-12-01}]\n",
    instead: "processors:\n  - key: mail\n    name: {en: Mail service}\n    sub_processor_notices: [{key: cloud, notified: 2026-11-01, object_by: 2026-12-01, decision: accepted}]\n",
    looks: &[Look::Processor(look)],
};

fn look(processor: &Processor, inspector: &mut Inspector<'_, '_>) {
    let Both { en, zh } = inspector.name();
    for notice in processor.sub_processor_notices.iter().flatten() {
        if !matches!(notice.decision, None | Some(SubProcessorDecision::Pending)) {
            continue;
        }
        let at = field("sub_processor_notices").at(&notice.key);
        let Some(day) = notice.object_by else {
            inspector.cannot_tell(at.at("object_by"));
            continue;
        };
        let key = &notice.key;
        let message = if day < inspector.on {
            Both::of(
                format!("The last day to object to the change “{key}” of {en} was {day}, and no decision is recorded."),
                format!("{zh}的变更“{key}”异议截止日为{day}，已过期而未记录决定。"),
            )
        } else if soon(inspector.on, day, 30) {
            Both::of(
                format!("The last day to object to the change “{key}” of {en} is {day}, and no decision is recorded."),
                format!("{zh}的变更“{key}”异议截止日为{day}，尚未记录决定。"),
            )
        } else {
            continue;
        };
        inspector.finds(at.at("decision"), message);
    }
}
