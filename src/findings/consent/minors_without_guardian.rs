//! Data of minors on consent, and nobody recorded how guardians consent.

use crate::{
    domain::record::{Activity, LegalBasis},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Minors without consent of guardians", "未成年人信息没有监护人同意"),
    checks: (
        "Activities that process data of minors on consent, and for which nobody recorded how guardians consent.",
        "以同意为基础处理未成年人信息、但未记录监护人如何同意的处理活动。",
    ),
    why: (
        "Below an age that differs by law (GDPR: 13 to 16, PIPL: 14) the child's own consent does not count.",
        "低于法定年龄（GDPR 为13至16岁，《个人信息保护法》为14岁）的，未成年人本人的同意不产生效力。",
    ),
    basis: &[cited("GDPR Art 8(1), (2)"), cited("PIPL Art 31")],
    resolve: (
        "Record in `minors.guardian_consent` how guardians consent and how that is verified, and the age in `below_age`.",
        "在 `minors.guardian_consent` 中记录监护人如何同意及如何核实，并在 `below_age` 中记录年龄。",
    ),
    unknowns: Unknowns::Counted,
    example: "activities:\n  - {key: club, name: {en: Kids club, zh-Hans: 儿童俱乐部}, minors: {processed: true}, purposes: [{key: club, bases: [{basis: consent}]}]}\n",
    instead: "activities:\n  - {key: club, name: {en: Kids club, zh-Hans: 儿童俱乐部}, minors: {processed: true, guardian_consent: {en: Signed form, zh-Hans: 书面签署}}, purposes: [{key: club, bases: [{basis: consent}]}]}\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let purposes = activity.purposes.iter().flatten();
    let mut bases = purposes.flat_map(|purpose| purpose.bases.iter().flatten());
    if !bases.any(|basis| basis.basis == LegalBasis::Consent) {
        return;
    }
    let minors = activity.minors.as_deref();
    match minors.and_then(|minors| minors.processed) {
        None => inspector.cannot_tell(field("minors").at("processed")),
        Some(true) if minors.is_some_and(|minors| minors.guardian_consent.is_none()) => {
            let Both { en, zh } = inspector.name();
            let message = Both::of(
                format!("{en} processes data of minors on consent; how guardians consent is not recorded."),
                format!("{zh}以同意为基础处理未成年人信息，但未记录监护人如何同意。"),
            );
            inspector.finds(field("minors").at("guardian_consent"), message);
        }
        Some(_) => {}
    }
}
