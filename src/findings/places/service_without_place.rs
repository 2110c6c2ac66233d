//! Nobody recorded where a service processes data.

use crate::{
    domain::record::Processor,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, Use, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Service without a place of processing", "服务没有处理地点"),
    checks: (
        "Services that get data, and of which no place of processing is recorded, neither at the service nor at the disclosure.",
        "获得个人信息、但在服务和对外提供处均未记录处理地点的服务。",
    ),
    why: (
        "Whether sending data there is a transfer to another country, and under which mechanism, cannot be told.",
        "无法判断向其提供信息是否构成跨境传输、应采用何种机制。",
    ),
    basis: &[cited("GDPR Art 30(1)(e)"), cited("GDPR Art 44"), cited("PIPL Arts 38, 39")],
    resolve: (
        "Record the places in `locations`: the provider's contract or list of sub-processors names them.",
        "在 `locations` 中记录地点：服务提供者的合同或次级处理者清单通常会列明。",
    ),
    unknowns: Unknowns::Reported,
    example: "processors:\n  - {key: mail, name: {en: Mail service}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}}]}\n",
    instead: "processors:\n  - {key: mail, name: {en: Mail service}, locations: [{key: main, location: de}]}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}}]}\n",
    looks: &[Look::Processor(look)],
};

fn look(processor: &Processor, inspector: &mut Inspector<'_, '_>) {
    let ground = inspector.ground;
    let uses = ground.to_processor.get(&processor.key).map(Vec::as_slice).unwrap_or_default();
    let placed = |usage: &&Use<'_>| usage.disclosure.locations.as_ref().is_none_or(|places| places.is_empty());
    let uses: Vec<Use<'_>> = uses.iter().filter(placed).copied().collect();
    if uses.is_empty() || ground.has_place(&processor.key) {
        return;
    }
    let (Both { en, zh }, of) = (inspector.name(), Use::listed(&uses));
    let message = Both::of(
        format!("Where {en} processes data is not recorded; it gets that of {}.", of.en),
        format!("未记录{zh}在哪里处理信息；它获得{}的信息。", of.zh),
    );
    let finding = inspector.finds(field("locations"), message);
    finding.relates_to_all(uses.into_iter().map(|usage| usage.id()));
}
