//! Published notices, and what a site loads, held against the register. Nothing is written, and nothing of what was sent is kept.

use super::{
    Error, Refusal, Ropewalk,
    access::Session,
    kept::Rendered,
    publications::Edition,
    records,
    reports::{self, Form, written},
    tables::{self, suitable},
};
use crate::{
    domain::{AsOf, Day, Key, Kind, LanguageTag, RecordId, Register},
    exchange,
    render::Format,
    report::{
        self, Name,
        drift::{self, Drift, Names, TextFormat},
        hosts::{self, HostsDrift},
        notice_content::Section,
        told::UnknownRecord,
    },
};
use std::sync::Arc;

/// What is wanted of a text.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The notice.
    pub notice: Key,
    /// In which languages, the most wanted first; one that the program speaks is taken if there is one.
    pub languages: Vec<LanguageTag>,
    /// For which day; today where left out.
    pub on: Option<Day>,
    /// Known as of when; now where left out.
    pub as_of: Option<AsOf>,
    /// Which edition of the notice; for its content only.
    pub edition: Edition,
}

/// A published notice as it was sent.
#[derive(Debug, Clone)]
pub struct Text {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How it is written.
    pub format: TextFormat,
    /// The encoding that its sender names.
    pub charset: Option<String>,
}

/// What a notice has to say. A publisher gets what was published of the notices it was named.
///
/// # Errors
/// If somebody may not see it, or it is not there.
pub async fn content(
    app: &Ropewalk,
    session: &Session,
    wanted: Wanted,
    format: Format,
) -> Result<Arc<Rendered>, Error> {
    let (wanted, _) = content_of(app, session, wanted).await?;
    match reports::report(app, session, wanted, format).await? {
        reports::Report::Whole(rendered) => Ok(rendered),
        reports::Report::Long(_) => unreachable!("only flows make a report long, and a notice tells of none"),
    }
}

/// The same by a template, as a fragment for a page: all of it, or one section.
///
/// # Errors
/// If somebody may not see it, it is not there, the format has no template, or the template fails.
pub async fn fragment(
    app: &Ropewalk,
    session: &Session,
    wanted: Wanted,
    (format, section): (Format, Option<Section>),
) -> Result<Rendered, Error> {
    let template = match format {
        Format::Markdown => "content.md",
        Format::Html => "content.html",
        _ => {
            return Err(Error::invalid("a fragment is `markdown` or `html`; the other formats have the whole content"));
        }
    };
    let (wanted, register) = content_of(app, session, wanted).await?;
    let question = reports::question(app, &wanted)?;
    let templates = Arc::clone(&app.templates);
    let work = move || {
        let report = report::make(&register, &question)?;
        let only = section.map(Section::place);
        let bytes = templates
            .render(template, &report, only)
            .map_err(|error| Error::from(Refusal::Conflict(format!("the template failed: {error}"))))?;
        let tag = crate::domain::digest::tag(format.media_type(), &bytes);
        Ok(Rendered { tag, bytes: bytes.into(), languages: crate::render::page::languages(&report) })
    };
    app.workshop.make(work).await
}

/// The report that tells the content, and the register that it is made of.
async fn content_of(
    app: &Ropewalk,
    session: &Session,
    wanted: Wanted,
) -> Result<(reports::Wanted, Arc<Register>), Error> {
    let Wanted { notice, languages, on, as_of, edition } = wanted;
    let (register, on) = tables::seen(app, session, &notice, (on, as_of), edition).await?;
    let as_of = (!Arc::ptr_eq(&register, &session.register)).then(|| AsOf::Seq(register.head().seq));
    let parameters = vec![("notice".to_owned(), notice.to_string()), ("on".to_owned(), on.to_string())];
    Ok((reports::Wanted { report: Name::NoticeContent, languages, as_of, parameters }, register))
}

/// A notice held against a register.
///
/// # Errors
/// If there is no such notice.
pub fn compared(register: &Register, options: &drift::Options, text: &Text) -> Result<Drift, UnknownRecord> {
    let names = Names::of(register, options.on);
    let reading = exchange::notice::read(&text.bytes, text.format, text.charset.as_deref(), &names);
    drift::drift(register, &names, options, reading)
}

/// What a site loads held against a register.
///
/// # Errors
/// If the list cannot be read, or there is no such notice.
pub fn loaded(register: &Register, options: &drift::Options, list: &[u8]) -> Result<HostsDrift, Error> {
    let loaded = exchange::hosts::read(list).map_err(|misread| Refusal::Manifest(vec![misread.in_file("")]))?;
    let names = Names::of(register, options.on);
    let asked = (&options.notice, options.on, &options.language);
    hosts::hosts_drift(register, &names, asked, &loaded)
        .map_err(|unknown| Refusal::NotFound(unknown.to_string()).into())
}

/// The drift of a published notice, rendered in `format`.
///
/// # Errors
/// If there is no such notice.
pub async fn notice_drift(
    app: &Ropewalk,
    session: &Session,
    wanted: Wanted,
    text: Text,
    format: Format,
) -> Result<Rendered, Error> {
    let (register, options) = asked(app, session, wanted).await?;
    let form = Form::of(app, format);
    let work = move || {
        let drift = compared(&register, &options, &text).map_err(|unknown| Refusal::NotFound(unknown.to_string()))?;
        written(&drift, &form)
    };
    app.workshop.make(work).await
}

/// What a site loads against the register, rendered in `format`.
///
/// # Errors
/// If the list cannot be read, or there is no such notice.
pub async fn hosts_drift(
    app: &Ropewalk,
    session: &Session,
    wanted: Wanted,
    list: Vec<u8>,
    format: Format,
) -> Result<Rendered, Error> {
    let (register, options) = asked(app, session, wanted).await?;
    let form = Form::of(app, format);
    app.workshop.make(move || written(&loaded(&register, &options, &list)?, &form)).await
}

/// The register and the options of what is wanted.
async fn asked(app: &Ropewalk, session: &Session, wanted: Wanted) -> Result<(Arc<Register>, drift::Options), Error> {
    let Wanted { notice, languages, on, as_of, edition: _ } = wanted;
    let register = app.register(&session.register, as_of).await?;
    records::get(&register, &RecordId::new(Kind::Notices, notice.clone()))?;
    let on = on.unwrap_or_else(|| Day(app.clock.now().date_naive()));
    Ok((register, drift::Options { notice, on, language: suitable(languages, &[]) }))
}
