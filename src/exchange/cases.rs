//! Cases of law: a Markdown file that a lawyer can read and a test can run.
//!
//! A second-level heading begins a case. The first one, `Given`, holds what all cases share: the day (`Day: 2026-11-22`) and
//! records as a manifest in a YAML block. Each further one tells a paragraph of law with its citation, shows in YAML what is
//! otherwise than given (records with the same key are merged: fields by name, elements of lists by their key, `null` clears),
//! and states in a table what each regime must say of which flow. Other tables are read by whoever knows their columns
//! ([`sections`]). Never evaluates anything.

use super::{manifest::Limits, yaml};
use crate::domain::{Day, record::regime::Conclusion};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde_json::{Map, Value};

/// A case.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Its heading.
    pub title: String,
    /// The line of its heading, counted from 1.
    pub line: usize,
    /// The records: what is given, with what is otherwise.
    pub manifest: Value,
    /// What must come out.
    pub expected: Vec<Expected>,
}

/// A row of a case's table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The line of the row, counted from 1.
    pub line: usize,
    /// The day.
    pub on: Day,
    /// The key of the regime; `None`: the only one of the file.
    pub regime: Option<String>,
    /// The flow: `disclosure crm`, with the activity before it where there are several.
    pub flow: String,
    /// The country for which it is asked, where a place is a region.
    pub place: Option<String>,
    /// The conclusion.
    pub result: Conclusion,
    /// The keys of the rules that decide.
    pub rules: Vec<String>,
    /// Places of records that must be among what is missing: `organizations/acme#/shareholders`.
    pub missing: Vec<String>,
}

/// What cannot be read in a file of cases.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{line}: {detail}")]
pub struct Unreadable {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong, and what belongs there.
    pub detail: String,
}

/// A case whose table nobody has read yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// The line of its heading, counted from 1.
    pub line: usize,
    /// The day that it, or what is given, says.
    pub day: Option<Day>,
    /// The records: what is given, with what is otherwise.
    pub manifest: Value,
    /// The heads of the columns of its table.
    pub heads: Vec<String>,
    /// The rows of its table, each with its line.
    pub rows: Vec<(usize, Vec<String>)>,
}

/// The cases of a file, with what is given to all of them.
///
/// # Errors
/// Everything that cannot be read, in the order of the lines.
pub fn sections(text: &str) -> Result<Vec<Section>, Vec<Unreadable>> {
    let mut reader = Reader { text, errors: Vec::new() };
    let mut given: Option<Part> = None;
    let mut sections = Vec::new();
    for part in reader.parts() {
        if part.title == "Given" {
            given = Some(part);
        } else if let Some(section) = reader.section(given.as_ref(), part) {
            sections.push(section);
        }
    }
    if sections.is_empty() && reader.errors.is_empty() {
        reader.errors.push(Unreadable { line: 1, detail: "holds no case; begin one with a heading `## …`".into() });
    }
    if reader.errors.is_empty() { Ok(sections) } else { Err(reader.errors) }
}

/// The cases of a file.
///
/// # Errors
/// Everything that cannot be read, in the order of the lines.
pub fn read(text: &str) -> Result<Vec<Case>, Vec<Unreadable>> {
    let mut reader = Reader { text, errors: Vec::new() };
    let cases = sections(text)?.into_iter().map(|section| reader.case(section)).collect();
    if reader.errors.is_empty() { Ok(cases) } else { Err(reader.errors) }
}

/// What stands under a second-level heading.
#[derive(Debug)]
struct Part {
    title: String,
    line: usize,
    day: Option<Day>,
    records: Vec<(usize, String)>,
    rows: Vec<(usize, Vec<String>)>,
}

struct Reader<'t> {
    text: &'t str,
    errors: Vec<Unreadable>,
}

impl Reader<'_> {
    fn error(&mut self, line: usize, detail: impl Into<String>) {
        self.errors.push(Unreadable { line, detail: detail.into() });
    }

    fn parts(&self) -> Vec<Part> {
        let line_of = |offset: usize| self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1;
        let mut words = String::new();
        let mut sections: Vec<Part> = Vec::new();
        let mut in_yaml = false;
        let mut row: Vec<String> = Vec::new();
        for (event, range) in Parser::new_ext(self.text, Options::ENABLE_TABLES).into_offset_iter() {
            match event {
                Event::Start(Tag::Heading { level: HeadingLevel::H2, .. } | Tag::Paragraph | Tag::TableCell) => {
                    words.clear();
                }
                Event::End(TagEnd::Heading(HeadingLevel::H2)) => sections.push(Part {
                    title: words.trim().to_owned(),
                    line: line_of(range.start),
                    day: None,
                    records: Vec::new(),
                    rows: Vec::new(),
                }),
                Event::Text(text) | Event::Code(text) => match sections.last_mut() {
                    Some(section) if in_yaml => {
                        if let Some((_, yaml)) = section.records.last_mut() {
                            yaml.push_str(&text);
                        }
                    }
                    _ => words.push_str(&text),
                },
                Event::SoftBreak | Event::HardBreak => words.push('\n'),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) if &*language == "yaml" => {
                    in_yaml = true;
                    if let Some(section) = sections.last_mut() {
                        section.records.push((line_of(range.start), String::new()));
                    }
                }
                Event::End(TagEnd::CodeBlock) => in_yaml = false,
                Event::End(TagEnd::Paragraph) => {
                    let day = words.lines().find_map(|line| line.strip_prefix("Day: "));
                    let day = day.and_then(|day| day.trim_end_matches('.').trim().parse().ok());
                    if let (Some(section), Some(day)) = (sections.last_mut(), day) {
                        section.day = Some(day);
                    }
                }
                Event::Start(Tag::TableRow | Tag::TableHead) => row.clear(),
                Event::End(TagEnd::TableCell) => row.push(words.trim().to_owned()),
                Event::End(TagEnd::TableRow | TagEnd::TableHead) => {
                    if let Some(section) = sections.last_mut() {
                        section.rows.push((line_of(range.start), std::mem::take(&mut row)));
                    }
                }
                _ => {}
            }
        }
        sections
    }

    fn section(&mut self, given: Option<&Part>, part: Part) -> Option<Section> {
        let mut manifest = Value::Object(Map::new());
        let shared = given.map_or(&[][..], |given| &given.records);
        for (line, text) in shared.iter().chain(&part.records) {
            match yaml::read_on(text.as_bytes(), &Limits::default()) {
                Ok((value, mistakes)) if mistakes.is_empty() => merge(&mut manifest, value),
                Ok((_, mistakes)) => {
                    for mistake in mistakes {
                        self.error(*line + mistake.place.line, mistake.to_string());
                    }
                }
                Err(mistake) => {
                    self.error(*line + mistake.place.line, mistake.to_string());
                    return None;
                }
            }
        }
        let mut rows = part.rows.into_iter();
        let Some((_, heads)) = rows.next() else {
            self.error(part.line, "the case states nothing; give a table of what must come out");
            return None;
        };
        let day = part.day.or(given.and_then(|given| given.day));
        Some(Section { title: part.title, line: part.line, day, manifest, heads, rows: rows.collect() })
    }

    fn case(&mut self, section: Section) -> Case {
        let Section { title, line, day, manifest, heads, rows } = section;
        let expected = rows.into_iter().filter_map(|(line, cells)| self.expected(line, &heads, cells, day)).collect();
        Case { title, line, manifest, expected }
    }

    fn expected(&mut self, line: usize, heads: &[String], cells: Vec<String>, day: Option<Day>) -> Option<Expected> {
        let mut row = Expected {
            line,
            on: day.unwrap_or(Day(chrono::NaiveDate::MIN)),
            regime: None,
            flow: String::new(),
            place: None,
            result: Conclusion::Undetermined,
            rules: Vec::new(),
            missing: Vec::new(),
        };
        let mut dated = day.is_some();
        let listed =
            |cell: &str| cell.split(',').map(|item| item.trim().to_owned()).filter(|i| !i.is_empty()).collect();
        for (head, cell) in heads.iter().zip(cells) {
            match head.as_str() {
                "on" => match cell.parse() {
                    Ok(on) => (row.on, dated) = (on, true),
                    Err(detail) if !cell.is_empty() => self.error(line, detail),
                    Err(_) => {}
                },
                "regime" => row.regime = Some(cell),
                "flow" => row.flow = cell,
                "place" => row.place = Some(cell).filter(|place| !place.is_empty()),
                "result" => match conclusion(&cell) {
                    Some(result) => row.result = result,
                    None => self.error(
                        line,
                        format!("`{cell}` is no result; allowed are not applicable, satisfied, not satisfied, conditional, undetermined"),
                    ),
                },
                "rules" => row.rules = listed(&cell),
                "missing" => row.missing = listed(&cell),
                "why" => {}
                other => self.error(
                    line,
                    format!("`{other}` is no column; allowed are on, regime, flow, place, result, rules, missing, why"),
                ),
            }
        }
        if !dated {
            self.error(line, "no day is said; write `Day: 2026-11-22` under `## Given` or a column `on`");
        }
        (dated && !row.flow.is_empty()).then_some(row)
    }
}

fn conclusion(words: &str) -> Option<Conclusion> {
    serde_json::from_value(Value::String(words.replace(' ', "_"))).ok()
}

/// Puts `other` over `value`: fields by name, elements of lists by key, `null` clears.
fn merge(value: &mut Value, other: Value) {
    match (value, other) {
        (Value::Object(fields), Value::Object(others)) => {
            for (name, other) in others {
                match fields.get_mut(&name) {
                    _ if other.is_null() => drop(fields.remove(&name)),
                    Some(field) => merge(field, other),
                    None => drop(fields.insert(name, other)),
                }
            }
        }
        (Value::Array(elements), Value::Array(others)) if others.iter().any(|other| other.get("key").is_some()) => {
            for other in others {
                let key = other.get("key").cloned();
                match elements.iter_mut().find(|element| key.is_some() && element.get("key") == key.as_ref()) {
                    Some(element) => merge(element, other),
                    None => elements.push(other),
                }
            }
        }
        (value, other) => *value = other,
    }
}
