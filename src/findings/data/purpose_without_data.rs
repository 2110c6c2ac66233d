//! A purpose for which no data is collected.

use crate::{
    domain::record::Activity,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Info,
    title: ("Purpose that no data serves", "没有信息服务于该目的"),
    checks: (
        "Purposes of activities in which each item of data names the purposes it serves, and none names this one.",
        "处理活动中每项信息都列明了所服务的目的，却没有一项列出该目的。",
    ),
    why: (
        "Either data is missing in the record, or the notice tells people about a purpose that does not exist.",
        "要么漏记了信息，要么声明中告知了并不存在的目的。",
    ),
    basis: &[cited("GDPR Art 5(1)(b)")],
    resolve: (
        "Name the purpose at the data that serves it, or remove it.",
        "在服务于该目的的信息项下列出它，或删除该目的。",
    ),
    unknowns: Unknowns::Counted,
    example: "activities:\n  - key: shop\n    name: {en: Web shop, zh-Hans: 网店}\n    purposes: [{key: order, text: {en: Fulfil the order, zh-Hans: 履行订单}}, {key: survey, text: {en: Surveys, zh-Hans: 问卷调查}}]\n    data: [{key: name, category: identity.name, purposes: [order]}]\n",
    instead: "activities:\n  - key: shop\n    name: {en: Web shop, zh-Hans: 网店}\n    purposes: [{key: order, text: {en: Fulfil the order, zh-Hans: 履行订单}}, {key: survey, text: {en: Surveys, zh-Hans: 问卷调查}}]\n    data: [{key: name, category: identity.name, purposes: [order, survey]}]\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let data = activity.data.as_deref().unwrap_or_default();
    if data.is_empty() {
        if activity.data.is_none() {
            inspector.cannot_tell(field("data"));
        }
        return;
    }
    let Both { en, zh } = inspector.name();
    for purpose in activity.purposes.iter().flatten() {
        let served = data.iter().any(|item| item.purposes.as_ref().is_none_or(|keys| keys.contains(&purpose.key)));
        if served {
            continue;
        }
        let name = purpose.text.as_ref().map_or_else(|| Both::same(format!("“{}”", purpose.key)), Both::named);
        let message =
            Both::of(format!("No data of {en} serves {}.", name.en), format!("{zh}中没有信息服务于{}。", name.zh));
        inspector.finds(field("purposes").at(&purpose.key), message);
    }
}
