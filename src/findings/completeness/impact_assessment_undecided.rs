//! Sensitive data or minors, and nobody recorded whether an impact assessment is required.

use crate::{
    domain::record::{Activity, CategoryFlags, GdprSpecial, Sensitivity},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field, listed},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Need for an impact assessment not decided", "未判断是否需要影响评估"),
    checks: (
        "Activities with data that GDPR Arts 9 and 10 or PIPL Art 28 name, or with data of minors, for which nobody recorded whether an impact assessment is required.",
        "涉及 GDPR 第9、10条或《个人信息保护法》第二十八条所列信息、或涉及未成年人信息，但未记录是否需要影响评估的处理活动。",
    ),
    why: (
        "Under PIPL sensitive personal information always asks for an assessment beforehand; under GDPR it does on a large scale, and whoever decides against one should be able to say why.",
        "《个人信息保护法》要求处理敏感个人信息前必须进行影响评估；GDPR 则在大规模处理时要求，决定不做的也应能说明理由。",
    ),
    basis: &[cited("GDPR Art 35(1), (3)(b)"), cited("PIPL Art 55(1)")],
    resolve: (
        "Decide, and record in `dpia` whether one is `required` and the `reason`.",
        "作出判断，并在 `dpia` 中记录 `required` 及 `reason`。",
    ),
    unknowns: Unknowns::Counted,
    example: "activities:\n  - {key: health, name: {en: Health checks, zh-Hans: 健康检查}, data: [{key: results, category: health}]}\n",
    instead: "activities:\n  - key: health\n    name: {en: Health checks, zh-Hans: 健康检查}\n    data: [{key: results, category: health}]\n    dpia: {required: true}\n",
    looks: &[Look::Activity(look)],
};

/// Whether a law calls data of this category special or sensitive.
const fn is_sensitive(flags: &CategoryFlags) -> bool {
    matches!(flags.gdpr_special, Some(GdprSpecial::Article9 | GdprSpecial::Article10))
        || matches!(flags.pipl_sensitive, Some(Sensitivity::Yes))
}

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    if activity.dpia.as_ref().is_some_and(|dpia| dpia.required.is_some()) {
        return;
    }
    let ground = inspector.ground;
    let mut sensitive = Vec::new();
    let mut unknown = None;
    for item in activity.data.iter().flatten() {
        let category = item.category.as_ref().and_then(|category| ground.categories.get(category.key()));
        match category.map(|category| (category, category.flags.as_ref())) {
            Some((category, Some(flags))) if is_sensitive(flags) => sensitive.push(Both::named(&category.name)),
            Some((_, Some(_))) => {}
            Some((_, None)) | None => unknown = Some(field("data").at(&item.key).at("category")),
        }
    }
    if activity.minors.as_ref().is_some_and(|minors| minors.processed == Some(true)) {
        sensitive.push(Both::of("data of minors", "未成年人的个人信息"));
    }
    sensitive.dedup();
    if sensitive.is_empty() {
        let unknown = unknown.or_else(|| activity.data.is_none().then(|| field("data")));
        if let Some(unknown) = unknown {
            inspector.cannot_tell(unknown);
        }
        return;
    }
    let (Both { en, zh }, data) = (inspector.name(), listed(&sensitive, Both::clone));
    inspector.finds(
        field("dpia"),
        Both::of(
            format!("{en} processes {}; whether that requires an impact assessment is not recorded.", data.en),
            format!("{zh}处理{}，但未记录是否需要影响评估。", data.zh),
        ),
    );
}
