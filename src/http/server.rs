//! Puts the server together: what is mounted where, with which limits and headers.

use super::{
    api, catch,
    compression::Compression,
    deprecation::{DEPRECATED, Deprecated, Deprecations},
    manual,
    openapi::{self, Documents},
    request_id::{self, RequestId},
};
use crate::{domain, report::Name, service::Ropewalk};
use rocket::{
    Build, Data, Request, Response, Rocket, Route,
    config::{Config, Ident, LogLevel, Shutdown},
    fairing::{Fairing, Info, Kind},
    http::{Header, Method},
    shield::{Frame, Referrer, Shield},
};
use std::{net::IpAddr, sync::Arc, time::Instant};
use utoipa_swagger_ui::SwaggerUi;

/// How large bodies may be, in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// A record or patch.
    pub record: u64,
    /// A manifest, or what a site loads.
    pub manifest: u64,
    /// The text of a published notice.
    pub text: u64,
    /// A document.
    pub document: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { record: 1 << 20, manifest: 64 << 20, text: 8 << 20, document: 32 << 20 }
    }
}

/// One line for each request: its id, which its answer names too, method, the pattern of the route (never the path, which may
/// name people), status, time.
struct AccessLog;

#[rocket::async_trait]
impl Fairing for AccessLog {
    fn info(&self) -> Info {
        Info { name: "access log", kind: Kind::Request | Kind::Response }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        request.local_cache(Instant::now);
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let micros = request.local_cache(Instant::now).elapsed().as_micros();
        let route = request.route().map(|route| route.uri.as_str()).unwrap_or_default();
        let id = RequestId::of(request);
        response.set_header(Header::new(request_id::HEADER, id.to_string()));
        tracing::info!(target: "ropewalk::access", %id, method = %request.method(), route, status = response.status().code, micros);
    }
}

/// Serves `app` until the process is told to stop; `ready` is called once, with the address that is listened on.
///
/// # Errors
/// If the server cannot be started, in words for the operator.
pub async fn serve(
    app: Arc<Ropewalk>,
    address: IpAddr,
    port: u16,
    limits: Limits,
    ready: impl FnOnce(&str) + Send + Sync + 'static,
) -> Result<(), String> {
    let greeting = rocket::fairing::AdHoc::on_liftoff("ready", move |rocket| {
        let config = rocket.config();
        ready(&format!("http://{}", std::net::SocketAddr::new(config.address, config.port)));
        Box::pin(async {})
    });
    let launched = rocket(app, address, port, limits).attach(greeting).launch().await;
    launched.map(drop).map_err(|error| format!("the server could not be started: {error}"))
}

/// The server for `app`, listening on `address` and `port` once it is launched.
pub fn rocket(app: Arc<Ropewalk>, address: IpAddr, port: u16, limits: Limits) -> Rocket<Build> {
    rocket_with(app, address, port, limits, DEPRECATED)
}

/// The same with other deprecated operations than this program has.
pub fn rocket_with(
    app: Arc<Ropewalk>,
    address: IpAddr,
    port: u16,
    limits: Limits,
    deprecated: &'static [Deprecated],
) -> Rocket<Build> {
    let config = Config {
        address,
        port,
        ident: Ident::none(),
        // Nobody but a trusted proxy may say whose address a request comes from, and none is configured.
        ip_header: None,
        log_level: LogLevel::Off,
        cli_colors: false,
        shutdown: Shutdown { grace: 5, mercy: 2, ..Shutdown::default() },
        ..Config::release_default()
    };
    let mut rocket = rocket::custom(config)
        .manage(app)
        .manage(limits)
        .manage(Documents::of(deprecated))
        .attach(AccessLog)
        .attach(Compression)
        .attach(Shield::default().enable(Frame::Deny).enable(Referrer::NoReferrer))
        .register("/", rocket::catchers![catch::everything])
        .mount("/", api::service::routes())
        .mount(manual::PLACE, manual::routes())
        .mount(
            "/",
            SwaggerUi::new("/docs/<_..>")
                .config(utoipa_swagger_ui::Config::new(["/openapi.json"]).doc_expansion("none").filter(true)),
        )
        .mount(openapi::API, api::changes::routes())
        .mount(openapi::API, api::differences::routes())
        .mount(openapi::API, api::questions::routes())
        .mount(openapi::API, api::feed::routes())
        .mount(openapi::API, api::notices::routes())
        .mount(openapi::API, api::documents::routes())
        .mount(openapi::API, api::feeds::routes())
        .mount(openapi::API, api::publications::routes())
        .mount(openapi::API, api::reviews::routes())
        .mount(openapi::API, api::tables::routes());
    if !deprecated.is_empty() {
        rocket = rocket.attach(Deprecations::of(deprecated, &openapi::document_of(deprecated)));
    }
    for report in Name::ALL {
        rocket = rocket.mount(api::reports::base(*report), api::reports::routes());
    }
    for kind in domain::Kind::ALL {
        let base = format!("{}/{kind}", openapi::API);
        // Acts are read as all records are, and written by their commands only.
        let mounted = |route: &Route| !kind.by_command() || route.method == Method::Get;
        let routes = api::lists::routes().into_iter().chain(api::records::routes()).filter(mounted);
        rocket = rocket.mount(&base, routes.collect::<Vec<_>>());
    }
    rocket
}
