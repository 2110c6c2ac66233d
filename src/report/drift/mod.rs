//! Drift: what a published notice says, held against what the register knows.
//!
//! The rows of its lists of third parties against the recorded table and against who gets data; who else it names; where links
//! lead; its dates, places and promises. Every difference quotes the words of the text, names the records, says how bad and how sure
//! it is, and what to do. A list that was not recognised is not compared, and that is a difference itself: what was not read is
//! never taken for the same. Names that only resemble each other are never taken for one. Never reads a text by itself: see
//! [`crate::exchange::notice`] for that. Never knows a law.
//!
//! A new comparison: a file here that adds to [`Findings`], its call in [`drift`], and a line for each problem in [`Problem`].

mod cells;
mod dates;
mod ground;
pub mod legal_form;
mod links;
mod model;
mod names;
mod page;
mod places;
mod promises;
mod reading;
mod rows;
mod spelling;
mod words;

pub use links::{host, registrable, site};
pub use model::{Aspect, Compared, Counts, Difference, Drift, Extent, Problem, Severity};
pub use names::{Borne, Hit, How, Names, is_han, key_of, words_of};
pub(in crate::report) use page::differences;
pub use reading::{
    Bearer, CellRead, Cut, DateRead, DateValue, Encoding, EncodingFrom, Level, LinkRead, NameRead, PlaceRead,
    PromiseRead, Promised, QUOTED, Quoted, Reading, RowRead, Surety, TableForm, TableRead, TextFormat,
};

use super::{
    made::Made,
    told::{Records, UnknownRecord},
};
use crate::domain::{Day, Key, Kind, LanguageTag, Register, value::RecordId};
use ground::Ground;
use model::Findings;
use std::collections::BTreeMap;

/// The name of the report.
pub const NAME: &str = "notice-drift";

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The notice.
    pub notice: Key,
    /// The day for which facts are judged.
    pub on: Day,
    /// The language to say it in.
    pub language: LanguageTag,
}

/// A published notice held against a register. `names` are those of the register on the day, with which the text was read.
///
/// # Errors
/// If there is no such notice.
pub fn drift(register: &Register, names: &Names, options: &Options, reading: Reading) -> Result<Drift, UnknownRecord> {
    let records = Records(register);
    let id = || RecordId::new(Kind::Notices, options.notice.clone());
    let notice = records.notice(&options.notice).ok_or_else(|| UnknownRecord(id()))?;
    let ground = Ground::of(register, notice, names, options.on, &reading);
    let mut findings = Findings::default();
    let matched = rows::compare(&ground, &mut findings);
    cells::compare(&ground, &matched, &mut findings);
    links::compare(&ground, &matched, &mut findings);
    spelling::compare(&ground, &matched, &mut findings);
    dates::compare(&ground, &mut findings);
    places::compare(&ground, &mut findings);
    promises::compare(&ground, &mut findings);
    let Findings { mut differences, compared } = findings;
    differences.sort_by(|a, b| a.order().cmp(&b.order()));
    differences.dedup();
    let parameters = BTreeMap::from([("notice", options.notice.to_string())]);
    let made = Made::from(register, NAME, (options.on, options.on), &options.language, parameters);
    Ok(Drift {
        made,
        notice: records.named(Kind::Notices, &options.notice),
        counts: Counts::of(&differences),
        differences,
        compared,
        reading,
        hosts: None,
        not_evaluated: words::not_evaluated(),
    })
}
