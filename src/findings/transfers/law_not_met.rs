//! A law is not met by a flow of data.

use crate::{
    domain::{Kind, RecordId, record::Activity},
    findings::{About, Both, Inspector, Judged, Look, Severity, Unknowns, judged::Came},
};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Law that is not met", "不符合法律要求"),
    checks: (
        "Flows of data of which a law as data concludes that it is not met on the recorded facts: one finding for each place in the activity and each law.",
        "依据所记录的事实，法律规则判定为不符合的信息流动：每一处、每部法律各报告一次。",
    ),
    why: (
        "The facts that are recorded are enough to say no: a mechanism is missing, has ended, or the law forbids it.",
        "已记录的事实足以得出否定结论：缺少机制、机制已终止，或法律禁止。",
    ),
    basis: &[],
    resolve: (
        "Read in the transfer report which rule decides and what would change it; put the mechanism in place, or suspend the flow.",
        "在跨境传输报告中查看起决定作用的规则以及可改变结论的因素；落实传输机制，或暂停该流动。",
    ),
    unknowns: Unknowns::Counted,
    example: EXAMPLE,
    instead: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}}\n",
    looks: &[Look::Judged(look)],
};

/// An exporter in the Area, an importer in the United States, contractual clauses that have ended.
const EXAMPLE: &str = "organizations:\n  - {key: acme, name: {en: Acme GmbH}, incorporated_in: de, establishments: []}\n  - {key: mail-inc, name: {en: Mail Inc.}, incorporated_in: us, establishments: [], registrations: []}\nprocessors:\n  - {key: mail, name: {en: Mail service}, providers: [{key: inc, organization: mail-inc}], locations: [{key: main, location: us}], access: [], sub_processors: [], complete: [{pointer: /providers, by: legal, on: 2026-01-01}, {pointer: /locations, by: legal, on: 2026-01-01}, {pointer: /access, by: legal, on: 2026-01-01}, {pointer: /sub_processors, by: legal, on: 2026-01-01}]}\nagreements:\n  - {key: scc, name: {en: SCC with Mail Inc., zh-Hans: 与 Mail Inc. 的标准合同条款}, kind: eu_scc_module_2, state: terminated, parties: [{key: acme, organization: acme}, {key: mail, organization: mail-inc}]}\nactivities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n    role: controller\n    controllers: [acme]\n    purposes: [{key: send, text: {en: Send the newsletter, zh-Hans: 发送新闻邮件}, bases: [{basis: legitimate_interests, law: gdpr}]}]\n    subjects: [customers]\n    people: [{key: germans, place: de}]\n    data: [{key: mail, category: contact.email, source: provided}]\n    systems: []\n    storage: [{key: own, location: de}]\n    access: []\n    disclosures: [{key: mail, recipient: {processor: mail}, kind: entrusted, roles: [{role: processor, according_to: contractual}], purposes: [send], data: [mail], locations: [us], access: [], collects_directly: false, agreements: [scc], assessments: []}]\n    complete:\n      - {pointer: /controllers, by: legal, on: 2026-01-01}\n      - {pointer: /people, by: legal, on: 2026-01-01}\n      - {pointer: /data, by: legal, on: 2026-01-01}\n      - {pointer: /storage, by: legal, on: 2026-01-01}\n      - {pointer: /purposes, by: legal, on: 2026-01-01}\n      - {pointer: /disclosures, by: legal, on: 2026-01-01}\n      - {pointer: /disclosures/mail/locations, by: legal, on: 2026-01-01}\n      - {pointer: /disclosures/mail/access, by: legal, on: 2026-01-01}\n      - {pointer: /disclosures/mail/data, by: legal, on: 2026-01-01}\n";

fn look<'a>(activity: &'a Activity, judged: &Judged, inspector: &mut Inspector<'_, 'a>) {
    let Both { en, zh } = inspector.name();
    for verdict in judged.of(&activity.key) {
        match &verdict.came {
            Came::NotMet { sentence, citation, confirmed } => {
                let law = inspector.ground.called(Kind::Regimes, &verdict.regime);
                let (place, sentence) = (&verdict.place, Both::plain(sentence));
                let message = Both::of(
                    format!("In {en}, {} does not meet {}: {}", place.en, law.en, sentence.en),
                    format!("在{zh}中，{}不符合{}：{}", place.zh, law.zh, sentence.zh),
                );
                let regime = inspector.ground.regimes.get_key_value(&verdict.regime).map(|(key, _)| *key);
                let finding = inspector.finds(verdict.pointer.clone(), message);
                finding.law = regime;
                finding.rest_on(citation, *confirmed);
                finding.relates_to(RecordId::new(Kind::Regimes, verdict.regime.clone()));
            }
            Came::Undetermined { .. } => inspector.cannot_tell(verdict.pointer.clone()),
        }
    }
}
