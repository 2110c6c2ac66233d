//! Headers of answers in the document: what each means, said once, and which answers have which.
//!
//! Handlers name the headers of their own answers (`headers(("ETag"))`); what all answers of a status have is named here. Knows
//! no value of a header: tests hold every answer against what is said here.

use super::deprecation::Deprecated;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// A header: its name, what it means, whether an answer that can have it always has it, and its schema.
type Header = (&'static str, &'static str, bool, Value);

/// Every header that answers have beside those of transport and of browsers' shields.
fn all() -> Vec<Header> {
    let words = || json!({ "type": "string", "minLength": 1 });
    let tag = || json!({ "type": "string", "pattern": "^\"[!#-~]+\"$" });
    vec![
        ("Accept-Patch", "The media types of patches (RFC 5789).", true, words()),
        (
            "Accept-Ranges",
            "That a part of it can be asked for with `Range` (RFC 9110).",
            true,
            json!({ "type": "string", "const": "bytes" }),
        ),
        (
            "Cache-Control",
            "What caches may do (RFC 9111): keep it for the one who asked and ask again each time (`private, no-cache`), or nothing (`no-store`).",
            true,
            words(),
        ),
        ("Content-Disposition", "That it is a file to be saved (RFC 6266).", true, words()),
        ("Content-Security-Policy", "What a browser may do with it: nothing.", true, words()),
        ("Content-Language", "The languages of the words in the answer, the wanted one first.", true, words()),
        (
            "Content-Range",
            "Which part of how many bytes it is; with 416, how many bytes there are (RFC 9110).",
            true,
            json!({ "type": "string", "pattern": "^bytes ([0-9]+-[0-9]+|\\*)/[0-9]+$" }),
        ),
        (
            "Deprecation",
            "Since when this operation is discouraged (RFC 9745).",
            true,
            json!({ "type": "string", "pattern": "^@-?[0-9]+$" }),
        ),
        (
            "ETag",
            "Names exactly what was answered (RFC 9110): as `If-None-Match` it asks for what is newer, and that of a record as `If-Match` changes this version only.",
            true,
            tag(),
        ),
        (
            "Idempotency-Replayed",
            "`true` where this is the answer of an earlier request with the same `Idempotency-Key`.",
            false,
            json!({ "type": "string", "const": "true" }),
        ),
        (
            "Link",
            "Where to go on (RFC 8288): the page after this one (`rel=\"next\"`), why this operation will go (`rel=\"deprecation\"`).",
            false,
            words(),
        ),
        (
            "Location",
            "Where the record is, as a path.",
            true,
            json!({ "type": "string", "pattern": "^/api/v1/", "format": "uri-reference" }),
        ),
        (
            "Retry-After",
            "After how many seconds to ask again; always there with 503.",
            false,
            json!({ "type": "integer", "minimum": 1 }),
        ),
        ("Sunset", "When this operation will answer no more (RFC 8594).", true, words()),
        ("Vary", "By which headers of requests the answers to this one differ.", true, words()),
        (
            "WWW-Authenticate",
            "How to prove who you are (RFC 9110).",
            true,
            json!({ "type": "string", "const": "Bearer" }),
        ),
        (
            "X-Request-Id",
            "The id of this request, to quote: the caller's own if it sent one of up to 128 visible ASCII characters.",
            true,
            json!({ "type": "string", "pattern": "^[!-~]{1,128}$" }),
        ),
    ]
}

/// The headers that every answer of this status has.
fn of_status(status: &str) -> &'static [&'static str] {
    match status {
        "304" => &["ETag"],
        "401" => &["WWW-Authenticate"],
        "416" => &["Content-Range"],
        "415" => &["Accept-Patch"],
        // With 409 where the same request is being carried out just now.
        "409" | "503" => &["Retry-After"],
        _ => &[],
    }
}

/// Lets every response of `paths` refer to its headers, and gives those that are referred to.
pub fn refer(paths: &mut Map<String, Value>, deprecated: &[Deprecated]) -> Map<String, Value> {
    let mut used = BTreeSet::new();
    for operation in paths.values_mut().filter_map(Value::as_object_mut).flat_map(Map::values_mut) {
        let going = deprecated.iter().find(|one| operation["operationId"] == one.operation);
        let found = named(&operation["responses"]["200"]);
        for (status, response) in operation["responses"].as_object_mut().into_iter().flatten() {
            let mut names = named(response);
            names.extend(["Cache-Control", "Vary", "X-Request-Id"].map(str::to_owned));
            names.extend(of_status(status).iter().map(|name| (*name).to_owned()));
            if status == "304" {
                names.extend(found.iter().cloned());
            }
            names.extend(going.into_iter().flat_map(Deprecated::names).map(str::to_owned));
            let reference = |name: &String| (name.clone(), json!({ "$ref": format!("#/components/headers/{name}") }));
            response["headers"] = names.iter().map(reference).collect::<Map<_, _>>().into();
            used.extend(names);
        }
    }
    let described = |(name, description, required, schema): Header| {
        (name.to_owned(), json!({ "description": description, "required": required, "schema": schema }))
    };
    all().into_iter().filter(|(name, ..)| used.contains(*name)).map(described).collect()
}

/// The headers that a response has by name.
fn named(response: &Value) -> BTreeSet<String> {
    response["headers"].as_object().into_iter().flat_map(Map::keys).cloned().collect()
}
