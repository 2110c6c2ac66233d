//! References from one record to another.

use super::Key;
use crate::domain::kind::RecordType;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{borrow::Cow, fmt, marker::PhantomData};

/// The key of a record of kind `R`, which must exist. On the wire it is just that key.
///
/// It announces itself to serializers as a newtype struct named after its kind, which is how
/// [`crate::domain::inspect`] finds every reference of a record without a list of fields.
pub struct Ref<R> {
    key: Key,
    kind: PhantomData<fn() -> R>,
}

impl<R> Ref<R> {
    /// A reference to `key`.
    #[must_use]
    pub const fn new(key: Key) -> Self {
        Self { key, kind: PhantomData }
    }

    /// The key it names.
    #[must_use]
    pub const fn key(&self) -> &Key {
        &self.key
    }
}

impl<R> Clone for Ref<R> {
    fn clone(&self) -> Self {
        Self::new(self.key.clone())
    }
}

impl<R> fmt::Debug for Ref<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ref({})", self.key)
    }
}

impl<R> PartialEq for Ref<R> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<R> Eq for Ref<R> {}

impl<R: RecordType> Serialize for Ref<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(R::KIND.reference_name(), &self.key)
    }
}

impl<'de, R> Deserialize<'de> for Ref<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Key::deserialize(deserializer).map(Self::new)
    }
}

impl<R: RecordType> JsonSchema for Ref<R> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("{}Ref", R::KIND.schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let Schema { .. } = Key::json_schema(generator);
        json_schema!({
            "type": "string",
            "pattern": "^[a-z0-9]+([-_.][a-z0-9]+)*$",
            "maxLength": 100,
            "x-references": R::KIND.path()
        })
    }
}
