//! The records: one shape everywhere. The same document is the API body, the YAML in git, the journal entry and the value
//! reports read.
//!
//! Absent means **unknown**, `[]` or an explicit value means none; so every field but the names is an `Option`, and no code
//! may treat `None` as "no". A new field is one line in one of these files: schemas, OpenAPI, references, differences,
//! import and export follow from the type.

mod activity;
mod agreement;
mod assessment;
mod data_category;
mod data_subject;
mod location;
mod notice;
mod organization;
mod parts;
mod processor;
mod publication;
pub mod regime;
mod review;
mod system;
mod waiver;

pub use activity::{
    Activity, ActivityRole, AutomatedDecisions, Basis, Channel, Consent, ConsentForm, DataItem, DataSource, Disclosure,
    DisclosureKind, DisclosureRole, FunctionTier, ImpactAssessment, LegalBasis, MeasureState, Minors, Operation,
    People, PeopleUnit, PlaceMeaning, Purpose, Recipient, RecipientRole, Right, RightKind, RoleSource, SaleOrSharing,
    SecurityMeasure,
};
pub use agreement::{
    Agreement, AgreementKind, AgreementParty, AgreementRole, AgreementState, Clause, Renewal, Signatory,
};
pub use assessment::{Assessment, AssessmentKind, Filing, Opinion, Outcome, RequiredMeasure};
pub use data_category::{
    CategoryFlags, DataCategory, DspCategory, GdprSpecial, MappingMatch, Sensitivity, TermMapping,
};
pub use data_subject::DataSubject;
pub use location::{Location, LocationCategory};
pub use notice::{
    Audience, Commitment, CommitmentKind, ListingLink, ListingRow, Notice, NoticeDate, NoticeDateKind, Wording,
};
pub use organization::{
    Alias, AliasKind, Contact, ContactFunction, EntityKind, Establishment, Group, LegalName, Organization,
    Registration, RegistrationScheme, RegistrationStatus, Revenue, Shareholder, SizeFacts,
};
pub use parts::{
    Access, Address, AfterRetention, Attestation, Certainty, Checked, Complete, Confidentiality, Document, Link,
    Period, Privilege, Retention, Route, Scope, Source, Status, Storage,
};
pub use processor::{
    Certification, Cookie, Policy, PolicyKind, ProcessingPlace, Processor, Provider, RiskTier, Sdk, SubProcessor,
    SubProcessorDecision, SubProcessorNotice,
};
pub use publication::{Publication, PublishedFormat, PublishedText, RegisterHead};
pub use regime::Regime;
pub use review::{
    Advice, AttestedRecord, DecisionKind, FollowUp, ItemChange, ItemResult, RegimeResult, Rendering, Review,
    ReviewAttestation, ReviewDecision, ReviewItem, ReviewPeriod, ReviewScope, ReviewState, RuleVersion, SignOff,
};
pub use system::{LinkedIdentifiers, MixedData, System, SystemField};
pub use waiver::Waiver;

use super::value::{Day, Key, LanguageTag, Text};

/// What all kinds have in common, borrowed from one of them.
#[derive(Debug, Clone, Copy)]
pub struct Common<'a> {
    /// See the field of the same name of any record.
    pub key: &'a Key,
    /// See the field of the same name of any record.
    pub name: &'a Text,
    /// See the field of the same name of any record.
    pub status: Status,
    /// See the field of the same name of any record.
    pub language: Option<&'a LanguageTag>,
    /// See the field of the same name of any record.
    pub since: Option<Day>,
    /// See the field of the same name of any record.
    pub until: Option<Day>,
    /// See the field of the same name of any record.
    pub steward: Option<&'a str>,
    /// See the field of the same name of any record.
    pub tags: &'a [Key],
    /// See the field of the same name of any record.
    pub sources: &'a [Source],
    /// See the field of the same name of any record.
    pub complete: &'a [Complete],
}

/// A kind of record: the fields given here between those that all kinds have in common.
macro_rules! record {
    ($(#[$meta:meta])* pub struct $name:ident { $($fields:tt)* }) => {
        $(#[$meta])*
        #[serde_with::skip_serializing_none]
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// The immutable key of the record within its kind.
            pub key: $crate::domain::value::Key,
            /// What people call it.
            pub name: $crate::domain::value::Text,
            /// Whether the record counts: a draft appears in lists and findings only, a retired one in history and past periods. Where left out: `active`.
            #[serde(default)]
            pub status: $crate::domain::record::Status,
            /// The language that the record's texts were first written in; texts fall back to it.
            pub language: Option<$crate::domain::value::LanguageTag>,
            /// The first day on which what the record describes is so.
            pub since: Option<$crate::domain::value::Day>,
            /// The last day on which what the record describes is so.
            pub until: Option<$crate::domain::value::Day>,
            /// The person or unit that answers for the record.
            pub steward: Option<Box<str>>,
            /// Free labels to filter by.
            pub tags: Option<$crate::domain::value::List<$crate::domain::value::Key>>,
            /// How widely the record itself may be shown.
            pub confidentiality: Option<$crate::domain::record::Confidentiality>,
            /// The record that takes the place of this one.
            pub successor: Option<$crate::domain::value::Ref<$name>>,
            $($fields)*
            /// Remarks for readers of the register; never published.
            pub notes: Option<$crate::domain::value::Text>,
            /// Where each statement comes from.
            pub sources: Option<$crate::domain::value::List<$crate::domain::record::Source>>,
            /// Which lists of this record are complete. For any other list, silence proves nothing.
            pub complete: Option<$crate::domain::value::List<$crate::domain::record::Complete>>,
        }

        impl $name {
            pub(in crate::domain) fn common_fields(&self) -> $crate::domain::record::Common<'_> {
                $crate::domain::record::Common {
                    key: &self.key,
                    name: &self.name,
                    status: self.status,
                    language: self.language.as_ref(),
                    since: self.since,
                    until: self.until,
                    steward: self.steward.as_deref(),
                    tags: self.tags.as_deref().unwrap_or(&[]),
                    sources: self.sources.as_deref().unwrap_or(&[]),
                    complete: self.complete.as_deref().unwrap_or(&[]),
                }
            }
        }
    };
}
use record;

/// A part of a record: a struct that refuses unknown fields and leaves unknown ones out.
macro_rules! part {
    ($(#[$meta:meta])* pub struct $name:ident { $($fields:tt)* }) => {
        $(#[$meta])*
        #[serde_with::skip_serializing_none]
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($fields)* }
    };
}
use part;

/// A closed list of words, written in snake case.
macro_rules! vocabulary {
    ($(#[$meta:meta])* pub enum $name:ident { $($variants:tt)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "snake_case")]
        #[expect(missing_docs, reason = "the words say what they mean; what needs more is said above them")]
        pub enum $name { $($variants)* }
    };
}
use vocabulary;

/// References of a record that must not lead back to it: the relation and the key it names. A circle counts within one relation.
pub type Parents<'a> = Vec<(&'static str, &'a Key)>;

/// Some references as one relation, for [`super::kind::RecordType::parents`].
fn keys<'a, R: 'a>(
    relation: &'static str,
    references: impl IntoIterator<Item = &'a super::value::Ref<R>>,
) -> Parents<'a> {
    references.into_iter().map(|reference| (relation, reference.key())).collect()
}
