//! Impact: what an incident at somebody or somewhere, or an exit from it, touches in a window of time.
//!
//! Knows what surely is touched (a record says that the data is there), what may be (a region, a wider place, an inferred
//! way) and what is somewhere that nobody recorded, and never adds these up. Whom to tell is said as far as contacts are recorded, and the
//! duties to notify as far as regimes of the register know them; where none speaks of a place, that is said.

mod affected;
mod asked;
mod contacts;
mod gathered;

pub use affected::{Affected, Manner};
pub use asked::{ABOUT, Report, report};
pub use contacts::{ContactTold, TellBecause};
pub use gathered::{Categories, Flags, Touched};

use super::{
    owed::{Collected, DutyTold, NotKnown},
    told::{
        AgreementTold, At, Certainty as Sure, Days, LegTold, Named, PeopleAt, Range, Records, Sentence, StateTold,
        Told, UnitTold, UnknownRecord, Who,
    },
};
use crate::{
    domain::{Key, Register, record::regime::DutyOccasion},
    flows::{self, Moment, Period},
    rules::Duties,
};
use schemars::JsonSchema;
use serde::Serialize;

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Who or where.
    pub affected: Affected,
    /// What happens there.
    pub event: Event,
    /// The window of time.
    pub period: Period,
}

/// What happens.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, serde::Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A breach, a failure, a seizure: data that is there may be lost, changed or seen.
    #[default]
    Incident,
    /// We leave, or it does: data that is there must come back or be deleted, and something else must take its place.
    Exit,
}

impl Event {
    /// Its word in parameters and documents.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::Exit => "exit",
        }
    }
}

impl std::str::FromStr for Event {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        [Self::Incident, Self::Exit].into_iter().find(|event| event.word() == text).ok_or_else(|| {
            format!("`{}` is no event; allowed are incident and exit", crate::domain::value::shown(text))
        })
    }
}

/// How sure it is that something is touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ImpactCertainty")]
pub enum Certainty {
    /// The records say that it is there.
    Surely,
    /// It may be there: the records name a region or a wider place, or the way there is inferred.
    Perhaps,
    /// Nobody recorded where it is.
    Anywhere,
}

/// The report: what is touched.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Impact {
    /// Who or where.
    pub affected: Affected,
    /// Its name.
    pub name: Named,
    /// What happens.
    pub event: Event,
    /// The window of time.
    pub days: Days,
    /// What surely is touched.
    pub surely: Extent,
    /// What may be touched beside that.
    pub perhaps: Extent,
    /// What is beside both somewhere that nobody recorded. Nothing, unless a place is asked for.
    pub anywhere: Extent,
    /// For a location: the countries it may be or hold, with the flows that are in each.
    pub countries: Vec<InCountry>,
    /// Every flow that is or may be touched.
    pub flows: Vec<TouchedFlow>,
    /// Whom to tell, or to ask.
    pub contacts: Vec<ContactTold>,
    /// The regimes that know what is owed after an incident, by the law of the last day. None of an exit.
    pub regimes: Vec<Key>,
    /// The duties to tell authorities, people and others that such an incident brings or may bring, if it is one that the law means.
    /// Empty says nothing where no regime knows any: see `not_evaluated`.
    pub duties: Vec<DutyTold>,
    /// The places of people of which no regime says what is owed.
    pub not_known: Vec<NotKnown>,
    /// Lists that may hide more, or records that lack a contact.
    pub open: Vec<At>,
    /// What the report did not judge.
    pub not_evaluated: Vec<Sentence>,
}

/// How much is touched.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Extent {
    /// The number of flows.
    pub flows: usize,
    /// The activities.
    pub activities: Vec<Named>,
    /// The people by place.
    pub people: Vec<PeopleAt>,
    /// All people, by what was counted.
    pub people_in_all: Vec<InAll>,
    /// Lists of people of which nobody says that they are complete, or that are not recorded.
    pub people_open: Vec<At>,
    /// The categories of data, with what laws call them.
    pub categories: Vec<Categories>,
    /// Whether data is touched whose category, or all of which, is not recorded.
    pub data_not_recorded: bool,
    /// Whose data it is.
    pub subjects: Vec<Named>,
    /// Lists of subjects that are not recorded or not complete.
    pub subjects_open: Vec<At>,
    /// The systems.
    pub systems: Vec<Named>,
    /// The services.
    pub processors: Vec<Named>,
    /// The notices that tell of the activities.
    pub notices: Vec<Named>,
    /// The agreements in force, or named and not in force.
    pub agreements: Vec<AgreementTold>,
}

/// A number of people, or of what was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct InAll {
    /// What was counted.
    pub unit: UnitTold,
    /// How many.
    pub range: Range,
}

/// What is in a country.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct InCountry {
    /// The country.
    pub country: Named,
    /// The flows that surely are in it.
    pub surely: Vec<String>,
    /// The flows that may be in it.
    pub perhaps: Vec<String>,
}

/// A flow that is touched.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TouchedFlow {
    /// The id of the flow.
    pub flow: String,
    /// The step.
    pub leg: LegTold,
    /// The activity.
    pub activity: Named,
    /// The key of the element it comes from, where there is one.
    pub element: Option<Key>,
    /// The days of the window on which it is touched.
    pub days: Days,
    /// Whether data still flows on the last of them.
    pub state: StateTold,
    /// How sure it is.
    pub certainty: Certainty,
    /// In which ways.
    pub manners: Vec<Touched>,
    /// Who sends.
    pub from: Told<Who>,
    /// The service through which it sends.
    pub from_service: Option<Named>,
    /// Who gets.
    pub to: Told<Who>,
    /// The service through which it gets.
    pub to_service: Option<Named>,
}

/// What an incident or an exit touches.
///
/// # Errors
/// If the register does not hold who or where is asked for.
pub fn impact(register: &Register, options: &Options) -> Result<Impact, UnknownRecord> {
    let records = Records(register);
    let (kind, key) = options.affected.record();
    records.known(kind, Some(key))?;
    let flows = flows::derive(register, options.period);
    let affected = affected::Judge::of(records, &flows.atlas, &options.affected);
    let gathered = gathered::Gathered::of(records, &flows, &affected);
    let contacts = contacts::contacts(records, &options.affected, &gathered);
    let mut open = gathered.open();
    open.extend(contacts.iter().filter_map(|told| told.reached.missing.clone()));
    open.sort();
    open.dedup();
    let duties = match options.event {
        Event::Incident => {
            Some(Duties::of(register, &flows.atlas, Moment::on(options.period.to()), DutyOccasion::Incident))
        }
        Event::Exit => None,
    };
    let mut owed = duties.as_ref().map(|duties| Collected::of(records, &flows.atlas, duties));
    if let Some(owed) = &mut owed {
        for (flow, facts, certainty, people) in gathered.each() {
            let sure = if certainty == Certainty::Surely { Sure::Surely } else { Sure::Perhaps };
            owed.take(flow, facts, sure, &people);
        }
    }
    let regimes = owed.as_ref().map(Collected::regimes).unwrap_or_default();
    Ok(Impact {
        affected: options.affected.clone(),
        name: records.named(kind, key),
        event: options.event,
        days: options.period.into(),
        surely: gathered.extent(Certainty::Surely),
        perhaps: gathered.extent(Certainty::Perhaps),
        anywhere: gathered.extent(Certainty::Anywhere),
        countries: gathered.countries(&affected),
        flows: gathered.flows(),
        contacts,
        duties: owed.as_ref().map(Collected::duties).unwrap_or_default(),
        not_known: owed.as_ref().map(Collected::not_known).unwrap_or_default(),
        open,
        not_evaluated: not_evaluated(options.event, &regimes),
        regimes,
    })
}

fn not_evaluated(event: Event, regimes: &[Key]) -> Vec<Sentence> {
    let mut said = Vec::new();
    match event {
        Event::Exit => said.push((
            "What laws ask for on an exit: no law was evaluated.",
            "退出时的法律要求：未评估任何法律。",
        )),
        Event::Incident if regimes.is_empty() => said.push((
            "Duties to notify: no regime of the register knows any, so that an empty list of duties says nothing.",
            "通知义务：登记册中没有任何规定通知义务的法律，义务列表为空不表示没有义务。",
        )),
        Event::Incident => said.extend([
            (
                "Whether what happened is what a law means, and how great its risk is: that decides whether a duty is owed, and is for people to judge.",
                "所发生的事件是否属于法律所指的情形及其风险程度：这决定义务是否成立，须由人工判断。",
            ),
            (
                "What contracts, insurers, and the laws of sectors (banking, telecommunications, health, critical infrastructure) ask for.",
                "合同、保险以及行业法律（银行、电信、医疗、关键基础设施等）的要求。",
            ),
        ]),
    }
    said.push((
        "Companies of the same group, and others who depend on the one affected without a record of it.",
        "同一集团的其他公司，以及虽依赖于受影响方但未登记的其他各方。",
    ));
    said.into_iter().map(Sentence::of).collect()
}
