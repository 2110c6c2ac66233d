//! `/api/v1/reports/{name}`: what follows from the register. Mounted once per report; the parameters of each are documented
//! from what it says of itself.

use super::records::{BodyErrors, ConflictErrors, ReadErrors};
use crate::{
    domain::kind::ManifestShape as Manifest,
    exchange::manifest::{self, Input},
    http::{
        answer::{Answer, Body, Pdf, Workbook},
        aside::aside,
        body::ManifestBody,
        catch::leave,
        endpoints,
        guard::Reader,
        openapi::API,
        parameters::{self, Preferences},
        problem::Problem,
        server::Limits,
    },
    report::{LONGEST, Name, Parameter, SINCE, Shape},
    service::{
        Refusal, Ropewalk,
        reports::{self, Report},
    },
};
use rocket::{
    Request, State, get,
    http::Method,
    outcome::Outcome,
    post,
    request::{self, FromRequest},
};
use serde_json::{Value, json};
use std::sync::Arc;

endpoints![report, what_if];

/// Stands for the model of any report; each has a schema of its own.
#[derive(utoipa::ToSchema)]
pub struct ReportDocument {}

/// What the text of a request is called in the places of mistakes.
const NAME: &str = "request body";

/// Where a report is mounted.
pub fn base(report: Name) -> String {
    // What must find its reader has a place of its own.
    let folder = if report == Name::Findings { "" } else { "/reports" };
    format!("{API}{folder}/{}", report.name())
}

/// The parameter that a report has only as it would be.
const PRUNE: (&str, &str) =
    ("prune", "`true`: the local records that the manifest does not hold are supposed to be gone.");

/// The parameters that every report has.
const SHARED: [(&str, &str); 3] = [
    ("as_of", parameters::AS_OF),
    (
        "lang",
        "The language, BCP 47; otherwise by `Accept-Language`. What is recorded in another language only is marked.",
    ),
    (
        "format",
        "`json`, `markdown`, `html`, `csv`, `xlsx` or `pdf`; otherwise by `Accept`. A program that was built without PDF answers 406, and `html` prints.",
    ),
];

/// The report.
///
/// Its entity tag is that of its content: poll it with `If-None-Match`.
#[utoipa::path(
    operation_id = "report",
    tag = "reports",
    responses(
        (status = 200, description = "The report.", content(
            (ReportDocument = "application/json"), (String = "text/markdown"), (String = "text/html"), (String = "text/csv"), (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Pdf = "application/pdf")),
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
    let format = preferences.format(asked.format.as_deref())?;
    Ok(match reports::report(app, &caller, asked.wanted(&preferences)?, format).await? {
        Report::Whole(rendered) => Answer::rendered(format.media_type(), &rendered),
        Report::Long(long) => {
            let (tag, language) = (long.tag.clone(), long.language.clone());
            Answer::bytes(format.media_type(), Body::Long(long)).tagged(&tag).with_header("Content-Language", language)
        }
    })
}

/// The report as it would be if the register had the records of a manifest. Nothing is written.
///
/// Send what would be otherwise as you would import it: facts, or laws. The answer is the report of a register that has these records,
/// and says on its face what was supposed. Mistakes of the manifest are told as an import tells them.
#[utoipa::path(
    operation_id = "what_if",
    tag = "reports",
    request_body(content((Manifest = "application/json"), (Manifest = "application/yaml"), (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
    responses(
        (status = 200, description = "The report as it would be.", content(
            (ReportDocument = "application/json"), (String = "text/markdown"), (String = "text/html"), (String = "text/csv"), (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Pdf = "application/pdf")),
            headers(("Content-Language"))),
        (status = 406, description = "None of the formats is acceptable.", body = Problem, content_type = "application/problem+json"),
        ReadErrors, ConflictErrors, BodyErrors,
    ),
)]
#[post("/", data = "<body>")]
async fn what_if(
    caller: Reader,
    app: &State<Arc<Ropewalk>>,
    limits: &State<Limits>,
    asked: Asked,
    preferences: Preferences,
    body: ManifestBody,
) -> Result<Answer, Problem> {
    let format = preferences.format(asked.format.as_deref())?;
    let prune = parameters::flag(PRUNE.0, asked.prune.as_deref())?;
    let ManifestBody { bytes, format: written } = body;
    let limit = usize::try_from(limits.manifest).unwrap_or(usize::MAX);
    let limits = manifest::Limits::of(limit);
    let register = Arc::clone(&caller.register);
    let read = move || {
        let inputs = [Input { name: NAME, bytes: &bytes, format: written }];
        let read = manifest::read_beside(&inputs, &limits, |id| register.get(id).is_some());
        (bytes, read)
    };
    let (bytes, read) = aside(read).await?;
    let manifest = read.map_err(Refusal::Manifest)?;
    let inputs = [Input { name: NAME, bytes: &bytes, format: written }];
    let wanted = asked.wanted(&preferences)?;
    let rendered = reports::what_if(app, &caller, wanted, (manifest, prune), &inputs, format).await?;
    Ok(Answer::bytes(format.media_type(), Body::Kept(Arc::clone(&rendered.bytes)))
        .with_header("Content-Language", rendered.languages.as_str()))
}

/// What is asked of the report that a request addresses: known parameters, each once.
struct Asked {
    report: Name,
    as_of: Option<String>,
    language: Option<String>,
    format: Option<String>,
    prune: Option<String>,
    parameters: Vec<(String, String)>,
}

/// The parameters of a report's own: what is compared with the register as it is, is not compared with an earlier one too.
fn own(report: Name, what_if: bool) -> impl Iterator<Item = &'static Parameter> {
    report.about().all_parameters().filter(move |parameter| !what_if || parameter.name != SINCE)
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
        let mut asked = Self { report, as_of: None, language: None, format: None, prune: None, parameters: Vec::new() };
        let what_if = request.method() == Method::Post;
        let own = || own(report, what_if).map(|parameter| parameter.name);
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
                _ if what_if && name == PRUNE.0 => asked.prune = Some(value),
                _ if own().any(|known| known == name) => asked.parameters.push((name.to_owned(), value)),
                _ => {
                    let shared = SHARED.iter().chain(what_if.then_some(&PRUNE));
                    return Err(parameters::unknown(name, shared.map(|(known, _)| *known).chain(own())));
                }
            }
        }
        Ok(asked)
    }

    /// The report that is asked for.
    fn wanted(self, preferences: &Preferences) -> Result<reports::Wanted, Problem> {
        Ok(reports::Wanted {
            report: self.report,
            languages: preferences.wanted(self.language.as_deref())?,
            as_of: parameters::as_of(self.as_of.as_deref())?,
            parameters: self.parameters,
        })
    }
}

/// The operations said of one report: its schema, its parameters, its name and words.
pub fn documented(part: &Value, report: Name) -> Value {
    let mut own = part.clone();
    let about = report.about();
    let paths = own["paths"].as_object_mut().into_iter().flat_map(serde_json::Map::values_mut);
    for (method, operation) in paths.filter_map(Value::as_object_mut).flatten() {
        let what_if = method == "post";
        let id = operation["operationId"].as_str().unwrap_or_default();
        operation["operationId"] = format!("{id}_{}", report.name().replace('-', "_")).into();
        operation["summary"] =
            if what_if { format!("{}, as it would be", about.summary).into() } else { about.summary.into() };
        let said = operation["description"].as_str().unwrap_or_default();
        operation["description"] = format!("{} {said}", about.description).into();
        let shared = SHARED.map(|(name, description)| parameter(name, description, &json!({ "type": "string" })));
        let pruned = what_if.then(|| parameter(PRUNE.0, PRUNE.1, &json!({ "type": "boolean" })));
        let its = self::own(report, what_if).map(|its| parameter(its.name, its.description, &schema(its.value)));
        operation["parameters"] = shared.into_iter().chain(pruned).chain(its).collect();
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
