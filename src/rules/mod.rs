//! Laws as data, evaluated: what each regime says of each flow, with the reasons.
//!
//! Knows how conditions are judged, in three values and two readings, and how a decision list comes to a conclusion. A
//! missing fact never becomes "satisfied" or "not applicable". Never knows a law: thresholds, countries, sentences and citations are in the
//! regimes of the register. Never knows today's date.

mod branches;
mod counts;
mod evaluate;
mod ground;
mod notes;
mod pack;
mod predicates;
mod truth;
mod view;

pub use counts::{Counts, Group, Range};
pub use evaluate::{ByCandidate, Determination, Explanation, Step, determine, explain};
pub use ground::Ground;
pub use notes::{Note, Why};
pub use pack::{LawUsed, Pack};
pub use truth::{Answer, Reading, Truth};
pub use view::{Chosen, End, View};

pub use crate::flows::Moment;
use crate::{
    domain::{Day, Register, record::Status},
    flows::{self, Flow, Flows, Period},
};

/// The flows of a register on a day, and the regimes that are held against them.
#[derive(Debug)]
pub struct Rulebook<'a> {
    /// The day.
    pub day: Day,
    /// The flows of that day.
    pub flows: Flows<'a>,
    /// The records that rules look up.
    pub ground: Ground<'a>,
    /// The regimes that are the law on that day, in the order of their keys, each with the people counted for it.
    pub packs: Vec<(Pack<'a>, Counts<'a>)>,
}

impl<'a> Rulebook<'a> {
    /// The flows of `register` on `day`, and its regimes.
    #[must_use]
    pub fn of(register: &'a Register, day: Day) -> Self {
        let flows = flows::derive(register, Period::day(day));
        let ground = Ground::of(register);
        let moment = Moment::on(day);
        let regimes = ground.regimes.iter().filter(|regime| {
            regime.status == Status::Active && moment.counts(regime.status, regime.since, regime.until)
        });
        let packs: Vec<_> =
            regimes.map(|regime| (Pack::of(regime, &flows.atlas, &moment), Counts::default())).collect();
        let mut book = Self { day, flows, ground, packs };
        book.count();
        book
    }

    /// Counts people for each regime that does.
    fn count(&mut self) {
        let mut counted = Vec::new();
        for (pack, none) in self.packs.iter().filter(|(pack, _)| !pack.counts.is_empty()) {
            let mut counts = Counts::default();
            for flow in &self.flows.flows {
                let moment = Moment::on(self.day);
                if let Some(view) = self.view(flow, pack, none, &moment) {
                    counts.take(&view);
                }
            }
            counts.close();
            counted.push(counts);
        }
        let mut counted = counted.into_iter();
        for (pack, counts) in &mut self.packs {
            if !pack.counts.is_empty() {
                *counts = counted.next().unwrap_or_default();
            }
        }
    }

    /// A flow as the conditions of a regime see it; `None` where it does not exist on the day.
    #[must_use]
    pub fn view<'v>(
        &'v self,
        flow: &'v Flow<'a>,
        pack: &'v Pack<'a>,
        counts: &'v Counts<'a>,
        moment: &'v Moment,
    ) -> Option<View<'v, 'a>> {
        Some(View {
            ground: &self.ground,
            atlas: &self.flows.atlas,
            pack,
            counts,
            moment,
            activity: flow.activity,
            name: &flow.name,
            facts: flow.on(self.day)?,
            chosen: &[],
        })
    }

    /// What each regime with rules says of a flow, in the order of the regimes.
    pub fn determine<'v>(&'v self, flow: &'v Flow<'a>) -> impl Iterator<Item = (&'v Pack<'a>, Determination<'a>)> {
        self.packs.iter().filter(|(pack, _)| pack.is_evaluated()).filter_map(move |(pack, counts)| {
            let moment = Moment::on(self.day);
            let view = self.view(flow, pack, counts, &moment)?;
            Some((pack, determine(&view)))
        })
    }
}
