//! People in the United Kingdom, and nobody there who represents the controller.

use crate::{
    domain::record::{ContactFunction, Organization},
    findings::{About, Inspector, Look, Severity, Territory, Unknowns, presence, unconfirmed},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("No representative in the United Kingdom", "未在英国指定代表"),
    checks: (
        "Controllers with people in the United Kingdom that are not seen to be established there and name no representative (contact function `uk_representative`).",
        "有位于英国的个人信息主体、未见在当地设立机构、也未列出代表（联系人职能 `uk_representative`）的控制者。",
    ),
    why: (
        "Who offers goods or services to people in the United Kingdom or monitors them from outside must appoint a representative there, with the same exceptions as in the Union.",
        "在英国境外向境内个人提供商品、服务或监测其行为的，须在当地指定代表，例外情形与欧盟相同。",
    ),
    basis: &[unconfirmed("UK GDPR Art 27")],
    resolve: (
        "Record the representative among the `contacts`, the establishment in `establishments`, or waive this finding with the reason why the law or the duty does not apply.",
        "在 `contacts` 中记录代表，或在 `establishments` 中记录当地机构；如法律或该义务不适用，请说明理由并豁免本发现。",
    ),
    unknowns: Unknowns::Counted,
    example: "organizations:\n  - key: acme\n    name: {en: Acme Inc.}\n    incorporated_in: us\nactivities:\n  - key: shop\n    name: {en: Web shop, zh-Hans: 网店}\n    controllers: [acme]\n    people: [{key: customers, place: gb}]\n",
    instead: "organizations:\n  - key: acme\n    name: {en: Acme Inc.}\n    incorporated_in: us\n    contacts: [{key: representative, function: uk_representative, email: representative@agent.example}]\nactivities:\n  - key: shop\n    name: {en: Web shop, zh-Hans: 网店}\n    controllers: [acme]\n    people: [{key: customers, place: gb}]\n",
    looks: &[Look::Organization(look)],
};

fn look(organization: &Organization, inspector: &mut Inspector<'_, '_>) {
    let territory = Territory::Country("GB");
    let function = ContactFunction::UkRepresentative;
    presence::unrepresented(organization, inspector, territory, function, ("the United Kingdom", "英国"));
}
