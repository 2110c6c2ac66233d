//! Sets of rules and of statements, small enough to be copied.

use super::truth::Truth;

/// What taking a branch implies of statements. Beyond the first 128 statements of a pack nothing is held on to, which leaves more
/// branches open and never fewer.
#[derive(Debug, Clone, Copy, Default)]
pub struct Assumed {
    holds: u128,
    fails: u128,
}

impl Assumed {
    pub const fn get(self, leaf: usize) -> Option<Truth> {
        if leaf >= 128 {
            None
        } else if self.holds >> leaf & 1 == 1 {
            Some(Truth::True)
        } else if self.fails >> leaf & 1 == 1 {
            Some(Truth::False)
        } else {
            None
        }
    }

    pub const fn set(&mut self, leaf: usize, truth: Truth) {
        if leaf < 128 {
            match truth {
                Truth::True => self.holds |= 1 << leaf,
                Truth::False => self.fails |= 1 << leaf,
                Truth::Unknown => {}
            }
        }
    }
}

/// Some of the rules of a pack, by their numbers: no pack has more than [`MOST_RULES`].
///
/// [`MOST_RULES`]: crate::domain::record::regime::MOST_RULES
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Numbers(u128);

impl Numbers {
    pub const fn add(&mut self, number: usize) {
        self.0 |= 1 << number;
    }

    pub const fn has(self, number: usize) -> bool {
        self.0 >> number & 1 == 1
    }

    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    pub const fn join(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub fn last(self) -> Option<usize> {
        self.0.checked_ilog2().map(|last| last as usize)
    }

    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..128).filter(move |number| self.has(*number))
    }
}
