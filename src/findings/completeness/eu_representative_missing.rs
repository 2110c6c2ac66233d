//! People in the European Economic Area, and nobody there who represents the controller.

use crate::{
    domain::record::{ContactFunction, Organization},
    findings::{About, Inspector, Look, Severity, Territory, Unknowns, cited, presence},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("No representative in the European Union", "未在欧盟指定代表"),
    checks: (
        "Controllers with people in the European Economic Area that are not seen to be established there and name no representative (contact function `eu_representative`).",
        "有位于欧洲经济区的个人信息主体、未见在当地设立机构、也未列出代表（联系人职能 `eu_representative`）的控制者。",
    ),
    why: (
        "Who offers goods or services to people in the Union or monitors them from outside must appoint a representative there, unless the processing is occasional, without much special data and unlikely to be a risk (Art 27(2)).",
        "在欧盟境外向境内个人提供商品、服务或监测其行为的，须在当地指定代表；偶发、不大量涉及特殊类别且风险不大的除外（第27条第2款）。",
    ),
    basis: &[cited("GDPR Art 27(1), (2)"), cited("GDPR Art 3(2)"), cited("GDPR Art 13(1)(a), 30(1)(a)")],
    resolve: (
        "Record the representative among the `contacts`, the establishment in `establishments`, or waive this finding with the reason why the Regulation or the duty does not apply.",
        "在 `contacts` 中记录代表，或在 `establishments` 中记录当地机构；如条例或该义务不适用，请说明理由并豁免本发现。",
    ),
    unknowns: Unknowns::Counted,
    example: "organizations:\n  - key: acme\n    name: {en: Acme Inc.}\n    incorporated_in: us\nactivities:\n  - key: shop\n    name: {en: Web shop, zh-Hans: 网店}\n    controllers: [acme]\n    people: [{key: customers, place: de}]\n",
    instead: "organizations:\n  - key: acme\n    name: {en: Acme Inc.}\n    incorporated_in: us\n    contacts: [{key: representative, function: eu_representative, email: representative@agent.example}]\nactivities:\n  - key: shop\n    name: {en: Web shop, zh-Hans: 网店}\n    controllers: [acme]\n    people: [{key: customers, place: de}]\n",
    looks: &[Look::Organization(look)],
};

fn look(organization: &Organization, inspector: &mut Inspector<'_, '_>) {
    let territory = Territory::Listed { regime: "eu-gdpr-chapter-v", list: "eea" };
    let function = ContactFunction::EuRepresentative;
    presence::unrepresented(organization, inspector, territory, function, ("the European Economic Area", "欧洲经济区"));
}
