//! The OpenAPI 3.1 document: operations from utoipa, record schemas from schemars, and the operations on records once per kind.

use super::{
    api,
    deprecation::{self, DEPRECATED, Deprecated},
    examples, idempotency, listing, openapi_3_0, openapi_headers, openapi_parameters, schemas,
};
use crate::{
    domain::{Kind, digest, upcast},
    report::Name,
};
use serde_json::{Map, Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};
use utoipa::OpenApi;

/// Where the API is mounted.
pub const API: &str = "/api/v1";

/// The documents as they are served, made when they are first asked for.
pub struct Documents {
    deprecated: &'static [Deprecated],
    current: OnceLock<Served>,
    older: OnceLock<Served>,
}

/// A document as compact JSON, and its entity tag.
pub struct Served {
    /// The bytes.
    pub bytes: Arc<[u8]>,
    /// Their entity tag.
    pub tag: String,
}

impl Served {
    fn of(document: &Value) -> Self {
        let bytes: Arc<[u8]> = document.to_string().into_bytes().into();
        Self { tag: digest::tag("application/json", &bytes), bytes }
    }
}

impl Documents {
    /// Of a server with these deprecated operations.
    pub const fn of(deprecated: &'static [Deprecated]) -> Self {
        Self { deprecated, current: OnceLock::new(), older: OnceLock::new() }
    }

    /// The document.
    pub fn current(&self) -> &Served {
        self.current.get_or_init(|| Served::of(&document_of(self.deprecated)))
    }

    /// The document in OpenAPI 3.0.
    pub fn older(&self) -> &Served {
        self.older.get_or_init(|| Served::of(&openapi_3_0::rendition(&document_of(self.deprecated))))
    }
}

/// The document.
#[must_use]
pub fn document() -> Value {
    document_of(DEPRECATED)
}

/// The document in OpenAPI 3.0, for generators that read nothing newer.
#[must_use]
pub fn document_3_0() -> Value {
    openapi_3_0::rendition(&document())
}

/// The document of a server with these deprecated operations.
pub fn document_of(deprecated: &[Deprecated]) -> Value {
    let mut paths = Map::new();
    let mut components = Map::new();
    for (base, part) in [
        ("", api::service::Documented::openapi()),
        (API, api::changes::Documented::openapi()),
        (API, api::differences::Documented::openapi()),
        (API, api::questions::Documented::openapi()),
        (API, api::feed::Documented::openapi()),
        (API, api::tables::Documented::openapi()),
        (API, api::notices::Documented::openapi()),
        (API, api::documents::Documented::openapi()),
        (API, api::feeds::Documented::openapi()),
        (API, api::publications::Documented::openapi()),
        (API, api::reviews::Documented::openapi()),
    ] {
        let part = value(&part);
        add(&mut paths, base, &part);
        collect(&mut components, &part);
    }
    let part = value(&api::reports::Documented::openapi());
    collect(&mut components, &part);
    for report in Name::ALL {
        add(&mut paths, &api::reports::base(*report), &api::reports::documented(&part, *report));
    }
    for part in [api::lists::Documented::openapi(), api::records::Documented::openapi()] {
        let part = value(&part);
        collect(&mut components, &part);
        for kind in Kind::ALL {
            let mut part = of_kind(&part, *kind);
            if kind.by_command() {
                only_read(&mut part);
            }
            add(&mut paths, &format!("{API}/{kind}"), &part);
            components.insert(page_name(*kind), page(*kind));
        }
    }
    examples::add(&mut paths);
    describe(&mut paths);
    idempotency::document(&mut paths);
    deprecation::mark(&mut paths, deprecated);
    ask_for_newer(&mut paths);
    components.extend(openapi_parameters::exact(&mut paths));
    let headers = openapi_headers::refer(&mut paths, deprecated);
    let responses = share_problems(&mut paths);
    let parameters = share_parameters(&mut paths);
    for placeholder in ["RecordDocument", "RecordPage", "ReportDocument"] {
        components.remove(placeholder);
    }
    components.extend(schemas::definitions());
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Ropewalk",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Record of processing, processor registry and cross-border transfer review",
            "description": format!("Every record has one shape, in this API, in manifests and in the journal. A field that is left out or `null` is unknown; `[]` or an explicit value means none. Reads take `as_of`, what was known; derived answers take `on`, the day for which validity is judged. Every path answers `OPTIONS` with the methods it has, in `Allow`, and other methods with 405 and the same. Records follow schema {}.", upcast::CURRENT),
            "contact": { "name": "Ropewalk" }
        },
        "servers": [{ "url": "/", "description": "This server." }],
        "tags": tags(),
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "schemas": components,
            "responses": responses,
            "headers": headers,
            "parameters": parameters,
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer", "description": "A token made by `ropewalk token create`." } }
        }
    });
    document
}

/// Leaves of operations on a kind those that read.
fn only_read(part: &mut Value) {
    let Some(paths) = part["paths"].as_object_mut() else { return };
    for operations in paths.values_mut().filter_map(Value::as_object_mut) {
        operations.retain(|method, _| method == "get");
        // What is never deleted is never gone.
        for operation in operations.values_mut() {
            if let Some(responses) = operation["responses"].as_object_mut() {
                responses.remove("410");
            }
        }
    }
    paths.retain(|_, operations| operations.as_object().is_some_and(|operations| !operations.is_empty()));
}

/// An operation without a description of its own is described by its summary.
fn describe(paths: &mut Map<String, Value>) {
    for operation in paths.values_mut().filter_map(Value::as_object_mut).flat_map(Map::values_mut) {
        if operation["description"].is_null() {
            operation["description"] = operation["summary"].clone();
        }
    }
}

/// What can answer that nothing is newer can be asked for what is newer.
fn ask_for_newer(paths: &mut Map<String, Value>) {
    for operation in paths.values_mut().filter_map(Value::as_object_mut).flat_map(Map::values_mut) {
        if operation["responses"].get("304").is_none() {
            continue;
        }
        let tag = json!({
            "name": "If-None-Match", "in": "header", "required": false, "schema": { "type": "string" },
            "description": "The entity tag of what you have; 304 if there is nothing newer."
        });
        match operation.get_mut("parameters").and_then(Value::as_array_mut) {
            Some(parameters) => parameters.push(tag),
            None => operation["parameters"] = json!([tag]),
        }
    }
}

/// Moves the problems that most operations answer alike to the components, one a status.
fn share_problems(paths: &mut Map<String, Value>) -> Map<String, Value> {
    let mut shared: Map<String, Value> = Map::new();
    for operation in paths.values_mut().filter_map(Value::as_object_mut).flat_map(Map::values_mut) {
        // What a deprecated operation answers has headers that no other has.
        if operation["deprecated"] == true {
            continue;
        }
        for (status, response) in operation["responses"].as_object_mut().into_iter().flatten() {
            if response["content"].get("application/problem+json").is_none() {
                continue;
            }
            let name = format!("Problem{status}");
            if shared.entry(name.clone()).or_insert_with(|| response.clone()) == response {
                *response = json!({ "$ref": format!("#/components/responses/{name}") });
            }
        }
    }
    shared
}

/// Moves parameters that several operations have alike to the components: by name, and where another of that name is there
/// already, with the tag of the operation.
fn share_parameters(paths: &mut Map<String, Value>) -> Map<String, Value> {
    let mut times: HashMap<String, usize> = HashMap::new();
    let mut shared: Map<String, Value> = Map::new();
    for operation in paths.values().filter_map(Value::as_object).flat_map(Map::values) {
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            *times.entry(parameter.to_string()).or_default() += 1;
        }
    }
    for operation in paths.values_mut().filter_map(Value::as_object_mut).flat_map(Map::values_mut) {
        let tag = operation["tags"][0].as_str().unwrap_or_default().to_owned();
        let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
        for parameter in parameters.into_iter().flatten() {
            if times.get(&parameter.to_string()).is_none_or(|times| *times < 2) {
                continue;
            }
            let name = parameter["name"].as_str().unwrap_or_default().to_owned();
            for name in [name.clone(), format!("{name}.{tag}")] {
                if shared.entry(name.clone()).or_insert_with(|| parameter.clone()) == parameter {
                    *parameter = json!({ "$ref": format!("#/components/parameters/{name}") });
                    break;
                }
            }
        }
    }
    shared
}

fn value(part: &utoipa::openapi::OpenApi) -> Value {
    match serde_json::to_value(part) {
        Ok(value) => value,
        Err(error) => unreachable!("an OpenAPI document is JSON: {error}"),
    }
}

/// Adds the paths of `part` below `base`, without their query and with no slash at the end.
fn add(paths: &mut Map<String, Value>, base: &str, part: &Value) {
    for (path, operations) in part["paths"].as_object().into_iter().flatten() {
        let path = path.split('?').next().unwrap_or_default();
        let whole = format!("{base}{}", path.trim_end_matches('/'));
        let place = paths.entry(whole).or_insert_with(|| Value::Object(Map::new()));
        if let (Value::Object(place), Value::Object(operations)) = (place, operations.clone()) {
            place.extend(operations);
        }
    }
}

fn collect(components: &mut Map<String, Value>, part: &Value) {
    if let Some(schemas) = part["components"]["schemas"].as_object() {
        components.extend(schemas.clone());
    }
}

/// The operations on records, said of one kind: its schema, its name in operation ids, its tag.
fn of_kind(records: &Value, kind: Kind) -> Value {
    let (schema, plural) = (kind.schema_name(), kind.path().replace('-', "_"));
    let singular = snake(schema);
    let mut own = records.clone();
    for operations in own["paths"].as_object_mut().into_iter().flat_map(Map::values_mut) {
        for operation in operations.as_object_mut().into_iter().flat_map(Map::values_mut) {
            let words = singular.replace('_', " ");
            let one = format!("{} {words}", if words.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" });
            let name = operation["operationId"].as_str().unwrap_or_default().to_owned();
            if matches!(name.as_str(), "list" | "change_all") {
                let parameters = listing::documented(kind, name == "change_all");
                match operation.get_mut("parameters").and_then(Value::as_array_mut) {
                    Some(own) => own.extend(parameters),
                    None => operation["parameters"] = parameters.into(),
                }
            }
            let (id, summary) = match name.as_str() {
                "list" => (format!("list_{plural}"), format!("List {}", kind.path().replace('-', " "))),
                "change_all" => (format!("change_{plural}"), format!("Change many {}", kind.path().replace('-', " "))),
                "create" => (format!("create_{singular}"), format!("Create {one}")),
                "get" => (format!("get_{singular}"), format!("Read {one}")),
                "replace" => (format!("replace_{singular}"), format!("Create or replace {one}")),
                "change" => (format!("change_{singular}"), format!("Change {one} by a patch")),
                "remove" => (format!("remove_{singular}"), format!("Delete {one} that nothing refers to")),
                "difference" => (format!("get_{singular}_difference"), format!("Compare two versions of {one}")),
                "history" => (format!("list_{singular}_versions"), format!("List the versions of {one}")),
                "get_version" => (format!("get_{singular}_version"), format!("Read a version of {one}")),
                "usage" => (format!("list_{singular}_usage"), format!("List what refers to {one}")),
                other => unreachable!("the operation `{other}` has no name yet"),
            };
            if operation["description"].is_null() {
                operation["description"] =
                    format!("{} {}", operation["summary"].as_str().unwrap_or_default(), kind.description()).into();
            }
            operation["operationId"] = id.into();
            operation["summary"] = summary.into();
            operation["tags"] = json!([kind.path()]);
            name_schema(operation, kind);
        }
    }
    own
}

/// Puts the schemas of `kind` in the place of those that stand for those of any.
fn name_schema(value: &mut Value, kind: Kind) {
    match value {
        Value::Object(members) => {
            let name = match members.get("$ref").and_then(Value::as_str) {
                Some("#/components/schemas/RecordDocument") => kind.schema_name().to_owned(),
                Some("#/components/schemas/RecordPage") => page_name(kind),
                _ => return members.values_mut().for_each(|member| name_schema(member, kind)),
            };
            members.insert("$ref".into(), format!("#/components/schemas/{name}").into());
        }
        Value::Array(elements) => elements.iter_mut().for_each(|element| name_schema(element, kind)),
        _ => {}
    }
}

/// The name of the schema of a page of `kind`: `ActivityPage`.
fn page_name(kind: Kind) -> String {
    format!("{}Page", kind.schema_name())
}

/// The schema of a page of `kind`.
fn page(kind: Kind) -> Value {
    let record = format!("#/components/schemas/{}", kind.schema_name());
    json!({
        "type": "object",
        "description": format!("A page of {}.", kind.path().replace('-', " ")),
        "required": ["items", "next"],
        "properties": {
            "items": { "type": "array", "items": { "$ref": record }, "description": "The records, in the order asked for." },
            "next": { "type": ["string", "null"], "description": "The cursor of the next page; null on the last one." }
        }
    })
}

/// `DataCategory` as `data_category`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for (index, c) in name.chars().enumerate() {
        if c.is_uppercase() && index > 0 {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
    }
    snake
}

fn tags() -> Vec<Value> {
    let kinds = Kind::ALL.iter().map(|kind| json!({ "name": kind.path(), "description": kind.description() }));
    let others = [
        ("documents", "Files that records name by their digest."),
        ("changes", "Many records at once: import, export, differences, and the feed of commits."),
        ("questions", "What the register leaves open."),
        ("reports", "What follows from the register, for a day or a period."),
        ("service", "What the server says of itself."),
    ];
    kinds.chain(others.map(|(name, description)| json!({ "name": name, "description": description }))).collect()
}
