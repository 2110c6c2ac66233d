//! What should be found out: each field once, ranked by how many determinations wait for it.

use super::{
    flow::{Judged, LawSays, Teller},
    model::OpenQuestion,
};
use crate::{
    domain::{Key, Kind, Pointer, record::regime::Conclusion},
    rules::{Note, Why},
};
use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
};

/// A field of a record, and why it matters.
type Field<'a> = (Kind, &'a Key, Pointer, Why);

#[derive(Debug, Default)]
struct Waiting<'a> {
    determinations: usize,
    flows: usize,
    /// The number of the last flow that was counted.
    last: usize,
    regimes: BTreeSet<&'a Key>,
}

/// What is open for some flows.
#[derive(Debug, Default)]
pub(super) struct Open<'a> {
    flows: usize,
    fields: HashMap<Field<'a>, Waiting<'a>>,
    lists: BTreeSet<Field<'a>>,
}

/// What is open for all of them, in words.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub questions: Vec<OpenQuestion>,
    /// How many lists some result takes for complete.
    pub lists_taken: usize,
}

fn field<'a>(note: &Note<'a>) -> Field<'a> {
    (note.kind, note.key, note.pointer.clone(), note.why)
}

impl<'a> Open<'a> {
    /// Takes in what the determinations of a flow that are not settled wait for.
    pub fn note(&mut self, judged: &Judged<'_, '_, 'a>) {
        self.flows += 1;
        let laws = judged.stretches.iter().flat_map(|stretch| &stretch.laws);
        for LawSays { pack, found, explanation } in laws {
            // What is undetermined waits for what is missing; what is conditional for what was assumed.
            let notes: &[Note<'a>] = match found.conclusion {
                Conclusion::Undetermined => &explanation.missing,
                Conclusion::Conditional => &explanation.assumed,
                _ => &[],
            };
            for note in notes {
                let waiting = self.fields.entry(field(note)).or_default();
                waiting.determinations += 1;
                waiting.flows += usize::from(waiting.last != self.flows);
                waiting.last = self.flows;
                waiting.regimes.insert(&pack.regime.key);
            }
            self.lists.extend(explanation.assumed.iter().filter(|note| note.why == Why::Open).map(field));
        }
    }

    /// This, and what is open for other flows.
    pub fn and(mut self, more: Self) -> Self {
        #[expect(clippy::iter_over_hash_type, reason = "each is added to its own")]
        for (field, more) in more.fields {
            let waiting = self.fields.entry(field).or_default();
            waiting.determinations += more.determinations;
            waiting.flows += more.flows;
            waiting.regimes.extend(more.regimes);
        }
        self.lists.extend(more.lists);
        self
    }

    /// The same in words.
    pub fn told(self, teller: &Teller<'_, '_>) -> Asked {
        let mut fields: Vec<_> = self.fields.into_iter().collect();
        fields
            .sort_by(|(one, a), (other, b)| (Reverse(a.determinations), one).cmp(&(Reverse(b.determinations), other)));
        let questions = fields.into_iter().map(|((kind, key, pointer, why), waiting)| OpenQuestion {
            record: format!("{kind}/{key}"),
            pointer: pointer.as_str().to_owned(),
            why,
            question: teller.speech.question(why, &teller.name(kind, key), pointer.as_str()),
            determinations: waiting.determinations,
            flows: waiting.flows,
            regimes: waiting.regimes.into_iter().cloned().collect(),
        });
        Asked { questions: questions.collect(), lists_taken: self.lists.len() }
    }
}
