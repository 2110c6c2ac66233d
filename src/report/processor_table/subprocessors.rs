//! Rows of the services and organisations that the processors of a notice use in turn.

use super::{
    cells::{Parts, Reader},
    gathered::Gathered,
};
use crate::{
    domain::{
        Key,
        record::{Processor, SubProcessor},
    },
    report::table::{Cell, Link, Row, Said},
};

/// One row a sub-processor of each processor, processors by name; those whose sub-processors nobody recorded are noted.
pub fn rows(reader: &Reader<'_>, gathered: &Gathered<'_>, notes: &mut Vec<Said>) -> Vec<Row> {
    let mut processors: Vec<(Said, &Key)> =
        gathered.processors().map(|key| (reader.processor_name(key), key)).collect();
    processors.sort_by(|(a, ka), (b, kb)| (a.text.to_lowercase(), ka).cmp(&(b.text.to_lowercase(), kb)));
    let mut rows = Vec::new();
    for (name, key) in processors {
        let record = reader.records.processor(key);
        let recorded = record.and_then(|processor| Some((processor, processor.sub_processors.as_ref()?)));
        let (of_service, none) = match recorded {
            Some((processor, subs)) => current(reader, processor, subs),
            None => (Vec::new(), false),
        };
        if of_service.is_empty() && !none {
            notes.push(reader.own(reader.speech.sub_processors_unknown(&name.text)));
        }
        rows.extend(of_service);
    }
    rows
}

/// The rows of the day, and whether it is recorded that there are none: by an empty list, or by a complete one that has ended.
fn current(reader: &Reader<'_>, processor: &Processor, subs: &[SubProcessor]) -> (Vec<Row>, bool) {
    let mut held = subs.iter().filter(|sub| reader.records.holds(sub.since, sub.until)).peekable();
    let complete = || processor.complete.iter().flatten().any(|list| list.pointer.as_str() == "/sub_processors");
    let none = subs.is_empty() || held.peek().is_none() && complete();
    let in_use =
        |sub: &&SubProcessor| sub.processor.as_ref().is_none_or(|service| reader.records.in_use(service.key()));
    (held.filter(in_use).map(|sub| row(reader, processor, sub)).collect(), none)
}

fn row(reader: &Reader<'_>, of: &Processor, sub: &SubProcessor) -> Row {
    let key = sub.processor.as_ref().map(|reference| reference.key().clone());
    let service = key.as_ref().and_then(|key| reader.records.processor(key));
    let organization = sub.organization.as_ref().map(crate::domain::Ref::key);
    let name = match (&key, organization, &sub.name) {
        (Some(key), _, _) => Cell::Text(reader.processor_name(key)),
        (None, Some(key), _) => Cell::Text(reader.organization_name(key)),
        (None, None, Some(name)) => Cell::Text(Reader::name(name)),
        (None, None, None) => Cell::Unknown,
    };
    let purpose = match &sub.purpose {
        Some(purpose) => Cell::Text(reader.text(purpose, of.language.as_ref())),
        None => Cell::Unknown,
    };
    let mut places = Parts::default();
    match (&sub.locations, service) {
        (Some(locations), _) => locations.iter().for_each(|location| places.add(reader.location(location.key()))),
        (None, Some(service)) => reader.processing_places(service, &mut places),
        (None, None) => places.unknown = true,
    }
    let website = organization.and_then(|key| reader.records.organization(key)?.website.clone());
    let links = match (service, website) {
        (Some(service), _) => reader.policy_links(service),
        (None, Some(url)) => Cell::Links(vec![Link { url, language: None }]),
        (None, None) => Cell::Unknown,
    };
    Row {
        key: format!("{}/{}", of.key, sub.key),
        processor: key,
        cells: vec![name, purpose, reader.clauses(&places), links],
    }
}
