//! Who is to be named, and how to reach them, cell by cell.

use super::{
    desk::Desk,
    model::{Filled, Statement},
};
use crate::{
    domain::{
        Key, Kind,
        record::{Address, Contact, ContactFunction, Organization},
        value::Ref,
    },
    report::told::At,
};

/// Somebody, in the cells that layouts have for them.
#[derive(Default)]
pub(super) struct Actor {
    /// Who it is.
    pub name: Filled,
    /// Street, as on an envelope.
    pub street: Filled,
    /// Postal code.
    pub postal_code: Filled,
    /// Town.
    pub town: Filled,
    /// Country.
    pub country: Filled,
    /// Telephone number.
    pub phone: Filled,
    /// E-mail address.
    pub email: Filled,
}

impl Actor {
    /// The whole address in one cell.
    pub fn address(&self) -> Filled {
        let mut whole = Filled::default();
        for part in [&self.street, &self.postal_code, &self.town, &self.country] {
            whole.add(part.clone());
        }
        // One field would do: what is known of an address is an address.
        if !whole.statements.is_empty() {
            whole.missing.clear();
        }
        whole
    }
}

/// Whom to reach at an organisation itself.
const GENERAL: [Option<ContactFunction>; 3] = [Some(ContactFunction::Privacy), Some(ContactFunction::General), None];

/// What somebody is appointed for, the most fitting first.
pub(super) type Functions<'f> = &'f [ContactFunction];

impl Desk<'_, '_> {
    /// An organisation itself; of one that is not recorded, everything is missing at `at`.
    pub fn actor(&self, organization: Option<&Key>, at: impl Fn() -> At) -> Actor {
        let Some(organization) = organization.and_then(|key| self.organization(key)) else {
            let missing = || Filled::missing(at());
            return Actor {
                name: missing(),
                street: missing(),
                postal_code: missing(),
                town: missing(),
                country: missing(),
                phone: missing(),
                email: missing(),
            };
        };
        let contacts = || GENERAL.iter().flat_map(|function| contacts_for(organization, *function));
        let address =
            organization.address.as_deref().or_else(|| contacts().find_map(|contact| contact.address.as_deref()));
        let of = |value: &dyn Fn(&Contact) -> Option<&str>| {
            let found = contacts().find_map(value).map(|value| self.reader.plain(value));
            Filled::said_or(found, || at_field(organization, "/contacts"))
        };
        Actor {
            name: Filled::said(self.writer.legal_name(organization)),
            phone: of(&|contact| contact.phone.as_deref()),
            email: of(&|contact| contact.email.as_deref()),
            ..self.addressed(address, || at_field(organization, "/address"))
        }
    }

    /// Those whom an organisation appointed for something: everything is open where nobody says that all contacts are recorded.
    pub fn appointed(&self, organization: Option<&Key>, functions: Functions<'_>, at: impl Fn() -> At) -> Actor {
        let Some(organization) = organization.and_then(|key| self.organization(key)) else {
            return self.actor(None, at);
        };
        let mut found = functions.iter().flat_map(|function| contacts_for(organization, Some(*function)));
        let Some(contact) = found.next() else {
            let complete = organization.complete.iter().flatten().any(|said| said.pointer.as_str() == "/contacts");
            let silent = || match (&organization.contacts, complete) {
                (None, _) => Filled::missing(at_field(organization, "/contacts")),
                (Some(_), complete) => Filled::nothing_in((!complete).then(|| at_field(organization, "/contacts"))),
            };
            return Actor {
                name: silent(),
                street: silent(),
                postal_code: silent(),
                town: silent(),
                country: silent(),
                phone: silent(),
                email: silent(),
            };
        };
        let field = |name: &str| at_field(organization, &format!("/contacts/{}/{name}", contact.key));
        let acting = contact.organization.as_ref().map(Ref::key).and_then(|key| self.organization(key));
        let mut name = Filled::default();
        name.statements.extend(acting.map(|acting| Statement::Words(self.writer.legal_name(acting))));
        name.statements.extend(contact.name.as_deref().map(|name| Statement::Words(self.reader.plain(name))));
        if name.statements.is_empty() {
            name.miss(field("name"));
        }
        let address = contact.address.as_deref().or_else(|| acting?.address.as_deref());
        let of = |value: Option<&str>, at| Filled::said_or(value.map(|value| self.reader.plain(value)), || field(at));
        Actor {
            name,
            phone: of(contact.phone.as_deref(), "phone"),
            email: of(contact.email.as_deref(), "email"),
            ..self.addressed(address, || field("address"))
        }
    }

    /// The person to reach at an organisation: name, and how.
    pub fn contact_person(&self, organization: Option<&Key>, at: impl Fn() -> At) -> Filled {
        let Some(organization) = organization.and_then(|key| self.organization(key)) else {
            return Filled::missing(at());
        };
        let order = [Some(ContactFunction::Privacy), Some(ContactFunction::DataProtectionOfficer)];
        let order = order.into_iter().chain([Some(ContactFunction::General), None]);
        let mut filled = Filled::default();
        for contact in order.flat_map(|function| contacts_for(organization, function)).take(1) {
            let ways = [&contact.name, &contact.email, &contact.phone];
            let mut words: Vec<&str> = ways.into_iter().filter_map(Option::as_deref).collect();
            words.extend(contact.url.as_ref().map(crate::domain::value::WebUrl::as_str));
            if !words.is_empty() {
                filled.say(self.reader.plain(words.join(", ")));
            }
        }
        if filled.statements.is_empty() {
            filled.miss(at_field(organization, "/contacts"));
        }
        filled
    }

    fn addressed(&self, address: Option<&Address>, at: impl Fn() -> At) -> Actor {
        let Some(address) = address else {
            let missing = || Filled::missing(at());
            return Actor {
                street: missing(),
                postal_code: missing(),
                town: missing(),
                country: missing(),
                ..Actor::default()
            };
        };
        let within = |field: &str| {
            let whole = at();
            At { field: format!("{}/{field}", whole.field), ..whole }
        };
        let text = |text: Option<&str>, field: &str| {
            Filled::said_or(text.map(|text| self.reader.plain(text)), || within(field))
        };
        let lines = address.lines.as_deref().filter(|lines| !lines.is_empty());
        let lines = lines.map(|lines| lines.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(", "));
        let country = address.location.as_ref().map(|location| self.name(Kind::Locations, location.key()));
        Actor {
            street: text(lines.as_deref(), "lines"),
            postal_code: text(address.postal_code.as_deref(), "postal_code"),
            town: text(address.locality.as_deref(), "locality"),
            country: Filled::said_or(country, || within("location")),
            ..Actor::default()
        }
    }
}

fn contacts_for(organization: &Organization, function: Option<ContactFunction>) -> impl Iterator<Item = &Contact> {
    organization.contacts.iter().flatten().filter(move |contact| contact.function == function)
}

fn at_field(organization: &Organization, field: &str) -> At {
    At::field(Kind::Organizations, &organization.key, field)
}
