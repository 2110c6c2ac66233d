//! A review decided to suspend a route, and data still goes it.

use crate::{
    domain::{Kind, Record, RecordId, record::DecisionKind},
    findings::{About, Both, Inspector, Look, Severity, Standing, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Suspended route that is still active", "已决定暂停而仍在进行的路径"),
    checks: (
        "Routes of which the latest transfer review decided that they are suspended, and a flow of which still exists on the day.",
        "最近一次传输审查决定暂停、而当日仍存在流动的路径。",
    ),
    why: (
        "The decision says that data must not go this way until something is settled; it does.",
        "决定要求在问题解决前停止传输，而传输仍在进行。",
    ),
    basis: &[cited("GDPR Art 44"), cited("PIPL Art 38")],
    resolve: (
        "End the disclosure (`until`) or retire the activity; or settle what the suspension waits for and decide the route anew.",
        "结束该项对外提供（`until`）或停用处理活动；或解决暂停的原因并重新作出决定。",
    ),
    unknowns: Unknowns::Impossible,
    example: "processors:\n  - {key: mail, name: {en: Mail service, zh-Hans: 邮件服务}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}}]}\nreviews:\n  - {key: 2026-q3, name: {en: Transfer review 2026-Q3, zh-Hans: 2026年第三季度审查}, period: {from: 2026-07-01, to: 2026-09-30}, state: signed_off, opened_by: p-1, opened_at: \"2026-10-01T08:00:00Z\", register: {seq: 1, digest: abababababababababababababababababababababababababababababababab}, engine: \"0.1.0\", rules: [], four_eyes: true, full_cycle: true, items: [{key: route-1, name: {en: Acme to the mail service, zh-Hans: Acme至邮件服务}, exporters: [], importers: [], service: mail, from: [ca], to: [us], controllers: [], activities: [newsletter], flows: [db4c196ebfd8dde482d2c85d10ab3758d4caa829ebe6139fe96e86f2aceca097], result: undetermined, unconfirmed: true, regimes: [], facts: abababababababababababababababababababababababababababababababab, change: new}]}\nreview-decisions:\n  - {key: 2026-q3.route-1, name: {en: Acme to the mail service, zh-Hans: Acme至邮件服务}, review: 2026-q3, item: route-1, facts: abababababababababababababababababababababababababababababababab, decided_by: p-1, decided_at: \"2026-10-02T08:00:00Z\", decision: suspend, comment: Until a contract is signed}\n",
    instead: "processors:\n  - {key: mail, name: {en: Mail service, zh-Hans: 邮件服务}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, status: retired, disclosures: [{key: mail, recipient: {processor: mail}}]}\nreviews:\n  - {key: 2026-q3, name: {en: Transfer review 2026-Q3, zh-Hans: 2026年第三季度审查}, period: {from: 2026-07-01, to: 2026-09-30}, state: signed_off, opened_by: p-1, opened_at: \"2026-10-01T08:00:00Z\", register: {seq: 1, digest: abababababababababababababababababababababababababababababababab}, engine: \"0.1.0\", rules: [], four_eyes: true, full_cycle: true, items: [{key: route-1, name: {en: Acme to the mail service, zh-Hans: Acme至邮件服务}, exporters: [], importers: [], service: mail, from: [ca], to: [us], controllers: [], activities: [newsletter], flows: [db4c196ebfd8dde482d2c85d10ab3758d4caa829ebe6139fe96e86f2aceca097], result: undetermined, unconfirmed: true, regimes: [], facts: abababababababababababababababababababababababababababababababab, change: new}]}\nreview-decisions:\n  - {key: 2026-q3.route-1, name: {en: Acme to the mail service, zh-Hans: Acme至邮件服务}, review: 2026-q3, item: route-1, facts: abababababababababababababababababababababababababababababababab, decided_by: p-1, decided_at: \"2026-10-02T08:00:00Z\", decision: suspend, comment: Until a contract is signed}\n",
    looks: &[Look::Whole(look)],
};

fn look(inspector: &mut Inspector<'_, '_>) {
    let ground = inspector.ground;
    let suspended = ground.decided.iter().filter(|decided| {
        decided.decision.decision == DecisionKind::Suspend && decided.decision.done.is_none()
    });
    for decided in suspended {
        let active = decided.item.activities.iter().any(|key| {
            let entry = ground.register.get(&RecordId::new(Kind::Activities, key.clone()));
            let Some(entry) = entry.filter(|entry| Standing::of(&entry.common(), ground.on) == Standing::Current) else {
                return false;
            };
            let Record::Activities(activity) = &entry.record else { return false };
            let flows = inspector.flows_of_activity(activity);
            let goes = |id: &str| flows.iter().any(|flow| flow.id.to_string() == id && flow.on(ground.on).is_some());
            decided.item.flows.iter().any(|id| goes(id.as_str()))
        });
        if active {
            let (Both { en, zh }, review) = (Both::named(&decided.item.name), Both::named(&decided.review.name));
            let message = Both::of(
                format!("{} decided that {en} is suspended, and data still goes that way.", review.en),
                format!("{}决定暂停{zh}，而信息仍在传输。", review.zh),
            );
            inspector.finds_of(decided.entry, field("decision"), message);
        }
    }
}
