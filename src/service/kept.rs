//! Rendered tables and reports, kept as long as the register stands: whoever polls pays for a look, not for the report.
//!
//! The digest of the current register is part of what an answer is kept under, also of one about the past, and every change, also
//! a redaction, moves it; so nothing is ever taken from here that the register does not say now. Knows nothing of who may ask:
//! that is judged before.

use crate::{
    domain::{Day, Key, LanguageTag, digest::Digest},
    render::Format,
    report::{Question, processor_table::Options},
};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

/// So many answers are kept; the one that was made first goes first.
const KEPT: usize = 256;

/// So many bytes are kept; an answer that is longer by itself is not.
const BYTES: usize = 64 << 20;

/// What an answer was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    /// The current register.
    pub(super) current: Digest,
    /// The commit as of which it was asked.
    pub(super) seq: u64,
    /// What was asked of it.
    pub(super) what: What,
    /// In which format; `None`: there is only one.
    pub(super) format: Option<Format>,
}

/// What is asked of a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// The table of a notice.
    Table(Options),
    /// A report.
    Report(Question),
    /// The report of a review in a language, as it is told on a day.
    Review(Key, LanguageTag, Day),
    /// The changes of a notice's processors in a language, as they are told on a day; whether to somebody who sees only what was published.
    ProcessorChanges(Key, LanguageTag, Day, bool),
}

/// A rendered answer.
#[derive(Debug)]
pub struct Rendered {
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Its entity tag: the digest of media type and bytes.
    pub tag: String,
    /// The languages in it.
    pub languages: String,
}

/// The answers that are kept.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<VecDeque<(Asked, Arc<Rendered>)>>);

impl Kept {
    /// The answer, if it is kept.
    pub(super) fn get(&self, asked: &Asked) -> Option<Arc<Rendered>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(known, _)| known == asked).map(|(_, rendered)| Arc::clone(rendered))
    }

    /// Keeps an answer. What was made of another register goes.
    pub(super) fn keep(&self, asked: Asked, rendered: &Arc<Rendered>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(known, _)| known.current == asked.current);
        let size = rendered.bytes.len();
        if size > BYTES {
            return;
        }
        let mut held: usize = kept.iter().map(|(_, rendered)| rendered.bytes.len()).sum();
        while kept.len() >= KEPT || held + size > BYTES {
            let Some((_, gone)) = kept.pop_front() else { break };
            held -= gone.bytes.len();
        }
        kept.push_back((asked, Arc::clone(rendered)));
    }
}
