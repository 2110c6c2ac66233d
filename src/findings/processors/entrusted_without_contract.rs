//! Data is entrusted to somebody, and no contract is recorded.

use crate::{
    domain::record::{Activity, Disclosure, DisclosureKind, Recipient, RecipientRole},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field, unconfirmed},
    flows::Coverage,
};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Entrusted without a contract", "委托处理没有合同"),
    checks: (
        "Disclosures to a party acting for us that name no agreement, and for which none is found in place between the two. Agreements that are named and not in place are for RW034 and RW035.",
        "向代表本公司行事的一方提供信息，既未列出协议，双方之间也未见有效协议。已列出但未生效的协议见 RW034、RW035。",
    ),
    why: (
        "Processing on our behalf needs a contract that binds the processor; what nobody recorded counts as not in place.",
        "委托他人处理须有约束受托方的合同；未记录的视为没有。",
    ),
    basis: &[
        cited("GDPR Art 28(3), (9)"),
        cited("PIPL Art 21"),
        cited("Cal. Civ. Code 1798.100(d)"),
        unconfirmed("PIPEDA, Schedule 1, clause 4.1.3"),
    ],
    resolve: (
        "Record the agreement and name it in `agreements` of the disclosure; conclude one if there is none.",
        "记录该协议并在对外提供的 `agreements` 中引用；如尚无协议，请予签订。",
    ),
    unknowns: Unknowns::Counted,
    example: "processors:\n  - {key: mail, name: {en: Mail service}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}, kind: entrusted}]}\n",
    instead: "processors:\n  - {key: mail, name: {en: Mail service}}\nagreements:\n  - {key: mail-dpa, name: {en: DPA with the mail service, zh-Hans: 邮件服务数据处理协议}, kind: data_processing_agreement, state: signed}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}, kind: entrusted, agreements: [mail-dpa]}]}\n",
    looks: &[Look::Activity(look)],
};

/// Whether the recipient acts for us; `None`: nobody said.
fn acts_for_us(disclosure: &Disclosure) -> Option<bool> {
    if let Some(kind) = disclosure.kind {
        return Some(kind == DisclosureKind::Entrusted);
    }
    let roles = disclosure.roles.as_ref().filter(|roles| !roles.is_empty())?;
    Some(roles.iter().any(|role| matches!(role.role, RecipientRole::Processor | RecipientRole::SubProcessor)))
}

fn look<'a>(activity: &'a Activity, inspector: &mut Inspector<'_, 'a>) {
    let ground = inspector.ground;
    let Both { en, zh } = inspector.name();
    for disclosure in ground.current(activity) {
        let outside =
            !matches!(disclosure.recipient, Recipient::Department(_) | Recipient::Authority(_) | Recipient::Public(_));
        let names_one = disclosure.agreements.as_ref().is_some_and(|agreements| !agreements.is_empty());
        if !outside || names_one {
            continue;
        }
        let at = field("disclosures").at(&disclosure.key);
        match acts_for_us(disclosure) {
            Some(false) => continue,
            None => {
                inspector.cannot_tell(at.at("kind"));
                continue;
            }
            Some(true) => {}
        }
        let flows = inspector.flows_of(disclosure);
        let binding = flows.flat_map(|facts| &facts.instruments.agreements);
        let bound = binding.into_iter().any(|found| {
            found.coverage != Coverage::Excluded && !found.exporters.is_empty() && !found.importers.is_empty()
        });
        if bound {
            continue;
        }
        let (recipient, id) = ground.recipient(&disclosure.recipient);
        let message = if disclosure.agreements.is_some() {
            Both::of(
                format!("Data of {en} is entrusted to {}, and that is recorded as having no contract.", recipient.en),
                format!("{zh}的信息委托{}处理，且记录为没有合同。", recipient.zh),
            )
        } else {
            Both::of(
                format!("Data of {en} is entrusted to {}, and no contract is recorded for that.", recipient.en),
                format!("{zh}的信息委托{}处理，但未记录任何合同。", recipient.zh),
            )
        };
        let finding = inspector.finds(at.at("agreements"), message);
        if let Some(id) = id {
            finding.relates_to(id);
        }
    }
}
