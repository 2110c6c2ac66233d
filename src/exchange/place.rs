//! Places in a text, and mistakes with their place.

use crate::domain::{Fault, Pointer};
use std::{collections::HashMap, fmt};

/// A place in a text: line and column, both counted from 1, columns in characters. Or a cell of a sheet, by row and column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The sheet, in a workbook.
    pub sheet: Option<&'static str>,
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

impl Place {
    /// Where every text begins.
    pub const START: Self = Self::at(1, 1);

    /// The place of a character in a text.
    #[must_use]
    pub const fn at(line: usize, column: usize) -> Self {
        Self { sheet: None, line, column }
    }

    /// The place of a cell.
    #[must_use]
    pub const fn in_sheet(sheet: &'static str, row: usize, column: usize) -> Self {
        Self { sheet: Some(sheet), line: row, column }
    }

    /// The place of the byte at `offset`; the bytes before it need not be UTF-8.
    #[must_use]
    pub fn of_offset(bytes: &[u8], offset: usize) -> Self {
        let before = &bytes[..offset.min(bytes.len())];
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        Self::at(
            before.split(|byte| *byte == b'\n').count(),
            1 + String::from_utf8_lossy(&before[line_start..]).chars().count(),
        )
    }

    /// The cell of a sheet, as spreadsheets name it: `C2`.
    #[must_use]
    pub fn cell(&self) -> Option<String> {
        self.sheet.map(|_| format!("{}{}", letters(self.column), self.line))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.sheet, self.cell()) {
            (Some(sheet), Some(cell)) => write!(f, "{sheet}!{cell}"),
            _ => write!(f, "{}:{}", self.line, self.column),
        }
    }
}

/// A column as spreadsheets name it: `A` is the first, `AA` the twenty-seventh.
pub(super) fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column;
    while let Some(before) = left.checked_sub(1) {
        letters.push(u8::try_from(before % 26).map_or('?', |letter| char::from(b'A' + letter)));
        left = before / 26;
    }
    letters.iter().rev().collect()
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
        match self.place.sheet {
            Some(_) => write!(f, "{}: {}", self.place, self.fault),
            None => write!(f, "line {}, column {}: {}", self.place.line, self.place.column, self.fault),
        }
    }
}

impl std::error::Error for Misread {}

/// A mistake in a file. Shown as `register.yaml:12:7: /processors/0/name: what is wrong; what is allowed`, in a workbook as
/// `register.xlsx:processors!C2: …`.
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

/// The places of ever later bytes of one text, counted on from the last one asked for.
pub(super) struct Sweep<'a> {
    text: &'a str,
    offset: usize,
    place: Place,
}

impl<'a> Sweep<'a> {
    pub(super) const fn over(text: &'a str) -> Self {
        Self { text, offset: 0, place: Place::START }
    }

    /// The place of the byte at `offset`, which is not before the last one.
    pub(super) fn to(&mut self, offset: usize) -> Place {
        for character in self.text.get(self.offset..offset).unwrap_or_default().chars() {
            if character == '\n' {
                self.place = Place::at(self.place.line + 1, 1);
            } else {
                self.place.column += 1;
            }
        }
        self.offset = offset;
        self.place
    }
}

/// The pointers whose places are looked for, as a tree, so that a walk over a text looks at one token at a time.
///
/// A wanted pointer that names nothing, such as a field that is missing, is found at what would hold it.
pub(super) struct Wanted(Vec<Branch>);

#[derive(Default)]
struct Branch {
    branches: HashMap<String, usize>,
    place: Option<Place>,
}

/// A branch of [`Wanted`]; `None` where nothing is looked for.
pub(super) type At = Option<usize>;

impl Wanted {
    /// The branch of the whole document.
    pub(super) const ROOT: At = Some(0);

    pub(super) fn new<'a>(pointers: impl IntoIterator<Item = &'a Pointer>) -> Self {
        let mut tree = vec![Branch::default()];
        for pointer in pointers {
            let mut at = 0;
            for token in pointer.tokens() {
                let next = tree.len();
                let found = *tree[at].branches.entry(token).or_insert(next);
                if found == next {
                    tree.push(Branch::default());
                }
                at = found;
            }
        }
        Self(tree)
    }

    /// The branch of a member or element.
    pub(super) fn below(&self, at: At, token: &str) -> At {
        self.0[at?].branches.get(token).copied()
    }

    /// Notes where something is, unless it was found before.
    pub(super) fn found(&mut self, at: At, place: impl FnOnce() -> Place) {
        if let Some(at) = at {
            self.0[at].place.get_or_insert_with(place);
        }
    }

    /// The place of `pointer`, or of the nearest thing around it that is there.
    pub(super) fn place(&self, pointer: &Pointer) -> Place {
        let mut at = Self::ROOT;
        let mut place = Place::START;
        for token in std::iter::once(None).chain(pointer.tokens().map(Some)) {
            if let Some(token) = token {
                at = self.below(at, &token);
            }
            match at.and_then(|at| self.0[at].place) {
                Some(nearer) => place = nearer,
                None => break,
            }
        }
        place
    }
}
