//! Finds every reference of a record, whatever its type: a serializer that writes nothing and notes each
//! [`crate::domain::value::Ref`] with the place where it stands.
//!
//! References announce themselves by the name of their newtype struct; so a new field needs no entry anywhere.

use super::{
    kind::{Kind, Record},
    pointer::{Pointer, Step, Trail},
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
    walk(record, &mut |trail, to| found.push(Reference { pointer: trail.pointer(), to }));
    found
}

/// The records that `record` refers to, each once, in their order.
#[must_use]
pub fn targets(record: &Record) -> Vec<RecordId> {
    let mut found = Vec::new();
    walk(record, &mut |_, to| found.push(to));
    in_order(found)
}

/// Each record once, in their order.
pub(super) fn in_order(mut records: Vec<RecordId>) -> Vec<RecordId> {
    records.sort_unstable();
    records.dedup();
    records
}

/// Tells `note` of every reference of a record and of the way to it.
fn walk(record: &Record, note: &mut dyn FnMut(&Trail<'_>, RecordId)) {
    match record.serialize(Walk { note, trail: Trail::default(), reference_to: None }) {
        Ok(()) => {}
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
    note: &'a mut dyn FnMut(&Trail<'_>, RecordId),
    trail: Trail<'a>,
    /// Set inside a reference: the kind it refers to.
    reference_to: Option<Kind>,
}

/// Never made of a record: the walk cannot fail.
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
    type SerializeSeq = Inside<'a>;
    type SerializeTuple = Inside<'a>;
    type SerializeTupleStruct = Inside<'a>;
    type SerializeTupleVariant = Inside<'a>;
    type SerializeMap = Inside<'a>;
    type SerializeStruct = Inside<'a>;
    type SerializeStructVariant = Inside<'a>;

    ignore! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_f32: f32, serialize_f64: f64, serialize_char: char, serialize_bytes: &[u8],
    }

    fn serialize_str(self, text: &str) -> Result<(), Impossible> {
        if let Some(kind) = self.reference_to
            && let Ok(key) = text.parse::<Key>()
        {
            (self.note)(&self.trail, RecordId::new(kind, key));
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
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Impossible> {
        Inside { walk: self, variant: None, index: 0 }.step(Step::Member(variant), value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Inside<'a>, Impossible> {
        Ok(Inside { walk: self, variant: None, index: 0 })
    }

    fn serialize_tuple(self, _: usize) -> Result<Inside<'a>, Impossible> {
        Ok(Inside { walk: self, variant: None, index: 0 })
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Inside<'a>, Impossible> {
        Ok(Inside { walk: self, variant: None, index: 0 })
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Inside<'a>, Impossible> {
        Ok(Inside { walk: self, variant: Some(variant), index: 0 })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Inside<'a>, Impossible> {
        Ok(Inside { walk: self, variant: None, index: 0 })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Inside<'a>, Impossible> {
        Ok(Inside { walk: self, variant: None, index: 0 })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Inside<'a>, Impossible> {
        Ok(Inside { walk: self, variant: Some(variant), index: 0 })
    }
}

/// A walk inside a list, map or struct.
struct Inside<'a> {
    walk: Walk<'a>,
    /// The variant of an enum that the fields belong to.
    variant: Option<&'static str>,
    /// How many elements the walk has come by.
    index: usize,
}

impl Inside<'_> {
    /// Walks on into an element or member.
    fn step<T: ?Sized + Serialize>(&mut self, step: Step<'_>, value: &T) -> Result<(), Impossible> {
        let Self { walk: Walk { note, trail, .. }, variant, .. } = self;
        let of_variant = variant.map(|variant| trail.then(Step::Member(variant)));
        let trail = of_variant.as_ref().unwrap_or(trail).then(step);
        value.serialize(Walk { note: &mut **note, trail, reference_to: None })
    }

    fn element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Impossible> {
        let index = self.index;
        self.index += 1;
        self.step(Step::Element(index), value)
    }
}

macro_rules! elements {
    ($($trait:ident $method:ident),+) => {
        $(impl ser::$trait for Inside<'_> {
            type Ok = ();
            type Error = Impossible;
            fn $method<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Impossible> {
                self.element(value)
            }
            fn end(self) -> Result<(), Impossible> {
                Ok(())
            }
        })+
    };
}
elements!(SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field, SerializeTupleVariant serialize_field);

macro_rules! members {
    ($($trait:ident),+) => {
        $(impl ser::$trait for Inside<'_> {
            type Ok = ();
            type Error = Impossible;
            fn serialize_field<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), Impossible> {
                self.step(Step::Member(name), value)
            }
            fn end(self) -> Result<(), Impossible> {
                Ok(())
            }
        })+
    };
}
members!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Inside<'_> {
    type Ok = ();
    type Error = Impossible;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, _: &T) -> Result<(), Impossible> {
        Err(ser::Error::custom("the entries of a map are written whole"))
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, _: &T) -> Result<(), Impossible> {
        Err(ser::Error::custom("the entries of a map are written whole"))
    }

    fn serialize_entry<K: ?Sized + Serialize, V: ?Sized + Serialize>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), Impossible> {
        let name =
            || serde_json::to_value(key).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default();
        self.step(Step::Named(&name), value)
    }

    fn end(self) -> Result<(), Impossible> {
        Ok(())
    }
}

/// The digests of the blobs that a record names: documents, texts that were published, what was signed, evidence.
#[must_use]
pub fn blobs(record: &Record) -> Vec<String> {
    let mut found = Vec::new();
    each_blob(&record.value(), &mut found);
    found
}

/// A blob is named by `digest` beside what tells that there are bytes behind it, or in a list of evidence.
fn each_blob(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            let kept = ["bytes", "title"].iter().any(|beside| members.contains_key(*beside));
            if let Some(digest) = members.get("digest").and_then(Value::as_str).filter(|_| kept) {
                found.push(digest.to_owned());
            }
            let evidence = members.get("evidence").and_then(Value::as_array).into_iter().flatten();
            found.extend(evidence.filter_map(Value::as_str).map(str::to_owned));
            members.values().for_each(|member| each_blob(member, found));
        }
        Value::Array(elements) => elements.iter().for_each(|element| each_blob(element, found)),
        _ => {}
    }
}
