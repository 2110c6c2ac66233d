//! Views that give BI tools plain columns: one per kind, and one per list of a kind that people ask for.
//!
//! Each view is a row of [`VIEWS`]; the SQL of both engines is made from it. A field is a path into the document (`a.b`), with
//! `@` in front where it is localised text, of which English or else the first language is shown.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};
use std::fmt::Write;

/// Creates the views.
#[derive(DeriveMigrationName)]
pub struct Migration;

struct View {
    name: &'static str,
    kind: &'static str,
    /// The list whose elements are the rows; none where the records themselves are.
    list: Option<&'static str>,
    /// Column and path.
    columns: &'static [(&'static str, &'static str)],
}

const VIEWS: &[View] = &[
    View {
        name: "locations",
        kind: "locations",
        list: None,
        columns: &[
            ("category", "category"),
            ("iso_3166_1", "iso_3166_1"),
            ("iso_3166_2", "iso_3166_2"),
            ("m49", "m49"),
            ("part_of", "part_of"),
        ],
    },
    View {
        name: "data_categories",
        kind: "data-categories",
        list: None,
        columns: &[
            ("gdpr_special", "flags.gdpr_special"),
            ("pipl_sensitive", "flags.pipl_sensitive"),
            ("ccpa_sensitive", "flags.ccpa_sensitive"),
            ("dsp_category", "flags.dsp_category"),
            ("dpv", "dpv.term"),
            ("fideslang", "fideslang.term"),
        ],
    },
    View { name: "data_subjects", kind: "data-subjects", list: None, columns: &[("description", "@description")] },
    View {
        name: "organizations",
        kind: "organizations",
        list: None,
        columns: &[
            ("entity_kind", "entity_kind"),
            ("incorporated_in", "incorporated_in"),
            ("principal_place", "principal_place"),
            ("lei", "lei"),
            ("uscc", "uscc"),
            ("website", "website"),
        ],
    },
    View {
        name: "organization_contacts",
        kind: "organizations",
        list: Some("contacts"),
        columns: &[
            ("function", "function"),
            ("contact_name", "name"),
            ("email", "email"),
            ("phone", "phone"),
            ("url", "url"),
        ],
    },
    View {
        name: "processors",
        kind: "processors",
        list: None,
        columns: &[
            ("service", "@service"),
            ("risk_tier", "risk_tier"),
            ("review_on", "review_on"),
            ("website", "website"),
        ],
    },
    View {
        name: "processor_providers",
        kind: "processors",
        list: Some("providers"),
        columns: &[("organization", "organization"), ("since", "since"), ("until", "until")],
    },
    View {
        name: "processor_locations",
        kind: "processors",
        list: Some("locations"),
        columns: &[("location", "location"), ("since", "since"), ("until", "until")],
    },
    View {
        name: "processor_policies",
        kind: "processors",
        list: Some("policies"),
        columns: &[("policy_kind", "kind"), ("url", "url"), ("language", "language"), ("checked", "checked")],
    },
    View {
        name: "sub_processors",
        kind: "processors",
        list: Some("sub_processors"),
        columns: &[
            ("processor", "processor"),
            ("organization", "organization"),
            ("sub_processor_name", "name"),
            ("purpose", "@purpose"),
            ("since", "since"),
            ("until", "until"),
        ],
    },
    View {
        name: "systems",
        kind: "systems",
        list: None,
        columns: &[("description", "@description"), ("operator", "operator"), ("tenant_of", "tenant_of")],
    },
    View {
        name: "system_fields",
        kind: "systems",
        list: Some("fields"),
        columns: &[("label", "@label"), ("category", "category")],
    },
    View {
        name: "system_storage",
        kind: "systems",
        list: Some("storage"),
        columns: &[("location", "location"), ("host", "host")],
    },
    View {
        name: "agreements",
        kind: "agreements",
        list: None,
        columns: &[
            ("agreement_kind", "kind"),
            ("state", "state"),
            ("signed_on", "signed_on"),
            ("in_force_from", "in_force.from"),
            ("in_force_until", "in_force.until"),
            ("renews_on", "renewal.on"),
            ("notice_by", "renewal.notice_by"),
        ],
    },
    View {
        name: "agreement_parties",
        kind: "agreements",
        list: Some("parties"),
        columns: &[("organization", "organization"), ("since", "since"), ("until", "until")],
    },
    View {
        name: "assessments",
        kind: "assessments",
        list: None,
        columns: &[
            ("assessment_kind", "kind"),
            ("controller", "controller"),
            ("completed_on", "completed_on"),
            ("outcome", "outcome"),
            ("valid_until", "valid_until"),
            ("filing_number", "filing.number"),
        ],
    },
    View { name: "notices", kind: "notices", list: None, columns: &[("controller", "controller"), ("url", "url")] },
    View {
        name: "notice_listing",
        kind: "notices",
        list: Some("listing"),
        columns: &[
            ("processor", "processor"),
            ("service", "@wording.service"),
            ("purpose", "@wording.purpose"),
            ("provider", "@wording.provider"),
            ("information", "@wording.information"),
        ],
    },
    View {
        name: "notice_commitments",
        kind: "notices",
        list: Some("commitments"),
        columns: &[("commitment_kind", "kind"), ("commitment", "@text"), ("days", "days")],
    },
    View {
        name: "activities",
        kind: "activities",
        list: None,
        columns: &[
            ("description", "@description"),
            ("business_function", "@business_function"),
            ("role", "role"),
            ("tier", "tier"),
            ("retention_period", "retention.period"),
            ("retention_criteria", "@retention.criteria"),
        ],
    },
    View {
        name: "activity_purposes",
        kind: "activities",
        list: Some("purposes"),
        columns: &[("purpose", "@text"), ("code", "code")],
    },
    View {
        name: "activity_people",
        kind: "activities",
        list: Some("people"),
        columns: &[
            ("place", "place"),
            ("meaning", "meaning"),
            ("people", "people"),
            ("counted_from", "from"),
            ("counted_to", "to"),
            ("unit", "unit"),
        ],
    },
    View {
        name: "activity_data",
        kind: "activities",
        list: Some("data"),
        columns: &[("category", "category"), ("label", "@label"), ("source", "source")],
    },
    View {
        name: "activity_storage",
        kind: "activities",
        list: Some("storage"),
        columns: &[("location", "location"), ("host", "host")],
    },
    View {
        name: "activity_disclosures",
        kind: "activities",
        list: Some("disclosures"),
        columns: &[
            ("disclosure_kind", "kind"),
            ("processor", "recipient.processor"),
            ("organization", "recipient.organization"),
            ("recipient_group", "@recipient.group"),
            ("department", "@recipient.department"),
            ("authority", "@recipient.authority"),
            ("public", "@recipient.public"),
            ("purpose", "@purpose"),
            ("since", "since"),
            ("until", "until"),
            ("returned_or_deleted_on", "returned_or_deleted_on"),
        ],
    },
];

const OF_RECORD: &[(&str, &str)] =
    &[("name", "@name"), ("status", "status"), ("since", "since"), ("until", "until"), ("steward", "steward")];

/// The SQL of a field of `json`.
fn field(backend: DbBackend, json: &str, path: &str) -> String {
    let (localised, path) = path.strip_prefix('@').map_or((false, path), |path| (true, path));
    if backend == DbBackend::Postgres {
        let mut steps: Vec<String> = path.split('.').map(|step| format!(" -> '{step}'")).collect();
        let last = steps.pop().unwrap_or_default().replace(" -> ", "");
        let outer = steps.concat();
        if localised {
            let text = format!("{json}{outer} -> {last}");
            format!(
                "COALESCE({text} ->> 'en', (SELECT t.value FROM jsonb_each_text(CASE WHEN jsonb_typeof({text}) = 'object' THEN {text} ELSE '{{}}'::jsonb END) t ORDER BY t.key COLLATE \"C\" LIMIT 1))"
            )
        } else {
            format!("{json}{outer} ->> {last}")
        }
    } else if localised {
        format!(
            "COALESCE(json_extract({json}, '$.{path}.en'), (SELECT t.value FROM json_each({json}, '$.{path}') t ORDER BY t.key LIMIT 1))"
        )
    } else {
        format!("json_extract({json}, '$.{path}')")
    }
}

fn create(backend: DbBackend, view: &View) -> String {
    let document = if backend == DbBackend::Postgres { "(r.document)::jsonb" } else { "r.document" };
    let mut sql = format!(
        "CREATE VIEW {} AS SELECT i.key AS {}, i.version AS version",
        view.name,
        if view.list.is_some() { "record_key" } else { "key" }
    );
    let mut columns = |json: &str, columns: &[(&str, &str)]| {
        for (column, path) in columns {
            // Writing to a String cannot fail.
            let _ = write!(sql, ", {} AS {column}", field(backend, json, path));
        }
    };
    if view.list.is_some() {
        columns(document, &[("record_name", "@name"), ("record_status", "status")]);
        columns("e.value", &[("key", "key")]);
        columns("e.value", view.columns);
    } else {
        columns(document, OF_RECORD);
        columns(document, view.columns);
    }
    sql += " FROM records i JOIN revisions r ON r.seq = i.seq AND r.n = i.n";
    if let Some(list) = view.list {
        sql += &if backend == DbBackend::Postgres {
            format!(
                " CROSS JOIN LATERAL jsonb_array_elements(COALESCE({document} -> '{list}', '[]'::jsonb)) AS e(value)"
            )
        } else {
            format!(" JOIN json_each(r.document, '$.{list}') e")
        };
    }
    sql + &format!(" WHERE i.kind = '{}'", view.kind)
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        for view in VIEWS {
            manager.get_connection().execute_unprepared(&create(backend, view)).await?;
        }
        Ok(())
    }
}
