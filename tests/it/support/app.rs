//! The server in process, asked as clients ask it: `app.editor().put(path).if_match("*").json(&record).await.expect(200)`.

use super::{Answer, Content, Database, database, documented};
use rocket::{
    Route,
    http::{Header, Method},
    local::asynchronous::Client,
    tokio::io::AsyncWriteExt,
};
use ropewalk::{
    clock::FixedClock,
    domain::Key,
    http::{self, Deprecated, Limits},
    service::{
        Ropewalk,
        access::{self, Role},
    },
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    future::IntoFuture,
    net::Ipv4Addr,
    pin::Pin,
    sync::Arc,
};

/// A server over a database of its own.
pub struct TestApp {
    client: Client,
    pub app: Arc<Ropewalk>,
    pub clock: Arc<FixedClock>,
    pub database: Arc<Database>,
    /// The document that answers are held against, where it is not that of the program.
    document: Option<Value>,
}

impl TestApp {
    /// A server with the built-in records only.
    pub async fn empty() -> Self {
        Self::over(Database::with(Content::BuiltIn), Limits::default(), Vec::new()).await
    }

    /// A server with the register of the SUNMI policy.
    pub async fn with_sunmi() -> Self {
        Self::over(Database::with(Content::Sunmi), Limits::default(), Vec::new()).await
    }

    /// A server with these limits, and with more routes than the program has.
    pub async fn over(database: Database, limits: Limits, more: Vec<Route>) -> Self {
        Self::launched(database, limits, more, &[]).await
    }

    /// A server with the register of the SUNMI policy, some of whose operations are deprecated.
    pub async fn deprecating(deprecated: &'static [Deprecated]) -> Self {
        Self::launched(Database::with(Content::Sunmi), Limits::default(), Vec::new(), deprecated).await
    }

    async fn launched(database: Database, limits: Limits, more: Vec<Route>, deprecated: &'static [Deprecated]) -> Self {
        let clock = Arc::new(FixedClock::at(database::beginning()));
        Self::standing(Arc::new(database), clock, limits, more, deprecated).await
    }

    /// One more server over the same database, as another machine has or the same one after a restart.
    pub async fn beside(&self) -> Self {
        let (database, clock) = (Arc::clone(&self.database), Arc::clone(&self.clock));
        Self::standing(database, clock, Limits::default(), Vec::new(), &[]).await
    }

    async fn standing(
        database: Arc<Database>,
        clock: Arc<FixedClock>,
        limits: Limits,
        more: Vec<Route>,
        deprecated: &'static [Deprecated],
    ) -> Self {
        let entropy = database.entropy();
        let store = ropewalk::store::Store::open(&database.url, clock.clone(), Arc::clone(&entropy)).await.unwrap();
        let app = Arc::new(Ropewalk::new(store, database.blobs.clone(), clock.clone(), entropy));
        let rocket = http::rocket_with(Arc::clone(&app), Ipv4Addr::LOCALHOST.into(), 0, limits, deprecated);
        let rocket = rocket.mount("/", more);
        let client = Client::untracked(rocket).await.unwrap();
        let document = match deprecated {
            [] => None,
            _ => client.get("/openapi.json").dispatch().await.into_json().await,
        };
        Self { client, app, clock, database, document }
    }

    /// The routes that are mounted: method and path as a template, parameters in braces.
    pub fn routes(&self) -> Vec<(String, String)> {
        let braces = |path: &str| path.replace('<', "{").replace('>', "}");
        let path = |route: &Route| match braces(route.uri.path()).trim_end_matches('/') {
            "" => "/".to_owned(),
            path => path.to_owned(),
        };
        self.client.rocket().routes().map(|route| (route.method.to_string(), path(route))).collect()
    }

    /// The parameters of the queries of each route.
    pub fn queries(&self) -> BTreeMap<(String, String), BTreeSet<String>> {
        let query = |route: &Route| -> BTreeSet<String> {
            let query = route.uri.query().unwrap_or_default();
            query.split('&').map(|name| name.trim_matches(['<', '>']).to_owned()).filter(|n| !n.is_empty()).collect()
        };
        self.routes().into_iter().zip(self.client.rocket().routes().map(query)).collect()
    }

    /// Tells the server to stop.
    pub fn stop(&self) {
        self.client.rocket().shutdown().notify();
    }

    /// Somebody without a token.
    pub fn anonymous(&self) -> Caller<'_> {
        Caller { app: self, token: None }
    }

    /// Somebody with this token.
    pub fn with_token(&self, token: &str) -> Caller<'_> {
        Caller { app: self, token: Some(token.to_owned()) }
    }

    pub fn reader(&self) -> Caller<'_> {
        self.with_token(&self.database.tokens.reader)
    }

    pub fn editor(&self) -> Caller<'_> {
        self.with_token(&self.database.tokens.editor)
    }

    pub fn reviewer(&self) -> Caller<'_> {
        self.with_token(&self.database.tokens.reviewer)
    }

    pub fn admin(&self) -> Caller<'_> {
        self.with_token(&self.database.tokens.admin)
    }

    /// A publisher of these notices.
    pub async fn publisher(&self, notices: &[&str]) -> Caller<'_> {
        let notices: Vec<Key> = notices.iter().map(|key| key.parse().unwrap()).collect();
        let token = access::create_token(&self.app, Role::Publisher, "policy generator", Some(notices)).await.unwrap();
        self.with_token(&token)
    }

    /// Writes records as the editor, each with POST.
    pub async fn given(&self, records: &[(&str, Value)]) {
        for (kind, record) in records {
            self.editor().post(format!("/api/v1/{kind}")).json(record).await.expect(201);
        }
    }
}

/// Somebody who asks.
#[derive(Clone)]
pub struct Caller<'a> {
    app: &'a TestApp,
    token: Option<String>,
}

impl<'a> Caller<'a> {
    pub fn get(&self, path: impl Into<String>) -> Question<'a> {
        self.ask(Method::Get, path)
    }

    pub fn post(&self, path: impl Into<String>) -> Question<'a> {
        self.ask(Method::Post, path)
    }

    pub fn put(&self, path: impl Into<String>) -> Question<'a> {
        self.ask(Method::Put, path)
    }

    pub fn patch(&self, path: impl Into<String>) -> Question<'a> {
        self.ask(Method::Patch, path)
    }

    pub fn delete(&self, path: impl Into<String>) -> Question<'a> {
        self.ask(Method::Delete, path)
    }

    pub fn ask(&self, method: Method, path: impl Into<String>) -> Question<'a> {
        let headers = self.token.iter().map(|token| ("Authorization".to_owned(), format!("Bearer {token}"))).collect();
        Question { app: self.app, method, path: path.into(), headers, body: Vec::new() }
    }
}

/// A request that is not yet sent; await it for the answer.
pub struct Question<'a> {
    app: &'a TestApp,
    pub method: Method,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Question<'_> {
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub fn if_match(self, tag: &str) -> Self {
        self.header("If-Match", tag)
    }

    pub fn body(mut self, media_type: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.body = bytes.into();
        self.header("Content-Type", media_type)
    }

    pub fn json(self, value: &Value) -> Self {
        self.body("application/json", value.to_string())
    }

    pub fn merge(self, patch: &Value) -> Self {
        self.body("application/merge-patch+json", patch.to_string())
    }

    pub fn operations(self, patch: &Value) -> Self {
        self.body("application/json-patch+json", patch.to_string())
    }

    pub fn yaml(self, text: &str) -> Self {
        self.body("application/yaml", text)
    }
}

impl<'a> IntoFuture for Question<'a> {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let Question { app, method, path, headers, body } = self;
            let mut request = app.client.req(method, path.clone());
            for (name, value) in headers {
                request.add_header(Header::new(name, value));
            }
            let response = request.body(body).dispatch().await;
            let headers: Vec<_> =
                response.headers().iter().map(|h| (h.name().to_string(), h.value().to_owned())).collect();
            let coding = response.headers().get_one("Content-Encoding").map(str::to_owned);
            let status = response.status().code;
            let sent = response.into_bytes().await.unwrap_or_default();
            let answer = Answer {
                asked: format!("{method} {path}"),
                status,
                headers,
                length: sent.len(),
                body: decoded(coding.as_deref(), sent).await,
            };
            let document = app.document.as_ref().unwrap_or_else(|| documented::document());
            documented::judge(document, method.as_str(), &path, &answer);
            answer
        })
    }
}

/// What a body says, by the content coding that it was sent in.
async fn decoded(coding: Option<&str>, sent: Vec<u8>) -> Vec<u8> {
    use async_compression::tokio::write::{GzipDecoder, ZstdDecoder};
    let mut plain = Vec::new();
    match coding {
        None => return sent,
        Some("gzip") => write_all(GzipDecoder::new(&mut plain), &sent).await,
        Some("zstd") => write_all(ZstdDecoder::new(&mut plain), &sent).await,
        Some(other) => panic!("nobody asked for {other}"),
    }
    plain
}

async fn write_all(mut decoder: impl AsyncWriteExt + Unpin, bytes: &[u8]) {
    decoder.write_all(bytes).await.unwrap();
    decoder.shutdown().await.unwrap();
}
