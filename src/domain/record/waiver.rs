//! Waivers: findings that somebody decided to live with for a time.

use super::{Parents, record, regime::Regime};
use crate::domain::value::{List, Ref, Text};

record! {
    /// A finding that somebody decided to live with: for a reason, by whose authority, and until which day (`until`). One that
    /// leaves any of these out waives nothing. Findings that are waived are told and counted apart.
    pub struct Waiver {
        /// The code of the check: `RW033`.
        #[schemars(regex(pattern = "^RW[0-9]{3}$"), extend("x-asked" = "fact"))]
        pub check: Option<Box<str>>,
        /// The record in which it is found: `processors/neocrm`.
        #[schemars(regex(pattern = "^[a-z-]+/[a-z0-9][a-z0-9._-]*$"), extend("x-asked" = "fact"))]
        pub record: Option<Box<str>>,
        /// The field in which it is found, as the finding names it, with all that is in it: `/disclosures/neocrm`. Left out: anywhere
        /// in the record.
        pub field: Option<Box<str>>,
        /// The law in question, where a finding is about one. Left out: any.
        pub regime: Option<Ref<Regime>>,
        /// Why it can be lived with.
        #[schemars(extend("x-asked" = "fact"))]
        pub reason: Option<Text>,
        /// Who decided so.
        #[schemars(extend("x-asked" = "fact"))]
        pub approved_by: Option<Box<str>>,
        /// Documents that hold or prove something of it.
        pub documents: Option<List<super::Document>>,
    }
}

impl Waiver {
    #[expect(clippy::unused_self, reason = "asked of every kind alike")]
    pub(in crate::domain) const fn parent_keys(&self) -> Parents<'_> {
        Vec::new()
    }
}
