//! Takes the schemas of types that describe themselves by schemars into the OpenAPI document, so that no type has two.

use super::api::{
    differences::DifferencePage,
    questions::{QuestionPage, StewardPage},
    records::{UsagePage, VersionPage},
};
use crate::{
    domain::{Kind, kind::ManifestShape as Manifest, questions::Open, schema},
    render::json::TableDocument,
    report::{
        Name, drift::Drift, hosts::HostsDrift, notice_content::Report as NoticeContent,
        transfer_review::Report as TransferReview,
    },
    service::{
        differences::{PatchOperation, RecordDifference},
        documents::Stored,
        feed::FeedPage,
        manifests::ImportOutcome,
        publications::{NewPublication, NoticePublications},
        reviews::{
            Cancelling, Decided, Decisions, Done, NewAdvice, NewAttestation, NewReview, NewSignOff, Rebase,
            ReviewProposals, Verified,
        },
    },
};
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use utoipa::openapi::{Object, RefOr, Schema};

/// Lets utoipa refer to a type by name; its schema comes from schemars.
macro_rules! described_by_schemars {
    (answers { $($name:ident: $type:ty),+ $(,)? } requests { $($sent:ident: $request:ty),+ $(,)? }) => {
        described_by_schemars![$($name: $type),+];
        described_by_schemars![$($sent: $request),+];

        /// The schemas of every record and of the types above, by name.
        pub fn definitions() -> Map<String, Value> {
            let mut generator = schema::generator("/components/schemas");
            $(generator.subschema_for::<$type>();)+
            let mut of_requests = schema::generator_of_requests("/components/schemas");
            $(of_requests.subschema_for::<$request>();)+
            let mut of_reports = schema::generator_of_reports("/components/schemas");
            for report in Name::ALL {
                report.define(&mut of_reports);
            }
            of_reports.subschema_for::<Drift>();
            of_reports.subschema_for::<HostsDrift>();
            of_reports.subschema_for::<TransferReview>();
            let mut definitions = of_reports.take_definitions(true);
            definitions.extend(generator.take_definitions(true));
            definitions.extend(of_requests.take_definitions(true));
            definitions.extend(schema::definitions("/components/schemas"));
            // What tells an editor of files how to help means nothing in a request, and `$schema` beside `schema` is one name
            // too many for generated clients.
            if let Some(Value::Object(fields)) = definitions.get_mut("Manifest").map(|manifest| &mut manifest["properties"]) {
                fields.remove("$schema");
            }
            name_alternatives(&mut definitions);
            definitions
        }
    };
    ($($name:ident: $type:ty),+ $(,)?) => {
        $(
            impl utoipa::PartialSchema for $type {
                fn schema() -> RefOr<Schema> {
                    Object::default().into()
                }
            }

            impl utoipa::ToSchema for $type {
                fn name() -> Cow<'static, str> {
                    stringify!($name).into()
                }
            }
        )+
    };
}

/// Gives the objects that a type is one of names of their own, by what only they have: `RecipientProcessor`. Generated clients
/// would number them.
fn name_alternatives(definitions: &mut Map<String, Value>) {
    let mut named = Map::new();
    for (name, definition) in definitions.iter_mut() {
        let alternatives = definition.get_mut("oneOf").and_then(Value::as_array_mut);
        for alternative in alternatives.into_iter().flatten() {
            let Some(only) = alternative["properties"].as_object().and_then(|fields| fields.keys().next()) else {
                continue;
            };
            let name = format!("{name}{}{}", only[..1].to_uppercase(), &only[1..]);
            let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
            named.insert(name, std::mem::replace(alternative, reference));
        }
    }
    definitions.extend(named);
}

/// Lets utoipa refer by name to the models of reports, whose schemas are defined with those of all reports.
macro_rules! described_with_reports {
    ($($name:literal: $type:ty),+ $(,)?) => {
        $(
            impl utoipa::PartialSchema for $type {
                fn schema() -> RefOr<Schema> {
                    Object::default().into()
                }
            }

            impl utoipa::ToSchema for $type {
                fn name() -> Cow<'static, str> {
                    $name.into()
                }
            }
        )+
    };
}
described_with_reports!["NoticeDrift": Drift, "HostsDrift": HostsDrift, "NoticeContent": NoticeContent, "TransferReview": TransferReview];

described_by_schemars! {
    answers {
        VersionPage: VersionPage,
        UsagePage: UsagePage,
        ImportOutcome: ImportOutcome,
        FeedPage: FeedPage,
        ProcessorTable: TableDocument<'static>,
        Manifest: Manifest,
        DifferencePage: DifferencePage,
        RecordDifference: RecordDifference,
        PatchOperation: PatchOperation,
        QuestionPage: QuestionPage,
        StewardPage: StewardPage,
        StoredDocument: Stored,
        ReviewDecided: Decided,
        ReviewVerification: Verified,
        ReviewProposals: ReviewProposals,
        NoticePublications: NoticePublications,
        Kind: Kind,
        Open: Open,
    }
    requests {
        NewReview: NewReview,
        ReviewDecisions: Decisions,
        ReviewRebase: Rebase,
        NewReviewAdvice: NewAdvice,
        NewReviewAttestation: NewAttestation,
        NewSignOff: NewSignOff,
        ReviewCancelling: Cancelling,
        FollowUpDone: Done,
        NewPublication: NewPublication,
    }
}
