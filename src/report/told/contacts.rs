//! Whom to reach at an organisation for a matter: its contacts that are of use, the most useful first.

use super::{At, Named, Records};
use crate::domain::{
    Key, Kind,
    record::{Contact, ContactFunction},
    value::Ref,
};
use schemars::JsonSchema;
use serde::Serialize;

/// What somebody is to be reached for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    /// Something has happened to data.
    Incident,
    /// Somebody exercises a right: what is to be done with data is another thing than before.
    Rights,
}

impl Matter {
    /// The order in which contacts are of use; `None`: it is for people, and not for this.
    const fn rank(self, function: Option<ContactFunction>) -> Option<u8> {
        use ContactFunction as F;
        Some(match (function, self) {
            (Some(F::Security), Self::Incident) => 0,
            (Some(F::DataProtectionOfficer), _) => 1,
            (Some(F::Privacy), _) => 2,
            (Some(F::ChinaResponsiblePerson | F::QuebecPersonInCharge | F::CanadaAccountablePerson), _) => 3,
            (Some(F::EuRepresentative | F::UkRepresentative | F::SwissRepresentative | F::ChinaRepresentative), _) => 4,
            (Some(F::General), _) => 5,
            (None, _) => 6,
            (Some(F::Security), Self::Rights) => 7,
            (Some(F::Complaints), _) => return None,
        })
    }
}

/// An organisation and whom to reach there.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ContactsOfOrganization")]
pub struct Reached {
    /// The organisation.
    pub organization: Named,
    /// Its contacts that are of use for the matter, the most useful first, as recorded.
    pub contacts: Vec<Contact>,
    /// Where contacts would be recorded, if there are none.
    pub missing: Option<At>,
}

impl Reached {
    /// Whom to reach at an organisation.
    #[must_use]
    pub fn at(records: Records<'_>, organization: &Key, matter: Matter) -> Self {
        let mut contacts: Vec<Contact> = of_use(records, organization, matter).cloned().collect();
        contacts.sort_by_key(|contact| matter.rank(contact.function));
        let missing = contacts.is_empty().then(|| At::field(Kind::Organizations, organization, "/contacts"));
        Self { organization: records.named(Kind::Organizations, organization), contacts, missing }
    }
}

/// Those who act for an organisation by appointment in such a matter, as representatives do.
pub fn appointed<'a>(records: Records<'a>, organization: &Key, matter: Matter) -> impl Iterator<Item = &'a Key> {
    of_use(records, organization, matter).filter_map(|contact| contact.organization.as_ref().map(Ref::key))
}

fn of_use<'a>(records: Records<'a>, organization: &Key, matter: Matter) -> impl Iterator<Item = &'a Contact> {
    let recorded = records.organization(organization).and_then(|organization| organization.contacts.as_ref());
    recorded.into_iter().flatten().filter(move |contact| matter.rank(contact.function).is_some())
}
