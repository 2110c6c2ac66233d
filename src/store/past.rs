//! Registers of the past, kept while they are asked for: a few, the least recently used goes first.

use crate::domain::Register;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

/// So many registers are kept. They share what did not change with the current one.
const KEPT: usize = 8;

/// Registers of the past by the commit they end at.
#[derive(Debug, Default)]
pub(super) struct Past {
    kept: Mutex<Kept>,
    /// Held while one is read, so that those who want the same wait for it instead of reading it too.
    pub(super) reading: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Kept {
    /// The least recently used first.
    registers: VecDeque<Arc<Register>>,
    /// Counts how often everything was forgotten.
    age: u64,
}

impl Past {
    /// The register at `seq`, if it is kept, and the present age.
    pub(super) fn get(&self, seq: u64) -> (Option<Arc<Register>>, u64) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.registers.iter().position(|register| register.head().seq == seq);
        let found = place.and_then(|place| kept.registers.remove(place));
        kept.registers.extend(found.clone());
        (found, kept.age)
    }

    /// Keeps a register and answers true; but false if everything was forgotten since `age`, and what it was made of may be
    /// redacted by now.
    pub(super) fn keep(&self, register: &Arc<Register>, age: u64) -> bool {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.age != age {
            return false;
        }
        kept.registers.push_back(Arc::clone(register));
        if kept.registers.len() > KEPT {
            kept.registers.pop_front();
        }
        true
    }

    /// Forgets everything.
    pub(super) fn forget(&self) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.registers.clear();
        kept.age += 1;
    }
}
