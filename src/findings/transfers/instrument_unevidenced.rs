//! A contract is said to be signed, and nobody compared the signed copy.

use crate::{
    domain::record::{Agreement, AgreementState},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Info,
    title: ("Signed contract without evidence", "已签合同没有佐证"),
    checks: (
        "Agreements in place that a disclosure names, are signed, and whose signed copy nobody is recorded to have compared.",
        "被对外提供引用、状态为已签署、但未记录有人核对过签署文本的有效协议。",
    ),
    why: (
        "A conclusion that rests on it is only conditional: “signed” was typed, and the copy may say something else.",
        "以其为依据的结论只能是附条件的：“已签署”只是录入的，文本可能另有内容。",
    ),
    basis: &[cited("GDPR Arts 5(2), 28(9)")],
    resolve: (
        "Compare the signed copy with the record, and note who did and when in `signed_copy_checked`.",
        "将签署文本与记录核对，并在 `signed_copy_checked` 中记录核对人和日期。",
    ),
    unknowns: Unknowns::Reported,
    example: "processors:\n  - {key: mail, name: {en: Mail service}}\nagreements:\n  - {key: mail-dpa, name: {en: DPA with the mail service, zh-Hans: 邮件服务数据处理协议}, kind: data_processing_agreement, state: signed}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}, agreements: [mail-dpa]}]}\n",
    instead: "processors:\n  - {key: mail, name: {en: Mail service}}\nagreements:\n  - {key: mail-dpa, name: {en: DPA with the mail service, zh-Hans: 邮件服务数据处理协议}, kind: data_processing_agreement, state: signed, signed_copy_checked: {by: legal, on: 2026-02-01}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}, agreements: [mail-dpa]}]}\n",
    looks: &[Look::Agreement(look)],
};

fn look(agreement: &Agreement, inspector: &mut Inspector<'_, '_>) {
    let ground = inspector.ground;
    let signed = agreement.state == Some(AgreementState::Signed) && ground.is_in_place(agreement);
    if !signed || agreement.signed_copy_checked.is_some() || !ground.naming_agreement.contains_key(&agreement.key) {
        return;
    }
    let Both { en, zh } = inspector.name();
    inspector.finds(
        field("signed_copy_checked"),
        Both::of(
            format!("{en} is recorded as signed; that anybody compared the signed copy is not."),
            format!("{zh}记录为已签署，但未记录有人核对过签署文本。"),
        ),
    );
}
