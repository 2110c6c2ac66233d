//! Clients that ask one thing again and again over connections that stay open, on one thread of their own.
//!
//! Knows as much of HTTP/1.1 as the answers of our server need: a status, a length, a body. Never parses bodies.

use std::{
    fmt::Write,
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::LocalSet,
};

/// What the clients saw.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// Answers per second, of all clients.
    pub rate: f64,
    /// The time that half of the answers took at most.
    pub median: Duration,
    /// The time that all but one in a hundred answers took at most.
    pub p99: Duration,
}

/// A request that is sent again and again.
#[derive(Debug, Clone)]
pub struct Asked {
    bytes: Vec<u8>,
    expected: u16,
}

impl Asked {
    /// A request with these headers and this body, and the status that it must get.
    pub fn new(method: &str, path: &str, headers: &[(&str, &str)], body: &str, expected: u16) -> Self {
        let mut text = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n");
        for (name, value) in headers {
            let _ = write!(text, "{name}: {value}\r\n");
        }
        if !body.is_empty() {
            let _ = write!(text, "Content-Length: {}\r\n", body.len());
        }
        text += "\r\n";
        text += body;
        Self { bytes: text.into_bytes(), expected }
    }
}

/// Lets as many clients as there are lists of requests send them in turn for a while.
pub fn run(address: SocketAddr, each: Vec<Vec<Asked>>, duration: Duration) -> Result<Seen, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())?;
    let local = LocalSet::new();
    let start = Instant::now();
    let clients: Vec<_> =
        each.into_iter().map(|asked| local.spawn_local(client(address, asked, start + duration))).collect();
    let mut took = local.block_on(&runtime, async {
        let mut all = Vec::new();
        for client in clients {
            all.extend(client.await.map_err(|error| error.to_string())??);
        }
        Ok::<_, String>(all)
    })?;
    let elapsed = start.elapsed().as_secs_f64();
    let answers = u32::try_from(took.len()).map_err(|error| error.to_string())?;
    took.sort_unstable();
    let at = |share: usize| took.get(took.len() * share / 100).copied().unwrap_or_default();
    Ok(Seen { rate: f64::from(answers) / elapsed, median: at(50), p99: at(99) })
}

async fn client(address: SocketAddr, asked: Vec<Asked>, end: Instant) -> Result<Vec<Duration>, String> {
    let mut stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
    stream.set_nodelay(true).map_err(|error| error.to_string())?;
    let mut took = Vec::new();
    let mut buffer = Vec::with_capacity(1 << 20);
    for asked in asked.iter().cycle() {
        let start = Instant::now();
        if start >= end {
            break;
        }
        stream.write_all(&asked.bytes).await.map_err(|error| error.to_string())?;
        answer(&mut stream, &mut buffer, asked.expected).await?;
        took.push(start.elapsed());
    }
    Ok(took)
}

/// Reads one answer to its end.
async fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>, expected: u16) -> Result<(), String> {
    buffer.clear();
    let mut whole = None;
    loop {
        if stream.read_buf(buffer).await.map_err(|error| error.to_string())? == 0 {
            return Err("the server closed the connection".into());
        }
        if whole.is_none()
            && let Some(head) = buffer.windows(4).position(|window| window == b"\r\n\r\n")
        {
            let text = String::from_utf8_lossy(&buffer[..head]).to_ascii_lowercase();
            let status: u16 = text.get(9..12).and_then(|status| status.parse().ok()).unwrap_or(0);
            let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok());
            if status != expected {
                return Err(format!("expected {expected}: {}", String::from_utf8_lossy(buffer)));
            }
            whole = Some(head + 4 + length.unwrap_or(0));
        }
        if whole.is_some_and(|whole| buffer.len() >= whole) {
            return Ok(());
        }
    }
}
