//! No notice tells about an activity.

use crate::{
    domain::record::{Activity, ActivityRole},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Activity that no notice tells about", "没有隐私声明告知的处理活动"),
    checks: (
        "Activities of ours (not on behalf of others) of which no notice is recorded.",
        "由本公司自行决定（而非受他人委托）、却未记录任何隐私声明的处理活动。",
    ),
    why: (
        "People are told before or when their data is collected: who, why, for how long, who else gets it. An activity outside every notice is one that nobody was told about.",
        "收集个人信息之前或之时须告知个人：由谁处理、为何处理、保存多久、还有谁会获得。未被任何声明覆盖的活动，等于没有告知。",
    ),
    basis: &[cited("GDPR Arts 13(1), 14(1)"), cited("PIPL Art 17"), cited("Cal. Civ. Code 1798.100(a)")],
    resolve: (
        "Name the notice in `notices`; if none tells about the activity, write one.",
        "在 `notices` 中列出相应的隐私声明；如尚无声明涵盖该活动，请予补充。",
    ),
    unknowns: Unknowns::Reported,
    example: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}}\n",
    instead: "notices:\n  - {key: privacy, name: {en: Privacy notice, zh-Hans: 隐私声明}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, notices: [privacy]}\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    if activity.role == Some(ActivityRole::Processor) {
        return;
    }
    let Both { en, zh } = inspector.name();
    let message = match activity.notices.as_deref() {
        None => Both::of(
            format!("Which notice tells people about {en} is not recorded."),
            format!("未记录由哪份隐私声明告知{zh}。"),
        ),
        Some([]) => {
            Both::of(format!("{en} is recorded as being in no notice."), format!("{zh}被记录为未列入任何隐私声明。"))
        }
        Some(_) => return,
    };
    inspector.finds(field("notices"), message);
}
