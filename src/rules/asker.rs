//! One who answers the statements of a regime about one flow: from what was answered before, or by looking.

use super::{
    counts::{self, Sum},
    facets::{FACETS, Facet, Number, Numbers, Sides},
    known::{About, by_side},
    notes::Notes,
    pack::{LawUsed, Leaf},
    paths::Code,
    predicates,
    truth::Answer,
    view::View,
    walk::Answering,
};
use crate::{
    domain::{Day, record::regime::Condition},
    flows::Moment,
};
use rustc_hash::{FxHashMap, FxHashSet};

/// Which activity, and which flow of it, is at hand: what was found for one of them only does not stand for the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Turn {
    activity: u32,
    flow: u32,
}

impl Turn {
    pub const fn next_activity(&mut self) {
        self.activity = self.activity.wrapping_add(1);
    }

    pub const fn next_flow(&mut self) {
        self.flow = self.flow.wrapping_add(1);
    }

    /// For how long an answer stands that depends on this side of a flow.
    const fn of(self, facet: Facet) -> Option<u32> {
        match facet {
            Facet::Alone => Some(self.flow),
            _ if facet.is_shared() => None,
            _ => Some(self.activity),
        }
    }
}

/// Something that was found, and the days on which it is the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<T> {
    pub turn: Option<u32>,
    pub from: Day,
    pub next: Option<Day>,
    pub value: T,
}

impl<T: Copy> Found<T> {
    pub fn on(this: Option<&Option<Self>>, turn: Option<u32>, day: Day) -> Option<Self> {
        let found = (*this?)?;
        let stands = found.turn == turn && found.from <= day && found.next.is_none_or(|next| day < next);
        stands.then_some(found)
    }
}

/// A class of sides: the answers to the statements about them, and whether all of those are known.
#[derive(Debug)]
struct Class {
    answers: Box<[Code]>,
    is_sure: bool,
}

/// The answers that were given under one regime, by statement and by the number of the side that it reads.
#[derive(Debug)]
pub(super) struct Table {
    /// By statement: the side, and its place among the statements about it.
    facets: Vec<(Facet, usize)>,
    statements: [Vec<Leaf>; FACETS],
    /// By statement, where no country is chosen and where some are.
    answers: [Vec<Vec<Option<Found<Code>>>>; 2],
    /// By side, where no country is chosen and where some are.
    classed: [[Vec<Option<Found<u16>>>; FACETS]; 2],
    classes: [Vec<Class>; FACETS],
    by_answers: [FxHashMap<Box<[Code]>, u16>; FACETS],
    /// The numbers of sides for which countries are chosen, by side and choice.
    chosen: [FxHashMap<(Number, u32), Number>; FACETS],
    /// By statement about data, and the number of what data is.
    data: Vec<Vec<Option<Answer>>>,
    /// The activity of which sides are numbered there that are of one activity only.
    turn: Turn,
}

impl Table {
    pub fn of(facets: &[Facet]) -> Self {
        let statements = by_side(facets);
        let places = facets.iter().enumerate().map(|(leaf, facet)| {
            let place = statements[*facet as usize].iter().position(|other| *other == leaf);
            (*facet, place.unwrap_or_default())
        });
        let empty = || facets.iter().map(|_| Vec::new()).collect();
        Self {
            facets: places.collect(),
            answers: [empty(), empty()],
            classed: std::array::from_fn(|_| std::array::from_fn(|_| Vec::new())),
            classes: std::array::from_fn(|_| Vec::new()),
            by_answers: std::array::from_fn(|_| FxHashMap::default()),
            chosen: std::array::from_fn(|_| FxHashMap::default()),
            data: facets.iter().map(|_| Vec::new()).collect(),
            statements,
            turn: Turn::default(),
        }
    }

    /// Whether the country that is chosen for a region matters to a statement.
    pub fn is_about_places(&self, leaf: Leaf) -> bool {
        self.facets.get(leaf).is_some_and(|(facet, _)| facet.has_places())
    }

    /// The class of sides that are answered so.
    fn class(&mut self, facet: Facet, answers: Box<[Code]>) -> u16 {
        let (classes, by_answers) = (&mut self.classes[facet as usize], &mut self.by_answers[facet as usize]);
        if let Some(known) = by_answers.get(&answers) {
            return *known;
        }
        let class = u16::try_from(classes.len()).unwrap_or(u16::MAX);
        let is_sure = !facet.has_places() || answers.iter().all(|code| code.is_sure());
        classes.push(Class { answers: answers.clone(), is_sure });
        by_answers.insert(answers, class);
        class
    }
}

/// One who answers. See the module.
pub(super) struct Asker<'k, 'v, 'a> {
    table: &'k mut Table,
    numbers: &'k mut Numbers<'a>,
    sides: &'k mut Sides,
    view: &'v View<'v, 'a>,
    turn: Turn,
    at: (usize, usize),
    sums: &'k mut FxHashSet<Sum>,
    choice: Option<u32>,
    /// When one of the answers that were given becomes another.
    pub next: Option<Day>,
    /// The statements that a decision list asked of this flow by itself, each once, in their order.
    pub asked: Vec<(Leaf, Code)>,
    /// Whether every answer about places is known.
    pub is_sure: bool,
}

impl<'k, 'v, 'a> Asker<'k, 'v, 'a> {
    pub fn of(table: &'k mut Table, view: &'v View<'v, 'a>, about: &'k mut About<'_, 'a>, choice: Option<u32>) -> Self {
        if table.turn.activity != about.turn.activity {
            table.turn = about.turn;
            for facet in [Facet::Way, Facet::WayFromPeople] {
                table.chosen[facet as usize].clear();
            }
        }
        let About { numbers, sides, turn, at, sums } = about;
        let (turn, at) = (*turn, *at);
        Self { table, numbers, sides, view, turn, at, sums, choice, next: None, asked: Vec::new(), is_sure: true }
    }

    /// The number of a side, with the countries that are chosen.
    fn side(&mut self, facet: Facet) -> usize {
        let number = self.numbers.of(facet, self.view, self.sides);
        let Some(choice) = self.choice.filter(|_| facet.has_places()) else { return number as usize };
        let sides = &mut self.table.chosen[facet as usize];
        let next = Number::try_from(sides.len()).unwrap_or(Number::MAX);
        *sides.entry((number, choice)).or_insert(next) as usize
    }

    /// Which table is meant: what is not about places is the same whichever country is chosen.
    fn of_choice(&self, facet: Facet) -> usize {
        usize::from(self.choice.is_some() && facet.has_places())
    }

    /// The class of a side of the flow.
    pub fn class(&mut self, facet: Facet) -> u16 {
        let (day, turn, which) = (self.view.moment.date(), self.turn.of(facet), self.of_choice(facet));
        let side = self.side(facet);
        let known = Found::on(self.table.classed[which][facet as usize].get(side), turn, day);
        let found = known.unwrap_or_else(|| {
            let before = self.next.take();
            let leaves = std::mem::take(&mut self.table.statements[facet as usize]);
            let answers = leaves.iter().map(|leaf| self.look(*leaf)).collect();
            self.table.statements[facet as usize] = leaves;
            let found = Found { turn, from: day, next: self.next, value: self.table.class(facet, answers) };
            self.next = before;
            put(&mut self.table.classed[which][facet as usize], side, found);
            found
        });
        self.next = earlier(self.next, found.next);
        let class = self.table.classes[facet as usize].get(found.value as usize);
        self.is_sure &= class.is_some_and(|class| class.is_sure);
        found.value
    }

    /// The answer to a statement that is not about a side by which flows are classed.
    pub fn code(&mut self, leaf: Leaf) -> Code {
        let Some((facet, place)) = self.table.facets.get(leaf).copied() else {
            return Code::of(Answer::UNKNOWN, LawUsed::Confirmed);
        };
        if facet.is_classed() {
            let class = self.class(facet) as usize;
            let answers = self.table.classes[facet as usize].get(class).map(|class| &class.answers);
            let code = answers.and_then(|answers| answers.get(place)).copied();
            return code.unwrap_or(Code::of(Answer::UNKNOWN, LawUsed::Confirmed));
        }
        let (day, turn, which) = (self.view.moment.date(), self.turn.of(facet), self.of_choice(facet));
        let side = self.side(facet);
        let known = self.table.answers[which].get(leaf).and_then(|answers| Found::on(answers.get(side), turn, day));
        let found = known.unwrap_or_else(|| {
            let before = self.next.take();
            let code = self.look(leaf);
            let found = Found { turn, from: day, next: self.next, value: code };
            self.next = before;
            if let Some(answers) = self.table.answers[which].get_mut(leaf) {
                put(answers, side, found);
            }
            found
        });
        self.next = earlier(self.next, found.next);
        self.is_sure &= !facet.has_places() || found.value.is_sure();
        found.value
    }

    /// The answer to a statement, found by looking.
    fn look(&mut self, leaf: Leaf) -> Code {
        let moment = Moment::on(self.view.moment.date());
        let mut notes = Notes::default();
        let view = View { moment: &moment, ..*self.view };
        let answer = match view.pack.leaves.get(leaf) {
            Some(Condition::Data(test)) => {
                let kinds = self.numbers.data(&view);
                let mut known = self.table.data.get_mut(leaf);
                predicates::data_by_kind(&view, test, |place, look| {
                    let kind = kinds.get(place).map(|kind| *kind as usize);
                    let before = kind.and_then(|kind| *known.as_deref()?.get(kind)?);
                    before.unwrap_or_else(|| {
                        let answer = look();
                        if let (Some(known), Some(kind)) = (&mut known, kind) {
                            put(known, kind, answer);
                        }
                        answer
                    })
                })
            }
            // The same for every regime, as long as no country is chosen.
            Some(condition @ (Condition::Crosses(border) | Condition::CrossesFromPeople(border)))
                if self.choice.is_none() =>
            {
                let facet = Facet::of(condition);
                let at = (facet as u8, self.numbers.of(facet, &view, self.sides), *border as u8);
                let crosses = || predicates::judge(&view, condition, &mut notes);
                *self.numbers.crossings.entry(at).or_insert_with(crosses)
            }
            Some(condition) => {
                if let Condition::Count(test) = condition
                    && let Some((counted, groups)) = counts::asked(&view, test)
                {
                    let (season, pack) = self.at;
                    self.sums.extend(groups.into_iter().map(|group| Sum { season, pack, counted, group }));
                }
                predicates::judge(&view, condition, &mut notes)
            }
            None => Answer::UNKNOWN,
        };
        self.next = earlier(self.next, moment.next());
        Code::of(answer, notes.law())
    }
}

impl Answering for Asker<'_, '_, '_> {
    fn leaf(&mut self, leaf: Leaf) -> (Answer, LawUsed) {
        let code = self.code(leaf);
        let is_classed = self.table.facets.get(leaf).is_some_and(|(facet, _)| facet.is_classed());
        if !is_classed && !self.asked.iter().any(|(known, _)| *known == leaf) {
            self.asked.push((leaf, code));
        }
        (code.answer(), code.law())
    }
}

pub(super) fn put<T: Clone>(into: &mut Vec<Option<T>>, at: usize, found: T) {
    if into.len() <= at {
        into.resize(at + 1, None);
    }
    if let Some(place) = into.get_mut(at) {
        *place = Some(found);
    }
}

fn earlier(one: Option<Day>, other: Option<Day>) -> Option<Day> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
