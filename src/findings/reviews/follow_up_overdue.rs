//! Something that a review asked for is not done in time.

use crate::{
    domain::record::DecisionKind,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Follow-up of a transfer review that is overdue", "传输审查的待办事项逾期"),
    checks: (
        "Questions, remedies and conditions that the latest transfer review left, whose day is over and which nobody reported as done.",
        "最近一次传输审查遗留、已过期限而未报告完成的查询、整改和条件。",
    ),
    why: (
        "A review that asks and never hears settles nothing.",
        "只提出问题而不跟进的审查解决不了任何问题。",
    ),
    basis: &[cited("GDPR Art 24(1)")],
    resolve: (
        "Do it and report it (`ropewalk review done`), or decide the route anew.",
        "完成并报告（`ropewalk review done`），或重新决定该路径。",
    ),
    unknowns: Unknowns::Impossible,
    example: "processors:\n  - {key: mail, name: {en: Mail service, zh-Hans: 邮件服务}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}}]}\nreviews:\n  - {key: 2026-q3, name: {en: Transfer review 2026-Q3, zh-Hans: 2026年第三季度审查}, period: {from: 2026-07-01, to: 2026-09-30}, state: signed_off, opened_by: p-1, opened_at: \"2026-10-01T08:00:00Z\", register: {seq: 1, digest: abababababababababababababababababababababababababababababababab}, engine: \"0.1.0\", rules: [], four_eyes: true, full_cycle: true, items: [{key: route-1, name: {en: Acme to the mail service, zh-Hans: Acme至邮件服务}, exporters: [], importers: [], service: mail, from: [ca], to: [us], controllers: [], activities: [newsletter], flows: [abababababababababababababababababababababababababababababababab], result: undetermined, unconfirmed: true, regimes: [], facts: abababababababababababababababababababababababababababababababab, change: new}]}\nreview-decisions:\n  - {key: 2026-q3.route-1, name: {en: Acme to the mail service, zh-Hans: Acme至邮件服务}, review: 2026-q3, item: route-1, facts: abababababababababababababababababababababababababababababababab, decided_by: p-1, decided_at: \"2026-10-02T08:00:00Z\", decision: ask, who: Sales, due: 2026-10-31}\n",
    instead: "processors:\n  - {key: mail, name: {en: Mail service, zh-Hans: 邮件服务}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}}]}\nreviews:\n  - {key: 2026-q3, name: {en: Transfer review 2026-Q3, zh-Hans: 2026年第三季度审查}, period: {from: 2026-07-01, to: 2026-09-30}, state: signed_off, opened_by: p-1, opened_at: \"2026-10-01T08:00:00Z\", register: {seq: 1, digest: abababababababababababababababababababababababababababababababab}, engine: \"0.1.0\", rules: [], four_eyes: true, full_cycle: true, items: [{key: route-1, name: {en: Acme to the mail service, zh-Hans: Acme至邮件服务}, exporters: [], importers: [], service: mail, from: [ca], to: [us], controllers: [], activities: [newsletter], flows: [abababababababababababababababababababababababababababababababab], result: undetermined, unconfirmed: true, regimes: [], facts: abababababababababababababababababababababababababababababababab, change: new}]}\nreview-decisions:\n  - {key: 2026-q3.route-1, name: {en: Acme to the mail service, zh-Hans: Acme至邮件服务}, review: 2026-q3, item: route-1, facts: abababababababababababababababababababababababababababababababab, decided_by: p-1, decided_at: \"2026-10-02T08:00:00Z\", decision: ask, who: Sales, due: 2027-10-31}\n",
    looks: &[Look::Whole(look)],
};

fn look(inspector: &mut Inspector<'_, '_>) {
    use DecisionKind::{ApproveWithConditions, Ask, Remediate, Suspend};
    let ground = inspector.ground;
    for decided in &ground.decided {
        let decision = decided.decision;
        let left = matches!(decision.decision, Ask | Remediate | ApproveWithConditions | Suspend);
        let Some(due) = decision.due.filter(|due| left && *due < ground.on && decision.done.is_none()) else { continue };
        let Both { en, zh } = Both::named(&decided.item.name);
        let who = decision.who.as_deref();
        let message = Both::of(
            format!("What was to be done for {en} by {due}{} is not reported as done.", who.map_or_else(String::new, |who| format!(" ({who})"))),
            format!("{zh}的待办事项期限为{due}{}，尚未报告完成。", who.map_or_else(String::new, |who| format!("（{who}）"))),
        );
        inspector.finds_of(decided.entry, field("due"), message);
    }
}
