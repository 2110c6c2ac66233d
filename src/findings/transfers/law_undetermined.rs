//! Nobody can tell whether laws are met.

use crate::{
    domain::{Kind, Pointer, record::Activity},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, judged::{Came, Verdict}, listed},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Law of which nobody can tell whether it is met", "无法判断是否符合法律要求"),
    checks: (
        "Activities with flows of data of which a law as data cannot be decided on the recorded facts: one finding for each activity, with all such laws.",
        "依据所记录的事实，有法律规则无法作出判定的处理活动：每个活动报告一次，并列出全部此类法律。",
    ),
    why: (
        "“Undetermined” is not “allowed”: a missing fact never lets a flow pass.",
        "“无法判断”不等于“允许”：缺失的事实绝不会使流动被视为合规。",
    ),
    basis: &[],
    resolve: (
        "The transfer report names for each flow the facts that are missing and the fields that would supply them; most are shared by many flows.",
        "跨境传输报告为每项流动列出缺失的事实及应填写的字段；其中大多为多项流动所共有。",
    ),
    unknowns: Unknowns::Reported,
    example: "processors:\n  - {key: mail, name: {en: Mail service}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, disclosures: [{key: mail, recipient: {processor: mail}}]}\n",
    instead: "activities:\n  - {key: newsletter, status: draft, name: {en: Newsletter, zh-Hans: 新闻邮件}}\n",
    looks: &[Look::Judged(look)],
};

fn look<'a>(_: &'a Activity, verdicts: &[Verdict], inspector: &mut Inspector<'_, 'a>) {
    let undetermined = verdicts.iter().filter(|verdict| matches!(verdict.came, Came::Undetermined));
    let laws: Vec<Both> = undetermined.map(|verdict| inspector.ground.called(Kind::Regimes, &verdict.regime)).collect();
    if laws.is_empty() {
        return;
    }
    let (Both { en, zh }, count, names) = (inspector.name(), laws.len(), listed(&laws, Both::clone));
    let laws = if count == 1 { "1 law cannot".to_owned() } else { format!("{count} laws cannot") };
    inspector.finds(
        Pointer::root(),
        Both::of(
            format!("{laws} be decided for data of {en} on what is recorded: {}.", names.en),
            format!("依据现有记录，{zh}的信息流动有{count}部法律无法判断：{}。", names.zh),
        ),
    );
}
