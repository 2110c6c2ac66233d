//! A law is not met by a flow of data.

use crate::{
    domain::{Kind, RecordId, record::Activity},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, judged::{Came, Verdict}},
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
    instead: INSTEAD,
    looks: &[Look::Judged(look)],
};

/// A law that comes to its conclusion on a single fact.
const EXAMPLE: &str = "regimes:\n  - key: house-rule\n    name: {en: House rule on entrusting, zh-Hans: 内部委托规则}\n    law: {title: {en: House rules, zh-Hans: 内部规则}, citation: House rules}\n    checked: 2026-01-01\n    rules:\n      - {key: never, when: {disclosure: [entrusted]}, then: not_satisfied, sentence: {en: Nothing is entrusted to anybody., zh-Hans: 不得委托任何人处理。}, citation: House rules 3, status: confirmed}\n      - {key: else, then: not_applicable, sentence: {en: It does not apply., zh-Hans: 不适用。}, citation: House rules 1, status: confirmed}\nprocessors:\n  - {key: mail, name: {en: Mail service}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}, kind: entrusted}]}\n";

const INSTEAD: &str = "regimes:\n  - key: house-rule\n    name: {en: House rule on entrusting, zh-Hans: 内部委托规则}\n    law: {title: {en: House rules, zh-Hans: 内部规则}, citation: House rules}\n    checked: 2026-01-01\n    rules:\n      - {key: never, when: {disclosure: [entrusted]}, then: not_satisfied, sentence: {en: Nothing is entrusted to anybody., zh-Hans: 不得委托任何人处理。}, citation: House rules 3, status: confirmed}\n      - {key: else, then: not_applicable, sentence: {en: It does not apply., zh-Hans: 不适用。}, citation: House rules 1, status: confirmed}\nprocessors:\n  - {key: mail, name: {en: Mail service}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}, kind: provided}]}\n";

fn look<'a>(_: &'a Activity, verdicts: &[Verdict], inspector: &mut Inspector<'_, 'a>) {
    let Both { en, zh } = inspector.name();
    for verdict in verdicts {
        match &verdict.came {
            Came::NotMet { sentence, citation, confirmed } => {
                let law = inspector.ground.called(Kind::Regimes, &verdict.regime);
                let (place, sentence) = (&verdict.place, Both::plain(sentence));
                let message = Both::of(
                    format!("In {en}, {} does not meet {}: {}", place.en, law.en, sentence.en),
                    format!("在{zh}中，{}不符合{}：{}", place.zh, law.zh, sentence.zh),
                );
                let finding = inspector.finds(verdict.pointer.clone(), message);
                finding.law = Some(verdict.regime.clone());
                finding.rest_on(citation, *confirmed);
                finding.relates_to(RecordId::new(Kind::Regimes, verdict.regime.clone()));
            }
            Came::Undetermined => inspector.cannot_tell(verdict.pointer.clone()),
        }
    }
}
