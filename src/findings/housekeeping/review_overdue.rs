//! A service was to be reviewed.

use crate::{
    domain::record::Processor,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, Use, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Review overdue", "复核逾期"),
    checks: ("Services in use whose day of review is over.", "复核日期已过的在用服务。"),
    why: (
        "Only processors that give sufficient guarantees may be used, as long as they do.",
        "只能使用能够持续提供充分保证的受托方。",
    ),
    basis: &[cited("GDPR Art 28(1)"), cited("PIPL Art 21")],
    resolve: (
        "Review the service, and set the next day in `review_on`.",
        "复核该服务，并在 `review_on` 中设定下次日期。",
    ),
    unknowns: Unknowns::Counted,
    example: "processors:\n  - {key: mail, name: {en: Mail service}, review_on: 2026-06-30}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}}]}\n",
    instead: "processors:\n  - {key: mail, name: {en: Mail service}, review_on: 2027-06-30}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}}]}\n",
    looks: &[Look::Processor(look)],
};

fn look(processor: &Processor, inspector: &mut Inspector<'_, '_>) {
    let Some(uses) = inspector.ground.to_processor.get(&processor.key) else { return };
    let (Both { en, zh }, of) = (inspector.name(), Use::listed(uses));
    match processor.review_on {
        None => inspector.cannot_tell(field("review_on")),
        Some(day) if day < inspector.on => {
            let message = Both::of(
                format!("{en} was to be reviewed by {day}; it gets data of {}.", of.en),
                format!("{zh}应于{day}前复核；它获得{}的信息。", of.zh),
            );
            inspector.finds(field("review_on"), message);
        }
        Some(_) => {}
    }
}
