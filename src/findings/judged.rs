//! What laws say of the flows of activities: the one place that asks the rules.
//!
//! Knows which conclusions are findings.

use super::words::Both;
use crate::{
    domain::{
        Key, Kind, Pointer, Register, Text,
        record::{
            Activity, Recipient,
            regime::{Conclusion, LegalStatus},
        },
    },
    flows::{Flow, Leg, Name},
    rules::{Judge, Judgement},
};

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

/// What laws say of the flows of an activity, by law and place.
pub(super) fn verdicts<'a>(
    register: &Register,
    judge: &mut Judge<'_, 'a>,
    activity: &Activity,
    flows: &[Flow<'a>],
) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    for (flow, judged) in flows.iter().zip(judge.judge(flows)) {
        let about = || (place_of(&flow.name), words_of(register, activity, &flow.name));
        for judged in &judged {
            add_those_of(&mut verdicts, judged, about);
        }
    }
    verdicts.sort_by(|a, b| (&a.regime, &a.pointer).cmp(&(&b.regime, &b.pointer)));
    verdicts
}

/// Adds what is found of a flow to the verdicts of its activity, once for each law and place.
fn add_those_of(known: &mut Vec<Verdict>, judged: &Judgement<'_, '_, '_>, about: impl Fn() -> (Pointer, Both)) {
    let mut told: Option<(Pointer, Both)> = None;
    for (pack, determination) in judged.laws() {
        let came = match determination.conclusion {
            Conclusion::NotSatisfied => {
                let Some(rule) = determination.decided_by.first() else { continue };
                Came::NotMet {
                    sentence: rule.sentence.clone(),
                    citation: rule.citation.clone(),
                    confirmed: rule.status == LegalStatus::Confirmed,
                }
            }
            Conclusion::Undetermined => Came::Undetermined,
            Conclusion::Satisfied | Conclusion::NotApplicable | Conclusion::Conditional => continue,
        };
        let is_open = matches!(came, Came::Undetermined);
        let (pointer, place) = told.get_or_insert_with(&about);
        // Of what nobody can tell the activity as a whole is told.
        let pointer = if is_open { Pointer::root() } else { pointer.clone() };
        let regime = &pack.regime.key;
        let same = |old: &Verdict| {
            matches!(old.came, Came::Undetermined) == is_open && old.regime == *regime && old.pointer == pointer
        };
        if !known.iter().any(same) {
            known.push(Verdict { regime: regime.clone(), pointer, place: place.clone(), came });
        }
    }
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
