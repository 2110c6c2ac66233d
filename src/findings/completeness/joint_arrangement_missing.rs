//! Joint controllers without an arrangement that is in place.

use crate::{
    domain::{
        Key,
        record::{Activity, ActivityRole, Agreement, AgreementKind},
    },
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Joint controllers without an arrangement", "共同控制者之间没有安排"),
    checks: (
        "Activities with joint controllers among whom no arrangement is signed or binding. A state that is not recorded counts as not in place.",
        "存在共同控制者、但其间没有已签署或有约束力的安排的处理活动。未记录状态的视为未生效。",
    ),
    why: (
        "Joint controllers determine in an arrangement who answers people and who tells them what; without it each of them answers for everything.",
        "共同控制者须以协议约定各自的责任，例如由谁答复个人、由谁履行告知；没有约定则各自对全部承担责任。",
    ),
    basis: &[cited("GDPR Art 26(1), (2)"), cited("PIPL Art 20")],
    resolve: (
        "Record the arrangement as an agreement of kind `joint_controller_arrangement` with its parties and state.",
        "将该安排记录为 `joint_controller_arrangement` 类协议，并填写当事方和状态。",
    ),
    unknowns: Unknowns::Reported,
    example: "organizations:\n  - {key: acme, name: {en: Acme GmbH}}\n  - {key: beta, name: {en: Beta GmbH}}\nactivities:\n  - {key: loyalty, name: {en: Loyalty programme, zh-Hans: 会员计划}, role: joint_controller, controllers: [acme, beta]}\n",
    instead: "organizations:\n  - {key: acme, name: {en: Acme GmbH}}\n  - {key: beta, name: {en: Beta GmbH}}\nagreements:\n  - key: arrangement\n    name: {en: Arrangement, zh-Hans: 共同控制安排}\n    kind: joint_controller_arrangement\n    state: signed\n    parties: [{key: acme, organization: acme}, {key: beta, organization: beta}]\nactivities:\n  - {key: loyalty, name: {en: Loyalty programme, zh-Hans: 会员计划}, role: joint_controller, controllers: [acme, beta]}\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let controllers: Vec<&Key> = activity.controllers.iter().flatten().map(crate::domain::Ref::key).collect();
    // Fewer are for RW003.
    if activity.role != Some(ActivityRole::JointController) || controllers.len() < 2 {
        return;
    }
    let ground = inspector.ground;
    let binds_all = |agreement: &&Agreement| {
        let parties = || agreement.parties.iter().flatten().map(|party| party.organization.key());
        agreement.kind == Some(AgreementKind::JointControllerArrangement)
            && controllers.iter().all(|controller| parties().any(|party| party == *controller))
    };
    let first = controllers.first().and_then(|first| ground.agreements_of.get(first));
    let arrangement = first.into_iter().flatten().copied().find(binds_all);
    if arrangement.is_some_and(|agreement| ground.is_in_place(agreement)) {
        return;
    }
    let Both { en, zh } = inspector.name();
    let message = match arrangement {
        None => Both::of(
            format!("No arrangement between the joint controllers of {en} is recorded."),
            format!("未记录{zh}的共同控制者之间的安排。"),
        ),
        Some(agreement) => {
            let name = Both::named(&agreement.name);
            Both::of(
                format!(
                    "The arrangement between the joint controllers of {en}, {}, is not seen to be in place.",
                    name.en
                ),
                format!("{zh}的共同控制者之间的安排{}未见已生效。", name.zh),
            )
        }
    };
    inspector.finds(field("controllers"), message);
}
