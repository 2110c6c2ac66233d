//! The program as a process: what it prints, where, and its exit status.

use crate::support::Program;
use serde_json::Value;
use std::fs;

const MANIFEST: &str = "\
reason: first register
organizations:
  - key: acme
    name: {en: Acme}
processors:
  - key: crm
    name: {en: CRM}
    providers: [{key: acme, organization: acme}]
";

/// The place of the journal, as `verify` prints it.
fn head(program: &Program) -> String {
    let verified = program.run(&["verify"]).succeeds();
    verified.lines().find_map(|line| line.strip_prefix("head ")).unwrap().to_owned()
}

#[test]
fn an_import_tells_what_it_did_and_the_same_again_does_nothing() {
    let program = Program::new();
    program.file("register.yaml", MANIFEST);
    let dry = program.run(&["import", "--dry-run", "register.yaml"]).succeeds();
    assert!(dry.contains("created    processors/crm") && dry.contains("would be written after seq 1"), "{dry}");
    let first = program.run(&["import", "register.yaml"]).succeeds();
    assert_eq!(
        first,
        "created    organizations/acme\ncreated    processors/crm\n\
         2 created, 0 changed, 0 deleted, 0 unchanged; the journal is at seq 2\n"
    );
    let again = program.run(&["import", "register.yaml"]).succeeds();
    assert_eq!(again, "0 created, 0 changed, 0 deleted, 2 unchanged; the journal is at seq 2\n");
    program.file("register.yaml", &MANIFEST.replace("{en: CRM}", "{en: Customers}"));
    let changed = program.run(&["import", "register.yaml"]).succeeds();
    assert!(changed.contains("/name/en: \"CRM\" → \"Customers\""), "{changed}");
    let json = program.run(&["import", "--json", "register.yaml"]).succeeds();
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap()["unchanged"], 2);
}

#[test]
fn mistakes_name_file_line_and_column_and_end_with_status_1() {
    let program = Program::new();
    program.file("good.yaml", MANIFEST);
    program.file("bad.yaml", "systems:\n  - key: site\n    name: {en: Site}\n    operator: nobody\n    tags: [a, a]\n");
    let failed = program.run(&["import", "good.yaml", "bad.yaml"]).fails();
    assert!(failed.contains("bad.yaml:5:15: /systems/0/tags/1"), "{failed}");
    program.file("bad.yaml", "systems:\n  - key: site\n    name: {en: Site}\n    operator: nobody\n");
    let failed = program.run(&["import", "good.yaml", "bad.yaml"]).fails();
    assert!(failed.contains("bad.yaml:4:5: /systems/0/operator: there is no record organizations/nobody"), "{failed}");
    let missing = program.run(&["import", "absent.yaml"]).fails();
    assert!(missing.contains("absent.yaml"), "{missing}");
    assert!(program.run(&["export"]).succeeds().lines().count() <= 2, "nothing was written");
}

#[test]
fn a_command_that_is_not_understood_ends_with_status_2() {
    let program = Program::new();
    for arguments in
        [&["improt"][..], &["import"], &["verify", "--expect", "5"], &["token", "create", "--role", "king"]]
    {
        assert_eq!(program.run(arguments).status, Some(2), "{arguments:?}");
    }
    assert!(program.run(&["--help"]).succeeds().contains("processor registry"));
}

#[test]
fn an_export_imported_into_an_empty_database_exports_as_the_same_bytes() {
    let (from, into) = (Program::new(), Program::new());
    from.run(&["import", concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/sunmi-north-america.yaml")]).succeeds();
    let yaml = from.run(&["export"]).succeeds();
    into.file("export.yaml", &yaml);
    into.run(&["import", "export.yaml"]).succeeds();
    assert!(into.run(&["export"]).succeeds() == yaml);
    let json = from.run(&["export", "--json", "--builtin"]).succeeds();
    assert!(into.run(&["export", "--json", "--builtin"]).succeeds() == json);
    from.run(&["export", "--output", "written.yaml"]).succeeds();
    assert!(fs::read_to_string(from.path("written.yaml")).unwrap() == yaml);
    let before = from.run(&["export", "--as-of", "seq:1"]).succeeds();
    assert!(before.len() < 200, "{before}");
    from.run(&["export", "--as-of", "seq:3"]).fails();
}

#[test]
fn pruning_deletes_what_the_files_do_not_hold() {
    let program = Program::new();
    program.file("register.yaml", MANIFEST);
    program.run(&["import", "register.yaml"]).succeeds();
    program.file("less.yaml", "organizations:\n- {key: acme, name: {en: Acme}}\n");
    let pruned = program.run(&["import", "--prune", "less.yaml"]).succeeds();
    assert!(pruned.starts_with("deleted    processors/crm\n0 created, 0 changed, 1 deleted, 1 unchanged"), "{pruned}");
}

#[test]
fn a_new_token_is_printed_alone_and_never_again() {
    let program = Program::new();
    program.run(&["token", "create", "--role", "publisher", "--name", "web site", "--notice", "n"]).fails();
    program.file("notice.yaml", "notices:\n  - {key: n, name: {en: Notice}}\n");
    program.run(&["import", "notice.yaml"]).succeeds();
    let token =
        program.run(&["token", "create", "--role", "publisher", "--name", "web site", "--notice", "n"]).succeeds();
    let secret = token.strip_suffix('\n').unwrap();
    let shape = secret.len() == 67 && secret.starts_with("rw_") && secret[3..].chars().all(|c| c.is_ascii_hexdigit());
    assert!(shape, "{token:?}");
    let list = program.run(&["token", "list"]).succeeds();
    assert!(list.contains("web site") && list.contains("notices n") && list.contains("in use"), "{list}");
    assert!(!list.contains(secret));
    let id = program.token_id("web site");
    program.run(&["token", "revoke", &id]).succeeds();
    assert!(program.run(&["token", "list"]).succeeds().contains("revoked 2"));
    program.run(&["token", "revoke", &id]).fails();
    program.run(&["token", "create", "--role", "reader", "--name", " "]).fails();
    program.run(&["token", "create", "--role", "reader", "--name", "x", "--notice", "n"]).fails();
}

#[test]
fn verify_says_that_all_holds_or_what_does_not() {
    let program = Program::new();
    program.file("register.yaml", MANIFEST);
    program.run(&["import", "register.yaml"]).succeeds();
    let noted = head(&program);
    assert!(noted.starts_with("2:"), "{noted}");
    program.run(&["verify", "--expect", &noted]).succeeds();
    let other = format!("2:{}", "0".repeat(64));
    let failed = program.run(&["verify", "--expect", &other]);
    assert_eq!(failed.status, Some(1));
    assert!(failed.stdout.contains("WRONG: ") && failed.stdout.contains("not all of it holds"), "{}", failed.stdout);
    let later = noted.replacen("2:", "3:", 1);
    let failed = program.run(&["verify", "--expect", &later]);
    assert_eq!(failed.status, Some(1));
    assert!(failed.stdout.contains("WRONG: the journal ends at seq 2"), "{}", failed.stdout);
}

#[test]
fn what_is_redacted_is_gone_and_the_journal_holds() {
    let program = Program::new();
    let secret = "Jane Doe of Elm Street";
    program.file("register.yaml", &MANIFEST.replace("{en: CRM}", &format!("{{en: CRM}}\n    steward: {secret}")));
    program.run(&["import", "register.yaml"]).succeeds();
    program.file("register.yaml", MANIFEST);
    program.run(&["import", "register.yaml"]).succeeds();
    let noted = head(&program);
    let redacted = program.run(&["redact", "processors/crm@1", "--reason", "request 17"]).succeeds();
    assert!(redacted.starts_with("redacted   processors/crm@1 (seq 2)\nthe journal is at 4:"), "{redacted}");
    let verified = program.run(&["verify", "--expect", &noted]).succeeds();
    assert!(verified.contains("processors/crm version 1 (seq 2) was redacted by commit 4"), "{verified}");
    assert!(!program.run(&["export", "--as-of", "seq:2"]).succeeds().contains(secret));
    // What is gone already needs no further commit; what was never there is a mistake.
    let again = program.run(&["redact", "processors/crm@1", "--reason", "again"]).succeeds();
    assert!(again.starts_with("the journal is at 4:"), "{again}");
    program.run(&["redact", "processors/crm@7", "--reason", "never there"]).fails();
    program.run(&["redact", "processors/none", "--reason", "never there"]).fails();
    assert_eq!(program.run(&["redact", "processors/crm@1"]).status, Some(2));
}

#[test]
fn a_processor_table_is_made_straight_from_files() {
    let program = Program::new();
    let sunmi = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/sunmi-north-america.yaml");
    let table = program.run(&["report", "processor-table", sunmi, "--lang", "en", "--on", "2026-11-22"]).succeeds();
    assert!(table.contains("NeoCRM") && table.contains("Google Analytics") && table.contains('|'), "{table}");
    assert!(!program.path("ropewalk.db").exists() && fs::read_dir(program.path("")).unwrap().count() == 0);
    let csv = ["report", "processor-table", sunmi, "--format", "csv", "--columns", "subprocessors"];
    assert!(program.run(&csv).succeeds().contains(','));
    for report in ["processor-table", "record-of-processing"] {
        let to_file = ["report", report, sunmi, "--format", "xlsx", "--on", "2026-11-22", "-o", "table.xlsx"];
        assert_eq!(program.run(&to_file).succeeds(), "");
        assert!(fs::read(program.path("table.xlsx")).unwrap().starts_with(b"PK"));
    }
    program.run(&["report", "transfers", sunmi, "--output", "no/such/folder"]).fails();
    fs::remove_file(program.path("table.xlsx")).unwrap();
    program.run(&["import", sunmi]).succeeds();
    let from_database = program.run(&["report", "processor-table", "--lang", "en", "--on", "2026-11-22"]).succeeds();
    assert_eq!(from_database, table);
    program.run(&["report", "processor-table", sunmi, "--notice", "unknown"]).fails();
    program.file("broken.yaml", "notices: [{key: n}]\n");
    let failed = program.run(&["report", "processor-table", "broken.yaml"]).fails();
    assert!(failed.contains("broken.yaml:1:11: /notices/0"), "{failed}");
}

#[test]
fn a_workbook_that_nobody_touched_changes_nothing_and_one_that_is_wrong_writes_nothing() {
    let program = Program::new();
    let sunmi = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/sunmi-north-america.yaml");
    program.run(&["import", sunmi]).succeeds();
    let before = program.run(&["export"]).succeeds();
    for builtin in [&[][..], &["--builtin"]] {
        let export = [&["export", "--format", "xlsx", "-o", "register.xlsx"], builtin].concat();
        assert_eq!(program.run(&export).succeeds(), "");
        let tried = program.run(&["import", "register.xlsx", "--dry-run"]).succeeds();
        assert!(tried.contains("0 created, 0 changed, 0 deleted") && tried.contains("would be written"), "{tried}");
        let imported = program.run(&["import", "register.xlsx"]).succeeds();
        assert!(imported.contains("0 created, 0 changed, 0 deleted"), "{imported}");
    }
    let bytes = fs::read(program.path("register.xlsx")).unwrap();
    fs::write(program.path("cut.xlsx"), &bytes[..bytes.len() / 2]).unwrap();
    let failed = program.run(&["import", "cut.xlsx"]).fails();
    assert!(failed.contains("cut.xlsx:1:1: no workbook"), "{failed}");
    assert_eq!(program.run(&["export"]).succeeds(), before);
    let csv = program.run(&["export", "--format", "csv", "--kind", "activities"]).succeeds();
    program.file("activities.csv", &csv);
    let imported = program.run(&["import", "activities.csv"]).succeeds();
    assert!(imported.contains("0 created, 0 changed, 0 deleted, 21 unchanged"), "{imported}");
    program.file("things.csv", &csv);
    assert!(program.run(&["import", "things.csv"]).fails().contains("named after the kind of its records"));
    assert_eq!(program.run(&["export", "--format", "csv"]).status, Some(2));
    program.run(&["export", "--kind", "activities"]).fails();
    assert!(program.run(&["export", "--format", "json"]).succeeds().starts_with('{'));
    let found = program.run(&["check", "register.xlsx", "--fail-on", "never"]).succeeds();
    assert!(found.contains("register.xlsx!activities:"), "{found}");
}

#[test]
fn the_generated_documents_are_printed() {
    let program = Program::new();
    for command in ["openapi", "schema"] {
        let printed = program.run(&[command]).succeeds();
        assert!(serde_json::from_str::<Value>(&printed).unwrap().is_object());
    }
    assert_eq!(fs::read_dir(program.path("")).unwrap().count(), 0, "no database is made for that");
}

#[test]
fn built_in_records_are_upgraded_once_and_edits_are_left_alone() {
    let program = Program::new();
    assert!(program.run(&["seeds", "upgrade"]).succeeds().contains("0 records written"));
    program.file("edit.yaml", "locations:\n- {key: de, name: {en: Our Germany}, iso_3166_1: DE, category: country}\n");
    program.run(&["import", "edit.yaml"]).succeeds();
    let conflicting = program.run(&["seeds", "upgrade"]);
    assert_eq!(conflicting.status, Some(1));
    assert!(
        conflicting.stdout.contains("left alone, since it was edited here: locations/de"),
        "{}",
        conflicting.stdout
    );
}

#[test]
fn a_report_tells_what_would_be_if_records_were_otherwise_from_files_and_from_the_database() {
    let program = Program::new();
    program.file(
        "register.yaml",
        "organizations: [{key: us-gmbh, name: {en: We}, incorporated_in: de}]\nactivities:\n  - key: letters\n    name: {en: Letters}\n    controllers: [us-gmbh]\n    people: [{key: de, place: de}]\n    storage: [{key: here, location: de}]\n",
    );
    program.file(
        "moved.yaml",
        "reason: what if it moved?\nactivities:\n  - key: letters\n    name: {en: Letters}\n    controllers: [us-gmbh]\n    people: [{key: de, place: de}]\n    storage: [{key: here, location: us}]\n",
    );
    let report =
        ["report", "transfers", "--what-if", "moved.yaml", "--regime", "eu-gdpr-chapter-v", "--on", "2026-11-22"];
    let of_files = program.run(&[&report[..], &["register.yaml"]].concat()).succeeds();
    assert!(of_files.contains("what if it moved?") && of_files.contains("activities/letters"), "{of_files}");
    assert!(of_files.contains("## Otherwise than it is") || of_files.contains("Otherwise than it is"), "{of_files}");
    program.run(&["import", "register.yaml"]).succeeds();
    let before = head(&program);
    let of_database = program.run(&[&report[..], &["--format", "json"]].concat()).succeeds();
    let model: Value = serde_json::from_str(&of_database).unwrap();
    assert_eq!(model["made"]["supposed"]["changed"], serde_json::json!(["activities/letters"]));
    assert!(!model["changes"]["changed"].as_array().unwrap().is_empty());
    assert_eq!(head(&program), before, "nothing is written");
    program.file("wrong.yaml", "activities:\n  - key: letters\n    name: {en: Letters}\n    controllers: [nobody]\n");
    let refused = program.run(&["report", "transfers", "--what-if", "wrong.yaml"]).fails();
    assert!(
        refused.contains("wrong.yaml:4:") && refused.contains("there is no record organizations/nobody"),
        "{refused}"
    );
    let both = program.run(&["report", "transfers", "--what-if", "moved.yaml", "--since", "seq:1"]).fails();
    assert!(both.contains("leave `--since` out"), "{both}");
}
