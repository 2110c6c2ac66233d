//! What was found out for a transfer report, kept for the next register.

use super::{
    Options,
    filter::Filter,
    model::Grouping,
    sums::{Share, shares},
};
use crate::{
    domain::Register,
    rules::{self, ByActivity, Rulebook},
};

/// So much is kept: the reports that were made last.
const KEPT: usize = 4;

/// What each activity comes to.
pub(super) type Shares = ByActivity<Share>;

/// What was found out for the reports that were made last.
#[derive(Debug)]
pub(in crate::report) struct Memory(rules::Memory<(Filter, Grouping), Share>);

impl Default for Memory {
    fn default() -> Self {
        Self(rules::Memory::of(KEPT))
    }
}

impl Memory {
    /// The flows of a register with its laws, and what each activity comes to. `keep`: whether it is kept for the next register.
    pub(super) fn recall<'r>(&self, register: &'r Register, options: &Options, keep: bool) -> (Rulebook<'r>, Shares) {
        let asked = (options.filter.clone(), options.group_by);
        let of = |book: &Rulebook<'r>, activities: &[_]| shares(book, activities, options);
        self.0.recall((register, options.period), &asked, keep, of)
    }
}
