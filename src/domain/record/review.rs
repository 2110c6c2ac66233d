//! Reviews of cross-border transfers, and what was decided in them.
//!
//! What a review froze it names by keys and digests, not by references: it says what was, whatever becomes of the records.

use super::{Parents, part, publication::RegisterHead, record, regime::Conclusion, vocabulary};
use crate::domain::value::{Count, Day, Key, LanguageTag, List, Ref, Sha256Digest, Text};
use chrono::{DateTime, Utc};

record! {
    /// A review of cross-border transfers over a period: the routes that it looked at, as they were known after one commit, and who
    /// advised and signed off.
    pub struct Review {
        /// The days that are reviewed.
        pub period: ReviewPeriod,
        /// What is reviewed; left out: every transfer.
        pub scope: Option<ReviewScope>,
        /// How far it is.
        pub state: ReviewState,
        /// Who opened it: the opaque id that the journal keeps.
        pub opened_by: Box<str>,
        /// When it was opened.
        pub opened_at: DateTime<Utc>,
        /// The register that it looks at.
        pub register: RegisterHead,
        /// The version of the program that judged.
        pub engine: Box<str>,
        /// The laws that were held against the flows, each in its version.
        pub rules: List<RuleVersion>,
        /// Whether who signs off must be somebody else than who decided.
        pub four_eyes: bool,
        /// Whether every route is decided anew, also those that did not change.
        pub full_cycle: bool,
        /// The review before, with which it is compared.
        pub previous: Option<Ref<Review>>,
        /// The review that this one corrects.
        pub supersedes: Option<Ref<Review>>,
        /// The routes.
        pub items: List<ReviewItem>,
        /// Which records stewards attested for it.
        pub attestations: Option<List<ReviewAttestation>>,
        /// What the data protection officer advised.
        pub advice: Option<List<Advice>>,
        /// Who signed off, a controller each.
        pub signatures: Option<List<SignOff>>,
        /// What was signed: the model and its renderings.
        pub renderings: Option<List<Rendering>>,
        /// Why it was cancelled.
        pub cancelled_because: Option<Box<str>>,
    }
}

part! {
    /// The first and the last day of a review.
    pub struct ReviewPeriod {
        /// The first day.
        pub from: Day,
        /// The last day.
        pub to: Day,
    }
}

part! {
    /// What a review is about: all of what is given must hold.
    #[derive(Default)]
    pub struct ReviewScope {
        /// Transfers of activities that this notice tells about.
        pub notice: Option<Key>,
        /// Transfers of this controller.
        pub controller: Option<Key>,
        /// Transfers that leave, or whose people are, in this location or possibly so.
        pub lane_from: Option<Key>,
        /// Transfers that arrive in this location or possibly so.
        pub lane_to: Option<Key>,
        /// Transfers to this organisation.
        pub importer: Option<Key>,
        /// Transfers to this service.
        pub processor: Option<Key>,
    }
}

vocabulary! {
    /// How far a review is.
    pub enum ReviewState {
        Open,
        Ready,
        SignedOff,
        Cancelled,
        Superseded,
    }
}

part! {
    /// A law in the version that was held against flows.
    pub struct RuleVersion {
        /// The regime.
        pub regime: Key,
        /// The version of its record.
        pub version: Count,
    }
}

part! {
    /// A route: exporter, importer, where from and where to, with the flows that go it.
    pub struct ReviewItem {
        /// The key of the route: the same in every review in which it is gone.
        pub key: Key,
        /// The route in words.
        pub name: Text,
        /// Who sends; empty: not recorded.
        pub exporters: List<Key>,
        /// Who gets; empty: not recorded.
        pub importers: List<Key>,
        /// The service through which it is got.
        pub service: Option<Key>,
        /// Where people are, or data leaves; empty: not recorded.
        pub from: List<Key>,
        /// Where data arrives; empty: not recorded.
        pub to: List<Key>,
        /// Whose processing it is; empty: not recorded.
        pub controllers: List<Key>,
        /// The activities.
        pub activities: List<Key>,
        /// The flows, by id.
        pub flows: List<Sha256Digest>,
        /// The worst that a law comes to for one of them. Where no law was evaluated it is undetermined.
        pub result: ItemResult,
        /// Whether it rests on law that is unconfirmed or should have been looked up again.
        pub unconfirmed: bool,
        /// What each law comes to at worst.
        pub regimes: List<RegimeResult>,
        /// The digest of facts and results: what is decided, is decided of these.
        pub facts: Sha256Digest,
        /// How it stands to the review before.
        pub change: ItemChange,
    }
}

/// What a route comes to.
pub type ItemResult = Conclusion;

vocabulary! {
    /// How a route stands to the review before.
    pub enum ItemChange {
        New,
        Changed,
        Unchanged,
    }
}

part! {
    /// What a law comes to.
    pub struct RegimeResult {
        /// The regime.
        pub regime: Key,
        /// The worst of its results.
        pub result: ItemResult,
    }
}

part! {
    /// That a steward attests records that a review rests on: that they say what is so.
    pub struct ReviewAttestation {
        /// The key of this element.
        pub key: Key,
        /// Who attests: the person or unit that answers for the records.
        pub steward: Box<str>,
        /// The records.
        pub records: List<AttestedRecord>,
        /// Who wrote it down: the opaque id that the journal keeps.
        pub by: Box<str>,
        /// When.
        pub at: DateTime<Utc>,
        /// What is to be known about it.
        pub comment: Option<Box<str>>,
    }
}

part! {
    /// A record that is attested, in the version that was read. It is attested as long as it has this version.
    pub struct AttestedRecord {
        /// The record: `activities/newsletter`.
        pub record: Box<str>,
        /// Its version.
        pub version: Count,
    }
}

part! {
    /// Advice of the data protection officer.
    pub struct Advice {
        /// The key of this element.
        pub key: Key,
        /// What is advised.
        pub text: Box<str>,
        /// Who wrote it down.
        pub by: Box<str>,
        /// When.
        pub at: DateTime<Utc>,
    }
}

part! {
    /// Who signed off the routes of a controller.
    pub struct SignOff {
        /// The key of this element.
        pub key: Key,
        /// The controller; left out: routes of which nobody recorded a controller.
        pub controller: Option<Key>,
        /// Who signed: the opaque id that the journal keeps.
        pub by: Box<str>,
        /// When.
        pub at: DateTime<Utc>,
        /// The digest of the routes and decisions that were signed.
        pub digest: Sha256Digest,
        /// Remarks.
        pub comment: Option<Box<str>>,
    }
}

part! {
    /// What was signed, in one format and language.
    pub struct Rendering {
        /// The key of this element.
        pub key: Key,
        /// Its media type.
        pub media_type: Box<str>,
        /// Its language; left out for the model, which speaks all.
        pub language: Option<LanguageTag>,
        /// The SHA-256 digest of its bytes, under which they are kept.
        pub digest: Sha256Digest,
        /// How many bytes it has.
        pub bytes: Count,
    }
}

record! {
    /// What was decided of a route in a review. It stands as long as the facts of the route are those that it was decided of.
    pub struct ReviewDecision {
        /// The review.
        pub review: Ref<Review>,
        /// The key of the route.
        pub item: Key,
        /// What was decided.
        pub decision: DecisionKind,
        /// The digest of the facts and results that it was decided of.
        pub facts: Sha256Digest,
        /// Who decided: the opaque id that the journal keeps.
        pub decided_by: Box<str>,
        /// When.
        pub decided_at: DateTime<Utc>,
        /// Why, or what is to be known about it.
        pub comment: Option<Box<str>>,
        /// Under which conditions it is approved.
        pub conditions: Option<Box<str>>,
        /// Who is asked, has to act, or accepts the risk.
        pub who: Option<Box<str>>,
        /// By when it is to be answered or done; of an accepted risk, its last day.
        pub due: Option<Day>,
        /// The digests of documents that show it.
        pub evidence: Option<List<Sha256Digest>>,
        /// What became of what was to be done.
        pub done: Option<FollowUp>,
    }
}

vocabulary! {
    /// What may be decided of a route.
    pub enum DecisionKind {
        Approve,
        ApproveWithConditions,
        CarryOver,
        Ask,
        Remediate,
        Suspend,
        AcceptRisk,
        NotATransfer,
    }
}

part! {
    /// That something that was to be done is done.
    pub struct FollowUp {
        /// Who says so: the opaque id that the journal keeps.
        pub by: Box<str>,
        /// When.
        pub at: DateTime<Utc>,
        /// What was done.
        pub text: Box<str>,
    }
}

impl Review {
    #[expect(clippy::unused_self, reason = "asked of every kind alike")]
    pub(in crate::domain) const fn parent_keys(&self) -> Parents<'_> {
        Vec::new()
    }
}

impl ReviewDecision {
    #[expect(clippy::unused_self, reason = "asked of every kind alike")]
    pub(in crate::domain) const fn parent_keys(&self) -> Parents<'_> {
        Vec::new()
    }
}
