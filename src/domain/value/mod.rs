//! Value types: parsed on construction, so a value that exists is well-formed.
//!
//! Each type is one shape on the wire (a string, mostly), carries its own JSON Schema and says in its error what is
//! allowed. A new value type: one file here, one [`string_value!`] or hand-written serde impl.

mod code;
mod day;
mod duration;
mod key;
mod language;
mod number;
mod reference;
mod text;

pub(crate) use code::shown;
pub use code::{CountryCode, HostName, Lei, M49Code, Sha256Digest, SubdivisionCode, Uscc, WebUrl};
pub use day::Day;
pub use duration::IsoDuration;
pub use key::{Key, RecordId};
pub use language::LanguageTag;
pub use number::{Count, Percent};
pub use reference::Ref;
pub use text::{Spoken, Text};

use serde::de::{self, Deserializer};
use std::{fmt, marker::PhantomData, str::FromStr};

/// A list in a record. Records do not change, so it takes no more room than its elements.
pub type List<T> = Box<[T]>;

/// A string newtype parsed by `$parse: fn(&str) -> Result<SmolStr, String>` (the error says what is allowed), with serde,
/// `FromStr`, `Display`, ordering and a JSON Schema of `$schema`.
macro_rules! string_value {
    ($(#[$meta:meta])* $name:ident, $parse:path, $schema:tt) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(smol_str::SmolStr);

        impl $name {
            /// The value as it is written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                $parse(text).map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                super::parsed(deserializer)
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!($schema)
            }
        }
    };
}
use string_value;

/// Reads a value of the text that it is written as.
fn parsed<'de, D: Deserializer<'de>, T: FromStr<Err = String>>(deserializer: D) -> Result<T, D::Error> {
    struct Written<T>(PhantomData<T>);

    impl<T: FromStr<Err = String>> de::Visitor<'_> for Written<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            text.parse().map_err(E::custom)
        }
    }

    deserializer.deserialize_str(Written(PhantomData))
}
