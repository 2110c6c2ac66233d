//! Use cases: who may do it, in which commit, at what time.
//!
//! Brings actor, register, store and clock together. Holds no rule of law, no SQL and no HTTP; errors are few, know nothing of
//! status codes, and keep what a caller may read apart from what only the log gets.

pub mod access;
pub mod beside;
pub mod bulk;
pub mod cases;
pub mod checks;
pub mod differences;
pub mod documents;
mod error;
pub mod feed;
pub mod feeds;
pub mod idempotency;
mod kept;
pub mod manifests;
pub mod notices;
pub mod publications;
pub mod questions;
pub mod records;
pub mod reports;
pub mod reviews;
pub mod seeds;
mod sent;
pub mod tables;

pub use error::{Error, Refusal};
pub use kept::Rendered;

use crate::{
    clock::{Clock, Entropy},
    domain::{AsOf, Fault, Pointer, Register, change::Change, value::Sha256Digest},
    render::{Typesetter, template::Templates},
    store::{Blobs, CommitRequest, Committed, Store},
};
use access::{Actor, Grants, Session};
use idempotency::UnderWay;
use kept::Kept;
use std::{collections::HashMap, sync::Arc};

/// What the use cases need of the world: one per running program.
pub struct Ropewalk {
    /// The journal and its register.
    pub store: Arc<Store>,
    /// Bytes beside the journal: texts that were published, documents, what was signed.
    pub blobs: Blobs,
    /// How the content of notices is written.
    pub templates: Arc<Templates>,
    /// What PDF is made with.
    pub typesetter: Arc<Typesetter>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness, for tokens.
    pub entropy: Arc<dyn Entropy>,
    grants: Grants,
    kept: Kept,
    under_way: UnderWay,
    workshop: reports::Workshop,
    shelf: beside::Shelf,
}

impl Ropewalk {
    /// Brings the parts together.
    #[must_use]
    pub fn new(store: Arc<Store>, blobs: Blobs, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        let (grants, kept, under_way) = (Grants::default(), Kept::default(), UnderWay::default());
        Self {
            store,
            blobs,
            templates: Arc::new(Templates::own()),
            typesetter: Arc::default(),
            clock,
            entropy,
            grants,
            kept,
            under_way,
            workshop: reports::Workshop::default(),
            shelf: beside::Shelf::default(),
        }
    }

    /// The same with other templates.
    #[must_use]
    pub fn written_by(mut self, templates: Templates) -> Self {
        self.templates = Arc::new(templates);
        self
    }

    /// The same with another typesetter.
    #[must_use]
    pub fn set_by(mut self, typesetter: Typesetter) -> Self {
        self.typesetter = Arc::new(typesetter);
        self
    }

    /// The bytes that a record names by their digest.
    ///
    /// # Errors
    /// If they are not there, or not what they were.
    async fn blob(&self, named: &Sha256Digest) -> Result<Vec<u8>, Error> {
        let bytes = self.blobs.get(&named.into()).await?;
        bytes.ok_or_else(|| Error::Internal(format!("the blob {named} is missing").into()))
    }

    /// The register that a body asks for in its member `as_of`; the one of the session where that is left out.
    ///
    /// # Errors
    /// If it is malformed or in the future, with its place in the body.
    async fn register_asked(&self, session: &Session, as_of: Option<&str>) -> Result<Arc<Register>, Error> {
        let wrong = |detail: String| {
            let fault = Fault::new(Pointer::root().at("as_of"), detail);
            Error::from(Refusal::Faults(vec![fault.allowing("seq:N, or an instant (RFC 3339)")]))
        };
        let as_of: Option<AsOf> = as_of.map(str::parse).transpose().map_err(wrong)?;
        self.register(&session.register, as_of).await.map_err(|error| match error {
            Error::Refused(Refusal::Invalid(detail)) => wrong(detail),
            other => other,
        })
    }

    /// Whether the database can be read.
    pub async fn healthy(&self) -> Result<(), Error> {
        self.store.current().await?;
        Ok(())
    }

    /// The register as `as_of` says, or the current one, which the caller has from its authentication.
    pub async fn register(&self, current: &Arc<Register>, as_of: Option<AsOf>) -> Result<Arc<Register>, Error> {
        match as_of {
            None => Ok(Arc::clone(current)),
            Some(AsOf::Seq(seq)) if seq == current.head().seq => Ok(Arc::clone(current)),
            Some(as_of) => Ok(self.store.as_of(as_of).await?),
        }
    }
}

/// Why something is done, for the journal; bounded.
///
/// # Errors
/// If it is longer than 1,000 characters or has control characters.
pub fn reason(text: Option<&str>) -> Result<String, Error> {
    let text = text.unwrap_or_default().trim();
    if text.chars().count() > 1000 || text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(Error::invalid(
            "`reason` is too long or has control characters; allowed are up to 1,000 characters",
        ));
    }
    Ok(text.to_owned())
}

/// Commits changes.
async fn commit(app: &Ropewalk, actor: &Actor, reason: String, changes: Vec<Change>) -> Result<Committed, Error> {
    Ok(app.store.commit(request(actor, reason, changes)).await?)
}

/// Changes with their actor, as the store commits them.
fn request(actor: &Actor, reason: String, changes: Vec<Change>) -> CommitRequest {
    CommitRequest {
        principal: actor.principal.clone(),
        reason,
        changes,
        seeds_edition: None,
        keep: None,
        proviso: None,
    }
}

/// The names of principals by their opaque ids, of those whose name is still known.
async fn principal_names(app: &Ropewalk) -> Result<HashMap<String, String>, Error> {
    Ok(app.store.principals().await?.into_iter().map(|principal| (principal.id, principal.name)).collect())
}
