//! Rows of services: as the notice lists them, or all that are disclosed to.

use super::{
    cells::{Reader, suits},
    columns::{Column, ColumnSet},
    gathered::Gathered,
};
use crate::{
    domain::{
        Key, LanguageTag, Text,
        record::{ListingRow, Notice, Wording},
    },
    report::table::{Cell, Link, Row},
};

/// The rows of `set` for a notice.
pub fn rows(reader: &Reader<'_>, notice: &Notice, gathered: &Gathered<'_>, set: ColumnSet) -> Vec<Row> {
    // Rows stay in it whatever has become of the service: it is what the notice publishes.
    let published = notice.listing.as_ref();
    let published =
        published.map(|listing| listing.iter().map(|row| (&row.key, row.processor.key(), Some(row))).collect());
    let mut listed: Vec<(&Key, &Key, Option<&ListingRow>)> = published.unwrap_or_else(|| {
        let mut derived: Vec<_> = gathered.processors().map(|key| (reader.processor_name(key).text, key)).collect();
        derived.sort_by(|(a, ka), (b, kb)| (a.to_lowercase(), ka).cmp(&(b.to_lowercase(), kb)));
        derived.into_iter().map(|(_, key)| (key, key, None)).collect()
    });
    if set == ColumnSet::Sdk {
        let without = |key: &Key| {
            let sdks = reader.records.processor(key).and_then(|processor| processor.sdks.as_deref());
            sdks.is_some_and(<[_]>::is_empty)
        };
        listed.retain(|(_, processor, _)| !without(processor));
    }
    let row = |(index, (key, processor, row)): (usize, (&Key, &Key, Option<&ListingRow>))| {
        let service = Service { reader, gathered, processor, row, language: notice.language.as_ref() };
        Row {
            key: key.to_string(),
            processor: Some(processor.clone()),
            cells: set.columns().iter().map(|column| service.cell(*column, index + 1)).collect(),
        }
    };
    listed.into_iter().enumerate().map(row).collect()
}

/// One service, and its row in the published table if there is one.
struct Service<'a> {
    reader: &'a Reader<'a>,
    gathered: &'a Gathered<'a>,
    processor: &'a Key,
    row: Option<&'a ListingRow>,
    language: Option<&'a LanguageTag>,
}

impl Service<'_> {
    fn cell(&self, column: Column, number: usize) -> Cell {
        let disclosures = self.gathered.to(self.processor);
        let record = self.reader.records.processor(self.processor);
        let name = || Cell::Text(self.reader.processor_name(self.processor));
        match column {
            Column::Number => Cell::Number(number),
            Column::Service | Column::Name => self.worded(|wording| wording.service.as_ref(), name),
            Column::Provider => self.worded(|wording| wording.provider.as_ref(), || self.reader.providers(record)),
            Column::Purpose => self.worded(|wording| wording.purpose.as_ref(), || self.reader.purposes(disclosures)),
            Column::Information => {
                self.worded(|wording| wording.information.as_ref(), || self.reader.information(disclosures))
            }
            Column::Means => self.reader.means(disclosures),
            Column::Links => self.links(),
            Column::Recipient | Column::Role | Column::Country | Column::Location | Column::Mechanism => Cell::Unknown,
        }
    }

    /// The published words in the reader's language; else what the records say in it; else whatever there is, marked.
    fn worded(&self, wording: impl Fn(&Wording) -> Option<&Text>, derived: impl Fn() -> Cell) -> Cell {
        let published = self.row.and_then(|row| row.wording.as_ref()).and_then(wording);
        let Some(published) = published.map(|text| self.reader.text(text, self.language)) else { return derived() };
        if !published.fallback {
            return Cell::Text(published);
        }
        match derived() {
            Cell::Text(said) if !said.fallback => Cell::Text(said),
            _ => Cell::Text(published),
        }
    }

    fn links(&self) -> Cell {
        let derived = || match self.reader.records.processor(self.processor) {
            Some(processor) => self.reader.policy_links(processor),
            None => Cell::Unknown,
        };
        let Some(published) = self.row.and_then(|row| row.links.as_ref()) else { return derived() };
        if published.is_empty() {
            return Cell::Text(self.reader.own(self.reader.speech.none()));
        }
        let links: Vec<Link> = published
            .iter()
            .filter(|link| link.notice_language.as_ref().is_none_or(|tag| suits(self.reader.language, tag)))
            .map(|link| Link { url: link.url.clone(), language: link.language.clone() })
            .collect();
        if links.is_empty() { derived() } else { Cell::Links(links) }
    }
}
