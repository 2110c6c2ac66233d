//! What a recipient is in law contradicts how data gets there.

use crate::{
    domain::record::{Activity, Disclosure, DisclosureKind, DisclosureRole, RecipientRole, RoleSource},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Role that contradicts the disclosure", "角色与对外提供方式矛盾"),
    checks: (
        "Disclosures that are entrusted to somebody who is recorded as acting for itself, that are provided to somebody who is recorded as acting for us, or of whose recipient different sources say different roles under the same law.",
        "委托给被记录为自行处理的一方、或提供给被记录为代表本公司处理的一方的对外提供；或者不同来源对同一法律下接收方角色的说法不一。",
    ),
    why: (
        "Whoever decides for itself is no processor, whatever the notice says: another contract, another legal basis and other words in the notice are needed.",
        "自行决定的一方就不是受托处理者，无论声明怎么写：合同、合法性基础和告知内容都不同。",
    ),
    basis: &[cited("GDPR Arts 4(7), 4(8), 28(10)"), cited("PIPL Arts 21, 23")],
    resolve: (
        "Find out who decides on purposes and means; correct `kind` or `roles`.",
        "查明由谁决定处理目的和方式，并更正 `kind` 或 `roles`。",
    ),
    unknowns: Unknowns::Counted,
    example: "processors:\n  - {key: booking, name: {en: Booking platform}}\nactivities:\n  - key: demo\n    name: {en: Demo appointments, zh-Hans: 预约演示}\n    disclosures: [{key: booking, recipient: {processor: booking}, kind: entrusted, roles: [{role: controller, according_to: claimed}]}]\n",
    instead: "processors:\n  - {key: booking, name: {en: Booking platform}}\nactivities:\n  - key: demo\n    name: {en: Demo appointments, zh-Hans: 预约演示}\n    disclosures: [{key: booking, recipient: {processor: booking}, kind: provided, roles: [{role: controller, according_to: claimed}]}]\n",
    looks: &[Look::Activity(look)],
};

const fn acts_for_us(role: RecipientRole) -> bool {
    matches!(role, RecipientRole::Processor | RecipientRole::SubProcessor)
}

const fn role(role: RecipientRole) -> (&'static str, &'static str) {
    match role {
        RecipientRole::Processor => ("processor", "受托处理者"),
        RecipientRole::Controller => ("controller", "独立处理者（控制者）"),
        RecipientRole::JointController => ("joint controller", "共同处理者（共同控制者）"),
        RecipientRole::ThirdParty => ("third party", "第三方"),
        RecipientRole::SubProcessor => ("sub-processor", "次级处理者"),
    }
}

const fn source(source: RoleSource) -> (&'static str, &'static str) {
    match source {
        RoleSource::Claimed => ("as claimed", "据其声明"),
        RoleSource::Contractual => ("by contract", "依合同"),
        RoleSource::Actual => ("in fact", "据实际情况"),
    }
}

/// A role and who says so.
fn told(stated: &DisclosureRole) -> Both {
    let (role, source) = (role(stated.role), source(stated.according_to));
    Both::of(format!("{} {}", role.0, source.0), format!("{}{}", source.1, role.1))
}

/// What contradicts what, in words.
fn contradiction(disclosure: &Disclosure) -> Option<Both> {
    let roles = disclosure.roles.as_deref().unwrap_or_default();
    let against = |acts: bool| roles.iter().find(|stated| acts_for_us(stated.role) == acts);
    match disclosure.kind {
        Some(DisclosureKind::Entrusted) => {
            if let Some(own) = against(false) {
                let own = told(own);
                return Some(Both::of(
                    format!("is entrusted with data, and is a {}", own.en),
                    format!("受委托处理信息，而{}", own.zh),
                ));
            }
        }
        Some(DisclosureKind::Provided) => {
            if let Some(ours) = against(true) {
                let ours = told(ours);
                return Some(Both::of(
                    format!("is provided with data for its own purposes, and is a {}", ours.en),
                    format!("为自身目的获得信息，而{}", ours.zh),
                ));
            }
        }
        Some(DisclosureKind::BusinessSuccession | DisclosureKind::DisclosedPublicly | DisclosureKind::Compelled)
        | None => {}
    }
    // Two sources about the same law.
    let pairs = roles.iter().enumerate().flat_map(|(at, one)| roles.iter().skip(at + 1).map(move |other| (one, other)));
    let (one, other) = pairs.into_iter().find(|(one, other)| {
        let same_law = one.regime == other.regime || one.regime.is_none() || other.regime.is_none();
        same_law && acts_for_us(one.role) != acts_for_us(other.role)
    })?;
    let (one, other) = (told(one), told(other));
    Some(Both::of(format!("is a {} and a {}", one.en, other.en), format!("{}，又{}", one.zh, other.zh)))
}

fn look<'a>(activity: &'a Activity, inspector: &mut Inspector<'_, 'a>) {
    let ground = inspector.ground;
    let Both { en, zh } = inspector.name();
    for disclosure in ground.current(activity) {
        let at = field("disclosures").at(&disclosure.key);
        let entrusted = disclosure.kind == Some(DisclosureKind::Entrusted);
        if let Some(why) = contradiction(disclosure) {
            let (recipient, id) = ground.recipient(&disclosure.recipient);
            let message = Both::of(
                format!("In {en}, {} {}.", recipient.en, why.en),
                format!("在{zh}中，{}{}。", recipient.zh, why.zh),
            );
            let finding = inspector.finds(at.at("roles"), message);
            if let Some(id) = id {
                finding.relates_to(id);
            }
        } else if entrusted && disclosure.roles.is_none() {
            inspector.cannot_tell(at.at("roles"));
        }
    }
}
