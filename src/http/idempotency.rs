//! `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a POST that is sent again with its key is carried out once, and
//! answered with the same bytes.
//!
//! Every POST that writes takes an [`IdempotencyKey`] and begins with it; the document says so of every POST but those that write
//! nothing ([`READING`]).

use super::{answer::Answer, catch::leave, problem::Problem};
use crate::{
    domain::digest::Digest,
    service::{
        Error, Ropewalk,
        access::Session,
        idempotency::{self, Answered, Begun, Turn},
    },
};
use rocket::{
    Request,
    outcome::Outcome,
    request::{self, FromRequest},
};
use serde_json::{Map, Value, json};
use std::ops::ControlFlow;

/// The header that carries the key.
const HEADER: &str = "Idempotency-Key";

/// The header of an answer that was given before.
const REPLAYED: &str = "Idempotency-Replayed";

/// The longest key, in characters.
const MAX: usize = 255;

/// Operations that are a POST since they are asked with a body, and write nothing: asked again they answer the same by themselves,
/// so there is nothing to carry out once, and to keep the answer would be to write it. (`QUERY`, which is for such, Rocket 0.5 does
/// not know.)
const READING: &[&str] = &["check_notice_drift", "check_hosts_drift"];

/// Whether a POST writes nothing: it judges what is sent to it, or reports what would be.
fn reads(operation: &Value) -> bool {
    operation["tags"][0] == "reports" || READING.iter().any(|id| operation["operationId"] == *id)
}

/// The key of a request, if it has one, and what it belongs to.
pub struct IdempotencyKey {
    key: Option<String>,
    /// Method and path with query.
    target: String,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for IdempotencyKey {
    type Error = ();
    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, ()> {
        let headers: Vec<&str> = request.headers().get(HEADER).collect();
        let key = match headers.as_slice() {
            [] => Ok(None),
            [header] => key(header.trim()).map(Some),
            _ => Err(Problem::bad_request(format!("`{HEADER}` is given twice; send it once"))),
        };
        match key {
            Ok(key) => Outcome::Success(Self { key, target: format!("{} {}", request.method(), request.uri()) }),
            Err(problem) => Outcome::Error(leave(request, problem)),
        }
    }
}

/// Reads a key: bare, or as the string of RFC 8941 section 3.3.3 that the draft asks for.
fn key(header: &str) -> Result<String, Problem> {
    let key = match header.strip_prefix('"') {
        Some(quoted) => unquoted(quoted),
        None => Some(header.to_owned()),
    };
    let fits = |key: &String| (1..=MAX).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    key.filter(fits).ok_or_else(|| {
        Problem::bad_request(format!(
            "`{HEADER}` is not a key; send 1 to {MAX} visible ASCII characters, quoted or not, such as a random UUID"
        ))
    })
}

/// What stands before the closing quote, without its escapes; `None` if that is not the end.
fn unquoted(quoted: &str) -> Option<String> {
    let mut text = String::new();
    let mut rest = quoted.chars();
    loop {
        match rest.next()? {
            '"' => return rest.next().is_none().then_some(text),
            '\\' => text.push(rest.next().filter(|escaped| matches!(escaped, '"' | '\\'))?),
            other => text.push(other),
        }
    }
}

impl IdempotencyKey {
    /// Begins what the caller asks for, having sent something with the digest `sent`: the answer that was given before, or
    /// the turn to carry it out.
    ///
    /// # Errors
    /// A problem if the same is under way, if the key belongs to something else, or if the answer was forgotten.
    pub async fn begin(
        self,
        app: &Ropewalk,
        caller: &Session,
        sent: Digest,
    ) -> Result<ControlFlow<Answer, Turn>, Problem> {
        let Self { key, target } = self;
        match idempotency::begin(app, &caller.actor, &target, key.as_deref(), sent).await? {
            Begun::Now(turn) => Ok(ControlFlow::Continue(turn)),
            Begun::Before(answered) => Ok(ControlFlow::Break(answer(answered)?)),
        }
    }
}

/// What is answered, with word of it where it was answered before.
pub fn answer(answered: Answered) -> Result<Answer, Error> {
    let Answered { reply, again } = answered;
    let answer = Answer::of_reply(reply)?;
    Ok(if again { answer.with_header(REPLAYED, "true") } else { answer })
}

/// Says of every POST that writes that it takes a key, and how a repeated answer is known.
pub fn document(paths: &mut Map<String, Value>) {
    let parameter = json!({
        "name": HEADER,
        "in": "header",
        "description": format!(
            "Names this request, 1 to {MAX} visible ASCII characters, such as a random UUID: sent again within 24 hours with the \
             same key, path and body, it is not carried out again but answered with the same bytes. Another body under the same \
             key is refused with 422; while the first is being carried out, the second gets 409. Errors and dry runs are not kept."
        ),
        "required": false,
        "schema": { "type": "string" },
        "example": "8e03978e-40d5-43e8-bc93-6894a57f9324"
    });
    let posts = paths.values_mut().filter_map(|operations| operations.get_mut("post"));
    for operation in posts.filter(|operation| !reads(operation)) {
        match operation.get_mut("parameters").and_then(Value::as_array_mut) {
            Some(parameters) => parameters.push(parameter.clone()),
            None => operation["parameters"] = json!([parameter]),
        }
        for (status, response) in operation["responses"].as_object_mut().into_iter().flatten() {
            if status.starts_with('2') {
                // What it means is said with all other headers.
                response["headers"][REPLAYED] = json!({});
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn a_key_is_the_same_quoted_and_bare() {
        for header in ["abc", "\"abc\""] {
            assert_eq!(key(header).unwrap(), "abc");
        }
        assert_eq!(key(r#""a\"b\\c""#).unwrap(), r#"a"b\c"#);
        assert_eq!(key(&format!("\"{}\"", "x".repeat(255))).unwrap().len(), 255);
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let long = "x".repeat(256);
        for header in
            ["", "\"\"", "\"", "\"abc", "\"a\"b", "\"a\";b=1", r#""a\b""#, r#""a\"#, "a b", "\"a b\"", "ключ", &long]
        {
            assert_eq!(key(header).unwrap_err().status, 400, "{header}");
        }
    }
}
