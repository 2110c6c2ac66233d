//! Reports, for whoever may read the register.
//!
//! A report is made off the threads that serve requests, a few at a time, and once for all who ask the same of the same
//! register meanwhile. Knows nothing of what is in it.

use super::{
    Error, Refusal, Ropewalk,
    access::Session,
    kept::{Asked, Rendered, What},
    tables::suitable,
};
use crate::{
    domain::{AsOf, Day, LanguageTag, Register, digest},
    render::{self, Format},
    report::{self, Name, Question, Refused},
};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::{
    sync::{OnceCell, Semaphore},
    task,
};

/// So many reports are made at once: the others wait, and reads of records go on beside them.
const AT_ONCE: usize = 2;

/// Which report is wanted.
#[derive(Debug)]
pub struct Wanted {
    /// Which one.
    pub report: Name,
    /// In which languages, the most wanted first; one that the program speaks is taken if there is one.
    pub languages: Vec<LanguageTag>,
    /// Known as of when; now where left out.
    pub as_of: Option<AsOf>,
    /// Its parameters by name.
    pub parameters: Vec<(String, String)>,
}

/// What a report is being made of, and the place for the answer.
type UnderWay = (Weak<Register>, Asked, Weak<OnceCell<Arc<Rendered>>>);

/// Where reports are made.
pub(super) struct Workshop {
    permits: Arc<Semaphore>,
    under_way: Mutex<Vec<UnderWay>>,
}

impl Default for Workshop {
    fn default() -> Self {
        Self { permits: Arc::new(Semaphore::new(AT_ONCE)), under_way: Mutex::default() }
    }
}

impl Workshop {
    /// The place for an answer, which all share who ask the same of the same register.
    fn place(&self, register: &Arc<Register>, asked: &Asked) -> Arc<OnceCell<Arc<Rendered>>> {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        under_way.retain(|(_, _, place)| place.strong_count() > 0);
        let same =
            under_way.iter().find(|(of, other, _)| std::ptr::eq(of.as_ptr(), &raw const **register) && other == asked);
        if let Some(place) = same.and_then(|(_, _, place)| place.upgrade()) {
            return place;
        }
        let place = Arc::default();
        under_way.push((Arc::downgrade(register), asked.clone(), Arc::downgrade(&place)));
        place
    }
}

/// The report that is wanted, rendered in `format`.
///
/// # Errors
/// If a parameter makes no sense or names a record that there is not.
pub async fn report(app: &Ropewalk, session: &Session, wanted: Wanted, format: Format) -> Result<Arc<Rendered>, Error> {
    let Wanted { report, languages, as_of, parameters } = wanted;
    let parameters = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let today = Day(app.clock.now().date_naive());
    let question = Question::read(report, suitable(languages, &[]), today, parameters)?;
    let register = app.register(&session.register, as_of).await?;
    let asked = Asked { register: register.head().digest, what: What::Report(question.clone()), format };
    // A redaction may change what a register of the past says without moving its digest.
    let before = match question.as_of(report::SINCE) {
        Some(since) => Some(app.register(&session.register, Some(since)).await?),
        None => None,
    };
    let current = before.is_none() && Arc::ptr_eq(&register, &session.register);
    if let Some(rendered) = app.kept.get(&asked).filter(|_| current) {
        return Ok(rendered);
    }
    let place = app.workshop.place(&register, &asked);
    let rendered = place.get_or_try_init(|| made(&app.workshop, (before, register), question, format)).await?;
    if current {
        app.kept.keep(asked, rendered);
    }
    Ok(Arc::clone(rendered))
}

async fn made(
    workshop: &Workshop,
    (before, register): (Option<Arc<Register>>, Arc<Register>),
    question: Question,
    format: Format,
) -> Result<Arc<Rendered>, Error> {
    let permit =
        Arc::clone(&workshop.permits).acquire_owned().await.map_err(|error| Error::Internal(Box::new(error)))?;
    let work = move || {
        // Held until the work is done, also when nobody waits for it any more.
        let _permit = permit;
        rendered((before.as_deref(), &register), &question, format)
    };
    task::spawn_blocking(work).await.map_err(|error| Error::Internal(Box::new(error)))?
}

fn rendered(
    (before, register): (Option<&Register>, &Register),
    question: &Question,
    format: Format,
) -> Result<Arc<Rendered>, Error> {
    let mut report = report::make(register, question)?;
    if let Some(before) = before {
        report.compare(before, question)?;
    }
    let mut bytes = Vec::new();
    render::page::write(format, &report, &mut bytes).map_err(|error| Error::Internal(Box::new(error)))?;
    let languages = render::page::languages(&report);
    Ok(Arc::new(Rendered { tag: digest::tag(format.media_type(), &bytes), bytes: bytes.into(), languages }))
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Malformed(why) => Self::invalid(why),
            Refused::Unknown(why) => Refusal::NotFound(why).into(),
        }
    }
}
