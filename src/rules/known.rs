//! What is known under one regime from the flows that were judged before.
//!
//! Flows are classed: for each side of a flow, by what the regime's statements about that side are answered. Flows of the same
//! classes go the same way through the decision list, up to the statements that are asked of each flow by itself.

use super::{
    asker::{Asker, Table, Turn},
    evaluate::{Determination, choices},
    facets::{FACETS, Facet, Number, Numbers, Sides},
    pack::{Leaf, Node, Pack},
    paths::Paths,
    truth::Answer,
    view::{Chosen, View},
    walk::Branches,
};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A combination of countries that the regions of flows are taken for.
#[derive(Debug, Clone)]
pub(super) struct Choice<'a> {
    pub number: u32,
    pub chosen: Arc<[Chosen<'a>]>,
}

/// Every combination of countries that the regions of a flow are taken for.
type Choices<'a> = Arc<[Choice<'a>]>;

/// The classes of a flow, by side.
type Classes = [u16; Facet::CLASSED.len()];

/// What is known under one regime. See the module.
#[derive(Debug)]
pub(super) struct Known<'a> {
    table: Table,
    /// The sides that its statements ask about, of those by which flows are classed.
    asked: Vec<(usize, Facet)>,
    paths: Paths,
    /// Where the ways of flows of the same classes begin.
    roots: FxHashMap<Classes, u32>,
    /// By where people are and where it arrives.
    choices: FxHashMap<(Number, Number), Option<Choices<'a>>>,
    numbered: FxHashMap<Arc<[Chosen<'a>]>, u32>,
    /// By the end of the way, where there are no regions.
    plain: Vec<Option<Arc<Determination<'a>>>>,
    /// By choices, and the end of the way for each.
    by_choices: FxHashMap<Box<[(u32, usize)]>, Arc<Determination<'a>>>,
}

/// Which flow is asked about, and with what it is asked.
pub(super) struct About<'n, 'a> {
    pub numbers: &'n mut Numbers<'a>,
    pub sides: &'n mut Sides,
    pub turn: Turn,
}

impl<'a> Known<'a> {
    pub fn of(pack: &Pack<'a>) -> Self {
        let facets: Vec<Facet> = pack.leaves.iter().map(|condition| Facet::of(condition)).collect();
        let asked = Facet::CLASSED.into_iter().enumerate().filter(|(_, facet)| facets.contains(facet)).collect();
        Self {
            table: Table::of(facets),
            asked,
            paths: Paths::default(),
            roots: FxHashMap::default(),
            choices: FxHashMap::default(),
            numbered: FxHashMap::default(),
            plain: Vec::new(),
            by_choices: FxHashMap::default(),
        }
    }

    /// What the regime of `view` says of its flow. Notes in the moment of the view when that may change.
    pub fn determine(&mut self, view: &View<'_, 'a>, about: &mut About<'_, 'a>) -> Arc<Determination<'a>> {
        let (end, is_sure) = self.end(view, about, None);
        let Some(choices) = self.choices_of(view, about) else {
            if let Some(Some(found)) = self.plain.get(end) {
                return Arc::clone(found);
            }
            let branches = self.paths.end(end);
            let found = Arc::new(Determination::of(view.pack, std::iter::once((Vec::new(), branches))));
            if self.plain.len() <= end {
                self.plain.resize(end + 1, None);
            }
            if let Some(place) = self.plain.get_mut(end) {
                *place = Some(Arc::clone(&found));
            }
            return found;
        };
        // What is so of every country of a region is so whichever is chosen: the way is the same for all of them.
        let mut of = |known: &mut Self, choice: &Choice<'a>| match is_sure {
            true => end,
            false => known.end(view, about, Some(choice)).0,
        };
        let ends: Vec<(u32, usize)> = choices.iter().map(|choice| (choice.number, of(self, choice))).collect();
        if let Some(found) = self.by_choices.get(ends.as_slice()) {
            return Arc::clone(found);
        }
        let each = choices.iter().zip(&ends).map(|(choice, (_, end))| (choice.chosen.to_vec(), self.paths.end(*end)));
        let found = Arc::new(Determination::of(view.pack, each));
        self.by_choices.insert(ends.into(), Arc::clone(&found));
        found
    }

    /// The end of the way through the decision list, and whether no answer on it may be another for some country of a
    /// region.
    fn end(&mut self, view: &View<'_, 'a>, about: &mut About<'_, 'a>, choice: Option<&Choice<'a>>) -> (usize, bool) {
        let view = View { chosen: choice.map_or(&[], |choice| &choice.chosen), ..*view };
        let mut asker = Asker::of(&mut self.table, &view, about, choice.map(|choice| choice.number));
        let mut classes = Classes::default();
        for (place, facet) in &self.asked {
            if let Some(class) = classes.get_mut(*place) {
                *class = asker.class(*facet);
            }
        }
        let paths = &mut self.paths;
        let root = *self.roots.entry(classes).or_insert_with(|| paths.root());
        let end = paths.follow(root, |leaf| asker.code(leaf)).unwrap_or_else(|| {
            let branches = Branches::of(view.pack, &mut asker);
            paths.keep(root, &asker.asked, branches)
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
        match self.choices_of(view, about) {
            None => each(&[], &mut Asker::of(&mut self.table, view, about, None)),
            Some(choices) => {
                for choice in choices.iter() {
                    let view = View { chosen: &choice.chosen, ..*view };
                    each(&choice.chosen, &mut Asker::of(&mut self.table, &view, about, Some(choice.number)));
                }
            }
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

    /// The combinations of countries that the regions of a flow are taken for; `None`: it has no regions.
    fn choices_of(&mut self, view: &View<'_, 'a>, about: &mut About<'_, 'a>) -> Option<Choices<'a>> {
        let at = [Facet::People, Facet::Destination].map(|facet| about.numbers.of(facet, view, about.sides));
        let at = (at[0], at[1]);
        if let Some(known) = self.choices.get(&at) {
            return known.clone();
        }
        let found: Vec<Choice<'a>> = choices(view)
            .into_iter()
            .map(|chosen| {
                let chosen: Arc<[Chosen<'a>]> = chosen.into();
                let next = u32::try_from(self.numbered.len()).unwrap_or(u32::MAX);
                let number = *self.numbered.entry(Arc::clone(&chosen)).or_insert(next);
                Choice { number, chosen }
            })
            .collect();
        let has_regions = found.iter().any(|choice| !choice.chosen.is_empty());
        let found = has_regions.then(|| found.into());
        self.choices.insert(at, found.clone());
        found
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
