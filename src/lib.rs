//! Ropewalk: record of processing, third-party processor registry and cross-border transfer review.
//!
//! `ARCHITECTURE.md` is the tour of the house. Modules in reading order, from the ground up:

pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod exchange;
pub mod findings;
pub mod flows;
pub mod http;
pub mod render;
pub mod report;
pub mod review;
pub mod rules;
pub mod service;
pub mod store;
