//! Reports, for whoever may read the register.
//!
//! A report is made off the threads that serve requests, a few at a time, and once for all who ask the same of the same
//! register meanwhile. Knows nothing of what is in it.

use super::{
    Error, Refusal, Ropewalk,
    access::Session,
    kept::{Asked, Rendered, What},
    manifests,
    tables::suitable,
};
use crate::{
    domain::{AsOf, Day, LanguageTag, Register, digest},
    exchange::manifest::{Input, Manifest},
    render::{self, Format, Typesetter},
    report::{self, Name, Paged, Question, Refused},
};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::{
    sync::{OnceCell, Semaphore},
    task,
};

/// So many reports are made at once: the others wait, and reads of records go on beside them.
const AT_ONCE: usize = 2;

/// An answer tells at most so many flows, which is some hundred megabytes; a command writes what it tells at once and has no limit.
const MOST_FLOWS: usize = 5_000;

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
    /// Makes something off the threads that serve requests, when its turn has come.
    pub(super) async fn make<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let permit =
            Arc::clone(&self.permits).acquire_owned().await.map_err(|error| Error::Internal(Box::new(error)))?;
        let held = move || {
            // Held until the work is done, also when nobody waits for it any more.
            let _permit = permit;
            work()
        };
        task::spawn_blocking(held).await.map_err(|error| Error::Internal(Box::new(error)))?
    }

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
    let question = question(app, &wanted)?;
    let register = app.register(&session.register, wanted.as_of).await?;
    let (current, seq) = (session.register.head().digest, register.head().seq);
    let asked = Asked { current, seq, what: What::Report(question.clone()), format };
    let before = match report::since(&register, &question) {
        Some(since) => Some(app.register(&session.register, Some(since)).await?),
        None => None,
    };
    if let Some(rendered) = app.kept.get(&asked) {
        return Ok(rendered);
    }
    let place = app.workshop.place(&register, &asked);
    let rendered =
        place.get_or_try_init(|| made(&app.workshop, (before, register), question, Form::of(app, format))).await?;
    app.kept.keep(asked, rendered);
    Ok(Arc::clone(rendered))
}

/// What a report that is wanted is asked.
///
/// # Errors
/// If a parameter makes no sense.
pub(super) fn question(app: &Ropewalk, wanted: &Wanted) -> Result<Question, Error> {
    let parameters = wanted.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let today = Day(app.clock.now().date_naive());
    Ok(Question::read(wanted.report, suitable(wanted.languages.clone(), &[]), today, parameters)?)
}

/// The report that is wanted as it would be if the records of a manifest were in the register, with what would be otherwise where the
/// report tells that. Nothing is written. `inputs` are the texts of the manifest, to say where mistakes are.
///
/// # Errors
/// As for a report, and as for an import of the manifest.
pub async fn what_if(
    app: &Ropewalk,
    session: &Session,
    wanted: Wanted,
    (mut manifest, prune): (Manifest, bool),
    inputs: &[Input<'_>],
    format: Format,
) -> Result<Arc<Rendered>, Error> {
    manifests::pruning(prune, &manifest)?;
    let Wanted { report, languages, as_of, parameters } = wanted;
    let parameters = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let now = app.clock.now();
    let mut question = Question::read(report, suitable(languages, &[]), Day(now.date_naive()), parameters)?;
    let register = app.register(&session.register, as_of).await?;
    let supposed = (manifest.reason.clone(), std::mem::take(&mut manifest.records));
    let form = Form::of(app, format);
    let work = move || match manifests::supposed(&register, now, supposed, prune) {
        Ok((after, supposed)) => {
            question.supposed = Some(supposed);
            rendered((Some(&register), &after), &question, &form).map(Ok)
        }
        Err(obstacles) => Ok(Err(obstacles)),
    };
    app.workshop.make(work).await?.map_err(|obstacles| manifests::refusal(&manifest, inputs, obstacles))
}

async fn made(
    workshop: &Workshop,
    (before, register): (Option<Arc<Register>>, Arc<Register>),
    question: Question,
    form: Form,
) -> Result<Arc<Rendered>, Error> {
    workshop.make(move || rendered((before.as_deref(), &register), &question, &form)).await
}

fn rendered(
    (before, register): (Option<&Register>, &Register),
    question: &Question,
    form: &Form,
) -> Result<Arc<Rendered>, Error> {
    let mut report = report::make(register, question)?;
    let flows = report.flows();
    if flows > MOST_FLOWS {
        return Err(Error::invalid(format!(
            "the report tells {flows} flows, and an answer at most {MOST_FLOWS}; narrow it by its parameters ({}), or write all of \
             it with `ropewalk report {}`",
            question.report.about().parameters.iter().map(|parameter| parameter.name).collect::<Vec<_>>().join(", "),
            question.report.name(),
        )));
    }
    if let Some(before) = before {
        report.compare(register, before, question)?;
    }
    written(&report, form).map(Arc::new)
}

/// A format, and what some formats are made with.
#[derive(Debug, Clone)]
pub(super) struct Form {
    format: Format,
    typesetter: Arc<Typesetter>,
}

impl Form {
    pub(super) fn of(app: &Ropewalk, format: Format) -> Self {
        Self { format, typesetter: Arc::clone(&app.typesetter) }
    }

    pub(super) const fn format(&self) -> Format {
        self.format
    }
}

/// A report in a format.
pub(super) fn written(report: &impl Paged, Form { format, typesetter }: &Form) -> Result<Rendered, Error> {
    let mut bytes = Vec::new();
    render::page::write(*format, report, typesetter, &mut bytes).map_err(|error| Error::Internal(Box::new(error)))?;
    let languages = render::page::languages(report);
    Ok(Rendered { tag: digest::tag(format.media_type(), &bytes), bytes: bytes.into(), languages })
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Malformed(why) => Self::invalid(why),
            Refused::Unknown(why) => Refusal::NotFound(why).into(),
        }
    }
}
