//! Nobody recorded where a recipient is organised.

use crate::{
    domain::record::Organization,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field, listed},
};

pub const ABOUT: About = About {
    severity: Severity::Info,
    title: ("Provider without a country", "提供者没有所属国家"),
    checks: (
        "Organisations that offer a service in use, or get data themselves, and of which no country is recorded: neither the law they are organised under, nor a principal place, an establishment or an address.",
        "提供在用服务或直接获得信息、但未记录任何国家（注册地法律、主要营业地、机构或地址）的组织。",
    ),
    why: (
        "Several laws ask where a recipient is organised, not only where its servers stand: a company may have to hand out data under the law of its home.",
        "多部法律关注接收方的注册地，而不仅是服务器所在地：公司可能须依其本国法律交出信息。",
    ),
    basis: &[cited("28 CFR 202.211, 202.222"), cited("GDPR Art 46(1)"), cited("PIPL Art 39")],
    resolve: (
        "Record `incorporated_in`, best the subdivision, from a company register.",
        "根据公司登记信息填写 `incorporated_in`，最好具体到行政区划。",
    ),
    unknowns: Unknowns::Reported,
    example: "organizations:\n  - {key: mail-inc, name: {en: Mail Inc.}}\nprocessors:\n  - {key: mail, name: {en: Mail service}, providers: [{key: inc, organization: mail-inc}]}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}}]}\n",
    instead: "organizations:\n  - {key: mail-inc, name: {en: Mail Inc.}, incorporated_in: us}\nprocessors:\n  - {key: mail, name: {en: Mail service}, providers: [{key: inc, organization: mail-inc}]}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}}]}\n",
    looks: &[Look::Organization(look)],
};

fn look(organization: &Organization, inspector: &mut Inspector<'_, '_>) {
    let ground = inspector.ground;
    let offers = ground.offers.get(&organization.key).map(Vec::as_slice).unwrap_or_default();
    let gets = ground.to_organization.contains_key(&organization.key);
    let address = organization.address.as_ref().and_then(|address| address.location.as_ref());
    let placed = organization.incorporated_in.is_some()
        || organization.principal_place.is_some()
        || address.is_some()
        || organization.establishments.iter().flatten().any(|other| other.location.is_some());
    if placed || (offers.is_empty() && !gets) {
        return;
    }
    let Both { en, zh } = inspector.name();
    let services = listed(offers, |service| Both::named(&service.name));
    let message = if offers.is_empty() {
        Both::of(
            format!("{en} gets data, and in which country it is organised is not recorded."),
            format!("{zh}获得个人信息，但未记录其注册于哪个国家。"),
        )
    } else {
        Both::of(
            format!("{en} offers {}, and in which country it is organised is not recorded.", services.en),
            format!("{zh}提供{}，但未记录其注册于哪个国家。", services.zh),
        )
    };
    inspector.finds(field("incorporated_in"), message);
}
