//! Data of which nobody recorded what it is.

use crate::{
    domain::record::Activity,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field, item_name, listed},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Data without a category", "信息没有归类"),
    checks: (
        "Activities with items of data for which no category is recorded, so that only a label or a key says what they are. One finding for each activity.",
        "存在未归类、仅有标签或标识的个人信息项的处理活动。每个活动报告一次。",
    ),
    why: (
        "Whether data is sensitive under any law is a fact of its category: nobody can tell it of a label.",
        "信息在各法律下是否敏感取决于其类别，仅凭标签无法判断。",
    ),
    basis: &[cited("GDPR Art 30(1)(c)"), cited("PIPL Art 28")],
    resolve: (
        "Name the `category`; add one of your own below a built-in one if none fits.",
        "填写 `category`；如无合适类别，可在内置类别之下自行添加。",
    ),
    unknowns: Unknowns::Reported,
    example: "activities:\n  - {key: push, name: {en: Push messages, zh-Hans: 消息推送}, data: [{key: device, label: {en: Device identifier, zh-Hans: 设备标识符}}]}\n",
    instead: "activities:\n  - {key: push, name: {en: Push messages, zh-Hans: 消息推送}, data: [{key: device, category: device, label: {en: Device identifier, zh-Hans: 设备标识符}}]}\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let without = activity.data.iter().flatten().filter(|item| item.category.is_none());
    let without: Vec<Both> = without.map(item_name).collect();
    if without.is_empty() {
        return;
    }
    let (Both { en, zh }, names) = (inspector.name(), listed(&without, Both::clone));
    inspector.finds(
        field("data"),
        Both::of(
            format!("In {en}, the category of {} is not recorded.", names.en),
            format!("{zh}中，{}未归类。", names.zh),
        ),
    );
}
