//! What laws say of the flows of activities: the one place that asks the rules.
//!
//! Knows which conclusions are findings. Every flow is judged once, for all checks that ask.

use super::words::Both;
use crate::{
    domain::{
        Day, Key, Kind, Pointer, Register, Text,
        record::{
            Activity, Recipient,
            regime::{Conclusion, LegalStatus},
        },
    },
    flows::{Leg, Name, Period},
    rules::{Determination, Judgement, Rulebook},
};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::collections::BTreeMap;

/// What a law came to at a place of an activity.
#[derive(Debug, Clone, PartialEq)]
pub enum Came {
    /// It is not met.
    NotMet {
        /// The conclusion as a sentence of the law.
        sentence: Text,
        /// Where the law says so.
        citation: Box<str>,
        /// Whether that was seen in a source.
        confirmed: bool,
    },
    /// Nobody can tell.
    Undetermined,
}

/// What a law says of a place of an activity.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The law.
    pub regime: Key,
    /// The place in the activity; the empty pointer is the activity as a whole.
    pub pointer: Pointer,
    /// What it is about, in words.
    pub place: Both,
    /// What it came to.
    pub came: Came,
}

/// What laws say of activities.
#[derive(Debug, Default)]
pub struct Judged(BTreeMap<Key, Vec<Verdict>>);

impl Judged {
    /// What the laws of a register say of all flows on a day.
    #[must_use]
    pub fn of_register(register: &Register, on: Day) -> Self {
        let book = Rulebook::of(register, Period::day(on));
        let verdicts: Vec<(Key, Vec<Verdict>)> = book
            .flows
            .flows
            .par_iter()
            .map(|flow| {
                let about = (place_of(&flow.name), words_of(register, flow.activity, &flow.name));
                let judged = book.judge(flow);
                (flow.activity.key.clone(), judged.iter().flat_map(|judged| verdicts(judged, &about)).collect())
            })
            .collect();
        let mut all: BTreeMap<Key, Vec<Verdict>> = BTreeMap::new();
        for (activity, verdicts) in verdicts {
            let known = all.entry(activity).or_default();
            verdicts.into_iter().for_each(|verdict| add(known, verdict));
        }
        for verdicts in all.values_mut() {
            verdicts.sort_by(|a, b| (&a.regime, &a.pointer).cmp(&(&b.regime, &b.pointer)));
        }
        Self(all)
    }

    /// What they say of an activity, by law and place.
    #[must_use]
    pub fn of(&self, activity: &Key) -> &[Verdict] {
        self.0.get(activity).map_or(&[], Vec::as_slice)
    }
}

/// Adds a verdict to those of the activity, once for each law and place.
fn add(known: &mut Vec<Verdict>, verdict: Verdict) {
    let same = known.iter().any(|old| {
        let alike = matches!(old.came, Came::Undetermined) == matches!(verdict.came, Came::Undetermined);
        old.regime == verdict.regime && alike && old.pointer == verdict.pointer
    });
    if !same {
        known.push(verdict);
    }
}

fn verdicts(judged: &Judgement<'_, '_>, (pointer, place): &(Pointer, Both)) -> Vec<Verdict> {
    let verdict = |(at, determination): &(usize, Determination<'_>)| {
        let (pack, _) = judged.season.packs.get(*at)?;
        let came = match determination.conclusion {
            Conclusion::NotSatisfied => {
                let rule = determination.decided_by.first()?;
                Came::NotMet {
                    sentence: rule.sentence.clone(),
                    citation: rule.citation.clone(),
                    confirmed: rule.status == LegalStatus::Confirmed,
                }
            }
            Conclusion::Undetermined => Came::Undetermined,
            Conclusion::Satisfied | Conclusion::NotApplicable | Conclusion::Conditional => return None,
        };
        // Of what nobody can tell the activity as a whole is told.
        let pointer = if matches!(came, Came::NotMet { .. }) { pointer.clone() } else { Pointer::root() };
        Some(Verdict { regime: pack.regime.key.clone(), pointer, place: place.clone(), came })
    };
    judged.determinations.iter().filter_map(verdict).collect()
}

/// The place in the activity that a flow comes from, elements named by their keys.
fn place_of(name: &Name<'_>) -> Pointer {
    let Some(element) = name.element.filter(|element| element.kind == Kind::Activities) else { return Pointer::root() };
    let holder = element.within.map_or_else(Pointer::root, |within| Pointer::root().at("disclosures").at(within));
    element.list.map_or_else(|| holder.clone(), |list| holder.at(list).at(element.key))
}

/// A flow in words: what it is, and to whom.
fn words_of(register: &Register, activity: &Activity, name: &Name<'_>) -> Both {
    let leg = match name.leg {
        Leg::Collection => ("the collection", "收集"),
        Leg::Holding => ("the storage", "存储"),
        Leg::Disclosure => ("the disclosure", "对外提供"),
        Leg::Onward => ("the onward disclosure", "转委托或再提供"),
        Leg::Access => ("the access", "访问"),
        Leg::Return => ("the return", "回传"),
    };
    let disclosures = activity.disclosures.iter().flatten();
    let key = name.element.map(|element| element.within.unwrap_or(element.key));
    let disclosure = disclosures.into_iter().find(|disclosure| Some(&disclosure.key) == key);
    let recipient = disclosure.map(|disclosure| match &disclosure.recipient {
        Recipient::Processor(key) => called(register, Kind::Processors, key.key()),
        Recipient::Organization(key) => called(register, Kind::Organizations, key.key()),
        Recipient::Group(text) | Recipient::Department(text) | Recipient::Authority(text) | Recipient::Public(text) => {
            Both::named(text)
        }
    });
    match recipient {
        None => Both::pick(leg),
        Some(who) => Both::of(format!("{} ({})", leg.0, who.en), format!("{}（{}）", leg.1, who.zh)),
    }
}

fn called(register: &Register, kind: Kind, key: &Key) -> Both {
    let entry = register.get(&crate::domain::RecordId::new(kind, key.clone()));
    entry.map_or_else(|| Both::same(format!("“{key}”")), |entry| Both::named(entry.common().name))
}
