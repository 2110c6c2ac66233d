//! A record to which nothing refers.

use crate::{
    domain::{Pointer, Record, record::LocationCategory},
    findings::{About, Both, Inspector, Look, Severity, Unknowns},
};

pub const ABOUT: About = About {
    severity: Severity::Info,
    title: ("Record that nothing refers to", "没有任何记录引用的记录"),
    checks: (
        "Organisations, services, systems, own places, own categories of data and own groups of people to which no record refers; agreements that name no party, and assessments without a scope, to which none does.",
        "没有任何记录引用的组织、服务、系统、自有地点、自有信息类别和自有主体类别；以及未被引用且没有当事方的协议、没有范围的评估。",
    ),
    why: (
        "Either a disclosure or system is missing at an activity, or the record can be retired.",
        "要么处理活动漏记了对外提供或系统，要么该记录可以停用。",
    ),
    basis: &[],
    resolve: ("Name it where it belongs, or retire it.", "在应当引用之处引用，或将其停用。"),
    unknowns: Unknowns::Impossible,
    example: "systems:\n  - {key: old-crm, name: {en: Old CRM, zh-Hans: 旧客户系统}}\n",
    instead: "systems:\n  - {key: old-crm, name: {en: Old CRM, zh-Hans: 旧客户系统}}\nactivities:\n  - {key: sales, name: {en: Sales, zh-Hans: 销售}, systems: [old-crm]}\n",
    looks: &[Look::Any(look)],
};

/// Whether a record is there to be referred to.
fn is_for_others(record: &Record) -> bool {
    match record {
        Record::Organizations(_)
        | Record::Processors(_)
        | Record::Systems(_)
        | Record::DataCategories(_)
        | Record::DataSubjects(_) => true,
        Record::Locations(location) => location.category == Some(LocationCategory::Place),
        Record::Agreements(agreement) => agreement.parties.as_ref().is_none_or(|parties| parties.is_empty()),
        Record::Assessments(assessment) => assessment.scope.is_none(),
        Record::Notices(_)
        | Record::Activities(_)
        | Record::Regimes(_)
        | Record::Waivers(_)
        | Record::Publications(_)
        | Record::Reviews(_)
        | Record::ReviewDecisions(_) => false,
    }
}

fn look(inspector: &mut Inspector<'_, '_>) {
    let entry = inspector.entry;
    if !is_for_others(&entry.record) || inspector.ground.register.users(&entry.id).next().is_some() {
        return;
    }
    let Both { en, zh } = inspector.name();
    inspector.finds(
        Pointer::root(),
        Both::of(format!("Nothing in the register refers to {en}."), format!("登记册中没有记录引用{zh}。")),
    );
}
