//! A certification of a service is over.

use crate::{
    domain::record::Processor,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Certification that has expired", "认证已过期"),
    checks: (
        "Certifications and audit reports of services in use that are past their last day.",
        "在用服务已过有效期的认证和审计报告。",
    ),
    why: (
        "A processor has to give sufficient guarantees; an expired certificate guarantees nothing.",
        "受托方须提供充分保证；过期的证书不能保证任何事情。",
    ),
    basis: &[cited("GDPR Art 28(1), (5)")],
    resolve: (
        "Ask for the new certificate and record its last day, or remove the old one.",
        "索取新证书并记录其有效期，或删除旧证书。",
    ),
    unknowns: Unknowns::Counted,
    example: "processors:\n  - {key: mail, name: {en: Mail service}, certifications: [{key: iso, scheme: ISO/IEC 27001, valid_until: 2026-03-31}]}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}}]}\n",
    instead: "processors:\n  - {key: mail, name: {en: Mail service}, certifications: [{key: iso, scheme: ISO/IEC 27001, valid_until: 2029-03-31}]}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}}]}\n",
    looks: &[Look::Processor(look)],
};

fn look(processor: &Processor, inspector: &mut Inspector<'_, '_>) {
    if !inspector.ground.to_processor.contains_key(&processor.key) {
        return;
    }
    let Both { en, zh } = inspector.name();
    for certification in processor.certifications.iter().flatten() {
        let at = field("certifications").at(&certification.key).at("valid_until");
        let scheme = &certification.scheme;
        match certification.valid_until {
            None => inspector.cannot_tell(at),
            Some(day) if day < inspector.on => {
                let message = Both::of(
                    format!("The certification {scheme} of {en} expired on {day}."),
                    format!("{zh}的 {scheme} 认证已于{day}过期。"),
                );
                inspector.finds(at, message);
            }
            Some(_) => {}
        }
    }
}
