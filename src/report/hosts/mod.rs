//! Hosts: from where a site or app loads, held against the hosts of recorded services.
//!
//! Who is loaded and not recorded, who is recorded and not loaded, whose site a host is on although nobody recorded it. A host of a
//! recorded service is that host and whatever lies below it; a site is what somebody registered, by the Public Suffix List. Cookies
//! and SDKs are compared where they are given. Never looks a host up, and never says that what was not loaded in one visit is not
//! used.

mod compared;
mod page;

pub use compared::{HostIs, HostTold, Hosts, HostsDrift, hosts, hosts_drift};

use schemars::JsonSchema;
use serde::Serialize;

/// The name of the report.
pub const NAME: &str = "hosts-drift";

/// What a list of hosts came as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LoadedForm {
    /// Lines of hosts or addresses.
    List,
    /// An HTTP archive (HAR 1.2).
    Har,
    /// A bill of materials (CycloneDX), with its services and components.
    CycloneDx,
}

/// What a site or app loads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loaded {
    /// What it came as; `None`: nothing.
    pub form: Option<LoadedForm>,
    /// The hosts, by name.
    pub hosts: Vec<LoadedHost>,
    /// The cookies, by name.
    pub cookies: Vec<LoadedCookie>,
    /// The identifiers of packages.
    pub packages: Vec<String>,
    /// Services without a host: their names, and those of who offers them.
    pub services: Vec<(String, Option<String>)>,
    /// Entries that name no host.
    pub skipped: usize,
}

/// A host that is loaded from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedHost {
    /// Its name, in lower case.
    pub host: String,
    /// How often.
    pub times: usize,
    /// Where it stands: an address, or a line.
    pub example: String,
    /// The line, from 1, in a list.
    pub line: Option<usize>,
}

/// A cookie that is set or sent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LoadedCookie {
    /// Its name.
    pub name: String,
    /// The host that it was exchanged with.
    pub host: String,
}
