//! A function that people may refuse asks for data that they must give.

use crate::{
    domain::record::{Activity, FunctionTier},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field, item_name, listed},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Additional function that requires data", "附加功能强制要求信息"),
    checks: (
        "Activities that are an additional function, which people may refuse, and whose data people must give.",
        "属于可拒绝的附加功能、却要求个人必须提供信息的处理活动。",
    ),
    why: (
        "Nobody may be refused a product because of data that it does not need: either the function is basic, or its data is optional.",
        "不得以个人不提供非必需信息为由拒绝提供产品：要么该功能属于基本功能，要么其信息应为选填。",
    ),
    basis: &[cited("PIPL Art 16"), cited("GDPR Art 7(4)")],
    resolve: ("Correct `tier`, or `required` of the data.", "更正 `tier`，或更正信息的 `required`。"),
    unknowns: Unknowns::Counted,
    example: "activities:\n  - {key: tips, name: {en: Personal tips, zh-Hans: 个性化推荐}, tier: additional, data: [{key: habits, category: behaviour, required: true}]}\n",
    instead: "activities:\n  - {key: tips, name: {en: Personal tips, zh-Hans: 个性化推荐}, tier: additional, data: [{key: habits, category: behaviour, required: false}]}\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let required = activity.data.iter().flatten().filter(|item| item.required == Some(true));
    let required: Vec<Both> = required.map(item_name).collect();
    match activity.tier {
        _ if required.is_empty() => {}
        None => inspector.cannot_tell(field("tier")),
        Some(FunctionTier::Basic) => {}
        Some(FunctionTier::Additional) => {
            let (Both { en, zh }, names) = (inspector.name(), listed(&required, Both::clone));
            let message = Both::of(
                format!("People may refuse {en}, and must give {} for it.", names.en),
                format!("个人可以拒绝{zh}，却被要求提供{}。", names.zh),
            );
            inspector.finds(field("tier"), message);
        }
    }
}
