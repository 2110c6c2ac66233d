//! The report as it is asked for.

use super::{
    filter::Filter,
    model::{self, FileAt, FindingChanges, FindingTold, Summary, UntoldAt, WaivedTold},
};
use crate::{
    domain::{Entry, Kind, Pointer, RecordId, Register},
    findings::{self, Beside, Memory},
    report::{
        made::Made,
        question::{About, Parameter, Question, Refused, Shape, Time},
        told::Sentence,
    },
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What it is.
pub const ABOUT: About = About {
    summary: "What is incomplete, inconsistent, expired or contradicted",
    description: "What the checks of /docs/findings find in the register on a day, also in the future: each with code, severity, record, field, what is wrong and where law says so. Built-in, retired and ended records are not looked at; of drafts everything is merely worth knowing. An unknown is never fine: a check reports it, or it is counted as something that the check cannot tell. The worst first.",
    parameters: &[
        Parameter {
            name: "severity",
            description: "Only findings as bad as this.",
            value: Shape::Word(&["any", "error", "warning", "info"]),
        },
        Parameter { name: "code", description: "Only what this check finds: `RW001`.", value: Shape::Text },
        Parameter {
            name: "family",
            description: "Only what checks of this family find.",
            value: Shape::Word(&[
                "any",
                "completeness",
                "places",
                "processors",
                "transfers",
                "retention",
                "consent",
                "data",
                "names",
                "reviews",
                "notices",
                "housekeeping",
            ]),
        },
        Parameter {
            name: "kind",
            description: "Only findings of records of this kind.",
            value: Shape::Word(&[
                "any",
                "locations",
                "data-categories",
                "data-subjects",
                "organizations",
                "processors",
                "systems",
                "agreements",
                "assessments",
                "notices",
                "activities",
                "regimes",
                "waivers",
                "reviews",
                "review-decisions",
            ]),
        },
        Parameter {
            name: "record",
            description: "Only findings of this record: `processors/neocrm`.",
            value: Shape::Record,
        },
        Parameter {
            name: "notice",
            description: "Only findings of this notice, of the activities that it tells about, and of what these refer to.",
            value: Shape::Key(Kind::Notices),
        },
        Parameter {
            name: "steward",
            description: "Only findings of records for which this person or unit answers; case and accents do not count.",
            value: Shape::Text,
        },
        Parameter {
            name: "since",
            description: "Also what is otherwise than as known after this commit (`seq:12`) or at this instant (RFC 3339): findings that are new, those that are gone, and those that are still there but waived since.",
            value: Shape::AsOf,
        },
    ],
    time: Time::Day,
};

/// What is incomplete, inconsistent, expired or contradicted.
#[serde_with::skip_serializing_none]
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "FindingsReport")]
pub struct Report {
    /// What it was made from.
    pub made: Made,
    /// How much was looked at, found, waived, and left open.
    pub summary: Summary,
    /// The findings, the worst first, then by record, code and place.
    pub findings: Vec<FindingTold>,
    /// The findings that somebody decided to live with for a time: neither among the others nor counted with them.
    pub waived: Vec<WaivedTold>,
    /// What checks cannot tell, since nobody recorded what they ask for.
    pub untold: Vec<UntoldAt>,
    /// What is otherwise than in the earlier register that was asked for.
    pub changes: Option<FindingChanges>,
    /// What the report did not judge.
    pub not_evaluated: Vec<Sentence>,
}

/// The report that is asked for.
///
/// # Errors
/// If a parameter names what there is not.
pub fn report(register: &Register, question: &Question) -> Result<Report, Refused> {
    told_with(register, question, (&Beside::default(), &Memory::default()))
}

/// The same with what checks are told beside the register, and where what was found in an earlier one stands as far as no change
/// reached it.
///
/// # Errors
/// If a parameter names what there is not.
pub fn told_with(register: &Register, question: &Question, known: (&Beside, &Memory)) -> Result<Report, Refused> {
    let filter = Filter::read(register, question)?;
    let mut all =
        findings::find_with(register, question.day(), known, question.supposed.is_none(), |check| filter.wants(check));
    all.found.retain(|finding| filter.admits(&finding.entry) && filter.admits_severity(finding.severity));
    all.untold.retain(|untold| filter.admits(&untold.entry));
    let looked_at = findings::looked_at(register, question.day()).map(AsRef::as_ref);
    let records: Vec<&Entry> = looked_at.filter(|entry| filter.admits(entry)).collect();
    let (found, untold) = model::told(&all);
    let waived: Vec<WaivedTold> = all.found.iter().filter_map(|finding| WaivedTold::of(register, finding)).collect();
    Ok(Report {
        made: Made::of(register, question),
        summary: Summary::of(&records, filter.checks(), (&found, &untold), (waived.len(), all.waivers)),
        findings: found,
        waived,
        untold,
        changes: None,
        not_evaluated: not_evaluated(),
    })
}

fn not_evaluated() -> Vec<Sentence> {
    let said = [
        (
            "What is true: checks hold records against each other, against dates and against law, never against the world. A finding that is not there is no assurance.",
            "事实是否属实：检查只比对记录之间、记录与日期、记录与法律，不比对现实。没有发现并不等于合规。",
        ),
        (
            "Texts of notices that are not kept with a publication: they were not compared. `ropewalk notice check FILE` compares one.",
            "未随发布保存的声明文本：未比对。可用 `ropewalk notice check FILE` 比对。",
        ),
    ];
    said.map(Sentence::of).into()
}

impl Report {
    /// Adds what is otherwise than in an earlier report of the same question.
    pub fn compare(&mut self, before: &Self) {
        let old: BTreeSet<_> = before.findings.iter().map(FindingTold::identity).collect();
        let new: Vec<FindingTold> =
            self.findings.iter().filter(|finding| !old.contains(&finding.identity())).cloned().collect();
        let now: BTreeSet<_> = self.findings.iter().map(FindingTold::identity).collect();
        let excused: BTreeSet<_> = self.waived.iter().map(|waived| waived.finding.identity()).collect();
        let no_more = before.findings.iter().filter(|finding| !now.contains(&finding.identity())).cloned();
        let (waived, gone) = no_more.partition(|finding| excused.contains(&finding.identity()));
        let unchanged = self.findings.len() - new.len();
        self.changes = Some(FindingChanges { since: before.made.as_of.seq, new, gone, waived, unchanged });
    }

    /// Notes where each finding stands: `places` knows it of records and fields, named as RFC 6901 does.
    pub fn locate(&mut self, register: &Register, places: impl FnOnce(&[(RecordId, Pointer)]) -> Vec<Option<FileAt>>) {
        let mut values = BTreeMap::new();
        let counted = |finding: &FindingTold| {
            let id = finding.record.id();
            let value = values
                .entry(id.clone())
                .or_insert_with(|| register.get(&id).map(|entry| entry.record.value()).unwrap_or_default());
            (id, finding.pointer.counted(value))
        };
        let told = self.findings.iter().chain(self.waived.iter().map(|waived| &waived.finding));
        let wanted: Vec<_> = told.map(counted).collect();
        let waived = self.waived.iter_mut().map(|waived| &mut waived.finding);
        for (finding, at) in self.findings.iter_mut().chain(waived).zip(places(&wanted)) {
            finding.at = at;
        }
    }
}
