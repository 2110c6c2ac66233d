//! A published table, or a record, uses a name that an organisation no longer has.

use crate::{
    domain::{
        Kind, RecordId,
        record::{AliasKind, Notice, Organization},
        search,
    },
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Outdated name of an organisation", "组织名称已过时"),
    checks: (
        "Rows of a notice's published table whose provider is called by a former name, a misspelling or a legal name that no longer holds; and organisations whose record is named so.",
        "隐私声明公布的清单中以曾用名、错误拼写或已失效的法定名称称呼提供者的行；以及以此类名称命名的组织记录。",
    ),
    why: (
        "People look for the recipient, and find another company or none.",
        "个人按名称查找接收方，却找到别的公司或找不到。",
    ),
    basis: &[cited("GDPR Arts 5(1)(d), 13(1)(e)"), cited("PIPL Arts 8, 23")],
    resolve: (
        "Publish the table with the name in force, and record it in `listing`; rename the record.",
        "以现行名称更新并公布清单，同步更新 `listing`；并更正记录名称。",
    ),
    unknowns: Unknowns::Counted,
    example: "organizations:\n  - {key: google, name: {en: Google LLC}, aliases: [{name: Google Inc., kind: former}]}\nprocessors:\n  - {key: analytics, name: {en: Analytics}, providers: [{key: google, organization: google}]}\nnotices:\n  - {key: privacy, name: {en: Privacy notice, zh-Hans: 隐私声明}, listing: [{key: analytics, processor: analytics, wording: {provider: {en: Google Inc.}}}]}\n",
    instead: "organizations:\n  - {key: google, name: {en: Google LLC}, aliases: [{name: Google Inc., kind: former}]}\nprocessors:\n  - {key: analytics, name: {en: Analytics}, providers: [{key: google, organization: google}]}\nnotices:\n  - {key: privacy, name: {en: Privacy notice, zh-Hans: 隐私声明}, listing: [{key: analytics, processor: analytics, wording: {provider: {en: Google LLC}}}]}\n",
    looks: &[Look::Notice(of_notice), Look::Organization(of_organization)],
};

/// The names of an organisation on a day: those that hold, those that do not, and those of which nobody can tell.
struct Names<'a> {
    hold: Vec<&'a str>,
    outdated: Vec<&'a str>,
    unknown: Vec<&'a str>,
}

impl<'a> Names<'a> {
    fn of(organization: &'a Organization, on: crate::domain::Day) -> Self {
        let mut names = Self { hold: Vec::new(), outdated: Vec::new(), unknown: Vec::new() };
        for legal in organization.legal_names.iter().flatten() {
            let of = if legal.until.is_some_and(|until| until < on) { &mut names.outdated } else { &mut names.hold };
            of.push(&legal.name);
        }
        for alias in organization.aliases.iter().flatten() {
            match alias.kind {
                Some(AliasKind::Former | AliasKind::Misspelling) => names.outdated.push(&alias.name),
                None => names.unknown.push(&alias.name),
                Some(AliasKind::TradeName | AliasKind::Abbreviation | AliasKind::Translation | AliasKind::Variant) => {
                    names.hold.push(&alias.name);
                }
            }
        }
        names
    }
}

/// The name among `names` that stands in `text` and is no part of one that holds and stands there too.
fn standing<'n>(text: &str, names: &[&'n str], hold: &[&str]) -> Option<&'n str> {
    let text = search::fold(text);
    names.iter().copied().find(|name| {
        let folded = search::fold_name(name);
        let part_of_another = hold
            .iter()
            .map(|name| search::fold_name(name))
            .any(|holds| holds.contains(&folded) && text.contains(&holds));
        text.contains(&folded) && !part_of_another
    })
}

fn of_notice(notice: &Notice, inspector: &mut Inspector<'_, '_>) {
    let ground = inspector.ground;
    let Both { en, zh } = inspector.name();
    for row in notice.listing.iter().flatten() {
        let Some(words) = row.wording.as_ref().and_then(|wording| wording.provider.as_ref()) else { continue };
        let processor = ground.processors.get(row.processor.key());
        let providers = processor.into_iter().flat_map(|processor| processor.providers.iter().flatten());
        let at = field("listing").at(&row.key).at("wording").at("provider");
        for key in providers.map(|provider| provider.organization.key()) {
            let Some(organization) = ground.organizations.get(key).copied() else { continue };
            let mut names = Names::of(organization, inspector.on);
            names.hold.extend(organization.name.iter().map(|(_, name)| name));
            let outdated = |words: &str| standing(words, &names.outdated, &names.hold);
            if let Some((tag, name)) = words.iter().find_map(|(tag, words)| Some((tag, outdated(words)?))) {
                let now = Both::named(&organization.name);
                let message = Both::of(
                    format!(
                        "The table that {en} publishes calls the provider “{name}”, an outdated name of {}.",
                        now.en
                    ),
                    format!("{zh}公布的清单将提供者称为“{name}”，这是{}的过时名称。", now.zh),
                );
                let id = RecordId::new(Kind::Organizations, key.clone());
                inspector.finds(at.at(tag), message).relates_to(id);
            } else if words.iter().any(|(_, words)| standing(words, &names.unknown, &names.hold).is_some()) {
                inspector.cannot_tell(at.clone());
            }
        }
    }
}

fn of_organization(organization: &Organization, inspector: &mut Inspector<'_, '_>) {
    let names = Names::of(organization, inspector.on);
    for (tag, own) in organization.name.iter() {
        let same = |name: &&str| search::fold_name(name) == search::fold_name(own);
        if !names.outdated.iter().any(same) || names.hold.iter().any(same) {
            continue;
        }
        let Both { en, zh } = inspector.name();
        let message = Both::of(
            format!("The record {en} is named by a name that the organisation no longer has."),
            format!("记录{zh}使用了该组织已不再使用的名称。"),
        );
        inspector.finds(field("name").at(tag), message);
    }
}
