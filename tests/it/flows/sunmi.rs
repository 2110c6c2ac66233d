//! The flows of a real company's register, one by one.

use super::{facts, lines, name, on};
use crate::processor_table::sunmi;
use ropewalk::flows::{Basis, Border, Crossing, Doubt};
use std::collections::BTreeSet;

const DAY: &str = "2026-11-22";

#[test]
fn the_register_has_each_flow_that_the_policy_describes() {
    let register = sunmi();
    let lines = lines(&on(&register, DAY));
    assert_eq!(lines, EXPECTED, "{lines:#?}");
}

const EXPECTED: &[&str] = &[
    // Affiliates and partners.
    "affiliates-and-partners collection: north-america > -: may cross",
    "affiliates-and-partners holding: north-america > -: may cross",
    "affiliates-and-partners disclosure affiliates to group: north-america > -: may cross",
    "affiliates-and-partners disclosure partners to group: north-america > -: may cross",
    // Backups.
    "backups collection: north-america > -: may cross",
    "backups holding backup-systems: north-america > -: may cross",
    // An acquirer.
    "business-succession collection: north-america > -: may cross",
    "business-succession holding: north-america > -: may cross",
    "business-succession disclosure successor to group: north-america > -: may cross",
    // Authorities.
    "compelled-disclosure collection: north-america > -: may cross",
    "compelled-disclosure holding: north-america > -: may cross",
    "compelled-disclosure disclosure authorities to authority: north-america > -: may cross",
    // The contact form, to the CRM in China, back from there, onward from there, hosting.
    "consultation-services collection: north-america > north-america: may cross",
    "consultation-services holding to amazon-hosting: north-america > north-america: may cross",
    "consultation-services holding sunmi-north-america-website: north-america > -: may cross",
    "consultation-services disclosure neocrm to neocrm: north-america > cn: crosses",
    "consultation-services onward to amazon-hosting amazon-hosting -> unrecorded: north-america > -: may cross, inferred",
    "consultation-services onward neocrm to neocrm neocrm -> unrecorded: cn > -: may cross, inferred",
    "consultation-services return neocrm to neocrm: cn > us-ga: crosses, inferred",
    // Cookies.
    "cookies-and-similar-technologies collection: north-america > north-america: may cross",
    "cookies-and-similar-technologies holding to amazon-hosting: north-america > north-america: may cross",
    "cookies-and-similar-technologies holding sunmi-north-america-website: north-america > -: may cross",
    "cookies-and-similar-technologies onward to amazon-hosting amazon-hosting -> unrecorded: north-america > -: may cross, inferred",
    // Feedback and complaints.
    "customer-service collection: north-america > north-america: may cross",
    "customer-service holding to amazon-hosting: north-america > north-america: may cross",
    "customer-service holding feedback-system: north-america > -: may cross",
    "customer-service disclosure feedback-system-operator to group: north-america > -: may cross",
    "customer-service onward to amazon-hosting amazon-hosting -> unrecorded: north-america > -: may cross, inferred",
    // The demo request, the booking platform.
    "demo-appointment collection: north-america > north-america: may cross",
    "demo-appointment collection microsoft-booking to microsoft-booking-platform: north-america > -: may cross",
    "demo-appointment holding to amazon-hosting: north-america > north-america: may cross",
    "demo-appointment holding sunmi-north-america-website: north-america > -: may cross",
    "demo-appointment onward to amazon-hosting amazon-hosting -> unrecorded: north-america > -: may cross, inferred",
    "demo-appointment onward microsoft-booking to microsoft-booking-platform microsoft-booking-platform -> unrecorded: - > -: may cross, inferred",
    // Notification of incidents.
    "incident-notification collection: north-america > -: may cross",
    "incident-notification holding: north-america > -: may cross",
    "incident-notification disclosure regulatory-authorities to authority: north-america > -: may cross",
    // Access from, or processing in, other places.
    "international-processing collection: world > -: may cross",
    "international-processing holding: world > world: may cross",
    "international-processing access other-countries: world > world: may cross",
    // Marketing mail through an unnamed sender.
    "marketing-e-mail collection: north-america > north-america: may cross",
    "marketing-e-mail holding to amazon-hosting: north-america > north-america: may cross",
    "marketing-e-mail holding e-mail-sender: north-america > -: may cross",
    "marketing-e-mail disclosure e-mail-sender-operator to group: north-america > -: may cross",
    "marketing-e-mail onward to amazon-hosting amazon-hosting -> unrecorded: north-america > -: may cross, inferred",
    // Other people's and children's data.
    "minors-and-other-peoples-data collection: north-america > -: may cross",
    "minors-and-other-peoples-data holding: north-america > -: may cross",
    // Processing without consent.
    "processing-without-consent collection: north-america > -: may cross",
    "processing-without-consent holding: north-america > -: may cross",
    // The public.
    "public-disclosure collection: north-america > -: may cross",
    "public-disclosure holding: north-america > -: may cross",
    "public-disclosure disclosure public to public: north-america > -: may cross",
    // Identity proof, next of kin.
    "rights-requests collection: north-america > north-america: may cross",
    "rights-requests holding to amazon-hosting: north-america > north-america: may cross",
    "rights-requests disclosure designated-recipient to group: north-america > -: may cross",
    "rights-requests disclosure recipients-of-deleted-information to group: north-america > -: may cross",
    "rights-requests onward to amazon-hosting amazon-hosting -> unrecorded: north-america > -: may cross, inferred",
    // Security.
    "security-and-reliability collection: north-america > north-america: may cross",
    "security-and-reliability holding to amazon-hosting: north-america > north-america: may cross",
    "security-and-reliability holding sunmi-north-america-website: north-america > -: may cross",
    "security-and-reliability onward to amazon-hosting amazon-hosting -> unrecorded: north-america > -: may cross, inferred",
    // Display and usage.
    "service-information-display collection: north-america > north-america: may cross",
    "service-information-display holding to amazon-hosting: north-america > north-america: may cross",
    "service-information-display holding sunmi-north-america-website: north-america > -: may cross",
    "service-information-display onward to amazon-hosting amazon-hosting -> unrecorded: north-america > -: may cross, inferred",
    // Hosting.
    "storage-in-north-america collection: north-america > -: may cross",
    "storage-in-north-america disclosure amazon to amazon-hosting: north-america > north-america: may cross",
    "storage-in-north-america onward amazon to amazon-hosting amazon-hosting -> unrecorded: north-america > -: may cross, inferred",
    "storage-in-north-america return amazon to amazon-hosting: north-america > us-ga: may cross, inferred",
    // Vendors of SDKs and APIs.
    "third-party-sdks collection: north-america > -: may cross",
    "third-party-sdks holding: north-america > -: may cross",
    "third-party-sdks disclosure sdk-providers to group: north-america > -: may cross",
    // Statistics.
    "usage-statistics collection: north-america > -: may cross",
    "usage-statistics holding: north-america > -: may cross",
    "usage-statistics disclosure public to public: north-america > -: may cross",
    "usage-statistics disclosure third-parties to group: north-america > -: may cross",
    // Analytics.
    "website-analytics collection: north-america > -: may cross",
    "website-analytics collection google-analytics to google-analytics: north-america > -: may cross",
    "website-analytics holding sunmi-north-america-website: north-america > -: may cross",
    "website-analytics onward google-analytics to google-analytics google-analytics -> unrecorded: - > -: may cross, inferred",
    "website-analytics return google-analytics to google-analytics: - > us-ga: may cross, inferred",
];

#[test]
fn the_import_into_china_is_certain_and_no_instrument_covers_it() {
    let register = sunmi();
    let flows = on(&register, DAY);
    let crm = facts(&flows, "consultation-services disclosure neocrm to neocrm");
    assert!(matches!(crm.crossing(&flows.atlas, Border::Country), Crossing::Yes { .. }));
    assert!(matches!(crm.crossing_from_people(&flows.atlas, Border::Subdivision), Crossing::Yes { .. }));
    let data: Vec<&str> = crm.data.items.iter().map(|item| item.key.as_str()).collect();
    assert_eq!(data, ["name", "post-code", "company-website", "phone-number"]);
    assert!(!crm.data.is_complete() && !crm.fields.is_complete() && crm.sub_processors.is_unknown());
    let importers: BTreeSet<&str> = crm.importer.organizations().map(ropewalk::domain::Key::as_str).collect();
    assert_eq!(
        importers,
        BTreeSet::from(["beijing-ingageapp-internet-technology", "beijing-renkehudong-network-technology"])
    );
    assert!(crm.instruments.agreements.is_empty() && crm.instruments.assessments.is_empty());
    assert_eq!(crm.basis, Basis::Declared);
    let back = facts(&flows, "consultation-services return neocrm to neocrm");
    assert_eq!(back.basis, Basis::Inferred);
    assert!(matches!(back.crossing(&flows.atlas, Border::Country), Crossing::Yes { .. }));
}

/// What reviews will refer to by it must be found again in years: the digest of these words, each after its length, with
/// an empty word for what a flow has not.
#[test]
fn the_id_of_a_flow_is_the_digest_of_its_activity_leg_element_and_recipients() {
    let register = sunmi();
    let flows = on(&register, DAY);
    let crm = super::flow(&flows, "consultation-services disclosure neocrm to neocrm");
    assert_eq!(crm.id.to_string(), "230ca13844ecd2ac8b49e903a2002d224d29c024240ff912cf24a7889c235851");
}

#[test]
fn hosting_in_north_america_is_not_narrowed_to_a_country() {
    let register = sunmi();
    let flows = on(&register, DAY);
    let hosting = facts(&flows, "storage-in-north-america disclosure amazon to amazon-hosting");
    match hosting.crossing_from_people(&flows.atlas, Border::Country) {
        Crossing::Undetermined(Doubt::MaybeApart { from, to }) => {
            assert_eq!((from.as_str(), to.as_str()), ("north-america", "north-america"));
        }
        other => panic!("{other:?}"),
    }
    let candidates = &flows.atlas.place(hosting.storage.items[0].location.unwrap()).unwrap().candidates;
    for country in ["us", "ca", "mx", "gp"] {
        assert!(candidates.iter().any(|candidate| candidate.country.as_str() == country), "{country}");
    }
    assert!(!candidates.iter().any(|candidate| candidate.country.as_str() == "cn"));
}

#[test]
fn nothing_of_it_is_said_to_stay() {
    let register = sunmi();
    let flows = on(&register, DAY);
    for flow in &flows.flows {
        let facts = flow.on(super::day(DAY)).unwrap();
        assert_ne!(facts.crossing(&flows.atlas, Border::Country), Crossing::No, "{}", name(flow));
        assert!(!facts.recipients.is_complete(), "{}", name(flow));
    }
}
