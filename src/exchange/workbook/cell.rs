//! Values in cells, and back.

use super::layout::{Field, Shape};
use crate::{domain::Day, exchange::json};
use serde_json::{Number, Value};

/// The longest text of a cell, in units of UTF-16; what is longer goes on in the next column.
const LONGEST_TEXT: usize = 32_000;

/// Whole numbers beyond are not told apart by a spreadsheet.
const EXACT: u64 = 1 << 53;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// A day, year, month and day.
    Day(Day),
    /// Yes or no.
    Flag(bool),
    /// Something that is no value: an error, a time.
    Other(String),
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaf {
    /// Text.
    Text,
    /// Days.
    Day,
    /// Yes or no.
    Flag,
    /// Numbers.
    Number,
    /// Several texts, one a line.
    Lines,
    /// JSON.
    Json,
}

/// A column: which it is, and where it stands among the others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Column {
    /// The places of its fields among those beside them.
    order: Vec<usize>,
    /// The names of its fields, outermost first.
    pub tokens: Vec<String>,
    /// Which part of texts that are longer than a cell; the first is 0.
    pub part: usize,
}

impl Column {
    /// What stands above it.
    pub(super) fn head(&self) -> String {
        let path = self.tokens.join("/");
        if self.part == 0 { path } else { format!("{path} ({})", self.part + 1) }
    }

    fn below(&self, at: usize, name: &str) -> Self {
        let with = |list: &[usize]| list.iter().copied().chain([at]).collect();
        let tokens = self.tokens.iter().cloned().chain([name.to_owned()]).collect();
        Self { order: with(&self.order), tokens, part: 0 }
    }

    /// The column of nothing yet.
    const fn root() -> Self {
        Self { order: Vec::new(), tokens: Vec::new(), part: 0 }
    }
}

/// The columns that a sheet has in any case.
pub(super) fn columns_of(fields: &[Field]) -> Vec<(Column, Leaf)> {
    let mut columns = Vec::new();
    standing(&Column::root(), fields, &mut columns);
    columns
}

fn standing(column: &Column, fields: &[Field], columns: &mut Vec<(Column, Leaf)>) {
    for (at, field) in fields.iter().enumerate() {
        let column = column.below(at, &field.name);
        match &field.shape {
            Shape::Object(fields) => standing(&column, fields, columns),
            // So that there is a place to begin; other languages have theirs where they are spoken.
            Shape::Map => columns.push((column.below(0, "en"), Leaf::Text)),
            shape => columns.push((column, leaf(shape))),
        }
    }
}

const fn leaf(shape: &Shape) -> Leaf {
    match shape {
        Shape::Text => Leaf::Text,
        Shape::Day => Leaf::Day,
        Shape::Flag => Leaf::Flag,
        Shape::Number => Leaf::Number,
        Shape::Lines => Leaf::Lines,
        Shape::Map | Shape::Object(_) | Shape::Rows | Shape::Json => Leaf::Json,
    }
}

/// What the cells of the column with this head hold, by the names of its fields; `None` if there is no such field.
pub(super) fn leaf_of(fields: &[Field], tokens: &[&str]) -> Option<Leaf> {
    let (first, rest) = tokens.split_first()?;
    let field = fields.iter().find(|field| field.name == *first)?;
    match (&field.shape, rest) {
        (shape, []) => Some(leaf(shape)),
        (Shape::Object(fields), rest) => leaf_of(fields, rest),
        (Shape::Map, [name]) if is_plain(name) => Some(Leaf::Text),
        _ => None,
    }
}

/// The names of fields in the head of a column, and which part of longer texts it holds.
pub(super) fn parsed_head(head: &str) -> (Vec<&str>, usize) {
    let numbered = || {
        let (path, number) = head.strip_suffix(')')?.rsplit_once(" (")?;
        let part: usize = number.parse().ok().filter(|part| *part > 1)?;
        Some((path, part - 1))
    };
    let (path, part) = numbered().unwrap_or((head, 0));
    (path.split('/').collect(), part)
}

/// Whether a name can stand in the head of a column.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|character| character.is_ascii_alphanumeric() || "-_.".contains(character))
}

/// The cells of an object with `fields`, without lists that have sheets of their own.
pub(super) fn cells_of(fields: &[Field], value: &Value) -> Vec<(Column, Content)> {
    let mut cells = Vec::new();
    for (at, field) in fields.iter().enumerate() {
        match value.get(&field.name) {
            Some(Value::Array(elements)) if field.shape == Shape::Rows && has_rows(elements) => {}
            Some(value) => lay_out(Column::root().below(at, &field.name), &field.shape, value, &mut cells),
            None => {}
        }
    }
    cells
}

/// The cells of an object with `fields`, lists as JSON.
pub(super) fn all_cells_of(fields: &[Field], value: &Value) -> Vec<(Column, Content)> {
    let mut cells = Vec::new();
    within(&Column::root(), fields, value, &mut cells);
    cells
}

fn within(column: &Column, fields: &[Field], value: &Value, cells: &mut Vec<(Column, Content)>) {
    for (at, field) in fields.iter().enumerate() {
        if let Some(value) = value.get(&field.name) {
            lay_out(column.below(at, &field.name), &field.shape, value, cells);
        }
    }
}

fn lay_out(column: Column, shape: &Shape, value: &Value, cells: &mut Vec<(Column, Content)>) {
    match (shape, value) {
        (Shape::Object(fields), Value::Object(members))
            if !members.is_empty() && members.keys().all(|name| fields.iter().any(|field| field.name == *name)) =>
        {
            within(&column, fields, value, cells);
        }
        (Shape::Map, Value::Object(members))
            if !members.is_empty() && members.iter().all(|(name, value)| is_plain(name) && value.is_string()) =>
        {
            for (name, value) in members {
                lay_out(column.below(0, name), &Shape::Text, value, cells);
            }
        }
        (Shape::Day, Value::String(text)) => match text.parse() {
            Ok(day) => cells.push((column, Content::Day(day))),
            Err(_) => split(column, text.clone(), cells),
        },
        (Shape::Flag, Value::Bool(flag)) => cells.push((column, Content::Flag(*flag))),
        (Shape::Number, Value::Number(number)) => cells.push((column, number_cell(number))),
        (Shape::Text, Value::String(text)) => split(column, plain_or_quoted(text), cells),
        (Shape::Lines, Value::Array(elements)) => {
            split(column, lines(elements).unwrap_or_else(|| value.to_string()), cells);
        }
        (_, value) => split(column, value.to_string(), cells),
    }
}

/// Whether the elements of a list are rows of a sheet of their own.
pub(super) fn has_rows(elements: &[Value]) -> bool {
    !elements.is_empty()
        && elements.iter().all(|element| element.as_object().is_some_and(|members| !members.is_empty()))
}

fn number_cell(number: &Number) -> Content {
    let exact =
        number.as_u64().map_or_else(|| number.as_i64().is_none_or(|of| of.unsigned_abs() <= EXACT), |of| of <= EXACT);
    match number.as_f64() {
        Some(float) if exact => Content::Number(float),
        _ => Content::Text(number.to_string()),
    }
}

/// A text as it is, or as JSON where a cell would not keep it as it is or it would be taken for JSON.
fn plain_or_quoted(text: &str) -> String {
    let odd = |character: char| character.is_control() && !matches!(character, '\n' | '\t');
    if text.trim() != text || text.is_empty() || text.starts_with('"') || text.contains(odd) {
        return Value::from(text).to_string();
    }
    text.to_owned()
}

/// Texts, one a line, where that can be told apart again.
fn lines(elements: &[Value]) -> Option<String> {
    let lines: Vec<&str> = elements.iter().map(Value::as_str).collect::<Option<_>>()?;
    let plain = |line: &&str| !line.is_empty() && line.trim() == *line && !line.contains(char::is_control);
    let told = !lines.is_empty() && lines.iter().all(plain) && !lines[0].starts_with('[');
    told.then(|| lines.join("\n"))
}

/// A text in as many cells as it needs.
fn split(mut column: Column, text: String, cells: &mut Vec<(Column, Content)>) {
    let mut rest = text.as_str();
    let mut units = 0;
    while let Some((end, _)) = rest.char_indices().find(|(_, character)| {
        units += character.len_utf16();
        units > LONGEST_TEXT
    }) {
        cells.push((column.clone(), Content::Text(rest[..end].to_owned())));
        column.part += 1;
        (rest, units) = (&rest[end..], 0);
    }
    cells.push((column, Content::Text(if rest.len() == text.len() { text } else { rest.to_owned() })));
}

/// Why a cell cannot be read, and what could stand there.
pub(super) struct Unreadable {
    pub detail: String,
    pub allowed: &'static str,
}

impl Leaf {
    /// The value of a cell of this column.
    ///
    /// # Errors
    /// If it is not what the column holds: a guess at what was meant would change a record in silence.
    pub(super) fn value(self, content: Content) -> Result<Value, Unreadable> {
        let refused = |detail: String, allowed| Err(Unreadable { detail, allowed });
        match (self, content) {
            (_, Content::Other(what)) => refused(format!("the cell holds {what}"), "type a value"),
            (Self::Text, Content::Text(text)) => Ok(unquoted(text)),
            (Self::Lines, Content::Text(text)) if text.starts_with('[') => self.json(&text),
            (Self::Lines, Content::Text(text)) => {
                Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).collect())
            }
            (Self::Text | Self::Lines, Content::Number(number)) => {
                refused(format!("{number} is a number and no text"), "format the cell as text and type it again")
            }
            (Self::Text | Self::Lines, Content::Day(day)) => {
                refused(format!("{day} is a date and no text"), "format the cell as text and type it again")
            }
            (Self::Text | Self::Lines, Content::Flag(flag)) => {
                refused(format!("{flag} is a truth value and no text"), "format the cell as text and type it again")
            }
            (Self::Day, Content::Day(day)) => Ok(day.to_string().into()),
            (Self::Day, Content::Text(text)) if is_day(text.trim()) => Ok(text.trim().into()),
            (Self::Day, Content::Text(text)) => refused(
                format!("`{}` is no date that is read the same everywhere", crate::domain::value::shown(&text)),
                "write YYYY-MM-DD, or a cell formatted as a date",
            ),
            (Self::Day, Content::Number(number)) => {
                refused(format!("{number} is a number and no date"), "write YYYY-MM-DD, or a cell formatted as a date")
            }
            (Self::Day, Content::Flag(flag)) => refused(format!("{flag} is no date"), "write YYYY-MM-DD"),
            (Self::Flag | Self::Json, Content::Flag(flag)) => Ok(flag.into()),
            (Self::Flag, Content::Text(text)) if text.trim().eq_ignore_ascii_case("true") => Ok(true.into()),
            (Self::Flag, Content::Text(text)) if text.trim().eq_ignore_ascii_case("false") => Ok(false.into()),
            (Self::Flag, _) => {
                refused("this is neither yes nor no".into(), "TRUE, FALSE, or nothing where it is unknown")
            }
            (Self::Number | Self::Json, Content::Number(number)) => Ok(number_value(number)),
            (Self::Number, Content::Text(text)) => match text.trim().parse::<Number>() {
                Ok(number) => Ok(Value::Number(number)),
                Err(_) => refused(format!("`{}` is no number", crate::domain::value::shown(&text)), "a number"),
            },
            (Self::Number, _) => refused("this is no number".into(), "a number"),
            (Self::Json, Content::Text(text)) => self.json(&text),
            (Self::Json, Content::Day(day)) => {
                refused(format!("{day} is a date and no JSON"), "format the cell as text and type it again")
            }
        }
    }

    fn json(self, text: &str) -> Result<Value, Unreadable> {
        json::read(text.as_bytes()).map_err(|misread| Unreadable {
            detail: misread.fault.detail,
            allowed: if self == Self::Lines { "one text a line, or a list in JSON" } else { "JSON" },
        })
    }
}

/// The text of a cell that may stand there as JSON.
fn unquoted(text: String) -> Value {
    if text.starts_with('"')
        && let Ok(Value::String(quoted)) = json::read(text.as_bytes())
    {
        return quoted.into();
    }
    text.into()
}

/// Whether a text is written as days are; whether there is such a day is found out with the record.
fn is_day(text: &str) -> bool {
    text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() })
}

/// A number as JSON has it: whole where it is.
fn number_value(number: f64) -> Value {
    // Written without a point and exponent, it is read as a whole number if it fits one.
    let whole = number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0;
    let text = if whole { format!("{number:.0}") } else { return number.into() };
    text.parse::<Number>().map_or(Value::Null, Value::Number)
}
