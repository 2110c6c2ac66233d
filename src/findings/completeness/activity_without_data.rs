//! Nobody recorded which data an activity processes.

use crate::{
    domain::record::Activity,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Activity without data", "处理活动没有个人信息种类"),
    checks: ("Activities whose data is not recorded or recorded as none.", "未记录个人信息种类或记录为无的处理活动。"),
    why: (
        "Whether data is sensitive, may cross a border or was disclosed in an incident is asked of its categories. An activity that processes no personal data does not belong in the record.",
        "信息是否敏感、能否出境、事件中泄露了什么，都取决于其种类。不处理个人信息的活动不应列入记录。",
    ),
    basis: &[cited("GDPR Art 30(1)(c)"), cited("PIPL Art 17")],
    resolve: (
        "Record in `data` each category of data with where it comes from; retire the activity if there is none.",
        "在 `data` 中逐项记录个人信息种类及其来源；如确实没有，请停用该处理活动。",
    ),
    unknowns: Unknowns::Reported,
    example: "activities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n",
    instead: "activities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n    data: [{key: mail, category: contact.email}]\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let Both { en, zh } = inspector.name();
    let message = match activity.data.as_deref() {
        None => {
            Both::of(format!("Which data {en} processes is not recorded."), format!("未记录{zh}处理哪些个人信息。"))
        }
        Some([]) => Both::of(
            format!("{en} is recorded as processing no personal data."),
            format!("{zh}被记录为不处理任何个人信息。"),
        ),
        Some(_) => return,
    };
    inspector.finds(field("data"), message);
}
