//! Many records at once: import, and export that imports again as the same.

use crate::support::{TestApp, minimal, rich_facts};
use serde_json::{Value, json};

const CHANGES: &str = "/api/v1/changes";

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

async fn seq(app: &TestApp) -> u64 {
    app.app.store.current().await.unwrap().register.head().seq
}

#[tokio::test]
async fn a_manifest_is_one_commit_and_the_same_again_is_none() {
    let app = TestApp::empty().await;
    let first = app.editor().post(CHANGES).yaml(MANIFEST).await.expect(200).json();
    assert_eq!(
        first,
        json!({
            "seq": 2, "dry_run": false,
            "created": [
                { "kind": "organizations", "key": "acme", "version": 1 },
                { "kind": "processors", "key": "crm", "version": 1 }
            ],
            "changed": [], "deleted": [], "unchanged": 0
        })
    );
    let again = app.editor().post(CHANGES).yaml(MANIFEST).await.expect(200).json();
    assert_eq!((&again["unchanged"], &again["created"], seq(&app).await), (&json!(2), &json!([]), 2));
    let changed = MANIFEST.replace("{en: CRM}", "{en: CRM, de: Kunden}");
    let changed = app.editor().post(CHANGES).yaml(&changed).await.expect(200).json();
    assert_eq!(
        (&changed["changed"], &changed["unchanged"]),
        (
            &json!([{ "kind": "processors", "key": "crm", "version": 2, "fields": [{ "pointer": "/name/de", "to": "Kunden" }] }]),
            &json!(1)
        )
    );
    let versions = app.reader().get("/api/v1/processors/crm/history").await.expect(200).json();
    assert_eq!(versions["items"][1]["reason"], "first register");
}

#[tokio::test]
async fn json_and_yaml_say_the_same() {
    let app = TestApp::empty().await;
    let manifest = json!({ "reason": "r", "organizations": [minimal("acme")], "systems": [minimal("crm")] });
    app.editor().post(CHANGES).json(&manifest).await.expect(200);
    let yaml = "systems:\n- key: crm\n  name: {en: The crm}\norganizations:\n- {key: acme, name: {en: The acme}}\n";
    let same = app.editor().post(CHANGES).yaml(yaml).await.expect(200).json();
    assert_eq!((&same["unchanged"], &same["seq"]), (&json!(2), &json!(2)));
    let own_reason =
        app.editor().post("/api/v1/changes?reason=mine").json(&json!({ "reason": "r", "systems": [minimal("b")] }));
    own_reason.await.expect(200);
    let version = app.reader().get("/api/v1/systems/b/history").await.expect(200).json();
    assert_eq!(version["items"][0]["reason"], "mine");
}

#[tokio::test]
async fn a_dry_run_says_the_same_and_writes_nothing() {
    let app = TestApp::empty().await;
    let dry = app.editor().post("/api/v1/changes?dry_run=true").yaml(MANIFEST).await.expect(200).json();
    assert_eq!((&dry["dry_run"], &dry["seq"], seq(&app).await), (&json!(true), &json!(1), 1));
    let wet = app.editor().post("/api/v1/changes?dry_run=false").yaml(MANIFEST).await.expect(200).json();
    assert_eq!(dry["created"], wet["created"]);
    let wrong = MANIFEST.replace("organization: acme", "organization: nobody");
    let path = "/api/v1/changes?dry_run=true";
    assert_eq!(app.editor().post(path).yaml(&wrong).await.pointers(422), ["/processors/0/providers/0/organization"]);
}

#[tokio::test]
async fn mistakes_have_line_column_and_pointer_and_nothing_is_written() {
    let app = TestApp::empty().await;
    let wrong = "\
organizations:
  - key: fine
    name: {en: Fine}
  - key: acme
    name: {en: Acme}
    colour: red
processors:
  - key: crm
    name: {en: CRM}
    risk_tier: enormous
";
    let problem = app.editor().post(CHANGES).yaml(wrong).await.problem(422, "malformed-document");
    let places: Vec<Value> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|mistake| json!([mistake["line"], mistake["column"], mistake["pointer"]]))
        .collect();
    assert_eq!(places, [json!([6, 5, "/organizations/1/colour"]), json!([10, 5, "/processors/0/risk_tier"])]);
    let dangling = "processors:\n- key: crm\n  name: {en: CRM}\n  providers:\n  - key: a\n    organization: nobody\n";
    let problem = app.editor().post(CHANGES).yaml(dangling).await.problem(422, "malformed-document");
    let mistake = &problem["errors"][0];
    assert_eq!((&mistake["line"], &mistake["column"]), (&json!(6), &json!(5)), "{problem}");
    assert_eq!(mistake["pointer"], "/processors/0/providers/0/organization");
    assert_eq!(seq(&app).await, 1);
    app.reader().get("/api/v1/organizations/fine").await.problem(404, "not-found");
}

#[tokio::test]
async fn records_of_one_manifest_may_refer_to_each_other_in_any_order() {
    let app = TestApp::empty().await;
    let manifest: Value = json!({
        "activities": [{ "key": "a", "name": { "en": "A" }, "systems": ["s"] }],
        "systems": [{ "key": "s", "name": { "en": "S" }, "tenant_of": "p" }],
        "processors": [
            { "key": "p", "name": { "en": "P" }, "sub_processors": [{ "key": "q", "processor": "q" }] },
            { "key": "q", "name": { "en": "Q" }, "sub_processors": [{ "key": "p", "processor": "p" }] }
        ]
    });
    let created = app.editor().post(CHANGES).json(&manifest).await.expect(200).json();
    assert_eq!(created["created"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn pruning_deletes_what_the_manifest_does_not_hold_and_never_what_is_built_in() {
    let app = TestApp::empty().await;
    app.editor().post(CHANGES).yaml(MANIFEST).await.expect(200);
    let rename = json!({ "name": { "en": "Our Germany" } });
    app.editor().patch("/api/v1/locations/de").if_match("*").merge(&rename).await.expect(200);
    let only = "organizations:\n- {key: acme, name: {en: Acme}}\n";
    let path = "/api/v1/changes?prune=true";
    let dry = app.editor().post(format!("{path}&dry_run=true")).yaml(only).await.expect(200).json();
    let pruned = app.editor().post(path).yaml(only).await.expect(200).json();
    assert_eq!(pruned["deleted"], json!([{ "kind": "processors", "key": "crm", "version": 2 }]));
    assert_eq!(dry["deleted"], pruned["deleted"]);
    app.reader().get("/api/v1/processors/crm").await.problem(410, "gone");
    app.reader().get("/api/v1/locations/de").await.expect(200);
    // A manifest that somebody emptied by mistake must not empty the register.
    app.editor().post(path).yaml("{}").await.problem(400, "bad-request");
    app.reader().get("/api/v1/organizations/acme").await.expect(200);
}

#[tokio::test]
async fn mistakes_of_shape_do_not_hide_references_that_lead_to_nothing() {
    let app = TestApp::empty().await;
    let text = "systems:\n- key: a\n  name: {en: A}\n  since: 2024-13-01\n  operator: nobody\n\
                - {key: b, name: {en: B}, tenant_of: nothing}\n- {key: c, name: {en: C}, operator: acme}\n\
                organizations:\n- {key: acme, name: {en: Acme}}\n";
    let answer = app.editor().post(CHANGES).yaml(text).await;
    assert_eq!(answer.pointers(422), ["/systems/0/since", "/systems/0/operator", "/systems/1/tenant_of"]);
    let one = json!({ "key": "a", "name": { "en": "A" }, "since": "2024-13-01", "operator": "nobody" });
    let answer = app.editor().post("/api/v1/systems").json(&one).await;
    assert_eq!(answer.pointers(422), ["/operator", "/since"]);
}

#[tokio::test]
async fn a_new_reference_to_what_is_pruned_is_a_mistake_with_its_place_in_a_dry_run_too() {
    let app = TestApp::empty().await;
    let two = "organizations:\n- {key: y, name: {en: Y}}\n- {key: z, name: {en: Z}}\n";
    app.editor().post(CHANGES).yaml(two).await.expect(200);
    let one = "organizations:\n- {key: z, name: {en: Z}}\n\
               processors:\n- {key: p, name: {en: P}, providers: [{key: a, organization: y}]}\n";
    for path in ["/api/v1/changes?prune=true&dry_run=true", "/api/v1/changes?prune=true"] {
        let answer = app.editor().post(path).yaml(one).await;
        assert_eq!(answer.pointers(422), ["/processors/0/providers/0/organization"], "{path}");
    }
    app.reader().get("/api/v1/organizations/y").await.expect(200);
}

#[tokio::test]
async fn pruning_what_a_record_that_stays_refers_to_is_refused() {
    let app = TestApp::empty().await;
    app.editor().post(CHANGES).yaml(MANIFEST).await.expect(200);
    let only = "processors:\n- {key: crm, name: {en: CRM}, providers: [{key: acme, organization: acme}]}\n";
    let answer = app.editor().post("/api/v1/changes?prune=true").yaml(only).await;
    assert_eq!(answer.problem(409, "in-use")["used_by"], json!(["processors/crm"]));
    app.reader().get("/api/v1/organizations/acme").await.expect(200);
}

#[tokio::test]
async fn what_is_exported_imports_as_the_same_register() {
    let from = TestApp::with_sunmi().await;
    let mut manifest = serde_json::Map::new();
    for record in rich_facts() {
        let list = manifest.entry(record.kind().path()).or_insert_with(|| json!([]));
        list.as_array_mut().unwrap().push(record.value());
    }
    from.editor().post(CHANGES).json(&Value::Object(manifest)).await.expect(200);
    let digest = async |app: &TestApp| app.app.store.current().await.unwrap().register.content_digest();
    for (format, media_type) in [("yaml", "application/yaml"), ("json", "application/json")] {
        let export = format!("/api/v1/export?format={format}");
        let exported = from.reader().get(&export).await.expect(200);
        assert_eq!(exported.header("Content-Type"), Some(media_type));
        let into = TestApp::empty().await;
        into.editor().post(CHANGES).body(media_type, exported.body.clone()).await.expect(200);
        assert_eq!(digest(&into).await, digest(&from).await, "{format}");
        let again = into.reader().get(&export).await.expect(200);
        assert!(again.body == exported.body, "{format}");
        assert_eq!(again.etag(), exported.etag());
        into.reader().get(&export).header("If-None-Match", exported.etag()).await.expect(304);
    }
}

#[tokio::test]
async fn an_export_has_the_built_in_records_where_asked() {
    let app = TestApp::empty().await;
    app.editor().post(CHANGES).yaml(MANIFEST).await.expect(200);
    let local = app.reader().get("/api/v1/export").await.expect(200).json();
    assert!(local["locations"].is_null() && local["processors"].as_array().unwrap().len() == 1, "{local}");
    let all = app.reader().get("/api/v1/export?builtin=true").await.expect(200).json();
    assert!(all["locations"].as_array().unwrap().len() > 200);
    let accepted = app.reader().get("/api/v1/export").header("Accept", "application/yaml").await.expect(200);
    assert!(accepted.text().starts_with("# yaml-language-server"), "{}", accepted.text());
    app.reader().get("/api/v1/export?format=xml").await.problem(400, "bad-request");
    app.reader().get("/api/v1/export?builtin=perhaps").await.problem(400, "bad-request");
}

#[tokio::test]
async fn what_is_no_manifest_is_refused() {
    let app = TestApp::empty().await;
    for yaml in ["", "- a\n", "systems: 5\n", "sistems: []\n", "schema: 99\n", "a: [\n", "\u{1}", "systems: [{key: a"] {
        app.editor().post(CHANGES).yaml(yaml).await.problem(422, "malformed-document");
    }
    for json in ["[]", "null", "{\"systems\": {}}", "{", "{\"systems\": [null]}"] {
        let answer = app.editor().post(CHANGES).body("application/json", json).await;
        answer.problem(422, "malformed-document");
    }
    app.editor().post("/api/v1/changes?dry_run=yes").yaml(MANIFEST).await.problem(400, "bad-request");
    app.editor().post("/api/v1/changes?dryrun=true").yaml(MANIFEST).await.problem(400, "bad-request");
    assert_eq!(seq(&app).await, 1);
}

#[tokio::test]
async fn the_format_of_an_export_is_negotiated() {
    let app = TestApp::empty().await;
    let export = async |accept: &str| app.reader().get("/api/v1/export").header("Accept", accept).await;
    for (accept, media_type) in [
        ("application/yaml, application/json;q=0.1", "application/yaml"),
        ("application/yaml;q=0, */*", "application/json"),
        ("*/*", "application/json"),
    ] {
        assert_eq!(export(accept).await.expect(200).header("Content-Type"), Some(media_type), "{accept}");
    }
    export("text/html").await.problem(406, "not-acceptable");
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A workbook with one cell of a sheet otherwise.
fn edited(bytes: &[u8], sheet: &str, head: &str, value: &str) -> Vec<u8> {
    use calamine::{Data, Reader, Xlsx};
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
    let mut copy = rust_xlsxwriter::Workbook::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        let to = copy.add_worksheet().set_name(&name).unwrap();
        let column = range.rows().next().and_then(|heads| heads.iter().position(|cell| *cell == head));
        for (row, cells) in (0..).zip(range.rows()) {
            for (at, cell) in (0..).zip(cells) {
                if name == sheet && row == 1 && column == Some(usize::from(at)) {
                    to.write_string(row, at, value).unwrap();
                    continue;
                }
                match cell {
                    Data::Empty => {}
                    Data::Float(number) => drop(to.write_number(row, at, *number).unwrap()),
                    Data::Bool(flag) => drop(to.write_boolean(row, at, *flag).unwrap()),
                    other => drop(to.write_string(row, at, other.to_string()).unwrap()),
                }
            }
        }
    }
    copy.save_to_buffer().unwrap()
}

#[tokio::test]
async fn a_workbook_goes_out_and_in_again_and_an_edit_of_a_cell_is_a_difference() {
    let app = TestApp::empty().await;
    app.editor().post(CHANGES).yaml(MANIFEST).await.expect(200);
    let before = seq(&app).await;
    let exported = app.reader().get("/api/v1/export?format=xlsx").await.expect(200);
    assert_eq!(exported.header("Content-Type"), Some(XLSX));
    let accepted = app.reader().get("/api/v1/export").header("Accept", XLSX).await.expect(200);
    assert!(accepted.body == exported.body && accepted.etag() == exported.etag(), "the same bytes");
    app.reader().get("/api/v1/export?format=xlsx").header("If-None-Match", exported.etag()).await.expect(304);

    let untouched = app.editor().post(CHANGES).body(XLSX, exported.body.clone()).await.expect(200).json();
    assert_eq!((&untouched["created"], &untouched["changed"]), (&json!([]), &json!([])), "{untouched}");
    let renamed = edited(&exported.body, "processors", "name/en", "Customers");
    let dry = app.editor().post(format!("{CHANGES}?dry_run=true")).body(XLSX, renamed.clone()).await.expect(200).json();
    assert_eq!(dry["changed"][0]["fields"][0]["pointer"], "/name/en", "{dry}");
    assert_eq!(seq(&app).await, before, "a dry run writes nothing");
    let done = app.editor().post(CHANGES).body(XLSX, renamed).await.expect(200).json();
    assert_eq!(done["changed"].as_array().unwrap().len(), 1);
    let crm = app.reader().get("/api/v1/processors/crm").await.expect(200).json();
    assert_eq!(crm["name"]["en"], "Customers");
    app.reader().post(CHANGES).body(XLSX, exported.body.clone()).await.problem(403, "forbidden");
}

#[tokio::test]
async fn what_is_wrong_in_a_workbook_is_refused_with_sheet_and_cell_and_nothing_is_written() {
    let app = TestApp::empty().await;
    app.editor().post(CHANGES).yaml(MANIFEST).await.expect(200);
    let before = seq(&app).await;
    let exported = app.reader().get("/api/v1/export?format=xlsx").await.expect(200).body;
    let refused = async |bytes: Vec<u8>| {
        let problem = app.editor().post(CHANGES).body(XLSX, bytes).await.problem(422, "malformed-document");
        problem["errors"][0].clone()
    };
    let first = refused(edited(&exported, "processors", "since", "03/04/2026")).await;
    assert_eq!(first["sheet"], "processors");
    assert!(first["cell"].as_str().unwrap().ends_with('2') && first["line"].is_null(), "{first}");
    assert!(first["detail"].as_str().unwrap().contains("no date that is read the same everywhere"), "{first}");
    let dangling = refused(edited(&exported, "processors.providers", "organization", "nobody")).await;
    assert_eq!(dangling["sheet"], "processors.providers", "{dangling}");
    let broken = refused(b"PK\x03\x04 no archive".to_vec()).await;
    assert!(broken["detail"].as_str().unwrap().contains("no workbook"), "{broken}");
    let mut bomb = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for part in 0..2_001 {
        bomb.start_file(format!("{part}.xml"), zip::write::SimpleFileOptions::default()).unwrap();
    }
    let bomb = refused(bomb.finish().unwrap().into_inner()).await;
    assert!(bomb["detail"].as_str().unwrap().contains("an archive of more than"), "{bomb}");
    assert_eq!(seq(&app).await, before);
}
