//! Manifests: many records in one file, or in several that are read as one.
//!
//! A manifest is an object with one list a kind, and optionally the `schema` number its records follow and the `reason` of
//! the change. Every mistake of every record is reported at once, at its line and column. Reading keeps no places: only when
//! there are mistakes is the text walked again to find them.

use super::{
    json,
    place::{Located, Misread, Place, Wanted},
    workbook, yaml,
};
use crate::domain::{Fault, Key, Kind, Pointer, Record, RecordId, change, inspect, upcast};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

/// So many bytes a value takes at least, on the average of a file.
const BYTES_A_VALUE: usize = 12;

/// So many records are read at a time, on all cores, before their mistakes are counted.
const STRETCH: usize = 500;

/// How a manifest is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// YAML 1.2, the core schema, one document.
    Yaml,
    /// JSON (RFC 8259).
    Json,
    /// A workbook as [`workbook`] describes it.
    Xlsx,
    /// The records of one kind in CSV, with the columns that they have in a workbook and lists as JSON.
    Csv(Kind),
}

impl Format {
    /// The format that the name of a file says: it ends with `.json`, `.yaml`, `.yml` or `.xlsx`, or is that of a kind and `.csv`.
    #[must_use]
    pub fn of_file_name(name: &str) -> Option<Self> {
        let (stem, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "csv" => stem.rsplit(['/', '\\']).next()?.parse().ok().map(Self::Csv),
            "json" => Some(Self::Json),
            "yaml" | "yml" => Some(Self::Yaml),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }
}

/// How much is read before it is refused.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The bytes of a file, and of its text once aliases are replaced by what they stand for.
    pub bytes: usize,
    /// The values of a file, lists and mappings included.
    pub nodes: usize,
    /// The values of one record: somebody reads it, and all of its mistakes are looked for.
    pub record_nodes: usize,
    /// The mistakes that are reported; reading ends there.
    pub mistakes: usize,
}

impl Limits {
    /// For what was read within limits before: it is as large as it was.
    pub const AS_BEFORE: Self = Self::of(usize::MAX >> 3);

    /// Files of at most so many bytes, with as many values as such files have.
    #[must_use]
    pub const fn of(bytes: usize) -> Self {
        Self { bytes, nodes: bytes / BYTES_A_VALUE, record_nodes: 100_000, mistakes: 1000 }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::of(64 << 20)
    }
}

/// A text to be read as a manifest.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// What to call it in mistakes: the name of a file, or `request body`.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// How it is written.
    pub format: Format,
}

/// What manifests say: the records in the order in which they stand, and why.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Manifest {
    /// Why the changes are made; of several files, each different reason on a line of its own.
    pub reason: Option<String>,
    /// The records. Each kind and key is there once.
    pub records: Vec<Record>,
    /// The file and the index in the list of its kind from which each record comes.
    origins: HashMap<RecordId, (usize, usize)>,
}

impl Manifest {
    /// Mistakes of records that came to light only beside other records, at their lines and columns in the `inputs` from
    /// which this manifest was read.
    #[must_use]
    pub fn locate(
        &self,
        inputs: &[Input<'_>],
        limits: &Limits,
        faults: impl IntoIterator<Item = (RecordId, Vec<Fault>)>,
    ) -> Vec<Located> {
        let placed: Vec<(usize, Fault)> = faults
            .into_iter()
            .flat_map(|(id, faults)| {
                let (file, place) = self.origin(&id).unwrap_or_default();
                faults.into_iter().map(move |fault| (file, fault.under(&place)))
            })
            .collect();
        let places = places(inputs, limits, placed.iter().map(|(file, fault)| (*file, &fault.pointer)));
        let mut mistakes: Vec<(usize, Misread)> = placed
            .into_iter()
            .map(|(file, fault)| (file, Misread { place: places[file].place(&fault.pointer), fault }))
            .collect();
        mistakes.sort();
        mistakes.into_iter().map(|(file, misread)| misread.in_file(inputs[file].name)).collect()
    }

    /// The places of fields of records, in the order of `fields`: the number of the file in `inputs`, and where in it the field
    /// stands, or what would hold it. `None` for a record that does not come from them.
    #[must_use]
    pub fn places(
        &self,
        inputs: &[Input<'_>],
        limits: &Limits,
        fields: &[(RecordId, Pointer)],
    ) -> Vec<Option<(usize, Place)>> {
        let placed: Vec<Option<(usize, Pointer)>> =
            fields.iter().map(|(id, field)| self.origin(id).map(|(file, record)| (file, record.join(field)))).collect();
        let places = places(inputs, limits, placed.iter().flatten().map(|(file, pointer)| (*file, pointer)));
        placed.into_iter().map(|at| at.map(|(file, pointer)| (file, places[file].place(&pointer)))).collect()
    }

    /// The file that a record comes from, and its place there.
    fn origin(&self, id: &RecordId) -> Option<(usize, Pointer)> {
        let (file, index) = self.origins.get(id)?;
        Some((*file, Pointer::root().at(id.kind).at(index)))
    }
}

/// Walks the texts again to find where some pointers lead, each with the number of its file.
fn places<'a>(
    inputs: &[Input<'_>],
    limits: &Limits,
    pointers: impl IntoIterator<Item = (usize, &'a Pointer)>,
) -> Vec<Wanted> {
    let mut of_file: Vec<Vec<&Pointer>> = vec![Vec::new(); inputs.len()];
    for (file, pointer) in pointers {
        of_file[file].push(pointer);
    }
    let find = |(input, pointers): (&Input<'_>, Vec<&Pointer>)| {
        let looked_for = !pointers.is_empty();
        let mut wanted = Wanted::new(pointers);
        match (input.format, json::text(input.bytes)) {
            (Format::Csv(kind), _) if looked_for => workbook::find_csv(kind, input.bytes, limits, &mut wanted),
            (Format::Xlsx, _) if looked_for => workbook::find(input.bytes, limits, &mut wanted),
            (Format::Yaml, Ok(text)) if looked_for => yaml::find(text, limits, &mut wanted),
            (Format::Json, Ok(text)) if looked_for => json::find(text, &mut wanted),
            _ => {}
        }
        wanted
    };
    inputs.iter().zip(of_file).map(find).collect()
}

/// Reads one manifest.
///
/// # Errors
/// All mistakes, each with its line and column, in the order of the text.
pub fn read(name: &str, bytes: &[u8], format: Format, limits: &Limits) -> Result<Manifest, Vec<Located>> {
    read_all(&[Input { name, bytes, format }], limits)
}

/// Reads several manifests as one: a record may be in one of them only.
///
/// # Errors
/// All mistakes of all files, each with its file, line and column, in the order of the files and of their text.
pub fn read_all(inputs: &[Input<'_>], limits: &Limits) -> Result<Manifest, Vec<Located>> {
    let mut reading = Reading::default();
    for (number, input) in inputs.iter().enumerate() {
        reading.file(number, input, limits);
        if reading.wrong(limits) {
            break;
        }
    }
    if reading.faults.is_empty() && reading.misread.is_empty() && reading.repeated.is_empty() {
        return Ok(Manifest {
            reason: (!reading.reasons.is_empty()).then(|| reading.reasons.join("\n")),
            records: reading.records,
            origins: reading.first.into_iter().map(|(id, (file, _, index))| (id, (file, index))).collect(),
        });
    }
    Err(reading.located(inputs, limits))
}

/// Reads several manifests as one, to be imported beside records of which `exists` knows. With mistakes come the references
/// that lead to nothing, in the texts or beside them; those of well-formed manifests are judged when they are imported.
///
/// # Errors
/// All mistakes of all files, as [`read_all`] says.
pub fn read_beside(
    inputs: &[Input<'_>],
    limits: &Limits,
    exists: impl Fn(&RecordId) -> bool,
) -> Result<Manifest, Vec<Located>> {
    read_all(inputs, limits).map_err(|mut located| {
        let dangling = dangling(inputs, limits, exists);
        let known = |one: &Located| located.iter().any(|have| (&have.file, have.place) == (&one.file, one.place));
        let new: Vec<Located> = dangling.into_iter().filter(|one| !known(one)).collect();
        located.extend(new);
        located.sort();
        located.truncate(limits.mistakes);
        located
    })
}

/// A text as a value, with the mistakes that reading went on after.
fn value_of(input: &Input<'_>, limits: &Limits) -> Result<(Value, Vec<Misread>), Misread> {
    match input.format {
        Format::Yaml => yaml::read_on(input.bytes, limits),
        Format::Json => json::read_on(input.bytes, limits.nodes, limits.mistakes),
        Format::Xlsx => workbook::read_on(input.bytes, limits),
        Format::Csv(kind) => workbook::read_csv_on(kind, input.bytes, limits),
    }
}

/// The references of texts that lead to nothing, as far as the texts can be read.
fn dangling(inputs: &[Input<'_>], limits: &Limits, exists: impl Fn(&RecordId) -> bool) -> Vec<Located> {
    let mut ids = HashSet::new();
    let mut references = Vec::new();
    for (file, input) in inputs.iter().enumerate() {
        let Ok((value, _)) = value_of(input, limits) else { continue };
        for kind in Kind::ALL {
            for (index, document) in value[kind.path()].as_array().into_iter().flatten().enumerate() {
                let place = Pointer::root().at(kind).at(index);
                ids.extend(
                    document["key"].as_str().and_then(|key| key.parse().ok()).map(|key| RecordId::new(*kind, key)),
                );
                let found = inspect::references_of_document(*kind, document);
                references.extend(found.into_iter().map(|reference| (file, place.clone(), reference)));
            }
        }
    }
    let missing: Vec<(usize, Fault)> = references
        .into_iter()
        .flat_map(|(file, place, reference)| {
            let faults = change::missing(vec![reference], |id| ids.contains(id) || exists(id));
            faults.into_iter().map(move |fault| (file, fault.under(&place))).collect::<Vec<_>>()
        })
        .collect();
    let places = places(inputs, limits, missing.iter().map(|(file, fault)| (*file, &fault.pointer)));
    let misread = |(file, fault): (usize, Fault)| {
        Misread { place: places[file].place(&fault.pointer), fault }.in_file(inputs[file].name)
    };
    missing.into_iter().map(misread).collect()
}

/// A place in one of several files.
#[derive(Debug, Clone)]
struct Spot {
    file: usize,
    pointer: Pointer,
}

/// What has been read so far.
#[derive(Default)]
struct Reading {
    reasons: Vec<String>,
    records: Vec<Record>,
    first: HashMap<RecordId, (usize, Kind, usize)>,
    faults: Vec<(usize, Fault)>,
    misread: Vec<(usize, Misread)>,
    /// Records that are given again: which, where, and where first.
    repeated: Vec<(RecordId, Spot, Spot)>,
}

impl Reading {
    fn wrong(&self, limits: &Limits) -> bool {
        self.faults.len() + self.misread.len() + self.repeated.len() >= limits.mistakes
    }

    fn file(&mut self, number: usize, input: &Input<'_>, limits: &Limits) {
        if input.bytes.len() > limits.bytes {
            let detail = format!("larger than {} bytes", limits.bytes);
            self.misread.push((number, Misread::new(Place::START, Pointer::root(), detail).allowing("split the file")));
            return;
        }
        let value = match value_of(input, limits) {
            Ok((value, mistakes)) => {
                self.misread.extend(mistakes.into_iter().map(|misread| (number, misread)));
                value
            }
            Err(fatal) => {
                self.misread.push((number, fatal));
                return;
            }
        };
        match value {
            Value::Object(members) => self.members(number, members, limits),
            other => {
                let detail = match other {
                    Value::Null => "there is nothing in it".to_owned(),
                    other => format!("a manifest is an object, not {}", what(&other)),
                };
                self.faults.push((
                    number,
                    Fault::new(Pointer::root(), detail)
                        .allowing("write one list of records a kind, such as `processors:`"),
                ));
            }
        }
    }

    fn fault(&mut self, file: usize, pointer: Pointer, detail: String, allowed: &str) {
        self.faults.push((file, Fault::new(pointer, detail).allowing(allowed)));
    }

    fn members(&mut self, file: usize, mut members: Map<String, Value>, limits: &Limits) {
        let root = Pointer::root();
        let schema = self.schema(file, members.remove("schema"));
        match members.remove("reason") {
            None | Some(Value::Null) => {}
            Some(Value::String(reason)) => {
                if !self.reasons.contains(&reason) {
                    self.reasons.push(reason);
                }
            }
            Some(other) => {
                self.fault(file, root.at("reason"), format!("{} is not a reason", what(&other)), "write text");
            }
        }
        match members.remove("$schema") {
            None | Some(Value::Null | Value::String(_)) => {}
            Some(other) => {
                self.fault(file, root.at("$schema"), format!("{} is not an address", what(&other)), "write text");
            }
        }
        for kind in Kind::ALL.iter().filter(|kind| kind.by_command()) {
            if members.remove(kind.path()).is_some_and(|value| !value.is_null()) {
                let detail =
                    format!("{kind} are acts, not facts: they are written by their commands and are not imported");
                self.fault(file, root.at(kind), detail, "leave them out");
            }
        }
        for kind in Kind::GENERIC {
            match members.remove(kind.path()) {
                // A list whose elements are all commented out.
                None | Some(Value::Null) => {}
                Some(Value::Array(list)) => self.list(file, *kind, schema, list, limits),
                Some(other) => {
                    let detail = format!("`{kind}` is a list of records, not {}", what(&other));
                    self.fault(file, root.at(kind), detail, "begin each record with `- key:`");
                }
            }
        }
        let kinds = Kind::GENERIC.iter().map(|kind| kind.path()).collect::<Vec<_>>().join(", ");
        for name in members.keys() {
            let detail = format!("`{}` is not a kind of record", crate::domain::value::shown(name));
            self.fault(file, root.at(name), detail, &format!("allowed are {kinds}, schema, reason"));
        }
    }

    fn schema(&mut self, file: usize, given: Option<Value>) -> u32 {
        let number = match &given {
            None | Some(Value::Null) => return upcast::CURRENT,
            Some(number) => number.as_u64().and_then(|number| u32::try_from(number).ok()),
        };
        match number {
            Some(number) if (1..=upcast::CURRENT).contains(&number) => number,
            _ => {
                let shown = given.map(|value| crate::domain::value::shown(&value.to_string())).unwrap_or_default();
                let allowed = format!("this version reads schemas 1 to {}", upcast::CURRENT);
                self.fault(file, Pointer::root().at("schema"), format!("{shown} is not a schema to read"), &allowed);
                upcast::CURRENT
            }
        }
    }

    fn list(&mut self, file: usize, kind: Kind, schema: u32, list: Vec<Value>, limits: &Limits) {
        let place = Pointer::root().at(kind);
        let mut list = list.into_iter();
        let mut index = 0;
        while !self.wrong(limits) {
            let stretch: Vec<Value> = list.by_ref().take(STRETCH).collect();
            if stretch.is_empty() {
                return;
            }
            let read: Vec<_> = stretch.into_par_iter().map(|value| record(kind, schema, value, limits)).collect();
            for read in read {
                match read {
                    Ok(record) => {
                        self.once(RecordId::new(kind, record.key().clone()), file, index);
                        self.records.push(record);
                    }
                    Err(Unread { key, faults }) => {
                        if let Some(key) = key {
                            self.once(RecordId::new(kind, key), file, index);
                        }
                        let place = place.at(index);
                        self.faults.extend(faults.into_iter().map(|fault| (file, fault.under(&place))));
                    }
                }
                index += 1;
            }
        }
    }

    fn once(&mut self, id: RecordId, file: usize, index: usize) {
        let spot =
            |file, kind: Kind, index: usize| Spot { file, pointer: Pointer::root().at(kind).at(index).at("key") };
        match self.first.get(&id) {
            Some((first, kind, at)) => {
                let (again, first) = (spot(file, id.kind, index), spot(*first, *kind, *at));
                self.repeated.push((id, again, first));
            }
            None => {
                self.first.insert(id.clone(), (file, id.kind, index));
            }
        }
    }

    /// Walks the texts again, to say where the mistakes are.
    fn located(self, inputs: &[Input<'_>], limits: &Limits) -> Vec<Located> {
        let spots = self.repeated.iter().flat_map(|(_, again, first)| [again, first]);
        let wanted = self
            .faults
            .iter()
            .map(|(file, fault)| (*file, &fault.pointer))
            .chain(spots.map(|spot| (spot.file, &spot.pointer)));
        let places = places(inputs, limits, wanted);
        let mut mistakes: Vec<(usize, Misread)> = self.misread;
        for (file, fault) in self.faults {
            mistakes.push((file, Misread { place: places[file].place(&fault.pointer), fault }));
        }
        for (id, again, first) in self.repeated {
            let at = places[first.file].place(&first.pointer);
            let detail = format!("{id} is given twice, first at {}:{at}", inputs[first.file].name);
            let place = places[again.file].place(&again.pointer);
            mistakes.push((again.file, Misread::new(place, again.pointer, detail)));
        }
        mistakes.sort();
        let cut = mistakes.len() >= limits.mistakes;
        mistakes.truncate(limits.mistakes);
        let mut located: Vec<Located> =
            mistakes.into_iter().map(|(file, misread)| misread.in_file(inputs[file].name)).collect();
        if cut && let Some(last) = located.last_mut() {
            last.fault.detail = format!("{} (reading ended after {} mistakes)", last.fault.detail, limits.mistakes);
        }
        located
    }
}

/// What is wrong with a record, and its key if that can be read.
struct Unread {
    key: Option<Key>,
    faults: Vec<Fault>,
}

/// Reads one record that follows `schema`.
fn record(kind: Kind, schema: u32, mut value: Value, limits: &Limits) -> Result<Record, Unread> {
    let whole = |detail| Unread { key: None, faults: vec![Fault::new(Pointer::root(), detail)] };
    if left_over(limits.record_nodes, &value).is_none() {
        return Err(whole(format!("a record of more than {} values", limits.record_nodes)));
    }
    if !upcast::is_current(schema) {
        value = upcast::upcast(schema, kind, value).map_err(whole)?;
    }
    Record::parse(kind, &value).map_err(|faults| Unread {
        key: value.get("key").and_then(Value::as_str).and_then(|key| key.parse().ok()),
        faults: faults.into_iter().map(|fault| hinted(fault, &value)).collect(),
    })
}

/// How many of `left` values are left over after those of `value`; `None` if it has more.
fn left_over(left: usize, value: &Value) -> Option<usize> {
    let left = left.checked_sub(1)?;
    match value {
        Value::Array(elements) => elements.iter().try_fold(left, left_over),
        Value::Object(members) => members.values().try_fold(left, left_over),
        _ => Some(left),
    }
}

/// What a JSON value is, for somebody who expected another.
fn what(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A fault of type where text was meant says how text is written.
fn hinted(fault: Fault, record: &Value) -> Fault {
    let place = record.pointer(fault.pointer.as_str());
    if fault.allowed.is_none()
        && fault.detail.ends_with("is not of type \"string\"")
        && matches!(place, Some(Value::Number(_) | Value::Bool(_)))
    {
        return fault.allowing("text that looks like a number or a truth value is written in quotes");
    }
    fault
}
