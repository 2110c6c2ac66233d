//! Who may do what: roles, tokens, and the actor behind a request.
//!
//! Tokens are 256 random bits; only their SHA-256 is kept. What a token grants is cached until the access epoch moves, which
//! every change of tokens does in its own transaction, so a revoked token is refused by the next request anywhere.

use super::{Error, Ropewalk, records};
use crate::{
    domain::{Key, Kind, RecordId, Register, digest},
    store::{Grant, NewToken, Token},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// What a principal may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sees published processor tables of named notices and nothing else.
    Publisher,
    /// Sees the calendar and nothing else: its token stands in an address that programs fetch.
    Calendar,
    /// Reads everything.
    Reader,
    /// Reads and changes records.
    Editor,
    /// Reads, and decides in reviews.
    Reviewer,
    /// Does everything.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 6] =
        [Self::Publisher, Self::Calendar, Self::Reader, Self::Editor, Self::Reviewer, Self::Admin];

    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Publisher => "publisher",
            Self::Calendar => "calendar",
            Self::Reader => "reader",
            Self::Editor => "editor",
            Self::Reviewer => "reviewer",
            Self::Admin => "admin",
        }
    }

    /// Whether somebody with this role may do what needs `right`.
    #[must_use]
    pub const fn allows(self, right: Right) -> bool {
        match right {
            Right::ReadTables => !matches!(self, Self::Calendar),
            Right::ReadCalendar => !matches!(self, Self::Publisher),
            Right::Read => !matches!(self, Self::Publisher | Self::Calendar),
            Right::Write => matches!(self, Self::Editor | Self::Admin),
            Right::Upload => matches!(self, Self::Editor | Self::Reviewer | Self::Admin),
            Right::Review => matches!(self, Self::Reviewer | Self::Admin),
        }
    }
}

impl std::str::FromStr for Role {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|role| role.name() == text)
            .ok_or_else(|| format!("`{text}` is not a role; allowed are {}", Self::ALL.map(Self::name).join(", ")))
    }
}

/// What a request needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// To read the processor tables of notices.
    ReadTables,
    /// To read the calendar.
    ReadCalendar,
    /// To read everything.
    Read,
    /// To change records.
    Write,
    /// To review transfers: to open, decide and sign off.
    Review,
    /// To keep documents.
    Upload,
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The opaque id that the journal keeps.
    pub principal: String,
    /// What they may do.
    pub role: Role,
    /// The notices a publisher may see; `None` means all.
    pub notices: Option<Vec<Key>>,
}

impl Actor {
    /// Somebody at the command line of the machine that holds the database.
    #[must_use]
    pub fn operator() -> Self {
        Self { principal: "operator".into(), role: Role::Admin, notices: None }
    }

    /// Whether the actor may see the table of this notice.
    #[must_use]
    pub fn sees_notice(&self, notice: &Key) -> bool {
        self.notices.as_ref().is_none_or(|notices| notices.contains(notice))
    }
}

/// What tokens grant, by hash, as long as the access epoch stands.
#[derive(Default)]
pub(super) struct Grants(Mutex<(i64, HashMap<String, Granted>)>);

/// What a hash grants: nothing, if it is no token's.
type Granted = Option<Arc<Actor>>;

/// How many tokens' grants are kept at once; wrong tokens cannot fill the memory.
const MAX_GRANTS: usize = 4096;

/// An authenticated request: who, and the register as it was when the request came.
#[derive(Clone)]
pub struct Session {
    /// Who acts.
    pub actor: Arc<Actor>,
    /// The current register.
    pub register: Arc<Register>,
}

/// Who is behind `token`, with the current register; `None` if nobody is, or no more.
pub async fn authenticate(app: &Ropewalk, token: &str) -> Result<Option<Session>, Error> {
    let current = app.store.current().await?;
    let hash = hash_of(token);
    let cached = {
        let mut grants = app.grants.0.lock().unwrap_or_else(PoisonError::into_inner);
        if grants.0 != current.access_epoch || grants.1.len() >= MAX_GRANTS {
            *grants = (current.access_epoch, HashMap::new());
        }
        grants.1.get(&hash).cloned()
    };
    let actor = if let Some(actor) = cached {
        actor
    } else {
        let actor = app.store.authenticate(&hash).await?.map(actor_of).transpose()?.map(Arc::new);
        let mut grants = app.grants.0.lock().unwrap_or_else(PoisonError::into_inner);
        if grants.0 == current.access_epoch {
            grants.1.insert(hash, actor.clone());
        }
        actor
    };
    Ok(actor.map(|actor| Session { actor, register: current.register }))
}

fn actor_of(grant: Grant) -> Result<Actor, Error> {
    let unreadable = |error: String| Error::Internal(error.into());
    let notices = grant.notices.map(|keys| keys.iter().map(|key| key.parse()).collect::<Result<_, _>>());
    Ok(Actor {
        principal: grant.principal,
        role: grant.role.parse().map_err(unreadable)?,
        notices: notices.transpose().map_err(unreadable)?,
    })
}

/// Makes a token and returns it; this is the only time it can be seen.
pub async fn create_token(app: &Ropewalk, role: Role, name: &str, notices: Option<Vec<Key>>) -> Result<String, Error> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Err(Error::invalid("the name of a token is between 1 and 100 characters long"));
    }
    if notices.is_some() && role != Role::Publisher {
        return Err(Error::invalid("only the role publisher is limited to notices"));
    }
    let register = app.store.register().await?;
    for notice in notices.iter().flatten() {
        records::get(&register, &RecordId::new(Kind::Notices, notice.clone()))?;
    }
    let mut secret = [0; 32];
    app.entropy.fill(&mut secret);
    let token = format!("rw_{}", hex::encode(secret));
    let new = NewToken {
        hash: hash_of(&token),
        principal: app.store.create_principal(name).await?.id,
        role: role.name().into(),
        notices: notices.map(|keys| keys.iter().map(ToString::to_string).collect()),
        name: name.into(),
    };
    app.store.create_token(new).await?;
    Ok(token)
}

/// Every token, without its secret.
pub async fn tokens(app: &Ropewalk) -> Result<Vec<Token>, Error> {
    Ok(app.store.tokens().await?)
}

/// Ends a token, named by its id.
pub async fn revoke_token(app: &Ropewalk, id: &str) -> Result<(), Error> {
    Ok(app.store.revoke_token(id).await?)
}

fn hash_of(token: &str) -> String {
    digest::of(token.as_bytes()).to_string()
}
