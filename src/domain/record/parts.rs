//! Parts that several kinds share.

use super::{
    data_category::DataCategory, location::Location, organization::Organization, part, processor::Processor, vocabulary,
};
use crate::domain::{
    pointer::RecordPath,
    record::activity::Activity,
    value::{Day, IsoDuration, Key, LanguageTag, List, Ref, Sha256Digest, Text, WebUrl},
};

vocabulary! {
    /// Whether a record counts: `draft` records appear in lists and findings only; `retired` ones in history and past periods.
    #[derive(Default)]
    pub enum Status {
        Draft,
        #[default]
        Active,
        Retired,
    }
}

vocabulary! {
    /// How widely the record itself may be shown, from the public to named people only.
    pub enum Confidentiality {
        Public,
        Internal,
        Confidential,
        Restricted,
    }
}

vocabulary! {
    /// How sure a source is: `stated` outright; `hedged` ("may", "typically", "such as"); `inferred` by us; `attested` by a
    /// named person; `evidenced` by a document that was checked.
    pub enum Certainty {
        Stated,
        Hedged,
        Inferred,
        Attested,
        Evidenced,
    }
}

part! {
    /// Where a statement of the record comes from.
    pub struct Source {
        /// The place in this record that the source supports; the empty path is the whole record.
        pub pointer: RecordPath,
        /// The document: its title, or the key of a notice.
        pub document: Box<str>,
        /// The section of the document, in the document's own numbering.
        pub section: Option<Box<str>>,
        /// The words of the document, exactly.
        pub quote: Option<Box<str>>,
        /// The day on which somebody last looked.
        pub checked: Option<Day>,
        /// How sure the source is.
        pub certainty: Certainty,
    }
}

part! {
    /// The statement that a list says everything there is.
    pub struct Complete {
        /// The list in this record that is complete; it must be there, and may be empty.
        pub pointer: RecordPath,
        /// Who says so.
        pub by: Box<str>,
        /// The day on which it was said.
        pub on: Day,
    }
}

part! {
    /// Somebody's statement of a fact for which no record has a field, such as that a transfer is occasional: laws ask for it by key.
    pub struct Attestation {
        /// The key of the fact, as the law asks for it.
        pub key: Key,
        /// Whether it is so.
        pub holds: bool,
        /// Who says so.
        pub by: Box<str>,
        /// The day on which it was said.
        pub on: Day,
    }
}

part! {
    /// Who checked something, and when.
    pub struct Checked {
        /// Who checked.
        pub by: Box<str>,
        /// The day of the check.
        pub on: Day,
    }
}

part! {
    /// A stretch of days; both ends belong to it. An end that is left out is unknown or open.
    pub struct Period {
        /// The first day.
        pub from: Option<Day>,
        /// The last day.
        pub until: Option<Day>,
    }
}

part! {
    /// A postal address.
    pub struct Address {
        /// Street, building, suite: as written on an envelope.
        pub lines: Option<List<Box<str>>>,
        /// Town or city.
        pub locality: Option<Box<str>>,
        /// Postal code.
        pub postal_code: Option<Box<str>>,
        /// Country, subdivision or named place.
        pub location: Option<Ref<Location>>,
    }
}

part! {
    /// A link to a page or document.
    pub struct Link {
        /// The address.
        pub url: WebUrl,
        /// The language of the page.
        pub language: Option<LanguageTag>,
    }
}

part! {
    /// A document that proves or holds something.
    pub struct Document {
        /// What the document is.
        pub title: Box<str>,
        /// Where it can be read.
        pub url: Option<WebUrl>,
        /// The SHA-256 digest of its bytes, where they are kept as a blob.
        pub digest: Option<Sha256Digest>,
        /// Its language.
        pub language: Option<LanguageTag>,
        /// The day printed on it.
        pub dated: Option<Day>,
    }
}

part! {
    /// A place where data is kept.
    pub struct Storage {
        /// The key of this element.
        pub key: Key,
        /// Where: a country, a subdivision, a named place, or a region that stands for one unknown country of it.
        #[schemars(extend("x-asked" = "fact"))]
        pub location: Option<Ref<Location>>,
        /// The service that hosts it.
        #[schemars(extend("x-asked" = "fact"))]
        pub host: Option<Ref<Processor>>,
    }
}

vocabulary! {
    /// What somebody with access can do: see data, change it, administer the system, operate the platform beneath it, or
    /// only see it during support.
    pub enum Privilege {
        Read,
        Write,
        Administer,
        Operate,
        Support,
    }
}

part! {
    /// Who can reach data, from where, and what they can do.
    pub struct Access {
        /// The key of this element.
        pub key: Key,
        /// The organisation whose people have access.
        pub organization: Option<Ref<Organization>>,
        /// The group of staff that has access, where it is not a whole organisation.
        pub staff_group: Option<Text>,
        /// The places they work from.
        #[schemars(extend("x-asked" = "fact"))]
        pub places: Option<List<Ref<Location>>>,
        /// What they can do.
        #[schemars(extend("x-asked" = "fact"))]
        pub privilege: Option<Privilege>,
        /// The first day of access.
        pub since: Option<Day>,
        /// The last day of access.
        pub until: Option<Day>,
    }
}

part! {
    /// How long data is kept, and what happens then.
    pub struct Retention {
        /// The length of time, where one is set.
        pub period: Option<IsoDuration>,
        /// The criteria that decide, where no period is set (GDPR Art 13(2)(a)).
        pub criteria: Option<Text>,
        /// The event from which the period runs.
        pub trigger: Option<Text>,
        /// The law or reason that asks for it.
        pub basis: Option<Text>,
        /// What happens at the end.
        pub then: Option<AfterRetention>,
    }
}

vocabulary! {
    /// What happens to data when its retention ends.
    pub enum AfterRetention {
        Delete,
        Anonymise,
        DeleteOrAnonymise,
        Return,
        Archive,
        Review,
    }
}

part! {
    /// A way that data travels: from one place to another.
    pub struct Route {
        /// The key of this element.
        pub key: Key,
        /// Where data leaves.
        pub from: Option<Ref<Location>>,
        /// Where data arrives.
        pub to: Option<Ref<Location>>,
    }
}

part! {
    /// What an agreement or assessment covers. A list left out is unknown, not unlimited.
    pub struct Scope {
        /// The services covered.
        pub processors: Option<List<Ref<Processor>>>,
        /// The activities covered.
        pub activities: Option<List<Ref<Activity>>>,
        /// The routes covered.
        pub routes: Option<List<Route>>,
        /// The categories of data covered.
        pub data: Option<List<Ref<DataCategory>>>,
        /// The purposes covered, in the words of the document.
        pub purposes: Option<List<Text>>,
    }
}
