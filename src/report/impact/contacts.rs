//! Whom to tell or to ask: of each organisation that has to do with it, the contacts that are recorded for such matters.

use super::{affected::Affected, gathered::Gathered};
use crate::{
    domain::{
        Key, Kind,
        record::{Contact, ContactFunction},
        value::Ref,
    },
    report::told::{At, Named, Records},
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Why somebody is to be told or asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TellBecause {
    /// It is the organisation that is affected.
    Affected,
    /// It offers the service that is affected.
    Provider,
    /// It is a controller of an activity that is or may be touched.
    Controller,
    /// We process for it in such an activity.
    OnBehalfOf,
    /// It acts for one of these by appointment, as representatives do.
    Representative,
    /// It sends or gets data in a flow that is or may be touched.
    Party,
}

/// Somebody to tell or ask.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ContactTold {
    /// The organisation.
    pub organization: Named,
    /// Why.
    pub because: Vec<TellBecause>,
    /// Its contacts: security, the data protection officer, privacy, representatives and general ones, as recorded.
    pub contacts: Vec<Contact>,
    /// Where contacts would be recorded, if there are none.
    pub missing: Option<At>,
}

/// The order in which contacts are of use. Complaints are for people, and not for this.
const fn rank(function: Option<ContactFunction>) -> Option<u8> {
    use ContactFunction as F;
    Some(match function {
        Some(F::Security) => 0,
        Some(F::DataProtectionOfficer) => 1,
        Some(F::Privacy) => 2,
        Some(F::ChinaResponsiblePerson | F::QuebecPersonInCharge | F::CanadaAccountablePerson) => 3,
        Some(F::EuRepresentative | F::UkRepresentative | F::SwissRepresentative | F::ChinaRepresentative) => 4,
        Some(F::General) => 5,
        None => 6,
        Some(F::Complaints) => return None,
    })
}

pub fn contacts(records: Records<'_>, affected: &Affected, gathered: &Gathered<'_, '_>) -> Vec<ContactTold> {
    let mut because: BTreeMap<&Key, Vec<TellBecause>> = BTreeMap::new();
    let mut add = |key, why: TellBecause| {
        let reasons: &mut Vec<TellBecause> = because.entry(key).or_default();
        if !reasons.contains(&why) {
            reasons.push(why);
        }
    };
    match affected {
        Affected::Organization(key) => add(key, TellBecause::Affected),
        Affected::Processor(key) => {
            let providers = records.processor(key).and_then(|service| service.providers.as_ref());
            let providers = providers.into_iter().flatten();
            providers.for_each(|provider| add(provider.organization.key(), TellBecause::Provider));
        }
        Affected::Location(_) => {}
    }
    for activity in gathered.activities() {
        let controllers = activity.controllers.iter().flatten().map(Ref::key);
        controllers.for_each(|controller| add(controller, TellBecause::Controller));
        let clients = activity.on_behalf_of.iter().flatten().map(Ref::key);
        clients.for_each(|client| add(client, TellBecause::OnBehalfOf));
    }
    for organization in gathered.organizations() {
        add(organization, TellBecause::Party);
    }
    let appointed: Vec<&Key> = because
        .keys()
        .filter_map(|key| records.organization(key))
        .flat_map(|organization| organization.contacts.iter().flatten())
        .filter(|contact| rank(contact.function).is_some())
        .filter_map(|contact| contact.organization.as_ref().map(Ref::key))
        .collect();
    for key in appointed {
        because.entry(key).or_default().push(TellBecause::Representative);
    }
    let mut told: Vec<ContactTold> = because.into_iter().map(|(key, because)| contact(records, key, because)).collect();
    told.sort_by(|a, b| {
        (a.because.iter().min(), &a.organization.key).cmp(&(b.because.iter().min(), &b.organization.key))
    });
    told
}

fn contact(records: Records<'_>, key: &Key, mut because: Vec<TellBecause>) -> ContactTold {
    because.sort_unstable();
    because.dedup();
    let recorded = records.organization(key).and_then(|organization| organization.contacts.as_ref());
    let of_use = recorded.into_iter().flatten().filter(|contact| rank(contact.function).is_some());
    let mut contacts: Vec<Contact> = of_use.cloned().collect();
    contacts.sort_by_key(|contact| rank(contact.function));
    let missing = contacts.is_empty().then(|| At::field(Kind::Organizations, key, "/contacts"));
    ContactTold { organization: records.named(Kind::Organizations, key), because, contacts, missing }
}
