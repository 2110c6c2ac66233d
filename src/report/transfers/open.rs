//! What should be found out: each field once, ranked by how many determinations wait for it.

use super::{
    Judged, LawSays,
    flow::Teller,
    model::{NotedField, OpenQuestion},
};
use crate::{
    domain::{Key, Kind, Pointer, record::regime::Conclusion},
    rules::{Note, Why},
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

#[derive(Default)]
struct Asked<'a> {
    determinations: usize,
    flows: BTreeSet<usize>,
    regimes: BTreeSet<&'a Key>,
}

/// The open questions of all determinations that are not settled.
pub(super) fn questions(teller: &Teller<'_, '_>, judged: &[Judged<'_, '_>]) -> Vec<OpenQuestion> {
    let mut asked: BTreeMap<(Kind, &Key, &Pointer, Why), Asked<'_>> = BTreeMap::new();
    for (number, judged) in judged.iter().enumerate() {
        for LawSays { pack, found, explanation } in judged.laws() {
            // What is undetermined waits for what is missing; what is conditional for what was assumed.
            let notes: &[Note<'_>] = match found.conclusion {
                Conclusion::Undetermined => &explanation.missing,
                Conclusion::Conditional => &explanation.assumed,
                _ => &[],
            };
            for note in notes {
                let entry = asked.entry((note.kind, note.key, &note.pointer, note.why)).or_default();
                entry.determinations += 1;
                entry.flows.insert(number);
                entry.regimes.insert(&pack.regime.key);
            }
        }
    }
    let mut questions: Vec<OpenQuestion> = asked
        .into_iter()
        .map(|((kind, key, pointer, why), asked)| OpenQuestion {
            record: format!("{kind}/{key}"),
            pointer: pointer.as_str().to_owned(),
            why,
            question: teller.speech.question(why, &teller.name(kind, key), pointer.as_str()),
            determinations: asked.determinations,
            flows: asked.flows.len(),
            regimes: asked.regimes.into_iter().cloned().collect(),
        })
        .collect();
    questions.sort_by_key(|question| Reverse(question.determinations));
    questions
}

/// How many lists some result takes for complete.
pub(super) fn lists_taken(judged: &[Judged<'_, '_>]) -> usize {
    let explanations = judged.iter().flat_map(Judged::laws).map(|says| &says.explanation);
    let open: BTreeSet<NotedField> = explanations
        .flat_map(|explanation| &explanation.assumed)
        .filter(|note| note.why == Why::Open)
        .map(super::law::noted)
        .collect();
    open.len()
}
