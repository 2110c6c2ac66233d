//! A date printed on a notice names no day.

use crate::{
    domain::record::{Notice, NoticeDateKind},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Date on a notice that names no day", "隐私声明上的日期不完整"),
    checks: (
        "Dates printed on a notice from which no day can be read, such as “September[ ], 2024”.",
        "隐私声明上印有、但无法读出具体日期的日期，例如“2024年9月[ ]日”。",
    ),
    why: (
        "Nobody can tell since when the notice holds, and which one held when data was collected.",
        "无法判断声明自何时生效，也无法判断收集信息时适用的是哪一版本。",
    ),
    basis: &[cited("GDPR Arts 5(2), 12(1)"), cited("PIPL Art 17")],
    resolve: ("Publish the notice with its date, and record the `day`.", "补全日期后重新发布，并记录 `day`。"),
    unknowns: Unknowns::Counted,
    example: "notices:\n  - {key: privacy, name: {en: Privacy notice, zh-Hans: 隐私声明}, dates: [{key: effective, kind: effective, printed: \"September[ ], 2024\"}]}\n",
    instead: "notices:\n  - {key: privacy, name: {en: Privacy notice, zh-Hans: 隐私声明}, dates: [{key: effective, kind: effective, printed: \"September 1, 2024\", day: 2024-09-01}]}\n",
    looks: &[Look::Notice(look)],
};

fn look(notice: &Notice, inspector: &mut Inspector<'_, '_>) {
    let Both { en, zh } = inspector.name();
    if notice.dates.is_none() {
        inspector.cannot_tell(field("dates"));
    }
    for date in notice.dates.iter().flatten().filter(|date| date.day.is_none()) {
        let kind = match date.kind {
            NoticeDateKind::Updated => ("date of the last update", "更新日期"),
            NoticeDateKind::Effective => ("effective date", "生效日期"),
            NoticeDateKind::Published => ("date of publication", "发布日期"),
        };
        let printed = date.printed.as_deref().map(|printed| (format!(": “{printed}”"), format!("：“{printed}”")));
        let (en_printed, zh_printed) = printed.unwrap_or_default();
        let message = Both::of(
            format!("The {} on {en} names no day{en_printed}.", kind.0),
            format!("{zh}的{}不完整{zh_printed}。", kind.1),
        );
        inspector.finds(field("dates").at(&date.key), message);
    }
}
