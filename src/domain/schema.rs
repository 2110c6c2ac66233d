//! JSON Schema 2020-12 of the records and of the manifest: the one source from which the OpenAPI document, editors and the
//! reports on malformed documents take their shapes.

use super::kind::{Kind, ManifestShape};
use schemars::{Schema, SchemaGenerator, generate::SchemaSettings, transform::RecursiveTransform};
use serde_json::{Map, Value, json};
use std::{collections::BTreeSet, sync::OnceLock};

/// The schemas of all records and their parts by name, with references between them below `definitions_path`
/// (`/components/schemas` in OpenAPI, `/$defs` elsewhere).
#[must_use]
pub fn definitions(definitions_path: &'static str) -> Map<String, Value> {
    let mut generator = of_records(definitions_path);
    for kind in Kind::ALL {
        kind.subschema(&mut generator);
    }
    generator.subschema_for::<ManifestShape>();
    generator.take_definitions(true)
}

/// The JSON Schema of a manifest, complete in itself.
#[must_use]
pub fn manifest() -> Value {
    of_records("/$defs").into_root_schema_for::<ManifestShape>().to_value()
}

/// The schema of a record or of a part of one, by its name; `null` for a name that there is not.
pub(super) fn definition(name: &str) -> &'static Value {
    static DEFINITIONS: OnceLock<Value> = OnceLock::new();
    &DEFINITIONS.get_or_init(|| Value::Object(definitions("/$defs")))[name]
}

/// The kinds that records of `kind` can refer to, in the order of kinds.
#[must_use]
pub fn referred(kind: Kind) -> &'static [Kind] {
    static REFERRED: OnceLock<Vec<Vec<Kind>>> = OnceLock::new();
    let referred = REFERRED.get_or_init(|| {
        let of_kind = |kind: &Kind| {
            let (mut seen, mut found) = (BTreeSet::new(), BTreeSet::new());
            referred_by(definition(kind.schema_name()), &mut seen, &mut found);
            found.into_iter().collect()
        };
        Kind::ALL.iter().map(of_kind).collect()
    });
    &referred[kind as usize]
}

fn referred_by(schema: &'static Value, seen: &mut BTreeSet<&'static str>, found: &mut BTreeSet<Kind>) {
    found.extend(schema["x-references"].as_str().and_then(|path| path.parse::<Kind>().ok()));
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/$defs/"))
        && seen.insert(name)
    {
        referred_by(definition(name), seen, found);
    }
    match schema {
        Value::Object(members) => members.values().for_each(|member| referred_by(member, seen, found)),
        Value::Array(elements) => elements.iter().for_each(|element| referred_by(element, seen, found)),
        _ => {}
    }
}

/// The names of the fields of a kind, in their order.
#[must_use]
pub fn fields(kind: Kind) -> Vec<&'static str> {
    let properties = definition(kind.schema_name())["properties"].as_object();
    properties.into_iter().flatten().map(|(name, _)| name.as_str()).collect()
}

/// The names of the fields that every record of a kind has.
#[must_use]
pub fn required(kind: Kind) -> Vec<&'static str> {
    let required = definition(kind.schema_name())["required"].as_array();
    required.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The compiled schema of one kind, to report every mistake of shape at once.
pub(super) fn validator(kind: Kind) -> &'static jsonschema::Validator {
    static COMPILED: OnceLock<Vec<jsonschema::Validator>> = OnceLock::new();
    let compiled = COMPILED.get_or_init(|| {
        let definitions = Value::Object(definitions("/$defs"));
        let compile = |kind: &Kind| {
            let schema = json!({ "$ref": format!("#/$defs/{}", kind.schema_name()), "$defs": definitions });
            match jsonschema::draft202012::new(&schema) {
                Ok(validator) => validator,
                Err(error) => unreachable!("the schema of a record type is a schema: {error}"),
            }
        };
        Kind::ALL.iter().map(compile).collect()
    });
    &compiled[kind as usize]
}

/// A generator that writes as OpenAPI 3.1 wants it, for types that only answers have.
#[must_use]
pub fn generator(definitions_path: &'static str) -> SchemaGenerator {
    settings(definitions_path).for_serialize().into_generator()
}

/// The same for reports, in which what is not known is left out and never `null`.
#[must_use]
pub fn generator_of_reports(definitions_path: &'static str) -> SchemaGenerator {
    settings(definitions_path)
        .with(|settings| settings.transforms.push(Box::new(RecursiveTransform(without_null))))
        .for_serialize()
        .into_generator()
}

/// The same for what is sent: a field that is left out and one that is `null` mean the same.
#[must_use]
pub fn generator_of_requests(definitions_path: &'static str) -> SchemaGenerator {
    of_records(definitions_path)
}

/// The same for records, in which a field that is left out and one that is `null` mean the same.
fn of_records(definitions_path: &'static str) -> SchemaGenerator {
    settings(definitions_path)
        .with(|settings| settings.transforms.push(Box::new(RecursiveTransform(without_null))))
        .into_generator()
}

fn settings(definitions_path: &'static str) -> SchemaSettings {
    SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = definitions_path.into();
        settings.meta_schema = None;
        settings.transforms.push(Box::new(RecursiveTransform(fold_lines)));
    })
}

/// Takes the alternative `null` away: generated clients read `anyOf: [X, null]` badly, and it says nothing here.
fn without_null(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else { return };
    if let Some(Value::Array(branches)) = object.get("anyOf")
        && let [only, Value::Object(null)] = branches.as_slice()
        && null.get("type") == Some(&json!("null"))
        && let Value::Object(only) = only.clone()
    {
        object.remove("anyOf");
        object.extend(only);
    }
    if let Some(Value::Array(types)) = object.get("type")
        && let [only, Value::String(null)] = types.as_slice()
        && null == "null"
    {
        let only = only.clone();
        object.insert("type".into(), only);
    }
    if let Some(Value::Array(words)) = object.get_mut("enum") {
        words.retain(|word| !word.is_null());
    }
    if object.get("default") == Some(&Value::Null) {
        object.remove("default");
    }
}

/// Line breaks of the source mean nothing in a description.
fn fold_lines(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else { return };
    if let Some(Value::String(description)) = object.get_mut("description") {
        *description = description.split_whitespace().collect::<Vec<_>>().join(" ");
    }
}
