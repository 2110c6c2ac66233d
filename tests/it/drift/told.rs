//! Names, places, promises and who is named where: each as the register knows it, and as it does not.

use super::{HARBOUR, drift, register};
use ropewalk::report::drift::{Drift, Level, Problem, Severity, TextFormat};

/// A notice whose list is as recorded, with some more words.
fn with(more: &str) -> Drift {
    let mut said = super::shapes::english();
    said.after = more.split("\n\n").map(str::to_owned).collect();
    let (_, format, shape) = super::shapes::SHAPES[0];
    drift(&register(HARBOUR), "privacy-en", shape(&said).as_bytes(), format)
}

fn one(drift: &Drift, problem: Problem) -> &ropewalk::report::drift::Difference {
    let of: Vec<_> = drift.differences.iter().filter(|one| one.problem == problem).collect();
    let [one] = of.as_slice() else { panic!("{problem:?}: {:?}", drift.differences) };
    one
}

fn problems(drift: &Drift) -> Vec<Problem> {
    drift.differences.iter().map(|one| one.problem).collect()
}

#[test]
fn former_names_and_misspellings_are_told_as_what_they_are() {
    let former = with("Visits are counted by Tally Counters, Inc. for us.");
    let told = one(&former, Problem::FormerName);
    assert_eq!(told.in_text.as_deref(), Some("Tally Counters, Inc."));
    assert!(told.at[0].quote.contains("counted by Tally Counters"), "{told:?}");
    let misspelt = with("Visits are counted by Talleymark, Inc. for us.");
    assert_eq!(one(&misspelt, Problem::SpelledDifferently).surety.level, Level::Sure);
    let parted = with("Contacts go to Shenzhen Lan Hai Cloud Computing Co., Ltd. in the end.");
    assert_eq!(one(&parted, Problem::SpelledDifferently).surety.level, Level::Likely);
    let near = with("Contacts go to Shenzen Lanhai Cloud Computing Co., Ltd. in the end.");
    assert_eq!(
        problems(&near),
        [Problem::UnknownOrganization],
        "its right name stands there too: it may be somebody else"
    );
}

#[test]
fn points_case_and_white_space_are_no_other_spelling() {
    for text in [
        "Visits are counted by TALLYMARK, INC. for us.",
        "Visits are counted by Tallymark Inc for us.",
        "Contacts go to Shenzhen Lanhai Cloud Computing Co.,Ltd in the end.",
        "Letters go to Mailhaus\u{a0}SE.",
    ] {
        assert_eq!(problems(&with(text)), [], "{text}");
    }
}

#[test]
fn two_organisations_with_similar_names_are_two() {
    let both = with("Backups are kept by Northwynd Hosting GmbH.");
    assert_eq!(problems(&both), [Problem::NamedWithoutUse]);
    assert_eq!(one(&both, Problem::NamedWithoutUse).in_text.as_deref(), Some("Northwynd Hosting GmbH"));
}

#[test]
fn who_is_named_and_gets_nothing_as_far_as_recorded_is_told_and_who_is_denied_is_not() {
    let named = with("You can chat with us by Chatterbox Widget.");
    assert_eq!(one(&named, Problem::NamedWithoutUse).severity, Severity::Info);
    assert_eq!(problems(&with("We do not use Chatterbox Widget on this site.")), []);
    let unknown = with("Parcels are brought by Swiftfoot Parcels Ltd to your door.");
    assert_eq!(one(&unknown, Problem::UnknownOrganization).in_text.as_deref(), Some("Swiftfoot Parcels Ltd"));
}

#[test]
fn who_gets_data_and_is_named_only_in_the_text_is_not_in_the_list() {
    let mut said = super::shapes::english();
    said.rows.remove(2);
    said.after.push("What you write to us is kept in Lanhai CRM.".into());
    let source = HARBOUR.replace(
        "      - key: lanhai\n        processor: lanhai-crm\n",
        "      - key: other\n        processor: chatterbox\n",
    );
    let (_, format, shape) = super::shapes::SHAPES[0];
    let found = drift(&register(&source), "privacy-en", shape(&said).as_bytes(), format);
    let told = one(&found, Problem::NamedOutsideTable);
    assert!(told.at[0].quote.contains("kept in Lanhai CRM"), "{told:?}");
    assert_eq!((told.severity, told.surety.level), (Severity::Error, Level::Sure));
    assert!(told.records.iter().any(|at| at.field == "/disclosures/lanhai"), "{told:?}");
}

#[test]
fn places_of_data_are_compared_both_ways() {
    let other = with("Backups are stored in Singapore.");
    assert_eq!(one(&other, Problem::PlaceNotRecorded).in_text.as_deref(), Some("Singapore"));
    for text in [
        "People in Singapore can buy here too.",
        "Our office in New Jersey, Georgia and Jordan is closed.",
        "Data is stored in Bavaria, Germany.",
    ] {
        assert_eq!(problems(&with(text)), [], "{text}");
    }
    let mut said = super::shapes::english();
    said.before[1] = "Orders are kept on servers located in Germany; payments are processed in Ireland, and visits are counted on servers in the USA.".into();
    let (_, format, shape) = super::shapes::SHAPES[0];
    let found = drift(&register(HARBOUR), "privacy-en", shape(&said).as_bytes(), format);
    let told = one(&found, Problem::PlaceNotNamed);
    assert_eq!(told.in_register.as_deref(), Some("China"));
    assert!(told.sentence.en.contains("Lanhai CRM"), "{told:?}");
}

#[test]
fn promises_are_held_against_records_and_against_the_text() {
    let shared = HARBOUR.replace(
        "{key: mailhaus, recipient: {processor: mailhaus}, kind: entrusted",
        "{key: mailhaus, recipient: {processor: mailhaus}, kind: provided",
    );
    let said = super::shapes::english();
    let (_, format, shape) = super::shapes::SHAPES[0];
    let text = shape(&said);
    let found = drift(&register(&shared), "privacy-en", text.as_bytes(), format);
    let told = one(&found, Problem::PromiseContradicted);
    assert_eq!(told.severity, Severity::Error);
    assert!(told.at[0].quote.starts_with("We will not share") && told.sentence.en.contains("Mailhaus"), "{told:?}");
    let excepted = text.replace("with other parties.", "with other parties without your consent.");
    let found = drift(&register(&shared), "privacy-en", excepted.as_bytes(), format);
    assert_eq!(
        (one(&found, Problem::PromiseContradicted).severity, one(&found, Problem::PromiseContradicted).surety.level),
        (Severity::Warning, Level::Possible)
    );
    let sold = HARBOUR.replacen("sale_or_sharing: neither", "sale_or_sharing: sale", 1);
    let never = text.replace(
        "We will not share your personal information with other parties.",
        "We never sell your personal information.",
    );
    assert!(
        problems(&drift(&register(&sold), "privacy-en", never.as_bytes(), format))
            .contains(&Problem::PromiseContradicted)
    );
    assert!(
        !problems(&drift(&register(&shared), "privacy-en", never.as_bytes(), format))
            .contains(&Problem::PromiseContradicted),
        "shared is not sold"
    );
    assert_eq!(
        problems(&with("We will collect, use and share your personal information.")),
        [Problem::PromiseContradictedByText]
    );
    let days = text.replace("at least 30 days", "at least 14 days");
    let found = drift(&register(HARBOUR), "privacy-en", days.as_bytes(), format);
    assert_eq!(one(&found, Problem::PromiseDiffers).in_register.as_deref(), Some("30"));
    assert_eq!(problems(&with("We answer your request within 15 days.")), [Problem::PromiseNotRecorded]);
}

#[test]
fn links_that_lead_nowhere_or_elsewhere_than_they_say_are_found() {
    let said = super::shapes::english();
    let (_, format, shape) = super::shapes::SHAPES[0];
    let of = |from: &str, to: &str| {
        problems(&drift(&register(HARBOUR), "privacy-en", shape(&said).replace(from, to).as_bytes(), format))
    };
    assert_eq!(
        of(
            "<a href=\"https://mailhaus.example/privacy\" rel=\"noopener\">https://mailhaus.example/privacy</a>",
            "<a href=\"#\">Privacy</a>"
        ),
        [Problem::LinkMissing, Problem::LinkToNowhere]
    );
    assert_eq!(of("<a href=\"https://mailhaus.example/privacy\"", "<a href=\"https://mailhaus.example/privacy/\""), []);
    assert!(
        of("<a href=\"https://mailhaus.example/privacy\"", "<a href=\"https://evil.example/privacy\"")
            .contains(&Problem::LinkShowsOtherAddress)
    );
    let page = of("https://payrail.example/legal/privacy", "https://payrail.example/en/legal/privacy");
    assert_eq!(page, [Problem::LinkMissing, Problem::LinkToOtherPage]);
}

#[test]
fn what_has_no_list_is_not_compared_and_never_without_drift() {
    for text in ["", "Privacy notice\n\nWe take your privacy seriously.", "1. Purpose\n2. Data\n3. Contact"] {
        let found = drift(&register(HARBOUR), "privacy-en", text.as_bytes(), TextFormat::Plain);
        let told = one(&found, Problem::TableNotCompared);
        assert_eq!(told.severity, Severity::Error);
        assert!(found.any(Severity::Error) && problems(&found).contains(&Problem::RecipientNotNamed), "{found:?}");
    }
}

#[test]
fn every_difference_says_it_in_both_languages_and_quotes_a_place_if_there_is_a_text() {
    let found = with(
        "Backups are stored in Singapore by Swiftfoot Parcels Ltd, and by Chatterbox Widget. Last updated: 2026-13-01",
    );
    assert!(found.differences.len() >= 4);
    for one in &found.differences {
        assert!(!one.at.is_empty(), "{one:?}");
        for sentence in [&one.sentence, &one.advice, &one.surety.why] {
            assert!(!sentence.en.is_empty() && !sentence.zh_hans.is_empty(), "{one:?}");
            assert!(!sentence.en.contains('{') && !sentence.zh_hans.contains('{'), "{one:?}");
        }
    }
}
