//! Nobody recorded where data comes from.

use crate::{
    domain::record::Activity,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Info,
    title: ("Source of data not recorded", "未记录信息来源"),
    checks: (
        "Activities with data of which nobody recorded whether people give it, it is observed, or it comes from somebody else.",
        "存在未记录来源（个人提供、观察所得或来自他人）的个人信息的处理活动。",
    ),
    why: (
        "It decides what people must be told and when: Art 13 at once, Art 14 within a month and with the source.",
        "来源决定应告知什么、何时告知：第13条要求当即告知，第14条要求一个月内告知并说明来源。",
    ),
    basis: &[cited("GDPR Arts 13, 14(2)(f), 14(3)")],
    resolve: ("Record `source` of each item of data.", "为每项个人信息记录 `source`。"),
    unknowns: Unknowns::Reported,
    example: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, data: [{key: mail, category: contact.email}]}\n",
    instead: "activities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n    data: [{key: mail, category: contact.email, source: provided}]\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let data = activity.data.as_deref().unwrap_or_default();
    let unknown = data.iter().filter(|item| item.source.is_none()).count();
    if unknown == 0 {
        return;
    }
    let (Both { en, zh }, all) = (inspector.name(), data.len());
    let message = if unknown == all {
        Both::of(
            format!("Where the data of {en} comes from is not recorded."),
            format!("未记录{zh}的个人信息来自何处。"),
        )
    } else {
        Both::of(
            format!("Where {unknown} of {all} items of data of {en} come from is not recorded."),
            format!("{zh}的{all}项个人信息中有{unknown}项未记录来源。"),
        )
    };
    inspector.finds(field("data"), message);
}
