//! A contract that disclosures name is not in place.

use crate::{
    domain::record::{Agreement, AgreementState},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, Use, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Contract that is not in place", "合同尚未生效"),
    checks: (
        "Agreements that a disclosure names and that are only intended, of an unknown or unrecorded state, or signed or in force only from a later day.",
        "被对外提供引用、但仅为拟签、状态未知或未记录、或签署日或生效日尚未到来的协议。",
    ),
    why: (
        "Data flows today under a contract that binds nobody yet. A state that nobody recorded counts as not in place.",
        "信息今天已在流动，而合同尚未约束任何人。未记录状态的视为未生效。",
    ),
    basis: &[cited("GDPR Art 28(3)"), cited("GDPR Art 46(1)"), cited("PIPL Arts 21, 38")],
    resolve: (
        "Have it signed and record `state` and `signed_on`, or suspend the disclosure.",
        "完成签署并记录 `state` 和 `signed_on`，或暂停该项对外提供。",
    ),
    unknowns: Unknowns::Reported,
    example: "processors:\n  - {key: mail, name: {en: Mail service}}\nagreements:\n  - {key: mail-dpa, name: {en: DPA with the mail service, zh-Hans: 邮件服务数据处理协议}, kind: data_processing_agreement, state: intended}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}, agreements: [mail-dpa]}]}\n",
    instead: "processors:\n  - {key: mail, name: {en: Mail service}}\nagreements:\n  - {key: mail-dpa, name: {en: DPA with the mail service, zh-Hans: 邮件服务数据处理协议}, kind: data_processing_agreement, state: signed}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}, agreements: [mail-dpa]}]}\n",
    looks: &[Look::Agreement(look)],
};

fn look(agreement: &Agreement, inspector: &mut Inspector<'_, '_>) {
    let Some(uses) = inspector.ground.naming_agreement.get(&agreement.key) else { return };
    let from = agreement.in_force.as_ref().and_then(|dates| dates.from);
    let later = |day: Option<crate::domain::Day>| day.filter(|day| *day > inspector.on);
    let (at, why) = match agreement.state {
        None => (field("state"), Both::of("nobody recorded whether it is in place", "未记录是否已生效")),
        Some(AgreementState::Unknown) => {
            (field("state"), Both::of("whether it is in place is not known", "不清楚是否已生效"))
        }
        Some(AgreementState::Intended) => (field("state"), Both::of("it is only intended", "仅为拟签")),
        // What has ended is for RW035.
        Some(AgreementState::Terminated) => return,
        Some(AgreementState::Signed | AgreementState::ByTerms) => match (later(agreement.signed_on), later(from)) {
            (Some(day), _) => (
                field("signed_on"),
                Both::of(format!("it is signed only on {day}"), format!("签署日为{day}，尚未到来")),
            ),
            (None, Some(day)) => (
                field("in_force").at("from"),
                Both::of(format!("it is in force only from {day}"), format!("自{day}起才生效")),
            ),
            (None, None) => return,
        },
    };
    let (Both { en, zh }, of) = (inspector.name(), Use::listed(uses));
    let message = Both::of(
        format!("{} rests on {en}, and {}.", of.en, why.en),
        format!("{}依据{zh}，而该协议{}。", of.zh, why.zh),
    );
    let finding = inspector.finds(at, message);
    finding.relates_to_all(uses.iter().map(Use::id));
}
