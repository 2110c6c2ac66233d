//! Laws as data, evaluated: what each regime says of each flow, with the reasons.
//!
//! Knows how conditions are judged, in three values and two readings, and how a decision list comes to a conclusion. A
//! missing fact never becomes "satisfied" or "not applicable". Never knows a law: thresholds, countries, sentences and citations are in the
//! regimes of the register. Never knows today's date.

mod asker;
mod branches;
mod chosen;
mod counts;
mod duties;
mod evaluate;
mod explain;
mod facets;
mod ground;
mod judge;
mod known;
mod notes;
mod pack;
mod paths;
mod predicates;
mod truth;
mod view;
mod walk;

pub use counts::{Counts, Group, Range};
pub use duties::{Duties, Owed};
pub use evaluate::{ByCandidate, Determination, determine};
pub use explain::{Explanation, Step, explain};
pub use ground::Ground;
pub use judge::{Judge, Judgement};
pub use notes::{Note, Why};
pub use pack::{LawUsed, Pack, Places};
pub use truth::{Answer, Reading, Truth};
pub use view::{Chosen, End, View};

pub use crate::flows::Moment;
use crate::{
    domain::{Register, record::Activity},
    flows::{self, Facts, Flow, Period},
};
use counts::Tallies;
use rayon::prelude::*;

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
    pub packs: Vec<(Pack<'a>, Counts<'a>)>,
}

impl<'a> Rulebook<'a> {
    /// The flows of `register` over `period`, and its regimes.
    #[must_use]
    pub fn of(register: &'a Register, period: Period) -> Self {
        let (land, ground) = (flows::Ground::of(register), Ground::of(register));
        let packs = |moment: &Moment| {
            let regimes = ground.regimes.iter();
            let in_force = regimes.filter(|regime| moment.counts(regime.status, regime.since, regime.until));
            in_force.map(|regime| (Pack::of(regime, &land.atlas, moment), Counts::default())).collect()
        };
        let seasons = flows::stretches(period, packs).map(|(period, packs)| Season { period, packs }).collect();
        let mut book = Self { period, land, ground, seasons };
        book.count();
        book
    }

    /// Counts the people of all flows, where a regime counts some.
    fn count(&mut self) {
        if self.seasons.iter().flat_map(|season| &season.packs).all(|(pack, _)| pack.counts.is_empty()) {
            return;
        }
        let none = || -> Vec<Vec<Tallies<'a>>> {
            let of_season = |season: &Season<'a>| season.packs.iter().map(|_| Tallies::default()).collect();
            self.seasons.iter().map(of_season).collect()
        };
        let found = self.each(none, |tallies, judge, _, flows| judge.count(flows, tallies));
        let all = found.into_iter().fold(none(), |mut all, more| {
            let pairs = all.iter_mut().flatten().zip(more.into_iter().flatten());
            pairs.for_each(|(tallies, more)| tallies.add(more));
            all
        });
        for (season, tallies) in self.seasons.iter_mut().zip(all) {
            let period = season.period;
            let each = season.packs.par_iter_mut().zip(tallies);
            each.for_each(|((pack, counts), tallies)| *counts = tallies.over(period, pack));
        }
    }

    /// Goes through the flows of every activity on all cores. Each of the results is of activities that follow each other in
    /// the order of their keys; `take` adds to it what it finds in the flows of the next one.
    pub fn each<'s, T: Send>(
        &'s self,
        begin: impl Fn() -> T + Sync,
        take: impl Fn(&mut T, &mut Judge<'s, 'a>, &'a Activity, &[Flow<'a>]) + Sync,
    ) -> Vec<T> {
        let era = self.land.over(self.period);
        let chunks = rayon::current_num_threads() * CHUNKS_A_THREAD;
        let activities = &self.land.activities;
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
        (pack, counts): (&'v Pack<'a>, &'v Counts<'a>),
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
