//! Nobody recorded which rights people have, or how they exercise them.

use crate::{
    domain::record::{Activity, ActivityRole, Right},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Rights not recorded", "未记录个人权利"),
    checks: (
        "Activities of ours whose rights of people are not recorded or recorded as none, or of which no right has a way to ask for it.",
        "未记录个人权利或记录为无、或所有权利均未记录行使途径的本公司处理活动。",
    ),
    why: (
        "Notices tell people which rights they have and how to exercise them; whoever answers requests needs the same.",
        "隐私声明须告知个人享有哪些权利以及如何行使；处理请求的人员也需要同样的信息。",
    ),
    basis: &[cited("GDPR Art 13(2)(b), (d)"), cited("GDPR Art 12(2)"), cited("PIPL Arts 17, 50")],
    resolve: ("Record each right in `rights` with its `channel`.", "在 `rights` 中记录各项权利及其 `channel`。"),
    unknowns: Unknowns::Reported,
    example: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, rights: [{right: access}]}\n",
    instead: "activities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n    rights: [{right: access, channel: {email: privacy@acme.example}, days: 30}]\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    if activity.role == Some(ActivityRole::Processor) {
        return;
    }
    let Both { en, zh } = inspector.name();
    let has_channel = |right: &Right| {
        right.channel.as_ref().is_some_and(|by| by.text.is_some() || by.email.is_some() || by.url.is_some())
    };
    let message = match activity.rights.as_deref() {
        None => Both::of(
            format!("Which rights people have in {en} is not recorded."),
            format!("未记录个人在{zh}中享有哪些权利。"),
        ),
        Some([]) => Both::of(
            format!("{en} is recorded as giving people no rights."),
            format!("{zh}被记录为不赋予个人任何权利。"),
        ),
        Some(rights) if !rights.iter().any(has_channel) => Both::of(
            format!("How people exercise their rights in {en} is not recorded."),
            format!("未记录个人在{zh}中如何行使权利。"),
        ),
        Some(_) => return,
    };
    inspector.finds(field("rights"), message);
}
