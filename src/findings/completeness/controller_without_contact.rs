//! Nobody can reach a controller.

use crate::{
    domain::record::{Contact, Organization},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field, listed},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Controller without contact details", "控制者没有联系方式"),
    checks: (
        "Organisations that are controllers of an activity, or give a notice, and have neither a contact with an address, e-mail, telephone or page, nor an address of their own.",
        "作为处理活动的控制者或发布隐私声明、却没有任何可用联系方式（地址、电子邮件、电话或网页）的组织。",
    ),
    why: (
        "The record and every notice give the name *and* contact details of the controller: people and authorities must be able to reach it.",
        "处理活动记录和每份隐私声明都须载明控制者的名称和联系方式，使个人和监管机构能够与其取得联系。",
    ),
    basis: &[cited("GDPR Art 30(1)(a)"), cited("GDPR Art 13(1)(a)"), cited("PIPL Art 17")],
    resolve: (
        "Record in `contacts` whom to reach for privacy questions, or the organisation's `address`.",
        "在 `contacts` 中记录隐私事务联系人，或填写该组织的 `address`。",
    ),
    unknowns: Unknowns::Reported,
    example: "organizations:\n  - {key: acme, name: {en: Acme GmbH}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, controllers: [acme]}\n",
    instead: "organizations:\n  - key: acme\n    name: {en: Acme GmbH}\n    contacts: [{key: privacy, function: privacy, email: privacy@acme.example}]\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, controllers: [acme]}\n",
    looks: &[Look::Organization(look)],
};

fn look(organization: &Organization, inspector: &mut Inspector<'_, '_>) {
    let ground = inspector.ground;
    let activities = ground.of_controller.get(&organization.key).map(Vec::as_slice).unwrap_or_default();
    let notices = ground.given_by.get(&organization.key).map(Vec::as_slice).unwrap_or_default();
    let reachable = |contact: &Contact| {
        contact.email.is_some() || contact.phone.is_some() || contact.url.is_some() || contact.address.is_some()
    };
    let reached = organization.address.is_some() || organization.contacts.iter().flatten().any(reachable);
    if reached || (activities.is_empty() && notices.is_empty()) {
        return;
    }
    let Both { en, zh } = inspector.name();
    let of = activities.iter().map(|activity| Both::named(&activity.name));
    let of: Vec<Both> = of.chain(notices.iter().map(|notice| Both::named(&notice.name))).collect();
    let of = listed(&of, Both::clone);
    inspector.finds(
        field("contacts"),
        Both::of(
            format!("{en} is the controller of {}, and no way to reach it is recorded.", of.en),
            format!("{zh}是{}的控制者，但未记录任何联系方式。", of.zh),
        ),
    );
}
