//! Categories of personal data.

use super::{Parents, keys, part, record, vocabulary};
use crate::domain::value::{List, Ref, Text};

record! {
    /// A category of personal data, named by a dot path (`contact.email`), with what each law calls it and the terms of
    /// other vocabularies.
    pub struct DataCategory {
        /// The wider categories it belongs to.
        pub parents: Option<List<Ref<DataCategory>>>,
        /// What it means and what it does not.
        pub description: Option<Text>,
        /// What laws call it.
        pub flags: Option<CategoryFlags>,
        /// The term of the W3C Data Privacy Vocabulary (an IRI).
        pub dpv: Option<TermMapping>,
        /// The key in Fideslang's default taxonomy.
        pub fideslang: Option<TermMapping>,
        /// Documents that hold or prove something of it.
        pub documents: Option<List<super::Document>>,
    }
}

part! {
    /// What laws call a category of data; a flag left out is unknown.
    pub struct CategoryFlags {
        /// Special category (GDPR Art 9) or data on criminal convictions (Art 10).
        pub gdpr_special: Option<GdprSpecial>,
        /// Sensitive personal information in China (PIPL Art 28).
        pub pipl_sensitive: Option<Sensitivity>,
        /// Sensitive personal information in California (Cal. Civ. Code 1798.140(ae)).
        pub ccpa_sensitive: Option<Sensitivity>,
        /// The kind of data under the US Data Security Program (28 CFR Part 202).
        pub dsp_category: Option<DspCategory>,
    }
}

vocabulary! {
    /// Whether GDPR Art 9 or Art 10 applies to a category.
    pub enum GdprSpecial {
        None,
        #[serde(rename = "article_9")]
        Article9,
        #[serde(rename = "article_10")]
        Article10,
    }
}

vocabulary! {
    /// Whether a law calls a category sensitive: always, never, depending on content or context, or only under a list that
    /// has been replaced.
    pub enum Sensitivity {
        Yes,
        No,
        Conditional,
        Legacy,
    }
}

vocabulary! {
    /// The kind of data a single category is under 28 CFR Part 202 (202.234 listed identifiers; 202.240-202.249 sensitive
    /// data). Never the legal conclusion: identifiers count in combination.
    pub enum DspCategory {
        None,
        CoveredIdentifierGovernment,
        CoveredIdentifierFinancialAccount,
        CoveredIdentifierDevice,
        CoveredIdentifierContact,
        CoveredIdentifierAdvertising,
        CoveredIdentifierAccount,
        CoveredIdentifierNetwork,
        CoveredIdentifierCallDetail,
        PreciseGeolocation,
        Biometric,
        HumanOmic,
        PersonalHealth,
        Financial,
    }
}

part! {
    /// The term of another vocabulary.
    pub struct TermMapping {
        /// The term.
        pub term: Box<str>,
        /// How near it comes.
        pub matches: Option<MappingMatch>,
    }
}

vocabulary! {
    /// How near a term of another vocabulary comes (as SKOS mapping relations): the same, nearly, or wider than ours.
    pub enum MappingMatch {
        Exact,
        Close,
        Broad,
    }
}

impl DataCategory {
    pub(in crate::domain) fn parent_keys(&self) -> Parents<'_> {
        keys("parents", self.parents.iter().flatten())
    }
}
