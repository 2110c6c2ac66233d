//! The disclosures that a notice covers, in one pass over the activities.

use crate::domain::{
    Day, Key, Kind, LanguageTag, Record, Register,
    record::{
        Activity, Agreement, DataCategory, Disclosure, Location, Notice, Organization, Processor, Recipient, Status,
    },
    value::RecordId,
};
use std::collections::BTreeMap;

/// The records of a register and the day on which they are read.
#[derive(Clone, Copy)]
pub struct Records<'a> {
    pub register: &'a Register,
    pub on: Option<Day>,
}

macro_rules! lookups {
    ($($name:ident $kind:ident $type:ident,)+) => {
        $(pub fn $name(&self, key: &Key) -> Option<&'a $type> {
            match &self.register.get(&RecordId::new(Kind::$kind, key.clone()))?.record {
                Record::$kind(record) => Some(record),
                _ => None,
            }
        })+
    };
}

impl<'a> Records<'a> {
    lookups! {
        notice Notices Notice,
        processor Processors Processor,
        organization Organizations Organization,
        location Locations Location,
        category DataCategories DataCategory,
        agreement Agreements Agreement,
    }

    /// Whether what is so from `since` to `until` is so on the day; an end that is left out is open.
    pub fn holds(&self, since: Option<Day>, until: Option<Day>) -> bool {
        self.on.is_none_or(|day| day.within(since, until))
    }

    /// Whether a record counts on the day: a draft never, a retired one only up to the last day it names.
    pub fn counts(&self, status: Status, since: Option<Day>, until: Option<Day>) -> bool {
        match status {
            Status::Draft => false,
            Status::Active => self.holds(since, until),
            Status::Retired => self.on.is_some() && until.is_some() && self.holds(since, until),
        }
    }

    /// Whether a service is one on the day: a draft never; a retired one as long as its period holds, since to hide who still
    /// gets data would be worse. What the register does not hold cannot be judged.
    pub fn in_use(&self, processor: &Key) -> bool {
        self.processor(processor)
            .is_none_or(|service| service.status != Status::Draft && self.holds(service.since, service.until))
    }
}

/// A disclosure and the activity it belongs to.
#[derive(Clone, Copy)]
pub struct Disclosed<'a> {
    pub activity: &'a Activity,
    pub disclosure: &'a Disclosure,
}

impl<'a> Disclosed<'a> {
    /// The language that the texts of the activity were first written in.
    pub fn language(&self) -> Option<&'a LanguageTag> {
        self.activity.language.as_ref()
    }
}

/// Every disclosure that a notice covers on the day, in the order of activities and of their lists.
pub struct Gathered<'a> {
    /// Without those to services that are none on the day.
    pub disclosures: Vec<Disclosed<'a>>,
    /// With those to services that are none on the day: a notice may list them all the same.
    by_processor: BTreeMap<&'a Key, Vec<Disclosed<'a>>>,
    records: Records<'a>,
    /// Whether any activity names the notice, whatever its state.
    pub named: bool,
    /// The activities behind it that count on the day.
    pub activities: Vec<&'a Activity>,
}

impl<'a> Gathered<'a> {
    pub fn of(records: Records<'a>, notice: &Key) -> Self {
        let mut gathered = Self {
            disclosures: Vec::new(),
            by_processor: BTreeMap::new(),
            records,
            named: false,
            activities: Vec::new(),
        };
        for entry in records.register.of_kind(Kind::Activities, None) {
            let Record::Activities(activity) = &entry.record else { continue };
            let named = activity.notices.iter().flatten().any(|reference| reference.key() == notice);
            gathered.named |= named;
            if !named || !records.counts(activity.status, activity.since, activity.until) {
                continue;
            }
            gathered.activities.push(activity);
            for disclosure in activity.disclosures.iter().flatten() {
                if !records.holds(disclosure.since, disclosure.until) {
                    continue;
                }
                let disclosed = Disclosed { activity, disclosure };
                let mut shown = true;
                if let Recipient::Processor(processor) = &disclosure.recipient {
                    gathered.by_processor.entry(processor.key()).or_default().push(disclosed);
                    shown = records.in_use(processor.key());
                }
                if shown {
                    gathered.disclosures.push(disclosed);
                }
            }
        }
        gathered
    }

    /// The processors disclosed to that are in use on the day, by key.
    pub fn processors(&self) -> impl Iterator<Item = &'a Key> {
        self.by_processor.keys().copied().filter(|key| self.records.in_use(key))
    }

    /// The disclosures to one processor, in use or not.
    pub fn to(&self, processor: &Key) -> &[Disclosed<'a>] {
        self.by_processor.get(processor).map_or(&[], Vec::as_slice)
    }
}
