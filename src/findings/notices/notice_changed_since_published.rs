//! What a notice tells about was written anew since it was published.

use crate::{
    domain::{Kind, RecordId},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited},
};
use std::collections::BTreeSet;

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Notice that was published before its records changed", "声明发布后其所依据的记录已变更"),
    checks: (
        "Published notices of which the notice itself, an activity that it tells about, or a service, system or organisation of such an activity was written after the commit that the last publication tells of.",
        "已发布的声明，其本身、所涉处理活动或该活动的服务、系统、组织在最近一次发布所依据的提交之后有变更。",
    ),
    why: (
        "People read what was so. What the change means for the notice, and whether people must be told, is in the report `material-changes`.",
        "公众读到的是过去的情况。变更对声明的影响以及是否须告知个人，见报告 `material-changes`。",
    ),
    basis: &[cited("GDPR Arts 13(3), 14(4)"), cited("PIPL Art 17")],
    resolve: (
        "Read `ropewalk report material-changes`, and publish the notice anew if it says something else now.",
        "查看 `ropewalk report material-changes`，如内容有变则重新发布声明。",
    ),
    unknowns: Unknowns::Impossible,
    example: "notices:\n  - {key: notice, name: {en: Privacy notice, zh-Hans: 隐私声明}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, notices: [notice]}\npublications:\n  - {key: notice.v1, name: {en: Privacy notice version 1, zh-Hans: 隐私声明第1版}, notice: notice, version: 1, published: 2026-01-01, effective: 2026-01-01, approved_by: p-1, approved_at: \"2026-01-01T08:00:00Z\", register: {seq: 0, digest: abababababababababababababababababababababababababababababababab}}\n",
    instead: "notices:\n  - {key: notice, name: {en: Privacy notice, zh-Hans: 隐私声明}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, notices: [notice]}\npublications:\n  - {key: notice.v1, name: {en: Privacy notice version 1, zh-Hans: 隐私声明第1版}, notice: notice, version: 1, published: 2026-01-01, effective: 2026-01-01, approved_by: p-1, approved_at: \"2026-01-01T08:00:00Z\", register: {seq: 1, digest: abababababababababababababababababababababababababababababababab}}\n",
    looks: &[Look::Notice(look)],
};

fn look(notice: &crate::domain::record::Notice, inspector: &mut Inspector<'_, '_>) {
    let ground = inspector.ground;
    let register = ground.register;
    let Some(published) = ground.published.get(&notice.key) else { return };
    let since = published.register.seq.value();
    let mut told: BTreeSet<RecordId> = BTreeSet::from([inspector.entry.id.clone()]);
    for activity in ground.of_notice.get(&notice.key).into_iter().flatten() {
        let id = RecordId::new(Kind::Activities, activity.key.clone());
        let Some(entry) = register.get(&id) else { continue };
        let named = crate::domain::inspect::references(&entry.record).into_iter().map(|reference| reference.to);
        let counts = |id: &RecordId| matches!(id.kind, Kind::Processors | Kind::Systems | Kind::Organizations);
        told.extend(named.filter(counts));
        told.insert(id);
    }
    let changed: Vec<String> = told
        .iter()
        .filter_map(|id| register.get(id))
        .filter(|entry| entry.seq > since)
        .map(|entry| entry.id.to_string())
        .collect();
    if changed.is_empty() {
        return;
    }
    let (version, count) = (published.version.value(), changed.len());
    let shown = changed.iter().take(5).cloned().collect::<Vec<_>>();
    let more = if count > shown.len() { ", …" } else { "" };
    let message = Both::of(
        format!("{count} of the records behind version {version} were written since: {}{more}.", shown.join(", ")),
        format!("第{version}版所依据的记录中有{count}条其后有变更：{}{more}。", shown.join("、")),
    );
    inspector.finds(crate::domain::Pointer::root(), message);
}
