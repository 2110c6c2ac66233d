//! Nobody recorded where a system keeps data.

use crate::{
    domain::{Kind, RecordId, record::System},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field, listed},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("System without a place", "系统没有存储地点"),
    checks: (
        "Systems that hold the data of an activity, and of which neither a place of storage is recorded nor the places of the service whose tenant they are.",
        "保存处理活动信息、但既未记录存储地点、也未记录其所属服务之处理地点的系统。",
    ),
    why: (
        "Every activity that uses the system inherits the gap: for none of them can anybody tell which borders its data crosses.",
        "使用该系统的每个处理活动都会继承这一空白：无法判断其信息是否跨境。",
    ),
    basis: &[cited("GDPR Art 30(1)(e)"), cited("PIPL Arts 36, 40")],
    resolve: (
        "Record the places in `storage`, or the service in `tenant_of` and its `locations`.",
        "在 `storage` 中记录地点，或在 `tenant_of` 中记录所属服务及其 `locations`。",
    ),
    unknowns: Unknowns::Reported,
    example: "systems:\n  - {key: crm, name: {en: CRM}}\nactivities:\n  - {key: sales, name: {en: Sales, zh-Hans: 销售}, systems: [crm]}\n",
    instead: "systems:\n  - {key: crm, name: {en: CRM}, storage: [{key: own, location: de}]}\nactivities:\n  - {key: sales, name: {en: Sales, zh-Hans: 销售}, systems: [crm]}\n",
    looks: &[Look::System(look)],
};

fn look(system: &System, inspector: &mut Inspector<'_, '_>) {
    let ground = inspector.ground;
    let Some(activities) = ground.of_system.get(&system.key) else { return };
    let hosted = |host: Option<&crate::domain::Ref<_>>| {
        host.is_some_and(|host: &crate::domain::Ref<crate::domain::record::Processor>| ground.has_place(host.key()))
    };
    let placed = match system.storage.as_deref() {
        None => false,
        Some(storage) => storage.iter().all(|at| at.location.is_some() || hosted(at.host.as_ref())),
    };
    if placed || hosted(system.tenant_of.as_ref()) {
        return;
    }
    let (Both { en, zh }, count) = (inspector.name(), activities.len());
    let of = listed(activities, |activity| Both::named(&activity.name));
    let message = Both::of(
        format!("Where {en} keeps data is not recorded; it holds that of {}.", of.en),
        format!("未记录{zh}把信息存放在哪里；它保存{}（共{count}个处理活动）的信息。", of.zh),
    );
    let ids: Vec<_> = activities.iter().map(|a| RecordId::new(Kind::Activities, a.key.clone())).collect();
    let finding = inspector.finds(field("storage"), message);
    finding.relates_to_all(ids);
}
