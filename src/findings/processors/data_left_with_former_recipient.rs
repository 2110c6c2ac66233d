//! A disclosure has ended, and nobody recorded that the data came back or was deleted.

use crate::{
    domain::record::{Activity, Recipient},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Data left with a former recipient", "信息仍留在前接收方处"),
    checks: (
        "Disclosures to services, organisations and groups that have ended, and of which nobody recorded when the data was returned or deleted.",
        "已终止、但未记录信息返还或删除日期的、向服务、组织和群体的对外提供。",
    ),
    why: (
        "At the end of the service the processor deletes or returns all data. Until that is recorded it has to be assumed there, also in an incident.",
        "服务终止后受托方须删除或返还全部信息。在记录之前，只能认为信息仍在那里，发生事件时也是如此。",
    ),
    basis: &[cited("GDPR Art 28(3)(g)"), cited("PIPL Art 21")],
    resolve: (
        "Ask for the confirmation, and record the day in `returned_or_deleted_on`.",
        "索取确认，并在 `returned_or_deleted_on` 中记录日期。",
    ),
    unknowns: Unknowns::Reported,
    example: "processors:\n  - {key: mail, name: {en: Mail service}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}, until: 2026-06-30}]}\n",
    instead: "processors:\n  - {key: mail, name: {en: Mail service}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}, until: 2026-06-30, returned_or_deleted_on: 2026-07-15}]}\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let ground = inspector.ground;
    let Both { en, zh } = inspector.name();
    for disclosure in activity.disclosures.iter().flatten() {
        let outside =
            matches!(disclosure.recipient, Recipient::Processor(_) | Recipient::Organization(_) | Recipient::Group(_));
        let ended = disclosure.until.filter(|until| *until < inspector.on);
        let Some(until) = ended.filter(|_| outside && disclosure.returned_or_deleted_on.is_none()) else { continue };
        let (recipient, id) = ground.recipient(&disclosure.recipient);
        let message = Both::of(
            format!(
                "The disclosure of {en} to {} ended on {until}; that the data was returned or deleted is not recorded.",
                recipient.en
            ),
            format!("{zh}向{}的提供已于{until}终止，但未记录信息已返还或删除。", recipient.zh),
        );
        let at = field("disclosures").at(&disclosure.key).at("returned_or_deleted_on");
        let finding = inspector.finds(at, message);
        if let Some(id) = id {
            finding.relates_to(id);
        }
    }
}
