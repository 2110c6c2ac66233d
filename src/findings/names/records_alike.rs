//! Two records of a kind with the same name, or two services behind the same address.

use crate::{
    domain::{Entry, Kind, Pointer, Record, RecordId},
    findings::{About, Both, Inspector, Look, Severity, Standing, Unknowns, listed, spelling},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub const ABOUT: About = About {
    severity: Severity::Info,
    title: ("Records that may be the same", "可能重复的记录"),
    checks: (
        "Activities of the same controllers, services, systems, agreements, assessments and notices that have the same name as another one when case and punctuation are left out; and services loaded from the same host.",
        "除去大小写和标点后与同类记录名称相同的处理活动（控制者相同）、服务、系统、协议、评估和隐私声明；以及从同一主机加载的服务。",
    ),
    why: (
        "What is recorded twice is kept up once: the other copy is wrong by and by, and counts twice in every report.",
        "重复的记录往往只维护其中一份，另一份逐渐失真，并在各报告中被重复计算。",
    ),
    basis: &[],
    resolve: (
        "Join them and retire one with the other as its `successor`, or name them apart.",
        "合并记录，停用其一并以另一条为 `successor`；或以不同名称加以区分。",
    ),
    unknowns: Unknowns::Impossible,
    example: "systems:\n  - {key: crm, name: {en: CRM System}}\n  - {key: crm-system, name: {en: CRM-System}}\n",
    instead: "systems:\n  - {key: crm, name: {en: CRM system of sales}}\n  - {key: crm-system, name: {en: CRM system of service}}\n",
    looks: &[Look::Whole(look)],
};

const KINDS: [Kind; 6] =
    [Kind::Activities, Kind::Processors, Kind::Systems, Kind::Agreements, Kind::Assessments, Kind::Notices];

/// What two records that are the same have in common.
fn marks(entry: &Entry) -> Vec<String> {
    let common = entry.common();
    let controllers = match &entry.record {
        Record::Activities(activity) => activity
            .controllers
            .as_deref()
            .map(|controllers| controllers.iter().map(|controller| controller.key().as_str()).collect::<BTreeSet<_>>()),
        _ => None,
    };
    let name = spelling::bare(common.name.by_default());
    let mut marks = Vec::new();
    if !name.is_empty() {
        marks.push(format!("{name} {controllers:?}"));
    }
    if let Record::Processors(processor) = &entry.record {
        marks.extend(processor.hosts.iter().flatten().map(|host| format!("host {host}")));
    }
    marks
}

fn look(inspector: &mut Inspector<'_, '_>) {
    let ground = inspector.ground;
    for kind in KINDS {
        let mut first: BTreeMap<String, Vec<&Arc<Entry>>> = BTreeMap::new();
        let entries = ground.register.of_kind(kind, None);
        for entry in entries.filter(|entry| Standing::of(&entry.common(), ground.on) != Standing::Past) {
            let mut same: Vec<&Arc<Entry>> = Vec::new();
            for mark in marks(entry) {
                let before = first.entry(mark).or_default();
                same.extend(
                    before
                        .iter()
                        .take(MOST)
                        .filter(|one| !same.iter().any(|known| known.id == one.id))
                        .collect::<Vec<_>>(),
                );
                before.push(entry);
            }
            tell(entry, &same, inspector);
        }
    }
}

/// So many records that a record may be are named.
const MOST: usize = 8;

fn tell(entry: &Arc<Entry>, same: &[&Arc<Entry>], inspector: &mut Inspector<'_, '_>) {
    if same.is_empty() {
        return;
    }
    let names: Vec<Both> = same.iter().map(|other| Both::same(format!("{}", other.id))).collect();
    let (names, Both { en, zh }) = (listed(&names, Both::clone), Both::named(entry.common().name));
    let finding = inspector.finds_of(
        entry,
        Pointer::root(),
        Both::of(
            format!("{en} has the name or host of {}: the same thing recorded twice?", names.en),
            format!("{zh}与{}名称或主机相同：是否重复记录？", names.zh),
        ),
    );
    finding.relates_to_all(same.iter().map(|other| RecordId::new(other.id.kind, other.id.key.clone())));
}
