//! Recipients: whom to tell when data is erased or corrected, when a consent is withdrawn, or when processing is restricted.
//!
//! Knows everybody who has the data that is asked for, or may have it, on a day: recipients, those who collect directly, hosts,
//! people with access, and sub-processors at any depth; also those whose part has ended and who have not given it back. Of each it
//! tells the way on which the data came there, whether it acts for us (then it is instructed) or for itself (then it is informed),
//! and whom to reach. Somebody who may be there and is not recorded is told as such; what laws ask for is told as far as regimes of the
//! register know it. Never tells that this is everybody while a list is open.

mod acting;
mod asked;
mod chains;
mod selected;
mod ways;

pub use acting::{Act, Acting, Because, Step};
pub use asked::{ABOUT, Report, report};
pub use chains::Link;
pub use ways::{DatumAsked, Paper, Way};

use super::{
    owed::{Collected, DutyTold, NotKnown},
    sharing::{Gathered, Open, RecipientIs, Shared, called, unplaced},
    told::{At, Certainty, Matter, Named, Reached, Records, Sentence, Told, UnknownRecord, Words, appointed},
};
use crate::{
    domain::{
        Day, Key, Kind, Register,
        record::{Activity, Policy, PolicyKind, regime::DutyOccasion},
    },
    flows::{self, Extent, Flows, Leg, Moment, Period, Target},
    rules::Duties,
};
use chains::Chains;
use schemars::JsonSchema;
use selected::Selected;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The day.
    pub day: Day,
    /// What happens to the data.
    pub event: Event,
    /// Which data.
    pub of: Selection,
}

/// Which data: all of what is given must hold. At least one is given.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "RecipientsSelection")]
pub struct Selection {
    /// Of this activity.
    pub activity: Option<Key>,
    /// Of activities that this notice tells about.
    pub notice: Option<Key>,
    /// Of these people or groups below them.
    pub subject: Option<Key>,
    /// Of this category or those below it.
    pub category: Option<Key>,
}

/// What happens to the data.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, serde::Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RecipientsEvent")]
pub enum Event {
    /// It is erased.
    #[default]
    Erasure,
    /// It was wrong, and is corrected or completed.
    Correction,
    /// Somebody withdraws the consent on which the processing rests.
    Withdrawal,
    /// It is kept, and nothing else is done with it for the time being.
    Restriction,
}

impl Event {
    /// Every event.
    pub const ALL: [Self; 4] = [Self::Erasure, Self::Correction, Self::Withdrawal, Self::Restriction];

    /// The occasion on which duties fall due.
    const fn occasion(self) -> DutyOccasion {
        match self {
            Self::Erasure => DutyOccasion::Erasure,
            Self::Correction => DutyOccasion::Correction,
            Self::Withdrawal => DutyOccasion::Withdrawal,
            Self::Restriction => DutyOccasion::Restriction,
        }
    }

    /// Its word in parameters and documents.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Erasure => "erasure",
            Self::Correction => "correction",
            Self::Withdrawal => "withdrawal",
            Self::Restriction => "restriction",
        }
    }
}

/// The report: whom to tell.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Recipients {
    /// The day.
    pub day: Day,
    /// What happens to the data.
    pub event: Event,
    /// Which data.
    pub of: Selection,
    /// The activities that have it, or may.
    pub activities: Vec<Named>,
    /// The controllers of these activities, and those on whose behalf we process in them.
    pub controllers: Vec<Reached>,
    /// Everybody to tell: first those who surely have the data.
    pub recipients: Vec<ToTell>,
    /// How many ways on which data goes to others were left out although their activities were asked for: none of the data that is
    /// asked for is in them, or they rest on no consent, by lists that somebody calls complete.
    pub left_out: usize,
    /// What keeps this from being everybody: there may be others.
    pub open: Vec<Open>,
    /// The regimes that know what is owed on such an event.
    pub regimes: Vec<Key>,
    /// What laws ask for, or may. Empty says nothing where no regime knows any: see `not_evaluated`.
    pub duties: Vec<DutyTold>,
    /// The places of people of which no regime says what is owed.
    pub not_known: Vec<NotKnown>,
    /// What the report did not judge.
    pub not_evaluated: Vec<Sentence>,
}

/// Somebody to tell.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "RecipientToTell")]
pub struct ToTell {
    /// What it is.
    pub is: RecipientIs,
    /// Its key, where it is a record.
    pub key: Option<Key>,
    /// Its name; absent for sub-processors that nobody recorded.
    pub name: Option<Words>,
    /// Whether it surely has some of the data.
    pub certainty: Certainty,
    /// What to do, for all its ways.
    pub steps: Vec<Step>,
    /// The services that passed the data on to it and have to pass this on too.
    pub through: Vec<Named>,
    /// Whom to reach: at each organisation that it is, and at those that are appointed to act for one.
    pub reached: Vec<Reached>,
    /// Where somebody to reach would be recorded, where nobody is. A contact of one of its organisations is enough.
    pub missing: Vec<At>,
    /// Pages of the service on which people find how to ask: privacy, processing terms, its site.
    pub pages: Vec<Policy>,
    /// The ways on which it got the data.
    pub ways: Vec<Way>,
    /// Lists of which nobody says that they are complete: it may have given the data to others.
    pub may_have_passed_on: Vec<At>,
}

/// Whom to tell.
///
/// # Errors
/// If the selection names a record that the register does not hold.
pub fn recipients(register: &Register, options: &Options) -> Result<Recipients, UnknownRecord> {
    let records = Records(register);
    let Selection { activity, notice, subject, category } = &options.of;
    records.known(Kind::Activities, activity.as_ref())?;
    records.known(Kind::Notices, notice.as_ref())?;
    records.known(Kind::DataSubjects, subject.as_ref())?;
    records.known(Kind::DataCategories, category.as_ref())?;
    let flows = flows::derive(register, Period::day(options.day));
    let gathered = Gathered::of(records, &flows);
    let selected = Selected { records, of: &options.of, event: options.event };
    let chains = Chains::of(&flows);
    let mut left_out = 0;
    let mut told: BTreeMap<_, Vec<(&Shared<'_, '_>, Way)>> = BTreeMap::new();
    for shared in gathered.shared.iter().filter(|shared| selected.names(shared.activity())) {
        let Some(way) = ways::way(&selected, &chains, shared) else {
            left_out += 1;
            continue;
        };
        // Sub-processors that nobody recorded are others of each service.
        let by = shared.target().filter(|target| *target == Target::Unrecorded).and(shared.flow.name.onward);
        told.entry((shared.identity(records), by)).or_default().push((shared, way));
    }
    let mut recipients: Vec<ToTell> =
        told.into_values().filter_map(|ways| to_tell(records, options.event, ways)).collect();
    recipients.sort_by_key(|recipient| recipient.certainty);
    let activities = concerned(&selected, &flows);
    let duties = Duties::of(register, &flows.atlas, Moment::on(options.day), options.event.occasion());
    let mut owed = Collected::of(records, &flows.atlas, &duties);
    for flow in flows.flows.iter().filter(|flow| selected.names(flow.activity)) {
        for facts in flow.stretches.iter().map(|stretch| &stretch.facts) {
            if let Some(certainty) = selected.certainty(facts) {
                owed.take(flow, facts, certainty, &facts.people.items);
            }
        }
    }
    let named = |activity: &&Activity| records.named(Kind::Activities, &activity.key);
    Ok(Recipients {
        day: options.day,
        event: options.event,
        of: options.of.clone(),
        controllers: controllers(records, &activities),
        open: open(&gathered, &flows, &activities, notice.as_ref()),
        activities: activities.iter().map(named).collect(),
        recipients,
        left_out,
        duties: owed.duties(),
        not_known: owed.not_known(),
        regimes: owed.regimes(),
        not_evaluated: not_evaluated(&owed.regimes()),
    })
}

/// The activities that have the data that is asked for, or may, in their order.
fn concerned<'a>(selected: &Selected<'_>, flows: &Flows<'a>) -> Vec<&'a Activity> {
    let mut activities: Vec<&Activity> = Vec::new();
    for flow in flows.flows.iter().filter(|flow| selected.names(flow.activity)) {
        let told = activities.last().is_some_and(|last| last.key == flow.activity.key);
        let has = |facts| selected.certainty(facts).is_some();
        if !told && flow.stretches.iter().any(|stretch| has(&stretch.facts)) {
            activities.push(flow.activity);
        }
    }
    activities
}

fn to_tell(records: Records<'_>, event: Event, of: Vec<(&Shared<'_, '_>, Way)>) -> Option<ToTell> {
    let (first, _) = of.first()?;
    let (is, key, name) = first.recipient(records);
    let mut organizations: Vec<&Key> =
        of.iter().flat_map(|(shared, _)| shared.facts().importer.organizations()).collect();
    organizations.sort_unstable();
    organizations.dedup();
    let agents: BTreeSet<&Key> =
        organizations.iter().flat_map(|organization| appointed(records, organization, Matter::Rights)).collect();
    let agents = agents.into_iter().filter(|agent| !organizations.contains(agent));
    let all = organizations.iter().copied().chain(agents);
    let reached: Vec<Reached> = all.map(|organization| Reached::at(records, organization, Matter::Rights)).collect();
    let missing = if reached.iter().any(|reached| reached.missing.is_none()) {
        Vec::new()
    } else if reached.is_empty() {
        nobody(&of)
    } else {
        reached.iter().filter_map(|reached| reached.missing.clone()).collect()
    };
    let may_have_passed_on: BTreeSet<At> =
        of.iter().flat_map(|(shared, _)| Told::of(&shared.facts().sub_processors, |_| ()).open).collect();
    let mut through: Vec<Named> = Vec::new();
    for by in of.iter().filter_map(|(_, way)| way.passed_on_by.as_ref()) {
        if !through.contains(by) {
            through.push(by.clone());
        }
    }
    let service = key.as_ref().filter(|_| is == RecipientIs::Processor).and_then(|key| records.processor(key));
    let ways: Vec<Way> = of.into_iter().map(|(_, way)| way).collect();
    Some(ToTell {
        is,
        key,
        name,
        certainty: ways.iter().map(|way| way.certainty).min().unwrap_or(Certainty::Perhaps),
        steps: acting::steps(event, ways.iter().map(|way| way.acting)),
        through,
        reached,
        missing,
        pages: service
            .into_iter()
            .flat_map(|service| service.policies.iter().flatten())
            .filter(|page| of_use(page))
            .cloned()
            .collect(),
        ways,
        may_have_passed_on: may_have_passed_on.into_iter().collect(),
    })
}

fn of_use(page: &Policy) -> bool {
    matches!(page.kind, PolicyKind::Privacy | PolicyKind::DataProcessingAgreement | PolicyKind::Website)
}

/// Where those would be recorded of whom nobody says who they are.
fn nobody(of: &[(&Shared<'_, '_>, Way)]) -> Vec<At> {
    let mut places: BTreeSet<At> = BTreeSet::new();
    for (shared, _) in of {
        let ours = matches!(shared.target(), Some(Target::Department | Target::Public));
        let said = &shared.facts().importer.parties.said;
        // A department is reached inside, and the public nowhere.
        if !ours {
            places.extend(said.iter().map(|said| At::from(&said.at)));
        }
    }
    places.into_iter().collect()
}

/// The controllers of activities, and those on whose behalf we process.
fn controllers(records: Records<'_>, activities: &[&Activity]) -> Vec<Reached> {
    let of = |activity: &&Activity| {
        let both = [activity.controllers.clone(), activity.on_behalf_of.clone()];
        both.into_iter().flatten().flatten().map(|organization| organization.key().clone()).collect::<Vec<_>>()
    };
    let keys: BTreeSet<Key> = activities.iter().flat_map(of).collect();
    keys.iter().map(|key| Reached::at(records, key, Matter::Rights)).collect()
}

/// What keeps this from being everybody.
fn open(gathered: &Gathered<'_, '_>, flows: &Flows<'_>, activities: &[&Activity], notice: Option<&Key>) -> Vec<Open> {
    let concerned: BTreeSet<&Key> = activities.iter().map(|activity| &activity.key).collect();
    let in_scope = |activity: &Activity| concerned.contains(&activity.key);
    let mut open: BTreeSet<Open> = gathered.open(in_scope).into_iter().collect();
    if let Some(notice) = notice {
        open.extend(unplaced(gathered, notice, activities.is_empty()));
    }
    for flow in flows.flows.iter().filter(|flow| flow.name.leg != Leg::Onward && in_scope(flow.activity)) {
        let activity = |speech| called(gathered.records, Kind::Activities, &flow.activity.key, speech);
        for facts in flow.stretches.iter().map(|stretch| &stretch.facts) {
            // Where it is first held, a host may be that nobody recorded.
            if flow.name.leg == Leg::Collection && flow.name.element.is_none() {
                for said in facts.storage.said.iter().filter(|said| !said.extent.is_complete()) {
                    let unknown = said.extent == Extent::Unknown;
                    let sentence = Sentence::say(|speech| acting::kept(speech, &activity(speech), unknown));
                    open.insert(Open { at: At::from(&said.at), sentence });
                }
            }
            let access = facts.access.items.iter().filter(|access| access.organization.is_none());
            for access in access.filter(|_| flow.name.leg == Leg::Access) {
                let Some(said) = facts.access.said.first() else { continue };
                let At { record, field } = At::from(&said.at);
                let at = At { record, field: format!("{field}/{}/organization", access.key) };
                let sentence = Sentence::say(|speech| acting::whose(speech, &activity(speech), &access.key));
                open.insert(Open { at, sentence });
            }
        }
    }
    open.into_iter().collect()
}

fn not_evaluated(regimes: &[Key]) -> Vec<Sentence> {
    let law = if regimes.is_empty() {
        (
            "What laws ask for: no regime of the register knows any duty for this, so that an empty list says nothing.",
            "法律要求：登记册中没有任何规定此类义务的法律，列表为空不表示没有义务。",
        )
    } else {
        (
            "Whether somebody has the right that is exercised, and what stands against it.",
            "行使的权利是否成立，以及有无例外情形。",
        )
    };
    [
        law,
        (
            "Those who returned or deleted what they had before the day: by the records they have nothing any more.",
            "在该日之前已返还或删除全部个人信息的各方：据登记内容，其已不再持有。",
        ),
        (
            "Whether the data of one person is with somebody: records speak of groups of people.",
            "某一个人的信息是否在某方处：登记内容仅涉及人群。",
        ),
    ]
    .map(Sentence::of)
    .into()
}
