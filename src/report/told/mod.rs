//! What flows and records say, as parts of report models: owned, typed, in no language of its own.
//!
//! A list keeps how far it can be trusted and where it may lack something; what is not recorded stays absent and never
//! becomes "no". Words of records come along in all their languages, words of the program in every language it speaks.
//! Never knows which report it serves, and never judges.

mod contacts;
mod instruments;
mod people;
mod places;
mod records;
pub mod spoken;

pub use contacts::{Matter, Reached, appointed};
pub use instruments::{AgreementTold, AssessmentTold, CoverageTold, agreements, assessments, named_assessments};
pub use people::{Counted, PeopleAt, Range, UnitTold, ranges};
pub use places::{AccessTold, PlaceTold, UseTold, accesses, spots};
pub use records::{Datum, Named, Records, UnknownRecord, category_within, data, datum, goes, subject_within, subjects};

use super::speech::Speech;
use crate::{
    domain::{Day, Key, Kind, Text},
    flows::{self, ListAt, Listed, Party},
};
use schemars::JsonSchema;
use serde::Serialize;

/// Words of the program, in every language it speaks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Sentence {
    /// In English.
    pub en: String,
    /// In Chinese, simplified script.
    #[serde(rename = "zh-Hans")]
    pub zh_hans: String,
}

impl Sentence {
    /// What `words` says in each language.
    pub fn say(words: impl Fn(Speech) -> String) -> Self {
        Self { en: words(Speech::En), zh_hans: words(Speech::ZhHans) }
    }

    /// The same words for every reader of a language.
    #[must_use]
    pub fn of((en, zh_hans): (&str, &str)) -> Self {
        Self { en: en.to_owned(), zh_hans: zh_hans.to_owned() }
    }

    /// In one language.
    #[must_use]
    pub fn speak(&self, speech: Speech) -> &str {
        match speech {
            Speech::En => &self.en,
            Speech::ZhHans => &self.zh_hans,
        }
    }
}

/// A stretch of days; both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Days {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

impl From<flows::Period> for Days {
    fn from(period: flows::Period) -> Self {
        Self { from: period.from(), to: period.to() }
    }
}

/// A place in a record: where a statement stands, or would stand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct At {
    /// The record: `activities/newsletter`.
    pub record: String,
    /// The field in it, elements of lists named by their keys: `/disclosures/mailhaus/kind`. Empty: the record as a whole.
    pub field: String,
}

impl At {
    /// A field of a record.
    pub fn field(kind: Kind, key: &Key, field: impl Into<String>) -> Self {
        Self { record: format!("{kind}/{key}"), field: field.into() }
    }
}

impl From<&ListAt<'_>> for At {
    fn from(at: &ListAt<'_>) -> Self {
        Self::field(at.kind, at.key, at.pointer().as_str())
    }
}

impl std::fmt::Display for At {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}#{}", self.record, self.field)
    }
}

/// How sure something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ToldCertainty")]
pub enum Certainty {
    /// The records say so.
    Surely,
    /// They do not say that it is not: a wider place or category, something of which nothing is said, a list that may lack it.
    Perhaps,
}

/// How much of what there is a list says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExtentTold {
    /// Nothing is recorded, not even that there is none.
    Unknown,
    /// Something is recorded, and nobody says that it is all.
    Open,
    /// It is all there is.
    Complete,
}

/// A list of a report, and how far it can be trusted.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Told{T}")]
pub struct Told<T> {
    /// What is recorded. Empty says nothing by itself.
    pub items: Vec<T>,
    /// How much that is of what there is.
    pub extent: ExtentTold,
    /// The lists of records that may lack something, each once.
    pub open: Vec<At>,
}

impl<T> Told<T> {
    /// What lists of records say.
    pub fn of<U>(listed: &Listed<'_, U>, each: impl FnMut(&U) -> T) -> Self {
        let extent = match (listed.is_complete(), listed.is_unknown()) {
            (true, _) => ExtentTold::Complete,
            (false, true) => ExtentTold::Unknown,
            (false, false) => ExtentTold::Open,
        };
        let mut open: Vec<At> =
            listed.said.iter().filter(|said| !said.extent.is_complete()).map(|said| At::from(&said.at)).collect();
        open.sort();
        open.dedup();
        Self { items: listed.items.iter().map(each).collect(), extent, open }
    }

    /// What a field says that is a list, and of which nobody can say that it is complete.
    pub fn field<U>(told: Option<&[U]>, at: At, each: impl FnMut(&U) -> T) -> Self {
        let extent = if told.is_some() { ExtentTold::Open } else { ExtentTold::Unknown };
        Self { items: told.unwrap_or_default().iter().map(each).collect(), extent, open: vec![at] }
    }
}

/// Words that have a language, or a name that has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Words {
    /// A name as it is written.
    Plain(Box<str>),
    /// Words in their languages.
    Spoken(Text),
}

impl Words {
    /// To order by.
    #[must_use]
    pub fn by_default(&self) -> &str {
        match self {
            Self::Plain(name) => name,
            Self::Spoken(text) => text.by_default(),
        }
    }
}

/// What somebody at an end of a flow is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhoIs {
    /// The people whose data it is.
    People,
    /// Our company, acting for others.
    Us,
    /// An organisation of the register.
    Organization,
    /// Somebody who has a name and no record.
    Named,
    /// Somebody who is described: a group, a department, staff.
    Described,
}

/// Somebody at an end of a flow.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Who {
    /// What that is.
    pub is: WhoIs,
    /// The organisation, where it is one of the register.
    pub key: Option<Key>,
    /// The name or description.
    pub name: Option<Words>,
}

/// An end of a flow, as it is told.
#[must_use]
pub fn who(records: Records<'_>, party: &Party<'_>) -> Who {
    let (is, key, name) = match party {
        Party::People => (WhoIs::People, None, None),
        Party::Us => (WhoIs::Us, None, None),
        Party::Organization(key) => {
            (WhoIs::Organization, Some((*key).clone()), records.named(Kind::Organizations, key).name.map(Words::Spoken))
        }
        Party::Named(name) => (WhoIs::Named, None, Some(Words::Plain((*name).into()))),
        Party::Described(text) => (WhoIs::Described, None, Some(Words::Spoken((*text).clone()))),
    };
    Who { is, key, name }
}

/// A step on the way of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of `flows::Leg`")]
pub enum LegTold {
    Collection,
    Holding,
    Disclosure,
    Onward,
    Access,
    Return,
}

impl From<flows::Leg> for LegTold {
    fn from(leg: flows::Leg) -> Self {
        match leg {
            flows::Leg::Collection => Self::Collection,
            flows::Leg::Holding => Self::Holding,
            flows::Leg::Disclosure => Self::Disclosure,
            flows::Leg::Onward => Self::Onward,
            flows::Leg::Access => Self::Access,
            flows::Leg::Return => Self::Return,
        }
    }
}

/// Whether data still flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StateTold {
    /// It does.
    Active,
    /// It has ended, and nobody recorded that what was there has been returned or deleted.
    Residual,
}

impl StateTold {
    /// The same for people: in English and in Chinese.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Active => ("goes on", "进行中"),
            Self::Residual => ("ended, not known to be returned or deleted", "已终止，未记录返还或删除"),
        }
    }
}

impl From<flows::State> for StateTold {
    fn from(state: flows::State) -> Self {
        match state {
            flows::State::Active => Self::Active,
            flows::State::Residual => Self::Residual,
        }
    }
}

/// Whether a flow is recorded or follows from what is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BasisTold {
    /// A record says so.
    Declared,
    /// No record says so; it follows from what a service is used for.
    Inferred,
}

impl From<flows::Basis> for BasisTold {
    fn from(basis: flows::Basis) -> Self {
        match basis {
            flows::Basis::Declared => Self::Declared,
            flows::Basis::Inferred => Self::Inferred,
        }
    }
}
