//! Consent, and nobody recorded how it is withdrawn.

use crate::{
    domain::record::{Activity, LegalBasis},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Consent without a way to withdraw", "同意没有撤回途径"),
    checks: (
        "Purposes that rest on consent, and for which nobody recorded how it is withdrawn.",
        "以同意为基础、但未记录如何撤回同意的目的。",
    ),
    why: (
        "Withdrawing must be as easy as giving, and people are told how before they consent.",
        "撤回同意须与给予同意同样便捷，且须在同意前告知方式。",
    ),
    basis: &[cited("GDPR Arts 7(3), 13(2)(c)"), cited("PIPL Art 15")],
    resolve: (
        "Record the way in `consent.withdrawal`: a link in each mail, a switch in the settings.",
        "在 `consent.withdrawal` 中记录方式：邮件中的链接、设置中的开关等。",
    ),
    unknowns: Unknowns::Reported,
    example: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, purposes: [{key: send, bases: [{basis: consent, law: gdpr}]}]}\n",
    instead: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, purposes: [{key: send, bases: [{basis: consent, law: gdpr, consent: {form: opt_in, withdrawal: {en: The link in each mail, zh-Hans: 每封邮件中的链接}}}]}]}\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let Both { en, zh } = inspector.name();
    for purpose in activity.purposes.iter().flatten() {
        for (index, basis) in purpose.bases.iter().flatten().enumerate() {
            let withdrawal = basis.consent.as_ref().and_then(|consent| consent.withdrawal.as_ref());
            if basis.basis != LegalBasis::Consent || withdrawal.is_some() {
                continue;
            }
            let name = purpose.text.as_ref().map_or_else(|| Both::same(format!("“{}”", purpose.key)), Both::named);
            let message = Both::of(
                format!("{} in {en} rests on consent; how people withdraw it is not recorded.", name.en),
                format!("{zh}中{}以同意为基础，但未记录如何撤回。", name.zh),
            );
            let at = field("purposes").at(&purpose.key).at("bases").at(index).at("consent");
            inspector.finds(at, message);
        }
    }
}
