//! A company's own checks: rules of its house, in the words of laws, without a line of program.

use super::{day, register};
use ropewalk::findings::{self, Beside};

/// "No biometric data outside Canada."
const RULE: &str = "
regimes:
  - key: biometrics-at-home
    name: {en: Biometric data stays in Canada, zh-Hans: 生物识别信息不出加拿大}
    law: {title: {en: House rules, zh-Hans: 内部规则}, citation: House rule 12}
    checked: 2026-01-01
    lists:
      - {key: home, name: {en: Canada}, entries: [{key: ca, location: ca, status: confirmed}]}
    rules:
      - key: other-data
        when: {not: {data: {some: {categories: [biometric]}}}}
        then: not_applicable
        sentence: {en: No biometric data is in it., zh-Hans: 不含生物识别信息。}
        citation: House rule 12
        status: confirmed
      - key: at-home
        when: {destination: {only_in: [home]}}
        then: satisfied
        sentence: {en: It stays in Canada., zh-Hans: 信息留在加拿大。}
        citation: House rule 12
        status: confirmed
      - key: abroad
        then: not_satisfied
        sentence: {en: Biometric data leaves Canada., zh-Hans: 生物识别信息离开加拿大。}
        citation: House rule 12
        status: confirmed
processors:
  - {key: door, name: {en: Door lock}}
";

/// What the two checks that tell of laws find where fingerprints go to a door lock in `place`.
fn found(data: &str, place: &str) -> Vec<(&'static str, String)> {
    let activity = format!(
        "activities:\n  - key: entry\n    name: {{en: Entry}}\n    people: [{{key: staff, place: ca}}]\n    data: [{{key: data, category: {data}}}]\n    \
         complete: [{{pointer: /data, by: Security, on: 2026-01-01}}]\n    \
         disclosures: [{{key: lock, recipient: {{processor: door}}, kind: entrusted, data: [data]{place}}}]\n"
    );
    let register = register(&format!("{RULE}{activity}"));
    let all = findings::find(&register, day("2026-11-25"), &Beside::default(), |check| {
        ["RW045", "RW046"].contains(&check.code)
    });
    let house = all.found.iter().filter(|finding| finding.message.en.contains("Biometric data stays in Canada"));
    house.map(|finding| (finding.check.code, format!("{}: {}", finding.pointer, finding.message.en))).collect()
}

#[test]
fn a_rule_of_the_house_is_found_broken_at_its_place_with_its_citation() {
    let broken = found("biometric", ", locations: [us], access: []");
    let not_met = broken.iter().find(|(code, _)| *code == "RW045").unwrap_or_else(|| panic!("{broken:?}"));
    assert!(
        not_met.1.starts_with("/disclosures/lock: ") && not_met.1.ends_with("Biometric data leaves Canada."),
        "{broken:?}"
    );
}

#[test]
fn where_it_goes_is_not_recorded_so_that_nobody_can_tell_and_that_is_found_too() {
    let open = found("biometric", "");
    assert!(open.iter().any(|(code, _)| *code == "RW046") && open.iter().all(|(code, _)| *code != "RW045"), "{open:?}");
}

#[test]
fn other_data_may_go_anywhere() {
    assert_eq!(found("contact", ", locations: [us], access: []"), []);
}
