//! A transfer reviewer: what is where, who gets it from there, on what paper, what nobody knows, and what changed since the last
//! review. Everything it knows of the server comes from the client that progenitor generates.
//!
//! Two things that the generated client makes of the document: the body of an error is a stream of bytes, read here as the
//! generated `Problem`; and a list that is left out is an empty one. So what is unknown is asked for, not guessed from records.

mod api {
    //! Generated.
    #![allow(warnings, reason = "written by the generator")]
    progenitor::generate_api!(spec = "../../../openapi/openapi-3.0.json", interface = Builder, tags = Separate);
}

use api::{prelude::*, types};
use progenitor_client::{ByteStream, Error, ResponseValue};
use reqwest::header::{AUTHORIZATION, HeaderMap};
use std::collections::BTreeMap;

/// What may go wrong ends the review.
type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, reviewer, editor, reader] = arguments.as_slice() else {
        return Err("usage: transfer-reviewer ADDRESS REVIEWER_TOKEN EDITOR_TOKEN READER_TOKEN".into());
    };
    let (reviewer, editor, reader) = (client(address, reviewer)?, client(address, editor)?, client(address, reader)?);

    let before = follow(&reviewer, 0).await?.last().map_or(0, |commit| commit.seq);
    let mut review = places(&reviewer).await?;
    review.extend(unknown(&reviewer).await?);
    sign_contract(&editor).await?;
    review.extend(instruments(&reviewer).await?);
    review.extend(since(&reviewer, before).await?);
    refusals(&editor, &reader).await?;

    println!("{}", review.join("\n"));
    let expected = include_str!("../review.txt").lines().collect::<Vec<_>>();
    assert_eq!(review, expected, "the review differs from review.txt");
    Ok(())
}

fn client(address: &str, token: &str) -> Outcome<Client> {
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, format!("Bearer {token}").parse()?);
    Ok(Client::new_with_client(address, reqwest::Client::builder().default_headers(headers).build()?))
}

/// The systems with the places they store at, and the activities whose data may be in a country of interest.
async fn places(reviewer: &Client) -> Outcome<Vec<String>> {
    let mut lines = Vec::new();
    for system in reviewer.list_systems().send().await?.into_inner().items {
        let places = system.storage.iter().filter_map(|storage| Some(storage.location.as_ref()?.to_string()));
        let places = places.collect::<Vec<_>>().join(", ");
        lines.push(format!("system {}: {}", *system.key, if places.is_empty() { "?" } else { &places }));
    }
    for place in ["cn", "ca", "ie"] {
        let (known, possible) = (vec![place.parse()?], vec![place.parse()?]);
        let known = reviewer.list_activities().location(known).send().await?.into_inner().items;
        let possible = reviewer.list_activities().possible_location(possible).send().await?.into_inner().items;
        let contains = |key| possible.iter().any(|activity| activity.key == key);
        assert!(known.iter().all(|activity| contains(activity.key.clone())), "what is, may be");
        let keys: Vec<_> = known.iter().map(|activity| activity.key.as_str()).collect();
        lines.push(format!("in {place}: {}; possibly: {}", keys.join(", "), possible.len()));
    }
    Ok(lines)
}

/// How many facts of systems and processors nobody knows, and how many lists nobody says are complete.
async fn unknown(reviewer: &Client) -> Outcome<Vec<String>> {
    let mut lines = Vec::new();
    for kind in [types::Kind::Systems, types::Kind::Processors] {
        let (mut cursor, mut counts) = (None::<String>, BTreeMap::<String, usize>::new());
        loop {
            let mut question = reviewer.list_questions().kind(kind).limit(std::num::NonZeroU64::MIN);
            if let Some(cursor) = cursor {
                question = question.cursor(cursor);
            }
            let page = question.send().await?.into_inner();
            for question in page.items.iter().flat_map(|record| &record.questions) {
                *counts.entry(question.open.to_string()).or_default() += 1;
            }
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        lines.push(format!("open of {kind}: {counts:?}"));
    }
    let nobodys = reviewer.list_questions().steward("Legal").send().await?.into_inner().items;
    assert!(nobodys.is_empty(), "nobody answers for anything yet");
    let stewards = reviewer.list_questions_of_stewards().send().await?.into_inner().items;
    let of_all = |steward: &types::StewardQuestions| steward.unknown;
    lines.push(format!("unknown facts without a steward: {}", stewards.iter().map(of_all).sum::<u64>()));
    Ok(lines)
}

/// A colleague finds the contract with the CRM provider and records it where the data goes.
async fn sign_contract(editor: &Client) -> Outcome<()> {
    let party = |key: &str, organization: &str, role| {
        types::AgreementParty::builder().key(key).organization(organization).roles(vec![role]).try_into()
    };
    let parties: Vec<types::AgreementParty> = vec![
        party("us", "sunmi-technology-us", types::AgreementRole::Exporter)?,
        party("them", "beijing-renkehudong-network-technology", types::AgreementRole::Importer)?,
    ];
    let name = types::Text::from(std::collections::HashMap::from([("en".parse()?, "CRM terms".parse()?)]));
    let agreement = types::Agreement::builder()
        .key("crm-terms")
        .name(name)
        .kind(types::AgreementKind::AdHocClauses)
        .state(types::AgreementState::Signed)
        .parties(parties);
    let created = editor.create_agreement().body(agreement).reason("found in the archive").send().await?;
    assert_eq!(created.status(), 201);
    assert_eq!(tag(&created), "\"1\"");

    let found = editor.get_activity().key("consultation-services").send().await?;
    let mut disclosures = serde_json::to_value(&found.disclosures)?;
    disclosures[0]["agreements"] = serde_json::json!(["crm-terms"]);
    let patch = serde_json::Map::from_iter([("disclosures".to_owned(), disclosures)]);
    let change = editor.change_activity().key("consultation-services").if_match(tag(&found));
    let changed = change.body(types::MergePatch::from(patch)).reason("contract recorded").send().await?;
    assert_eq!(changed.disclosures[0].agreements.len(), 1);
    Ok(())
}

/// The agreements with their parties, and the activities that rest on them.
async fn instruments(reviewer: &Client) -> Outcome<Vec<String>> {
    let mut lines = Vec::new();
    for agreement in reviewer.list_agreements().send().await?.into_inner().items {
        let kind = agreement.kind.map_or_else(|| "?".to_owned(), |kind| kind.to_string());
        let parties: Vec<_> = agreement.parties.iter().map(|party| party.organization.as_str()).collect();
        let usage = reviewer.list_agreement_usage().key(agreement.key.as_str()).send().await?.into_inner().items;
        let users: Vec<_> = usage.iter().map(|user| format!("{}{}", user.key.as_str(), user.pointers[0])).collect();
        lines.push(format!("agreement {}: {kind} of {}; for {}", *agreement.key, parties.join(", "), users.join(", ")));
    }
    Ok(lines)
}

/// What changed since a commit: by the feed, by the difference and by the history, which agree.
async fn since(reviewer: &Client, before: u64) -> Outcome<Vec<String>> {
    let commits = follow(reviewer, before).await?;
    let mut lines: Vec<_> = commits.iter().map(|commit| format!("since: {}", commit.reason)).collect();
    let from = format!("seq:{before}");
    let difference = reviewer.get_register_difference().from(from.as_str()).lang("en").send().await?.into_inner();
    assert_eq!((difference.from, Some(difference.to)), (before, commits.last().map(|commit| commit.seq)));
    let fed = commits.iter().flat_map(|commit| &commit.revisions).count();
    assert_eq!(difference.items.len(), fed, "no record changed twice, so both tell of the same records");
    for item in difference.items {
        lines.push(format!("{} {} {}", item.became, item.kind, item.key.as_str()));
    }
    let history = reviewer.list_activity_versions().key("consultation-services").send().await?.into_inner().items;
    assert_eq!(history[0].changes.len(), 1, "one field of it");
    assert_eq!(history[0].reason, "contract recorded");
    let then = reviewer.get_activity().key("consultation-services").as_of(from.as_str()).send().await?;
    assert!(then.disclosures[0].agreements.is_empty(), "as it was known before");
    Ok(lines)
}

/// Follows the feed to its end, a commit at a time, and holds each page against the history it was told.
async fn follow(reviewer: &Client, mut since: u64) -> Outcome<Vec<types::FeedCommit>> {
    let (mut commits, mut digest) = (Vec::<types::FeedCommit>::new(), None::<String>);
    loop {
        let mut question = reviewer.list_changes().since(since).limit(std::num::NonZeroU64::MIN);
        if let Some(digest) = &digest {
            question = question.digest(digest.as_str());
        }
        let page = question.send().await?.into_inner();
        since = page.next.parse()?;
        let Some(last) = page.items.last() else { return Ok(commits) };
        digest = Some(last.digest.clone());
        commits.extend(page.items);
    }
}

/// Nobody overwrites what they have not seen, and a reader nothing at all.
async fn refusals(editor: &Client, reader: &Client) -> Outcome<()> {
    let read = reader.get_system().key("neocrm-tenant").send().await?;
    let system = read.into_inner();
    let stale = editor.replace_system().key("neocrm-tenant").if_match("\"7\"").body(system.clone()).send().await;
    let stale = problem(stale).await?;
    assert_eq!((stale.status, stale.current_version), (412, Some(1)), "{}", stale.detail);
    let denied = reader.replace_system().key("neocrm-tenant").if_match("\"1\"").body(system).send().await;
    let denied = problem(denied).await?;
    assert_eq!((denied.status, denied.type_.as_str()), (403, "urn:ropewalk:problem:forbidden"));
    Ok(())
}

fn tag<T>(answer: &ResponseValue<T>) -> String {
    answer.headers().get("ETag").and_then(|tag| tag.to_str().ok()).unwrap_or_default().to_owned()
}

/// The problem document of a refusal.
async fn problem<T>(answer: Result<ResponseValue<T>, Error<ByteStream>>) -> Outcome<types::Problem> {
    let Err(Error::ErrorResponse(refusal)) = answer else { return Err("it was not refused".into()) };
    assert_eq!(
        refusal.headers().get("Content-Type").map(|header| header.as_bytes()),
        Some(&b"application/problem+json"[..])
    );
    let mut bytes = Vec::new();
    let mut stream = refusal.into_inner().into_inner();
    while let Some(chunk) = std::future::poll_fn(|context| stream.as_mut().poll_next(context)).await {
        bytes.extend_from_slice(&chunk?);
    }
    Ok(serde_json::from_slice(&bytes)?)
}
