//! Who gets what from whom, and what contradicts the notices.

use crate::{
    exchange::register,
    flows::{day, of},
    processor_table::{RHEINWERK, XINGTU, sunmi},
};
use ropewalk::{
    domain::Register,
    flows::Period,
    report::{
        sharing::{Filters, NoticeJudged, Options, Share, Sharing, SharingKind, Verdict, sharing},
        told::{ExtentTold, StateTold},
    },
};

fn shown(register: &Register, filters: Filters) -> Sharing {
    let options = Options { period: Period::day(day("2026-11-22")), filters };
    sharing(register, &options).unwrap()
}

fn all(register: &Register) -> Sharing {
    shown(register, Filters::default())
}

fn shares(report: &Sharing) -> impl Iterator<Item = &Share> {
    report.kinds.iter().flat_map(|kind| &kind.recipients).flat_map(|recipient| &recipient.shares)
}

/// Every row in a line: kind, recipient, step, activity, data, places.
fn lines(report: &Sharing) -> Vec<String> {
    let recipients = report.kinds.iter().flat_map(|kind| kind.recipients.iter().map(move |of| (kind.kind, of)));
    let named = recipients.flat_map(|(kind, of)| {
        let name = of.name.as_ref().map_or("?", |name| name.by_default());
        of.shares.iter().map(move |share| format!("{}: {name}: {}", kind.word(), line(share)))
    });
    named.collect()
}

fn line(share: &Share) -> String {
    let data: Vec<&str> = share.data.items.iter().map(|datum| datum.item.as_str()).collect();
    let place =
        |at: &'_ ropewalk::report::told::PlaceTold| at.location.as_ref().map_or("?".into(), |at| at.key.to_string());
    let places: Vec<String> = share.places.items.iter().map(place).collect();
    let by = share.passed_on_by.as_ref().map_or(String::new(), |by| format!(" from {}", by.key));
    let ended = if share.state == StateTold::Residual { ", residual" } else { "" };
    let leg = format!("{:?}", share.leg).to_lowercase();
    let or = |words: String| if words.is_empty() { "?".to_owned() } else { words };
    format!("{leg} in {}{by}: {} at {}{ended}", share.activity.key, or(data.join("+")), or(places.join("+")))
}

fn promises(notice: &NoticeJudged) -> Vec<String> {
    let told = notice.promises.iter().flatten().map(|promise| {
        let (against, doubts) = (promise.contradictions.len(), promise.doubts.len());
        format!("{}: {:?}, {against} against, {doubts} in doubt", promise.commitment, promise.verdict)
    });
    told.collect()
}

/// The verdict on the only promise of the only notice, what contradicts it and what may: places in records.
fn judged(register: &Register) -> (Verdict, Vec<String>, Vec<String>) {
    let report = all(register);
    let promise = &report.notices[0].promises.as_ref().unwrap()[0];
    let places = |found: &[ropewalk::report::sharing::Evidence]| found.iter().map(|e| e.at.to_string()).collect();
    (promise.verdict, places(&promise.contradictions), places(&promise.doubts))
}

#[test]
fn the_real_register_tells_who_gets_what() {
    let lines = lines(&all(&sunmi()));
    assert_eq!(lines.len(), 37, "{lines:#?}");
    for expected in [
        "entrusted: NeoCRM: disclosure in consultation-services: name+post-code+company-website+phone-number at cn",
        "entrusted: ?: onward in consultation-services from neocrm: name+post-code+company-website+phone-number at ?",
        "entrusted: Authorized affiliates: disclosure in affiliates-and-partners: ? at ?",
        "provided: Third parties, not named: disclosure in usage-statistics: statistics at ?",
        "business_succession: Company or organisation that receives the personal information: disclosure in business-succession: ? at ?",
        "disclosed_publicly: The public: disclosure in public-disclosure: ? at ?",
        "compelled: Authorities and courts: disclosure in compelled-disclosure: ? at ?",
        // Hosts and booking platforms of which nobody recorded how they get it are not left out.
        "not_recorded: Amazon servers: holding in customer-service: communication-records+contact-information+supporting-facts at north-america",
        "not_recorded: Booking platform of Microsoft: collection in demo-appointment: ? at ?",
    ] {
        assert!(lines.iter().any(|line| line == expected), "{expected}\n{lines:#?}");
    }
}

#[test]
fn the_real_notice_is_held_against_the_records_and_never_passes_in_silence() {
    let report = all(&sunmi());
    let [notice] = report.notices.as_slice() else { panic!("{:?}", report.notices) };
    let told: Vec<String> = promises(notice).into_iter().filter(|line| !line.contains("NotJudged")).collect();
    let expected = [
        "purpose-limitation: CannotBeTold, 0 against, 15 in doubt",
        "cookies-only-as-described: CannotBeTold, 0 against, 15 in doubt",
        "cross-border-compliance: CannotBeTold, 0 against, 37 in doubt",
        "worldwide-protection: CannotBeTold, 0 against, 37 in doubt",
        "entrustment-limits: CannotBeTold, 0 against, 24 in doubt",
        "partners-no-other-use: CannotBeTold, 0 against, 24 in doubt",
        "agreement-with-partners: CannotBeTold, 0 against, 24 in doubt",
        "no-sharing: Contradicted, 1 against, 21 in doubt",
        "separate-consent-to-sharing: CannotBeTold, 0 against, 19 in doubt",
        "no-public-disclosure: Contradicted, 1 against, 13 in doubt",
        "separate-consent-to-public-disclosure: CannotBeTold, 0 against, 19 in doubt",
        "third-party-protection-measures: CannotBeTold, 0 against, 24 in doubt",
        "no-automated-decisions: CannotBeTold, 0 against, 11 in doubt",
        "no-services-to-minors: Contradicted, 1 against, 21 in doubt",
        "use-of-minors-data: Contradicted, 1 against, 21 in doubt",
    ];
    assert_eq!(told, expected, "{told:#?}");
    let promise =
        |key: &str| notice.promises.iter().flatten().find(|promise| promise.commitment.as_str() == key).unwrap();
    let sharing = promise("no-sharing");
    assert_eq!(
        sharing.text.as_ref().unwrap().by_default(),
        "Personal information is not shared with external parties."
    );
    let [against] = sharing.contradictions.as_slice() else { panic!("{:?}", sharing.contradictions) };
    assert_eq!(against.at.to_string(), "activities/rights-requests#/disclosures/designated-recipient/kind");
    // Statistics are said to identify nobody: whether that is so is for people to judge.
    let statistics = "activities/usage-statistics#/disclosures/third-parties/data";
    assert!(sharing.doubts.iter().any(|doubt| doubt.at.to_string() == statistics), "{:?}", sharing.doubts);
    let crossing =
        promise("cross-border-compliance").doubts.iter().find(|doubt| doubt.sentence.en.contains("NeoCRM: data goes"));
    let crossing = crossing.map(|doubt| (doubt.sentence.en.as_str(), doubt.sentence.zh_hans.as_str())).unwrap();
    assert_eq!(
        crossing,
        (
            "Consultation services, NeoCRM: data goes from North America to China; no instrument in force is recorded, and whether the law asks for one is not judged here.",
            "咨询服务，NeoCRM：数据由北美洲传输至中国；未记录任何生效的法律文件，法律是否要求不在本报告判断之列。"
        )
    );
}

#[test]
fn the_real_table_lacks_recipients_that_the_text_names() {
    let report = all(&sunmi());
    let listing = report.notices[0].listing.as_ref().unwrap();
    let told: Vec<String> = listing
        .iter()
        .map(|conflict| {
            let name = conflict.name.as_ref().unwrap().by_default();
            format!("{:?} {} {name}", conflict.problem, if conflict.certain { "surely" } else { "perhaps" })
        })
        .collect();
    assert!(told.contains(&"RecipientNotNamed perhaps Amazon servers".into()), "{told:#?}");
    assert!(told.contains(&"RecipientNotNamed perhaps Booking platform of Microsoft".into()), "{told:#?}");
    assert!(told.iter().all(|line| !line.contains("NeoCRM") && !line.contains("Google")), "{told:#?}");
}

#[test]
fn a_complete_table_surely_lacks_whom_it_does_not_name_and_names_what_nothing_uses() {
    let register = |complete: &str, disclosures: &str| {
        of(&format!(
            r"
processors: [{{key: chat, name: {{en: Chat}}}}, {{key: mail, name: {{en: Mail}}}}, {{key: cloud, name: {{en: Cloud}}}}]
notices:
  - key: policy
    name: {{en: Policy}}
    listing: [{{key: chat, processor: chat}}]
    {complete}
activities:
  - key: support
    name: {{en: Support}}
    notices: [policy]
    disclosures: [{{key: mail, recipient: {{processor: mail}}}}]
    {disclosures}
"
        ))
    };
    let told = |register: &Register| -> Vec<(String, bool)> {
        let report = all(register);
        let listing = report.notices[0].listing.as_ref().unwrap();
        listing.iter().map(|conflict| (conflict.at[0].to_string(), conflict.certain)).collect()
    };
    let by = "by: somebody, \"on\": 2026-01-01";
    let whole = register(
        &format!("complete: [{{pointer: /listing, {by}}}]"),
        &format!("complete: [{{pointer: /disclosures, {by}}}]"),
    );
    let (mail, row) =
        ("activities/support#/disclosures/mail/recipient".to_owned(), "notices/policy#/listing/chat".to_owned());
    assert_eq!(told(&whole), [(mail.clone(), true), (row.clone(), true)]);
    assert_eq!(told(&register("", "")), [(mail, false), (row, false)]);
}

#[test]
fn roles_that_contradict_each_other_are_told() {
    let report = all(&register(RHEINWERK));
    let told: Vec<(String, usize)> =
        shares(&report).map(|share| (share.activity.key.to_string(), share.role_conflicts.len())).collect();
    assert!(told.contains(&("service-desk".into(), 1)), "{told:?}");
    assert!(told.contains(&("newsletter".into(), 0)), "{told:?}");
    let agreements: Vec<(String, bool)> = shares(&report)
        .filter(|share| {
            share.disclosure.as_ref().is_some_and(|key| key.as_str() == "ticketly") && share.passed_on_by.is_none()
        })
        .flat_map(|share| share.agreements.items.iter().map(|told| (told.agreement.key.to_string(), told.in_force)))
        .collect();
    // One has ended, the other is only intended.
    assert_eq!(agreements, [("ticketly-scc".into(), false), ("ticketly-new".into(), false)]);
}

#[test]
fn sub_processors_are_told_at_any_depth_with_the_way_there() {
    let register = of(r"
processors:
  - key: one
    name: {en: One}
    sub_processors: [{key: two, processor: two, locations: [us]}]
  - key: two
    name: {en: Two}
    sub_processors: [{key: three, name: Three Ltd, locations: [in]}, {key: back, processor: one}]
activities:
  - key: a
    name: {en: A}
    disclosures: [{key: one, recipient: {processor: one}, kind: entrusted, locations: [ca]}]
");
    let expected = [
        "entrusted: One: disclosure in a: ? at ca",
        "entrusted: One: onward in a from two: ? at ?",
        "entrusted: Two: onward in a from one: ? at us",
        "entrusted: Three Ltd: onward in a from two: ? at in",
    ];
    let told = lines(&all(&register));
    assert_eq!(told, expected, "{told:#?}");
    let filters = Filters { processor: Some("two".parse().unwrap()), ..Filters::default() };
    assert_eq!(lines(&shown(&register, filters)), expected[1..]);
}

#[test]
fn filters_show_what_answers_them_and_count_what_may() {
    let register = of(r"
data-categories: [{key: contact, name: {en: Contact}}, {key: contact.email, name: {en: E-mail}, parents: [contact]}, {key: health, name: {en: Health}}]
data-subjects: [{key: people, name: {en: People}}, {key: staff, name: {en: Staff}, parents: [people]}]
processors: [{key: mail, name: {en: Mail}, providers: [{key: a, organization: cloudy}]}, {key: chat, name: {en: Chat}}]
activities:
  - key: a
    name: {en: A}
    subjects: [staff]
    data: [{key: mail, category: contact.email}, {key: health, category: health}]
    disclosures:
      - {key: mail, recipient: {processor: mail}, kind: entrusted, data: [mail]}
      - {key: chat, recipient: {processor: chat}, data: [health]}
      - {key: friends, recipient: {group: {en: friends}}, kind: provided}
");
    let told = |filters: Filters| {
        let report = shown(&register, filters);
        let names = report.kinds.iter().flat_map(|kind| &kind.recipients).filter_map(|of| of.name.as_ref());
        (names.map(|name| name.by_default().to_owned()).collect::<Vec<_>>().join(", "), report.left_out_in_doubt)
    };
    let none = Filters::default();
    assert_eq!(told(Filters { kind: Some(SharingKind::Provided), ..none.clone() }), ("friends".into(), 0));
    assert_eq!(told(Filters { kind: Some(SharingKind::NotRecorded), ..none.clone() }).0, "Chat");
    // Of the friends nobody recorded what they get; the chat may get more than is recorded.
    let contact = Filters { category: Some("contact".parse().unwrap()), ..none.clone() };
    assert_eq!(told(contact), ("Mail, friends".into(), 2));
    assert_eq!(told(Filters { subject: Some("people".parse().unwrap()), ..none.clone() }).0, "Mail, friends, Chat");
    let cloudy = Filters { organization: Some("cloudy".parse().unwrap()), ..none.clone() };
    assert_eq!(told(cloudy).0, "Mail");
    let missing = Options {
        period: Period::day(day("2026-11-22")),
        filters: Filters { notice: Some("missing".parse().unwrap()), ..none },
    };
    assert_eq!(sharing(&register, &missing).unwrap_err().to_string(), "there is no record `notices/missing`");
}

/// A register of one notice with one promise and one activity that is complete in all that is asked, and `more` of it.
fn promised(kind: &str, disclosure: &str, more: &str) -> Register {
    let signed = if disclosure.contains("agreements: [signed]") { "signed" } else { "intended" };
    of(&format!(
        r#"
data-subjects: [{{key: adults, name: {{en: Adults}}, minors: false}}, {{key: pupils, name: {{en: Pupils}}, minors: true}}]
agreements:
  - {{key: signed, name: {{en: Signed}}, state: {signed}, parties: [{{key: a, organization: maple}}, {{key: b, organization: chatty}}]}}
  - {{key: over, name: {{en: Over}}, state: terminated}}
  - {{key: unsure, name: {{en: Unsure}}}}
  - {{key: others, name: {{en: Between others}}, state: signed, parties: [{{key: a, organization: maple}}]}}
assessments: [{{key: bad, name: {{en: Bad}}, completed_on: 2026-01-01, outcome: unfavourable}}]
notices: [{{key: policy, name: {{en: Policy}}, commitments: [{{key: it, kind: {kind}, text: {{en: We promise.}}}}]}}]
activities:
  - key: a
    name: {{en: A}}
    notices: [policy]
    controllers: [maple]
    systems: []
    people: [{{key: ca, place: ca}}]
    data: [{{key: name, purposes: [why]}}]
    purposes:
      - {{key: why, bases: [{{basis: consent, consent: {{separate: true}}}}]}}
      - {{key: ads, bases: [{{basis: consent, consent: {{separate: false}}}}]}}
      - {{key: silent}}
    storage: [{{key: ca, location: ca}}]
    {more}
    disclosures: [{{key: d, recipient: {{organization: chatty}}, {disclosure}}}]
    complete:
      - {{pointer: /disclosures, by: somebody, "on": 2026-01-01}}
      - {{pointer: /people, by: somebody, "on": 2026-01-01}}
      - {{pointer: /systems, by: somebody, "on": 2026-01-01}}
      - {{pointer: /storage, by: somebody, "on": 2026-01-01}}
"#
    ))
}

/// The field of the disclosure at which something stands.
fn of_disclosure(field: &str) -> Vec<String> {
    vec![format!("activities/a#/disclosures/d/{field}")]
}

#[test]
fn each_promise_is_contradicted_by_facts_and_in_doubt_without_them() {
    use Verdict::{CannotBeTold, Contradicted, NothingContradicts};
    // The promise, the disclosure, the verdict, and the field that decides.
    let cases = [
        ("no_sharing", "kind: provided, sale_or_sharing: neither", Contradicted, "kind"),
        ("no_sharing", "kind: entrusted, sale_or_sharing: sharing", Contradicted, "sale_or_sharing"),
        (
            "no_sharing",
            "kind: entrusted, sale_or_sharing: neither, roles: [{role: controller, according_to: actual}]",
            Contradicted,
            "roles",
        ),
        (
            "no_sharing",
            "kind: entrusted, sale_or_sharing: neither, roles: [{role: controller, according_to: claimed}]",
            CannotBeTold,
            "roles",
        ),
        ("no_sharing", "kind: entrusted", CannotBeTold, "sale_or_sharing"),
        ("no_sharing", "purposes: [why]", CannotBeTold, "kind"),
        ("no_sharing", "kind: entrusted, sale_or_sharing: neither", NothingContradicts, ""),
        ("no_public_disclosure", "kind: disclosed_publicly", Contradicted, "kind"),
        ("no_public_disclosure", "purposes: [why]", CannotBeTold, "kind"),
        ("no_public_disclosure", "kind: provided", NothingContradicts, ""),
        ("entrustment", "kind: entrusted, sale_or_sharing: neither, agreements: []", Contradicted, "agreements"),
        ("entrustment", "kind: entrusted, sale_or_sharing: neither, agreements: [over]", Contradicted, "agreements"),
        ("entrustment", "kind: entrusted, sale_or_sharing: neither, agreements: [unsure]", CannotBeTold, "agreements"),
        ("entrustment", "kind: entrusted, sale_or_sharing: neither, agreements: [others]", CannotBeTold, "agreements"),
        ("entrustment", "kind: entrusted, sale_or_sharing: neither, agreements: [signed]", NothingContradicts, ""),
        ("purpose_limitation", "purposes: [ads], data: [name]", Contradicted, "/data/name/purposes"),
        ("purpose_limitation", "kind: entrusted", CannotBeTold, "purposes"),
        ("purpose_limitation", "purposes: [why], data: [name]", NothingContradicts, ""),
        ("separate_consent", "kind: provided, purposes: [ads]", Contradicted, "/purposes/ads/bases"),
        ("separate_consent", "kind: provided, purposes: [silent]", CannotBeTold, "/purposes/silent/bases"),
        ("separate_consent", "kind: provided, purposes: [why]", NothingContradicts, ""),
        ("separate_consent", "kind: entrusted, purposes: [ads]", NothingContradicts, ""),
        ("cross_border_compliance", "locations: [us], agreements: [over], access: []", Contradicted, "agreements"),
        (
            "cross_border_compliance",
            "locations: [us], assessments: [bad], agreements: [signed]",
            Contradicted,
            "assessments",
        ),
        ("cross_border_compliance", "locations: [us], agreements: []", CannotBeTold, "agreements"),
        ("cross_border_compliance", "locations: [north-america]", CannotBeTold, "locations"),
        ("deletion", "until: 2026-01-01", CannotBeTold, "returned_or_deleted_on"),
    ];
    for (kind, disclosure, verdict, field) in cases {
        let (told, against, doubts) = judged(&promised(kind, disclosure, ""));
        assert_eq!(told, verdict, "{kind}, {disclosure}: {against:?} {doubts:?}");
        let place = match field.strip_prefix('/') {
            Some(field) => vec![format!("activities/a#/{field}")],
            None => of_disclosure(field),
        };
        match verdict {
            Contradicted => assert_eq!(against, place, "{kind}, {disclosure}"),
            CannotBeTold => assert_eq!((against, doubts), (vec![], place), "{kind}, {disclosure}"),
            _ => assert_eq!((against.len(), doubts.len()), (0, 0), "{kind}, {disclosure}"),
        }
    }
}

#[test]
fn promises_about_people_and_machines_are_held_against_the_activity() {
    let field = |field: &str| vec![format!("activities/a#/{field}")];
    let minors = |more: &str| judged(&promised("no_minors", "kind: entrusted", more));
    assert_eq!(minors("minors: {processed: true}").1, field("minors/processed"));
    assert_eq!(
        minors("minors: {text: {en: In principle not.}}"),
        (Verdict::CannotBeTold, vec![], field("minors/processed"))
    );
    let pupils = minors("subjects: [adults, pupils]\n    minors: {processed: false}");
    assert_eq!(pupils, (Verdict::Contradicted, vec!["data-subjects/pupils#/minors".into()], vec![]));
    assert_eq!(minors("minors: {processed: false}").0, Verdict::NothingContradicts);
    let machines = |more: &str| judged(&promised("no_automated_decisions", "kind: entrusted", more));
    assert_eq!(machines("automated_decisions: {used: true}").1, field("automated_decisions/used"));
    assert_eq!(machines("").2, field("automated_decisions/used"));
    assert_eq!(machines("automated_decisions: {used: false}").0, Verdict::NothingContradicts);
}

#[test]
fn an_activity_that_may_belong_to_a_notice_keeps_its_promises_open() {
    let silent = "minors: {processed: false}\n    disclosures: []\n  - key: b\n    name: {en: B}\n    role: controller";
    let register = of(&format!(
        r"
notices: [{{key: policy, name: {{en: Policy}}, commitments: [{{key: it, kind: no_minors}}, {{key: other, kind: keeps_old_versions}}]}}]
activities:
  - key: a
    name: {{en: A}}
    notices: [policy]
    {silent}
"
    ));
    let report = all(&register);
    assert_eq!(
        promises(&report.notices[0]),
        ["it: CannotBeTold, 0 against, 0 in doubt", "other: NotJudged, 0 against, 0 in doubt"]
    );
    assert_eq!(report.notices[0].open[0].at.to_string(), "activities/b#/notices");
}

#[test]
fn a_register_of_unknowns_and_an_empty_one_pass_nothing() {
    let nothing = all(&Register::empty());
    assert_eq!((shares(&nothing).count(), nothing.notices.len(), nothing.kinds.len()), (0, 0, 6));
    let alone = of("notices: [{key: policy, name: {en: Policy}, commitments: [{key: it, kind: no_sharing}]}]");
    let report = all(&alone);
    assert_eq!(promises(&report.notices[0]), ["it: CannotBeTold, 0 against, 0 in doubt"]);
    assert!(report.notices[0].listing.is_none());
    let unknown = of("activities: [{key: a, name: {en: A}}]");
    let report = all(&unknown);
    assert_eq!(report.open.iter().map(|open| open.at.to_string()).collect::<Vec<_>>(), ["activities/a#/disclosures"]);
}

#[test]
fn what_has_ended_stays_with_the_recipient_until_its_return_is_recorded() {
    let register = of(r"
activities:
  - key: a
    name: {en: A}
    disclosures:
      - {key: d, recipient: {organization: chatty}, kind: entrusted, since: 2024-01-01, until: 2026-10-31}
");
    let period = Period::new(day("2026-10-01"), day("2026-12-31")).unwrap();
    let report = sharing(&register, &Options { period, filters: Filters::default() }).unwrap();
    let told: Vec<String> =
        shares(&report).map(|share| format!("{} to {}: {:?}", share.days.from, share.days.to, share.state)).collect();
    assert_eq!(told, ["2026-10-01 to 2026-10-31: Active", "2026-11-01 to 2026-12-31: Residual"]);
}

#[test]
fn what_is_not_recorded_is_absent_and_what_is_open_says_where() {
    let report = all(&register(XINGTU));
    let share =
        shares(&report).find(|share| share.disclosure.as_ref().is_some_and(|key| key.as_str() == "umeng")).unwrap();
    assert_eq!((share.kind, share.places.extent), (SharingKind::NotRecorded, ExtentTold::Unknown));
    assert_eq!(share.places.open[0].to_string(), "processors/youmeng-tongji#/locations");
    let document = serde_json::to_value(&report).unwrap();
    assert!(!document.to_string().contains("null"), "{document}");
    let schema = serde_json::to_value(schemars::schema_for!(Sharing)).unwrap();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    let faults: Vec<String> = schema.iter_errors(&document).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn every_sentence_is_there_in_both_languages() {
    let report = all(&sunmi());
    let notice = &report.notices[0];
    let evidence =
        notice.promises.iter().flatten().flat_map(|promise| promise.contradictions.iter().chain(&promise.doubts));
    let listed = notice.listing.iter().flatten().map(|conflict| &conflict.sentence);
    let open = report.open.iter().chain(&notice.open).map(|open| &open.sentence);
    let said: Vec<_> =
        evidence.map(|found| &found.sentence).chain(listed).chain(open).chain(&report.not_evaluated).collect();
    assert!(said.len() > 200, "{}", said.len());
    for sentence in said {
        assert!(sentence.en.is_ascii() && sentence.en.ends_with('.'), "{sentence:?}");
        assert!(sentence.zh_hans.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{sentence:?}");
        assert!(sentence.zh_hans.ends_with('。'), "{sentence:?}");
    }
}
