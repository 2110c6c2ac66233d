//! The notice's table lists a service that gets nothing.

use crate::{
    domain::{
        Kind, RecordId,
        record::{Notice, Recipient},
    },
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Published row without a disclosure", "公布的清单列有未使用的服务"),
    checks: (
        "Rows of a notice's published table whose service gets no data of any activity that the notice tells about.",
        "隐私声明公布的清单中，未从其所告知的任何处理活动获得信息的服务。",
    ),
    why: (
        "Either the service is no longer used, and the table is wrong, or a disclosure is missing in the register.",
        "要么该服务已停用而清单有误，要么登记册漏记了对外提供。",
    ),
    basis: &[cited("GDPR Arts 5(1)(a), 13(1)(e)"), cited("PIPL Art 17")],
    resolve: (
        "Record the disclosure, or publish the table without the row.",
        "补充记录对外提供，或删除该行并重新公布清单。",
    ),
    unknowns: Unknowns::Counted,
    example: "processors:\n  - {key: mail, name: {en: Mail service}}\nnotices:\n  - {key: privacy, name: {en: Privacy notice, zh-Hans: 隐私声明}, listing: [{key: mail, processor: mail}]}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, notices: [privacy], disclosures: []}\n",
    instead: "processors:\n  - {key: mail, name: {en: Mail service}}\nnotices:\n  - {key: privacy, name: {en: Privacy notice, zh-Hans: 隐私声明}, listing: [{key: mail, processor: mail}]}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, notices: [privacy], disclosures: [{key: mail, recipient: {processor: mail}}]}\n",
    looks: &[Look::Notice(look)],
};

fn look<'a>(notice: &'a Notice, inspector: &mut Inspector<'_, 'a>) {
    let ground = inspector.ground;
    let activities = ground.of_notice.get(&notice.key).map(Vec::as_slice).unwrap_or_default();
    let Both { en, zh } = inspector.name();
    for row in notice.listing.iter().flatten() {
        let gets = |recipient: &Recipient| matches!(recipient, Recipient::Processor(key) if *key == row.processor);
        let used =
            activities.iter().any(|activity| ground.current(activity).any(|disclosure| gets(&disclosure.recipient)));
        if used {
            continue;
        }
        let at = field("listing").at(&row.key);
        // An activity whose recipients nobody recorded may be the one.
        if activities.iter().any(|activity| activity.disclosures.is_none()) {
            inspector.cannot_tell(at);
            continue;
        }
        let service = ground.called(Kind::Processors, row.processor.key());
        let message = Both::of(
            format!(
                "The table that {en} publishes lists {}, which gets no data of the activities it tells about.",
                service.en
            ),
            format!("{zh}公布的清单列有{}，而其所告知的处理活动并未向该服务提供信息。", service.zh),
        );
        inspector.finds(at, message).relates_to(RecordId::new(Kind::Processors, row.processor.key().clone()));
    }
}
