//! `/api/v1/reports/{name}`: what follows from the register. Mounted once per report; the parameters of each are documented
//! from what it says of itself.

use super::records::ReadErrors;
use crate::{
    http::{
        answer::{Answer, Body},
        catch::leave,
        endpoints,
        guard::Reader,
        openapi::API,
        parameters::{self, Preferences},
        problem::Problem,
    },
    render::Format,
    report::{LONGEST, Name, Shape},
    service::{Ropewalk, reports},
};
use rocket::{
    Request, State, get,
    outcome::Outcome,
    request::{self, FromRequest},
};
use serde_json::{Value, json};
use std::sync::Arc;

endpoints![report];

/// Stands for the model of any report; each has a schema of its own.
#[derive(utoipa::ToSchema)]
pub struct ReportDocument {}

/// Where a report is mounted.
pub fn base(report: Name) -> String {
    // What must find its reader has a place of its own.
    let folder = if report == Name::Findings { "" } else { "/reports" };
    format!("{API}{folder}/{}", report.name())
}

/// The parameters that every report has.
const SHARED: [(&str, &str); 3] = [
    ("as_of", parameters::AS_OF),
    (
        "lang",
        "The language, BCP 47; otherwise by `Accept-Language`. What is recorded in another language only is marked.",
    ),
    ("format", "`json`, `markdown`, `html` or `csv`; otherwise by `Accept`."),
];

/// The report.
///
/// Its entity tag is that of its content: poll it with `If-None-Match`.
#[utoipa::path(
    operation_id = "report",
    tag = "reports",
    responses(
        (status = 200, description = "The report.", content(
            (ReportDocument = "application/json"), (String = "text/markdown"), (String = "text/html"), (String = "text/csv")),
            headers(("ETag"), ("Content-Language"))),
        (status = 304, description = "You have it."),
        (status = 406, description = "None of the formats is acceptable.", body = Problem, content_type = "application/problem+json"),
        ReadErrors,
    ),
)]
#[get("/")]
async fn report(
    caller: Reader,
    app: &State<Arc<Ropewalk>>,
    asked: Asked,
    preferences: Preferences,
) -> Result<Answer, Problem> {
    let format = match &asked.format {
        Some(name) => Format::from_name(name).ok_or_else(|| {
            Problem::bad_request(format!("`format` is one of {}", parameters::names(Format::ALL, Format::name)))
        })?,
        None => Format::from_accept(preferences.accept.as_deref().unwrap_or("*/*"))
            .ok_or_else(|| Problem::not_acceptable(&parameters::names(Format::ALL, Format::media_type)))?,
    };
    let wanted = reports::Wanted {
        report: asked.report,
        languages: match &asked.language {
            Some(language) => vec![parameters::language(language)?],
            None => preferences.languages(),
        },
        as_of: parameters::as_of(asked.as_of.as_deref())?,
        parameters: asked.parameters,
    };
    let rendered = reports::report(app, &caller, wanted, format).await?;
    Ok(Answer::bytes(format.media_type(), Body::Kept(Arc::clone(&rendered.bytes)))
        .tagged(&rendered.tag)
        .with_header("Content-Language", rendered.languages.as_str()))
}

/// What is asked of the report that a request addresses: known parameters, each once.
struct Asked {
    report: Name,
    as_of: Option<String>,
    language: Option<String>,
    format: Option<String>,
    parameters: Vec<(String, String)>,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Asked {
    type Error = ();
    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, ()> {
        // The last segment of the place where the route is mounted.
        let name = request.route().and_then(|route| route.uri.base().rsplit('/').next()).unwrap_or_default();
        let asked = name.parse().map_err(Problem::not_found).and_then(|report| Self::read(report, request));
        match asked {
            Ok(asked) => Outcome::Success(asked),
            Err(problem) => Outcome::Error(leave(request, problem)),
        }
    }
}

impl Asked {
    fn read(report: Name, request: &Request<'_>) -> Result<Self, Problem> {
        let mut asked = Self { report, as_of: None, language: None, format: None, parameters: Vec::new() };
        let own = || report.about().all_parameters().map(|parameter| parameter.name);
        let mut seen = Vec::new();
        for field in request.query_fields() {
            let (name, value) = (field.name.source().as_str(), field.value.to_owned());
            if seen.contains(&name) {
                return Err(parameters::twice(name));
            }
            seen.push(name);
            match name {
                "as_of" => asked.as_of = Some(value),
                "lang" => asked.language = Some(value),
                "format" => asked.format = Some(value),
                _ if own().any(|known| known == name) => asked.parameters.push((name.to_owned(), value)),
                _ => return Err(parameters::unknown(name, SHARED.iter().map(|(known, _)| *known).chain(own()))),
            }
        }
        Ok(asked)
    }
}

/// The operation said of one report: its schema, its parameters, its name and words.
pub fn documented(part: &Value, report: Name) -> Value {
    let mut own = part.clone();
    let about = report.about();
    for operation in own["paths"].as_object_mut().into_iter().flat_map(serde_json::Map::values_mut) {
        let operation = &mut operation["get"];
        operation["operationId"] = format!("report_{}", report.name().replace('-', "_")).into();
        operation["summary"] = about.summary.into();
        let said = operation["description"].as_str().unwrap_or_default();
        operation["description"] = format!("{} {said}", about.description).into();
        let shared = SHARED.map(|(name, description)| parameter(name, description, &json!({ "type": "string" })));
        let its = about.all_parameters().map(|its| parameter(its.name, its.description, &schema(its.value)));
        operation["parameters"] = shared.into_iter().chain(its).collect();
        operation["responses"]["200"]["content"]["application/json"]["schema"] =
            json!({ "$ref": format!("#/components/schemas/{}", report.schema_name()) });
    }
    own
}

fn parameter(name: &str, description: &str, schema: &Value) -> Value {
    json!({ "name": name, "in": "query", "required": false, "description": description, "schema": schema })
}

fn schema(value: Shape) -> Value {
    match value {
        Shape::Key(_) => json!({ "$ref": "#/components/schemas/Key" }),
        Shape::Day => json!({ "type": "string" }),
        Shape::AsOf => json!({ "$ref": "#/components/schemas/AsOf" }),
        Shape::Record => json!({ "type": "string", "pattern": "^[a-z-]+/[a-z0-9]+([-_.][a-z0-9]+)*$" }),
        Shape::Text => json!({ "type": "string", "minLength": 1, "maxLength": LONGEST }),
        Shape::Word(words) => json!({ "type": "string", "enum": words, "default": words.first() }),
    }
}
