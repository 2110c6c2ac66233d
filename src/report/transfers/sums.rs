//! What all flows come to together: one pass over them, each judged as it comes and then forgotten, and what is left kept activity by
//! activity.
//!
//! What is kept borrows from no register, so that it stands for the next one too where nothing reached the activity.

use super::{
    Options,
    filter::ends,
    groups::Together,
    model::{Grouping, Results, Totals},
};
use crate::{
    domain::{
        Key,
        digest::Digest,
        record::{Activity, regime::Conclusion},
    },
    flows::{Atlas, Border, Crossing, Flow, Target, TargetBy},
    rules::{Determination, Judge, Judgement, Known, LawUsed, Pack, Rulebook},
};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::{collections::BTreeMap, sync::Arc};

/// So many activities are added up by one core.
const AT_ONCE: usize = 1024;

/// What a regime says of some flows, as far as it is counted.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub regime: Key,
    pub conclusion: Conclusion,
    pub law: LawUsed,
    /// The keys of the rules that decide.
    pub decided_by: Vec<Key>,
    /// The keys of those that may.
    pub otherwise: Vec<Key>,
}

/// What the flows of one activity come to.
#[derive(Debug, Default)]
pub(super) struct Share {
    totals: Totals,
    /// Every determination of a reported flow, and of how many flows it is the worst that its regime comes to.
    found: Vec<(Arc<Found>, usize)>,
    /// Each reported flow with the group that it belongs to, and what the laws come to for it.
    flows: Vec<(Arc<Together>, Digest, Results)>,
    exporters: Vec<Key>,
    importers: Vec<TargetBy<Key>>,
    places: Vec<Key>,
}

/// What the flows of some activities come to. See the module.
#[derive(Default)]
pub(super) struct Sums<'s> {
    pub totals: Totals,
    /// Every determination of a reported flow, by where it is in memory.
    found: FxHashMap<usize, (&'s Found, usize)>,
    /// The flows of each group, and what the laws come to for them.
    pub groups: FxHashMap<&'s Together, (Vec<Digest>, Results)>,
    /// Who sends and who gets.
    pub exporters: FxHashSet<&'s Key>,
    pub importers: FxHashSet<&'s TargetBy<Key>>,
    /// The places at both ends.
    pub places: FxHashSet<&'s Key>,
}

/// The shares of some activities, in the order of their keys.
pub(super) fn shares<'a>(
    book: &Rulebook<'a>,
    activities: &[&'a Activity],
    options: &Options,
) -> impl Iterator<Item = (Key, Arc<Known<Share>>)> + use<'a> {
    let gathered = book.each_of(activities, Gathering::default, |gathering, judge, activity, flows| {
        gathering.activity((book, options), judge, activity, flows);
    });
    gathered.into_iter().flat_map(|gathering| gathering.shares)
}

/// Shares as they are found, with what several of them hold.
#[derive(Default)]
struct Gathering<'a> {
    shares: Vec<(Key, Arc<Known<Share>>)>,
    /// By where a determination is in memory; it is held, so that no other comes to be there.
    found: FxHashMap<usize, (Arc<Determination<'a>>, Arc<Found>)>,
    together: FxHashSet<Arc<Together>>,
    /// The places of determinations in the share at hand.
    places: FxHashMap<usize, usize>,
}

impl<'a> Gathering<'a> {
    fn activity<'b>(
        &mut self,
        (book, options): (&'b Rulebook<'a>, &Options),
        judge: &mut Judge<'b, 'a>,
        activity: &'a Activity,
        flows: &[Flow<'a>],
    ) {
        let (mut share, mut held_against) = (Share::default(), Box::default());
        self.places.clear();
        if options.filter.may_select(&activity.key) {
            for (flow, judged) in flows.iter().zip(judge.judge(flows)) {
                self.flow((book, options), &mut share, flow, &judged);
            }
            held_against = judge.held_against();
        } else {
            for flow in flows {
                share.crosses(&book.land.atlas, flow);
            }
        }
        for list in [&mut share.exporters, &mut share.places] {
            list.sort_unstable();
            list.dedup();
        }
        share.importers.sort_unstable();
        share.importers.dedup();
        self.shares.push((activity.key.clone(), Arc::new(Known { found: share, held_against })));
    }

    fn flow(
        &mut self,
        (book, options): (&Rulebook<'a>, &Options),
        share: &mut Share,
        flow: &Flow<'a>,
        judged: &[Judgement<'_, '_, 'a>],
    ) {
        let atlas = &book.land.atlas;
        let reported = share.crosses(atlas, flow) && is_reported(atlas, options, flow, judged);
        let Some(last) = judged.last().filter(|_| reported) else { return };
        share.totals.reported += 1;
        let worst = worst(judged, options.filter.regime.as_ref());
        let mut results = Results::default();
        for (_, found) in &worst {
            results.count((found.conclusion, found.law), 1);
        }
        share.totals.results.join(&results);
        for (pack, found) in laws(judged, options.filter.regime.as_ref()) {
            self.determination(share, pack, found, 0);
        }
        for (pack, found) in &worst {
            self.determination(share, pack, found, 1);
        }
        match options.group_by {
            Grouping::Regime => {
                for (pack, found) in &worst {
                    let together = Together::Regime(pack.regime.key.clone(), found.conclusion);
                    share.flows.push((self.group(together), flow.id, results));
                }
            }
            by => share.flows.push((self.group(Together::of(by, flow, last.facts)), flow.id, results)),
        }
        share.exporters.extend(last.facts.exporter.organizations().cloned());
        share.importers.extend(flow.name.target().map(Target::held));
        let (from, to) = ends(flow);
        share.places.extend(from.into_iter().chain(to).cloned());
    }

    fn determination(&mut self, share: &mut Share, pack: &Pack<'_>, found: &Arc<Determination<'a>>, flows: usize) {
        let at = Arc::as_ptr(found).addr();
        let place = *self.places.entry(at).or_insert_with(|| {
            let keep = || (Arc::clone(found), Arc::new(Found::of(pack, found)));
            let (_, kept) = self.found.entry(at).or_insert_with(keep);
            share.found.push((Arc::clone(kept), 0));
            share.found.len() - 1
        });
        if let Some((_, counted)) = share.found.get_mut(place) {
            *counted += flows;
        }
    }

    fn group(&mut self, together: Together) -> Arc<Together> {
        if let Some(known) = self.together.get(&together) {
            return Arc::clone(known);
        }
        let together = Arc::new(together);
        self.together.insert(Arc::clone(&together));
        together
    }
}

impl Found {
    fn of(pack: &Pack<'_>, found: &Determination<'_>) -> Self {
        let otherwise = found.otherwise.iter().chain(found.candidates.iter().flat_map(|by| &by.decided_by));
        Self {
            regime: pack.regime.key.clone(),
            conclusion: found.conclusion,
            law: found.law,
            decided_by: found.decided_by.iter().map(|rule| rule.key.clone()).collect(),
            otherwise: otherwise.map(|rule| rule.key.clone()).collect(),
        }
    }
}

impl Share {
    /// Counts a flow among those that cross a border; `None`: nobody can tell.
    fn crosses<'a>(&mut self, atlas: &Atlas<'a>, flow: &Flow<'a>) -> bool {
        self.totals.flows += 1;
        let crosses = crosses(atlas, flow);
        let count = match crosses {
            Some(true) => &mut self.totals.cross_border,
            Some(false) => &mut self.totals.domestic,
            None => &mut self.totals.undetermined,
        };
        *count += 1;
        crosses != Some(false)
    }
}

impl<'s> Sums<'s> {
    /// Of the shares of all activities, in the order of their keys.
    pub fn of(shares: impl Iterator<Item = &'s Share>) -> Self {
        let shares: Vec<&Share> = shares.collect();
        let of_some = |shares: &[&'s Share]| {
            let mut sums = Self::default();
            for share in shares {
                sums.take(share);
            }
            sums
        };
        let sums: Vec<Self> = shares.par_chunks(AT_ONCE).map(of_some).collect();
        sums.into_iter().reduce(Self::and).unwrap_or_default()
    }

    fn take(&mut self, share: &'s Share) {
        self.totals = self.totals.and(&share.totals);
        for (found, flows) in &share.found {
            self.found.entry(Arc::as_ptr(found).addr()).or_insert((found, 0)).1 += flows;
        }
        for (together, flow, results) in &share.flows {
            let (flows, all) = self.groups.entry(together).or_default();
            flows.push(*flow);
            all.join(results);
        }
        self.exporters.extend(&share.exporters);
        self.importers.extend(&share.importers);
        self.places.extend(&share.places);
    }

    /// This, and what the flows of the next activities come to.
    fn and(mut self, next: Self) -> Self {
        self.totals = self.totals.and(&next.totals);
        #[expect(clippy::iter_over_hash_type, reason = "each is added to its own")]
        for (at, (found, flows)) in next.found {
            self.found.entry(at).or_insert((found, 0)).1 += flows;
        }
        #[expect(clippy::iter_over_hash_type, reason = "each is added to its own")]
        for (together, (flows, results)) in next.groups {
            let (all, sum) = self.groups.entry(together).or_default();
            all.extend(flows);
            sum.join(&results);
        }
        self.exporters.extend(next.exporters);
        self.importers.extend(next.importers);
        self.places.extend(next.places);
        self
    }

    /// Every determination of a reported flow, and of how many flows it is the worst that its regime comes to, in no order.
    pub fn found(&self) -> impl Iterator<Item = (&'s Found, usize)> {
        self.found.values().copied()
    }

    /// The same, by regime.
    pub fn by_regime(&self) -> BTreeMap<&'s Key, Vec<(&'s Found, usize)>> {
        let mut by_regime: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (found, flows) in self.found() {
            by_regime.entry(&found.regime).or_default().push((found, flows));
        }
        by_regime
    }
}

/// Whether a flow is in the report.
pub(super) fn is_reported<'a>(
    atlas: &Atlas<'a>,
    options: &Options,
    flow: &Flow<'a>,
    judged: &[Judgement<'_, '_, 'a>],
) -> bool {
    let filter = &options.filter;
    let of_result = |wanted| laws(judged, filter.regime.as_ref()).any(|(_, found)| found.conclusion == wanted);
    filter.selects(atlas, flow) && filter.result.is_none_or(of_result)
}

/// Whether a flow crosses a border on any day; `None`: nobody can tell.
pub(super) fn crosses(atlas: &Atlas<'_>, flow: &Flow<'_>) -> Option<bool> {
    let mut doubt = false;
    for stretch in &flow.stretches {
        let facts = &stretch.facts;
        for crossing in [facts.crossing(atlas, Border::Country), facts.crossing_from_people(atlas, Border::Country)] {
            match crossing {
                Crossing::Yes { .. } => return Some(true),
                Crossing::No => {}
                Crossing::Undetermined(_) => doubt = true,
            }
        }
    }
    (!doubt).then_some(false)
}

/// What each law says on each of the days, of the one that is wanted or of all.
fn laws<'j, 'b, 'a>(
    judged: &'j [Judgement<'_, 'b, 'a>],
    regime: Option<&'j Key>,
) -> impl Iterator<Item = (&'b Pack<'a>, &'j Arc<Determination<'a>>)> {
    judged
        .iter()
        .flat_map(Judgement::laws)
        .filter(move |(pack, _)| regime.is_none_or(|wanted| pack.regime.key == *wanted))
}

/// The worst that each law comes to.
fn worst<'j, 'b, 'a>(
    judged: &'j [Judgement<'_, 'b, 'a>],
    regime: Option<&'j Key>,
) -> Vec<(&'b Pack<'a>, &'j Arc<Determination<'a>>)> {
    if judged.len() <= 1 {
        return laws(judged, regime).collect();
    }
    let mut worst: BTreeMap<&Key, (&'b Pack<'a>, &Arc<Determination<'a>>)> = BTreeMap::new();
    for (pack, found) in laws(judged, regime) {
        let (_, held) = worst.entry(&pack.regime.key).or_insert((pack, found));
        if badness(found) > badness(held) {
            *held = found;
        }
    }
    worst.into_values().collect()
}

/// The order in which results are looked at.
fn badness(found: &Determination<'_>) -> (u8, bool) {
    (found.conclusion.badness(), found.law != LawUsed::Confirmed)
}

impl Results {
    /// Adds a determination of so many flows.
    pub(super) const fn count(&mut self, (conclusion, law): (Conclusion, LawUsed), flows: usize) {
        let passes = !matches!(conclusion, Conclusion::NotSatisfied | Conclusion::Undetermined);
        let count = match conclusion {
            _ if passes && !law.is_firm() => &mut self.on_unconfirmed_law,
            Conclusion::NotApplicable => &mut self.not_applicable,
            Conclusion::Satisfied => &mut self.satisfied,
            Conclusion::NotSatisfied => &mut self.not_satisfied,
            Conclusion::Conditional => &mut self.conditional,
            Conclusion::Undetermined => &mut self.undetermined,
        };
        *count += flows;
    }

    fn join(&mut self, more: &Self) {
        self.not_applicable += more.not_applicable;
        self.satisfied += more.satisfied;
        self.not_satisfied += more.not_satisfied;
        self.conditional += more.conditional;
        self.undetermined += more.undetermined;
        self.on_unconfirmed_law += more.on_unconfirmed_law;
    }
}

impl Totals {
    fn and(mut self, more: &Self) -> Self {
        self.flows += more.flows;
        self.cross_border += more.cross_border;
        self.undetermined += more.undetermined;
        self.domestic += more.domestic;
        self.reported += more.reported;
        self.results.join(&more.results);
        self
    }
}
