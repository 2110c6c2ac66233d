//! A sub-processor or shareholder is named in words although it has a record.

use crate::{
    domain::record::{Organization, Processor},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, field, spelling},
};

pub const ABOUT: About = About {
    severity: Severity::Info,
    title: ("Named in words although it has a record", "已有记录却仅以文字提及"),
    checks: (
        "Sub-processors and shareholders that are given by name, and whose name is that of a service or organisation of the register.",
        "仅以名称列出、而登记册中已有同名服务或组织记录的次级处理者和股东。",
    ),
    why: (
        "Only a reference lets reports follow: places, owners and contracts of the record are not found by its name.",
        "只有引用才能使报告追溯：仅凭名称无法找到该记录的地点、所有者和合同。",
    ),
    basis: &[],
    resolve: (
        "Refer to the record by `processor` or `organization` in the place of `name`.",
        "以 `processor` 或 `organization` 引用该记录，取代 `name`。",
    ),
    unknowns: Unknowns::Impossible,
    example: "organizations:\n  - {key: skyhost, name: {en: Skyhost LLC}}\nprocessors:\n  - {key: mail, name: {en: Mail service}, sub_processors: [{key: cloud, name: Skyhost}]}\n",
    instead: "organizations:\n  - {key: skyhost, name: {en: Skyhost LLC}}\nprocessors:\n  - {key: mail, name: {en: Mail service}, sub_processors: [{key: cloud, organization: skyhost}]}\n",
    looks: &[Look::Processor(of_processor), Look::Organization(of_organization)],
};

fn tell(name: &str, at: crate::domain::Pointer, inspector: &mut Inspector<'_, '_>) {
    let Some(id) = inspector.ground.by_name.get(&spelling::key(name)).cloned() else { return };
    if id == inspector.entry.id {
        return;
    }
    let (Both { en, zh }, record) = (inspector.name(), inspector.ground.called(id.kind, &id.key));
    let message = Both::of(
        format!("{en} names “{name}” in words; {} is a record ({id}).", record.en),
        format!("{zh}以文字提及“{name}”；而{}已有记录（{id}）。", record.zh),
    );
    inspector.finds(at, message).relates_to(id);
}

fn of_processor(processor: &Processor, inspector: &mut Inspector<'_, '_>) {
    for sub_processor in processor.sub_processors.iter().flatten() {
        if let (Some(name), None, None) = (&sub_processor.name, &sub_processor.processor, &sub_processor.organization) {
            tell(name, field("sub_processors").at(&sub_processor.key).at("name"), inspector);
        }
    }
}

fn of_organization(organization: &Organization, inspector: &mut Inspector<'_, '_>) {
    for holder in organization.shareholders.iter().flatten() {
        if let (Some(name), None) = (&holder.name, &holder.organization) {
            tell(name, field("shareholders").at(&holder.key).at("name"), inspector);
        }
    }
}
