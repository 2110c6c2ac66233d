//! The flows of the report, told when they are read: activity by activity, so that no more than a few are in memory at once.
//!
//! Whoever reads all flows learns on the way what should be found out; questions that are read first are found by going
//! through the flows too.

use super::{
    Options,
    flow::{Judged, JudgedStretch, LawSays, Teller},
    model::{OpenQuestion, TransferFlow},
    open::{Asked, Open},
    sums::{crosses, is_reported},
};
use crate::{
    domain::{Register, record::Activity},
    flows::{Atlas, Border, Era, Flow},
    rules::{Explanation, Judge, Judgement, Rulebook},
};
use rayon::prelude::*;
use serde::{Serialize, Serializer, ser::SerializeSeq};
use std::sync::{Arc, OnceLock};

/// So many activities are told at once, on each core.
const AT_ONCE: usize = 16;

/// What flows are told from.
#[derive(Debug)]
pub(super) struct Told<'r> {
    pub register: &'r Register,
    pub book: Rulebook<'r>,
    options: Options,
    open: OnceLock<Asked>,
}

/// Whether what each law says is told with its reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// With the reasons.
    Reasons,
    /// Results only.
    Results,
}

impl<'r> Told<'r> {
    pub fn of(register: &'r Register, book: Rulebook<'r>, options: Options) -> Self {
        Self { register, book, options, open: OnceLock::new() }
    }

    fn teller(&self) -> Teller<'_, 'r> {
        Teller::of(self.register, &self.book, &self.options)
    }

    /// Calls `take` with the flows of some activities after the other, in their order, until it fails.
    fn each<E>(&self, depth: Depth, mut take: impl FnMut(Vec<TransferFlow>) -> Result<(), E>) -> Result<(), E> {
        let era = self.book.land.over(self.options.period);
        let mut judges: Vec<(Judge<'_, 'r>, Open<'r>)> =
            (0..rayon::current_num_threads()).map(|_| (Judge::of(&self.book), Open::default())).collect();
        let selected = |activity: &&&'r Activity| self.options.filter.may_select(&activity.key);
        let activities: Vec<&Activity> = self.book.land.activities.iter().filter(selected).copied().collect();
        for batch in activities.chunks(AT_ONCE * judges.len()) {
            let told = judges.par_iter_mut().zip(batch.par_chunks(AT_ONCE)).map(|((judge, open), activities)| {
                let each = activities.iter().flat_map(|activity| self.activity(&era, activity, judge, open, depth));
                each.collect()
            });
            let told: Vec<Vec<TransferFlow>> = told.collect();
            told.into_iter().try_for_each(&mut take)?;
        }
        if depth == Depth::Reasons {
            let open = judges.into_iter().map(|(_, open)| open).fold(Open::default(), Open::and);
            self.open.get_or_init(|| open.told(&self.teller()));
        }
        Ok(())
    }

    fn activity(
        &self,
        era: &Era<'_, 'r>,
        activity: &'r Activity,
        judge: &mut Judge<'_, 'r>,
        open: &mut Open<'r>,
        depth: Depth,
    ) -> Vec<TransferFlow> {
        let atlas = &self.book.land.atlas;
        let teller = self.teller();
        let flows = era.flows_of(activity);
        let mut told = Vec::new();
        let judged = judge.judge(&flows);
        for (flow, judged) in flows.iter().zip(judged) {
            if crosses(atlas, flow) == Some(false) || !is_reported(atlas, &self.options, flow, &judged) {
                continue;
            }
            let stretches = judged.iter().map(|judgement| self.stretch(flow, judgement, judge, depth)).collect();
            let judged = Judged { flow, stretches };
            open.note(&judged);
            told.extend(teller.flow(&judged));
        }
        told
    }

    /// What each regime says of a flow on some days, and why.
    fn stretch<'f, 'b>(
        &self,
        flow: &Flow<'r>,
        judgement: &Judgement<'f, 'b, 'r>,
        judge: &mut Judge<'b, 'r>,
        depth: Depth,
    ) -> JudgedStretch<'f, 'b, 'r> {
        let wanted = self.options.filter.regime.as_ref();
        let laws = judgement.determinations.iter().filter_map(|(at, found)| {
            let (pack, _) = judgement.season.packs.get(*at)?;
            if wanted.is_some_and(|wanted| pack.regime.key != *wanted) {
                return None;
            }
            let explanation = match depth {
                Depth::Reasons => judge.explain(flow, judgement, *at),
                Depth::Results => Explanation::default(),
            };
            Some(LawSays { pack, found: Arc::clone(found), explanation })
        });
        let (facts, atlas) = (judgement.facts, &self.book.land.atlas);
        JudgedStretch {
            period: judgement.period,
            facts,
            crossing: facts.crossing(atlas, Border::Country),
            from_people: facts.crossing_from_people(atlas, Border::Country),
            laws: laws.collect(),
        }
    }

    /// What should be found out.
    fn open(&self) -> &Asked {
        if self.open.get().is_none() {
            let Ok(()) = self.each(Depth::Reasons, |_| Ok::<_, std::convert::Infallible>(()));
        }
        self.open.get_or_init(Asked::default)
    }
}

/// The flows of a report, told one after the other whenever they are read.
#[derive(Debug, Clone)]
pub struct Flows<'r>(Arc<Told<'r>>);

impl<'r> Flows<'r> {
    pub(super) fn of(told: &Arc<Told<'r>>) -> Self {
        Self(Arc::clone(told))
    }

    /// The register that they are of.
    pub(super) fn register(&self) -> &'r Register {
        self.0.register
    }

    /// The places of that register.
    pub(super) fn atlas(&self) -> &Atlas<'r> {
        &self.0.book.land.atlas
    }

    /// All of them at once, in their order.
    #[must_use]
    pub fn all(&self) -> Vec<TransferFlow> {
        let mut all = Vec::new();
        let Ok(()) = self.0.each(Depth::Reasons, |flows| {
            all.extend(flows);
            Ok::<_, std::convert::Infallible>(())
        });
        all
    }

    /// All of them without the reasons of what the laws say, a few after the other.
    pub(in crate::report) fn each_result(&self, mut take: impl FnMut(TransferFlow)) {
        let Ok(()) = self.0.each(Depth::Results, |flows| {
            flows.into_iter().for_each(&mut take);
            Ok::<_, std::convert::Infallible>(())
        });
    }
}

impl Serialize for Flows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sequence = serializer.serialize_seq(None)?;
        self.0.each(Depth::Reasons, |flows| flows.iter().try_for_each(|flow| sequence.serialize_element(flow)))?;
        sequence.end()
    }
}

/// What should be found out, most telling first.
#[derive(Debug, Clone)]
pub struct Questions<'r>(Arc<Told<'r>>);

impl<'r> Questions<'r> {
    pub(super) fn of(told: &Arc<Told<'r>>) -> Self {
        Self(Arc::clone(told))
    }

    /// The questions.
    #[must_use]
    pub fn all(&self) -> &[OpenQuestion] {
        &self.0.open().questions
    }
}

impl Serialize for Questions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.all().serialize(serializer)
    }
}

/// How many lists some result takes for complete.
#[derive(Debug, Clone)]
pub struct ListsTaken<'r>(Arc<Told<'r>>);

impl<'r> ListsTaken<'r> {
    pub(super) fn of(told: &Arc<Told<'r>>) -> Self {
        Self(Arc::clone(told))
    }

    /// The number.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.open().lists_taken
    }
}

impl Serialize for ListsTaken<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.count().serialize(serializer)
    }
}
