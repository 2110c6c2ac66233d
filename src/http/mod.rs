//! The HTTP interface: parse, call one use case, answer.
//!
//! The only module that names rocket and utoipa. Every handler is named once in an [`endpoints!`] list, which both mounts and
//! documents it; every one takes a guard of [`guard`] that says what right it needs. Never sees a table of the database,
//! decides nothing about law or history.

mod answer;
mod api;
mod aside;
mod body;
mod catch;
mod compression;
mod cursor;
mod deprecation;
mod download;
mod examples;
mod guard;
mod idempotency;
mod listing;
mod manual;
mod openapi;
mod openapi_3_0;
mod openapi_headers;
mod openapi_parameters;
mod parameters;
mod problem;
mod request_id;
mod schemas;
mod server;

pub use deprecation::Deprecated;
pub use openapi::{document, document_3_0};
pub use server::{Limits, rocket, rocket_with, serve};

/// Names the handlers of a module once: `routes()` mounts them, `Documented` documents them.
macro_rules! endpoints {
    ($($handler:ident),+ $(,)?) => {
        /// The routes of this module, relative to where it is mounted.
        pub fn routes() -> Vec<rocket::Route> {
            rocket::routes![$($handler),+]
        }

        /// The operations of this module, with paths relative to where it is mounted.
        #[derive(utoipa::OpenApi)]
        #[openapi(paths($($handler),+))]
        pub struct Documented;
    };
}
use endpoints;
