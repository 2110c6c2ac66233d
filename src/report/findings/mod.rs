//! Findings as a report: what checks found in a register on a day, narrowed, counted and told.
//!
//! Knows filters, counts and words. What is a finding is for [`crate::findings`]. The summary always counts what could not be
//! told, what is unknown, which lists nobody says are complete, and waivers: an empty register must not look like a clean one.

mod asked;
mod filter;
mod manual;
mod model;
mod page;
mod proposals;
mod texts;

pub use asked::{ABOUT, Report, report, told_with};
pub use manual::{catalogue, manual, manual_of};
pub use model::{
    BasisTold, CheckTold, FileAt, FindingChanges, FindingTold, OfCheck, OfSeverity, PlaceTold, RecordTold, RelatedTold,
    Summary, UntoldAt,
};
pub use proposals::{proposed, words as reason_in_words};
pub use texts::{TextOf, deviations};
