//! The API, asked in process.

mod routes;
