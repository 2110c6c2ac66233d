//! A contract that a disclosure names does not cover it.

use crate::{
    domain::{Kind, RecordId, record::Activity},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
    flows::{AgreementInForce, Coverage},
};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Contract that does not cover the disclosure", "合同不涵盖该项对外提供"),
    checks: (
        "Disclosures that name an agreement in place whose scope leaves out their service, activity, data or route, or to which the sender or the recipient is no party.",
        "所引用的有效协议，其范围不包括该服务、处理活动、信息种类或路线，或者提供方、接收方并非当事方的对外提供。",
    ),
    why: (
        "A contract with somebody else, or about something else, is no contract for this.",
        "与他人签订或针对其他事项的合同，不能作为本项对外提供的合同。",
    ),
    basis: &[cited("GDPR Art 28(3)"), cited("GDPR Art 46(1)"), cited("PIPL Arts 21, 38")],
    resolve: (
        "Name the agreement that covers it, widen its scope, or correct its parties.",
        "引用涵盖该项的协议，扩大协议范围，或更正当事方。",
    ),
    unknowns: Unknowns::Counted,
    example: "organizations:\n  - {key: acme, name: {en: Acme GmbH}}\n  - {key: mail-inc, name: {en: Mail Inc.}}\n  - {key: other-inc, name: {en: Other Inc.}}\nprocessors:\n  - {key: mail, name: {en: Mail service}, providers: [{key: inc, organization: mail-inc}]}\nagreements:\n  - key: dpa\n    name: {en: DPA with Other Inc., zh-Hans: 与 Other Inc. 的数据处理协议}\n    state: signed\n    parties: [{key: acme, organization: acme}, {key: other, organization: other-inc}]\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, controllers: [acme], disclosures: [{key: mail, recipient: {processor: mail}, agreements: [dpa]}]}\n",
    instead: "organizations:\n  - {key: acme, name: {en: Acme GmbH}}\n  - {key: mail-inc, name: {en: Mail Inc.}}\nprocessors:\n  - {key: mail, name: {en: Mail service}, providers: [{key: inc, organization: mail-inc}]}\nagreements:\n  - key: dpa\n    name: {en: DPA with Mail Inc., zh-Hans: 与 Mail Inc. 的数据处理协议}\n    state: signed\n    parties: [{key: acme, organization: acme}, {key: mail, organization: mail-inc}]\n    scope: {processors: [mail], activities: [newsletter], data: [contact], routes: []}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, controllers: [acme], disclosures: [{key: mail, recipient: {processor: mail}, agreements: [dpa]}]}\n",
    looks: &[Look::Activity(look)],
};

/// Whether an agreement covers a disclosure.
enum Covers {
    Yes,
    /// It does not, and why.
    No(&'static str, &'static str),
    /// Nobody can tell.
    Untold,
}

fn covers(found: &AgreementInForce<'_>) -> Covers {
    if found.coverage == Coverage::Excluded {
        return Covers::No("has a scope that leaves it out", "的范围不包括该项");
    }
    if found.agreement.parties.is_none() {
        return Covers::Untold;
    }
    match (found.exporters.is_empty(), found.importers.is_empty()) {
        (true, true) => Covers::No("binds neither the sender nor the recipient", "对提供方和接收方均无约束力"),
        (true, false) => Covers::No("does not bind the sender", "对提供方没有约束力"),
        (false, true) => Covers::No("does not bind the recipient", "对接收方没有约束力"),
        (false, false) if found.coverage == Coverage::Unknown => Covers::Untold,
        (false, false) => Covers::Yes,
    }
}

fn look<'a>(activity: &'a Activity, inspector: &mut Inspector<'_, 'a>) {
    let ground = inspector.ground;
    let Both { en, zh } = inspector.name();
    for disclosure in ground.current(activity) {
        let Some(facts) = inspector.flows_of(disclosure).next() else { continue };
        let named = facts.instruments.agreements.iter().filter(|found| found.named);
        let parties_known = !facts.exporter.parties.items.is_empty() && !facts.importer.parties.items.is_empty();
        let at = field("disclosures").at(&disclosure.key).at("agreements");
        for found in named {
            // Who sends or gets is not recorded: then nobody can say that it is no party.
            let sure = parties_known || found.coverage == Coverage::Excluded;
            let (why_en, why_zh) = match covers(found) {
                Covers::Yes => continue,
                Covers::No(en, zh) if sure => (en, zh),
                Covers::No(..) | Covers::Untold => {
                    inspector.cannot_tell(at.clone());
                    continue;
                }
            };
            let (recipient, agreement) =
                (ground.recipient(&disclosure.recipient).0, Both::named(&found.agreement.name));
            let message = Both::of(
                format!("The disclosure of {en} to {} names {}, which {why_en}.", recipient.en, agreement.en),
                format!("{zh}向{}提供信息时引用了{}，而该协议{why_zh}。", recipient.zh, agreement.zh),
            );
            let id = RecordId::new(Kind::Agreements, found.agreement.key.clone());
            let index = disclosure.agreements.iter().flatten().position(|named| *named.key() == found.agreement.key);
            inspector.finds(index.map_or_else(|| at.clone(), |index| at.at(index)), message).relates_to(id);
        }
    }
}
