//! Duties that fall due on an occasion, whatever the rules of their regime conclude of a flow: an incident, an erasure.
//!
//! Knows for which flows a duty is owed, and of which places a regime speaks at all: where none does, nothing is known of duties.
//! Never knows what has happened.

use super::{
    counts::Counts,
    evaluate::{Leaves, choices},
    explain::{collect, noted},
    ground::Ground,
    notes::{Note, Why},
    pack::{LawUsed, Node, Pack},
    truth::{Answer, Reading, Truth},
    view::View,
    walk::Answering,
};
use crate::{
    domain::{
        Key, Register,
        record::{
            Regime,
            regime::{Condition, Duty, DutyOccasion, PartyTest, PlaceTest},
        },
    },
    flows::{Atlas, Facts, Flow, Moment, Place},
};
use std::collections::BTreeSet;

/// The duties that regimes know for an occasion, as of a day.
#[derive(Debug)]
pub struct Duties<'a> {
    ground: Ground<'a>,
    packs: Vec<Pack<'a>>,
    occasion: DutyOccasion,
    moment: Moment,
    none: Counts,
}

/// A duty that is owed for a flow, or may be.
#[derive(Debug, Clone)]
pub struct Owed<'a> {
    /// The regime.
    pub regime: &'a Regime,
    /// The duty.
    pub duty: &'a Duty,
    /// Whether it is owed: never surely not. As declared it may not be, where only a list that is not complete leaves it open.
    pub answer: Answer,
    /// How far the law can be trusted.
    pub law: LawUsed,
    /// What would have to be recorded to tell: as declared; where that is told, what would have to be complete or proven.
    pub missing: Vec<Note<'a>>,
}

impl<'a> Duties<'a> {
    /// The duties of the regimes that are the law on a day.
    #[must_use]
    pub fn of(register: &'a Register, atlas: &Atlas<'a>, moment: Moment, occasion: DutyOccasion) -> Self {
        let ground = Ground::of(register);
        let regimes = ground.regimes.iter();
        let in_force = regimes.filter(|regime| moment.counts(regime.status, regime.since, regime.until));
        let due = |regime: &&&Regime| regime.duties.iter().flatten().any(|duty| duty.occasion == occasion);
        let packs = in_force.filter(due).map(|regime| Pack::of(regime, atlas, &moment).with_duties(occasion, &moment));
        let packs = packs.filter(|pack| !pack.duties.is_empty()).collect();
        Self { ground, packs, occasion, moment, none: Counts::default() }
    }

    /// The occasion.
    #[must_use]
    pub const fn occasion(&self) -> DutyOccasion {
        self.occasion
    }

    /// The regimes that know a duty for it, in the order of their keys.
    pub fn regimes(&self) -> impl Iterator<Item = &'a Regime> {
        self.packs.iter().map(|pack| pack.regime)
    }

    /// Every duty that is owed for a flow or may be, in the order of regimes and of their duties.
    #[must_use]
    pub fn owed(&self, atlas: &Atlas<'a>, flow: &Flow<'a>, facts: &Facts<'a>) -> Vec<Owed<'a>> {
        let mut owed = Vec::new();
        for pack in &self.packs {
            let view = View {
                ground: &self.ground,
                atlas,
                pack,
                counts: &self.none,
                moment: &self.moment,
                activity: flow.activity,
                name: &flow.name,
                facts,
                chosen: &[],
            };
            let chosen = choices(&view);
            for due in &pack.duties {
                let (mut law, mut missing) = (due.law, Vec::new());
                let mut answers = chosen.iter().map(|chosen| {
                    let view = View { chosen, ..view };
                    let mut leaves = Leaves::of(&view);
                    let (answer, rests_on) = rests(&mut leaves, &due.when);
                    law = law.weaker(rests_on);
                    let reading = if answer.declared == Truth::Unknown { Reading::Declared } else { Reading::Strict };
                    if answer.in_reading(reading) == Truth::Unknown {
                        let mut open = BTreeSet::new();
                        collect(&mut leaves, &due.when, reading, &mut open);
                        let notes = open.into_iter().flat_map(|leaf| noted(&view, leaf));
                        missing.extend(notes.filter(|note| matters(note.why, reading)));
                    }
                    answer
                });
                let first = answers.next().unwrap_or(Answer::UNKNOWN);
                // A region stands for one unknown country: what is so for some of them may be so.
                let both = |all: Truth, one: Truth| if all == one { all } else { Truth::Unknown };
                let answer = answers.fold(first, |all, one| Answer {
                    strict: both(all.strict, one.strict),
                    declared: both(all.declared, one.declared),
                });
                if answer.strict == Truth::False {
                    continue;
                }
                missing.sort();
                missing.dedup();
                owed.push(Owed { regime: pack.regime, duty: due.duty, answer, law, missing });
            }
        }
        owed
    }

    /// Whether a regime speaks of everybody at a place: one of the lists that its duties ask about has each country that the place may be.
    #[must_use]
    pub fn speak_of(&self, place: &Place<'_>) -> bool {
        let all = |pack: &Pack<'a>, list: &Key| {
            let Some(list) = pack.lists.get(list) else { return false };
            place.settled
                && !place.candidates.is_empty()
                && place.candidates.iter().all(|candidate| list.has(candidate).0 == Truth::True)
        };
        self.packs.iter().any(|pack| {
            let mut lists = Vec::new();
            pack.duties.iter().for_each(|due| named(pack, &due.when, &mut lists));
            lists.into_iter().any(|list| all(pack, list))
        })
    }
}

/// Whether a note says why a condition is not known in a reading.
const fn matters(why: Why, reading: Reading) -> bool {
    match reading {
        Reading::Declared => matches!(why, Why::Missing | Why::Region | Why::Contradiction),
        Reading::Strict => matches!(why, Why::Open | Why::Unevidenced),
    }
}

/// Whether a condition holds, and the law on which it rests that it may: of several ways in which it surely holds, the firmest.
fn rests(leaves: &mut Leaves<'_, '_>, node: &Node) -> (Answer, LawUsed) {
    match node {
        Node::All(parts) => {
            let each: Vec<_> = parts.iter().map(|part| rests(leaves, part)).collect();
            let answer = each.iter().fold(Answer::TRUE, |all, (part, _)| all.and(*part));
            (answer, each.iter().fold(LawUsed::CONFIRMED, |all, (_, law)| all.weaker(*law)))
        }
        Node::Any(parts) => {
            let each: Vec<_> = parts.iter().map(|part| rests(leaves, part)).collect();
            let answer = each.iter().fold(Answer::FALSE, |any, (part, _)| any.or(*part));
            let holding = each.iter().filter(|(part, _)| part.strict == answer.strict).map(|(_, law)| *law);
            let law = if answer.strict == Truth::True { holding.min() } else { holding.max() };
            (answer, law.unwrap_or_default())
        }
        Node::Not(part) => {
            let (answer, law) = rests(leaves, part);
            (!answer, law)
        }
        Node::Possible(part) => {
            let (answer, law) = rests(leaves, part);
            let possible = |truth: Truth| Truth::from(truth != Truth::False);
            (Answer { strict: possible(answer.strict), declared: possible(answer.declared) }, law)
        }
        Node::Defined(standing, part) => {
            let (answer, law) = rests(leaves, part);
            (answer, law.weaker(*standing))
        }
        Node::Leaf(leaf) => leaves.leaf(*leaf),
    }
}

/// The lists of places that a condition asks about.
fn named<'a>(pack: &Pack<'a>, node: &Node, into: &mut Vec<&'a Key>) {
    match node {
        Node::All(parts) | Node::Any(parts) => parts.iter().for_each(|part| named(pack, part, into)),
        Node::Not(part) | Node::Possible(part) | Node::Defined(_, part) => named(pack, part, into),
        Node::Leaf(leaf) => {
            if let Some(
                Condition::People(PlaceTest::In(lists) | PlaceTest::OnlyIn(lists))
                | Condition::Controller(PartyTest::EstablishedIn(lists)),
            ) = pack.leaves.get(*leaf)
            {
                into.extend(&**lists);
            }
        }
    }
}
