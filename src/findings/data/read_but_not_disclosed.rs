//! A software development kit reads data that nobody recorded as disclosed to its service.

use crate::{
    domain::{
        Key, Ref,
        record::{DataItem, Processor},
    },
    findings::{About, Both, Inspector, Look, Severity, Unknowns, Use, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Data read and not recorded as disclosed", "SDK 读取的信息未记录为对外提供"),
    checks: (
        "Categories of data that a software development kit of a service reads, and that no disclosure to the service names.",
        "服务的 SDK 读取、但向该服务的对外提供中均未列出的信息类别。",
    ),
    why: (
        "What a kit reads leaves the device whether anybody wrote it down or not.",
        "SDK 读取的信息会离开设备，无论是否有人记录。",
    ),
    basis: &[cited("GDPR Arts 13(1)(e), 30(1)(d)"), cited("PIPL Arts 17, 23")],
    resolve: (
        "Record the data at the activity and its disclosure, or configure the kit so that it does not read it.",
        "在处理活动及其对外提供中补充该信息，或配置 SDK 使其不读取。",
    ),
    unknowns: Unknowns::Counted,
    example: "processors:\n  - {key: push, name: {en: Push SDK, zh-Hans: 推送 SDK}, sdks: [{id: com.push.sdk, platform: android, data: [network.ip_address]}]}\nactivities:\n  - {key: app, name: {en: App messages, zh-Hans: 应用消息}, data: [{key: device, category: device.type}], disclosures: [{key: push, recipient: {processor: push}, data: [device]}]}\n",
    instead: "processors:\n  - {key: push, name: {en: Push SDK, zh-Hans: 推送 SDK}, sdks: [{id: com.push.sdk, platform: android, data: [device.type]}]}\nactivities:\n  - {key: app, name: {en: App messages, zh-Hans: 应用消息}, data: [{key: device, category: device.type}], disclosures: [{key: push, recipient: {processor: push}, data: [device]}]}\n",
    looks: &[Look::Processor(look)],
};

/// The categories that go in a disclosure; `None` where nobody recorded which.
fn disclosed<'a>(usage: &Use<'a>) -> Option<Vec<&'a Key>> {
    let keys = usage.disclosure.data.as_deref()?;
    let item = |key: &Key| usage.activity.data.iter().flatten().find(|item: &&DataItem| item.key == *key);
    keys.iter().map(|key| item(key)?.category.as_ref().map(Ref::key)).collect()
}

fn look<'a>(processor: &'a Processor, inspector: &mut Inspector<'_, 'a>) {
    let ground = inspector.ground;
    let Some(uses) = ground.to_processor.get(&processor.key) else { return };
    let going: Vec<_> = uses.iter().map(disclosed).collect();
    let known = going.iter().all(Option::is_some);
    let mut categories: Vec<&Key> = going.into_iter().flatten().flatten().collect();
    categories.sort_unstable();
    categories.dedup();
    let (Both { en, zh }, of) = (inspector.name(), Use::listed(uses));
    for (index, sdk) in processor.sdks.iter().flatten().enumerate() {
        let at = field("sdks").at(index).at("data");
        let Some(read) = sdk.data.as_deref() else {
            inspector.cannot_tell(at);
            continue;
        };
        for (place, category) in read.iter().map(Ref::key).enumerate() {
            let covers = |own: &&Key| ground.is_within(category, own) || ground.is_within(own, category);
            if categories.iter().any(covers) {
                continue;
            }
            if !known {
                inspector.cannot_tell(at.at(place));
                continue;
            }
            let (name, id) = (ground.called(crate::domain::Kind::DataCategories, category), &sdk.id);
            let message = Both::of(
                format!(
                    "The kit {id} of {en} reads {}, which is not among the data that {} discloses to it.",
                    name.en, of.en
                ),
                format!("{zh}的 SDK {id} 读取{}，而{}向其提供的信息中没有列出。", name.zh, of.zh),
            );
            inspector.finds(at.at(place), message);
        }
    }
}
