//! The model: what each section of a notice needs. What is absent is not recorded; an empty list is recorded as empty.

use crate::{
    domain::{
        Day, Key, LanguageTag,
        record::{
            AfterRetention, CommitmentKind, ConsentForm, ContactFunction, DataSource, FunctionTier, LegalBasis,
            MeasureState, NoticeDateKind, RightKind,
        },
        value::WebUrl,
    },
    report::{
        Made, Said,
        sharing::SharingKind,
        told::{At, Sentence},
    },
};
use schemars::JsonSchema;
use serde::Serialize;

/// What a notice has to say.
#[serde_with::skip_serializing_none]
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "NoticeContent")]
pub struct Report {
    /// What it was made from.
    pub made: Made,
    /// The notice itself.
    pub notice: NoticeTold,
    /// Who gives it; absent: not recorded.
    pub controller: Option<ControllerTold>,
    /// The activities that it tells about, by key.
    pub functions: Vec<FunctionTold>,
    /// What it promises; absent: not recorded.
    pub promises: Option<Vec<PromiseTold>>,
    /// What sections need and nobody recorded.
    pub missing: Vec<Missing>,
    /// What the report did not judge.
    pub not_evaluated: Vec<Sentence>,
}

/// A notice.
#[serde_with::skip_serializing_none]
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ContentNotice")]
pub struct NoticeTold {
    /// Its key.
    pub key: Key,
    /// Its name.
    pub name: Said,
    /// Where it is published.
    pub url: Option<WebUrl>,
    /// The languages it is published in.
    pub languages: Option<Vec<LanguageTag>>,
    /// Whom it is for, in its own words.
    pub audience: Option<Said>,
    /// The dates printed on it.
    pub dates: Option<Vec<DateTold>>,
}

/// A printed date.
#[serde_with::skip_serializing_none]
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ContentDate")]
pub struct DateTold {
    /// What it says.
    pub kind: NoticeDateKind,
    /// As it is printed.
    pub printed: Option<String>,
    /// The day; absent where the words name none.
    pub day: Option<Day>,
}

/// Who gives a notice.
#[serde_with::skip_serializing_none]
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ContentController")]
pub struct ControllerTold {
    /// The key of the organisation.
    pub key: Key,
    /// Its name.
    pub name: Said,
    /// Its address, in lines.
    pub address: Option<Vec<String>>,
    /// Its web site.
    pub website: Option<WebUrl>,
    /// Whom to reach; absent: not recorded.
    pub contacts: Option<Vec<ContactTold>>,
}

/// Whom to reach.
#[serde_with::skip_serializing_none]
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ContentContact")]
pub struct ContactTold {
    /// Its key.
    pub key: Key,
    /// What for.
    pub function: Option<ContactFunction>,
    /// The person or unit.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// A page with a form.
    pub url: Option<WebUrl>,
    /// Postal address, in lines.
    pub address: Option<Vec<String>>,
}

/// A function: an activity that the notice tells about.
#[serde_with::skip_serializing_none]
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ContentFunction")]
pub struct FunctionTold {
    /// The key of the activity.
    pub activity: Key,
    /// Its name.
    pub name: Said,
    /// What is done.
    pub description: Option<Said>,
    /// Whether people may refuse it.
    pub tier: Option<FunctionTier>,
    /// Why.
    pub purposes: Option<Vec<PurposeTold>>,
    /// With which data.
    pub data: Option<Vec<DataTold>>,
    /// Whose.
    pub subjects: Option<Vec<NamedTold>>,
    /// Where it is kept: by the activity itself and by its systems.
    pub storage: Option<Vec<PlaceTold>>,
    /// How long.
    pub retention: Option<RetentionTold>,
    /// How long in backups.
    pub backups: Option<RetentionTold>,
    /// Who gets it; absent: not recorded.
    pub recipients: Option<Vec<RecipientTold>>,
    /// How it is protected.
    pub security: Option<Vec<MeasureTold>>,
    /// Which rights people have in it.
    pub rights: Option<Vec<RightTold>>,
    /// Whether decisions are made by automated means alone.
    pub automated_decisions: Option<AutomatedTold>,
    /// Data of minors.
    pub minors: Option<MinorsTold>,
}

/// A record by key and name.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ContentNamed")]
pub struct NamedTold {
    /// The key.
    pub key: Key,
    /// The name.
    pub name: Said,
}

/// A purpose.
#[serde_with::skip_serializing_none]
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ContentPurpose")]
pub struct PurposeTold {
    /// Its key.
    pub key: Key,
    /// In words.
    pub text: Option<Said>,
    /// On which legal bases; absent: not recorded.
    pub bases: Option<Vec<BasisTold>>,
}

/// A legal basis.
#[serde_with::skip_serializing_none]
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ContentBasis")]
pub struct BasisTold {
    /// What makes it lawful.
    pub basis: LegalBasis,
    /// Under which law.
    pub law: Option<Key>,
    /// The provision.
    pub citation: Option<String>,
    /// The legitimate interest pursued.
    pub legitimate_interest: Option<Said>,
    /// The form of consent.
    pub consent: Option<ConsentForm>,
    /// Whether consent is asked for apart from other matters.
    pub separate: Option<bool>,
    /// How consent is withdrawn.
    pub withdrawal: Option<Said>,
}

/// An item of data.
#[serde_with::skip_serializing_none]
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ContentDatum")]
pub struct DataTold {
    /// Its key.
    pub key: Key,
    /// Its category.
    pub category: Option<Key>,
    /// What the notice calls it, else the name of its category, else its key.
    pub name: Said,
    /// The keys of the purposes it serves, where not all.
    pub purposes: Option<Vec<Key>>,
    /// Where it comes from.
    pub source: Option<DataSource>,
    /// Whether people must give it.
    pub required: Option<bool>,
    /// Whether a law or contract asks for it.
    pub statutory: Option<bool>,
    /// What happens if people refuse.
    pub refusal_consequence: Option<Said>,
}

/// A place.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ContentPlace")]
pub struct PlaceTold {
    /// The location; absent: not recorded where.
    pub location: Option<NamedTold>,
    /// The system that keeps it there.
    pub system: Option<NamedTold>,
    /// The service that hosts it.
    pub host: Option<NamedTold>,
}

/// How long data is kept.
#[serde_with::skip_serializing_none]
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ContentRetention")]
pub struct RetentionTold {
    /// The length of time (ISO 8601).
    pub period: Option<String>,
    /// The criteria that decide.
    pub criteria: Option<Said>,
    /// The event from which the period runs.
    pub trigger: Option<Said>,
    /// What happens at the end.
    pub then: Option<AfterRetention>,
}

/// Who gets data.
#[serde_with::skip_serializing_none]
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ContentRecipient")]
pub struct RecipientTold {
    /// The key of the disclosure.
    pub key: Key,
    /// How the data leaves.
    pub kind: SharingKind,
    /// The record of the recipient: `processors/neocrm`; absent for one that is only described.
    pub record: Option<String>,
    /// Who it is.
    pub name: Said,
    /// The organisations that provide the service.
    pub providers: Vec<NamedTold>,
    /// Why.
    pub purpose: Option<Said>,
    /// The keys of the items of data; absent: not recorded.
    pub data: Option<Vec<Key>>,
    /// Where the recipient keeps it; absent: not recorded.
    pub places: Option<Vec<NamedTold>>,
    /// The agreements and assessments that cover it, as the disclosure names them; absent: not recorded.
    pub mechanisms: Option<Vec<NamedTold>>,
    /// Pages of the recipient about privacy.
    pub policies: Vec<WebUrl>,
    /// The first day; in the future: announced.
    pub since: Option<Day>,
    /// The last day.
    pub until: Option<Day>,
}

/// A measure of protection.
#[serde_with::skip_serializing_none]
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ContentMeasure")]
pub struct MeasureTold {
    /// Its key.
    pub key: Key,
    /// What is done.
    pub measure: Said,
    /// How far it is.
    pub state: Option<MeasureState>,
}

/// A right.
#[serde_with::skip_serializing_none]
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ContentRight")]
pub struct RightTold {
    /// The right.
    pub right: RightKind,
    /// How to ask, in words.
    pub channel: Option<Said>,
    /// An e-mail address to ask at.
    pub email: Option<String>,
    /// A page to ask on.
    pub url: Option<WebUrl>,
    /// Within how many days it is answered.
    pub days: Option<u64>,
    /// Conditions and exceptions.
    pub text: Option<Said>,
}

/// Decisions made by automated means alone.
#[serde_with::skip_serializing_none]
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ContentAutomated")]
pub struct AutomatedTold {
    /// Whether there are any.
    pub used: Option<bool>,
    /// How they are made.
    pub logic: Option<Said>,
    /// What they mean for people.
    pub consequences: Option<Said>,
}

/// Data of minors.
#[serde_with::skip_serializing_none]
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ContentMinors")]
pub struct MinorsTold {
    /// Whether it is processed.
    pub processed: Option<bool>,
    /// The age below which somebody is a minor here.
    pub below_age: Option<u8>,
    /// How guardians consent.
    pub guardian_consent: Option<Said>,
    /// What is done where it happens nonetheless.
    pub text: Option<Said>,
}

/// A promise.
#[serde_with::skip_serializing_none]
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ContentPromise")]
pub struct PromiseTold {
    /// Its key.
    pub key: Key,
    /// What kind of promise it is.
    pub kind: CommitmentKind,
    /// In words.
    pub text: Option<Said>,
    /// The days it names.
    pub days: Option<u64>,
}

/// A section of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ContentSection")]
pub enum Section {
    /// What is processed, and why.
    Functions,
    /// Where it is kept, and how long.
    Storage,
    /// Who gets it.
    Recipients,
    /// How it is protected.
    Security,
    /// Which rights people have.
    Rights,
    /// Minors and automated decisions.
    Minors,
    /// How the notice is updated.
    Updates,
    /// Whom to reach.
    Contact,
}

impl Section {
    /// Every section, in the order in which a page tells them.
    pub const ALL: [Self; 8] = [
        Self::Functions,
        Self::Storage,
        Self::Recipients,
        Self::Security,
        Self::Rights,
        Self::Minors,
        Self::Updates,
        Self::Contact,
    ];

    /// Its name in parameters.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Functions => "functions",
            Self::Storage => "storage",
            Self::Recipients => "recipients",
            Self::Security => "security",
            Self::Rights => "rights",
            Self::Minors => "minors",
            Self::Updates => "updates",
            Self::Contact => "contact",
        }
    }

    /// Its place on the page, from 0.
    #[must_use]
    pub fn place(self) -> usize {
        Self::ALL.iter().position(|section| *section == self).unwrap_or_default()
    }
}

/// Something that a section needs and nobody recorded.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ContentMissing")]
pub struct Missing {
    /// The section.
    pub section: Section,
    /// The record and field that would supply it.
    pub at: At,
}
