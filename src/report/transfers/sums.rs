//! What all flows come to together: one pass over them, each judged as it comes and then forgotten.

use super::{
    Options,
    filter::ends,
    groups::Together,
    model::{Grouping, Results, Totals},
};
use crate::{
    domain::{Key, digest::Digest, record::regime::Conclusion},
    flows::{Atlas, Border, Crossing, Flow, Target},
    rules::{Determination, Judgement, LawUsed, Pack, Rulebook},
};
use rustc_hash::{FxHashMap, FxHashSet};
use std::{collections::BTreeMap, sync::Arc};

/// A determination, and of how many flows it is the worst that its regime comes to.
pub(super) struct Counted<'b, 'a> {
    pub pack: &'b Pack<'a>,
    pub found: Arc<Determination<'a>>,
    pub flows: usize,
}

/// What the flows of some activities come to. See the module.
#[derive(Default)]
pub(super) struct Sums<'b, 'a> {
    pub totals: Totals,
    /// Every determination of a reported flow, by where it is in memory.
    determinations: FxHashMap<usize, Counted<'b, 'a>>,
    /// The flows of each group, and what the laws come to for them.
    pub groups: FxHashMap<Together<'a>, (Vec<Digest>, Results)>,
    /// Who sends and who gets.
    pub exporters: FxHashSet<&'a Key>,
    pub importers: FxHashSet<Target<'a>>,
    /// The places at both ends.
    pub places: FxHashSet<&'a Key>,
}

impl<'b, 'a> Sums<'b, 'a> {
    /// Of all flows of a book that the options select.
    pub fn of(book: &'b Rulebook<'a>, options: &Options) -> Self {
        let found = book.each(Self::default, |sums, judge, activity, flows| {
            let wanted = options.filter.may_select(&activity.key);
            for (flow, judged) in flows.iter().zip(judge.judge(if wanted { flows } else { &[] })) {
                sums.take(book, options, flow, &judged);
            }
            if !wanted {
                for flow in flows {
                    sums.crosses(&book.land.atlas, flow);
                }
            }
        });
        found.into_iter().reduce(Self::and).unwrap_or_default()
    }

    /// Counts a flow among those that cross a border; `None`: nobody can tell.
    fn crosses(&mut self, atlas: &Atlas<'a>, flow: &Flow<'a>) -> bool {
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

    fn take(&mut self, book: &Rulebook<'a>, options: &Options, flow: &Flow<'a>, judged: &[Judgement<'_, 'b, 'a>]) {
        let reported = self.crosses(&book.land.atlas, flow) && is_reported(&book.land.atlas, options, flow, judged);
        let Some(last) = judged.last().filter(|_| reported) else { return };
        self.totals.reported += 1;
        let worst = worst(judged, options.filter.regime.as_ref());
        let mut results = Results::default();
        for (_, found) in &worst {
            results.add(found);
        }
        self.totals.results.join(&results);
        for (pack, found) in laws(judged, options.filter.regime.as_ref()) {
            let counted = self.determinations.entry(Arc::as_ptr(found).addr());
            counted.or_insert_with(|| Counted { pack, found: Arc::clone(found), flows: 0 });
        }
        for (_, found) in &worst {
            if let Some(counted) = self.determinations.get_mut(&Arc::as_ptr(found).addr()) {
                counted.flows += 1;
            }
        }
        let mut group = |together| {
            let (flows, all) = self.groups.entry(together).or_default();
            flows.push(flow.id);
            all.join(&results);
        };
        match options.group_by {
            Grouping::Regime => {
                for (pack, found) in &worst {
                    group(Together::Regime(&pack.regime.key, found.conclusion));
                }
            }
            by => group(Together::of(by, flow, last.facts)),
        }
        self.exporters.extend(last.facts.exporter.organizations());
        self.importers.extend(flow.name.target());
        let (from, to) = ends(flow);
        self.places.extend(from.into_iter().chain(to));
    }

    /// This, and what the flows of the next activities come to.
    fn and(mut self, next: Self) -> Self {
        self.totals = self.totals.and(&next.totals);
        self.determinations.extend(next.determinations);
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

    /// Every determination of a reported flow, in no order.
    pub fn counted(&self) -> impl Iterator<Item = &Counted<'b, 'a>> {
        self.determinations.values()
    }

    /// Every determination of a reported flow, by regime.
    pub fn by_regime(&self) -> BTreeMap<&'a Key, Vec<&Counted<'b, 'a>>> {
        let mut by_regime: BTreeMap<_, Vec<_>> = BTreeMap::new();
        #[expect(clippy::iter_over_hash_type, reason = "what is made of them does not depend on their order")]
        for counted in self.determinations.values() {
            by_regime.entry(&counted.pack.regime.key).or_default().push(counted);
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
    let of = match found.conclusion {
        Conclusion::NotApplicable => 0,
        Conclusion::Satisfied => 1,
        Conclusion::Conditional => 2,
        Conclusion::Undetermined => 3,
        Conclusion::NotSatisfied => 4,
    };
    (of, found.law != LawUsed::Confirmed)
}

impl Results {
    fn add(&mut self, found: &Determination<'_>) {
        self.count(found, 1);
    }

    /// Adds a determination of so many flows.
    pub(super) fn count(&mut self, found: &Determination<'_>, flows: usize) {
        let passes = !matches!(found.conclusion, Conclusion::NotSatisfied | Conclusion::Undetermined);
        let count = match found.conclusion {
            _ if passes && found.law != LawUsed::Confirmed => &mut self.on_unconfirmed_law,
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
