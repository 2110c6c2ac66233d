//! Data that is collected and serves nothing.

use crate::{
    domain::record::Activity,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field, item_name},
};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Data collected for no purpose", "收集信息却无目的"),
    checks: (
        "Items of data that are recorded as serving none of the purposes of their activity. Left out means that they serve all.",
        "被记录为不服务于处理活动任何目的的个人信息项。未填写表示服务于全部目的。",
    ),
    why: ("Data that no purpose needs must not be collected.", "没有任何目的需要的信息不得收集。"),
    basis: &[cited("GDPR Art 5(1)(b), (c)"), cited("PIPL Art 6")],
    resolve: (
        "Name the purposes in `purposes`, or stop collecting the data and delete it.",
        "在 `purposes` 中列出目的，或停止收集并删除该信息。",
    ),
    unknowns: Unknowns::Counted,
    example: "activities:\n  - {key: shop, name: {en: Web shop, zh-Hans: 网店}, data: [{key: birthday, category: identity.name, label: {en: Birthday, zh-Hans: 生日}, purposes: []}]}\n",
    instead: "activities:\n  - {key: shop, name: {en: Web shop, zh-Hans: 网店}, purposes: [{key: order}], data: [{key: birthday, category: identity.name, label: {en: Birthday, zh-Hans: 生日}, purposes: [order]}]}\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let Both { en, zh } = inspector.name();
    if activity.data.is_none() {
        inspector.cannot_tell(field("data"));
    }
    for item in activity.data.iter().flatten() {
        if !item.purposes.as_ref().is_some_and(|purposes| purposes.is_empty()) {
            continue;
        }
        let (name, required) = (item_name(item), item.required == Some(true));
        let message = if required {
            Both::of(
                format!("In {en}, people must give {}, which serves no purpose.", name.en),
                format!("{zh}要求个人提供{}，而该信息不服务于任何目的。", name.zh),
            )
        } else {
            Both::of(
                format!("In {en}, {} is collected and serves no purpose.", name.en),
                format!("{zh}收集{}，而该信息不服务于任何目的。", name.zh),
            )
        };
        inspector.finds(field("data").at(&item.key).at("purposes"), message);
    }
}
