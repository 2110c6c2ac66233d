//! Parameters and headers that many operations share.

use super::{answer, catch::leave, problem::Problem};
use crate::{
    domain::{AsOf, Day, Key, LanguageTag, change::Precondition, digest::Digest},
    render::Format,
    report::speech::Speech,
};
use rocket::{
    Request,
    outcome::Outcome,
    request::{self, FromRequest},
};
use std::ops::RangeInclusive;

/// What `as_of` is, for the document.
pub const AS_OF: &str = "What the register held after a commit (`seq:12`) or at an instant (RFC 3339).";

/// The largest page.
pub const MAX_LIMIT: u64 = 1000;

/// Reads `as_of`: `seq:12`, or an instant of RFC 3339.
pub fn as_of(text: Option<&str>) -> Result<Option<AsOf>, Problem> {
    place("as_of", text)
}

/// Reads a place of the past, as `as_of` is written, from the parameter `name`.
pub fn place(name: &str, text: Option<&str>) -> Result<Option<AsOf>, Problem> {
    // A plus sign that was not escaped arrives as a space.
    let parsed = text.map(|text| text.replace(' ', "+").parse()).transpose();
    parsed.map_err(|error: String| Problem::bad_request(format!("`{name}`: {error}")))
}

/// A `Link` to the next page: `path` with these parameters.
pub fn link(path: &str, parameters: &[(&str, &str)]) -> String {
    let escaped = |value| percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
    let pairs: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
    format!("<{path}?{}>; rel=\"next\"", pairs.join("&"))
}

/// Reads a day.
pub fn day(name: &str, text: Option<&str>) -> Result<Option<Day>, Problem> {
    text.map(str::parse).transpose().map_err(|error: String| Problem::bad_request(format!("`{name}`: {error}")))
}

/// Reads a language tag.
pub fn language(text: &str) -> Result<LanguageTag, Problem> {
    text.parse().map_err(|error: String| Problem::bad_request(format!("`lang`: {error}")))
}

/// Reads a key in a path: what cannot be a key cannot be there.
pub fn key(text: &str) -> Result<Key, Problem> {
    text.parse().map_err(Problem::not_found)
}

/// Reads `limit`: 1 to [`MAX_LIMIT`].
pub fn limit(text: Option<&str>, default: u64) -> Result<u64, Problem> {
    Ok(number("limit", text, 1..=MAX_LIMIT)?.unwrap_or(default))
}

/// Reads a whole number within bounds.
pub fn number(name: &str, text: Option<&str>, allowed: RangeInclusive<u64>) -> Result<Option<u64>, Problem> {
    match text.map(str::parse) {
        None => Ok(None),
        Some(Ok(number)) if allowed.contains(&number) => Ok(Some(number)),
        Some(_) => {
            let (least, most) = (allowed.start(), allowed.end());
            Err(Problem::bad_request(format!("`{name}` is a whole number from {least} to {most}")))
        }
    }
}

/// Reads the number of a version.
pub fn version(name: &str, text: Option<&str>) -> Result<Option<u64>, Problem> {
    let parsed = text.map(str::parse).transpose();
    parsed.map_err(|_| Problem::bad_request(format!("`{name}` is the number of a version, from 0")))
}

/// Reads a digest of the history.
pub fn digest(text: Option<&str>) -> Result<Option<Digest>, Problem> {
    text.map(str::parse).transpose().map_err(|error: String| Problem::bad_request(format!("`digest`: {error}")))
}

/// Reads `true` or `false`.
pub fn flag(name: &str, text: Option<&str>) -> Result<bool, Problem> {
    match text {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Problem::bad_request(format!("`{name}` is `true` or `false`"))),
    }
}

/// Refuses parameters that the operation does not know: a misspelt filter must not silently filter nothing.
pub struct Query(());

/// The parameters that each route knows, by its name in the list of endpoints, come from its own URI pattern.
#[rocket::async_trait]
impl<'r> FromRequest<'r> for Query {
    type Error = ();
    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, ()> {
        let pattern = request.route().and_then(|route| route.uri.query()).map(str::to_owned).unwrap_or_default();
        let known: Vec<&str> =
            pattern.split('&').map(|part| part.trim_matches(['<', '>', '.'])).filter(|name| !name.is_empty()).collect();
        let mut seen = Vec::new();
        for (name, _) in request.query_fields().map(|field| (field.name.source().as_str(), field.value)) {
            if !known.contains(&name) {
                return Outcome::Error(leave(request, unknown(name, known)));
            }
            if seen.contains(&name) {
                return Outcome::Error(leave(request, twice(name)));
            }
            seen.push(name);
        }
        Outcome::Success(Self(()))
    }
}

/// A parameter that there is not.
pub fn unknown<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Problem {
    let known: Vec<&str> = known.into_iter().collect();
    let allowed =
        if known.is_empty() { "there are none here".to_owned() } else { format!("allowed are {}", known.join(", ")) };
    Problem::bad_request(format!("unknown parameter `{}`; {allowed}", crate::domain::value::shown(name)))
}

/// A parameter that can be there once only.
pub fn twice(name: &str) -> Problem {
    Problem::bad_request(format!("parameter `{name}` is given twice"))
}

/// The conditions of a change: `If-Match` and `If-None-Match` (RFC 9110 section 13.1).
pub struct Conditions {
    /// `If-Match`.
    if_match: Option<String>,
    /// `If-None-Match: *`.
    if_none_match: Option<String>,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Conditions {
    type Error = std::convert::Infallible;
    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, Self::Error> {
        let header = |name| {
            let joined = request.headers().get(name).map(str::trim).collect::<Vec<_>>().join(", ");
            (!joined.is_empty()).then_some(joined)
        };
        Outcome::Success(Self { if_match: header("If-Match"), if_none_match: header("If-None-Match") })
    }
}

impl Conditions {
    /// The precondition of a PUT, which may create or replace.
    pub fn of_put(&self) -> Result<Precondition, Problem> {
        match (&self.if_match, self.if_none_match.as_deref()) {
            (None, Some("*")) => Ok(Precondition::Absent),
            (Some(header), None) => tags(header),
            (None, None) => Err(Problem::precondition_required(
                "send `If-None-Match: *` to create, or `If-Match: \"VERSION\"` with the entity tag you read to replace",
            )),
            _ => Err(Problem::bad_request("send either `If-None-Match: *` or `If-Match: \"VERSION\"`")),
        }
    }

    /// Whether `If-Match` names this entity tag, of which `*` is no name.
    ///
    /// # Errors
    /// `None` if there is no such header; a problem if it names others.
    pub fn name(&self, tag: &str) -> Result<(), Option<Problem>> {
        match self.if_match.as_deref().map(tags).transpose()? {
            None => Err(None),
            Some(Precondition::Tagged(named)) if named.iter().any(|name| name == tag) => Ok(()),
            Some(_) => Err(Some(Problem::stale(
                "the selected records are not those of the dry run any more; ask with `dry_run=true` again",
            ))),
        }
    }

    /// The precondition of a change to what is there.
    pub fn of_change(&self) -> Result<Precondition, Problem> {
        match (&self.if_match, &self.if_none_match) {
            (Some(header), None) => tags(header),
            (None, None) => {
                Err(Problem::precondition_required("send `If-Match: \"VERSION\"` with the entity tag you read"))
            }
            _ => Err(Problem::bad_request("`If-None-Match` makes no sense here; send `If-Match: \"VERSION\"`")),
        }
    }
}

/// `*` is any version; of a list of tags the strong ones count, since weak ones never match (RFC 9110 section 13.1.1).
fn tags(header: &str) -> Result<Precondition, Problem> {
    if header == "*" {
        return Ok(Precondition::Present);
    }
    let strange =
        || Problem::bad_request("`If-Match` is not an entity tag; send the one you read, such as `\"3\"`, or `*`");
    let mut strong = Vec::new();
    let mut list = Some(header);
    // A tag can hold a comma itself (section 8.8.3).
    while let Some(tags) = list {
        let (weak, tag) = tags.strip_prefix("W/").map_or((false, tags), |tag| (true, tag));
        let (inner, after) = tag.strip_prefix('"').and_then(|tag| tag.split_once('"')).ok_or_else(strange)?;
        strong.extend((!weak).then(|| inner.to_owned()));
        list = match after.trim_start() {
            "" => None,
            more => Some(more.strip_prefix(',').ok_or_else(strange)?.trim_start()),
        };
    }
    Ok(Precondition::Tagged(strong))
}

/// The headers by which a reader says what it prefers.
pub struct Preferences {
    /// `Accept`.
    pub accept: Option<String>,
    /// `Accept-Language`.
    pub language: Option<String>,
    /// `If-None-Match`.
    pub held: Option<String>,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Preferences {
    type Error = std::convert::Infallible;
    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, Self::Error> {
        let header = |name| {
            let joined = request.headers().get(name).collect::<Vec<_>>().join(", ");
            (!joined.is_empty()).then_some(joined)
        };
        let (accept, language) = (header("Accept"), header("Accept-Language"));
        Outcome::Success(Self { accept, language, held: header("If-None-Match") })
    }
}

impl Preferences {
    /// Whether the caller has what has this entity tag, given without its quotes: it need not be made.
    pub fn holds(&self, tag: &str) -> bool {
        self.held.as_deref().is_some_and(|held| answer::named(held, &format!("\"{tag}\"")))
    }

    /// The languages that are wanted, the most wanted first: the one that `lang` names, otherwise those of `Accept-Language`.
    pub fn wanted(&self, lang: Option<&str>) -> Result<Vec<LanguageTag>, Problem> {
        match lang {
            Some(lang) => Ok(vec![language(lang)?]),
            None => Ok(self.languages()),
        }
    }

    /// The format that is asked for by name, otherwise by `Accept`.
    pub fn format(&self, name: Option<&str>) -> Result<Format, Problem> {
        let format = match name {
            Some(name) => Format::from_name(name).ok_or_else(|| {
                Problem::bad_request(format!("`format` is one of {}", names(Format::ALL, Format::name)))
            }),
            None => Format::from_accept(self.accept.as_deref().unwrap_or("*/*"))
                .ok_or_else(|| Problem::not_acceptable(&names(Format::ALL, Format::media_type))),
        }?;
        if format.is_built() { Ok(format) } else { Err(Problem::not_built(format)) }
    }

    /// The acceptable languages of `Accept-Language`, the most wanted first.
    pub fn languages(&self) -> Vec<LanguageTag> {
        let mut wanted: Vec<(f32, &str)> = self
            .language
            .as_deref()
            .unwrap_or_default()
            .split(',')
            .filter_map(|part| {
                let mut pieces = part.split(';').map(str::trim);
                let tag = pieces.next().filter(|tag| !tag.is_empty() && *tag != "*")?;
                let weight = pieces
                    .find_map(|piece| piece.strip_prefix("q=").or_else(|| piece.strip_prefix("Q=")))
                    .map_or(Some(1.0), |q| q.parse::<f32>().ok())?;
                (weight > 0.0 && weight <= 1.0).then_some((weight, tag))
            })
            .collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        wanted.into_iter().filter_map(|(_, tag)| tag.parse().ok()).collect()
    }

    /// The language in which the program speaks to somebody who wants `lang`, or else one of the languages accepted.
    pub fn speech(&self, lang: Option<&str>) -> Result<Speech, Problem> {
        let wanted = lang.map(language).transpose()?.map_or_else(|| self.languages(), |tag| vec![tag]);
        let spoken = wanted.iter().map(Speech::for_reader).find(|(_, fallback)| !fallback);
        let nearest = wanted.first().map(Speech::for_reader);
        Ok(spoken.or(nearest).map_or(Speech::En, |(speech, _)| speech))
    }
}

/// The names of some alternatives, for an error.
pub fn names<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> String {
    all.iter().map(|one| name(*one)).collect::<Vec<_>>().join(", ")
}
