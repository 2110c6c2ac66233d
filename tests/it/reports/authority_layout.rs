//! Layouts of authorities, filled from registers of several companies: cells by their heads, in order, in every format.

use super::{ask, bytes, companies, json, rendered};
use calamine::{Data, Reader, Xlsx};
use ropewalk::{
    domain::Register,
    render::Format,
    report::{Model, Name, Question, make},
    service::seeds,
};
use serde_json::Value;
use std::io::Cursor;

const LAYOUTS: [&str; 6] =
    ["ico-controller", "art-30-2-processor", "cnil-fiche", "eu-scc-annexes", "cn-scc-appendix-1", "cn-sdk-list"];

fn harbour() -> Register {
    crate::exchange::register(include_str!("../companies/harbour.yaml"))
}

fn filled<'r>(register: &'r Register, layout: &str, parameters: &[(&str, &str)]) -> Model<'r> {
    let parameters: Vec<_> = [("layout", layout)].into_iter().chain(parameters.iter().copied()).collect();
    ask(register, Name::AuthorityLayout, &parameters).unwrap()
}

/// What a workbook shows, sheet by sheet: rows of texts.
fn sheets(report: &Model<'_>) -> Vec<(String, Vec<Vec<Data>>)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes(Format::Xlsx, report))).unwrap();
    let names = book.sheet_names();
    names
        .into_iter()
        .map(|name| {
            let rows = book.worksheet_range(&name).unwrap().rows().map(<[Data]>::to_vec).collect();
            (name, rows)
        })
        .collect()
}

/// The cell below a head in a row, of the sheet `name`.
fn below(rows: &[Vec<Data>], head_row: usize, row: usize, head: &str) -> String {
    let at = rows[head_row].iter().position(|cell| *cell == head).unwrap_or_else(|| panic!("{head}"));
    rows[head_row + row][at].to_string()
}

/// The value beside a label, below a heading.
fn beside(rows: &[Vec<Data>], heading: &str, label: &str) -> Vec<String> {
    let begin = rows.iter().position(|row| row[0] == heading).unwrap_or_else(|| panic!("{heading}"));
    let row = rows[begin..].iter().find(|row| row[0] == label).unwrap_or_else(|| panic!("{label}"));
    row[1..].iter().map(ToString::to_string).collect()
}

const ICO: [&str; 30] = [
    "Business function",
    "Purpose of processing",
    "Name and contact details of joint controller (if applicable)",
    "Categories of individuals",
    "Categories of personal data",
    "Categories of recipients",
    "Link to contract with processor",
    "Names of third countries or international organisations that personal data are transferred to (if applicable)",
    "Safeguards for exceptional transfers of personal data to third countries or international organisations (if applicable)",
    "Retention schedule (if possible)",
    "General description of technical and organisational security measures (if possible)",
    "Article 6 lawful basis for processing personal data",
    "Article 9 condition for processing special category data",
    "Legitimate interests for the processing (if applicable)",
    "Link to record of legitimate interests assessment (if applicable)",
    "Rights available to individuals",
    "Existence of automated decision-making, including profiling (if applicable)",
    "The source of the personal data (if applicable)",
    "Link to record of consent",
    "Location of personal data",
    "Data Protection Impact Assessment required?",
    "Data Protection Impact Assessment progress",
    "Link to Data Protection Impact Assessment",
    "Has a personal data breach occurred?",
    "Link to record of personal data breach",
    "Data Protection Act 2018 Schedule 1 Condition for processing",
    "GDPR Article 6 lawful basis for processing",
    "Link to retention and erasure policy document",
    "Is personal data retained and erased in accordance with the policy document?",
    "Reasons for not adhering to policy document (if applicable)",
];

#[test]
fn the_ico_template_has_its_heads_in_row_9_and_a_row_for_each_time_that_data_is_kept() {
    let register = harbour();
    let report = filled(&register, "ico-controller", &[]);
    let sheets = sheets(&report);
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Harbour Agents", "Overview"], "the layout first, and what it was made from last");
    let rows = &sheets[0].1;
    let heads: Vec<String> = rows[8].iter().take(30).map(ToString::to_string).collect();
    assert_eq!(heads, ICO);
    assert_eq!(rows[2][1].to_string(), "Controller");
    assert_eq!(beside(rows, "Harbour Agents", "Name")[..2], ["Harbour Agents Ltd", "A. Keeper"]);
    assert_eq!(beside(rows, "Harbour Agents", "Name")[2], "none", "all contacts are recorded, and no representative");
    assert_eq!(beside(rows, "Harbour Agents", "Email")[..2], ["office@harbour.example", "dpo@harbour.example"]);
    assert_eq!(beside(rows, "Harbour Agents", "Telephone")[1], "missing: organizations/harbour#/contacts/dpo/phone");
    assert_eq!(beside(rows, "Harbour Agents", "Address")[0], "1 Quay Street\nEH6 6QQ\nLeith\nUnited Kingdom");
    // Activities by key: the gangway log, then payroll, twice.
    let cell = |row: usize, head: &str| below(rows, 8, row, head);
    assert_eq!([cell(2, ICO[0]), cell(3, ICO[0])], ["Human resources", "Human resources"]);
    assert_eq!(cell(2, ICO[1]), "=Paying staff", "text, and no formula");
    assert_eq!(cell(2, ICO[4]), "Name\nBank account");
    assert_eq!(cell(3, ICO[4]), "Health data");
    assert_eq!(cell(2, ICO[9]), "6 years (then deleted)");
    assert_eq!(cell(3, ICO[9]), "3 years (the end of the tax year)");
    assert_eq!(cell(2, ICO[6]), "https://harbour.example/scc.pdf");
    assert_eq!(cell(2, ICO[7]), "United States\nIndia");
    assert!(cell(2, ICO[8]).contains("SCC with Paywell (EU standard contractual clauses, module 2)"));
    assert_eq!(cell(2, ICO[11]), "contract (Art 6(1)(b))");
    assert_eq!(cell(3, ICO[12]), "Art 9(2)(b)");
    assert_eq!(cell(2, ICO[13]), "not applicable");
    assert_eq!(cell(2, ICO[16]), "none");
    assert_eq!(cell(3, ICO[17]), "provided by the person\nfrom a third party");
    assert_eq!(cell(2, ICO[20]), "no");
    assert_eq!(cell(2, ICO[21]), "not applicable");
    assert_eq!(cell(2, ICO[23]), "not kept in this register");
    assert_eq!(cell(2, "Record"), "activities/payroll");
    // Of what nobody recorded, no cell is blank.
    for head in ICO {
        assert!(!cell(1, head).is_empty(), "{head}");
    }
    assert_eq!(cell(1, ICO[1]), "missing: activities/gangway#/purposes");
    assert_eq!(cell(1, ICO[7]), "missing: activities/gangway#/disclosures");
}

#[test]
fn the_record_of_a_processor_has_the_items_of_the_article_in_order() {
    let register = harbour();
    let report = filled(&register, "art-30-2-processor", &[]);
    let model = json(&report);
    let table = &model["sheets"][0]["parts"][0]["table"];
    let heads: Vec<&str> =
        table["columns"].as_array().unwrap().iter().map(|head| head["text"].as_str().unwrap()).collect();
    assert_eq!(
        heads,
        [
            "Name and contact details of processor",
            "Name and contact details of controller",
            "Representative of controller or processor (if applicable)",
            "Data protection officer",
            "Categories of processing carried out on behalf of the controller",
            "Third countries or international organisations (if applicable)",
            "Safeguards for exceptional transfers (if applicable)",
            "General description of technical and organisational security measures (if possible)",
        ]
    );
    let rows = &sheets(&report)[0].1;
    let cell = |head: &str| below(rows, 2, 1, head);
    assert_eq!(cell(heads[0]), "not kept in this register");
    assert_eq!(cell(heads[1]), "Northern Line\nprivacy@line.example");
    assert!(cell(heads[3]).starts_with("none recorded, and not said to be complete: organizations/line#/contacts"));
    assert!(cell(heads[4]).starts_with("recording\ntransmission\n"), "{}", cell(heads[4]));
    assert!(cell(heads[5]).starts_with("China"));
    assert_eq!(cell(heads[7]), "missing: activities/manifests#/security");
    assert_eq!(rows.len(), 4, "one activity is carried out on behalf of somebody");
}

#[test]
fn the_cnil_has_a_list_for_the_controller_and_a_form_in_french_for_each_activity() {
    let register = harbour();
    let report = filled(&register, "cnil-fiche", &[]);
    let sheets = sheets(&report);
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Liste des traitements – Harbour", "Gangway log", "Payroll", "Overview"]);
    let rows = &sheets[2].1;
    assert_eq!(beside(rows, "Description du traitement", "N° / RÉF")[0], "payroll");
    let begun = rows.iter().find(|row| row[0] == "Date de création du traitement").unwrap();
    assert!(matches!(&begun[1], Data::DateTime(day) if day.to_ymd_hms_milli().0 == 2024), "dates are dates");
    let head = rows.iter().find(|row| row[1] == "Nom").unwrap();
    let heads: Vec<String> = head.iter().take(8).map(ToString::to_string).collect();
    assert_eq!(heads[1..], ["Nom", "Adresse", "Code Postal", "Ville", "Pays", "Téléphone", "Adresse mél"]);
    let actor = beside(rows, "Acteurs", "Responsable du traitement");
    assert_eq!(actor[..4], ["Harbour Agents Ltd", "1 Quay Street", "EH6 6QQ", "Leith"]);
    assert_eq!(beside(rows, "Finalité(s) du traitement effectué", "Finalité principale")[0], "=Paying staff");
    assert_eq!(beside(rows, "Finalité(s) du traitement effectué", "Sous-finalité 1")[0], "none");
    assert_eq!(beside(rows, "Finalité(s) du traitement effectué", "Base légale")[0], "contract (Art 6(1)(b))");
    let data = "Catégories de données personnelles concernées";
    assert_eq!(
        beside(rows, data, "État civil, identité, données d'identification, images…")[..2],
        ["Name", "6 years (then deleted)"]
    );
    assert_eq!(beside(rows, data, "Données de localisation (déplacements, données GPS, GSM, etc.)")[0], "none");
    assert_eq!(
        beside(rows, "Données sensibles", "Données concernant la santé")[..2],
        ["Health data", "3 years (the end of the tax year)"]
    );
    assert_eq!(beside(rows, "Destinataires", "Destinataire 1")[..2], ["Sous-traitants", "Paywell Payroll"]);
    assert_eq!(beside(rows, "Destinataires", "Destinataire 2")[0], "none");
    let abroad = beside(rows, "Transferts hors UE", "Organisme destinataire 1");
    assert_eq!(
        abroad[1..4],
        ["United States", "Clauses contractuelles types (CCT)", "https://harbour.example/scc.pdf"]
    );
    let listed = &sheets[0].1;
    let head = listed.iter().position(|row| row[0] == "Nom du traitement").unwrap();
    assert_eq!(below(listed, head, 2, "Données sensibles ? Oui/non"), "Oui");
    assert_eq!(below(listed, head, 1, "Données sensibles ? Oui/non"), "missing: activities/gangway#/data");
}

#[test]
fn the_annexes_of_standard_clauses_are_filled_for_each_agreement() {
    let register = harbour();
    let report = filled(&register, "eu-scc-annexes", &[]);
    let sheets = sheets(&report);
    assert_eq!(sheets[0].0, "SCC with Paywell");
    let rows = &sheets[0].1;
    let exporter = |label| beside(rows, "Annex I.A: data exporter", label)[0].clone();
    assert_eq!(exporter("Name"), "Harbour Agents Ltd");
    assert_eq!(exporter("Role (controller/processor)"), "controller");
    assert_eq!(exporter("Signature and date"), "M. Master, Director\n2024-12-18");
    let importer = |label| beside(rows, "Annex I.A: data importer", label)[0].clone();
    assert_eq!(importer("Name"), "=Paywell, Inc.");
    assert_eq!(importer("Role (controller/processor)"), "processor");
    assert_eq!(importer("Signature and date"), "missing: agreements/paywell-scc#/signatories");
    let transfer = |label| beside(rows, "Annex I.B: description of transfer", label)[0].clone();
    assert_eq!(transfer("Categories of personal data transferred"), "Name\nBank account", "what goes, and no more");
    assert_eq!(
        transfer("Sensitive data transferred (if applicable) and applied restrictions or safeguards"),
        "none",
        "health data stays"
    );
    assert_eq!(
        transfer(
            "The frequency of the transfer (e.g. whether the data is transferred on a one-off or continuous basis)"
        ),
        "Monthly"
    );
    assert_eq!(beside(rows, "Annex I.C", "Competent supervisory authority")[0], "CNIL");
    assert_eq!(
        beside(rows, "Annex II", "Technical and organisational measures")[0].lines().next().unwrap(),
        "Locked cabinets (in place)"
    );
    let third = rows.iter().position(|row| row[0] == "Annex III: list of sub-processors").unwrap();
    assert_eq!(rows[third + 2][0].to_string(), "Skyhost LLC");
    assert_eq!(rows[third + 2][3].to_string(), "Hosting");
}

#[test]
fn appendix_1_of_the_china_standard_contract_has_its_ten_fields_in_chinese() {
    let register = harbour();
    let question = Question::read(
        Name::AuthorityLayout,
        "zh-Hans".parse().unwrap(),
        "2026-11-22".parse().unwrap(),
        [("layout", "cn-scc-appendix-1")],
    );
    let report = make(&register, &question.unwrap()).unwrap();
    let model = json(&report);
    let fields = model["sheets"][0]["parts"][2]["fields"]["fields"].as_array().unwrap();
    let labels: Vec<&str> = fields.iter().map(|field| field["label"]["text"].as_str().unwrap()).collect();
    assert_eq!(
        labels,
        [
            "处理目的",
            "处理方式",
            "出境个人信息的规模",
            "出境个人信息种类",
            "出境敏感个人信息种类（如适用）",
            "境外接收方只向以下中华人民共和国境外第三方提供个人信息（如适用）",
            "传输方式",
            "出境后保存期限（起止日期）",
            "出境后保存地点",
            "其他事项",
        ]
    );
    let rows = &sheets(&report)[0].1;
    let said = |label: &str| beside(rows, "个人信息出境说明", label)[0].clone();
    assert_eq!(said("传输方式"), "加密传输");
    assert_eq!(said("出境后保存地点"), "中国");
    assert!(said("处理方式").starts_with("记录\n传输\n"), "{}", said("处理方式"));
    assert_eq!(said("处理目的"), "缺失: activities/manifests#/purposes");
    assert!(said("出境后保存期限（起止日期）").starts_with("2025-03-01\n2028-02-29\n"));
    assert_eq!(beside(rows, "境外接收方", "名称")[0], "Northern Line");
}

#[test]
fn the_list_of_sdks_has_chinese_heads_and_the_words_of_the_notice() {
    let register = crate::exchange::register(include_str!("../companies/xingtu.yaml"));
    let day = "2026-11-22".parse().unwrap();
    let asked = [("layout", "cn-sdk-list"), ("notice", "app")];
    let question = Question::read(Name::AuthorityLayout, "zh-Hans".parse().unwrap(), day, asked).unwrap();
    let report = make(&register, &question).unwrap();
    let text = rendered(Format::Csv, &report);
    let mut csv = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let rows: Vec<Vec<String>> = csv.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    assert_eq!(
        rows[0],
        [
            "第三方SDK名称",
            "第三方公司名称",
            "使用场景/收集目的",
            "收集或共享的个人信息类型",
            "共享方式",
            "隐私政策链接"
        ]
    );
    assert_eq!(rows[2][0], "友盟+统计");
    assert_eq!(rows[2][1], "友盟同欣（北京）科技有限公司");
    assert_eq!(rows[1][4], "SDK本机采集");
    assert_eq!(rows[1][5], "https://jiguang.example/license/privacy");
}

#[test]
fn every_layout_of_every_company_leaves_no_cell_blank_in_any_format() {
    let demo = seeds::register_of(&seeds::demo()).unwrap();
    for register in companies().into_iter().chain([demo, harbour()]) {
        for layout in LAYOUTS {
            let report = filled(&register, layout, &[]);
            let model = json(&report);
            let schema = jsonschema::draft202012::new(&Name::AuthorityLayout.schema()).unwrap();
            assert_eq!(schema.iter_errors(&model).count(), 0, "{layout}");
            for cell in cells(&model) {
                let says =
                    ["statements", "missing", "open"].iter().any(|name| !cell[name].as_array().unwrap().is_empty());
                assert!(says || cell["nothing"].is_string(), "{layout}: {cell}");
            }
            for format in Format::ALL.iter().filter(|format| **format != Format::Pdf) {
                assert!(!bytes(*format, &report).is_empty());
            }
        }
    }
}

/// Every cell of a model.
fn cells(model: &Value) -> Vec<&Value> {
    let parts = model["sheets"].as_array().unwrap().iter().flat_map(|sheet| sheet["parts"].as_array().unwrap());
    parts
        .flat_map(|part| -> Vec<&Value> {
            if let Some(fields) = part["fields"]["fields"].as_array() {
                fields.iter().map(|field| &field["value"]).collect()
            } else {
                let rows = part["table"]["rows"].as_array().unwrap();
                rows.iter().flat_map(|row| row["cells"].as_array().unwrap()).collect()
            }
        })
        .collect()
}

#[test]
fn what_the_program_says_by_itself_follows_the_reader_and_heads_do_not() {
    let demo = seeds::register_of(&seeds::demo()).unwrap();
    let question = |language: &str| {
        let day = "2026-11-22".parse().unwrap();
        Question::read(Name::AuthorityLayout, language.parse().unwrap(), day, [("layout", "ico-controller")]).unwrap()
    };
    let english = rendered(Format::Markdown, &make(&demo, &question("en")).unwrap());
    let chinese = rendered(Format::Markdown, &make(&demo, &question("zh-Hans")).unwrap());
    for text in [&english, &chinese] {
        assert!(text.contains("Categories of individuals"));
    }
    assert!(english.contains("**missing:**") && !english.contains("缺失"));
    assert!(chinese.contains("**缺失:**") && chinese.contains("姓名"));
}

#[test]
fn a_layout_is_of_the_records_that_are_asked_for() {
    let register = harbour();
    let count = |layout: &str, parameters: &[(&str, &str)]| {
        json(&filled(&register, layout, parameters))["sheets"].as_array().unwrap().len()
    };
    assert_eq!(count("cnil-fiche", &[("activity", "payroll")]), 2);
    assert_eq!(count("cnil-fiche", &[("controller", "line")]), 0);
    assert_eq!(count("eu-scc-annexes", &[("agreement", "line-contract")]), 0);
    assert_eq!(count("eu-scc-annexes", &[("controller", "paywell")]), 1);
    assert_eq!(count("eu-scc-annexes", &[("activity", "gangway")]), 0);
    let none = rendered(Format::Html, &filled(&register, "cn-sdk-list", &[]));
    assert!(none.contains("Nothing in the register fits this layout on this day."));
}
