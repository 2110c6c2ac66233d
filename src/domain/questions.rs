//! What a record leaves open: facts that are unknown, and lists that nobody says are complete.
//!
//! Which fields ask for a fact is said at the field itself, by the annotation `x-asked` of its schema: `fact` where being
//! left out is a question, `list` where moreover nothing but a statement in `complete` ends it. Never judges whether an open
//! question matters under a law.

use super::{kind::Kind, pointer::Pointer, register::Entry, schema};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::{
    collections::{BTreeSet, HashMap},
    sync::OnceLock,
};

/// Why a field is a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Open {
    /// It is left out: nobody knows, or nobody said.
    Unknown,
    /// The list is there, and nobody says in `complete` that it has everything.
    NotComplete,
}

/// An open question of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Question {
    /// The field. Elements of keyed lists are named by their key: `/disclosures/neocrm/locations`.
    pub pointer: Pointer,
    /// Why it is a question.
    pub open: Open,
    /// What the field says.
    pub about: &'static str,
}

/// The open questions of a record, in the order of its fields.
#[must_use]
pub fn questions(entry: &Entry) -> Vec<Question> {
    let document: Map<String, Value> = match serde_json::from_str(&entry.document) {
        Ok(document) => document,
        Err(error) => unreachable!("the document of a record is a JSON object: {error}"),
    };
    let complete = entry.common().complete.iter().map(|statement| statement.pointer.as_str()).collect();
    let mut open = Vec::new();
    walk(entry.id.kind.schema_name(), &document, &Pointer::root(), &complete, &mut open);
    open
}

/// Whether a record leaves anything open.
#[must_use]
pub fn is_incomplete(entry: &Entry) -> bool {
    !questions(entry).is_empty()
}

fn walk(
    part: &str,
    document: &Map<String, Value>,
    place: &Pointer,
    complete: &BTreeSet<&str>,
    open: &mut Vec<Question>,
) {
    for field in fields(part) {
        let at = place.at(&field.name);
        let mut ask = |why| open.push(Question { pointer: at.clone(), open: why, about: field.about });
        match document.get(&field.name) {
            None | Some(Value::Null) => {
                if field.asked.is_some() {
                    ask(Open::Unknown);
                }
            }
            Some(Value::Array(elements)) => {
                if field.asked == Some(Asked::List) && !complete.contains(at.as_str()) {
                    ask(Open::NotComplete);
                }
                for (index, element) in elements.iter().enumerate() {
                    if let (Some(inner), Value::Object(element)) = (field.part, element) {
                        let key = element.get("key").and_then(Value::as_str);
                        let at = key.map_or_else(|| at.at(index), |key| at.at(key));
                        walk(inner, element, &at, complete, open);
                    }
                }
            }
            Some(Value::Object(members)) => {
                if let Some(inner) = field.part {
                    walk(inner, members, &at, complete, open);
                }
            }
            Some(_) => {}
        }
    }
}

/// How much a field asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Fact,
    List,
}

/// A field that asks, or has parts that may.
struct Field {
    name: String,
    asked: Option<Asked>,
    about: &'static str,
    /// The type of what is in it.
    part: Option<&'static str>,
}

fn fields(part: &str) -> &'static [Field] {
    static FIELDS: OnceLock<HashMap<String, Vec<Field>>> = OnceLock::new();
    let all = FIELDS.get_or_init(|| {
        let mut all = HashMap::new();
        let mut parts: Vec<&'static str> = Kind::ALL.iter().map(|kind| kind.schema_name()).collect();
        while let Some(part) = parts.pop() {
            if all.contains_key(part) {
                continue;
            }
            let fields = of_definition(schema::definition(part));
            parts.extend(fields.iter().filter_map(|field| field.part));
            all.insert(part.to_owned(), fields);
        }
        all
    });
    all.get(part).map_or(&[], Vec::as_slice)
}

fn of_definition(definition: &'static Value) -> Vec<Field> {
    let field = |(name, property): (&String, &'static Value)| {
        let asked = match property["x-asked"].as_str() {
            Some("fact") => Some(Asked::Fact),
            Some("list") => Some(Asked::List),
            _ => None,
        };
        let part = [&property["$ref"], &property["items"]["$ref"]].into_iter().find_map(Value::as_str);
        let part = part.and_then(|reference| reference.strip_prefix("#/$defs/"));
        let about = property["description"].as_str().unwrap_or_default();
        (asked.is_some() || part.is_some()).then(|| Field { name: name.clone(), asked, about, part })
    };
    definition["properties"].as_object().into_iter().flatten().filter_map(field).collect()
}
