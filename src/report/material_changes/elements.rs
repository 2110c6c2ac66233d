//! The content of a notice taken apart: elements that have a name of their own, by the path of their keys.

use super::model::{Became, Change, Class, FieldOf};
use crate::{
    domain::{
        Key, Kind, Record, RecordId, Register,
        record::{Assessment, Outcome},
    },
    report::{notice_content::Report as Content, question::Refused},
};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A path of keys.
type Path = Vec<String>;

/// The elements of a content.
#[derive(Debug, Default)]
pub(super) struct Elements(BTreeMap<Path, Element>);

#[derive(Debug)]
struct Element {
    class: Class,
    name: String,
    fields: BTreeMap<String, Value>,
    records: BTreeSet<RecordId>,
}

/// Lists of a function whose elements stand for themselves, and what they are about.
const LISTS: [(&str, Class); 8] = [
    ("purposes", Class::Purposes),
    ("data", Class::Data),
    ("subjects", Class::Data),
    ("storage", Class::Places),
    ("recipients", Class::Recipients),
    ("security", Class::Security),
    ("rights", Class::Rights),
    ("backups", Class::Retention),
];

/// Parts of a function that are about something else than how the service works.
const PARTS: [(&str, Class); 4] = [
    ("retention", Class::Retention),
    ("backups", Class::Retention),
    ("automated_decisions", Class::AutomatedDecisions),
    ("minors", Class::Minors),
];

impl Elements {
    /// The elements of a content, and of the assessments of its functions.
    pub fn of(register: &Register, content: &Content) -> Result<Self, Refused> {
        let value = serde_json::to_value(content).map_err(|error| Refused::Malformed(error.to_string()))?;
        let notice = RecordId::new(Kind::Notices, content.notice.key.clone());
        let mut elements = Self::default();
        let mut about = members(&value["notice"]);
        // Printed dates change with every version.
        about.remove("dates");
        elements.add(vec!["notice".into()], Class::Notice, about, std::slice::from_ref(&notice));
        elements.controller(&value["controller"]);
        for promise in value["promises"].as_array().into_iter().flatten() {
            let path = vec!["promises".into(), identity(promise, 0)];
            elements.add(path, Class::Promises, members(promise), std::slice::from_ref(&notice));
        }
        for function in value["functions"].as_array().into_iter().flatten() {
            elements.function(function);
        }
        elements.assessments(register, content);
        Ok(elements)
    }

    fn add(&mut self, path: Path, class: Class, mut fields: Map<String, Value>, records: &[RecordId]) {
        let name = named(&Value::Object(fields.clone())).or_else(|| path.last().cloned()).unwrap_or_default();
        fields.remove("key");
        let records = records.iter().cloned().collect();
        self.0.insert(path, Element { class, name, fields: fields.into_iter().collect(), records });
    }

    fn controller(&mut self, controller: &Value) {
        let mut about = members(controller);
        let Some(id) = about.get("key").and_then(|key| id(Kind::Organizations, key)) else { return };
        let contacts = about.remove("contacts").unwrap_or_default();
        self.add(vec!["controller".into(), id.key.to_string()], Class::Responsible, about, std::slice::from_ref(&id));
        for (at, contact) in contacts.as_array().into_iter().flatten().enumerate() {
            let class = match contact["function"].as_str() {
                Some("complaints") => Class::ComplaintChannel,
                _ => Class::Responsible,
            };
            let path = vec!["controller".into(), id.key.to_string(), "contacts".into(), identity(contact, at)];
            self.add(path, class, members(contact), std::slice::from_ref(&id));
        }
    }

    fn function(&mut self, function: &Value) {
        let mut about = members(function);
        let Some(id) = about.remove("activity").and_then(|key| id(Kind::Activities, &key)) else { return };
        let path = |rest: &[&str]| -> Path {
            ["functions", id.key.as_str()].iter().chain(rest).map(|part| (*part).to_owned()).collect()
        };
        let called = named(function).unwrap_or_else(|| id.key.to_string());
        for (list, class) in LISTS {
            let Some(Value::Array(held)) = about.get(list) else { continue };
            for (at, element) in held.iter().enumerate() {
                let mut records = vec![id.clone()];
                records.extend(mentioned(list, element));
                let key = identity(element, at);
                self.add(path(&[list, &key]), class, members(element), &records);
                if let Some(element) = self.0.get_mut(&path(&[list, &key])) {
                    element.name = format!("{called}: {}", element.name);
                }
            }
            about.remove(list);
        }
        for (part, class) in PARTS {
            if let Some(Value::Object(fields)) = about.remove(part) {
                self.add(path(&[part]), class, fields, std::slice::from_ref(&id));
                if let Some(element) = self.0.get_mut(&path(&[part])) {
                    element.name.clone_from(&called);
                }
            }
        }
        self.add(path(&[]), Class::ServiceModel, about, std::slice::from_ref(&id));
    }

    /// What was found by assessments that are about one of the functions.
    fn assessments(&mut self, register: &Register, content: &Content) {
        let functions: BTreeSet<&Key> = content.functions.iter().map(|function| &function.activity).collect();
        let named_by = |assessment: &Assessment| {
            let scope = assessment.scope.as_ref().and_then(|scope| scope.activities.as_ref());
            let own = scope.into_iter().flatten().any(|activity| functions.contains(activity.key()));
            let id = RecordId::new(Kind::Assessments, assessment.key.clone());
            let by_activity =
                || register.users(&id).any(|user| user.kind == Kind::Activities && functions.contains(&user.key));
            own || by_activity()
        };
        for entry in register.of_kind(Kind::Assessments, None) {
            let Record::Assessments(assessment) = &entry.record else { continue };
            if let Some(outcome) = assessment.outcome.filter(|_| named_by(assessment)) {
                let mut fields = Map::new();
                fields.insert("outcome".into(), serde_json::to_value(outcome).unwrap_or_default());
                let path = vec!["assessments".into(), assessment.key.to_string()];
                self.add(path, Class::AssessmentRisk, fields, std::slice::from_ref(&entry.id));
            }
        }
    }

    /// What is otherwise in `after`.
    pub fn until(&self, after: &Self, now: &Register, since: u64) -> Vec<Change> {
        let paths: BTreeSet<&Path> = self.0.keys().chain(after.0.keys()).collect();
        let mut changes = Vec::new();
        for path in paths {
            let (old, new) = (self.0.get(path), after.0.get(path));
            let whole =
                |of: &Self| !path.is_empty() && (1..path.len()).all(|end| of.has_parent(&path[..end], self, after));
            match (old, new) {
                (Some(old), Some(new)) => changes.extend(old.until(new, path, now, since)),
                (None, Some(new)) if whole(self) => changes.push(new.change(Became::Added, path, now, since)),
                (Some(old), None) if whole(after) => changes.push(old.change(Became::Removed, path, now, since)),
                _ => {}
            }
        }
        changes.sort_by(|one, other| (one.class, &one.at).cmp(&(other.class, &other.at)));
        changes
    }

    /// Whether what is above a path is there, or nothing of its own anywhere: what came or went with what is above it is not told again.
    fn has_parent(&self, parent: &[String], one: &Self, other: &Self) -> bool {
        self.0.contains_key(parent) || !(one.0.contains_key(parent) || other.0.contains_key(parent))
    }
}

impl Element {
    fn change(&self, became: Became, path: &Path, now: &Register, since: u64) -> Change {
        Change {
            class: self.class,
            material: self.is_material(),
            became,
            at: path.join("/"),
            name: self.name.clone(),
            fields: Vec::new(),
            records: self.records.iter().map(ToString::to_string).collect(),
            commits: commits(&self.records, now, since),
        }
    }

    /// Of an assessment only that it finds high risk is for people to know.
    fn is_material(&self) -> bool {
        let high = serde_json::to_value(Outcome::Unfavourable).unwrap_or_default();
        self.class.is_material() && (self.class != Class::AssessmentRisk || self.fields.get("outcome") == Some(&high))
    }

    /// What is otherwise in `new`, apart by what it is about.
    fn until(&self, new: &Self, path: &Path, now: &Register, since: u64) -> Vec<Change> {
        let names: BTreeSet<&String> = self.fields.keys().chain(new.fields.keys()).collect();
        let mut by_class: BTreeMap<Class, Vec<FieldOf>> = BTreeMap::new();
        for name in names {
            let (old, is) = (self.fields.get(name), new.fields.get(name));
            if old == is {
                continue;
            }
            let class = if new.class == Class::Recipients && name == "places" { Class::Places } else { new.class };
            let field = FieldOf { field: name.clone(), from: old.map(shown), to: is.map(shown) };
            by_class.entry(class).or_default().push(field);
        }
        let records: BTreeSet<RecordId> = self.records.union(&new.records).cloned().collect();
        let of_class = |(class, fields): (Class, Vec<FieldOf>)| {
            let material = if class == new.class { new.is_material() } else { class.is_material() };
            let commits = commits(&records, now, since);
            let told = new.change(Became::Changed, path, now, since);
            Change { class, material, fields, commits, ..told }
        };
        by_class.into_iter().map(of_class).collect()
    }
}

/// The commits after `since` that wrote one of the records.
fn commits(records: &BTreeSet<RecordId>, now: &Register, since: u64) -> Vec<u64> {
    let written = records.iter().filter_map(|id| now.get(id)).map(|entry| entry.seq).filter(|seq| *seq > since);
    written.collect::<BTreeSet<u64>>().into_iter().collect()
}

fn members(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

fn id(kind: Kind, key: &Value) -> Option<RecordId> {
    Some(RecordId::new(kind, key.as_str()?.parse().ok()?))
}

/// What an element is told from others in its list by.
fn identity(element: &Value, at: usize) -> String {
    let own = ["key", "right"].iter().find_map(|name| element[*name].as_str().map(str::to_owned));
    own.unwrap_or_else(|| {
        let parts = ["location", "system", "host"].map(|name| element[name]["key"].as_str().unwrap_or_default());
        let named = parts.iter().any(|part| !part.is_empty());
        if named { parts.join("+").trim_matches('+').to_owned() } else { at.to_string() }
    })
}

/// What people call an element.
fn named(element: &Value) -> Option<String> {
    let of = |value: &Value| value["text"].as_str().or_else(|| value.as_str()).map(str::to_owned);
    let own = ["name", "text", "measure", "right"].iter().find_map(|name| of(&element[*name]));
    own.or_else(|| {
        let parts = ["location", "system", "host"].iter().filter_map(|name| of(&element[*name]["name"]));
        let parts: Vec<String> = parts.collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    })
}

/// The records beside the activity that an element of a list comes from.
fn mentioned(list: &str, element: &Value) -> Vec<RecordId> {
    let mut found: Vec<RecordId> = element["record"].as_str().and_then(|id| id.parse().ok()).into_iter().collect();
    let of = |value: &Value, kind| id(kind, &value["key"]);
    match list {
        "data" => found.extend(id(Kind::DataCategories, &element["category"])),
        "subjects" => found.extend(of(element, Kind::DataSubjects)),
        "storage" => {
            found.extend(of(&element["location"], Kind::Locations));
            found.extend(of(&element["system"], Kind::Systems));
            found.extend(of(&element["host"], Kind::Processors));
        }
        "recipients" => {
            let providers = element["providers"].as_array().into_iter().flatten();
            found.extend(providers.filter_map(|provider| of(provider, Kind::Organizations)));
        }
        _ => {}
    }
    found
}

/// A value in words: names rather than keys where there are some.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Object(parts) => match named(value) {
            Some(name) => name,
            None => parts.iter().map(|(name, part)| format!("{name}: {}", shown(part))).collect::<Vec<_>>().join("; "),
        },
        other => other.to_string(),
    }
}
