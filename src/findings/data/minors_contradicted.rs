//! What an activity says of minors contradicts whose data it processes.

use crate::{
    domain::{Kind, RecordId, record::Activity},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field, listed},
};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Minors denied and present", "未成年人信息自相矛盾"),
    checks: (
        "Activities that are recorded as processing no data of minors, with a group of people that minors are among; or as processing it, with groups that minors are never among.",
        "记录为不处理未成年人信息、而其主体类别包含未成年人；或记录为处理、而其主体类别均不包含未成年人的处理活动。",
    ),
    why: (
        "One of the two is wrong, and rules for minors follow from it.",
        "二者必有一误，而未成年人规则是否适用正取决于此。",
    ),
    basis: &[cited("GDPR Art 8, recital 38"), cited("PIPL Arts 28, 31")],
    resolve: (
        "Correct `minors`, the `subjects`, or what is recorded of the group.",
        "更正 `minors`、`subjects`，或该主体类别的记录。",
    ),
    unknowns: Unknowns::Counted,
    example: "data-subjects:\n  - {key: pupils, name: {en: Pupils, zh-Hans: 学生}, minors: true}\nactivities:\n  - {key: school, name: {en: School visits, zh-Hans: 学校参观}, subjects: [pupils], minors: {processed: false}}\n",
    instead: "data-subjects:\n  - {key: pupils, name: {en: Pupils, zh-Hans: 学生}, minors: true}\nactivities:\n  - {key: school, name: {en: School visits, zh-Hans: 学校参观}, subjects: [pupils], minors: {processed: true}}\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let ground = inspector.ground;
    let groups = activity.subjects.iter().flatten();
    let groups: Vec<_> =
        groups.map(|group| (group.key(), ground.subjects.get(group.key()).and_then(|group| group.minors))).collect();
    let with: Vec<_> = groups.iter().filter(|(_, minors)| *minors == Some(true)).map(|(key, _)| *key).collect();
    let without = !groups.is_empty() && groups.iter().all(|(_, minors)| *minors == Some(false));
    let Both { en, zh } = inspector.name();
    let at = field("minors").at("processed");
    match activity.minors.as_ref().and_then(|minors| minors.processed) {
        Some(false) if !with.is_empty() => {
            let names = listed(&with, |key| ground.called(Kind::DataSubjects, key));
            let message = Both::of(
                format!("{en} is recorded as processing no data of minors, and minors are among {}.", names.en),
                format!("{zh}记录为不处理未成年人信息，而{}中包含未成年人。", names.zh),
            );
            let ids: Vec<_> = with.iter().map(|key| RecordId::new(Kind::DataSubjects, (*key).clone())).collect();
            let finding = inspector.finds(at, message);
            finding.relates_to_all(ids);
        }
        Some(true) if without => {
            let message = Both::of(
                format!(
                    "{en} is recorded as processing data of minors, and they are among none of its groups of people."
                ),
                format!("{zh}记录为处理未成年人信息，而其各类主体均不包含未成年人。"),
            );
            inspector.finds(at, message);
        }
        None => inspector.cannot_tell(at),
        Some(false) if groups.iter().any(|(_, minors)| minors.is_none()) => inspector.cannot_tell(field("subjects")),
        Some(_) => {}
    }
}
