//! Which agreements, assessments and registrations are in force for a flow.

use super::{facts, of, on};
use ropewalk::flows::{Coverage, Facts};

const DAY: &str = "2025-06-30";

fn fragment(instruments: &str, disclosure: &str) -> String {
    format!(
        r"
data-categories: [{{key: contact, name: {{en: Contact}}}}, {{key: contact.email, name: {{en: Mail}}}}, {{key: health, name: {{en: Health}}}}]
processors:
  - {{key: crm, name: {{en: CRM}}, providers: [{{key: c, organization: cloudy}}], locations: [{{key: us, location: us}}], sub_processors: []}}
activities:
  - key: a
    name: {{en: A}}
    controllers: [maple]
    storage: [{{key: ca, location: ca}}]
    data: [{{key: mail, category: contact.email}}]
    disclosures: [{{key: crm, recipient: {{processor: crm}}, data: [mail]{disclosure}}}]
  - {{key: other, name: {{en: Other}}}}
{instruments}
"
    )
}

fn agreements(facts: &Facts<'_>) -> Vec<String> {
    let told = facts.instruments.agreements.iter().map(|found| {
        let named = if found.named { " named" } else { "" };
        let between = if found.exporters.is_empty() || found.importers.is_empty() { "" } else { " between" };
        format!("{}{named}{between} {:?}", found.agreement.key, found.coverage)
    });
    told.collect()
}

fn in_force(instruments: &str, disclosure: &str, day: &str) -> Vec<String> {
    let register = of(&fragment(instruments, disclosure));
    let flows = on(&register, day);
    agreements(facts(&flows, "a disclosure crm to crm"))
}

const PARTIES: &str = "parties: [{key: m, organization: maple}, {key: c, organization: cloudy}]";

#[test]
fn an_agreement_between_the_two_ends_counts_by_its_state_and_dates() {
    let dated = |state: &str, dates: &str, day: &str| {
        !in_force(&format!("agreements: [{{key: dpa, name: {{en: D}}, {PARTIES}, {state}, {dates}}}]"), "", day)
            .is_empty()
    };
    let year = "in_force: {from: 2025-01-01, until: 2025-12-31}";
    assert!(dated("state: signed", year, "2025-01-01"));
    assert!(dated("state: signed", year, "2025-12-31"));
    assert!(!dated("state: signed", year, "2024-12-31"));
    assert!(!dated("state: signed", year, "2026-01-01"));
    assert!(dated("state: by_terms", year, DAY));
    for not_in_place in ["intended", "terminated", "unknown"] {
        assert!(!dated(&format!("state: {not_in_place}"), year, DAY), "{not_in_place}");
    }
    assert!(!dated("tags: []", year, DAY), "a state that is left out is unknown");
    assert!(!dated("state: signed", "signed_on: 2025-07-01", DAY));
    assert!(!dated("state: signed", "status: draft", DAY));
}

#[test]
fn an_agreement_with_others_counts_only_where_the_disclosure_names_it() {
    let with_others = "agreements: [{key: dpa, name: {en: D}, state: signed, parties: [{key: m, organization: maple}, {key: c, organization: chatty}]}]";
    assert!(in_force(with_others, "", DAY).is_empty());
    assert_eq!(in_force(with_others, ", agreements: [dpa]", DAY), ["dpa named Unknown"]);
    let left = format!(
        "agreements: [{{key: dpa, name: {{en: D}}, state: signed, {}}}]",
        PARTIES.replace("organization: cloudy", "organization: cloudy, until: 2025-06-29")
    );
    assert!(in_force(&left, "", DAY).is_empty());
    assert_eq!(in_force(&left, "", "2025-06-29"), ["dpa between Unknown"]);
}

#[test]
fn a_scope_covers_excludes_or_does_not_say() {
    let scoped = |scope: &str| {
        in_force(
            &format!("agreements: [{{key: dpa, name: {{en: D}}, state: signed, {PARTIES}, scope: {scope}}}]"),
            "",
            DAY,
        )
    };
    let all = "{processors: [crm], activities: [a], routes: [{key: r, from: ca, to: us}], data: [contact]}";
    assert_eq!(scoped(all), ["dpa between Covered"]);
    assert_eq!(scoped("{processors: [crm]}"), ["dpa between Unknown"]);
    for excludes in [
        all.replace("[a]", "[other]"),
        all.replace("[crm]", "[]"),
        all.replace("[contact]", "[health]"),
        all.replace("to: us", "to: cn"),
    ] {
        assert!(scoped(&excludes).is_empty(), "{excludes}");
    }
    assert_eq!(scoped(&all.replace("from: ca, to: us", "from: north-america, to: us")), ["dpa between Covered"]);
    let named = format!(
        "agreements: [{{key: dpa, name: {{en: D}}, state: signed, {PARTIES}, scope: {{activities: [other]}}}}]"
    );
    assert_eq!(in_force(&named, ", agreements: [dpa]", DAY), ["dpa named between Excluded"]);
}

#[test]
fn purposes_of_a_scope_cover_what_they_name_in_the_same_words_and_exclude_nothing() {
    let scoped = |scope: &str, purposes: &str| {
        let text = fragment(
            &format!("agreements: [{{key: dpa, name: {{en: D}}, state: signed, {PARTIES}, scope: {scope}}}]"),
            purposes,
        );
        let own = "name: {en: A}\n    purposes: [{key: sell, text: {en: Selling, fr: Vente}}, {key: ask}]";
        let register = of(&text.replacen("name: {en: A}", own, 1));
        let flows = on(&register, DAY);
        agreements(facts(&flows, "a disclosure crm to crm"))
    };
    let scope = "{processors: [crm], activities: [a], routes: [{key: r, from: ca, to: us}], data: [contact], purposes: [{fr: Vente}]}";
    assert_eq!(scoped(scope, ", purposes: [sell]"), ["dpa between Covered"]);
    for open in [", purposes: [sell, ask]", ", purposes: [ask]", ", purposes: []", ""] {
        assert_eq!(scoped(scope, open), ["dpa between Unknown"], "{open}");
    }
    assert_eq!(scoped(&scope.replace("Vente", "Achat"), ", purposes: [sell]"), ["dpa between Unknown"]);
}

#[test]
fn an_assessment_counts_from_its_completion_until_its_last_day_and_only_in_scope() {
    let register = of(&fragment(
        r"
assessments:
  - {key: tia, name: {en: T}, completed_on: 2025-06-30, valid_until: 2025-07-31, scope: {processors: [crm]}}
  - {key: pia, name: {en: P}, completed_on: 2025-01-01, scope: {activities: [a]}}
  - {key: filing, name: {en: F}, filing: {filed_on: 2025-01-01}, scope: {activities: [a], processors: []}}
  - {key: open, name: {en: O}, scope: {activities: [a]}}
  - {key: elsewhere, name: {en: E}, completed_on: 2025-01-01, scope: {activities: [other], processors: [crm]}}
",
        "",
    ));
    let on_day = |day: &str| -> Vec<String> {
        let flows = on(&register, day);
        let found = &facts(&flows, "a disclosure crm to crm").instruments.assessments;
        assert!(found.iter().all(|found| found.coverage == Coverage::Unknown && !found.named));
        found.iter().map(|found| found.assessment.key.to_string()).collect()
    };
    assert_eq!(on_day("2025-06-29"), ["pia"]);
    assert_eq!(on_day("2025-06-30"), ["pia", "tia"]);
    assert_eq!(on_day("2025-07-31"), ["pia", "tia"]);
    assert_eq!(on_day("2025-08-01"), ["pia"]);
}

#[test]
fn registrations_of_the_importer_count_while_they_are_active() {
    let with = super::GROUND.replace(
        "{key: cloudy, name: {en: Cloudy}}",
        "{key: cloudy, name: {en: Cloudy}, registrations: [{key: dpf, scheme: data_privacy_framework, status: active, until: 2025-12-31}, {key: uk, scheme: uk_extension}]}",
    );
    let register = crate::exchange::register(&format!("{with}{}", fragment("", "")));
    let on_day = |day: &str| -> Vec<String> {
        let flows = on(&register, day);
        let found = &facts(&flows, "a disclosure crm to crm").instruments.registrations;
        found.iter().map(|found| format!("{} {}", found.organization, found.registration.key)).collect()
    };
    assert_eq!(on_day(DAY), ["cloudy dpf"]);
    assert!(on_day("2026-01-01").is_empty());
}
