//! `/api/v1`: one file per noun.

pub mod changes;
pub mod differences;
pub mod documents;
pub mod feed;
pub mod feeds;
pub mod lists;
pub mod notices;
pub mod publications;
pub mod questions;
pub mod records;
pub mod reports;
pub mod reviews;
pub mod service;
pub mod tables;
