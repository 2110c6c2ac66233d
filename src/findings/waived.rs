//! Waivers in force, and which findings they are about.
//!
//! A waiver that lacks its check, record, reason, approver or last day waives nothing: what is not recorded is never a pass.

use super::{finding::Finding, ground::Standing};
use crate::domain::{Day, Key, Kind, Record, Register, record::Waiver};
use std::collections::BTreeMap;

/// The fields that a waiver must have to waive anything, with whether it has them.
#[must_use]
pub fn needed(waiver: &Waiver) -> [(&'static str, bool); 5] {
    [
        ("check", waiver.check.is_some()),
        ("record", waiver.record.is_some()),
        ("reason", waiver.reason.is_some()),
        ("approved_by", waiver.approved_by.is_some()),
        ("until", waiver.until.is_some()),
    ]
}

/// The waivers in force on a day.
pub(super) struct Waivers<'a>(BTreeMap<(&'a str, &'a str), Vec<&'a Waiver>>);

impl<'a> Waivers<'a> {
    /// Those of a register.
    pub fn of(register: &'a Register, on: Day) -> Self {
        let mut all: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for entry in register.of_kind(Kind::Waivers, None) {
            let Record::Waivers(waiver) = &entry.record else { continue };
            let begun = waiver.since.is_none_or(|since| since <= on);
            let counts = Standing::of(&entry.common(), on) == Standing::Current && begun;
            if let (Some(check), Some(record)) = (&waiver.check, &waiver.record)
                && counts
                && needed(waiver).iter().all(|(_, has)| *has)
            {
                all.entry((&**check, &**record)).or_default().push(&**waiver);
            }
        }
        Self(all)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// The waiver of a finding.
    pub fn covering(&self, finding: &Finding) -> Option<&'a Key> {
        if self.0.is_empty() {
            return None;
        }
        let record = finding.entry.id.to_string();
        let of_record = self.0.get(&(finding.check.code, record.as_str()))?;
        let covers = |waiver: &&&'a Waiver| {
            let field = waiver.field.as_deref().unwrap_or_default().trim_end_matches('/');
            let below = finding.pointer.as_str().strip_prefix(field);
            below.is_some_and(|below| below.is_empty() || below.starts_with('/'))
                && waiver.regime.as_ref().is_none_or(|regime| Some(regime.key()) == finding.law.as_ref())
        };
        of_record.iter().find(covers).map(|waiver| &waiver.key)
    }
}
