//! Reports, for whoever may read the register.
//!
//! A report is made off the threads that serve requests, a few at a time, and once for all who ask the same of the same
//! register meanwhile. Knows nothing of what is in it.

use super::{
    Error, Refusal, Ropewalk,
    access::Session,
    beside::{self, Brought},
    kept::{Asked, Rendered, What},
    manifests,
    sent::{Sent, sent},
    tables::suitable,
};
use crate::{
    domain::{AsOf, Day, LanguageTag, Register, digest},
    exchange::manifest::{Input, Manifest},
    findings::Beside,
    render::{self, Format, Typesetter},
    report::{self, Memory, Name, Paged, Question, Refused},
};
use std::{
    collections::VecDeque,
    io,
    sync::{Arc, Mutex, PoisonError, Weak},
};
use tokio::{
    sync::{OnceCell, Semaphore},
    task,
};

/// So many reports are made at once: the others wait, and reads of records go on beside them.
const AT_ONCE: usize = 2;

/// A report with more flows, which is some hundred megabytes, is not held: as JSON it is written while it is sent, in the other
/// formats, which need all of it at once, only a command makes it.
const MOST_FLOWS: usize = 5_000;

/// So many long reports are sent at once.
const SENT_AT_ONCE: usize = 2;

/// Of so many long reports is known that they are.
const KNOWN: usize = 64;

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

/// A report as it is answered.
pub enum Report {
    /// All of it.
    Whole(Arc<Rendered>),
    /// Too long to be held.
    Long(Long),
}

/// A report that is written while it is sent.
pub struct Long {
    /// Its entity tag: the same register, question and program make the same bytes.
    pub tag: String,
    /// The language in it.
    pub language: String,
    begin: Box<dyn FnOnce() -> Sent + Send>,
}

impl Long {
    /// Begins to write it, once its turn has come. To be called where a runtime is.
    #[must_use]
    pub fn begin(self) -> Sent {
        (self.begin)()
    }
}

/// What became of a report.
#[derive(Debug, Clone)]
enum Outcome {
    Whole(Arc<Rendered>),
    Long,
}

/// What a report is being made of, and the place for the answer.
type UnderWay = (Weak<Register>, Asked, Weak<OnceCell<Outcome>>);

/// Where reports are made.
pub(super) struct Workshop {
    permits: Arc<Semaphore>,
    sending: Arc<Semaphore>,
    under_way: Mutex<Vec<UnderWay>>,
    /// Reports that are known to be long.
    long: Mutex<VecDeque<Asked>>,
    /// What was found out for reports of earlier registers.
    memory: Arc<Memory>,
}

impl Default for Workshop {
    fn default() -> Self {
        let [permits, sending] = [AT_ONCE, SENT_AT_ONCE].map(|at_once| Arc::new(Semaphore::new(at_once)));
        Self { permits, sending, under_way: Mutex::default(), long: Mutex::default(), memory: Arc::default() }
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
    fn place(&self, register: &Arc<Register>, asked: &Asked) -> Arc<OnceCell<Outcome>> {
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

impl Workshop {
    fn is_long(&self, asked: &Asked) -> bool {
        self.long.lock().unwrap_or_else(PoisonError::into_inner).contains(asked)
    }

    fn remember_long(&self, asked: &Asked) {
        let mut long = self.long.lock().unwrap_or_else(PoisonError::into_inner);
        if !long.contains(asked) {
            long.push_back(asked.clone());
        }
        if long.len() > KNOWN {
            long.pop_front();
        }
    }
}

/// The report that is wanted, rendered in `format`.
///
/// # Errors
/// If a parameter makes no sense or names a record that there is not.
pub async fn report(app: &Ropewalk, session: &Session, wanted: Wanted, format: Format) -> Result<Report, Error> {
    let question = question(app, &wanted)?;
    let register = app.register(&session.register, wanted.as_of).await?;
    let (current, seq) = (session.register.head().digest, register.head().seq);
    let asked = Asked { current, seq, what: What::Report(question.clone()), format: Some(format) };
    let before = match report::since(&register, &question) {
        Some(since) => Some(app.register(&session.register, Some(since)).await?),
        None => None,
    };
    if let Some(rendered) = app.kept.get(&asked) {
        return Ok(Report::Whole(rendered));
    }
    if !app.workshop.is_long(&asked) {
        let place = app.workshop.place(&register, &asked);
        let make = async || {
            let sources = Source::both(app, session, (&before, &register), &question).await?;
            let (question, form) = (question.clone(), Form::of(app, format));
            app.workshop.make(move || rendered((sources.0.as_ref(), &sources.1), &question, &form)).await
        };
        let made = place.get_or_try_init(make).await?;
        if let Outcome::Whole(rendered) = made {
            app.kept.keep(asked, rendered);
            return Ok(Report::Whole(Arc::clone(rendered)));
        }
        app.workshop.remember_long(&asked);
    }
    let sources = Source::both(app, session, (&before, &register), &question).await?;
    Ok(Report::Long(long(&app.workshop, sources, question, &asked)))
}

/// A long report, to be written when it is sent.
fn long(workshop: &Workshop, (before, now): (Option<Source>, Source), question: Question, asked: &Asked) -> Long {
    let of = format!("{} {} {} {question:?}", asked.current, asked.seq, env!("CARGO_PKG_VERSION"));
    let permits = Arc::clone(&workshop.sending);
    let language = question.language.to_string();
    let begin = move || {
        let (mut writer, sent) = sent();
        tokio::spawn(async move {
            let Ok(permit) = permits.acquire_owned().await else { return };
            let write = move || {
                let _permit = permit;
                let mut report = now.make(&question)?;
                if let Some(before) = before {
                    before.compare(&mut report, &now, &question)?;
                }
                let written = serde_json::to_writer(&mut writer, &report)
                    .map_err(std::io::Error::from)
                    .and_then(|()| writer.end());
                written.map_err(|error| Error::Internal(Box::new(error)))
            };
            if let Ok(Err(Error::Internal(error))) = task::spawn_blocking(write).await {
                tracing::info!(%error, "a long report was not taken to its end");
            }
        });
        sent
    };
    Long { tag: digest::tag(Format::Json.media_type(), of.as_bytes()), language, begin: Box::new(begin) }
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
    let before = Source::of(app, session, register, &question).await?;
    let supposed = (manifest.reason.clone(), std::mem::take(&mut manifest.records));
    let form = Form::of(app, format);
    let work = move || match manifests::supposed(&before.register, now, supposed, prune) {
        Ok((after, supposed)) => {
            question.supposed = Some(supposed);
            let memory = Arc::clone(&before.memory);
            let after = Source { register: Arc::new(after), brought: before.brought.clone(), memory };
            rendered((Some(&before), &after), &question, &form).map(Ok)
        }
        Err(obstacles) => Ok(Err(obstacles)),
    };
    match app.workshop.make(work).await?.map_err(|obstacles| manifests::refusal(&manifest, inputs, obstacles))? {
        Outcome::Whole(rendered) => Ok(rendered),
        Outcome::Long => unreachable!("what is supposed is not sent while it is written"),
    }
}

/// What a report is made from.
struct Source {
    register: Arc<Register>,
    /// What is told beside it, for a report that asks.
    brought: Brought,
    memory: Arc<Memory>,
}

impl Source {
    async fn of(
        app: &Ropewalk,
        session: &Session,
        register: Arc<Register>,
        question: &Question,
    ) -> Result<Self, Error> {
        let brought = match question.report {
            Name::Findings => beside::of(app, &session.register, &register).await?,
            _ => Brought::default(),
        };
        Ok(Self { register, brought, memory: Arc::clone(&app.workshop.memory) })
    }

    /// The earlier register with which a report is compared, and the one that it is of.
    async fn both(
        app: &Ropewalk,
        session: &Session,
        (before, register): (&Option<Arc<Register>>, &Arc<Register>),
        question: &Question,
    ) -> Result<(Option<Self>, Self), Error> {
        let before = match before {
            Some(before) => Some(Self::of(app, session, Arc::clone(before), question).await?),
            None => None,
        };
        Ok((before, Self::of(app, session, Arc::clone(register), question).await?))
    }

    fn beside(&self, question: &Question) -> Beside {
        beside::compared(&self.register, question.day(), &self.brought)
    }

    fn make(&self, question: &Question) -> Result<report::Model<'_>, Refused> {
        report::make_with(&self.register, question, (&self.beside(question), &self.memory))
    }

    /// Adds to the report of a later source what is otherwise than here.
    fn compare(&self, report: &mut report::Model<'_>, now: &Self, question: &Question) -> Result<(), Refused> {
        report.compare(&now.register, &self.register, question, (&self.beside(question), &self.memory))
    }
}

fn rendered((before, now): (Option<&Source>, &Source), question: &Question, form: &Form) -> Result<Outcome, Error> {
    let mut report = now.make(question)?;
    let flows = report.flows();
    if flows > MOST_FLOWS {
        return if form.format == Format::Json && question.supposed.is_none() {
            Ok(Outcome::Long)
        } else {
            Err(too_long(question, flows))
        };
    }
    if let Some(before) = before {
        before.compare(&mut report, now, question)?;
    }
    written(&report, form).map(|rendered| Outcome::Whole(Arc::new(rendered)))
}

fn too_long(question: &Question, flows: usize) -> Error {
    let about = question.report.about();
    let parameters: Vec<&str> = about.parameters.iter().map(|parameter| parameter.name).collect();
    let (which, as_json) = if question.supposed.is_none() { (" that is not JSON", ", ask for JSON") } else { ("", "") };
    Error::invalid(format!(
        "the report tells {flows} flows, and an answer{which} at most {MOST_FLOWS}; narrow it by its parameters ({}){as_json}, or write all of it with `ropewalk report {}`",
        parameters.join(", "),
        question.report.name(),
    ))
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

/// Why something could not be written in a format.
pub(super) fn unwritten(error: io::Error) -> Error {
    if error.kind() == io::ErrorKind::FileTooLarge {
        return Error::invalid(
            "it is too long for PDF: narrow it by its parameters, take another format, or write it with the command `ropewalk`",
        );
    }
    Error::Internal(Box::new(error))
}

/// A report in a format.
pub(super) fn written(report: &impl Paged, Form { format, typesetter }: &Form) -> Result<Rendered, Error> {
    let mut bytes = Vec::new();
    render::page::write(*format, report, typesetter, &mut bytes).map_err(unwritten)?;
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
