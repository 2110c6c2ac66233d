//! Which flows a report is about.

use crate::{
    domain::{Key, Ref, record::regime::Conclusion},
    flows::{Atlas, Flow},
    report::Question,
};
use std::collections::BTreeSet;

/// Which flows a report is about. All of what is given must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filter {
    lane_from: Option<Key>,
    lane_to: Option<Key>,
    country: Option<Key>,
    /// The only regime that is asked.
    pub regime: Option<Key>,
    /// What some law must come to on some day.
    pub result: Option<Conclusion>,
    processor: Option<Key>,
    organization: Option<Key>,
    notice: Option<Key>,
    activity: Option<Key>,
}

impl Filter {
    /// What a question asks for.
    pub fn of(question: &Question) -> Self {
        Self {
            lane_from: question.key("lane_from"),
            lane_to: question.key("lane_to"),
            country: question.key("country"),
            regime: question.key("regime"),
            result: serde_json::from_value(question.word("result").into()).ok(),
            processor: question.key("processor"),
            organization: question.key("organization"),
            notice: question.key("notice"),
            activity: question.key("activity"),
        }
    }

    /// Whether flows of this activity may be wanted: to be asked before they are derived.
    pub fn may_select(&self, activity: &Key) -> bool {
        self.activity.as_ref().is_none_or(|wanted| wanted == activity)
    }

    /// Whether a flow is wanted, as far as its facts tell.
    pub fn selects(&self, atlas: &Atlas<'_>, flow: &Flow<'_>) -> bool {
        let importers = || flow.stretches.iter().map(|stretch| &stretch.facts.importer);
        let organization = |wanted: &Key| importers().any(|side| side.organizations().any(|held| held == wanted));
        self.selects_places(atlas, flow)
            && self.processor.as_ref().is_none_or(|wanted| importers().any(|side| side.service == Some(wanted)))
            && self.organization.as_ref().is_none_or(organization)
            && self.may_select(&flow.activity.key)
            && self
                .notice
                .as_ref()
                .is_none_or(|notice| flow.activity.notices.iter().flatten().any(|named| named.key() == notice))
    }

    fn selects_places(&self, atlas: &Atlas<'_>, flow: &Flow<'_>) -> bool {
        if self.lane_from.is_none() && self.lane_to.is_none() && self.country.is_none() {
            return true;
        }
        let (from, to) = ends(flow);
        let may_be = |places: &BTreeSet<&Key>, wanted: &Key| {
            places.iter().any(|place| {
                *place == wanted
                    || atlas.place(place).is_some_and(|place| {
                        place.candidates.iter().any(|c| {
                            [Some(c.country), Some(c.state), c.subdivision]
                                .into_iter()
                                .flatten()
                                .any(|key| key == wanted)
                        })
                    })
            })
        };
        self.lane_from.as_ref().is_none_or(|wanted| may_be(&from, wanted))
            && self.lane_to.as_ref().is_none_or(|wanted| may_be(&to, wanted))
            && self.country.as_ref().is_none_or(|country| may_be(&from, country) || may_be(&to, country))
    }
}

/// The locations at both ends of a flow as it stands at last: where people are or it leaves, and where it arrives.
pub(super) fn ends<'a>(flow: &Flow<'a>) -> (BTreeSet<&'a Key>, BTreeSet<&'a Key>) {
    let Some(facts) = flow.stretches.last().map(|stretch| &stretch.facts) else { return <_>::default() };
    let people = facts.people.items.iter().filter_map(|people| people.place.as_ref().map(Ref::key));
    let from = people.chain(facts.origin.items.iter().filter_map(|spot| spot.location)).collect();
    (from, facts.destination().items.into_iter().flatten().collect())
}
