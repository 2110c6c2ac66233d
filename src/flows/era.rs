//! A ground over a period: what services and systems say on its days is read once, when it is first asked for.
//!
//! Hundreds of activities use the same service. What its record says (providers, places, access, sub-processors) is the same
//! for all of them, for as many days as nothing in it changes. Never knows an activity beforehand.

use super::{
    Flow, Period, Stretch,
    ground::Ground,
    legs::{self, InService, InSystem},
    period::{self, Moment, after},
};
use crate::domain::{Key, record::Activity};
use rayon::prelude::*;
use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

/// What a record says over a period: stretches of days, and what it says on each of them.
type Over<T> = OnceLock<Vec<(Period, Arc<T>)>>;

/// How many activities are derived on all cores before their flows are put in order: enough for the cores to share, few
/// enough that little is held twice.
const BATCH: usize = 2048;

/// A ground over a period. See the module.
#[derive(Debug)]
pub struct Era<'g, 'a> {
    pub(super) ground: &'g Ground<'a>,
    period: Period,
    services: Vec<Over<InService<'a>>>,
    systems: Vec<Over<InSystem<'a>>>,
}

impl<'g, 'a> Era<'g, 'a> {
    pub(super) fn of(ground: &'g Ground<'a>, period: Period) -> Self {
        let services = ground.processors.iter().map(|_| OnceLock::new()).collect();
        Self { ground, period, services, systems: ground.systems.iter().map(|_| OnceLock::new()).collect() }
    }

    /// The flows of one activity, by leg, element, recipient and sub-processor.
    #[must_use]
    pub fn flows_of(&self, activity: &'a Activity) -> Vec<Flow<'a>> {
        let flow = |name: super::Name<'a>, stretches| Flow { id: name.id(), name, activity, stretches };
        let steady = legs::Steady::of(activity);
        let mut stretches = period::stretches(self.period, |moment| legs::of(self, &steady, moment));
        let Some((days, found)) = stretches.next() else { return Vec::new() };
        if days == self.period {
            let stretch = |facts| vec![Stretch { period: days, facts }];
            return found.into_iter().map(|(name, facts)| flow(name, stretch(facts))).collect();
        }
        let mut named: BTreeMap<_, Vec<Stretch<'_>>> = BTreeMap::new();
        for (days, found) in std::iter::once((days, found)).chain(stretches) {
            for (name, facts) in found {
                let told = named.entry(name).or_default();
                match told.last_mut().and_then(|last| Some((last.period.joined(days)?, last))) {
                    Some((joined, last)) if last.facts == facts => last.period = joined,
                    _ => told.push(Stretch { period: days, facts }),
                }
            }
        }
        named.into_iter().map(|(name, stretches)| flow(name, stretches)).collect()
    }

    /// What `make` makes of the flows of each activity, on all cores, in the order of their keys. The flows of 100,000
    /// activities take gigabytes: whoever keeps less of them than all never holds more than those of a few activities.
    pub fn each<T: Send>(&self, make: impl Fn(&'a Activity, Vec<Flow<'a>>) -> T + Sync) -> Vec<T> {
        let activities = self.ground.activities.par_iter().with_min_len(16);
        activities.map(|activity| make(activity, self.flows_of(activity))).collect()
    }

    /// The flows of every activity, in the order of their keys.
    #[must_use]
    pub fn flows(&self) -> Vec<Flow<'a>> {
        let mut flows = Vec::new();
        for batch in self.ground.activities.chunks(BATCH) {
            let found: Vec<_> = batch.par_iter().with_min_len(16).map(|activity| self.flows_of(activity)).collect();
            if flows.is_empty() {
                // As many as the first activities have, and a tenth more: growing moves everything.
                let each = found.iter().map(Vec::len).sum::<usize>() * 11 / (batch.len() * 10).max(1) + 1;
                flows.reserve(each * self.ground.activities.len());
            }
            flows.extend(found.into_iter().flatten());
        }
        flows
    }

    /// What a service says on a day.
    pub(super) fn service(&self, key: &'a Key, moment: &Moment) -> Arc<InService<'a>> {
        match self.ground.processors.get(key) {
            Some((place, record)) => {
                let read = |moment: &Moment| InService::read(key, Some(record), moment);
                self.told(self.services.get(*place), moment, read)
            }
            None => Arc::new(InService::read(key, None, moment)),
        }
    }

    /// What a system says on a day.
    pub(super) fn system(&self, key: &'a Key, moment: &Moment) -> Arc<InSystem<'a>> {
        match self.ground.systems.get(key) {
            Some((place, record)) => {
                let read = |moment: &Moment| InSystem::read(key, Some(record), moment);
                self.told(self.systems.get(*place), moment, read)
            }
            None => Arc::new(InSystem::read(key, None, moment)),
        }
    }

    fn told<T>(&self, over: Option<&Over<T>>, moment: &Moment, read: impl Fn(&Moment) -> T) -> Arc<T> {
        let all = || period::stretches(self.period, |moment| Arc::new(read(moment))).collect();
        let told = over.map(|over| over.get_or_init(all));
        match told.and_then(|told| told.iter().find(|(days, _)| days.contains(moment.date()))) {
            Some((days, told)) => {
                if days.to() < self.period.to() {
                    moment.note(after(days.to()));
                }
                Arc::clone(told)
            }
            None => Arc::new(read(moment)),
        }
    }
}
