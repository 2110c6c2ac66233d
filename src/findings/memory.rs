//! What checks found in activities, kept for the next register: most records are activities, and every law is held against each.
//!
//! What is found in an activity hangs on the activity, on the records that it leads to, and on the agreements and assessments about
//! these: what [`rules::reached`] follows. A check that looks at activities must read nothing else. The other records are looked at
//! each time.

use super::{Ground, Wanted, finding::Noted, inspector::Read, is_looked_at, judged, of_entry};
use crate::{
    domain::{Key, Kind, RecordId, record::Activity},
    flows::{Era, Period},
    rules::{self, ByActivity, Known, Rulebook},
};
use std::sync::Arc;

/// So many days are kept.
const KEPT: usize = 2;

/// What checks found in the activities of the registers and on the days that were asked about last.
#[derive(Debug)]
pub struct Memory(rules::Memory<(), Noted>);

impl Default for Memory {
    fn default() -> Self {
        Self(rules::Memory::of(KEPT))
    }
}

impl Memory {
    /// What all checks find in each activity. `keep`: whether it is kept for the next register.
    pub(super) fn recall<'a>(&self, (ground, era): (&Ground<'a, '_>, &Era<'_, 'a>), keep: bool) -> ByActivity<Noted> {
        let of = |book: &Rulebook<'a>, activities: &[&'a Activity]| noted((ground, era), book, activities);
        self.0.recall((ground.register, Period::day(ground.on)), &(), keep, of).1
    }
}

/// What all checks find in some activities: their flows are derived once, for laws and checks.
fn noted<'a>(
    (ground, era): (&Ground<'a, '_>, &Era<'_, 'a>),
    book: &Rulebook<'a>,
    activities: &[&'a Activity],
) -> impl Iterator<Item = (Key, Arc<Known<Noted>>)> + use<> {
    let checks = Wanted::of(|_| true);
    let noted = book.each_of(activities, Vec::new, |all, judge, activity, flows| {
        let entry = ground.register.get(&RecordId::new(Kind::Activities, activity.key.clone()));
        let Some(entry) = entry.filter(|entry| is_looked_at(entry, ground.on)) else { return };
        let verdicts = judged::verdicts(ground.register, judge, activity, flows);
        let noted = of_entry((ground, era), &checks, entry, (&verdicts, &Read::with(flows)));
        let held_against = judge.held_against();
        all.push((activity.key.clone(), Arc::new(Known { found: noted, held_against })));
    });
    noted.into_iter().flatten()
}
