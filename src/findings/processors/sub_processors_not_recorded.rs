//! Nobody recorded whom a processor uses in turn.

use crate::{
    domain::record::{DisclosureKind, Processor},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, Use, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Sub-processors not recorded", "未记录次级处理者"),
    checks: (
        "Services to which data is entrusted, and of which the sub-processors are left out. `[]` says that there are none.",
        "受托处理信息、但未填写次级处理者的服务。`[]` 表示没有次级处理者。",
    ),
    why: (
        "A processor engages others only with authorisation, and the data goes where they are: hosting and support are usually theirs.",
        "受托方须经同意才能转委托，而信息会流向次级处理者所在之处：托管和技术支持通常由其承担。",
    ),
    basis: &[cited("GDPR Art 28(2), (4)"), cited("PIPL Art 21")],
    resolve: (
        "Record them in `sub_processors`; most providers publish a list.",
        "在 `sub_processors` 中记录；多数提供者会公布清单。",
    ),
    unknowns: Unknowns::Reported,
    example: "processors:\n  - {key: mail, name: {en: Mail service}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}, kind: entrusted}]}\n",
    instead: "processors:\n  - {key: mail, name: {en: Mail service}, sub_processors: []}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}, kind: entrusted}]}\n",
    looks: &[Look::Processor(look)],
};

fn look(processor: &Processor, inspector: &mut Inspector<'_, '_>) {
    if processor.sub_processors.is_some() {
        return;
    }
    let uses = inspector.ground.to_processor.get(&processor.key).map(Vec::as_slice).unwrap_or_default();
    let entrusted = |usage: &&Use<'_>| usage.disclosure.kind == Some(DisclosureKind::Entrusted);
    let uses: Vec<Use<'_>> = uses.iter().filter(entrusted).copied().collect();
    if uses.is_empty() {
        return;
    }
    let (Both { en, zh }, of) = (inspector.name(), Use::listed(&uses));
    inspector.finds(
        field("sub_processors"),
        Both::of(
            format!("Which sub-processors {en} uses is not recorded; data of {} is entrusted to it.", of.en),
            format!("未记录{zh}的次级处理者；{}的信息委托其处理。", of.zh),
        ),
    );
}
