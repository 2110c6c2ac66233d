//! Agreements and assessments of a flow: those in force, and those that are named for it and are not.

use super::{At, ExtentTold, Named, Records, Told};
use crate::{
    domain::{
        Day, Key, Kind,
        record::{AgreementKind, AgreementState, AssessmentKind, Disclosure, Outcome},
        value::Ref,
    },
    flows::{AgreementInForce, Coverage, Facts},
};
use schemars::JsonSchema;
use serde::Serialize;

/// Whether the scope of an instrument covers a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CoverageTold {
    /// It does.
    Covered,
    /// Its scope, or a fact of the flow that it asks for, is not recorded.
    Unknown,
    /// It is named for the flow, and its scope excludes it.
    Excluded,
}

impl From<Coverage> for CoverageTold {
    fn from(coverage: Coverage) -> Self {
        match coverage {
            Coverage::Covered => Self::Covered,
            Coverage::Unknown => Self::Unknown,
            Coverage::Excluded => Self::Excluded,
        }
    }
}

/// An agreement of a flow.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AgreementTold {
    /// The agreement.
    pub agreement: Named,
    /// What kind of instrument it is; absent: not recorded.
    pub kind: Option<AgreementKind>,
    /// Whether it is in place; absent: not recorded, which counts as not in place.
    pub state: Option<AgreementState>,
    /// Whether it is in force in these days.
    pub in_force: bool,
    /// The last day on which it is in force; absent: open or not recorded.
    pub until: Option<Day>,
    /// Whether the disclosure names it.
    pub named: bool,
    /// Whether its scope covers the flow; absent for one that is not in force.
    pub coverage: Option<CoverageTold>,
}

/// An assessment of a flow.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AssessmentTold {
    /// The assessment.
    pub assessment: Named,
    /// What kind it is; absent: not recorded.
    pub kind: Option<AssessmentKind>,
    /// What came out; absent: not recorded.
    pub outcome: Option<Outcome>,
    /// Whether it is done and still holds in these days.
    pub in_force: bool,
    /// The last day on which it holds; absent: open or not recorded.
    pub until: Option<Day>,
    /// Whether its scope covers the flow; absent for one that is not in force.
    pub coverage: Option<CoverageTold>,
}

/// The agreements of a flow: those in force, then those that the disclosure names and that are not.
#[must_use]
pub fn agreements(records: Records<'_>, facts: &Facts<'_>, by: Option<(&Key, &Disclosure)>) -> Told<AgreementTold> {
    let in_force = &facts.instruments.agreements;
    let mut items: Vec<AgreementTold> = in_force.iter().map(|found| in_place(records, found)).collect();
    let named = by.and_then(|(_, disclosure)| disclosure.agreements.as_deref());
    for key in named.unwrap_or_default().iter().map(Ref::key) {
        if in_force.iter().any(|found| found.agreement.key == *key) {
            continue;
        }
        let record = records.agreement(key);
        items.push(AgreementTold {
            agreement: records.named(Kind::Agreements, key),
            kind: record.and_then(|agreement| agreement.kind),
            state: record.and_then(|agreement| agreement.state),
            in_force: false,
            until: record.and_then(|agreement| agreement.in_force.as_ref()?.until),
            named: true,
            coverage: None,
        });
    }
    let extent = match (named, items.is_empty()) {
        (None, true) => ExtentTold::Unknown,
        _ => ExtentTold::Open,
    };
    let open = by.map(|(activity, disclosure)| {
        At::field(Kind::Activities, activity, format!("/disclosures/{}/agreements", disclosure.key))
    });
    Told { items, extent, open: open.into_iter().collect() }
}

fn in_place(records: Records<'_>, found: &AgreementInForce<'_>) -> AgreementTold {
    let AgreementInForce { agreement, named, exporters: _, importers: _, coverage } = found;
    AgreementTold {
        agreement: records.named(Kind::Agreements, &agreement.key),
        kind: agreement.kind,
        state: agreement.state,
        in_force: true,
        until: [agreement.in_force.as_ref().and_then(|dates| dates.until), agreement.until].into_iter().flatten().min(),
        named: *named,
        coverage: Some((*coverage).into()),
    }
}

/// The assessments of a flow: those that hold, then those that the disclosure names and that do not.
#[must_use]
pub fn assessments(records: Records<'_>, facts: &Facts<'_>, disclosure: Option<&Disclosure>) -> Vec<AssessmentTold> {
    let holding = &facts.instruments.assessments;
    let mut told: Vec<AssessmentTold> =
        holding.iter().map(|found| assessed(records, &found.assessment.key, Some(found.coverage))).collect();
    for key in named_assessments(disclosure) {
        if !holding.iter().any(|found| found.assessment.key == *key) {
            told.push(assessed(records, key, None));
        }
    }
    told
}

/// The assessments that a disclosure names.
pub fn named_assessments(disclosure: Option<&Disclosure>) -> impl Iterator<Item = &Key> {
    disclosure.into_iter().flat_map(|disclosure| disclosure.assessments.iter().flatten()).map(Ref::key)
}

fn assessed(records: Records<'_>, key: &Key, coverage: Option<Coverage>) -> AssessmentTold {
    let record = records.assessment(key);
    let ends = [
        record.and_then(|assessment| assessment.valid_until),
        record.and_then(|assessment| assessment.filing.as_ref()?.valid_until),
    ];
    AssessmentTold {
        assessment: records.named(Kind::Assessments, key),
        kind: record.and_then(|assessment| assessment.kind),
        outcome: record.and_then(|assessment| assessment.outcome),
        in_force: coverage.is_some(),
        until: ends.into_iter().flatten().min(),
        coverage: coverage.map(Into::into),
    }
}
