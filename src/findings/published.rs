//! What checks are told beside the register: what published texts say otherwise, since a text has to be read first, and what became worse
//! since reviews were signed, since that takes two registers. Compared elsewhere, told by checks.

use super::{Inspector, Severity, finding::Related, words::Both};
use crate::domain::{Key, LanguageTag, Pointer, record::Notice};
use std::collections::HashMap;

/// What checks are told beside the register: how the texts of last publications compare with it, by notice. A notice that is missing here
/// and has a published text was not compared.
#[derive(Debug, Default)]
pub struct Beside {
    /// What is otherwise, the worst first.
    pub texts: HashMap<Key, Vec<Deviation>>,
    /// The routes of signed reviews that should be looked at again: found by holding two registers against each other.
    pub proposals: Vec<Proposed>,
}

/// A route of a signed review that should be looked at again.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposed {
    /// The review.
    pub review: Key,
    /// The key of the route.
    pub route: Key,
    /// The route, and why.
    pub message: Both,
}

/// What is otherwise in a published text.
#[derive(Debug, Clone, PartialEq)]
pub struct Deviation {
    /// In which way.
    pub way: Way,
    /// How bad it is.
    pub severity: Severity,
    /// The field of the notice; empty: the notice as a whole.
    pub pointer: Pointer,
    /// What is otherwise.
    pub message: Both,
    /// Where it stands, or would stand.
    pub place: TextPlace,
    /// The records that it is about.
    pub records: Vec<Related>,
}

/// In which way a text and the register differ. Each has its check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It was not compared, or not to its end.
    NotCompared,
    /// Somebody who gets data is missing in it.
    Missing,
    /// It says something else, or names somebody else.
    Otherwise,
    /// It promises what records, or the text itself, contradict.
    Promise,
}

/// A place in a published text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextPlace {
    /// The version of the notice.
    pub version: u64,
    /// The language of the text.
    pub language: LanguageTag,
    /// Line and character, from 1; `None`: it is about the text as a whole.
    pub at: Option<(usize, usize)>,
    /// The words that stand there.
    pub quote: String,
}

/// Tells what the last publication of a notice says otherwise in one way; or that it cannot be told, where nobody compared its texts.
pub fn tell(notice: &Notice, way: Way, inspector: &mut Inspector<'_, '_>) {
    let ground = inspector.ground;
    let Some(publication) = ground.published.get(&notice.key) else { return };
    if publication.texts.as_deref().unwrap_or_default().is_empty() {
        return;
    }
    let Some(deviations) = ground.beside.texts.get(&notice.key) else {
        return inspector.cannot_tell(Pointer::root());
    };
    for deviation in deviations.iter().filter(|deviation| deviation.way == way) {
        let finding = inspector.finds(deviation.pointer.clone(), deviation.message.clone());
        // Of drafts everything is merely worth knowing.
        finding.severity = finding.severity.min(deviation.severity);
        finding.place = Some(deviation.place.clone());
        for related in &deviation.records {
            finding.relates_to_field(related.clone());
        }
    }
}
