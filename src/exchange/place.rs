//! Places in a text, and mistakes with their place.

use crate::domain::{Fault, Pointer};
use std::{collections::BTreeMap, fmt};

/// A place in a text: line and column, both counted from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

impl Place {
    /// Where every text begins.
    pub const START: Self = Self { line: 1, column: 1 };

    /// The place of the byte at `offset`; the bytes before it need not be UTF-8.
    #[must_use]
    pub fn of_offset(bytes: &[u8], offset: usize) -> Self {
        let before = &bytes[..offset.min(bytes.len())];
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        Self {
            line: before.split(|byte| *byte == b'\n').count(),
            column: 1 + String::from_utf8_lossy(&before[line_start..]).chars().count(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A mistake in a text that has no name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Misread {
    /// Where in the text.
    pub place: Place,
    /// What is wrong.
    pub fault: Fault,
}

impl Misread {
    /// A mistake at `place` that concerns `pointer`.
    pub(super) fn new(place: Place, pointer: Pointer, detail: impl Into<String>) -> Self {
        Self { place, fault: Fault::new(pointer, detail) }
    }

    /// The same, with what is allowed instead.
    pub(super) fn allowing(mut self, allowed: &str) -> Self {
        self.fault = self.fault.allowing(allowed);
        self
    }

    /// The same mistake in the file `name`.
    #[must_use]
    pub fn in_file(self, name: &str) -> Located {
        Located { file: name.to_owned(), place: self.place, fault: self.fault }
    }
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.place.line, self.place.column, self.fault)
    }
}

impl std::error::Error for Misread {}

/// A mistake in a file. Shown as `register.yaml:12:7: /processors/0/name: what is wrong; what is allowed`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Located {
    /// The name of the file, or whatever else its bytes are called.
    pub file: String,
    /// Where in it.
    pub place: Place,
    /// What is wrong; its pointer leads into the file.
    pub fault: Fault,
}

impl fmt::Display for Located {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.place, self.fault)
    }
}

impl std::error::Error for Located {}

/// The pointers whose places are looked for, with the place once it is found.
///
/// A wanted pointer that names nothing, such as a field that is missing, is found at what would hold it.
pub(super) struct Wanted(BTreeMap<String, Option<Place>>);

impl Wanted {
    pub(super) fn new<'a>(pointers: impl IntoIterator<Item = &'a Pointer>) -> Self {
        let mut wanted = BTreeMap::from([(String::new(), None)]);
        for pointer in pointers {
            let mut pointer = Some(pointer.clone());
            while let Some(at) = pointer {
                if wanted.insert(at.as_str().to_owned(), None).is_some() {
                    break;
                }
                pointer = at.parent();
            }
        }
        Self(wanted)
    }

    /// Notes that `pointer` is at `place`, if anybody asks and it was not found before.
    pub(super) fn found(&mut self, pointer: &str, place: impl FnOnce() -> Place) {
        if let Some(entry) = self.0.get_mut(pointer)
            && entry.is_none()
        {
            *entry = Some(place());
        }
    }

    /// The place of `pointer`, or of the nearest thing around it that is there.
    pub(super) fn place(&self, pointer: &Pointer) -> Place {
        let mut at = Some(pointer.clone());
        while let Some(pointer) = at {
            if let Some(Some(place)) = self.0.get(pointer.as_str()) {
                return *place;
            }
            at = pointer.parent();
        }
        Place::START
    }
}

/// Adds `token` to an RFC 6901 pointer that is kept as text while walking.
pub(super) fn descend(path: &mut String, token: &str) {
    path.push('/');
    for character in token.chars() {
        match character {
            '~' => path.push_str("~0"),
            '/' => path.push_str("~1"),
            other => path.push(other),
        }
    }
}
