//! What activities come to under the laws, kept for the next register: a change costs what it reaches.
//!
//! Knows when something that was kept still stands: what an activity comes to hangs on the records that it is reached from, on the laws,
//! and on whether a threshold is passed by the people of all activities together. Never knows what it comes to, nor for whom.

use super::{Counting, Rulebook, Sum, reached};
use crate::{
    domain::{Key, Register, record::Activity},
    flows::Period,
};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

/// What each activity comes to.
pub type ByActivity<Found> = imbl::OrdMap<Key, Arc<Known<Found>>>;

/// What an activity comes to, and what that hangs on beside the records that it is reached from.
#[derive(Debug)]
pub struct Known<Found> {
    /// What it comes to.
    pub found: Found,
    /// The numbers of people of all activities that its flows were held against.
    pub held_against: Box<[Arc<Sum>]>,
}

/// What was found out for the questions that were asked last, none of it borrowed from a register: `Asked` is what tells them apart
/// beside the period, `Found` what an activity comes to.
#[derive(Debug)]
pub struct Memory<Asked, Found> {
    most: usize,
    kept: Mutex<VecDeque<Arc<Remembered<Asked, Found>>>>,
}

/// What was found out for one question.
#[derive(Debug)]
struct Remembered<Asked, Found> {
    register: Register,
    period: Period,
    asked: Asked,
    counting: Counting,
    found: ByActivity<Found>,
}

impl<Asked: PartialEq + Clone, Found> Memory<Asked, Found> {
    /// One that knows nothing yet and will keep so many questions: those that were asked last.
    #[must_use]
    pub const fn of(most: usize) -> Self {
        Self { most, kept: Mutex::new(VecDeque::new()) }
    }

    /// The flows of a register over a period with its laws, and what each activity comes to for what is asked: `find` is called once, with
    /// the activities that nothing is known of or that a change reached. `keep`: whether it is kept for the next register.
    pub fn recall<'r, Each: IntoIterator<Item = (Key, Arc<Known<Found>>)>>(
        &self,
        (register, period): (&'r Register, Period),
        asked: &Asked,
        keep: bool,
        find: impl FnOnce(&Rulebook<'r>, &[&'r Activity]) -> Each,
    ) -> (Rulebook<'r>, ByActivity<Found>) {
        let of_period = self.nearest(register, |known| known.period == period);
        let same = self.nearest(register, |known| known.period == period && known.asked == *asked);
        let counted = of_period.as_ref().map(|known| (&known.register, &known.counting));
        let (book, counting) = Rulebook::counted(register, period, counted);
        let stands = same.as_deref().and_then(|same| {
            let mut otherwise = reached(&same.register, register)?;
            let sums = same.counting.otherwise(&counting, &book);
            let is_held = |known: &Known<Found>| known.held_against.iter().any(|sum| sums.contains(&**sum));
            let held = same.found.iter().filter(|(_, known)| !sums.is_empty() && is_held(known));
            otherwise.extend(held.map(|(key, _)| key.clone()));
            Some((&same.found, otherwise))
        });
        let found = match stands {
            Some((known, otherwise)) => {
                let kept = otherwise.iter().fold(known.clone(), |kept, key| kept.without(key));
                let (again, _) = book.activities(&otherwise);
                find(&book, &again).into_iter().fold(kept, |kept, (key, found)| kept.update(key, found))
            }
            None => find(&book, &book.land.activities).into_iter().collect(),
        };
        if keep {
            let (register, asked, found) = (register.clone(), asked.clone(), found.clone());
            self.keep(Remembered { register, period, asked, counting, found });
        }
        (book, found)
    }

    /// The one of the register that is next to this one in the journal.
    fn nearest(
        &self,
        register: &Register,
        fits: impl Fn(&Remembered<Asked, Found>) -> bool,
    ) -> Option<Arc<Remembered<Asked, Found>>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let distance = |known: &Remembered<_, _>| known.register.head().seq.abs_diff(register.head().seq);
        kept.iter().filter(|known| fits(known)).min_by_key(|known| distance(known)).cloned()
    }

    /// Keeps it in the place of what was found out for the same question of the register that was nearest.
    fn keep(&self, found: Remembered<Asked, Found>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let seq = found.register.head().seq;
        kept.retain(|known| {
            let same = known.period == found.period && known.asked == found.asked;
            !same || known.register.head().seq.abs_diff(seq) > 1
        });
        while kept.len() >= self.most {
            kept.pop_front();
        }
        kept.push_back(Arc::new(found));
    }
}
