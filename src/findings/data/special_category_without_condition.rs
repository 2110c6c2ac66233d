//! Data of a special category on a basis under GDPR without a condition of Art 9.

use crate::{
    domain::record::{Activity, DataItem, GdprSpecial, Purpose},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field, item_name},
};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Special category without a condition", "特殊类别信息没有第9条条件"),
    checks: (
        "Items of data of a special category whose purposes rest on a basis under GDPR for which no condition of Art 9(2) is recorded.",
        "属于特殊类别、其目的依 GDPR 的基础却未记录第9条第2款条件的个人信息项。",
    ),
    why: (
        "Processing them is prohibited unless one of the conditions is met; a basis of Art 6 alone is not enough.",
        "除非满足其中一项条件，否则禁止处理；仅有第6条的基础是不够的。",
    ),
    basis: &[cited("GDPR Art 9(1), (2)")],
    resolve: (
        "Record the condition in `article_9_condition` (`a` to `j`), or stop processing the data for that purpose.",
        "在 `article_9_condition` 中记录条件（`a` 至 `j`），或停止为该目的处理该信息。",
    ),
    unknowns: Unknowns::Counted,
    example: "activities:\n  - {key: health, name: {en: Health checks, zh-Hans: 健康检查}, purposes: [{key: check, bases: [{basis: consent, law: gdpr}]}], data: [{key: results, category: health}]}\n",
    instead: "activities:\n  - {key: health, name: {en: Health checks, zh-Hans: 健康检查}, purposes: [{key: check, bases: [{basis: consent, law: gdpr, article_9_condition: a, consent: {form: explicit}}]}], data: [{key: results, category: health}]}\n",
    looks: &[Look::Activity(look)],
};

/// Whether a purpose has bases under GDPR without a condition; `None`: nobody can tell.
fn lacks(purpose: &Purpose) -> Option<bool> {
    let bases = purpose.bases.as_deref().filter(|bases| !bases.is_empty())?;
    let under = bases.iter().map(|basis| {
        let gdpr = basis.law.as_ref().map(|law| law.as_str() == "gdpr");
        gdpr.map(|gdpr| gdpr && basis.article_9_condition.is_none())
    });
    let under: Vec<Option<bool>> = under.collect();
    if under.contains(&Some(true)) {
        return Some(true);
    }
    (!under.contains(&None)).then_some(false)
}

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let Both { en, zh } = inspector.name();
    let serves = |item: &DataItem, purpose: &Purpose| {
        item.purposes.as_ref().is_none_or(|purposes| purposes.contains(&purpose.key))
    };
    for item in activity.data.iter().flatten() {
        let category = item.category.as_ref().and_then(|key| inspector.ground.categories.get(key.key()));
        let special = category.and_then(|category| category.flags.as_ref()?.gdpr_special);
        let at = field("data").at(&item.key);
        match special {
            None => {
                inspector.cannot_tell(at.at("category"));
                continue;
            }
            Some(GdprSpecial::None | GdprSpecial::Article10) => continue,
            Some(GdprSpecial::Article9) => {}
        }
        let purposes = activity.purposes.iter().flatten().filter(|purpose| serves(item, purpose));
        let lacking: Vec<_> = purposes.map(lacks).collect();
        if lacking.contains(&Some(true)) {
            let name = item_name(item);
            let message = Both::of(
                format!(
                    "In {en}, {} is of a special category, and no condition of Art 9(2) GDPR is recorded for a purpose it serves.",
                    name.en
                ),
                format!("{zh}中，{}属于特殊类别，而其所服务的目的未记录 GDPR 第9条第2款的条件。", name.zh),
            );
            inspector.finds(at, message);
        } else if lacking.is_empty() || lacking.contains(&None) {
            inspector.cannot_tell(field("purposes"));
        }
    }
}
