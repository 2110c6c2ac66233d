//! Flows of personal data: derived from a register on a day or over a period, as a pure function.
//!
//! Knows which way data goes according to the records: from people to where it is first held, to systems and hosts, to
//! recipients and from those onward, to people with access elsewhere, and back. Each flow says who sends and who gets,
//! from where to where, which data of whom, why, under which instruments, and of each list how far it can be trusted.
//! Never guesses: what is not recorded stays unknown, and what follows without being said is marked inferred. Never knows
//! a law, and so never whether a flow is lawful.
//!
//! A flow is *named* by what it is (activity, leg, element, recipient, sub-processor) and *told* by its facts (places,
//! data, instruments): "Canada instead of North America" is a change of one flow and not two flows.
//!
//! A draft activity yields nothing, and a retired one nothing after its last day: retiring it says that its data is gone
//! everywhere. A draft or retired system or service takes no flow away, since the activity still says where data goes, but
//! nothing is read in its record.

mod ground;
mod instruments;
mod legs;
mod lists;
mod period;
mod places;
mod records;

pub use instruments::{AgreementInForce, AssessmentInForce, Coverage, Instruments, RegistrationInForce};
pub use lists::{Extent, ListAt, Listed, Said};
pub use period::{Moment, Period, stretches};
pub use places::{Atlas, Border, Candidate, Crossing, Doubt, Place};

use crate::domain::{
    Key, Kind, Register, Text,
    digest::{self, Digest},
    record::{
        Access, Activity, ActivityRole, DataCategory, DataItem, DisclosureRole, People, Purpose, SubProcessor,
        SystemField,
    },
    value::Ref,
};
use std::{collections::BTreeMap, sync::Arc};

/// Every flow of a register that exists on any day of a period.
#[derive(Debug)]
pub struct Flows<'a> {
    /// The period that was asked for.
    pub period: Period,
    /// The places that flows name.
    pub atlas: Atlas<'a>,
    /// By activity, leg, element, recipient and sub-processor.
    pub flows: Vec<Flow<'a>>,
}

/// One flow. See the module.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow<'a> {
    /// The digest of what it is: the same in every register and period in which the flow exists.
    pub id: Digest,
    /// What it is.
    pub name: Name<'a>,
    /// The activity that it belongs to.
    pub activity: &'a Activity,
    /// The stretches of days in which its facts are the same, in their order; at least one. Days between two stretches are
    /// days on which it did not exist.
    pub stretches: Vec<Stretch<'a>>,
}

impl<'a> Flow<'a> {
    /// The first and the last day of the period on which it exists.
    #[must_use]
    pub fn days(&self) -> Option<(crate::domain::Day, crate::domain::Day)> {
        Some((self.stretches.first()?.period.from(), self.stretches.last()?.period.to()))
    }

    /// Its facts on a day.
    #[must_use]
    pub fn on(&self, day: crate::domain::Day) -> Option<&Facts<'a>> {
        self.stretches.iter().find(|stretch| stretch.period.contains(day)).map(|stretch| &stretch.facts)
    }
}

/// Days on which the facts of a flow are the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch<'a> {
    /// The days, within the period that was asked for.
    pub period: Period,
    /// The facts on each of them.
    pub facts: Facts<'a>,
}

/// A step on the way of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Leg {
    /// From people to where it is first held, by us or by a recipient that collects directly.
    Collection,
    /// In a system of ours, or at a host.
    Holding,
    /// To a recipient.
    Disclosure,
    /// From a recipient or host to a sub-processor, at any depth.
    Onward,
    /// To people who can reach it from where they are.
    Access,
    /// Back from a party that acts for us.
    Return,
}

impl Leg {
    /// Its word, as the id hashes it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Collection => "collection",
            Self::Holding => "holding",
            Self::Disclosure => "disclosure",
            Self::Onward => "onward",
            Self::Access => "access",
            Self::Return => "return",
        }
    }
}

/// The element of a record that a flow comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Element<'a> {
    /// The kind of the record.
    pub kind: Kind,
    /// The key of the record.
    pub record: &'a Key,
    /// The key of the disclosure that holds the list, where one does.
    pub within: Option<&'a Key>,
    /// The name of the list; `None` where the record as a whole is the element, as a system is of an activity.
    pub list: Option<&'static str>,
    /// The key in the list, or of the record.
    pub key: &'a Key,
}

/// Who gets data, as far as it names a flow: those without a record are told apart by the element they stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target<'a> {
    /// A service.
    Processor(&'a Key),
    /// An organisation.
    Organization(&'a Key),
    /// A group whose members are not named.
    Group,
    /// A department of the controller.
    Department,
    /// Authorities and courts that are not named.
    Authority,
    /// The public.
    Public,
    /// A sub-processor that has no record: the key of its element.
    Element(&'a Key),
    /// Sub-processors that there may be, where nothing is recorded.
    Unrecorded,
}

impl<'a> Target<'a> {
    fn words(self) -> [&'a str; 2] {
        match self {
            Self::Processor(key) => ["processor", key.as_str()],
            Self::Organization(key) => ["organization", key.as_str()],
            Self::Group => ["group", ""],
            Self::Department => ["department", ""],
            Self::Authority => ["authority", ""],
            Self::Public => ["public", ""],
            Self::Element(key) => ["element", key.as_str()],
            Self::Unrecorded => ["unrecorded", ""],
        }
    }
}

/// What a flow is: all that its id is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name<'a> {
    /// The key of the activity.
    pub activity: &'a Key,
    /// The step.
    pub leg: Leg,
    /// The element it comes from; `None` where the activity as a whole is meant, or several elements lead to the same host.
    pub element: Option<Element<'a>>,
    /// The recipient or host; `None` where nobody but us is.
    pub recipient: Option<Target<'a>>,
    /// The service that passes data on, and to whom: an onward step is named by its two ends and not by the way there, so
    /// that a second way to the same step is not a second flow.
    pub onward: Option<(Target<'a>, Target<'a>)>,
}

impl Name<'_> {
    /// The digest of the name.
    #[must_use]
    pub fn id(&self) -> Digest {
        let mut fields = vec![self.activity.as_str(), self.leg.word()];
        match &self.element {
            Some(element) => fields.extend([
                element.kind.path(),
                element.record.as_str(),
                element.within.map_or("", Key::as_str),
                element.list.unwrap_or_default(),
                element.key.as_str(),
            ]),
            None => fields.extend([""; 5]),
        }
        let [from, to] = [self.onward.map(|(from, _)| from), self.onward.map(|(_, to)| to)];
        for target in [self.recipient, from, to] {
            fields.extend(target.map_or([""; 2], Target::words));
        }
        digest::of_fields(fields)
    }
}

/// Whether data still flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// It does.
    Active,
    /// It has ended, and nobody recorded that what was there has been returned or deleted.
    Residual,
}

/// Whether a flow is recorded or follows from what is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// A record says so.
    Declared,
    /// No record says so; it follows from what a service is used for.
    Inferred,
}

/// Somebody at an end of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party<'a> {
    /// The people whose data it is.
    People,
    /// Our company, acting for others: no record says which organisation that is.
    Us,
    /// An organisation of the register.
    Organization(&'a Key),
    /// Somebody who has no record: a name.
    Named(&'a str),
    /// Somebody who is described: a group, a department, authorities, the public, staff.
    Described(&'a Text),
}

/// What an end of a flow is in law.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Capacity<'a> {
    /// Nobody said.
    Unknown,
    /// The people themselves.
    People,
    /// What the activity says that we are in it.
    Ours(ActivityRole),
    /// What the disclosure says, according to whom and under which law.
    Stated(&'a [DisclosureRole]),
    /// A processor of a recipient.
    SubProcessor,
}

/// An end of a flow: who sends, or who gets.
#[derive(Debug, Clone, PartialEq)]
pub struct Side<'a> {
    /// The service through which it acts, where it does.
    pub service: Option<&'a Key>,
    /// Who that is. More than one is not "one of these": controllers act together, and which provider of a service
    /// contracts is often not recorded.
    pub parties: Listed<'a, Party<'a>>,
    /// What it is in law.
    pub capacity: Capacity<'a>,
}

impl<'a> Side<'a> {
    /// The organisations among its parties.
    pub fn organizations(&self) -> impl Iterator<Item = &'a Key> {
        self.parties.items.iter().filter_map(|party| match party {
            Party::Organization(key) => Some(*key),
            _ => None,
        })
    }
}

/// What a place is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Use {
    /// People are there.
    People,
    /// Data is kept there, or kept and processed.
    Storage,
    /// Backups are kept there.
    Backup,
    /// People there can reach it.
    Access,
}

/// A place in a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot<'a> {
    /// The location, as the record names it; `None`: the record does not say.
    pub location: Option<&'a Key>,
    /// What it is used for.
    pub used_for: Use,
    /// The service that hosts it, where the record says so.
    pub host: Option<&'a Key>,
}

/// The facts of a flow on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts<'a> {
    /// Whether it has ended.
    pub state: State,
    /// Whether it is recorded.
    pub basis: Basis,
    /// Who sends.
    pub exporter: Arc<Side<'a>>,
    /// Who gets.
    pub importer: Arc<Side<'a>>,
    /// Where it leaves: where people are, where we hold it, or where the party that passes it on does.
    pub origin: Arc<Listed<'a, Spot<'a>>>,
    /// Where it arrives and is kept.
    pub storage: Arc<Listed<'a, Spot<'a>>>,
    /// Who can reach it there, from where.
    pub access: Arc<Listed<'a, &'a Access>>,
    /// The data.
    pub data: Arc<Listed<'a, &'a DataItem>>,
    /// The categories to which the record of a service limits what a sub-processor gets; `None`: it does not say.
    pub categories: Option<&'a [Ref<DataCategory>]>,
    /// The fields of the systems that it goes into, also those that the systems fill by themselves.
    pub fields: Arc<Listed<'a, &'a SystemField>>,
    /// Whose data it is.
    pub subjects: Arc<Listed<'a, &'a Key>>,
    /// Where the people are and how many, as counted; whether counts overlap is said in each (`disjoint`).
    pub people: Arc<Listed<'a, &'a People>>,
    /// Why, and on which legal bases.
    pub purposes: Arc<Listed<'a, &'a Purpose>>,
    /// The sub-processors of the importer.
    pub sub_processors: Arc<Listed<'a, &'a SubProcessor>>,
    /// The recipients of the activity: the keys of its disclosures on the day. Open: there may be flows that nobody recorded.
    pub recipients: Arc<Listed<'a, &'a Key>>,
    /// The systems that it goes through or into.
    pub systems: Vec<&'a Key>,
    /// What is in force between exporter and importer.
    pub instruments: Instruments<'a>,
}

impl<'a> Facts<'a> {
    /// Where it arrives: places of storage and of access. Somebody with access whose place is not recorded is somewhere.
    #[must_use]
    pub fn destination(&self) -> Listed<'a, Option<&'a Key>> {
        let mut arrives = locations(&self.storage);
        for access in &self.access.items {
            match &access.places {
                Some(places) => arrives.items.extend(places.iter().map(|place| Some(place.key()))),
                None => arrives.items.push(None),
            }
        }
        arrives.said.extend(self.access.said.iter().copied());
        // A list that no record has a place for keeps the whole from being complete.
        if self.storage.said.is_empty() || self.access.said.is_empty() {
            arrives.said.clear();
        }
        arrives
    }

    /// Whether it crosses a border on its way from origin to destination.
    #[must_use]
    pub fn crossing(&self, atlas: &Atlas<'a>, border: Border) -> Crossing<'a> {
        atlas.crossing(&locations(&self.origin), &self.destination(), border)
    }

    /// Whether it carries people's data over a border: from where they are to its destination, whatever lies between.
    #[must_use]
    pub fn crossing_from_people(&self, atlas: &Atlas<'a>, border: Border) -> Crossing<'a> {
        let places = self.people.items.iter().map(|people| people.place.as_ref().map(Ref::key));
        let origin = Listed { items: places.collect(), said: self.people.said.clone() };
        atlas.crossing(&origin, &self.destination(), border)
    }
}

fn locations<'a>(spots: &Listed<'a, Spot<'a>>) -> Listed<'a, Option<&'a Key>> {
    Listed { items: spots.items.iter().map(|spot| spot.location).collect(), said: spots.said.clone() }
}

/// Every flow of a register that exists on any day of the period, in one pass over the activities.
#[must_use]
pub fn derive(register: &Register, period: Period) -> Flows<'_> {
    let ground = ground::Ground::of(register);
    let mut flows = Vec::new();
    for activity in &ground.activities {
        let mut named: BTreeMap<Name<'_>, Vec<Stretch<'_>>> = BTreeMap::new();
        for (days, found) in period::stretches(period, |moment| legs::of(&ground, activity, moment)) {
            for (name, facts) in found {
                let told = named.entry(name).or_default();
                match told.last_mut() {
                    Some(last) if last.facts == facts && last.period.joined(days).is_some() => {
                        last.period = last.period.joined(days).unwrap_or(days);
                    }
                    _ => told.push(Stretch { period: days, facts }),
                }
            }
        }
        flows.extend(named.into_iter().map(|(name, stretches)| Flow { id: name.id(), name, activity, stretches }));
    }
    Flows { period, atlas: ground.atlas, flows }
}
