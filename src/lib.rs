//! Ropewalk: record of processing, third-party processor registry and cross-border transfer review.
//!
//! `ARCHITECTURE.md` is the tour of the house.

pub mod clock;
pub mod domain;
pub mod exchange;
pub mod render;
pub mod report;
