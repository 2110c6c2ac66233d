//! A service gets data, and the notice's table of third parties does not list it.

use crate::{
    domain::{
        Key, Kind, RecordId,
        record::{Activity, Notice, Recipient},
    },
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field, listed},
};
use std::collections::BTreeMap;

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Service missing in the published table", "公布的第三方清单漏列服务"),
    checks: (
        "Services that get data of an activity which a notice tells about, and that the notice's published table does not list.",
        "隐私声明所告知的处理活动向某服务提供信息，而该声明公布的第三方清单未列出该服务。",
    ),
    why: (
        "The table tells people who gets their data. A service that is not in it is one that nobody was told about.",
        "清单向个人告知谁会获得其信息；未列入的服务等于没有告知。",
    ),
    basis: &[cited("GDPR Arts 13(1)(e), 14(1)(e)"), cited("PIPL Arts 17, 23")],
    resolve: (
        "Publish the table with the row, and record it in `listing`; or correct the disclosure.",
        "补充该行并重新公布清单，同时更新 `listing`；或更正对外提供记录。",
    ),
    unknowns: Unknowns::Counted,
    example: "processors:\n  - {key: mail, name: {en: Mail service}}\n  - {key: stats, name: {en: Statistics}}\nnotices:\n  - {key: privacy, name: {en: Privacy notice, zh-Hans: 隐私声明}, listing: [{key: stats, processor: stats}]}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, notices: [privacy], disclosures: [{key: mail, recipient: {processor: mail}}]}\n",
    instead: "processors:\n  - {key: mail, name: {en: Mail service}}\nnotices:\n  - {key: privacy, name: {en: Privacy notice, zh-Hans: 隐私声明}, listing: [{key: mail, processor: mail}]}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, notices: [privacy], disclosures: [{key: mail, recipient: {processor: mail}}]}\n",
    looks: &[Look::Notice(look)],
};

fn look<'a>(notice: &'a Notice, inspector: &mut Inspector<'_, 'a>) {
    let ground = inspector.ground;
    let mut services: BTreeMap<&Key, Vec<&Activity>> = BTreeMap::new();
    for activity in ground.of_notice.get(&notice.key).into_iter().flatten() {
        for disclosure in ground.current(activity) {
            if let Recipient::Processor(service) = &disclosure.recipient {
                services.entry(service.key()).or_default().push(activity);
            }
        }
    }
    let Some(listing) = notice.listing.as_deref() else {
        if !services.is_empty() {
            inspector.cannot_tell(field("listing"));
        }
        return;
    };
    let Both { en, zh } = inspector.name();
    for (service, mut activities) in services {
        if listing.iter().any(|row| row.processor.key() == service) {
            continue;
        }
        activities.dedup_by_key(|activity| &activity.key);
        let name = ground.called(Kind::Processors, service);
        let of = listed(&activities, |activity| Both::named(&activity.name));
        let message = Both::of(
            format!("{} gets data of {}, and the table that {en} publishes does not list it.", name.en, of.en),
            format!("{}获得{}的信息，而{zh}公布的清单未列出该服务。", name.zh, of.zh),
        );
        // Where its row would be.
        let finding = inspector.finds(field("listing").at(service), message);
        finding.relates_to(RecordId::new(Kind::Processors, service.clone()));
        finding.relates_to_all(
            activities.into_iter().map(|activity| RecordId::new(Kind::Activities, activity.key.clone())),
        );
    }
}
