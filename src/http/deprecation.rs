//! Operations that will go: declared once, here, and told in the document and in every answer.

use chrono::{DateTime, Utc};
use rocket::{
    Request, Response,
    fairing::{Fairing, Info, Kind},
    http::Header,
};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// The deprecated operations of this program. None is.
pub const DEPRECATED: &[Deprecated] = &[];

/// An operation that will go.
#[derive(Debug, Clone, Copy)]
pub struct Deprecated {
    /// Its operation id in the document.
    pub operation: &'static str,
    /// Since when its use is discouraged.
    pub since: DateTime<Utc>,
    /// When it will answer no more, where that is settled.
    pub sunset: Option<DateTime<Utc>>,
    /// The page that says why, and what to use.
    pub link: &'static str,
}

impl Deprecated {
    /// The names of its headers.
    pub(super) fn names(&self) -> Vec<&'static str> {
        ["Deprecation", "Link"].into_iter().chain(self.sunset.map(|_| "Sunset")).collect()
    }

    /// `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and the link to the reasons.
    fn headers(&self) -> Vec<Header<'static>> {
        let mut headers = vec![
            Header::new("Deprecation", format!("@{}", self.since.timestamp())),
            Header::new("Link", format!("<{}>; rel=\"deprecation\"; type=\"text/html\"", self.link)),
        ];
        // An HTTP date (RFC 9110 section 5.6.7).
        let date = |sunset: DateTime<Utc>| sunset.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        headers.extend(self.sunset.map(|sunset| Header::new("Sunset", date(sunset))));
        headers
    }
}

/// Marks the operations of `paths` that are in the list.
pub fn mark(paths: &mut Map<String, Value>, deprecated: &[Deprecated]) {
    for operation in paths.values_mut().filter_map(Value::as_object_mut).flat_map(Map::values_mut) {
        if deprecated.iter().any(|one| operation["operationId"] == one.operation) {
            operation["deprecated"] = true.into();
        }
    }
}

/// Tells of deprecation in the answers of the operations that are concerned, whatever they answer.
pub struct Deprecations(HashMap<(String, String), Deprecated>);

impl Deprecations {
    /// Of the operations in the list, which are at the places where `document` has them.
    pub fn of(deprecated: &[Deprecated], document: &Value) -> Self {
        let mut at = HashMap::new();
        for (path, operations) in document["paths"].as_object().into_iter().flatten() {
            for (method, operation) in operations.as_object().into_iter().flatten() {
                let listed = deprecated.iter().find(|one| operation["operationId"] == one.operation);
                at.extend(listed.map(|one| ((method.to_uppercase(), path.clone()), *one)));
            }
        }
        Self(at)
    }
}

#[rocket::async_trait]
impl Fairing for Deprecations {
    fn info(&self) -> Info {
        Info { name: "deprecations", kind: Kind::Response }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let Some(route) = request.route() else { return };
        let path = route.uri.path().trim_end_matches('/').replace('<', "{").replace('>', "}");
        for header in self.0.get(&(route.method.to_string(), path)).iter().flat_map(|one| one.headers()) {
            response.adjoin_header(header);
        }
    }
}
