//! Request ids: one word by which a user, the access log and a problem document mean the same request.
//!
//! A caller may bring its own in `X-Request-Id`; otherwise one is drawn. It proves nothing and opens nothing.

use crate::service::Ropewalk;
use rocket::Request;
use std::{fmt, sync::Arc};

/// The header that carries it, both ways.
pub const HEADER: &str = "X-Request-Id";

/// The longest id that is taken from a caller, in bytes.
const MAX: usize = 128;

/// The id of a request.
pub struct RequestId(String);

impl RequestId {
    /// The id of `request`: the caller's own where it is sane, else a random UUID; the same each time it is asked for.
    pub fn of<'r>(request: &'r Request<'_>) -> &'r Self {
        request.local_cache(|| {
            let own = request.headers().get_one(HEADER).filter(|id| sane(id));
            Self(own.map_or_else(|| drawn(request), str::to_owned))
        })
    }

    /// The id as the URI that a problem document names its occurrence by (RFC 9457 section 3.1.5).
    pub fn urn(&self) -> String {
        let id = percent_encoding::utf8_percent_encode(&self.0, percent_encoding::NON_ALPHANUMERIC).to_string();
        format!("urn:ropewalk:request:{}", id.replace("%2D", "-"))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Visible ASCII of a bounded length: nothing that could break a line of a log.
fn sane(id: &str) -> bool {
    (1..=MAX).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic())
}

fn drawn(request: &Request<'_>) -> String {
    let mut bytes = [0; 16];
    if let Some(app) = request.rocket().state::<Arc<Ropewalk>>() {
        app.entropy.fill(&mut bytes);
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}
