//! One consent for several purposes.

use crate::{
    domain::record::{Activity, LegalBasis},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field, listed},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Bundled consent", "捆绑同意"),
    checks: (
        "Activities in which several purposes rest on consent, and it is recorded that it is not asked for separately.",
        "有多个目的以同意为基础、且记录为未分别征得同意的处理活动。",
    ),
    why: (
        "Consent is presumed not to be freely given if people cannot consent to one purpose without the others; under PIPL several kinds of processing need separate consent.",
        "个人无法对各目的分别同意的，推定同意并非自愿；依《个人信息保护法》，多种处理须取得单独同意。",
    ),
    basis: &[cited("GDPR Arts 6(1)(a), 7(2), 7(4)"), cited("GDPR recital 43"), cited("PIPL Arts 14, 23, 25, 29, 39")],
    resolve: (
        "Ask for each consent apart and record `separate: true`, or rest some purposes on another basis.",
        "分别征得同意并记录 `separate: true`，或为部分目的采用其他基础。",
    ),
    unknowns: Unknowns::Counted,
    example: "activities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n    purposes:\n      - {key: send, text: {en: Send the newsletter, zh-Hans: 发送新闻邮件}, bases: [{basis: consent, consent: {separate: false}}]}\n      - {key: profile, text: {en: Measure what is read, zh-Hans: 统计阅读情况}, bases: [{basis: consent, consent: {separate: false}}]}\n",
    instead: "activities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n    purposes:\n      - {key: send, text: {en: Send the newsletter, zh-Hans: 发送新闻邮件}, bases: [{basis: consent, consent: {separate: true}}]}\n      - {key: profile, text: {en: Measure what is read, zh-Hans: 统计阅读情况}, bases: [{basis: consent, consent: {separate: true}}]}\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let on_consent = activity.purposes.iter().flatten().filter_map(|purpose| {
        let basis = purpose.bases.iter().flatten().find(|basis| basis.basis == LegalBasis::Consent)?;
        Some((purpose, basis.consent.as_ref().and_then(|consent| consent.separate)))
    });
    let on_consent: Vec<_> = on_consent.collect();
    if on_consent.len() < 2 {
        return;
    }
    let bundled = on_consent.iter().filter(|(_, separate)| *separate == Some(false));
    let bundled: Vec<Both> = bundled
        .map(|(purpose, _)| purpose.text.as_ref().map_or_else(|| Both::same(format!("“{}”", purpose.key)), Both::named))
        .collect();
    if bundled.is_empty() {
        if let Some((purpose, _)) = on_consent.iter().find(|(_, separate)| separate.is_none()) {
            inspector.cannot_tell(field("purposes").at(&purpose.key).at("bases"));
        }
        return;
    }
    let (Both { en, zh }, names) = (inspector.name(), listed(&bundled, Both::clone));
    inspector.finds(
        field("purposes"),
        Both::of(
            format!("In {en}, consent is not asked for separately for {}.", names.en),
            format!("{zh}中，{}未分别征得同意。", names.zh),
        ),
    );
}
