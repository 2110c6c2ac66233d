//! What a report was made from: the head of every model, and the scope lines of every page.

use super::{
    page::{Cell, Pair, Sheets},
    question::Question,
    reader::Voice,
};
use crate::domain::{Day, LanguageTag, Register};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a report was made from.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Made {
    /// The name of the report.
    pub report: &'static str,
    /// What was known: the last commit of the register.
    pub as_of: Commit,
    /// The first day for which facts are judged.
    pub from: Day,
    /// The last day for which facts are judged.
    pub to: Day,
    /// The language that was asked for.
    pub language: LanguageTag,
    /// The parameters of the report that were given.
    pub parameters: BTreeMap<&'static str, String>,
    /// What was supposed, so that the register is taken to be otherwise than it is. Left out where it is taken as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supposed: Option<Supposed>,
}

/// Records that a register is supposed to have otherwise than it has: `processors/neocrm`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ReportSupposed")]
pub struct Supposed {
    /// Why, as the manifest says; left out where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Those that it does not have.
    pub created: Vec<String>,
    /// Those that it has otherwise.
    pub changed: Vec<String>,
    /// Those that it would have no more.
    pub deleted: Vec<String>,
}

/// A place in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ReportCommit")]
pub struct Commit {
    /// The number of the commit; 0 where the register was read from files.
    pub seq: u64,
    /// The digest of the journal up to there; left out where the register was read from files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// When it was recorded; left out where the register was read from files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<DateTime<Utc>>,
}

impl Made {
    /// A report made from `register` as `question` asks.
    #[must_use]
    pub fn of(register: &Register, question: &Question) -> Self {
        let given = question.given().map(|(name, value)| (name, value.to_owned())).collect();
        let days = (question.period.from(), question.period.to());
        let supposed = question.supposed.clone();
        Self { supposed, ..Self::from(register, question.report.name(), days, &question.language, given) }
    }

    /// A report of this name, for these days, with these parameters.
    #[must_use]
    pub fn from(
        register: &Register,
        report: &'static str,
        (from, to): (Day, Day),
        language: &LanguageTag,
        parameters: BTreeMap<&'static str, String>,
    ) -> Self {
        let head = register.head();
        let in_journal = head.seq > 0;
        Self {
            report,
            as_of: Commit {
                seq: head.seq,
                digest: in_journal.then(|| head.digest.to_string()),
                recorded_at: register.recorded_at().filter(|_| in_journal),
            },
            from,
            to,
            language: language.clone(),
            parameters,
            supposed: None,
        }
    }

    /// The words for sheets, with the digest and the time of the last commit if the register is in a journal.
    #[must_use]
    pub fn sheets(&self, voice: &Voice<'_>) -> Sheets {
        voice.sheets(self.as_of.digest.as_deref(), self.as_of.recorded_at)
    }

    /// The same for people.
    #[must_use]
    pub fn scope(&self, voice: &Voice<'_>) -> Vec<Pair> {
        let pair = |label, value| Pair { label: voice.says(label), value };
        let known = match self.as_of.recorded_at {
            Some(at) => {
                let at = at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
                let seq = self.as_of.seq;
                Cell::Text(voice.own(
                    voice.speech.of_two(format!("commit {seq}, recorded {at}"), format!("第{seq}次提交，记录于{at}")),
                ))
            }
            None => Cell::Text(voice.says(("files that are in no journal", "未入日志的文件"))),
        };
        let mut scope = vec![pair(("As known at", "登记册状态"), known)];
        if let Some(Supposed { reason, created, changed, deleted }) = &self.supposed {
            let of = |records: &[String]| match records {
                [] => Cell::None,
                records => Cell::List(records.iter().map(|record| Cell::Text(voice.plain(record))).collect()),
            };
            let what = voice.says((
                "This is not so: it is what would be if records were otherwise",
                "以下并非实际情况，而是假设记录有所变化时的情况",
            ));
            scope.push(pair(("Supposed", "假设"), Cell::Text(what)));
            scope.extend(reason.iter().map(|reason| pair(("Why", "原因"), Cell::Text(voice.plain(reason)))));
            scope.push(pair(("Records that there would be", "假设新增的记录"), of(created)));
            scope.push(pair(("Records that would be otherwise", "假设变更的记录"), of(changed)));
            scope.push(pair(("Records that there would not be", "假设删除的记录"), of(deleted)));
        }
        if self.from == self.to {
            scope.push(pair(("Judged for the day", "判断日期"), Cell::Day(self.to)));
        } else {
            scope.push(pair(("From the day", "自"), Cell::Day(self.from)));
            scope.push(pair(("To the day", "至"), Cell::Day(self.to)));
        }
        scope.push(pair(("Language", "语言"), Cell::Text(voice.plain(self.language.as_str()))));
        for (name, value) in &self.parameters {
            scope.push(Pair { label: voice.plain(*name), value: Cell::Text(voice.plain(value)) });
        }
        scope
    }
}
