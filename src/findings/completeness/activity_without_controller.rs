//! Nobody recorded who decides on an activity.

use crate::{
    domain::record::{Activity, ActivityRole},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Activity without a controller", "处理活动没有个人信息处理者（控制者）"),
    checks: (
        "Activities whose controllers are not recorded or recorded as none. Where we act for others, see RW004.",
        "未记录控制者或控制者记录为无的处理活动。受他人委托的情形见 RW004。",
    ),
    why: (
        "A record of processing begins with the name of the controller; without it nobody can tell whose duties these are, which law applies and who exports data.",
        "处理活动记录以控制者的名称开头；没有它，就无法判断由谁承担义务、适用哪部法律、由谁向境外传输数据。",
    ),
    basis: &[cited("GDPR Art 30(1)(a)"), cited("GDPR Art 13(1)(a)"), cited("PIPL Art 17")],
    resolve: (
        "Name in `controllers` each organisation that decides on purposes and means.",
        "在 `controllers` 中列出决定处理目的和方式的每一个组织。",
    ),
    unknowns: Unknowns::Reported,
    example: "activities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n",
    instead: "organizations:\n  - {key: acme, name: {en: Acme GmbH}}\nactivities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n    controllers: [acme]\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    if activity.role == Some(ActivityRole::Processor) {
        return;
    }
    let Both { en, zh } = inspector.name();
    let message = match activity.controllers.as_deref() {
        None => {
            Both::of(format!("Who decides on {en} is not recorded."), format!("未记录由谁决定{zh}的处理目的和方式。"))
        }
        Some([]) => Both::of(
            format!("{en} is recorded as having no controller, which no processing of personal data can have."),
            format!("{zh}被记录为没有控制者，而任何个人信息处理都不可能没有控制者。"),
        ),
        Some(_) => return,
    };
    inspector.finds(field("controllers"), message);
}
