//! Problem documents (RFC 9457): how every error looks on the wire, and the one place where status codes are chosen.

use super::request_id::RequestId;
use crate::{
    domain::{Fault, RecordId},
    exchange::Located,
    service::{Error, Refusal},
};
use rocket::{
    Request, Response,
    http::{ContentType, Header, Status},
    response::{self, Responder},
};
use serde::Serialize;

/// A problem document.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// What kind of problem it is: a URN that does not change.
    #[serde(rename = "type")]
    #[schema(example = "urn:ropewalk:problem:malformed-document")]
    pub kind: String,
    /// The kind of problem in words.
    pub title: String,
    /// The HTTP status.
    #[schema(example = 422)]
    pub status: u16,
    /// What is wrong this time, and what to do.
    pub detail: String,
    /// This occurrence of it: the id of the request as a URN. Quote it when you ask for help.
    #[schema(format = "uri", example = "urn:ropewalk:request:1b4e28ba-2fa1-41d2-883f-0016d3cca427")]
    pub instance: Option<String>,
    /// Every mistake of the document that was sent.
    pub errors: Option<Vec<Mistake>>,
    /// The records that use the one that was to be deleted: `kind/key`.
    pub used_by: Option<Vec<String>>,
    /// The version that the record has now.
    pub current_version: Option<u64>,
    /// Headers that go with it.
    #[serde(skip)]
    #[schema(ignore)]
    pub headers: Vec<(&'static str, String)>,
}

/// One mistake in a document.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Mistake {
    /// Which record of many it is in: `kind/key`.
    pub record: Option<String>,
    /// Where, as an RFC 6901 JSON Pointer into the document that was sent, or into the record as it would be.
    pub pointer: String,
    /// What is wrong.
    pub detail: String,
    /// What is allowed, or what to do.
    pub allowed: Option<String>,
    /// The line in the text that was sent, from 1.
    pub line: Option<usize>,
    /// The column in that line, from 1.
    pub column: Option<usize>,
    /// The sheet, in a workbook: `activities.disclosures`.
    pub sheet: Option<String>,
    /// The cell of that sheet: `C2`.
    pub cell: Option<String>,
}

impl From<Fault> for Mistake {
    fn from(Fault { pointer, detail, allowed }: Fault) -> Self {
        let (line, column, sheet, cell) = (None, None, None, None);
        Self { record: None, pointer: pointer.to_string(), detail, allowed, line, column, sheet, cell }
    }
}

impl From<Located> for Mistake {
    fn from(Located { file: _, place, fault }: Located) -> Self {
        match place.sheet {
            Some(sheet) => Self { sheet: Some(sheet.to_owned()), cell: place.cell(), ..Self::from(fault) },
            None => Self { line: Some(place.line), column: Some(place.column), ..Self::from(fault) },
        }
    }
}

impl Problem {
    /// A problem of the kind `slug`.
    pub fn new(status: Status, slug: &str, title: &str, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("urn:ropewalk:problem:{slug}"),
            title: title.into(),
            status: status.code,
            detail: detail.into(),
            instance: None,
            errors: None,
            used_by: None,
            current_version: None,
            headers: Vec::new(),
        }
    }

    /// The same with a header.
    pub fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// A parameter or header that makes no sense.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(Status::BadRequest, "bad-request", "The request makes no sense", detail)
    }

    /// No, or no valid, token.
    pub fn unauthorized(detail: &str) -> Self {
        Self::new(Status::Unauthorized, "unauthorized", "A valid token is needed", detail)
            .with_header("WWW-Authenticate", "Bearer")
    }

    /// The role does not allow it.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(Status::Forbidden, "forbidden", "The token does not allow this", detail)
    }

    /// There is no such thing.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(Status::NotFound, "not-found", "There is no such thing", detail)
    }

    /// None of the formats there are is acceptable.
    pub fn not_acceptable(offered: &str) -> Self {
        Self::new(
            Status::NotAcceptable,
            "not-acceptable",
            "None of the formats is acceptable",
            format!("there are {offered}"),
        )
    }

    /// The body is of a type that is not understood here.
    pub fn unsupported(accepted: &'static str) -> Self {
        Self::new(
            Status::UnsupportedMediaType,
            "unsupported-media-type",
            "The body is of a type that is not understood here",
            format!("send {accepted}"),
        )
        .with_header("Accept-Patch", "application/merge-patch+json, application/json-patch+json")
    }

    /// The body is too large.
    pub fn too_large(limit: u64) -> Self {
        Self::new(Status::PayloadTooLarge, "too-large", "The body is too large", format!("allowed are {limit} bytes"))
    }

    /// The document has mistakes.
    pub fn malformed(status: Status, mistakes: Vec<Mistake>) -> Self {
        let detail = match mistakes.as_slice() {
            [only] => only.detail.clone(),
            many => format!("{} mistakes; see `errors`", many.len()),
        };
        Self { errors: Some(mistakes), ..Self::new(status, "malformed-document", "The document has mistakes", detail) }
    }

    /// A change was asked for without saying of which version.
    pub fn precondition_required(detail: &str) -> Self {
        Self::new(Status::PreconditionRequired, "precondition-required", "Say which version is to be changed", detail)
    }

    /// What was to be changed is not as expected.
    pub fn stale(detail: impl Into<String>) -> Self {
        Self::new(Status::PreconditionFailed, "stale", "The record is not as expected", detail)
    }

    fn internal() -> Self {
        Self::new(
            Status::InternalServerError,
            "internal",
            "Something went wrong here",
            "the error is in the server's log",
        )
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) => refusal.into(),
            Error::Unavailable => Self::new(
                Status::ServiceUnavailable,
                "reloading",
                "The register is being reloaded",
                "the database was replaced or restored; try again in a moment",
            )
            .with_header("Retry-After", "1"),
            Error::Crowded(detail) => {
                Self::new(Status::ServiceUnavailable, "crowded", "Too many are served already", detail)
                    .with_header("Retry-After", "5")
            }
            Error::Unreachable(source) => {
                tracing::error!(error = source.as_ref(), "the database could not be used");
                Self::new(
                    Status::ServiceUnavailable,
                    "database",
                    "The database cannot be used now",
                    "try again in a moment; if this was a change, read first whether it was made, unless it had an Idempotency-Key",
                )
                .with_header("Retry-After", "1")
            }
            Error::Internal(source) => {
                tracing::error!(error = %source, "internal error");
                Self::internal()
            }
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound(detail) => Self::not_found(detail),
            Refusal::Gone(detail) => Self::new(Status::Gone, "gone", "It was deleted", detail),
            Refusal::Invalid(detail) => Self::bad_request(detail),
            Refusal::Forbidden(detail) => Self::forbidden(detail),
            Refusal::Conflict(detail) => {
                Self::new(Status::Conflict, "conflict", "It does not fit how things stand", detail)
            }
            Refusal::Faults(faults) => {
                Self::malformed(Status::UnprocessableEntity, faults.into_iter().map(Mistake::from).collect())
            }
            Refusal::FaultsOf(faults) => {
                let named = |(id, fault): (RecordId, Fault)| Mistake { record: Some(id.to_string()), ..fault.into() };
                Self::malformed(Status::UnprocessableEntity, faults.into_iter().map(named).collect())
            }
            Refusal::Manifest(located) => {
                Self::malformed(Status::UnprocessableEntity, located.into_iter().map(Mistake::from).collect())
            }
            Refusal::Exists(id, version) => Self {
                current_version: Some(version),
                ..Self::new(
                    Status::Conflict,
                    "exists",
                    "There is such a record already",
                    format!("{id} exists; change it with PUT or PATCH and If-Match"),
                )
            },
            Refusal::Stale { id, found } => Self {
                current_version: found,
                ..Self::stale(match found {
                    Some(version) => {
                        format!("{id} is at version {version} now; read it again and repeat the change")
                    }
                    None => format!("there is no record {id} (any more)"),
                })
            },
            Refusal::OtherHistory(detail) => Self::new(
                Status::Conflict,
                "other-history",
                "The history is another one",
                format!("{detail}; read the whole register anew and follow on from there"),
            ),
            Refusal::UnderWay => Self::new(
                Status::Conflict,
                "idempotency-key-under-way",
                "The same request is being carried out",
                "a request with this Idempotency-Key is not answered yet; send it again in a moment",
            )
            .with_header("Retry-After", "1"),
            Refusal::Outdated => Self::new(
                Status::Conflict,
                "changed-meanwhile",
                "The register changed meanwhile",
                "records came, went or changed while this was being carried out, and nothing was done; ask again",
            ),
            Refusal::KeyReused => Self::new(
                Status::UnprocessableEntity,
                "idempotency-key-reused",
                "The key belongs to another request",
                "another body was sent with this Idempotency-Key before; use a new key for what is to be done now",
            ),
            Refusal::Forgotten { at, seq } => Self::new(
                Status::Conflict,
                "idempotency-answer-forgotten",
                "It was carried out, and its answer is no longer kept",
                format!(
                    "this was carried out at {}, with the register at commit {seq}, and a redaction has forgotten the \
                     answer since; read the record instead",
                    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
                ),
            ),
            Refusal::InUse(uses) => Self {
                used_by: Some(uses.iter().flat_map(|(_, users)| users).map(ToString::to_string).collect()),
                ..Self::new(Status::Conflict, "in-use", "Other records refer to it", {
                    let ids: Vec<_> = uses.iter().map(|(id, _)| id.to_string()).collect();
                    format!("{} cannot be deleted while other records refer to it; see `used_by`", ids.join(", "))
                })
            },
        }
    }
}

impl<'r> Responder<'r, 'static> for Problem {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let this = Self { instance: Some(RequestId::of(request).urn()), ..self };
        let body = serde_json::to_vec(&this).map_err(|_| Status::InternalServerError)?;
        let mut response = Response::build();
        response
            .status(Status::new(this.status))
            .header(ContentType::new("application", "problem+json"))
            .header(Header::new("Cache-Control", "no-store"))
            .sized_body(body.len(), std::io::Cursor::new(body));
        for (name, value) in this.headers {
            response.header(Header::new(name, value));
        }
        response.ok()
    }
}
