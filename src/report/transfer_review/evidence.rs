//! What shows that a review holds: the instruments that its routes rest on, with their documents, and what decisions name.

use super::RouteTold;
use crate::{
    domain::{
        Day, Key, Record, Register,
        record::Document,
        value::{RecordId, Sha256Digest, WebUrl},
    },
    report::transfers::Mechanism,
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Something that a review rests on, and its documents.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ReviewEvidence")]
pub struct Evidence {
    /// The record that it is (`agreements/neocrm-dpa`); absent: documents that a decision names.
    pub record: Option<String>,
    /// What people call it; absent as above.
    pub name: Option<String>,
    /// Whether its proof is recorded; absent as above.
    pub evidenced: Option<bool>,
    /// The routes that rest on it, or the one that was decided.
    pub routes: Vec<Key>,
    /// Its documents; empty: none is recorded.
    pub documents: Vec<DocumentTold>,
}

/// A document, by where it is or by the digest of its bytes.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ReviewEvidenceDocument")]
pub struct DocumentTold {
    /// What it is.
    pub title: Option<String>,
    /// Where it can be read.
    pub url: Option<WebUrl>,
    /// The SHA-256 digest of its bytes, under which they are kept.
    pub digest: Option<Sha256Digest>,
    /// The day printed on it.
    pub dated: Option<Day>,
}

impl DocumentTold {
    fn of(document: &Document) -> Self {
        Self {
            title: Some(document.title.to_string()),
            url: document.url.clone(),
            digest: document.digest.clone(),
            dated: document.dated,
        }
    }
}

/// The evidence of routes: instruments by record, then what decisions name, by route.
pub(super) fn evidence(frozen: &Register, routes: &[RouteTold]) -> Vec<Evidence> {
    let mut found: BTreeMap<&str, (&Mechanism, BTreeSet<&Key>)> = BTreeMap::new();
    for route in routes {
        for mechanism in route.flows.iter().flat_map(|flow| &flow.mechanisms) {
            found.entry(&mechanism.record).or_insert((mechanism, BTreeSet::new())).1.insert(&route.item.key);
        }
    }
    let instruments = found.into_values().map(|(mechanism, rest)| Evidence {
        record: Some(mechanism.record.clone()),
        name: Some(mechanism.name.clone()),
        evidenced: Some(mechanism.evidenced),
        routes: rest.into_iter().cloned().collect(),
        documents: documents(frozen, &mechanism.record),
    });
    let decided = routes.iter().filter_map(|route| {
        let digests = route.decision.as_ref()?.evidence.as_ref()?;
        let document =
            |digest: &Sha256Digest| DocumentTold { title: None, url: None, digest: Some(digest.clone()), dated: None };
        Some(Evidence {
            record: None,
            name: None,
            evidenced: None,
            routes: vec![route.item.key.clone()],
            documents: digests.iter().map(document).collect(),
        })
    });
    instruments.chain(decided).collect()
}

fn documents(frozen: &Register, record: &str) -> Vec<DocumentTold> {
    let id = record.parse::<RecordId>().ok();
    let documents = match id.and_then(|id| frozen.get(&id)).map(|entry| &entry.record) {
        Some(Record::Agreements(agreement)) => agreement.documents.as_deref(),
        Some(Record::Assessments(assessment)) => assessment.documents.as_deref(),
        _ => None,
    };
    documents.unwrap_or_default().iter().map(DocumentTold::of).collect()
}
