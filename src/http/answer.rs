//! Successful answers: bytes with a media type, an entity tag, and what caches may do with them.

use super::aside::aside;
use crate::service::{Error, Rendered, idempotency::Reply, reports::Long};
use rocket::{
    Request, Response,
    futures::{Stream, StreamExt, stream},
    http::{Header, Status},
    response::{self, Responder, stream::ReaderStream},
};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, io::Cursor, sync::Arc};

/// The bytes of an answer.
pub enum Body {
    /// Made for this answer.
    Owned(Vec<u8>),
    /// Made once for all answers.
    Kept(Arc<[u8]>),
    /// The document of a record, shared with the register.
    Shared(Arc<crate::domain::Entry>),
    /// Made piece by piece while it is sent, if it is sent at all.
    Pieces(Box<dyn FnOnce() -> Pieces + Send>),
    /// Written while it is sent, if it is sent at all.
    Long(Long),
}

/// The pieces of a text. Each takes a while to make.
pub type Pieces = Box<dyn Iterator<Item = String> + Send>;

/// An answer. A `GET` whose `If-None-Match` names its entity tag gets 304 and no body.
pub struct Answer {
    status: Status,
    media_type: Cow<'static, str>,
    body: Body,
    etag: Option<String>,
    headers: Vec<(Cow<'static, str>, String)>,
}

/// What goes before the body of an answer that is kept: as JSON.
#[derive(Serialize, Deserialize)]
struct Head {
    status: u16,
    media_type: Cow<'static, str>,
    etag: Option<String>,
    headers: Vec<(Cow<'static, str>, String)>,
}

/// How much of a body goes to the socket at once; the default of 4 KiB costs half the throughput.
const CHUNK: usize = 64 * 1024;

impl Answer {
    /// 200 with JSON bytes.
    pub fn json_bytes(body: Body) -> Self {
        Self { status: Status::Ok, media_type: "application/json".into(), body, etag: None, headers: Vec::new() }
    }

    /// 200 with a value as JSON.
    pub fn json(value: &impl Serialize) -> Result<Self, Error> {
        match serde_json::to_vec(value) {
            Ok(bytes) => Ok(Self::json_bytes(Body::Owned(bytes))),
            Err(error) => Err(Error::Internal(Box::new(error))),
        }
    }

    /// 200 with bytes of a media type.
    pub fn bytes(media_type: &'static str, body: Body) -> Self {
        Self { media_type: media_type.into(), ..Self::json_bytes(body) }
    }

    /// 200 with something that was rendered, its entity tag and its languages.
    pub fn rendered(media_type: &'static str, rendered: &Rendered) -> Self {
        Self::bytes(media_type, Body::Kept(Arc::clone(&rendered.bytes)))
            .tagged(&rendered.tag)
            .with_header("Content-Language", rendered.languages.as_str())
    }

    /// 200 with a text that is made while it is sent.
    pub fn pieces<P>(media_type: &'static str, begin: impl FnOnce() -> P + Send + 'static) -> Self
    where
        P: Iterator<Item = String> + Send + 'static,
    {
        Self::bytes(media_type, Body::Pieces(Box::new(|| Box::new(begin()))))
    }

    /// 204.
    pub fn nothing() -> Self {
        Self { status: Status::NoContent, ..Self::json_bytes(Body::Owned(Vec::new())) }
    }

    /// The same with another status.
    pub fn with_status(mut self, status: Status) -> Self {
        self.status = status;
        self
    }

    /// The same with an entity tag, given without its quotes.
    pub fn tagged(mut self, tag: &str) -> Self {
        self.etag = Some(format!("\"{tag}\""));
        self
    }

    /// The same with a header.
    pub fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The same with a `Link` (RFC 8288), if there is one.
    pub fn with_link(self, link: Option<String>) -> Self {
        match link {
            Some(link) => self.with_header("Link", link),
            None => self,
        }
    }

    /// The same, as it is kept.
    pub fn into_reply(self) -> Reply {
        let Self { status, media_type, body, etag, headers } = self;
        let head = match serde_json::to_string(&Head { status: status.code, media_type, etag, headers }) {
            Ok(head) => head,
            Err(error) => unreachable!("a status and texts are JSON: {error}"),
        };
        let body = match body {
            Body::Owned(bytes) => bytes.into(),
            Body::Kept(bytes) => bytes,
            Body::Shared(entry) => entry.document.as_bytes().into(),
            Body::Pieces(begin) => begin().collect::<String>().into_bytes().into(),
            Body::Long(_) => unreachable!("no change is answered by a long report"),
        };
        Reply { head, body }
    }

    /// The answer that was kept as `reply`.
    ///
    /// # Errors
    /// If it is none.
    pub fn of_reply(reply: Reply) -> Result<Self, Error> {
        let Reply { head, body } = reply;
        let head = serde_json::from_str(&head).map_err(|error| Error::Internal(Box::new(error)))?;
        let Head { status, media_type, etag, headers } = head;
        Ok(Self { status: Status::new(status), media_type, body: Body::Kept(body), etag, headers })
    }
}

/// Whether an `If-None-Match` header names this entity tag (weak comparison, RFC 9110 section 13.1.2).
pub fn named(header: &str, etag: &str) -> bool {
    header.split(',').map(str::trim).any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

impl<'r> Responder<'r, 'static> for Answer {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let mut response = Response::build();
        response
            .header(Header::new("Vary", "Accept, Accept-Encoding, Accept-Language, Authorization"))
            .header(Header::new("Cache-Control", "private, no-cache"));
        for (name, value) in self.headers {
            response.header(Header::new(name, value));
        }
        let reads = matches!(request.method(), rocket::http::Method::Get | rocket::http::Method::Head);
        if let Some(etag) = self.etag {
            let unchanged = reads && request.headers().get("If-None-Match").any(|header| named(header, &etag));
            response.header(Header::new("ETag", etag));
            if unchanged {
                return response.status(Status::NotModified).ok();
            }
        }
        response.status(self.status);
        if self.status == Status::NoContent {
            return response.ok();
        }
        response.raw_header("Content-Type", self.media_type);
        match self.body {
            Body::Owned(bytes) => response.sized_body(bytes.len(), Cursor::new(bytes)),
            Body::Kept(bytes) => response.sized_body(bytes.len(), Cursor::new(bytes)),
            Body::Shared(entry) => response.sized_body(entry.document.len(), Cursor::new(DocumentOf(entry))),
            Body::Pieces(begin) => response.streamed_body(ReaderStream::from(sent(begin))),
            Body::Long(long) => response.streamed_body(long.begin()),
        };
        response.max_chunk_size(CHUNK);
        response.ok()
    }
}

/// Pieces of a text as they are wanted. Each is made on a thread that serves no requests, and no thread waits for the client.
fn sent(begin: Box<dyn FnOnce() -> Pieces + Send>) -> impl Stream<Item = Cursor<String>> + Send {
    stream::once(aside(begin)).filter_map(async |pieces| pieces.ok()).flat_map(|pieces| {
        stream::unfold(pieces, |mut pieces| async {
            let (piece, pieces) = aside(move || (pieces.next(), pieces)).await.ok()?;
            Some((Cursor::new(piece?), pieces))
        })
    })
}

/// The bytes of a record's document without a copy.
struct DocumentOf(Arc<crate::domain::Entry>);

impl AsRef<[u8]> for DocumentOf {
    fn as_ref(&self) -> &[u8] {
        self.0.document.as_bytes()
    }
}

/// A workbook for spreadsheet programs, as bytes.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "documents what is written as bytes")]
pub struct Workbook(Vec<u8>);

/// A PDF document, as bytes.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "documents what is written as bytes")]
pub struct Pdf(Vec<u8>);
