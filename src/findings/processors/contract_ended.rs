//! A contract that disclosures name has ended.

use crate::{
    domain::record::{Agreement, AgreementState},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, Use, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Contract that has ended", "合同已终止"),
    checks: (
        "Agreements that a current disclosure names and that are terminated or past their last day.",
        "被现行对外提供引用、但已终止或已过最后有效日的协议。",
    ),
    why: ("Data still flows, and nothing binds the recipient any more.", "信息仍在流动，而接收方已不再受约束。"),
    basis: &[cited("GDPR Art 28(3)"), cited("GDPR Art 46(1)"), cited("PIPL Arts 21, 38")],
    resolve: (
        "Renew the agreement or conclude another one, or end the disclosure.",
        "续签或另行签订协议，或终止该项对外提供。",
    ),
    unknowns: Unknowns::Counted,
    example: "processors:\n  - {key: mail, name: {en: Mail service}}\nagreements:\n  - {key: mail-dpa, name: {en: DPA with the mail service, zh-Hans: 邮件服务数据处理协议}, state: signed, in_force: {from: 2024-01-01, until: 2025-12-31}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}, agreements: [mail-dpa]}]}\n",
    instead: "processors:\n  - {key: mail, name: {en: Mail service}}\nagreements:\n  - {key: mail-dpa, name: {en: DPA with the mail service, zh-Hans: 邮件服务数据处理协议}, state: signed, in_force: {from: 2024-01-01, until: 2028-12-31}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}, agreements: [mail-dpa]}]}\n",
    looks: &[Look::Agreement(look)],
};

fn look(agreement: &Agreement, inspector: &mut Inspector<'_, '_>) {
    let Some(uses) = inspector.ground.naming_agreement.get(&agreement.key) else { return };
    let until = agreement.in_force.as_ref().and_then(|dates| dates.until);
    let terminated = agreement.state == Some(AgreementState::Terminated);
    let (at, why) = match until.filter(|until| *until < inspector.on) {
        Some(day) => (field("in_force").at("until"), Both::of(format!("ended on {day}"), format!("已于{day}终止"))),
        None if terminated => (field("state"), Both::of("is terminated", "已被终止")),
        None => {
            if agreement.in_force.is_none() {
                inspector.cannot_tell(field("in_force"));
            }
            return;
        }
    };
    let (Both { en, zh }, of) = (inspector.name(), Use::listed(uses));
    let message = Both::of(
        format!("{} rests on {en}, which {}.", of.en, why.en),
        format!("{}依据{zh}，而该协议{}。", of.zh, why.zh),
    );
    let finding = inspector.finds(at, message);
    finding.relates_to_all(uses.iter().map(Use::id));
}
