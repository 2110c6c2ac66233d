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
        ground::counts,
        lists::{ListAt, at, read},
        period::Moment,
    },
};
use std::sync::Arc;

/// What a service says on a day: the same for every activity that uses it, so that it is read once.
#[derive(Debug)]
pub struct InService<'a> {
    /// Its key.
    pub key: &'a Key,
    /// Its record, where that can be read.
    record: Option<&'a Processor>,
    /// The service as an end of a flow of which nobody says what it is in law.
    pub anyone: Arc<Side<'a>>,
    /// The service as a sub-processor.
    pub sub_processor: Arc<Side<'a>>,
    /// Where it processes.
    pub places: Arc<Listed<'a, Spot<'a>>>,
    /// Who of its providers can reach data.
    pub access: Arc<Listed<'a, &'a Access>>,
    /// Whom it uses or has used.
    sub_processors: Arc<Listed<'a, &'a SubProcessor>>,
    /// The sub-processors that there may be, where nothing is recorded: who they are, where they are, who has access there.
    pub unrecorded: Unrecorded<'a>,
}

/// An end of flows of which nothing is recorded.
#[derive(Debug)]
pub struct Unrecorded<'a> {
    pub side: Arc<Side<'a>>,
    pub places: Arc<Listed<'a, Spot<'a>>>,
    pub access: Arc<Listed<'a, &'a Access>>,
}

impl<'a> Unrecorded<'a> {
    fn of(at: ListAt<'a>) -> Self {
        let (parties, providers, capacity) = (Listed::unknown(at), Vec::new(), Capacity::SubProcessor);
        Self {
            side: Arc::new(Side { service: None, parties, providers, capacity }),
            places: Arc::new(Listed::unknown(at)),
            access: Arc::new(Listed::unknown(at)),
        }
    }
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

impl<'a> InService<'a> {
    /// Reads the record of a service.
    pub fn read(key: &'a Key, record: Option<&'a Processor>, moment: &Moment) -> Self {
        let record = record.filter(|record| readable(*record, moment).is_some());
        let providers = record.iter().flat_map(|record| record.providers.iter().flatten());
        let providers: Vec<_> = providers.filter(|provider| moment.holds(provider.since, provider.until)).collect();
        let said = list(key, record, "providers", |record| record.providers.as_deref(), |_| None::<()>).said;
        let parties = providers.iter().map(|provider| Party::Organization(provider.organization.key())).collect();
        let parties = Listed { items: parties, said };
        let anyone = Side { service: Some(key), parties, providers, capacity: Capacity::Unknown };
        let sub_processor = Side { capacity: Capacity::SubProcessor, ..anyone.clone() };
        let places = list(
            key,
            record,
            "locations",
            |record| record.locations.as_deref(),
            |place| {
                let location = place.location.as_ref().map(Ref::key);
                let used = moment.holds(place.since, place.until);
                used.then_some(Spot { location, used_for: Use::Storage, host: None })
            },
        );
        let access =
            list(key, record, "access", |record| record.access.as_deref(), |access| with_access(moment, access));
        let subs = list(
            key,
            record,
            "sub_processors",
            |record| record.sub_processors.as_deref(),
            |sub| lasting(moment, sub.since, sub.until, None).is_some().then_some(sub),
        );
        Self {
            key,
            record,
            anyone: Arc::new(anyone),
            sub_processor: Arc::new(sub_processor),
            places: Arc::new(places),
            access: Arc::new(access),
            sub_processors: Arc::new(subs),
            unrecorded: Unrecorded::of(ListAt { kind: Kind::Processors, key, within: None, list: "sub_processors" }),
        }
    }

    /// The service as an end of a flow: the organisations that offer it.
    pub fn side(&self, capacity: Capacity<'a>) -> Arc<Side<'a>> {
        match capacity {
            Capacity::Unknown => Arc::clone(&self.anyone),
            Capacity::SubProcessor => Arc::clone(&self.sub_processor),
            _ => Arc::new(Side { capacity, ..Side::clone(&self.anyone) }),
        }
    }

    /// Whom it uses, or used since `since` and who may have data still.
    pub fn sub_processors(&self, since: Option<Day>) -> Arc<Listed<'a, &'a SubProcessor>> {
        let before = |sub: &SubProcessor| since.zip(sub.until).is_some_and(|(since, until)| until < since);
        if !self.sub_processors.items.iter().any(|sub| before(sub)) {
            return Arc::clone(&self.sub_processors);
        }
        let mut subs = Listed::clone(&self.sub_processors);
        subs.items.retain(|sub| !before(sub));
        Arc::new(subs)
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

fn list<'a, T: 'a, U>(
    key: &'a Key,
    record: Option<&'a Processor>,
    name: &'static str,
    told: impl FnOnce(&'a Processor) -> Option<&'a [T]>,
    each: impl FnMut(&'a T) -> Option<U>,
) -> Listed<'a, U> {
    match record {
        Some(record) => read(record, at(record, name), told(record), each),
        None => Listed::unknown(ListAt { kind: Kind::Processors, key, within: None, list: name }),
    }
}
