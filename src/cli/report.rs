//! `ropewalk report`.

use super::{Failure, Outcome, manifests, open, output};
use crate::{
    config::{Database, Fonts},
    domain::{AsOf, Day, Key, LanguageTag, Register},
    exchange::manifest::{self, Limits},
    render::{self, Format},
    report::{
        self, Memory, Name, Question, Shape,
        processor_table::{ColumnSet, Options, processor_table},
    },
    service::{
        self, Refusal,
        beside::{self, Brought},
        seeds,
    },
};
use clap::{Arg, ArgMatches, Args as _, Command, FromArgMatches, Subcommand, builder::PossibleValuesParser};
use std::{path::PathBuf, process::ExitCode, sync::Arc};

/// Make a report.
pub enum Report {
    /// The table of third parties of a notice.
    ProcessorTable(ProcessorTable),
    /// One of the reports that describe themselves.
    Made(Made),
}

/// A report, from the database or straight from manifests.
pub struct Made {
    report: Name,
    shared: Shared,
    parameters: Vec<(&'static str, String)>,
}

/// What every report takes beside its own parameters.
#[derive(clap::Args)]
struct Shared {
    /// Manifests to read instead of the database.
    files: Vec<PathBuf>,
    /// The language, BCP 47.
    #[arg(long, default_value = "en")]
    lang: LanguageTag,
    /// The format: json, markdown, html, csv, xlsx or pdf.
    #[arg(long, default_value = "markdown", value_parser = format)]
    format: Format,
    /// Write to this file instead of standard output.
    #[arg(long, short)]
    output: Option<PathBuf>,
    /// What the register held after a commit (`seq:12`) or at an instant (RFC 3339).
    #[arg(long, conflicts_with = "files")]
    as_of: Option<AsOf>,
    /// A manifest of records that the register is supposed to have: the report as it would be, and what would be otherwise. Nothing is
    /// written. Given several times, all of them together.
    #[arg(long, value_name = "FILE")]
    what_if: Vec<PathBuf>,
}

/// The name of the subcommand for the processor table.
const TABLE: &str = "processor-table";

/// The command of a report, made from what it says of itself.
fn command(report: Name) -> Command {
    let own = report.about().all_parameters().map(|parameter| {
        let argument = Arg::new(parameter.name).long(parameter.name).help(parameter.description);
        match parameter.value {
            Shape::Word(words) => argument.value_parser(PossibleValuesParser::new(words)),
            Shape::Key(_) => argument.value_name("KEY"),
            Shape::Day => argument.value_name("DAY"),
            Shape::AsOf => argument.value_name("COMMIT"),
            Shape::Record => argument.value_name("KIND/KEY"),
            Shape::Text => argument.value_name("WORDS"),
        }
    });
    // What the arguments say of themselves is no help with the report.
    let command = Shared::augment_args(Command::new(report.name())).args(own);
    command.about(report.about().summary).long_about(report.about().description)
}

impl Subcommand for Report {
    fn augment_subcommands(cmd: Command) -> Command {
        let table = Command::new(TABLE).about("The table of third parties of a notice");
        cmd.subcommand(ProcessorTable::augment_args(table))
            .subcommands(Name::ALL.iter().map(|report| command(*report)))
            .subcommand_required(true)
            .arg_required_else_help(true)
    }

    fn augment_subcommands_for_update(cmd: Command) -> Command {
        Self::augment_subcommands(cmd)
    }

    fn has_subcommand(name: &str) -> bool {
        name == TABLE || name.parse::<Name>().is_ok()
    }
}

impl FromArgMatches for Report {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let missing = || clap::Error::new(clap::error::ErrorKind::MissingSubcommand);
        let (name, own) = matches.subcommand().ok_or_else(missing)?;
        if name == TABLE {
            return ProcessorTable::from_arg_matches(own).map(Self::ProcessorTable);
        }
        let report: Name = name.parse().map_err(|_| missing())?;
        let given = report
            .about()
            .all_parameters()
            .filter_map(|parameter| own.get_one::<String>(parameter.name).map(|value| (parameter.name, value.clone())));
        Ok(Self::Made(Made { report, shared: Shared::from_arg_matches(own)?, parameters: given.collect() }))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The table of third parties of a notice, from the database or straight from manifests.
#[derive(clap::Args)]
pub struct ProcessorTable {
    /// Manifests to read instead of the database.
    files: Vec<PathBuf>,
    /// The notice; may be left out where there is only one.
    #[arg(long)]
    notice: Option<Key>,
    /// The language, BCP 47.
    #[arg(long, default_value = "en")]
    lang: LanguageTag,
    /// The columns: notice, sdk, recipients or subprocessors.
    #[arg(long, default_value = "notice", value_parser = columns)]
    columns: ColumnSet,
    /// The format: json, markdown, html, csv, xlsx or pdf.
    #[arg(long, default_value = "markdown", value_parser = format)]
    format: Format,
    /// Write to this file instead of standard output.
    #[arg(long, short)]
    output: Option<PathBuf>,
    /// What the register held after a commit (`seq:12`) or at an instant (RFC 3339).
    #[arg(long, conflicts_with = "files")]
    as_of: Option<AsOf>,
    /// The day for which validity is judged; otherwise today (UTC).
    #[arg(long)]
    on: Option<Day>,
}

impl Report {
    pub async fn run(self, database: &Database, fonts: &Fonts) -> Outcome {
        match self {
            Self::ProcessorTable(table) => table.run(database, fonts).await,
            Self::Made(made) => made.run(database, fonts).await,
        }
    }
}

/// The register of the database, or of manifests where some are named.
pub(super) async fn register_of(
    files: &[PathBuf],
    as_of: Option<AsOf>,
    database: &Database,
) -> Result<Arc<Register>, Failure> {
    if !files.is_empty() {
        return Ok(Arc::new(seeds::register_of(&manifests::Files::read(files)?.inputs())?));
    }
    let app = open(database).await?;
    let current = app.store.current().await?.register;
    Ok(app.register(&current, as_of).await?)
}

/// The same with what findings are told beside it. Manifests have nothing of it.
async fn source_of(
    question: &Question,
    files: &[PathBuf],
    as_of: Option<AsOf>,
    database: &Database,
) -> Result<(Arc<Register>, Brought), Failure> {
    if question.report != report::Name::Findings || !files.is_empty() {
        return Ok((register_of(files, as_of, database).await?, Brought::default()));
    }
    let app = open(database).await?;
    let current = app.store.current().await?.register;
    let register = app.register(&current, as_of).await?;
    let brought = beside::of(&app, &current, &register).await?;
    Ok((register, brought))
}

/// The register as it would be with the records of manifests.
fn suppose(register: &Register, files: &[PathBuf]) -> Result<(Register, report::Supposed), Failure> {
    let files = manifests::Files::read(files)?;
    let inputs = files.inputs();
    let mut manifest = manifest::read_beside(&inputs, &Limits::default(), |id| register.get(id).is_some())
        .map_err(|errors| Failure::from(service::Error::from(Refusal::Manifest(errors))))?;
    let records = (manifest.reason.clone(), std::mem::take(&mut manifest.records));
    let supposed = service::manifests::supposed(register, now(), records, false);
    supposed.map_err(|obstacles| service::manifests::refusal(&manifest, &inputs, obstacles).into())
}

fn now() -> chrono::DateTime<chrono::Utc> {
    crate::clock::Clock::now(&crate::clock::SystemClock)
}

pub(super) fn today() -> Day {
    Day(now().date_naive())
}

impl Made {
    async fn run(self, database: &Database, fonts: &Fonts) -> Outcome {
        let Self { report, shared, parameters } = self;
        let refused = |refused: report::Refused| Failure(refused.to_string());
        let parameters = parameters.iter().map(|(name, value)| (*name, value.as_str()));
        let mut question = Question::read(report, shared.lang, today(), parameters).map_err(refused)?;
        let (mut register, brought) = source_of(&question, &shared.files, shared.as_of, database).await?;
        let as_it_is = Arc::clone(&register);
        if !shared.what_if.is_empty() {
            if question.as_of(report::SINCE).is_some() {
                return Err(Failure(
                    "`--what-if` tells what would be otherwise than it is: leave `--since` out".into(),
                ));
            }
            let (after, supposed) = suppose(&register, &shared.what_if)?;
            (register, question.supposed) = (Arc::new(after), Some(supposed));
        }
        let day = question.day();
        let beside = |register: &Register, brought: &Brought| beside::compared(register, day, brought);
        let memory = Memory::default();
        let mut report =
            report::make_with(&register, &question, (&beside(&register, &brought), &memory)).map_err(refused)?;
        if question.supposed.is_some() {
            let known = (&beside(&as_it_is, &brought), &memory);
            report.compare(&register, &as_it_is, &question, known).map_err(refused)?;
        } else if let Some(since) = report::since(&register, &question) {
            if !shared.files.is_empty() {
                return Err(Failure("`--since` asks the journal: leave the files out".into()));
            }
            let (earlier, brought) = source_of(&question, &[], Some(since), database).await?;
            let known = (&beside(&earlier, &brought), &memory);
            report.compare(&register, &earlier, &question, known).map_err(refused)?;
        }
        let (format, typesetter) = (shared.format, output::typesetter(fonts)?);
        output::write(shared.output.as_deref(), format.is_binary(), |out| {
            render::page::write(format, &report, &typesetter, out)
        })?;
        output::warn_of_fonts(&typesetter);
        Ok(ExitCode::SUCCESS)
    }
}

impl ProcessorTable {
    async fn run(self, database: &Database, fonts: &Fonts) -> Outcome {
        let register = register_of(&self.files, self.as_of, database).await?;
        let notice = match self.notice {
            Some(notice) => notice,
            None => only_notice(&register)?,
        };
        let options =
            Options { notice, language: self.lang, columns: self.columns, on: Some(self.on.unwrap_or_else(today)) };
        let table = processor_table(&register, &options).map_err(|error| Failure(error.to_string()))?;
        let typesetter = output::typesetter(fonts)?;
        let bytes = self.format.render(&table, &typesetter)?;
        output::warn_of_fonts(&typesetter);
        output::write(self.output.as_deref(), self.format.is_binary(), |out| out.write_all(&bytes))?;
        Ok(ExitCode::SUCCESS)
    }
}

pub(super) fn only_notice(register: &Register) -> Result<Key, Failure> {
    let mut notices = register.of_kind(crate::domain::Kind::Notices, None);
    match (notices.next(), notices.next()) {
        (Some(only), None) => Ok(only.id.key.clone()),
        (None, _) => Err(Failure("there is no notice".into())),
        (Some(_), Some(_)) => {
            let keys: Vec<_> =
                register.of_kind(crate::domain::Kind::Notices, None).map(|entry| entry.id.key.to_string()).collect();
            Err(Failure(format!("name one of the notices with --notice: {}", keys.join(", "))))
        }
    }
}

pub(super) fn format(text: &str) -> Result<Format, String> {
    let format = Format::from_name(text).ok_or_else(|| {
        format!("allowed are {}", Format::ALL.iter().map(|format| format.name()).collect::<Vec<_>>().join(", "))
    })?;
    if format.is_built() {
        return Ok(format);
    }
    Err(format!(
        "this program was built without it: take `html`, which is made to be printed, or build with `--features {format}`"
    ))
}

fn columns(text: &str) -> Result<ColumnSet, String> {
    let names = || ColumnSet::ALL.iter().map(|set| set.name()).collect::<Vec<_>>().join(", ");
    ColumnSet::from_name(text).ok_or_else(|| format!("allowed are {}", names()))
}
