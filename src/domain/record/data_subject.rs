//! Groups of people.

use super::{Parents, keys, parts::Link, record};
use crate::domain::value::{List, Ref, Text};

record! {
    /// A group of people whose data is processed: visitors, business contacts, employees.
    pub struct DataSubject {
        /// Wider groups it belongs to.
        pub parents: Option<List<Ref<DataSubject>>>,
        /// Who is in the group.
        pub description: Option<Text>,
        /// Whether minors are among them.
        #[schemars(extend("x-asked" = "fact"))]
        pub minors: Option<bool>,
        /// Whether they act in a business capacity.
        #[schemars(extend("x-asked" = "fact"))]
        pub business_capacity: Option<bool>,
        /// Whether current or former employees or contractors of the United States government are among them.
        #[schemars(extend("x-asked" = "fact"))]
        pub us_government: Option<bool>,
        /// The term of the W3C Data Privacy Vocabulary.
        pub dpv: Option<Link>,
        /// Documents that hold or prove something of it.
        pub documents: Option<List<super::Document>>,
    }
}

impl DataSubject {
    pub(in crate::domain) fn parent_keys(&self) -> Parents<'_> {
        keys("parents", self.parents.iter().flatten())
    }
}
