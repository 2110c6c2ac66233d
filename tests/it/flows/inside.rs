//! What the systems and services of a flow say beside places, access and fields.

use super::{facts, of, on};
use ropewalk::flows::{Extent, Use};

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
