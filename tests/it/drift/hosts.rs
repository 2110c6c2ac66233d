//! What a site loads against the hosts of recorded services.

use super::{HARBOUR, register};
use ropewalk::{
    domain::Register,
    exchange,
    report::{
        drift::{Level, Names, Problem, Severity},
        hosts::{HostIs, HostsDrift, hosts_drift},
    },
};

fn told(register: &Register, list: &str) -> HostsDrift {
    let on = "2026-11-25".parse().unwrap();
    let (notice, language) = ("privacy-en".parse().unwrap(), "en".parse().unwrap());
    let loaded = exchange::hosts::read(list.as_bytes()).unwrap();
    hosts_drift(register, &Names::of(register, on), (&notice, on, &language), &loaded).unwrap()
}

fn problems(told: &HostsDrift) -> Vec<(Problem, Severity)> {
    told.hosts.host_differences.iter().map(|one| (one.problem, one.severity)).collect()
}

#[test]
fn a_host_is_of_whoever_recorded_it_or_what_it_lies_below() {
    let register = register(HARBOUR);
    let told = told(
        &register,
        "www.harbour-lights.example\ncollect.tallymark.example\neu.collect.tallymark.example\nforms.mailhaus.example\n",
    );
    assert!(told.hosts.host_differences.is_empty(), "{told:?}");
    let whose: Vec<HostIs> = told.hosts.loaded.iter().map(|host| host.is).collect();
    assert_eq!(whose, [HostIs::Recorded, HostIs::Recorded, HostIs::Recorded, HostIs::Ours]);
    let unknown: Vec<&str> = told.hosts.hosts_unknown.iter().map(|named| named.key.as_str()).collect();
    assert_eq!(unknown, ["lanhai-crm", "northwind", "payrail"], "of these nobody can tell");
}

#[test]
fn who_is_loaded_and_not_recorded_is_an_error_and_a_recorded_site_a_question() {
    let register = register(HARBOUR);
    let of = told(
        &register,
        "https://cdn.tallymark.example/t.js\ntracker.example.net\ncollect.tallymark.example\nforms.mailhaus.example",
    );
    assert_eq!(
        problems(&of),
        [(Problem::HostNotRecorded, Severity::Error), (Problem::HostOnRecordedSite, Severity::Warning)]
    );
    let look_alike = told(&register, "collect.tallymark.example.evil.test\nnotcollect.tallymark.example");
    let whose: Vec<HostIs> = look_alike.hosts.loaded.iter().map(|host| host.is).collect();
    assert_eq!(whose, [HostIs::NotRecorded, HostIs::OnRecordedSite]);
}

#[test]
fn who_is_recorded_and_not_loaded_is_told_with_care() {
    let told = told(&register(HARBOUR), "collect.tallymark.example");
    assert_eq!(problems(&told), [(Problem::HostNotLoaded, Severity::Info)]);
    assert_eq!(told.hosts.host_differences[0].surety.level, Level::Possible);
    let source = HARBOUR.replace("    hosts: [forms.mailhaus.example]", "    hosts: []");
    assert_eq!(problems(&self::told(&register(&source), "collect.tallymark.example")), []);
}

#[test]
fn a_service_that_the_notice_does_not_use_is_told() {
    let source = HARBOUR.replace("    providers: []\n", "    providers: []\n    hosts: [widget.chatterbox.example]\n");
    let told = told(&register(&source), "widget.chatterbox.example\ncollect.tallymark.example\nforms.mailhaus.example");
    assert_eq!(problems(&told), [(Problem::HostOfUnusedService, Severity::Warning)]);
}

#[test]
fn cookies_of_an_archive_are_compared_with_names_and_patterns() {
    let har = r#"{"log":{"entries":[
        {"request":{"url":"https://collect.tallymark.example/x","cookies":[{"name":"_tm"},{"name":"_tm_8F"},{"name":"spy"}]}},
        {"request":{"url":"https://forms.mailhaus.example/"}}]}}"#;
    let told = told(&register(HARBOUR), har);
    assert_eq!(problems(&told), [(Problem::CookieNotRecorded, Severity::Info)]);
    assert!(told.hosts.host_differences[0].sentence.en.contains("Tallymark Analytics"));
}

#[test]
fn services_of_a_bill_of_materials_are_known_by_host_or_name() {
    let bom = r#"{"bomFormat":"CycloneDX","services":[
        {"name":"counting","endpoints":["https://collect.tallymark.example/v1"]},
        {"name":"Mailhaus Newsletter"},{"name":"Ghost writer"},{"name":"pay","provider":{"name":"Payrail Payments Limited"}}]}"#;
    let told = told(&register(HARBOUR), bom);
    let unknown: Vec<_> =
        told.hosts.host_differences.iter().filter(|one| one.problem == Problem::HostNotRecorded).collect();
    assert_eq!(unknown.len(), 1);
    assert!(unknown[0].sentence.en.contains("Ghost writer"));
}
