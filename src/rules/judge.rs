//! Flows judged one after the other, with what was found out for the flows before: answers to statements, ways through
//! decision lists, determinations.
//!
//! Never comes to another conclusion than [`super::determine`] does for each flow by itself; it only asks less often.

use super::{
    Rulebook, Season,
    asker::{Asker, Turn, put},
    counts::{self, Sum, Tally},
    evaluate::Determination,
    explain::{Explanation, noted},
    facets::{Facet, Numbers, Sides},
    known::{About, Known},
    pack::Pack,
    view::{Chosen, View},
};
use crate::{
    domain::{Day, Ref},
    flows::{self, Facts, Flow, Moment, Period},
};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// What the laws say of a flow on some days on which neither its facts nor any of that changes.
#[derive(Debug, Clone)]
pub struct Judgement<'f, 'b, 'a> {
    /// The days.
    pub period: Period,
    /// The facts on each of them.
    pub facts: &'f Facts<'a>,
    /// The season they lie in.
    pub season: &'b Season<'a>,
    /// What each regime with rules says, in the order of the regimes: its place among those of the season.
    pub determinations: Vec<(usize, Arc<Determination<'a>>)>,
}

impl<'b, 'a> Judgement<'_, 'b, 'a> {
    /// What each regime with rules says.
    pub fn laws(&self) -> impl Iterator<Item = (&'b Pack<'a>, &Arc<Determination<'a>>)> {
        let packs = &self.season.packs;
        self.determinations.iter().filter_map(|(at, found)| Some((&packs.get(*at)?.0, found)))
    }
}

/// Judges flows. See the module.
#[derive(Debug)]
pub struct Judge<'b, 'a> {
    book: &'b Rulebook<'a>,
    numbers: Numbers<'a>,
    /// By season.
    known: Vec<OfSeason<'a>>,
    turn: Turn,
    /// The numbers of people that the flows of the activity at hand were held against.
    sums: FxHashSet<Sum>,
    /// Those that any were held against, each there once.
    all_sums: FxHashSet<Arc<Sum>>,
}

/// The class of a side under each regime, and whether an answer about places is open in it.
type Row = Arc<[(u16, bool)]>;

/// A row, from which day on it stands, and on which it is another.
type Dated = (Day, Option<Day>, Row);

/// What is known under the regimes of a season.
#[derive(Debug)]
struct OfSeason<'a> {
    packs: Vec<Known<'a>>,
    /// By side and its number: from which day on it stands, on which it is another, and the classes.
    rows: [Vec<Option<Dated>>; Facet::CLASSED.len()],
}

impl<'a> OfSeason<'a> {
    fn of(season: &Season<'a>) -> Self {
        let packs = season.packs.iter().map(|(pack, _)| Known::of(pack)).collect();
        Self { packs, rows: std::array::from_fn(|_| Vec::new()) }
    }

    /// The classes of a side of a flow, by regime. Notes in the moment when one of them is another.
    fn row(&mut self, place: usize, subject: &Subject<'_, '_, 'a>, moment: &Moment, about: &mut About<'_, 'a>) -> Row {
        let (Some(facet), Some((pack, counts))) = (Facet::CLASSED.get(place), subject.season.packs.first()) else {
            return Row::default();
        };
        let any = subject.book.view(subject.flow, subject.facts, (pack, counts), moment);
        let side = about.numbers.of(*facet, &any, about.sides) as usize;
        let known = self.rows.get(place).and_then(|rows| rows.get(side)?.as_ref());
        if let Some((from, next, row)) = known
            && *from <= moment.date()
            && next.is_none_or(|next| moment.date() < next)
        {
            moment.note(*next);
            return Arc::clone(row);
        }
        let looked = Moment::on(moment.date());
        let packs = self.packs.iter_mut().enumerate();
        let row = packs.map(|(at, known)| subject.view(at, &looked).map(|view| known.class(*facet, &view, about)));
        let row: Row = row.map(Option::unwrap_or_default).collect();
        moment.note(looked.next());
        if let Some(rows) = self.rows.get_mut(place) {
            put(rows, side, (looked.date(), looked.next(), Arc::clone(&row)));
        }
        row
    }
}

/// A flow on some days of a season.
struct Subject<'f, 'b, 'a> {
    book: &'b Rulebook<'a>,
    season: &'b Season<'a>,
    flow: &'f Flow<'a>,
    facts: &'f Facts<'a>,
}

impl<'a> Subject<'_, '_, 'a> {
    /// It as the conditions of a regime see it; `None`: the regime has no rules.
    fn view<'m>(&'m self, at: usize, moment: &'m Moment) -> Option<View<'m, 'a>> {
        let (pack, counts) = self.season.packs.get(at)?;
        pack.is_evaluated().then(|| self.book.view(self.flow, self.facts, (pack, counts), moment))
    }

    /// Whether people are, or it arrives, where a country may be chosen.
    fn has_regions(&self) -> bool {
        let facts = self.facts;
        let people = facts.people.items.iter().filter_map(|people| people.place.as_ref().map(Ref::key));
        let kept = facts.storage.items.iter().filter_map(|spot| spot.location);
        let reached = facts.access.items.iter().flat_map(|access| access.places.iter().flatten()).map(Ref::key);
        let atlas = &self.book.land.atlas;
        let mut places = people.chain(kept).chain(reached);
        places.any(|place| atlas.place(place).is_some_and(|place| place.candidates.len() > 1))
    }
}

impl<'b, 'a> Judge<'b, 'a> {
    /// One who knows nothing yet.
    #[must_use]
    pub fn of(book: &'b Rulebook<'a>) -> Self {
        let known = book.seasons.iter().map(OfSeason::of).collect();
        Self {
            book,
            numbers: Numbers::new(),
            known,
            turn: Turn::default(),
            sums: FxHashSet::default(),
            all_sums: FxHashSet::default(),
        }
    }

    /// What the laws say of each flow of one activity, from its first day of the period to its last.
    pub fn judge<'f>(&mut self, flows: &'f [Flow<'a>]) -> Vec<Vec<Judgement<'f, 'b, 'a>>> {
        self.next_activity();
        flows.iter().map(|flow| self.flow(flow)).collect()
    }

    fn next_activity(&mut self) {
        self.numbers.next_activity();
        self.turn.next_activity();
        self.sums.clear();
    }

    /// The numbers of people that thresholds were asked of for the activity that was judged last: where one of them is answered otherwise,
    /// what the laws say of it may be otherwise.
    pub fn held_against(&mut self) -> Box<[Arc<Sum>]> {
        let shared = self.sums.iter().map(|sum| {
            if let Some(known) = self.all_sums.get(sum) {
                return Arc::clone(known);
            }
            let fresh = Arc::new(sum.clone());
            self.all_sums.insert(Arc::clone(&fresh));
            fresh
        });
        shared.collect()
    }

    fn flow<'f>(&mut self, flow: &'f Flow<'a>) -> Vec<Judgement<'f, 'b, 'a>> {
        let book = self.book;
        let mut judged: Vec<Judgement<'f, 'b, 'a>> = Vec::with_capacity(flow.stretches.len());
        for stretch in &flow.stretches {
            let facts = &stretch.facts;
            let mut sides = Sides::NONE;
            self.turn.next_flow();
            for (number, season) in book.seasons.iter().enumerate() {
                let Some(period) = stretch.period.overlap(season.period) else { continue };
                let found = flows::stretches(period, |moment| {
                    self.determinations(flow, facts, (number, season), moment, &mut sides)
                });
                for (period, determinations) in found {
                    match judged.last_mut() {
                        Some(last)
                            if std::ptr::eq(last.facts, facts)
                                && std::ptr::eq(last.season, season)
                                && same(&last.determinations, &determinations) =>
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
        &mut self,
        flow: &Flow<'a>,
        facts: &Facts<'a>,
        (number, season): (usize, &'b Season<'a>),
        moment: &Moment,
        sides: &mut Sides,
    ) -> Vec<(usize, Arc<Determination<'a>>)> {
        let Some(known) = self.known.get_mut(number) else { return Vec::new() };
        let subject = Subject { book: self.book, season, flow, facts };
        let (numbers, sums) = (&mut self.numbers, &mut self.sums);
        let mut about = About { numbers, sides, turn: self.turn, at: (number, 0), sums };
        let rows: [Row; Facet::CLASSED.len()] =
            std::array::from_fn(|place| known.row(place, &subject, moment, &mut about));
        let has_regions = subject.has_regions();
        let each = known.packs.iter_mut().enumerate().filter_map(|(at, known)| {
            let view = subject.view(at, moment)?;
            let mut may_vary = false;
            let classes = rows.each_ref().map(|row| {
                let (class, is_open) = row.get(at).copied().unwrap_or_default();
                may_vary |= is_open;
                class
            });
            about.at.1 = at;
            Some((at, known.determine(&view, &mut about, (classes, has_regions, may_vary))))
        });
        each.collect()
    }

    /// How a regime comes to what it says in a judgement of a flow of the activity that was judged last.
    pub fn explain(&mut self, flow: &Flow<'a>, judgement: &Judgement<'_, 'b, 'a>, regime: usize) -> Explanation<'a> {
        let mut seasons = self.book.seasons.iter();
        let Some(number) = seasons.position(|season| std::ptr::eq(season, judgement.season)) else {
            return Explanation::default();
        };
        let known = self.known.get_mut(number).and_then(|known| known.packs.get_mut(regime));
        let (Some(known), Some((pack, counts))) = (known, judgement.season.packs.get(regime)) else {
            return Explanation::default();
        };
        let moment = Moment::on(judgement.period.from());
        let view = self.book.view(flow, judgement.facts, (pack, counts), &moment);
        let mut sides = Sides::NONE;
        self.turn.next_flow();
        let mut explanation = Explanation::default();
        let add = |chosen: &[Chosen<'a>], asker: &mut Asker<'_, '_, 'a>| {
            explanation.add(&View { chosen, ..view }, asker, noted);
        };
        let (numbers, sums) = (&mut self.numbers, &mut self.sums);
        let mut about = About { numbers, sides: &mut sides, turn: self.turn, at: (number, regime), sums };
        known.each_choice(&view, &mut about, add);
        explanation.in_order()
    }

    /// Counts the people of the flows of one activity, for every regime that counts some.
    pub(super) fn count(&mut self, flows: &[Flow<'a>]) -> Tally {
        self.next_activity();
        let book = self.book;
        let mut tally = Tally::default();
        for (flow, stretch) in flows.iter().flat_map(|flow| flow.stretches.iter().map(move |stretch| (flow, stretch))) {
            let mut sides = Sides::NONE;
            self.turn.next_flow();
            for (at, (season, known)) in book.seasons.iter().zip(&mut self.known).enumerate() {
                let Some(period) = stretch.period.overlap(season.period) else { continue };
                let packs = season.packs.iter().zip(&mut known.packs).enumerate();
                for (place, ((pack, counts), known)) in packs.filter(|(_, ((pack, _), _))| !pack.counts.is_empty()) {
                    let found = flows::stretches(period, |moment| {
                        let view = book.view(flow, &stretch.facts, (pack, counts), moment);
                        let (numbers, sums) = (&mut self.numbers, &mut self.sums);
                        let mut about = About { numbers, sides: &mut sides, turn: self.turn, at: (at, place), sums };
                        let answers = known.answers_of_counts(&view, &mut about);
                        counts::shares(&view, &answers)
                    });
                    found.for_each(|(days, shares)| tally.take((at, place), days, shares));
                }
            }
        }
        tally
    }
}

fn same<'a>(one: &[(usize, Arc<Determination<'a>>)], other: &[(usize, Arc<Determination<'a>>)]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|((a, one), (b, other))| a == b && (Arc::ptr_eq(one, other) || one == other))
}
