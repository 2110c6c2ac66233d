//! The records that a flow comes from.

use super::{Facts, Flow, Party, Target};
use crate::domain::{Key, Kind, Ref};
use std::collections::BTreeSet;

/// A record that a flow comes from: its kind and key.
pub type From<'a> = (Kind, &'a Key);

impl<'a> Flow<'a> {
    /// Every record that its name or its facts on any day name, the activity first among its kind; each once, by kind and key.
    #[must_use]
    pub fn records(&self) -> BTreeSet<From<'a>> {
        let mut records = BTreeSet::from([(Kind::Activities, &self.activity.key)]);
        records.extend(self.name.element.map(|element| (element.kind, element.record)));
        let (from, to) = (self.name.onward.map(|(from, _)| from), self.name.onward.map(|(_, to)| to));
        records.extend([self.name.recipient, from, to].into_iter().flatten().filter_map(|target| match target {
            Target::Processor(key) => Some((Kind::Processors, key)),
            Target::Organization(key) => Some((Kind::Organizations, key)),
            _ => None,
        }));
        for stretch in &self.stretches {
            stretch.facts.name_records(&mut records);
        }
        records
    }
}

impl<'a> Facts<'a> {
    fn name_records(&self, records: &mut BTreeSet<From<'a>>) {
        let mut add = |kind: Kind, keys: &mut dyn Iterator<Item = &'a Key>| records.extend(keys.map(|key| (kind, key)));
        for side in [&self.exporter, &self.importer] {
            add(Kind::Processors, &mut side.service.into_iter());
            add(
                Kind::Organizations,
                &mut side.parties.items.iter().filter_map(|party| match party {
                    Party::Organization(key) => Some(*key),
                    _ => None,
                }),
            );
        }
        for spots in [&self.origin, &self.storage] {
            add(Kind::Locations, &mut spots.items.iter().filter_map(|spot| spot.location));
            add(Kind::Processors, &mut spots.items.iter().filter_map(|spot| spot.host));
        }
        for access in &self.access.items {
            add(Kind::Organizations, &mut access.organization.iter().map(Ref::key));
            add(Kind::Locations, &mut access.places.iter().flatten().map(Ref::key));
        }
        add(Kind::Locations, &mut self.people.items.iter().filter_map(|people| people.place.as_ref().map(Ref::key)));
        add(Kind::DataCategories, &mut self.data.items.iter().filter_map(|item| item.category.as_ref().map(Ref::key)));
        add(Kind::DataCategories, &mut self.categories.into_iter().flatten().map(Ref::key));
        add(
            Kind::DataCategories,
            &mut self.fields.items.iter().filter_map(|field| field.category.as_ref().map(Ref::key)),
        );
        add(Kind::DataSubjects, &mut self.subjects.items.iter().copied());
        add(Kind::Systems, &mut self.systems.iter().copied());
        add(Kind::Agreements, &mut self.instruments.agreements.iter().map(|found| &found.agreement.key));
        add(Kind::Assessments, &mut self.instruments.assessments.iter().map(|found| &found.assessment.key));
    }
}
