//! Records by name: who they are, which data and people they speak of.

use super::{Told, Words};
use crate::{
    domain::{
        Key, Kind, LanguageTag, Record, Register, Text,
        record::{
            Activity, Agreement, Assessment, DataCategory, DataItem, DataSource, DataSubject, Location, Notice,
            Organization, Processor, Status, System,
        },
        value::{RecordId, Ref},
    },
    flows::{Facts, Period},
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// There is no such record in the register.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no record `{0}`")]
pub struct UnknownRecord(pub RecordId);

/// A record by its key and name.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "NamedRecord")]
pub struct Named {
    /// The key.
    pub key: Key,
    /// The name, in its languages; absent where the register does not hold the record.
    pub name: Option<Text>,
    /// The language that the record was first written in.
    pub language: Option<LanguageTag>,
}

/// The records of a register, looked up.
#[derive(Debug, Clone, Copy)]
pub struct Records<'a>(pub &'a Register);

macro_rules! lookups {
    ($($name:ident $kind:ident $type:ident,)+) => {
        $(/// The record of this key.
        #[must_use]
        pub fn $name(self, key: &Key) -> Option<&'a $type> {
            match &self.0.get(&RecordId::new(Kind::$kind, key.clone()))?.record {
                Record::$kind(record) => Some(record),
                _ => None,
            }
        })+
    };
}

impl<'a> Records<'a> {
    lookups! {
        activity Activities Activity,
        notice Notices Notice,
        processor Processors Processor,
        organization Organizations Organization,
        location Locations Location,
        system Systems System,
        category DataCategories DataCategory,
        subject DataSubjects DataSubject,
        agreement Agreements Agreement,
        assessment Assessments Assessment,
    }

    /// The notices that are given on a day of a period: no draft, and a retired one only where it says up to when.
    #[must_use]
    pub fn notices(self, period: Period) -> BTreeSet<&'a Key> {
        let given = |notice: &&Notice| {
            let counts = match notice.status {
                Status::Draft => false,
                Status::Active => true,
                Status::Retired => notice.until.is_some(),
            };
            counts
                && notice.since.is_none_or(|since| since <= period.to())
                && notice.until.is_none_or(|until| period.from() <= until)
        };
        let notices = self.0.of_kind(Kind::Notices, None).filter_map(|entry| match &entry.record {
            Record::Notices(notice) => Some(&**notice),
            _ => None,
        });
        notices.filter(given).map(|notice| &notice.key).collect()
    }

    /// A record by name.
    #[must_use]
    pub fn named(self, kind: Kind, key: &Key) -> Named {
        let common = self.0.get(&RecordId::new(kind, key.clone())).map(|entry| entry.common());
        Named {
            key: key.clone(),
            name: common.map(|common| common.name.clone()),
            language: common.and_then(|common| common.language.cloned()),
        }
    }

    /// Refuses a key that names no record of its kind.
    ///
    /// # Errors
    /// If the register does not hold it.
    pub fn known(self, kind: Kind, key: Option<&Key>) -> Result<(), UnknownRecord> {
        match key.map(|key| RecordId::new(kind, key.clone())) {
            Some(id) if self.0.get(&id).is_none() => Err(UnknownRecord(id)),
            _ => Ok(()),
        }
    }
}

/// A category of data on its way.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Datum {
    /// The key of the data item in the activity.
    pub item: Key,
    /// The category; absent: not recorded.
    pub category: Option<Named>,
    /// What the notice or form calls it.
    pub label: Option<Text>,
    /// Whose it is, where not all subjects of the activity.
    pub subjects: Option<Vec<Key>>,
    /// Where it comes from; absent: not recorded.
    pub source: Option<DataSource>,
}

impl Datum {
    /// What a reader calls it.
    #[must_use]
    pub fn words(&self) -> Words {
        let name = self.label.clone().or_else(|| self.category.as_ref().and_then(|category| category.name.clone()));
        name.map_or_else(|| Words::Plain(self.item.as_str().into()), Words::Spoken)
    }
}

/// The data of a flow. What the record of a service limits a sub-processor to is left in, the rest left out; an item without
/// a category may be among it.
#[must_use]
pub fn data(records: Records<'_>, facts: &Facts<'_>) -> Told<Datum> {
    let items = facts.data.items.iter().filter(|item| goes(records, facts, item));
    let Told { items: _, extent, open } = Told::of(&facts.data, |_| ());
    Told { items: items.map(|item| datum(records, item)).collect(), extent, open }
}

/// Whether an item of the data of a flow goes to a sub-processor whose record limits what it gets; of a flow without such a limit
/// every item does.
#[must_use]
pub fn goes(records: Records<'_>, facts: &Facts<'_>, item: &DataItem) -> bool {
    let (Some(limit), Some(category)) = (facts.categories, &item.category) else { return true };
    limit.iter().any(|limit| {
        category_within(records, category.key(), limit.key()) || category_within(records, limit.key(), category.key())
    })
}

/// An item of data.
#[must_use]
pub fn datum(records: Records<'_>, item: &DataItem) -> Datum {
    Datum {
        item: item.key.clone(),
        category: item.category.as_ref().map(|category| records.named(Kind::DataCategories, category.key())),
        label: item.label.clone(),
        subjects: item.subjects.as_ref().map(|subjects| subjects.iter().map(|s| s.key().clone()).collect()),
        source: item.source,
    }
}

/// Whose data it is.
#[must_use]
pub fn subjects(records: Records<'_>, facts: &Facts<'_>) -> Told<Named> {
    Told::of(&facts.subjects, |key| records.named(Kind::DataSubjects, key))
}

/// Whether a category is `wide` or lies below it, by its dot path or by its parents.
#[must_use]
pub fn category_within(records: Records<'_>, category: &Key, wide: &Key) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![category];
    while let Some(at) = open.pop() {
        let below = at.as_str().strip_prefix(wide.as_str());
        if below.is_some_and(|below| below.is_empty() || below.starts_with('.')) {
            return true;
        }
        if seen.insert(at) {
            let parents = records.category(at).and_then(|category| category.parents.as_ref());
            open.extend(parents.into_iter().flatten().map(Ref::key));
        }
    }
    false
}

/// Whether a group of people is `wide` or belongs to it.
#[must_use]
pub fn subject_within(records: Records<'_>, subject: &Key, wide: &Key) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![subject];
    while let Some(at) = open.pop() {
        if at == wide {
            return true;
        }
        if seen.insert(at) {
            let parents = records.subject(at).and_then(|subject| subject.parents.as_ref());
            open.extend(parents.into_iter().flatten().map(Ref::key));
        }
    }
    false
}
