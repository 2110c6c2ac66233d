//! Nobody recorded who gets the data of an activity, or that nobody does.

use crate::{
    domain::record::Activity,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Recipients not recorded", "未记录接收方"),
    checks: (
        "Activities whose disclosures are left out. `[]` says that nobody gets the data.",
        "未填写对外提供情况的处理活动。`[]` 表示没有任何接收方。",
    ),
    why: (
        "Recipients are what notices, contracts and transfers are about. Left out, the activity looks as if nothing left the house; hosts, mail services and group companies are recipients too.",
        "隐私声明、合同和跨境传输都围绕接收方。留空看起来像是信息从未离开本公司，而托管商、邮件服务和集团公司也是接收方。",
    ),
    basis: &[cited("GDPR Art 30(1)(d)"), cited("GDPR Art 13(1)(e)"), cited("PIPL Art 23")],
    resolve: (
        "Record each recipient in `disclosures`; write `[]` if there is none.",
        "在 `disclosures` 中记录每个接收方；没有接收方时写 `[]`。",
    ),
    unknowns: Unknowns::Reported,
    example: "activities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n",
    instead: "activities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n    disclosures: []\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    if activity.disclosures.is_none() {
        let Both { en, zh } = inspector.name();
        inspector.finds(
            field("disclosures"),
            Both::of(
                format!("Who gets data of {en}, or that nobody does, is not recorded."),
                format!("未记录谁会获得{zh}的个人信息，也未记录没有接收方。"),
            ),
        );
    }
}
