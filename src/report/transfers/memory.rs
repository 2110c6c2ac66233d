//! What was found out for a transfer report, kept for the next register: a change costs what it reaches.
//!
//! Knows when something that was kept still stands: what an activity comes to hangs on the records that it is reached from, on the laws,
//! and on whether a threshold is passed by the people of all activities together. Never knows what it comes to.

use super::{
    Options,
    filter::Filter,
    model::Grouping,
    sums::{Share, shares},
};
use crate::{
    domain::{Key, Register},
    flows::Period,
    rules::{Counting, Rulebook, reached},
};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

/// So much is kept: the reports that were made last.
const KEPT: usize = 4;

/// What each activity comes to.
pub(super) type Shares = imbl::OrdMap<Key, Arc<Share>>;

/// What was found out for the reports that were made last.
#[derive(Debug, Default)]
pub struct Memory(Mutex<VecDeque<Arc<Remembered>>>);

/// What was found out for one report.
#[derive(Debug)]
struct Remembered {
    register: Register,
    period: Period,
    filter: Filter,
    group_by: Grouping,
    counting: Counting,
    shares: Shares,
}

impl Memory {
    /// The flows of a register with its laws, and what each activity comes to. `keep`: whether it is kept for the next register.
    pub(super) fn recall<'r>(&self, register: &'r Register, options: &Options, keep: bool) -> (Rulebook<'r>, Shares) {
        let of_period = self.nearest(register, |known| known.period == options.period);
        let same = self.nearest(register, |known| {
            (known.period, &known.filter, known.group_by) == (options.period, &options.filter, options.group_by)
        });
        let counted = of_period.as_ref().map(|known| (&known.register, &known.counting));
        let (book, counting) = Rulebook::counted(register, options.period, counted);
        let stands = same.as_deref().and_then(|same| {
            let mut otherwise = reached(&same.register, register)?;
            let sums = same.counting.otherwise(&counting, &book);
            let held = same.shares.iter().filter(|(_, share)| !sums.is_empty() && share.is_held_against(&sums));
            otherwise.extend(held.map(|(key, _)| key.clone()));
            Some((&same.shares, otherwise))
        });
        let shares = match stands {
            Some((known, otherwise)) => {
                let (again, gone) = book.activities(&otherwise);
                let kept = gone.iter().fold(known.clone(), |kept, key| kept.without(key));
                shares(&book, &again, options).fold(kept, |kept, (key, share)| kept.update(key, share))
            }
            None => shares(&book, &book.land.activities, options).collect(),
        };
        if keep {
            self.keep(Remembered {
                register: register.clone(),
                period: options.period,
                filter: options.filter.clone(),
                group_by: options.group_by,
                counting,
                shares: shares.clone(),
            });
        }
        (book, shares)
    }

    /// The one of the register that is next to this one in the journal.
    fn nearest(&self, register: &Register, fits: impl Fn(&Remembered) -> bool) -> Option<Arc<Remembered>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let distance = |known: &Remembered| known.register.head().seq.abs_diff(register.head().seq);
        kept.iter().filter(|known| fits(known)).min_by_key(|known| distance(known)).cloned()
    }

    /// Keeps it in the place of what was found out for the same report of the register that was nearest.
    fn keep(&self, found: Remembered) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let seq = found.register.head().seq;
        kept.retain(|known| {
            let same = (known.period, &known.filter, known.group_by) == (found.period, &found.filter, found.group_by);
            !same || known.register.head().seq.abs_diff(seq) > 1
        });
        while kept.len() >= KEPT {
            kept.pop_front();
        }
        kept.push_back(Arc::new(found));
    }
}
