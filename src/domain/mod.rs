//! Ground: records, keys, text, places, periods, and the register folded from them.
//!
//! Knows what a record of processing is made of and when it is well-formed. Never knows a database, HTTP, a file,
//! the time of day or a law: dates arrive as arguments, and what a fact *means* under a law is for `rules`.
//!
//! A new kind of record: one type in `record/`, one line in [`kind`].

pub mod change;
pub mod difference;
pub mod digest;
pub mod edit;
pub mod fault;
pub mod inspect;
pub mod kind;
mod named;
pub mod order;
pub mod pointer;
pub mod questions;
pub mod record;
pub mod register;
pub mod schema;
pub mod search;
pub mod selection;
pub mod upcast;
pub mod validate;
pub mod value;

pub use fault::Fault;
pub use kind::{Kind, Record};
pub use pointer::{Pointer, RecordPath};
pub use register::{AsOf, Entry, Register};
pub use value::{Day, Key, LanguageTag, RecordId, Ref, Text};
