//! A review as a report: as it stands, or, once signed off, as it was signed.

use super::{Read, all, decide::is_follow_up, frozen, open, today};
use crate::{
    domain::{
        Day, Key, LanguageTag, Register, digest,
        record::{Rendering, Review, ReviewDecision, ReviewState},
    },
    render::Format,
    report::transfer_review::{self, Material},
    service::{
        Error, Ropewalk,
        access::Session,
        kept::{Asked, Rendered, What},
        reports::{Form, written},
        tables::suitable,
    },
};
use std::sync::Arc;

/// Which report of a review is wanted.
#[derive(Debug)]
pub struct Wanted {
    /// The review.
    pub review: Key,
    /// In which languages, the most wanted first.
    pub languages: Vec<LanguageTag>,
}

/// The report of a review. Of one that is signed off it is what was signed, byte for byte, where that was kept in the format and language;
/// else it is made of what was frozen.
///
/// # Errors
/// If there is no such review.
pub async fn report(app: &Ropewalk, session: &Session, wanted: Wanted, format: Format) -> Result<Arc<Rendered>, Error> {
    let current = Arc::clone(&session.register);
    let read = Read::of(&current, &wanted.review)?;
    let language = suitable(wanted.languages, &[]);
    let bare = format.media_type().split(';').next().unwrap_or_default();
    let kept = read.review.renderings.iter().flatten().find(|rendering| fits(rendering, bare, &language));
    if let Some(rendering) = kept {
        let bytes = app.blob(&rendering.digest).await?;
        let languages = rendering.language.as_ref().unwrap_or(&language).to_string();
        let tag = digest::tag(format.media_type(), &bytes);
        return Ok(Arc::new(Rendered { tag, bytes: bytes.into(), languages }));
    }
    let what = What::Review(read.review.key.clone(), language.clone(), today(app));
    let head = current.head();
    let asked = Asked { current: head.digest, seq: head.seq, what, format: Some(format) };
    if let Some(rendered) = app.kept.get(&asked) {
        return Ok(rendered);
    }
    let decisions = read.made().into_iter().cloned().collect();
    let whole = Whole::of(app, session, &current, (read.review.clone(), decisions)).await?;
    let form = Form::of(app, format);
    let made = app.workshop.make(move || written(&whole.told(&language)?, &form).map(Arc::new)).await?;
    app.kept.keep(asked, &made);
    Ok(made)
}

/// Whether a rendering is what is wanted: the model speaks all languages as well as any.
fn fits(rendering: &Rendering, media_type: &str, language: &LanguageTag) -> bool {
    let base = |tag: &LanguageTag| tag.lookup().last().map(str::to_owned);
    *rendering.media_type == *media_type
        && rendering.language.as_ref().is_none_or(|spoken| base(spoken) == base(language))
}

/// A rendering: its key, media type, language and bytes.
pub(super) type Made = (&'static str, &'static str, Option<&'static str>, Vec<u8>);

/// What is kept of a review when it is signed off: the model, and for people a page in each language and a table. PDF is made of what was
/// frozen whenever it is asked for: not every program can make it, and its bytes are of the fonts that there are.
pub(super) async fn renderings(
    app: &Ropewalk,
    session: &Session,
    current: &Arc<Register>,
    signed: (Review, Vec<ReviewDecision>),
) -> Result<Vec<Made>, Error> {
    /// The formats by the language that they are kept in.
    const KEPT: [(&str, &[(&str, Format)]); 2] = [
        (
            "en",
            &[
                ("model", Format::Json),
                ("page-en", Format::Html),
                ("text-en", Format::Markdown),
                ("table-en", Format::Csv),
                ("workbook-en", Format::Xlsx),
            ],
        ),
        ("zh-Hans", &[("page-zh-hans", Format::Html)]),
    ];
    let whole = Whole::of(app, session, current, signed).await?;
    let forms = KEPT.map(|(tag, formats)| {
        let formats = formats.iter().map(|(key, format)| (*key, Form::of(app, *format)));
        (tag, formats.collect::<Vec<_>>())
    });
    let make = move || {
        let mut made = Vec::new();
        for (tag, formats) in forms {
            let language = tag.parse().map_err(|error: String| Error::Internal(error.into()))?;
            let report = whole.told(&language)?;
            for (key, form) in formats {
                let media_type = form.format().media_type().split(';').next().unwrap_or_default();
                made.push((key, media_type, Some(tag), written(&report, &form)?.bytes.to_vec()));
            }
        }
        Ok(made)
    };
    app.workshop.make(make).await
}

/// All that a review is told from.
struct Whole {
    current: Arc<Register>,
    review: Review,
    decisions: Vec<ReviewDecision>,
    frozen: Arc<Register>,
    previous: Option<(Key, Arc<Register>)>,
    today: Day,
}

impl Whole {
    async fn of(
        app: &Ropewalk,
        session: &Session,
        current: &Arc<Register>,
        (review, decisions): (Review, Vec<ReviewDecision>),
    ) -> Result<Self, Error> {
        let frozen = frozen(app, session, &review).await?;
        let previous = open::before(app, session, current, &review).await?;
        Ok(Self { current: Arc::clone(current), review, decisions, frozen, previous, today: today(app) })
    }

    fn told(&self, language: &LanguageTag) -> Result<transfer_review::Report, Error> {
        let previous = match &self.previous {
            Some((key, register)) => Some((Read::of(&self.current, key)?.review, &**register)),
            None => None,
        };
        let mut follow_ups = Vec::new();
        let mut others: Vec<&Review> = all(&self.current).filter(|other| counts(other, &self.review)).collect();
        others.sort_by_key(|review| (review.period.to, review.opened_at));
        let earlier: Vec<Read<'_>> =
            others.iter().map(|other| Read::of(&self.current, &other.key)).collect::<Result<_, _>>()?;
        for read in &earlier {
            let open = read.made().into_iter().filter(|decision| is_follow_up(decision) && decision.done.is_none());
            follow_ups.extend(open.map(|decision| (read.review, decision)));
        }
        let own = self.decisions.iter().filter(|decision| is_follow_up(decision));
        follow_ups.extend(own.map(|decision| (&self.review, decision)));
        let material = Material {
            review: &self.review,
            decisions: self.decisions.iter().collect(),
            frozen: &self.frozen,
            previous,
            follow_ups,
            reviews: all(&self.current).filter(|other| other.opened_at <= self.review.opened_at).collect(),
            today: self.today,
            language,
        };
        Ok(transfer_review::report(&material)?)
    }
}

/// Whether what is open in another review is told in this one: it is signed off and came before.
fn counts(other: &Review, this: &Review) -> bool {
    let opened = |review: &Review| (review.opened_at, review.register.seq);
    other.key != this.key && other.state == ReviewState::SignedOff && opened(other) < opened(this)
}
