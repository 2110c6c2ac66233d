//! What others subscribe to: the changes of a notice's processors (Atom), and the days of the register (iCalendar).

use super::{
    Error, Ropewalk,
    access::{Role, Session},
    kept::{Asked, Rendered, What},
    publications,
    tables::suitable,
};
use crate::{
    domain::{AsOf, Day, Key, Kind, LanguageTag, RecordId, Register, digest, record::Publication},
    render::{calendar, feed},
    report::{
        calendar::events,
        processor_changes::{Became, Change, MOST, Rows, announced, between, rows},
        publication,
        speech::Speech,
    },
    service::records,
};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// The calendar of the register, in a language that the program speaks.
pub async fn calendar(app: &Ropewalk, session: &Session, languages: Vec<LanguageTag>) -> Result<Rendered, Error> {
    let (register, today) = (Arc::clone(&session.register), Day(app.clock.now().date_naive()));
    let language = suitable(languages, &[]);
    let stamp = register.recorded_at().unwrap_or(DateTime::UNIX_EPOCH);
    let make = move || {
        let (speech, _) = Speech::for_reader(&language);
        let bytes = calendar::render(&events(&register, today), speech, stamp);
        let tag = digest::tag(calendar::MEDIA_TYPE, &bytes);
        Ok(Rendered { tag, bytes: bytes.into(), languages: speech.tag().to_string() })
    };
    app.workshop.make(make).await
}

/// The changes of a notice's processors, newest first: what each publication changed, and what is announced. A publisher is told what was
/// published only.
///
/// # Errors
/// If there is no such notice, or it is not for the caller to see.
pub async fn processor_changes(
    app: &Ropewalk,
    session: &Session,
    notice: &Key,
    languages: Vec<LanguageTag>,
) -> Result<Arc<Rendered>, Error> {
    publications::may_see(session, notice)?;
    let id = RecordId::new(Kind::Notices, notice.clone());
    let entry = records::get(&session.register, &id)?;
    let language = suitable(languages, &[]);
    let (publisher, today) = (session.actor.role == Role::Publisher, Day(app.clock.now().date_naive()));
    let what = What::ProcessorChanges(notice.clone(), language.clone(), today, publisher);
    let head = session.register.head();
    let asked = Asked { current: head.digest, seq: head.seq, what, format: None };
    if let Some(rendered) = app.kept.get(&asked) {
        return Ok(rendered);
    }
    let (speech, _) = Speech::for_reader(&language);
    let published = publication::of(&session.register, notice);
    // Of the first that is told the one before is needed too, unless there is none.
    let skipped = published.len().saturating_sub(MOST + 1);
    let mut registers = Vec::new();
    for publication in published.iter().skip(skipped) {
        let seq = AsOf::Seq(publication.register.seq.value());
        registers.push(((*publication).clone(), app.register(&session.register, Some(seq)).await?));
    }
    let last = registers.last().map(|(_, register)| Arc::clone(register));
    let current = if publisher { last } else { Some(Arc::clone(&session.register)) };
    let (key, told_in) = (notice.clone(), language.clone());
    let work = move || Ok(happened(&key, (&registers, skipped == 0), (current.as_deref(), today), &told_in));
    let mut happened = app.workshop.make(work).await?;
    happened.sort_by(|one, other| (other.updated, &one.id).cmp(&(one.updated, &other.id)));
    let name = entry.common().name.speak(&language, None).text.to_owned();
    let feed = feed::Told {
        id: format!("urn:ropewalk:notice:{notice}:processor-changes"),
        title: speech.of_two(format!("Processors of {name}"), format!("{name}的第三方服务变更")),
        author: name.clone(),
        address: format!("/api/v1/notices/{notice}/processor-changes.atom"),
        updated: happened.first().map_or(DateTime::UNIX_EPOCH, |first| first.updated),
        entries: happened,
    };
    let bytes = feed::render(&feed, speech);
    let tag = digest::tag(feed::MEDIA_TYPES[0], &bytes);
    let rendered = Arc::new(Rendered { tag, bytes: bytes.into(), languages: speech.tag().to_string() });
    app.kept.keep(asked, &rendered);
    Ok(rendered)
}

/// What the publications changed, and what is announced in the current register. `whole`: the first of them is the first there was.
fn happened(
    notice: &Key,
    (registers, whole): (&[(Publication, Arc<Register>)], bool),
    (current, today): (Option<&Register>, Day),
    language: &LanguageTag,
) -> Vec<feed::Happened> {
    let (speech, _) = Speech::for_reader(language);
    let mut happened = Vec::new();
    let mut before = whole.then(Rows::new);
    for (publication, register) in registers {
        let now = rows(register, notice, publication.effective, language);
        if let Some(before) = before {
            let changes = between(publication, &before, &now).into_iter();
            happened.extend(changes.map(|change| told(notice, &change, publication.approved_at, speech)));
        }
        before = Some(now);
    }
    if let Some(current) = current {
        let known = current.recorded_at().unwrap_or(DateTime::UNIX_EPOCH);
        let announced = announced(current, notice, today, language).into_iter();
        happened.extend(announced.map(|change| told(notice, &change, known, speech)));
    }
    happened
}

fn told(notice: &Key, change: &Change, updated: DateTime<Utc>, speech: Speech) -> feed::Happened {
    let Change { key, name, became, on, version, row } = change;
    let (word, en, zh) = match became {
        Became::Added => ("added", format!("{name} gets data from {on}"), format!("自{on}起向{name}提供信息")),
        Became::Removed => {
            ("removed", format!("{name} gets no data from {on}"), format!("自{on}起不再向{name}提供信息"))
        }
        Became::Changed => {
            ("changed", format!("What is said of {name} changed on {on}"), format!("{name}的说明于{on}变更"))
        }
        Became::Announced => {
            ("announced", format!("{name} will get data from {on}"), format!("计划自{on}起向{name}提供信息"))
        }
    };
    feed::Happened {
        id: format!("urn:ropewalk:notice:{notice}:v{version}:{word}:{key}"),
        title: speech.of_two(en, zh),
        text: row.join("\n"),
        updated,
    }
}
