//! Nobody recorded whose data an activity processes.

use crate::{
    domain::record::Activity,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Activity without people", "处理活动没有个人信息主体"),
    checks: (
        "Activities whose groups of people are not recorded or recorded as none.",
        "未记录个人信息主体类别或记录为无的处理活动。",
    ),
    why: (
        "The record lists the categories of people. Whether minors, employees or business contacts are among them decides which rules apply.",
        "记录须列明个人信息主体的类别；其中是否有未成年人、员工或业务联系人，决定适用哪些规则。",
    ),
    basis: &[cited("GDPR Art 30(1)(c)")],
    resolve: (
        "Name the groups of people in `subjects`; many are built in.",
        "在 `subjects` 中列出个人信息主体类别；常用类别已内置。",
    ),
    unknowns: Unknowns::Reported,
    example: "activities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n",
    instead: "activities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n    subjects: [website-visitors]\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let Both { en, zh } = inspector.name();
    let message = match activity.subjects.as_deref() {
        None => {
            Both::of(format!("Whose data {en} processes is not recorded."), format!("未记录{zh}处理谁的个人信息。"))
        }
        Some([]) => Both::of(
            format!("{en} is recorded as processing nobody's data."),
            format!("{zh}被记录为不涉及任何人的个人信息。"),
        ),
        Some(_) => return,
    };
    inspector.finds(field("subjects"), message);
}
