//! People counted over all flows, as ranges: what a law holds against its thresholds.
//!
//! Knows what the flows of one activity add, and what that adds up to; [`super::counting`] has all activities. Never borrows from a
//! register, so that numbers can be kept from one to the next.
//!
//! The range begins at the largest count, or at the sum of those whose people are counted nowhere else, and ends at the sum of
//! all. What is not counted, or counted over other days, leaves the end open. The same people in several flows of an activity are
//! counted once.

use super::{
    notes::{Notes, Why},
    pack::Pack,
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
    flows::{Extent, Moment, Party, Period, Target, TargetBy},
};
use chrono::{Datelike, Months, NaiveDate};
use rustc_hash::FxHashMap;
use std::{collections::BTreeSet, sync::Arc};

/// Whose people are counted together: an exporter, and the other party where the law asks for pairs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group {
    /// The organisation that sends; `None`: not recorded which one.
    pub exporter: Option<Key>,
    /// Who gets it.
    pub importer: Option<TargetBy<Key>>,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    low: u64,
    high: Option<u64>,
    disjoint: bool,
}

/// What one flow adds to the people of a group: an element of the people of its activity, by its key, or that a list may lack
/// some. By reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Share {
    of: Option<Key>,
    parts: [Option<Part>; 2],
    open: [bool; 2],
}

/// What a flow adds, by what is counted and the group.
pub(super) type Shares = Vec<(usize, Group, Share)>;

/// What is added up together: by the place of the regime among those of its season, the place of what it counts, and the group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sum {
    pub(super) season: usize,
    pub(super) pack: usize,
    pub(super) counted: usize,
    pub(super) group: Group,
}

/// Everything that the flows of one activity add to numbers of people.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    shares: FxHashMap<Sum, Vec<(Period, Share)>>,
}

impl Tally {
    /// Takes in what a flow adds on some days. The people of an activity are the same in all of its flows.
    pub(super) fn take(&mut self, (season, pack): (usize, usize), days: Period, shares: Shares) {
        for (counted, group, share) in shares {
            let taken = self.shares.entry(Sum { season, pack, counted, group }).or_default();
            match taken.iter_mut().find(|(period, before)| *period == days && before.of == share.of) {
                Some((_, before)) => before.add(&share),
                None => taken.push((days, share)),
            }
        }
    }

    /// The sums that it adds to, in no order.
    pub(super) fn sums(&self) -> impl Iterator<Item = &Sum> {
        self.shares.keys()
    }

    /// Whether it adds to none.
    pub(super) fn is_empty(&self) -> bool {
        self.shares.is_empty()
    }

    /// What it adds to one of them.
    pub(super) fn of(&self, sum: &Sum) -> &[(Period, Share)] {
        self.shares.get(sum).map_or(&[], Vec::as_slice)
    }
}

impl Share {
    fn add(&mut self, more: &Self) {
        for (part, more) in self.parts.iter_mut().zip(more.parts) {
            match (part, more) {
                (Some(part), Some(more)) => part.low = part.low.max(more.low),
                (part, more) => *part = part.or(more),
            }
        }
        for (open, more) in self.open.iter_mut().zip(more.open) {
            *open |= more;
        }
    }
}

/// The stretches of a period on which the same people count, each with their numbers in both readings, where `shares` are those of
/// each activity and `anybody` the days on which flows whose exporter is not recorded may add to anybody's.
pub(super) fn spans(period: Period, shares: &[&[(Period, Share)]], anybody: &BTreeSet<Period>) -> Spans {
    let all = shares.iter().copied().flatten();
    let days: BTreeSet<Period> = all.map(|(days, _)| *days).collect();
    let after = |day: Day| day.0.succ_opt().map(Day);
    let changes = days.iter().chain(anybody).flat_map(|days| [Some(days.from()), after(days.to())]).flatten();
    let changes: BTreeSet<Day> = changes.filter(|day| period.contains(*day)).chain([period.from()]).collect();
    let range =
        |day: Day, reading: usize| of_parts(shares, day, reading, anybody.iter().any(|days| days.contains(day)));
    changes.into_iter().map(|day| (day, [range(day, 0), range(day, 1)])).collect()
}

/// The number of people that the shares of activities add up to on a day, in a reading.
fn of_parts(shares: &[&[(Period, Share)]], day: Day, reading: usize, mut open: bool) -> Range {
    let (mut disjoint, mut largest, mut sum) = (0_u64, 0, Some(0_u64));
    let mut parts: Vec<(&Key, Part)> = Vec::new();
    for of_activity in shares {
        for (_, share) in of_activity.iter().filter(|(days, _)| days.contains(day)) {
            open |= share.open.get(reading).copied().unwrap_or_default();
            let (Some(element), Some(Some(part))) = (&share.of, share.parts.get(reading)) else { continue };
            // The same people of an activity on days that overlap are the same people.
            match parts.iter_mut().find(|(known, _)| *known == element) {
                Some((_, told)) => told.low = told.low.max(part.low),
                None => parts.push((element, *part)),
            }
        }
        for (_, part) in parts.drain(..) {
            disjoint = disjoint.saturating_add(if part.disjoint { part.low } else { 0 });
            largest = largest.max(part.low);
            sum = sum.zip(part.high).map(|(sum, high)| sum.saturating_add(high));
        }
    }
    Range { low: disjoint.max(largest), high: sum.filter(|_| !open) }
}

/// From which day on which numbers stand, in both readings.
pub(super) type Spans = Vec<(Day, [Range; 2])>;

/// From which day on which answer stands.
type Answers = Vec<(Day, Answer)>;

/// The numbers of people of a regime over some days: for each that it counts, by its place, and each group, in both readings, from
/// which day on.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    ranges: imbl::HashMap<(usize, Group), Arc<Spans>>,
}

impl Counts {
    /// The same with other numbers for a group; `None`: nobody is counted there any more.
    pub(super) fn set(&mut self, counted: usize, group: &Group, spans: Option<Spans>) {
        let at = (counted, group.clone());
        match spans {
            Some(spans) => drop(self.ranges.insert(at, Arc::new(spans))),
            None => drop(self.ranges.remove(&at)),
        }
    }

    /// The ranges of what is counted under a key, as they stand at last, by group: with silence proving nothing and as declared.
    pub fn ranges(&self, pack: &Pack<'_>, counted: &Key) -> impl Iterator<Item = (&Group, [Range; 2])> {
        let place = place_of(pack, counted);
        let ranges = self.ranges.iter().filter(move |((at, _), _)| Some(*at) == place);
        let mut ranges: Vec<_> = ranges.filter_map(|((_, group), spans)| Some((group, spans.last()?.1))).collect();
        ranges.sort_unstable_by_key(|(group, _)| *group);
        ranges.into_iter()
    }

    /// Judges a threshold for the groups that a flow belongs to: it holds if it holds for one of them.
    pub(super) fn judge<'a>(&self, view: &View<'_, 'a>, test: &CountTest, notes: &mut Notes<'a>) -> Answer {
        let Some((place, groups)) = asked(view, test) else { return Answer::UNKNOWN };
        note_people(view, notes);
        let each = groups.into_iter().map(|group| {
            let spans = self.ranges.get(&(place, group)).map_or(&[][..], |spans| spans.as_slice());
            let begun = |(from, _): &&(Day, _)| view.moment.reached(Some(*from));
            // A flow that is not counted itself has nothing against the threshold.
            let ranges = spans.iter().take_while(begun).last();
            ranges.map_or(Answer::FALSE, |(_, ranges)| answer(test, ranges))
        });
        each.fold(Answer::FALSE, Answer::or)
    }

    /// What is counted for which groups, where some threshold is answered otherwise than `other` answers it, on some day. Those may be
    /// there twice.
    pub(super) fn otherwise(&self, other: &Self, tests: &[(usize, &CountTest)]) -> Vec<(usize, Group)> {
        let differ = |spans: &Arc<Spans>, known: Option<&Arc<Spans>>, place: usize| {
            let mut asked = tests.iter().filter(|(of, _)| *of == place);
            !known.is_some_and(|known| Arc::ptr_eq(known, spans))
                && asked.any(|(_, test)| answers(test, Some(spans)) != answers(test, known))
        };
        let in_one = |one: &Self, other: &Self| -> Vec<(usize, Group)> {
            let ranges = one.ranges.iter().filter(|(at, spans)| differ(spans, other.ranges.get(*at), at.0));
            ranges.map(|(at, _)| at.clone()).collect()
        };
        let mut both = in_one(self, other);
        both.extend(in_one(other, self));
        both
    }
}

/// The place of what a threshold is about, and the groups to which the flow of `view` belongs there; `None`: there is no such number.
pub(super) fn asked(view: &View<'_, '_>, test: &CountTest) -> Option<(usize, Vec<Group>)> {
    let place = place_of(view.pack, &test.of)?;
    Some((place, groups(view, view.pack.counts.get(place)?.counted.per)))
}

/// The place of what a regime counts under a key.
pub(super) fn place_of(pack: &Pack<'_>, counted: &Key) -> Option<usize> {
    pack.counts.iter().position(|known| known.counted.key == *counted)
}

fn answer(test: &CountTest, [strict, declared]: &[Range; 2]) -> Answer {
    let holds = |people: u64| {
        test.at_least.is_none_or(|least| people >= least.value())
            && test.more_than.is_none_or(|most| people > most.value())
    };
    Answer { strict: strict.judge(holds), declared: declared.judge(holds) }
}

/// How a threshold is answered from day to day.
fn answers(test: &CountTest, spans: Option<&Arc<Spans>>) -> Answers {
    let mut answers: Answers = Vec::new();
    for (day, ranges) in spans.into_iter().flat_map(|spans| spans.iter()) {
        let now = answer(test, ranges);
        if answers.last().map_or(Answer::FALSE, |(_, before)| *before) != now {
            answers.push((*day, now));
        }
    }
    answers
}

/// What the flow of `view` adds to the people counted, where `answers` says for each number whether the flow counts.
pub(super) fn shares(view: &View<'_, '_>, answers: &[Answer]) -> Shares {
    let mut shares = Vec::new();
    for (number, (counted, answer)) in view.pack.counts.iter().zip(answers).enumerate() {
        if *answer == Answer::FALSE {
            continue;
        }
        for group in groups(view, counted.counted.per) {
            let found = of_people(view, counted.counted, *answer);
            shares.extend(found.map(|share| (number, group.clone(), share)));
        }
    }
    shares
}

fn note_people<'a>(view: &View<'_, 'a>, notes: &mut Notes<'a>) {
    notes.listed(&view.facts.people);
    for people in &view.facts.people.items {
        let why = if people.people.is_some() { Why::Used } else { Why::Missing };
        notes.field(view.activity, why, |root| root.at("people").at(&people.key).at("people"));
    }
}

/// The groups that a flow belongs to.
pub(super) fn groups(view: &View<'_, '_>, per: CountedPer) -> Vec<Group> {
    let importer = match per {
        CountedPer::Exporter => None,
        CountedPer::ExporterAndImporter => Some(view.name.target().map_or(TargetBy::Unrecorded, Target::held)),
    };
    let exporter = &view.facts.exporter;
    let mut exporters: Vec<Option<Key>> = exporter.organizations().cloned().map(Some).collect();
    // People who give their own data are nobody's exporter.
    if exporters.is_empty() && exporter.parties.items.contains(&Party::People) {
        return Vec::new();
    }
    if exporters.is_empty() {
        exporters.push(None);
    }
    exporters.into_iter().map(|exporter| Group { exporter, importer: importer.clone() }).collect()
}

fn of_people(view: &View<'_, '_>, counted: &CountedPeople, answer: Answer) -> impl Iterator<Item = Share> + use<> {
    let people = &view.facts.people;
    let counts = [Reading::Strict, Reading::Declared].map(|reading| answer.in_reading(reading));
    let unknown = people.said.is_empty() || people.said.iter().any(|said| said.extent == Extent::Unknown);
    let lacks = [unknown || !people.is_complete(), unknown];
    let open = [0, 1].map(|reading: usize| lacks[reading] && counts[reading] != Truth::False);
    let lacking = open.contains(&true).then_some(Share { of: None, parts: [None; 2], open });
    let of = people.items.iter().filter_map(move |element| {
        let place = element.place.as_ref().map(Ref::key);
        let there = counted
            .people_in
            .as_ref()
            .map_or(Truth::True, |lists| view.is_on(lists, place, End::People, &mut Notes::default()));
        let (low, high) = in_window(counted, element, view.moment);
        let disjoint = element.disjoint == Some(true);
        let part = |counts: Truth| {
            let low = if counts.min(there) == Truth::True { low } else { 0 };
            (counts != Truth::False).then_some(Part { low, high, disjoint })
        };
        let of = Some(element.key.clone());
        (there != Truth::False).then(|| Share { of, parts: counts.map(part), open: [false; 2] })
    });
    lacking.into_iter().chain(of).collect::<Vec<_>>().into_iter()
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
