//! `ropewalk serve`.

use super::{Failure, Outcome, opened, output};
use crate::{
    config::{Database, Fonts, Listen},
    http,
    render::template::Templates,
    service::{
        access::{self, Role},
        seeds,
    },
};
use std::{collections::BTreeMap, io::IsTerminal, path::PathBuf, process::ExitCode, sync::Arc};

/// The database of the demonstration, in the current folder.
const DEMO: &str = "ropewalk-demo.db";

/// An answer as PDF has at most so many bytes of words and pictures; a command writes any.
const PDF: usize = 4 << 20;

/// Serve the API.
#[derive(clap::Args)]
pub struct Serve {
    #[command(flatten)]
    listen: Listen,
    /// A folder with templates for the content of notices instead of the program's: `content.md`, `content.html`.
    #[arg(long, env = "ROPEWALK_TEMPLATES")]
    templates: Option<PathBuf>,
    /// Load a real company's register into `ropewalk-demo.db` in the current folder (or the database named) and print an admin token.
    #[arg(long)]
    demo: bool,
}

impl Serve {
    pub async fn run(self, database: &Database, fonts: &Fonts) -> Outcome {
        // Before Rocket, which otherwise brings a logger of its own.
        let filter = tracing_subscriber::EnvFilter::try_from_env("ROPEWALK_LOG")
            .unwrap_or_else(|_| "info,rocket=error,sqlx=warn,sea_orm_migration=warn".into());
        tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(std::io::stderr)
            .with_ansi(std::io::stderr().is_terminal())
            .init();
        let Listen { address, port, record_limit, manifest_limit, text_limit, document_limit } = self.listen;
        let mut database = database.clone();
        if self.demo && database.url == "ropewalk.db" {
            database.url = DEMO.into();
        }
        let templates = match &self.templates {
            Some(folder) => Some(templates_in(folder)?),
            None => None,
        };
        let mut app = opened(&database).await?.set_by(output::typesetter(fonts)?.at_most(PDF));
        if let Some(templates) = templates {
            app = app.written_by(templates);
        }
        let app = Arc::new(app);
        let token = if self.demo {
            seeds::install_demo(&app).await?;
            seeds::publish_demo(&app).await?;
            Some(access::create_token(&app, Role::Admin, "demo", None).await?)
        } else {
            None
        };
        let limits =
            http::Limits { record: record_limit, manifest: manifest_limit, text: text_limit, document: document_limit };
        let greet = move |address: &str| {
            say!("Ropewalk is at   {address}");
            say!("Documentation    {address}/docs/");
            if let Some(token) = token {
                say!("Admin token      {token}  (shown only now)");
            }
        };
        http::serve(app, address, port, limits, greet).await.map(|()| ExitCode::SUCCESS).map_err(Failure)
    }
}

/// The templates of the program, with those of a folder instead.
fn templates_in(folder: &std::path::Path) -> Result<Templates, Failure> {
    let failed = |error: std::io::Error| Failure(format!("{}: {error}", folder.display()));
    let mut replaced = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_file() {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            replaced.insert(name, std::fs::read_to_string(&path).map_err(failed)?);
        }
    }
    Templates::with(replaced).map_err(|error| Failure(format!("{}: {error}", folder.display())))
}
