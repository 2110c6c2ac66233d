//! Findings as a report: what checks found in a register on a day, narrowed, counted and told.
//!
//! Knows filters, counts and words. What is a finding is for [`crate::findings`]. The summary always counts what could not be
//! told, what is unknown, which lists nobody says are complete, and waivers: an empty register must not look like a clean one.

mod asked;
mod filter;
mod manual;
mod model;
mod page;

pub use asked::{ABOUT, Report, report};
pub use manual::{catalogue, manual, manual_of};
pub use model::{
    BasisTold, CheckTold, FileAt, FindingChanges, FindingTold, OfCheck, OfSeverity, RecordTold, RelatedTold, Summary,
    UntoldAt,
};
