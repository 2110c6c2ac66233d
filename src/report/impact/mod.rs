//! Impact: what an incident at somebody or somewhere, or an exit from it, touches in a window of time.
//!
//! Knows what surely is touched (a record says that the data is there), what may be (a region, a wider place, an inferred
//! way) and what is somewhere that nobody recorded, and never adds these up. Whom to tell is said as far as contacts are recorded; the
//! duties to tell are an argument, since they are law. Without them the report says that no law was evaluated.

mod affected;
mod asked;
mod contacts;
mod gathered;

pub use affected::{Affected, Manner};
pub use asked::{ABOUT, Report, report};
pub use contacts::{ContactTold, TellBecause};
pub use gathered::{Categories, Flags, Touched};

use super::told::{
    AgreementTold, At, Days, LegTold, Named, PeopleAt, Range, Records, Sentence, StateTold, Told, UnitTold,
    UnknownRecord, Who,
};
use crate::{
    domain::{Key, Register},
    flows::{self, Period},
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

/// What laws ask for where something like this happens: found by whoever evaluates laws, and told here.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Law<'l> {
    /// The keys of the packs of rules that were evaluated. None: no law was.
    pub packs: &'l [Key],
    /// The duties to tell somebody that apply.
    pub duties: &'l [Duty],
}

/// A duty to tell an authority or people.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ImpactDuty")]
pub struct Duty {
    /// The pack of rules that knows it.
    pub regime: Key,
    /// Where the law says so.
    pub citation: String,
    /// Who is to be told what.
    pub text: Sentence,
    /// Within which time, as a duration of ISO 8601 (`PT72H`); absent: the law names none.
    pub within: Option<String>,
    /// Whether somebody confirmed the rule against the law; one that is not confirmed says so wherever it is told.
    pub confirmed: bool,
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
    /// The laws that were evaluated.
    pub regimes: Vec<Key>,
    /// The duties to tell authorities and people. Empty says nothing where no law was evaluated: see `not_evaluated`.
    pub duties: Vec<Duty>,
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
pub fn impact(register: &Register, options: &Options, law: &Law<'_>) -> Result<Impact, UnknownRecord> {
    let records = Records(register);
    let (kind, key) = options.affected.record();
    records.known(kind, Some(key))?;
    let flows = flows::derive(register, options.period);
    let affected = affected::Judge::of(records, &flows.atlas, &options.affected);
    let gathered = gathered::Gathered::of(records, &flows, &affected);
    let contacts = contacts::contacts(records, &options.affected, &gathered);
    let mut open = gathered.open();
    open.extend(contacts.iter().filter_map(|told| told.missing.clone()));
    open.sort();
    open.dedup();
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
        regimes: law.packs.to_vec(),
        duties: law.duties.to_vec(),
        open,
        not_evaluated: not_evaluated(law),
    })
}

fn not_evaluated(law: &Law<'_>) -> Vec<Sentence> {
    let mut said = Vec::new();
    if law.packs.is_empty() {
        said.push((
            "Duties to notify: no pack of rules was evaluated, so that an empty list of duties says nothing.",
            "通知义务：未评估任何规则包，义务列表为空不表示没有义务。",
        ));
    }
    said.push((
        "Companies of the same group, and others who depend on the one affected without a record of it.",
        "同一集团的其他公司，以及虽依赖于受影响方但未登记的其他各方。",
    ));
    said.into_iter().map(Sentence::of).collect()
}
