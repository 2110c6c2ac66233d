//! What a regime says of a flow: the decision list, walked for every country that its regions may stand for.

use super::{
    branches::Numbers,
    notes::Notes,
    pack::{LawUsed, Leaf, Pack},
    predicates,
    truth::{Answer, Truth},
    view::{Chosen, End, View},
    walk::{Answering, Branches},
};
use crate::{
    domain::{
        Key, Ref,
        record::regime::{Conclusion, Rule},
    },
    flows::Candidate,
};
use std::collections::{BTreeMap, BTreeSet};

/// The answers to the statements of a pack about one flow, each found when it is first asked for.
pub(super) struct Leaves<'v, 'a> {
    view: &'v View<'v, 'a>,
    answers: Vec<Option<(Answer, LawUsed)>>,
}

impl<'v, 'a> Leaves<'v, 'a> {
    pub fn of(view: &'v View<'v, 'a>) -> Self {
        Self { view, answers: vec![None; view.pack.leaves.len()] }
    }
}

impl Answering for Leaves<'_, '_> {
    fn leaf(&mut self, leaf: Leaf) -> (Answer, LawUsed) {
        let Some(condition) = self.view.pack.leaves.get(leaf) else { return (Answer::UNKNOWN, LawUsed::Confirmed) };
        if let Some(Some(known)) = self.answers.get(leaf) {
            return *known;
        }
        let mut notes = Notes::default();
        let found = (predicates::judge(self.view, condition, &mut notes), notes.law());
        if let Some(place) = self.answers.get_mut(leaf) {
            *place = Some(found);
        }
        found
    }
}

/// What a regime says of a flow on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Determination<'a> {
    /// What it comes to.
    pub conclusion: Conclusion,
    /// The rules that decide it: as it is known for sure, or as declared.
    pub decided_by: Vec<&'a Rule>,
    /// The rules that may decide it, if what was taken for complete or at its word is not so.
    pub otherwise: Vec<&'a Rule>,
    /// How far the law can be trusted on which it rests.
    pub law: LawUsed,
    /// Where places are regions: what it comes to for which of their countries.
    pub candidates: Vec<ByCandidate<'a>>,
}

/// What a determination comes to where regions stand for some of their countries.
#[derive(Debug, Clone, PartialEq)]
pub struct ByCandidate<'a> {
    /// The regions and the countries they are taken for.
    pub chosen: Vec<Chosen<'a>>,
    /// What it comes to.
    pub conclusion: Conclusion,
    /// The rules that decide it.
    pub decided_by: Vec<&'a Rule>,
}

/// What the regime of `view` says of its flow.
#[must_use]
pub fn determine<'a>(view: &View<'_, 'a>) -> Determination<'a> {
    let each = choices(view).into_iter().map(|chosen| {
        let view = View { chosen: &chosen, ..*view };
        let branches = Branches::of(view.pack, &mut Leaves::of(&view));
        (chosen, branches)
    });
    Determination::of(view.pack, each)
}

impl<'a> Determination<'a> {
    /// What the rules that may decide come to, for each combination of countries; an empty one where there are no regions.
    pub(super) fn of(pack: &Pack<'a>, each: impl Iterator<Item = (Vec<Chosen<'a>>, Branches)>) -> Self {
        let mut all = Branches::default();
        let mut candidates = Vec::new();
        for (chosen, branches) in each {
            all = all.join(branches);
            if !chosen.is_empty() {
                let conclusion = branches.conclusion(pack);
                let decided_by = rules(pack, deciding(branches, conclusion));
                candidates.push(ByCandidate { chosen, conclusion, decided_by });
            }
        }
        let conclusion = all.conclusion(pack);
        let decided = deciding(all, conclusion);
        Self {
            conclusion,
            decided_by: rules(pack, decided),
            otherwise: rules(pack, all.strict.without(decided)),
            law: all.law,
            candidates,
        }
    }
}

/// The rules that decide: with silence proving nothing where these agree, else as declared.
fn deciding(branches: Branches, conclusion: Conclusion) -> Numbers {
    let certain = branches.strict.len() == 1 || branches.strict == branches.declared;
    if certain || conclusion == Conclusion::NotSatisfied { branches.strict } else { branches.declared }
}

fn rules<'a>(pack: &Pack<'a>, numbers: Numbers) -> Vec<&'a Rule> {
    numbers.iter().filter_map(|number| pack.rules.get(number)).map(|ready| ready.rule).collect()
}

/// More combinations of countries than this are not told apart: the regions are judged as they are.
const MOST_CHOICES: usize = 64;

/// Combinations of countries that regions are taken for.
pub(super) type Combinations<'a> = Vec<Vec<Chosen<'a>>>;

/// Every combination of countries that the regions of a flow are taken for; a single empty one where there are no regions.
pub(super) fn choices<'a>(view: &View<'_, 'a>) -> Combinations<'a> {
    let alike = |end, region| classes(view, end, region).into();
    let [people, to] = [End::People, End::To].map(|end| choices_at(view, end, alike));
    match (people, to) {
        (Some(people), Some(to)) if is_told_apart(people.len(), to.len()) => {
            let pairs = people.iter().flat_map(|people| to.iter().map(move |to| people.iter().chain(to)));
            pairs.map(|pair| pair.cloned().collect()).collect()
        }
        _ => vec![Vec::new()],
    }
}

/// Whether so many combinations of countries at either end are told apart.
pub(super) const fn is_told_apart(people: usize, to: usize) -> bool {
    people * to <= MOST_CHOICES
}

/// The countries of a region that are alike for a regime, class by class; without a choice where there may be others too.
pub(super) type Alike<'a> = std::sync::Arc<[Option<Chosen<'a>>]>;

/// The combinations for the regions where people are, or for those where it arrives, where `classes` tells the classes of a
/// region; `None`: too many to be told apart.
pub(super) fn choices_at<'a>(
    view: &View<'_, 'a>,
    end: End,
    mut classes: impl FnMut(End, &'a Key) -> Alike<'a>,
) -> Option<Combinations<'a>> {
    let facts = view.facts;
    let mut regions: BTreeSet<&'a Key> = match end {
        End::People => facts.people.items.iter().filter_map(|people| people.place.as_ref().map(Ref::key)).collect(),
        End::To => facts.destination().items.into_iter().flatten().collect(),
        End::From => BTreeSet::new(),
    };
    regions.retain(|place| view.atlas.place(place).is_some_and(|place| place.candidates.len() > 1));
    let mut choices = vec![Vec::new()];
    for region in regions {
        let classes = classes(end, region);
        if !is_told_apart(choices.len(), classes.len()) {
            return None;
        }
        choices = choices
            .iter()
            .flat_map(|before: &Vec<Chosen<'a>>| {
                classes.iter().map(move |class| before.iter().chain(class).cloned().collect())
            })
            .collect();
    }
    Some(choices)
}

/// The countries of a region by what the lists of the regime say of them; without a choice where there may be others too.
pub(super) fn classes<'a>(view: &View<'_, 'a>, end: End, region: &'a Key) -> Vec<Option<Chosen<'a>>> {
    let Some(place) = view.atlas.place(region) else { return vec![None] };
    let mut alike: BTreeMap<Vec<Truth>, Vec<Candidate<'a>>> = BTreeMap::new();
    for candidate in &place.candidates {
        let lists = view.pack.regime.lists.iter().flatten();
        let signature = lists.map(|list| {
            let places = view.pack.lists.get(&list.key);
            places.map_or(Truth::Unknown, |places| places.has(candidate).0)
        });
        alike.entry(signature.collect()).or_default().push(*candidate);
    }
    let mut classes: Vec<Option<Chosen<'a>>> =
        alike.into_values().map(|countries| Some(Chosen { end, region, countries: countries.into() })).collect();
    if !place.settled {
        classes.push(None);
    }
    classes
}
