//! A registration of a recipient does not hold any more, or nobody has looked for a year.

use crate::{
    domain::record::{Organization, Registration, RegistrationScheme, RegistrationStatus},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field, unconfirmed},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Registration that lapsed or was not looked up", "登记已失效或未复核"),
    checks: (
        "Registrations and self-certifications of recipients (Data Privacy Framework, cross-border privacy rules) that are inactive, withdrawn or past their last day, or that nobody has looked up for a year.",
        "接收方已失效、撤回或过期、或一年以上无人复核的登记和自我认证（如数据隐私框架、跨境隐私规则）。",
    ),
    why: (
        "Participants certify anew every year; one who does not is taken off the list, and the adequacy decision no longer covers it.",
        "参加者须每年重新认证；未续者会被除名，充分性决定即不再适用于它。",
    ),
    basis: &[cited("GDPR Art 45(1)"), unconfirmed("Commission Implementing Decision (EU) 2023/1795, recital 9")],
    resolve: (
        "Look it up in the public list, and record `status` and `checked`.",
        "在公开名单中查询，并更新 `status` 和 `checked`。",
    ),
    unknowns: Unknowns::Counted,
    example: "organizations:\n  - {key: mail-inc, name: {en: Mail Inc.}, registrations: [{key: dpf, scheme: data_privacy_framework, status: withdrawn}]}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {organization: mail-inc}}]}\n",
    instead: "organizations:\n  - {key: mail-inc, name: {en: Mail Inc.}, registrations: [{key: dpf, scheme: data_privacy_framework, status: active, checked: 2026-10-01}]}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {organization: mail-inc}}]}\n",
    looks: &[Look::Organization(look)],
};

/// Whether a registration is one on which transfers rest.
const fn carries_transfers(registration: &Registration) -> bool {
    matches!(
        registration.scheme,
        Some(
            RegistrationScheme::DataPrivacyFramework
                | RegistrationScheme::UkExtension
                | RegistrationScheme::SwissDataPrivacyFramework
                | RegistrationScheme::GlobalCbpr
                | RegistrationScheme::ApecCbpr
        )
    )
}

fn look(organization: &Organization, inspector: &mut Inspector<'_, '_>) {
    let ground = inspector.ground;
    if !ground.offers.contains_key(&organization.key) && !ground.to_organization.contains_key(&organization.key) {
        return;
    }
    let (Both { en, zh }, on) = (inspector.name(), inspector.on);
    for registration in organization.registrations.iter().flatten().filter(|one| carries_transfers(one)) {
        let at = field("registrations").at(&registration.key);
        let key = &registration.key;
        let over = registration.until.filter(|until| *until < on);
        let (at, why) = match (registration.status, over) {
            (_, Some(day)) => (at.at("until"), Both::of(format!("ended on {day}"), format!("已于{day}到期"))),
            (Some(RegistrationStatus::Inactive), None) => (at.at("status"), Both::of("is inactive", "已失效")),
            (Some(RegistrationStatus::Withdrawn), None) => (at.at("status"), Both::of("was withdrawn", "已撤回")),
            (Some(RegistrationStatus::Pending), None) => (at.at("status"), Both::of("is pending", "尚在办理")),
            (None, None) => {
                inspector.cannot_tell(at.at("status"));
                continue;
            }
            (Some(RegistrationStatus::Active), None) => {
                let Some(checked) = registration.checked else {
                    inspector.cannot_tell(at.at("checked"));
                    continue;
                };
                let due = checked.0.checked_add_months(chrono::Months::new(12)).map(crate::domain::Day);
                if due.is_none_or(|due| on <= due) {
                    continue;
                }
                let why = Both::of(format!("was last looked up on {checked}"), format!("最近一次复核是在{checked}"));
                (at.at("checked"), why)
            }
        };
        let message =
            Both::of(format!("The registration “{key}” of {en} {}.", why.en), format!("{zh}的登记“{key}”{}。", why.zh));
        inspector.finds(at, message);
    }
}
