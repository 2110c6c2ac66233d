//! A retention that says nothing: no period, and no criteria that anybody could apply.

use crate::{
    domain::{
        Pointer, Text,
        record::{Activity, Retention},
        search,
    },
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field, unconfirmed},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Vague retention", "保存期限含糊"),
    checks: (
        "Retentions without a period whose criteria are left out, or say no more than “as long as necessary” or “the shortest period”.",
        "没有期限、且未填写标准，或标准仅为“所必需的时间”“最短期限”的保存期限。",
    ),
    why: (
        "Criteria must let somebody find out when data goes. That it is kept as long as needed is what the law says, not how it is met.",
        "标准须使人能够判断信息何时删除。“按需保存”只是重复法律要求，并未说明如何做到。",
    ),
    basis: &[
        cited("GDPR Art 13(2)(a)"),
        cited("Cal. Civ. Code 1798.100(a)(3)"),
        unconfirmed("Article 29 Working Party, Guidelines on transparency (WP260 rev.01), Annex"),
    ],
    resolve: (
        "Set a `period` and its `trigger`, or criteria such as the end of a limitation period.",
        "设定 `period` 和 `trigger`，或可操作的标准，例如诉讼时效届满。",
    ),
    unknowns: Unknowns::Counted,
    example: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, retention: {criteria: {en: As long as necessary for the purpose, zh-Hans: 实现目的所必需的期限}}}\n",
    instead: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, retention: {criteria: {en: Until the end of the limitation period for claims, zh-Hans: 至相关请求权诉讼时效届满}}}\n",
    looks: &[Look::Activity(look)],
};

/// Words that repeat the law, as search folds them.
const VAGUE: [&str; 14] = [
    "as long as necessary",
    "as long as is necessary",
    "as long as needed",
    "as long as required",
    "for the time necessary",
    "no longer than necessary",
    "not longer than necessary",
    "shortest period",
    "shortest time",
    "reasonable period",
    "所必需的",
    "所需的最短",
    "最短期限",
    "合理期限",
];

/// The words of criteria that say nothing, if they do.
fn vague(criteria: &Text) -> Option<&str> {
    criteria.iter().map(|(_, words)| words).find(|words| {
        let folded = search::fold(words);
        VAGUE.iter().any(|vague| folded.contains(vague))
    })
}

fn judge(retention: &Retention, at: Pointer, inspector: &mut Inspector<'_, '_>) {
    if retention.period.is_some() {
        return;
    }
    let Both { en, zh } = inspector.name();
    match &retention.criteria {
        None => {
            let message = Both::of(
                format!("The retention of {en} has neither a period nor criteria."),
                format!("{zh}的保存期限既无期限也无标准。"),
            );
            inspector.finds(at, message);
        }
        Some(criteria) if vague(criteria).is_some() => {
            let words = Both::plain(criteria);
            let message = Both::of(
                format!("The retention of {en} does not say when data goes: “{}”", words.en),
                format!("{zh}的保存期限未说明信息何时删除：“{}”", words.zh),
            );
            inspector.finds(at.at("criteria"), message);
        }
        Some(_) => {}
    }
}

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    match &activity.retention {
        Some(retention) => judge(retention, field("retention"), inspector),
        None => inspector.cannot_tell(field("retention")),
    }
    for item in activity.data.iter().flatten() {
        if let Some(retention) = &item.retention {
            judge(retention, field("data").at(&item.key).at("retention"), inspector);
        }
    }
}
