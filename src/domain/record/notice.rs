//! Privacy notices.

use super::{
    Parents, data_subject::DataSubject, location::Location, organization::Organization, part, processor::Processor,
    record, vocabulary,
};
use crate::domain::value::{Count, Day, Key, LanguageTag, List, Ref, Text, WebUrl};

record! {
    /// A privacy notice: whom it is for, what it promises, and the table of third parties that it publishes.
    pub struct Notice {
        /// Who gives the notice.
        #[schemars(extend("x-asked" = "fact"))]
        pub controller: Option<Ref<Organization>>,
        /// Where it is published.
        pub url: Option<WebUrl>,
        /// The languages it is published in.
        #[schemars(extend("x-asked" = "fact"))]
        pub languages: Option<List<LanguageTag>>,
        /// Whom it is for.
        #[schemars(extend("x-asked" = "fact"))]
        pub audience: Option<Audience>,
        /// The dates printed on it; one that is printed blank keeps its words and has no day.
        pub dates: Option<List<NoticeDate>>,
        /// The published table of third parties: its own rows, in their own words and order.
        #[schemars(extend("x-asked" = "list"))]
        pub listing: Option<List<ListingRow>>,
        /// What it promises.
        pub commitments: Option<List<Commitment>>,
        /// Documents that hold or prove something of it.
        pub documents: Option<List<super::Document>>,
    }
}

part! {
    /// Whom a notice is for.
    pub struct Audience {
        /// Where the people are.
        pub places: Option<List<Ref<Location>>>,
        /// Who they are.
        pub subjects: Option<List<Ref<DataSubject>>>,
        /// The audience in the words of the notice.
        pub text: Option<Text>,
    }
}

vocabulary! {
    /// What a printed date says.
    pub enum NoticeDateKind {
        Updated,
        Effective,
        Published,
    }
}

part! {
    /// A date printed on a notice.
    pub struct NoticeDate {
        /// The key of this element.
        pub key: Key,
        /// What the date says.
        pub kind: NoticeDateKind,
        /// The words as printed: `September[ ], 2024`.
        pub printed: Option<Box<str>>,
        /// The day, where the words name one.
        pub day: Option<Day>,
    }
}

part! {
    /// A row of the published table of third parties.
    pub struct ListingRow {
        /// The key of this element.
        pub key: Key,
        /// The service that the row is about.
        pub processor: Ref<Processor>,
        /// The words of the row. A cell left out is derived from the records.
        pub wording: Option<Wording>,
        /// The links of the row, in their order. Left out: derived from the records.
        pub links: Option<List<ListingLink>>,
    }
}

part! {
    /// The cells of a published row in their own words, by language.
    pub struct Wording {
        /// The name of the service.
        pub service: Option<Text>,
        /// The purpose.
        pub purpose: Option<Text>,
        /// The provider or providers.
        pub provider: Option<Text>,
        /// The type of collected information.
        pub information: Option<Text>,
    }
}

part! {
    /// A link in a published row.
    pub struct ListingLink {
        /// The address.
        pub url: WebUrl,
        /// The language of the notice in whose table it stands; left out: in all.
        pub notice_language: Option<LanguageTag>,
        /// The language of the page it leads to.
        pub language: Option<LanguageTag>,
    }
}

vocabulary! {
    /// What a notice promises.
    pub enum CommitmentKind {
        PriorNotice,
        NoticeOfChanges,
        NoReductionOfRights,
        KeepsOldVersions,
        NoSharing,
        NoPublicDisclosure,
        SeparateConsent,
        Entrustment,
        SuccessorBound,
        CrossBorderCompliance,
        IncidentNotification,
        Deletion,
        ResponseTime,
        PurposeLimitation,
        NoAutomatedDecisions,
        NoMinors,
        Other,
    }
}

part! {
    /// Something that the notice promises.
    pub struct Commitment {
        /// The key of this element.
        pub key: Key,
        /// What kind of promise it is.
        pub kind: CommitmentKind,
        /// The promise in words.
        pub text: Option<Text>,
        /// The days it names: of prior notice, for an answer.
        pub days: Option<Count>,
    }
}

impl Notice {
    #[expect(clippy::unused_self, reason = "asked of every kind alike")]
    pub(in crate::domain) const fn parent_keys(&self) -> Parents<'_> {
        Vec::new()
    }
}
