//! The server under load, each route beside a route of the same server that does nothing, in the same run.
//! `cargo bench -p benches --bench load -- --help` says what can be chosen.
//!
//! Load and server share the machine. Figures are of this machine and this minute; ratios are what to compare.

mod bare;
mod client;

use clap::Parser;
use client::{Asked, Seen};
use register::{Made, Size, key};
use rocket::{get, routes};
use ropewalk::{
    clock::{SeededEntropy, SystemClock},
    domain::{Kind, change::Change},
    http::{self, Limits},
    service::{
        Ropewalk,
        access::{self, Role},
    },
    store::{Blobs, CommitRequest},
};
use std::{
    io::Write,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

/// Asks the server as many clients would.
#[derive(Debug, Parser)]
struct Arguments {
    /// The number of activities.
    #[arg(long, default_value_t = 1_000)]
    activities: usize,
    /// The number of clients that ask at the same time.
    #[arg(long, default_value_t = 32)]
    clients: usize,
    /// How long each thing is asked, in seconds.
    #[arg(long, default_value_t = 4.0)]
    seconds: f64,
    /// How often everything is measured; the median of each is told.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// The seed of the register.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// What cargo says to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

/// So many records are asked for in turn.
const ASKED: usize = 100;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

#[get("/no-op")]
const fn no_op() -> &'static str {
    "{}"
}

/// What is measured of the server: its name and its requests.
struct Measure {
    name: &'static str,
    asked: Vec<Asked>,
}

fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    let folder = tempfile::tempdir()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let made = Made::of(Size::of(arguments.activities), arguments.seed);
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("load.db").display());
    let (address, tokens, before) = runtime.block_on(serve(&url, &made))?;
    let duration = Duration::from_secs_f64(arguments.seconds);
    let reader = format!("Bearer {}", tokens.reader);
    let measures = reads(address, &reader, before)?;
    let mut seen: Vec<Vec<Seen>> = vec![Vec::new(); measures.len()];
    let mut alone: Vec<Vec<Seen>> = seen.clone();
    for _ in 0..arguments.rounds {
        for (measure, (seen, alone)) in measures.iter().zip(seen.iter_mut().zip(&mut alone)) {
            seen.push(client::run(address, vec![measure.asked.clone(); arguments.clients], duration)?);
            alone.push(client::run(address, vec![measure.asked.clone()], duration / 4)?);
        }
    }
    let mut out = std::io::stdout();
    writeln!(
        out,
        "| {} clients | per second | of no-op | median | p99 | median of one client |\n| --- | --: | --: | --: | --: | --: |",
        arguments.clients
    )?;
    let base = median(&seen[0], |seen| seen.rate);
    for (measure, (seen, alone)) in measures.iter().zip(seen.iter().zip(&alone)) {
        let rate = median(seen, |seen| seen.rate);
        let micros = |seen: &[Seen], of: fn(&Seen) -> Duration| median(seen, |seen| of(seen).as_secs_f64() * 1e6);
        writeln!(
            out,
            "| {} | {rate:.0} | {:.0} % | {:.0} us | {:.0} us | {:.0} us |",
            measure.name,
            100.0 * rate / base,
            micros(seen, |seen| seen.median),
            micros(seen, |seen| seen.p99),
            micros(alone, |seen| seen.median),
        )?;
    }
    let (mut puts, mut bare) = (Vec::new(), Vec::new());
    let writer = format!("Bearer {}", tokens.editor);
    let document = made.record(Kind::Activities, 0, 1).document();
    for round in 0..arguments.rounds {
        let own = tempfile::tempdir()?;
        bare.push(runtime.block_on(bare::writes(own.path(), &document, duration))?);
        puts.push(client::run(address, writes(&made, &writer, arguments.clients, round), duration)?);
    }
    let base = median(&bare, |rate| *rate);
    writeln!(out, "\n| writes | per second | of bare | median | p99 |\n| --- | --: | --: | --: | --: |")?;
    writeln!(out, "| bare transactions of one writer | {base:.0} | 100 % | | |")?;
    let rate = median(&puts, |seen| seen.rate);
    writeln!(
        out,
        "| PUT of an activity, {} clients | {rate:.0} | {:.0} % | {:.0} us | {:.0} us |",
        arguments.clients,
        100.0 * rate / base,
        median(&puts, |seen| seen.median.as_secs_f64() * 1e6),
        median(&puts, |seen| seen.p99.as_secs_f64() * 1e6),
    )?;
    Ok(())
}

struct Tokens {
    reader: String,
    editor: String,
}

/// Serves the register that is made, with a route beside it that does nothing; tells also a place of its past.
async fn serve(url: &str, made: &Made) -> Outcome<(SocketAddr, Tokens, u64)> {
    let store = register::fill(url, made).await.map_err(|error| format!("{error:?}"))?;
    // What is asked of the past has changed since.
    let changes = (0..ASKED).map(|index| Change::put(made.record(Kind::Activities, index, 2))).collect();
    let before = store.register().await?.head().seq;
    let request = CommitRequest {
        principal: "generator".into(),
        reason: String::new(),
        changes,
        seeds_edition: None,
        keep: None,
        proviso: None,
    };
    store.commit(request).await.map_err(|error| format!("{error:?}"))?;
    let entropy = Arc::new(SeededEntropy::of(made.size.activities as u64));
    let app = Arc::new(Ropewalk::new(store, Blobs::in_memory(), Arc::new(SystemClock), entropy));
    let token = async |role| access::create_token(&app, role, "load", None).await.map_err(|error| format!("{error:?}"));
    let tokens = Tokens { reader: token(Role::Reader).await?, editor: token(Role::Editor).await? };
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    let server = http::rocket(Arc::clone(&app), Ipv4Addr::LOCALHOST.into(), port, Limits::default());
    let server = server.mount("/", routes![no_op]).ignite().await?;
    tokio::spawn(server.launch());
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    while tokio::net::TcpStream::connect(address).await.is_err() {
        tokio::task::yield_now().await;
    }
    Ok((address, tokens, before))
}

fn reads(address: SocketAddr, reader: &str, before: u64) -> Outcome<Vec<Measure>> {
    let get = |path: &str| Asked::new("GET", path, &[("Authorization", reader)], "", 200);
    let table = format!("/api/v1/notices/{}/processor-table", key(Kind::Notices, 0));
    let tag = etag(address, &table, reader)?;
    let unchanged = Asked::new("GET", &table, &[("Authorization", reader), ("If-None-Match", &tag)], "", 304);
    let records =
        (0..ASKED).map(|index| get(&format!("/api/v1/activities/{}", key(Kind::Activities, index)))).collect();
    let past = (0..ASKED)
        .map(|index| get(&format!("/api/v1/activities/{}?as_of=seq:{before}", key(Kind::Activities, index))))
        .collect();
    Ok(vec![
        Measure { name: "no-op", asked: vec![Asked::new("GET", "/no-op", &[], "", 200)] },
        Measure { name: "one record", asked: records },
        Measure { name: "one record as of the past", asked: past },
        Measure { name: "processor table, 304", asked: vec![unchanged] },
        Measure { name: "processor table", asked: vec![get(&table)] },
        Measure { name: "list of 50 records", asked: vec![get("/api/v1/activities?limit=50")] },
        Measure {
            name: "list of 50, filtered",
            asked: vec![get(&format!("/api/v1/activities?limit=50&processor={}", key(Kind::Processors, 0)))],
        },
        Measure { name: "search", asked: vec![get("/api/v1/activities?limit=50&q=nowhere%20to%20be%20found")] },
    ])
}

/// Each client changes records of its own, to and fro.
fn writes(made: &Made, writer: &str, clients: usize, round: usize) -> Vec<Vec<Asked>> {
    let one = |client: usize| {
        let index = client % made.size.activities;
        let path = format!("/api/v1/activities/{}", key(Kind::Activities, index));
        let headers = [("Authorization", writer), ("If-Match", "*"), ("Content-Type", "application/json")];
        let put = |version| {
            let mut document = made.record(Kind::Activities, index, 1).value();
            document["steward"] = format!("steward {round} {version}").into();
            Asked::new("PUT", &path, &headers, &document.to_string(), 200)
        };
        vec![put(1), put(2)]
    };
    (0..clients).map(one).collect()
}

fn etag(address: SocketAddr, path: &str, reader: &str) -> Outcome<String> {
    use std::io::Read;
    let mut stream = std::net::TcpStream::connect(address)?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {reader}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let tag = answer.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("etag: ").map(str::to_owned));
    Ok(tag.ok_or_else(|| format!("no entity tag: {answer}"))?.trim().to_owned())
}

fn median<T>(all: &[T], of: impl Fn(&T) -> f64) -> f64 {
    let mut values: Vec<f64> = all.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
