//! How many people: counts as ranges, since people may be counted twice and not every count is recorded.

use super::{Named, Records};
use crate::domain::{
    Day, Key, Kind,
    record::{People, PeopleUnit},
    value::Ref,
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// From how many to how many.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Range {
    /// At least as many: the largest count, and beside it those that count nobody else; 0 where nothing is recorded.
    pub at_least: u64,
    /// At most as many: the sum. Absent: a count is not recorded, so that there is no upper end.
    pub at_most: Option<u64>,
}

/// What was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnitTold {
    /// People.
    People,
    /// Households.
    Households,
    /// Devices.
    Devices,
    /// Accounts.
    Accounts,
    /// Records.
    Records,
    /// Nobody recorded what.
    NotRecorded,
}

impl From<Option<PeopleUnit>> for UnitTold {
    fn from(unit: Option<PeopleUnit>) -> Self {
        match unit {
            Some(PeopleUnit::People) => Self::People,
            Some(PeopleUnit::Households) => Self::Households,
            Some(PeopleUnit::Devices) => Self::Devices,
            Some(PeopleUnit::Accounts) => Self::Accounts,
            Some(PeopleUnit::Records) => Self::Records,
            None => Self::NotRecorded,
        }
    }
}

/// A count as it is recorded.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Counted {
    /// The activity that counts.
    pub activity: Key,
    /// The key of the element in its list of people.
    pub element: Key,
    /// How many; absent: not recorded.
    pub count: Option<u64>,
    /// Whether nobody in it is counted elsewhere too; absent: not recorded, so somebody may be.
    pub disjoint: Option<bool>,
    /// The first day of the period that was counted.
    pub from: Option<Day>,
    /// The last day of the period that was counted.
    pub to: Option<Day>,
}

/// The people at a place.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PeopleAt {
    /// The place, as the records name it; absent: not recorded.
    pub place: Option<Named>,
    /// What was counted. Counts of different things are never added up.
    pub unit: UnitTold,
    /// How many.
    pub range: Range,
    /// The counts behind it.
    pub counts: Vec<Counted>,
}

/// Counts by place and unit, in the order of places; an element of an activity counts once.
#[must_use]
pub fn ranges<'a>(
    records: Records<'_>,
    people: impl IntoIterator<Item = (&'a Key, &'a People)>,
) -> (Vec<PeopleAt>, Vec<(UnitTold, Range)>) {
    let elements: BTreeMap<(&Key, &Key), &People> =
        people.into_iter().map(|(activity, people)| ((activity, &people.key), people)).collect();
    let mut by_place: BTreeMap<(Option<&Key>, UnitTold), Vec<Counted>> = BTreeMap::new();
    let mut by_unit: BTreeMap<UnitTold, Vec<Counted>> = BTreeMap::new();
    for ((activity, element), people) in elements {
        let unit = UnitTold::from(people.unit);
        let counted = Counted {
            activity: activity.clone(),
            element: element.clone(),
            count: people.people.map(crate::domain::value::Count::value),
            disjoint: people.disjoint,
            from: people.from,
            to: people.to,
        };
        by_unit.entry(unit).or_default().push(counted.clone());
        by_place.entry((people.place.as_ref().map(Ref::key), unit)).or_default().push(counted);
    }
    let at = by_place.into_iter().map(|((place, unit), counts)| PeopleAt {
        place: place.map(|place| records.named(Kind::Locations, place)),
        unit,
        range: range(&counts),
        counts,
    });
    (at.collect(), by_unit.into_iter().map(|(unit, counts)| (unit, range(&counts))).collect())
}

fn range(counts: &[Counted]) -> Range {
    let known = |counted: &&Counted| counted.count.is_some();
    let (apart, shared): (Vec<&Counted>, Vec<&Counted>) =
        counts.iter().filter(known).partition(|counted| counted.disjoint == Some(true));
    let sum = |counts: &[&Counted]| counts.iter().filter_map(|c| c.count).fold(0, u64::saturating_add);
    let largest = shared.iter().filter_map(|counted| counted.count).max().unwrap_or(0);
    let all_known = counts.iter().all(|counted| counted.count.is_some());
    Range {
        at_least: sum(&apart).saturating_add(largest),
        at_most: all_known.then(|| sum(&apart).saturating_add(sum(&shared))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(count: Option<u64>, disjoint: Option<bool>) -> Counted {
        let (activity, element) = ("a".parse().unwrap(), "e".parse().unwrap());
        Counted { activity, element, count, disjoint, from: None, to: None }
    }

    #[test]
    fn counts_are_a_range_from_the_largest_to_the_sum_unless_they_are_disjoint() {
        let of = |counts: &[(Option<u64>, Option<bool>)]| {
            let counts: Vec<_> = counts.iter().map(|(count, disjoint)| counted(*count, *disjoint)).collect();
            let Range { at_least, at_most } = range(&counts);
            (at_least, at_most)
        };
        assert_eq!(of(&[(Some(40), None), (Some(60), Some(false))]), (60, Some(100)));
        assert_eq!(of(&[(Some(40), Some(true)), (Some(60), Some(true))]), (100, Some(100)));
        assert_eq!(of(&[(Some(40), Some(true)), (Some(60), None), (Some(10), None)]), (100, Some(110)));
        assert_eq!(of(&[(Some(40), None), (None, Some(true))]), (40, None));
        assert_eq!(of(&[(None, None)]), (0, None));
        assert_eq!(of(&[]), (0, Some(0)));
    }
}
