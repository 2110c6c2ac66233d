//! A review as people read it: how it stands, what was decided of each route, what changed, what is to be done, who signed.

use super::{
    evidence::{DocumentTold, Evidence},
    model::{AttestationTold, ControllerTold, FollowUpTold, Report, RouteTold},
};
use crate::{
    domain::{
        Day, Text,
        record::{DecisionKind, ItemChange, ReviewState, regime::Conclusion},
    },
    report::{
        page::{Block, Cell, Notes, Page, Paged, Pair, Section, Table},
        reader::Voice,
        table::Said,
        told::spoken,
        transfers::ChangedFlow,
    },
    review::Due,
};

use std::{cmp::Reverse, collections::BTreeMap};

/// Words in English and Chinese.
type Words = (&'static str, &'static str);

impl Paged for Report {
    fn page(&self) -> Page {
        let writer = Writer { voice: Voice::of(&self.made.language), report: self };
        writer.page()
    }
}

struct Writer<'a> {
    voice: Voice<'a>,
    report: &'a Report,
}

impl Writer<'_> {
    fn page(&self) -> Page {
        let Self { voice, report } = self;
        let mut sections = vec![
            self.section(("How it stands", "审查状态"), vec![Block::Pairs(self.state())]),
            self.section(("Signing off", "签核"), self.signing()),
            self.section(("Routes and decisions", "路径与决定"), vec![Block::Main]),
        ];
        sections.extend(report.pictures.clone());
        sections.push(self.section(("Flows", "流动"), vec![Block::Table(self.flows())]));
        let attested = vec![Block::Table(self.attestations())];
        sections.push(self.section(("Attested records", "记录的确认"), attested));
        if report.changes.is_some() {
            sections.push(self.section(("Since the review before", "与上次审查相比"), self.changes()));
        }
        sections.push(self.section(("Evidence", "证据"), vec![Block::Table(self.evidence())]));
        sections.push(self.section(("What ends", "即将失效的依据"), vec![Block::Table(self.ending())]));
        sections.push(self.section(("What is to be done", "待办事项"), vec![Block::Table(self.follow_ups())]));
        sections.push(self.section(("Advice of the data protection officer", "数据保护官意见"), self.advice()));
        sections.push(self.section(("What should be found out", "待查明的问题"), vec![Block::Table(self.questions())]));
        Page {
            title: self.text(&report.review.name),
            language: report.made.language.clone(),
            scope: self.scope(),
            sections,
            sheets: report.made.sheets(voice),
            main: self.routes(),
            not_evaluated: Notes {
                heading: voice.not_evaluated(),
                notes: report
                    .not_evaluated
                    .iter()
                    .map(|not| match &not.citation {
                        Some(citation) => voice.own(
                            voice
                                .speech
                                .of_two(format!("{} ({citation})", not.text), format!("{}（{citation}）", not.text)),
                        ),
                        None => voice.own(&*not.text),
                    })
                    .collect(),
            },
            unknown: voice.unknown(),
            none: voice.none(),
            missing: voice.missing(),
        }
    }

    fn section(&self, heading: Words, blocks: Vec<Block>) -> Section {
        Section { heading: self.voice.says(heading), blocks, sections: Vec::new() }
    }

    fn text(&self, text: &Text) -> Said {
        self.voice.text(text, None)
    }

    fn plain(&self, words: impl Into<String>) -> Cell {
        Cell::Text(self.voice.plain(words))
    }

    fn said(&self, words: Words) -> Cell {
        Cell::Text(self.voice.says(words))
    }

    fn pair(&self, label: Words, value: Cell) -> Pair {
        Pair { label: self.voice.says(label), value }
    }

    fn table(&self, caption: Words, columns: &[Words], rows: Vec<Vec<Cell>>, empty: Words) -> Table {
        Table {
            caption: self.voice.says(caption),
            columns: columns.iter().map(|column| self.voice.says(*column)).collect(),
            rows,
            empty: self.voice.says(empty),
        }
    }

    fn scope(&self) -> Vec<Pair> {
        let review = &self.report.review;
        let mut scope = self.report.made.scope(&self.voice);
        scope.push(self.pair(("Review", "审查"), self.plain(review.key.as_str())));
        let named = review.scope.as_ref().map(|of| {
            let parts = [
                (("notice", "声明"), &of.notice),
                (("controller", "控制者"), &of.controller),
                (("from", "出发地"), &of.lane_from),
                (("to", "到达地"), &of.lane_to),
                (("importer", "接收方"), &of.importer),
                (("service", "服务"), &of.processor),
            ];
            let parts = parts.into_iter().filter_map(|(label, key)| {
                Some(self.plain(format!("{}: {}", self.voice.speech.pick(label), key.as_ref()?)))
            });
            Cell::List(parts.collect())
        });
        let all = || self.said(("every transfer", "全部传输"));
        scope.push(self.pair(("About", "范围"), named.unwrap_or_else(all)));
        scope.push(self.pair(("Judged by", "判断引擎"), self.plain(format!("Ropewalk {}", review.engine))));
        scope.push(self.pair(("Told on", "生成日期"), Cell::Day(self.report.told_on)));
        scope
    }

    fn state(&self) -> Vec<Pair> {
        let (review, totals) = (&self.report.review, &self.report.totals);
        let number = |number: usize| Cell::Number(u64::try_from(number).unwrap_or(u64::MAX));
        let state = match review.state {
            ReviewState::Open => ("open: routes are not decided", "进行中：尚有路径未作决定"),
            ReviewState::Ready => ("ready to be signed off", "待签核"),
            ReviewState::SignedOff => ("signed off", "已签核"),
            ReviewState::Cancelled => ("cancelled", "已取消"),
            ReviewState::Superseded => ("superseded by a later review", "已被后续审查取代"),
        };
        let eyes = if review.four_eyes {
            ("on: who signs off decided nothing of it", "启用：签核人未参与决定")
        } else {
            ("off: one person may decide and sign off", "停用：同一人可决定并签核")
        };
        let mut pairs = vec![
            self.pair(("State", "状态"), self.said(state)),
            self.pair(("Routes", "路径"), number(totals.routes)),
            self.pair(("Decided", "已决定"), number(totals.decided)),
            self.pair(("Flows", "流动"), number(totals.flows)),
            self.pair(("New routes", "新增路径"), number(totals.new)),
            self.pair(("Changed routes", "变化路径"), number(totals.changed)),
            self.pair(("Unchanged routes", "未变路径"), number(totals.unchanged)),
            self.pair(("Not met", "未满足"), number(totals.not_satisfied)),
            self.pair(("Undetermined", "无法确定"), number(totals.undetermined)),
            self.pair(("Conditional", "附条件"), number(totals.conditional)),
            self.pair(
                ("Would pass, on law that is unconfirmed or overdue", "依据未确认或逾期复核的法律而可通过"),
                number(totals.on_unconfirmed_law),
            ),
            self.pair(("Met on recorded facts", "按所记录事实已满足"), number(totals.satisfied)),
            self.pair(("Not applicable", "不适用"), number(totals.not_applicable)),
            self.pair(("Four eyes", "四眼原则"), self.said(eyes)),
        ];
        if let Some(because) = &review.cancelled_because {
            pairs.push(self.pair(("Cancelled because", "取消原因"), self.plain(because)));
        }
        pairs
    }

    fn signing(&self) -> Vec<Block> {
        let row = |of: &ControllerTold| {
            let controller = match &of.controller {
                Some(named) => spoken::named(&self.voice, named),
                None => self.said(("no controller is recorded", "未记录控制者")),
            };
            let (by, at, comment) = match &of.signature {
                Some(signature) => (
                    self.plain(&*signature.by),
                    self.plain(signature.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
                    signature.comment.as_deref().map_or(Cell::Blank, |comment| self.plain(comment)),
                ),
                None => (self.said(("not signed off", "未签核")), Cell::Blank, Cell::Blank),
            };
            let decided = format!("{}/{}", of.decided, of.routes);
            vec![controller, self.plain(decided), by, at, comment, self.plain(&*of.digest)]
        };
        let columns = [
            ("Controller", "控制者"),
            ("Decided", "已决定"),
            ("Signed off by", "签核人"),
            ("At", "时间"),
            ("Remarks", "备注"),
            ("Digest of routes and decisions (SHA-256)", "路径与决定的摘要（SHA-256）"),
        ];
        let rows = self.report.controllers.iter().map(row).collect();
        let note = self.voice.says((
            "Signing off says that the decisions were made. It is no electronic signature, and no opinion that a transfer is lawful.",
            "签核表示决定已作出；不构成电子签名，也不表示传输合法。",
        ));
        let table = self.table(
            ("Who signs off what", "签核情况"),
            &columns,
            rows,
            ("There is nothing to sign off.", "无可签核事项。"),
        );
        vec![Block::Signatures(table), Block::Paragraph(note)]
    }

    fn routes(&self) -> Table {
        let columns = [
            ("Route", "路径"),
            ("Comes to", "结论"),
            ("Since before", "较上次"),
            ("Laws", "法律"),
            ("Decision", "决定"),
            ("Who, by when", "责任人与期限"),
            ("Said about it", "说明"),
        ];
        let rows = self.report.routes.iter().map(|route| self.route(route)).collect();
        let empty = ("No transfer crosses a border or may.", "没有跨境或可能跨境的传输。");
        self.table(("Routes and what was decided of them", "路径及其决定"), &columns, rows, empty)
    }

    fn route(&self, route: &RouteTold) -> Vec<Cell> {
        let item = &route.item;
        let speech = self.voice.speech;
        let result = speech.conclusion(item.result).to_owned();
        let unsure = speech.pick((" (on law that is unconfirmed or overdue)", "（依据未确认或逾期复核的法律）"));
        let change = match item.change {
            ItemChange::New => ("new", "新增"),
            ItemChange::Changed => ("changed", "变化"),
            ItemChange::Unchanged => ("unchanged", "未变"),
        };
        let laws = self.laws(route);
        let (decision, who, about) = match &route.decision {
            Some(decision) => {
                let due = decision.due.map(|due| due.to_string());
                let who: Vec<&str> = [decision.who.as_deref(), due.as_deref()].into_iter().flatten().collect();
                let about = [&decision.conditions, &decision.comment].into_iter().flatten();
                let shown = speech.pick(("Evidence: document", "证据：文件"));
                let evidence = decision.evidence.iter().flatten().map(|digest| self.plain(format!("{shown} {digest}")));
                let about: Vec<Cell> = about.map(|text| self.plain(&**text)).chain(evidence).collect();
                (self.said(words(decision.decision)), self.plain(who.join(", ")), Cell::List(about))
            }
            None if route.lapsed_decision.is_some() => {
                let lapsed = ("none: what was decided was of other facts", "无：原决定所依据的事实已变化");
                (self.said(lapsed), Cell::Blank, Cell::Blank)
            }
            None => (self.said(("none yet", "尚无")), Cell::Blank, Cell::Blank),
        };
        vec![
            self.plain(speech.aside(&self.text(&item.name).text, item.key.as_str())),
            self.plain(if item.unconfirmed { result + unsure } else { result }),
            self.said(change),
            laws,
            decision,
            who,
            about,
        ]
    }

    /// What the laws come to, the worst first: those that keep a route from being approved by name, the others by their number.
    fn laws(&self, route: &RouteTold) -> Cell {
        let speech = self.voice.speech;
        let mut by_result: BTreeMap<Reverse<u8>, (Conclusion, Vec<&str>)> = BTreeMap::new();
        for of in &route.item.regimes {
            let group = by_result.entry(Reverse(of.result.badness())).or_insert((of.result, Vec::new()));
            group.1.push(of.regime.as_str());
        }
        if by_result.is_empty() {
            return self.said(("no law was evaluated", "未评估任何法律"));
        }
        let line = |(result, laws): &(Conclusion, Vec<&str>)| {
            let word = speech.conclusion(*result);
            match result {
                Conclusion::NotSatisfied | Conclusion::Undetermined => {
                    self.plain(format!("{word} ({}): {}", laws.len(), laws.join(", ")))
                }
                _ => self.plain(format!("{word}: {}", laws.len())),
            }
        };
        Cell::List(by_result.values().map(line).collect())
    }

    fn flows(&self) -> Table {
        let columns = [("Route", "路径"), ("Flow", "流动"), ("Data", "个人信息"), ("What it comes to", "结论")];
        let rows = self.report.routes.iter().flat_map(|route| {
            route.flows.iter().map(|flow| {
                let data: Vec<Cell> = flow.data.iter().map(|data| self.plain(data)).collect();
                vec![
                    self.plain(route.item.key.as_str()),
                    self.plain(&*flow.name),
                    if data.is_empty() { Cell::Unknown } else { Cell::List(data) },
                    self.plain(&*flow.summary),
                ]
            })
        });
        self.table(("The flows of the routes", "各路径的流动"), &columns, rows.collect(), ("There are none.", "无。"))
    }

    fn changes(&self) -> Vec<Block> {
        let Some(changes) = &self.report.changes else { return Vec::new() };
        let kinds = [
            (("new", "新增"), &changes.new),
            (("gone", "消失"), &changes.gone),
            (("changed", "变化"), &changes.changed),
        ];
        let rows = kinds.into_iter().flat_map(|(what, flows)| flows.iter().map(move |flow| self.changed(what, flow)));
        let columns = [("What", "变化"), ("Flow", "流动"), ("Facts", "事实"), ("Results", "结论"), ("Commits", "提交")];
        let flows = self.table(
            ("Flows and results that are otherwise", "变化的流动与结论"),
            &columns,
            rows.collect(),
            ("Nothing is otherwise.", "没有变化。"),
        );
        let gone = self.report.gone.iter().map(|route| {
            let result = self.voice.speech.conclusion(route.result);
            vec![Cell::Text(self.text(&route.name)), self.plain(result)]
        });
        let gone = self.table(
            ("Routes that are gone", "已消失的路径"),
            &[("Route", "路径"), ("Came to", "原结论")],
            gone.collect(),
            ("None.", "无。"),
        );
        vec![Block::Table(flows), Block::Table(gone)]
    }

    fn changed(&self, what: Words, flow: &ChangedFlow) -> Vec<Cell> {
        let speech = self.voice.speech;
        let results = flow.results.iter().map(|changed| {
            let [from, to] =
                [changed.from, changed.to].map(|result| result.map_or("–", |result| speech.conclusion(result)));
            self.plain(format!("{}: {from} → {to}", changed.regime))
        });
        let commits: Vec<String> = flow.commits.iter().map(u64::to_string).collect();
        vec![
            self.said(what),
            self.plain(&*flow.name),
            self.plain(flow.facts.join(", ").replace('_', " ")),
            Cell::List(results.collect()),
            self.plain(commits.join(", ")),
        ]
    }

    fn ending(&self) -> Table {
        let columns = [("Last day", "最后一日"), ("What", "依据"), ("Record", "记录"), ("Routes", "路径")];
        let rows = self.report.ending.iter().map(|ending| {
            vec![
                Cell::Day(ending.until),
                self.plain(&*ending.name),
                self.plain(&*ending.record),
                Cell::List(ending.routes.iter().map(|route| self.plain(route.as_str())).collect()),
            ]
        });
        let empty = (
            "Nothing on which a route rests has a last day that is recorded.",
            "所依据的协议、评估和注册均未记录终止日期。",
        );
        self.table(("What routes rest on and that ends", "将失效的依据"), &columns, rows.collect(), empty)
    }

    fn attestations(&self) -> Table {
        let columns = [
            ("Record", "记录"),
            ("Version", "版本"),
            ("Who answers for it", "负责人"),
            ("To be attested", "待确认"),
            ("Attested by", "确认人"),
            ("On", "日期"),
            ("Version then", "当时版本"),
        ];
        let row = |of: &AttestationTold| {
            let due = of.due.map(|due| match due {
                Due::Never => ("never attested", "从未确认"),
                Due::Changed => ("changed since", "此后有变更"),
                Due::Old => ("longer than twelve months ago", "已超过十二个月"),
            });
            vec![
                self.plain(self.voice.speech.aside(&self.text(&of.name).text, &of.record)),
                Cell::Number(of.version),
                of.steward.as_ref().map_or(Cell::Unknown, |steward| self.plain(steward)),
                due.map_or_else(|| self.said(("no", "否")), |due| self.said(due)),
                of.attested_by.as_ref().map_or(Cell::Blank, |by| self.plain(by)),
                of.attested_at.map_or(Cell::Blank, |at| Cell::Day(Day(at.date_naive()))),
                of.attested_version.map_or(Cell::Blank, Cell::Number),
            ]
        };
        let rows = self.report.attestations.iter().map(row).collect();
        let caption =
            ("Records that the routes rest on, and who attested that they say what is so", "路径所依据的记录及其确认");
        self.table(caption, &columns, rows, ("The routes rest on no record.", "路径不依据任何记录。"))
    }

    fn evidence(&self) -> Table {
        let columns = [
            ("What", "依据"),
            ("Record", "记录"),
            ("Proof recorded", "已记录证明"),
            ("Documents", "文件"),
            ("Routes", "路径"),
        ];
        let row = |of: &Evidence| {
            let decision = || self.said(("named by the decision of a route", "由路径的决定所指"));
            let proven = |proven| self.said(if proven { ("yes", "是") } else { ("no", "否") });
            vec![
                of.name.as_ref().map_or_else(decision, |name| self.plain(name)),
                of.record.as_ref().map_or(Cell::Blank, |record| self.plain(record)),
                of.evidenced.map_or(Cell::Blank, proven),
                match of.documents.as_slice() {
                    [] => Cell::Unknown,
                    documents => Cell::List(documents.iter().flat_map(|document| self.document(document)).collect()),
                },
                Cell::List(of.routes.iter().map(|route| self.plain(route.as_str())).collect()),
            ]
        };
        let rows = self.report.evidence.iter().map(row).collect();
        let empty = (
            "No route rests on an instrument, and no decision names a document.",
            "无路径依据任何协议或评估，决定亦未指明文件。",
        );
        self.table(("What routes rest on, and what shows it", "路径的依据及其证明"), &columns, rows, empty)
    }

    /// A document: its words with a link, its day, and the digest under which its bytes are kept.
    fn document(&self, document: &DocumentTold) -> Vec<Cell> {
        let DocumentTold { title, url, digest, dated } = document;
        let dated = dated.map(|day| format!(", {day}")).unwrap_or_default();
        let words = title.as_ref().map(|title| self.voice.plain(format!("{title}{dated}")));
        let named = match (url, words) {
            (Some(url), said) => Some(Cell::Link { url: url.clone(), said }),
            (None, said) => said.map(Cell::Text),
        };
        let kept = digest.as_ref().map(|digest| Cell::Page {
            path: format!("/api/v1/documents/{digest}"),
            said: self.voice.plain(format!("SHA-256 {digest}")),
        });
        named.into_iter().chain(kept).collect()
    }

    fn follow_ups(&self) -> Table {
        let columns = [
            ("Review", "审查"),
            ("Route", "路径"),
            ("Decision", "决定"),
            ("Who", "责任人"),
            ("By when", "期限"),
            ("What", "事项"),
            ("State", "状态"),
        ];
        let row = |of: &FollowUpTold| {
            let state = match (&of.done, of.overdue) {
                (Some(done), _) => self.plain(format!("{}: {done}", self.voice.speech.pick(("done", "已完成")))),
                (None, true) => self.said(("overdue", "逾期")),
                (None, false) => self.said(("open", "未完成")),
            };
            vec![
                self.plain(of.review.as_str()),
                of.name.as_ref().map_or_else(|| self.plain(of.route.as_str()), |name| Cell::Text(self.text(name))),
                self.said(words(of.decision)),
                of.who.as_ref().map_or(Cell::Blank, |who| self.plain(who)),
                of.due.map_or(Cell::Blank, Cell::Day),
                of.what.as_ref().map_or(Cell::Blank, |what| self.plain(what)),
                state,
            ]
        };
        let rows = self.report.follow_ups.iter().map(row).collect();
        self.table(("Across reviews", "跨审查的待办"), &columns, rows, ("Nothing.", "无。"))
    }

    fn advice(&self) -> Vec<Block> {
        let advice = &self.report.review.advice;
        if advice.is_empty() {
            return vec![Block::Paragraph(self.voice.says(("None was recorded.", "未记录意见。")))];
        }
        let noted = |advice: &crate::domain::record::Advice| {
            self.voice.plain(format!("{} ({}, {})", advice.text, advice.by, advice.at.date_naive()))
        };
        vec![Block::Notes(advice.iter().map(noted).collect())]
    }

    fn questions(&self) -> Table {
        let columns = [("Question", "问题"), ("Record", "记录"), ("Determinations that wait", "待定结论数")];
        let rows = self.report.questions.iter().map(|question| {
            vec![
                self.plain(&*question.question),
                self.plain(format!("{}#{}", question.record, question.pointer)),
                Cell::Number(u64::try_from(question.determinations).unwrap_or(u64::MAX)),
            ]
        });
        self.table(("The most telling first", "按影响排列"), &columns, rows.collect(), ("None.", "无。"))
    }
}

/// A decision in words.
const fn words(decision: DecisionKind) -> Words {
    match decision {
        DecisionKind::Approve => ("approved", "批准"),
        DecisionKind::ApproveWithConditions => ("approved on conditions", "附条件批准"),
        DecisionKind::CarryOver => ("carried over", "沿用"),
        DecisionKind::Ask => ("asked", "查询"),
        DecisionKind::Remediate => ("to be remedied", "整改"),
        DecisionKind::Suspend => ("to be suspended", "暂停"),
        DecisionKind::AcceptRisk => ("risk accepted", "接受风险"),
        DecisionKind::NotATransfer => ("no transfer", "不构成传输"),
    }
}
