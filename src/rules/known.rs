//! What is known under one regime from the flows that were judged before.
//!
//! Flows are classed: for each side of a flow, by what the regime's statements about that side are answered. Flows of the same
//! classes go the same way through the decision list, up to the statements that are asked of each flow by itself.

use super::{
    asker::{Asker, Found, Table, Turn, put},
    chosen::{Choice, Choices, Choosing, Numbered},
    counts::Sum,
    evaluate::Determination,
    facets::{FACETS, Facet, Number, Numbers, Sides},
    pack::{Leaf, Node, Pack},
    paths::{Code, Paths},
    truth::Answer,
    view::{Chosen, End, View},
    walk::Branches,
};
use crate::flows::Moment;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// The classes of a flow, by side.
pub(super) type Classes = [u16; Facet::CLASSED.len()];

/// The sides that are other ones where countries are chosen, and the end at which.
const REGIONAL: [(Facet, End); 4] = [
    (Facet::People, End::People),
    (Facet::Notices, End::People),
    (Facet::Origin, End::People),
    (Facet::Destination, End::To),
];

/// By side of those: the number of its classes for each choice at its end.
type Variants = [u32; REGIONAL.len()];

/// A statement, and of which choice it is asked; of none where it is not about places.
type Question = (Option<u32>, Leaf);

/// What is known under one regime. See the module.
#[derive(Debug)]
pub(super) struct Known<'a> {
    table: Table,
    choosing: Choosing<'a>,
    /// By side: its place among those by which flows are classed; `None`: no statement asks about it.
    regional: [Option<usize>; REGIONAL.len()],
    /// The ways where no country is chosen, or some are.
    paths: Paths<Leaf>,
    /// Where the ways of flows of the same classes begin.
    roots: FxHashMap<Classes, u32>,
    /// The ways through all choices of a flow, one after the other.
    forks: Paths<Question>,
    /// Where they begin: the choices at both ends, and the classes for each of them and where none is chosen.
    fork_roots: FxHashMap<([u32; 2], Variants, Classes), u32>,
    /// By side, its number and the choices at its end.
    varied: FxHashMap<(u8, Number, u32), Found<u32>>,
    variants: Numbered<Box<[u16]>>,
    /// The ends of ways: which rules may decide there.
    ends: Vec<Branches>,
    /// By the end of the way, where there are no regions.
    plain: Vec<Option<Arc<Determination<'a>>>>,
    /// By choices, and the end of the way that is the same for all of them.
    by_end: FxHashMap<(u32, usize), Arc<Determination<'a>>>,
    /// By choices, and the end of the way for each: its place among what was determined so.
    by_ends: FxHashMap<(u32, Box<[usize]>), usize>,
    determined: Vec<Arc<Determination<'a>>>,
}

/// Which flow is asked about, and with what it is asked.
pub(super) struct About<'n, 'a> {
    pub numbers: &'n mut Numbers<'a>,
    pub sides: &'n mut Sides,
    pub turn: Turn,
    /// The place of the season, and of the regime in it.
    pub at: (usize, usize),
    /// The numbers of people that thresholds were asked of.
    pub sums: &'n mut FxHashSet<Sum>,
}

impl<'a> Known<'a> {
    pub fn of(pack: &Pack<'a>) -> Self {
        let facets: Vec<Facet> = pack.leaves.iter().map(|condition| Facet::of(condition)).collect();
        let place = |(facet, _)| Facet::CLASSED.iter().position(|classed| *classed == facet && facets.contains(&facet));
        Self {
            table: Table::of(&facets),
            choosing: Choosing::default(),
            regional: REGIONAL.map(place),
            paths: Paths::default(),
            roots: FxHashMap::default(),
            forks: Paths::default(),
            fork_roots: FxHashMap::default(),
            varied: FxHashMap::default(),
            variants: Numbered::default(),
            ends: Vec::new(),
            plain: Vec::new(),
            by_end: FxHashMap::default(),
            by_ends: FxHashMap::default(),
            determined: Vec::new(),
        }
    }

    /// What the regime of `view` says of its flow, of these classes where no country is chosen. `may_vary`: whether an answer
    /// about places may be another for some country of a region. Notes in the moment of the view when it may change.
    pub fn determine(
        &mut self,
        view: &View<'_, 'a>,
        about: &mut About<'_, 'a>,
        (classes, has_regions, may_vary): (Classes, bool, bool),
    ) -> Arc<Determination<'a>> {
        if has_regions && may_vary {
            return self.forked(view, about, classes);
        }
        let (end, is_sure) = self.end(view, about, (None, classes), |_, _| ());
        if !has_regions {
            if let Some(Some(found)) = self.plain.get(end) {
                return Arc::clone(found);
            }
            let branches = self.ends.get(end).copied().unwrap_or_default();
            let found = Arc::new(Determination::of(view.pack, std::iter::once((Vec::new(), branches))));
            put(&mut self.plain, end, Arc::clone(&found));
            return found;
        }
        if !is_sure {
            return self.forked(view, about, classes);
        }
        // What is so of every country of a region is so whichever is chosen: the way is the same for all of them.
        let choices = self.choosing.of(view, about);
        let of_end = (choices.number, end);
        if let Some(found) = self.by_end.get(&of_end) {
            return Arc::clone(found);
        }
        let (_, found) = self.of_ends(view, &choices, choices.each.iter().map(|_| end).collect());
        self.by_end.insert(of_end, Arc::clone(&found));
        found
    }

    /// The same, where the way may be another for each choice.
    fn forked(&mut self, view: &View<'_, 'a>, about: &mut About<'_, 'a>, classes: Classes) -> Arc<Determination<'a>> {
        let at_ends = self.choosing.at_ends(view, about);
        let variants = self.variants_of(view, about, &at_ends);
        let choices = self.choosing.combined(&at_ends);
        let (forks, numbers) = (&mut self.forks, at_ends.each_ref().map(|choices| choices.number));
        let root = *self.fork_roots.entry((numbers, variants, classes)).or_insert_with(|| forks.root());
        let table = &mut self.table;
        let found = self.forks.follow(root, |(number, leaf)| {
            let choice = choices.each.iter().find(|choice| number == Some(choice.number));
            let view = View { chosen: choice.map_or(&[], |choice| &choice.chosen), ..*view };
            let mut asker = Asker::of(table, &view, about, choice.and_then(Choice::number));
            let code = asker.code(leaf);
            view.moment.note(asker.next);
            code
        });
        if let Some(found) = found.and_then(|number| self.determined.get(number)) {
            return Arc::clone(found);
        }
        let mut asked: Vec<(Question, Code)> = Vec::new();
        let mut ends = Vec::with_capacity(choices.each.len());
        let [_, to] = at_ends.each_ref().map(|choices| choices.each.len());
        for (at, choice) in choices.each.iter().enumerate() {
            let classes = self.classes_for(classes, variants, [at / to, at % to]);
            let mut of_choice = Vec::new();
            let (end, _) = self.end(view, about, (Some(choice), classes), |leaf, code| of_choice.push((leaf, code)));
            ends.push(end);
            for (leaf, code) in of_choice {
                let number = Some(choice.number).filter(|_| self.table.is_about_places(leaf));
                if !asked.iter().any(|(question, _)| *question == (number, leaf)) {
                    asked.push(((number, leaf), code));
                }
            }
        }
        let (number, found) = self.of_ends(view, &choices, ends.into());
        self.forks.keep(root, &asked, number);
        found
    }

    /// The classes of a flow for a choice: its places among those where people are, and those where it arrives.
    fn classes_for(&self, mut classes: Classes, variants: Variants, [people, to]: [usize; 2]) -> Classes {
        for (((_, end), place), variant) in REGIONAL.iter().zip(self.regional).zip(variants) {
            let at = if *end == End::To { to } else { people };
            let class = self.variants.get(variant).and_then(|of_choices| of_choices.get(at));
            if let Some(place) = place.and_then(|place| classes.get_mut(place))
                && let Some(class) = class
            {
                *place = *class;
            }
        }
        classes
    }

    /// The numbers of the classes of the sides for each choice.
    fn variants_of(
        &mut self,
        view: &View<'_, 'a>,
        about: &mut About<'_, 'a>,
        [people, to]: &[Choices<'a>; 2],
    ) -> Variants {
        let mut variants = Variants::default();
        for (((facet, end), place), variant) in REGIONAL.into_iter().zip(self.regional).zip(&mut variants) {
            if place.is_some() {
                *variant = self.variant(view, about, facet, if end == End::To { to } else { people });
            }
        }
        variants
    }

    fn variant(&mut self, view: &View<'_, 'a>, about: &mut About<'_, 'a>, facet: Facet, choices: &Choices<'a>) -> u32 {
        let side = about.numbers.of(facet, view, about.sides);
        let at = (facet as u8, side, choices.number);
        let day = view.moment.date();
        let known = Found::on(Some(&self.varied.get(&at).copied()), None, day);
        let found = known.unwrap_or_else(|| {
            let looked = Moment::on(day);
            let classes = choices.each.iter().map(|choice| {
                let view = View { chosen: &choice.chosen, moment: &looked, ..*view };
                let mut asker = Asker::of(&mut self.table, &view, about, choice.number());
                let class = asker.class(facet);
                looked.note(asker.next);
                class
            });
            let classes: Box<[u16]> = classes.collect();
            let found = Found { turn: None, from: day, next: looked.next(), value: self.variants.of(classes) };
            self.varied.insert(at, found);
            found
        });
        view.moment.note(found.next);
        found.value
    }

    /// The determination for choices, each with the end of its way, and its number.
    fn of_ends(
        &mut self,
        view: &View<'_, 'a>,
        choices: &Choices<'a>,
        ends: Box<[usize]>,
    ) -> (usize, Arc<Determination<'a>>) {
        let at = (choices.number, ends);
        if let Some(number) = self.by_ends.get(&at)
            && let Some(known) = self.determined.get(*number)
        {
            return (*number, Arc::clone(known));
        }
        let of_end = |end: usize| self.ends.get(end).copied().unwrap_or_default();
        let each = choices.each.iter().zip(&at.1).map(|(choice, end)| (choice.chosen.to_vec(), of_end(*end)));
        let found = Arc::new(Determination::of(view.pack, each));
        let number = self.determined.len();
        self.determined.push(Arc::clone(&found));
        self.by_ends.insert(at, number);
        (number, found)
    }

    /// The class of one side of a flow where no country is chosen, and whether an answer about places is open in it. Notes in
    /// the moment of the view when it may be another.
    pub fn class(&mut self, facet: Facet, view: &View<'_, 'a>, about: &mut About<'_, 'a>) -> (u16, bool) {
        let mut asker = Asker::of(&mut self.table, view, about, None);
        let class = asker.class(facet);
        view.moment.note(asker.next);
        (class, !asker.is_sure)
    }

    /// The end of the way through the decision list of flows of these classes, and whether no answer that was asked of this
    /// flow by itself may be another for some country of a region. Each of those answers is told to `asked`.
    fn end(
        &mut self,
        view: &View<'_, 'a>,
        about: &mut About<'_, 'a>,
        (choice, classes): (Option<&Choice<'a>>, Classes),
        mut asked: impl FnMut(Leaf, Code),
    ) -> (usize, bool) {
        let paths = &mut self.paths;
        let root = *self.roots.entry(classes).or_insert_with(|| paths.root());
        let view = View { chosen: choice.map_or(&[], |choice| &choice.chosen), ..*view };
        let mut asker = Asker::of(&mut self.table, &view, about, choice.and_then(Choice::number));
        let followed = self.paths.follow(root, |leaf| {
            let code = asker.code(leaf);
            asked(leaf, code);
            code
        });
        let end = followed.unwrap_or_else(|| {
            let branches = Branches::of(view.pack, &mut asker);
            let known = self.ends.iter().position(|known| *known == branches);
            let end = known.unwrap_or_else(|| {
                self.ends.push(branches);
                self.ends.len() - 1
            });
            self.paths.keep(root, &asker.asked, end);
            asker.asked.iter().for_each(|(leaf, code)| asked(*leaf, *code));
            end
        });
        view.moment.note(asker.next);
        (end, asker.is_sure)
    }

    /// Calls `each` with every combination of countries, and with one who answers statements for it.
    pub fn each_choice(
        &mut self,
        view: &View<'_, 'a>,
        about: &mut About<'_, 'a>,
        mut each: impl FnMut(&[Chosen<'a>], &mut Asker<'_, '_, 'a>),
    ) {
        for choice in self.choosing.of(view, about).each.iter() {
            let view = View { chosen: &choice.chosen, ..*view };
            each(&choice.chosen, &mut Asker::of(&mut self.table, &view, about, choice.number()));
        }
    }

    /// For each number of people that the regime counts: whether the flow of `view` counts.
    pub fn answers_of_counts(&mut self, view: &View<'_, 'a>, about: &mut About<'_, 'a>) -> Vec<Answer> {
        let mut asker = Asker::of(&mut self.table, view, about, None);
        let mut answer = |when: &Option<Node>| match when {
            Some(node) => super::walk::Answering::answer(&mut asker, node),
            None => Answer::TRUE,
        };
        let answers = view.pack.counts.iter().map(|counted| answer(&counted.when)).collect();
        view.moment.note(asker.next);
        answers
    }
}

/// The statements of each side.
pub(super) fn by_side(facets: &[Facet]) -> [Vec<Leaf>; FACETS] {
    let mut sides = std::array::from_fn(|_| Vec::new());
    for (leaf, facet) in facets.iter().enumerate() {
        let side: &mut Vec<Leaf> = &mut sides[*facet as usize];
        side.push(leaf);
    }
    sides
}
