//! The report as people read it.

use super::{Report, model::FindingTold};
use crate::{
    findings::Severity,
    report::{
        page::{Block, Cell, Notes, Page, Pair, Section, Table},
        reader::Voice,
        table::Said,
        told::spoken,
    },
};

impl Report {
    /// The report as people read it.
    #[must_use]
    pub fn page(&self) -> Page {
        let voice = Voice::of(&self.made.language);
        let section = |heading, blocks| Section { heading: voice.says(heading), blocks, sections: Vec::new() };
        let mut sections = vec![
            section(("Summary", "摘要"), vec![Block::Pairs(self.counts(&voice))]),
            section(("Findings", "发现"), vec![Block::Main]),
        ];
        if !self.waived.is_empty() {
            sections.push(section(("Waived findings", "已豁免的发现"), vec![Block::Table(self.waivers(&voice))]));
        }
        if let Some(changes) = &self.changes {
            let heading = voice.own(voice.speech.of_two(
                format!("Otherwise than after commit {}", changes.since),
                format!("与第{}次提交相比的变化", changes.since),
            ));
            let table = |caption, findings: &[FindingTold]| Block::Table(table(&voice, caption, findings.iter()));
            let blocks = vec![
                table(("New findings", "新发现"), &changes.new),
                table(("Findings that are gone", "已消除的发现"), &changes.gone),
                table(
                    ("Findings that are still there and waived since", "仍然存在、其后被豁免的发现"),
                    &changes.waived,
                ),
            ];
            sections.push(Section { heading, blocks, sections: Vec::new() });
        }
        sections.push(section(("By check", "按检查项"), vec![Block::Table(self.by_check(&voice))]));
        Page {
            title: voice.says(("Findings", "检查发现")),
            language: self.made.language.clone(),
            scope: self.made.scope(&voice),
            sections,
            main: table(&voice, ("Findings, the worst first", "发现，按严重程度排列"), self.findings.iter()),
            not_evaluated: Notes {
                heading: voice.not_evaluated(),
                notes: self.not_evaluated.iter().map(|said| spoken::sentence(&voice, said)).collect(),
            },
            unknown: voice.unknown(),
            none: voice.none(),
            missing: voice.missing(),
            sheets: self.made.sheets(&voice),
        }
    }

    fn counts(&self, voice: &Voice<'_>) -> Vec<Pair> {
        let summary = &self.summary;
        let pair = |label, number: usize| Pair { label: voice.says(label), value: number_cell(number) };
        vec![
            pair(("Records looked at", "检查的记录数"), summary.records),
            pair(("Checks", "检查项数"), summary.checks),
            pair(("Errors", "错误"), summary.found.error),
            pair(("Warnings", "警告"), summary.found.warning),
            pair(("Worth knowing", "提示"), summary.found.info),
            pair(("Waived findings", "已豁免的发现"), summary.waived),
            pair(("Waivers in force", "生效的豁免"), summary.waivers),
            pair(("Places where a check cannot tell", "检查无法判断之处"), summary.untold),
            pair(("Facts that are not recorded", "未记录的事实"), summary.unknown_facts),
            pair(("Lists that nobody says are complete", "无人声明完整的列表"), summary.lists_not_complete),
        ]
    }

    fn waivers(&self, voice: &Voice<'_>) -> Table {
        let columns = [
            ("Code", "代码"),
            ("Record", "记录"),
            ("Field", "字段"),
            ("What is wrong", "问题"),
            ("Waiver", "豁免"),
            ("Reason", "理由"),
            ("Approved by", "批准人"),
            ("Until", "截止日期"),
        ];
        let rows = self.waived.iter().map(|waived| {
            let finding = &waived.finding;
            vec![
                Cell::Text(voice.plain(&*finding.code)),
                Cell::Text(voice.plain(finding.record.id().to_string())),
                Cell::Text(voice.plain(finding.pointer.as_str())),
                Cell::Text(spoken::sentence(voice, &finding.message)),
                Cell::Text(voice.plain(waived.waiver.as_str())),
                Cell::Text(voice.text(&waived.reason, None)),
                Cell::Text(voice.plain(&*waived.approved_by)),
                Cell::Day(waived.until),
            ]
        });
        Table {
            caption: voice.says(("Findings that somebody decided to live with for a time", "在一定期限内被接受的发现")),
            columns: columns.map(|column| voice.says(column)).into(),
            rows: rows.collect(),
            empty: voice.none(),
        }
    }

    fn by_check(&self, voice: &Voice<'_>) -> Table {
        let columns = [("Check", "检查项"), ("Name", "名称"), ("Fired", "发现数"), ("Cannot tell", "无法判断")];
        let rows = self.summary.by_check.iter().map(|check| {
            vec![
                Cell::Text(voice.plain(&*check.code)),
                Cell::Text(title(voice, &check.code, &check.name)),
                number_cell(check.found),
                number_cell(check.untold),
            ]
        });
        Table {
            caption: voice.says(("What each check came to", "各检查项的结果")),
            columns: columns.map(|column| voice.says(column)).into(),
            rows: rows.collect(),
            empty: voice.says((
                "No check fired, and none met what it cannot tell.",
                "没有检查项有所发现，也没有无法判断之处。",
            )),
        }
    }
}

fn number_cell(number: usize) -> Cell {
    Cell::Number(u64::try_from(number).unwrap_or(u64::MAX))
}

/// What is wrong, as a title.
fn title(voice: &Voice<'_>, code: &str, name: &str) -> Said {
    crate::findings::check(code).map_or_else(|| voice.plain(name), |check| voice.says(check.about.title))
}

fn table<'f>(
    voice: &Voice<'_>,
    caption: (&'static str, &'static str),
    findings: impl Iterator<Item = &'f FindingTold>,
) -> Table {
    let columns = [
        ("Code", "代码"),
        ("Severity", "严重程度"),
        ("Record", "记录"),
        ("Field", "字段"),
        ("What is wrong", "问题"),
        ("Legal basis", "法律依据"),
    ];
    let rows = findings.map(|finding| {
        let basis = finding.basis.iter().map(|basis| Cell::Text(cited(voice, &basis.citation, basis.confirmed)));
        let basis: Vec<Cell> = basis.collect();
        vec![
            Cell::Text(voice.plain(&*finding.code)),
            Cell::Text(severity(voice, finding.severity)),
            Cell::Text(voice.plain(finding.record.id().to_string())),
            if finding.pointer.as_str().is_empty() {
                Cell::Blank
            } else {
                Cell::Text(voice.plain(finding.pointer.as_str()))
            },
            Cell::Text(spoken::sentence(voice, &finding.message)),
            if basis.is_empty() { Cell::Blank } else { Cell::List(basis) },
        ]
    });
    Table {
        caption: voice.says(caption),
        columns: columns.map(|column| voice.says(column)).into(),
        rows: rows.collect(),
        empty: voice.says((
            "None. What is not recorded, or in no complete list, is counted above and is not thereby in order.",
            "无。未记录的事实和未声明完整的列表已在上文计数，并不因此视为合规。",
        )),
    }
}

/// A severity in words.
pub(super) fn severity(voice: &Voice<'_>, severity: Severity) -> Said {
    voice.says(severity.words())
}

/// A citation, with whether it was seen in a source.
pub(super) fn cited(voice: &Voice<'_>, citation: &str, confirmed: bool) -> Said {
    if confirmed {
        return voice.plain(citation);
    }
    voice.own(voice.speech.of_two(format!("{citation} (unconfirmed)"), format!("{citation}（未经核实）")))
}
