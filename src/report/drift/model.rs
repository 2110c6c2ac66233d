//! What a comparison found, as a model: differences, and what was compared at all.

use super::{Level, Quoted, Reading, Surety};
use crate::report::{
    hosts::Hosts,
    made::Made,
    processor_table::Column,
    told::{At, Named, Sentence},
};
use schemars::JsonSchema;
use serde::Serialize;

/// A published notice held against the register.
#[serde_with::skip_serializing_none]
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "NoticeDrift")]
pub struct Drift {
    /// What it was made from.
    pub made: Made,
    /// The notice.
    pub notice: Named,
    /// How many differences there are, by how bad they are.
    pub counts: Counts,
    /// What is otherwise, the worst first, each as it stands in the text.
    pub differences: Vec<Difference>,
    /// What was compared, and what was not and why. What was not compared may differ.
    pub compared: Vec<Compared>,
    /// What was read in the text.
    pub reading: Reading,
    /// The hosts from which the site loads, against the register; absent: none were given.
    pub hosts: Option<Hosts>,
    /// What the report did not look into.
    pub not_evaluated: Vec<Sentence>,
}

impl Drift {
    /// Whether there is any difference that is this bad or worse, hosts included.
    #[must_use]
    pub fn any(&self, severity: Severity) -> bool {
        self.counts.any(severity) || self.hosts.as_ref().is_some_and(|hosts| hosts.host_counts.any(severity))
    }
}

/// How bad a difference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DriftSeverity")]
pub enum Severity {
    /// The text and the register contradict each other, or the text could not be compared.
    Error,
    /// Somebody must look at it.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// Every severity, the worst first.
    pub const ALL: &'static [Self] = &[Self::Error, Self::Warning, Self::Info];

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// How many differences there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[schemars(rename = "DriftCounts")]
pub struct Counts {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// What is worth knowing.
    pub info: usize,
}

impl Counts {
    /// Of some differences.
    pub(in crate::report) fn of(differences: &[Difference]) -> Self {
        let count = |severity| differences.iter().filter(|difference| difference.severity == severity).count();
        Self { error: count(Severity::Error), warning: count(Severity::Warning), info: count(Severity::Info) }
    }

    /// Whether there is any that is this bad or worse.
    #[must_use]
    pub const fn any(&self, severity: Severity) -> bool {
        match severity {
            Severity::Error => self.error > 0,
            Severity::Warning => self.error + self.warning > 0,
            Severity::Info => self.error + self.warning + self.info > 0,
        }
    }
}

/// What is otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DriftProblem")]
pub enum Problem {
    /// No list of third parties was recognised, so that none was compared.
    TableNotCompared,
    /// The text was not read to its end.
    TextNotReadWhole,
    /// The recorded table has a row that the text has not.
    RowMissing,
    /// Somebody gets data, is named in the text, and is in no list of third parties of it.
    NamedOutsideTable,
    /// Somebody gets data and is not named in the text at all.
    RecipientNotNamed,
    /// A row names somebody of whom there is no record.
    RowNotRecorded,
    /// A row names a recorded service that the recorded table does not list.
    RowNotListed,
    /// A row names a recorded service to which nothing behind the notice discloses data.
    RowWithoutUse,
    /// A cell says something else than the register.
    CellDiffers,
    /// A name is spelled otherwise than in the record, or in several ways.
    SpelledDifferently,
    /// A name is a former one.
    FormerName,
    /// A name that no record has resembles one that a record has.
    SimilarName,
    /// An organisation is named of which there is no record.
    UnknownOrganization,
    /// A recorded service or organisation is named to which nothing behind the notice discloses data.
    NamedWithoutUse,
    /// A link leads to a page in another language than the notice.
    LinkInOtherLanguage,
    /// A link leads to another site than the recorded ones.
    LinkToOtherHost,
    /// A link leads to another page of a recorded site.
    LinkToOtherPage,
    /// A link leads nowhere.
    LinkToNowhere,
    /// A link shows another address than the one it leads to.
    LinkShowsOtherAddress,
    /// A recorded link is not in the row.
    LinkMissing,
    /// A row has a link, and no page of the service is recorded.
    LinkNotRecorded,
    /// There is a place for a date, and no date.
    DateBlank,
    /// A date is no day of the calendar.
    DateImpossible,
    /// A date is another one than the recorded one.
    DateDiffers,
    /// A date is not recorded.
    DateNotRecorded,
    /// A recorded date is not in the text.
    DateMissing,
    /// A date lies in the future.
    DateInFuture,
    /// A place of data is named that the records behind the notice do not know.
    PlaceNotRecorded,
    /// Data goes to a place that the text does not name.
    PlaceNotNamed,
    /// Records contradict a promise.
    PromiseContradicted,
    /// The text contradicts its own promise.
    PromiseContradictedByText,
    /// A promise names another time than the recorded one.
    PromiseDiffers,
    /// A promise is not recorded.
    PromiseNotRecorded,
    /// A host is loaded that is of nobody who is recorded.
    HostNotRecorded,
    /// A host is loaded that is on a recorded site, and no recorded host.
    HostOnRecordedSite,
    /// A host or package is loaded of a recorded service that nothing behind the notice discloses to.
    HostOfUnusedService,
    /// Nothing is loaded from the recorded hosts of a service to which data goes.
    HostNotLoaded,
    /// A cookie is in no record.
    CookieNotRecorded,
}

/// A difference between the text and the register.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "DriftDifference")]
pub struct Difference {
    /// What is otherwise.
    pub problem: Problem,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is, and why.
    pub surety: Surety,
    /// The words of the text that it is about; of what is not there, those beside which it would stand.
    pub at: Vec<Quoted>,
    /// The records and fields that it is about.
    pub records: Vec<At>,
    /// The column, of a difference between cells.
    pub column: Option<Column>,
    /// What the text says.
    pub in_text: Option<String>,
    /// What the register says.
    pub in_register: Option<String>,
    /// What is otherwise, in words.
    pub sentence: Sentence,
    /// What to do about it.
    pub advice: Sentence,
}

impl Difference {
    /// A difference without more than its words.
    pub(in crate::report) fn new(
        problem: Problem,
        severity: Severity,
        surety: Surety,
        sentence: Sentence,
        advice: (&str, &str),
    ) -> Self {
        Self {
            problem,
            severity,
            surety,
            at: Vec::new(),
            records: Vec::new(),
            column: None,
            in_text: None,
            in_register: None,
            sentence,
            advice: Sentence::of(advice),
        }
    }

    /// The same about these words.
    pub(in crate::report) fn at(mut self, at: impl IntoIterator<Item = Quoted>) -> Self {
        self.at.extend(at);
        self
    }

    /// The same about these records.
    pub(in crate::report) fn of(mut self, records: impl IntoIterator<Item = At>) -> Self {
        for record in records {
            if !self.records.contains(&record) {
                self.records.push(record);
            }
        }
        self
    }

    /// The same with what both say.
    pub(in crate::report) fn between(mut self, text: Option<&str>, register: Option<&str>) -> Self {
        (self.in_text, self.in_register) = (text.map(str::to_owned), register.map(str::to_owned));
        self
    }

    /// The worst first, then as they stand in the text.
    pub(in crate::report) fn order(&self) -> impl Ord + use<'_> {
        (self.severity, self.at.first().map(|at| (at.line, at.column)), self.problem, &self.records, &self.sentence)
    }
}

/// Something that can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DriftAspect")]
pub enum Aspect {
    /// The rows of lists of third parties.
    Rows,
    /// The words of their cells.
    Cells,
    /// Links.
    Links,
    /// Who is named, and how.
    Names,
    /// Dates.
    Dates,
    /// Places.
    Places,
    /// Promises.
    Promises,
}

/// How far something was compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DriftExtent")]
pub enum Extent {
    /// All of it that was read was compared.
    Compared,
    /// Some of it was not.
    InPart,
    /// None of it was.
    NotCompared,
}

/// What was compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "DriftCompared")]
pub struct Compared {
    /// What.
    pub aspect: Aspect,
    /// How far.
    pub extent: Extent,
    /// What was compared with what, and what was not and why.
    pub sentence: Sentence,
}

/// What is found while comparing.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub differences: Vec<Difference>,
    pub compared: Vec<Compared>,
}

impl Findings {
    /// Notes a difference.
    pub fn add(&mut self, difference: Difference) {
        self.differences.push(difference);
    }

    /// Notes what was compared.
    pub fn compared(&mut self, aspect: Aspect, extent: Extent, sentence: Sentence) {
        self.compared.push(Compared { aspect, extent, sentence });
    }
}

/// The less sure of two.
pub(super) fn less_sure(one: &Surety, other: &Surety) -> Surety {
    if one.level >= other.level { one.clone() } else { other.clone() }
}

/// As bad as that, unless it is no more than possible.
pub(super) const fn tempered(severity: Severity, level: Level) -> Severity {
    match (severity, level) {
        (Severity::Error, Level::Possible) => Severity::Warning,
        (Severity::Warning, Level::Possible) => Severity::Info,
        (severity, _) => severity,
    }
}
