//! `ropewalk token`.

use super::{Outcome, open};
use crate::{
    config::Database,
    domain::Key,
    service::access::{self, Role},
};
use clap::Subcommand;
use std::process::ExitCode;

/// Make, list and revoke tokens.
#[derive(Subcommand)]
pub enum Token {
    /// Make a token and print it, alone, on standard output. It cannot be shown again.
    Create {
        /// What its bearer may do: publisher, calendar, reader, editor, reviewer or admin.
        #[arg(long)]
        role: Role,
        /// Whose it is or what it is for.
        #[arg(long)]
        name: String,
        /// The notices a publisher may see; all where left out.
        #[arg(long)]
        notice: Vec<Key>,
    },
    /// List the tokens, without their secrets.
    List,
    /// End a token.
    Revoke {
        /// Its id, as `list` shows it.
        id: String,
    },
}

impl Token {
    pub async fn run(self, database: &Database) -> Outcome {
        let app = open(database).await?;
        match self {
            Self::Create { role, name, notice } => {
                let notices = (!notice.is_empty()).then_some(notice);
                say!("{}", access::create_token(&app, role, &name, notices).await?);
            }
            Self::List => {
                for row in access::tokens(&app).await? {
                    let state = row.revoked_at.map_or_else(|| "in use".to_owned(), |at| format!("revoked {at}"));
                    let notices = row.notices.map_or_else(String::new, |keys| format!("  notices {}", keys.join(", ")));
                    say!("{}  {:9}  {}  created {}  {state}{notices}", row.id, row.role, row.name, row.created_at);
                }
            }
            Self::Revoke { id } => access::revoke_token(&app, &id).await?,
        }
        Ok(ExitCode::SUCCESS)
    }
}
