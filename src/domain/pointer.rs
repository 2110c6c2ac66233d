//! Two ways to name a place in a document.
//!
//! [`Pointer`] is RFC 6901 and names places in what a client sent: array elements by index. [`RecordPath`] is what records
//! keep (`sources`, `complete`): written alike, but an element of a keyed list is named by its key, since an index would
//! silently point at something else after an insertion.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::Value;
use std::{
    borrow::Cow,
    fmt::{self, Write},
};

/// An RFC 6901 JSON Pointer.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    #[must_use]
    pub const fn root() -> Self {
        Self(String::new())
    }

    /// A pointer that is already written as RFC 6901 says.
    #[must_use]
    pub fn written(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The member or element `token` of the place this names.
    #[must_use]
    pub fn at(&self, token: impl fmt::Display) -> Self {
        let mut longer = String::with_capacity(self.0.len() + 24);
        longer.push_str(&self.0);
        longer.push('/');
        let begins = longer.len();
        // Text takes whatever is written to it.
        let _ = write!(longer, "{token}");
        if longer[begins..].contains(['~', '/']) {
            let token = longer.split_off(begins).replace('~', "~0").replace('/', "~1");
            longer.push_str(&token);
        }
        Self(longer)
    }

    /// `inner`, seen from the document in which this names the inner document.
    #[must_use]
    pub fn join(&self, inner: &Self) -> Self {
        Self(format!("{}{}", self.0, inner.0))
    }

    /// This pointer, which names elements of keyed lists by their key, as RFC 6901 writes it for the document `record`: with
    /// their index. What leads nowhere stays as it is from there on.
    #[must_use]
    pub fn counted(&self, record: &Value) -> Self {
        let mut place = Some(record);
        let mut counted = Self::root();
        for token in self.tokens() {
            let index = place.and_then(Value::as_array).and_then(|elements| {
                elements.iter().position(|element| element.get("key").and_then(Value::as_str) == Some(&token))
            });
            match (place, index) {
                (Some(Value::Array(elements)), Some(index)) => {
                    counted = counted.at(index);
                    place = elements.get(index);
                }
                (Some(Value::Array(elements)), None) => {
                    place = token.parse::<usize>().ok().and_then(|index| elements.get(index));
                    counted = counted.at(token);
                }
                (value, _) => {
                    place = value.and_then(|value| value.get(&token));
                    counted = counted.at(token);
                }
            }
        }
        counted
    }

    /// This pointer, as RFC 6901 writes it for the document `record`, with elements of keyed lists named by their key.
    #[must_use]
    pub fn keyed(&self, record: &Value) -> Self {
        let mut place = Some(record);
        self.tokens().fold(Self::root(), |keyed, token| {
            let element = match place {
                Some(Value::Array(elements)) => token.parse::<usize>().ok().and_then(|index| elements.get(index)),
                Some(value) => value.get(&token),
                None => None,
            };
            let in_list = place.is_some_and(Value::is_array);
            let key = element.filter(|_| in_list).and_then(|element| element.get("key")?.as_str().map(str::to_owned));
            place = element;
            keyed.at(key.unwrap_or(token))
        })
    }

    /// The pointer as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The place that holds the place this names; `None` at the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|slash| Self(self.0[..slash].to_owned()))
    }

    /// The tokens, unescaped, outermost first.
    pub fn tokens(&self) -> impl Iterator<Item = String> {
        self.0.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JsonSchema for Pointer {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Pointer".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "json-pointer" })
    }
}

/// The way that a walk took into a document. A walk comes by many places and tells of few: only those are written.
#[derive(Clone, Copy, Default)]
pub(super) struct Trail<'a>(Option<(&'a Trail<'a>, Step<'a>)>);

/// From what holds a value to the value.
#[derive(Clone, Copy)]
pub(super) enum Step<'a> {
    Member(&'a str),
    /// A member whose name takes work to tell.
    Named(&'a dyn Fn() -> String),
    Element(usize),
}

impl<'a> Trail<'a> {
    /// The trail that goes one step further.
    pub(super) const fn then(&'a self, step: Step<'a>) -> Self {
        Self(Some((self, step)))
    }

    /// The place it leads to.
    pub(super) fn pointer(&self) -> Pointer {
        match self.0 {
            None => Pointer::root(),
            Some((above, Step::Member(name))) => above.pointer().at(name),
            Some((above, Step::Named(name))) => above.pointer().at(name()),
            Some((above, Step::Element(index))) => above.pointer().at(index),
        }
    }
}

/// A place in a record, written like a JSON Pointer but naming elements of keyed lists by key:
/// `/disclosures/neocrm/locations`. The empty path is the whole record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct RecordPath(Pointer);

impl RecordPath {
    /// The value at this place of `record`, if there is one.
    #[must_use]
    pub fn resolve<'a>(&self, record: &'a Value) -> Option<&'a Value> {
        self.0.tokens().try_fold(record, |place, token| match place {
            Value::Object(members) => members.get(&token),
            Value::Array(elements) => {
                let keyed = elements.iter().any(|element| element.get("key").is_some());
                if keyed {
                    elements.iter().find(|element| element.get("key").and_then(Value::as_str) == Some(&token))
                } else {
                    token.parse::<usize>().ok().and_then(|index| elements.get(index))
                }
            }
            _ => None,
        })
    }

    /// The path as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl<'de> Deserialize<'de> for RecordPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match jsonptr::Pointer::parse(&text) {
            Ok(_) => Ok(Self(Pointer(text))),
            Err(_) => Err(de::Error::custom(format!(
                "`{}` is not a path; allowed are the empty string for the whole record, or `/field/element-key/field`",
                super::value::shown(&text)
            ))),
        }
    }
}

impl JsonSchema for RecordPath {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "RecordPath".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^(/([^~/]|~0|~1)*)*$" })
    }
}
