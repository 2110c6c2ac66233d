//! Annexes I to III of the standard contractual clauses of Implementing Decision (EU) 2021/914: a form for each agreement on them,
//! filled from the flows that it covers and the activities that name it.

use super::{
    Layout,
    desk::{Desk, names},
    model::{Filled, Nothing, Part, Row, Sheet, Statement},
};
use crate::{
    domain::{
        Key, Kind,
        record::{Activity, Agreement, AgreementKind, AgreementParty, AgreementRole, GdprSpecial, SubProcessor},
        value::Ref,
    },
    flows::{AgreementInForce, Coverage, Facts},
    report::{
        record_of_processing::model::Topic,
        told::At,
    },
};

/// The layout.
pub(super) const LAYOUT: Layout = Layout {
    name: "eu-scc-annexes",
    title: "Standard contractual clauses (EU) 2021/914: Annexes I, II and III",
    language: "en",
    home: Some(("eu-gdpr-chapter-v", "eea")),
    fill,
};

/// The heads of Annex I.B.
const TRANSFER: [&str; 8] = [
    "Categories of data subjects whose personal data is transferred",
    "Categories of personal data transferred",
    "Sensitive data transferred (if applicable) and applied restrictions or safeguards",
    "The frequency of the transfer (e.g. whether the data is transferred on a one-off or continuous basis)",
    "Nature of the processing",
    "Purpose(s) of the data transfer and further processing",
    "The period for which the personal data will be retained, or, if that is not possible, the criteria used to determine that period",
    "For transfers to (sub-) processors, also specify subject matter, nature and duration of the processing",
];

/// The clause in which an agreement says which authority is competent.
const AUTHORITY: &str = "competent-supervisory-authority";

fn fill(desk: &Desk<'_, '_>) -> Vec<Sheet> {
    use AgreementKind as K;
    let modules = [K::EuSccModule1, K::EuSccModule2, K::EuSccModule3, K::EuSccModule4];
    let agreements = desk.agreements(|agreement| agreement.kind.is_some_and(|kind| modules.contains(&kind)));
    agreements.into_iter().map(|agreement| sheet(desk, agreement)).collect()
}

/// What an agreement is about: the activities, and the facts of the flows, as far as they are known.
pub(super) struct Covered<'r, 'a> {
    pub activities: Vec<(&'a Activity, Vec<&'r Facts<'a>>)>,
    pub agreement: &'a Agreement,
}

impl<'r, 'a> Covered<'r, 'a> {
    /// What an agreement covers on the day: flows for which it is in force, and activities with a disclosure that names it.
    pub fn by(desk: &Desk<'r, 'a>, agreement: &'a Agreement) -> Self {
        let of = |activity: &'a Activity| {
            // An instrument of which nobody says that it covers a flow, and that the disclosure does not name, is another's.
            let is_covered = |held: &AgreementInForce<'_>| {
                held.agreement.key == agreement.key && (held.named || held.coverage == Coverage::Covered)
            };
            let facts: Vec<_> = desk
                .flows(&activity.key)
                .filter(|(flow, facts)| {
                    flow.name.recipient.is_some() && facts.instruments.agreements.iter().any(is_covered)
                })
                .map(|(_, facts)| facts)
                .collect();
            (!facts.is_empty() || names(activity, &agreement.key)).then_some((activity, facts))
        };
        Self { activities: desk.activities().filter_map(of).collect(), agreement }
    }

    /// What every activity says, as one cell.
    pub fn each(&self, tell: impl Fn(&'a Activity, &[&'r Facts<'a>]) -> Filled) -> Filled {
        let mut filled = Filled::default();
        self.activities.iter().for_each(|(activity, facts)| filled.add(tell(activity, facts)));
        if self.activities.is_empty() {
            filled.miss(At::field(Kind::Agreements, &self.agreement.key, "/scope/activities"));
        }
        filled
    }

    /// The items of data that go, by activity: those of the disclosures that name the agreement.
    pub fn data(&self, desk: &Desk<'_, '_>, wanted: impl Fn(&crate::domain::record::DataItem) -> bool) -> Filled {
        self.each(|activity, facts| {
            let naming = activity.disclosures.iter().flatten().filter(|one| {
                one.agreements.iter().flatten().any(|named| *named.key() == self.agreement.key)
            });
            let mut filled = Filled::default();
            let mut told = false;
            for disclosure in naming {
                let Some(keys) = &disclosure.data else {
                    filled.miss(desk.of(activity, &format!("disclosures/{}/data", disclosure.key)));
                    continue;
                };
                told = true;
                let items = activity.data.iter().flatten().filter(|item| keys.contains(&item.key));
                items.filter(|item| wanted(item)).for_each(|item| filled.add(desk.datum(activity, item)));
            }
            if !told && filled.missing.is_empty() {
                for facts in facts {
                    let items = facts.data.items.iter().filter(|item| wanted(item));
                    items.for_each(|item| filled.add(desk.datum(activity, item)));
                    facts.data.open().into_iter().for_each(|said| filled.leave_open(At::from(&said.at)));
                }
            }
            filled
        })
    }
}

fn sheet<'a>(desk: &Desk<'_, 'a>, agreement: &'a Agreement) -> Sheet {
    let covered = Covered::by(desk, agreement);
    let mut parts = Vec::new();
    let sides = [
        (AgreementRole::Exporter, "Annex I.A: data exporter"),
        (AgreementRole::Importer, "Annex I.A: data importer"),
    ];
    for (role, heading) in sides {
        let parties: Vec<&AgreementParty> = parties(desk, agreement, role).collect();
        if parties.is_empty() {
            parts.push(party(desk, &covered, None, heading));
        }
        parts.extend(parties.into_iter().map(|one| party(desk, &covered, Some(one), heading)));
    }
    parts.push(desk.fields("Annex I.B: description of transfer", TRANSFER.into_iter().zip(transfer(desk, &covered))));
    let clause = agreement.clauses.iter().flatten().find(|clause| clause.code.as_str() == AUTHORITY);
    let authority = clause.and_then(|clause| clause.value.as_deref()).map(|words| desk.reader.plain(words));
    let authority = Filled::said_or(authority, || At::field(Kind::Agreements, &agreement.key, "/clauses"));
    parts.push(desk.fields("Annex I.C", [("Competent supervisory authority", authority)]));
    let measures = covered.each(|activity, _| {
        super::desk::item(&desk.items(activity, None), Topic::Security)
    });
    parts.push(desk.fields("Annex II", [("Technical and organisational measures", measures)]));
    parts.push(sub_processors(desk, &covered));
    Sheet {
        about: Some(format!("{}/{}", Kind::Agreements, agreement.key)),
        name: desk.name(Kind::Agreements, &agreement.key),
        parts,
    }
}

/// The parties of an agreement in a role on the day.
pub(super) fn parties<'a>(
    desk: &Desk<'_, '_>,
    agreement: &'a Agreement,
    role: AgreementRole,
) -> impl Iterator<Item = &'a AgreementParty> {
    let day = desk.day;
    let current = agreement.parties.iter().flatten().filter(move |party| day.within(party.since, party.until));
    current.filter(move |party| party.roles.iter().flatten().any(|one| *one == role))
}

fn party<'a>(
    desk: &Desk<'_, 'a>,
    covered: &Covered<'_, 'a>,
    party: Option<&AgreementParty>,
    heading: &str,
) -> Part {
    let agreement = covered.agreement;
    let at = || At::field(Kind::Agreements, &agreement.key, "/parties");
    let key = party.map(|party| party.organization.key());
    let actor = desk.actor(key, at);
    let activities = covered.each(|activity, _| {
        Filled::said(desk.reader.text(&activity.name, activity.language.as_ref()))
    });
    let mut signed = Filled::default();
    let signatories = agreement.signatories.iter().flatten();
    for signatory in signatories.filter(|one| one.organization.as_ref().map(Ref::key) == key && key.is_some()) {
        let words = [&signatory.name, &signatory.title];
        let words: Vec<&str> = words.into_iter().filter_map(Option::as_deref).collect();
        if !words.is_empty() {
            signed.say(desk.reader.plain(words.join(", ")));
        }
        match signatory.signed_on {
            Some(day) => signed.state(Statement::Day(day)),
            None => signed.miss(At::field(
                Kind::Agreements,
                &agreement.key,
                format!("/signatories/{}/signed_on", signatory.key),
            )),
        }
    }
    if signed == Filled::default() {
        signed.miss(At::field(Kind::Agreements, &agreement.key, "/signatories"));
    }
    let roles = [AgreementRole::Controller, AgreementRole::JointController, AgreementRole::Processor, AgreementRole::SubProcessor];
    let words = |role: AgreementRole| match role {
        AgreementRole::Processor => Some(("processor", "受托处理者")),
        AgreementRole::SubProcessor => Some(("sub-processor", "次级处理者")),
        AgreementRole::Controller => Some(("controller", "控制者")),
        AgreementRole::JointController => Some(("joint controller", "共同控制者")),
        _ => None,
    };
    let mut role = Filled::default();
    let own = party.into_iter().flat_map(|party| party.roles.iter().flatten());
    own.filter(|one| roles.contains(one)).filter_map(|one| words(*one)).for_each(|words| role.say(desk.reader.says(words)));
    if role.statements.is_empty() {
        role.miss(match party {
            Some(party) => At::field(Kind::Agreements, &agreement.key, format!("/parties/{}/roles", party.key)),
            None => at(),
        });
    }
    let address = actor.address();
    desk.fields(
        heading,
        [
            ("Name", actor.name),
            ("Address", address),
            ("Contact person’s name, position and contact details", desk.contact_person(key, at)),
            ("Activities relevant to the data transferred under these Clauses", activities),
            ("Signature and date", signed),
            ("Role (controller/processor)", role),
        ],
    )
}

/// What Annex I.B asks.
fn transfer<'a>(desk: &Desk<'_, 'a>, covered: &Covered<'_, 'a>) -> [Filled; 8] {
    let text = |activity: &Activity, text| desk.reader.text(text, activity.language.as_ref());
    let item = |topic: Topic| {
        covered.each(|activity, _| {
            let items = desk.items(activity, None);
            super::desk::item(&items, topic)
        })
    };
    let special = |item: &crate::domain::record::DataItem| {
        matches!(desk.special(item), Some(GdprSpecial::Article9 | GdprSpecial::Article10))
    };
    let mut sensitive = covered.data(desk, special);
    let untold = covered.data(desk, |item| desk.special(item).is_none());
    if !untold.statements.is_empty() {
        sensitive.add(covered.each(|activity, _| unflagged(desk, activity)));
    }
    let frequency = covered.each(|activity, _| {
        let mut filled = Filled::default();
        for disclosure in activity.disclosures.iter().flatten() {
            if disclosure.agreements.iter().flatten().any(|named| *named.key() == covered.agreement.key) {
                let said = disclosure.frequency.as_ref().map(|words| text(activity, words));
                let at = || desk.of(activity, &format!("disclosures/{}/frequency", disclosure.key));
                filled.add(Filled::said_or(said, at));
            }
        }
        if filled == Filled::default() {
            filled.miss(desk.of(activity, "disclosures"));
        }
        filled
    });
    let onward = covered.each(|activity, facts| {
        let mut filled = Filled::default();
        for sub in facts.iter().flat_map(|facts| &facts.sub_processors.items) {
            filled.add(described(desk, sub));
        }
        for said in facts.iter().filter_map(|facts| facts.sub_processors.open()) {
            filled.leave_open(At::from(&said.at));
        }
        if facts.is_empty() {
            filled.miss(desk.of(activity, "disclosures"));
        }
        filled
    });
    [
        item(Topic::Subjects),
        covered.data(desk, |_| true).or_nothing(Nothing::None),
        sensitive.or_nothing(Nothing::None),
        frequency,
        covered.each(|activity, _| desk.operations(activity)),
        item(Topic::Purposes),
        covered.each(|activity, _| desk.retention(activity)),
        onward.or_nothing(Nothing::NotApplicable),
    ]
}

/// The data of an activity of which nobody recorded whether the GDPR calls it special.
fn unflagged(desk: &Desk<'_, '_>, activity: &Activity) -> Filled {
    let mut filled = Filled::default();
    for item in activity.data.iter().flatten().filter(|item| desk.special(item).is_none()) {
        filled.miss(match &item.category {
            Some(category) => At::field(Kind::DataCategories, category.key(), "/flags/gdpr_special"),
            None => desk.of(activity, &format!("data/{}/category", item.key)),
        });
    }
    filled
}

/// What a sub-processor does.
fn described(desk: &Desk<'_, '_>, sub: &SubProcessor) -> Filled {
    sub.purpose.as_ref().map(|text| Filled::said(desk.reader.text(text, None))).unwrap_or_default()
}

fn sub_processors(desk: &Desk<'_, '_>, covered: &Covered<'_, '_>) -> Part {
    let columns = ["Name", "Address", "Contact person’s name, position and contact details", "Description of processing"];
    let mut rows: Vec<Row> = Vec::new();
    let mut rest = Filled::default();
    for facts in covered.activities.iter().flat_map(|(_, facts)| facts) {
        facts.sub_processors.open().into_iter().for_each(|said| rest.leave_open(At::from(&said.at)));
        for sub in &facts.sub_processors.items {
            let row = Row { record: None, name: None, cells: sub_processor(desk, facts, sub) };
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
    }
    if covered.activities.iter().all(|(_, facts)| facts.is_empty()) {
        rest.miss(At::field(Kind::Agreements, &covered.agreement.key, "/scope/activities"));
    }
    if rows.is_empty() || rest != Filled::default() {
        let silent = rest.or_nothing(Nothing::None);
        rows.push(Row { record: None, name: None, cells: vec![silent; columns.len()] });
    }
    desk.table(Some("Annex III: list of sub-processors"), &columns, rows)
}

fn sub_processor(desk: &Desk<'_, '_>, facts: &Facts<'_>, sub: &SubProcessor) -> Vec<Filled> {
    let service = facts.importer.service;
    let at = |field: &str| match service {
        Some(service) => At::field(Kind::Processors, service, format!("/sub_processors/{}/{field}", sub.key)),
        None => At { record: Kind::Processors.to_string(), field: field.to_owned() },
    };
    let provider = sub.processor.as_ref().and_then(|processor| {
        let providers = desk.records.processor(processor.key())?.providers.as_ref()?;
        providers.iter().map(|provider| provider.organization.key()).next()
    });
    let organization: Option<&Key> = sub.organization.as_ref().map(Ref::key).or(provider);
    let name = match (&sub.processor, organization, &sub.name) {
        (Some(processor), ..) => Filled::said(desk.name(Kind::Processors, processor.key())),
        (None, Some(organization), _) => desk.actor(Some(organization), || at("organization")).name,
        (None, None, Some(name)) => Filled::said(desk.reader.plain(&**name)),
        (None, None, None) => Filled::missing(at("name")),
    };
    let address = desk.actor(organization, || at("organization")).address();
    let purpose = described(desk, sub);
    vec![
        name,
        address,
        desk.contact_person(organization, || at("organization")),
        if purpose == Filled::default() { Filled::missing(at("purpose")) } else { purpose },
    ]
}
