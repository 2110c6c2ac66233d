//! Nobody answers for an activity.

use crate::{
    domain::record::Activity,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Activity without a steward", "处理活动没有负责人"),
    checks: (
        "Activities for which no person or unit is recorded that answers for them.",
        "未记录负责人或负责部门的处理活动。",
    ),
    why: (
        "What belongs to nobody is kept up by nobody, and nobody can be asked about it. Records of processing are expected to name a process owner.",
        "无人负责的记录就无人维护，也无从询问。处理活动记录一般应列明流程负责人。",
    ),
    basis: &[cited("GDPR Arts 5(2), 24(1)"), cited("PIPL Art 9")],
    resolve: (
        "Name the person or unit in `steward`; many records can be changed by one patch.",
        "在 `steward` 中填写负责人或部门；可用一次补丁修改多条记录。",
    ),
    unknowns: Unknowns::Reported,
    example: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}}\n",
    instead: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, steward: Marketing}\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    if activity.steward.is_none() {
        let Both { en, zh } = inspector.name();
        inspector.finds(
            field("steward"),
            Both::of(format!("Who answers for {en} is not recorded."), format!("未记录由谁对{zh}负责。")),
        );
    }
}
