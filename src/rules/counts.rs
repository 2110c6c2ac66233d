//! People counted over all flows, as ranges: what a law holds against its thresholds.
//!
//! The range begins at the largest count, or at the sum of those whose people are counted nowhere else, and ends at the sum of
//! all. What is not counted, or counted over other days, leaves the end open. The same people in several flows of an activity are
//! counted once.

use super::{
    evaluate,
    notes::{Notes, Why},
    truth::{Answer, Reading, Truth},
    view::{End, View},
};
use crate::{
    domain::{
        Day, Key, Ref,
        record::{
            People, PeopleUnit,
            regime::{CountTest, CountWindow, CountedPeople, CountedPer},
        },
    },
    flows::{Extent, Moment, Party, Target},
};
use chrono::{Datelike, Months, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Whose people are counted together: an exporter, and the other party where the law asks for pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group<'a> {
    /// The organisation that sends; `None`: not recorded which one.
    pub exporter: Option<&'a Key>,
    /// Who gets it.
    pub importer: Option<Target<'a>>,
}

/// A number of people, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Range {
    /// At least so many.
    pub low: u64,
    /// At most so many; `None`: nobody can tell.
    pub high: Option<u64>,
}

impl Range {
    fn judge(self, holds: impl Fn(u64) -> bool) -> Truth {
        match (holds(self.low), self.high.map(&holds)) {
            (true, _) => Truth::True,
            (false, Some(false)) => Truth::False,
            (false, _) => Truth::Unknown,
        }
    }
}

/// What one element of people adds.
#[derive(Debug, Clone, Copy)]
struct Part {
    low: u64,
    high: Option<u64>,
    disjoint: bool,
}

/// The people of one group, in one reading.
#[derive(Debug, Default)]
struct Tally<'a> {
    parts: BTreeMap<(&'a Key, &'a Key), Part>,
    /// Lists that may lack people.
    open: bool,
}

impl Tally<'_> {
    fn range(&self) -> Range {
        let disjoint: u64 = self.parts.values().filter(|part| part.disjoint).map(|part| part.low).sum();
        let largest = self.parts.values().map(|part| part.low).max().unwrap_or(0);
        let sum = self.parts.values().try_fold(0_u64, |sum, part| Some(sum.saturating_add(part.high?)));
        Range { low: disjoint.max(largest), high: sum.filter(|_| !self.open) }
    }
}

/// The numbers of people of a regime on a day: for each that it counts and each group, in both readings.
#[derive(Debug, Default)]
pub struct Counts<'a> {
    ranges: BTreeMap<(&'a Key, Group<'a>), [Range; 2]>,
    tallies: BTreeMap<(&'a Key, Group<'a>), [Tally<'a>; 2]>,
    /// Flows whose exporter is not recorded may add to anybody's.
    anybody: BTreeSet<&'a Key>,
}

impl<'a> Counts<'a> {
    /// Takes in the people of a flow.
    pub(super) fn take(&mut self, view: &View<'_, 'a>) {
        for counted in &view.pack.counts {
            let mut leaves = evaluate::Leaves::of(view);
            let mut notes = Notes::default();
            let answer = match &counted.when {
                None => Answer::TRUE,
                Some(node) => leaves.answer(node, &mut notes),
            };
            if answer == Answer::FALSE {
                continue;
            }
            let groups = groups(view, counted.counted.per);
            if groups.iter().any(|group| group.exporter.is_none()) {
                self.anybody.insert(&counted.counted.key);
            }
            for group in groups {
                let tallies = self.tallies.entry((&counted.counted.key, group)).or_default();
                for (reading, tally) in [Reading::Strict, Reading::Declared].into_iter().zip(tallies) {
                    add(view, counted.counted, answer.in_reading(reading), reading, tally);
                }
            }
        }
    }

    /// Nothing more comes.
    pub(super) fn close(&mut self) {
        for (at, tallies) in std::mem::take(&mut self.tallies) {
            let mut ranges = tallies.map(|tally| tally.range());
            if self.anybody.contains(at.0) {
                ranges = ranges.map(|range| Range { high: None, ..range });
            }
            self.ranges.insert(at, ranges);
        }
    }

    /// The ranges of everything counted: its key, the group, and the range with silence proving nothing and as declared.
    pub fn ranges(&self) -> impl Iterator<Item = (&'a Key, Group<'a>, [Range; 2])> {
        self.ranges.iter().map(|((key, group), ranges)| (*key, *group, *ranges))
    }

    /// Judges a threshold for the groups that a flow belongs to: it holds if it holds for one of them.
    pub(super) fn judge(&self, view: &View<'_, 'a>, test: &CountTest, notes: &mut Notes<'a>) -> Answer {
        let counted = view.pack.regime.counts.iter().flatten().find(|counted| counted.key == test.of);
        let Some(counted) = counted else { return Answer::UNKNOWN };
        note_people(view, notes);
        let holds = |people: u64| {
            test.at_least.is_none_or(|least| people >= least.value())
                && test.more_than.is_none_or(|most| people > most.value())
        };
        let each = groups(view, counted.per).into_iter().map(|group| {
            // A flow that is not counted itself has nothing against the threshold.
            let ranges = self.ranges.get(&(&counted.key, group));
            ranges.map_or(Answer::FALSE, |[strict, declared]| Answer {
                strict: strict.judge(holds),
                declared: declared.judge(holds),
            })
        });
        each.fold(Answer::FALSE, Answer::or)
    }
}

fn note_people<'a>(view: &View<'_, 'a>, notes: &mut Notes<'a>) {
    notes.listed(&view.facts.people);
    for people in &view.facts.people.items {
        let why = if people.people.is_some() { Why::Used } else { Why::Missing };
        notes.field(view.activity, why, |root| root.at("people").at(&people.key).at("people"));
    }
}

/// The groups that a flow belongs to.
pub(super) fn groups<'a>(view: &View<'_, 'a>, per: CountedPer) -> Vec<Group<'a>> {
    let importer = match per {
        CountedPer::Exporter => None,
        CountedPer::ExporterAndImporter => view.name.target().or(Some(Target::Unrecorded)),
    };
    let exporter = &view.facts.exporter;
    let mut exporters: Vec<Option<&Key>> = exporter.organizations().map(Some).collect();
    // People who give their own data are nobody's exporter.
    if exporters.is_empty() && exporter.parties.items.contains(&Party::People) {
        return Vec::new();
    }
    if exporters.is_empty() {
        exporters.push(None);
    }
    exporters.into_iter().map(|exporter| Group { exporter, importer }).collect()
}

fn add<'a>(view: &View<'_, 'a>, counted: &CountedPeople, counts: Truth, reading: Reading, tally: &mut Tally<'a>) {
    if counts == Truth::False {
        return;
    }
    let people = &view.facts.people;
    let unknown = people.said.is_empty() || people.said.iter().any(|said| said.extent == Extent::Unknown);
    tally.open |= unknown || (reading == Reading::Strict && !people.is_complete());
    for element in &people.items {
        let place = element.place.as_ref().map(Ref::key);
        let there = counted
            .people_in
            .as_ref()
            .map_or(Truth::True, |lists| view.is_on(lists, place, End::People, &mut Notes::default()));
        let (low, high) = in_window(counted, element, view.moment);
        let low = if counts.min(there) == Truth::True { low } else { 0 };
        if there != Truth::False {
            let part = Part { low, high, disjoint: element.disjoint == Some(true) };
            let told = tally.parts.entry((&view.activity.key, &element.key)).or_insert(part);
            told.low = told.low.max(low);
        }
    }
}

/// What a count says of the people in the window up to `day`: at least, and at most.
fn in_window(counted: &CountedPeople, people: &People, moment: &Moment) -> (u64, Option<u64>) {
    let day = moment.date();
    let unit = counted.unit.unwrap_or(PeopleUnit::People);
    let Some(number) = people.people.map(crate::domain::value::Count::value) else { return (0, None) };
    if people.unit.unwrap_or(PeopleUnit::People) != unit {
        return (0, None);
    }
    let begins = match counted.window {
        CountWindow::Any => return (number, Some(number)),
        CountWindow::CalendarYear => {
            moment.note(NaiveDate::from_ymd_opt(day.0.year() + 1, 1, 1).map(Day));
            NaiveDate::from_ymd_opt(day.0.year(), 1, 1)
        }
        CountWindow::TwelveMonths => {
            let later = |day: Day| day.0.checked_add_months(Months::new(12)).map(Day);
            moment.note(people.from.and_then(later));
            moment.note(people.to.and_then(later).and_then(|day| day.0.succ_opt()).map(Day));
            day.0.checked_sub_months(Months::new(12))
        }
    };
    let Some(begins) = begins.map(Day) else { return (0, None) };
    match (people.from, people.to) {
        // Counted before the window, or after its end.
        (_, Some(to)) if to < begins => (0, None),
        (Some(from), _) if !moment.reached(Some(from)) => (0, None),
        // Counted over more than the window.
        (Some(from), _) if from < begins => (0, Some(number)),
        _ => (number, Some(number)),
    }
}
