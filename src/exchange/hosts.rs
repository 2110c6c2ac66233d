//! What a site or app loads, from what people have of that: lines of hosts or addresses, an HTTP archive (HAR 1.2), a bill of
//! materials (CycloneDX JSON).
//!
//! Reads what it knows of these and passes over the rest. Never asks whose a host is.

use super::place::{Misread, Place};
use crate::{
    domain::Pointer,
    report::{
        drift::host,
        hosts::{Loaded, LoadedCookie, LoadedForm, LoadedHost},
    },
};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Reads a list: JSON where it begins as JSON does, else lines.
///
/// # Errors
/// If it is JSON, and neither an HTTP archive nor a bill of materials; or no text.
pub fn read(bytes: &[u8]) -> Result<Loaded, Misread> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let wrong = |place, detail: String| Misread::new(place, Pointer::root(), detail);
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
        let text = std::str::from_utf8(bytes);
        return text
            .map(lines)
            .map_err(|error| wrong(Place::of_offset(bytes, error.valid_up_to()), "this is not UTF-8".into()));
    }
    let document: Document = serde_json::from_slice(bytes)
        .map_err(|error| wrong(Place::at(error.line().max(1), error.column().max(1)), error.to_string()))?;
    match (document.log, document.services, document.components) {
        (Some(log), ..) => Ok(archive(log)),
        (None, services, components) if services.is_some() || components.is_some() || document.bom_format.is_some() => {
            Ok(bill(services.unwrap_or_default(), components.unwrap_or_default()))
        }
        _ => Err(wrong(
            Place::START,
            "this is JSON and neither an HTTP archive (`log`) nor a CycloneDX bill of materials (`services`)".into(),
        )),
    }
}

#[derive(Deserialize)]
struct Document {
    log: Option<Log>,
    #[serde(rename = "bomFormat")]
    bom_format: Option<String>,
    services: Option<Vec<Service>>,
    components: Option<Vec<Component>>,
}

#[derive(Deserialize)]
struct Log {
    #[serde(default)]
    entries: Vec<Exchange>,
}

#[derive(Deserialize)]
struct Exchange {
    request: Option<Message>,
    response: Option<Message>,
}

#[derive(Deserialize)]
struct Message {
    url: Option<String>,
    #[serde(default)]
    cookies: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    name: Option<String>,
}

#[derive(Deserialize)]
struct Service {
    name: Option<String>,
    provider: Option<Named>,
    #[serde(default)]
    endpoints: Vec<String>,
    #[serde(default)]
    services: Vec<Service>,
}

#[derive(Deserialize)]
struct Component {
    group: Option<String>,
    name: Option<String>,
    #[serde(default)]
    components: Vec<Component>,
}

/// Hosts as they are collected.
#[derive(Default)]
struct Collected {
    hosts: BTreeMap<String, LoadedHost>,
    skipped: usize,
}

impl Collected {
    /// Notes the host of an address, or a bare host; what it is.
    fn add(&mut self, written: &str, line: Option<usize>) -> Option<String> {
        let written = written.trim();
        let own = if written.contains("://") {
            host(written).filter(|_| is_web(written))
        } else {
            host(&format!("https://{written}"))
        };
        let Some(own) = own.filter(|own| is_host(own)) else {
            self.skipped += 1;
            return None;
        };
        let example = written.chars().take(240).collect();
        let known =
            self.hosts.entry(own.clone()).or_insert_with(|| LoadedHost { host: own.clone(), times: 0, example, line });
        known.times += 1;
        Some(own)
    }
}

/// Whether an address is loaded over a network.
fn is_web(url: &str) -> bool {
    let scheme = url.split("://").next().unwrap_or_default().to_ascii_lowercase();
    matches!(scheme.as_str(), "http" | "https" | "ws" | "wss" | "grpc" | "grpcs" | "mqtt" | "mqtts")
}

/// Whether some text can be a host.
fn is_host(text: &str) -> bool {
    text.len() <= 253
        && text.contains('.')
        && text.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        })
}

/// Lines of hosts or addresses; what stands behind the first word, and comments, are passed over.
fn lines(text: &str) -> Loaded {
    let mut collected = Collected::default();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        // The mark of a list, and not the star of all hosts of a domain.
        let bare = ["-", "*", "•"].into_iter().find_map(|mark| line.strip_prefix(mark)?.strip_prefix([' ', '\t']));
        let bare = bare.unwrap_or(line).trim_start();
        if bare.is_empty() || bare.starts_with('#') || bare.starts_with("//") {
            continue;
        }
        let word = bare.split([' ', '\t', ',', ';']).next().unwrap_or_default().trim_matches(['"', '\'', '`']);
        collected.add(word.trim_start_matches("*."), Some(index + 1));
    }
    loaded(LoadedForm::List, collected)
}

fn loaded(form: LoadedForm, collected: Collected) -> Loaded {
    Loaded {
        form: Some(form),
        hosts: collected.hosts.into_values().collect(),
        skipped: collected.skipped,
        ..Loaded::default()
    }
}

fn archive(log: Log) -> Loaded {
    let mut collected = Collected::default();
    let mut cookies = BTreeSet::new();
    for Exchange { request, response } in log.entries {
        let url = request.as_ref().and_then(|request| request.url.clone()).unwrap_or_default();
        let Some(own) = collected.add(&url, None) else { continue };
        let exchanged = request.into_iter().chain(response).flat_map(|message| message.cookies);
        cookies.extend(exchanged.filter_map(|cookie| Some(LoadedCookie { name: cookie.name?, host: own.clone() })));
    }
    // A cookie that goes to several hosts is told once.
    let mut seen = BTreeSet::new();
    let cookies = cookies.into_iter().filter(|cookie| seen.insert(cookie.name.clone())).collect();
    Loaded { cookies, ..loaded(LoadedForm::Har, collected) }
}

fn bill(services: Vec<Service>, components: Vec<Component>) -> Loaded {
    let mut collected = Collected::default();
    let mut nameless = BTreeSet::new();
    let mut open = services;
    while let Some(Service { name, provider, endpoints, services }) = open.pop() {
        open.extend(services);
        let hosts: Vec<String> = endpoints.iter().filter_map(|endpoint| collected.add(endpoint, None)).collect();
        if hosts.is_empty()
            && let Some(name) = name
        {
            nameless.insert((name, provider.and_then(|provider| provider.name)));
        }
    }
    let mut packages = BTreeSet::new();
    let mut open = components;
    while let Some(Component { group, name, components }) = open.pop() {
        open.extend(components);
        if let Some(name) = name {
            packages.insert(group.map_or_else(|| name.clone(), |group| format!("{group}:{name}")));
        }
    }
    Loaded {
        packages: packages.into_iter().collect(),
        services: nameless.into_iter().collect(),
        ..loaded(LoadedForm::CycloneDx, collected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(text: &str) -> Vec<String> {
        read(text.as_bytes()).unwrap().hosts.into_iter().map(|host| host.host).collect()
    }

    #[test]
    fn hosts_are_read_from_lines_archives_and_bills() {
        let list = "# loaded on 2026-11-01\nwww.googletagmanager.com\nhttps://WWW.Google-Analytics.com/g/collect?v=2, 12\n*.hotjar.com\ndata:text/plain,x\nlocalhost\n";
        assert_eq!(hosts(list), ["hotjar.com", "www.google-analytics.com", "www.googletagmanager.com"]);
        let har = r#"{"log":{"version":"1.2","entries":[
            {"request":{"method":"GET","url":"https://a.example.com/x","cookies":[{"name":"_ga","value":"1"}]},"response":{"status":200,"cookies":[{"name":"sid"}]}},
            {"request":{"url":"blob:https://a.example.com/1"}},
            {"request":{"url":"https://a.example.com/y"}}]}}"#;
        let loaded = read(har.as_bytes()).unwrap();
        assert_eq!((loaded.hosts[0].times, loaded.cookies.len(), loaded.form), (2, 2, Some(LoadedForm::Har)));
        let bom = r#"{"bomFormat":"CycloneDX","specVersion":"1.5","services":[{"name":"Mail","provider":{"name":"Mailhaus"},"endpoints":["https://api.mailhaus.example/v1"]},{"name":"Ghost"}],"components":[{"type":"library","group":"com.umeng","name":"common"}]}"#;
        let loaded = read(bom.as_bytes()).unwrap();
        assert_eq!(loaded.hosts[0].host, "api.mailhaus.example");
        assert_eq!(
            (loaded.packages, loaded.services),
            (vec!["com.umeng:common".to_owned()], vec![("Ghost".to_owned(), None)])
        );
    }

    #[test]
    fn what_is_neither_is_refused_with_its_place() {
        assert!(read(b"{\"a\": 1}").is_err());
        assert_eq!(read(b"{\"log\": {\"entries\": [}").unwrap_err().place.line, 1);
        assert_eq!(read(b"a.example.com\n\xff").unwrap_err().place, Place::at(2, 1));
    }
}
