//! The countries that regions are taken for: which combinations there are at either end of a flow, and at both.
//!
//! Knows which countries are alike for a regime. Never knows what a regime says of any.

use super::{
    asker::put,
    evaluate::{Alike, Combinations, choices_at, classes, is_told_apart},
    facets::Facet,
    known::About,
    view::{Chosen, End, View},
};
use crate::domain::Key;
use rustc_hash::FxHashMap;
use std::{hash::Hash, sync::Arc};

/// A combination of countries that the regions of flows are taken for, at one end or at both.
#[derive(Debug, Clone)]
pub(super) struct Choice<'a> {
    /// The same number, the same countries.
    pub number: u32,
    pub chosen: Arc<[Chosen<'a>]>,
}

impl Choice<'_> {
    /// Its number; `None`: no country is chosen.
    pub fn number(&self) -> Option<u32> {
        (!self.chosen.is_empty()).then_some(self.number)
    }
}

/// Every combination of countries that the regions at one end of a flow are taken for, or at both.
#[derive(Debug, Clone)]
pub(super) struct Choices<'a> {
    /// The same number, the same combinations.
    pub number: u32,
    pub each: Arc<[Choice<'a>]>,
}

/// What was met, each with a number of its own.
#[derive(Debug)]
pub(super) struct Numbered<T>(FxHashMap<T, u32>, Vec<T>);

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self(FxHashMap::default(), Vec::new())
    }
}

impl<T: Clone + Eq + Hash> Numbered<T> {
    pub fn of(&mut self, met: T) -> u32 {
        if let Some(known) = self.0.get(&met) {
            return *known;
        }
        let number = u32::try_from(self.1.len()).unwrap_or(u32::MAX);
        self.1.push(met.clone());
        self.0.insert(met, number);
        number
    }

    pub fn get(&self, number: u32) -> Option<&T> {
        self.1.get(number as usize)
    }
}

/// The choices that were met under one regime. See the module.
#[derive(Debug, Default)]
pub(super) struct Choosing<'a> {
    /// By end, and the number of the side there; an empty one: too many to be told apart.
    at: [Vec<Option<Choices<'a>>>; 2],
    /// By the choices at both ends.
    both: FxHashMap<[u32; 2], Choices<'a>>,
    numbered: Numbered<Arc<[Chosen<'a>]>>,
    lists: Numbered<Box<[u32]>>,
    /// The countries of each region that are alike.
    regions: FxHashMap<(End, &'a Key), Alike<'a>>,
}

impl<'a> Choosing<'a> {
    /// The combinations of countries that the regions of a flow are taken for; a single empty one where there are no regions.
    pub fn of(&mut self, view: &View<'_, 'a>, about: &mut About<'_, 'a>) -> Choices<'a> {
        let at_ends = self.at_ends(view, about);
        self.combined(&at_ends)
    }

    /// The combinations where people are, and where it arrives.
    pub fn at_ends(&mut self, view: &View<'_, 'a>, about: &mut About<'_, 'a>) -> [Choices<'a>; 2] {
        let people = self.at_end(view, about, (Facet::People, End::People, 0));
        let to = self.at_end(view, about, (Facet::Destination, End::To, 1));
        let are_some = !people.each.is_empty() && !to.each.is_empty();
        if are_some && is_told_apart(people.each.len(), to.each.len()) {
            return [people, to];
        }
        std::array::from_fn(|_| self.choices(vec![Vec::new()]))
    }

    fn at_end(
        &mut self,
        view: &View<'_, 'a>,
        about: &mut About<'_, 'a>,
        (facet, end, place): (Facet, End, usize),
    ) -> Choices<'a> {
        let side = about.numbers.of(facet, view, about.sides) as usize;
        if let Some(Some(known)) = self.at.get(place).and_then(|known| known.get(side)) {
            return known.clone();
        }
        let regions = &mut self.regions;
        let alike = |end, region| {
            let found = regions.entry((end, region)).or_insert_with(|| classes(view, end, region).into());
            Arc::clone(found)
        };
        let each = choices_at(view, end, alike).unwrap_or_default();
        let found = self.choices(each);
        if let Some(known) = self.at.get_mut(place) {
            put(known, side, found.clone());
        }
        found
    }

    /// The combinations at both ends together: for each where people are, each where it arrives.
    pub fn combined(&mut self, at_ends: &[Choices<'a>; 2]) -> Choices<'a> {
        let at = at_ends.each_ref().map(|choices| choices.number);
        if let Some(known) = self.both.get(&at) {
            return known.clone();
        }
        let [people, to] = at_ends.each_ref().map(|choices| &choices.each);
        let pairs = people.iter().flat_map(|people| to.iter().map(move |to| people.chosen.iter().chain(&*to.chosen)));
        let pairs = pairs.map(|pair| pair.cloned().collect()).collect();
        let found = self.choices(pairs);
        self.both.insert(at, found.clone());
        found
    }

    fn choices(&mut self, each: Combinations<'a>) -> Choices<'a> {
        let numbered = |chosen: Vec<Chosen<'a>>| {
            let chosen: Arc<[Chosen<'a>]> = chosen.into();
            Choice { number: self.numbered.of(Arc::clone(&chosen)), chosen }
        };
        let each: Arc<[Choice<'a>]> = each.into_iter().map(numbered).collect();
        Choices { number: self.lists.of(each.iter().map(|choice| choice.number).collect()), each }
    }
}
