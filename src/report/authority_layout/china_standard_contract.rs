//! Appendix 1 of the standard contract of the Cyberspace Administration of China (个人信息出境标准合同): what goes abroad, a form
//! for each such contract, with Chinese heads.

use super::{
    Layout,
    desk::Desk,
    eu_scc::{Covered, parties},
    model::{Filled, Nothing, Part, Sheet, Statement},
};
use crate::{
    domain::{
        Kind,
        record::{Agreement, AgreementKind, AgreementRole, DataItem, Disclosure, Sensitivity},
        value::Ref,
    },
    report::{
        record_of_processing::model::Topic,
        told::{At, ranges, spoken},
    },
};

/// The layout.
pub(super) const LAYOUT: Layout = Layout {
    name: "cn-scc-appendix-1",
    title: "个人信息出境标准合同 附录一 个人信息出境说明",
    language: "zh-Hans",
    home: None,
    fill,
};

/// The heads of the appendix.
const FIELDS: [&str; 10] = [
    "处理目的",
    "处理方式",
    "出境个人信息的规模",
    "出境个人信息种类",
    "出境敏感个人信息种类（如适用）",
    "境外接收方只向以下中华人民共和国境外第三方提供个人信息（如适用）",
    "传输方式",
    "出境后保存期限（起止日期）",
    "出境后保存地点",
    "其他事项",
];

fn fill(desk: &Desk<'_, '_>) -> Vec<Sheet> {
    let agreements = desk.agreements(|agreement| agreement.kind == Some(AgreementKind::ChinaStandardContract));
    agreements.into_iter().map(|agreement| sheet(desk, agreement)).collect()
}

fn sheet<'a>(desk: &Desk<'_, 'a>, agreement: &'a Agreement) -> Sheet {
    let covered = Covered::by(desk, agreement);
    Sheet {
        about: Some(format!("{}/{}", Kind::Agreements, agreement.key)),
        name: desk.name(Kind::Agreements, &agreement.key),
        parts: vec![
            party(desk, agreement, AgreementRole::Exporter, "个人信息处理者"),
            party(desk, agreement, AgreementRole::Importer, "境外接收方"),
            desk.fields("个人信息出境说明", FIELDS.into_iter().zip(exported(desk, &covered))),
        ],
    }
}

fn party(desk: &Desk<'_, '_>, agreement: &Agreement, role: AgreementRole, heading: &str) -> Part {
    let at = || At::field(Kind::Agreements, &agreement.key, "/parties");
    let key = parties(desk, agreement, role).map(|party| party.organization.key()).next();
    let actor = desk.actor(key, at);
    let address = actor.address();
    desk.fields(
        heading,
        [
            ("名称", actor.name),
            ("地址", address),
            ("联系电话", actor.phone),
            ("电子邮箱", actor.email),
            ("联系人", desk.contact_person(key, at)),
        ],
    )
}

/// What the appendix asks.
fn exported<'a>(desk: &Desk<'_, 'a>, covered: &Covered<'_, 'a>) -> [Filled; 10] {
    let agreement = covered.agreement;
    let item = |topic: Topic| {
        covered.each(|activity, _| super::desk::item(&desk.items(activity, None), topic))
    };
    let sensitive = |item: &DataItem| {
        let category = item.category.as_ref().and_then(|category| desk.records.category(category.key()));
        category.and_then(|category| category.flags.as_ref()?.pipl_sensitive)
    };
    let sure = covered.data(desk, |item| matches!(sensitive(item), Some(Sensitivity::Yes)));
    let mut delicate = sure;
    let perhaps = covered.data(desk, |item| matches!(sensitive(item), Some(Sensitivity::Conditional)));
    for statement in perhaps.statements {
        if let Statement::Words(said) = statement {
            let doubt = desk.reader.speech.pick(("depending on content", "视内容而定"));
            delicate.say(crate::report::Said { text: desk.reader.speech.aside(&said.text, doubt), ..said });
        }
    }
    let untold = covered.data(desk, |item| sensitive(item).is_none());
    if !untold.statements.is_empty() {
        delicate.miss(At { record: Kind::DataCategories.to_string(), field: "/flags/pipl_sensitive".to_owned() });
    }
    let end = agreement.in_force.as_ref();
    let mut kept = covered.each(|activity, _| desk.retention(activity));
    for day in end.into_iter().flat_map(|period| [period.from, period.until]).flatten() {
        kept.state(Statement::Day(day));
    }
    let others: Vec<String> = agreement.notes.iter().map(|notes| desk.reader.text(notes, agreement.language.as_ref()).text).collect();
    let other = match others.as_slice() {
        [] => Filled::missing(At::field(Kind::Agreements, &agreement.key, "/notes")),
        words => Filled::said(desk.reader.plain(words.join("\n"))),
    };
    [
        item(Topic::Purposes),
        covered.each(|activity, _| desk.operations(activity)),
        scale(desk, covered),
        covered.data(desk, |_| true).or_nothing(Nothing::None),
        delicate.or_nothing(Nothing::None),
        onward(desk, covered),
        disclosed(desk, covered, "means", |disclosure| {
            disclosure.means.as_ref().map(|means| Filled::said(desk.reader.text(means, None)))
        }),
        kept,
        disclosed(desk, covered, "locations", |disclosure| {
            let mut filled = Filled::default();
            let places = disclosure.locations.as_ref()?;
            places.iter().for_each(|place| filled.say(desk.name(Kind::Locations, place.key())));
            Some(filled.or_nothing(Nothing::None))
        }),
        other,
    ]
}

/// How many people, place by place.
fn scale(desk: &Desk<'_, '_>, covered: &Covered<'_, '_>) -> Filled {
    covered.each(|activity, _| {
        let Some(people) = &activity.people else { return Filled::missing(desk.of(activity, "people")) };
        let mut filled = Filled::default();
        for uncounted in people.iter().filter(|people| people.people.is_none()) {
            filled.miss(desk.of(activity, &format!("people/{}/people", uncounted.key)));
        }
        let counted = people.iter().filter(|people| people.people.is_some()).map(|people| (&activity.key, people));
        let (by_place, _) = ranges(desk.records, counted);
        for at in &by_place {
            filled.say(desk.reader.own(spoken::people(&desk.reader.voice, at)));
        }
        if let Some(at) = desk.open(activity, "people") {
            filled.leave_open(at);
        }
        filled
    })
}

/// Whom the recipient passes data on to, outside China.
fn onward(desk: &Desk<'_, '_>, covered: &Covered<'_, '_>) -> Filled {
    let filled = covered.each(|activity, facts| {
        let mut filled = Filled::default();
        for sub in facts.iter().flat_map(|facts| &facts.sub_processors.items) {
            let name = match (&sub.processor, &sub.organization, &sub.name) {
                (Some(processor), ..) => desk.name(Kind::Processors, processor.key()),
                (None, Some(organization), _) => desk.name(Kind::Organizations, organization.key()),
                (None, None, name) => desk.reader.plain(name.as_deref().unwrap_or(sub.key.as_str())),
            };
            let places: Vec<String> = sub
                .locations
                .iter()
                .flatten()
                .map(Ref::key)
                .map(|place| desk.name(Kind::Locations, place).text)
                .collect();
            filled.say(if places.is_empty() {
                name
            } else {
                crate::report::Said { text: desk.reader.speech.aside(&name.text, &places.join(", ")), ..name }
            });
        }
        for said in facts.iter().filter_map(|facts| facts.sub_processors.open()) {
            filled.leave_open(At::from(&said.at));
        }
        if facts.is_empty() {
            filled.miss(desk.of(activity, "disclosures"));
        }
        filled
    });
    filled.or_nothing(Nothing::None)
}

/// What the disclosures that name the contract say in a field.
fn disclosed(
    desk: &Desk<'_, '_>,
    covered: &Covered<'_, '_>,
    field: &str,
    tell: impl Fn(&Disclosure) -> Option<Filled>,
) -> Filled {
    covered.each(|activity, _| {
        let mut filled = Filled::default();
        for disclosure in activity.disclosures.iter().flatten() {
            if disclosure.agreements.iter().flatten().any(|named| *named.key() == covered.agreement.key) {
                let at = || desk.of(activity, &format!("disclosures/{}/{field}", disclosure.key));
                filled.add(tell(disclosure).unwrap_or_else(|| Filled::missing(at())));
            }
        }
        if filled == Filled::default() {
            filled.miss(desk.of(activity, "disclosures"));
        }
        filled
    })
}
