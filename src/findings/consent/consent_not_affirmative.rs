//! Consent under GDPR that nobody gave by a clear act.

use crate::{
    domain::record::{Activity, ConsentForm, LegalBasis},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Consent without a clear act", "同意缺乏明确的主动行为"),
    checks: (
        "Purposes that rest on consent under GDPR which is recorded as implied or as opt-out, and data with the condition of Art 9(2)(a) whose consent is not explicit.",
        "依 GDPR 以同意为基础、而同意形式记录为默示或选择退出的目的；以及适用第9条第2款(a)项、但同意并非明示的情形。",
    ),
    why: (
        "Consent is a clear affirmative act: silence, ticked boxes and inactivity are none. For special categories it must be explicit.",
        "同意须为明确的肯定行为：沉默、预先勾选和不作为都不构成同意。特殊类别须为明示同意。",
    ),
    basis: &[cited("GDPR Arts 4(11), 7(1), 9(2)(a)"), cited("GDPR recital 32")],
    resolve: (
        "Ask for consent by an act of the person and record its `form`, or find another basis.",
        "以个人主动行为征得同意并更新 `form`，或采用其他合法性基础。",
    ),
    unknowns: Unknowns::Counted,
    example: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, purposes: [{key: send, bases: [{basis: consent, law: gdpr, consent: {form: opt_out}}]}]}\n",
    instead: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, purposes: [{key: send, bases: [{basis: consent, law: gdpr, consent: {form: opt_in}}]}]}\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let Both { en, zh } = inspector.name();
    for purpose in activity.purposes.iter().flatten() {
        for (index, basis) in purpose.bases.iter().flatten().enumerate() {
            let gdpr = basis.law.as_ref().is_some_and(|law| law.as_str() == "gdpr");
            if basis.basis != LegalBasis::Consent || !gdpr {
                continue;
            }
            let at = field("purposes").at(&purpose.key).at("bases").at(index).at("consent").at("form");
            let special = basis.article_9_condition.as_deref() == Some("a");
            let why = match basis.consent.as_ref().and_then(|consent| consent.form) {
                None => {
                    inspector.cannot_tell(at);
                    continue;
                }
                Some(ConsentForm::OptOut) => ("people only may opt out", "个人只能选择退出"),
                Some(ConsentForm::Implied) => ("it is only implied", "仅为默示"),
                Some(ConsentForm::OptIn) if special => (
                    "special categories need explicit consent, and it is not recorded as explicit",
                    "特殊类别须为明示同意，而记录并非明示",
                ),
                Some(ConsentForm::Explicit | ConsentForm::Written | ConsentForm::OptIn) => continue,
            };
            let name = purpose.text.as_ref().map_or_else(|| Both::same(format!("“{}”", purpose.key)), Both::named);
            let message = Both::of(
                format!("{} in {en} rests on consent under GDPR, and {}.", name.en, why.0),
                format!("{zh}中{}依 GDPR 以同意为基础，而{}。", name.zh, why.1),
            );
            inspector.finds(at, message);
        }
    }
}
