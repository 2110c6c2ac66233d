//! Days and stretches of days, and the day on which an answer may change.
//!
//! A derivation looks at one day. Every question about dates is put to a [`Moment`], which remembers the first later day
//! on which one of its answers would be another: until then the derivation stands, so that a period is derived in as many
//! steps as something in it changes, and not day by day. Never knows what today is.

use crate::domain::{Day, record::Status};
use std::cell::Cell;

/// A stretch of days; both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    from: Day,
    to: Day,
}

impl Period {
    /// One day.
    #[must_use]
    pub const fn day(day: Day) -> Self {
        Self { from: day, to: day }
    }

    /// The days from `from` to `to`, both included.
    ///
    /// # Errors
    /// If it would end before it begins.
    pub fn new(from: Day, to: Day) -> Result<Self, String> {
        if from <= to {
            Ok(Self { from, to })
        } else {
            Err(format!("a period from {from} to {to} ends before it begins; name the earlier day first"))
        }
    }

    /// The first day.
    #[must_use]
    pub const fn from(self) -> Day {
        self.from
    }

    /// The last day.
    #[must_use]
    pub const fn to(self) -> Day {
        self.to
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        day.within(Some(self.from), Some(self.to))
    }

    /// The days that are in both.
    #[must_use]
    pub fn overlap(self, other: Self) -> Option<Self> {
        Self::new(self.from.max(other.from), self.to.min(other.to)).ok()
    }

    /// Its days from `from` up to the day before `next`, and the first day of what is left of it then.
    #[must_use]
    pub fn split(self, from: Day, next: Option<Day>) -> (Self, Option<Day>) {
        let next = next.filter(|next| *next <= self.to);
        let last = next.and_then(|day| day.0.pred_opt()).map_or(self.to, Day);
        (Self { from, to: last }, next)
    }

    /// This stretch and `next`, where that begins on the day after.
    #[must_use]
    pub fn joined(self, next: Self) -> Option<Self> {
        (after(self.to) == Some(next.from)).then_some(Self { from: self.from, to: next.to })
    }
}

/// The day after; `None` at the end of the calendar.
pub(super) fn after(day: Day) -> Option<Day> {
    day.0.succ_opt().map(Day)
}

/// The stretches of a period, each with what `derive` makes of its first day and with the days for which that stands.
pub fn stretches<T>(period: Period, mut derive: impl FnMut(&Moment) -> T) -> impl Iterator<Item = (Period, T)> {
    let mut next = Some(period.from);
    std::iter::from_fn(move || {
        let from = next?;
        let moment = Moment::on(from);
        let derived = derive(&moment);
        let (days, rest) = period.split(from, moment.next());
        next = rest;
        Some((days, derived))
    })
}

/// A day on which facts are read. See the module.
#[derive(Debug)]
pub struct Moment {
    day: Day,
    changes: Cell<Option<Day>>,
}

impl Moment {
    /// The moment of a day.
    #[must_use]
    pub const fn on(day: Day) -> Self {
        Self { day, changes: Cell::new(None) }
    }

    /// The day.
    #[must_use]
    pub const fn date(&self) -> Day {
        self.day
    }

    /// The first later day on which one of the answers given so far would be another.
    #[must_use]
    pub const fn next(&self) -> Option<Day> {
        self.changes.get()
    }

    /// Notes that an answer is another from `day` on.
    pub fn note(&self, day: Option<Day>) {
        if let Some(day) = day.filter(|day| *day > self.day) {
            self.changes.set(Some(self.changes.get().map_or(day, |noted| noted.min(day))));
        }
    }

    /// Whether what is so from `since` to `until` is so; an end that is left out is open.
    #[must_use]
    pub fn holds(&self, since: Option<Day>, until: Option<Day>) -> bool {
        self.note(since);
        self.note(until.and_then(after));
        self.day.within(since, until)
    }

    /// Whether `day` has come; a day that is not recorded has not.
    #[must_use]
    pub fn reached(&self, day: Option<Day>) -> bool {
        self.note(day);
        day.is_some_and(|day| day <= self.day)
    }

    /// Whether `day` is over; a day that is not recorded is not.
    #[must_use]
    pub fn passed(&self, day: Option<Day>) -> bool {
        self.reached(day.and_then(after))
    }

    /// Whether a record counts: a draft never, a retired one only up to the last day it names.
    #[must_use]
    pub fn counts(&self, status: Status, since: Option<Day>, until: Option<Day>) -> bool {
        match status {
            Status::Draft => false,
            Status::Active => self.holds(since, until),
            Status::Retired => until.is_some() && self.holds(since, until),
        }
    }
}
