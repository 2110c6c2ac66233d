//! Findings: what is incomplete, inconsistent, expired or contradicted in a register on a day, as pure functions.
//!
//! One file per check: what it looks for, why that matters, where law says so, how to resolve it, an example on which it fires
//! and one on which it does not. An unknown is never fine: it is what a check reports, or it is counted as something that the
//! check cannot tell. Never knows a format, a clock, or a country's law beyond its citation.
//!
//! A new check: one file with `ABOUT`, and one line in `checks!`, which declares the module and registers the check. Codes are
//! stable and never used again.

mod about;
mod decided;
mod finding;
mod ground;
mod inspector;
mod judged;
mod memory;
mod presence;
mod published;
mod spelling;
mod waived;
mod words;

pub use about::{About, Check, Citation, Family, Look, Severity, Unknowns, cited, unconfirmed};
pub use finding::{Finding, Findings, Found, Related, Untold};
pub use ground::{Ground, Standing, Territory, Use};
pub use inspector::{Inspector, field, soon};
pub use judged::{Came, Verdict};
pub use memory::Memory;
pub use published::{Beside, Deviation, Proposed, TextPlace, Way};
pub use words::{Both, item_name, listed};

use crate::{
    domain::{Day, Entry, Kind, Register},
    flows::{Era, Period},
};
use finding::Noted;
use inspector::{Read, Taken};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::{collections::BTreeMap, sync::Arc};
use waived::Waivers;

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
    /// Places that are not recorded, or stand for several.
    places Places {
        "RW023" region_for_a_country,
        "RW024" storage_place_not_recorded,
        "RW025" system_without_place,
        "RW026" service_without_place,
        "RW027" recipient_without_place,
        "RW028" access_not_recorded,
        "RW029" place_hedged,
    }
    /// Services, who stands behind them, and the contracts with them.
    processors Processors {
        "RW030" service_without_provider,
        "RW031" provider_without_country,
        "RW032" service_without_policy,
        "RW033" entrusted_without_contract,
        "RW034" contract_not_in_place,
        "RW035" contract_ended,
        "RW036" contract_ending,
        "RW037" contract_does_not_cover,
        "RW038" sub_processors_not_recorded,
        "RW039" sub_processor_undecided,
        "RW040" role_contradicts_disclosure,
        "RW041" certification_expired,
        "RW042" data_left_with_former_recipient,
        "RW043" service_missing_in_published_table,
        "RW044" published_row_without_disclosure,
    }
    /// What crosses borders, and what that rests on.
    transfers Transfers {
        "RW045" law_not_met,
        "RW046" law_undetermined,
        "RW047" border_crossed_without_instrument,
        "RW048" assessment_ended,
        "RW049" assessment_ending,
        "RW050" assessment_not_favourable,
        "RW051" required_measure_overdue,
        "RW052" instrument_unevidenced,
        "RW053" registration_lapsed,
        "RW054" law_due_for_recheck,
    }
    /// How long data is kept.
    retention Retention {
        "RW055" retention_not_recorded,
        "RW056" retention_vague,
        "RW057" retention_longer_without_reason,
        "RW058" retention_without_start,
    }
    /// Legal bases and consent.
    consent Consent {
        "RW059" purpose_without_basis,
        "RW060" legitimate_interest_not_stated,
        "RW061" consent_without_withdrawal,
        "RW062" consent_not_affirmative,
        "RW063" consent_bundled,
        "RW064" minors_without_guardian,
    }
    /// The data itself.
    data Data {
        "RW065" data_not_categorised,
        "RW066" data_without_purpose,
        "RW067" purpose_without_data,
        "RW068" special_category_without_condition,
        "RW069" required_without_consequence,
        "RW070" additional_function_requires_data,
        "RW071" minors_contradicted,
        "RW072" held_but_not_recorded,
        "RW073" read_but_not_disclosed,
    }
    /// Names, and records that may be the same.
    names Names {
        "RW074" organizations_alike,
        "RW075" outdated_name_in_notice,
        "RW076" records_alike,
        "RW077" named_in_words,
    }
    /// What transfer reviews decided and left to be done.
    reviews Reviews {
        "RW080" route_suspended_and_active,
        "RW081" follow_up_overdue,
        "RW082" accepted_risk_ended,
        "RW083" ad_hoc_review_proposed,
    }
    /// Published notices, held against the records behind them.
    notices Notices {
        "RW085" notice_changed_since_published,
        "RW086" published_text_not_compared,
        "RW087" recipient_missing_in_published_text,
        "RW088" published_text_differs,
        "RW089" published_promise_contradicted,
    }
    /// The register in good order.
    housekeeping Housekeeping {
        "RW090" steward_missing,
        "RW091" record_not_reviewed,
        "RW092" review_overdue,
        "RW093" orphan_record,
        "RW094" outdated_reference,
        "RW097" notice_date_blank,
        "RW098" waiver_incomplete,
        "RW099" waiver_lapsed,
    }
}

/// The check of this code.
#[must_use]
pub fn check(code: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|check| check.code == code)
}

/// What the checks that are `wanted` find in a register on a day, by record, code and place, with what they are told beside it.
///
/// Built-in records are not looked at, apart from laws.
#[must_use]
pub fn find(register: &Register, on: Day, beside: &Beside, wanted: impl Fn(&Check) -> bool + Sync) -> Findings {
    find_with(register, on, (beside, &Memory::default()), false, wanted)
}

/// The same, where what was found in the activities of an earlier register stands as far as no change reached them. `keep`: whether it is
/// kept for the next register.
#[must_use]
pub fn find_with<'r>(
    register: &'r Register,
    on: Day,
    (beside, memory): (&Beside, &Memory),
    keep: bool,
    wanted: impl Fn(&Check) -> bool + Sync,
) -> Findings {
    let ground = Ground::of(register, on, beside);
    let era = ground.flows.over(Period::day(on));
    let checks = Wanted::of(&wanted);
    let laws = register.of_kind(Kind::Regimes, None).filter(|entry| entry.builtin);
    let entries: Vec<&Arc<Entry>> = looked_at(register, on).chain(laws).collect();
    let mut noted = Noted::default();
    // Whoever asks for laws gets activities from memory, with all that was found in them.
    let of_activities = checks.judged.then(|| memory.recall((&ground, &era), keep));
    for known in of_activities.iter().flat_map(|known| known.values()) {
        noted.add(&known.found, &wanted);
    }
    let is_open = |entry: &&&Arc<Entry>| of_activities.is_none() || entry.id.kind != Kind::Activities;
    let open: Vec<&Arc<Entry>> = entries.iter().filter(is_open).copied().collect();
    let of_open = |entry: &&'r Arc<Entry>| of_entry((&ground, &era), &checks, entry, (&[], &Read::default()));
    let of_whole = |(check, look): &(&'static Check, LookAtAll)| {
        let (mut taken, none) = (Taken::default(), Read::default());
        if let Some(first) = entries.first() {
            look(&mut Inspector::new(&ground, &era, check, first, &none, &mut taken));
        }
        taken.noted()
    };
    let each = || open.par_iter().map(of_open).collect::<Vec<_>>();
    let (each, whole) = rayon::join(each, || checks.whole.par_iter().map(of_whole).collect::<Vec<_>>());
    for more in each.iter().chain(&whole) {
        noted.add(more, |_| true);
    }
    let Noted { found, untold } = noted.in_order();
    let waivers = Waivers::of(register, on);
    let covered = |finding: Arc<Finding>| Found { waiver: waivers.covering(&finding).cloned(), finding };
    Findings { found: found.into_iter().map(covered).collect(), untold, waivers: waivers.len() }
}

/// The records that checks look at: ours that are neither retired nor over.
pub fn looked_at(register: &Register, on: Day) -> impl Iterator<Item = &Arc<Entry>> {
    register.entries().filter(move |entry| is_looked_at(entry, on))
}

fn is_looked_at(entry: &Entry, on: Day) -> bool {
    !entry.builtin && Standing::of(&entry.common(), on) != Standing::Past
}

/// What checks find in a record, with what laws say of it and what is read of it.
fn of_entry<'a>(
    (ground, era): (&Ground<'a, '_>, &Era<'_, 'a>),
    checks: &Wanted,
    entry: &'a Arc<Entry>,
    (verdicts, read): (&[Verdict], &Read<'_, 'a>),
) -> Noted {
    let mut taken = Taken::default();
    for (check, look) in checks.of_kind.get(&entry.id.kind).into_iter().flatten() {
        look.at(verdicts, &mut Inspector::new(ground, era, check, entry, read, &mut taken));
    }
    taken.noted()
}

/// How a check looks at a register as a whole.
type LookAtAll = fn(&mut Inspector<'_, '_>);

/// The checks that are wanted, by the kind of records that they look at.
struct Wanted {
    of_kind: BTreeMap<Kind, Vec<(&'static Check, Look)>>,
    whole: Vec<(&'static Check, LookAtAll)>,
    /// Whether one of them asks what laws say.
    judged: bool,
}

impl Wanted {
    fn of(wanted: impl Fn(&Check) -> bool) -> Self {
        let mut all = Self { of_kind: BTreeMap::new(), whole: Vec::new(), judged: false };
        for check in CHECKS.iter().filter(|check| wanted(check)) {
            for look in check.about.looks {
                match look {
                    Look::Whole(look) => all.whole.push((check, *look)),
                    other => {
                        all.judged |= matches!(other, Look::Judged(_));
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
