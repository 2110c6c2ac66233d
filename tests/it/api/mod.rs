//! The API, asked in process.

mod history;
mod lists;
mod preconditions;
mod records;
mod routes;
