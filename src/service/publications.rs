//! Publishing notices: a version is approved and frozen, and read for ever after.
//!
//! A publication names the commit that it tells of; its table and content are made from that register whenever they are asked for. The
//! texts that were published are blobs under their digests.

use super::{
    Error, Refusal, Ropewalk,
    access::{Role, Session},
    idempotency::{Answered, Once},
    records::{self, Stored},
    request,
};
use crate::{
    domain::{
        AsOf, Day, Fault, Key, Kind, LanguageTag, Pointer, Record, RecordId,
        change::{Change, Precondition},
        digest,
        record::{Publication, PublishedFormat, PublishedText, Status},
    },
    report::publication,
    store::Committed,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;

/// The longest key of a notice that stands in the keys of its publications whole.
const WHOLE_KEY: usize = 80;

/// A version of a notice that is to be published.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPublication {
    /// The day on which it is put where people find it; today (UTC) where left out.
    pub published: Option<Day>,
    /// The first day on which it applies; the day of publishing where left out.
    pub effective: Option<Day>,
    /// The register that it tells of: after a commit (`seq:12`) or at an instant (RFC 3339), as it was read when it was approved; now
    /// where left out.
    #[schemars(regex(pattern = AsOf::PATTERN))]
    pub as_of: Option<String>,
    /// Its texts as they are published, one a language.
    pub texts: Option<Vec<NewText>>,
}

/// The text of a publication in one language.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewPublicationText")]
pub struct NewText {
    /// Its language.
    pub language: LanguageTag,
    /// How it is written.
    pub format: PublishedFormat,
    /// The text.
    pub text: String,
}

/// The publications of a notice, newest first.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NoticePublications {
    /// The publications.
    pub items: Vec<Publication>,
    /// Always null: all of them are in one page.
    pub next: Option<String>,
}

/// Which edition of a notice is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Edition {
    /// What is current; for a publisher the last approved publication.
    #[default]
    Usual,
    /// The version of this number.
    Version(u64),
    /// The version that applied, or will apply, on this day.
    InForce(Day),
    /// What the next publication would say. Only who may write sees it.
    Preview,
}

/// Approves and publishes a version of a notice, once.
///
/// # Errors
/// If the notice is not active, a text is empty or a language there twice, or `as_of` is before the notice or in the future.
pub async fn publish(
    app: &Ropewalk,
    session: &Session,
    notice: &Key,
    new: NewPublication,
    reason: String,
    once: Once<Stored>,
) -> Result<Answered, Error> {
    let record = approved(app, session, notice, new).await?;
    let (id, document) = (RecordId::new(Kind::Publications, record.key().clone()), record.document());
    let change = Change::put_if(record, Precondition::Absent);
    let written = move |committed: &Committed| records::stored(committed, &id, document.clone());
    let answered = once.commit(app, request(&session.actor, reason, vec![change]), written).await;
    answered.map_err(|error| match Error::from(error) {
        // Somebody else published the same version a moment ago.
        Error::Refused(Refusal::Exists(..)) => Refusal::Outdated.into(),
        other => other,
    })
}

/// The publication as it is to be written; its texts are kept.
pub(super) async fn approved(
    app: &Ropewalk,
    session: &Session,
    notice: &Key,
    new: NewPublication,
) -> Result<Record, Error> {
    let register = app.register_asked(session, new.as_of.as_deref()).await?;
    let entry = records::get(&register, &RecordId::new(Kind::Notices, notice.clone()))?;
    if entry.common().status != Status::Active {
        return Err(Refusal::Conflict(format!(
            "the notice `{notice}` is a draft or retired; make it active before it is published"
        ))
        .into());
    }
    let texts = new.texts.unwrap_or_default();
    judged(&texts)?;
    let mut kept = Vec::with_capacity(texts.len());
    for text in texts {
        let (bytes, language, format) = (text.text.len(), text.language, text.format);
        let digest = app.blobs.put(text.text.into_bytes()).await?;
        kept.push(json!({ "language": language, "format": format, "digest": digest, "bytes": bytes }));
    }
    let now = app.clock.now();
    let version = publication::last(&session.register, notice).map_or(1, |last| last.version.value() + 1);
    let published = new.published.unwrap_or(Day(now.date_naive()));
    let named = entry.common().name.iter().map(|(tag, name)| {
        let chinese = tag == "zh" || tag.starts_with("zh-");
        (tag, if chinese { format!("{name}，第{version}版") } else { format!("{name}, version {version}") })
    });
    let document = json!({
        "key": key_of(notice, version),
        "name": named.collect::<std::collections::BTreeMap<_, _>>(),
        "notice": notice,
        "version": version,
        "published": published,
        "effective": new.effective.unwrap_or(published),
        "approved_by": session.actor.principal,
        "approved_at": now,
        "register": { "seq": register.head().seq, "digest": register.head().digest },
        "texts": kept,
    });
    Ok(Record::parse(Kind::Publications, &document).map_err(Refusal::Faults)?)
}

fn judged(texts: &[NewText]) -> Result<(), Error> {
    let mut languages = BTreeSet::new();
    let mut faults = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let place = Pointer::root().at("texts").at(at);
        if text.text.trim().is_empty() {
            faults.push(
                Fault::new(place.at("text"), "the text is empty").allowing("leave the text out if there is none"),
            );
        }
        if !languages.insert(&text.language) {
            faults.push(Fault::new(place.at("language"), format!("there is another text in `{}`", text.language)));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Faults(faults).into()) }
}

/// The key of a publication: that of its notice and the version. One that would be too long is cut, and kept apart by its digest.
fn key_of(notice: &Key, version: u64) -> String {
    let notice = notice.as_str();
    if notice.len() <= WHOLE_KEY {
        return format!("{notice}.v{version}");
    }
    let short = notice[..WHOLE_KEY - 10].trim_end_matches(['-', '_', '.']);
    format!("{short}-{}.v{version}", &digest::of(notice.as_bytes()).tag()[..8])
}

/// Refuses who may not see a notice.
pub(super) fn may_see(session: &Session, notice: &Key) -> Result<(), Error> {
    if session.actor.sees_notice(notice) {
        Ok(())
    } else {
        Err(Refusal::Forbidden(format!("this token is not for the notice `{notice}`")).into())
    }
}

/// The publications of a notice, newest first.
///
/// # Errors
/// If there is no such notice, or it is not for the caller to see.
pub fn publications(session: &Session, notice: &Key) -> Result<NoticePublications, Error> {
    may_see(session, notice)?;
    records::get(&session.register, &RecordId::new(Kind::Notices, notice.clone()))?;
    let found = publication::of(&session.register, notice);
    Ok(NoticePublications { items: found.into_iter().rev().cloned().collect(), next: None })
}

/// The publication of an edition; `None`: what is current is wanted.
///
/// # Errors
/// If there is none, or who asks may not see it.
pub(super) fn wanted<'s>(
    session: &'s Session,
    notice: &Key,
    edition: Edition,
) -> Result<Option<&'s Publication>, Error> {
    let register = &*session.register;
    let publisher = session.actor.role == Role::Publisher;
    let found = match edition {
        Edition::Usual if !publisher => return Ok(None),
        Edition::Preview if matches!(session.actor.role, Role::Editor | Role::Admin) => return Ok(None),
        Edition::Preview => return Err(Refusal::Forbidden("only an editor sees a preview".into()).into()),
        Edition::Usual => publication::last(register, notice).ok_or_else(|| {
            format!("the notice `{notice}` was never published; an editor publishes it with POST /api/v1/notices/{notice}/publications")
        }),
        Edition::Version(version) => publication::version(register, notice, version)
            .ok_or_else(|| format!("the notice `{notice}` has no publication of version {version}")),
        Edition::InForce(day) => publication::in_force(register, notice, day)
            .ok_or_else(|| format!("no publication of the notice `{notice}` was in effect on {day}")),
    };
    found.map(Some).map_err(|why| Refusal::NotFound(why).into())
}

/// A text as it was published.
#[derive(Debug)]
pub struct Published {
    /// What is known of it.
    pub text: PublishedText,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The text of a version in a language.
///
/// # Errors
/// If there is none, or it is not for the caller to see.
pub async fn text(
    app: &Ropewalk,
    session: &Session,
    notice: &Key,
    version: u64,
    language: &LanguageTag,
) -> Result<Published, Error> {
    may_see(session, notice)?;
    records::get(&session.register, &RecordId::new(Kind::Notices, notice.clone()))?;
    let publication = wanted(session, notice, Edition::Version(version))?;
    let texts = publication.into_iter().flat_map(|publication| publication.texts.iter().flatten());
    let held: Vec<&PublishedText> = texts.collect();
    let Some(text) = held.iter().find(|text| text.language == *language) else {
        let known: Vec<&str> = held.iter().map(|text| text.language.as_str()).collect();
        let known = if known.is_empty() { "there are none".into() } else { format!("there are {}", known.join(", ")) };
        return Err(Refusal::NotFound(format!(
            "version {version} was published with no text in `{language}`; {known}"
        ))
        .into());
    };
    let bytes = app.blob(&text.digest).await?;
    Ok(Published { text: (*text).clone(), bytes })
}
