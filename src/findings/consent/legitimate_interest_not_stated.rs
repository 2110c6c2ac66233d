//! Legitimate interests, and nobody says which.

use crate::{
    domain::record::{Activity, LegalBasis},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Legitimate interest not stated", "未说明正当利益"),
    checks: (
        "Purposes that rest on legitimate interests, and for which the interest pursued is not recorded.",
        "以正当利益为基础、但未记录所追求利益的目的。",
    ),
    why: (
        "People are told the interest itself, and may object to it; without it there is nothing to weigh.",
        "须告知个人具体的利益，个人可据此提出反对；没有它就无从权衡。",
    ),
    basis: &[cited("GDPR Arts 6(1)(f), 13(1)(d), 14(2)(b)")],
    resolve: (
        "Record it in `legitimate_interest`, and the weighing as an assessment of kind `legitimate_interests`.",
        "在 `legitimate_interest` 中记录该利益，并将权衡过程记录为 `legitimate_interests` 类评估。",
    ),
    unknowns: Unknowns::Reported,
    example: "activities:\n  - {key: fraud, name: {en: Fraud prevention, zh-Hans: 反欺诈}, purposes: [{key: fraud, bases: [{basis: legitimate_interests, law: gdpr}]}]}\n",
    instead: "activities:\n  - {key: fraud, name: {en: Fraud prevention, zh-Hans: 反欺诈}, purposes: [{key: fraud, bases: [{basis: legitimate_interests, law: gdpr, legitimate_interest: {en: No losses by fraud, zh-Hans: 避免欺诈损失}}]}]}\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let Both { en, zh } = inspector.name();
    for purpose in activity.purposes.iter().flatten() {
        for (index, basis) in purpose.bases.iter().flatten().enumerate() {
            if basis.basis != LegalBasis::LegitimateInterests || basis.legitimate_interest.is_some() {
                continue;
            }
            let name = purpose.text.as_ref().map_or_else(|| Both::same(format!("“{}”", purpose.key)), Both::named);
            let message = Both::of(
                format!("{} in {en} rests on legitimate interests; which interest is not recorded.", name.en),
                format!("{zh}中{}以正当利益为基础，但未记录是何种利益。", name.zh),
            );
            let at = field("purposes").at(&purpose.key).at("bases").at(index).at("legitimate_interest");
            inspector.finds(at, message);
        }
    }
}
