//! The decision list: which rules may decide on a flow, in both readings.
//!
//! Rules are tried in their order. One whose condition is not known forks the list: it decides, or the rest does. What taking
//! the rest implies is held on to, so that a later rule that asks the same is not asked again. A region forks too: into the
//! classes of its countries that are alike for the regime.

use super::{
    branches::{Assumed, Numbers},
    notes::{Note, Notes, Why},
    pack::{LawUsed, Node, Pack},
    predicates,
    truth::{Answer, Reading, Truth},
    view::{Chosen, End, View},
};
use crate::{
    domain::{
        Key, Ref,
        record::regime::{Conclusion, Rule},
    },
    flows::Candidate,
};
use std::collections::{BTreeMap, BTreeSet};

/// The answers to the statements of a pack about one flow, each found when it is first asked for.
pub(super) struct Leaves<'v, 'a> {
    view: &'v View<'v, 'a>,
    answers: Vec<Option<(Answer, LawUsed)>>,
}

impl<'v, 'a> Leaves<'v, 'a> {
    pub fn of(view: &'v View<'v, 'a>) -> Self {
        Self { view, answers: vec![None; view.pack.leaves.len()] }
    }

    fn leaf(&mut self, leaf: usize) -> (Answer, LawUsed) {
        let Some(condition) = self.view.pack.leaves.get(leaf) else { return (Answer::UNKNOWN, LawUsed::Confirmed) };
        if let Some(Some(known)) = self.answers.get(leaf) {
            return *known;
        }
        let mut notes = Notes::default();
        let found = (predicates::judge(self.view, condition, &mut notes), notes.law());
        if let Some(place) = self.answers.get_mut(leaf) {
            *place = Some(found);
        }
        found
    }

    /// What a condition is, with nothing assumed.
    pub fn answer(&mut self, node: &Node, notes: &mut Notes<'a>) -> Answer {
        match node {
            Node::All(parts) => parts.iter().fold(Answer::TRUE, |all, part| all.and(self.answer(part, notes))),
            Node::Any(parts) => parts.iter().fold(Answer::FALSE, |any, part| any.or(self.answer(part, notes))),
            Node::Not(part) => !self.answer(part, notes),
            Node::Possible(part) => {
                let answer = self.answer(part, notes);
                let possible = |truth: Truth| Truth::from(truth != Truth::False);
                Answer { strict: possible(answer.strict), declared: possible(answer.declared) }
            }
            Node::Defined(law, part) => {
                notes.rest_on(*law);
                self.answer(part, notes)
            }
            Node::Leaf(leaf) => {
                let (answer, law) = self.leaf(*leaf);
                notes.rest_on(law);
                answer
            }
        }
    }
}

/// One way through the list, in one reading.
struct Walk<'l, 'v, 'a> {
    leaves: &'l mut Leaves<'v, 'a>,
    reading: Reading,
    assumed: Assumed,
    law: LawUsed,
}

impl Walk<'_, '_, '_> {
    fn truth(&mut self, node: &Node) -> Truth {
        match node {
            Node::All(parts) => {
                let mut all = Truth::True;
                for part in parts {
                    all = all.min(self.truth(part));
                    if all == Truth::False {
                        break;
                    }
                }
                all
            }
            Node::Any(parts) => {
                let mut any = Truth::False;
                for part in parts {
                    any = any.max(self.truth(part));
                    if any == Truth::True {
                        break;
                    }
                }
                any
            }
            Node::Not(part) => !self.truth(part),
            Node::Possible(part) => Truth::from(self.truth(part) != Truth::False),
            Node::Defined(law, part) => {
                let truth = self.truth(part);
                if truth != Truth::False {
                    self.law = self.law.weaker(*law);
                }
                truth
            }
            Node::Leaf(leaf) => {
                if let Some(assumed) = self.assumed.get(*leaf) {
                    return assumed;
                }
                let (answer, law) = self.leaves.leaf(*leaf);
                self.law = self.law.weaker(law);
                answer.in_reading(self.reading)
            }
        }
    }

    /// Holds on to what it implies that a condition is so.
    fn assume(&mut self, node: &Node, truth: Truth) {
        match (node, truth) {
            (Node::Leaf(leaf), _) => self.assumed.set(*leaf, truth),
            (Node::Not(part), _) => self.assume(part, !truth),
            (Node::Defined(_, part), _) => self.assume(part, truth),
            (Node::All(parts), Truth::True) | (Node::Any(parts), Truth::False) => {
                for part in parts {
                    self.assume(part, truth);
                }
            }
            (Node::All(parts) | Node::Any(parts), _) => {
                let mut open = parts.iter().filter(|part| self.truth(part) == Truth::Unknown);
                // Where one part alone is open, it decides.
                if let (Some(part), None) = (open.next(), open.next()) {
                    self.assume(part, truth);
                }
            }
            (Node::Possible(_), _) => {}
        }
    }

    /// The numbers of the rules that may decide, in their order.
    fn rules(&mut self, pack: &Pack<'_>) -> Numbers {
        let mut deciding = Numbers::default();
        for (number, ready) in pack.rules.iter().enumerate() {
            let truth = ready.when.as_ref().map_or(Truth::True, |when| self.truth(when));
            if truth != Truth::False {
                deciding.add(number);
                self.law = self.law.weaker(ready.law);
            }
            match (truth, &ready.when) {
                (Truth::True, _) => break,
                (Truth::Unknown, Some(when)) => self.assume(when, Truth::False),
                _ => {}
            }
        }
        deciding
    }
}

/// Which rules may decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Branches {
    /// With silence proving nothing.
    pub strict: Numbers,
    /// As declared.
    pub declared: Numbers,
    /// The weakest law among them.
    pub law: LawUsed,
}

impl Branches {
    fn of(view: &View<'_, '_>) -> Self {
        let mut leaves = Leaves::of(view);
        let mut in_reading = |reading| {
            let mut walk = Walk { leaves: &mut leaves, reading, assumed: Assumed::default(), law: LawUsed::Confirmed };
            (walk.rules(view.pack), walk.law)
        };
        let (strict, law) = in_reading(Reading::Strict);
        // Nothing is settled by taking at its word what is settled already.
        if strict.len() == 1 {
            return Self { declared: strict, strict, law };
        }
        let (declared, declared_law) = in_reading(Reading::Declared);
        Self { strict, declared, law: law.weaker(declared_law) }
    }

    const fn join(self, other: Self) -> Self {
        Self {
            strict: self.strict.join(other.strict),
            declared: self.declared.join(other.declared),
            law: self.law.weaker(other.law),
        }
    }

    /// What they come to. Where every branch agrees, that; else, where as declared nothing stands against the flow on any
    /// branch, it is met on conditions; else it is not determined.
    #[must_use]
    pub fn conclusion(&self, pack: &Pack<'_>) -> Conclusion {
        let of = |rules: Numbers| rules.iter().filter_map(|rule| pack.rules.get(rule)).map(|ready| ready.rule.then);
        let passes = |conclusion: Conclusion| {
            matches!(conclusion, Conclusion::NotApplicable | Conclusion::Satisfied | Conclusion::Conditional)
        };
        let mut strict = of(self.strict);
        match strict.next() {
            Some(only) if strict.all(|other| other == only) => only,
            _ if self.declared.len() > 0 && of(self.declared).all(passes) => Conclusion::Conditional,
            _ => Conclusion::Undetermined,
        }
    }
}

/// What a regime says of a flow on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Determination<'a> {
    /// What it comes to.
    pub conclusion: Conclusion,
    /// The rules that decide it: as it is known for sure, or as declared.
    pub decided_by: Vec<&'a Rule>,
    /// The rules that may decide it, if what was taken for complete or at its word is not so.
    pub otherwise: Vec<&'a Rule>,
    /// How far the law can be trusted on which it rests.
    pub law: LawUsed,
    /// Where places are regions: what it comes to for which of their countries.
    pub candidates: Vec<ByCandidate<'a>>,
}

/// What a determination comes to where regions stand for some of their countries.
#[derive(Debug, Clone, PartialEq)]
pub struct ByCandidate<'a> {
    /// The regions and the countries they are taken for.
    pub chosen: Vec<Chosen<'a>>,
    /// What it comes to.
    pub conclusion: Conclusion,
    /// The rules that decide it.
    pub decided_by: Vec<&'a Rule>,
}

/// What the regime of `view` says of its flow.
#[must_use]
pub fn determine<'a>(view: &View<'_, 'a>) -> Determination<'a> {
    let pack = view.pack;
    let mut all = Branches::default();
    let mut candidates = Vec::new();
    for chosen in choices(view) {
        let branches = Branches::of(&View { chosen: &chosen, ..*view });
        all = all.join(branches);
        if !chosen.is_empty() {
            let conclusion = branches.conclusion(pack);
            let decided_by = rules(pack, deciding(branches, conclusion));
            candidates.push(ByCandidate { chosen, conclusion, decided_by });
        }
    }
    let conclusion = all.conclusion(pack);
    let decided = deciding(all, conclusion);
    Determination {
        conclusion,
        decided_by: rules(pack, decided),
        otherwise: rules(pack, all.strict.without(decided)),
        law: all.law,
        candidates,
    }
}

/// The rules that decide: with silence proving nothing where these agree, else as declared.
fn deciding(branches: Branches, conclusion: Conclusion) -> Numbers {
    let certain = branches.strict.len() == 1 || branches.strict == branches.declared;
    if certain || conclusion == Conclusion::NotSatisfied { branches.strict } else { branches.declared }
}

fn rules<'a>(pack: &Pack<'a>, numbers: Numbers) -> Vec<&'a Rule> {
    numbers.iter().filter_map(|number| pack.rules.get(number)).map(|ready| ready.rule).collect()
}

/// More combinations of countries than this are not told apart: the regions are judged as they are.
const MOST_CHOICES: usize = 64;

/// Every combination of countries that the regions of a flow are taken for; a single empty one where there are no regions.
pub(super) fn choices<'a>(view: &View<'_, 'a>) -> Vec<Vec<Chosen<'a>>> {
    let facts = view.facts;
    let mut regions: BTreeSet<(End, &'a Key)> = BTreeSet::new();
    let people = facts.people.items.iter().filter_map(|people| people.place.as_ref().map(Ref::key));
    regions.extend(people.map(|place| (End::People, place)));
    regions.extend(facts.destination().items.into_iter().flatten().map(|place| (End::To, place)));
    regions.retain(|(_, place)| view.atlas.place(place).is_some_and(|place| place.candidates.len() > 1));
    let mut choices = vec![Vec::new()];
    for (end, region) in regions {
        let classes = classes(view, end, region);
        if choices.len() * classes.len() > MOST_CHOICES {
            return vec![Vec::new()];
        }
        choices = choices
            .iter()
            .flat_map(|before: &Vec<Chosen<'a>>| {
                classes.iter().map(move |class| before.iter().chain(class).cloned().collect())
            })
            .collect();
    }
    choices
}

/// The countries of a region by what the lists of the regime say of them; without a choice where there may be others too.
fn classes<'a>(view: &View<'_, 'a>, end: End, region: &'a Key) -> Vec<Option<Chosen<'a>>> {
    let Some(place) = view.atlas.place(region) else { return vec![None] };
    let mut alike: BTreeMap<Vec<Truth>, Vec<Candidate<'a>>> = BTreeMap::new();
    for candidate in &place.candidates {
        let lists = view.pack.regime.lists.iter().flatten();
        let signature = lists.map(|list| {
            let places = view.pack.lists.get(&list.key);
            places.map_or(Truth::Unknown, |places| places.has(candidate).0)
        });
        alike.entry(signature.collect()).or_default().push(*candidate);
    }
    let mut classes: Vec<Option<Chosen<'a>>> =
        alike.into_values().map(|countries| Some(Chosen { end, region, countries })).collect();
    if !place.settled {
        classes.push(None);
    }
    classes
}

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
        explain_one(&view, &mut explanation);
    }
    for notes in [&mut explanation.used, &mut explanation.assumed, &mut explanation.missing] {
        notes.sort();
        notes.dedup();
    }
    explanation
}

fn explain_one<'a>(view: &View<'_, 'a>, explanation: &mut Explanation<'a>) {
    let pack = view.pack;
    let branches = Branches::of(view);
    let mut leaves = Leaves::of(view);
    let last = branches.strict.last().max(branches.declared.last()).unwrap_or_default();
    for (number, ready) in pack.rules.iter().enumerate().take(last + 1) {
        let answer = match &ready.when {
            None => Answer::TRUE,
            Some(when) => leaves.answer(when, &mut Notes::default()),
        };
        let step = Step { rule: ready.rule, strict: answer.strict, declared: answer.declared };
        match explanation.trace.get_mut(number) {
            None => explanation.trace.push(step),
            // Over several countries a rule is tried several times.
            Some(before) if before.strict != step.strict || before.declared != step.declared => {
                before.strict = Truth::Unknown;
                before.declared = Truth::Unknown;
            }
            Some(_) => {}
        }
        let Some(when) = &ready.when else { continue };
        let open = |reading| {
            let forks = match reading {
                Reading::Strict => branches.strict,
                Reading::Declared => branches.declared,
            };
            matters(pack, forks, number) && answer.in_reading(reading) == Truth::Unknown
        };
        if open(Reading::Declared) {
            collect(view, &mut leaves, when, Reading::Declared, &mut explanation.missing);
        }
        if open(Reading::Strict) {
            collect(view, &mut leaves, when, Reading::Strict, &mut explanation.assumed);
        }
        if branches.declared.has(number) || branches.declared.last() > Some(number) {
            used(view, when, &mut explanation.used);
        }
    }
    explanation.missing.retain(|note| matches!(note.why, Why::Missing | Why::Region | Why::Contradiction));
    explanation.assumed.retain(|note| matches!(note.why, Why::Open | Why::Unevidenced));
}

/// Whether it matters which way a fork goes: whether the rule concludes otherwise than what would follow it.
fn matters(pack: &Pack<'_>, forks: Numbers, number: usize) -> bool {
    let of = |number: usize| pack.rules.get(number).map(|ready| ready.rule.then);
    forks.has(number) && forks.iter().any(|later| later > number && of(later) != of(number))
}

/// The notes of every statement that keeps a condition from being known.
pub(super) fn collect<'a>(
    view: &View<'_, 'a>,
    leaves: &mut Leaves<'_, 'a>,
    node: &Node,
    reading: Reading,
    into: &mut Vec<Note<'a>>,
) {
    if leaves.answer(node, &mut Notes::default()).in_reading(reading) != Truth::Unknown {
        return;
    }
    match node {
        Node::All(parts) | Node::Any(parts) => {
            for part in parts {
                collect(view, leaves, part, reading, into);
            }
        }
        Node::Not(part) | Node::Possible(part) | Node::Defined(_, part) => collect(view, leaves, part, reading, into),
        Node::Leaf(leaf) => into.extend(noted(view, *leaf)),
    }
}

fn used<'a>(view: &View<'_, 'a>, node: &Node, into: &mut Vec<Note<'a>>) {
    match node {
        Node::All(parts) | Node::Any(parts) => parts.iter().for_each(|part| used(view, part, into)),
        Node::Not(part) | Node::Possible(part) | Node::Defined(_, part) => used(view, part, into),
        Node::Leaf(leaf) => into.extend(noted(view, *leaf).into_iter().filter(|note| note.why == Why::Used)),
    }
}

fn noted<'a>(view: &View<'_, 'a>, leaf: usize) -> Vec<Note<'a>> {
    let mut notes = Notes::read();
    if let Some(condition) = view.pack.leaves.get(leaf) {
        predicates::judge(view, condition, &mut notes);
    }
    notes.into_taken()
}
