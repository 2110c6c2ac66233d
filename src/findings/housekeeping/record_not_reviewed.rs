//! Nobody has looked at a record for a year.

use crate::{
    domain::{Day, Kind, Pointer, Record},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited},
};
use chrono::Months;

pub const ABOUT: About = About {
    severity: Severity::Info,
    title: ("Record that nobody has looked at for a year", "一年以上无人查看的记录"),
    checks: (
        "Activities, services, systems and notices that were neither written nor had a source checked or a list attested within twelve months.",
        "十二个月内既未修改、也未复核来源或确认列表的处理活动、服务、系统和隐私声明。",
    ),
    why: (
        "A record of processing describes what is done now; measures are reviewed and updated where necessary.",
        "处理活动记录应反映当前情况；各项措施须在必要时复核更新。",
    ),
    basis: &[cited("GDPR Art 24(1)")],
    resolve: (
        "Read it with whoever does the work, correct it, and note the day in `checked` of its sources.",
        "与实际执行人员共同核对并更正，并在来源的 `checked` 中记录日期。",
    ),
    unknowns: Unknowns::Counted,
    example: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, sources: [{pointer: \"\", document: Interview, checked: 2024-03-01, certainty: attested}]}\n",
    instead: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, sources: [{pointer: \"\", document: Interview, checked: 2026-03-01, certainty: attested}]}\n",
    looks: &[Look::Any(look)],
};

fn look(inspector: &mut Inspector<'_, '_>) {
    let entry = inspector.entry;
    if !matches!(entry.id.kind, Kind::Activities | Kind::Processors | Kind::Systems | Kind::Notices) {
        return;
    }
    let common = entry.common();
    let written = Day(entry.recorded_at.date_naive());
    // A register that was read from files was written on no day.
    let written = Some(written).filter(|_| entry.seq > 0);
    let policies = match &entry.record {
        Record::Processors(processor) => processor.policies.as_deref().unwrap_or_default(),
        _ => &[],
    };
    let sources = common.sources.iter().filter_map(|source| source.checked);
    let lists = common.complete.iter().map(|statement| statement.on);
    let links = policies.iter().filter_map(|policy| policy.checked);
    let newest = sources.chain(lists).chain(links).chain(written).max();
    let Some(newest) = newest else {
        inspector.cannot_tell(Pointer::root().at("sources"));
        return;
    };
    let due = newest.0.checked_add_months(Months::new(12)).map(Day);
    if due.is_some_and(|due| due < inspector.on) {
        let Both { en, zh } = inspector.name();
        inspector.finds(
            Pointer::root(),
            Both::of(
                format!("Nobody is recorded to have looked at {en} since {newest}."),
                format!("自{newest}以来没有查看{zh}的记录。"),
            ),
        );
    }
}
