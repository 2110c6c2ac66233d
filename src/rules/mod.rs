//! Laws as data, evaluated: what each regime says of each flow, with the reasons.
//!
//! Knows how conditions are judged, in three values and two readings, and how a decision list comes to a conclusion. A
//! missing fact never becomes "satisfied" or "not applicable". Never knows a law: thresholds, countries, sentences and citations are in the
//! regimes of the register. Never knows today's date.

mod branches;
mod counts;
mod duties;
mod evaluate;
mod ground;
mod notes;
mod pack;
mod predicates;
mod truth;
mod view;

pub use counts::{Counts, Group, Range};
pub use duties::{Duties, Owed};
pub use evaluate::{ByCandidate, Determination, Explanation, Step, determine, explain};
pub use ground::Ground;
pub use notes::{Note, Why};
pub use pack::{LawUsed, Pack};
pub use truth::{Answer, Reading, Truth};
pub use view::{Chosen, End, View};

pub use crate::flows::Moment;
use crate::{
    domain::Register,
    flows::{self, Facts, Flow, Flows, Period},
};

/// The flows of a register over a period, and the regimes that are held against them.
#[derive(Debug)]
pub struct Rulebook<'a> {
    /// The flows of the period.
    pub flows: Flows<'a>,
    /// The records that rules look up.
    pub ground: Ground<'a>,
    /// The seasons of the period, in their order; at least one.
    pub seasons: Vec<Season<'a>>,
}

/// Days on which the laws, and the people counted for them, are the same.
#[derive(Debug)]
pub struct Season<'a> {
    /// The days.
    pub period: Period,
    /// The regimes that are the law then, in the order of their keys, each with the people counted for it.
    pub packs: Vec<(Pack<'a>, Counts<'a>)>,
}

/// What the laws say of a flow on some days on which neither its facts nor any of that changes.
#[derive(Debug, Clone)]
pub struct Judgement<'b, 'a> {
    /// The days.
    pub period: Period,
    /// The facts on each of them.
    pub facts: &'b Facts<'a>,
    /// The season they lie in.
    pub season: &'b Season<'a>,
    /// What each regime with rules says, in the order of the regimes: its place among those of the season.
    pub determinations: Vec<(usize, Determination<'a>)>,
}

impl<'a> Rulebook<'a> {
    /// The flows of `register` over `period`, and its regimes.
    #[must_use]
    pub fn of(register: &'a Register, period: Period) -> Self {
        let mut book =
            Self { flows: flows::derive(register, period), ground: Ground::of(register), seasons: Vec::new() };
        let seasons = flows::stretches(period, |moment| book.packs(moment)).collect::<Vec<_>>();
        book.seasons = seasons.into_iter().map(|(period, packs)| Season { period, packs }).collect();
        book
    }

    /// The regimes of a day, each with the people counted for it.
    fn packs(&self, moment: &Moment) -> Vec<(Pack<'a>, Counts<'a>)> {
        let regimes = self.ground.regimes.iter();
        let in_force = regimes.filter(|regime| moment.counts(regime.status, regime.since, regime.until));
        let packs = in_force.map(|regime| {
            let pack = Pack::of(regime, &self.flows.atlas, moment);
            let mut counts = Counts::default();
            if !pack.counts.is_empty() {
                for flow in &self.flows.flows {
                    let stretches = flow.stretches.iter();
                    let days = stretches
                        .clone()
                        .filter(|stretch| moment.holds(Some(stretch.period.from()), Some(stretch.period.to())));
                    let facts = days.last().map(|stretch| &stretch.facts);
                    if let Some(facts) = facts {
                        let none = Counts::default();
                        counts.take(&self.view(flow, facts, (&pack, &none), moment));
                    }
                }
                counts.close();
            }
            (pack, counts)
        });
        packs.collect()
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
            atlas: &self.flows.atlas,
            pack,
            counts,
            moment,
            activity: flow.activity,
            name: &flow.name,
            facts,
            chosen: &[],
        }
    }

    /// What the laws say of a flow, from its first day of the period to its last.
    #[must_use]
    pub fn judge<'b>(&'b self, flow: &'b Flow<'a>) -> Vec<Judgement<'b, 'a>> {
        let mut judged: Vec<Judgement<'b, 'a>> = Vec::new();
        for stretch in &flow.stretches {
            for season in &self.seasons {
                let Some(period) = stretch.period.overlap(season.period) else { continue };
                let found =
                    flows::stretches(period, |moment| self.determinations(flow, &stretch.facts, season, moment));
                for (period, determinations) in found {
                    let facts = &stretch.facts;
                    match judged.last_mut() {
                        Some(last)
                            if std::ptr::eq(last.facts, facts)
                                && std::ptr::eq(last.season, season)
                                && last.determinations == determinations =>
                        {
                            last.period = last.period.joined(period).unwrap_or(period);
                        }
                        _ => judged.push(Judgement { period, facts, season, determinations }),
                    }
                }
            }
        }
        judged
    }

    fn determinations(
        &self,
        flow: &Flow<'a>,
        facts: &Facts<'a>,
        season: &Season<'a>,
        moment: &Moment,
    ) -> Vec<(usize, Determination<'a>)> {
        let packs = season.packs.iter().enumerate().filter(|(_, (pack, _))| pack.is_evaluated());
        packs.map(|(at, (pack, counts))| (at, determine(&self.view(flow, facts, (pack, counts), moment)))).collect()
    }

    /// How a regime comes to what it says in a judgement.
    #[must_use]
    pub fn explain(&self, flow: &Flow<'a>, judgement: &Judgement<'_, 'a>, regime: usize) -> Explanation<'a> {
        let moment = Moment::on(judgement.period.from());
        let Some((pack, counts)) = judgement.season.packs.get(regime) else { return Explanation::default() };
        explain(&self.view(flow, judgement.facts, (pack, counts), &moment))
    }
}
