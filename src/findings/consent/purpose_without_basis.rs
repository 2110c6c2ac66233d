//! A purpose without a legal basis.

use crate::{
    domain::record::{Activity, ActivityRole},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Purpose without a legal basis", "目的没有合法性基础"),
    checks: (
        "Purposes of activities of ours for which no legal basis is recorded, or none at all. Under laws that ask for none the basis `notice_only` says so.",
        "本公司处理活动中未记录合法性基础或记录为无的目的。法律不要求基础的，可用 `notice_only` 表明。",
    ),
    why: (
        "Each purpose needs a basis of its own before the processing begins, and the notice names it.",
        "每一目的在处理开始前都须有各自的基础，并在声明中载明。",
    ),
    basis: &[cited("GDPR Arts 6(1), 13(1)(c)"), cited("PIPL Art 13")],
    resolve: (
        "Record in `bases` what makes it lawful and under which `law`.",
        "在 `bases` 中记录合法性基础及所依据的 `law`。",
    ),
    unknowns: Unknowns::Reported,
    example: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, purposes: [{key: send, text: {en: Send the newsletter, zh-Hans: 发送新闻邮件}}]}\n",
    instead: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, purposes: [{key: send, text: {en: Send the newsletter, zh-Hans: 发送新闻邮件}, bases: [{basis: consent, law: gdpr}]}]}\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    if activity.role == Some(ActivityRole::Processor) {
        return;
    }
    let Both { en, zh } = inspector.name();
    for purpose in activity.purposes.iter().flatten() {
        let name = purpose.text.as_ref().map_or_else(|| Both::same(format!("“{}”", purpose.key)), Both::named);
        let message = match purpose.bases.as_deref() {
            None => Both::of(
                format!("The legal basis of {} in {en} is not recorded.", name.en),
                format!("未记录{zh}中{}的合法性基础。", name.zh),
            ),
            Some([]) => Both::of(
                format!("{} in {en} is recorded as having no legal basis.", name.en),
                format!("{zh}中{}被记录为没有合法性基础。", name.zh),
            ),
            Some(_) => continue,
        };
        inspector.finds(field("purposes").at(&purpose.key).at("bases"), message);
    }
}
