//! We act for others, and nobody recorded for whom.

use crate::{
    domain::record::{Activity, ActivityRole},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Processing on behalf of nobody", "受托处理但未记录委托人"),
    checks: (
        "Activities in which we are a processor, and nobody is named on whose behalf.",
        "本公司为受托处理者、但未列出委托人的处理活动。",
    ),
    why: (
        "A processor's own record lists each controller on whose behalf it acts. Without it nobody can be told of an incident, and no instruction can be traced.",
        "受托处理者自己的记录须列明每一个委托人；否则发生事件时无人可告知，指示也无从追溯。",
    ),
    basis: &[cited("GDPR Art 30(2)(a)"), cited("GDPR Art 33(2)"), cited("PIPL Art 21")],
    resolve: (
        "Name the controllers in `on_behalf_of`, or correct `role`.",
        "在 `on_behalf_of` 中列出委托人，或更正 `role`。",
    ),
    unknowns: Unknowns::Reported,
    example: "activities:\n  - key: hosting\n    name: {en: Hosting for customers, zh-Hans: 为客户提供托管}\n    role: processor\n",
    instead: "organizations:\n  - {key: customer, name: {en: Customer AG}}\nactivities:\n  - key: hosting\n    name: {en: Hosting for customers, zh-Hans: 为客户提供托管}\n    role: processor\n    on_behalf_of: [customer]\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    if activity.role != Some(ActivityRole::Processor) {
        if activity.role.is_none() {
            inspector.cannot_tell(field("role"));
        }
        return;
    }
    let Both { en, zh } = inspector.name();
    let message = match activity.on_behalf_of.as_deref() {
        None => Both::of(
            format!("We are a processor in {en}; on whose behalf is not recorded."),
            format!("本公司在{zh}中是受托处理者，但未记录受谁委托。"),
        ),
        Some([]) => Both::of(
            format!("We are recorded as a processor in {en}, and as acting on behalf of nobody."),
            format!("{zh}中记录本公司为受托处理者，却又记录没有委托人。"),
        ),
        Some(_) => return,
    };
    inspector.finds(field("on_behalf_of"), message);
}
