//! Strict JSON: what `serde_json` lets pass in silence is a mistake here, with its place.
//!
//! A key that is given twice, bytes that are not UTF-8, nesting without end, something after the end: each would be read
//! differently by different readers, and a record of processing must say the same to all.

use super::place::{At, Misread, Place, Sweep, Wanted};
use crate::domain::Pointer;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value, value::RawValue};
use std::{cell::Cell, collections::BTreeSet, fmt};

/// The deepest nesting of lists and objects.
pub const MAX_DEPTH: usize = 64;

/// The longest name of a member, in bytes: no field, language or key is nearly as long.
pub(super) const MAX_NAME: usize = 1000;

/// Reads one JSON text; the first mistake ends it.
///
/// # Errors
/// The first mistake with its line and column: bytes that are not UTF-8, bad syntax, a key given twice in one object, more
/// than [`MAX_DEPTH`] lists and objects inside each other, anything but white space after the value.
pub fn read(bytes: &[u8]) -> Result<Value, Misread> {
    let (value, mut repeated) = read_on(bytes, usize::MAX, 1)?;
    if repeated.is_empty() { Ok(value) } else { Err(repeated.swap_remove(0)) }
}

/// Reads one JSON text of at most `nodes` values and goes on after keys given twice, of which the first counts and at most
/// `mistakes` are told.
pub(super) fn read_on(bytes: &[u8], nodes: usize, mistakes: usize) -> Result<(Value, Vec<Misread>), Misread> {
    let text = text(bytes)?;
    if text.len() > AT_ONCE
        && let Some(value) = on_all_cores(text, nodes)
    {
        return Ok((value, Vec::new()));
    }
    let Strictly { value, repeated, .. } = strictly(text, 0, nodes).map_err(|error| syntax(text, &error))?;
    Ok((value, if repeated { repeated_keys(text, mistakes) } else { Vec::new() }))
}

/// A longer text is read on all cores.
const AT_ONCE: usize = 256 << 10;

/// What was read.
struct Strictly {
    value: Value,
    /// Whether a key was given twice.
    repeated: bool,
    /// How many more values there might have been.
    left: usize,
}

/// Reads a text of at most `nodes` values that stands `depth` lists and objects deep.
fn strictly(text: &str, depth: usize, nodes: usize) -> Result<Strictly, serde_json::Error> {
    let (repeated, left) = (Cell::new(false), Cell::new(nodes));
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Strict { depth, repeated: &repeated, left: &left }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(Strictly { value, repeated: repeated.get(), left: left.get() })
}

/// An object of lists, each element by itself; `None` if that is not what the text is, or anything is wrong with it: who reads
/// from the beginning to the end can say what.
fn on_all_cores(text: &str, nodes: usize) -> Option<Value> {
    let Members(members) = serde_json::from_str(text).ok()?;
    let mut left = nodes.checked_sub(1)?;
    let mut object = Map::new();
    for (name, member) in members {
        let elements: Option<Vec<&RawValue>> = serde_json::from_str(member.get()).ok();
        let (depth, texts) = match &elements {
            Some(elements) => (2, elements.as_slice()),
            None => (1, &[member][..]),
        };
        let read = texts.par_iter().map(|text| strictly(text.get(), depth, left).ok().filter(|read| !read.repeated));
        let read: Vec<Strictly> = read.collect::<Option<_>>()?;
        left = read.iter().try_fold(left, |all, one| all.checked_sub(left - one.left))?;
        let mut values = read.into_iter().map(|read| read.value);
        let value = if elements.is_some() {
            left = left.checked_sub(1)?;
            Value::Array(values.collect())
        } else {
            values.next()?
        };
        if name.len() > MAX_NAME || object.insert(name, value).is_some() {
            return None;
        }
    }
    Some(Value::Object(object))
}

/// The members of an object as they are written, also those given twice.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Visit)
    }
}

/// Bytes as text, without the byte order mark that some editors write.
pub(super) fn text(bytes: &[u8]) -> Result<&str, Misread> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let place = Place::of_offset(bytes, error.valid_up_to());
            Err(Misread::new(place, Pointer::root(), "these bytes are not UTF-8").allowing("write text as UTF-8"))
        }
    }
}

fn syntax(text: &str, error: &serde_json::Error) -> Misread {
    let said = error.to_string();
    let detail = said.rsplit_once(" at line ").map_or(said.as_str(), |(detail, _)| detail);
    let line = text.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
    // `serde_json` counts bytes, and 0 where a line has just begun.
    let before = error.column().saturating_sub(1);
    let column = 1 + line.char_indices().take_while(|(at, _)| *at < before).count();
    Misread::new(Place::at(error.line().max(1), column), Pointer::root(), format!("not JSON: {detail}"))
}

#[derive(Clone, Copy)]
struct Strict<'a> {
    depth: usize,
    repeated: &'a Cell<bool>,
    /// How many more values there may be.
    left: &'a Cell<usize>,
}

impl Strict<'_> {
    fn inner<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth == MAX_DEPTH {
            return Err(E::custom(format!("nested more than {MAX_DEPTH} deep")));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let Some(left) = self.left.get().checked_sub(1) else {
            return Err(serde::de::Error::custom("too many values; split the file"));
        };
        self.left.set(left);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut list = Vec::new();
        while let Some(element) = elements.next_element_seed(inner)? {
            list.push(element);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if name.len() > MAX_NAME {
                return Err(serde::de::Error::custom(format!("a name longer than {MAX_NAME} bytes")));
            }
            let value = members.next_value_seed(inner)?;
            match object.entry(name) {
                serde_json::map::Entry::Vacant(free) => {
                    free.insert(value);
                }
                serde_json::map::Entry::Occupied(_) => self.repeated.set(true),
            }
        }
        Ok(Value::Object(object))
    }
}

/// The keys that are given twice, at their second place.
fn repeated_keys(text: &str, most: usize) -> Vec<Misread> {
    let mut wanted = Wanted::new([]);
    let mut walk = Walk::over(text, &mut wanted);
    walk.most = most;
    walk.whole();
    walk.repeated
}

/// Finds the places of pointers in a text that has been read before.
pub(super) fn find(text: &str, wanted: &mut Wanted) {
    Walk::over(text, wanted).whole();
}

/// A walk over well-formed JSON that sees where each value stands: a member where its name begins.
struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
    sweep: Sweep<'a>,
    wanted: &'a mut Wanted,
    /// What is looked for of the value that comes next.
    branch: At,
    /// How many keys given twice are told; none if nobody asks.
    most: usize,
    path: Vec<String>,
    repeated: Vec<Misread>,
}

impl<'a> Walk<'a> {
    fn over(text: &'a str, wanted: &'a mut Wanted) -> Self {
        Self {
            bytes: text.as_bytes(),
            at: 0,
            sweep: Sweep::over(text),
            wanted,
            branch: Wanted::ROOT,
            most: 0,
            path: Vec::new(),
            repeated: Vec::new(),
        }
    }

    fn whole(&mut self) {
        self.space();
        self.here();
        self.value();
    }

    /// Notes that what is looked for stands here.
    fn here(&mut self) {
        let Self { wanted, branch, sweep, at, .. } = self;
        wanted.found(*branch, || sweep.to(*at));
    }

    /// Notes a key that its object has already.
    fn again(&mut self, start: usize) {
        let pointer = self.path.iter().fold(Pointer::root(), |pointer, token| pointer.at(token));
        let name = self.path.last().map(|name| crate::domain::value::shown(name)).unwrap_or_default();
        let detail = format!("`{name}` is given twice in one object");
        self.repeated.push(Misread::new(self.sweep.to(start), pointer, detail));
    }

    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or_default()
    }

    fn space(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
    }

    fn value(&mut self) {
        match self.peek() {
            b'{' => self.members(),
            b'[' => self.elements(),
            b'"' => {
                self.string();
            }
            _ => {
                while !matches!(self.peek(), b',' | b']' | b'}' | b' ' | b'\t' | b'\n' | b'\r' | 0) {
                    self.at += 1;
                }
            }
        }
    }

    /// Passes over a string and gives it with its quotes.
    fn string(&mut self) -> &'a [u8] {
        let start = self.at;
        self.at += 1;
        while !matches!(self.peek(), b'"' | 0) {
            self.at += if self.peek() == b'\\' { 2 } else { 1 };
        }
        self.at += 1;
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    fn members(&mut self) {
        let mut names = BTreeSet::new();
        let above = self.branch;
        self.at += 1;
        loop {
            self.space();
            if self.peek() != b'"' {
                self.at += 1;
                break;
            }
            let start = self.at;
            let name: String = serde_json::from_slice(self.string()).unwrap_or_default();
            self.branch = self.wanted.below(above, &name);
            let Self { wanted, branch, sweep, .. } = self;
            wanted.found(*branch, || sweep.to(start));
            let asked = self.repeated.len() < self.most;
            self.path.push(if asked { name.clone() } else { String::new() });
            if asked && !names.insert(name) {
                self.again(start);
            }
            self.space();
            self.at += 1;
            self.space();
            self.value();
            self.path.pop();
            self.separator();
        }
        self.branch = above;
    }

    fn elements(&mut self) {
        let above = self.branch;
        self.at += 1;
        for index in 0_usize.. {
            self.space();
            if matches!(self.peek(), b']' | 0) {
                self.at += 1;
                break;
            }
            let token = if above.is_some() || self.most > 0 { index.to_string() } else { String::new() };
            self.branch = self.wanted.below(above, &token);
            self.here();
            self.path.push(token);
            self.value();
            self.path.pop();
            self.separator();
        }
        self.branch = above;
    }

    fn separator(&mut self) {
        self.space();
        if self.peek() == b',' {
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(bytes: &[u8]) -> String {
        read(bytes).map_or_else(|misread| misread.to_string(), |value| value.to_string())
    }

    #[test]
    fn what_different_readers_would_read_differently_is_a_mistake() {
        let cases: &[(&[u8], &str)] = &[
            (b"{\"a\": 1,\n \"a\": 2}", "line 2, column 2: /a: `a` is given twice in one object"),
            (
                b"{\"a\": [{\"b\": 1, \"\\u0062\": {\"c\": 1}}]}",
                "line 1, column 17: /a/0/b: `b` is given twice in one object",
            ),
            (b"[1]\n[2]", "line 2, column 1: not JSON: trailing characters"),
            (b"[\"\xff\"]", "line 1, column 3: these bytes are not UTF-8; write text as UTF-8"),
            (b"{\"a\": 01}", "line 1, column 8: not JSON: invalid number"),
            (b"{\"a\": NaN}", "line 1, column 7: not JSON: expected value"),
            (b"", "line 1, column 1: not JSON: EOF while parsing a value"),
            ("{\"中文\": x}".as_bytes(), "line 1, column 8: not JSON: expected value"),
        ];
        for (bytes, said) in cases {
            assert_eq!(mistake(bytes), *said, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_text_is_read_the_same_in_order_and_on_all_cores() {
        let deep = |depth: usize| format!("{{\"a\": [{}{}]}}", "[".repeat(depth), "]".repeat(depth));
        let well =
            r#" {"schema": 1, "reason": "中 \\u00e9", "a": [{"b": [1, {}]}, null, "x"], "c": [], "d": {"e": [2.5]}} "#;
        assert_eq!(on_all_cores(well, 14).unwrap(), read(well.as_bytes()).unwrap());
        assert!(read_on(well.as_bytes(), 14, 1).is_ok() && read_on(well.as_bytes(), 13, 1).is_err());
        assert!(on_all_cores(well, 13).is_none());
        assert!(
            on_all_cores(&deep(MAX_DEPTH - 2), 1000).is_some() && on_all_cores(&deep(MAX_DEPTH - 1), 1000).is_none()
        );
        let long = format!("{{\"a\": [{{\"{}\": 1}}]}}", "n".repeat(MAX_NAME + 1));
        for wrong in [
            r#"{"a": [], "a": 1}"#,
            r#"{"a": [{"b": 1, "b": 1}]}"#,
            r#"{"a": [1,]}"#,
            r#"{"a": [1]} x"#,
            "[]",
            "",
            &long,
        ] {
            assert!(on_all_cores(wrong, 1000).is_none(), "{wrong}");
        }
    }

    #[test]
    fn nesting_is_bounded_whatever_it_is_made_of() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(read(nested(MAX_DEPTH).as_bytes()).is_ok());
        assert!(mistake(nested(MAX_DEPTH + 1).as_bytes()).ends_with("not JSON: nested more than 64 deep"));
        assert!(read("{\"a\":".repeat(1_000_000).as_bytes()).is_err());
    }

    #[test]
    fn numbers_and_words_are_kept_as_they_are() {
        let text = r#"{"big":9007199254740993,"half":0.5,"negative":-3,"none":null,"text":"😀\n","yes":true}"#;
        assert_eq!(read(text.as_bytes()).unwrap().to_string(), text);
        assert_eq!(read("\u{feff}[]".as_bytes()).unwrap().to_string(), "[]");
    }
}
