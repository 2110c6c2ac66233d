//! Whom to tell or to ask: of each organisation that has to do with it, the contacts that are recorded for such matters.

use super::{affected::Affected, gathered::Gathered};
use crate::{
    domain::{Key, value::Ref},
    report::told::{Matter, Reached, Records, appointed},
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
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ContactTold {
    /// The organisation, and its contacts: security, the data protection officer, privacy, representatives and general ones.
    #[serde(flatten)]
    pub reached: Reached,
    /// Why.
    pub because: Vec<TellBecause>,
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
    let represented: Vec<&Key> = because.keys().flat_map(|key| appointed(records, key, Matter::Incident)).collect();
    for key in represented {
        because.entry(key).or_default().push(TellBecause::Representative);
    }
    let contact = |(key, mut because): (&Key, Vec<TellBecause>)| {
        because.sort_unstable();
        because.dedup();
        ContactTold { reached: Reached::at(records, key, Matter::Incident), because }
    };
    let mut told: Vec<ContactTold> = because.into_iter().map(contact).collect();
    told.sort_by(|a, b| {
        (a.because.iter().min(), &a.reached.organization.key)
            .cmp(&(b.because.iter().min(), &b.reached.organization.key))
    });
    told
}
