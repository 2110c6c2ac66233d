//! People must give data, and nobody recorded what happens if they do not.

use crate::{
    domain::record::Activity,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field, item_name, listed},
};

pub const ABOUT: About = About {
    severity: Severity::Info,
    title: ("Required data without a consequence of refusal", "必填信息未说明拒绝的后果"),
    checks: (
        "Activities with data that people must give and for which the consequence of refusing is not recorded. One finding for each activity.",
        "要求个人必须提供信息、但未记录拒绝提供后果的处理活动。每个活动报告一次。",
    ),
    why: (
        "The notice says whether people are obliged to give the data, and what follows if they do not.",
        "声明须说明个人是否有义务提供信息以及不提供的后果。",
    ),
    basis: &[cited("GDPR Art 13(2)(e)"), cited("PIPL Art 16")],
    resolve: ("Record it in `refusal_consequence`.", "在 `refusal_consequence` 中记录。"),
    unknowns: Unknowns::Reported,
    example: "activities:\n  - {key: shop, name: {en: Web shop, zh-Hans: 网店}, data: [{key: name, category: identity.name, required: true}]}\n",
    instead: "activities:\n  - {key: shop, name: {en: Web shop, zh-Hans: 网店}, data: [{key: name, category: identity.name, required: true, refusal_consequence: {en: Nothing can be ordered, zh-Hans: 无法下单}}]}\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let data = activity.data.iter().flatten();
    let without = data.filter(|item| item.required == Some(true) && item.refusal_consequence.is_none());
    let without: Vec<Both> = without.map(item_name).collect();
    if without.is_empty() {
        return;
    }
    let (Both { en, zh }, names) = (inspector.name(), listed(&without, Both::clone));
    inspector.finds(
        field("data"),
        Both::of(
            format!("In {en}, people must give {}; what happens if they refuse is not recorded.", names.en),
            format!("{zh}要求个人提供{}，但未记录拒绝提供的后果。", names.zh),
        ),
    );
}
