//! What is asked of a report: its parameters, read from names and values whoever sends them.
//!
//! Knows which parameters there are and what their values look like; the API, the command line and their documentation all
//! read the same table. Never knows where the values come from, nor what today is.

use super::{Name, made::Supposed};
use crate::{
    domain::{AsOf, Day, Key, Kind, LanguageTag, Register, value::RecordId},
    flows::Period,
};
use std::collections::BTreeMap;

/// What a report is, for its documentation.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// What it tells, in a sentence without an end.
    pub summary: &'static str,
    /// The same with what a reader must know, in sentences.
    pub description: &'static str,
    /// Its own parameters.
    pub parameters: &'static [Parameter],
    /// What its facts are judged for.
    pub time: Time,
}

/// What the facts of a report are judged for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// A day.
    Day,
    /// A day, or every day of a period.
    Period,
}

/// A parameter of a report.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub description: &'static str,
    /// What its value is.
    pub value: Shape,
}

/// What the value of a parameter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The key of a record of a kind.
    Key(Kind),
    /// One of some words; the first where it is left out.
    Word(&'static [&'static str]),
    /// A day.
    Day,
    /// What the register held after a commit, or at an instant.
    AsOf,
    /// A record of any kind: `processors/neocrm`.
    Record,
    /// Words, at most [`LONGEST`] characters.
    Text,
}

/// The longest words of a parameter, in characters.
pub const LONGEST: usize = 200;

/// The parameters for a day, and for a period.
const ON: Parameter = Parameter {
    name: "on",
    description: "The day for which facts are judged, also in the future; today (UTC) where left out.",
    value: Shape::Day,
};
const FROM: Parameter = Parameter {
    name: "from",
    description: "The first day of the period that is reported on; with `to`, and instead of `on`.",
    value: Shape::Day,
};
const TO: Parameter = Parameter {
    name: "to",
    description: "The last day of the period that is reported on; with `from`, and instead of `on`.",
    value: Shape::Day,
};

impl About {
    /// Every parameter beside language, format and `as_of`: those of time, then its own.
    pub fn all_parameters(&self) -> impl Iterator<Item = &'static Parameter> + use<> {
        let time: &[Parameter] = match self.time {
            Time::Day => &[ON],
            Time::Period => &[ON, FROM, TO],
        };
        time.iter().chain(self.parameters)
    }
}

/// A report that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Which report.
    pub report: Name,
    /// The language to say it in.
    pub language: LanguageTag,
    /// The days for which facts are judged.
    pub period: Period,
    /// What is supposed of the register, where it is not taken as it is.
    pub supposed: Option<Supposed>,
    /// The report's own parameters that were given.
    given: BTreeMap<&'static str, String>,
}

/// Why a report is not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// A parameter makes no sense.
    #[error("{0}")]
    Malformed(String),
    /// A parameter names a record that there is not.
    #[error("{0}")]
    Unknown(String),
}

impl Question {
    /// Reads what is asked. `today` is meant where no day is given.
    ///
    /// # Errors
    /// If a parameter is unknown, given twice or malformed.
    pub fn read<'q>(
        report: Name,
        language: LanguageTag,
        today: Day,
        parameters: impl IntoIterator<Item = (&'q str, &'q str)>,
    ) -> Result<Self, Refused> {
        let about = report.about();
        let mut given = BTreeMap::new();
        for (name, value) in parameters {
            let Some(parameter) = about.all_parameters().find(|parameter| parameter.name == name) else {
                let known: Vec<_> = about.all_parameters().map(|parameter| parameter.name).collect();
                return Err(Refused::Malformed(format!(
                    "unknown parameter `{}`; allowed are {}",
                    crate::domain::value::shown(name),
                    known.join(", ")
                )));
            };
            parameter.value.judge(name, value)?;
            if given.insert(parameter.name, value.to_owned()).is_some() {
                return Err(Refused::Malformed(format!("parameter `{name}` is given twice")));
            }
        }
        let mut day = |name| given.remove(name).and_then(|day: String| day.parse::<Day>().ok());
        let period = match (day("on"), day("from"), day("to")) {
            (on, None, None) => Period::day(on.unwrap_or(today)),
            (None, Some(from), Some(to)) => Period::new(from, to).map_err(Refused::Malformed)?,
            _ => return Err(Refused::Malformed("give either `on`, or `from` and `to`".into())),
        };
        Ok(Self { report, language, period, supposed: None, given })
    }

    /// The day of a report on a day; the last one of a period.
    #[must_use]
    pub const fn day(&self) -> Day {
        self.period.to()
    }

    /// The word that a parameter has, or the first of its words.
    #[must_use]
    pub fn word(&self, name: &str) -> &str {
        let own = self.given.get(name).map(String::as_str);
        let first = || match self.report.about().parameters.iter().find(|parameter| parameter.name == name)?.value {
            Shape::Word(words) => words.first().copied(),
            Shape::Key(_) | Shape::Day | Shape::AsOf | Shape::Record | Shape::Text => None,
        };
        own.or_else(first).unwrap_or_default()
    }

    /// The key that a parameter names, if it is given.
    #[must_use]
    pub fn key(&self, name: &str) -> Option<Key> {
        self.given.get(name).and_then(|key| key.parse().ok())
    }

    /// The words that a parameter has, if it is given.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.given.get(name).map(String::as_str)
    }

    /// The record that a parameter names, if it is given.
    #[must_use]
    pub fn record(&self, name: &str) -> Option<RecordId> {
        self.given.get(name).and_then(|record| record.parse().ok())
    }

    /// The earlier register that a parameter names, if it is given.
    #[must_use]
    pub fn as_of(&self, name: &str) -> Option<AsOf> {
        self.given.get(name).and_then(|at| at.parse().ok())
    }

    /// The parameters of its own that were given, by name.
    pub fn given(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.given.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// Whether every record that a parameter names is one of the register.
    ///
    /// # Errors
    /// If one is not: with those there are.
    pub fn known_to(&self, register: &Register) -> Result<(), Refused> {
        /// So many keys are worth reading in a message.
        const SHOWN: usize = 40;
        for parameter in self.report.about().parameters {
            let id = match parameter.value {
                Shape::Key(kind) => self.key(parameter.name).map(|key| RecordId::new(kind, key)),
                Shape::Record => self.record(parameter.name),
                Shape::Word(_) | Shape::Day | Shape::AsOf | Shape::Text => None,
            };
            let Some(id) = id.filter(|id| register.get(id).is_none()) else { continue };
            let kind = id.kind;
            let mut keys = register.of_kind(kind, None).map(|entry| entry.id.key.as_str());
            let mut known: Vec<&str> = keys.by_ref().take(SHOWN).collect();
            let more = keys.count();
            let rest = format!("and {more} more");
            if more > 0 {
                known.push(&rest);
            }
            let known =
                if known.is_empty() { "there are none".to_owned() } else { format!("there are {}", known.join(", ")) };
            return Err(Refused::Unknown(format!("`{}`: there is no record {id}; {known}", parameter.name)));
        }
        Ok(())
    }
}

impl Shape {
    fn judge(self, name: &str, value: &str) -> Result<(), Refused> {
        let wrong = match self {
            Self::Key(_) => value.parse::<Key>().err(),
            Self::Day => value.parse::<Day>().err(),
            Self::AsOf => value.parse::<AsOf>().err(),
            Self::Record => value.parse::<RecordId>().err(),
            Self::Text => {
                let fits = !value.trim().is_empty() && value.chars().count() <= LONGEST;
                (!fits).then(|| format!("give 1 to {LONGEST} characters"))
            }
            Self::Word(words) => (!words.contains(&value)).then(|| format!("allowed are {}", words.join(", "))),
        };
        wrong.map_or(Ok(()), |why| Err(Refused::Malformed(format!("`{name}`: {why}"))))
    }
}
