//! Request bodies: bounded, of a known type, read strictly.

use super::{catch::leave, problem::Problem, server::Limits};
use crate::{
    domain::{Fault, Pointer},
    exchange::{json, manifest},
    report::drift::TextFormat,
    service::{notices::Text, records::Patch},
};
use rocket::{
    Data, Request,
    data::{self, FromData, ToByteUnit},
    http::Status,
    outcome::Outcome,
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;

/// The media type of workbooks (ISO/IEC 29500).
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A JSON document of a record.
pub struct Document {
    /// What it says.
    pub value: Value,
    /// The bytes, as they were sent.
    pub bytes: Vec<u8>,
}

/// A patch of a record: its media type says which.
pub struct PatchBody(pub Patch);

/// A manifest of many records, as it was sent.
pub struct ManifestBody {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Their format, by media type.
    pub format: manifest::Format,
}

/// A published notice, as it was sent.
pub struct NoticeBody(pub Text);

/// What a site loads, as it was sent.
pub struct HostsBody(pub Vec<u8>);

/// The media type without parameters, lower case.
fn media_type(request: &Request<'_>) -> String {
    let header = request.headers().get_one("Content-Type").unwrap_or_default();
    header.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

async fn bytes(data: Data<'_>, limit: u64) -> Result<Vec<u8>, Problem> {
    match data.open(limit.bytes()).into_bytes().await {
        Ok(bytes) if bytes.is_complete() => Ok(bytes.into_inner()),
        Ok(_) => Err(Problem::too_large(limit)),
        Err(_) => Err(Problem::bad_request("the body could not be read to its end")),
    }
}

fn parse(bytes: &[u8]) -> Result<Value, Problem> {
    json::read(bytes).map_err(|misread| Problem::malformed(Status::BadRequest, vec![misread.in_file("").into()]))
}

fn limits<'r>(request: &'r Request<'_>) -> Result<&'r Limits, Problem> {
    request.rocket().state::<Limits>().ok_or_else(|| crate::service::Error::Internal("no limits are set".into()).into())
}

async fn document(request: &Request<'_>, data: Data<'_>) -> Result<Document, Problem> {
    if media_type(request) != "application/json" {
        return Err(Problem::unsupported("application/json"));
    }
    let bytes = bytes(data, limits(request)?.record).await?;
    Ok(Document { value: parse(&bytes)?, bytes })
}

async fn patch(request: &Request<'_>, data: Data<'_>) -> Result<PatchBody, Problem> {
    let wrap: fn(Value) -> Patch = match media_type(request).as_str() {
        // Who says no more than JSON, as many a generated client does, means a merge patch.
        "application/merge-patch+json" | "application/json" => Patch::Merge,
        "application/json-patch+json" => Patch::Json,
        _ => {
            return Err(Problem::unsupported(
                "application/merge-patch+json (RFC 7396) or application/json-patch+json (RFC 6902)",
            ));
        }
    };
    Ok(PatchBody(wrap(parse(&bytes(data, limits(request)?.record).await?)?)))
}

async fn manifest(request: &Request<'_>, data: Data<'_>) -> Result<ManifestBody, Problem> {
    let format = match media_type(request).as_str() {
        "application/json" => manifest::Format::Json,
        "application/yaml" | "application/x-yaml" | "text/yaml" => manifest::Format::Yaml,
        XLSX => manifest::Format::Xlsx,
        _ => {
            return Err(Problem::unsupported(
                "application/yaml, application/json or application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ));
        }
    };
    Ok(ManifestBody { bytes: bytes(data, limits(request)?.manifest).await?, format })
}

/// The encoding that the sender names (RFC 9110 section 8.3.2).
fn charset(request: &Request<'_>) -> Option<String> {
    let header = request.headers().get_one("Content-Type")?;
    let mut parameters = header.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let (_, value) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    Some(value.trim().trim_matches('"').to_owned())
}

async fn notice(request: &Request<'_>, data: Data<'_>) -> Result<NoticeBody, Problem> {
    let format = match media_type(request).as_str() {
        "text/html" | "application/xhtml+xml" => TextFormat::Html,
        "text/markdown" | "text/x-markdown" => TextFormat::Markdown,
        "text/plain" => TextFormat::Plain,
        "application/json" => {
            let document = parse(&bytes(data, limits(request)?.text).await?)?;
            return told_notice(&document).map(NoticeBody).map_err(|faults| {
                Problem::malformed(Status::UnprocessableEntity, faults.into_iter().map(Into::into).collect())
            });
        }
        _ => return Err(Problem::unsupported("text/html, text/markdown, text/plain or application/json")),
    };
    let bytes = bytes(data, limits(request)?.text).await?;
    Ok(NoticeBody(Text { bytes, format, charset: charset(request) }))
}

/// A published notice in JSON, for clients that send nothing else.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "documents what is read by hand, so that each mistake is told with its place")]
pub struct NoticeText {
    /// How the text is written.
    format: NoticeTextFormat,
    /// The text.
    text: String,
}

/// How the text of a notice is written.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum NoticeTextFormat {
    Html,
    Markdown,
    Plain,
}

/// The text of a [`NoticeText`].
fn told_notice(document: &Value) -> Result<Text, Vec<Fault>> {
    let Some(members) = document.as_object() else {
        return Err(vec![Fault::new(Pointer::root(), "is no object").allowing("an object with `format` and `text`")]);
    };
    let format = match members.get("format").and_then(Value::as_str) {
        Some("html") => Ok(TextFormat::Html),
        Some("markdown") => Ok(TextFormat::Markdown),
        Some("plain") => Ok(TextFormat::Plain),
        _ => Err(Fault::new(Pointer::root().at("format"), "how the text is written is not told")
            .allowing("html, markdown, plain")),
    };
    let text = members.get("text").and_then(Value::as_str);
    let text = text.ok_or_else(|| Fault::new(Pointer::root().at("text"), "there is no text").allowing("a string"));
    let unknown = members.keys().filter(|name| !["format", "text"].contains(&name.as_str()));
    let mut faults: Vec<Fault> = unknown
        .map(|name| Fault::new(Pointer::root().at(name), "there is no such member").allowing("format, text"))
        .collect();
    match (format, text) {
        (Ok(format), Ok(text)) if faults.is_empty() => {
            Ok(Text { bytes: text.as_bytes().to_vec(), format, charset: Some("utf-8".to_owned()) })
        }
        (format, text) => {
            faults.extend(format.err().into_iter().chain(text.err()));
            Err(faults)
        }
    }
}

async fn hosts(request: &Request<'_>, data: Data<'_>) -> Result<HostsBody, Problem> {
    match media_type(request).as_str() {
        "text/plain" | "application/json" | "application/vnd.cyclonedx+json" => {
            Ok(HostsBody(bytes(data, limits(request)?.manifest).await?))
        }
        _ => {
            Err(Problem::unsupported("text/plain, application/json (HAR, CycloneDX) or application/vnd.cyclonedx+json"))
        }
    }
}

/// A file, as it was sent.
pub struct FileBody {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The media type that its sender names.
    pub claimed: String,
}

async fn file(request: &Request<'_>, data: Data<'_>) -> Result<FileBody, Problem> {
    Ok(FileBody { claimed: media_type(request), bytes: bytes(data, limits(request)?.document).await? })
}

/// A document of some shape in JSON: known members only, every mistake with its place.
pub struct Sent<T> {
    /// What it says.
    pub value: T,
    /// The bytes, as they were sent.
    pub bytes: Vec<u8>,
}

async fn sent<T: DeserializeOwned>(request: &Request<'_>, data: Data<'_>) -> Result<Sent<T>, Problem> {
    if media_type(request) != "application/json" {
        return Err(Problem::unsupported("application/json"));
    }
    let bytes = bytes(data, limits(request)?.manifest).await?;
    let document = parse(&bytes)?;
    match serde_path_to_error::deserialize(&document) {
        Ok(value) => Ok(Sent { value, bytes }),
        Err(error) => {
            let place = error.path().iter().fold(Pointer::root(), |place, segment| match segment {
                Segment::Seq { index } => place.at(index),
                Segment::Map { key } => place.at(key),
                Segment::Enum { variant } => place.at(variant),
                Segment::Unknown => place,
            });
            let fault = Fault::new(place, error.into_inner().to_string());
            Err(Problem::malformed(Status::UnprocessableEntity, vec![fault.into()]))
        }
    }
}

#[rocket::async_trait]
impl<'r, T: DeserializeOwned> FromData<'r> for Sent<T> {
    type Error = ();
    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> data::Outcome<'r, Self> {
        match sent(request, data).await {
            Ok(body) => Outcome::Success(body),
            Err(problem) => Outcome::Error(leave(request, problem)),
        }
    }
}

macro_rules! from_data {
    ($($body:ident $read:ident),+) => {
        $(#[rocket::async_trait]
        impl<'r> FromData<'r> for $body {
            type Error = ();
            async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> data::Outcome<'r, Self> {
                match $read(request, data).await {
                    Ok(body) => Outcome::Success(body),
                    Err(problem) => Outcome::Error(leave(request, problem)),
                }
            }
        })+
    };
}
from_data!(Document document, PatchBody patch, ManifestBody manifest, NoticeBody notice, HostsBody hosts, FileBody file);
