//! A joint controllership of one.

use crate::{
    domain::record::{Activity, ActivityRole},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Joint controller without the other one", "共同控制者缺少另一方"),
    checks: (
        "Activities in which we are a joint controller, and fewer than two controllers are named.",
        "本公司为共同控制者、但所列控制者不足两个的处理活动。",
    ),
    why: (
        "Two or more decide together, or there is no joint controllership: either a controller is missing or the role is wrong.",
        "共同控制须由两个以上主体共同决定：要么漏记了控制者，要么角色有误。",
    ),
    basis: &[cited("GDPR Art 26(1)"), cited("GDPR Art 30(1)(a)"), cited("PIPL Art 20")],
    resolve: (
        "Name the other controllers in `controllers`, or correct `role`.",
        "在 `controllers` 中列出其他控制者，或更正 `role`。",
    ),
    unknowns: Unknowns::Counted,
    example: "organizations:\n  - {key: acme, name: {en: Acme GmbH}}\nactivities:\n  - key: loyalty\n    name: {en: Loyalty programme, zh-Hans: 会员计划}\n    role: joint_controller\n    controllers: [acme]\n",
    instead: "organizations:\n  - {key: acme, name: {en: Acme GmbH}}\n  - {key: acme-retail, name: {en: Acme Retail GmbH}}\nactivities:\n  - key: loyalty\n    name: {en: Loyalty programme, zh-Hans: 会员计划}\n    role: joint_controller\n    controllers: [acme, acme-retail]\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    match (activity.role, activity.controllers.as_deref()) {
        (Some(ActivityRole::JointController), Some([only])) => {
            let Both { en, zh } = inspector.name();
            let one = inspector.ground.called(crate::domain::Kind::Organizations, only.key());
            inspector.finds(
                field("controllers"),
                Both::of(
                    format!("We are a joint controller of {en}, and {} is the only controller named.", one.en),
                    format!("本公司是{zh}的共同控制者，但只列出了{}一个控制者。", one.zh),
                ),
            );
        }
        // That none is named is for RW002.
        (Some(ActivityRole::JointController), None) => inspector.cannot_tell(field("controllers")),
        (None, _) => inspector.cannot_tell(field("role")),
        _ => {}
    }
}
