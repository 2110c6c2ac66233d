//! What is known under one regime from the flows that were judged before.
//!
//! Flows are classed: for each side of a flow, by what the regime's statements about that side are answered. Flows of the same
//! classes go the same way through the decision list, up to the statements that are asked of each flow by itself.

use super::{
    asker::{Asker, Table, Turn, put},
    evaluate::{Alike, Determination, choices_of, classes},
    facets::{FACETS, Facet, Number, Numbers, Sides},
    pack::{Leaf, Node, Pack},
    paths::Paths,
    truth::Answer,
    view::{Chosen, End, View},
    walk::Branches,
};
use crate::domain::Key;
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
pub(super) type Classes = [u16; Facet::CLASSED.len()];

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
    choices: FxHashMap<[Number; 2], Choices<'a>>,
    numbered: FxHashMap<Arc<[Chosen<'a>]>, u32>,
    /// The countries of each region that are alike.
    regions: FxHashMap<(End, &'a Key), Alike<'a>>,
    /// By the end of the way, where there are no regions.
    plain: Vec<Option<Arc<Determination<'a>>>>,
    /// By where people are, where it arrives, and the end of the way that is the same for all choices.
    by_places: FxHashMap<([Number; 2], usize), Arc<Determination<'a>>>,
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
            table: Table::of(&facets),
            asked,
            paths: Paths::default(),
            roots: FxHashMap::default(),
            choices: FxHashMap::default(),
            numbered: FxHashMap::default(),
            regions: FxHashMap::default(),
            plain: Vec::new(),
            by_places: FxHashMap::default(),
            by_choices: FxHashMap::default(),
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
        let (end, is_sure) = self.end(view, about, None, classes);
        if !has_regions {
            if let Some(Some(found)) = self.plain.get(end) {
                return Arc::clone(found);
            }
            let branches = self.paths.end(end);
            let found = Arc::new(Determination::of(view.pack, std::iter::once((Vec::new(), branches))));
            put(&mut self.plain, end, Arc::clone(&found));
            return found;
        }
        // What is so of every country of a region is so whichever is chosen: the way is the same for all of them.
        let same_for_all = is_sure && !may_vary;
        let at = [Facet::People, Facet::Destination].map(|facet| about.numbers.of(facet, view, about.sides));
        if let Some(found) = self.by_places.get(&(at, end)).filter(|_| same_for_all) {
            return Arc::clone(found);
        }
        let choices = self.choices_of(view, at);
        let mut of = |known: &mut Self, choice: &Choice<'a>| {
            if same_for_all {
                return end;
            }
            let classes = known.classes(view, about, Some(choice));
            known.end(view, about, Some(choice), classes).0
        };
        let ends: Vec<(u32, usize)> = choices.iter().map(|choice| (choice.number, of(self, choice))).collect();
        let found = self.by_choices.get(ends.as_slice()).cloned().unwrap_or_else(|| {
            let each = choices.iter().zip(&ends);
            let each = each.map(|(choice, (_, end))| (choice.chosen.to_vec(), self.paths.end(*end)));
            Arc::new(Determination::of(view.pack, each))
        });
        self.by_choices.entry(ends.into()).or_insert_with(|| Arc::clone(&found));
        if same_for_all {
            self.by_places.insert((at, end), Arc::clone(&found));
        }
        found
    }

    /// The classes of a flow, for the countries chosen.
    fn classes(&mut self, view: &View<'_, 'a>, about: &mut About<'_, 'a>, choice: Option<&Choice<'a>>) -> Classes {
        let view = View { chosen: choice.map_or(&[], |choice| &choice.chosen), ..*view };
        let mut asker = Asker::of(&mut self.table, &view, about, choice.map(|choice| choice.number));
        let mut classes = Classes::default();
        for (place, facet) in &self.asked {
            if let Some(class) = classes.get_mut(*place) {
                *class = asker.class(*facet);
            }
        }
        view.moment.note(asker.next);
        classes
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
    /// flow by itself may be another for some country of a region.
    fn end(
        &mut self,
        view: &View<'_, 'a>,
        about: &mut About<'_, 'a>,
        choice: Option<&Choice<'a>>,
        classes: Classes,
    ) -> (usize, bool) {
        let paths = &mut self.paths;
        let root = *self.roots.entry(classes).or_insert_with(|| paths.root());
        if let Some(end) = paths.ends_at(root) {
            return (end, true);
        }
        let view = View { chosen: choice.map_or(&[], |choice| &choice.chosen), ..*view };
        let mut asker = Asker::of(&mut self.table, &view, about, choice.map(|choice| choice.number));
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
        let at = [Facet::People, Facet::Destination].map(|facet| about.numbers.of(facet, view, about.sides));
        for choice in self.choices_of(view, at).iter() {
            let view = View { chosen: &choice.chosen, ..*view };
            let number = (!choice.chosen.is_empty()).then_some(choice.number);
            each(&choice.chosen, &mut Asker::of(&mut self.table, &view, about, number));
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

    /// The combinations of countries that the regions of a flow are taken for, by where people are and where it arrives; a
    /// single empty one where there are no regions.
    fn choices_of(&mut self, view: &View<'_, 'a>, at: [Number; 2]) -> Choices<'a> {
        let (numbered, regions) = (&mut self.numbered, &mut self.regions);
        let find = || {
            let alike = |end, region| {
                let found = regions.entry((end, region)).or_insert_with(|| classes(view, end, region).into());
                Arc::clone(found)
            };
            let each = choices_of(view, alike).into_iter().map(|chosen| {
                let chosen: Arc<[Chosen<'a>]> = chosen.into();
                let next = u32::try_from(numbered.len()).unwrap_or(u32::MAX);
                let number = *numbered.entry(Arc::clone(&chosen)).or_insert(next);
                Choice { number, chosen }
            });
            each.collect()
        };
        Arc::clone(self.choices.entry(at).or_insert_with(find))
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
