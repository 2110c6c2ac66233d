//! The people of all activities, counted for every regime that counts some, and kept activity by activity: so that a change costs what
//! it reaches, and not everything.
//!
//! Knows which numbers stand on which activities. Never borrows from a register.

use super::{
    Rulebook, Season,
    counts::{Counts, Spans, Sum, Tally, place_of, spans},
};
use crate::{
    domain::{
        Key,
        record::{
            Activity,
            regime::{Condition, CountTest},
        },
    },
    flows::Period,
};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::{collections::BTreeSet, sync::Arc};

/// The people of all activities. See the module.
#[derive(Debug, Clone, Default)]
pub struct Counting {
    /// What each activity adds; those that add nothing are left out.
    tallies: imbl::OrdMap<Key, Arc<Tally>>,
    /// The activities that add to each sum.
    added_to: imbl::HashMap<Sum, imbl::OrdSet<Key>>,
    /// What it comes to, by season and regime.
    counts: Vec<Vec<Counts>>,
}

impl Counting {
    /// The same, where the activities of these keys are as they are in `book` now, or are not there any more. What nobody counted
    /// yet is counted by naming all.
    pub(super) fn with(&self, book: &Rulebook<'_>, again: &[&Activity], gone: &[Key]) -> Self {
        let mut after = self.clone();
        if after.counts.is_empty() {
            let of_season = |season: &Season<'_>| season.packs.iter().map(|_| Counts::default()).collect();
            after.counts = book.seasons.iter().map(of_season).collect();
        }
        if book.seasons.iter().flat_map(|season| &season.packs).all(|(pack, _)| pack.counts.is_empty()) {
            return after;
        }
        let tallied = book.each_of(again, Vec::new, |tallies, judge, activity, flows| {
            tallies.push((activity.key.clone(), judge.count(flows)));
        });
        let mut touched = FxHashSet::default();
        let gone = gone.iter().map(|key| (key.clone(), Tally::default()));
        for (key, tally) in tallied.into_iter().flatten().chain(gone) {
            after.put(key, tally, &mut touched);
        }
        after.add_up(book, touched);
        after
    }

    /// What it comes to, by season and regime.
    pub(super) fn counts(&self) -> &[Vec<Counts>] {
        &self.counts
    }

    /// The sums by which some threshold of `book` is answered otherwise than in `other`.
    #[must_use]
    pub fn otherwise(&self, other: &Self, book: &Rulebook<'_>) -> FxHashSet<Sum> {
        let mut sums = FxHashSet::default();
        for (season, ((of, one), other)) in book.seasons.iter().zip(&self.counts).zip(&other.counts).enumerate() {
            for (pack, (((law, _), one), other)) in of.packs.iter().zip(one).zip(other).enumerate() {
                let tests = law.leaves.iter().filter_map(|leaf| match leaf {
                    Condition::Count(test) => Some((place_of(law, &test.of)?, test)),
                    _ => None,
                });
                let tests: Vec<(usize, &CountTest)> = tests.collect();
                let found = one.otherwise(other, &tests).into_iter();
                sums.extend(found.map(|(counted, group)| Sum { season, pack, counted, group }));
            }
        }
        sums
    }

    /// What an activity adds now in the place of what it added. Notes the sums that are otherwise.
    fn put(&mut self, key: Key, tally: Tally, touched: &mut FxHashSet<Sum>) {
        let before = self.tallies.get(&key).cloned();
        if before.as_deref().is_some_and(|before| *before == tally) {
            return;
        }
        for sum in before.iter().flat_map(|before| before.sums()) {
            if let Some(adding) = self.added_to.get_mut(sum) {
                adding.remove(&key);
            }
            touched.insert(sum.clone());
        }
        for sum in tally.sums() {
            self.added_to.entry(sum.clone()).or_default().insert(key.clone());
            touched.insert(sum.clone());
        }
        if tally.is_empty() {
            self.tallies.remove(&key);
        } else {
            self.tallies.insert(key, Arc::new(tally));
        }
    }

    /// Adds up what is otherwise.
    fn add_up(&mut self, book: &Rulebook<'_>, mut touched: FxHashSet<Sum>) {
        // Flows whose exporter is not recorded may add to anybody's.
        let of = |sum: &Sum| (sum.season, sum.pack, sum.counted);
        let anybodys: FxHashSet<_> = touched.iter().filter(|sum| sum.group.exporter.is_none()).map(of).collect();
        if !anybodys.is_empty() {
            touched.extend(self.added_to.keys().filter(|sum| anybodys.contains(&of(sum))).cloned());
        }
        let mut open: FxHashMap<_, BTreeSet<Period>> = FxHashMap::default();
        for (sum, adding) in self.added_to.iter().filter(|(sum, _)| sum.group.exporter.is_none()) {
            let shares = adding.iter().filter_map(|key| self.tallies.get(key)).flat_map(|tally| tally.of(sum));
            open.entry(of(sum)).or_default().extend(shares.map(|(days, _)| *days));
        }
        let (nobody, touched): (_, Vec<Sum>) = (BTreeSet::new(), touched.into_iter().collect());
        let spans = |sum| self.spans(book, sum, open.get(&of(sum)).unwrap_or(&nobody));
        let found: Vec<Option<Spans>> = touched.par_iter().map(spans).collect();
        for (sum, spans) in touched.into_iter().zip(found) {
            if spans.is_none() {
                self.added_to.remove(&sum);
            }
            let counts = self.counts.get_mut(sum.season).and_then(|packs| packs.get_mut(sum.pack));
            if let Some(counts) = counts {
                counts.set(sum.counted, &sum.group, spans);
            }
        }
    }

    /// The numbers of a sum; `None`: no activity adds to it.
    fn spans(&self, book: &Rulebook<'_>, sum: &Sum, anybody: &BTreeSet<Period>) -> Option<Spans> {
        let adding = self.added_to.get(sum).filter(|adding| !adding.is_empty())?;
        let shares = adding.iter().filter_map(|key| self.tallies.get(key)).map(|tally| tally.of(sum));
        let shares: Vec<_> = shares.collect();
        Some(spans(book.seasons.get(sum.season)?.period, &shares, anybody))
    }
}
