//! `ropewalk review`.

use super::{Failure, Outcome, opened, output};
use crate::{
    config::{Database, Fonts},
    domain::{
        Day, Key, Kind, LanguageTag, Record,
        record::{AttestedRecord, DecisionKind, ItemChange, ReviewScope, regime::Conclusion},
        value::Sha256Digest,
    },
    render::Format,
    report::findings::reason_in_words,
    service::{
        self, Ropewalk,
        access::{self, Actor, Right, Session},
        idempotency::{Once, Reply, Turn},
        records::Stored,
        reviews::{
            self, Cancelling, Decided, Decisions, Done, NewAdvice, NewAttestation, NewDecision, NewPeriod, NewReview,
            NewSignOff, Rebase, Selected,
        },
    },
};
use clap::{Args, Subcommand};
use serde::de::DeserializeOwned;
use std::{path::PathBuf, process::ExitCode, sync::Arc};

/// Review transfers: open, decide, sign off, and prove it later.
#[derive(Subcommand)]
pub enum Review {
    /// Open a review of a period.
    Open(Open),
    /// List the reviews.
    List,
    /// Show how a review stands: its routes, what may be decided of each and what was.
    Show(One),
    /// Decide routes.
    Decide(Decide),
    /// Say which routes of signed reviews should be looked at before the next quarter, and why.
    Proposals(Proposals),
    /// Take a review to the register as it is now, or as it was after a commit.
    Rebase(RebaseTo),
    /// Record that a steward attests records that the review rests on; `review show` says which are asked for.
    Attest(Attest),
    /// Record advice of the data protection officer.
    Advise(Said),
    /// Sign off the routes of a controller, or those of nobody.
    SignOff(SignOff),
    /// End a review that is not signed off.
    Cancel(Said),
    /// Note that what was to be done for a route is done.
    Done(DoneFor),
    /// Write the report of a review.
    Report(Report),
    /// Hold a signed review against what was signed. Exit status 1 if anything differs.
    Verify(One),
}

/// Who acts.
#[derive(Args)]
pub struct Who {
    /// The token of whoever acts; without one it is the operator of this machine. Who signs off must be somebody else than who decided.
    #[arg(long, env = "ROPEWALK_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// Why, for the journal.
    #[arg(long)]
    reason: Option<String>,
}

/// A review.
#[derive(Args)]
pub struct One {
    /// The key of the review.
    review: Key,
}

/// Open a review of a period.
#[derive(Args)]
pub struct Open {
    /// The quarter: 2026-Q4.
    #[arg(conflicts_with_all = ["from", "to"], required_unless_present_all = ["from", "to"])]
    quarter: Option<String>,
    /// The first day, instead of a quarter.
    #[arg(long, requires = "to")]
    from: Option<Day>,
    /// The last day, instead of a quarter.
    #[arg(long, requires = "from")]
    to: Option<Day>,
    /// The key of the review; made of the period where left out.
    #[arg(long)]
    key: Option<Key>,
    /// Only transfers of activities that this notice tells about.
    #[arg(long)]
    notice: Option<Key>,
    /// Only transfers of this controller.
    #[arg(long)]
    controller: Option<Key>,
    /// Only transfers that leave this location or possibly so.
    #[arg(long)]
    lane_from: Option<Key>,
    /// Only transfers that arrive in this location or possibly so.
    #[arg(long)]
    lane_to: Option<Key>,
    /// Only transfers to this organisation.
    #[arg(long)]
    importer: Option<Key>,
    /// Only transfers to this service.
    #[arg(long)]
    processor: Option<Key>,
    /// Let one person decide and sign off; every page says so.
    #[arg(long)]
    two_eyes: bool,
    /// Decide every route anew, also those that did not change.
    #[arg(long)]
    full_cycle: bool,
    /// The signed review that this one corrects.
    #[arg(long)]
    supersedes: Option<Key>,
    /// The register to look at: after a commit (`seq:12`) or at an instant (RFC 3339); now where left out.
    #[arg(long)]
    as_of: Option<String>,
    #[command(flatten)]
    who: Who,
}

/// Decide routes: one by its key, or all that are selected.
#[derive(Args)]
pub struct Decide {
    /// The key of the review.
    review: Key,
    /// What is decided: `approve`, `approve_with_conditions`, `carry_over`, `ask`, `remediate`, `suspend`, `accept_risk`, `not_a_transfer`.
    #[arg(value_parser = word::<DecisionKind>)]
    decision: DecisionKind,
    /// The keys of routes.
    #[arg(long = "item")]
    items: Vec<Key>,
    /// Instead of keys: every route that comes to this.
    #[arg(long, value_parser = word::<Conclusion>, conflicts_with = "items")]
    result: Option<Conclusion>,
    /// Instead of keys: every route that is new, changed or unchanged.
    #[arg(long, value_parser = word::<ItemChange>, conflicts_with = "items")]
    change: Option<ItemChange>,
    /// Instead of keys: every route of this controller.
    #[arg(long, conflicts_with = "items")]
    controller: Option<Key>,
    /// Instead of keys: every route to this organisation.
    #[arg(long, conflicts_with = "items")]
    importer: Option<Key>,
    /// Instead of keys: every route to this service.
    #[arg(long, conflicts_with = "items")]
    service: Option<Key>,
    /// Of those that are selected: only routes that are not decided yet.
    #[arg(long, conflicts_with = "items")]
    undecided: bool,
    /// Why, or what is to be known about it.
    #[arg(long)]
    comment: Option<String>,
    /// Under which conditions it is approved.
    #[arg(long)]
    conditions: Option<String>,
    /// Who is asked, has to act, or accepts the risk.
    #[arg(long)]
    by: Option<String>,
    /// By when; of an accepted risk, its last day.
    #[arg(long)]
    due: Option<Day>,
    /// The digests of documents that show it.
    #[arg(long)]
    evidence: Vec<Sha256Digest>,
    #[command(flatten)]
    who: Who,
}

/// A review and the register that it is taken to.
#[derive(Args)]
pub struct RebaseTo {
    /// The key of the review.
    review: Key,
    /// The register to look at: after a commit (`seq:12`) or at an instant (RFC 3339); now where left out.
    #[arg(long)]
    as_of: Option<String>,
    #[command(flatten)]
    who: Who,
}

/// A review and what is said of it.
#[derive(Args)]
pub struct Said {
    /// The key of the review.
    review: Key,
    /// What is said.
    text: String,
    #[command(flatten)]
    who: Who,
}

/// Ad hoc reviews that are proposed.
#[derive(Args)]
pub struct Proposals {
    /// The day for which laws are judged, also in the future; otherwise today (UTC).
    #[arg(long)]
    on: Option<Day>,
}

impl Proposals {
    async fn run(self, app: &Arc<Ropewalk>) -> Outcome {
        let session = session(app, None).await?;
        let proposed = reviews::propose(app, &session, (None, self.on)).await?;
        for of in &proposed.items {
            say!("{}, on {}", of.review, of.on);
            for route in &of.routes {
                say!("\n{}  {}", route.route, route.name.by_default());
                for reason in &route.reasons {
                    say!("    {}", reason_in_words(&session.register, reason).en);
                }
            }
        }
        if proposed.items.is_empty() {
            say!("nothing is proposed");
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Record that a steward attests records.
#[derive(Args)]
pub struct Attest {
    /// The key of the review.
    review: Key,
    /// Who attests: the person or unit that answers for the records.
    #[arg(long)]
    steward: String,
    /// The records as `KIND/KEY@VERSION`; all that the steward is asked for where left out.
    #[arg(value_parser = attested)]
    records: Vec<AttestedRecord>,
    /// What is to be known about it.
    #[arg(long)]
    comment: Option<String>,
    #[command(flatten)]
    who: Who,
}

fn attested(text: &str) -> Result<AttestedRecord, String> {
    let (record, version) = text.rsplit_once('@').ok_or("write KIND/KEY@VERSION, as `review show` does")?;
    let version: u64 = version.parse().map_err(|_| format!("`{version}` is not the number of a version"))?;
    let told = serde_json::json!({ "record": record, "version": version });
    serde_json::from_value(told).map_err(|error| error.to_string())
}

/// Sign off the routes of a controller.
#[derive(Args)]
pub struct SignOff {
    /// The key of the review.
    review: Key,
    /// The controller; left out: the routes of which nobody recorded one.
    #[arg(long)]
    controller: Option<Key>,
    /// The digest of routes and decisions as the report shows it.
    #[arg(long)]
    digest: Option<String>,
    /// Remarks.
    #[arg(long)]
    comment: Option<String>,
    #[command(flatten)]
    who: Who,
}

/// What was done for a route.
#[derive(Args)]
pub struct DoneFor {
    /// The key of the review.
    review: Key,
    /// The key of the route.
    #[arg(long)]
    item: Key,
    /// What was done.
    text: String,
    #[command(flatten)]
    who: Who,
}

/// Write the report of a review.
#[derive(Args)]
pub struct Report {
    /// The key of the review.
    review: Key,
    /// The language, BCP 47.
    #[arg(long, default_value = "en")]
    lang: LanguageTag,
    /// The format: json, markdown, html, csv, xlsx or pdf.
    #[arg(long, default_value = "markdown", value_parser = super::report::format)]
    format: Format,
    /// Write to this file instead of standard output.
    #[arg(long, short)]
    output: Option<PathBuf>,
}

/// Reads a word of a vocabulary.
fn word<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(text.into()).map_err(|error| error.to_string())
}

/// Who acts, and the register as it is.
async fn session(app: &Arc<Ropewalk>, token: Option<&str>) -> Result<Session, Failure> {
    let Some(token) = token else {
        let register = app.store.current().await?.register;
        return Ok(Session { actor: Arc::new(Actor::operator()), register });
    };
    let session = access::authenticate(app, token).await?;
    let session = session.ok_or_else(|| Failure("this token is unknown or was revoked".into()))?;
    if !session.actor.role.allows(Right::Review) {
        return Err(Failure(format!("the role {} does not allow this", session.actor.role.name())));
    }
    Ok(session)
}

/// A step that nobody asks for twice; its answer is the document of the review.
fn once() -> Once<Stored> {
    Turn::single().telling(|stored: &Stored| Reply { head: String::new(), body: stored.document.as_bytes().into() })
}

impl Review {
    pub async fn run(self, database: &Database, fonts: &Fonts) -> Outcome {
        let app = Arc::new(opened(database).await?.set_by(output::typesetter(fonts)?));
        match self {
            Self::Open(open) => open.run(&app).await,
            Self::List => list(&app).await,
            Self::Show(one) => show(&app, one.review).await,
            Self::Decide(decide) => decide.run(&app).await,
            Self::Report(report) => report.run(&app).await,
            Self::Verify(one) => verify(&app, &one.review).await,
            Self::Rebase(RebaseTo { review, as_of, who }) => {
                let (session, reason) = acting(&app, &who).await?;
                say_state(&reviews::rebase(&app, &session, &review, Rebase { as_of }, reason, once()).await?.reply)
            }
            Self::Proposals(proposals) => proposals.run(&app).await,
            Self::Attest(Attest { review, steward, records, comment, who }) => {
                let (session, reason) = acting(&app, &who).await?;
                let records = (!records.is_empty()).then_some(records);
                let new = NewAttestation { steward: steward.into(), records, comment: comment.map(Into::into) };
                say_state(&reviews::attest(&app, &session, &review, new, reason, once()).await?.reply)
            }
            Self::Advise(Said { review, text, who }) => {
                let (session, reason) = acting(&app, &who).await?;
                let advice = NewAdvice { text: text.into() };
                say_state(&reviews::advise(&app, &session, &review, advice, reason, once()).await?.reply)
            }
            Self::Cancel(Said { review, text, who }) => {
                let (session, reason) = acting(&app, &who).await?;
                let cancelling = Cancelling { because: text.into() };
                say_state(&reviews::cancel(&app, &session, &review, cancelling, reason, once()).await?.reply)
            }
            Self::SignOff(SignOff { review, controller, digest, comment, who }) => {
                let (session, reason) = acting(&app, &who).await?;
                let new = NewSignOff { controller, digest: digest.map(Into::into), comment: comment.map(Into::into) };
                say_state(&reviews::sign_off(&app, &session, &review, new, reason, once()).await?.reply)
            }
            Self::Done(DoneFor { review, item, text, who }) => {
                let (session, reason) = acting(&app, &who).await?;
                let done = Done { item, text: text.into() };
                say_state(&reviews::done(&app, &session, &review, done, reason, once()).await?.reply)
            }
        }
    }
}

async fn acting(app: &Arc<Ropewalk>, who: &Who) -> Result<(Session, String), Failure> {
    Ok((session(app, who.token.as_deref()).await?, service::reason(who.reason.as_deref())?))
}

/// Says how far a review is after a step.
fn say_state(reply: &Reply) -> Outcome {
    let document: serde_json::Value =
        serde_json::from_slice(&reply.body).map_err(|error| Failure(error.to_string()))?;
    let text = |name: &str| document[name].as_str().unwrap_or_default().to_owned();
    let routes = document["items"].as_array().map_or(0, Vec::len);
    say!("{}  {}  {routes} routes, register after commit {}", text("key"), text("state"), document["register"]["seq"]);
    Ok(ExitCode::SUCCESS)
}

impl Open {
    async fn run(self, app: &Arc<Ropewalk>) -> Outcome {
        let (session, reason) = acting(app, &self.who).await?;
        let period = match (self.quarter, self.from, self.to) {
            (Some(quarter), ..) => NewPeriod::Quarter(quarter),
            (None, Some(from), Some(to)) => NewPeriod::Days(crate::domain::record::ReviewPeriod { from, to }),
            _ => return Err(Failure("give a quarter, or `--from` and `--to`".into())),
        };
        let scope = ReviewScope {
            notice: self.notice,
            controller: self.controller,
            lane_from: self.lane_from,
            lane_to: self.lane_to,
            importer: self.importer,
            processor: self.processor,
        };
        let new = NewReview {
            period,
            key: self.key,
            name: None,
            scope: (scope != ReviewScope::default()).then_some(scope),
            four_eyes: Some(!self.two_eyes),
            full_cycle: self.full_cycle.then_some(true),
            supersedes: self.supersedes,
            as_of: self.as_of,
        };
        say_state(&reviews::open(app, &session, new, reason, once()).await?.reply)
    }
}

impl Decide {
    async fn run(self, app: &Arc<Ropewalk>) -> Outcome {
        let (session, reason) = acting(app, &self.who).await?;
        let decision = |item: Option<Key>, select: Option<Selected>| NewDecision {
            item,
            select,
            decision: self.decision,
            comment: self.comment.as_deref().map(Into::into),
            conditions: self.conditions.as_deref().map(Into::into),
            who: self.by.as_deref().map(Into::into),
            due: self.due,
            evidence: (!self.evidence.is_empty()).then(|| self.evidence.clone()),
        };
        let decisions = if self.items.is_empty() {
            let select = Selected {
                result: self.result,
                change: self.change,
                controller: self.controller.clone(),
                importer: self.importer.clone(),
                service: self.service.clone(),
                to: None,
                decided: self.undecided.then_some(false),
            };
            vec![decision(None, Some(select))]
        } else {
            self.items.iter().map(|item| decision(Some(item.clone()), None)).collect()
        };
        let once = Turn::single().telling(|decided: &Decided| Reply {
            head: String::new(),
            body: serde_json::to_vec(decided).unwrap_or_default().into(),
        });
        let answered = reviews::decide(app, &session, &self.review, Decisions { decisions }, reason, once).await?;
        let told: serde_json::Value =
            serde_json::from_slice(&answered.reply.body).map_err(|error| Failure(error.to_string()))?;
        let count = |name: &str| told[name].as_array().map_or(0, Vec::len);
        let state = told["state"].as_str().unwrap_or_default();
        say!("{}  {state}  {} routes decided now, {} to be decided", self.review, count("decided"), count("open"));
        Ok(ExitCode::SUCCESS)
    }
}

async fn list(app: &Arc<Ropewalk>) -> Outcome {
    let register = app.store.register().await?;
    for entry in register.of_kind(Kind::Reviews, None) {
        if let Record::Reviews(review) = &entry.record {
            let state = serde_json::to_value(review.state).unwrap_or_default();
            let (state, period) = (state.as_str().unwrap_or_default(), &review.period);
            say!("{:<24} {state:<12} {} – {}  {} routes", review.key, period.from, period.to, review.items.len());
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn show(app: &Arc<Ropewalk>, review: Key) -> Outcome {
    let session = session(app, None).await?;
    let languages = vec!["en".parse().map_err(Failure)?];
    let wanted = reviews::Wanted { review, languages };
    let rendered = reviews::report(app, &session, wanted, Format::Json).await?;
    let told: serde_json::Value =
        serde_json::from_slice(&rendered.bytes).map_err(|error| Failure(error.to_string()))?;
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    say!("{}  {}", text(&told["review"]["key"]), text(&told["review"]["state"]));
    for route in told["routes"].as_array().into_iter().flatten() {
        let item = &route["item"];
        say!("\n{}  {}", text(&item["key"]), text(&item["name"]["en"]));
        let unsure = if item["unconfirmed"] == true { ", on law that is unconfirmed or overdue" } else { "" };
        say!("    comes to   {}{unsure}; {}", text(&item["result"]), text(&item["change"]));
        if let Some(decision) = route["decision"]["decision"].as_str() {
            say!("    decided    {decision} by {}", text(&route["decision"]["decided_by"]));
        } else {
            {
                let allowed: Vec<String> = route["allowed"].as_array().into_iter().flatten().map(text).collect();
                say!("    to decide  {}", allowed.join(", "));
            }
        }
    }
    let asked = told["attestations"].as_array().into_iter().flatten().filter(|asked| asked["due"].is_string());
    for (n, asked) in asked.enumerate() {
        if n == 0 {
            say!("\nto be attested");
        }
        let steward = asked["steward"].as_str().unwrap_or("(nobody answers for it)");
        say!("    {}@{}  {steward}: {}", text(&asked["record"]), asked["version"], text(&asked["due"]));
    }
    say!("");
    for of in told["controllers"].as_array().into_iter().flatten() {
        let controller = of["controller"]["key"].as_str().unwrap_or("(no controller is recorded)");
        let signed =
            of["signature"]["by"].as_str().map_or("not signed off".to_owned(), |by| format!("signed off by {by}"));
        say!("{controller}: {} of {} decided, {signed}, digest {}", of["decided"], of["routes"], text(&of["digest"]));
    }
    Ok(ExitCode::SUCCESS)
}

impl Report {
    async fn run(self, app: &Arc<Ropewalk>) -> Outcome {
        let session = session(app, None).await?;
        let wanted = reviews::Wanted { review: self.review, languages: vec![self.lang] };
        let rendered = reviews::report(app, &session, wanted, self.format).await?;
        output::write(self.output.as_deref(), self.format.is_binary(), |out| out.write_all(&rendered.bytes))?;
        output::warn_of_fonts(&app.typesetter);
        Ok(ExitCode::SUCCESS)
    }
}

async fn verify(app: &Arc<Ropewalk>, review: &Key) -> Outcome {
    let session = session(app, None).await?;
    let verified = reviews::verify(app, &session, review).await?;
    for part in &verified.parts {
        let found = part.found.as_deref().unwrap_or("not there, or not what it was");
        say!("{}  {}  {}", if part.valid { "same  " } else { "DIFFERS" }, part.part, part.expected);
        if !part.valid {
            say!("        found  {found}");
        }
    }
    Ok(if verified.valid { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
