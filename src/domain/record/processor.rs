//! Third-party services.

use super::{
    Parents,
    data_category::DataCategory,
    location::Location,
    organization::Organization,
    part,
    parts::{Access, Checked},
    record, vocabulary,
};
use crate::domain::value::{Day, HostName, Key, LanguageTag, List, Ref, Text, WebUrl};

record! {
    /// A third-party *service* that gets data (Google Analytics), offered by one or more provider organisations. Its legal
    /// role is a fact of each disclosure, not of this record.
    pub struct Processor {
        /// What the service does.
        pub service: Option<Text>,
        /// The organisations that offer it.
        #[schemars(extend("x-asked" = "list"))]
        pub providers: Option<List<Provider>>,
        /// Where it processes data.
        #[schemars(extend("x-asked" = "list"))]
        pub locations: Option<List<ProcessingPlace>>,
        /// Who of the providers can reach data, from where.
        #[schemars(extend("x-asked" = "list"))]
        pub access: Option<List<Access>>,
        /// Its policies and terms.
        #[schemars(extend("x-asked" = "fact"))]
        pub policies: Option<List<Policy>>,
        /// The services and organisations it uses in turn.
        #[schemars(extend("x-asked" = "list"))]
        pub sub_processors: Option<List<SubProcessor>>,
        /// Its announcements of new sub-processors, and what we decided.
        pub sub_processor_notices: Option<List<SubProcessorNotice>>,
        /// The hosts from which browsers or apps load it.
        pub hosts: Option<List<HostName>>,
        /// Its software development kits.
        pub sdks: Option<List<Sdk>>,
        /// Its cookies and similar identifiers.
        pub cookies: Option<List<Cookie>>,
        /// Its certifications and audit reports.
        pub certifications: Option<List<Certification>>,
        /// How much harm it could do.
        pub risk_tier: Option<RiskTier>,
        /// The day by which it is to be reviewed.
        pub review_on: Option<Day>,
        /// Its web site.
        pub website: Option<WebUrl>,
        /// Documents that hold or prove something of it.
        pub documents: Option<List<super::Document>>,
    }
}

part! {
    /// An organisation that offers the service.
    pub struct Provider {
        /// The key of this element.
        pub key: Key,
        /// The organisation.
        pub organization: Ref<Organization>,
        /// Its part in the service: contracting party, operator, reseller.
        pub part: Option<Text>,
        /// The territories of customers it serves.
        pub territories: Option<List<Ref<Location>>>,
        /// The first day.
        pub since: Option<Day>,
        /// The last day.
        pub until: Option<Day>,
    }
}

part! {
    /// A place where the service processes data.
    pub struct ProcessingPlace {
        /// The key of this element.
        pub key: Key,
        /// Where.
        #[schemars(extend("x-asked" = "fact"))]
        pub location: Option<Ref<Location>>,
        /// What is done there: storage, support, analytics.
        pub operation: Option<Text>,
        /// The first day.
        pub since: Option<Day>,
        /// The last day.
        pub until: Option<Day>,
    }
}

vocabulary! {
    /// What a linked page is.
    pub enum PolicyKind {
        Privacy,
        Terms,
        DataProcessingAgreement,
        SubProcessors,
        Security,
        Cookies,
        Website,
        Other,
    }
}

part! {
    /// A policy or other page of the service.
    pub struct Policy {
        /// What the page is.
        pub kind: PolicyKind,
        /// Its address.
        pub url: WebUrl,
        /// Its language.
        pub language: Option<LanguageTag>,
        /// The day on which somebody last looked.
        pub checked: Option<Day>,
    }
}

part! {
    /// A service or organisation that the service uses in turn. Services may use each other: cycles are allowed.
    pub struct SubProcessor {
        /// The key of this element.
        pub key: Key,
        /// The service, where it is in the register.
        pub processor: Option<Ref<Processor>>,
        /// The organisation, where it is in the register.
        pub organization: Option<Ref<Organization>>,
        /// Its name, where it is in neither.
        pub name: Option<Box<str>>,
        /// What it does.
        pub purpose: Option<Text>,
        /// Where it processes data.
        #[schemars(extend("x-asked" = "fact"))]
        pub locations: Option<List<Ref<Location>>>,
        /// The data it gets.
        #[schemars(extend("x-asked" = "fact"))]
        pub data: Option<List<Ref<DataCategory>>>,
        /// The first day.
        pub since: Option<Day>,
        /// The last day.
        pub until: Option<Day>,
    }
}

vocabulary! {
    /// What we decided on an announced sub-processor.
    pub enum SubProcessorDecision {
        Pending,
        Accepted,
        Objected,
    }
}

part! {
    /// An announcement of a change of sub-processors.
    pub struct SubProcessorNotice {
        /// The key of this element.
        pub key: Key,
        /// The day on which we were told.
        pub notified: Option<Day>,
        /// What changes.
        pub change: Option<Text>,
        /// The last day on which we can object.
        pub object_by: Option<Day>,
        /// What we decided.
        pub decision: Option<SubProcessorDecision>,
        /// Who decided, and when.
        pub decided: Option<Checked>,
    }
}

part! {
    /// A software development kit of the service.
    pub struct Sdk {
        /// The identifier of the package: `com.google.firebase:firebase-analytics`.
        pub id: Box<str>,
        /// Where it runs: android, ios, web.
        pub platform: Option<Box<str>>,
        /// The data it reads.
        pub data: Option<List<Ref<DataCategory>>>,
    }
}

part! {
    /// A cookie or similar identifier of the service.
    pub struct Cookie {
        /// Its name.
        pub name: Box<str>,
        /// What it is for.
        pub purpose: Option<Text>,
        /// How long it lives.
        pub lifetime: Option<crate::domain::value::IsoDuration>,
    }
}

part! {
    /// A certification or audit report.
    pub struct Certification {
        /// The key of this element.
        pub key: Key,
        /// The scheme: ISO/IEC 27001, SOC 2 Type II.
        pub scheme: Box<str>,
        /// What is certified.
        pub scope: Option<Text>,
        /// The last day it holds.
        pub valid_until: Option<Day>,
        /// The day on which somebody last looked.
        pub checked: Option<Day>,
    }
}

vocabulary! {
    /// How much harm a service could do to the people whose data it gets.
    pub enum RiskTier {
        Low,
        Medium,
        High,
        Critical,
    }
}

impl Processor {
    #[expect(clippy::unused_self, reason = "asked of every kind alike; sub-processors may form cycles")]
    pub(in crate::domain) const fn parent_keys(&self) -> Parents<'_> {
        Vec::new()
    }
}
