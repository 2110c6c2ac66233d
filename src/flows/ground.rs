//! The records that derivations look up, found once for all flows of all activities.

use super::{Flow, Period, era::Era, period::Moment, places::Atlas};
use crate::domain::{
    Key, Kind, Record, Register,
    kind::RecordType,
    record::{Activity, Agreement, Assessment, Organization, Processor, System},
};
use rustc_hash::FxHashMap;

/// The records of a register by what they are looked up by: what the flows of any one activity are derived from. See the
/// module, and [`super::reached`] for which activities have to be derived again after a change.
#[derive(Debug)]
pub struct Ground<'a> {
    /// The places that flows name.
    pub atlas: Atlas<'a>,
    /// Every activity, by key.
    pub activities: Vec<&'a Activity>,
    pub(super) organizations: FxHashMap<&'a Key, &'a Organization>,
    /// With the number of each, by which an [`Era`] keeps what it read of it.
    pub(super) processors: FxHashMap<&'a Key, (usize, &'a Processor)>,
    pub(super) systems: FxHashMap<&'a Key, (usize, &'a System)>,
    pub(super) agreements: FxHashMap<&'a Key, &'a Agreement>,
    pub(super) assessments: FxHashMap<&'a Key, &'a Assessment>,
    /// The agreements that each organisation is a party to, by key.
    pub(super) agreements_of: FxHashMap<&'a Key, Vec<&'a Agreement>>,
    /// The assessments whose scope names an activity, by key.
    pub(super) assessments_of_activity: FxHashMap<&'a Key, Vec<&'a Assessment>>,
    /// The assessments whose scope names a service, by key.
    pub(super) assessments_of_processor: FxHashMap<&'a Key, Vec<&'a Assessment>>,
}

impl<'a> Ground<'a> {
    /// The ground of a register.
    #[must_use]
    pub fn of(register: &'a Register) -> Self {
        let mut ground = Self {
            atlas: Atlas::of(register),
            activities: Vec::new(),
            organizations: FxHashMap::default(),
            processors: FxHashMap::default(),
            systems: FxHashMap::default(),
            agreements: FxHashMap::default(),
            assessments: FxHashMap::default(),
            agreements_of: FxHashMap::default(),
            assessments_of_activity: FxHashMap::default(),
            assessments_of_processor: FxHashMap::default(),
        };
        let kinds = [
            Kind::Organizations,
            Kind::Processors,
            Kind::Systems,
            Kind::Agreements,
            Kind::Assessments,
            Kind::Activities,
        ];
        for entry in kinds.into_iter().flat_map(|kind| register.of_kind(kind, None)) {
            ground.take(&entry.record);
        }
        ground
    }

    /// The flows of one activity that exist on any day of a period, by leg, element, recipient and sub-processor.
    #[must_use]
    pub fn flows_of(&self, activity: &'a Activity, period: Period) -> Vec<Flow<'a>> {
        self.over(period).flows_of(activity)
    }

    /// This ground over a period, where the flows of several activities are asked for.
    #[must_use]
    pub fn over(&self, period: Period) -> Era<'_, 'a> {
        Era::of(self, period)
    }

    fn take(&mut self, record: &'a Record) {
        match record {
            Record::Organizations(record) => {
                self.organizations.insert(&record.key, record);
            }
            Record::Processors(record) => {
                self.processors.insert(&record.key, (self.processors.len(), record));
            }
            Record::Systems(record) => {
                self.systems.insert(&record.key, (self.systems.len(), record));
            }
            Record::Agreements(record) => {
                self.agreements.insert(&record.key, record);
                for party in record.parties.iter().flatten() {
                    let of_party = self.agreements_of.entry(party.organization.key()).or_default();
                    // An organisation may be a party twice, one stretch of days after the other.
                    if of_party.last().is_none_or(|last| last.key != record.key) {
                        of_party.push(record);
                    }
                }
            }
            Record::Assessments(record) => {
                self.assessments.insert(&record.key, record);
                let Some(scope) = &record.scope else { return };
                for activity in scope.activities.iter().flatten() {
                    self.assessments_of_activity.entry(activity.key()).or_default().push(record);
                }
                for processor in scope.processors.iter().flatten() {
                    self.assessments_of_processor.entry(processor.key()).or_default().push(record);
                }
            }
            Record::Activities(record) => self.activities.push(record),
            Record::Locations(_)
            | Record::DataCategories(_)
            | Record::DataSubjects(_)
            | Record::Notices(_)
            | Record::Regimes(_)
            | Record::Waivers(_)
            | Record::Publications(_)
            | Record::Reviews(_)
            | Record::ReviewDecisions(_) => {}
        }
    }
}

/// Whether a record counts at a moment, so that what it says can be read.
pub(super) fn counts<R: RecordType>(moment: &Moment, record: &R) -> bool {
    let common = record.common();
    moment.counts(common.status, common.since, common.until)
}
