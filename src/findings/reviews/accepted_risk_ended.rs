//! The time for which somebody accepted a risk is over.

use crate::{
    domain::record::DecisionKind,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Accepted risk whose time is over", "接受风险的期限已过"),
    checks: (
        "Routes of which the latest transfer review accepted the risk until a day that is over.",
        "最近一次传输审查接受风险、而期限已过的路径。",
    ),
    why: (
        "From that day on nobody stands for the risk.",
        "自该日起无人对该风险负责。",
    ),
    basis: &[cited("GDPR Art 24(1)")],
    resolve: (
        "Decide the route anew, or end the transfer and report it as done.",
        "重新决定该路径，或终止传输并报告完成。",
    ),
    unknowns: Unknowns::Impossible,
    example: "processors:\n  - {key: mail, name: {en: Mail service, zh-Hans: 邮件服务}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}}]}\nreviews:\n  - {key: 2026-q3, name: {en: Transfer review 2026-Q3, zh-Hans: 2026年第三季度审查}, period: {from: 2026-07-01, to: 2026-09-30}, state: signed_off, opened_by: p-1, opened_at: \"2026-10-01T08:00:00Z\", register: {seq: 1, digest: abababababababababababababababababababababababababababababababab}, engine: \"0.1.0\", rules: [], four_eyes: true, full_cycle: true, items: [{key: route-1, name: {en: Acme to the mail service, zh-Hans: Acme至邮件服务}, exporters: [], importers: [], service: mail, from: [ca], to: [us], controllers: [], activities: [newsletter], flows: [abababababababababababababababababababababababababababababababab], result: undetermined, unconfirmed: true, regimes: [], facts: abababababababababababababababababababababababababababababababab, change: new}]}\nreview-decisions:\n  - {key: 2026-q3.route-1, name: {en: Acme to the mail service, zh-Hans: Acme至邮件服务}, review: 2026-q3, item: route-1, facts: abababababababababababababababababababababababababababababababab, decided_by: p-1, decided_at: \"2026-10-02T08:00:00Z\", decision: accept_risk, who: General counsel, comment: Little data, due: 2026-10-31}\n",
    instead: "processors:\n  - {key: mail, name: {en: Mail service, zh-Hans: 邮件服务}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}}]}\nreviews:\n  - {key: 2026-q3, name: {en: Transfer review 2026-Q3, zh-Hans: 2026年第三季度审查}, period: {from: 2026-07-01, to: 2026-09-30}, state: signed_off, opened_by: p-1, opened_at: \"2026-10-01T08:00:00Z\", register: {seq: 1, digest: abababababababababababababababababababababababababababababababab}, engine: \"0.1.0\", rules: [], four_eyes: true, full_cycle: true, items: [{key: route-1, name: {en: Acme to the mail service, zh-Hans: Acme至邮件服务}, exporters: [], importers: [], service: mail, from: [ca], to: [us], controllers: [], activities: [newsletter], flows: [abababababababababababababababababababababababababababababababab], result: undetermined, unconfirmed: true, regimes: [], facts: abababababababababababababababababababababababababababababababab, change: new}]}\nreview-decisions:\n  - {key: 2026-q3.route-1, name: {en: Acme to the mail service, zh-Hans: Acme至邮件服务}, review: 2026-q3, item: route-1, facts: abababababababababababababababababababababababababababababababab, decided_by: p-1, decided_at: \"2026-10-02T08:00:00Z\", decision: accept_risk, who: General counsel, comment: Little data, due: 2027-10-31}\n",
    looks: &[Look::Whole(look)],
};

fn look(inspector: &mut Inspector<'_, '_>) {
    let ground = inspector.ground;
    for decided in &ground.decided {
        let decision = decided.decision;
        let accepted = decision.decision == DecisionKind::AcceptRisk && decision.done.is_none();
        let Some(due) = decision.due.filter(|due| accepted && *due < ground.on) else { continue };
        let Both { en, zh } = Both::named(&decided.item.name);
        let who = decision.who.as_deref().unwrap_or_default();
        let message = Both::of(
            format!("{who} accepted the risk of {en} until {due}."),
            format!("{who}接受{zh}风险的期限为{due}。"),
        );
        inspector.finds_of(decided.entry, field("due"), message);
    }
}
