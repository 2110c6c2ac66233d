//! What the systems of a flow say of the data in them, and what scopes say in words.

use super::{facts, of, on};
use ropewalk::flows::{Coverage, Extent, Use};

const DAY: &str = "2025-06-30";

const CRM: &str = r"
processors: [{key: crm, name: {en: CRM}, providers: [{key: p, organization: cloudy}]}]
systems:
  - key: tenant
    name: {en: Our tenant}
    tenant_of: crm
    mixed_with: [{key: partner, organization: chatty}]
    linked: [{key: email, by: {en: E-mail}}]
    key_places: [{key: vault, location: ca}]
  - {key: silent, name: {en: Nobody said}}
activities:
";

#[test]
fn a_flow_tells_what_is_mixed_linked_and_locked_in_the_systems_it_goes_into() {
    let register = of(&format!(
        "{CRM}  - {{key: a, name: {{en: A}}, systems: [tenant, silent], disclosures: [{{key: d, recipient: {{processor: crm}}}}]}}"
    ));
    let flows = on(&register, DAY);
    let into = &facts(&flows, "a disclosure d to crm").inside;
    assert_eq!(into.mixed.items.iter().map(|one| one.key.as_str()).collect::<Vec<_>>(), ["partner"]);
    assert_eq!(into.linked.items.iter().map(|one| one.key.as_str()).collect::<Vec<_>>(), ["email"]);
    let keys: Vec<_> = into.keys.items.iter().map(|spot| (spot.location.unwrap().as_str(), spot.used_for)).collect();
    assert_eq!(keys, [("ca", Use::Keys)]);
    assert_eq!(into.keys.said[0].at.to_string(), "systems/tenant#/key_places");
    assert_eq!(into.keys.said[0].extent, Extent::Open);
    let silent = &facts(&flows, "a holding silent").inside;
    assert!(silent.mixed.is_unknown() && silent.mixed.said[0].extent == Extent::Unknown);
    // Where keys are is not where data is.
    assert!(!facts(&flows, "a disclosure d to crm").destination().items.iter().flatten().any(|at| at.as_str() == "ca"));
}

#[test]
fn a_provider_keeps_the_territories_of_customers_that_it_serves() {
    let register = of(r"
processors:
  - key: crm
    name: {en: CRM}
    providers:
      - {key: inc, organization: cloudy, territories: [us]}
      - {key: ltd, organization: chatty, territories: [fr]}
      - {key: old, organization: helpers, until: 2020-01-01}
activities: [{key: a, name: {en: A}, disclosures: [{key: d, recipient: {processor: crm}}]}]
");
    let flows = on(&register, DAY);
    let side = &facts(&flows, "a disclosure d to crm").importer;
    let told: Vec<String> = side
        .providers
        .iter()
        .map(|provider| {
            format!("{} for {}", provider.organization.key(), provider.territories.as_ref().unwrap()[0].key())
        })
        .collect();
    assert_eq!(told, ["cloudy for us", "chatty for fr"]);
}

#[test]
fn purposes_of_a_scope_cover_those_that_it_names_in_the_same_words_and_exclude_none() {
    let coverage = |scope: &str, purposes: &str| {
        let register = of(&format!(
            r"
agreements:
  - key: g
    name: {{en: G}}
    parties: [{{key: we, organization: maple}}, {{key: they, organization: cloudy}}]
    state: by_terms
    scope: {{processors: [crm], activities: [a], data: [], routes: []{scope}}}
processors: [{{key: crm, name: {{en: CRM}}, providers: [{{key: p, organization: cloudy}}], locations: []}}]
activities:
  - key: a
    name: {{en: A}}
    controllers: [maple]
    purposes: [{{key: sell, text: {{en: Selling}}}}, {{key: ask, text: {{en: Asking}}}}]
    disclosures: [{{key: d, recipient: {{processor: crm}}{purposes}}}]
"
        ));
        let flows = on(&register, DAY);
        facts(&flows, "a disclosure d to crm").instruments.agreements[0].coverage
    };
    // With no route and no category recorded, the rest of the scope leaves it open: only a difference would show.
    for (scope, purposes) in [("", ", purposes: [sell]"), (", purposes: [{en: Selling}]", ", purposes: [ask]")] {
        assert_eq!(coverage(scope, purposes), Coverage::Unknown, "{scope} {purposes}");
    }
}
