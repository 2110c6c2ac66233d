//! SQL views over the current documents: plain columns for tools that speak SQL.
//!
//! One table says what each view shows; the SQL of both engines is generated from it, so that their rows are the same. A view
//! never fails on a document: what is not there, or was redacted, is NULL, and a list that is not there has no rows. Drafts and
//! retired records are shown with their `status`.
//!
//! To add a column or a view: a line in [`VIEWS`], and a migration that drops what changes and runs [`definition`]; earlier
//! migrations then make the new shape at once on a new database, so the later one must drop `IF EXISTS`.

mod dialect;

use self::Shows::{Day, Flag, Fraction, Number, Text, Variant, VariantContent, Word, Words, WordsOf};
use dialect::{Dialect, Postgres, Sqlite};
use sea_orm_migration::sea_orm::DbBackend;

/// A view: one row per record of a kind, or per element of one of its lists.
///
/// Views of records begin with `key`, `version`, `name`, `status`, `steward`, `since` and `until`; views of elements with the
/// key and the status of the record, and the element's place in its list.
#[derive(Debug)]
pub struct View {
    /// Its name.
    pub name: &'static str,
    /// The kind of record it shows.
    pub kind: &'static str,
    /// What the column with the record's key is called.
    pub owner: &'static str,
    /// The lists it unfolds, outermost first, each a path from the document or from the element before.
    pub lists: &'static [&'static [&'static str]],
    /// Its own columns, after those that all views have.
    pub columns: &'static [Column],
}

/// A column of a view.
#[derive(Debug)]
pub struct Column {
    /// Where the path begins: 0 is the document, 1 an element of the first list, 2 one of the second.
    pub level: usize,
    /// Its name.
    pub name: &'static str,
    /// How the value is shown.
    pub shows: Shows,
    /// The place of the value.
    pub path: &'static [&'static str],
}

/// How a value is shown.
#[derive(Debug, Clone, Copy)]
pub enum Shows {
    /// A string as it is: words, keys, codes.
    Word,
    /// A day.
    Day,
    /// A whole number.
    Number,
    /// A number with a fraction.
    Fraction,
    /// Yes or no.
    Flag,
    /// A text in English, or else in the first of its languages.
    Text,
    /// A list of strings, joined by commas.
    Words,
    /// A list of objects, of which this member is shown, joined by commas.
    WordsOf(&'static str),
    /// A value that is one of several: which one.
    Variant,
    /// A value that is one of several: the key or the text in it.
    VariantContent,
}

macro_rules! columns {
    ($($level:literal $name:literal $shows:expr, $($path:literal)*;)*) => {
        &[$(Column { level: $level, name: $name, shows: $shows, path: &[$($path),*] }),*]
    };
}

/// Every view.
pub const VIEWS: &[View] = &[
    View {
        name: "locations",
        kind: "locations",
        owner: "key",
        lists: &[],
        columns: columns! {
            0 "category" Word, "category";
            0 "iso_3166_1" Word, "iso_3166_1";
            0 "iso_3166_2" Word, "iso_3166_2";
            0 "m49" Word, "m49";
            0 "part_of" Word, "part_of";
            0 "members" Words, "members";
            0 "operator" Word, "operator";
        },
    },
    View {
        name: "data_categories",
        kind: "data-categories",
        owner: "key",
        lists: &[],
        columns: columns! {
            0 "parents" Words, "parents";
            0 "gdpr_special" Word, "flags" "gdpr_special";
            0 "pipl_sensitive" Word, "flags" "pipl_sensitive";
            0 "ccpa_sensitive" Word, "flags" "ccpa_sensitive";
            0 "dsp_category" Word, "flags" "dsp_category";
            0 "dpv" Word, "dpv" "term";
            0 "fideslang" Word, "fideslang" "term";
        },
    },
    View {
        name: "data_subjects",
        kind: "data-subjects",
        owner: "key",
        lists: &[],
        columns: columns! {
            0 "parents" Words, "parents";
            0 "minors" Flag, "minors";
            0 "business_capacity" Flag, "business_capacity";
            0 "us_government" Flag, "us_government";
        },
    },
    View {
        name: "organizations",
        kind: "organizations",
        owner: "key",
        lists: &[],
        columns: columns! {
            0 "legal_name" Word, "legal_names" "0" "name";
            0 "entity_kind" Word, "entity_kind";
            0 "incorporated_in" Word, "incorporated_in";
            0 "principal_place" Word, "principal_place";
            0 "group_parent" Word, "group" "parent";
            0 "lei" Word, "lei";
            0 "uscc" Word, "uscc";
            0 "headcount" Number, "size" "headcount";
            0 "website" Word, "website";
        },
    },
    View {
        name: "organization_shareholders",
        kind: "organizations",
        owner: "organization",
        lists: &[&["shareholders"]],
        columns: columns! {
            1 "key" Word, "key";
            1 "holder" Word, "organization";
            1 "holder_name" Word, "name";
            1 "country" Word, "country";
            1 "percent" Fraction, "percent";
            1 "control" Flag, "control";
            1 "held_on" Day, "on";
        },
    },
    View {
        name: "processors",
        kind: "processors",
        owner: "key",
        lists: &[],
        columns: columns! {
            0 "service" Text, "service";
            0 "providers" WordsOf("organization"), "providers";
            0 "risk_tier" Word, "risk_tier";
            0 "review_on" Day, "review_on";
            0 "website" Word, "website";
        },
    },
    View {
        name: "processor_providers",
        kind: "processors",
        owner: "processor",
        lists: &[&["providers"]],
        columns: columns! {
            1 "key" Word, "key";
            1 "organization" Word, "organization";
            1 "part" Text, "part";
            1 "territories" Words, "territories";
            1 "since" Day, "since";
            1 "until" Day, "until";
        },
    },
    View {
        name: "processor_locations",
        kind: "processors",
        owner: "processor",
        lists: &[&["locations"]],
        columns: columns! {
            1 "key" Word, "key";
            1 "location" Word, "location";
            1 "operation" Text, "operation";
            1 "since" Day, "since";
            1 "until" Day, "until";
        },
    },
    View {
        name: "organization_contacts",
        kind: "organizations",
        owner: "organization",
        lists: &[&["contacts"]],
        columns: columns! {
            1 "key" Word, "key";
            1 "function" Word, "function";
            1 "territories" Words, "territories";
            1 "contact_name" Word, "name";
            1 "email" Word, "email";
            1 "phone" Word, "phone";
            1 "url" Word, "url";
        },
    },
    View {
        name: "processor_policies",
        kind: "processors",
        owner: "processor",
        lists: &[&["policies"]],
        columns: columns! {
            1 "policy_kind" Word, "kind";
            1 "url" Word, "url";
            1 "language" Word, "language";
            1 "checked" Day, "checked";
        },
    },
    View {
        name: "sub_processors",
        kind: "processors",
        owner: "processor",
        lists: &[&["sub_processors"]],
        columns: columns! {
            1 "key" Word, "key";
            1 "sub_processor" Word, "processor";
            1 "organization" Word, "organization";
            1 "sub_processor_name" Word, "name";
            1 "purpose" Text, "purpose";
            1 "locations" Words, "locations";
            1 "since" Day, "since";
            1 "until" Day, "until";
        },
    },
    View {
        name: "system_storage",
        kind: "systems",
        owner: "system",
        lists: &[&["storage"]],
        columns: columns! {
            1 "key" Word, "key";
            1 "location" Word, "location";
            1 "host" Word, "host";
        },
    },
    View {
        name: "activity_storage",
        kind: "activities",
        owner: "activity",
        lists: &[&["storage"]],
        columns: columns! {
            1 "key" Word, "key";
            1 "location" Word, "location";
            1 "host" Word, "host";
        },
    },
    View {
        name: "notice_commitments",
        kind: "notices",
        owner: "notice",
        lists: &[&["commitments"]],
        columns: columns! {
            1 "key" Word, "key";
            1 "commitment_kind" Word, "kind";
            1 "commitment" Text, "text";
            1 "days" Number, "days";
        },
    },
    View {
        name: "systems",
        kind: "systems",
        owner: "key",
        lists: &[],
        columns: columns! {
            0 "description" Text, "description";
            0 "operator" Word, "operator";
            0 "tenant_of" Word, "tenant_of";
            0 "storage_locations" WordsOf("location"), "storage";
            0 "backup_locations" WordsOf("location"), "backups";
        },
    },
    View {
        name: "system_fields",
        kind: "systems",
        owner: "system",
        lists: &[&["fields"]],
        columns: columns! {
            1 "key" Word, "key";
            1 "label" Text, "label";
            1 "category" Word, "category";
            1 "automatic" Flag, "automatic";
            1 "subjects" Words, "subjects";
        },
    },
    View {
        name: "agreements",
        kind: "agreements",
        owner: "key",
        lists: &[],
        columns: columns! {
            0 "kind" Word, "kind";
            0 "state" Word, "state";
            0 "parties" WordsOf("organization"), "parties";
            0 "signed_on" Day, "signed_on";
            0 "in_force_from" Day, "in_force" "from";
            0 "in_force_until" Day, "in_force" "until";
            0 "renews_on" Day, "renewal" "on";
            0 "notice_by" Day, "renewal" "notice_by";
            0 "signed_copy_checked_by" Word, "signed_copy_checked" "by";
            0 "signed_copy_checked_on" Day, "signed_copy_checked" "on";
        },
    },
    View {
        name: "agreement_parties",
        kind: "agreements",
        owner: "agreement",
        lists: &[&["parties"]],
        columns: columns! {
            1 "key" Word, "key";
            1 "organization" Word, "organization";
            1 "roles" Words, "roles";
            1 "since" Day, "since";
            1 "until" Day, "until";
        },
    },
    View {
        name: "assessments",
        kind: "assessments",
        owner: "key",
        lists: &[],
        columns: columns! {
            0 "kind" Word, "kind";
            0 "controller" Word, "controller";
            0 "completed_on" Day, "completed_on";
            0 "outcome" Word, "outcome";
            0 "valid_until" Day, "valid_until";
            0 "filing_number" Word, "filing" "number";
            0 "authority" Word, "filing" "authority";
            0 "filed_on" Day, "filing" "filed_on";
            0 "decided_on" Day, "filing" "decided_on";
        },
    },
    View {
        name: "notices",
        kind: "notices",
        owner: "key",
        lists: &[],
        columns: columns! {
            0 "controller" Word, "controller";
            0 "url" Word, "url";
            0 "languages" Words, "languages";
        },
    },
    View {
        name: "notice_listing",
        kind: "notices",
        owner: "notice",
        lists: &[&["listing"]],
        columns: columns! {
            1 "key" Word, "key";
            1 "processor" Word, "processor";
            1 "service" Text, "wording" "service";
            1 "purpose" Text, "wording" "purpose";
            1 "provider" Text, "wording" "provider";
            1 "information" Text, "wording" "information";
        },
    },
    View {
        name: "activities",
        kind: "activities",
        owner: "key",
        lists: &[],
        columns: columns! {
            0 "description" Text, "description";
            0 "business_function" Text, "business_function";
            0 "role" Word, "role";
            0 "tier" Word, "tier";
            0 "controllers" Words, "controllers";
            0 "on_behalf_of" Words, "on_behalf_of";
            0 "notices" Words, "notices";
            0 "subjects" Words, "subjects";
            0 "systems" Words, "systems";
            0 "retention_period" Word, "retention" "period";
            0 "retention_criteria" Text, "retention" "criteria";
            0 "automated_decisions" Flag, "automated_decisions" "used";
            0 "minors" Flag, "minors" "processed";
            0 "dpia_required" Flag, "dpia" "required";
            0 "dpia" Word, "dpia" "assessment";
        },
    },
    View {
        name: "activity_purposes",
        kind: "activities",
        owner: "activity",
        lists: &[&["purposes"]],
        columns: columns! {
            1 "key" Word, "key";
            1 "text" Text, "text";
            1 "code" Word, "code";
            1 "bases" WordsOf("basis"), "bases";
        },
    },
    View {
        name: "activity_data",
        kind: "activities",
        owner: "activity",
        lists: &[&["data"]],
        columns: columns! {
            1 "key" Word, "key";
            1 "category" Word, "category";
            1 "label" Text, "label";
            1 "subjects" Words, "subjects";
            1 "purposes" Words, "purposes";
            1 "source" Word, "source";
            1 "required" Flag, "required";
            1 "statutory" Flag, "statutory";
            1 "identifiable" Flag, "identifiable";
            1 "retention_period" Word, "retention" "period";
        },
    },
    View {
        name: "activity_people",
        kind: "activities",
        owner: "activity",
        lists: &[&["people"]],
        columns: columns! {
            1 "key" Word, "key";
            1 "place" Word, "place";
            1 "meaning" Word, "meaning";
            1 "subjects" Words, "subjects";
            1 "people" Number, "people";
            1 "unit" Word, "unit";
            1 "counted_from" Day, "from";
            1 "counted_to" Day, "to";
            1 "disjoint" Flag, "disjoint";
        },
    },
    View {
        name: "activity_disclosures",
        kind: "activities",
        owner: "activity",
        lists: &[&["disclosures"]],
        columns: columns! {
            1 "key" Word, "key";
            1 "recipient_kind" Variant, "recipient";
            1 "recipient" VariantContent, "recipient";
            1 "kind" Word, "kind";
            1 "roles" WordsOf("role"), "roles";
            1 "purpose" Text, "purpose";
            1 "purposes" Words, "purposes";
            1 "data" Words, "data";
            1 "locations" Words, "locations";
            1 "collects_directly" Flag, "collects_directly";
            1 "sale_or_sharing" Word, "sale_or_sharing";
            1 "agreements" Words, "agreements";
            1 "assessments" Words, "assessments";
            1 "since" Day, "since";
            1 "until" Day, "until";
            1 "returned_or_deleted_on" Day, "returned_or_deleted_on";
        },
    },
    View {
        name: "activity_disclosure_locations",
        kind: "activities",
        owner: "activity",
        lists: &[&["disclosures"], &["locations"]],
        columns: columns! {
            1 "disclosure" Word, "key";
            2 "location" Word, ;
        },
    },
];

/// The columns with which every view of records begins, after the key and the version.
const OF_RECORDS: &[Column] = columns! {
    0 "name" Text, "name";
    0 "status" Word, "status";
    0 "steward" Word, "steward";
    0 "since" Day, "since";
    0 "until" Day, "until";
};

/// The columns with which every view of elements begins, after the record's key and the element's place.
const OF_ELEMENTS: &[Column] = columns! {
    0 "status" Word, "status";
};

/// The statement that makes a view.
#[must_use]
pub fn definition(backend: DbBackend, view: &View) -> String {
    let write: &dyn Dialect = if backend == DbBackend::Postgres { &Postgres } else { &Sqlite };
    let mut columns = vec![format!("record.key AS \"{}\"", view.owner)];
    let common = if view.lists.is_empty() {
        columns.push("record.version AS \"version\"".to_owned());
        OF_RECORDS
    } else {
        columns.push(format!("{} AS \"position\"", write.position(view.lists.len())));
        OF_ELEMENTS
    };
    columns.extend(
        common.iter().chain(view.columns).map(|column| format!("{} AS \"{}\"", shown(write, column), column.name)),
    );
    let lists: String = view.lists.iter().enumerate().map(|(level, path)| write.unfolded(level, path)).collect();
    format!(
        "CREATE VIEW \"{}\" AS SELECT {} FROM {} record{lists}",
        view.name,
        columns.join(", "),
        write.records(view.kind)
    )
}

fn shown(write: &dyn Dialect, column: &Column) -> String {
    let (level, path) = (column.level, column.path);
    match column.shows {
        Word => write.string(level, path),
        Day => write.day(level, path),
        Number => write.number(level, path),
        Fraction => write.fraction(level, path),
        Flag => write.flag(level, path),
        Text => write.text(level, path),
        Words => write.joined(level, path, None),
        WordsOf(member) => write.joined(level, path, Some(member)),
        Variant => write.variant(level, path),
        VariantContent => write.variant_content(level, path),
    }
}
