//! Parts of models as cells of a page.

use super::{At, ExtentTold, Named, Sentence, Told, Words};
use crate::report::{page::Cell, reader::Voice, table::Said};

/// Words of the program.
#[must_use]
pub fn sentence(voice: &Voice<'_>, sentence: &Sentence) -> Said {
    voice.own(sentence.speak(voice.speech))
}

/// A record by its name, or its key.
#[must_use]
pub fn named(voice: &Voice<'_>, named: &Named) -> Cell {
    Cell::Text(match &named.name {
        Some(name) => voice.text(name, named.language.as_ref()),
        None => voice.plain(named.key.as_str()),
    })
}

/// A name or description.
#[must_use]
pub fn words(voice: &Voice<'_>, words: Option<&Words>) -> Cell {
    match words {
        Some(Words::Plain(name)) => Cell::Text(voice.plain(&**name)),
        Some(Words::Spoken(text)) => Cell::Text(voice.text(text, None)),
        None => Cell::Unknown,
    }
}

/// A list: what is recorded, and that more may be.
#[must_use]
pub fn listed<T>(voice: &Voice<'_>, told: &Told<T>, each: impl FnMut(&T) -> Cell) -> Cell {
    let mut cells: Vec<Cell> = told.items.iter().map(each).collect();
    match (cells.is_empty(), told.extent) {
        (true, ExtentTold::Complete) => return Cell::None,
        (true, ExtentTold::Open | ExtentTold::Unknown) => return Cell::Unknown,
        (false, ExtentTold::Complete) => {}
        (false, ExtentTold::Open | ExtentTold::Unknown) => {
            cells.push(Cell::Text(voice.says(("perhaps more", "可能还有其他"))));
        }
    }
    Cell::List(cells)
}

/// Places in records.
#[must_use]
pub fn places(voice: &Voice<'_>, at: &[At]) -> Cell {
    Cell::List(at.iter().map(|at| Cell::Text(voice.plain(at.to_string()))).collect())
}
