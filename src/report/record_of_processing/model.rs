//! The model of the record: parties, activities, and the items that the law asks for, each with what is recorded and missing.

use crate::{
    domain::Key,
    report::{Made, Said},
};
use schemars::JsonSchema;
use serde::Serialize;

/// The record of processing activities for a day.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "RecordOfProcessing")]
pub struct Report {
    /// What it was made from.
    pub(in crate::report) made: Made,
    /// The law whose items it lists.
    pub(in crate::report) view: View,
    /// One record a controller, then one for each party that we act for.
    pub(in crate::report) records: Vec<PartyRecord>,
    /// How many items have something missing.
    pub(in crate::report) items_with_gaps: u64,
    /// How many items there are.
    pub(in crate::report) items: u64,
    /// What the report did not evaluate.
    pub(in crate::report) not_evaluated: Vec<Said>,
}

/// The law whose items a record lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RecordView")]
pub enum View {
    /// GDPR Art 30.
    Gdpr,
    /// PIPL Arts 55-56 and Network Data Security Regulations Art 12.
    Pipl,
    /// LGPD Art 37.
    Lgpd,
}

/// As what somebody keeps a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RecordCapacity")]
pub enum Capacity {
    /// As a controller.
    Controller,
    /// As a processor, for the controller that is named.
    Processor,
}

/// The record of a controller, or of what is done for one.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
pub struct PartyRecord {
    /// As what it is kept.
    pub(in crate::report) capacity: Capacity,
    /// The key of the controller; left out where none is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report) controller: Option<Key>,
    /// Its name.
    pub(in crate::report) name: Said,
    /// What the law asks about the parties.
    pub(in crate::report) items: Vec<Item>,
    /// The activities, by key.
    pub(in crate::report) activities: Vec<ActivityRecord>,
}

/// What is recorded of an activity.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
pub struct ActivityRecord {
    /// Its key.
    pub(in crate::report) activity: Key,
    /// Its name.
    pub(in crate::report) name: Said,
    /// What the law asks about it, in the order of the law.
    pub(in crate::report) items: Vec<Item>,
}

/// What the law asks for.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "RecordItem")]
pub struct Item {
    /// What it is about.
    pub(in crate::report) topic: Topic,
    /// The same in words.
    pub(in crate::report) label: Said,
    /// The provision.
    pub(in crate::report) citation: &'static str,
    /// Whether the provision was held against its text; where not, it is to be checked before anybody relies on it.
    pub(in crate::report) confirmed: bool,
    /// What is recorded. Empty is not "none": see `none`.
    pub(in crate::report) statements: Vec<Said>,
    /// Whether it is recorded that there is none.
    pub(in crate::report) none: bool,
    /// What is missing.
    pub(in crate::report) missing: Vec<Gap>,
    /// The lists it was read from that nobody said to be complete: `activities/sales#/data`.
    pub(in crate::report) open: Vec<String>,
}

/// What an item is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RecordTopic")]
pub enum Topic {
    Contact,
    ProcessorContact,
    Representatives,
    DataProtectionOfficer,
    JointControllers,
    Purposes,
    Operations,
    Subjects,
    Data,
    Recipients,
    Transfers,
    Retention,
    Security,
    Entrusting,
    Assessment,
}

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "RecordGap")]
pub struct Gap {
    /// The record that would supply it; left out where no kind of record has a place for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report) record: Option<String>,
    /// The field of that record, with elements of lists by their keys: `/disclosures/crm/agreements`.
    pub(in crate::report) field: String,
}
