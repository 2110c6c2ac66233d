//! Which sheets there are, and what their columns hold: derived from the schema of records, so that a new field has its column
//! without a word here.

use super::{POSITION, RECORD};
use crate::domain::{Kind, schema};
use serde_json::Value;
use std::sync::OnceLock;

/// The longest name of a sheet.
const LONGEST_NAME: usize = 31;

/// An object of more alternatives is a language of its own, which stands in one cell better than in forty columns.
const MOST_ALTERNATIVES: usize = 8;

/// A sheet.
#[derive(Debug)]
pub(super) struct Layout {
    /// Its name.
    pub sheet: String,
    /// The kind of its records.
    pub kind: Kind,
    /// The list whose elements its rows are; none where they are records.
    pub list: Option<String>,
    /// The fields of a row.
    pub fields: Vec<Field>,
}

/// A field of a record or element.
#[derive(Debug, PartialEq)]
pub(super) struct Field {
    pub name: String,
    pub shape: Shape,
}

/// What a field holds.
#[derive(Debug, PartialEq)]
pub(super) enum Shape {
    /// Text.
    Text,
    /// A day.
    Day,
    /// Yes or no.
    Flag,
    /// A number.
    Number,
    /// Several texts.
    Lines,
    /// Texts by name, such as one a language.
    Map,
    /// An object with these fields.
    Object(Vec<Field>),
    /// Elements that have a sheet of their own.
    Rows,
    /// Anything else.
    Json,
}

impl Layout {
    /// Every sheet, in the order of kinds; the lists of a kind follow its records.
    pub(super) fn all() -> &'static [Self] {
        static ALL: OnceLock<Vec<Layout>> = OnceLock::new();
        ALL.get_or_init(|| {
            let manifest = schema::manifest();
            Kind::GENERIC.iter().flat_map(|kind| of_kind(*kind, &manifest)).collect()
        })
    }

    /// The sheet of this name.
    pub(super) fn named(sheet: &str) -> Option<&'static Self> {
        Self::all().iter().find(|layout| layout.sheet == sheet)
    }

    /// The sheet of the records of a kind.
    pub(super) fn of_records(kind: Kind) -> Option<&'static Self> {
        Self::all().iter().find(|layout| layout.kind == kind && layout.list.is_none())
    }

    /// The names of columns that say where an element belongs.
    pub(super) fn own_columns(&self) -> &'static [&'static str] {
        if self.list.is_some() { &[RECORD, POSITION] } else { &[] }
    }
}

fn of_kind(kind: Kind, manifest: &Value) -> Vec<Layout> {
    let reading = Reading { definitions: &manifest["$defs"] };
    let record = reading.resolved(&manifest["$defs"][kind.schema_name()]);
    let mut lists = Vec::new();
    let mut fields = Vec::new();
    for (name, schema) in members(record) {
        let elements = reading.elements(schema);
        let shape = match elements {
            Some(fields) => {
                let sheet = format!("{kind}.{name}").chars().take(LONGEST_NAME).collect();
                lists.push(Layout { sheet, kind, list: Some(name.clone()), fields: first_the_key(fields) });
                Shape::Rows
            }
            None => reading.shape(schema, &mut Vec::new()).unwrap_or(Shape::Json),
        };
        fields.push(Field { name: name.clone(), shape });
    }
    let records = Layout { sheet: kind.to_string(), kind, list: None, fields: first_the_key(fields) };
    std::iter::once(records).chain(lists).collect()
}

/// What names a thing stands before what is said of it.
fn first_the_key(mut fields: Vec<Field>) -> Vec<Field> {
    fields.sort_by_key(|field| match field.name.as_str() {
        "key" => 0,
        "name" => 1,
        "status" => 2,
        _ => 3,
    });
    fields
}

fn members(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema["properties"].as_object().into_iter().flatten()
}

/// Whoever reads schemas.
struct Reading<'a> {
    definitions: &'a Value,
}

impl<'a> Reading<'a> {
    fn name(schema: &'a Value) -> Option<&'a str> {
        schema["$ref"].as_str()?.rsplit('/').next()
    }

    fn resolved(&self, schema: &'a Value) -> &'a Value {
        Self::name(schema).map_or(schema, |name| self.resolved(&self.definitions[name]))
    }

    /// The fields of the elements of a list of objects.
    fn elements(&self, schema: &'a Value) -> Option<Vec<Field>> {
        let list = self.resolved(schema);
        let element = (list["type"] == "array").then(|| self.resolved(&list["items"]))?;
        if element["properties"].is_null() {
            return None;
        }
        let mut within = Vec::new();
        let fields = members(element).map(|(name, schema)| {
            let shape = self.shape(schema, &mut within).unwrap_or(Shape::Json);
            Field { name: name.clone(), shape }
        });
        Some(fields.collect())
    }

    /// The shape of a value; `None` if it may hold another of its own kind.
    fn shape(&self, schema: &'a Value, within: &mut Vec<&'a str>) -> Option<Shape> {
        if let Some(name) = Self::name(schema) {
            if within.contains(&name) {
                return None;
            }
            within.push(name);
            let shape = self.shape(&self.definitions[name], within);
            within.pop();
            return shape;
        }
        if let Some(alternatives) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
            return self.alternatives(alternatives, within);
        }
        Some(match schema["type"].as_str() {
            Some("string") if schema["format"] == "date" => Shape::Day,
            Some("string") => Shape::Text,
            Some("boolean") => Shape::Flag,
            Some("integer" | "number") => Shape::Number,
            Some("array") => match self.shape(&schema["items"], within)? {
                Shape::Text => Shape::Lines,
                _ => Shape::Json,
            },
            Some("object") if schema["properties"].is_object() => Shape::Object(self.fields(schema, within)?),
            Some("object") if schema["additionalProperties"].is_object() => {
                match self.shape(&schema["additionalProperties"], within)? {
                    Shape::Text => Shape::Map,
                    _ => Shape::Json,
                }
            }
            // A word of a list.
            _ if schema["const"].is_string() || schema["enum"].is_array() => Shape::Text,
            _ => Shape::Json,
        })
    }

    fn fields(&self, schema: &'a Value, within: &mut Vec<&'a str>) -> Option<Vec<Field>> {
        members(schema)
            .map(|(name, schema)| Some(Field { name: name.clone(), shape: self.shape(schema, within)? }))
            .collect()
    }

    /// One of several objects has the fields of all; anything else has one cell.
    fn alternatives(&self, alternatives: &'a [Value], within: &mut Vec<&'a str>) -> Option<Shape> {
        let mut all: Vec<Field> = Vec::new();
        let mut alike: Option<Shape> = None;
        for schema in alternatives {
            let shape = self.shape(schema, within)?;
            let Shape::Object(fields) = shape else {
                // Words that are described one by one.
                if !all.is_empty() || alike.as_ref().is_some_and(|known| *known != shape) {
                    return Some(Shape::Json);
                }
                alike = Some(shape);
                continue;
            };
            for field in fields {
                match all.iter().find(|known| known.name == field.name) {
                    None => all.push(field),
                    Some(known) if known.shape == field.shape => {}
                    Some(_) => return Some(Shape::Json),
                }
            }
        }
        Some(match alike {
            Some(shape) if all.is_empty() => shape,
            None if alternatives.len() <= MOST_ALTERNATIVES => Shape::Object(all),
            _ => Shape::Json,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_kind_and_every_list_of_elements_has_a_sheet_of_its_own_name() {
        let mut names = HashSet::new();
        for layout in Layout::all() {
            assert!(
                names.insert(layout.sheet.to_lowercase()) && layout.sheet.len() <= LONGEST_NAME,
                "{}",
                layout.sheet
            );
            for own in layout.own_columns() {
                assert!(layout.fields.iter().all(|field| field.name != *own), "{} {own}", layout.sheet);
            }
        }
        assert!(Kind::GENERIC.iter().all(|kind| names.contains(kind.path())));
        assert!(names.contains("activities.disclosures") && names.contains("processors.sub_processor_notice"));
    }

    #[test]
    fn fields_have_the_columns_that_suit_them() {
        let shape = |sheet: &str, path: &str| {
            let mut fields = &Layout::named(sheet).unwrap().fields;
            let mut tokens = path.split('/').peekable();
            loop {
                let token = tokens.next().unwrap();
                let field = fields.iter().find(|field| field.name == token).unwrap();
                match &field.shape {
                    Shape::Object(inner) if tokens.peek().is_some() => fields = inner,
                    shape => return format!("{shape:?}").split(['(', ' ']).next().unwrap().to_owned(),
                }
            }
        };
        let cases = [
            ("activities", "name", "Map"),
            ("activities", "since", "Day"),
            ("activities", "status", "Text"),
            ("activities", "subjects", "Lines"),
            ("activities", "disclosures", "Rows"),
            ("activities", "automated_decisions/used", "Flag"),
            ("activities.disclosures", "recipient/processor", "Text"),
            ("activities.disclosures", "attestations", "Json"),
            ("activities.people", "people", "Number"),
            ("regimes.rules", "when", "Json"),
        ];
        for (sheet, path, wanted) in cases {
            assert_eq!(shape(sheet, path), wanted, "{sheet} {path}");
        }
    }
}
