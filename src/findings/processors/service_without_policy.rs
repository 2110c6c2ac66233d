//! A service without a link to its privacy policy.

use crate::{
    domain::record::{PolicyKind, Processor},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, Use, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Service without a policy link", "服务没有政策链接"),
    checks: (
        "Services that get data, and of which no privacy policy or data processing agreement is linked.",
        "获得个人信息、但未链接隐私政策或数据处理协议的服务。",
    ),
    why: (
        "The table of third parties in a notice links to each policy; without the link the row stays empty, and nobody has looked at what the provider says.",
        "隐私声明的第三方清单须链接各方政策；没有链接，该行就是空的，也说明没有人核对过提供者的说法。",
    ),
    basis: &[cited("PIPL Arts 17, 23")],
    resolve: (
        "Record the page in `policies`, in the language of the notice where there is one.",
        "在 `policies` 中记录该页面，如有与声明同语言的版本请选用。",
    ),
    unknowns: Unknowns::Reported,
    example: "processors:\n  - {key: mail, name: {en: Mail service}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}}]}\n",
    instead: "processors:\n  - {key: mail, name: {en: Mail service}, policies: [{kind: privacy, url: \"https://mail.example/privacy\"}]}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}}]}\n",
    looks: &[Look::Processor(look)],
};

fn look(processor: &Processor, inspector: &mut Inspector<'_, '_>) {
    let Some(uses) = inspector.ground.to_processor.get(&processor.key) else { return };
    let tells = |kind| matches!(kind, PolicyKind::Privacy | PolicyKind::DataProcessingAgreement);
    if processor.policies.iter().flatten().any(|policy| tells(policy.kind)) {
        return;
    }
    let (Both { en, zh }, of) = (inspector.name(), Use::listed(uses));
    let message = match processor.policies.as_deref() {
        None => Both::of(
            format!("No policy of {en} is linked; it gets data of {}.", of.en),
            format!("未链接{zh}的任何政策；它获得{}的信息。", of.zh),
        ),
        Some([]) => Both::of(
            format!("{en} is recorded as having no policy, and gets data of {}.", of.en),
            format!("{zh}被记录为没有政策，却获得{}的信息。", of.zh),
        ),
        Some(_) => Both::of(
            format!(
                "Of {en} neither a privacy policy nor a data processing agreement is linked; it gets data of {}.",
                of.en
            ),
            format!("{zh}既未链接隐私政策，也未链接数据处理协议；它获得{}的信息。", of.zh),
        ),
    };
    inspector.finds(field("policies"), message);
}
