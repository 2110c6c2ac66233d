//! An answer of the server, and what can be asked of it.

use serde_json::Value;

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    /// What was asked: method and path, for failures.
    pub asked: String,
    pub status: u16,
    pub headers: Vec<(String, String)>,
    /// How many bytes were sent as its body.
    pub length: usize,
    /// The body, without its content coding.
    pub body: Vec<u8>,
}

impl Answer {
    /// The same, if it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.text());
        self
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{}: {error}: {}", self.asked, self.text()))
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(have, _)| have.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The entity tag.
    #[track_caller]
    pub fn etag(&self) -> &str {
        self.header("ETag").unwrap_or_else(|| panic!("{} has no ETag", self.asked))
    }

    /// The problem document, if it is of this status and kind.
    #[track_caller]
    pub fn problem(&self, status: u16, slug: &str) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.text());
        assert_eq!(self.header("Content-Type"), Some("application/problem+json"), "{}", self.asked);
        let problem = self.json();
        assert_eq!(problem["type"], format!("urn:ropewalk:problem:{slug}"), "{}: {problem}", self.asked);
        assert_eq!(problem["status"], status, "{}", self.asked);
        problem
    }

    /// The mistakes of a problem document: pointer and what is wrong.
    #[track_caller]
    pub fn mistakes(&self, status: u16) -> Vec<(String, String)> {
        let problem = self.problem(status, "malformed-document");
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let errors = problem["errors"].as_array().unwrap_or_else(|| panic!("{problem}"));
        errors.iter().map(|mistake| (text(&mistake["pointer"]), text(&mistake["detail"]))).collect()
    }

    /// The places of the mistakes of a problem document.
    #[track_caller]
    pub fn pointers(&self, status: u16) -> Vec<String> {
        self.mistakes(status).into_iter().map(|(pointer, _)| pointer).collect()
    }

    /// The keys of the items of a page.
    #[track_caller]
    pub fn keys(&self) -> Vec<String> {
        let page = self.json();
        page["items"].as_array().unwrap().iter().map(|item| item["key"].as_str().unwrap().to_owned()).collect()
    }
}
