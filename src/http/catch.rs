//! The one catcher: whatever no handler answered becomes a problem document, also wrong methods and panics; and what a path
//! allows is told to whoever asks.

use super::{answer::Answer, problem::Problem};
use rocket::{
    Request, catch,
    http::{Method, Status},
};

/// A problem that a guard leaves for the catcher, since Rocket hands on a bare status only.
pub struct Left(pub Option<Problem>);

/// Leaves `problem` for the catcher and gives the status that Rocket wants.
pub fn leave(request: &Request<'_>, problem: Problem) -> (Status, ()) {
    let status = Status::new(problem.status);
    request.local_cache(|| Left(Some(problem)));
    (status, ())
}

/// Answers with what a guard left, or with what the status means.
#[catch(default)]
pub fn everything(status: Status, request: &Request<'_>) -> Result<Answer, Problem> {
    if let Left(Some(problem)) = request.local_cache(|| Left(None))
        && problem.status == status.code
    {
        return Err(problem.clone());
    }
    let problem = match status.code {
        404 => match methods(request).as_slice() {
            [] => Problem::not_found("there is nothing at this path; /docs lists what there is"),
            // Open to everybody, as the document is: it tells of the program, not of the register.
            allowed if request.method() == Method::Options => {
                return Ok(Answer::nothing().with_header("Allow", allowed.join(", ")));
            }
            allowed => Problem::new(
                Status::MethodNotAllowed,
                "method-not-allowed",
                "The method is not allowed here",
                format!("allowed are {}", allowed.join(", ")),
            )
            .with_header("Allow", allowed.join(", ")),
        },
        400 => Problem::bad_request("the request could not be read"),
        413 => Problem::new(status, "too-large", "The body is too large", "send less"),
        415 => Problem::unsupported("application/json"),
        422 => Problem::bad_request("a parameter has a value that is not allowed"),
        503 => Problem::new(status, "unavailable", "Not available", "try again in a moment")
            .with_header("Retry-After", "1"),
        _ => Problem::new(status, "internal", "Something went wrong here", "the error is in the server's log"),
    };
    Err(problem)
}

/// The methods that are mounted at the path of `request`.
fn methods(request: &Request<'_>) -> Vec<String> {
    let path: Vec<&str> = request.uri().path().as_str().trim_end_matches('/').split('/').collect();
    let mut methods: Vec<String> = request
        .rocket()
        .routes()
        .filter(|route| {
            let pattern: Vec<&str> = route.uri.path().trim_end_matches('/').split('/').collect();
            pattern.len() == path.len()
                && pattern.iter().zip(&path).all(|(want, have)| want.starts_with('<') || want == have)
        })
        .flat_map(|route| match route.method {
            Method::Get => vec!["GET".to_owned(), "HEAD".to_owned()],
            method => vec![method.to_string()],
        })
        .collect();
    if !methods.is_empty() {
        methods.push("OPTIONS".to_owned());
    }
    methods.sort();
    methods.dedup();
    methods
}
