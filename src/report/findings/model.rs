//! What the report is made of.

use crate::{
    domain::{
        Day, Entry, Key, Kind, LanguageTag, Pointer, Record, RecordId, Register, Text,
        questions::{self, Open},
    },
    findings::{Both, Check, Family, Finding, Findings, Found, Severity, TextPlace, Untold},
    report::{speech::Speech, told::Sentence},
};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A record that a finding is about.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[schemars(rename = "FindingRecord")]
pub struct RecordTold {
    /// Its kind.
    pub kind: Kind,
    /// Its key.
    pub key: Key,
    /// Who answers for it; left out where nobody is said to.
    pub steward: Option<String>,
}

impl RecordTold {
    fn of(entry: &Entry) -> Self {
        let RecordId { kind, key } = entry.id.clone();
        Self { kind, key, steward: entry.common().steward.map(str::to_owned) }
    }

    /// Which record.
    #[must_use]
    pub fn id(&self) -> RecordId {
        RecordId::new(self.kind, self.key.clone())
    }
}

/// Another record that a finding is also about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[schemars(rename = "RelatedRecord")]
pub struct RelatedTold {
    /// Its kind.
    pub kind: Kind,
    /// Its key.
    pub key: Key,
    /// The field in it; the empty pointer is the record as a whole.
    pub pointer: Pointer,
}

/// A provision, or a text of an authority.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[schemars(rename = "FindingBasis")]
pub struct BasisTold {
    /// How it is cited.
    pub citation: String,
    /// Whether it was seen in a source.
    pub confirmed: bool,
}

/// A place in a file from which the register was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct FileAt {
    /// The name of the file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

impl std::fmt::Display for FileAt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// A place in a published text.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[schemars(rename = "FindingTextPlace")]
pub struct PlaceTold {
    /// The version of the notice.
    pub version: u64,
    /// The language of the text.
    pub language: LanguageTag,
    /// The line, from 1; left out where it is about the text as a whole.
    pub line: Option<usize>,
    /// The character in the line, from 1.
    pub column: Option<usize>,
    /// The words that stand there, with white space folded.
    pub quote: String,
}

impl PlaceTold {
    fn of(place: &TextPlace) -> Self {
        Self {
            version: place.version,
            language: place.language.clone(),
            line: place.at.map(|(line, _)| line),
            column: place.at.map(|(_, column)| column),
            quote: place.quote.clone(),
        }
    }
}

/// Something that a check found.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
pub struct FindingTold {
    /// The code of the check: stable.
    pub code: String,
    /// The name of the check, which states the problem.
    pub name: String,
    /// Its family.
    pub family: Family,
    /// How bad it is.
    pub severity: Severity,
    /// The record.
    pub record: RecordTold,
    /// The field. Elements of keyed lists are named by their key: `/disclosures/neocrm/locations`. Empty: the record as a whole.
    pub pointer: Pointer,
    /// The law in question, where a place has a finding for each.
    pub law: Option<Key>,
    /// The place in a published text, where it is about one.
    pub place: Option<PlaceTold>,
    /// What is wrong, in every language that the program speaks.
    pub message: Sentence,
    /// Other records that it is about.
    pub related: Vec<RelatedTold>,
    /// Where law, or a text of an authority, says so; none: it is a matter of a register in good order.
    pub basis: Vec<BasisTold>,
    /// Where it stands, if the register was read from files.
    pub at: Option<FileAt>,
}

impl FindingTold {
    pub(super) fn of(finding: &Finding) -> Self {
        let related = |related: &crate::findings::Related| RelatedTold {
            kind: related.record.kind,
            key: related.record.key.clone(),
            pointer: related.pointer.clone(),
        };
        Self {
            code: finding.check.code.to_owned(),
            name: finding.check.name(),
            family: finding.check.family,
            severity: finding.severity,
            record: RecordTold::of(&finding.entry),
            pointer: finding.pointer.clone(),
            law: finding.law.clone(),
            place: finding.place.as_ref().map(PlaceTold::of),
            message: sentence(&finding.message),
            related: finding.related.iter().map(related).collect(),
            basis: basis(finding.check)
                .into_iter()
                .chain(
                    finding.basis.iter().map(|(citation, confirmed)| BasisTold {
                        citation: citation.to_string(),
                        confirmed: *confirmed,
                    }),
                )
                .collect(),
            at: None,
        }
    }

    /// What it is told from others by, also in another register.
    #[must_use]
    pub fn identity(&self) -> (RecordId, &str, &str, Option<&Key>, Option<&PlaceTold>, &str) {
        // Several things may be wrong at one place of a text.
        let of_text = self.place.as_ref().map_or("", |_| self.message.en.as_str());
        (self.record.id(), &self.code, self.pointer.as_str(), self.law.as_ref(), self.place.as_ref(), of_text)
    }
}

/// A finding that somebody decided to live with for a time.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "WaivedFinding")]
pub struct WaivedTold {
    /// The key of the waiver.
    pub waiver: Key,
    /// Why it can be lived with.
    pub reason: Text,
    /// Who decided so.
    pub approved_by: String,
    /// Until which day.
    pub until: Day,
    /// The finding.
    pub finding: FindingTold,
}

impl WaivedTold {
    /// A finding with its waiver; `None`: it has none that waives anything.
    pub(super) fn of(register: &Register, finding: &Found) -> Option<Self> {
        let id = RecordId::new(Kind::Waivers, finding.waiver.clone()?);
        let entry = register.get(&id)?;
        let Record::Waivers(waiver) = &entry.record else { return None };
        Some(Self {
            waiver: id.key,
            reason: waiver.reason.clone()?,
            approved_by: waiver.approved_by.as_deref()?.to_owned(),
            until: waiver.until?,
            finding: FindingTold::of(finding),
        })
    }
}

/// Something that a check cannot tell, since nobody recorded what it asks for.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "UntoldFinding")]
pub struct UntoldAt {
    /// The code of the check.
    pub code: String,
    /// The record.
    pub record: RecordTold,
    /// The field that would tell.
    pub pointer: Pointer,
}

impl UntoldAt {
    pub(super) fn of(untold: &Untold) -> Self {
        Self {
            code: untold.check.code.to_owned(),
            record: RecordTold::of(&untold.entry),
            pointer: untold.pointer.clone(),
        }
    }
}

/// How many findings of a severity there are, those that are waived left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[schemars(rename = "FindingsOfSeverity")]
pub struct OfSeverity {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// What is worth knowing.
    pub info: usize,
}

impl OfSeverity {
    fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.error += 1,
            Severity::Warning => self.warning += 1,
            Severity::Info => self.info += 1,
        }
    }

    /// How many are this bad or worse.
    #[must_use]
    pub const fn from(&self, severity: Severity) -> usize {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.error + self.warning,
            Severity::Info => self.error + self.warning + self.info,
        }
    }
}

/// What a check came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "FindingsOfCheck")]
pub struct OfCheck {
    /// The code of the check.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its family.
    pub family: Family,
    /// How often it fired.
    pub found: usize,
    /// In how many places it cannot tell.
    pub untold: usize,
}

/// How much was looked at, found, waived, and left open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "FindingsSummary")]
pub struct Summary {
    /// How many records were looked at: all but built-in, retired and ended ones.
    pub records: usize,
    /// How many checks looked at them.
    pub checks: usize,
    /// The findings that are told and not waived.
    pub found: OfSeverity,
    /// The findings that are waived.
    pub waived: usize,
    /// The waivers in force in the register, also those that waive nothing.
    pub waivers: usize,
    /// In how many places a check cannot tell, since nobody recorded what it asks for.
    pub untold: usize,
    /// How many facts of the records that were looked at are not recorded.
    pub unknown_facts: usize,
    /// How many of their lists nobody says are complete.
    pub lists_not_complete: usize,
    /// What each check came to that fired or cannot tell.
    pub by_check: Vec<OfCheck>,
}

impl Summary {
    /// Of what is told of a register: `records` are those that were looked at.
    pub(super) fn of(
        records: &[&Entry],
        checks: usize,
        (found, untold): (&[FindingTold], &[UntoldAt]),
        (waived, waivers): (usize, usize),
    ) -> Self {
        let mut by_check: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        let mut severities = OfSeverity::default();
        for finding in found {
            by_check.entry(&finding.code).or_default().0 += 1;
            severities.add(finding.severity);
        }
        for untold in untold {
            by_check.entry(&untold.code).or_default().1 += 1;
        }
        let of_check = |(code, (found, untold)): (&str, (usize, usize))| {
            let check: &Check = crate::findings::check(code)?;
            Some(OfCheck { code: code.to_owned(), name: check.name(), family: check.family, found, untold })
        };
        let open = |entry: &&Entry| {
            let (mut unknown, mut lists) = (0, 0);
            for question in questions::questions(entry) {
                match question.open {
                    Open::Unknown => unknown += 1,
                    Open::NotComplete => lists += 1,
                }
            }
            (unknown, lists)
        };
        let add = |a: (usize, usize), b: (usize, usize)| (a.0 + b.0, a.1 + b.1);
        let (unknown_facts, lists_not_complete) = records.par_iter().map(open).reduce(|| (0, 0), add);
        Self {
            records: records.len(),
            checks,
            found: severities,
            waived,
            waivers,
            untold: untold.len(),
            unknown_facts,
            lists_not_complete,
            by_check: by_check.into_iter().filter_map(of_check).collect(),
        }
    }
}

/// What is otherwise than in an earlier register.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FindingChanges {
    /// The last commit of the earlier register.
    pub since: u64,
    /// The findings that were not there.
    pub new: Vec<FindingTold>,
    /// The findings that were there and are no more.
    pub gone: Vec<FindingTold>,
    /// The findings that are still there, and were waived since.
    pub waived: Vec<FindingTold>,
    /// The number of those that are as they were.
    pub unchanged: usize,
}

/// The findings of a register as they are told, those that are waived left out: the worst first, then by record, code and place.
pub(super) fn told(findings: &Findings) -> (Vec<FindingTold>, Vec<UntoldAt>) {
    let unwaived = findings.found.par_iter().filter(|finding| finding.waiver.is_none());
    let mut found: Vec<FindingTold> = unwaived.map(|found| FindingTold::of(found)).collect();
    found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    (found, findings.untold.iter().map(|untold| UntoldAt::of(untold)).collect())
}

/// What a check says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CheckTold {
    /// Its code.
    pub code: String,
    /// Its name, which states the problem.
    pub name: String,
    /// Its family.
    pub family: Family,
    /// How bad what it finds is.
    pub severity: Severity,
    /// What is wrong, as a title.
    pub title: Sentence,
    /// What it looks for.
    pub checks: Sentence,
    /// Why that matters.
    pub why: Sentence,
    /// How to resolve it.
    pub resolve: Sentence,
    /// Where law, or a text of an authority, says so.
    pub basis: Vec<BasisTold>,
}

impl CheckTold {
    /// What a check says of itself.
    #[must_use]
    pub fn of(check: &Check) -> Self {
        let about = check.about;
        Self {
            code: check.code.to_owned(),
            name: check.name(),
            family: check.family,
            severity: about.severity,
            title: Sentence::of(about.title),
            checks: Sentence::of(about.checks),
            why: Sentence::of(about.why),
            resolve: Sentence::of(about.resolve),
            basis: basis(check),
        }
    }
}

fn sentence(Both { en, zh }: &Both) -> Sentence {
    Sentence { en: en.clone(), zh_hans: zh.clone() }
}

fn basis(check: &Check) -> Vec<BasisTold> {
    let basis = check.about.basis.iter();
    basis.map(|cited| BasisTold { citation: cited.text.to_owned(), confirmed: cited.confirmed }).collect()
}

impl super::Report {
    /// What the checks that fired say of themselves, by code.
    #[must_use]
    pub fn checks(&self) -> Vec<CheckTold> {
        let fired = self.summary.by_check.iter().filter(|check| check.found > 0).map(|check| &check.code);
        let waived = self.waived.iter().map(|waived| &waived.finding.code);
        let codes: BTreeSet<&String> = fired.chain(waived).collect();
        codes.into_iter().filter_map(|code| crate::findings::check(code)).map(CheckTold::of).collect()
    }
}

impl Summary {
    /// The same as lines for people. What is left open is always told.
    #[must_use]
    pub fn lines(&self, speech: Speech) -> Vec<String> {
        let OfSeverity { error, warning, info } = self.found;
        let Self { records, checks, untold, unknown_facts, lists_not_complete, waived, waivers, .. } = self;
        let lines = [
            (
                format!("{error} errors, {warning} warnings, {info} worth knowing"),
                format!("错误{error}项，警告{warning}项，提示{info}项"),
            ),
            (
                format!(
                    "{records} records looked at by {checks} checks; in {untold} places a check cannot tell; {unknown_facts} facts are not recorded; {lists_not_complete} lists are not marked complete"
                ),
                format!(
                    "{checks}项检查共检查了{records}条记录；有{untold}处无法判断；{unknown_facts}项事实未记录；{lists_not_complete}个列表未声明完整"
                ),
            ),
        ];
        let waived = (*waivers > 0).then(|| {
            (
                format!("{waived} findings are waived, by {waivers} waivers in force"),
                format!("有{waived}项发现已被豁免，生效的豁免共{waivers}项"),
            )
        });
        let empty = (self.records == 0).then(|| {
            (
                "The register holds no record of its own: nothing was found because nothing was looked at.".to_owned(),
                "登记册中没有自有记录：没有发现，是因为没有可检查的内容。".to_owned(),
            )
        });
        lines.into_iter().chain(waived).chain(empty).map(|(en, zh)| speech.of_two(en, zh)).collect()
    }
}
