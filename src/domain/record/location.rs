//! Places.

use super::{Parents, keys, organization::Organization, parts::Address, record, vocabulary};
use crate::domain::value::{CountryCode, List, M49Code, Ref, SubdivisionCode, Text};

vocabulary! {
    /// What a location is: a country or territory of ISO 3166-1, a subdivision of ISO 3166-2, a region that stands for one
    /// unknown country of a set, or a named place such as an office or data centre.
    pub enum LocationCategory {
        Country,
        Subdivision,
        Region,
        Place,
    }
}

record! {
    /// A country or subdivision (ISO 3166), a named place of a company, or a region that stands for one *unknown* country
    /// of a set (UN M49). A region is never silently narrowed to one of its members.
    pub struct Location {
        /// What the location is.
        pub category: Option<LocationCategory>,
        /// The code of a country or territory.
        pub iso_3166_1: Option<CountryCode>,
        /// The code of a subdivision.
        pub iso_3166_2: Option<SubdivisionCode>,
        /// The code of a country or region in UN M49.
        pub m49: Option<M49Code>,
        /// What it is a part of: the country of a subdivision or place, the state to which a territory with a code of its own belongs.
        pub part_of: Option<Ref<Location>>,
        /// The locations of which a region stands for one, including parts of states that lie elsewhere.
        pub members: Option<List<Ref<Location>>>,
        /// Whose place it is.
        pub operator: Option<Ref<Organization>>,
        /// The address of a place.
        pub address: Option<Box<Address>>,
        /// Anything else that tells this location from another.
        pub description: Option<Text>,
        /// Documents that hold or prove something of it.
        pub documents: Option<List<super::Document>>,
    }
}

impl Location {
    pub(in crate::domain) fn parent_keys(&self) -> Parents<'_> {
        [keys("part_of", &self.part_of), keys("members", self.members.iter().flatten())].concat()
    }
}
