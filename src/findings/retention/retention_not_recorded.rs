//! Nobody recorded how long data is kept.

use crate::{
    domain::record::Activity,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field, listed},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Retention not recorded", "未记录保存期限"),
    checks: (
        "Activities of which no retention is recorded, unless each item of data has its own.",
        "未记录保存期限、且并非每项个人信息都有各自期限的处理活动。",
    ),
    why: (
        "Data is kept no longer than its purpose needs, and people are told for how long: in California for each category. Without an end nothing is ever deleted.",
        "信息保存不得超过实现目的所必需的时间，并须告知个人期限（在加州须逐类告知）。没有终点，就什么都不会被删除。",
    ),
    basis: &[
        cited("GDPR Arts 5(1)(e), 13(2)(a), 30(1)(f)"),
        cited("PIPL Arts 17, 19"),
        cited("Cal. Civ. Code 1798.100(a)(3)"),
    ],
    resolve: (
        "Record in `retention` a period with the event it runs from, or the criteria; at an item of data where it differs.",
        "在 `retention` 中记录期限及起算事件，或确定期限的标准；个别信息不同的，在该项下记录。",
    ),
    unknowns: Unknowns::Reported,
    example: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, data: [{key: mail, category: contact.email}]}\n",
    instead: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, data: [{key: mail, category: contact.email}], retention: {period: P2Y, trigger: {en: Unsubscription, zh-Hans: 退订}, then: delete}}\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    if activity.retention.is_some() {
        return;
    }
    let data = activity.data.as_deref().unwrap_or_default();
    let without: Vec<Both> = data
        .iter()
        .filter(|item| item.retention.is_none())
        .map(|item| item.label.as_ref().map_or_else(|| Both::same(format!("“{}”", item.key)), Both::named))
        .collect();
    let Both { en, zh } = inspector.name();
    let message = if data.is_empty() || without.len() == data.len() {
        Both::of(
            format!("How long the data of {en} is kept is not recorded."),
            format!("未记录{zh}的个人信息保存多久。"),
        )
    } else if without.is_empty() {
        return;
    } else {
        let without = listed(&without, Both::clone);
        Both::of(
            format!("How long {} of {en} is kept is not recorded.", without.en),
            format!("未记录{zh}中{}保存多久。", without.zh),
        )
    };
    inspector.finds(field("retention"), message);
}
