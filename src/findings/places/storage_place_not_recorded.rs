//! Nobody recorded where the data of an activity is kept.

use crate::{
    domain::record::Activity,
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Place of storage not recorded", "未记录存储地点"),
    checks: (
        "Activities that name no system, and of which no place of storage is recorded. `storage: []` says that nothing is kept.",
        "既未列出系统、也未记录任何存储地点的处理活动。`storage: []` 表示不保存任何信息。",
    ),
    why: (
        "Whether data is in another country, and may be, begins with where it is.",
        "信息是否在境外、能否在境外，首先取决于它存放在哪里。",
    ),
    basis: &[cited("GDPR Art 30(1)(e)"), cited("PIPL Arts 36, 40")],
    resolve: (
        "Name the `systems` that hold the data, or the places in `storage`.",
        "在 `systems` 中列出保存信息的系统，或在 `storage` 中记录地点。",
    ),
    unknowns: Unknowns::Reported,
    example: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}}\n",
    instead: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, storage: [{key: cloud, location: de}]}\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    if activity.systems.as_ref().is_some_and(|systems| !systems.is_empty()) {
        return;
    }
    let Both { en, zh } = inspector.name();
    let Some(storage) = activity.storage.as_deref() else {
        inspector.finds(
            field("storage"),
            Both::of(
                format!("Where the data of {en} is kept is not recorded: neither a system nor a place."),
                format!("未记录{zh}的个人信息存放在哪里：既无系统，也无地点。"),
            ),
        );
        return;
    };
    let placed = |at: &&crate::domain::record::Storage| {
        at.location.is_none() && !at.host.as_ref().is_some_and(|host| inspector.ground.has_place(host.key()))
    };
    let unplaced: Vec<_> = storage.iter().filter(placed).map(|at| &at.key).collect();
    for key in unplaced {
        inspector.finds(
            field("storage").at(key).at("location"),
            Both::of(
                format!("The place of the storage “{key}” of {en} is not recorded."),
                format!("未记录{zh}的存储“{key}”位于何处。"),
            ),
        );
    }
}
