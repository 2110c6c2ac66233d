//! People counted over all flows, as ranges: what a law holds against its thresholds.
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
    flows::{Extent, Moment, Party, Period, Target},
};
use chrono::{Datelike, Months, NaiveDate};
use rustc_hash::FxHashMap;
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

/// What one flow adds to the people of a group: an element of its people, or that a list may lack some. By reading.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share<'a> {
    of: Option<(&'a Key, &'a Key)>,
    parts: [Option<Part>; 2],
    open: [bool; 2],
}

/// What a flow adds, by what is counted and the group.
pub(super) type Shares<'a> = Vec<(usize, Group<'a>, Share<'a>)>;

/// Everything that flows add to the numbers of people of a regime.
#[derive(Debug, Default)]
pub(super) struct Tallies<'a> {
    shares: FxHashMap<(usize, Group<'a>), Vec<(Period, Share<'a>)>>,
}

impl<'a> Tallies<'a> {
    /// Takes in what a flow adds on some days. The people of an activity are the same in all of its flows.
    pub(super) fn take(&mut self, days: Period, shares: Shares<'a>) {
        for (counted, group, share) in shares {
            let taken = self.shares.entry((counted, group)).or_default();
            let activity = |share: &Share<'a>| share.of.map(|(activity, _)| activity);
            let same = taken.iter_mut().rev().take_while(|(_, before)| activity(before) == activity(&share));
            match same.into_iter().find(|(period, before)| *period == days && before.of == share.of) {
                Some((_, before)) => before.add(&share),
                None => taken.push((days, share)),
            }
        }
    }

    /// This, and what other flows add.
    pub(super) fn add(&mut self, more: Self) {
        #[expect(clippy::iter_over_hash_type, reason = "shares are added up, in whatever order they come")]
        for (at, shares) in more.shares {
            self.shares.entry(at).or_default().extend(shares);
        }
    }

    /// The numbers of people over a period.
    pub(super) fn over(self, period: Period, pack: &Pack<'a>) -> Counts<'a> {
        // Flows whose exporter is not recorded may add to anybody's.
        let mut anybody: BTreeMap<usize, BTreeSet<Period>> = BTreeMap::new();
        #[expect(clippy::iter_over_hash_type, reason = "days are sorted")]
        for ((counted, group), shares) in &self.shares {
            if group.exporter.is_none() {
                anybody.entry(*counted).or_default().extend(shares.iter().map(|(days, _)| *days));
            }
        }
        let none = BTreeSet::new();
        let of = |((counted, group), shares): ((usize, Group<'a>), Vec<(Period, Share<'a>)>)| {
            let key = &pack.counts.get(counted)?.counted.key;
            let spans = spans(period, &shares, anybody.get(&counted).unwrap_or(&none));
            Some(((key, group), spans))
        };
        Counts { ranges: self.shares.into_iter().filter_map(of).collect() }
    }
}

impl Share<'_> {
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

/// The stretches of a period on which the same people count, each with their numbers in both readings.
fn spans(period: Period, shares: &[(Period, Share<'_>)], anybody: &BTreeSet<Period>) -> Spans {
    let mut days: Vec<Period> = shares.iter().map(|(days, _)| *days).collect();
    days.sort_unstable();
    days.dedup();
    let after = |day: Day| day.0.succ_opt().map(Day);
    let changes = days.iter().chain(anybody).flat_map(|days| [Some(days.from()), after(days.to())]).flatten();
    let changes: BTreeSet<Day> = changes.filter(|day| period.contains(*day)).chain([period.from()]).collect();
    let range = |day: Day, reading: usize| {
        let open = anybody.iter().any(|days| days.contains(day));
        of_parts(shares.iter().filter(|(days, _)| days.contains(day)).map(|(_, share)| share), reading, open)
    };
    changes.into_iter().map(|day| (day, [range(day, 0), range(day, 1)])).collect()
}

/// The number of people that shares add up to in a reading. Those of an activity follow each other.
fn of_parts<'s>(shares: impl Iterator<Item = &'s Share<'s>>, reading: usize, mut open: bool) -> Range {
    let (mut disjoint, mut largest, mut sum) = (0_u64, 0, Some(0_u64));
    let mut add = |parts: &mut Vec<(&Key, Part)>| {
        for (_, part) in parts.drain(..) {
            disjoint = disjoint.saturating_add(if part.disjoint { part.low } else { 0 });
            largest = largest.max(part.low);
            sum = sum.zip(part.high).map(|(sum, high)| sum.saturating_add(high));
        }
    };
    let (mut activity, mut parts): (Option<&Key>, Vec<(&Key, Part)>) = (None, Vec::new());
    for share in shares {
        open |= share.open.get(reading).copied().unwrap_or_default();
        let (Some((of, element)), Some(Some(part))) = (share.of, share.parts.get(reading)) else { continue };
        if activity != Some(of) {
            add(&mut parts);
            activity = Some(of);
        }
        // The same people of an activity on days that overlap are the same people.
        match parts.iter_mut().find(|(known, _)| *known == element) {
            Some((_, told)) => told.low = told.low.max(part.low),
            None => parts.push((element, *part)),
        }
    }
    add(&mut parts);
    Range { low: disjoint.max(largest), high: sum.filter(|_| !open) }
}

/// From which day on which numbers stand, in both readings.
type Spans = Vec<(Day, [Range; 2])>;

/// The numbers of people of a regime over some days: for each that it counts and each group, in both readings, from which day
/// on.
#[derive(Debug, Default)]
pub struct Counts<'a> {
    ranges: FxHashMap<(&'a Key, Group<'a>), Spans>,
}

impl<'a> Counts<'a> {
    /// The ranges of what is counted under a key, as they stand at last, by group: with silence proving nothing and as declared.
    pub fn ranges(&self, counted: &Key) -> impl Iterator<Item = (Group<'a>, [Range; 2])> {
        let ranges = self.ranges.iter().filter(|((key, _), _)| *key == counted);
        let mut ranges: Vec<_> = ranges.filter_map(|((_, group), spans)| Some((*group, spans.last()?.1))).collect();
        ranges.sort_unstable_by_key(|(group, _)| *group);
        ranges.into_iter()
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
            let spans = self.ranges.get(&(&counted.key, group)).map_or(&[][..], Vec::as_slice);
            let begun = |(from, _): &&(Day, _)| view.moment.reached(Some(*from));
            // A flow that is not counted itself has nothing against the threshold.
            let ranges = spans.iter().take_while(begun).last();
            ranges.map_or(Answer::FALSE, |(_, [strict, declared])| Answer {
                strict: strict.judge(holds),
                declared: declared.judge(holds),
            })
        });
        each.fold(Answer::FALSE, Answer::or)
    }
}

/// What the flow of `view` adds to the people counted, where `answers` says for each number whether the flow counts.
pub(super) fn shares<'a>(view: &View<'_, 'a>, answers: &[Answer]) -> Shares<'a> {
    let mut shares = Vec::new();
    for (number, (counted, answer)) in view.pack.counts.iter().zip(answers).enumerate() {
        if *answer == Answer::FALSE {
            continue;
        }
        for group in groups(view, counted.counted.per) {
            shares.extend(of_people(view, counted.counted, *answer).map(|share| (number, group, share)));
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

fn of_people<'a>(view: &View<'_, 'a>, counted: &'a CountedPeople, answer: Answer) -> impl Iterator<Item = Share<'a>> {
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
        let of = Some((&view.activity.key, &element.key));
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
