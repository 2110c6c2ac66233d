//! The report as people read it.

use super::{Compared, Difference, Drift, Quoted, Reading, Severity, words};
use crate::report::{
    page::{Block, Cell, Notes, Page, Paged, Pair, Section, Table},
    reader::Voice,
    table::Said,
    told::spoken,
};

impl Paged for Drift {
    fn page(&self) -> Page {
        let voice = Voice::of(&self.made.language);
        let title = voice.says(("The published notice against the register", "公布的声明与登记册对照"));
        let mut scope = self.made.scope(&voice);
        scope.insert(0, Pair { label: voice.says(("Notice", "声明")), value: spoken::named(&voice, &self.notice) });
        scope.extend(read(&voice, &self.reading));
        let counts = [
            (Severity::Error, self.counts.error),
            (Severity::Warning, self.counts.warning),
            (Severity::Info, self.counts.info),
        ];
        scope.extend(counts.map(|(severity, count)| Pair {
            label: voice.says(words::severity(severity)),
            value: Cell::Number(count as u64),
        }));
        let mut sections = vec![
            section(voice.says(("Differences", "差异")), vec![Block::Main]),
            section(
                voice.says(("What was compared", "比较范围")),
                vec![Block::Table(compared(&voice, &self.compared))],
            ),
            section(
                voice.says(("Lists of third parties as they were read", "读取到的第三方清单")),
                vec![Block::Table(tables(&voice, &self.reading))],
            ),
        ];
        sections.extend(self.hosts.iter().map(|hosts| hosts.section(&voice)));
        Page {
            language: self.made.language.clone(),
            scope,
            sections,
            main: differences(&voice, &self.differences),
            not_evaluated: Notes {
                heading: voice.not_evaluated(),
                notes: self.not_evaluated.iter().map(|said| spoken::sentence(&voice, said)).collect(),
            },
            unknown: voice.unknown(),
            none: voice.none(),
            missing: voice.missing(),
            sheets: self.made.sheets(&voice),
            title,
        }
    }
}

fn section(heading: Said, blocks: Vec<Block>) -> Section {
    Section { heading, blocks, sections: Vec::new() }
}

/// How the text was read.
fn read(voice: &Voice<'_>, reading: &Reading) -> Vec<Pair> {
    let encoding = if reading.encoding.damaged {
        let with = voice.speech.pick((", with bytes that are no characters", "（含无法识别的字节）"));
        format!("{}{with}", reading.encoding.name)
    } else {
        reading.encoding.name.clone()
    };
    let language = reading.language.as_ref().map_or(Cell::Unknown, |tag| Cell::Text(voice.plain(tag.as_str())));
    vec![
        Pair { label: voice.says(("Encoding of the text", "文本编码")), value: Cell::Text(voice.plain(encoding)) },
        Pair { label: voice.says(("Language of the text", "文本语言")), value: language },
    ]
}

/// Where some words stand, and the words.
fn quoted(voice: &Voice<'_>, at: &Quoted) -> Cell {
    let place = format!("{}:{}", at.line, at.column);
    let section = at.section.as_ref().map_or_else(String::new, |section| format!(" [{section}]"));
    Cell::Text(voice.plain(format!("{place}{section} “{}”", at.quote)))
}

/// Differences as a table.
pub fn differences(voice: &Voice<'_>, differences: &[Difference]) -> Table {
    let columns = [
        ("Severity", "严重程度"),
        ("Difference", "差异"),
        ("What is otherwise", "说明"),
        ("In the text", "文本位置"),
        ("In the register", "登记位置"),
        ("How sure, and why", "确定程度及理由"),
        ("What to do", "建议"),
    ];
    let row = |one: &Difference| {
        let problem = voice.says(words::problem(one.problem));
        let level = voice.speech.pick(words::level(one.surety.level));
        let why = one.surety.why.speak(voice.speech);
        vec![
            Cell::Text(voice.says(words::severity(one.severity))),
            Cell::Text(problem),
            Cell::Text(spoken::sentence(voice, &one.sentence)),
            Cell::List(one.at.iter().map(|at| quoted(voice, at)).collect()),
            spoken::places(voice, &one.records),
            Cell::Text(voice.own(voice.speech.aside(level, why))),
            Cell::Text(spoken::sentence(voice, &one.advice)),
        ]
    };
    Table {
        caption: voice.says(("Differences between the text and the register", "文本与登记册的差异")),
        columns: columns.map(|words| voice.says(words)).into(),
        rows: differences.iter().map(row).collect(),
        empty: voice.says((
            "Nothing of what was compared is otherwise. See below what was not compared.",
            "已比较的内容没有差异。未比较的内容见下文。",
        )),
    }
}

fn compared(voice: &Voice<'_>, compared: &[Compared]) -> Table {
    let row = |one: &Compared| {
        vec![
            Cell::Text(voice.says(words::aspect(one.aspect))),
            Cell::Text(voice.says(words::extent(one.extent))),
            Cell::Text(spoken::sentence(voice, &one.sentence)),
        ]
    };
    Table {
        caption: voice.says(("What was compared, and what was not", "比较与未比较的内容")),
        columns: vec![voice.says(("What", "内容")), voice.says(("How far", "程度")), voice.says(("How", "说明"))],
        rows: compared.iter().map(row).collect(),
        empty: voice.says(("Nothing was compared.", "未作任何比较。")),
    }
}

/// The rows of lists of third parties, as they were read.
fn tables(voice: &Voice<'_>, reading: &Reading) -> Table {
    let rows =
        reading.tables.iter().enumerate().flat_map(|(index, table)| {
            table.rows.iter().map(move |row| {
                vec![
                    Cell::Number(index as u64 + 1),
                    Cell::Text(voice.says(words::form(table.form))),
                    Cell::Text(voice.plain(&row.name)),
                    quoted(voice, &row.at),
                    Cell::Text(voice.own(voice.speech.aside(
                        voice.speech.pick(words::level(table.surety.level)),
                        table.surety.why.speak(voice.speech),
                    ))),
                ]
            })
        });
    let columns = [
        ("List", "清单"),
        ("Form", "形式"),
        ("Third party", "第三方"),
        ("Row", "行"),
        ("How sure, and why", "确定程度及理由"),
    ];
    Table {
        caption: voice.says(("Rows of lists of third parties", "第三方清单各行")),
        columns: columns.map(|words| voice.says(words)).into(),
        rows: rows.collect(),
        empty: voice.says(("No list of third parties was recognised.", "未识别到第三方清单。")),
    }
}
