//! The manual: a page for each check, made of what the check says of itself, and one that lists them all.

use super::page::{cited, severity};
use crate::{
    domain::LanguageTag,
    findings::{CHECKS, Check, Family, Unknowns},
    report::{
        page::{Block, Cell, Notes, Page, Pair, Section, Table},
        reader::Voice,
        table::Said,
    },
};

/// The page of a check.
#[must_use]
pub fn manual(check: &Check, language: &LanguageTag) -> Page {
    let voice = Voice::of(language);
    let about = check.about;
    let section = |heading, blocks| Section { heading: voice.says(heading), blocks, sections: Vec::new() };
    let paragraph = |words| Block::Prose(voice.says(words));
    let basis: Vec<Said> = about.basis.iter().map(|basis| cited(&voice, basis.text, basis.confirmed)).collect();
    let sections = vec![
        section(("What it checks", "检查内容"), vec![paragraph(about.checks), paragraph(unknowns(about.unknowns))]),
        section(("Why it matters", "为何重要"), vec![paragraph(about.why)]),
        section(
            ("Legal basis", "法律依据"),
            vec![if basis.is_empty() {
                paragraph(("None: it is a matter of a register in good order.", "无：这属于登记册本身是否有序的问题。"))
            } else {
                Block::Notes(basis)
            }],
        ),
        section(
            ("Example", "示例"),
            vec![
                paragraph(("It fires on:", "以下记录会触发：")),
                Block::Code(about.example.to_owned()),
                paragraph(("and not on:", "以下记录不会触发：")),
                Block::Code(about.instead.to_owned()),
            ],
        ),
        section(("How to resolve", "如何解决"), vec![paragraph(about.resolve)]),
    ];
    page(&voice, titled(&voice, check), scope(&voice, check), sections, no_table(&voice))
}

/// The page of the check of this code; `None` where there is no such check.
#[must_use]
pub fn manual_of(code: &str, language: &LanguageTag) -> Option<Page> {
    crate::findings::check(code).map(|check| manual(check, language))
}

/// The page that lists every check.
#[must_use]
pub fn catalogue(language: &LanguageTag) -> Page {
    let voice = Voice::of(language);
    let columns = [("Code", "代码"), ("Name", "名称"), ("Severity", "严重程度"), ("What is wrong", "问题")];
    let rows = |family: Family| {
        CHECKS.iter().filter(move |check| check.family == family).map(|check| {
            vec![
                Cell::Page { path: format!("/docs/findings/{}", check.code), said: voice.plain(check.code) },
                Cell::Text(voice.plain(check.name())),
                Cell::Text(severity(&voice, check.about.severity)),
                Cell::Text(voice.says(check.about.title)),
            ]
        })
    };
    let table = |rows: Vec<Vec<Cell>>, caption| Table {
        caption: voice.says(caption),
        columns: columns.map(|column| voice.says(column)).into(),
        rows,
        empty: voice.says(("No checks", "没有检查项")),
    };
    let sections = Family::ALL.iter().map(|family| Section {
        heading: voice.says(family.words()),
        blocks: vec![Block::Table(table(rows(*family).collect(), family.words()))],
        sections: Vec::new(),
    });
    let title = voice.says(("Checks", "检查项"));
    let main = table(Family::ALL.iter().flat_map(|family| rows(*family)).collect(), ("Checks", "检查项"));
    page(&voice, title, Vec::new(), sections.collect(), main)
}

fn titled(voice: &Voice<'_>, check: &Check) -> Said {
    let title = voice.says(check.about.title);
    Said { text: format!("{} {}", check.code, title.text), ..title }
}

fn scope(voice: &Voice<'_>, check: &Check) -> Vec<Pair> {
    let pair = |label, value: Said| Pair { label: voice.says(label), value: Cell::Text(value) };
    vec![
        pair(("Name", "名称"), voice.plain(check.name())),
        pair(("Family", "类别"), voice.says(check.family.words())),
        pair(("Severity", "严重程度"), severity(voice, check.about.severity)),
    ]
}

const fn unknowns(unknowns: Unknowns) -> (&'static str, &'static str) {
    match unknowns {
        Unknowns::Reported => (
            "What is not recorded is reported: silence is never taken for an answer.",
            "未记录的内容会被报告：沉默绝不视为答案。",
        ),
        Unknowns::Counted => (
            "Where what it asks for is not recorded, it says that it cannot tell, which the summary counts.",
            "所需内容未记录时，检查会说明无法判断，并计入摘要。",
        ),
        Unknowns::Impossible => ("It asks for nothing that could be unknown.", "该检查不涉及可能未知的内容。"),
    }
}

fn no_table(voice: &Voice<'_>) -> Table {
    Table { caption: voice.plain(""), columns: Vec::new(), rows: Vec::new(), empty: voice.plain("") }
}

fn page(voice: &Voice<'_>, title: Said, scope: Vec<Pair>, sections: Vec<Section>, main: Table) -> Page {
    Page {
        title,
        language: voice.language.clone(),
        scope,
        sections,
        main,
        not_evaluated: Notes { heading: voice.not_evaluated(), notes: Vec::new() },
        unknown: voice.unknown(),
        none: voice.none(),
        missing: voice.missing(),
        sheets: voice.sheets(None, None),
    }
}
