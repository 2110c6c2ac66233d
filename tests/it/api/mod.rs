//! The API, asked in process.

mod bad_input;
mod bulk;
mod changes;
mod differences;
mod document;
mod documents;
mod examples;
mod feed;
mod feeds;
mod filters;
mod findings;
mod fragments;
mod history;
mod http;
mod idempotency;
mod lists;
mod notices;
mod preconditions;
mod publications;
mod questions;
mod records;
mod reports;
mod routes;
mod tables;
mod what_if;
