//! A period of retention that begins with nothing.

use crate::{
    domain::record::Activity,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Info,
    title: ("Retention without a start", "保存期限没有起算点"),
    checks: (
        "Activities with a period of retention for which no event is recorded from which it runs.",
        "已记录保存期限、但未记录起算事件的处理活动。",
    ),
    why: (
        "“Two years” from collection, from the last visit or from the end of the contract are three different days of deletion.",
        "“两年”是从收集之日、最后一次访问还是合同终止起算，删除日期截然不同。",
    ),
    basis: &[cited("GDPR Art 13(2)(a)")],
    resolve: (
        "Record the event in `trigger`: the end of the contract, unsubscription, collection.",
        "在 `trigger` 中记录起算事件：合同终止、退订或收集之时。",
    ),
    unknowns: Unknowns::Reported,
    example: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, retention: {period: P2Y}}\n",
    instead: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, retention: {period: P2Y, trigger: {en: Unsubscription, zh-Hans: 退订}}}\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let Some(retention) = activity.retention.as_deref() else { return };
    if let (Some(period), None) = (&retention.period, &retention.trigger) {
        let Both { en, zh } = inspector.name();
        inspector.finds(
            field("retention").at("trigger"),
            Both::of(
                format!("The data of {en} is kept for {period}; from when on is not recorded."),
                format!("{zh}的个人信息保存{period}，但未记录自何时起算。"),
            ),
        );
    }
}
