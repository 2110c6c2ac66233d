//! What the transfer report says, as a program reads it. Words are in one language; keys name records, regimes and rules.

use super::told::{Flows, ListsTaken, Questions};
use crate::report::Made;
use crate::{
    domain::{
        Day, Key,
        digest::Digest,
        record::regime::{Conclusion, DutyOccasion, DutyTowards},
        value::IsoDuration,
    },
    rules::{LawUsed, Truth, Why},
};
use schemars::JsonSchema;
use serde::Serialize;

/// Which data crosses which border, what each law says of it, and why.
#[serde_with::skip_serializing_none]
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Transfer report")]
pub struct Transfers<'r> {
    /// What it was made from.
    pub made: Made,
    /// How many of everything.
    pub totals: Totals,
    /// What is otherwise than in an earlier register, where that is asked for.
    pub changes: Option<TransferChanges>,
    /// What its flows are grouped by.
    pub group_by: Grouping,
    /// The groups, in the order of their names. A flow may be in several.
    pub groups: Vec<Group>,
    /// The flows that cross a border or may, in the order of activity and step.
    #[schemars(with = "Vec<TransferFlow>")]
    pub flows: Flows<'r>,
    /// What should be found out, most telling first.
    #[schemars(with = "Vec<OpenQuestion>")]
    pub questions: Questions<'r>,
    /// How many lists some result takes for complete.
    #[schemars(with = "usize")]
    pub lists_taken_for_complete: ListsTaken<'r>,
    /// How far the people counted are from each threshold.
    pub thresholds: Vec<Threshold>,
    /// The laws that were held against the flows.
    pub regimes: Vec<RegimeUsed>,
    /// The rules that decide something here.
    pub rules: Vec<RuleUsed>,
    /// What was not evaluated.
    pub not_evaluated: Vec<NotEvaluated>,
}

/// How many of everything. What rests on law that is unconfirmed or overdue is never among what is met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TransferTotals")]
pub struct Totals {
    /// Flows on the day, of all kinds.
    pub flows: usize,
    /// Flows that cross a border.
    pub cross_border: usize,
    /// Flows of which nobody can tell.
    pub undetermined: usize,
    /// Flows that stay in one country; they are not in the report.
    pub domestic: usize,
    /// Flows of the report; fewer than those above where a filter selects.
    pub reported: usize,
    /// What the laws come to for the flows of the report.
    pub results: Results,
}

/// How many determinations come to what. Over a period, the worst that a law comes to for a flow is counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TransferResults")]
pub struct Results {
    /// Not applicable, on confirmed law.
    pub not_applicable: usize,
    /// Met on recorded facts, on confirmed law.
    pub satisfied: usize,
    /// Not met.
    pub not_satisfied: usize,
    /// Met or not applicable on conditions, on confirmed law.
    pub conditional: usize,
    /// Not determined.
    pub undetermined: usize,
    /// Of any result that would let the flow pass, but on law that is unconfirmed or should have been looked up again.
    pub on_unconfirmed_law: usize,
}

/// What flows are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "TransferGrouping")]
pub enum Grouping {
    /// Exporter, importer, where from and where to.
    Route,
    /// Where from and where to.
    Lane,
    /// Who gets it.
    Importer,
    /// The laws that come to the same.
    Regime,
    /// The activity.
    Activity,
}

impl Grouping {
    /// Every grouping; the first where none is asked for.
    pub const ALL: &'static [Self] = &[Self::Route, Self::Lane, Self::Importer, Self::Regime, Self::Activity];

    /// Its name in parameters.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Route => "route",
            Self::Lane => "lane",
            Self::Importer => "importer",
            Self::Regime => "regime",
            Self::Activity => "activity",
        }
    }
}

/// Flows that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TransferGroup")]
pub struct Group {
    /// What they have in common, in words.
    pub name: String,
    /// The flows, by id.
    #[schemars(with = "Vec<String>")]
    pub flows: Vec<Digest>,
    /// What the laws come to for them.
    pub results: Results,
}

/// A flow of data over a border, or over what may be one.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TransferFlow {
    /// The same in every register, day and report in which the flow exists.
    #[schemars(with = "String")]
    pub id: Digest,
    /// The flow in words.
    pub name: String,
    /// The activity.
    pub activity: Key,
    /// The step on the way of data: `collection`, `holding`, `disclosure`, `onward`, `access` or `return`.
    pub leg: &'static str,
    /// The element of the record that it comes from.
    pub element: Option<String>,
    /// The first day of the report on which it exists.
    pub first: Day,
    /// The last day of the report on which it exists.
    pub last: Day,
    /// The records that it comes from: `processors/neocrm`.
    pub records: Vec<String>,
    /// The stretches of days on which its facts and all that is said of it are the same, in their order; at least one.
    pub stretches: Vec<TransferStretch>,
}

/// A flow on some days.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TransferStretch {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// Whether it has ended and what is there has not been returned or deleted.
    pub residual: bool,
    /// Whether a record says so; else it follows from what is recorded.
    pub declared: bool,
    /// Who sends.
    pub exporter: Party,
    /// Who gets.
    pub importer: Party,
    /// Where the people are, as they are counted.
    pub people: Listing<PeopleThere>,
    /// Where it leaves.
    pub origin: Listing<Place>,
    /// Where it arrives: is kept or can be reached.
    pub destination: Listing<Place>,
    /// Whether it crosses a border from where it leaves to where it arrives.
    pub crossing: Crossing,
    /// Whether it carries people's data over a border from where they are.
    pub crossing_from_people: Crossing,
    /// The categories of data.
    pub data: Listing<Named>,
    /// Whose data it is.
    pub subjects: Listing<Named>,
    /// Why.
    pub purposes: Listing<String>,
    /// Agreements, assessments and registrations in force.
    pub mechanisms: Vec<Mechanism>,
    /// What it comes to, in a few sentences.
    pub summary: String,
    /// What each law says.
    pub determinations: Vec<DeterminationOf>,
}

/// An end of a flow.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TransferParty")]
pub struct Party {
    /// In words; "not recorded" where nobody said.
    pub name: String,
    /// The service through which it acts.
    pub service: Option<Key>,
    /// The organisations.
    pub organizations: Vec<Key>,
}

/// Things listed, and whether there may be more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "{T}Listing")]
pub struct Listing<T> {
    /// What is recorded.
    pub items: Vec<T>,
    /// How far the list can be trusted.
    pub extent: Extent,
}

/// How far a list can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "TransferExtent")]
pub enum Extent {
    /// Somebody said that it has everything.
    Complete,
    /// There may be more.
    Open,
    /// It is not recorded.
    Unknown,
}

/// A record and what people call it.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TransferNamed")]
pub struct Named {
    /// Its key; absent where no record is named.
    pub key: Option<Key>,
    /// Its name.
    pub name: String,
}

/// A place of a flow.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TransferPlace")]
pub struct Place {
    /// The location; absent where it is not recorded.
    pub location: Option<Key>,
    /// What people call it.
    pub name: String,
    /// Whether it stands for one unknown country of several.
    pub region: bool,
}

/// People at a place.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TransferPeopleThere")]
pub struct PeopleThere {
    /// The place.
    pub place: Place,
    /// How many; absent where nobody counted.
    pub people: Option<u64>,
}

/// Whether a border is crossed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TransferCrossing")]
pub struct Crossing {
    /// `true`, `false`, or `unknown`.
    pub answer: Truth,
    /// Why, in words.
    pub reason: String,
}

/// Something that may make a transfer lawful.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TransferMechanism")]
pub struct Mechanism {
    /// The record: `agreements/neocrm-dpa`.
    pub record: String,
    /// What people call it.
    pub name: String,
    /// Its kind, as the record says.
    pub kind: Option<String>,
    /// The last day on which it holds, where one is recorded.
    pub until: Option<Day>,
    /// The days left until then, counted from the last day of the report.
    pub days_left: Option<i64>,
    /// Whether its proof is recorded.
    pub evidenced: bool,
}

/// What a law says of a flow.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DeterminationOf {
    /// The regime.
    pub regime: Key,
    /// What it comes to.
    pub result: Conclusion,
    /// What the deciding rules conclude: of a conditional result, what it is on its conditions.
    pub toward: Vec<Conclusion>,
    /// The rules that decide.
    pub decided_by: Vec<Key>,
    /// The rules that may decide otherwise, if what was taken for complete or at its word is not so.
    pub otherwise: Vec<Key>,
    /// The conclusion in a sentence or two.
    pub sentence: String,
    /// How far the law can be trusted on which it rests.
    pub law: LawUsed,
    /// Where places are regions: what it comes to for which of their countries.
    pub candidates: Vec<CandidateResult>,
    /// What was taken for complete or at its word.
    pub assumed: Vec<NotedField>,
    /// What would have to be recorded to decide.
    pub missing: Vec<NotedField>,
    /// The facts used: `activities/contact#/people`.
    pub used: Vec<String>,
    /// The rules that were tried.
    pub trace: Vec<Tried>,
}

/// A rule that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TransferTried")]
pub struct Tried {
    /// The rule.
    pub rule: Key,
    /// Whether its condition holds with silence proving nothing.
    pub strict: Truth,
    /// Whether it holds with lists taken for complete and instruments at their word.
    pub declared: Truth,
}

/// What a law comes to where regions stand for some of their countries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TransferCandidateResult")]
pub struct CandidateResult {
    /// The countries each region is taken for.
    pub places: Vec<CandidatePlaces>,
    /// What it comes to.
    pub result: Conclusion,
    /// The rules that decide.
    pub decided_by: Vec<Key>,
}

/// Countries that a region is taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TransferCandidatePlaces")]
pub struct CandidatePlaces {
    /// The region.
    pub region: Key,
    /// `people`: where they are; `to`: where it arrives.
    pub end: &'static str,
    /// The countries.
    pub countries: Vec<Key>,
}

/// A field of a record, and why it matters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[schemars(rename = "TransferNotedField")]
pub struct NotedField {
    /// The record: `processors/neocrm`.
    pub record: String,
    /// The field; elements of keyed lists are named by their key.
    pub pointer: String,
    /// Why it matters.
    pub why: Why,
}

/// Something to find out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TransferOpenQuestion")]
pub struct OpenQuestion {
    /// The record.
    pub record: String,
    /// The field that would hold the answer.
    pub pointer: String,
    /// Why it is open.
    pub why: Why,
    /// The question in words.
    pub question: String,
    /// How many determinations wait for it.
    pub determinations: usize,
    /// Of how many flows.
    pub flows: usize,
    /// The regimes that ask.
    pub regimes: Vec<Key>,
}

/// A number of people and a threshold.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TransferThreshold")]
pub struct Threshold {
    /// The regime.
    pub regime: Key,
    /// What is counted.
    pub counted: Key,
    /// Whom it counts, in words.
    pub name: String,
    /// Whose: the organisation that sends; absent where it is not recorded which one.
    pub exporter: Option<Key>,
    /// The other party, where the law asks for pairs.
    pub importer: Option<String>,
    /// At least so many people.
    pub at_least: u64,
    /// At most so many; absent: nobody can tell.
    pub at_most: Option<u64>,
    /// At most so many, if the lists read have everything.
    pub at_most_as_declared: Option<u64>,
    /// The number that matters.
    pub limit: u64,
    /// Whether the law means "more than" the number rather than "as many".
    pub exclusive: bool,
    /// Whether the number is reached.
    pub reached: Truth,
    /// True where the count is exactly the number.
    pub equal: bool,
    /// Where the law says so.
    pub citation: String,
}

/// A law that was held against flows.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TransferRegimeUsed")]
pub struct RegimeUsed {
    /// Its key.
    pub regime: Key,
    /// What people call it.
    pub name: String,
    /// How it is cited.
    pub citation: Option<String>,
    /// The day on which it was last looked up.
    pub checked: Option<Day>,
    /// The day by which it must be looked up again.
    pub recheck_by: Option<Day>,
    /// Whether that day is past.
    pub overdue: bool,
    /// What it comes to for the flows of the report.
    pub results: Results,
}

/// A rule that decides something.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TransferRuleUsed")]
pub struct RuleUsed {
    /// The regime.
    pub regime: Key,
    /// The rule.
    pub rule: Key,
    /// Whether it decides as the flows stand; else only if something is otherwise than it is taken to be.
    pub decides: bool,
    /// What it concludes.
    pub conclusion: Conclusion,
    /// The conclusion as a sentence.
    pub sentence: String,
    /// What must be shown or found out.
    pub provided: Option<String>,
    /// Where the law says so.
    pub citation: String,
    /// How far it can be trusted.
    pub law: LawUsed,
    /// The day on which it was looked up.
    pub checked: Option<Day>,
    /// The day by which it must be looked up again.
    pub recheck_by: Option<Day>,
    /// What would change the conclusion.
    pub changes_when: Vec<String>,
    /// What to know about it.
    pub warning: Option<String>,
    /// What must be done.
    pub duties: Vec<DutyOf>,
}

/// Something that must be done.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TransferDutyOf")]
pub struct DutyOf {
    /// Its key in the regime.
    pub duty: Key,
    /// What must be done.
    pub text: String,
    /// When.
    pub occasion: DutyOccasion,
    /// Towards whom.
    pub towards: Option<DutyTowards>,
    /// Within which time, or how often.
    pub within: Option<IsoDuration>,
    /// For how long what it produces is kept.
    pub kept_for: Option<IsoDuration>,
    /// Where the law says so.
    pub citation: String,
    /// How far that can be trusted.
    pub law: LawUsed,
}

/// What was not evaluated, and where to look.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TransferNotEvaluated")]
pub struct NotEvaluated {
    /// The place that is concerned.
    pub place: Option<Key>,
    /// The regime that is only a text here.
    pub regime: Option<Key>,
    /// What it is, in words.
    pub text: String,
    /// How the law is cited.
    pub citation: Option<String>,
}

/// What is otherwise than in another report: of what was known before, or of another day.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TransferChanges {
    /// The commit that the other report knew.
    pub since_seq: u64,
    /// The last day by which it judged.
    pub since_on: Day,
    /// Flows that were not there, or did not cross.
    pub new: Vec<ChangedFlow>,
    /// Flows that are not there any more, or do not cross.
    pub gone: Vec<ChangedFlow>,
    /// Flows of which a fact or a result is another.
    pub changed: Vec<ChangedFlow>,
}

/// A flow that is otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ChangedFlow {
    /// The flow.
    #[schemars(with = "String")]
    pub id: Digest,
    /// The flow in words.
    pub name: String,
    /// The facts that are others, by the names of their fields.
    pub facts: Vec<&'static str>,
    /// The results that are others.
    pub results: Vec<ChangedResult>,
    /// The commits since then that wrote a record it comes from. None: the day, the law, or what is supposed makes the difference.
    pub commits: Vec<u64>,
}

/// A result that is another.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangedResult {
    /// The regime.
    pub regime: Key,
    /// What it came to; absent where there was none.
    pub from: Option<Conclusion>,
    /// What it comes to; absent where there is none.
    pub to: Option<Conclusion>,
    /// The rules that decided.
    pub decided_by_before: Vec<Key>,
    /// The rules that decide.
    pub decided_by: Vec<Key>,
}
