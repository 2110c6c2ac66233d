//! A record refers to one that is a draft, retired, over or replaced.

use crate::{
    domain::{Day, Pointer, RecordId, inspect},
    findings::{About, Both, Inspector, Look, Severity, Standing, Unknowns},
};
use serde_json::Value;

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Reference to a record that does not count", "引用了不作数的记录"),
    checks: (
        "Records that refer, outside of what has ended, to one that is a draft, is retired or over, or has a successor.",
        "在未终止的内容中引用了草稿、已停用、已终止或已有替代者的记录。",
    ),
    why: (
        "What such a record says is not read: its places, contracts and providers are missing in every report.",
        "此类记录的内容不会被读取：其地点、合同和提供者在所有报告中都会缺失。",
    ),
    basis: &[],
    resolve: (
        "Refer to the record that takes its place, activate the draft, or end what refers to it.",
        "改为引用替代记录，启用草稿，或终止引用它的内容。",
    ),
    unknowns: Unknowns::Impossible,
    example: "processors:\n  - {key: mail, name: {en: Mail service}, status: retired}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}}]}\n",
    instead: "processors:\n  - {key: mail, name: {en: Mail service}, status: retired}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}, until: 2026-01-31}]}\n",
    looks: &[Look::Any(look)],
};

/// Why a record does not count, if so.
fn outdated(inspector: &Inspector<'_, '_>, id: &RecordId) -> Option<Both> {
    let entry = inspector.ground.register.get(id)?;
    let common = entry.common();
    match Standing::of(&common, inspector.on) {
        Standing::Draft => Some(Both::of("is a draft", "是草稿")),
        Standing::Past => Some(match common.until.filter(|until| *until < inspector.on) {
            Some(day) => Both::of(format!("ended on {day}"), format!("已于{day}终止")),
            None => Both::of("is retired", "已停用"),
        }),
        Standing::Current => {
            let successor = inspector.ground.successors.get(id)?;
            let name = inspector.ground.called(id.kind, &successor.key);
            Some(Both::of(format!("has the successor {}", name.en), format!("已由{}替代", name.zh)))
        }
    }
}

/// Whether a place of a record lies in something that has ended.
fn has_ended(record: &Value, pointer: &Pointer, on: Day) -> bool {
    let mut place = Some(record);
    pointer.tokens().any(|token| {
        place = match place {
            Some(Value::Array(elements)) => token.parse::<usize>().ok().and_then(|index| elements.get(index)),
            Some(value) => value.get(&token),
            None => None,
        };
        let until = place.and_then(|value| value.get("until")?.as_str()?.parse::<Day>().ok());
        until.is_some_and(|until| until < on)
    })
}

fn look(inspector: &mut Inspector<'_, '_>) {
    let entry = inspector.entry;
    // References are looked through only where there are such.
    if !inspector.ground.referring_to_outdated.contains(&entry.id) {
        return;
    }
    let value = entry.record.value();
    let Both { en, zh } = inspector.name();
    for reference in inspect::references(&entry.record) {
        if reference.pointer.as_str() == "/successor" || has_ended(&value, &reference.pointer, inspector.on) {
            continue;
        }
        let Some(why) = outdated(inspector, &reference.to) else { continue };
        let name = inspector.ground.called(reference.to.kind, &reference.to.key);
        let message = Both::of(
            format!("{en} refers to {}, which {}.", name.en, why.en),
            format!("{zh}引用了{}，而该记录{}。", name.zh, why.zh),
        );
        inspector.finds(reference.pointer.keyed(&value), message).relates_to(reference.to);
    }
}
