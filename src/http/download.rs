//! Files on their way out: piece by piece, whole or a part (RFC 9110 section 14).
//!
//! Knows ranges and how a body is streamed. Never knows what is in a file.

use super::{answer::Answer, problem::Problem};
use crate::service::documents::Pieces;
use rocket::{
    Request, Response,
    http::Status,
    outcome::Outcome,
    request::{self, FromRequest},
    response::{self, Responder},
    tokio::io::{AsyncRead, AsyncSeek, ReadBuf},
};
use std::{
    io,
    ops::Range,
    pin::Pin,
    task::{Context, Poll},
};
use tokio_util::io::StreamReader;

/// How much of a file goes to the socket at once.
const CHUNK: usize = 64 * 1024;

/// What part of a file a request asks for.
#[derive(Debug, Default)]
pub struct Asked {
    range: Option<String>,
    if_range: Option<String>,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Asked {
    type Error = std::convert::Infallible;
    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, Self::Error> {
        let header = |name| request.headers().get_one(name).map(str::to_owned);
        Outcome::Success(Self { range: header("Range"), if_range: header("If-Range") })
    }
}

impl Asked {
    /// The part of a file with this entity tag (without its quotes) and so many bytes; `None`: all of it. What is no range of bytes, more
    /// than one, or of another file than the client has, asks for all of it.
    ///
    /// # Errors
    /// A problem if there is nothing in the range.
    pub fn of(&self, tag: &str, bytes: u64) -> Result<Option<Range<u64>>, Problem> {
        if self.if_range.as_ref().is_some_and(|known| known.trim() != format!("\"{tag}\"")) {
            return Ok(None);
        }
        let Some((first, last)) = self.range.as_deref().and_then(read) else { return Ok(None) };
        let range = match (first, last) {
            (Some(first), last) => first..last.map_or(bytes, |last| last.saturating_add(1).min(bytes)),
            // The last so many bytes.
            (None, last) => bytes.saturating_sub(last.unwrap_or(0))..bytes,
        };
        if range.is_empty() {
            let problem = Problem::new(
                Status::RangeNotSatisfiable,
                "range-not-satisfiable",
                "There is nothing in this range",
                format!("the file has {bytes} bytes"),
            );
            return Err(problem.with_header("Content-Range", format!("bytes */{bytes}")));
        }
        Ok(Some(range))
    }
}

/// Reads a range: its first and its last byte, or, without a first one, how many at the end.
fn read(header: &str) -> Option<(Option<u64>, Option<u64>)> {
    let (unit, range) = header.split_once('=')?;
    let (first, last) = range.trim().split_once('-').filter(|_| unit.trim().eq_ignore_ascii_case("bytes"))?;
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().unwrap_or(u64::MAX))
    };
    match (first, last) {
        ("", last) => Some((None, Some(number(last)?))),
        (first, "") => Some((Some(number(first)?), None)),
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            (first <= last).then_some((Some(first), Some(last)))
        }
    }
}

/// An answer whose body is a file, or a part of one.
pub struct Download {
    answer: Answer,
    bytes: u64,
    pieces: Pieces,
}

impl Download {
    /// An answer with its headers, and the pieces of so many bytes that are its body. They are asked for once they are sent.
    pub const fn new(answer: Answer, bytes: u64, pieces: Pieces) -> Self {
        Self { answer, bytes, pieces }
    }
}

impl<'r> Responder<'r, 'static> for Download {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let mut response = self.answer.respond_to(request)?;
        if !matches!(response.status(), Status { code: 200 | 206 }) {
            // Whoever has the file is told so before any part of it is looked at.
            response.remove_header("Content-Range");
            return Ok(response);
        }
        let body = Sent(StreamReader::new(self.pieces));
        Response::build_from(response).sized_body(usize::try_from(self.bytes).ok(), body).max_chunk_size(CHUNK).ok()
    }
}

/// Pieces as the body of an answer whose length is known.
struct Sent(StreamReader<Pieces, bytes::Bytes>);

impl AsyncRead for Sent {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, into)
    }
}

/// Asked only of bodies whose length is not known.
impl AsyncSeek for Sent {
    fn start_seek(self: Pin<&mut Self>, _: io::SeekFrom) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn poll_complete(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Poll::Ready(Err(io::ErrorKind::Unsupported.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::Asked;

    fn part(range: &str, if_range: Option<&str>) -> Result<Option<std::ops::Range<u64>>, u16> {
        let asked = Asked { range: Some(range.into()), if_range: if_range.map(str::to_owned) };
        asked.of("tag", 10).map_err(|problem| problem.status)
    }

    #[test]
    fn a_range_is_a_part_of_what_there_is() {
        assert_eq!(part("bytes=0-3", None), Ok(Some(0..4)));
        assert_eq!(part("bytes=4-", None), Ok(Some(4..10)));
        assert_eq!(part("bytes=-3", None), Ok(Some(7..10)));
        assert_eq!(part("bytes=-30", None), Ok(Some(0..10)));
        assert_eq!(part("Bytes=9-99999999999999999999999", None), Ok(Some(9..10)));
        assert_eq!(part("bytes=0-3", Some("\"tag\"")), Ok(Some(0..4)));
    }

    #[test]
    fn what_is_no_range_or_of_another_file_asks_for_all() {
        for range in
            ["bytes", "bytes=", "bytes=-", "bytes=3-1", "bytes=a-b", "bytes=0-1,3-4", "lines=0-1", "bytes=+1-2", "=0-1"]
        {
            assert_eq!(part(range, None), Ok(None), "{range}");
        }
        assert_eq!(part("bytes=0-3", Some("\"other\"")), Ok(None));
        assert_eq!(part("bytes=0-3", Some("W/\"tag\"")), Ok(None), "ranges are of strong tags");
    }

    #[test]
    fn a_range_with_nothing_in_it_is_refused() {
        assert_eq!(part("bytes=10-", None), Err(416));
        assert_eq!(part("bytes=-0", None), Err(416));
    }
}
