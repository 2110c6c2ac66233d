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
//!
//! The flows of one activity are derived without those of any other ([`Ground::flows_of`]; over many activities
//! [`Era::each`]). So whoever keeps results per activity derives again what a change reaches ([`reached`]), and nothing else.

mod era;
mod ground;
mod instruments;
mod legs;
mod lists;
mod period;
mod places;
mod reach;
mod records;

pub use era::Era;
pub use ground::Ground;
pub use instruments::{AgreementInForce, AssessmentInForce, Coverage, Instruments, RegistrationInForce};
pub use lists::{Extent, ListAt, Listed, Said};
pub use period::{Moment, Period, stretches};
pub use places::{Atlas, Border, Candidate, Crossing, Doubt, Place};
pub use reach::{reached, reached_through};

use crate::domain::{
    Key, Kind, Register, Text,
    digest::{self, Digest},
    record::{
        Access, Activity, ActivityRole, DataCategory, DataItem, DisclosureRole, LinkedIdentifiers, MixedData, People,
        Provider, Purpose, SubProcessor, SystemField,
    },
    value::Ref,
};
use std::sync::Arc;

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
pub type Target<'a> = TargetBy<&'a Key>;

/// A [`Target`], by keys that are lent or held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetBy<K> {
    /// A service.
    Processor(K),
    /// An organisation.
    Organization(K),
    /// A group whose members are not named.
    Group,
    /// A department of the controller.
    Department,
    /// Authorities and courts that are not named.
    Authority,
    /// The public.
    Public,
    /// A sub-processor that has no record: the key of its element.
    Element(K),
    /// Sub-processors that there may be, where nothing is recorded.
    Unrecorded,
}

impl<'a> Target<'a> {
    /// The same, for whoever keeps it longer than the register.
    #[must_use]
    pub fn held(self) -> TargetBy<Key> {
        match self {
            Self::Processor(key) => TargetBy::Processor(key.clone()),
            Self::Organization(key) => TargetBy::Organization(key.clone()),
            Self::Element(key) => TargetBy::Element(key.clone()),
            Self::Group => TargetBy::Group,
            Self::Department => TargetBy::Department,
            Self::Authority => TargetBy::Authority,
            Self::Public => TargetBy::Public,
            Self::Unrecorded => TargetBy::Unrecorded,
        }
    }

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

impl<'a> Name<'a> {
    /// Who gets the data in the end: the sub-processor of an onward step, else the recipient or host.
    #[must_use]
    pub fn target(&self) -> Option<Target<'a>> {
        self.onward.map(|(_, to)| to).or(self.recipient)
    }

    /// The digest of the name.
    #[must_use]
    pub fn id(&self) -> Digest {
        let mut fields = Vec::with_capacity(13);
        fields.extend([self.activity.as_str(), self.leg.word()]);
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
        digest::of_few_fields(&fields)
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    /// Where they are those that offer a service: the same in their order, as its record says (for which territories of
    /// customers, which part).
    pub providers: Vec<&'a Provider>,
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
    /// The keys to what is encrypted are kept there.
    Keys,
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

/// A count of people: an element of the people of an activity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counted<'a> {
    /// The key of the activity and that of the element: no other count has both.
    pub id: (&'a Key, &'a Key),
    /// What was counted, where and when.
    pub people: &'a People,
}

/// What the systems that a flow goes into say of the data in them, beside its fields. It is about the systems: nothing here
/// says that a flow carries it. A flow that goes into no system has lists that no record has a place for.
#[derive(Debug, Clone, PartialEq)]
pub struct Inside<'a> {
    /// Whose other data is in the same systems.
    pub mixed: Listed<'a, &'a MixedData>,
    /// Identifiers that can be linked to the same person there.
    pub linked: Listed<'a, &'a LinkedIdentifiers>,
    /// Where the keys to what is encrypted are kept.
    pub keys: Listed<'a, Spot<'a>>,
}

impl Inside<'_> {
    /// Of no system.
    #[must_use]
    pub const fn nowhere() -> Self {
        Self { mixed: Listed::nowhere(), linked: Listed::nowhere(), keys: Listed::nowhere() }
    }

    /// This, and what another system says.
    pub(super) fn add(&mut self, more: &Self) {
        self.mixed.add(more.mixed.clone());
        self.linked.add(more.linked.clone());
        self.keys.add(more.keys.clone());
    }
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
    /// What else those systems say of the data in them.
    pub inside: Arc<Inside<'a>>,
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
    pub instruments: Arc<Instruments<'a>>,
}

impl<'a> Facts<'a> {
    /// It goes into one more system.
    fn goes_into(&mut self, fields: &Arc<Listed<'a, &'a SystemField>>, inside: &Arc<Inside<'a>>) {
        lists::join(&mut self.fields, fields);
        if *self.inside == Inside::nowhere() {
            self.inside = Arc::clone(inside);
        } else {
            Arc::make_mut(&mut self.inside).add(inside);
        }
    }

    /// The counts of its people, each with what it is known by.
    ///
    /// The people of an activity are in every one of its flows, and are the same people: whoever adds up collects the counts
    /// of all the flows in question into a map by [`Counted::id`], so that each is there once, and adds up that. Whether two
    /// counts have people in common is another question, that each answers for itself (`disjoint`).
    pub fn counts(&self) -> impl Iterator<Item = Counted<'a>> {
        let activity = self.people.said.first().map(|said| said.at.key);
        let counted = move |people: &&'a People| Some(Counted { id: (activity?, &people.key), people });
        self.people.items.iter().filter_map(counted)
    }

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

/// Every flow of a register that exists on any day of the period: those of each activity, derived on all cores.
#[must_use]
pub fn derive(register: &Register, period: Period) -> Flows<'_> {
    let ground = Ground::of(register);
    let flows = ground.over(period).flows();
    Flows { period, atlas: ground.atlas, flows }
}
