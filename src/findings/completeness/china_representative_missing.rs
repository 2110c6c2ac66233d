//! People in mainland China, and nobody there who represents the handler.

use crate::{
    domain::record::{ContactFunction, Organization},
    findings::{About, Inspector, Look, Severity, Territory, Unknowns, cited, presence},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("No representative in China", "未在中国境内设立专门机构或指定代表"),
    checks: (
        "Controllers with people in mainland China that are not seen to be established there and name no representative (contact function `china_representative`).",
        "有位于中国境内的个人信息主体、未见在境内设立机构、也未列出代表（联系人职能 `china_representative`）的个人信息处理者。",
    ),
    why: (
        "A handler outside China that provides products or services to people in China or analyses their behaviour sets up an office or names a representative there, and reports its name and contact details to the authority.",
        "以向境内自然人提供产品或者服务、分析评估其行为为目的的境外个人信息处理者，应当在境内设立专门机构或者指定代表，并向监管部门报送其名称和联系方式。",
    ),
    basis: &[cited("PIPL Art 53"), cited("PIPL Art 3(2)")],
    resolve: (
        "Record the representative among the `contacts`, the establishment in `establishments`, or waive this finding with the reason why Art 3(2) does not apply.",
        "在 `contacts` 中记录代表，或在 `establishments` 中记录境内机构；如第三条第二款不适用，请说明理由并豁免本发现。",
    ),
    unknowns: Unknowns::Counted,
    example: "organizations:\n  - key: acme\n    name: {en: Acme Inc.}\n    incorporated_in: us\nactivities:\n  - key: shop\n    name: {en: Web shop, zh-Hans: 网店}\n    controllers: [acme]\n    people: [{key: customers, place: cn}]\n",
    instead: "organizations:\n  - key: acme\n    name: {en: Acme Inc.}\n    incorporated_in: us\n    contacts: [{key: representative, function: china_representative, email: representative@agent.example}]\nactivities:\n  - key: shop\n    name: {en: Web shop, zh-Hans: 网店}\n    controllers: [acme]\n    people: [{key: customers, place: cn}]\n",
    looks: &[Look::Organization(look)],
};

fn look(organization: &Organization, inspector: &mut Inspector<'_, '_>) {
    let territory = Territory::Country("CN");
    let function = ContactFunction::ChinaRepresentative;
    presence::unrepresented(organization, inspector, territory, function, ("mainland China", "中国境内"));
}
