//! The processor table of a notice, for whoever may see it.

use super::{
    Error, Refusal, Ropewalk,
    access::Session,
    kept::{Asked, Rendered, What},
};
use crate::{
    domain::{AsOf, Day, Key, Kind, LanguageTag, Record, RecordId, Register, digest, record::Status},
    render::Format,
    report::processor_table::{ColumnSet, Options, processor_table as table_of},
    service::{
        access::Role,
        publications::{self, Edition},
        records,
        reports::unwritten,
    },
};
use std::sync::Arc;

/// Which table is wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Of which notice.
    pub notice: Key,
    /// In which languages, the most wanted first; one that somebody can be answered in is taken.
    pub languages: Vec<LanguageTag>,
    /// With which columns.
    pub columns: ColumnSet,
    /// Valid on which day; today where left out.
    pub on: Option<Day>,
    /// Known as of when; now where left out.
    pub as_of: Option<AsOf>,
    /// Which edition of the notice.
    pub edition: Edition,
}

/// The table that is wanted, rendered in `format`. A publisher gets the current table of the notices it was named.
pub async fn processor_table(
    app: &Ropewalk,
    session: &Session,
    wanted: Wanted,
    format: Format,
) -> Result<Arc<Rendered>, Error> {
    let (register, options) = permitted(app, session, wanted).await?;
    let (current, seq) = (session.register.head().digest, register.head().seq);
    let asked = Asked { current, seq, what: What::Table(options.clone()), format: Some(format) };
    if let Some(rendered) = app.kept.get(&asked) {
        return Ok(rendered);
    }
    let table = table_of(&register, &options).map_err(|error| Refusal::NotFound(error.to_string()))?;
    let typesetter = Arc::clone(&app.typesetter);
    let work = move || Ok((format.render(&table, &typesetter).map_err(unwritten)?, table));
    // Setting a document takes a while.
    let (bytes, table) = if format == Format::Pdf { app.workshop.make(work).await? } else { work()? };
    let bytes: Arc<[u8]> = bytes.into();
    let languages = table.languages().iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let rendered = Arc::new(Rendered { tag: digest::tag(format.media_type(), &bytes), bytes, languages });
    app.kept.keep(asked, &rendered);
    Ok(rendered)
}

/// The register and the options of a table that somebody may see.
async fn permitted(app: &Ropewalk, session: &Session, wanted: Wanted) -> Result<(Arc<Register>, Options), Error> {
    let Wanted { notice, languages, columns, on, as_of, edition } = wanted;
    let (register, on) = seen(app, session, &notice, (on, as_of), edition).await?;
    let entry = records::get(&register, &RecordId::new(Kind::Notices, notice.clone()))?;
    let language = spoken(languages, &entry.record);
    Ok((register, Options { notice, language, columns, on: Some(on) }))
}

/// The register in which somebody may see a notice, and the day for which it is judged: of a publication the commit that it tells of and
/// the day on which it came into effect. A publisher sees what was published of the notices it was named.
pub(super) async fn seen(
    app: &Ropewalk,
    session: &Session,
    notice: &Key,
    (on, as_of): (Option<Day>, Option<AsOf>),
    edition: Edition,
) -> Result<(Arc<Register>, Day), Error> {
    if !session.actor.sees_notice(notice) {
        return Err(Refusal::Forbidden(format!("this token is not for the notice `{notice}`")).into());
    }
    if session.actor.role == Role::Publisher && (as_of.is_some() || on.is_some()) {
        return Err(Refusal::Forbidden("a publisher sees what was published; leave `as_of` and `on` out".into()).into());
    }
    if edition != Edition::Usual && (as_of.is_some() || on.is_some()) {
        return Err(Error::invalid(
            "`publication`, `in_force` and `preview` say which register is meant; leave `as_of` and `on` out",
        ));
    }
    let today = Day(app.clock.now().date_naive());
    let id = RecordId::new(Kind::Notices, notice.clone());
    if session.actor.role == Role::Publisher {
        let about = records::get(&session.register, &id)?.common();
        if about.status != Status::Active || !today.within(about.since, about.until) {
            return Err(
                Refusal::Forbidden(format!("the notice `{notice}` is not one that can be published now")).into()
            );
        }
    }
    if let Some(publication) = publications::wanted(session, notice, edition)? {
        let seq = publication.register.seq.value();
        return Ok((app.register(&session.register, Some(AsOf::Seq(seq))).await?, publication.effective));
    }
    let register = app.register(&session.register, as_of).await?;
    records::get(&register, &id)?;
    Ok((register, on.unwrap_or(today)))
}

/// The first of the wanted languages that the program or the notice speaks; else the first wanted one; else English.
fn spoken(wanted: Vec<LanguageTag>, notice: &Record) -> LanguageTag {
    suitable(
        wanted,
        match notice {
            Record::Notices(notice) => notice.languages.as_deref().unwrap_or_default(),
            _ => &[],
        },
    )
}

/// The first of the wanted languages that is one of `own` or that the program speaks; else the first wanted one; else English.
pub(super) fn suitable(wanted: Vec<LanguageTag>, own: &[LanguageTag]) -> LanguageTag {
    let base = |tag: &LanguageTag| tag.lookup().last().map(str::to_owned);
    let offered: Vec<Option<String>> =
        own.iter().map(base).chain(["en", "zh"].map(|tag| Some(tag.to_owned()))).collect();
    let first = wanted.first().cloned();
    let suits = wanted.into_iter().find(|tag| offered.contains(&base(tag)));
    suits.or(first).or_else(|| "en".parse().ok()).unwrap_or_else(|| unreachable!("`en` is a language tag"))
}
