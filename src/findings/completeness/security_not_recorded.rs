//! Nobody recorded how the data of an activity is protected.

use crate::{
    domain::record::Activity,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Security measures not recorded", "未记录安全措施"),
    checks: (
        "Activities whose security measures are not recorded or recorded as none.",
        "未记录安全措施或记录为无的处理活动。",
    ),
    why: (
        "The record holds, where possible, a general description of the measures, also where we act for others. What is not written down is hard to prove after an incident.",
        "记录应尽可能概述安全措施，受他人委托处理时也是如此；未写下的措施在事件发生后难以证明。",
    ),
    basis: &[cited("GDPR Art 30(1)(g), 30(2)(d)"), cited("GDPR Art 32(1)"), cited("PIPL Art 51")],
    resolve: (
        "Record the measures in `security`, each with how far it is.",
        "在 `security` 中记录各项措施及其落实程度。",
    ),
    unknowns: Unknowns::Reported,
    example: "activities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n",
    instead: "activities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n    security: [{key: tls, measure: {en: Encryption in transit, zh-Hans: 传输加密}, state: in_place}]\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let Both { en, zh } = inspector.name();
    let message = match activity.security.as_deref() {
        None => Both::of(
            format!("How the data of {en} is protected is not recorded."),
            format!("未记录如何保护{zh}的个人信息。"),
        ),
        Some([]) => {
            Both::of(format!("{en} is recorded as having no security measures."), format!("{zh}被记录为没有安全措施。"))
        }
        Some(_) => return,
    };
    inspector.finds(field("security"), message);
}
