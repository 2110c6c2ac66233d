//! Where links lead: the language of the page, the site, whether it is the recorded one.

use super::{
    Aspect, Bearer, Difference, Extent, Level, LinkRead, Problem, Severity, Surety,
    ground::Ground,
    model::{Findings, less_sure, tempered},
    rows::Matched,
};
use crate::{
    domain::{Key, Kind, LanguageTag},
    report::told::{At, Sentence},
};
use std::collections::BTreeSet;

/// The host of an address, in lower case.
#[must_use]
pub fn host(url: &str) -> Option<String> {
    let rest = url.trim().split_once("://")?.1;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.trim_end_matches('.').to_ascii_lowercase();
    (!host.is_empty()).then_some(host)
}

/// The site of an address: the name under which somebody registered it, by the Public Suffix List.
#[must_use]
pub fn site(url: &str) -> Option<String> {
    let host = host(url)?;
    Some(registrable(&host).to_owned())
}

/// The name under which a host is registered; the host itself where there is none.
#[must_use]
pub fn registrable(host: &str) -> &str {
    psl::domain_str(host).unwrap_or(host)
}

/// An address as it is compared: without scheme, `www.`, a slash at the end.
fn same(url: &str) -> String {
    let rest = url.trim().split_once("://").map_or(url, |(_, rest)| rest);
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let authority = authority.to_ascii_lowercase();
    let bare = authority.strip_prefix("www.").unwrap_or(&authority);
    format!("{bare}/{}", path.trim_end_matches('/'))
}

/// Every recorded address of a service and its providers.
pub fn known<'a>(ground: &Ground<'a>, service: &Key) -> Vec<&'a str> {
    let processor = ground.processor(service);
    let policies = processor
        .into_iter()
        .flat_map(|processor| processor.policies.iter().flatten().map(|policy| policy.url.as_str()));
    let own = processor.and_then(|processor| processor.website.as_ref()).map(crate::domain::value::WebUrl::as_str);
    let listed = ground.notice.listing.iter().flatten().filter(|row| row.processor.key() == service);
    let listed = listed.flat_map(|row| row.links.iter().flatten().map(|link| link.url.as_str()));
    policies.chain(own).chain(listed).collect()
}

/// Recorded sites of those who offer a service.
fn sites_of_providers(ground: &Ground<'_>, service: &Key) -> BTreeSet<String> {
    let providers = ground.providers(service).into_iter().filter_map(|key| ground.records.organization(key));
    providers.filter_map(|organization| site(organization.website.as_ref()?.as_str())).collect()
}

/// Compares the links of rows, and those elsewhere that lead to the pages of recorded services.
pub fn compare(ground: &Ground<'_>, matched: &[Matched<'_>], findings: &mut Findings) {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut compared = 0;
    for one in matched.iter().filter(|one| one.expected.who.kind == Kind::Processors) {
        let service = &one.expected.who.key;
        for link in &one.row.links {
            compared += 1;
            seen.insert(&link.url);
            of_form(link, findings);
            of_language(ground, link, &one.expected.who, findings);
            if one.alone {
                of_site(ground, one, service, link, findings);
            }
        }
        if one.alone {
            missing(ground, one, service, findings);
        }
    }
    // Rows of nobody, and links in the text: of them only form and language can be told.
    for row in ground.reading.tables.iter().flat_map(|table| &table.rows) {
        for link in row.links.iter().filter(|link| !seen.contains(link.url.as_str())) {
            of_form(link, findings);
        }
    }
    for link in ground.reading.links.iter().filter(|link| !seen.contains(link.url.as_str())) {
        if let Some(service) = leads_to(ground, &link.url) {
            compared += 1;
            of_language(ground, link, &service, findings);
        }
    }
    let others = ground.reading.links.len().saturating_sub(compared);
    let language = ground.language.as_ref().map_or("?", LanguageTag::as_str);
    let sentence = Sentence::of((
        &format!(
            "{compared} links to recorded services were compared, in a notice whose language is {language}; {others} others lead to nobody who is recorded. Pages were not opened."
        ),
        &format!(
            "已比较{compared}个指向已登记服务的链接（声明语言为{language}）；另有{others}个链接不指向已登记的服务。未打开任何页面。"
        ),
    ));
    let extent = match (compared, &ground.language) {
        (0, _) => Extent::NotCompared,
        (_, None) => Extent::InPart,
        _ => Extent::Compared,
    };
    findings.compared(Aspect::Links, extent, sentence);
}

/// The service whose recorded page an address is.
fn leads_to(ground: &Ground<'_>, url: &str) -> Option<Bearer> {
    let services = ground.expected.iter().map(|expected| &expected.who).filter(|who| who.kind == Kind::Processors);
    let own = same(url);
    let mut on_site = None;
    for who in services {
        let known = known(ground, &who.key);
        if known.iter().any(|known| same(known) == own) {
            return Some(who.clone());
        }
        if known.iter().any(|known| host(known) == host(url)) {
            on_site = Some(who.clone());
        }
    }
    on_site
}

fn of_form(link: &LinkRead, findings: &mut Findings) {
    let sure = |why| Surety::of(Level::Sure, why);
    if !link.url.contains("://") {
        let shown = link.text.as_deref().unwrap_or_default();
        let sentence =
            Sentence::of((&format!("The link “{shown}” leads nowhere."), &format!("链接“{shown}”未指向任何页面。")));
        let advice = ("Give the link its address.", "请为该链接填写网址。");
        findings.add(
            Difference::new(
                Problem::LinkToNowhere,
                Severity::Warning,
                sure(("it has no address", "没有网址")),
                sentence,
                advice,
            )
            .at([link.at.clone()]),
        );
    }
    let shown = link.text.as_deref().filter(|text| text.contains("://") || text.starts_with("www."));
    let shown_site =
        shown.and_then(|text| if text.contains("://") { site(text) } else { site(&format!("https://{text}")) });
    if let (Some(shown), Some(shown_site), Some(own)) = (shown, shown_site, site(&link.url))
        && shown_site != own
    {
        let sentence = Sentence::of((
            &format!("The link shows {shown} and leads to {}.", link.url),
            &format!("链接显示为{shown}，实际指向{}。", link.url),
        ));
        let advice = ("Let it lead where it says.", "请使链接与其显示的网址一致。");
        findings.add(
            Difference::new(
                Problem::LinkShowsOtherAddress,
                Severity::Warning,
                sure(("both are written there", "两者均见于文本")),
                sentence,
                advice,
            )
            .at([link.at.clone()])
            .between(Some(&link.url), None),
        );
    }
}

/// A page in another language than the notice.
fn of_language(ground: &Ground<'_>, link: &LinkRead, service: &Bearer, findings: &mut Findings) {
    let recorded = page_language(ground, service, &link.url);
    let of_page = recorded
        .map(|tag| (tag, Surety::of(Level::Sure, ("the language of the page is recorded", "页面语言已登记"))))
        .or_else(|| Some((link.language.clone()?, link.surety.clone()?)));
    let (Some((page, surety)), Some(own)) = (of_page, &ground.language) else { return };
    if base(&page) == base(own) {
        return;
    }
    let sentence = Sentence::of((
        &format!("The notice is in {own}, and its link leads to a page in {page}: {}", link.url),
        &format!("声明语言为{own}，而链接指向{page}页面：{}", link.url),
    ));
    let advice = (
        "Link the page in the language of the notice, if there is one.",
        "如有与声明语言相同的页面，请改为链接该页面。",
    );
    let severity = tempered(Severity::Warning, surety.level);
    findings.add(
        Difference::new(Problem::LinkInOtherLanguage, severity, surety, sentence, advice)
            .at([link.at.clone()])
            .of([At::field(service.kind, &service.key, "/policies")])
            .between(Some(page.as_str()), Some(own.as_str())),
    );
}

/// The recorded language of a page.
fn page_language(ground: &Ground<'_>, service: &Bearer, url: &str) -> Option<LanguageTag> {
    let policies = ground.processor(&service.key)?.policies.as_deref().unwrap_or_default();
    let own = policies.iter().find(|policy| same(policy.url.as_str()) == same(url))?;
    own.language.clone()
}

fn base(tag: &LanguageTag) -> String {
    tag.lookup().last().unwrap_or_default().to_owned()
}

/// A page of another site, or another page than the recorded ones.
fn of_site(ground: &Ground<'_>, one: &Matched<'_>, service: &Key, link: &LinkRead, findings: &mut Findings) {
    let Some(own) = site(&link.url) else { return };
    let known = known(ground, service);
    let quoted = |problem, severity, surety: Surety, sentence, advice| {
        Difference::new(problem, severity, surety, sentence, advice)
            .at([link.at.clone()])
            .of([At::field(Kind::Processors, service, "/policies")])
            .between(Some(&link.url), known.first().copied())
    };
    let name = &one.row.name;
    if known.iter().any(|known| same(known) == same(&link.url)) {
        return;
    }
    let sites: BTreeSet<String> = known.iter().filter_map(|url| site(url)).collect();
    if known.is_empty() {
        let sentence = Sentence::of((
            &format!("The row of {name} links {}, and no page of the service is recorded.", link.url),
            &format!("{name}一行链接了{}，但登记册中没有该服务的任何页面。", link.url),
        ));
        let surety = Surety::of(Level::Sure, ("none is recorded", "未登记任何页面"));
        let advice = ("Record the page with its kind and language.", "请登记该页面及其类型和语言。");
        return findings.add(quoted(Problem::LinkNotRecorded, Severity::Info, surety, sentence, advice));
    }
    let surety = less_sure(
        &one.table.surety,
        &Surety::of(Level::Sure, ("the addresses are compared as they are written", "按所写网址比较")),
    );
    if sites.contains(&own) || sites_of_providers(ground, service).contains(&own) {
        let sentence = Sentence::of((
            &format!(
                "The row of {name} links {}, which is another page than the recorded ones of the same site.",
                link.url
            ),
            &format!("{name}一行链接的{}与登记的同一网站页面不同。", link.url),
        ));
        let advice = ("Record the page, or link the recorded one.", "请登记该页面，或改为链接已登记的页面。");
        return findings.add(quoted(Problem::LinkToOtherPage, Severity::Info, surety, sentence, advice));
    }
    let recorded: Vec<&str> = sites.iter().map(String::as_str).collect();
    let sentence = Sentence::of((
        &format!(
            "The row of {name} links {}, and the recorded pages of the service are on {}.",
            link.url,
            recorded.join(", ")
        ),
        &format!("{name}一行链接了{}，而登记的该服务页面位于{}。", link.url, recorded.join("、")),
    ));
    let advice = (
        "Find out whose page it is, and correct the link or the record.",
        "请核实该页面属于哪一方，并更正链接或登记。",
    );
    let severity = tempered(Severity::Warning, surety.level);
    findings.add(quoted(Problem::LinkToOtherHost, severity, surety, sentence, advice));
}

/// Recorded links of the published row that the text does not have.
fn missing(ground: &Ground<'_>, one: &Matched<'_>, service: &Key, findings: &mut Findings) {
    let Some(listed) = ground.notice.listing.iter().flatten().find(|row| row.processor.key() == service) else {
        return;
    };
    let of_language = |tag: &Option<LanguageTag>| match (tag, &ground.language) {
        (Some(tag), Some(own)) => base(tag) == base(own),
        _ => true,
    };
    for link in listed.links.iter().flatten().filter(|link| of_language(&link.notice_language)) {
        let url = link.url.as_str();
        if one.row.links.iter().any(|there| same(&there.url) == same(url)) {
            continue;
        }
        let sentence = Sentence::of((
            &format!("The recorded row of {} links {url}, and the row of the text does not.", one.row.name),
            &format!("登记的{}一行链接了{url}，但文本中该行没有此链接。", one.row.name),
        ));
        let advice = ("Put the link back, or take it out of the record.", "请恢复该链接，或更新登记。");
        let surety = less_sure(
            &one.table.surety,
            &Surety::of(Level::Sure, ("all links of the row were read", "已读取该行所有链接")),
        );
        let severity = tempered(Severity::Warning, surety.level);
        findings.add(
            Difference::new(Problem::LinkMissing, severity, surety, sentence, advice)
                .at([one.row.at.clone()])
                .of([At::field(Kind::Notices, &ground.notice.key, format!("/listing/{}/links", listed.key))])
                .between(None, Some(url)),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_what_somebody_registered() {
        for (url, own) in [
            ("https://policies.google.com/privacy?hl=zh-CN", "google.com"),
            ("https://www.example.co.uk/a", "example.co.uk"),
            ("https://Maps.Example.com.cn:8443/", "example.com.cn"),
            ("https://tenant.github.io/x", "tenant.github.io"),
        ] {
            assert_eq!(site(url).as_deref(), Some(own), "{url}");
        }
        assert_eq!(same("https://www.Neocrm.com/privacy/"), same("http://neocrm.com/privacy"));
    }
}
