//! Laws as data, evaluated: what each regime says of each flow, with the reasons.
//!
//! Knows how conditions are judged, in three values and two readings, and how a decision list comes to a conclusion. A
//! missing fact never becomes "satisfied" or "not applicable". Never knows a law: thresholds, countries, sentences and citations are in the
//! regimes of the register. Never knows today's date.

mod asker;
mod branches;
mod chosen;
mod counting;
mod counts;
mod duties;
mod evaluate;
mod explain;
mod facets;
mod ground;
mod judge;
mod known;
mod memory;
mod notes;
mod pack;
mod paths;
mod predicates;
mod truth;
mod view;
mod walk;

pub use counting::Counting;
pub use counts::{Counts, Group, Range, Sum};
pub use duties::{Duties, Owed};
pub use evaluate::{ByCandidate, Determination, determine};
pub use explain::{Explanation, Step, explain};
pub use ground::Ground;
pub use judge::{Judge, Judgement};
pub use memory::{ByActivity, Known, Memory};
pub use notes::{Note, Why};
pub use pack::{LawUsed, Pack, Places};
pub use truth::{Answer, Reading, Truth};
pub use view::{Chosen, End, View};

pub use crate::flows::Moment;
use crate::{
    domain::{Key, Kind, RecordId, Register, record::Activity},
    flows::{self, Facts, Flow, Period},
};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Activities that are judged by one judge: what it finds out for some of them it knows for the rest.
const CHUNKS_A_THREAD: usize = 1;

/// Fewer activities than this are not worth another judge.
const FEWEST: usize = 64;

/// The flows of a register over a period, and the regimes that are held against them.
#[derive(Debug)]
pub struct Rulebook<'a> {
    /// The period.
    pub period: Period,
    /// The records that flows are derived from, and the places.
    pub land: flows::Ground<'a>,
    /// The records that rules look up.
    pub ground: Ground<'a>,
    /// The seasons of the period, in their order; at least one.
    pub seasons: Vec<Season<'a>>,
}

/// Days on which the laws are the same.
#[derive(Debug)]
pub struct Season<'a> {
    /// The days.
    pub period: Period,
    /// The regimes that are the law then, in the order of their keys, each with the people counted for it.
    pub packs: Vec<(Pack<'a>, Counts)>,
}

impl<'a> Rulebook<'a> {
    /// The flows of `register` over `period`, and its regimes.
    #[must_use]
    pub fn of(register: &'a Register, period: Period) -> Self {
        Self::counted(register, period, None).0
    }

    /// The same, and the people counted: what a change did not reach is taken over from what was counted in an earlier register
    /// over the same period.
    #[must_use]
    pub fn counted(
        register: &'a Register,
        period: Period,
        earlier: Option<(&Register, &Counting)>,
    ) -> (Self, Counting) {
        let (land, ground) = (flows::Ground::of(register), Ground::of(register));
        let packs = |moment: &Moment| {
            let regimes = ground.regimes.iter();
            let in_force = regimes.filter(|regime| moment.counts(regime.status, regime.since, regime.until));
            in_force.map(|regime| (Pack::of(regime, &land.atlas, moment), Counts::default())).collect()
        };
        let seasons = flows::stretches(period, packs).map(|(period, packs)| Season { period, packs }).collect();
        let mut book = Self { period, land, ground, seasons };
        let known = earlier.and_then(|(earlier, counting)| Some((counting, reached(earlier, register)?)));
        let counting = match known {
            Some((counting, reached)) => {
                let (again, gone) = book.activities(&reached);
                counting.with(&book, &again, &gone)
            }
            None => Counting::default().with(&book, &book.land.activities, &[]),
        };
        for (season, counts) in book.seasons.iter_mut().zip(counting.counts()) {
            for ((_, place), counts) in season.packs.iter_mut().zip(counts) {
                place.clone_from(counts);
            }
        }
        (book, counting)
    }

    /// The activities of these keys, and the keys of which there is none.
    #[must_use]
    pub fn activities(&self, keys: &BTreeSet<Key>) -> (Vec<&'a Activity>, Vec<Key>) {
        let find = |key: &Key| {
            let place = self.land.activities.binary_search_by(|activity| activity.key.cmp(key));
            place.ok().and_then(|place| self.land.activities.get(place)).copied()
        };
        let gone = keys.iter().filter(|key| find(key).is_none()).cloned();
        (keys.iter().filter_map(find).collect(), gone.collect())
    }

    /// Goes through the flows of every activity on all cores. Each of the results is of activities that follow each other in
    /// the order of their keys; `take` adds to it what it finds in the flows of the next one.
    pub fn each<'s, T: Send>(
        &'s self,
        begin: impl Fn() -> T + Sync,
        take: impl Fn(&mut T, &mut Judge<'s, 'a>, &'a Activity, &[Flow<'a>]) + Sync,
    ) -> Vec<T> {
        self.each_of(&self.land.activities, begin, take)
    }

    /// The same, through the flows of some activities.
    pub fn each_of<'s, T: Send>(
        &'s self,
        activities: &[&'a Activity],
        begin: impl Fn() -> T + Sync,
        take: impl Fn(&mut T, &mut Judge<'s, 'a>, &'a Activity, &[Flow<'a>]) + Sync,
    ) -> Vec<T> {
        let era = self.land.over(self.period);
        let chunks = rayon::current_num_threads() * CHUNKS_A_THREAD;
        let chunks = activities.par_chunks(activities.len().div_ceil(chunks).max(FEWEST));
        let of_chunk = |chunk: &[&'a Activity]| {
            let (mut judge, mut result) = (Judge::of(self), begin());
            for activity in chunk {
                take(&mut result, &mut judge, activity, &era.flows_of(activity));
            }
            result
        };
        chunks.map(of_chunk).collect()
    }

    /// Every flow, by activity, step, element, recipient and sub-processor.
    #[must_use]
    pub fn flows(&self) -> Vec<Flow<'a>> {
        self.land.over(self.period).flows()
    }

    /// A flow as the conditions of a regime see it.
    #[must_use]
    pub fn view<'v>(
        &'v self,
        flow: &'v Flow<'a>,
        facts: &'v Facts<'a>,
        (pack, counts): (&'v Pack<'a>, &'v Counts),
        moment: &'v Moment,
    ) -> View<'v, 'a> {
        View {
            ground: &self.ground,
            atlas: &self.land.atlas,
            pack,
            counts,
            moment,
            activity: flow.activity,
            name: &flow.name,
            facts,
            chosen: &[],
        }
    }
}

/// The activities of which what the laws say, or the people that they add to a number, may be otherwise in `after` than in `before`, as
/// far as the numbers of people of all of them together are the same. `None`: everything may be, since a law is otherwise.
#[must_use]
pub fn reached(before: &Register, after: &Register) -> Option<BTreeSet<Key>> {
    let changed = after.differing(before);
    let counts = |id: &RecordId| !matches!(id.kind, Kind::Regimes);
    if !changed.iter().all(counts) {
        return None;
    }
    let (activities, others) = flows::reached_through(before, after, &changed, |_| true);
    others.iter().all(counts).then_some(activities)
}
