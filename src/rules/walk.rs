//! The decision list, walked: which rules may decide on a flow, in both readings.
//!
//! Rules are tried in their order. One whose condition is not known forks the list: it decides, or the rest does. What taking
//! the rest implies is held on to, so that a later rule that asks the same is not asked again. Knows statements by their
//! numbers only: what is answered to them is somebody else's affair.

use super::{
    branches::{Assumed, Numbers},
    pack::{LawUsed, Leaf, Node, Pack},
    truth::{Answer, Reading, Truth},
};
use crate::domain::record::regime::Conclusion;

/// Whoever answers the statements of a pack about one flow.
pub(super) trait Answering {
    /// The answer to a statement, and the law that it rests on.
    fn leaf(&mut self, leaf: Leaf) -> (Answer, LawUsed);

    /// What a condition is, with nothing assumed.
    fn answer(&mut self, node: &Node) -> Answer {
        match node {
            Node::All(parts) => {
                let mut all = Answer::TRUE;
                let mut parts = parts.iter();
                while all != Answer::FALSE
                    && let Some(part) = parts.next()
                {
                    all = all.and(self.answer(part));
                }
                all
            }
            Node::Any(parts) => {
                let mut any = Answer::FALSE;
                let mut parts = parts.iter();
                while any != Answer::TRUE
                    && let Some(part) = parts.next()
                {
                    any = any.or(self.answer(part));
                }
                any
            }
            Node::Not(part) => !self.answer(part),
            Node::Possible(part) => {
                let answer = self.answer(part);
                let possible = |truth: Truth| Truth::from(truth != Truth::False);
                Answer { strict: possible(answer.strict), declared: possible(answer.declared) }
            }
            Node::Defined(_, part) => self.answer(part),
            Node::Leaf(leaf) => self.leaf(*leaf).0,
        }
    }
}

/// One way through the list, in one reading.
struct Walk<'l, A> {
    answers: &'l mut A,
    reading: Reading,
    assumed: Assumed,
    law: LawUsed,
}

impl<A: Answering> Walk<'_, A> {
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
                let (answer, law) = self.answers.leaf(*leaf);
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
    /// The rules of a pack that may decide, where `answers` answers its statements.
    pub(super) fn of(pack: &Pack<'_>, answers: &mut impl Answering) -> Self {
        let mut in_reading = |reading| {
            let mut walk =
                Walk { answers: &mut *answers, reading, assumed: Assumed::default(), law: LawUsed::Confirmed };
            (walk.rules(pack), walk.law)
        };
        let (strict, law) = in_reading(Reading::Strict);
        // Nothing is settled by taking at its word what is settled already.
        if strict.len() == 1 {
            return Self { declared: strict, strict, law };
        }
        let (declared, declared_law) = in_reading(Reading::Declared);
        Self { strict, declared, law: law.weaker(declared_law) }
    }

    /// The number of the last rule that may decide.
    pub(super) fn last(&self) -> usize {
        self.strict.last().max(self.declared.last()).unwrap_or_default()
    }

    /// The rules that may decide in either case.
    pub(super) const fn join(self, other: Self) -> Self {
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
