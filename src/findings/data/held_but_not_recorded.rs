//! A system holds data that no activity which uses it says it processes.

use crate::{
    domain::record::{Activity, System},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field, listed},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Data held and in no activity", "系统持有的信息未列入任何活动"),
    checks: (
        "Fields of systems whose category, or one above or below it, is in no activity that names the system.",
        "系统字段的类别（含其上级和下级类别）未出现在任何使用该系统的处理活动中。",
    ),
    why: (
        "Fields that a system fills by itself, such as an IP address or a lead source, change what a law says of everything beside them, and no notice tells people about them.",
        "系统自动填充的字段（如 IP 地址、线索来源）会改变法律对其他信息的判断，而没有声明告知个人。",
    ),
    basis: &[cited("GDPR Arts 5(1)(c), 30(1)(c)"), cited("PIPL Arts 6, 17")],
    resolve: (
        "Add the data to the activity it belongs to, or stop the system from filling the field.",
        "将该信息补充到相应处理活动中，或停止系统填充该字段。",
    ),
    unknowns: Unknowns::Counted,
    example: "systems:\n  - {key: crm, name: {en: CRM}, fields: [{key: ip, label: {en: IP address, zh-Hans: IP 地址}, category: network.ip_address, automatic: true}]}\nactivities:\n  - {key: sales, name: {en: Sales, zh-Hans: 销售}, systems: [crm], data: [{key: mail, category: contact.email}]}\n",
    instead: "systems:\n  - {key: crm, name: {en: CRM}, fields: [{key: ip, label: {en: IP address, zh-Hans: IP 地址}, category: network.ip_address, automatic: true}]}\nactivities:\n  - {key: sales, name: {en: Sales, zh-Hans: 销售}, systems: [crm], data: [{key: mail, category: contact.email}, {key: ip, category: network.ip_address}]}\n",
    looks: &[Look::System(look)],
};

fn look(system: &System, inspector: &mut Inspector<'_, '_>) {
    let ground = inspector.ground;
    let Some(activities) = ground.of_system.get(&system.key) else { return };
    let all_known = |activity: &&Activity| {
        activity.data.as_ref().is_some_and(|data| data.iter().all(|item| item.category.is_some()))
    };
    let known = activities.iter().all(all_known);
    let items = activities.iter().flat_map(|activity| activity.data.iter().flatten());
    let mut categories: Vec<_> = items.filter_map(|item| item.category.as_ref()).map(crate::domain::Ref::key).collect();
    categories.sort_unstable();
    categories.dedup();
    let Both { en, zh } = inspector.name();
    let of = listed(activities, |activity| Both::named(&activity.name));
    for held in system.fields.iter().flatten() {
        let at = field("fields").at(&held.key);
        let Some(category) = held.category.as_ref().map(crate::domain::Ref::key) else {
            inspector.cannot_tell(at.at("category"));
            continue;
        };
        let recorded = |own: &&crate::domain::Key| ground.is_within(category, own) || ground.is_within(own, category);
        if categories.iter().any(recorded) {
            continue;
        }
        if !known {
            inspector.cannot_tell(at);
            continue;
        }
        let name = held.label.as_ref().map_or_else(|| Both::same(format!("“{}”", held.key)), Both::named);
        let message = Both::of(
            format!("{en} holds {}, which is not among the data of {}.", name.en, of.en),
            format!("{zh}持有{}，而该信息未列入{}。", name.zh, of.zh),
        );
        inspector.finds(at, message);
    }
}
