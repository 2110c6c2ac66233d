//! What is otherwise between two transfer reports, and the commits that made it so.

use super::model::{
    ChangedFlow, ChangedResult, DeterminationOf, TransferChanges, TransferFlow, TransferStretch, Transfers,
};
use crate::domain::{Key, RecordId, Register, digest::Digest, register::Entry};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What `after` says otherwise than `before`.
#[must_use]
pub fn changes(before: &Transfers<'_>, after: &Transfers<'_>) -> TransferChanges {
    let (was, now) = (before.flows.register(), after.flows.register());
    let told = |flow: &TransferFlow, facts, results| ChangedFlow {
        id: flow.id,
        name: flow.name.clone(),
        facts,
        results,
        commits: commits(flow, was, now),
    };
    let mut found = TransferChanges {
        since_seq: was.head().seq,
        since_on: before.made.to,
        new: Vec::new(),
        gone: Vec::new(),
        changed: Vec::new(),
    };
    let mut old: HashMap<Digest, (usize, TransferFlow)> = HashMap::new();
    before.flows.each_result(|flow| drop(old.insert(flow.id, (old.len(), flow))));
    after.flows.each_result(|flow| match old.remove(&flow.id) {
        None => found.new.push(told(&flow, Vec::new(), results(None, last(&flow)))),
        Some((_, was)) => {
            let facts = last(&was).zip(last(&flow)).map(|(was, is)| facts(was, is)).unwrap_or_default();
            let results = results(last(&was), last(&flow));
            if !facts.is_empty() || !results.is_empty() {
                found.changed.push(told(&flow, facts, results));
            }
        }
    });
    let mut gone: Vec<(usize, TransferFlow)> = old.into_values().collect();
    gone.sort_by_key(|(place, _)| *place);
    found.gone.extend(gone.iter().map(|(_, flow)| told(flow, Vec::new(), results(last(flow), None))));
    found
}

/// The facts of a flow that are others. The days left of an instrument are not a fact.
fn facts(was: &TransferStretch, is: &TransferStretch) -> Vec<&'static str> {
    let mechanisms = |flow: &TransferStretch| -> Vec<_> {
        flow.mechanisms.iter().map(|found| (found.record.clone(), found.until, found.evidenced)).collect()
    };
    [
        ("residual", was.residual != is.residual),
        ("declared", was.declared != is.declared),
        ("exporter", was.exporter != is.exporter),
        ("importer", was.importer != is.importer),
        ("people", was.people != is.people),
        ("origin", was.origin != is.origin),
        ("destination", was.destination != is.destination),
        ("crossing", was.crossing.answer != is.crossing.answer),
        ("crossing_from_people", was.crossing_from_people.answer != is.crossing_from_people.answer),
        ("data", was.data != is.data),
        ("subjects", was.subjects != is.subjects),
        ("purposes", was.purposes != is.purposes),
        ("mechanisms", mechanisms(was) != mechanisms(is)),
    ]
    .into_iter()
    .filter_map(|(name, changed)| changed.then_some(name))
    .collect()
}

/// A flow as it stands on the last day of a report.
fn last(flow: &TransferFlow) -> Option<&TransferStretch> {
    flow.stretches.last()
}

fn results(was: Option<&TransferStretch>, is: Option<&TransferStretch>) -> Vec<ChangedResult> {
    let [was, is] = [was, is].map(|stretch| stretch.map_or(&[][..], |stretch| &stretch.determinations));
    let by_regime = |found: &'_ [DeterminationOf]| -> BTreeMap<Key, usize> {
        found.iter().enumerate().map(|(at, found)| (found.regime.clone(), at)).collect()
    };
    let (old, new) = (by_regime(was), by_regime(is));
    let regimes: BTreeSet<&Key> = old.keys().chain(new.keys()).collect();
    let changed = regimes.into_iter().filter_map(|regime| {
        let before = old.get(regime).and_then(|at| was.get(*at));
        let after = new.get(regime).and_then(|at| is.get(*at));
        let of = |found: Option<&DeterminationOf>| {
            (found.map(|d| d.result), found.map(|d| d.decided_by.clone()).unwrap_or_default())
        };
        let ((from, decided_by_before), (to, decided_by)) = (of(before), of(after));
        let other = from != to || decided_by_before != decided_by;
        other.then(|| ChangedResult { regime: regime.clone(), from, to, decided_by_before, decided_by })
    });
    changed.collect()
}

/// The commits after the older register that wrote a record of the flow. Of a record that is gone nothing is left to tell.
fn commits(flow: &TransferFlow, before: &Register, after: &Register) -> Vec<u64> {
    let since = before.head().seq;
    let records = flow.records.iter().filter_map(|record| record.parse::<RecordId>().ok());
    let entries = records.filter_map(|id| after.get(&id).cloned());
    let commits: BTreeSet<u64> =
        entries.map(|entry: std::sync::Arc<Entry>| entry.seq).filter(|seq| *seq > since).collect();
    commits.into_iter().collect()
}
