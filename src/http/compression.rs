//! Content codings (RFC 9110 section 8.4): bodies are compressed for those who ask, and nobody else notices.
//!
//! Transparent to everything above: handlers know one entity tag, and a strong one. A compressed answer carries that tag with the
//! name of its coding (`"3-gzip"`), since it has other bytes; conditions that name such a tag are read as if they named the
//! handler's. So what somebody read compressed can be the condition of a change.

use async_compression::Level;
use async_compression::tokio::bufread;
use rocket::tokio::io::BufReader;
use rocket::{
    Data, Request, Response,
    fairing::{Fairing, Info, Kind},
    http::{ContentType, Header, Status},
};

/// A smaller body gains nothing: its headers are as long.
const WORTH_IT: usize = 1024;

/// How much is read and written at once, in bytes.
const CHUNK: usize = 64 * 1024;

/// A content coding.
#[derive(Clone, Copy)]
enum Coding {
    Zstd,
    Gzip,
}

impl Coding {
    /// All of them, the best first.
    const ALL: [Self; 2] = [Self::Zstd, Self::Gzip];

    /// Its name in headers.
    const fn name(self) -> &'static str {
        match self {
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }

    /// The coding that an `Accept-Encoding` header wants most; none where it names none of ours.
    fn wanted(header: &str) -> Option<Self> {
        let weight = |coding: Self| {
            let weight_of = |name: &str| {
                header.split(',').find_map(|part| {
                    let (token, parameter) = part.split_once(';').unwrap_or((part, ""));
                    let weight = parameter.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.parse::<f32>().ok());
                    token.trim().eq_ignore_ascii_case(name).then_some(weight.unwrap_or(0.0))
                })
            };
            weight_of(coding.name()).or_else(|| weight_of("*")).unwrap_or(0.0)
        };
        let mut wanted: Vec<(f32, Self)> = Self::ALL.map(|coding| (weight(coding), coding)).into();
        wanted.retain(|(weight, _)| *weight > 0.0);
        wanted.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        wanted.first().map(|(_, coding)| *coding)
    }

    /// The entity tag of what this coding makes of the representation with the entity tag `etag`.
    fn tag(self, etag: &str) -> String {
        format!("{}-{}\"", etag.trim_end_matches('"'), self.name())
    }

    /// Makes the body of `response` a compressed one, as it is sent.
    fn compress(self, response: &mut Response<'_>) {
        let body = BufReader::with_capacity(CHUNK, response.body_mut().take());
        match self {
            Self::Zstd => response.set_streamed_body(bufread::ZstdEncoder::new(body)),
            // Higher levels take several times as long for some percent.
            Self::Gzip => response.set_streamed_body(bufread::GzipEncoder::with_quality(body, Level::Fastest)),
        }
        response.set_max_chunk_size(CHUNK);
        response.set_header(Header::new("Content-Encoding", self.name()));
        if let Some(etag) = response.headers().get_one("ETag").map(|etag| self.tag(etag)) {
            response.set_header(Header::new("ETag", etag));
        }
    }
}

/// The `If-None-Match` that was sent, before the codings were taken from it.
struct Held(String);

/// Compresses answers, and takes the names of codings from the conditions of requests.
pub struct Compression;

#[rocket::async_trait]
impl Fairing for Compression {
    fn info(&self) -> Info {
        Info { name: "compression", kind: Kind::Request | Kind::Response }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        for name in ["If-Match", "If-None-Match"] {
            if !request.headers().contains(name) {
                continue;
            }
            let sent = request.headers().get(name).collect::<Vec<_>>().join(", ");
            let plain = Coding::ALL.iter().fold(sent.clone(), |tags, coding| tags.replace(&coding.tag("\""), "\""));
            if plain != sent {
                request.replace_header(Header::new(name, plain));
                if name == "If-None-Match" {
                    request.local_cache(|| Held(sent));
                }
            }
        }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        if response.status() == Status::NotModified {
            return name_what_is_held(request, response);
        }
        let compressible = response.content_type().is_some_and(|media_type| is_text(&media_type));
        if !compressible || response.body().is_none() || response.headers().contains("Content-Encoding") {
            return;
        }
        if !response.headers().contains("Vary") {
            response.set_header(Header::new("Vary", "Accept-Encoding"));
        }
        if response.body().preset_size().is_some_and(|size| size < WORTH_IT) {
            return;
        }
        if let Some(coding) = request.headers().get_one("Accept-Encoding").and_then(Coding::wanted) {
            coding.compress(response);
        }
    }
}

/// A 304 names the representation that the client holds, so that a cache knows which of its own is still good.
fn name_what_is_held(request: &Request<'_>, response: &mut Response<'_>) {
    let Held(sent) = request.local_cache(|| Held(String::new()));
    let held = response
        .headers()
        .get_one("ETag")
        .filter(|etag| !sent.contains(etag))
        .and_then(|etag| Coding::ALL.iter().map(|coding| coding.tag(etag)).find(|tag| sent.contains(tag)));
    if let Some(tag) = held {
        response.set_header(Header::new("ETag", tag));
    }
}

/// Whether bodies of this type shrink: text in any form, rather than pictures and fonts.
fn is_text(media_type: &ContentType) -> bool {
    let sub = media_type.sub().as_str();
    media_type.top() == "text"
        || ["json", "yaml", "javascript", "xml"].iter().any(|name| sub == *name || sub.ends_with(&format!("+{name}")))
}
