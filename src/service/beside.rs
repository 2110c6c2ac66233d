//! What findings are told beside the register: its published texts, read once and kept by their digest, and the registers that signed
//! reviews looked at; and how these compare with it.
//!
//! Findings are pure; what they have to know of a text or of another register is brought to them from here.

use super::{
    Error, Ropewalk,
    notices::Text,
    reviews::{self, Signed},
};
use crate::{
    domain::{
        Day, Key, Kind, Record, Register,
        digest::Digest,
        record::{PublishedFormat, PublishedText},
    },
    exchange,
    findings::{Beside, Deviation},
    report::{
        drift::{Names, TextFormat},
        findings::{self, TextOf, deviations},
        publication,
    },
    store::BlobError,
};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

/// A published text, and what it is one of.
#[derive(Debug, Clone)]
pub struct Given {
    /// What it is.
    pub of: TextOf,
    /// The text.
    pub text: Arc<Text>,
}

/// What is brought to findings.
#[derive(Debug, Clone, Default)]
pub struct Brought {
    /// The texts of the last publication of each notice.
    pub texts: Vec<Given>,
    /// The latest signed reviews.
    pub signed: Vec<Signed>,
}

/// What is brought to the findings of `register`, which may be an earlier one than the current.
///
/// # Errors
/// If the journal, or the place where texts are kept, cannot be reached.
pub async fn of(app: &Ropewalk, current: &Arc<Register>, register: &Register) -> Result<Brought, Error> {
    Ok(Brought { texts: texts(app, register).await?, signed: reviews::signed(app, current, register).await? })
}

/// So many bytes of texts are kept; what was read first goes first.
const BYTES: usize = 16 << 20;

/// The texts that were read.
#[derive(Default)]
pub(super) struct Shelf(Mutex<VecDeque<(Digest, Arc<Text>)>>);

impl Shelf {
    fn get(&self, digest: &Digest) -> Option<Arc<Text>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(known, _)| known == digest).map(|(_, text)| Arc::clone(text))
    }

    fn keep(&self, digest: Digest, text: &Arc<Text>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back((digest, Arc::clone(text)));
        let mut held: usize = kept.iter().map(|(_, text)| text.bytes.len()).sum();
        while held > BYTES {
            let Some((_, gone)) = kept.pop_front() else { break };
            held -= gone.bytes.len();
        }
    }
}

/// The texts of the last publication of each notice. One that is not there, or not what it was, is left out: nothing can be said of it,
/// and `verify` names it.
///
/// # Errors
/// If the place where they are kept cannot be reached.
async fn texts(app: &Ropewalk, register: &Register) -> Result<Vec<Given>, Error> {
    let mut given = Vec::new();
    for entry in register.of_kind(Kind::Notices, None) {
        let Record::Notices(notice) = &entry.record else { continue };
        let Some(published) = publication::last(register, &notice.key) else { continue };
        for text in published.texts.iter().flatten() {
            if let Some(read) = read(app, text).await? {
                let (notice, language) = (notice.key.clone(), text.language.clone());
                given.push(Given { of: TextOf { notice, version: published.version.value(), language }, text: read });
            }
        }
    }
    Ok(given)
}

async fn read(app: &Ropewalk, text: &PublishedText) -> Result<Option<Arc<Text>>, Error> {
    let digest = Digest::from(&text.digest);
    if let Some(kept) = app.shelf.get(&digest) {
        return Ok(Some(kept));
    }
    let bytes = match app.blobs.get(&digest).await {
        Ok(bytes) => bytes,
        Err(BlobError::Changed(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let Some(bytes) = bytes else { return Ok(None) };
    let format = match text.format {
        PublishedFormat::Html => TextFormat::Html,
        PublishedFormat::Markdown => TextFormat::Markdown,
        PublishedFormat::Plain => TextFormat::Plain,
    };
    // What was published came as JSON, which is UTF-8.
    let read = Arc::new(Text { bytes, format, charset: Some("utf-8".to_owned()) });
    app.shelf.keep(digest, &read);
    Ok(Some(read))
}

/// How what was brought compares with a register on a day.
#[must_use]
pub fn compared(register: &Register, on: Day, brought: &Brought) -> Beside {
    let proposed = reviews::proposed(register, &brought.signed, on);
    let in_words = |of: &reviews::Proposed| findings::proposed(register, &of.review, &of.routes);
    Beside { texts: deviating(register, on, &brought.texts), proposals: proposed.iter().flat_map(in_words).collect() }
}

/// What texts say otherwise. A notice one of whose published texts was not given was not compared.
fn deviating(register: &Register, on: Day, given: &[Given]) -> HashMap<Key, Vec<Deviation>> {
    let mut told: HashMap<Key, Vec<Deviation>> = HashMap::new();
    if given.is_empty() {
        return told;
    }
    let names = Names::of(register, on);
    let compare = |given: &Given| {
        let text = &given.text;
        let reading = exchange::notice::read(&text.bytes, text.format, text.charset.as_deref(), &names);
        // A notice that is not in this register has nothing to be compared with.
        deviations(register, on, &names, (&given.of, reading)).unwrap_or_default()
    };
    let found: Vec<(&Key, _)> = given.par_iter().map(|given| (&given.of.notice, compare(given))).collect();
    let whole = |notice: &Key| {
        let texts =
            publication::last(register, notice).and_then(|last| last.texts.as_ref()).map_or(0, |texts| texts.len());
        given.iter().filter(|given| given.of.notice == *notice).count() >= texts
    };
    let compared: HashSet<&Key> = found.iter().map(|(notice, _)| *notice).filter(|notice| whole(notice)).collect();
    for (notice, deviations) in found {
        if compared.contains(notice) {
            told.entry(notice.clone()).or_default().extend(deviations);
        }
    }
    told
}
