//! Two organisations with names that are spelled alike.

use crate::{
    domain::{Kind, Pointer, Record, RecordId, record::Organization},
    findings::{About, Both, Inspector, Look, Severity, Standing, Unknowns, listed, spelling},
};
use std::collections::BTreeMap;

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Organisations that may be the same", "可能相同的组织"),
    checks: (
        "Organisations with a name, legal name or alias that is the same as one of another organisation, or one letter apart, when legal forms, punctuation and case are left out. Not those that an identifier, a country or a place in a group tells apart.",
        "除去法律形式、标点和大小写后，名称、法定名称或别名与另一组织相同或仅差一个字母的组织。可由标识代码、国家或集团关系区分的除外。",
    ),
    why: (
        "Contracts recorded with one are not found for the other, and people are told about two recipients where there is one.",
        "记录在其中一个名下的合同不会被另一个找到；告知个人的是两个接收方，而实际只有一个。",
    ),
    basis: &[],
    resolve: (
        "If it is one, keep one record with the other spelling as an alias, and name it as `successor` of the other. If there are two, record what tells them apart: LEI, social credit code, `incorporated_in`, or the group.",
        "如为同一组织，保留一条记录，将另一拼写列为别名，并作为另一条的 `successor`。如为两个组织，请记录区分依据：LEI、统一社会信用代码、`incorporated_in` 或集团关系。",
    ),
    unknowns: Unknowns::Reported,
    example: "organizations:\n  - {key: ingage-app, name: {en: \"Beijing Ingage App Internet Technology Ltd. Co.\"}}\n  - {key: ingageapp, name: {en: \"Beijing IngageApp Internet Technology Ltd., Co.\"}}\n",
    instead: "organizations:\n  - {key: acme-de, name: {en: Acme GmbH}, incorporated_in: de}\n  - {key: acme-us, name: {en: Acme Inc.}, incorporated_in: us}\n",
    looks: &[Look::Whole(look)],
};

/// Whether something that is recorded tells two organisations apart.
fn are_told_apart(one: &Organization, other: &Organization) -> bool {
    let differ = |a: Option<&str>, b: Option<&str>| matches!((a, b), (Some(a), Some(b)) if a != b);
    let place = |of: &'_ Organization| of.incorporated_in.as_ref().map(|place| place.key().to_string());
    let parent = |of: &Organization, above: &Organization| {
        of.group.as_ref().and_then(|group| group.parent.as_ref()).is_some_and(|parent| *parent.key() == above.key)
    };
    let replaced = |of: &Organization, by: &Organization| of.successor.as_ref().is_some_and(|to| *to.key() == by.key);
    differ(one.lei.as_ref().map(crate::domain::value::Lei::as_str), other.lei.as_ref().map(crate::domain::value::Lei::as_str))
        || differ(one.uscc.as_ref().map(crate::domain::value::Uscc::as_str), other.uscc.as_ref().map(crate::domain::value::Uscc::as_str))
        || differ(place(one).as_deref(), place(other).as_deref())
        || parent(one, other)
        || parent(other, one)
        || replaced(one, other)
        || replaced(other, one)
}

fn look(inspector: &mut Inspector<'_, '_>) {
    let ground = inspector.ground;
    let entries = ground.register.of_kind(Kind::Organizations, None);
    let current = entries.filter(|entry| Standing::of(&entry.common(), ground.on) != Standing::Past);
    let organizations: Vec<_> = current
        .filter_map(|entry| match &entry.record {
            Record::Organizations(organization) => Some((entry, &**organization)),
            _ => None,
        })
        .collect();
    let names: Vec<Vec<String>> = organizations.iter().map(|(_, organization)| spelling::names(organization)).collect();
    // Each organisation is told once, with those before it that it may be.
    let mut alike: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (earlier, later) in spelling::alike(&names) {
        if !are_told_apart(organizations[earlier].1, organizations[later].1) {
            alike.entry(later).or_default().push(earlier);
        }
    }
    for (later, earlier) in alike {
        let (entry, organization) = organizations[later];
        let others: Vec<_> = earlier.iter().map(|at| organizations[*at].1).collect();
        let names = listed(&others, |other| Both::named(&other.name));
        let Both { en, zh } = Both::named(&organization.name);
        let finding = inspector.finds_of(
            entry,
            Pointer::root(),
            Both::of(
                format!(
                    "{en} is spelled like {}: one organisation, or several? Nothing that is recorded tells them apart.",
                    names.en
                ),
                format!("{zh}与{}拼写相近：是同一组织，还是不同组织？已记录的内容无法区分。", names.zh),
            ),
        );
        finding.relates_to_all(others.into_iter().map(|other| RecordId::new(Kind::Organizations, other.key.clone())));
    }
}
