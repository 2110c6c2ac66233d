//! The processor table of three companies that have nothing to do with each other, and its renderings.

use super::exchange::{of_records, register};
use ropewalk::{
    domain::{Key, Register, schema},
    exchange::{self, Input, Limits, export, manifest},
    render::{Format, Typesetter, json::TableDocument},
    report::{
        Table,
        processor_table::{ColumnSet, Options, UnknownNotice, processor_table},
    },
};

pub const RHEINWERK: &str = include_str!("companies/rheinwerk.yaml");
pub const XINGTU: &str = include_str!("companies/xingtu.yaml");
const MAPLE: &str = include_str!("companies/maple.yaml");

fn table(register: &Register, notice: &str, language: &str, columns: ColumnSet, on: &str) -> Table {
    let options = Options {
        notice: notice.parse().unwrap(),
        language: language.parse().unwrap(),
        columns,
        on: (!on.is_empty()).then(|| on.parse().unwrap()),
    };
    processor_table(register, &options).unwrap()
}

fn markdown(source: &str, notice: &str, language: &str, columns: ColumnSet, on: &str) -> String {
    let table = table(&register(source), notice, language, columns, on);
    String::from_utf8(Format::Markdown.render(&table, &Typesetter::default()).unwrap()).unwrap()
}

const SUNMI_NOTICE: &str = "sunmi-north-america-website-privacy-policy";

pub fn sunmi() -> Register {
    let inputs = [
        ("locations.yaml", include_str!("../../seeds/builtin/locations.yaml")),
        ("data-categories.yaml", include_str!("../../seeds/builtin/data-categories.yaml")),
        ("data-subjects.yaml", include_str!("../../seeds/builtin/data-subjects.yaml")),
        ("sunmi-north-america.yaml", include_str!("../../seeds/sunmi-north-america.yaml")),
    ]
    .map(|(name, text)| Input { name, bytes: text.as_bytes(), format: exchange::Format::Yaml });
    of_records(manifest::read_all(&inputs, &Limits::default()).unwrap().records)
}

#[test]
fn an_unknown_notice_is_an_error() {
    let missing: Key = "missing".parse().unwrap();
    let options =
        Options { notice: missing.clone(), language: "en".parse().unwrap(), columns: ColumnSet::Notice, on: None };
    assert_eq!(processor_table(&register(MAPLE), &options), Err(UnknownNotice(missing)));
}

#[test]
fn a_notice_without_a_table_is_derived_from_what_is_disclosed_on_the_day() {
    assert_eq!(
        markdown(RHEINWERK, "datenschutz", "en", ColumnSet::Notice, "2025-01-01"),
        "\
| No. | Name of the service | Purpose | Service provider | Type of collected information | Privacy policy / official website |\n\
| --- | --- | --- | --- | --- | --- |\n\
| 1 | <span lang=\"de\">Mailhaus Newsletter</span> | Sending the newsletter | Mailhaus SE | E-mail address and Telephone number | <https://mailhaus.example/privacy> |\n\
| 2 | Ticketly | Answering questions, complaints | Ticketly, Inc. | E-mail address | <https://ticketly.example/> |\n\
"
    );
    assert_eq!(
        markdown(RHEINWERK, "datenschutz", "de", ColumnSet::Notice, "2021-01-01"),
        "\
| <span lang=\"en\">No.</span> | <span lang=\"en\">Name of the service</span> | <span lang=\"en\">Purpose</span> | <span lang=\"en\">Service provider</span> | <span lang=\"en\">Type of collected information</span> | <span lang=\"en\">Privacy policy / official website</span> |\n\
| --- | --- | --- | --- | --- | --- |\n\
| 1 | <span lang=\"en\">Analytics of an unknown sort</span> | <span lang=\"en\">not recorded</span> | <span lang=\"en\">not recorded</span> | <span lang=\"en\">not recorded</span> | <span lang=\"en\">not recorded</span> |\n\
| 2 | Mailhaus Newsletter | Versand des Newsletters | Brieftaube AG | E-Mail-Adresse, Telefon | <https://mailhaus.example/datenschutz> |\n\
| 3 | <span lang=\"en\">Ticketly</span> | <span lang=\"en\">Answering questions, complaints</span> | <span lang=\"en\">Ticketly, Inc.</span> | E-Mail-Adresse | <https://ticketly.example/> |\n\
"
    );
}

#[test]
fn recipients_of_every_type_have_role_country_and_mechanism_or_say_what_is_not_recorded() {
    assert_eq!(
        markdown(RHEINWERK, "datenschutz", "en", ColumnSet::Recipients, "2025-01-01"),
        "\
| Recipient | Role | Country | Mechanism |\n\
| --- | --- | --- | --- |\n\
| affiliates | not recorded | not recorded | none recorded |\n\
| <span lang=\"de\">Kanzlei Nord</span> | not recorded | Germany | none recorded |\n\
| <span lang=\"de\">Mailhaus Newsletter</span> | processor (GDPR, by contract) | Frankfurt data centre (Germany) | data processing agreement (signed) |\n\
| Sales | not recorded | not recorded | none recorded |\n\
| Ticketly | processor (as claimed); controller (GDPR, in fact) | United States; a country of Northern America, not named | EU standard contractual clauses, module 2 (signed) |\n\
"
    );
}

#[test]
fn an_agreement_that_is_over_or_only_intended_is_not_in_place() {
    let later = markdown(RHEINWERK, "datenschutz", "en", ColumnSet::Recipients, "2026-05-01");
    let row = later.lines().find(|line| line.contains("Ticketly")).unwrap();
    assert!(row.ends_with("| none recorded |"), "{row}");
}

#[test]
fn sub_processors_that_nobody_recorded_are_noted() {
    assert_eq!(
        markdown(RHEINWERK, "datenschutz", "en", ColumnSet::Subprocessors, "2025-01-01"),
        "\
| Name | Purpose | Location | Link |\n\
| --- | --- | --- | --- |\n\
| Skyhost LLC | Hosting | a country of Northern America, not named | not recorded |\n\
| Ticketly, Inc. | not recorded | India | <https://ticketly.example/> |\n\
"
    );
    assert_eq!(
        markdown(XINGTU, "app", "zh-Hans", ColumnSet::Subprocessors, ""),
        "\
| 名称 | 目的 | 处理地点 | 链接 |\n\
| --- | --- | --- | --- |\n\
\n\
友盟统计SDK的次级处理者：未记录。\n\
\n\
极光推送SDK的次级处理者：未记录。\n\
"
    );
}

#[test]
fn a_published_list_keeps_its_order_and_words_and_is_completed_from_the_records() {
    assert_eq!(
        markdown(XINGTU, "app", "zh-Hans", ColumnSet::Notice, ""),
        "\
| 序号 | 第三方服务名称 | 目的 | 服务提供方 | 收集的信息类型 | 隐私政策/官网链接 |\n\
| --- | --- | --- | --- | --- | --- |\n\
| 1 | 极光推送SDK | 消息推送 | 极光 | 设备标识符、网络信息和粗略位置 | <https://jiguang.example/license/privacy> |\n\
| 2 | 友盟+统计 | 统计分析 | 友盟同欣（北京）科技有限公司 | 设备标识符 | <https://umeng.example/zh> |\n\
| 3 | 已停用的地图SDK | 未记录 | 未记录 | 未记录 | 未记录 |\n\
| 4 | 呼叫中心 | 未记录 | 未记录 | 未记录 | 未记录 |\n\
"
    );
    assert_eq!(
        markdown(XINGTU, "app", "zh-Hans", ColumnSet::Sdk, ""),
        "\
| 第三方SDK名称 | 第三方主体名称 | 使用目的 | 收集的个人信息类型 | 共享方式 | 隐私政策链接 |\n\
| --- | --- | --- | --- | --- | --- |\n\
| 极光推送SDK | 极光 | 消息推送 | 设备标识符、网络信息和粗略位置 | SDK本机采集 | <https://jiguang.example/license/privacy> |\n\
| 友盟+统计 | 友盟同欣（北京）科技有限公司 | 统计分析 | 设备标识符 | 未记录 | <https://umeng.example/zh> |\n\
| 已停用的地图SDK | 未记录 | 未记录 | 未记录 | 未记录 | 未记录 |\n\
"
    );
    assert_eq!(
        markdown(XINGTU, "app", "en", ColumnSet::Sdk, ""),
        "\
| Name of the SDK | Provider | Purpose | Personal information | Means of sharing | Privacy policy |\n\
| --- | --- | --- | --- | --- | --- |\n\
| JPush SDK | Aurora Mobile | <span lang=\"zh-Hans\">消息推送</span> | <span lang=\"zh-Hans\">设备标识符、网络信息和粗略位置</span> | <span lang=\"zh-Hans\">SDK本机采集</span> | <https://jiguang.example/license/privacy> |\n\
| Umeng Analytics SDK | <span lang=\"zh-Hans\">友盟同欣（北京）科技有限公司</span> | <span lang=\"zh-Hans\">统计分析</span> | <span lang=\"zh-Hans\">设备标识符</span> | not recorded | <https://umeng.example/policy> |\n\
| <span lang=\"zh-Hans\">已停用的地图SDK</span> | not recorded | not recorded | not recorded | not recorded | not recorded |\n\
"
    );
}

#[test]
fn the_table_of_the_sunmi_policy_is_what_the_policy_prints() {
    let register = sunmi();
    let table = table(&register, SUNMI_NOTICE, "en", ColumnSet::Notice, "2026-11-22");
    assert_eq!(
        String::from_utf8(Format::Csv.render(&table, &Typesetter::default()).unwrap()).unwrap(),
        "\
No.,Name of the service,Purpose,Service provider,Type of collected information,Privacy policy / official website\r\n\
1,Google Analytics,\"Analyze the website's operational performance to help optimize user experience, improve strategies, and enhance overall operational efficiency of business.\",Google Inc.,\"Website traffic, page dwell time, user behavior data, conversion rate.\",https://policies.google.com/privacy?hl=zh-CN#infocollect\r\n\
2,NeoCRM,To facilitate contact with clients,\"Beijing Renkehudong Network Technology Co., Ltd. and Beijing IngageApp Internet Technology Ltd., Co.\",\"Name, postal code, company website, phone number\",\"https://www.neocrm.com/privacy\n\
https://www.xiaoshouyi.com/privacyagreement\"\r\n\
"
    );
    let again = of_records(
        manifest::read(
            "x",
            export::yaml(register.entries().map(AsRef::as_ref)).as_bytes(),
            exchange::Format::Yaml,
            &Limits::default(),
        )
        .unwrap()
        .records,
    );
    assert_eq!(again.content_digest(), register.content_digest());
}

#[test]
fn a_reader_in_mainland_china_gets_the_words_in_simplified_script() {
    let register = sunmi();
    for set in ColumnSet::ALL {
        let cells = |language: &str| {
            let table = table(&register, SUNMI_NOTICE, language, *set, "2026-11-22");
            table.rows.into_iter().map(|row| row.cells).collect::<Vec<_>>()
        };
        assert_eq!(cells("zh-CN"), cells("zh-Hans"), "{set}");
    }
    let table = table(&register, SUNMI_NOTICE, "zh-CN", ColumnSet::Recipients, "2026-11-22");
    let text = String::from_utf8(Format::Csv.render(&table, &Typesetter::default()).unwrap()).unwrap();
    assert!(text.contains("谷歌分析") && !text.contains("Google Analytics"), "{text}");
    let document: serde_json::Value =
        serde_json::from_slice(&Format::Json.render(&table, &Typesetter::default()).unwrap()).unwrap();
    let row = document["rows"].as_array().unwrap().iter().find(|row| row["processor"] == "google-analytics").unwrap();
    assert_eq!(row["fallback"], serde_json::json!([]), "{document}");
}

#[test]
fn what_only_some_disclosures_say_is_said_to_be_known_in_part() {
    let source = RHEINWERK.replace("        recipient: {organization: steuerberater}\n        locations: [de]\n", "        recipient: {organization: steuerberater}\n        locations: [de]\n      - {key: more, recipient: {organization: steuerberater}}\n");
    let text = markdown(&source, "datenschutz", "zh-Hans", ColumnSet::Recipients, "");
    let row = text.lines().find(|line| line.contains("Kanzlei")).unwrap();
    assert!(row.contains("Germany；部分未记录"), "{row}");
}

#[test]
fn a_change_elsewhere_in_the_register_does_not_change_the_bytes() {
    let more = format!("{RHEINWERK}\nsystems: [{{key: other, name: {{en: Other}}}}]\n");
    let render = |source: &str| markdown(source, "datenschutz", "en", ColumnSet::Recipients, "2025-01-01");
    assert_eq!(render(RHEINWERK), render(&more));
}

#[test]
fn the_json_of_every_table_follows_its_published_schema() {
    let schema = schema::generator("/$defs").into_root_schema_for::<TableDocument<'_>>().to_value();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    for (source, notice) in [(RHEINWERK, "datenschutz"), (XINGTU, "app"), (MAPLE, "clinic")] {
        let register = register(source);
        for set in ColumnSet::ALL {
            let bytes =
                Format::Json.render(&table(&register, notice, "zh-Hans", *set, ""), &Typesetter::default()).unwrap();
            let document: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            assert_eq!(schema.validate(&document).map_err(|error| error.to_string()), Ok(()));
            for column in document["columns"].as_array().unwrap() {
                let id = column["id"].as_str().unwrap();
                assert!(document["rows"].as_array().unwrap().iter().all(|row| row.get(id).is_some()), "{id}");
            }
        }
    }
}

#[test]
fn every_format_shows_the_same_table_and_lets_no_text_become_markup() {
    let table = table(&register(MAPLE), "clinic", "en", ColumnSet::Notice, "");
    let render = |format: Format| String::from_utf8(format.render(&table, &Typesetter::default()).unwrap()).unwrap();
    assert_eq!(
        render(Format::Json),
        "{\"notice\":\"clinic\",\"name\":\"Patients' notice\",\"language\":\"en\",\"set\":\"notice\",\"columns\":[{\"id\":\"number\",\"label\":\"No.\"},{\"id\":\"service\",\"label\":\"Name of the service\"},{\"id\":\"purpose\",\"label\":\"Purpose\"},{\"id\":\"provider\",\"label\":\"Service provider\"},{\"id\":\"information\",\"label\":\"Type of collected information\"},{\"id\":\"links\",\"label\":\"Privacy policy / official website\"}],\"rows\":[{\"key\":\"booking\",\"processor\":\"booking\",\"number\":1,\"service\":\"=HYPERLINK(\\\"x\\\") | <b>Booking</b>\",\"purpose\":\"line one\\nline two\",\"provider\":null,\"information\":\"none\",\"links\":null,\"fallback\":[]},{\"key\":\"video\",\"processor\":\"video\",\"number\":2,\"service\":\"Video calls\",\"purpose\":\"Consultation à distance\",\"provider\":\"none\",\"information\":null,\"links\":[\"https://video.example/p?a=1&b=%7C\"],\"fallback\":[\"purpose\"]}],\"unknown\":\"not recorded\",\"notes\":[]}"
    );
    assert_eq!(
        render(Format::Markdown),
        "\
| No. | Name of the service | Purpose | Service provider | Type of collected information | Privacy policy / official website |\n\
| --- | --- | --- | --- | --- | --- |\n\
| 1 | =HYPERLINK(\"x\") \\| &lt;b&gt;Booking&lt;/b&gt; | line one<br>line two | not recorded | none | not recorded |\n\
| 2 | Video calls | <span lang=\"fr\">Consultation à distance</span> | none | not recorded | <https://video.example/p?a=1&b=%7C> |\n\
"
    );
    assert_eq!(
        render(Format::Csv),
        "\
No.,Name of the service,Purpose,Service provider,Type of collected information,Privacy policy / official website\r\n\
1,\"'=HYPERLINK(\"\"x\"\") | <b>Booking</b>\",\"line one\n\
line two\",not recorded,none,not recorded\r\n\
2,Video calls,Consultation à distance,none,not recorded,https://video.example/p?a=1&b=%7C\r\n\
"
    );
    assert_eq!(
        render(Format::Html),
        "\
<table lang=\"en\">\n\
<caption>Patients&#39; notice</caption>\n\
<thead>\n\
<tr>\n\
<th scope=\"col\">No.</th>\n\
<th scope=\"col\">Name of the service</th>\n\
<th scope=\"col\">Purpose</th>\n\
<th scope=\"col\">Service provider</th>\n\
<th scope=\"col\">Type of collected information</th>\n\
<th scope=\"col\">Privacy policy / official website</th>\n\
</tr>\n\
</thead>\n\
<tbody>\n\
<tr>\n\
<td>1</td>\n\
<th scope=\"row\">=HYPERLINK(&#34;x&#34;) | &#60;b&#62;Booking&#60;/b&#62;</th>\n\
<td>line one\n\
line two</td>\n\
<td>not recorded</td>\n\
<td>none</td>\n\
<td>not recorded</td>\n\
</tr>\n\
<tr>\n\
<td>2</td>\n\
<th scope=\"row\">Video calls</th>\n\
<td lang=\"fr\">Consultation à distance</td>\n\
<td>none</td>\n\
<td>not recorded</td>\n\
<td><a href=\"https://video.example/p?a=1&#38;b=%7C\" rel=\"noopener\">https://video.example/p?a=1&#38;b=%7C</a></td>\n\
</tr>\n\
</tbody>\n\
</table>"
    );
}

/// A notice without a table whose activity discloses to services in every state.
const STATES: &str = "
processors:
  - {key: draft, status: draft, name: {en: A draft}}
  - {key: ended, name: {en: B ended}, until: 2024-12-31}
  - {key: later, name: {en: C later}, since: 2026-01-01}
  - {key: retired, status: retired, name: {en: D retired}}
  - {key: retired-long-ago, status: retired, name: {en: E retired long ago}, until: 2020-12-31}
  - key: live
    name: {en: F live}
    sub_processors:
      - {key: draft, processor: draft}
      - {key: ended, processor: ended}
      - {key: retired, processor: retired}
notices: [{key: shop, name: {en: Shop}}]
activities:
  - key: sales
    name: {en: Sales}
    notices: [shop]
    disclosures:
      - {key: draft, recipient: {processor: draft}, purpose: {en: Not yet}}
      - {key: ended, recipient: {processor: ended}}
      - {key: later, recipient: {processor: later}}
      - {key: retired, recipient: {processor: retired}}
      - {key: retired-long-ago, recipient: {processor: retired-long-ago}}
      - {key: live, recipient: {processor: live}}
";

fn keys(source: &str, columns: ColumnSet, on: &str) -> Vec<String> {
    table(&register(source), "shop", "en", columns, on).rows.into_iter().map(|row| row.key).collect()
}

#[test]
fn a_derived_table_shows_no_draft_and_no_service_outside_its_days_but_a_retired_one_that_still_holds() {
    for set in [ColumnSet::Notice, ColumnSet::Sdk] {
        assert_eq!(keys(STATES, set, "2025-06-01"), ["retired", "live"], "{set}");
    }
    assert_eq!(keys(STATES, ColumnSet::Notice, "2020-06-01"), ["ended", "retired", "retired-long-ago", "live"]);
    assert_eq!(keys(STATES, ColumnSet::Notice, ""), ["ended", "later", "retired", "retired-long-ago", "live"]);
    assert_eq!(keys(STATES, ColumnSet::Recipients, "2025-06-01"), ["processors/retired", "processors/live"]);
    assert_eq!(keys(STATES, ColumnSet::Subprocessors, "2025-06-01"), ["live/retired"]);
}

#[test]
fn a_published_row_stays_as_it_is_whatever_has_become_of_its_service() {
    let listing = "name: {en: Shop}, listing: [{key: one, processor: draft}, {key: two, processor: ended}]";
    let source = STATES.replace("name: {en: Shop}", listing);
    let text = markdown(&source, "shop", "en", ColumnSet::Notice, "2025-06-01");
    let rows: Vec<_> = text.lines().skip(2).collect();
    assert!(rows[0].starts_with("| 1 | A draft | Not yet |") && rows[1].starts_with("| 2 | B ended |"), "{text}");
    assert_eq!(rows.len(), 2);
}

fn notes(source: &str, language: &str, columns: ColumnSet, on: &str) -> Vec<String> {
    table(&register(source), "shop", language, columns, on).notes.into_iter().map(|note| note.text).collect()
}

#[test]
fn a_notice_behind_which_nothing_is_recorded_says_so_instead_of_none() {
    let notice = "notices: [{key: shop, name: {en: Shop}}]\n";
    let activity = |rest: &str| {
        format!("{notice}activities: [{{key: sales, name: {{en: Sales, zh-Hans: 销售}}, notices: [shop]{rest}}}]")
    };
    for set in ColumnSet::ALL {
        let notes = |source: &str, language: &str| notes(source, language, *set, "2025-06-01");
        assert_eq!(notes(notice, "en"), ["No activity of the register names this notice."]);
        assert_eq!(notes(notice, "zh"), ["登记册中没有处理活动指明本隐私声明。"]);
        for out in [", status: draft, disclosures: []", ", until: 2024-01-01", ", status: retired"] {
            assert_eq!(notes(&activity(out), "en"), ["No activity that is in force names this notice."], "{out}");
            assert_eq!(notes(&activity(out), "zh"), ["没有生效中的处理活动指明本隐私声明。"], "{out}");
        }
        assert_eq!(notes(&activity(""), "en"), ["Disclosures of Sales: not recorded."]);
        assert_eq!(notes(&activity(""), "zh-CN"), ["销售的对外提供情况：未记录。"]);
        // Recorded as none.
        assert_eq!(notes(&activity(", disclosures: []"), "en"), [""; 0]);
    }
    let listed = notice.replace("}}]", "}, listing: []}]");
    assert_eq!(notes(&listed, "en", ColumnSet::Notice, ""), [""; 0]);
    assert_eq!(notes(&listed, "en", ColumnSet::Sdk, ""), [""; 0]);
    assert_eq!(notes(&listed, "en", ColumnSet::Recipients, "").len(), 1);
    let html = Format::Html
        .render(&table(&register(notice), "shop", "en", ColumnSet::Notice, ""), &Typesetter::default())
        .unwrap();
    assert!(String::from_utf8(html).unwrap().contains(">No activity of the register names this notice.<"));
}

#[test]
fn sub_processors_that_have_all_ended_are_not_none_unless_the_list_is_complete() {
    let source = |subs: &str| {
        format!(
            "processors: [{{key: crm, name: {{en: CRM}}{subs}}}, {{key: draft, status: draft, name: {{en: Draft}}}}]\n\
             notices: [{{key: shop, name: {{en: Shop}}}}]\n\
             activities: [{{key: a, name: {{en: A}}, notices: [shop], disclosures: [{{key: crm, recipient: {{processor: crm}}}}]}}]"
        )
    };
    let notes = |subs: &str| notes(&source(subs), "en", ColumnSet::Subprocessors, "2025-06-01");
    let unknown = ["Sub-processors of CRM: not recorded."];
    let complete = "complete: [{pointer: /sub_processors, by: us, on: 2025-01-01}]";
    assert_eq!(notes(""), unknown);
    assert_eq!(notes(", sub_processors: [{key: old, name: Old, until: 2024-12-31}]"), unknown);
    assert_eq!(notes(", sub_processors: [{key: draft, processor: draft}]"), unknown);
    assert_eq!(notes(&format!(", sub_processors: [{{key: draft, processor: draft}}], {complete}")), unknown);
    assert_eq!(notes(&format!(", sub_processors: [{{key: old, name: Old, until: 2024-12-31}}], {complete}")), [""; 0]);
    assert_eq!(notes(", sub_processors: []"), [""; 0]);
    assert_eq!(notes(", sub_processors: [{key: old, name: Old, until: 2024-12-31}, {key: new, name: New}]"), [""; 0]);
}

#[test]
fn no_recorded_name_becomes_a_formula_of_a_spreadsheet() {
    let formula = "=cmd|' /C calc'!A0";
    let source = format!(
        "organizations: [{{key: o, name: {{en: \"{formula}\"}}}}]\n\
         locations: [{{key: x, name: {{en: \"{formula}\"}}, category: country}}]\n\
         processors: [{{key: crm, name: {{en: \"{formula}\"}}, providers: [{{key: o, organization: o}}], \
         sub_processors: [{{key: s, name: \"{formula}\", purpose: {{en: \"{formula}\"}}, locations: [x]}}]}}]\n\
         notices: [{{key: shop, name: {{en: Shop}}}}]\n\
         activities: [{{key: a, name: {{en: A}}, notices: [shop], data: [{{key: d, label: {{en: \"{formula}\"}}}}], \
         disclosures: [{{key: crm, recipient: {{processor: crm}}, purpose: {{en: \"{formula}\"}}, \
         means: {{en: \"{formula}\"}}, data: [d], locations: [x]}}]}}]"
    );
    for set in ColumnSet::ALL {
        let bytes =
            Format::Csv.render(&table(&register(&source), "shop", "en", *set, ""), &Typesetter::default()).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.matches(formula).count() >= 2, "{text}");
        assert_eq!(text.matches(formula).count(), text.matches(&format!("'{formula}")).count(), "{text}");
    }
}

#[test]
fn the_languages_of_a_table_are_those_of_the_words_in_its_cells() {
    let languages = |source: &str, notice: &str, language: &str, columns: ColumnSet| {
        let tags = table(&register(source), notice, language, columns, "").languages();
        tags.iter().map(|tag| tag.as_str().to_owned()).collect::<Vec<_>>()
    };
    // A cell that nobody recorded says so in words.
    assert_eq!(languages(XINGTU, "app", "zh-Hans", ColumnSet::Notice), ["zh-Hans"]);
    assert_eq!(languages(XINGTU, "app", "zh-CN", ColumnSet::Notice), ["zh-Hans"]);
    assert_eq!(languages(XINGTU, "app", "en", ColumnSet::Notice), ["en", "zh-Hans"]);
    // The wanted one comes first, though the first cell is in another.
    assert_eq!(languages(RHEINWERK, "datenschutz", "de", ColumnSet::Notice), ["de", "en"]);
    assert_eq!(languages(MAPLE, "clinic", "fr", ColumnSet::Notice), ["fr", "en"]);
    assert_eq!(languages(MAPLE, "clinic", "ja", ColumnSet::Subprocessors), ["ja"]);
    let names = "processors: [{key: crm, name: {de: CRM}, website: \"https://crm.example/\", \
        sub_processors: [{key: s, organization: o, purpose: {de: Ablage}, locations: []}]}]\n\
        organizations: [{key: o, name: {de: O}, legal_names: [{name: O AG}], website: \"https://o.example/\"}]\n\
        notices: [{key: shop, name: {fr: Boutique}}]\n\
        activities: [{key: a, name: {fr: A}, notices: [shop], disclosures: [{key: crm, recipient: {processor: crm}}]}]";
    // Neither the notice's name nor a legal name counts.
    assert_eq!(languages(names, "shop", "en", ColumnSet::Subprocessors), ["en", "de"]);
}
