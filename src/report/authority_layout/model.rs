//! The model of a filled layout: sheets, their parts, and cells that say what is recorded, that there is nothing, or what is
//! missing.

use crate::{
    domain::{Day, value::WebUrl},
    report::{Made, Said, told::At},
};
use schemars::JsonSchema;
use serde::Serialize;

/// A register in a layout that an authority or a law knows.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "AuthorityLayout")]
pub struct Report {
    /// What it was made from.
    pub(super) made: Made,
    /// The name of the layout.
    pub(super) layout: &'static str,
    /// What the layout is called by whoever made it, in the language of its heads.
    pub(super) title: Said,
    /// What is filled in: a sheet for each controller, activity, agreement or notice, by the layout's own rule.
    pub(super) sheets: Vec<Sheet>,
    /// How many cells have something missing.
    pub(super) cells_with_gaps: u64,
    /// How many cells there are.
    pub(super) cells: u64,
    /// What the layout did not evaluate.
    pub(super) not_evaluated: Vec<Said>,
}

/// A sheet: one filled form, or one table.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "LayoutSheet")]
pub struct Sheet {
    /// The record that it is about: `organizations/acme`; left out where it is about none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Its name.
    pub name: Said,
    /// Its parts, top to bottom.
    pub parts: Vec<Part>,
}

/// A part of a sheet.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "LayoutPart")]
pub enum Part {
    /// Fields, each with its head before it.
    Fields(Fields),
    /// A table, with heads above its columns.
    Table(Table),
}

/// Fields with their heads.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "LayoutFields")]
pub struct Fields {
    /// What stands above them.
    pub heading: Said,
    /// The fields, top to bottom.
    pub fields: Vec<Field>,
}

/// A field and its head.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "LayoutField")]
pub struct Field {
    /// The head.
    pub label: Said,
    /// What is filled in.
    pub value: Filled,
}

/// A table.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "LayoutTable")]
pub struct Table {
    /// What stands above it; left out where the sheet is nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<Said>,
    /// The heads of its columns, left to right.
    pub columns: Vec<Said>,
    /// Its rows, top to bottom.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "LayoutRow")]
pub struct Row {
    /// The record that it is about; left out where it is about none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The name of that record; left out where the layout itself has a place for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Said>,
    /// Its cells, one a column.
    pub cells: Vec<Filled>,
}

/// What is filled in. A cell without statements says why: nothing is recorded (`missing`), there is none (`nothing`), or what
/// was recorded has nothing and nobody said that it is complete (`open`).
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "LayoutCell")]
pub struct Filled {
    /// What is recorded.
    pub statements: Vec<Statement>,
    /// Why there is nothing to state, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nothing: Option<Nothing>,
    /// What is missing: the fields that would supply it.
    pub missing: Vec<At>,
    /// The lists it was read from that nobody said to be complete.
    pub open: Vec<At>,
}

/// Something that is stated.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "LayoutStatement")]
pub enum Statement {
    /// Words.
    Words(Said),
    /// A day.
    Day(Day),
    /// A page.
    Link(WebUrl),
}

/// Why there is nothing to state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "LayoutNothing")]
pub enum Nothing {
    /// It is recorded that there is none.
    None,
    /// What is recorded makes the question moot.
    NotApplicable,
    /// The register has no place for it.
    NotHeld,
}

impl Filled {
    /// Words.
    pub fn said(said: Said) -> Self {
        Self { statements: vec![Statement::Words(said)], ..Self::default() }
    }

    /// A day, or the field that would tell it.
    pub fn day(day: Option<Day>, at: impl FnOnce() -> At) -> Self {
        day.map_or_else(|| Self::missing(at()), |day| Self { statements: vec![Statement::Day(day)], ..Self::default() })
    }

    /// Something that is not recorded.
    pub fn missing(at: At) -> Self {
        Self { missing: vec![at], ..Self::default() }
    }

    /// Nothing, for a reason.
    pub fn nothing(why: Nothing) -> Self {
        Self { nothing: Some(why), ..Self::default() }
    }

    /// Nothing in a list that is complete, or in one that may lack something.
    pub fn nothing_in(open: Option<At>) -> Self {
        match open {
            None => Self::nothing(Nothing::None),
            Some(at) => Self { open: vec![at], ..Self::default() },
        }
    }

    /// Words, or the field that would tell them.
    pub fn said_or(said: Option<Said>, at: impl FnOnce() -> At) -> Self {
        said.map_or_else(|| Self::missing(at()), Self::said)
    }

    /// Adds a statement once.
    pub fn state(&mut self, statement: Statement) {
        if !self.statements.contains(&statement) {
            self.statements.push(statement);
        }
    }

    /// Adds words once.
    pub fn say(&mut self, said: Said) {
        self.state(Statement::Words(said));
    }

    /// Adds what is missing, once.
    pub fn miss(&mut self, at: At) {
        if !self.missing.contains(&at) {
            self.missing.push(at);
        }
    }

    /// Adds a list that may lack something, once.
    pub fn leave_open(&mut self, at: At) {
        if !self.open.contains(&at) {
            self.open.push(at);
        }
    }

    /// Adds all that another cell says.
    pub fn add(&mut self, other: Self) {
        let Self { statements, nothing, missing, open } = other;
        for statement in statements {
            self.state(statement);
        }
        for at in missing {
            self.miss(at);
        }
        for at in open {
            self.leave_open(at);
        }
        self.nothing = self.nothing.or(nothing).filter(|_| self.is_silent());
    }

    /// The same; where it comes to nothing although nothing was left open, for this reason.
    pub fn or_nothing(mut self, why: Nothing) -> Self {
        if self.is_silent() && self.open.is_empty() {
            self.nothing = self.nothing.or(Some(why));
        }
        self
    }

    const fn is_silent(&self) -> bool {
        self.statements.is_empty() && self.missing.is_empty()
    }
}

impl Sheet {
    /// Every cell in it.
    pub(super) fn cells(&self) -> impl Iterator<Item = &Filled> {
        self.parts.iter().flat_map(|part| -> Box<dyn Iterator<Item = &Filled>> {
            match part {
                Part::Fields(fields) => Box::new(fields.fields.iter().map(|field| &field.value)),
                Part::Table(table) => Box::new(table.rows.iter().flat_map(|row| &row.cells)),
            }
        })
    }
}
