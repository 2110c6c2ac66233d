//! The vocabulary of conditions: closed and typed, so that every condition has a schema, an end and an explanation.
//!
//! A new predicate is one variant here and one arm in [`crate::rules`].

use crate::domain::{
    record::{
        activity::{ActivityRole, ConsentForm, DataSource, DisclosureKind, LegalBasis, RecipientRole, SaleOrSharing},
        agreement::AgreementKind,
        assessment::AssessmentKind,
        data_category::{DataCategory, DspCategory, GdprSpecial, Sensitivity},
        data_subject::DataSubject,
        notice::CommitmentKind,
        organization::{ContactFunction, EntityKind, RegistrationScheme},
        part, vocabulary,
    },
    value::{Count, IsoDuration, Key, List, Percent, Ref, Text},
};

/// A statement about a flow that is true, false, or not known: exactly one of these.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// All of these hold.
    All(List<Condition>),
    /// One of these holds.
    Any(List<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
    /// This is not known to be false. Only in rules that let nothing pass: those that conclude `conditional`, `not_satisfied` or `undetermined`.
    Possible(Box<Condition>),
    /// What the regime defines under this key.
    Is(Key),
    /// The step on the way of data is one of these.
    Leg(List<LegWord>),
    /// Data has stopped flowing, and what is there has not been returned or deleted.
    Residual(bool),
    /// Where the people are.
    People(PlaceTest),
    /// For whom the notices of the activity are meant: where these people are.
    Audience(PlaceTest),
    /// Where the flow leaves.
    Origin(PlaceTest),
    /// Where it is kept at its end.
    Storage(PlaceTest),
    /// From where it can be reached at its end.
    Access(PlaceTest),
    /// Where it arrives: kept or reached.
    Destination(PlaceTest),
    /// It crosses such a border between where it leaves and where it arrives.
    Crosses(BorderWord),
    /// It carries people's data over such a border, from where they are to where it arrives.
    CrossesFromPeople(BorderWord),
    /// Who sends.
    Exporter(PartyTest),
    /// Who gets.
    Importer(PartyTest),
    /// Who decides on the processing, on every step alike: the controllers of the activity; where we process for others, these.
    Controller(PartyTest),
    /// Whether exporter and importer belong to one group of companies.
    SameGroup(bool),
    /// How the disclosure leaves.
    Disclosure(List<DisclosureKind>),
    /// Whether the recipient collects from people directly.
    CollectsDirectly(bool),
    /// Whether it is a sale or a sharing under California law.
    SaleOrSharing(List<SaleOrSharing>),
    /// Whether something is given in return.
    Consideration(bool),
    /// What our company is in the activity.
    OurRole(List<ActivityRole>),
    /// What the importer is in law.
    Role(RoleTest),
    /// The data.
    Data(DataTest),
    /// Whether data of people in these places that comes from elsewhere is kept in the same systems.
    MixedData(PlaceTest),
    /// Whose data it is.
    Subjects(SubjectTest),
    /// Why, and on which bases.
    Purposes(PurposeTest),
    /// An agreement in force between exporter and importer that covers the flow.
    Agreement(AgreementTest),
    /// An assessment, filing or approval that covers the flow.
    Assessment(AssessmentTest),
    /// A number of people against a threshold.
    Count(CountTest),
    /// What the notices of the activity say.
    Notice(NoticeTest),
    /// A fact of which only somebody's statement can be recorded.
    Attested(AttestedTest),
}

vocabulary! {
    /// A step on the way of data.
    pub enum LegWord {
        Collection,
        Holding,
        Disclosure,
        Onward,
        Access,
        Return,
    }
}

vocabulary! {
    /// What counts as a border: between countries and territories with codes of their own; between states, to which their
    /// territories belong; or also between subdivisions of one country.
    pub enum BorderWord {
        Country,
        State,
        Subdivision,
    }
}

/// A question about places; names are the keys of the regime's lists.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlaceTest {
    /// At least one place lies in one of these lists.
    In(List<Key>),
    /// Every place lies in one of these lists, and there is at least one.
    OnlyIn(List<Key>),
}

vocabulary! {
    /// What is at an end of a flow.
    pub enum PartyWord {
        People,
        Us,
        Organization,
        Service,
        Group,
        Department,
        Authority,
        Public,
    }
}

/// A question about an end of a flow. With several organisations there it holds if it holds of one of them, unless it says otherwise.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartyTest {
    /// What is there is one of these.
    IsA(List<PartyWord>),
    /// The organisation is of one of these kinds.
    EntityKind(List<EntityKind>),
    /// It is organised under the law of a place of one of these lists.
    OrganisedIn(List<Key>),
    /// Its principal place of business is in a place of one of these lists.
    PrincipalPlaceIn(List<Key>),
    /// It is organised, has its principal place of business or an establishment in a place of one of these lists.
    EstablishedIn(List<Key>),
    /// Every organisation there is organised, has its principal place of business or an establishment in a place of one of these lists.
    AllEstablishedIn(List<Key>),
    /// Shares in it are held, directly or through others, by holders of places of these lists.
    Owned(OwnershipTest),
    /// Every organisation there is registered.
    Registered(RegistrationTest),
    /// It has named somebody for this function.
    Contact(ContactFunction),
    /// Whether it operates critical information infrastructure in China.
    CriticalInformationInfrastructure(bool),
    /// Its yearly revenue.
    Revenue(RevenueTest),
    /// The number of consumers in California whose data it buys, sells or shares in a year is at least this.
    CaliforniaConsumers(Count),
}

part! {
    /// How much of an organisation is held by holders of some places, in aggregate.
    pub struct OwnershipTest {
        /// The share, in percent, from which on it holds.
        pub at_least: Percent,
        /// The lists of places in which holders are organised or resident.
        pub by: List<Key>,
    }
}

part! {
    /// A registration or self-certification.
    pub struct RegistrationTest {
        /// Under what.
        pub scheme: RegistrationScheme,
        /// How long ago somebody may have looked.
        pub checked_within: Option<IsoDuration>,
    }
}

part! {
    /// Yearly revenue above an amount.
    pub struct RevenueTest {
        /// The amount, in whole units of the currency.
        pub more_than: Count,
        /// The currency, ISO 4217.
        #[schemars(regex(pattern = "^[A-Z]{3}$"))]
        pub currency: Box<str>,
    }
}

part! {
    /// What the importer is in law.
    pub struct RoleTest {
        /// One of these.
        pub is: List<RecipientRole>,
        /// The law under which that is asked: roles that are recorded for another law do not count.
        pub regime: Option<Key>,
    }
}

/// A question about the data of a flow and the fields of the systems that it goes into.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DataTest {
    /// Something in it is such data.
    Some(DataSelector),
    /// Everything in it is such data.
    Every(DataSelector),
}

part! {
    /// Data of which everything holds that is said here.
    pub struct DataSelector {
        /// It is of one of these categories or of one below them.
        pub categories: Option<List<Ref<DataCategory>>>,
        /// What GDPR Arts 9 and 10 call it.
        pub gdpr: Option<List<GdprSpecial>>,
        /// What PIPL Art 28 calls it.
        pub pipl: Option<List<Sensitivity>>,
        /// What California law calls it.
        pub ccpa: Option<List<Sensitivity>>,
        /// What it is under 28 CFR Part 202.
        pub dsp: Option<List<DspCategory>>,
        /// Where it comes from; fields of systems, which do not say so, are not asked.
        pub source: Option<List<DataSource>>,
        /// Whether a person can be identified from it; fields of systems, which do not say so, are not asked.
        pub identifiable: Option<bool>,
    }
}

/// A question about whose data it is.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SubjectTest {
    /// Some of them are such people.
    Some(SubjectSelector),
    /// All of them are such people.
    Every(SubjectSelector),
}

part! {
    /// People of whom everything holds that is said here.
    pub struct SubjectSelector {
        /// They belong to one of these groups or to one below them.
        pub groups: Option<List<Ref<DataSubject>>>,
        /// Whether minors are among them.
        pub minors: Option<bool>,
        /// Whether they act in a business capacity.
        pub business_capacity: Option<bool>,
        /// Whether people of the United States government are among them.
        pub us_government: Option<bool>,
    }
}

/// A question about purposes.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PurposeTest {
    /// It serves such a purpose.
    Some(PurposeSelector),
    /// It serves no other purposes than such.
    Every(PurposeSelector),
}

part! {
    /// A purpose of which everything holds that is said here.
    pub struct PurposeSelector {
        /// Its term is one of these.
        pub codes: Option<List<Box<str>>>,
        /// It rests on one of these bases.
        pub bases: Option<List<LegalBasis>>,
        /// A basis under this law; a basis without a law counts for all.
        pub law: Option<Key>,
        /// How consent is asked for.
        pub consent: Option<ConsentTest>,
    }
}

part! {
    /// How consent is asked for.
    pub struct ConsentTest {
        /// Its form is one of these.
        pub form: Option<List<ConsentForm>>,
        /// Whether it is asked for apart from other matters.
        pub separate: Option<bool>,
    }
}

part! {
    /// An agreement.
    pub struct AgreementTest {
        /// It is of one of these kinds.
        pub kinds: List<AgreementKind>,
        /// It has clauses of all these codes.
        pub clauses: Option<List<Key>>,
    }
}

part! {
    /// An assessment, filing or approval with a favourable outcome, or a filing that is made.
    pub struct AssessmentTest {
        /// It is of one of these kinds.
        pub kinds: List<AssessmentKind>,
        /// How long ago it may have been completed, filed or decided.
        pub within: Option<IsoDuration>,
        /// Whether it must be dated before the flow began.
        pub before_start: Option<bool>,
    }
}

part! {
    /// A number of people against a threshold: exactly one of `at_least` and `more_than`.
    pub struct CountTest {
        /// The key of what is counted.
        pub of: Key,
        /// As many or more.
        pub at_least: Option<Count>,
        /// More than that.
        pub more_than: Option<Count>,
    }
}

/// A question about the notices of an activity. With several notices it holds if it holds of each.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeTest {
    /// Whether the published table names the importer's service.
    NamesRecipient(bool),
    /// It makes one of these promises.
    Promises(List<CommitmentKind>),
}

part! {
    /// A fact of which only somebody's statement can be recorded: in `attestations` of the disclosure or the activity.
    pub struct AttestedTest {
        /// The key under which it is recorded.
        pub fact: Key,
        /// The question to be answered.
        pub question: Text,
    }
}
