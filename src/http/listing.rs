//! What is asked of a list: filters, order, fields, page; read from the query and documented from the same table.

use super::{catch::leave, cursor::Cursor, guard::Collection, parameters, problem::Problem};
use crate::{
    domain::{
        AsOf, Key, Kind, Register, digest,
        order::{By, Order},
        schema,
        selection::{Filter, Selection, Unselectable},
    },
    service::{Error, Refusal},
};
use rocket::{
    Request,
    outcome::Outcome,
    request::{self, FromRequest},
};
use serde_json::{Value, json};
use std::{fmt::Write, sync::OnceLock};

/// How many records a page has where nobody says.
const DEFAULT_LIMIT: u64 = 100;

/// The most values of one filter.
const MAX_VALUES: usize = 100;

/// The longest value of a parameter, in characters.
const MAX_VALUE: usize = 1000;

/// The parameters of a list beside its filters: name, what it is, its schema.
fn pages(kind: Kind) -> Vec<(&'static str, String, Value)> {
    let orders = || By::ALL.iter().flat_map(|by| [by.name().to_owned(), format!("-{}", by.name())]);
    let fields = schema::fields(kind);
    vec![
        ("as_of", parameters::AS_OF.to_owned(), json!({ "type": "string" })),
        ("cursor", "The `next` of the page before. It continues the list as it was when its first page was read.".into(), json!({ "type": "string", "maxLength": 200 })),
        ("limit", format!("How many records a page has: 1 to 1000, {DEFAULT_LIMIT} where left out."), json!({ "type": "integer", "minimum": 1, "maximum": parameters::MAX_LIMIT })),
        ("sort", "The order; with `-` before it turned around. By key where left out; records without what is ordered by come last.".into(), json!({ "type": "string", "enum": orders().collect::<Vec<_>>() })),
        ("fields", "Only these fields of each record, beside `key`, `name` and `status`; what is not asked for is left out and not thereby unknown.".into(), json!({ "type": "array", "items": { "type": "string", "enum": fields }, "maxItems": MAX_VALUES })),
    ]
}

/// The parameters of an operation on what a filter selects, beside its filters.
fn bulk() -> Vec<(&'static str, String, Value)> {
    vec![
        (
            "dry_run",
            "`true`: only say what would be changed; the answer's `ETag` is what `If-Match` then asks for.".into(),
            json!({ "type": "boolean" }),
        ),
        ("reason", "Why, for the journal.".into(), json!({ "type": "string", "maxLength": 1000 })),
    ]
}

fn filters(kind: Kind) -> Vec<(&'static str, String, Value)> {
    let of_one = |filter: Filter| match (filter, filter.vocabulary()) {
        (_, Some(name)) => json!({ "$ref": format!("#/components/schemas/{name}") }),
        (Filter::Incomplete, _) => json!({ "type": "boolean" }),
        (Filter::RefersTo(_) | Filter::PossibleLocation | Filter::Tag, _) => {
            json!({ "type": "string", "pattern": "^[a-z0-9]+([-_.][a-z0-9]+)*$", "maxLength": 100 })
        }
        _ => json!({ "type": "string", "minLength": 1, "maxLength": MAX_VALUE }),
    };
    let schema = |filter: Filter| {
        if filter.takes_alternatives() {
            json!({ "type": "array", "items": of_one(filter), "minItems": 1, "maxItems": MAX_VALUES })
        } else {
            of_one(filter)
        }
    };
    Filter::of_kind(kind).into_iter().map(|filter| (filter.name(), filter.description(), schema(filter))).collect()
}

/// The parameters of the list of `kind`, or of the operation that changes what a filter selects, as the document says them.
pub fn documented(kind: Kind, changes: bool) -> Vec<Value> {
    let beside = if changes { bulk() } else { pages(kind) };
    let parameter = |(name, description, schema): (&str, String, Value)| {
        let mut parameter =
            json!({ "name": name, "in": "query", "required": false, "description": description, "schema": schema });
        if schema["type"] == "array" {
            // Several values are the parameter repeated, which is what clients do if nobody tells them otherwise.
            parameter["style"] = "form".into();
            parameter["explode"] = true.into();
        }
        parameter
    };
    beside.into_iter().chain(filters(kind)).map(parameter).collect()
}

/// The names of the parameters of an operation on `kind`, and which of them can have several values.
fn names(kind: Kind, changes: bool) -> &'static [(&'static str, bool)] {
    type Names = Vec<(&'static str, bool)>;
    static NAMES: OnceLock<Vec<[Names; 2]>> = OnceLock::new();
    let all = NAMES.get_or_init(|| {
        let names = |parameters: Vec<(&'static str, String, Value)>| -> Names {
            parameters.into_iter().map(|(name, _, schema)| (name, schema["type"] == "array")).collect()
        };
        let of_kind =
            |kind: &Kind| [names([pages(*kind), filters(*kind)].concat()), names([bulk(), filters(*kind)].concat())];
        Kind::ALL.iter().map(of_kind).collect()
    });
    &all[kind as usize][usize::from(changes)]
}

/// The parameters of a request, by name, each with its values: known ones, in bounds.
pub struct Asked(Vec<(String, Vec<String>)>);

impl Asked {
    /// Reads the query. `names` are the parameters there are, and which of them can have several values.
    fn read(request: &Request<'_>, names: &[(&'static str, bool)]) -> Result<Self, Problem> {
        let mut asked: Vec<(String, Vec<String>)> = Vec::new();
        for field in request.query_fields() {
            let name = field.name.source().as_str();
            let Some((_, several)) = names.iter().find(|(known, _)| *known == name) else {
                return Err(parameters::unknown(name, names.iter().map(|(name, _)| *name)));
            };
            if field.value.chars().count() > MAX_VALUE {
                return Err(Problem::bad_request(format!("`{name}` is longer than {MAX_VALUE} characters")));
            }
            match asked.iter_mut().find(|(known, _)| known == name) {
                None => asked.push((name.to_owned(), vec![field.value.to_owned()])),
                Some((_, values)) if *several && values.len() < MAX_VALUES => values.push(field.value.to_owned()),
                Some(_) if *several => {
                    return Err(Problem::bad_request(format!("`{name}` has more than {MAX_VALUES} values")));
                }
                Some(_) => return Err(parameters::twice(name)),
            }
        }
        Ok(Self(asked))
    }

    fn one(&self, name: &str) -> Option<&str> {
        self.all(name).and_then(<[String]>::first).map(String::as_str)
    }

    fn all(&self, name: &str) -> Option<&[String]> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, values)| values.as_slice())
    }

    /// The filters among them.
    fn filters(&self, kind: Kind) -> Vec<(Filter, Vec<&str>)> {
        let of = |filter: Filter| Some((filter, self.all(filter.name())?.iter().map(String::as_str).collect()));
        Filter::of_kind(kind).into_iter().filter_map(of).collect()
    }

    fn selection(&self, register: &Register, kind: Kind) -> Result<Selection, Problem> {
        Selection::read(register, kind, &self.filters(kind)).map_err(|error| match error {
            Unselectable::Value(why) => Problem::bad_request(why),
            Unselectable::NoRecord(id) => Refusal::NotFound(format!("there is no record {id} to select by")).into(),
        })
    }
}

/// What is asked of the collection that a request addresses.
async fn of_collection<'r, T>(
    request: &'r Request<'_>,
    read: fn(&Request<'_>, Kind) -> Result<T, Problem>,
) -> request::Outcome<T, ()> {
    match Collection::from_request(request).await {
        Outcome::Success(Collection(kind)) => match read(request, kind) {
            Ok(asked) => Outcome::Success(asked),
            Err(problem) => Outcome::Error(leave(request, problem)),
        },
        // The collection's guard has left its problem.
        Outcome::Error(error) => Outcome::Error(error),
        Outcome::Forward(status) => Outcome::Forward(status),
    }
}

/// What is asked of a list.
pub struct Listing {
    kind: Kind,
    asked: Asked,
    /// The question without the page.
    words: String,
    cursor: Option<Cursor>,
    as_of: Option<AsOf>,
    /// How many records a page has.
    pub limit: usize,
    /// The order.
    pub order: Order,
    /// The fields of each record; `None` is all.
    pub fields: Option<Vec<&'static str>>,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Listing {
    type Error = ();
    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, ()> {
        of_collection(request, Self::read).await
    }
}

impl Listing {
    fn read(request: &Request<'_>, kind: Kind) -> Result<Self, Problem> {
        let asked = Asked::read(request, names(kind, false))?;
        let cursor = Cursor::read(asked.one("cursor"))?;
        let order = asked.one("sort").map_or(Ok(Order::KEY), str::parse);
        let order: Order = order.map_err(|error| Problem::bad_request(format!("`sort`: {error}")))?;
        let mut words = format!("{kind} {order:?}");
        for (filter, values) in asked.filters(kind) {
            let _ = write!(words, " {}={values:?}", filter.name());
        }
        let fields = asked.all("fields").map(|wanted| fields(kind, wanted)).transpose()?;
        let limit = parameters::limit(asked.one("limit"), DEFAULT_LIMIT)?;
        Ok(Self {
            kind,
            cursor,
            as_of: parameters::as_of(asked.one("as_of"))?,
            limit: usize::try_from(limit).unwrap_or(usize::MAX),
            order,
            fields,
            asked,
            words,
        })
    }

    /// As of when the list is read.
    pub fn as_of(&self) -> Option<AsOf> {
        Cursor::as_of(self.cursor.as_ref(), self.as_of)
    }

    /// Which records are wanted, and after which one the page begins, in the register that [`Listing::as_of`] asks for.
    pub fn question(&self, register: &Register) -> Result<(Selection, Option<Key>), Problem> {
        let after = Cursor::after(self.cursor.as_ref(), register, &self.words)?;
        Ok((self.asked.selection(register, self.kind)?, after))
    }

    /// The entity tag of this page: of what it is computed from. What a past register holds changes when the `current` one has
    /// it redacted.
    pub fn tag(&self, register: &Register, current: &Register) -> String {
        let cursor = self.cursor.as_ref().map(ToString::to_string).unwrap_or_default();
        let (of, now, program) = (register.head().digest, current.head().digest, env!("CARGO_PKG_VERSION"));
        let page = format!("{of} {now} {program} {} {cursor} {} {:?}", self.words, self.limit, self.fields);
        digest::of(page.as_bytes()).tag()
    }

    /// The cursor of the page after the record `last`, and the `Link` to it.
    pub fn next(&self, register: &Register, last: &Key) -> (String, String) {
        let cursor = Cursor::next(register, &self.words, last);
        let others = self.asked.0.iter().filter(|(name, _)| name != "cursor");
        let others = others.flat_map(|(name, values)| values.iter().map(move |value| (name.as_str(), value.as_str())));
        let given: Vec<_> = [("cursor", cursor.as_str())].into_iter().chain(others).collect();
        let link = parameters::link(&format!("/api/v1/{}", self.kind), &given);
        (cursor, link)
    }
}

/// The fields asked for: those that every record has come along, so that the answer is still a record.
fn fields(kind: Kind, wanted: &[String]) -> Result<Vec<&'static str>, Problem> {
    let known = schema::fields(kind);
    let mut fields = vec!["key", "name", "status"];
    fields.extend(schema::required(kind));
    for name in wanted.iter().flat_map(|value| value.split(',')) {
        let Some(field) = known.iter().find(|field| **field == name) else {
            let name = crate::domain::value::shown(name);
            return Err(Problem::bad_request(format!(
                "`fields`: {kind} have no field `{name}`; they have {}",
                known.join(", ")
            )));
        };
        fields.push(field);
    }
    Ok(fields)
}

/// What a change of many records selects.
pub struct Selected {
    kind: Kind,
    asked: Asked,
    /// Only say what would be changed.
    pub dry_run: bool,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Selected {
    type Error = ();
    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, ()> {
        of_collection(request, Self::read).await
    }
}

impl Selected {
    fn read(request: &Request<'_>, kind: Kind) -> Result<Self, Problem> {
        let asked = Asked::read(request, names(kind, true))?;
        let dry_run = parameters::flag("dry_run", asked.one("dry_run"))?;
        Ok(Self { kind, asked, dry_run })
    }

    /// Which records are to be changed.
    pub fn selection(&self, register: &Register) -> Result<Selection, Problem> {
        self.asked.selection(register, self.kind)
    }

    /// Why, for the journal.
    pub fn reason(&self) -> Result<String, Error> {
        crate::service::reason(self.asked.one("reason"))
    }
}
