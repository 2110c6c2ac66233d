//! Whether somebody acts for us, what says so, and what to do about it.

use super::Event;
use crate::{
    domain::{
        Key,
        record::{AgreementKind, RecipientRole, RoleSource},
    },
    flows::{Capacity, Target},
    report::{
        sharing::{Shared, SharingKind},
        speech::Speech,
        told::{AgreementTold, CoverageTold, Sentence},
    },
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// For whom somebody acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RecipientActing")]
pub enum Acting {
    /// For us: it is to be instructed.
    ForUs,
    /// It is a part of us.
    PartOfUs,
    /// For itself: it is to be informed.
    ForItself,
    /// For one who got the data from us and acts for itself: it is to be informed, as that one is.
    ForAnother,
    /// It is everybody.
    Everybody,
    /// For us by what one source says, and for itself by another.
    Both,
    /// Nobody recorded it.
    NotRecorded,
}

impl Acting {
    /// The same for people: in English and in Chinese.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::ForUs => ("for us", "受我方委托"),
            Self::PartOfUs => ("is a part of us", "我方内部"),
            Self::ForItself => ("for itself", "自主处理"),
            Self::ForAnother => ("for one who acts for itself", "受自主处理者委托"),
            Self::Everybody => ("everybody", "公众"),
            Self::Both => ("for us by one source, for itself by another", "依不同依据，既受托又自主处理"),
            Self::NotRecorded => ("not recorded", "未记录"),
        }
    }

    /// What is to be done about one that acts so.
    const fn acts(self) -> &'static [Act] {
        match self {
            Self::ForUs | Self::PartOfUs => &[Act::Instruct],
            Self::ForItself | Self::ForAnother => &[Act::Inform],
            Self::Everybody => &[Act::TakeBack],
            Self::Both => &[Act::Instruct, Act::Inform],
            Self::NotRecorded => &[Act::FindOut, Act::Instruct, Act::Inform],
        }
    }
}

/// What says for whom somebody acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RecipientActingBecause")]
pub enum Because {
    /// The kind of the disclosure.
    Disclosure,
    /// A role that somebody claims.
    RoleClaimed,
    /// A role by contract.
    RoleByContract,
    /// The role that it has in fact.
    RoleInFact,
    /// The kind of an agreement in force that covers it.
    Agreement,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RecipientAct")]
pub enum Act {
    /// Find out whether it acts for us.
    FindOut,
    /// Instruct it.
    Instruct,
    /// Inform it.
    Inform,
    /// Undo the publication.
    TakeBack,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "RecipientStep")]
pub struct Step {
    /// What.
    pub act: Act,
    /// In words.
    pub sentence: Sentence,
}

/// For whom the recipient of a flow acts, and what says so.
pub fn of(shared: &Shared<'_, '_>, agreements: &[AgreementTold]) -> (Acting, Vec<Because>) {
    match shared.target() {
        Some(Target::Department) => return (Acting::PartOfUs, Vec::new()),
        Some(Target::Public) => return (Acting::Everybody, Vec::new()),
        _ => {}
    }
    let mut said: Vec<(Acting, Because)> = Vec::new();
    match shared.kind() {
        SharingKind::Entrusted => said.push((Acting::ForUs, Because::Disclosure)),
        SharingKind::Provided
        | SharingKind::BusinessSuccession
        | SharingKind::DisclosedPublicly
        | SharingKind::Compelled => said.push((Acting::ForItself, Because::Disclosure)),
        SharingKind::NotRecorded => {}
    }
    // What goes onward has the roles of the one to whom we gave it.
    let roles = shared.disclosure.and_then(|disclosure| disclosure.roles.as_deref());
    let stated = match shared.facts().importer.capacity {
        Capacity::Stated(roles) => Some(roles),
        _ => roles,
    };
    said.extend(stated.unwrap_or_default().iter().map(|role| {
        let acting = match role.role {
            RecipientRole::Processor | RecipientRole::SubProcessor => Acting::ForUs,
            RecipientRole::Controller | RecipientRole::JointController | RecipientRole::ThirdParty => Acting::ForItself,
        };
        let because = match role.according_to {
            RoleSource::Claimed => Because::RoleClaimed,
            RoleSource::Contractual => Because::RoleByContract,
            RoleSource::Actual => Because::RoleInFact,
        };
        (acting, because)
    }));
    let covers = |told: &&AgreementTold| told.in_force && (told.named || told.coverage == Some(CoverageTold::Covered));
    let by_agreement = agreements.iter().filter(covers).filter_map(|told| by_kind(told.kind?));
    said.extend(by_agreement.map(|acting| (acting, Because::Agreement)));
    let says = |wanted| said.iter().any(|(acting, _)| *acting == wanted);
    let acting = match (says(Acting::ForUs), says(Acting::ForItself)) {
        (true, false) => Acting::ForUs,
        (false, true) if shared.flow.name.onward.is_some() => Acting::ForAnother,
        (false, true) => Acting::ForItself,
        (true, true) => Acting::Both,
        (false, false) => Acting::NotRecorded,
    };
    let mut because: Vec<Because> = said.into_iter().map(|(_, because)| because).collect();
    because.sort_unstable();
    because.dedup();
    (acting, because)
}

/// For whom the other party of such an agreement acts; `None`: the kind does not tell.
const fn by_kind(kind: AgreementKind) -> Option<Acting> {
    use AgreementKind as K;
    Some(match kind {
        K::DataProcessingAgreement
        | K::EuSccModule2
        | K::EuSccModule3
        | K::EuSccProcessors
        | K::BindingCorporateRulesProcessor
        | K::ChinaEntrustment
        | K::CcpaServiceProvider
        | K::MexicoProcessor => Acting::ForUs,
        K::JointControllerArrangement | K::ControllerToController | K::EuSccModule1 | K::CcpaThirdParty => {
            Acting::ForItself
        }
        K::EuSccModule4
        | K::UkIdta
        | K::UkAddendum
        | K::SwissAddendum
        | K::BindingCorporateRulesController
        | K::AdHocClauses
        | K::ChinaStandardContract
        | K::UsDataSecurityProgram
        | K::QuebecCommunication
        | K::BrazilScc
        | K::AseanMcc
        | K::Terms
        | K::Confidentiality
        | K::Other => return None,
    })
}

/// What is to be done about somebody who acts so.
pub fn steps(event: Event, acting: impl Iterator<Item = Acting>) -> Vec<Step> {
    let acts: BTreeSet<Act> = acting.flat_map(Acting::acts).copied().collect();
    acts.into_iter().map(|act| Step { act, sentence: Sentence::of(words(event, act)) }).collect()
}

const fn words(event: Event, act: Act) -> (&'static str, &'static str) {
    match (act, event) {
        (Act::FindOut, _) => (
            "Find out whether it acts for us: then it is instructed, otherwise informed.",
            "查明其是否受我方委托：受托者予以指示，否则予以告知。",
        ),
        (Act::Instruct, Event::Erasure) => {
            ("Instruct it to erase the data and to confirm that it has.", "指示其删除相关个人信息，并确认已删除。")
        }
        (Act::Instruct, Event::Correction) => {
            ("Instruct it to correct the data and to confirm that it has.", "指示其更正相关个人信息，并确认已更正。")
        }
        (Act::Instruct, Event::Withdrawal) => (
            "Instruct it to stop what rests on the consent, to erase what nothing else justifies keeping, and to confirm that it has.",
            "指示其停止以该同意为依据的处理，删除无其他依据继续保存的个人信息，并确认已完成。",
        ),
        (Act::Instruct, Event::Restriction) => (
            "Instruct it to keep the data, to do nothing else with them until told otherwise, and to confirm that.",
            "指示其在另行通知前仅保存相关个人信息、不作其他处理，并予以确认。",
        ),
        (Act::Inform, Event::Erasure) => (
            "Inform it that the data are erased, and ask it to erase them too.",
            "告知其相关个人信息已删除，并请其一并删除。",
        ),
        (Act::Inform, Event::Correction) => {
            ("Inform it of the correction, and of what is right.", "告知其更正事项及正确的信息。")
        }
        (Act::Inform, Event::Withdrawal) => (
            "Inform it that the consent is withdrawn on which it was given the data.",
            "告知其：向其提供个人信息所依据的同意已被撤回。",
        ),
        (Act::Inform, Event::Restriction) => {
            ("Inform it that the processing of the data is restricted.", "告知其相关个人信息的处理已受到限制。")
        }
        (Act::TakeBack, Event::Erasure) => (
            "Take the data down where they were published, and take reasonable steps to inform those who process them that links and copies are to be erased.",
            "从公开之处撤下相关个人信息，并采取合理措施告知处理该信息的各方删除链接和副本。",
        ),
        (Act::TakeBack, Event::Correction) => {
            ("Correct the data where they were published.", "在公开之处更正相关个人信息。")
        }
        (Act::TakeBack, Event::Withdrawal) => (
            "Take the data down where they were published, unless something else justifies publishing them.",
            "从公开之处撤下相关个人信息，有其他依据可继续公开的除外。",
        ),
        (Act::TakeBack, Event::Restriction) => (
            "Take the data down where they were published, for as long as the restriction lasts.",
            "在限制处理期间，从公开之处撤下相关个人信息。",
        ),
    }
}

/// That a host may be there that nobody recorded.
pub fn kept(speech: Speech, activity: &str, unknown: bool) -> String {
    match (speech, unknown) {
        (Speech::En, true) => format!("Where data of {activity} is kept: not recorded; whoever hosts it has it too."),
        (Speech::En, false) => {
            format!("Where data of {activity} is kept: nobody recorded that this is all; another host may have it too.")
        }
        (Speech::ZhHans, true) => format!("{activity}的存储地点：未记录；托管方亦持有该信息。"),
        (Speech::ZhHans, false) => format!("{activity}的存储地点：未记录是否完整；可能另有托管方持有该信息。"),
    }
}

/// That somebody has access of whom nobody says whose people they are.
pub fn whose(speech: Speech, activity: &str, access: &Key) -> String {
    match speech {
        Speech::En => format!("Whose people have access (`{access}`) in {activity}: not recorded."),
        Speech::ZhHans => format!("{activity}中具有访问权限者（`{access}`）所属的组织：未记录。"),
    }
}
