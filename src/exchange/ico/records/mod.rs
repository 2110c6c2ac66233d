//! Rows as records: an activity for each function and purpose, and what it refers to.

mod facts;
mod parties;

use super::{
    Became, Cell, Read, Understood, contacts,
    heads::Column,
    merged::over,
    table::{Table, name},
    words::{self, Says, says},
};
use crate::domain::{Key, Kind, Record, Register, value::RecordId};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The language of the template.
const LANGUAGE: &str = "en";

/// What quotes say that they come from.
const DOCUMENT: &str = "ICO documentation template for controllers";

/// The longest name of an activity that is made of its purpose, in characters.
const LONGEST_NAME: usize = 120;

/// The records that a filled template describes.
pub(super) fn of(table: &Table<'_>, register: &Register) -> Understood {
    let mut writer = Writer {
        table,
        register,
        names: Names::of(register),
        made: BTreeMap::new(),
        cells: Vec::new(),
        taken: BTreeSet::new(),
        controller: None,
    };
    let contacts = contacts::of(table);
    writer.controller = writer.organization_of(&contacts);
    let groups = writer.activities();
    for (key, rows) in &groups {
        writer.activity(key, rows);
    }
    for column in table.others() {
        let cells = table.rows.iter().filter(|row| table.text(**row, column).is_some());
        for row in cells.copied().collect::<Vec<_>>() {
            writer.note(row, column, Became::LeftOut, "the column is none of the template's");
        }
    }
    let Writer { made, mut cells, .. } = writer;
    cells.sort();
    cells.dedup();
    let mut manifest = Map::new();
    for ((kind, _), document) in made {
        let list = manifest.entry(kind.path()).or_insert_with(|| json!([]));
        list.as_array_mut().into_iter().for_each(|list| list.push(document.clone()));
    }
    let read = Read {
        sheet: table.sheet.name.clone(),
        head_row: table.head_row + 1,
        rows: table.rows.len(),
        activities: groups.len(),
    };
    Understood { read, manifest, cells }
}

/// The records of a register by what they are called, in small letters.
struct Names(BTreeMap<(Kind, String), Key>);

impl Names {
    fn of(register: &Register) -> Self {
        const KINDS: [Kind; 6] = [
            Kind::Organizations,
            Kind::Processors,
            Kind::Systems,
            Kind::Locations,
            Kind::DataCategories,
            Kind::DataSubjects,
        ];
        let mut names = BTreeMap::new();
        for entry in KINDS.iter().flat_map(|kind| register.of_kind(*kind, None)) {
            let mut add = |name: &str| {
                names.entry((entry.id.kind, name.to_lowercase())).or_insert_with(|| entry.id.key.clone());
            };
            entry.common().name.iter().for_each(|(_, name)| add(name));
            if let Record::Organizations(organization) = &entry.record {
                organization.legal_names.iter().flatten().for_each(|name| add(&name.name));
                organization.aliases.iter().flatten().for_each(|alias| add(&alias.name));
            }
        }
        Self(names)
    }

    /// The record that is called so, also where it is one of several, or several of it: "employee".
    fn find(&self, kind: Kind, name: &str) -> Option<&Key> {
        let lower = name.trim().to_lowercase();
        let one = lower.strip_suffix('s').map(str::to_owned);
        let forms = [Some(lower.clone()), one, Some(format!("{lower}s"))];
        forms.into_iter().flatten().find_map(|form| self.0.get(&(kind, form)))
    }
}

/// Whoever writes records.
struct Writer<'t, 'a> {
    table: &'t Table<'a>,
    register: &'t Register,
    names: Names,
    /// What is made so far.
    made: BTreeMap<(Kind, String), Value>,
    cells: Vec<Cell>,
    /// The keys of activities so far.
    taken: BTreeSet<String>,
    /// The controller that the block above the heads names.
    controller: Option<String>,
}

/// An activity that is being written.
struct Draft {
    document: Map<String, Value>,
    quotes: Vec<Value>,
}

impl Draft {
    /// Adds an element under its key, once.
    fn add(&mut self, list: &str, element: Value) {
        let elements = self.document.entry(list).or_insert_with(|| json!([]));
        if let Some(elements) = elements.as_array_mut() {
            let same = elements.iter().position(|known| {
                if element["key"].is_string() { known["key"] == element["key"] } else { *known == element }
            });
            match same {
                Some(at) => elements[at] = over(elements[at].take(), element),
                None => elements.push(element),
            }
        }
    }

    /// States that a list is empty, unless it has something.
    fn none(&mut self, list: &str) {
        self.document.entry(list).or_insert_with(|| json!([]));
    }
}

fn text(words: &str) -> Value {
    json!({ LANGUAGE: words })
}

impl Writer<'_, '_> {
    fn note(&mut self, row: u32, column: u32, became: Became, detail: impl Into<String>) {
        let head = self.table.head(column).split_whitespace().collect::<Vec<_>>().join(" ");
        self.cells.push(Cell {
            row: row + 1,
            column: column + 1,
            cell: name(row, column),
            head,
            became,
            detail: detail.into(),
        });
    }

    fn noted(&mut self, row: u32, column: Column, became: Became, detail: impl Into<String>) {
        if let Some(at) = self.table.columns.get(&column).copied() {
            self.note(row, at, became, detail);
        }
    }

    /// Puts a record under its key, over what the register has.
    fn put(&mut self, kind: Kind, key: &str, document: Value) {
        let known = match self.made.remove(&(kind, key.to_owned())) {
            Some(known) => Some(known),
            None => key.parse().ok().and_then(|key| {
                let entry = self.register.get(&RecordId::new(kind, key))?;
                Some(entry.record.value())
            }),
        };
        let document = match known {
            Some(known) => over(known, document),
            None => document,
        };
        self.made.insert((kind, key.to_owned()), document);
    }

    /// The key of a record that is called so: of the register, or a new one.
    fn named(&mut self, kind: Kind, called: &str) -> String {
        if let Some(key) = self.names.find(kind, called) {
            return key.to_string();
        }
        let key = words::key(called);
        self.put(kind, &key, json!({ "key": key, "name": text(called) }));
        key
    }

    /// The rows of each activity, by the order in which activities come: those that a column of ours names, else those with the
    /// same function, purpose and name.
    fn activities(&mut self) -> Vec<(String, Vec<u32>)> {
        let mut groups: Vec<(String, Vec<u32>)> = Vec::new();
        let mut of: BTreeMap<String, usize> = BTreeMap::new();
        for row in self.table.rows.clone() {
            let said = |column| self.table.said(row, column).filter(|text| !is_unknown(text));
            let recorded = said(Column::Record).and_then(|record| record.strip_prefix("activities/"));
            let recorded = recorded.filter(|key| key.parse::<Key>().is_ok()).map(str::to_owned);
            let what = [Column::Function, Column::Purpose, Column::Name].map(|column| said(column).unwrap_or_default());
            if recorded.is_none() && what.iter().all(|text| text.is_empty()) {
                match groups.last_mut() {
                    Some((_, rows)) => {
                        rows.push(row);
                        self.noted(
                            row,
                            Column::Purpose,
                            Became::Unknown,
                            "the row names neither function nor purpose: read as going on with the one above",
                        );
                    }
                    None => {
                        self.noted(row, Column::Purpose, Became::LeftOut, "the row names neither function nor purpose");
                    }
                }
                continue;
            }
            let same = recorded.clone().unwrap_or_else(|| what.join("\u{1f}").to_lowercase());
            if let Some(at) = of.get(&same) {
                groups[*at].1.push(row);
            } else {
                let key = recorded.unwrap_or_else(|| self.key_of(what));
                self.taken.insert(key.clone());
                of.insert(same, groups.len());
                groups.push((key, vec![row]));
            }
        }
        groups
    }

    /// A key for an activity that has none yet.
    fn key_of(&self, [function, purpose, called]: [&str; 3]) -> String {
        let first = |text: &str| text.lines().next().unwrap_or_default().to_owned();
        let words = match called {
            "" => format!("{} {}", first(function), first(purpose)),
            called => first(called),
        };
        let key = words::key(&words);
        let free = |key: &String| !self.taken.contains(key);
        if free(&key) {
            return key;
        }
        (2..=usize::MAX).map(|number| format!("{key}-{number}")).find(free).unwrap_or(key)
    }

    fn activity(&mut self, key: &str, rows: &[u32]) {
        let mut draft = Draft { document: Map::new(), quotes: Vec::new() };
        draft.document.insert("key".to_owned(), key.into());
        for row in rows {
            self.row(&mut draft, key, *row, rows.len());
        }
        let called = self.name_of(&draft, rows[0]);
        draft.document.insert("name".to_owned(), text(&called));
        if let Some(controller) = &self.controller {
            draft.document.entry("controllers").or_insert_with(|| json!([controller]));
        }
        if !draft.quotes.is_empty() {
            draft.document.insert("sources".to_owned(), draft.quotes.into());
        }
        self.put(Kind::Activities, key, Value::Object(draft.document));
    }

    fn name_of(&self, draft: &Draft, row: u32) -> String {
        if let Some(called) = self.table.said(row, Column::Name).filter(|text| !is_unknown(text)) {
            return called.to_owned();
        }
        let function = draft.document.get("business_function").and_then(|words| words[LANGUAGE].as_str());
        let purpose = draft.document.get("purposes").and_then(|list| list[0]["text"][LANGUAGE].as_str());
        let called = match (function, purpose) {
            (Some(function), Some(purpose)) => format!("{function}: {purpose}"),
            (one, other) => one.or(other).unwrap_or("?").to_owned(),
        };
        let line = called.lines().next().unwrap_or_default();
        line.chars().take(LONGEST_NAME).collect()
    }

    /// A row, column by column.
    fn row(&mut self, draft: &mut Draft, key: &str, row: u32, rows: usize) {
        self.function_and_purposes(draft, key, row);
        self.joint_controllers(draft, key, row);
        let subjects = self.subjects(draft, key, row);
        self.data(draft, key, row, (rows > 1).then_some(subjects).as_deref());
        self.recipients(draft, key, row);
        self.measures(draft, key, row);
        self.lawfulness(draft, key, row);
        self.rights(draft, key, row);
        self.places(draft, key, row);
        self.assessment(draft, key, row);
        for column in [
            Column::Consent,
            Column::Breach,
            Column::BreachRecord,
            Column::Schedule1,
            Column::SpecialBasis,
            Column::Policy,
            Column::PolicyKept,
            Column::PolicyReasons,
        ] {
            self.quote(draft, row, column, "no field says it");
        }
        for column in [Column::Name, Column::Record] {
            if self.table.said(row, column).is_some() {
                self.noted(row, column, Became::Understood, format!("activities/{key}"));
            }
        }
    }

    /// Keeps what a cell says as a quote, if it says something.
    fn quote(&mut self, draft: &mut Draft, row: u32, column: Column, why: &str) {
        let said = self.table.said(row, column).map(str::to_owned);
        match says(said.as_deref(), false) {
            Says::Nothing => self.blank(row, column),
            Says::None | Says::Things(_) => {
                let quote = json!({
                    "pointer": "", "document": DOCUMENT, "section": column.head(), "quote": said, "certainty": "stated",
                });
                if !draft.quotes.contains(&quote) {
                    draft.quotes.push(quote);
                }
                self.noted(row, column, Became::Quoted, why);
            }
        }
    }

    fn blank(&mut self, row: u32, column: Column) {
        let moot = self.table.said(row, column).is_some_and(words::is_moot);
        let why = if moot { "the cell says that it does not apply" } else { "the cell says nothing" };
        self.noted(row, column, Became::Unknown, why);
    }

    fn understood(&mut self, row: u32, column: Column, key: &str, field: &str) {
        self.noted(row, column, Became::Understood, format!("activities/{key}#{field}"));
    }

    fn says(&self, row: u32, column: Column, commas: bool) -> Says {
        says(self.table.said(row, column), commas)
    }
}

/// A country as people write it, as the register calls it.
fn country(words: &str) -> &str {
    match words.trim().trim_start_matches("the ").trim_start_matches("The ") {
        "USA" | "US" | "U.S." | "U.S.A." | "United States of America" => "United States",
        "UK" | "U.K." | "Great Britain" => "United Kingdom",
        other => other,
    }
}

/// Whether a cell says nothing that is known.
fn is_unknown(text: &str) -> bool {
    says(Some(text), false) == Says::Nothing
}
