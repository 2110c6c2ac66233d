//! People in Canada, and nobody is accountable.

use crate::{
    domain::record::{ContactFunction, Organization},
    findings::{About, Inspector, Look, Severity, Territory, Unknowns, presence, unconfirmed},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("No accountable person for Canada", "未指定加拿大问责人员"),
    checks: (
        "Controllers with people in Canada that name nobody as accountable (contact function `canada_accountable_person`).",
        "有位于加拿大的个人信息主体、却未列出问责人员（联系人职能 `canada_accountable_person`）的控制者。",
    ),
    why: (
        "Under PIPEDA an organisation designates the individuals who are accountable for its compliance, and says who they are upon request.",
        "根据加拿大 PIPEDA，组织须指定对其合规负责的个人，并应请求告知其身份。",
    ),
    basis: &[unconfirmed("PIPEDA, Schedule 1, clauses 4.1, 4.1.2")],
    resolve: (
        "Record the person among the `contacts`, or waive this finding with the reason why PIPEDA does not apply (a province's law does, or only business contact information is processed).",
        "在 `contacts` 中记录该人员；如 PIPEDA 不适用（适用省级法律，或仅处理业务联系信息），请说明理由并豁免本发现。",
    ),
    unknowns: Unknowns::Counted,
    example: "organizations:\n  - {key: acme, name: {en: Acme Inc.}}\nactivities:\n  - key: shop\n    name: {en: Web shop, zh-Hans: 网店}\n    controllers: [acme]\n    people: [{key: customers, place: ca}]\n",
    instead: "organizations:\n  - key: acme\n    name: {en: Acme Inc.}\n    contacts: [{key: canada, function: canada_accountable_person, email: privacy@acme.example}]\nactivities:\n  - key: shop\n    name: {en: Web shop, zh-Hans: 网店}\n    controllers: [acme]\n    people: [{key: customers, place: ca}]\n",
    looks: &[Look::Organization(look)],
};

fn look(organization: &Organization, inspector: &mut Inspector<'_, '_>) {
    let (territory, function) = (Territory::Country("CA"), ContactFunction::CanadaAccountablePerson);
    let who = ("person who is accountable under PIPEDA", "PIPEDA 规定的问责人员");
    presence::unnamed(organization, inspector, territory, function, who);
}
