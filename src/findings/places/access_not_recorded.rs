//! Nobody recorded who can reach data, and from where.

use crate::{
    domain::record::{Processor, System},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Info,
    title: ("Access not recorded", "未记录访问情况"),
    checks: (
        "Systems and services that hold the data of an activity, and of which nobody recorded who has access from which places.",
        "保存处理活动信息、但未记录由谁从何处访问的系统和服务。",
    ),
    why: (
        "Access from another country is a transfer as much as storage there: support and administration are often elsewhere than the servers.",
        "从境外访问与在境外存储一样可能构成跨境传输；技术支持和管理人员往往与服务器不在一处。",
    ),
    basis: &[cited("PIPL Art 38"), cited("28 CFR 202.201"), cited("GDPR Art 32(4)")],
    resolve: (
        "Record in `access` each organisation or group of staff, its places and what it can do; write `[]` if nobody beside the operator has access.",
        "在 `access` 中记录每个有权访问的组织或人员群体、所在地点及权限；除运营者外无人访问时写 `[]`。",
    ),
    unknowns: Unknowns::Reported,
    example: "systems:\n  - {key: crm, name: {en: CRM}}\nactivities:\n  - {key: sales, name: {en: Sales, zh-Hans: 销售}, systems: [crm]}\n",
    instead: "systems:\n  - {key: crm, name: {en: CRM}, access: [{key: sales, staff_group: {en: Sales}, places: [de], privilege: write}]}\nactivities:\n  - {key: sales, name: {en: Sales, zh-Hans: 销售}, systems: [crm]}\n",
    looks: &[Look::System(of_system), Look::Processor(of_processor)],
};

fn of_system(system: &System, inspector: &mut Inspector<'_, '_>) {
    if inspector.ground.of_system.contains_key(&system.key) && system.access.is_none() {
        let Both { en, zh } = inspector.name();
        inspector.finds(
            field("access"),
            Both::of(
                format!("Who can reach the data in {en}, and from where, is not recorded."),
                format!("未记录谁可以从何处访问{zh}中的信息。"),
            ),
        );
    }
}

fn of_processor(processor: &Processor, inspector: &mut Inspector<'_, '_>) {
    let uses = inspector.ground.to_processor.get(&processor.key).map(Vec::as_slice).unwrap_or_default();
    if processor.access.is_none() && uses.iter().any(|usage| usage.disclosure.access.is_none()) {
        let Both { en, zh } = inspector.name();
        inspector.finds(
            field("access"),
            Both::of(
                format!("Who at the providers of {en} can reach the data, and from where, is not recorded."),
                format!("未记录{zh}的提供者中谁可以从何处访问信息。"),
            ),
        );
    }
}
