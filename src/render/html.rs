//! Tables as a `<table>` that can be put into any page: no style, no script, every word escaped by the template.

use crate::{
    domain::LanguageTag,
    report::table::{Cell, Said, Table},
};
use askama::Template;

#[derive(Template)]
#[template(path = "processor_table.html")]
struct Page<'a> {
    table: &'a Table,
}

impl Page<'_> {
    /// The language of some words, where it is recorded and another than the table's.
    fn other_language<'s>(&self, said: &'s Said) -> Option<&'s LanguageTag> {
        said.language.as_ref().filter(|language| **language != self.table.language)
    }
}

/// A table as an HTML fragment.
pub(super) fn render(table: &Table) -> String {
    match (Page { table }).render() {
        Ok(text) => text,
        Err(error) => unreachable!("a template written to memory: {error}"),
    }
}
