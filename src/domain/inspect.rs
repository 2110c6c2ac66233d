//! Finds every reference of a record, whatever its type: a serializer that writes nothing and notes each
//! [`crate::domain::value::Ref`] with the place where it stands.
//!
//! References announce themselves by the name of their newtype struct; so a new field needs no entry anywhere.

use super::{
    kind::{Kind, Record},
    pointer::Pointer,
    schema,
    value::{Key, RecordId},
};
use serde::ser::{self, Serialize};
use serde_json::{Value, json};
use std::fmt;

/// A reference of a record and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The place in the referring record.
    pub pointer: Pointer,
    /// The record referred to.
    pub to: RecordId,
}

/// Every reference of `record`, in the order of its fields.
#[must_use]
pub fn references(record: &Record) -> Vec<Reference> {
    let mut found = Vec::new();
    let walk = Walk { found: &mut found, place: Pointer::root(), reference_to: None };
    match record.serialize(walk) {
        Ok(()) => found,
        Err(error) => unreachable!("a walk over a record writes nothing that could fail: {error}"),
    }
}

/// The references of a document that may not be a record, as far as its shape lets them be found: by the annotations of
/// the JSON Schema of `kind`, which say what each string refers to.
#[must_use]
pub fn references_of_document(kind: Kind, document: &Value) -> Vec<Reference> {
    let mut found = Vec::new();
    annotated(&json!({ "$ref": format!("#/$defs/{}", kind.schema_name()) }), document, &Pointer::root(), &mut found);
    found
}

fn annotated(schema: &Value, value: &Value, place: &Pointer, found: &mut Vec<Reference>) {
    let schema = match schema["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/$defs/")) {
        Some(name) => schema::definition(name),
        None => schema,
    };
    let kind = schema["x-references"].as_str().and_then(|path| path.parse::<Kind>().ok());
    if let (Some(kind), Some(key)) = (kind, value.as_str().and_then(|text| text.parse().ok())) {
        found.push(Reference { pointer: place.clone(), to: RecordId::new(kind, key) });
    }
    for (index, element) in value.as_array().into_iter().flatten().enumerate() {
        annotated(&schema["items"], element, &place.at(index), found);
    }
    let alternatives = schema["oneOf"].as_array().into_iter().flatten();
    for (name, member) in value.as_object().into_iter().flatten() {
        for shape in std::iter::once(schema).chain(alternatives.clone()) {
            annotated(&shape["properties"][name], member, &place.at(name), found);
        }
    }
}

struct Walk<'a> {
    found: &'a mut Vec<Reference>,
    place: Pointer,
    /// Set inside a reference: the kind it refers to.
    reference_to: Option<Kind>,
}

impl Walk<'_> {
    fn inner(&mut self, token: impl fmt::Display) -> Walk<'_> {
        Walk { place: self.place.at(token), found: self.found, reference_to: None }
    }
}

/// Never made: the walk cannot fail.
#[derive(Debug)]
struct Impossible(String);

impl fmt::Display for Impossible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Impossible {}

impl ser::Error for Impossible {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

macro_rules! ignore {
    ($($method:ident: $type:ty),+ $(,)?) => {
        $(fn $method(self, _: $type) -> Result<(), Impossible> { Ok(()) })+
    };
}

impl<'a> ser::Serializer for Walk<'a> {
    type Ok = ();
    type Error = Impossible;
    type SerializeSeq = Elements<'a>;
    type SerializeTuple = Elements<'a>;
    type SerializeTupleStruct = Elements<'a>;
    type SerializeTupleVariant = Elements<'a>;
    type SerializeMap = Members<'a>;
    type SerializeStruct = Members<'a>;
    type SerializeStructVariant = Members<'a>;

    ignore! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_f32: f32, serialize_f64: f64, serialize_char: char, serialize_bytes: &[u8],
    }

    fn serialize_str(self, text: &str) -> Result<(), Impossible> {
        if let (Some(kind), Ok(key)) = (self.reference_to, text.parse::<Key>()) {
            self.found.push(Reference { pointer: self.place, to: RecordId::new(kind, key) });
        }
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Impossible> {
        Ok(())
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), Impossible> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Impossible> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Impossible> {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<(), Impossible> {
        Ok(())
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Impossible> {
        self.reference_to = self.reference_to.or_else(|| Kind::of_reference_name(name));
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        mut self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Impossible> {
        value.serialize(self.inner(variant))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Elements<'a>, Impossible> {
        Ok(Elements { walk: self, index: 0 })
    }

    fn serialize_tuple(self, _: usize) -> Result<Elements<'a>, Impossible> {
        Ok(Elements { walk: self, index: 0 })
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Elements<'a>, Impossible> {
        Ok(Elements { walk: self, index: 0 })
    }

    fn serialize_tuple_variant(
        mut self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Elements<'a>, Impossible> {
        self.place = self.place.at(variant);
        Ok(Elements { walk: self, index: 0 })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members<'a>, Impossible> {
        Ok(Members { walk: self, name: String::new() })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members<'a>, Impossible> {
        Ok(Members { walk: self, name: String::new() })
    }

    fn serialize_struct_variant(
        mut self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Members<'a>, Impossible> {
        self.place = self.place.at(variant);
        Ok(Members { walk: self, name: String::new() })
    }
}

struct Elements<'a> {
    walk: Walk<'a>,
    index: usize,
}

impl Elements<'_> {
    fn next<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Impossible> {
        let index = self.index;
        self.index += 1;
        value.serialize(self.walk.inner(index))
    }
}

macro_rules! elements {
    ($($trait:ident $method:ident),+) => {
        $(impl ser::$trait for Elements<'_> {
            type Ok = ();
            type Error = Impossible;
            fn $method<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Impossible> {
                self.next(value)
            }
            fn end(self) -> Result<(), Impossible> {
                Ok(())
            }
        })+
    };
}
elements!(SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field, SerializeTupleVariant serialize_field);

struct Members<'a> {
    walk: Walk<'a>,
    name: String,
}

macro_rules! members {
    ($($trait:ident),+) => {
        $(impl ser::$trait for Members<'_> {
            type Ok = ();
            type Error = Impossible;
            fn serialize_field<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), Impossible> {
                value.serialize(self.walk.inner(name))
            }
            fn end(self) -> Result<(), Impossible> {
                Ok(())
            }
        })+
    };
}
members!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Members<'_> {
    type Ok = ();
    type Error = Impossible;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), Impossible> {
        self.name =
            serde_json::to_value(key).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default();
        Ok(())
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Impossible> {
        let name = std::mem::take(&mut self.name);
        value.serialize(self.walk.inner(name))
    }

    fn end(self) -> Result<(), Impossible> {
        Ok(())
    }
}
