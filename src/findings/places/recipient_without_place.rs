//! Nobody recorded where a recipient that offers no service keeps data.

use crate::{
    domain::record::{Activity, Recipient},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Recipient without a place", "接收方没有所在地点"),
    checks: (
        "Disclosures to organisations and to groups that are not named (“affiliates”), of which no place is recorded. For services see RW026.",
        "向组织或未具名群体（如“关联公司”）的对外提供，未记录地点。服务的情形见 RW026。",
    ),
    why: (
        "Whether data leaves the country cannot be told; of a group without names not even who it is.",
        "无法判断信息是否出境；对未具名的群体，甚至无法判断是谁。",
    ),
    basis: &[cited("GDPR Art 30(1)(d), (e)"), cited("PIPL Arts 23, 39")],
    resolve: (
        "Record the `locations` of the disclosure; of a group, name its members as recipients.",
        "在对外提供处记录 `locations`；对群体，请将其成员分别列为接收方。",
    ),
    unknowns: Unknowns::Reported,
    example: "activities:\n  - {key: sales, name: {en: Sales, zh-Hans: 销售}, disclosures: [{key: group, recipient: {group: {en: affiliates, zh-Hans: 关联公司}}}]}\n",
    instead: "activities:\n  - {key: sales, name: {en: Sales, zh-Hans: 销售}, disclosures: [{key: group, recipient: {group: {en: affiliates, zh-Hans: 关联公司}}, locations: [de]}]}\n",
    looks: &[Look::Activity(look)],
};

fn look<'a>(activity: &'a Activity, inspector: &mut Inspector<'_, 'a>) {
    let ground = inspector.ground;
    let Both { en, zh } = inspector.name();
    for disclosure in ground.current(activity) {
        let meant = matches!(disclosure.recipient, Recipient::Organization(_) | Recipient::Group(_));
        if !meant || disclosure.locations.is_some() {
            continue;
        }
        let (recipient, id) = ground.recipient(&disclosure.recipient);
        let message = Both::of(
            format!("Where {} keeps the data of {en} is not recorded.", recipient.en),
            format!("未记录{}把{zh}的信息存放在哪里。", recipient.zh),
        );
        let finding = inspector.finds(field("disclosures").at(&disclosure.key).at("locations"), message);
        if let Some(id) = id {
            finding.relates_to(id);
        }
    }
}
