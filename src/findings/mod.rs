//! Findings: what is incomplete, inconsistent, expired or contradicted in a register on a day, as pure functions.
//!
//! One file per check: what it looks for, why that matters, where law says so, how to resolve it, an example on which it fires
//! and one on which it does not. An unknown is never fine: it is what a check reports, or it is counted as something that the
//! check cannot tell. Never knows a format, a clock, or a country's law beyond its citation.
//!
//! A new check: one file with `ABOUT`, and one line in `checks!`, which declares the module and registers the check. Codes are
//! stable and never used again.

mod about;
mod finding;
mod ground;
mod inspector;
mod presence;
mod words;

pub use about::{About, Check, Citation, Family, Look, Severity, Unknowns, cited, unconfirmed};
pub use finding::{Finding, Findings, Related, Untold};
pub use ground::{Ground, Standing, Territory, Use};
pub use inspector::{Inspector, field};
pub use words::{Both, listed};

use crate::{
    domain::{Day, Entry, Kind, Register},
    flows::{Era, Period},
};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::{cell::OnceCell, collections::BTreeMap};

/// Declares the modules of the checks, a folder a family, and registers each with its code.
macro_rules! checks {
    ($($(#[$doc:meta])* $family:ident $variant:ident { $($code:literal $module:ident,)+ })+) => {
        $($(#[$doc])* mod $family { $(pub mod $module;)+ })+

        /// Every check, by code.
        pub static CHECKS: &[Check] = &[$($(
            Check { code: $code, module: stringify!($module), family: Family::$variant, about: &$family::$module::ABOUT },
        )+)+];
    };
}

checks! {
    /// What a record of processing, or a notice, must say and does not.
    completeness Completeness {
        "RW001" activity_without_purpose,
        "RW002" activity_without_controller,
        "RW003" joint_controller_alone,
        "RW004" processor_without_principal,
        "RW005" activity_without_data,
        "RW006" activity_without_subjects,
        "RW007" recipients_not_recorded,
        "RW008" security_not_recorded,
        "RW009" security_only_planned,
        "RW010" controller_without_contact,
        "RW011" eu_representative_missing,
        "RW012" uk_representative_missing,
        "RW013" china_representative_missing,
        "RW014" canada_accountable_person_missing,
        "RW015" quebec_person_in_charge_missing,
        "RW016" activity_without_notice,
        "RW017" rights_not_recorded,
        "RW018" automated_decision_unexplained,
        "RW019" impact_assessment_missing,
        "RW020" impact_assessment_undecided,
        "RW021" joint_arrangement_missing,
        "RW022" data_source_not_recorded,
    }
}

/// The check of this code.
#[must_use]
pub fn check(code: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|check| check.code == code)
}

/// What the checks that are `wanted` find in a register on a day, by record, code and place.
///
/// Built-in records are not looked at, apart from laws; nor are those that are retired or over.
#[must_use]
pub fn find(register: &Register, on: Day, wanted: impl Fn(&Check) -> bool) -> Findings<'_> {
    let ground = Ground::of(register, on);
    let era = ground.flows.over(Period::day(on));
    let checks = Wanted::of(wanted);
    let entries: Vec<&Entry> = register.entries().map(AsRef::as_ref).filter(|entry| looked_at(entry, on)).collect();
    let each: Vec<Findings<'_>> = entries.par_iter().map(|entry| of_entry(&ground, &era, &checks, entry)).collect();
    let mut findings = Findings { looked_at: entries.len(), ..Findings::default() };
    each.into_iter().for_each(|more| findings.add(more));
    let none = OnceCell::new();
    for (check, look) in &checks.whole {
        let Some(first) = entries.first() else { break };
        look(&mut Inspector::new(&ground, &era, check, first, &none, &mut findings));
    }
    findings.sort();
    findings
}

/// Whether a record is looked at.
fn looked_at(entry: &Entry, on: Day) -> bool {
    let ours = !entry.builtin || entry.id.kind == Kind::Regimes;
    ours && Standing::of(&entry.common(), on) != Standing::Past
}

fn of_entry<'a>(ground: &Ground<'a>, era: &Era<'_, 'a>, checks: &Wanted, entry: &'a Entry) -> Findings<'a> {
    let mut findings = Findings::default();
    let flows = OnceCell::new();
    for (check, look) in checks.of_kind.get(&entry.id.kind).into_iter().flatten() {
        look.at(&mut Inspector::new(ground, era, check, entry, &flows, &mut findings));
    }
    findings
}

/// The checks that are wanted, by the kind of records that they look at.
struct Wanted {
    of_kind: BTreeMap<Kind, Vec<(&'static Check, Look)>>,
    whole: Vec<(&'static Check, fn(&mut Inspector<'_, '_>))>,
}

impl Wanted {
    fn of(wanted: impl Fn(&Check) -> bool) -> Self {
        let mut all = Self { of_kind: BTreeMap::new(), whole: Vec::new() };
        for check in CHECKS.iter().filter(|check| wanted(check)) {
            for look in check.about.looks {
                match look {
                    Look::Whole(look) => all.whole.push((check, *look)),
                    other => {
                        for kind in Kind::ALL.iter().filter(|kind| other.looks_at(**kind)) {
                            all.of_kind.entry(*kind).or_default().push((check, *other));
                        }
                    }
                }
            }
        }
        all
    }
}
