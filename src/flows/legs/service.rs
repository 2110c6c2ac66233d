//! What the record of a service says on a day: who offers it, where it processes, who reaches data, whom it uses.

use super::scene::{lasting, with_access};
use crate::{
    domain::{
        Day, Key, Kind,
        kind::RecordType,
        record::{Access, Processor, Status, SubProcessor},
        value::Ref,
    },
    flows::{
        Capacity, Listed, Party, Side, Spot, State, Use,
        ground::{Ground, counts},
        lists::{ListAt, at, read},
        period::Moment,
    },
};

/// A service on a day.
#[derive(Clone, Copy)]
pub(super) struct Service<'a> {
    /// Its key.
    pub key: &'a Key,
    /// Its record, where that can be read.
    record: Option<&'a Processor>,
}

/// Whether what a record says can be read: on a day on which it counts, and also after its end, as long as it is not
/// retired, since what has been put somewhere is where it was put.
pub(super) fn readable<R: RecordType>(record: &R, moment: &Moment) -> Option<State> {
    let common = record.common();
    match common.status {
        Status::Active => lasting(moment, common.since, common.until, None),
        Status::Draft | Status::Retired => counts(moment, record).then_some(State::Active),
    }
}

impl<'a> Service<'a> {
    /// The service of this key.
    pub fn of(ground: &Ground<'a>, key: &'a Key, moment: &Moment) -> Self {
        let record = ground.processors.get(key).copied();
        Self { key, record: record.filter(|record| readable(*record, moment).is_some()) }
    }

    fn list<T, U>(
        &self,
        name: &'static str,
        told: impl FnOnce(&'a Processor) -> Option<&'a [T]>,
        each: impl FnMut(&'a T) -> Option<U>,
    ) -> Listed<'a, U>
    where
        T: 'a,
    {
        match self.record {
            Some(record) => read(record, at(record, name), told(record), each),
            None => Listed::unknown(ListAt { kind: Kind::Processors, key: self.key, within: None, list: name }),
        }
    }

    /// The service as an end of a flow: the organisations that offer it.
    pub fn side(&self, moment: &Moment, capacity: Capacity<'a>) -> Side<'a> {
        let parties = self.list(
            "providers",
            |record| record.providers.as_deref(),
            |provider| {
                let provides = moment.holds(provider.since, provider.until);
                provides.then(|| Party::Organization(provider.organization.key()))
            },
        );
        Side { service: Some(self.key), parties, capacity }
    }

    /// Where it processes.
    pub fn places(&self, moment: &Moment) -> Listed<'a, Spot<'a>> {
        self.list(
            "locations",
            |record| record.locations.as_deref(),
            |place| {
                let location = place.location.as_ref().map(Ref::key);
                let used = moment.holds(place.since, place.until);
                used.then_some(Spot { location, used_for: Use::Storage, host: None })
            },
        )
    }

    /// Who of its providers can reach data.
    pub fn access(&self, moment: &Moment) -> Listed<'a, &'a Access> {
        self.list("access", |record| record.access.as_deref(), |access| with_access(moment, access))
    }

    /// Whom it uses, or used since `since` and who may have data still.
    pub fn sub_processors(&self, moment: &Moment, since: Option<Day>) -> Listed<'a, &'a SubProcessor> {
        self.list(
            "sub_processors",
            |record| record.sub_processors.as_deref(),
            |sub| {
                let overlaps = since.is_none_or(|since| sub.until.is_none_or(|until| since <= until));
                (overlaps && lasting(moment, sub.since, sub.until, None).is_some()).then_some(sub)
            },
        )
    }

    /// The place of a list of one of its sub-processors.
    pub const fn at_sub_processor(&self, sub: &'a SubProcessor, list: &'static str) -> ListAt<'a> {
        ListAt { kind: Kind::Processors, key: self.key, within: Some(("sub_processors", &sub.key)), list }
    }

    /// A list of one of its sub-processors.
    pub fn of_sub_processor<T, U>(
        &self,
        sub: &'a SubProcessor,
        name: &'static str,
        told: Option<&'a [T]>,
        each: impl FnMut(&'a T) -> Option<U>,
    ) -> Listed<'a, U> {
        let place = self.at_sub_processor(sub, name);
        match self.record {
            Some(record) => read(record, place, told, each),
            None => Listed::unknown(place),
        }
    }
}
