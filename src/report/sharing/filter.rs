//! Which rows are shown. What cannot be told is shown where nothing is recorded, and counted where a list is merely open.

use super::{
    Filters,
    gathered::{Shared, is_organization},
};
use crate::{
    domain::{Key, record::Activity, value::Ref},
    flows::Target,
    report::told::{ExtentTold, Records, category_within, data, subject_within, subjects},
};

/// Whether a row is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Belongs {
    /// It does not answer the filter.
    No,
    /// Not by what is recorded; a list that is not complete leaves it open.
    Perhaps,
    /// It does, or nothing at all is recorded about it.
    Yes,
}

/// Whether an activity is one that is asked for.
pub fn activity_belongs(filters: &Filters, activity: &Activity) -> bool {
    let named = |notice: &Key| activity.notices.iter().flatten().any(|reference| reference.key() == notice);
    filters.activity.as_ref().is_none_or(|wanted| activity.key == *wanted) && filters.notice.as_ref().is_none_or(named)
}

/// Whether a row is shown.
pub fn belongs(records: Records<'_>, filters: &Filters, shared: &Shared<'_, '_>) -> Belongs {
    if !activity_belongs(filters, shared.activity()) || filters.kind.is_some_and(|kind| kind != shared.kind()) {
        return Belongs::No;
    }
    let judged = [
        filters.processor.as_ref().map(|key| goes_to_service(key, shared)),
        filters.organization.as_ref().map(|key| goes_to_organization(records, key, shared)),
        filters.category.as_ref().map(|key| has_category(records, key, shared)),
        filters.subject.as_ref().map(|key| has_subject(records, key, shared)),
    ];
    judged.into_iter().flatten().min().unwrap_or(Belongs::Yes)
}

/// To the service, or through it to others.
fn goes_to_service(key: &Key, shared: &Shared<'_, '_>) -> Belongs {
    let name = &shared.flow.name;
    let (from, to) = (name.onward.map(|(from, _)| from), name.onward.map(|(_, to)| to));
    let named = [name.recipient, from, to].into_iter().flatten().any(|target| target == Target::Processor(key));
    let facts = shared.facts();
    if named || facts.importer.service == Some(key) || facts.exporter.service == Some(key) {
        Belongs::Yes
    } else if to == Some(Target::Unrecorded) {
        Belongs::Perhaps
    } else {
        Belongs::No
    }
}

fn goes_to_organization(records: Records<'_>, key: &Key, shared: &Shared<'_, '_>) -> Belongs {
    let facts = shared.facts();
    let root = match shared.flow.name.recipient {
        Some(Target::Processor(service)) => records.processor(service),
        _ => None,
    };
    let offers = |service: &crate::domain::record::Processor| {
        service.providers.iter().flatten().any(|provider| provider.organization.key() == key)
    };
    let gets = facts.importer.parties.items.iter().any(|party| is_organization(party, key));
    let passes = facts.exporter.service.is_some() && facts.exporter.organizations().any(|other| other == key);
    let reaches = facts.access.items.iter().any(|access| access.organization.as_ref().is_some_and(|o| o.key() == key));
    if gets || passes || reaches || root.is_some_and(offers) {
        Belongs::Yes
    } else if facts.importer.parties.is_complete() {
        Belongs::No
    } else {
        Belongs::Perhaps
    }
}

fn has_category(records: Records<'_>, key: &Key, shared: &Shared<'_, '_>) -> Belongs {
    let told = data(records, shared.facts());
    let categories = told.items.iter().map(|datum| datum.category.as_ref());
    let fields = shared.facts().fields.items.iter().filter_map(|field| field.category.as_ref());
    let mut unknown = told.extent == ExtentTold::Unknown;
    for category in categories {
        match category {
            Some(category) if category_within(records, &category.key, key) => return Belongs::Yes,
            Some(_) => {}
            None => unknown = true,
        }
    }
    let in_fields = fields.map(Ref::key).any(|category| category_within(records, category, key));
    verdict(in_fields || unknown, told.extent)
}

fn has_subject(records: Records<'_>, key: &Key, shared: &Shared<'_, '_>) -> Belongs {
    let told = subjects(records, shared.facts());
    let found = told.items.iter().any(|subject| subject_within(records, &subject.key, key));
    verdict(found || told.extent == ExtentTold::Unknown, told.extent)
}

const fn verdict(shown: bool, extent: ExtentTold) -> Belongs {
    match (shown, extent) {
        (true, _) => Belongs::Yes,
        (false, ExtentTold::Complete) => Belongs::No,
        (false, ExtentTold::Open | ExtentTold::Unknown) => Belongs::Perhaps,
    }
}
