//! YAML 1.2 as JSON values, by the core schema: `no` is text, `003` is the number 3, a date is text.
//!
//! The subset that every reader reads alike: one document, keys that are text and unique, no merge keys, no tags but those of
//! text, lists and mappings. Aliases are allowed and count as what they stand for, so that no alias bomb goes off.

use super::{
    json,
    manifest::Limits,
    place::{At, Misread, Place, Wanted},
};
use crate::domain::{Pointer, value::shown};
use granit_parser::{Event, Marker, Parser, ScalarStyle, Tag};
use serde_json::{Map, Number, Value};
use std::collections::HashMap;

/// Reads one YAML document and goes on after mistakes that are not of syntax.
///
/// # Errors
/// The mistake after which nothing can be read: of syntax, or too much of something.
pub(super) fn read_on(bytes: &[u8], limits: &Limits) -> Result<(Value, Vec<Misread>), Misread> {
    let mut reader = Reader::new(limits, None);
    let value = reader.document(json::text(bytes)?)?;
    Ok((value, reader.mistakes))
}

/// Finds the places of pointers in a text that has been read before.
pub(super) fn find(text: &str, limits: &Limits, wanted: &mut Wanted) {
    let mut reader = Reader::new(limits, Some(wanted));
    // Whatever ends this ended the first reading too, and was told then.
    let _ = reader.document(text);
}

/// A list or mapping that is being read.
struct Open {
    node: Node,
    anchor: usize,
    /// What is looked for of what holds this.
    above: At,
    begun_at: Size,
}

enum Node {
    List(Vec<Value>),
    Mapping { members: Map<String, Value>, name: Name },
}

/// Where a mapping is: before a key, after one, or after one that is of no use.
enum Name {
    Awaited,
    Read(String),
    Refused,
}

/// What values come to once aliases are replaced by what they stand for.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    bytes: usize,
}

struct Anchored {
    value: Value,
    size: Size,
    height: usize,
}

struct Reader<'a> {
    limits: &'a Limits,
    wanted: Option<&'a mut Wanted>,
    open: Vec<Open>,
    /// What is looked for of the list or mapping that is being read.
    branch: At,
    anchors: HashMap<usize, Anchored>,
    size: Size,
    mistakes: Vec<Misread>,
    read: Option<Value>,
}

fn place(mark: Marker) -> Place {
    Place::at(mark.line(), mark.col() + 1)
}

impl<'a> Reader<'a> {
    fn new(limits: &'a Limits, wanted: Option<&'a mut Wanted>) -> Self {
        Self {
            limits,
            wanted,
            open: Vec::new(),
            branch: None,
            anchors: HashMap::new(),
            size: Size::default(),
            mistakes: Vec::new(),
            read: None,
        }
    }

    fn document(&mut self, text: &str) -> Result<Value, Misread> {
        let options = granit_parser::options! { emit_comments: false };
        let mut documents = 0;
        for event in Parser::new_from_str_with_options(text, options) {
            let (event, span) = event.map_err(|error| {
                Misread::new(place(*error.marker()), self.pointer(), format!("not YAML: {}", error.info()))
            })?;
            let at = place(span.start);
            match event {
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents > 1 {
                        return Err(Misread::new(at, Pointer::root(), "a second document begins here").allowing(
                            "one file holds one document: remove the line `---`, or make it a file of its own",
                        ));
                    }
                }
                Event::Scalar(words, style, anchor, tag) => self.scalar(&words, style, anchor, tag.as_deref(), at)?,
                Event::SequenceStart(_, anchor, tag) => {
                    self.open(Node::List(Vec::new()), "seq", anchor, tag.as_deref(), at)?;
                }
                Event::MappingStart(_, anchor, tag) => {
                    let mapping = Node::Mapping { members: Map::new(), name: Name::Awaited };
                    self.open(mapping, "map", anchor, tag.as_deref(), at)?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.close(at)?,
                Event::Alias(anchor) => self.alias(anchor, at)?,
                _ => {}
            }
        }
        Ok(self.read.take().unwrap_or(Value::Null))
    }

    fn pointer(&self) -> Pointer {
        let mut pointer = Pointer::root();
        for open in &self.open {
            match &open.node {
                Node::List(elements) => pointer = pointer.at(elements.len()),
                Node::Mapping { name: Name::Read(name), .. } => pointer = pointer.at(name),
                Node::Mapping { .. } => break,
            }
        }
        pointer
    }

    fn mistake(&mut self, at: Place, detail: impl Into<String>, allowed: &str) {
        let pointer = self.pointer();
        self.mistakes.push(Misread::new(at, pointer, detail).allowing(allowed));
    }

    /// Counts what was read or repeated, and stops at too much of it.
    fn count(&mut self, size: Size, at: Place) -> Result<(), Misread> {
        self.size.nodes += size.nodes;
        self.size.bytes += size.bytes;
        let Limits { bytes, nodes, mistakes, .. } = *self.limits;
        let too_much = if self.size.nodes > nodes {
            format!("more than {nodes} values, counting aliases as what they stand for")
        } else if self.size.bytes > bytes {
            format!("more than {bytes} bytes of text, counting aliases as what they stand for")
        } else if self.mistakes.len() > mistakes {
            format!("more than {mistakes} mistakes")
        } else {
            return Ok(());
        };
        Err(Misread::new(at, self.pointer(), too_much).allowing("split the file"))
    }

    fn deeper(&self, height: usize, at: Place) -> Result<(), Misread> {
        if self.open.len() + height > json::MAX_DEPTH {
            let detail = format!("nested more than {} deep", json::MAX_DEPTH);
            return Err(Misread::new(at, self.pointer(), detail));
        }
        Ok(())
    }

    /// Whether a key comes next.
    fn before_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { node: Node::Mapping { name: Name::Awaited, .. }, .. }))
    }

    /// A node begins: notes the place of an element or of the document, a member being where its key is, and says what is
    /// looked for of it.
    fn begins(&mut self, at: Place) -> At {
        let wanted = self.wanted.as_deref_mut()?;
        match self.open.last().map(|open| &open.node) {
            Some(Node::List(elements)) => {
                self.branch?;
                let branch = wanted.below(self.branch, &elements.len().to_string());
                wanted.found(branch, || at);
                branch
            }
            Some(Node::Mapping { name: Name::Read(name), .. }) => wanted.below(self.branch, name),
            Some(Node::Mapping { .. }) => None,
            None => {
                wanted.found(Wanted::ROOT, || at);
                Wanted::ROOT
            }
        }
    }

    fn open(&mut self, node: Node, kind: &str, anchor: usize, tag: Option<&Tag>, at: Place) -> Result<(), Misread> {
        if self.before_key() {
            return Err(Misread::new(at, self.pointer(), "a list or mapping cannot be a key").allowing("keys are text"));
        }
        self.deeper(1, at)?;
        let begun_at = self.size;
        self.count(Size { nodes: 1, bytes: 0 }, at)?;
        if tag.is_some_and(|tag| !tag.is_yaml_core_schema_tag(kind)) {
            self.refuse_tag(tag, at);
        }
        let branch = self.begins(at);
        let above = std::mem::replace(&mut self.branch, branch);
        self.open.push(Open { node, anchor, above, begun_at });
        Ok(())
    }

    fn close(&mut self, at: Place) -> Result<(), Misread> {
        let Some(Open { node, anchor, above, begun_at }) = self.open.pop() else { return Ok(()) };
        self.branch = above;
        let value = match node {
            Node::List(elements) => Value::Array(elements),
            Node::Mapping { members, .. } => Value::Object(members),
        };
        let size = Size { nodes: self.size.nodes - begun_at.nodes, bytes: self.size.bytes - begun_at.bytes };
        self.keep(anchor, &value, size, at)?;
        self.place(value);
        Ok(())
    }

    fn scalar(
        &mut self,
        words: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        at: Place,
    ) -> Result<(), Misread> {
        let size = Size { nodes: 1, bytes: words.len() };
        self.count(size, at)?;
        let text = tag.is_some_and(|tag| tag.is_yaml_core_schema_tag("str") || tag.original() == "!");
        if tag.is_some() && !text {
            self.refuse_tag(tag, at);
        }
        let value = if style == ScalarStyle::Plain && !text { plain(words) } else { Ok(words.into()) };
        let value = value.unwrap_or_else(|detail| {
            self.mistake(at, detail, "write a finite number, or text in quotes");
            Value::Null
        });
        self.keep(anchor, &value, size, at)?;
        if self.before_key() {
            if words.len() > json::MAX_NAME {
                let detail = format!("a key longer than {} bytes", json::MAX_NAME);
                return Err(Misread::new(at, self.pointer(), detail));
            }
            let merge = style == ScalarStyle::Plain && words == "<<";
            self.key(value, words, merge, at);
        } else {
            self.begins(at);
            self.place(value);
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, at: Place) -> Result<(), Misread> {
        let Some(Anchored { value, size, height }) = self.anchors.get(&anchor) else {
            return Err(Misread::new(at, self.pointer(), "an alias inside what it stands for"));
        };
        let (size, height) = (*size, *height);
        self.deeper(height, at)?;
        let value =
            if self.limits.nodes.saturating_sub(self.size.nodes) < size.nodes { Value::Null } else { value.clone() };
        self.count(size, at)?;
        if self.before_key() {
            return Err(Misread::new(at, self.pointer(), "an alias cannot be a key").allowing("write the key out"));
        }
        self.begins(at);
        self.place(value);
        Ok(())
    }

    /// Keeps what an alias may name later; the copy counts too.
    fn keep(&mut self, anchor: usize, value: &Value, size: Size, at: Place) -> Result<(), Misread> {
        if anchor != 0 {
            self.count(size, at)?;
            self.anchors.insert(anchor, Anchored { value: value.clone(), size, height: height(value) });
        }
        Ok(())
    }

    fn key(&mut self, value: Value, words: &str, merge: bool, at: Place) {
        let Some(Open { node: Node::Mapping { members, name }, .. }) = self.open.last_mut() else { return };
        let (detail, allowed) = match value {
            Value::String(key) if !merge && !members.contains_key(&key) => {
                if let Some(wanted) = self.wanted.as_deref_mut() {
                    wanted.found(wanted.below(self.branch, &key), || at);
                }
                // Taken at once, so that a value which is refused does not free the key for another.
                members.insert(key.clone(), Value::Null);
                *name = Name::Read(key);
                return;
            }
            Value::String(key) if !merge => {
                *name = Name::Read(key);
                (format!("`{}` is given twice in one mapping", shown(words)), "keys are unique in their mapping")
            }
            Value::String(_) => {
                *name = Name::Refused;
                ("merge keys are not read".to_owned(), "write the fields out, or give a whole value as an alias")
            }
            _ => {
                *name = Name::Refused;
                (format!("the key `{}` is not text", shown(words)), "write it in quotes")
            }
        };
        self.mistake(at, detail, allowed);
        if let Some(Open { node: Node::Mapping { name, .. }, .. }) = self.open.last_mut() {
            *name = Name::Refused;
        }
    }

    fn refuse_tag(&mut self, tag: Option<&Tag>, at: Place) {
        let tag = tag.map(Tag::original).unwrap_or_default();
        self.mistake(at, format!("the tag `{}` is not read", shown(&tag)), "remove it; text is `!!str` or in quotes");
    }

    /// Puts a value that is complete where it belongs.
    fn place(&mut self, value: Value) {
        match self.open.last_mut().map(|open| &mut open.node) {
            Some(Node::List(elements)) => elements.push(value),
            Some(Node::Mapping { members, name }) => {
                if let Name::Read(key) = std::mem::replace(name, Name::Awaited) {
                    members.insert(key, value);
                }
            }
            None => self.read = Some(value),
        }
    }
}

/// How many lists and mappings there are inside each other.
fn height(value: &Value) -> usize {
    match value {
        Value::Array(elements) => 1 + elements.iter().map(height).max().unwrap_or_default(),
        Value::Object(members) => 1 + members.values().map(height).max().unwrap_or_default(),
        _ => 0,
    }
}

/// What a plain scalar stands for in the core schema (YAML 1.2.2 section 10.3.2).
fn plain(words: &str) -> Result<Value, String> {
    match words {
        "" | "~" | "null" | "Null" | "NULL" => return Ok(Value::Null),
        "true" | "True" | "TRUE" => return Ok(Value::Bool(true)),
        "false" | "False" | "FALSE" => return Ok(Value::Bool(false)),
        _ => {}
    }
    let unsigned = words.strip_prefix(['+', '-']).unwrap_or(words);
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return Ok(words.into());
    }
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(words, ".nan" | ".NaN" | ".NAN") {
        return Err(format!("`{words}` is not a number that JSON can say"));
    }
    let number = words.strip_prefix('+').unwrap_or(words);
    if unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        if let Some(number) = number.parse::<u64>().ok().map(Number::from) {
            return Ok(Value::Number(number));
        }
        if let Some(number) = number.parse::<i64>().ok().map(Number::from) {
            return Ok(Value::Number(number));
        }
        return Err(format!("`{}` is a number too large to keep exactly", shown(words)));
    }
    for (prefix, radix) in [("0o", 8), ("0x", 16)] {
        if let Some(digits) = words.strip_prefix(prefix)
            && !digits.is_empty()
            && digits.chars().all(|c| c.is_digit(radix))
        {
            return u64::from_str_radix(digits, radix)
                .map(|number| Value::Number(number.into()))
                .map_err(|_| format!("`{}` is a number too large to keep exactly", shown(words)));
        }
    }
    if !is_float(unsigned) {
        return Ok(words.into());
    }
    number
        .parse::<f64>()
        .ok()
        .and_then(Number::from_f64)
        .map(Value::Number)
        .ok_or_else(|| format!("`{}` is not a number that JSON can say", shown(words)))
}

/// `(\. [0-9]+ | [0-9]+ (\. [0-9]*)?) ([eE] [-+]? [0-9]+)?`
fn is_float(unsigned: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(text: &str) -> Result<Value, Vec<String>> {
        match read_on(text.as_bytes(), &Limits::default()) {
            Ok((value, mistakes)) if mistakes.is_empty() => Ok(value),
            Ok((_, mistakes)) => Err(mistakes.iter().map(ToString::to_string).collect()),
            Err(fatal) => Err(vec![fatal.to_string()]),
        }
    }

    fn mistakes(text: &str) -> String {
        read(text).unwrap_err().join("\n")
    }

    #[test]
    fn plain_words_are_what_the_core_schema_says() {
        let text =
            "[no, yes, on, 2024-09-01, 003, 0o17, 0x1F, 1_000, 12:30, 1.5, .5, 1e3, ~, '', true, '003', 1.2.3, -7, +7]";
        let expected = json!([
            "no",
            "yes",
            "on",
            "2024-09-01",
            3,
            15,
            31,
            "1_000",
            "12:30",
            1.5,
            0.5,
            1000.0,
            null,
            "",
            true,
            "003",
            "1.2.3",
            -7,
            7
        ]);
        assert_eq!(read(text), Ok(expected));
        assert_eq!(read("no: Norge\n"), Ok(json!({"no": "Norge"})));
        assert_eq!(read("a: |\n  x\n  y\nb: >-\n  x\n  y\n"), Ok(json!({"a": "x\ny\n", "b": "x y"})));
        assert_eq!(read(""), Ok(Value::Null));
    }

    #[test]
    fn aliases_stand_for_their_value() {
        assert_eq!(read("a: &x {b: [1]}\nc: *x\n"), Ok(json!({"a": {"b": [1]}, "c": {"b": [1]}})));
        assert!(mistakes("a: &x [*x]").contains("an alias inside what it stands for"));
        assert!(mistakes("a: *nothing").starts_with("line 1, column 4: /a: not YAML: "));
    }

    #[test]
    fn an_alias_bomb_does_not_go_off() {
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..30 {
            let above = format!("*a{}, ", level - 1).repeat(10);
            bomb = format!("{bomb}a{level}: &a{level} [{above}]\n");
        }
        assert!(mistakes(&bomb).contains("counting aliases as what they stand for"));
        let long = format!("a: &a {}\nb: [{}]", "x".repeat(1 << 20), "*a, ".repeat(1000));
        assert!(mistakes(&long).contains("bytes of text, counting aliases"));
    }

    #[test]
    fn what_readers_disagree_on_is_a_mistake_with_its_place() {
        assert_eq!(
            mistakes("a: 1\nb:\n  c: 1\n  c: {d: 2}\na: 3\n"),
            "line 4, column 3: /b/c: `c` is given twice in one mapping; keys are unique in their mapping\n\
             line 5, column 1: /a: `a` is given twice in one mapping; keys are unique in their mapping"
        );
        assert_eq!(
            mistakes("x: &x {a: 1}\ny:\n  <<: *x\n  1: b\n  c: !secret d\n  e: .inf\n"),
            "line 3, column 3: /y: merge keys are not read; write the fields out, or give a whole value as an alias\n\
             line 4, column 3: /y: the key `1` is not text; write it in quotes\n\
             line 5, column 14: /y/c: the tag `!secret` is not read; remove it; text is `!!str` or in quotes\n\
             line 6, column 6: /y/e: `.inf` is not a number that JSON can say; write a finite number, or text in quotes"
        );
        assert!(mistakes("a: 1\n---\nb: 2\n").starts_with("line 2, column 1: a second document begins here"));
        assert!(mistakes("? [a]\n: b\n").contains("a list or mapping cannot be a key"));
        assert!(mistakes("a: [1\nb: 2\n").contains("not YAML"));
        assert!(
            mistakes(&(0..70).fold(String::new(), |text, n| format!("{text}{}a:\n", " ".repeat(n))))
                .contains("nested more than 64 deep")
        );
        assert!(mistakes(&"- ".repeat(100_000)).ends_with("nested more than 64 deep"));
        assert!(mistakes(&format!("{}{}", "[".repeat(70), "]".repeat(70))).ends_with("nested more than 64 deep"));
        assert!(mistakes(&"[".repeat(100_000)).contains("not YAML"));
        assert_eq!(read("a: !!str 3\nb: !!map {}\nc: !!seq []\n"), Ok(json!({"a": "3", "b": {}, "c": []})));
    }
}
