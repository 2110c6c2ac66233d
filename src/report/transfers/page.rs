//! The transfer report as people read it: what it comes to, the flows group by group, what to find out, the law it rests on.

use super::{
    model::{
        CandidateResult, DeterminationOf, Extent, Listing, NotedField, Results, TransferFlow, TransferStretch,
        Transfers,
    },
    pictures,
};
use crate::{
    domain::record::regime::Conclusion,
    report::{
        page::{Block, Cell, Notes, Page, Pair, Section, Table},
        reader::Voice,
        table::Said,
    },
    rules::Truth,
};
use std::collections::BTreeMap;

/// Words of the program in both of its languages.
type Words = (&'static str, &'static str);

/// Who writes the page, and of what.
struct Writer<'a> {
    voice: Voice<'a>,
    report: &'a Transfers<'a>,
    flows: Vec<TransferFlow>,
    names: BTreeMap<&'a str, &'a str>,
}

/// The page of a report.
pub(super) fn page(report: &Transfers<'_>) -> Page {
    let voice = Voice::of(&report.made.language);
    let names = report.regimes.iter().map(|regime| (regime.regime.as_str(), regime.name.as_str())).collect();
    let writer = Writer { voice, report, flows: report.flows.all(), names };
    let title = voice.says(("Transfers of personal data", "个人信息传输报告"));
    Page {
        language: report.made.language.clone(),
        scope: report.made.scope(&voice),
        sections: writer
            .changes()
            .into_iter()
            .chain([writer.summary()])
            .chain(pictures::section(report, &writer.flows))
            .chain([writer.flows(), writer.questions(), writer.thresholds(), writer.law()])
            .collect(),
        main: writer.main(title.clone()),
        not_evaluated: Notes {
            heading: voice.not_evaluated(),
            notes: report
                .not_evaluated
                .iter()
                .map(|not| writer.not_evaluated(&not.text, not.citation.as_deref()))
                .collect(),
        },
        unknown: voice.unknown(),
        none: voice.none(),
        missing: voice.missing(),
        sheets: report.made.sheets(&voice),
        title,
    }
}

impl Writer<'_> {
    fn own(&self, words: impl Into<String>) -> Cell {
        Cell::Text(self.voice.own(words))
    }

    fn plain(&self, words: impl Into<String>) -> Cell {
        Cell::Text(self.voice.plain(words))
    }

    fn pair(&self, label: Words, value: Cell) -> Pair {
        Pair { label: self.voice.says(label), value }
    }

    fn heads(&self, heads: &[Words]) -> Vec<Said> {
        heads.iter().map(|head| self.voice.says(*head)).collect()
    }

    fn not_evaluated(&self, text: &str, citation: Option<&str>) -> Said {
        self.voice.own(citation.map_or_else(|| text.to_owned(), |citation| self.voice.speech.aside(text, citation)))
    }

    fn regime<'s>(&'s self, key: &'s str) -> &'s str {
        self.names.get(key).copied().unwrap_or(key)
    }

    /// What is otherwise than in the earlier register, where that was asked for.
    fn changes(&self) -> Option<Section> {
        let changes = self.report.changes.as_ref()?;
        let kinds = [
            (("new", "新增"), &changes.new),
            (("gone", "消失"), &changes.gone),
            (("changed", "变化"), &changes.changed),
        ];
        let rows = kinds.into_iter().flat_map(|(what, flows)| flows.iter().map(move |flow| (what, flow)));
        let since = changes.since_seq;
        let caption = match self.report.made.supposed {
            Some(_) => self.voice.speech.pick(("Otherwise than it is", "与实际情况相比")).to_owned(),
            None => self
                .voice
                .speech
                .of_two(format!("Otherwise than after commit {since}"), format!("与第{since}次提交后相比")),
        };
        let table = Table {
            caption: self.voice.own(&caption),
            columns: self.heads(&[
                ("What", "变化"),
                ("Flow", "流动"),
                ("Facts", "事实"),
                ("Results", "结论"),
                ("Commits", "提交"),
            ]),
            rows: rows.map(|(what, flow)| self.changed(what, flow)).collect(),
            empty: self.voice.says(("Nothing is otherwise.", "没有变化。")),
        };
        let blocks = vec![Block::Paragraph(self.voice.own(caption)), Block::Table(table)];
        Some(self.section(("What has changed", "变化"), blocks))
    }

    fn changed(&self, what: Words, flow: &super::ChangedFlow) -> Vec<Cell> {
        let word = |result: Option<Conclusion>| result.map_or("–", |result| self.voice.speech.conclusion(result));
        let results = flow.results.iter().map(|changed| {
            let regime = self.regime(changed.regime.as_str());
            self.own(format!("{regime}: {} → {}", word(changed.from), word(changed.to)))
        });
        let commits: Vec<String> = flow.commits.iter().map(u64::to_string).collect();
        vec![
            Cell::Text(self.voice.says(what)),
            self.plain(&flow.name),
            self.plain(flow.facts.join(", ")),
            Cell::List(results.collect()),
            self.plain(commits.join(", ")),
        ]
    }

    fn summary(&self) -> Section {
        let totals = &self.report.totals;
        let number = |label, number: usize| self.pair(label, Cell::Number(number as u64));
        let pairs = vec![
            number(("Flows of personal data", "个人信息流动"), totals.flows),
            number(("of which cross a border", "其中跨境"), totals.cross_border),
            number(("of which nobody can tell", "其中无法判断是否跨境"), totals.undetermined),
            number(("of which stay in one country", "其中未离开一国"), totals.domestic),
            number(("Flows in this report", "本报告所列流动"), totals.reported),
            number(
                ("Lists that results take for complete", "结论视为完整的清单"),
                self.report.lists_taken_for_complete.count(),
            ),
        ];
        let rows = self.report.groups.iter().map(|group| {
            let mut row = vec![self.plain(&group.name), Cell::Number(group.flows.len() as u64)];
            row.extend(numbers(&group.results));
            row
        });
        let mut columns = self.heads(&[("Group", "分组"), ("Flows", "流动")]);
        columns.extend(self.heads(&RESULTS));
        let groups = Table {
            caption: self.voice.says(("What the laws come to, group by group", "各分组的法律结论")),
            columns,
            rows: rows.collect(),
            empty: self.voice.says(("No flow crosses a border, as far as recorded.", "按现有记录，没有跨境流动。")),
        };
        let note = self.voice.says((
            "“Met on recorded facts” is not advice: it says that what is recorded meets the rule. What rests on law that is unconfirmed or overdue is counted apart.",
            "“按所记录事实已满足”并非法律意见，仅表示所记录的内容符合该规则。依据未核实或逾期未复核法律得出的结论单独计数。",
        ));
        Section {
            heading: self.voice.says(("What it comes to", "概要")),
            blocks: vec![Block::Pairs(pairs), Block::Table(groups), Block::Paragraph(note)],
            sections: Vec::new(),
        }
    }

    fn flows(&self) -> Section {
        Section {
            heading: self.voice.says(("The flows", "各项流动")),
            blocks: Vec::new(),
            sections: self.flows.iter().map(|flow| self.flow(flow)).collect(),
        }
    }

    fn flow(&self, flow: &TransferFlow) -> Section {
        let mut blocks = Vec::new();
        for stretch in &flow.stretches {
            if flow.stretches.len() > 1 {
                let days = self.voice.speech.of_two(
                    format!("From {} to {}", stretch.from, stretch.to),
                    format!("{}至{}", stretch.from, stretch.to),
                );
                blocks.push(Block::Paragraph(self.voice.own(days)));
            }
            blocks.push(Block::Paragraph(self.voice.own(&stretch.summary)));
            blocks.push(Block::Pairs(self.facts(stretch)));
            blocks.extend(self.determinations(stretch));
        }
        Section { heading: self.voice.plain(&flow.name), blocks, sections: Vec::new() }
    }

    fn facts(&self, stretch: &TransferStretch) -> Vec<Pair> {
        let names = |list: &Listing<super::Named>| self.listed(list, |named| named.name.clone());
        let places = |list: &Listing<super::Place>| self.listed(list, |place| place.name.clone());
        let people = self.listed(&stretch.people, |there| match there.people {
            Some(people) => format!("{}: {people}", there.place.name),
            None => there.place.name.clone(),
        });
        let mechanisms = if stretch.mechanisms.is_empty() {
            Cell::Missing(self.voice.own(self.voice.speech.no_mechanism()))
        } else {
            Cell::List(
                stretch
                    .mechanisms
                    .iter()
                    .map(|mechanism| match mechanism.until {
                        Some(until) => self.own(self.voice.speech.aside(
                            &mechanism.name,
                            &self.voice.speech.of_two(format!("until {until}"), format!("至{until}")),
                        )),
                        None => self.plain(&mechanism.name),
                    })
                    .collect(),
            )
        };
        let crossing = |found: &super::Crossing| {
            let word = match found.answer {
                Truth::True => ("yes", "是"),
                Truth::False => ("no", "否"),
                Truth::Unknown => ("undetermined", "无法判断"),
            };
            self.own(self.voice.speech.aside(self.voice.speech.pick(word), &found.reason))
        };
        vec![
            self.pair(("Crosses a border", "是否跨境"), crossing(&stretch.crossing)),
            self.pair(("From where people are", "自个人所在地"), crossing(&stretch.crossing_from_people)),
            self.pair(("Sent by", "发送方"), self.plain(&stretch.exporter.name)),
            self.pair(("Received by", "接收方"), self.plain(&stretch.importer.name)),
            self.pair(("People", "个人"), people),
            self.pair(("Leaves from", "发出地"), places(&stretch.origin)),
            self.pair(("Arrives in", "到达地"), places(&stretch.destination)),
            self.pair(("Data", "数据"), names(&stretch.data)),
            self.pair(("Of whom", "涉及的人"), names(&stretch.subjects)),
            self.pair(("Purposes", "目的"), self.listed(&stretch.purposes, Clone::clone)),
            self.pair(("Mechanisms", "机制"), mechanisms),
        ]
    }

    /// What is listed, and whether there may be more.
    fn listed<T>(&self, list: &Listing<T>, name: impl Fn(&T) -> String) -> Cell {
        let mut cells: Vec<Cell> = list.items.iter().map(|item| self.plain(name(item))).collect();
        match list.extent {
            Extent::Unknown => return Cell::Unknown,
            Extent::Complete if cells.is_empty() => return Cell::None,
            Extent::Open => {
                cells.push(Cell::Text(self.voice.says(("(there may be more)", "（可能还有其他）"))));
            }
            Extent::Complete => {}
        }
        Cell::List(cells)
    }

    /// What the laws say: those that do not ask anything of the flow in one sentence, the others in a table.
    fn determinations(&self, stretch: &TransferStretch) -> Vec<Block> {
        let (outside, told): (Vec<_>, Vec<_>) =
            stretch.determinations.iter().partition(|found| found.toward == [Conclusion::NotApplicable]);
        let mut blocks = Vec::new();
        for (conclusion, words) in [
            (Conclusion::NotApplicable, ("Not applicable: ", "不适用：")),
            (
                Conclusion::Conditional,
                ("Not applicable, if what was taken for complete is: ", "如所视为完整者确属完整，则不适用："),
            ),
        ] {
            let names: Vec<&str> = outside
                .iter()
                .filter(|found| found.result == conclusion)
                .map(|found| self.regime(found.regime.as_str()))
                .collect();
            if !names.is_empty() {
                let sentence = format!("{}{}", self.voice.speech.pick(words), names.join("; "));
                blocks.push(Block::Paragraph(self.voice.own(sentence)));
            }
        }
        let rest = outside.iter().filter(|f| !matches!(f.result, Conclusion::NotApplicable | Conclusion::Conditional));
        let rows: Vec<Vec<Cell>> = told.iter().chain(rest).map(|found| self.row(found)).collect();
        if !rows.is_empty() {
            blocks.push(Block::Table(Table {
                caption: self.voice.says(("What the laws say", "各法律的结论")),
                columns: self.heads(&LAW),
                rows,
                empty: self.voice.none(),
            }));
        }
        blocks
    }

    fn row(&self, found: &DeterminationOf) -> Vec<Cell> {
        let mut result = vec![self.own(self.voice.speech.conclusion(found.result))];
        // Where every country comes to the same, there is nothing to tell apart.
        if found.candidates.iter().any(|by| by.result != found.result) {
            result.extend(found.candidates.iter().map(|by| self.own(self.candidate(by))));
        }
        let notes = |notes: &[NotedField]| {
            if notes.is_empty() {
                return Cell::Blank;
            }
            Cell::List(notes.iter().map(|note| self.plain(format!("{}{}", note.record, note.pointer))).collect())
        };
        vec![
            self.plain(self.regime(found.regime.as_str())),
            Cell::List(result),
            self.own(&found.sentence),
            self.plain(found.decided_by.iter().map(crate::domain::Key::as_str).collect::<Vec<_>>().join(", ")),
            self.own(self.voice.speech.law(found.law)),
            notes(&found.missing),
            notes(&found.assumed),
        ]
    }

    fn candidate(&self, by: &CandidateResult) -> String {
        let places = by.places.iter().map(|places| {
            let keys: Vec<String> = places.countries.iter().map(|country| country.as_str().to_uppercase()).collect();
            match keys.split_at_checked(SHOWN) {
                Some((shown, more)) if !more.is_empty() => self.voice.speech.of_two(
                    format!("{} and {} more", shown.join(" "), more.len()),
                    format!("{}等另{}处", shown.join(" "), more.len()),
                ),
                _ => keys.join(" "),
            }
        });
        let places: Vec<String> = places.collect();
        format!("{}: {}", places.join(" → "), self.voice.speech.conclusion(by.result))
    }

    fn questions(&self) -> Section {
        let rows = self.report.questions.all().iter().map(|asked| {
            let regimes: Vec<&str> = asked.regimes.iter().map(|key| self.regime(key.as_str())).collect();
            vec![
                self.own(&asked.question),
                self.plain(&asked.record),
                Cell::Number(asked.determinations as u64),
                Cell::Number(asked.flows as u64),
                self.plain(regimes.join("; ")),
            ]
        });
        let table = Table {
            caption: self.voice.says(("Open questions, most telling first", "待查明的问题，按影响排序")),
            columns: self.heads(&[
                ("Question", "问题"),
                ("Record", "记录"),
                ("Determinations that wait", "待定结论数"),
                ("Flows", "流动"),
                ("Laws that ask", "相关法律"),
            ]),
            rows: rows.collect(),
            empty: self.voice.says(("Nothing is open.", "没有待查明的问题。")),
        };
        self.section(("What to find out", "待查明事项"), vec![Block::Table(table)])
    }

    fn section(&self, heading: Words, blocks: Vec<Block>) -> Section {
        Section { heading: self.voice.says(heading), blocks, sections: Vec::new() }
    }

    fn thresholds(&self) -> Section {
        let rows = self.report.thresholds.iter().map(|threshold| {
            let reached = match threshold.reached {
                _ if threshold.equal => ("exactly the number", "恰为该数"),
                Truth::True => ("reached", "已达到"),
                Truth::False => ("not reached", "未达到"),
                Truth::Unknown => ("nobody can tell", "无法判断"),
            };
            let number = threshold.limit;
            let limit = if threshold.exclusive {
                self.voice.speech.of_two(format!("more than {number}"), format!("超过{number}"))
            } else {
                self.voice.speech.of_two(format!("{number} or more"), format!("{number}以上"))
            };
            vec![
                self.plain(self.regime(threshold.regime.as_str())),
                self.plain(&threshold.name),
                threshold.exporter.as_ref().map_or(Cell::Unknown, |key| self.plain(key.as_str())),
                threshold.importer.as_ref().map_or(Cell::Blank, |importer| self.plain(importer)),
                Cell::Number(threshold.at_least),
                threshold.at_most.map_or(Cell::Unknown, Cell::Number),
                self.own(limit),
                Cell::Text(self.voice.says(reached)),
                self.plain(&threshold.citation),
            ]
        });
        let table = Table {
            caption: self.voice.says(("People counted, and the numbers that matter", "人数与各项门槛")),
            columns: self.heads(&[
                ("Law", "法律"),
                ("Counted", "统计对象"),
                ("Sent by", "发送方"),
                ("Received by", "接收方"),
                ("At least", "至少"),
                ("At most", "至多"),
                ("Threshold", "门槛"),
                ("Reached", "是否达到"),
                ("Citation", "依据"),
            ]),
            rows: rows.collect(),
            empty: self.voice.says(("No law counts people of these flows.", "没有法律对这些流动计算人数。")),
        };
        self.section(("Thresholds", "门槛"), vec![Block::Table(table)])
    }

    fn law(&self) -> Section {
        let day = |day: Option<crate::domain::Day>| day.map_or(Cell::Blank, Cell::Day);
        let rows = self.report.regimes.iter().map(|regime| {
            let mut row = vec![
                self.plain(&regime.name),
                regime.citation.as_ref().map_or(Cell::Blank, |citation| self.plain(citation)),
                day(regime.checked),
                day(regime.recheck_by),
            ];
            row.extend(numbers(&regime.results));
            row
        });
        let mut columns =
            self.heads(&[("Law", "法律"), ("Citation", "依据"), ("Looked up", "查核日"), ("Again by", "复核期限")]);
        columns.extend(self.heads(&RESULTS));
        let laws = Table {
            caption: self.voice.says(("The laws that were evaluated", "所评估的法律")),
            columns,
            rows: rows.collect(),
            empty: self.voice.none(),
        };
        let rules = self.report.rules.iter().filter(|rule| rule.decides);
        let rules = rules.map(|rule| {
            let list = |texts: &[String]| {
                if texts.is_empty() {
                    return Cell::Blank;
                }
                Cell::List(texts.iter().map(|text| self.own(text)).collect())
            };
            let mut said = vec![rule.sentence.clone()];
            said.extend(rule.provided.clone());
            said.extend(rule.warning.clone());
            let duties: Vec<String> =
                rule.duties.iter().map(|duty| self.voice.speech.aside(&duty.text, &duty.citation)).collect();
            vec![
                self.plain(self.regime(rule.regime.as_str())),
                self.plain(rule.rule.as_str()),
                self.own(self.voice.speech.conclusion(rule.conclusion)),
                list(&said),
                self.plain(&rule.citation),
                self.own(self.voice.speech.law(rule.law)),
                list(&rule.changes_when),
                list(&duties),
            ]
        });
        let rules = Table {
            caption: self.voice.says(("The rules that decide", "起决定作用的规则")),
            columns: self.heads(&[
                ("Law", "法律"),
                ("Rule", "规则"),
                ("Conclusion", "结论"),
                ("What it says", "内容"),
                ("Citation", "依据"),
                ("Standing", "核实状态"),
                ("What would change it", "何种情况会改变结论"),
                ("Duties", "义务"),
            ]),
            rows: rules.collect(),
            empty: self.voice.none(),
        };
        self.section(("The law", "法律依据"), vec![Block::Table(laws), Block::Table(rules)])
    }

    /// One row for each flow and law.
    fn main(&self, caption: Said) -> Table {
        let mut rows = Vec::new();
        for flow in &self.flows {
            for stretch in &flow.stretches {
                let place = |list: &Listing<super::Place>| self.listed(list, |place| place.name.clone());
                for found in &stretch.determinations {
                    let mut row = vec![
                        self.plain(&flow.name),
                        Cell::Day(stretch.from),
                        Cell::Day(stretch.to),
                        place(&stretch.origin),
                        place(&stretch.destination),
                    ];
                    row.extend(self.row(found));
                    rows.push(row);
                }
            }
        }
        let mut columns = self.heads(&[
            ("Flow", "流动"),
            ("From the day", "自"),
            ("To the day", "至"),
            ("Leaves from", "发出地"),
            ("Arrives in", "到达地"),
        ]);
        columns.extend(self.heads(&LAW));
        Table {
            caption,
            columns,
            rows,
            empty: self.voice.says(("No flow crosses a border, as far as recorded.", "按现有记录，没有跨境流动。")),
        }
    }
}

/// So many countries of a region are worth naming in a cell.
const SHOWN: usize = 6;

/// The heads of what a law says.
const LAW: [Words; 7] = [
    ("Law", "法律"),
    ("Result", "结论"),
    ("Why", "理由"),
    ("Rules", "规则"),
    ("Standing of the law", "法律核实状态"),
    ("Missing", "缺失事项"),
    ("Taken for complete or at its word", "视为完整或属实者"),
];

/// The heads of counted results.
pub(super) const RESULTS: [Words; 6] = [
    ("Not met", "未满足"),
    ("Undetermined", "无法确定"),
    ("Conditional", "附条件"),
    ("Met on recorded facts", "按所记录事实已满足"),
    ("Not applicable", "不适用"),
    ("On unconfirmed or overdue law", "依据未核实或逾期未复核的法律"),
];

fn numbers(results: &Results) -> impl Iterator<Item = Cell> {
    let counted = [
        results.not_satisfied,
        results.undetermined,
        results.conditional,
        results.satisfied,
        results.not_applicable,
        results.on_unconfirmed_law,
    ];
    counted.into_iter().map(|count| Cell::Number(count as u64))
}
