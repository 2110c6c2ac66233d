//! Systems of ours.

use super::{
    Parents,
    data_category::DataCategory,
    data_subject::DataSubject,
    organization::Organization,
    part,
    parts::{Access, Storage},
    processor::Processor,
    record,
};
use crate::domain::value::{Key, List, Ref, Text};

record! {
    /// A system of ours, or our tenant of a service, that holds data: the website, our CRM tenant.
    pub struct System {
        /// What it does.
        pub description: Option<Text>,
        /// Who runs it.
        #[schemars(extend("x-asked" = "fact"))]
        pub operator: Option<Ref<Organization>>,
        /// The service whose tenant it is.
        pub tenant_of: Option<Ref<Processor>>,
        /// The fields it actually holds, including those it fills by itself.
        #[schemars(extend("x-asked" = "list"))]
        pub fields: Option<List<SystemField>>,
        /// Identifiers in it that can be linked to the same person.
        pub linked: Option<List<LinkedIdentifiers>>,
        /// Whose other data is mixed in.
        #[schemars(extend("x-asked" = "list"))]
        pub mixed_with: Option<List<MixedData>>,
        /// Where data is kept.
        #[schemars(extend("x-asked" = "list"))]
        pub storage: Option<List<Storage>>,
        /// Where backups are kept.
        #[schemars(extend("x-asked" = "fact"))]
        pub backups: Option<List<Storage>>,
        /// Where encryption keys are kept.
        #[schemars(extend("x-asked" = "fact"))]
        pub key_places: Option<List<Storage>>,
        /// Who can reach the data, from where.
        #[schemars(extend("x-asked" = "list"))]
        pub access: Option<List<Access>>,
        /// Documents that hold or prove something of it.
        pub documents: Option<List<super::Document>>,
    }
}

part! {
    /// A field of a system.
    pub struct SystemField {
        /// The key of this element.
        pub key: Key,
        /// What people call the field.
        pub label: Option<Text>,
        /// The category of data in it.
        #[schemars(extend("x-asked" = "fact"))]
        pub category: Option<Ref<DataCategory>>,
        /// Whether the system fills it by itself (IP address of a form, lead source).
        pub automatic: Option<bool>,
        /// Whose data is in it.
        pub subjects: Option<List<Ref<DataSubject>>>,
    }
}

part! {
    /// Identifiers that can be linked to the same person.
    pub struct LinkedIdentifiers {
        /// The key of this element.
        pub key: Key,
        /// The categories that can be brought together.
        pub categories: Option<List<Ref<DataCategory>>>,
        /// The other systems in which the linked identifiers are.
        pub systems: Option<List<Ref<System>>>,
        /// By what they are linked.
        pub by: Option<Text>,
    }
}

part! {
    /// Other data in the same system.
    pub struct MixedData {
        /// The key of this element.
        pub key: Key,
        /// Whose data it is.
        pub organization: Option<Ref<Organization>>,
        /// What data it is, in words.
        pub description: Option<Text>,
        /// Whose data is in it.
        pub subjects: Option<List<Ref<DataSubject>>>,
        /// The categories.
        pub categories: Option<List<Ref<DataCategory>>>,
        /// Where the people are.
        pub places: Option<List<Ref<super::Location>>>,
    }
}

impl System {
    #[expect(clippy::unused_self, reason = "asked of every kind alike")]
    pub(in crate::domain) const fn parent_keys(&self) -> Parents<'_> {
        Vec::new()
    }
}
