//! The list of kinds. One line here and one type in [`super::record`] make a kind: its collection in the API, its place in
//! manifests, exports, schemas and journal all follow from this list.

use super::{
    fault::Fault,
    record::{
        Activity, Agreement, Assessment, Common, DataCategory, DataSubject, Location, Notice, Organization, Parents,
        Processor, Publication, Regime, Review, ReviewDecision, System, Waiver,
    },
    value::Key,
};
use schemars::{JsonSchema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A type of record that is listed as a [`Kind`].
pub trait RecordType: Serialize + for<'de> Deserialize<'de> + JsonSchema + Send + Sync + 'static {
    /// Its kind.
    const KIND: Kind;
    /// What all kinds have in common.
    fn common(&self) -> Common<'_>;
    /// The references that must not lead back to this record: parents, wholes, groups.
    fn parents(&self) -> Parents<'_>;
}

macro_rules! kinds {
    (by anybody { $($(#[doc = $doc:literal])* $variant:ident $path:literal $type:ident,)+ }
     by command { $($(#[doc = $act_doc:literal])* $act:ident $act_path:literal $act_type:ident,)+ }) => {
        kinds!(all { $($(#[doc = $doc])* $variant $path $type,)+ $($(#[doc = $act_doc])* $act $act_path $act_type,)+ });

        impl Kind {
            /// The kinds that anybody who may write records writes: by their collections, in bulk and with manifests.
            pub const GENERIC: &'static [Self] = &[$(Self::$variant),+];

            /// Whether records of this kind are acts, written by their commands only: they are read like any record, and neither
            /// changed, nor imported, nor exported.
            #[must_use]
            pub const fn by_command(self) -> bool {
                matches!(self, $(Self::$act)|+)
            }
        }

        /// The records of a manifest, one list a kind; lists left out are not touched.
        ///
        /// Only its schema is used: a manifest is read record by record, so that every mistake is reported.
        #[derive(JsonSchema)]
        #[schemars(title = "Ropewalk manifest", deny_unknown_fields, rename = "Manifest")]
        #[expect(non_snake_case, reason = "one field a kind, named by the list of kinds")]
        pub struct ManifestShape {
            /// The JSON Schema of this file, for editors.
            #[schemars(rename = "$schema")]
            pub schema_url: Option<String>,
            /// The schema number that the records follow; the current one where it is left out.
            pub schema: Option<u32>,
            /// Why these changes are made; kept in the journal.
            pub reason: Option<String>,
            $($(#[doc = $doc])* #[schemars(rename = $path)] pub $variant: Option<Vec<$type>>,)+
        }
    };
    (all { $($(#[doc = $doc:literal])* $variant:ident $path:literal $type:ident,)+ }) => {
        /// A kind of record, in the order in which manifests and exports list them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum Kind {
            $($(#[doc = $doc])* #[serde(rename = $path)] $variant,)+
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name of the collection: in URLs, manifests and the `kind` column.
            #[must_use]
            pub const fn path(self) -> &'static str {
                match self { $(Self::$variant => $path,)+ }
            }

            /// The name of the type in schemas and generated clients.
            #[must_use]
            pub const fn schema_name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($type),)+ }
            }

            /// What a record of this kind is, in a sentence or two.
            #[must_use]
            pub fn description(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),*).trim(),)+ }
            }

            /// How a reference to this kind announces itself to a serializer.
            pub(super) const fn reference_name(self) -> &'static str {
                match self { $(Self::$variant => concat!("reference to ", $path),)+ }
            }

            /// The kind whose references announce themselves as `name`.
            pub(super) fn of_reference_name(name: &str) -> Option<Self> {
                name.strip_prefix("reference to ").and_then(|path| path.parse().ok())
            }

            /// Registers the schema of this kind with `generator` and returns it.
            pub fn subschema(self, generator: &mut SchemaGenerator) -> schemars::Schema {
                match self { $(Self::$variant => generator.subschema_for::<$type>(),)+ }
            }
        }

        impl std::str::FromStr for Kind {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($path => Ok(Self::$variant),)+
                    _ => Err(format!("`{}` is not a kind of record; allowed are {}", super::value::shown(text), [$($path),+].join(", "))),
                }
            }
        }

        /// A record: one documented thing of one kind.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Record {
            $($(#[doc = $doc])* $variant(Box<$type>),)+
        }

        impl Record {
            /// The kind of this record.
            #[must_use]
            pub const fn kind(&self) -> Kind {
                match self { $(Self::$variant(_) => Kind::$variant,)+ }
            }

            /// What all kinds have in common.
            #[must_use]
            pub fn common(&self) -> Common<'_> {
                match self { $(Self::$variant(record) => record.common(),)+ }
            }

            /// The references that must not lead back to this record.
            #[must_use]
            pub fn parents(&self) -> Parents<'_> {
                match self { $(Self::$variant(record) => record.parents(),)+ }
            }

            /// Reads a record of `kind` from any deserializer; the first mistake ends it.
            ///
            /// # Errors
            /// Those of the deserializer, and every value that its type refuses.
            pub fn deserialize<'de, D: serde::Deserializer<'de>>(kind: Kind, deserializer: D) -> Result<Self, D::Error> {
                match kind { $(Kind::$variant => $type::deserialize(deserializer).map(|record| Self::$variant(Box::new(record))),)+ }
            }

            /// Writes the record with any serializer.
            ///
            /// # Errors
            /// Those of the serializer.
            pub fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self { $(Self::$variant(record) => record.serialize(serializer),)+ }
            }
        }

        $(impl RecordType for $type {
            const KIND: Kind = Kind::$variant;
            fn common(&self) -> Common<'_> {
                self.common_fields()
            }
            fn parents(&self) -> Parents<'_> {
                self.parent_keys()
            }
        })+
    };
}

kinds! {
    by anybody {
        /// A country or subdivision (ISO 3166), a named place of a company, or a region that stands for one unknown country of a set (UN M49).
        Locations "locations" Location,
        /// A category of personal data, named by a dot path, with what each law calls it.
        DataCategories "data-categories" DataCategory,
        /// A group of people whose data is processed.
        DataSubjects "data-subjects" DataSubject,
        /// A legal entity: controller, provider, group company or authority.
        Organizations "organizations" Organization,
        /// A third-party service that gets data, offered by one or more provider organisations.
        Processors "processors" Processor,
        /// A system of ours, or our tenant of a service, that holds data.
        Systems "systems" System,
        /// A contract or instrument between organisations.
        Agreements "agreements" Agreement,
        /// An assessment, filing or approval.
        Assessments "assessments" Assessment,
        /// A privacy notice and the table of third parties it publishes.
        Notices "notices" Notice,
        /// A processing activity: what the controller does with whose data and why.
        Activities "activities" Activity,
        /// A law as data, or a part of one that answers one question: rules, lists of countries, duties.
        Regimes "regimes" Regime,
        /// A finding that somebody decided to live with: for a reason, by whose authority, and until when.
        Waivers "waivers" Waiver,
    }
    by command {
        /// A version of a privacy notice that was approved and published, with the commit that it tells of. Written by publishing.
        Publications "publications" Publication,
        /// A review of cross-border transfers over a period: what was looked at, who signed it off. Written by its commands.
        Reviews "reviews" Review,
        /// What was decided of one route in a review. Written by deciding.
        ReviewDecisions "review-decisions" ReviewDecision,
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.path())
    }
}

impl Record {
    /// The record's key.
    #[must_use]
    pub fn key(&self) -> &Key {
        self.common().key
    }

    /// Reads a record of `kind` and reports *every* mistake: of shape (unknown fields, wrong types, values out of
    /// range) and, in what can be read nonetheless, of meaning.
    ///
    /// # Errors
    /// All faults, each with an RFC 6901 pointer into `value`, what is wrong and what is allowed.
    pub fn parse(kind: Kind, value: &Value) -> Result<Self, Vec<Fault>> {
        super::validate::parse(kind, value)
    }

    /// The canonical document: compact JSON, fields in the order of the type, maps sorted, unknown (`null`) left out. Equal
    /// records have equal documents, so their bytes can be hashed and compared.
    ///
    /// # Panics
    /// Never: records hold nothing that JSON cannot say.
    #[must_use]
    pub fn document(&self) -> String {
        let mut bytes = Vec::with_capacity(2048);
        let written = self.serialize(&mut serde_json::Serializer::new(&mut bytes)).map(|()| String::from_utf8(bytes));
        match written {
            Ok(Ok(document)) => document,
            other => unreachable!("a record is always JSON text: {other:?}"),
        }
    }

    /// The record as a JSON value.
    ///
    /// # Panics
    /// Never: records hold nothing that JSON cannot say.
    #[must_use]
    pub fn value(&self) -> Value {
        match self.serialize(serde_json::value::Serializer) {
            Ok(value) => value,
            Err(error) => unreachable!("a record is always JSON: {error}"),
        }
    }
}
