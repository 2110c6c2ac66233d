//! Filled templates of the Information Commissioner's Office, as people fill them: what is understood, and what is said not to be.

use super::{of_records, register};
use ropewalk::{
    domain::{Record, Register},
    exchange::{
        Format, Limits,
        ico::{self, Became, Kept, Understood},
        manifest,
    },
    service::seeds,
};
use rust_xlsxwriter::{Format as Look, Workbook};
use serde_json::Value;

/// The heads, a bit otherwise than the office writes them.
const HEADS: [&str; 16] = [
    "Business Function",
    "Purpose of processing",
    "Name and contact details of joint controller (if applicable)",
    "Categories of individuals",
    "Categories of personal data",
    "Categories of recipients",
    "Link to contract with processor",
    "Names of third countries or international organizations that personal data are transferred to (if applicable)",
    "Retention schedule",
    "General description of technical and organisational security measures",
    "Art. 6 lawful basis for processing personal data",
    "Rights available to individuals",
    "Location of personal data",
    "DPIA required?",
    "Has a personal data breach occurred?",
    "Owner",
];

/// The rows below them.
const ROWS: [&[&str]; 4] = [
    &[
        "Human Resources",
        "Payroll",
        "None",
        "Employees",
        "Name; Bank account; Shoe size",
        "HMRC",
        "https://tideway.example/hmrc.pdf",
        "United States",
        "6 years after end of employment",
        "• Encryption\n• Access control",
        "Legal obligation",
        "Access, Rectification",
        "Staff cupboard",
        "No",
        "",
        "Kim",
    ],
    &[
        "",
        "",
        "N/A",
        "Next of kin",
        "Name",
        "None",
        "",
        "",
        "Until employment ends",
        "Encryption",
        "Legal obligation",
        "",
        "",
        "",
        "",
        "",
    ],
    &[
        "Sales",
        "Taking orders\nDelivering goods",
        "Harbour Agents, dpo@harbour.example",
        "Customers, Ship's crew",
        "=Name",
        "Couriers; Payment provider",
        "",
        "Narnia",
        "",
        "",
        "Contract\nConsent",
        "Everything",
        "",
        "maybe",
        "No",
        "",
    ],
    &["", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "Lee"],
];

/// The template as a company filled it: a block above, merged cells, several values in a cell, heads a bit otherwise, a column
/// of its own.
fn filled() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Notes").unwrap().write_string(0, 0, "How to use this template").unwrap();
    let sheet = book.add_worksheet().set_name("Template").unwrap();
    for (column, block, name, email) in [
        (0, "Controller", "Tideway Chandlers Ltd", "office@tideway.example"),
        (3, "Data Protection Officer (if applicable)", "J. Moor", "dpo@tideway.example"),
        (6, "Representative (if applicable)", "N/A", ""),
    ] {
        sheet.merge_range(0, column, 0, column + 1, block, &Look::new()).unwrap();
        for (row, label, value) in [(1, "Name", name), (2, "Address", ""), (3, "Email", email), (4, "Telephone", "")] {
            sheet.write_string(row, column, label).unwrap();
            if !value.is_empty() {
                sheet.write_string(row, column + 1, value).unwrap();
            }
        }
    }
    sheet.write_string(7, 0, "Article 30 Record of Processing Activities").unwrap();
    for (column, head) in (0..).zip(HEADS) {
        sheet.write_string(8, column, head).unwrap();
    }
    for (row, cells) in (9..).zip(ROWS) {
        for (column, text) in (0..).zip(cells) {
            if !text.is_empty() {
                sheet.write_string(row, column, *text).unwrap();
            }
        }
    }
    sheet.merge_range(9, 0, 10, 0, "Human Resources", &Look::new()).unwrap();
    sheet.merge_range(9, 1, 10, 1, "Payroll", &Look::new()).unwrap();
    book.save_to_buffer().unwrap()
}

fn builtin() -> Register {
    seeds::register_of(&seeds::demo()).unwrap()
}

fn understood(bytes: &[u8], kept: Kept, register: &Register) -> Understood {
    ico::read(bytes, kept, register, &Limits::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// The records of what was understood: as well-formed as those of any manifest.
fn records(understood: &Understood) -> Vec<Record> {
    let text = serde_json::to_vec(&understood.manifest).unwrap();
    let read = manifest::read("understood", &text, Format::Json, &Limits::default());
    read.unwrap_or_else(|mistakes| panic!("{mistakes:?}")).records
}

fn document(understood: &Understood, kind: &str, key: &str) -> Value {
    let of_kind = understood.manifest[kind].as_array().unwrap();
    of_kind
        .iter()
        .find(|document| document["key"] == key)
        .unwrap_or_else(|| panic!("{kind}/{key}: {of_kind:?}"))
        .clone()
}

fn became(understood: &Understood, cell: &str) -> (Became, String) {
    let cell = understood.cells.iter().find(|told| told.cell == cell).unwrap_or_else(|| panic!("{cell}"));
    (cell.became, cell.detail.clone())
}

#[test]
fn a_filled_template_becomes_activities_and_what_they_refer_to() {
    let told = understood(&filled(), Kept::Xlsx, &builtin());
    assert_eq!(
        (told.read.sheet.as_str(), told.read.head_row, told.read.rows, told.read.activities),
        ("Template", 9, 3, 2)
    );
    let company = document(&told, "organizations", "tideway-chandlers-ltd");
    assert_eq!(company["contacts"][0]["email"], "office@tideway.example");
    assert_eq!(company["contacts"][1]["name"], "J. Moor");
    assert_eq!(company["contacts"][1]["function"], "data_protection_officer");
    assert!(company["contacts"][2].is_null(), "a representative that does not apply is none");

    let payroll = document(&told, "activities", "human-resources-payroll");
    assert_eq!(payroll["name"]["en"], "Human Resources: Payroll");
    assert_eq!(payroll["controllers"][0], "tideway-chandlers-ltd");
    assert_eq!(payroll["role"], "controller");
    assert_eq!(
        payroll["subjects"],
        serde_json::json!(["employees", "next-of-kin"]),
        "both rows, as the register calls them"
    );
    let item = |key: &str| {
        payroll["data"]
            .as_array()
            .unwrap()
            .iter()
            .find(|item| item["key"] == key)
            .unwrap_or_else(|| panic!("{key}"))
            .clone()
    };
    assert_eq!(item("name")["category"], "identity.name");
    assert_eq!(item("shoe-size")["label"]["en"], "Shoe size");
    assert!(item("shoe-size")["category"].is_null(), "what no category is called is of an unknown one");
    assert_eq!(item("shoe-size")["retention"]["period"], "P6Y");
    assert_eq!(item("shoe-size")["retention"]["trigger"]["en"], "end of employment");
    assert_eq!(payroll["purposes"][0]["bases"][0]["basis"], "legal_obligation");
    assert_eq!(payroll["security"].as_array().unwrap().len(), 2);
    assert_eq!(payroll["rights"], serde_json::json!([{"right": "access"}, {"right": "rectification"}]));
    assert_eq!(payroll["dpia"]["required"], false);
    let hmrc = &payroll["disclosures"][0];
    assert_eq!((&hmrc["recipient"]["group"]["en"], &hmrc["locations"][0]), (&"HMRC".into(), &"us".into()));
    assert!(hmrc["kind"].is_null() && hmrc["data"].is_null(), "what is not said is unknown");
    let contract = document(&told, "agreements", hmrc["agreements"][0].as_str().unwrap());
    assert_eq!(contract["documents"][0]["url"], "https://tideway.example/hmrc.pdf");
    assert!(contract["state"].is_null() && contract["kind"].is_null());
    let system = payroll["systems"][0].as_str().unwrap();
    assert_eq!(document(&told, "systems", system)["name"]["en"], "Staff cupboard");
    assert!(!records(&told).is_empty());
}

#[test]
fn what_could_mean_several_things_is_quoted_and_every_cell_is_accounted_for() {
    let told = understood(&filled(), Kept::Xlsx, &builtin());
    let sales = document(&told, "activities", "sales-taking-orders");
    assert_eq!(sales["purposes"].as_array().unwrap().len(), 2);
    assert!(sales["purposes"][0]["bases"].is_null(), "two bases and two purposes: which is of which is not said");
    assert_eq!(sales["role"], "joint_controller");
    assert_eq!(sales["controllers"], serde_json::json!(["tideway-chandlers-ltd", "harbour-agents"]));
    assert_eq!(document(&told, "organizations", "harbour-agents")["contacts"][0]["email"], "dpo@harbour.example");
    let quotes: Vec<&str> =
        sales["sources"].as_array().unwrap().iter().map(|source| source["quote"].as_str().unwrap()).collect();
    for quote in ["Contract\nConsent", "Narnia", "Everything", "maybe", "No"] {
        assert!(quotes.contains(&quote), "{quote}: {quotes:?}");
    }
    assert!(sales["retention"].is_null() && sales["security"].is_null(), "a blank cell is unknown");
    assert_eq!(became(&told, "B10").0, Became::Understood);
    assert_eq!(became(&told, "H12").0, Became::Quoted);
    assert_eq!(became(&told, "I12"), (Became::Unknown, "the cell says nothing".into()));
    assert_eq!(became(&told, "C11"), (Became::Unknown, "the cell says that it does not apply".into()));
    assert_eq!(became(&told, "P10"), (Became::LeftOut, "the column is none of the template's".into()));
    assert_eq!(became(&told, "B2"), (Became::Understood, "organizations/tideway-chandlers-ltd#".into()));
    for row in 10..=12 {
        for column in ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O"] {
            became(&told, &format!("{column}{row}"));
        }
    }
}

#[test]
fn reading_again_changes_nothing_and_takes_nothing_away_that_was_added_since() {
    let first = records(&understood(&filled(), Kept::Xlsx, &builtin()));
    let documents = |records: &[Record]| records.iter().map(Record::document).collect::<Vec<_>>();
    let mut all: Vec<Record> = builtin().entries().map(|entry| entry.record.clone()).collect();
    all.extend(first.iter().cloned());
    let again = records(&understood(&filled(), Kept::Xlsx, &of_records(all.clone())));
    for document in documents(&again) {
        assert!(documents(&all).contains(&document), "{document}");
    }
    // Somebody finds out what was not said.
    let mut enriched: Vec<Value> = all.iter().map(Record::value).collect();
    let at = all.iter().position(|record| record.key().as_str() == "human-resources-payroll").unwrap();
    enriched[at]["disclosures"][0]["kind"] = "compelled".into();
    enriched[at]["steward"] = "Payroll office".into();
    let record: Record = {
        let manifest = serde_json::json!({ "activities": [enriched[at]] }).to_string();
        manifest::read("m", manifest.as_bytes(), Format::Json, &Limits::default()).unwrap().records.remove(0)
    };
    all[at] = record;
    let told = understood(&filled(), Kept::Xlsx, &of_records(all));
    let payroll = document(&told, "activities", "human-resources-payroll");
    assert_eq!(
        (&payroll["disclosures"][0]["kind"], &payroll["steward"]),
        (&"compelled".into(), &"Payroll office".into())
    );
}

#[test]
fn csv_is_read_as_well_with_whatever_separates_it() {
    let text = "Business function;Purpose of processing;Categories of individuals;Categories of personal data;Retention schedule\r\n\
                Sales;'=Orders;Customers;Name, E-mail address;\"as long\nas needed\"\r\n";
    let told = understood(text.as_bytes(), Kept::Csv, &builtin());
    let sales = document(&told, "activities", "sales-orders");
    assert_eq!(sales["purposes"][0]["text"]["en"], "=Orders");
    assert_eq!(sales["retention"]["criteria"]["en"], "as long; as needed");
    assert!(sales["controllers"].is_null() && sales["role"].is_null());
    records(&told);
}

#[test]
fn our_own_layout_is_read_back_to_the_same_activities() {
    let harbour = register(include_str!("../companies/harbour.yaml"));
    let question = ropewalk::report::Question::read(
        ropewalk::report::Name::AuthorityLayout,
        "en".parse().unwrap(),
        "2026-11-22".parse().unwrap(),
        [("layout", "ico-controller")],
    );
    let report = ropewalk::report::make(&harbour, &question.unwrap()).unwrap();
    for (format, kept) in [(ropewalk::render::Format::Xlsx, Kept::Xlsx), (ropewalk::render::Format::Csv, Kept::Csv)] {
        let mut bytes = Vec::new();
        ropewalk::render::page::write(format, &report, &ropewalk::render::Typesetter::default(), &mut bytes).unwrap();
        let told = understood(&bytes, kept, &harbour);
        let keys: Vec<&str> =
            told.manifest["activities"].as_array().unwrap().iter().map(|a| a["key"].as_str().unwrap()).collect();
        assert_eq!(keys, ["gangway", "payroll"]);
        let gangway = document(&told, "activities", "gangway");
        assert!(gangway["purposes"].is_null(), "what our layout marks as missing is unknown: {gangway}");
        assert_eq!(
            document(&told, "activities", "payroll")["disclosures"][0]["kind"],
            "entrusted",
            "nothing is taken away"
        );
        records(&told);
    }
}

#[test]
fn what_is_no_template_is_refused() {
    let refused =
        |bytes: &[u8], kept| ico::read(bytes, kept, &Register::empty(), &Limits::default()).unwrap_err().to_string();
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "Shopping").unwrap();
    assert!(refused(&book.save_to_buffer().unwrap(), Kept::Xlsx).contains("no row has the heads"));
    assert!(refused(b"PK no archive", Kept::Xlsx).contains("no workbook"));
    assert!(refused(b"a,b\n1,2\n", Kept::Csv).contains("no row has the heads"));
    assert!(
        refused(b"\xff\xfe\x00", Kept::Csv).contains("UTF-8") || refused(b"\xff\xfe\x00", Kept::Csv).contains("line")
    );
}
