//! A regime, made ready: its conditions with every name resolved, as of a day.
//!
//! Knows which rules and entries of lists are the law on a day. Never looks at a flow.

use crate::{
    domain::{
        Day, Key,
        record::{
            Regime,
            regime::{Condition, CountedPeople, Definition, Duty, DutyOccasion, LegalStatus, PlaceEntry, Rule},
        },
    },
    flows::{Atlas, Candidate, Moment},
    rules::truth::Truth,
};
use rustc_hash::FxHashMap;

/// How far the law that a conclusion rests on can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LawUsed {
    /// It was seen in a source, and need not be looked up again yet.
    #[default]
    Confirmed,
    /// It was, and should have been looked up again.
    Overdue,
    /// It is yet to be checked.
    Unconfirmed,
}

impl LawUsed {
    /// Seen in a source, and not due.
    pub const CONFIRMED: Self = Self::Confirmed;

    /// The weaker of two.
    #[must_use]
    pub const fn weaker(self, other: Self) -> Self {
        if self as u8 >= other as u8 { self } else { other }
    }

    /// What a statement's own standing makes it on a day.
    #[must_use]
    pub fn of(status: LegalStatus, recheck_by: Option<Day>, moment: &Moment) -> Self {
        match status {
            LegalStatus::Unconfirmed => Self::Unconfirmed,
            LegalStatus::Confirmed if moment.passed(recheck_by) => Self::Overdue,
            LegalStatus::Confirmed => Self::Confirmed,
        }
    }

    /// Whether it may be shown as settled.
    #[must_use]
    pub const fn is_firm(self) -> bool {
        matches!(self, Self::Confirmed)
    }
}

/// The number of a condition that is not made of others, within its pack.
pub type Leaf = usize;

/// A condition with its names resolved.
#[derive(Debug, Clone)]
pub enum Node {
    /// All hold.
    All(Vec<Node>),
    /// One holds.
    Any(Vec<Node>),
    /// It does not hold.
    Not(Box<Node>),
    /// It is not known to be false.
    Possible(Box<Node>),
    /// What a definition says; its standing goes with it.
    Defined(LawUsed, Box<Node>),
    /// A statement about a flow.
    Leaf(Leaf),
}

/// A list of places on a day.
#[derive(Debug, Default)]
pub struct Places<'a> {
    countries: FxHashMap<&'a Key, LawUsed>,
    states: FxHashMap<&'a Key, LawUsed>,
    subdivisions: FxHashMap<&'a Key, LawUsed>,
    /// The countries of the subdivisions.
    divided: FxHashMap<&'a Key, LawUsed>,
}

impl<'a> Places<'a> {
    fn add(&mut self, entry: &'a PlaceEntry, atlas: &Atlas<'a>, moment: &Moment) {
        let law = LawUsed::of(entry.status, entry.recheck_by, moment);
        // A draft location is nowhere.
        let Some(place) = atlas.place(entry.location.key()) else { return };
        for candidate in &place.candidates {
            match candidate.subdivision {
                Some(subdivision) => {
                    self.subdivisions.insert(subdivision, law);
                    self.divided.insert(candidate.country, law);
                }
                None if entry.territories == Some(true) => {
                    self.states.insert(candidate.state, law);
                }
                None => {
                    self.countries.insert(candidate.country, law);
                }
            }
        }
    }

    /// Whether a country is on the list, and how far that entry can be trusted. Not known where only a subdivision, which is
    /// not recorded, would tell.
    #[must_use]
    pub fn has(&self, candidate: &Candidate<'_>) -> (Truth, LawUsed) {
        let whole = self.countries.get(candidate.country).or_else(|| self.states.get(candidate.state));
        if let Some(law) = whole {
            return (Truth::True, *law);
        }
        match candidate.subdivision {
            Some(subdivision) => match self.subdivisions.get(subdivision) {
                Some(law) => (Truth::True, *law),
                None => (Truth::False, LawUsed::Confirmed),
            },
            None => match self.divided.get(candidate.country) {
                Some(law) => (Truth::Unknown, *law),
                None => (Truth::False, LawUsed::Confirmed),
            },
        }
    }
}

/// A rule that is the law on the day.
#[derive(Debug)]
pub struct Ready<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// When it decides; `None`: always.
    pub when: Option<Node>,
    /// How far it can be trusted.
    pub law: LawUsed,
}

/// People that are counted, with the condition on flows made ready.
#[derive(Debug)]
pub struct Counted<'a> {
    /// What is counted.
    pub counted: &'a CountedPeople,
    /// For which flows; `None`: for all.
    pub when: Option<Node>,
}

/// A duty of the day that is owed for flows by a condition of its own.
#[derive(Debug)]
pub struct Due<'a> {
    /// The duty.
    pub duty: &'a Duty,
    /// For which flows.
    pub when: Node,
    /// How far it can be trusted.
    pub law: LawUsed,
}

/// A regime on a day. See the module.
#[derive(Debug)]
pub struct Pack<'a> {
    /// The regime.
    pub regime: &'a Regime,
    /// Its rules of the day, in their order. None: it is a text to refer to.
    pub rules: Vec<Ready<'a>>,
    /// Every statement that its conditions are made of, each once.
    pub leaves: Vec<&'a Condition>,
    /// Whom it counts.
    pub counts: Vec<Counted<'a>>,
    /// What is owed for flows whatever its rules conclude of them, on an occasion that was asked for.
    pub duties: Vec<Due<'a>>,
    /// Its lists of places.
    pub lists: FxHashMap<&'a Key, Places<'a>>,
}

impl<'a> Pack<'a> {
    /// A regime as it is on the day of `moment`.
    #[must_use]
    pub fn of(regime: &'a Regime, atlas: &Atlas<'a>, moment: &Moment) -> Self {
        let mut lists: FxHashMap<&Key, Places<'_>> = FxHashMap::default();
        for list in regime.lists.iter().flatten() {
            let places = lists.entry(&list.key).or_default();
            for entry in list.entries.iter().filter(|entry| moment.holds(entry.since, entry.until)) {
                places.add(entry, atlas, moment);
            }
        }
        let mut reader = Reader::of(regime, Vec::new(), moment);
        let rules = regime.rules.iter().flatten().filter(|rule| moment.holds(rule.since, rule.until));
        let rules = rules.map(|rule| {
            let law = LawUsed::of(rule.status, rule.recheck_by.into_iter().chain(regime.recheck_by).min(), moment);
            Ready { rule, when: rule.when.as_ref().map(|when| reader.node(when)), law }
        });
        let rules = rules.collect();
        let counts = regime.counts.iter().flatten();
        let counts = counts
            .map(|counted| Counted { counted, when: counted.when.as_ref().map(|when| reader.node(when)) })
            .collect();
        Self { regime, rules, leaves: reader.leaves, counts, duties: Vec::new(), lists }
    }

    /// The same with what is owed on an occasion by a condition of its own.
    #[must_use]
    pub fn with_duties(mut self, occasion: DutyOccasion, moment: &Moment) -> Self {
        let regime = self.regime;
        let mut reader = Reader::of(regime, std::mem::take(&mut self.leaves), moment);
        let duties = regime.duties.iter().flatten();
        let due = duties.filter(|duty| duty.occasion == occasion && moment.holds(duty.since, duty.until));
        let due = due.filter_map(|duty| {
            let law = LawUsed::of(duty.status, duty.recheck_by.into_iter().chain(regime.recheck_by).min(), moment);
            Some(Due { duty, when: reader.node(duty.when.as_ref()?), law })
        });
        self.duties = due.collect();
        self.leaves = reader.leaves;
        self
    }

    /// Whether it has rules to evaluate.
    #[must_use]
    pub const fn is_evaluated(&self) -> bool {
        !self.rules.is_empty()
    }
}

/// The deepest nesting of definitions; more can only be a circle, which checks of packs refuse.
const DEEPEST: usize = 16;

struct Reader<'r, 'a> {
    definitions: FxHashMap<&'a Key, &'a Definition>,
    leaves: Vec<&'a Condition>,
    moment: &'r Moment,
    depth: usize,
}

impl<'r, 'a> Reader<'r, 'a> {
    fn of(regime: &'a Regime, leaves: Vec<&'a Condition>, moment: &'r Moment) -> Self {
        let definitions = regime.definitions.iter().flatten().map(|definition| (&definition.key, definition)).collect();
        Self { definitions, leaves, moment, depth: 0 }
    }

    fn node(&mut self, condition: &'a Condition) -> Node {
        match condition {
            Condition::All(parts) => Node::All(parts.iter().map(|part| self.node(part)).collect()),
            Condition::Any(parts) => Node::Any(parts.iter().map(|part| self.node(part)).collect()),
            Condition::Not(part) => Node::Not(Box::new(self.node(part))),
            Condition::Possible(part) => Node::Possible(Box::new(self.node(part))),
            Condition::Is(name) => match self.definitions.get(name).copied() {
                Some(definition) if self.depth < DEEPEST => {
                    self.depth += 1;
                    let node = self.node(&definition.when);
                    self.depth -= 1;
                    let law = LawUsed::of(definition.status, definition.recheck_by, self.moment);
                    Node::Defined(law, Box::new(node))
                }
                // Checks of packs refuse it; here it is a statement that nobody can judge.
                _ => self.leaf(condition),
            },
            leaf => self.leaf(leaf),
        }
    }

    fn leaf(&mut self, condition: &'a Condition) -> Node {
        let known = self.leaves.iter().position(|leaf| **leaf == *condition);
        Node::Leaf(known.unwrap_or_else(|| {
            self.leaves.push(condition);
            self.leaves.len() - 1
        }))
    }
}
