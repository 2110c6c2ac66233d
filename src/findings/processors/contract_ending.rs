//! A contract ends soon, or the last day to give notice comes.

use crate::{
    domain::{Day, record::Agreement},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, field, soon},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Contract that ends soon", "合同即将到期"),
    checks: (
        "Agreements in place whose last day, next renewal that is not automatic, or last day to give notice lies within 90 days.",
        "有效协议的最后有效日、非自动续期日或通知截止日在90天以内。",
    ),
    why: (
        "A renewal takes weeks of talks; on the day after the last one every disclosure under the agreement is without a contract.",
        "续签往往需要数周协商；到期次日，所有依据该协议的对外提供都将失去合同依据。",
    ),
    basis: &[],
    resolve: (
        "Renew it and record the new days, or plan what takes its place.",
        "办理续签并更新日期，或安排替代方案。",
    ),
    unknowns: Unknowns::Counted,
    example: "agreements:\n  - {key: mail-dpa, name: {en: DPA with the mail service, zh-Hans: 邮件服务数据处理协议}, state: signed, in_force: {from: 2024-01-01, until: 2026-12-31}}\n",
    instead: "agreements:\n  - {key: mail-dpa, name: {en: DPA with the mail service, zh-Hans: 邮件服务数据处理协议}, state: signed, in_force: {from: 2024-01-01, until: 2028-12-31}}\n",
    looks: &[Look::Agreement(look)],
};

fn look(agreement: &Agreement, inspector: &mut Inspector<'_, '_>) {
    if !inspector.ground.is_in_place(agreement) {
        return;
    }
    let until = agreement.in_force.as_ref().and_then(|dates| dates.until);
    let renewal = agreement.renewal.as_ref();
    let renews = renewal.filter(|renewal| renewal.automatic != Some(true)).and_then(|renewal| renewal.on);
    let notice = renewal.and_then(|renewal| renewal.notice_by);
    let Both { en, zh } = inspector.name();
    let on = inspector.on;
    let near = |day: Option<Day>| day.filter(|day| soon(on, *day, 90));
    if let Some(day) = near(until) {
        let message = Both::of(format!("{en} ends on {day}."), format!("{zh}将于{day}到期。"));
        inspector.finds(field("in_force").at("until"), message);
    } else if let Some(day) = near(renews) {
        let message = Both::of(
            format!("{en} renews or ends on {day}, and not by itself."),
            format!("{zh}将于{day}续期或终止，且不会自动续期。"),
        );
        inspector.finds(field("renewal").at("on"), message);
    } else if until.is_none() && renewal.is_none_or(|renewal| renewal.on.is_none() && renewal.automatic.is_none()) {
        inspector.cannot_tell(field("in_force").at("until"));
    }
    if let Some(day) = near(notice) {
        let message =
            Both::of(format!("The last day to give notice of {en} is {day}."), format!("{zh}的通知截止日为{day}。"));
        inspector.finds(field("renewal").at("notice_by"), message);
    }
}
