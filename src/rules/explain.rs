//! How a determination came about: the rules that were tried, the facts that were used, and what kept a fork open.

use super::{
    branches::Numbers,
    evaluate::{Leaves, choices},
    notes::{Note, Notes, Why},
    pack::{Leaf, Node, Pack},
    predicates,
    truth::{Answer, Reading, Truth},
    view::View,
    walk::{Answering, Branches},
};
use crate::domain::record::regime::Rule;
use std::collections::BTreeSet;

/// A rule that was tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Step<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// Whether its condition holds with silence proving nothing.
    pub strict: Truth,
    /// Whether it holds as declared.
    pub declared: Truth,
}

/// How a determination came about, in the view of regions as they are or of the countries chosen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Explanation<'a> {
    /// The rules that were tried, in their order.
    pub trace: Vec<Step<'a>>,
    /// The facts that the deciding rules used.
    pub used: Vec<Note<'a>>,
    /// What was taken for complete or at its word.
    pub assumed: Vec<Note<'a>>,
    /// What would have to be recorded to decide.
    pub missing: Vec<Note<'a>>,
}

/// How the determination of `view` came about: each combination of countries adds to it.
#[must_use]
pub fn explain<'a>(view: &View<'_, 'a>) -> Explanation<'a> {
    let mut explanation = Explanation::default();
    for chosen in choices(view) {
        let view = View { chosen: &chosen, ..*view };
        explanation.add(&view, &mut Leaves::of(&view), noted);
    }
    explanation.in_order()
}

impl<'a> Explanation<'a> {
    /// Adds how the determination came about in the view of the countries chosen. `noted` tells what was noted when a
    /// statement was judged.
    pub(super) fn add(
        &mut self,
        view: &View<'_, 'a>,
        answers: &mut impl Answering,
        mut noted: impl FnMut(&View<'_, 'a>, Leaf) -> Vec<Note<'a>>,
    ) {
        let pack = view.pack;
        let branches = Branches::of(pack, answers);
        for (number, ready) in pack.rules.iter().enumerate().take(branches.last() + 1) {
            let answer = ready.when.as_ref().map_or(Answer::TRUE, |when| answers.answer(when));
            self.tried(number, Step { rule: ready.rule, strict: answer.strict, declared: answer.declared });
        }
        let Open { missing, assumed } = Open::of(pack, branches, answers);
        let mut note = |leaves: BTreeSet<Leaf>, into: &mut Vec<Note<'a>>, wanted: &[Why]| {
            for leaf in leaves {
                into.extend(noted(view, leaf).into_iter().filter(|note| wanted.contains(&note.why)));
            }
        };
        note(missing, &mut self.missing, Open::MISSING);
        note(assumed, &mut self.assumed, Open::ASSUMED);
        let mut asked = BTreeSet::new();
        let deciding = pack.rules.iter().take(branches.declared.last().map_or(0, |last| last + 1));
        deciding.filter_map(|ready| ready.when.as_ref()).for_each(|when| statements(when, &mut asked));
        note(asked, &mut self.used, &[Why::Used]);
    }

    fn tried(&mut self, number: usize, step: Step<'a>) {
        match self.trace.get_mut(number) {
            None => self.trace.push(step),
            // Over several countries a rule is tried several times.
            Some(before) if before.strict != step.strict || before.declared != step.declared => {
                before.strict = Truth::Unknown;
                before.declared = Truth::Unknown;
            }
            Some(_) => {}
        }
    }

    /// Each note once, in the order of the records.
    pub(super) fn in_order(mut self) -> Self {
        for notes in [&mut self.used, &mut self.assumed, &mut self.missing] {
            notes.sort();
            notes.dedup();
        }
        self
    }
}

/// The statements that keep the forks of a decision list open.
#[derive(Debug, Clone, Default)]
pub(super) struct Open {
    /// Taken as declared.
    pub missing: BTreeSet<Leaf>,
    /// With silence proving nothing.
    pub assumed: BTreeSet<Leaf>,
}

impl Open {
    /// What of their notes would have to be recorded to decide.
    pub const MISSING: &[Why] = &[Why::Missing, Why::Region, Why::Contradiction];
    /// What of their notes was taken for complete or at its word.
    pub const ASSUMED: &[Why] = &[Why::Open, Why::Unevidenced];

    pub fn of(pack: &Pack<'_>, branches: Branches, answers: &mut impl Answering) -> Self {
        let mut open = Self::default();
        for (number, ready) in pack.rules.iter().enumerate().take(branches.last() + 1) {
            let Some(when) = &ready.when else { continue };
            if matters(pack, branches.declared, number) {
                collect(answers, when, Reading::Declared, &mut open.missing);
            }
            if matters(pack, branches.strict, number) {
                collect(answers, when, Reading::Strict, &mut open.assumed);
            }
        }
        open
    }
}

/// Whether it matters which way a fork goes: whether the rule concludes otherwise than what would follow it.
fn matters(pack: &Pack<'_>, forks: Numbers, number: usize) -> bool {
    let of = |number: usize| pack.rules.get(number).map(|ready| ready.rule.then);
    forks.has(number) && forks.iter().any(|later| later > number && of(later) != of(number))
}

/// Every statement that keeps a condition from being known.
pub(super) fn collect(answers: &mut impl Answering, node: &Node, reading: Reading, into: &mut BTreeSet<Leaf>) {
    if answers.answer(node).in_reading(reading) != Truth::Unknown {
        return;
    }
    match node {
        Node::All(parts) | Node::Any(parts) => {
            for part in parts {
                collect(answers, part, reading, into);
            }
        }
        Node::Not(part) | Node::Possible(part) | Node::Defined(_, part) => collect(answers, part, reading, into),
        Node::Leaf(leaf) => drop(into.insert(*leaf)),
    }
}

/// Every statement of a condition.
fn statements(node: &Node, into: &mut BTreeSet<Leaf>) {
    match node {
        Node::All(parts) | Node::Any(parts) => parts.iter().for_each(|part| statements(part, into)),
        Node::Not(part) | Node::Possible(part) | Node::Defined(_, part) => statements(part, into),
        Node::Leaf(leaf) => drop(into.insert(*leaf)),
    }
}

/// What is noted when a statement is judged.
pub(super) fn noted<'a>(view: &View<'_, 'a>, leaf: Leaf) -> Vec<Note<'a>> {
    let mut notes = Notes::read();
    if let Some(condition) = view.pack.leaves.get(leaf) {
        predicates::judge(view, condition, &mut notes);
    }
    notes.into_taken()
}
