//! The processor table of a notice: which services and other recipients get data, what for, on what paper.
//!
//! A notice that publishes a table of its own has its rows in its own words and order; what it leaves open, and every row of
//! a notice without a table, is derived from the activities that name the notice. What is not recorded is said to be not
//! recorded.

mod cells;
mod columns;
mod gathered;
mod recipients;
mod services;
mod subprocessors;

pub use columns::{Column, ColumnSet};

use super::{
    reader::Voice,
    speech::Speech,
    table::{Heading, Said, Table},
};
use crate::domain::{Day, Key, LanguageTag, Register};
use cells::Reader;
use gathered::{Gathered, Records};

/// Which table is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The key of the notice.
    pub notice: Key,
    /// The language to say it in.
    pub language: LanguageTag,
    /// The columns.
    pub columns: ColumnSet,
    /// The day on which activities, disclosures, services, agreements and names must hold. Without one, dates are not judged.
    pub on: Option<Day>,
}

/// There is no such notice in the register.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no notice `{0}`")]
pub struct UnknownNotice(pub Key);

/// The table that `options` ask for.
///
/// # Errors
/// If there is no such notice.
pub fn processor_table(register: &Register, options: &Options) -> Result<Table, UnknownNotice> {
    let records = Records { register, on: options.on };
    let notice = records.notice(&options.notice).ok_or_else(|| UnknownNotice(options.notice.clone()))?;
    let (speech, foreign) = Speech::for_reader(&options.language);
    let reader = Reader { records, language: &options.language, speech, foreign };
    let gathered = Gathered::of(records, &options.notice);
    let listed = matches!(options.columns, ColumnSet::Notice | ColumnSet::Sdk) && notice.listing.is_some();
    let mut notes = if listed { Vec::new() } else { silence(&reader, &gathered) };
    let rows = match options.columns {
        ColumnSet::Notice | ColumnSet::Sdk => services::rows(&reader, notice, &gathered, options.columns),
        ColumnSet::Recipients => recipients::rows(&reader, &gathered),
        ColumnSet::Subprocessors => subprocessors::rows(&reader, &gathered, &mut notes),
    };
    let heading = |column: &Column| Heading {
        column: *column,
        label: speech.says(speech.pick(column.label(options.columns)), foreign),
    };
    Ok(Table {
        notice: options.notice.clone(),
        name: reader.text(&notice.name, notice.language.as_ref()),
        language: options.language.clone(),
        set: options.columns,
        columns: options.columns.columns().iter().map(heading).collect(),
        rows,
        unknown: speech.says(speech.unknown(), foreign),
        notes,
        sheets: Voice::of(&options.language).sheets(None, None),
    })
}

/// What keeps a derived table empty without anybody having said that there is nothing: no activity to derive it from, or none
/// whose disclosures are recorded.
fn silence(reader: &Reader<'_>, gathered: &Gathered<'_>) -> Vec<Said> {
    let activities = &gathered.activities;
    if activities.is_empty() {
        return vec![reader.own(reader.speech.no_activity(gathered.named))];
    }
    if activities.iter().any(|activity| activity.disclosures.is_some()) {
        return Vec::new();
    }
    let note = |name: Said| reader.own(reader.speech.disclosures_unknown(&name.text));
    activities.iter().map(|activity| note(reader.text(&activity.name, activity.language.as_ref()))).collect()
}
