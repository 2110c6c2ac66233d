//! The comparison.

use super::{Loaded, LoadedForm, LoadedHost, NAME};
use crate::{
    domain::{
        Day, Key, Kind, LanguageTag, Record, Register,
        record::{Notice, Processor, Status},
        value::RecordId,
    },
    flows::Period,
    report::{
        drift::{Counts, Difference, Level, Names, Problem, Quoted, Severity, Surety, registrable, site},
        made::Made,
        sharing,
        told::{At, Named, Records, Sentence, UnknownRecord},
    },
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What is loaded, held against the register, as a report of its own.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
pub struct HostsDrift {
    /// What it was made from.
    pub made: Made,
    /// The notice.
    pub notice: Named,
    /// What was found.
    #[serde(flatten)]
    pub hosts: Hosts,
    /// What the report did not look into.
    pub not_evaluated: Vec<Sentence>,
}

/// What is loaded, held against the register.
#[serde_with::skip_serializing_none]
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
pub struct Hosts {
    /// What the list came as; absent: there was none in it.
    pub form: Option<LoadedForm>,
    /// How many differences there are, by how bad they are.
    pub host_counts: Counts,
    /// What is otherwise, the worst first.
    pub host_differences: Vec<Difference>,
    /// The hosts, by name, each with whose it is.
    pub loaded: Vec<HostTold>,
    /// The services behind the notice of which nobody recorded the hosts: whether they are loaded cannot be told.
    pub hosts_unknown: Vec<Named>,
    /// The number of entries that name no host.
    pub skipped: usize,
}

/// Whose a host is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HostIs {
    /// Of the one who gives the notice, by its web site.
    Ours,
    /// Of a service that gets data behind the notice, by its recorded hosts.
    Recorded,
    /// Of a recorded service that nothing behind the notice discloses to.
    OfUnusedService,
    /// On the site of a recorded service or organisation, and not among recorded hosts.
    OnRecordedSite,
    /// Of nobody who is recorded.
    NotRecorded,
}

/// A host that is loaded from.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct HostTold {
    /// Its name.
    pub host: String,
    /// How often it is loaded from.
    pub times: usize,
    /// Whose it is.
    pub is: HostIs,
    /// The services it is of, or may be.
    pub services: Vec<Named>,
}

/// What is loaded against a register, for a notice.
///
/// # Errors
/// If there is no such notice.
pub fn hosts_drift(
    register: &Register,
    names: &Names,
    (notice, on, language): (&Key, Day, &LanguageTag),
    loaded: &Loaded,
) -> Result<HostsDrift, UnknownRecord> {
    let records = Records(register);
    let id = || RecordId::new(Kind::Notices, notice.clone());
    let record = records.notice(notice).ok_or_else(|| UnknownRecord(id()))?;
    let parameters = BTreeMap::from([("notice", notice.to_string())]);
    let not_evaluated = [
        (
            "Hosts of others under the name of the site itself (CNAME): no name was looked up.",
            "以本站域名出现的第三方主机（CNAME）：未查询任何域名解析。",
        ),
        (
            "What is loaded only under other circumstances: after consent, on other pages, in other regions.",
            "仅在其他情形下加载的内容：例如取得同意之后、其他页面或其他地区。",
        ),
    ];
    Ok(HostsDrift {
        made: Made::from(register, NAME, (on, on), language, parameters),
        notice: records.named(Kind::Notices, notice),
        hosts: hosts(register, names, record, on, loaded),
        not_evaluated: not_evaluated.map(Sentence::of).into(),
    })
}

/// What is loaded against a register, for a notice.
#[must_use]
pub fn hosts(register: &Register, names: &Names, notice: &Notice, on: Day, loaded: &Loaded) -> Hosts {
    let book = Book::of(register, notice, on);
    let mut differences = Vec::new();
    let mut told = Vec::new();
    for host in &loaded.hosts {
        let (is, services) = book.whose(&host.host);
        differences.extend(book.of_host(host, is, &services));
        let services = services.iter().map(|key| book.records.named(Kind::Processors, key)).collect();
        told.push(HostTold { host: host.host.clone(), times: host.times, is, services });
    }
    differences.extend(book.not_loaded(loaded));
    differences.extend(book.of_cookies(loaded));
    differences.extend(book.of_packages(loaded));
    differences.extend(Book::of_services(names, loaded));
    differences.sort_by(|a, b| a.order().cmp(&b.order()));
    let unknown =
        book.behind.iter().filter(|key| book.records.processor(key).is_some_and(|service| service.hosts.is_none()));
    Hosts {
        form: loaded.form,
        host_counts: Counts::of(&differences),
        host_differences: differences,
        loaded: told,
        hosts_unknown: unknown.map(|key| book.records.named(Kind::Processors, key)).collect(),
        skipped: loaded.skipped,
    }
}

/// Whose hosts there are.
struct Book<'a> {
    records: Records<'a>,
    /// The services to which something behind the notice discloses.
    behind: BTreeSet<Key>,
    /// The sites of the one who gives the notice.
    ours: BTreeSet<String>,
    /// Recorded hosts, and the services they are of.
    hosts: BTreeMap<&'a str, BTreeSet<&'a Key>>,
    /// Sites of recorded hosts and pages, and the services they are of.
    sites: BTreeMap<String, BTreeSet<&'a Key>>,
    services: Vec<&'a Processor>,
}

impl<'a> Book<'a> {
    fn of(register: &'a Register, notice: &Notice, on: Day) -> Self {
        let records = Records(register);
        let behind = sharing::behind(register, Period::day(on), notice, &[]);
        let services = register.of_kind(Kind::Processors, None).filter_map(|entry| match &entry.record {
            Record::Processors(service) if service.status != Status::Draft => Some(&**service),
            _ => None,
        });
        let recipients =
            behind.recipients.into_iter().filter(|recipient| recipient.is == sharing::RecipientIs::Processor);
        let mut book = Self {
            records,
            behind: recipients.filter_map(|recipient| recipient.key).collect(),
            ours: BTreeSet::new(),
            hosts: BTreeMap::new(),
            sites: BTreeMap::new(),
            services: services.collect(),
        };
        let listed = notice.listing.iter().flatten().map(|row| row.processor.key().clone());
        book.behind.extend(listed);
        let controller = notice.controller.as_ref().and_then(|controller| records.organization(controller.key()));
        let own = controller.and_then(|controller| controller.website.as_ref()).into_iter().chain(&notice.url);
        book.ours.extend(own.filter_map(|url| site(url.as_str())));
        for service in book.services.clone() {
            for host in service.hosts.iter().flatten() {
                book.hosts.entry(host.as_str()).or_default().insert(&service.key);
                book.sites.entry(registrable(host.as_str()).to_owned()).or_default().insert(&service.key);
            }
            let pages = service.policies.iter().flatten().map(|policy| &policy.url).chain(&service.website);
            let providers = service
                .providers
                .iter()
                .flatten()
                .filter_map(|provider| records.organization(provider.organization.key()));
            let pages = pages.chain(providers.filter_map(|organization| organization.website.as_ref()));
            for own in pages.filter_map(|url| site(url.as_str())) {
                book.sites.entry(own).or_default().insert(&service.key);
            }
        }
        book
    }

    /// Whose a host is, and the services that it is of or may be.
    fn whose(&self, host: &str) -> (HostIs, Vec<&'a Key>) {
        // The host itself, then what it lies below, the nearest first.
        let around = std::iter::successors(Some(host), |name| name.split_once('.').map(|(_, rest)| rest));
        if let Some(services) = around.filter(|name| name.contains('.')).find_map(|name| self.hosts.get(name)) {
            let used: Vec<&Key> = services.iter().copied().filter(|key| self.behind.contains(*key)).collect();
            return if used.is_empty() {
                (HostIs::OfUnusedService, services.iter().copied().collect())
            } else {
                (HostIs::Recorded, used)
            };
        }
        let own = registrable(host);
        if self.ours.contains(own) {
            return (HostIs::Ours, Vec::new());
        }
        match self.sites.get(own) {
            Some(services) => (HostIs::OnRecordedSite, services.iter().copied().collect()),
            None => (HostIs::NotRecorded, Vec::new()),
        }
    }

    fn names(&self, services: &[&Key]) -> Sentence {
        Sentence::say(|speech| {
            let called = services.iter().map(|key| {
                let named = self.records.named(Kind::Processors, key);
                named.name.map_or_else(
                    || key.to_string(),
                    |name| name.speak(&speech.tag(), named.language.as_ref()).text.to_owned(),
                )
            });
            let called: Vec<String> = called.collect();
            let called: Vec<&str> = called.iter().map(String::as_str).collect();
            crate::report::speech::Speech::listed(Some(speech), &called)
        })
    }

    fn of_host(&self, host: &LoadedHost, is: HostIs, services: &[&Key]) -> Option<Difference> {
        let who = self.names(services);
        let name = &host.host;
        let (problem, severity, surety, sentence, advice) = match is {
            HostIs::Ours | HostIs::Recorded => return None,
            HostIs::OfUnusedService => (
                Problem::HostOfUnusedService,
                Severity::Warning,
                Surety::of(Level::Sure, ("it is a recorded host", "系已登记的主机")),
                (
                    format!("{name} is loaded, a host of {}, and nothing behind the notice discloses to it.", who.en),
                    format!("加载了{}的主机{name}，但本声明下没有向其提供数据的处理活动。", who.zh_hans),
                ),
                ("Record the disclosure, or stop loading it.", "请登记该对外提供情况，或停止加载。"),
            ),
            HostIs::OnRecordedSite => (
                Problem::HostOnRecordedSite,
                Severity::Warning,
                Surety::of(
                    Level::Likely,
                    ("it is on the same site as a recorded host or page", "与已登记的主机或页面属于同一网站"),
                ),
                (
                    format!("{name} is loaded and is no recorded host; its site is that of {}.", who.en),
                    format!("加载了{name}，该主机未登记；其网站属于{}。", who.zh_hans),
                ),
                ("Record the host with the service that it is of.", "请在相应服务的登记中补充该主机。"),
            ),
            HostIs::NotRecorded => (
                Problem::HostNotRecorded,
                Severity::Error,
                Surety::of(
                    Level::Sure,
                    (
                        "no recorded host, page or site of ours is on its site",
                        "没有任何已登记的主机、页面或本方网站属于该网站",
                    ),
                ),
                (
                    format!("{name} is loaded, and nobody who is recorded has it."),
                    format!("加载了{name}，但不属于任何已登记方。"),
                ),
                (
                    "Find out whose it is; record the service with its hosts and disclosures, or stop loading it.",
                    "请核实其归属；登记该服务及其主机和对外提供情况，或停止加载。",
                ),
            ),
        };
        let sentence = Sentence::of((&sentence.0, &sentence.1));
        let records = services.iter().map(|key| At::field(Kind::Processors, key, "/hosts"));
        Some(
            Difference::new(problem, severity, surety, sentence, advice)
                .at([quoted(host)])
                .of(records)
                .between(Some(name), None),
        )
    }

    /// Services behind the notice of whose recorded hosts none is loaded.
    fn not_loaded(&self, loaded: &Loaded) -> Vec<Difference> {
        if loaded.hosts.is_empty() {
            return Vec::new();
        }
        let below = |host: &str, of: &str| host == of || host.strip_suffix(of).is_some_and(|rest| rest.ends_with('.'));
        let idle = self.services.iter().filter(|service| {
            let hosts = service.hosts.as_deref().unwrap_or_default();
            let any = hosts.iter().any(|own| loaded.hosts.iter().any(|there| below(&there.host, own.as_str())));
            self.behind.contains(&service.key) && !hosts.is_empty() && !any
        });
        let told = idle.map(|service| {
            let who = self.names(&[&service.key]);
            let hosts: Vec<&str> = service.hosts.iter().flatten().map(crate::domain::value::HostName::as_str).collect();
            let hosts = hosts.join(", ");
            let sentence = Sentence::of((
                &format!("Nothing is loaded from the hosts of {} ({hosts}), to which data goes.", who.en),
                &format!("未从{}的主机（{hosts}）加载任何内容，而登记向其提供数据。", who.zh_hans),
            ));
            let surety =
                Surety::of(Level::Possible, ("one visit need not load everything", "一次访问未必加载全部内容"));
            let advice = (
                "If it is no longer used, end the disclosure; if its hosts have changed, record them.",
                "如已不再使用，请注明对外提供已结束；如主机已变更，请更新登记。",
            );
            Difference::new(Problem::HostNotLoaded, Severity::Info, surety, sentence, advice)
                .of([At::field(Kind::Processors, &service.key, "/hosts")])
                .between(None, Some(&hosts))
        });
        told.collect()
    }

    /// Cookies that no record has.
    fn of_cookies(&self, loaded: &Loaded) -> Vec<Difference> {
        let recorded: Vec<&str> = self
            .services
            .iter()
            .flat_map(|service| service.cookies.iter().flatten().map(|cookie| &*cookie.name))
            .collect();
        let unknown = loaded.cookies.iter().filter(|cookie| !recorded.iter().any(|known| fits(known, &cookie.name)));
        let told = unknown.map(|cookie| {
            let (is, services) = self.whose(&cookie.host);
            let whose = match is {
                HostIs::Ours => ("set by the site itself".to_owned(), "由本站设置".to_owned()),
                HostIs::NotRecorded => (format!("exchanged with {}", cookie.host), format!("与{}交换", cookie.host)),
                HostIs::Recorded | HostIs::OfUnusedService | HostIs::OnRecordedSite => {
                    let who = self.names(&services);
                    (
                        format!("exchanged with {}, a host of {}", cookie.host, who.en),
                        format!("与{}的主机{}交换", who.zh_hans, cookie.host),
                    )
                }
            };
            let sentence = Sentence::of((
                &format!("The cookie {} ({}) is in no record.", cookie.name, whose.0),
                &format!("Cookie {}（{}）未登记。", cookie.name, whose.1),
            ));
            let surety =
                Surety::of(Level::Sure, ("no recorded name or pattern fits", "没有已登记的名称或通配模式与之匹配"));
            let advice = (
                "Record it with the service that sets it, with its purpose and lifetime.",
                "请在设置该 Cookie 的服务中登记其用途和有效期。",
            );
            Difference::new(Problem::CookieNotRecorded, Severity::Info, surety, sentence, advice)
                .of(services.iter().map(|key| At::field(Kind::Processors, key, "/cookies")))
                .between(Some(&cookie.name), None)
        });
        told.collect()
    }

    /// Packages of recorded services that nothing behind the notice discloses to.
    fn of_packages(&self, loaded: &Loaded) -> Vec<Difference> {
        let mut told = Vec::new();
        for service in self.services.iter().filter(|service| !self.behind.contains(&service.key)) {
            let own = service.sdks.iter().flatten();
            for package in own.filter_map(|sdk| loaded.packages.iter().find(|package| **package == *sdk.id)) {
                let who = self.names(&[&service.key]);
                let sentence = Sentence::of((
                    &format!(
                        "{package} is built in, an SDK of {}, and nothing behind the notice discloses to it.",
                        who.en
                    ),
                    &format!("集成了{}的 SDK {package}，但本声明下没有向其提供数据的处理活动。", who.zh_hans),
                ));
                let surety = Surety::of(Level::Sure, ("it is a recorded SDK", "系已登记的 SDK"));
                let advice = ("Record the disclosure, or take it out.", "请登记该对外提供情况，或移除该 SDK。");
                told.push(
                    Difference::new(Problem::HostOfUnusedService, Severity::Warning, surety, sentence, advice)
                        .of([At::field(Kind::Processors, &service.key, "/sdks")])
                        .between(Some(package), None),
                );
            }
        }
        told
    }

    /// Services without a host, by their names.
    fn of_services(names: &Names, loaded: &Loaded) -> Vec<Difference> {
        let unknown = loaded.services.iter().filter(|(name, provider)| {
            let borne = names.exactly(name).iter().chain(provider.iter().flat_map(|provider| names.exactly(provider)));
            let known: Vec<_> = borne.collect();
            known.is_empty()
        });
        let told = unknown.map(|(name, provider)| {
            let of = provider.as_ref().map_or_else(String::new, |provider| format!(" ({provider})"));
            let sentence = Sentence::of((
                &format!("The bill of materials names the service {name}{of}, and no record has this name."),
                &format!("物料清单列有服务{name}{of}，但没有记录使用该名称。"),
            ));
            let surety = Surety::of(Level::Likely, ("no recorded name is the same", "没有相同的已登记名称"));
            let advice = ("Record the service, or the name as an alias.", "请登记该服务，或将该名称登记为别名。");
            Difference::new(Problem::HostNotRecorded, Severity::Warning, surety, sentence, advice)
                .between(Some(name), None)
        });
        told.collect()
    }
}

fn quoted(host: &LoadedHost) -> Quoted {
    Quoted { line: host.line.unwrap_or(1), column: 1, section: None, quote: host.example.clone() }
}

/// Whether a recorded name of a cookie, in which `*` stands for anything, is that of one.
fn fits(recorded: &str, name: &str) -> bool {
    let mut parts = recorded.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    if !recorded.contains('*') {
        return rest.is_empty();
    }
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return false };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_pattern_stands_for_many_cookies() {
        for (recorded, name, expected) in [
            ("_ga", "_ga", true),
            ("_ga", "_ga_X1", false),
            ("_ga_*", "_ga_X1", true),
            ("a*b*c", "aXbYc", true),
            ("a*b", "aXc", false),
            ("*", "x", true),
        ] {
            assert_eq!(fits(recorded, name), expected, "{recorded} {name}");
        }
    }
}
