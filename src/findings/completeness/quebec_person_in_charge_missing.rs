//! People in Quebec, and nobody is in charge.

use crate::{
    domain::record::{ContactFunction, Organization},
    findings::{About, Inspector, Look, Severity, Territory, Unknowns, cited, presence},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("No person in charge for Quebec", "未指定魁北克个人信息保护负责人"),
    checks: (
        "Controllers with people in Quebec that name nobody in charge of the protection of personal information (contact function `quebec_person_in_charge`).",
        "有位于魁北克的个人信息主体、却未列出个人信息保护负责人（联系人职能 `quebec_person_in_charge`）的控制者。",
    ),
    why: (
        "By law the person with the highest authority in the enterprise is in charge unless that is delegated in writing, and the title and contact details of the person in charge are published on the web site.",
        "依法由企业最高负责人担任该职务，除非书面授权他人；负责人的职务和联系方式须在网站公布。",
    ),
    basis: &[cited(
        "Act respecting the protection of personal information in the private sector (Quebec, c. P-39.1), s. 3.1",
    )],
    resolve: (
        "Record the person in charge among the `contacts`, by title and with contact details.",
        "在 `contacts` 中记录负责人的职务和联系方式。",
    ),
    unknowns: Unknowns::Counted,
    example: "organizations:\n  - {key: acme, name: {en: Acme Inc.}}\nactivities:\n  - key: shop\n    name: {en: Web shop, zh-Hans: 网店}\n    controllers: [acme]\n    people: [{key: customers, place: ca-qc}]\n",
    instead: "organizations:\n  - key: acme\n    name: {en: Acme Inc.}\n    contacts: [{key: quebec, function: quebec_person_in_charge, email: privacy@acme.example}]\nactivities:\n  - key: shop\n    name: {en: Web shop, zh-Hans: 网店}\n    controllers: [acme]\n    people: [{key: customers, place: ca-qc}]\n",
    looks: &[Look::Organization(look)],
};

fn look(organization: &Organization, inspector: &mut Inspector<'_, '_>) {
    let (territory, function) = (Territory::Subdivision("CA-QC"), ContactFunction::QuebecPersonInCharge);
    let who = ("person in charge of the protection of personal information in Quebec", "魁北克个人信息保护负责人");
    presence::unnamed(organization, inspector, territory, function, who);
}
