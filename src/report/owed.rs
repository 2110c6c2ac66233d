//! What laws ask for on an occasion, over some flows: which duty, towards whom, within which time, for which people.
//!
//! Knows how duties of flows are put together and told. Which are owed is for the rules; where no law speaks of a place, that is
//! told, since silence is no answer.

use super::{
    page::{Block, Cell, Table},
    reader::Voice,
    speech::Speech,
    told::{At, Certainty, Named, PeopleAt, Records, Sentence, ranges, spoken},
};
use crate::{
    domain::{
        Key, Kind, Text,
        record::{
            People,
            regime::{Duty, DutyTowards},
        },
        value::{IsoDuration, Ref},
    },
    flows::{Atlas, Facts, Flow, Listed},
    rules::{Answer, Duties, LawUsed, Note, Owed, Truth},
};
use schemars::JsonSchema;
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Something that a law asks for.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "OwedDuty")]
pub struct DutyTold {
    /// The regime that knows it.
    pub regime: Named,
    /// Its key there.
    pub duty: Key,
    /// What must be done.
    pub text: Text,
    /// Towards whom; absent: the regime does not say.
    pub towards: Option<DutyTowards>,
    /// Who supervises; absent: the regime does not say.
    pub authority: Option<Text>,
    /// Within which time, as a duration of ISO 8601 (`PT72H`); absent: the law names none, or `text` says it.
    pub within: Option<IsoDuration>,
    /// For how long what it produces is kept.
    pub kept_for: Option<IsoDuration>,
    /// Where the law says so.
    pub citation: String,
    /// How far that can be trusted.
    pub law: LawUsed,
    /// Whether it is owed: the surest that it is for one of the flows.
    pub holds: Holds,
    /// The flows for which it surely is owed, by id.
    pub flows: Vec<String>,
    /// The flows for which it may be by what is recorded.
    pub perhaps: Vec<String>,
    /// The people of these flows, by place, and whether it concerns them.
    pub people: Vec<PeopleConcerned>,
    /// What would have to be recorded, or to be complete, to tell where it is not sure.
    pub missing: Vec<At>,
}

/// Whether a duty is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "OwedHolds")]
pub enum Holds {
    /// By what is recorded it is.
    Surely,
    /// It may be: a fact is not recorded, a place is a region, or it is not sure that the flow has to do with the occasion.
    Perhaps,
    /// By what is recorded it is not; a list that nobody says is complete may lack what would make it so.
    NotAsDeclared,
}

impl Holds {
    fn of(answer: Answer, certainty: Certainty) -> Self {
        match (answer.strict, answer.declared) {
            (Truth::True, _) if certainty == Certainty::Surely => Self::Surely,
            (Truth::Unknown, Truth::False) => Self::NotAsDeclared,
            _ => Self::Perhaps,
        }
    }
}

/// People whom a duty concerns.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PeopleConcerned {
    /// The people.
    #[serde(flatten)]
    pub at: PeopleAt,
    /// Whether it concerns them.
    pub holds: Holds,
}

/// A place of people of which no law here says what is owed.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "OwedNotKnown")]
pub struct NotKnown {
    /// The place; absent: where the people are is not recorded.
    pub place: Option<Named>,
    /// The same in words.
    pub sentence: Sentence,
}

/// What is owed, as it is collected flow by flow.
pub(super) struct Collected<'d, 'a> {
    records: Records<'a>,
    atlas: &'d Atlas<'a>,
    duties: &'d Duties<'a>,
    found: BTreeMap<(&'a Key, usize), Found<'a>>,
    silent: BTreeSet<Option<&'a Key>>,
}

struct Found<'a> {
    owed: Owed<'a>,
    flows: BTreeMap<String, Holds>,
    people: BTreeMap<(&'a Key, &'a Key), (&'a People, Holds)>,
    missing: BTreeSet<(Holds, At)>,
}

impl<'d, 'a> Collected<'d, 'a> {
    /// Nothing yet.
    pub const fn of(records: Records<'a>, atlas: &'d Atlas<'a>, duties: &'d Duties<'a>) -> Self {
        Self { records, atlas, duties, found: BTreeMap::new(), silent: BTreeSet::new() }
    }

    /// Takes in a flow that surely, or perhaps, has to do with the occasion, and its people who have.
    pub fn take(&mut self, flow: &Flow<'a>, facts: &Facts<'a>, certainty: Certainty, people: &[&'a People]) {
        for owed in self.duties.owed(self.atlas, flow, facts) {
            let holds = Holds::of(owed.answer, certainty);
            let found = self.place(&owed);
            found.law(&owed);
            let told = found.flows.entry(flow.id.to_string()).or_insert(holds);
            *told = holds.min(*told);
            found.missing.extend(owed.missing.iter().map(|note| (holds, at(note))));
        }
        let Some(said) = facts.people.said.first() else { return };
        for one in people {
            let place = one.place.as_ref().map(Ref::key);
            let known = place.and_then(|place| self.atlas.place(place)).is_some_and(|at| self.duties.speak_of(at));
            if !known {
                self.silent.insert(place);
            }
            // As if they were all.
            let alone = Facts { people: Arc::new(Listed::whole(said.at, vec![*one])), ..facts.clone() };
            for owed in self.duties.owed(self.atlas, flow, &alone) {
                let holds = Holds::of(owed.answer, certainty);
                let told = self.place(&owed).people.entry((&flow.activity.key, &one.key)).or_insert((*one, holds));
                told.1 = told.1.min(holds);
            }
        }
    }

    fn place(&mut self, owed: &Owed<'a>) -> &mut Found<'a> {
        let at = (&owed.regime.key, place_of(owed));
        self.found.entry(at).or_insert_with(|| Found {
            owed: owed.clone(),
            flows: BTreeMap::new(),
            people: BTreeMap::new(),
            missing: BTreeSet::new(),
        })
    }

    /// The regimes that know a duty for the occasion.
    pub fn regimes(&self) -> Vec<Key> {
        self.duties.regimes().map(|regime| regime.key.clone()).collect()
    }

    /// What is owed: by regime, in the order of its duties.
    pub fn duties(&self) -> Vec<DutyTold> {
        self.found.values().filter_map(|found| found.told(self.records)).collect()
    }

    /// The places of which no law here speaks.
    pub fn not_known(&self) -> Vec<NotKnown> {
        let told = self.silent.iter().map(|place| {
            let place = place.map(|key| self.records.named(Kind::Locations, key));
            let sentence = Sentence::say(|speech| not_known(speech, place.as_ref()));
            NotKnown { place, sentence }
        });
        told.collect()
    }
}

impl<'a> Found<'a> {
    /// The law may rest on less for one flow than for another: the weakest is told.
    fn law(&mut self, owed: &Owed<'a>) {
        self.owed.law = self.owed.law.weaker(owed.law);
    }

    /// `None`: it concerns no flow as it is.
    fn told(&self, records: Records<'a>) -> Option<DutyTold> {
        let Owed { regime, duty, law, answer: _, missing: _ } = &self.owed;
        let Duty { key, text, towards, within, kept_for, citation, .. } = *duty;
        let holds = *self.flows.values().min()?;
        let flows = |wanted: Holds| {
            let those = self.flows.iter().filter(|(_, holds)| **holds == wanted);
            those.map(|(flow, _)| flow.clone()).collect()
        };
        let of = |holds: Holds| {
            let those = self.people.iter().filter(move |(_, (_, how))| *how == holds);
            let (at, _) = ranges(records, those.map(|((activity, _), (people, _))| (*activity, *people)));
            at.into_iter().map(move |at| PeopleConcerned { at, holds })
        };
        // What would make it sure; what is only to be complete is of interest where nothing else brings it about.
        let missing =
            self.missing.iter().filter(|(of, _)| *of != Holds::NotAsDeclared || holds == Holds::NotAsDeclared);
        let missing: BTreeSet<&At> = missing.map(|(_, at)| at).collect();
        Some(DutyTold {
            regime: records.named(Kind::Regimes, &regime.key),
            duty: key.clone(),
            text: text.clone(),
            towards: *towards,
            authority: regime.authority.clone(),
            within: within.clone(),
            kept_for: kept_for.clone(),
            citation: citation.to_string(),
            law: *law,
            holds,
            flows: flows(Holds::Surely),
            perhaps: flows(Holds::Perhaps),
            people: [Holds::Surely, Holds::Perhaps, Holds::NotAsDeclared].into_iter().flat_map(of).collect(),
            missing: missing.into_iter().cloned().collect(),
        })
    }
}

/// The place of a duty among those of its regime.
fn place_of(owed: &Owed<'_>) -> usize {
    let duties = owed.regime.duties.iter().flatten();
    duties.take_while(|duty| duty.key != owed.duty.key).count()
}

fn at(note: &Note<'_>) -> At {
    At::field(note.kind, note.key, note.pointer.as_str())
}

fn not_known(speech: Speech, place: Option<&Named>) -> String {
    let Some(place) = place else {
        return speech
            .pick((
                "People of whom nobody recorded where they are: which law is owed what is not known.",
                "所在地未记录的人员：适用何种法律义务不详。",
            ))
            .to_owned();
    };
    let name = match &place.name {
        Some(name) => name.speak(&speech.tag(), place.language.as_ref()).text.to_owned(),
        None => place.key.to_string(),
    };
    match speech {
        Speech::En => format!("{name}: what its laws ask for is not known; no law here speaks of everybody there."),
        Speech::ZhHans => format!("{name}：其法律的要求不详；此处没有涵盖该地全部人员的法律。"),
    }
}

/// What is owed or may be, as people read it; and what is not, unless a list lacks something.
pub(super) fn blocks(voice: &Voice<'_>, duties: &[DutyTold], not_known: &[NotKnown]) -> Vec<Block> {
    let not_known = not_known.iter().map(|told| spoken::sentence(voice, &told.sentence)).collect();
    vec![Block::Table(table(voice, duties)), Block::Table(otherwise(voice, duties)), Block::Notes(not_known)]
}

fn table(voice: &Voice<'_>, duties: &[DutyTold]) -> Table {
    let columns = [
        ("Law", "法律"),
        ("What must be done", "应履行的义务"),
        ("Towards", "对象"),
        ("Within", "期限"),
        ("How sure", "确定程度"),
        ("People", "涉及人员"),
        ("Flows", "数据流动"),
        ("Citation", "条款"),
        ("The law", "法律核实状态"),
        ("To be recorded", "待登记事项"),
    ];
    let text = |words| Cell::Text(voice.says(words));
    let owed = duties.iter().filter(|owed| owed.holds != Holds::NotAsDeclared);
    let rows = owed.map(|owed| {
        let towards = owed.towards.map(|towards| match towards {
            DutyTowards::People => ("the people", "个人"),
            DutyTowards::Authority => ("the authority", "主管机关"),
            DutyTowards::Partner => ("the other party", "合作方"),
            DutyTowards::Ourselves => ("our own records", "内部记录"),
        });
        let towards = match (owed.towards, &owed.authority) {
            (Some(DutyTowards::Authority), Some(authority)) => Cell::Text(voice.text(authority, None)),
            _ => towards.map_or(Cell::Unknown, text),
        };
        let missing = if owed.missing.is_empty() { Cell::Blank } else { spoken::places(voice, &owed.missing) };
        vec![
            spoken::named(voice, &owed.regime),
            Cell::Text(voice.text(&owed.text, None)),
            towards,
            owed.within.as_ref().map_or(Cell::Blank, |within| Cell::Text(voice.own(voice.speech.length(within)))),
            text(words(owed.holds)),
            people(voice, &owed.people),
            Cell::Number((owed.flows.len() + owed.perhaps.len()) as u64),
            Cell::Text(voice.plain(owed.citation.as_str())),
            Cell::Text(voice.own(voice.speech.law(owed.law))),
            missing,
        ]
    });
    Table {
        caption: voice.says(("What is asked for, or may be", "已成立或可能成立的义务")),
        columns: columns.map(|words| voice.says(words)).into(),
        rows: rows.collect(),
        empty: voice.says(("No law here asks for anything, as far as recorded.", "据登记内容，此处的法律没有要求。")),
    }
}

/// The laws that ask for nothing by what is recorded, each once, and the lists that would have to be complete for that.
fn otherwise(voice: &Voice<'_>, duties: &[DutyTold]) -> Table {
    let mut laws: Vec<(&Named, BTreeSet<&At>)> = Vec::new();
    for owed in duties.iter().filter(|owed| owed.holds == Holds::NotAsDeclared) {
        match laws.last_mut() {
            Some((law, missing)) if law.key == owed.regime.key => missing.extend(&owed.missing),
            _ => laws.push((&owed.regime, owed.missing.iter().collect())),
        }
    }
    let rows = laws.into_iter().map(|(law, missing)| {
        let missing: Vec<At> = missing.into_iter().cloned().collect();
        vec![spoken::named(voice, law), spoken::places(voice, &missing)]
    });
    let columns = [("Law", "法律"), ("Only if one of these lacks something", "仅在下列清单有遗漏时")];
    Table {
        caption: voice.says(("What is not asked for by what is recorded", "据登记内容不成立的义务")),
        columns: columns.map(|words| voice.says(words)).into(),
        rows: rows.collect(),
        empty: voice.says(("No other law here has to be looked at.", "无须查看此处的其他法律。")),
    }
}

const fn words(holds: Holds) -> (&'static str, &'static str) {
    match holds {
        Holds::Surely => ("surely", "确定"),
        Holds::Perhaps => ("perhaps", "可能"),
        Holds::NotAsDeclared => ("not by what is recorded", "据登记内容不成立"),
    }
}

fn people(voice: &Voice<'_>, people: &[PeopleConcerned]) -> Cell {
    let those = people.iter().filter(|concerned| concerned.holds != Holds::NotAsDeclared);
    let each = those.map(|concerned| {
        let said = spoken::people(voice, &concerned.at);
        match concerned.holds {
            Holds::Surely => said,
            holds => voice.speech.aside(&said, voice.speech.pick(words(holds))),
        }
    });
    let cells: Vec<Cell> = each.map(|said| Cell::Text(voice.own(said))).collect();
    if cells.is_empty() { Cell::Unknown } else { Cell::List(cells) }
}
