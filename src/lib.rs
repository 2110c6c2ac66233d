//! Ropewalk: record of processing, third-party processor registry and cross-border transfer review.
//!
//! `ARCHITECTURE.md` is the tour of the house. Modules in reading order, from the ground up:

pub mod clock;
pub mod config;
pub mod domain;
pub mod exchange;
pub mod report;
pub mod render;
pub mod store;
pub mod service;
pub mod http;
pub mod cli;
