//! `/docs/findings`: what each check looks for, why it matters and how to resolve what it finds, as pages for people.
//!
//! Open to everybody, like all documentation: the pages hold nothing of the register.

use super::{
    answer::{Answer, Body},
    parameters::{Preferences, Query},
    problem::Problem,
};
use crate::{
    domain::digest,
    render::{Format, page},
    report::{
        Page,
        findings::{catalogue, manual_of},
    },
};
use rocket::{Route, get, routes};

/// Where the pages are.
pub const PLACE: &str = "/docs/findings";

/// The routes, relative to [`PLACE`].
pub fn routes() -> Vec<Route> {
    // The files of the documentation's user interface may lie anywhere below `/docs`: these pages go before them.
    let mut routes = routes![all, one];
    for route in &mut routes {
        route.rank = RANK;
    }
    routes
}

/// Before every rank that Rocket gives by itself.
const RANK: isize = -20;

/// The page that lists every check.
#[get("/?<lang>")]
#[expect(clippy::needless_pass_by_value, reason = "Rocket hands out guards by value")]
fn all(_query: Query, lang: Option<&str>, preferences: Preferences) -> Result<Answer, Problem> {
    Ok(answer(&catalogue(&preferences.speech(lang)?.tag())))
}

/// The page of a check.
#[get("/<code>?<lang>")]
#[expect(clippy::needless_pass_by_value, reason = "Rocket hands out guards by value")]
fn one(_query: Query, code: &str, lang: Option<&str>, preferences: Preferences) -> Result<Answer, Problem> {
    let page = manual_of(code, &preferences.speech(lang)?.tag());
    let none = || Problem::not_found(format!("there is no check of this code; {PLACE} lists them all"));
    Ok(answer(&page.ok_or_else(none)?))
}

fn answer(page: &Page) -> Answer {
    let bytes = page::as_html(page);
    let media_type = Format::Html.media_type();
    let tag = digest::tag(media_type, &bytes);
    Answer::bytes(media_type, Body::Owned(bytes))
        .tagged(&tag)
        .with_header("Content-Language", page.language.to_string())
}
