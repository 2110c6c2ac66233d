//! Legal entities.

use super::{Parents, keys, location::Location, part, parts::Address, record, vocabulary};
use crate::domain::value::{Count, Day, Key, LanguageTag, Lei, List, Percent, Ref, Text, Uscc, WebUrl};

record! {
    /// A legal entity: controller, provider, group company or authority.
    pub struct Organization {
        /// Its names in law, with the days between which they held.
        pub legal_names: Option<List<LegalName>>,
        /// Other spellings: trade names, former names, misspellings found in documents.
        pub aliases: Option<List<Alias>>,
        /// What kind of entity it is.
        pub entity_kind: Option<EntityKind>,
        /// The country, or better the subdivision, under whose law it is organised.
        #[schemars(extend("x-asked" = "fact"))]
        pub incorporated_in: Option<Ref<Location>>,
        /// Where its principal place of business is.
        #[schemars(extend("x-asked" = "fact"))]
        pub principal_place: Option<Ref<Location>>,
        /// Branches, offices and other establishments.
        pub establishments: Option<List<Establishment>>,
        /// Its address.
        pub address: Option<Box<Address>>,
        /// Whom to reach for what, and for which territories.
        pub contacts: Option<List<Contact>>,
        /// Who holds shares in it.
        #[schemars(extend("x-asked" = "list"))]
        pub shareholders: Option<List<Shareholder>>,
        /// The group of companies it belongs to.
        pub group: Option<Group>,
        /// Registrations and self-certifications, such as the EU-U.S. Data Privacy Framework.
        #[schemars(extend("x-asked" = "fact"))]
        pub registrations: Option<List<Registration>>,
        /// Its Legal Entity Identifier (ISO 17442).
        pub lei: Option<Lei>,
        /// Its unified social credit code (China).
        pub uscc: Option<Uscc>,
        /// Facts about its size for which laws ask.
        pub size: Option<Box<SizeFacts>>,
        /// Its web site.
        pub website: Option<WebUrl>,
        /// Documents that hold or prove something of it.
        pub documents: Option<List<super::Document>>,
    }
}

part! {
    /// A name in law.
    pub struct LegalName {
        /// The name, in the script of the register it comes from.
        pub name: Box<str>,
        /// The language of the name.
        pub language: Option<LanguageTag>,
        /// The first day it held.
        pub since: Option<Day>,
        /// The last day it held.
        pub until: Option<Day>,
    }
}

part! {
    /// Another spelling of the name.
    pub struct Alias {
        /// The spelling, exactly.
        pub name: Box<str>,
        /// What kind of spelling it is.
        pub kind: Option<AliasKind>,
    }
}

vocabulary! {
    /// What kind of spelling an alias is.
    pub enum AliasKind {
        TradeName,
        Abbreviation,
        Former,
        Translation,
        Misspelling,
        Variant,
    }
}

vocabulary! {
    /// What kind of entity an organisation is.
    pub enum EntityKind {
        Company,
        Partnership,
        SoleTrader,
        Individual,
        NonProfit,
        PublicAuthority,
        InternationalOrganization,
        Branch,
        Other,
    }
}

part! {
    /// A branch, office or other establishment.
    pub struct Establishment {
        /// The key of this element.
        pub key: Key,
        /// Where it is.
        pub location: Option<Ref<Location>>,
        /// Its address.
        pub address: Option<Box<Address>>,
        /// What is done there.
        pub activity: Option<Text>,
        /// The first day.
        pub since: Option<Day>,
        /// The last day.
        pub until: Option<Day>,
    }
}

vocabulary! {
    /// What a contact is for: anything; privacy questions; the data protection officer (GDPR Art 37); representatives in the
    /// EU (GDPR Art 27), the UK (UK GDPR Art 27), Switzerland (FADP Art 14) and China (PIPL Art 53); the person responsible
    /// for personal information (PIPL Art 52); the person in charge in Quebec (Act s. 3.1); the accountable person under
    /// PIPEDA (Principle 1); complaints; security incidents.
    pub enum ContactFunction {
        General,
        Privacy,
        DataProtectionOfficer,
        EuRepresentative,
        UkRepresentative,
        SwissRepresentative,
        ChinaRepresentative,
        ChinaResponsiblePerson,
        QuebecPersonInCharge,
        CanadaAccountablePerson,
        Complaints,
        Security,
    }
}

part! {
    /// Whom to reach.
    pub struct Contact {
        /// The key of this element.
        pub key: Key,
        /// What for.
        pub function: Option<ContactFunction>,
        /// The territories it serves.
        pub territories: Option<List<Ref<Location>>>,
        /// The organisation that acts, such as an appointed representative.
        pub organization: Option<Ref<Organization>>,
        /// The name of the person or unit.
        pub name: Option<Box<str>>,
        /// E-mail address.
        pub email: Option<Box<str>>,
        /// Telephone number.
        pub phone: Option<Box<str>>,
        /// A page with a form.
        pub url: Option<WebUrl>,
        /// Postal address.
        pub address: Option<Box<Address>>,
    }
}

part! {
    /// Somebody who holds shares.
    pub struct Shareholder {
        /// The key of this element.
        pub key: Key,
        /// The holder, where it is an organisation of the register.
        pub organization: Option<Ref<Organization>>,
        /// The holder's name, where it is not.
        pub name: Option<Box<str>>,
        /// Where the holder is organised or resident.
        pub country: Option<Ref<Location>>,
        /// The share in percent, direct and indirect.
        pub percent: Option<Percent>,
        /// Whether the holder controls the organisation.
        pub control: Option<bool>,
        /// The day for which this was so.
        pub on: Option<Day>,
    }
}

part! {
    /// A group of companies.
    pub struct Group {
        /// The name of the group.
        pub name: Option<Text>,
        /// The company directly above this one.
        pub parent: Option<Ref<Organization>>,
    }
}

vocabulary! {
    /// What an organisation is registered or certified under: the EU-U.S. Data Privacy Framework, its UK Extension, the
    /// Swiss-U.S. framework; Global or APEC Cross-Border Privacy Rules; a data broker register; a controller register (UK ICO
    /// fee, others); another one.
    pub enum RegistrationScheme {
        DataPrivacyFramework,
        UkExtension,
        SwissDataPrivacyFramework,
        GlobalCbpr,
        ApecCbpr,
        DataBroker,
        ControllerRegister,
        Other,
    }
}

vocabulary! {
    /// Whether a registration holds.
    pub enum RegistrationStatus {
        Active,
        Pending,
        Inactive,
        Withdrawn,
    }
}

part! {
    /// A registration or self-certification.
    pub struct Registration {
        /// The key of this element.
        pub key: Key,
        /// Under what.
        pub scheme: Option<RegistrationScheme>,
        /// For what: covered data ("HR and non-HR data"), entities.
        pub scope: Option<Text>,
        /// Whether it holds.
        pub status: Option<RegistrationStatus>,
        /// Its number or identifier.
        pub identifier: Option<Box<str>>,
        /// Where it can be looked up.
        pub url: Option<WebUrl>,
        /// The first day.
        pub since: Option<Day>,
        /// The last day.
        pub until: Option<Day>,
        /// The day on which somebody last looked.
        pub checked: Option<Day>,
    }
}

part! {
    /// Facts about size for which laws ask.
    pub struct SizeFacts {
        /// The yearly revenue.
        pub revenue: Option<Revenue>,
        /// The number of employees.
        pub headcount: Option<Count>,
        /// The number of consumers or households in California whose data is bought, sold or shared in a year (Cal. Civ. Code 1798.140(d)).
        pub california_consumers: Option<Count>,
        /// Whether it is an operator of critical information infrastructure in China (CIIO).
        pub critical_information_infrastructure: Option<bool>,
        /// The day for which the facts hold.
        pub on: Option<Day>,
    }
}

part! {
    /// An amount of money in a year.
    pub struct Revenue {
        /// Whole units of the currency.
        pub amount: Count,
        /// The currency, ISO 4217.
        #[schemars(regex(pattern = "^[A-Z]{3}$"))]
        pub currency: Box<str>,
        /// The last day of the year.
        pub year_ending: Option<Day>,
    }
}

impl Organization {
    pub(in crate::domain) fn parent_keys(&self) -> Parents<'_> {
        keys("group", self.group.iter().filter_map(|group| group.parent.as_ref()))
    }
}
