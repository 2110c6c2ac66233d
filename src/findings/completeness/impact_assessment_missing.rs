//! An impact assessment is required, and there is none that was brought to an end.

use crate::{
    domain::{
        Kind, RecordId,
        record::{Activity, Outcome},
    },
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Required impact assessment missing", "缺少必需的影响评估"),
    checks: (
        "Activities for which an impact assessment is recorded as required, and that name none, or one that is not completed or has no outcome that lets them go on.",
        "记录为必须进行影响评估、却未列出评估，或所列评估尚未完成、没有可继续处理的结论的处理活动。",
    ),
    why: (
        "The assessment comes before the processing. What nobody recorded counts as not done.",
        "影响评估须在处理之前完成；未记录的视为未做。",
    ),
    basis: &[cited("GDPR Art 35(1)"), cited("GDPR Art 36(1)"), cited("PIPL Arts 55, 56")],
    resolve: (
        "Complete the assessment, record it and name it in `dpia`; or correct `required` and say why in `reason`.",
        "完成评估并记录，在 `dpia` 中引用；或更正 `required` 并在 `reason` 中说明理由。",
    ),
    unknowns: Unknowns::Counted,
    example: "activities:\n  - {key: cctv, name: {en: Video surveillance, zh-Hans: 视频监控}, dpia: {required: true}}\n",
    instead: "assessments:\n  - {key: cctv-dpia, name: {en: DPIA video, zh-Hans: 视频监控影响评估}, kind: dpia, completed_on: 2026-01-10, outcome: favourable}\nactivities:\n  - {key: cctv, name: {en: Video surveillance, zh-Hans: 视频监控}, dpia: {required: true, assessment: cctv-dpia}}\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let dpia = activity.dpia.as_deref();
    let Some(dpia) = dpia.filter(|dpia| dpia.required == Some(true)) else {
        if dpia.is_none_or(|dpia| dpia.required.is_none()) {
            inspector.cannot_tell(field("dpia").at("required"));
        }
        return;
    };
    let Both { en, zh } = inspector.name();
    let Some(key) = dpia.assessment.as_ref().map(crate::domain::Ref::key) else {
        inspector.finds(
            field("dpia"),
            Both::of(
                format!("{en} requires an impact assessment, and none is recorded."),
                format!("{zh}须进行影响评估，但未记录任何评估。"),
            ),
        );
        return;
    };
    let assessment = inspector.ground.assessments.get(key).copied();
    let done = assessment.and_then(|assessment| assessment.completed_on).is_some_and(|day| day <= inspector.on);
    let reason = match assessment.and_then(|assessment| assessment.outcome) {
        _ if !done => ("is not recorded as completed", "未记录为已完成"),
        None => ("has no recorded outcome", "未记录结论"),
        Some(Outcome::Pending) => ("is still pending", "仍在进行中"),
        Some(Outcome::Unfavourable) => ("came out unfavourably", "结论为不利"),
        Some(Outcome::Favourable | Outcome::FavourableWithMeasures) => return,
    };
    let named = inspector.ground.called(Kind::Assessments, key);
    let message = Both::of(
        format!("{en} requires an impact assessment; {} {}.", named.en, reason.0),
        format!("{zh}须进行影响评估，而{}{}。", named.zh, reason.1),
    );
    let id = RecordId::new(Kind::Assessments, key.clone());
    inspector.finds(field("dpia").at("assessment"), message).relates_to(id);
}
