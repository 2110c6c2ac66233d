//! What specifications stand on: a database of their own, the server in process, and the program as a process.

mod answer;
mod app;
mod bucket;
mod database;
mod documented;
mod program;
mod records;
mod stores;

pub use answer::Answer;
pub use app::{Caller, Question, TestApp};
pub use bucket::{ACCESS_KEY, Bucket, SECRET};
pub use database::{Content, Database};
pub use documented::{about_one, document, judge, mistakes, only_supposes, operation, operations, place_of, resolved};
pub use program::{Program, Server};
pub use records::{minimal, referring, rich, rich_facts, sample};
pub use stores::{TestDatabase, commits, delete, id, organization, processor, put, record, request, start};
