//! The API, asked in process.

mod bad_input;
mod changes;
mod history;
mod http;
mod lists;
mod preconditions;
mod records;
mod routes;
mod tables;
