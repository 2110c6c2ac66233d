//! Rows of recipients of every type: one row each, with what all their disclosures say.

use super::{
    cells::{Parts, Reader},
    gathered::{Disclosed, Gathered},
};
use crate::{
    domain::{
        Key,
        record::{Agreement, AgreementState, Recipient},
    },
    report::{
        speech::Speech,
        table::{Cell, Row, Said},
    },
};
use std::collections::BTreeMap;

/// One row a recipient, by name.
pub fn rows(reader: &Reader<'_>, gathered: &Gathered<'_>) -> Vec<Row> {
    let mut recipients: BTreeMap<(String, String), (Said, Vec<Disclosed<'_>>)> = BTreeMap::new();
    for disclosed in &gathered.disclosures {
        let (kind, name) = recipient(reader, disclosed);
        // Recipients of the register are the same where their key is; others where their type and words are.
        let identity = match &disclosed.disclosure.recipient {
            Recipient::Processor(reference) => format!("{kind}/{}", reference.key()),
            Recipient::Organization(reference) => format!("{kind}/{}", reference.key()),
            _ => format!("{kind}/{}", name.text),
        };
        let entry = recipients.entry((name.text.to_lowercase(), identity));
        entry.or_insert_with(|| (name, Vec::new())).1.push(*disclosed);
    }
    recipients
        .into_iter()
        .map(|((_, identity), (name, disclosures))| Row {
            key: identity,
            processor: processor(&disclosures).cloned(),
            cells: vec![
                Cell::Text(name),
                roles(reader, &disclosures),
                countries(reader, &disclosures),
                mechanisms(reader, &disclosures),
            ],
        })
        .collect()
}

fn recipient(reader: &Reader<'_>, disclosed: &Disclosed<'_>) -> (&'static str, Said) {
    let spoken = |text| reader.text(text, disclosed.language());
    match &disclosed.disclosure.recipient {
        Recipient::Processor(reference) => ("processors", reader.processor_name(reference.key())),
        Recipient::Organization(reference) => ("organizations", reader.organization_name(reference.key())),
        Recipient::Group(text) => ("group", spoken(text)),
        Recipient::Department(text) => ("department", spoken(text)),
        Recipient::Authority(text) => ("authority", spoken(text)),
        Recipient::Public(text) => ("public", spoken(text)),
    }
}

fn processor<'a>(disclosures: &[Disclosed<'a>]) -> Option<&'a Key> {
    disclosures.iter().find_map(|disclosed| match &disclosed.disclosure.recipient {
        Recipient::Processor(reference) => Some(reference.key()),
        _ => None,
    })
}

fn roles(reader: &Reader<'_>, disclosures: &[Disclosed<'_>]) -> Cell {
    let mut parts = Parts::default();
    for disclosed in disclosures {
        match &disclosed.disclosure.roles {
            Some(roles) => roles.iter().for_each(|role| parts.add(reader.own(reader.speech.role(role)))),
            None => parts.unknown = true,
        }
    }
    reader.clauses(&parts)
}

fn countries(reader: &Reader<'_>, disclosures: &[Disclosed<'_>]) -> Cell {
    let mut parts = Parts::default();
    for disclosed in disclosures {
        match (&disclosed.disclosure.locations, &disclosed.disclosure.recipient) {
            (Some(locations), _) => {
                for location in locations {
                    parts.add(reader.location(location.key()));
                }
            }
            (None, Recipient::Processor(reference)) => match reader.records.processor(reference.key()) {
                Some(processor) => reader.processing_places(processor, &mut parts),
                None => parts.unknown = true,
            },
            (None, _) => parts.unknown = true,
        }
    }
    reader.clauses(&parts)
}

/// The agreements in place on the day; one that is only intended, or whose state nobody knows, is not.
fn mechanisms(reader: &Reader<'_>, disclosures: &[Disclosed<'_>]) -> Cell {
    let mut parts = Parts::default();
    for disclosed in disclosures {
        let Some(agreements) = &disclosed.disclosure.agreements else {
            parts.unknown = true;
            continue;
        };
        let mut placed = agreements.is_empty();
        for agreement in agreements.iter().filter_map(|reference| reader.records.agreement(reference.key())) {
            if let Some(state) = in_place(reader, agreement) {
                placed = true;
                let kind = match agreement.kind {
                    Some(kind) => reader.own(reader.speech.agreement(kind)),
                    None => reader.text(&agreement.name, agreement.language.as_ref()),
                };
                let text = reader.speech.aside(&kind.text, reader.speech.state(state));
                parts.add(reader.beside(Said { text, ..kind }));
            }
        }
        parts.unknown |= !placed;
    }
    let missing = reader.speech.none_recorded();
    match reader.cell(&parts, missing, Speech::clauses) {
        Cell::Unknown => Cell::Text(reader.own(missing)),
        cell => cell,
    }
}

fn in_place(reader: &Reader<'_>, agreement: &Agreement) -> Option<AgreementState> {
    let records = reader.records;
    let (from, until) = agreement.in_force.as_ref().map_or((None, None), |period| (period.from, period.until));
    let counted = records.counts(agreement.status, agreement.since, agreement.until) && records.holds(from, until);
    let state = agreement.state.filter(|_| counted)?;
    match state {
        AgreementState::Signed | AgreementState::ByTerms => Some(state),
        // It was in place up to its last day, if that is recorded.
        AgreementState::Terminated => (records.on.is_some() && until.is_some()).then_some(state),
        AgreementState::Intended | AgreementState::Unknown => None,
    }
}
