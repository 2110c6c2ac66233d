//! Nobody recorded who stands behind a service.

use crate::{
    domain::record::Processor,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, Use, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Service without a provider", "服务没有提供者"),
    checks: (
        "Services that get data, and of which no organisation is recorded that offers them.",
        "获得个人信息、但未记录由哪个组织提供的服务。",
    ),
    why: (
        "A product is no legal entity: contracts are concluded with, law applies to, and people complain about an organisation.",
        "产品不是法律主体：合同的当事方、法律的适用对象和投诉的对象都是组织。",
    ),
    basis: &[cited("GDPR Arts 28(3), 30(1)(d)"), cited("PIPL Arts 21, 23")],
    resolve: (
        "Record the contracting organisation in `providers`; its name stands in the terms or the contract.",
        "在 `providers` 中记录签约组织，其名称见服务条款或合同。",
    ),
    unknowns: Unknowns::Reported,
    example: "processors:\n  - {key: mail, name: {en: Mail service}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}}]}\n",
    instead: "organizations:\n  - {key: mail-inc, name: {en: Mail Inc.}}\nprocessors:\n  - {key: mail, name: {en: Mail service}, providers: [{key: inc, organization: mail-inc}]}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}}]}\n",
    looks: &[Look::Processor(look)],
};

fn look(processor: &Processor, inspector: &mut Inspector<'_, '_>) {
    let Some(uses) = inspector.ground.to_processor.get(&processor.key) else { return };
    let (Both { en, zh }, of) = (inspector.name(), Use::listed(uses));
    let message = match processor.providers.as_deref() {
        None => Both::of(
            format!("Who provides {en} is not recorded; it gets data of {}.", of.en),
            format!("未记录{zh}由谁提供；它获得{}的信息。", of.zh),
        ),
        Some([]) => Both::of(
            format!("{en} is recorded as being provided by nobody, and gets data of {}.", of.en),
            format!("{zh}被记录为没有提供者，却获得{}的信息。", of.zh),
        ),
        Some(_) => return,
    };
    inspector.finds(field("providers"), message);
}
