//! The content as people read it: the sections of a notice, in their order.

use super::model::{
    ContactTold, FunctionTold, NamedTold, RecipientTold, Report, RetentionTold, RightTold, Section as Part,
};
use crate::{
    domain::record::{FunctionTier, NoticeDateKind},
    report::{
        Said,
        page::{Block, Cell, Notes, Page, Pair, Section, Table},
        reader::Voice,
        told::spoken,
        words::{self, Words},
    },
};

impl Report {
    /// The content as people read it.
    #[must_use]
    pub fn page(&self) -> Page {
        let voice = Voice::of(&self.made.language);
        let section = |part: Part, blocks, sections| Section { heading: voice.says(part.words()), blocks, sections };
        let functions = self.functions.iter().map(|function| self::function(&voice, function)).collect();
        let sections = vec![
            section(Part::Functions, Vec::new(), functions),
            section(Part::Storage, vec![Block::Table(self.storage(&voice))], Vec::new()),
            section(Part::Recipients, vec![Block::Main], Vec::new()),
            section(Part::Security, vec![Block::Table(self.security(&voice))], Vec::new()),
            section(Part::Rights, vec![Block::Table(self.rights(&voice))], Vec::new()),
            section(Part::Minors, vec![Block::Table(self.minors(&voice))], Vec::new()),
            section(Part::Updates, self.updates(&voice), Vec::new()),
            section(Part::Contact, vec![Block::Pairs(self.contact(&voice))], Vec::new()),
            Section {
                heading: voice.says(("What nobody recorded", "未记录的内容")),
                blocks: vec![Block::Table(self.gaps(&voice))],
                sections: Vec::new(),
            },
        ];
        Page {
            title: voice.own(voice.speech.of_two(
                format!("What {} has to say", self.notice.name.text),
                format!("{}应载明的内容", self.notice.name.text),
            )),
            language: self.made.language.clone(),
            scope: self.made.scope(&voice),
            sections,
            main: self.recipients(&voice),
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

    fn storage(&self, voice: &Voice<'_>) -> Table {
        let rows = self.functions.iter().map(|function| {
            let place = |place: &super::model::PlaceTold| {
                let parts = [&place.location, &place.system, &place.host].into_iter().flatten();
                let parts: Vec<&str> = parts.map(|named| named.name.text.as_str()).collect();
                if place.location.is_none() { Cell::Unknown } else { Cell::Text(voice.plain(parts.join(", "))) }
            };
            vec![
                Cell::Text(function.name.clone()),
                listed(function.storage.as_deref(), place),
                retention(voice, function.retention.as_ref()),
                retention(voice, function.backups.as_ref()),
            ]
        });
        let columns = [("Where", "存储地点"), ("How long", "保存期限"), ("In backups", "备份"), FUNCTIONS];
        table(voice, ("Where data is kept, and how long", "存储地点与保存期限"), &columns, alike(rows))
    }

    fn recipients(&self, voice: &Voice<'_>) -> Table {
        let mut rows: Vec<(&FunctionTold, &RecipientTold)> = Vec::new();
        for function in &self.functions {
            rows.extend(function.recipients.iter().flatten().map(|recipient| (function, recipient)));
        }
        rows.sort_by_key(|(_, recipient)| recipient.kind);
        let row = |(function, recipient): (&FunctionTold, &RecipientTold)| {
            let data = |key: &crate::domain::Key| {
                let item = function.data.iter().flatten().find(|item| item.key == *key);
                Cell::Text(item.map_or_else(|| voice.plain(key.as_str()), |item| item.name.clone()))
            };
            let purposes: Vec<Cell> = match &recipient.purpose {
                Some(purpose) => vec![Cell::Text(purpose.clone())],
                None => Vec::new(),
            };
            vec![
                Cell::Text(voice.says(recipient.kind.words())),
                Cell::Text(recipient.name.clone()),
                Cell::List(recipient.providers.iter().map(named).collect()),
                Cell::Text(function.name.clone()),
                purposes.into_iter().next().unwrap_or(Cell::Unknown),
                listed(recipient.data.as_deref(), data),
                listed(recipient.places.as_deref(), named),
                listed(recipient.mechanisms.as_deref(), named),
            ]
        };
        let columns = [
            ("Kind", "方式"),
            ("Recipient", "接收方"),
            ("Provider", "服务提供方"),
            ("Function", "业务功能"),
            ("Purpose", "目的"),
            ("Data", "个人信息"),
            ("Places", "地点"),
            ("Mechanisms", "机制"),
        ];
        table(voice, ("Who gets data", "信息接收方"), &columns, rows.into_iter().map(row).collect())
    }

    fn security(&self, voice: &Voice<'_>) -> Table {
        let mut rows = Vec::new();
        for function in &self.functions {
            for measure in function.security.iter().flatten() {
                let state = measure.state.map_or(Cell::Unknown, |state| Cell::Text(voice.says(words::state(state))));
                rows.push(vec![Cell::Text(function.name.clone()), Cell::Text(measure.measure.clone()), state]);
            }
        }
        let columns = [("Measure", "措施"), ("State", "状态"), FUNCTIONS];
        table(voice, ("How data is protected", "安全措施"), &columns, alike(rows))
    }

    fn rights(&self, voice: &Voice<'_>) -> Table {
        let mut rows = Vec::new();
        for function in &self.functions {
            for right in function.rights.iter().flatten() {
                rows.push(vec![
                    Cell::Text(function.name.clone()),
                    Cell::Text(voice.says(words::right(right.right))),
                    channel(voice, right),
                    right.days.map_or(Cell::Unknown, Cell::Number),
                    right.text.clone().map_or(Cell::Blank, Cell::Text),
                ]);
            }
        }
        let columns =
            [("Right", "权利"), ("How to ask", "行使方式"), ("Days", "答复天数"), ("Conditions", "条件"), FUNCTIONS];
        table(voice, ("Rights of people", "个人权利"), &columns, alike(rows))
    }

    fn minors(&self, voice: &Voice<'_>) -> Table {
        let rows = self.functions.iter().map(|function| {
            let minors = function.minors.as_ref();
            let decisions = function.automated_decisions.as_ref();
            vec![
                Cell::Text(function.name.clone()),
                yes_or_no(voice, minors.and_then(|minors| minors.processed)),
                minors.and_then(|minors| minors.text.clone()).map_or(Cell::Blank, Cell::Text),
                yes_or_no(voice, decisions.and_then(|decisions| decisions.used)),
                decisions.and_then(|decisions| decisions.logic.clone()).map_or(Cell::Blank, Cell::Text),
            ]
        });
        let columns = [
            ("Data of minors", "未成年人信息"),
            ("What is done", "处理方式"),
            ("Automated decisions", "自动化决策"),
            ("How they are made", "决策逻辑"),
            FUNCTIONS,
        ];
        table(voice, ("Minors and automated decisions", "未成年人与自动化决策"), &columns, alike(rows))
    }

    fn updates(&self, voice: &Voice<'_>) -> Vec<Block> {
        let dates = self.notice.dates.iter().flatten().map(|date| {
            let printed = date.printed.as_deref().map(|printed| Cell::Text(voice.plain(printed)));
            vec![
                Cell::Text(voice.says(date_words(date.kind))),
                date.day.map_or(Cell::Unknown, Cell::Day),
                printed.unwrap_or(Cell::Blank),
            ]
        });
        let promises = self.promises.iter().flatten().map(|promise| {
            vec![
                promise.text.clone().map_or_else(|| Cell::Text(voice.plain(promise.key.as_str())), Cell::Text),
                promise.days.map_or(Cell::Blank, Cell::Number),
            ]
        });
        let columns = [("Date", "日期"), ("Day", "日"), ("As printed", "所印文字")];
        vec![
            Block::Table(table(voice, ("Dates", "日期"), &columns, dates.collect())),
            Block::Table(table(
                voice,
                ("Promises", "承诺"),
                &[("Promise", "承诺"), ("Days", "天数")],
                promises.collect(),
            )),
        ]
    }

    fn contact(&self, voice: &Voice<'_>) -> Vec<Pair> {
        let Some(controller) = &self.controller else {
            return vec![Pair { label: voice.says(("Controller", "控制者")), value: Cell::Unknown }];
        };
        let address = controller.address.as_ref().map(|lines| Cell::Text(voice.plain(lines.join(", "))));
        let mut pairs = vec![
            Pair { label: voice.says(("Controller", "控制者")), value: Cell::Text(controller.name.clone()) },
            Pair { label: voice.says(("Address", "地址")), value: address.unwrap_or(Cell::Unknown) },
        ];
        let reach = |contact: &ContactTold| {
            let ways = [&contact.name, &contact.email, &contact.phone].into_iter().flatten().map(String::as_str);
            let url = contact.url.as_ref().map(crate::domain::value::WebUrl::as_str);
            let ways: Vec<&str> = ways.chain(url).chain(contact.address.iter().flatten().map(String::as_str)).collect();
            let for_what = contact.function.map_or(("Contact", "联系方式"), spoken::words_of);
            Pair { label: voice.says(for_what), value: Cell::Text(voice.plain(ways.join(", "))) }
        };
        match &controller.contacts {
            None => pairs.push(Pair { label: voice.says(("Contact", "联系方式")), value: Cell::Unknown }),
            Some(contacts) => pairs.extend(contacts.iter().map(reach)),
        }
        pairs
    }

    fn gaps(&self, voice: &Voice<'_>) -> Table {
        let rows = self.missing.iter().map(|missing| {
            vec![
                Cell::Text(voice.says(missing.section.words())),
                Cell::Text(voice.plain(&*missing.at.record)),
                Cell::Text(voice.plain(&*missing.at.field)),
            ]
        });
        let columns = [("Section", "章节"), ("Record", "记录"), ("Field", "字段")];
        table(voice, ("What sections need and nobody recorded", "各章节所需而未记录的内容"), &columns, rows.collect())
    }
}

/// The head of the column that says in which functions something is so.
const FUNCTIONS: Words = ("In functions", "适用的业务功能");

/// Rows that begin with a function: what is the same in several is one row, which names them in its last cell.
fn alike(rows: impl IntoIterator<Item = Vec<Cell>>) -> Vec<Vec<Cell>> {
    let mut merged: Vec<(Vec<Cell>, Vec<Cell>)> = Vec::new();
    for row in rows {
        let mut cells = row.into_iter();
        let Some(function) = cells.next() else { continue };
        let told: Vec<Cell> = cells.collect();
        match merged.iter_mut().find(|(same, _)| *same == told) {
            Some((_, functions)) => functions.push(function),
            None => merged.push((told, vec![function])),
        }
    }
    let row = |(told, functions): (Vec<Cell>, Vec<Cell>)| told.into_iter().chain([Cell::List(functions)]).collect();
    merged.into_iter().map(row).collect()
}

fn function(voice: &Voice<'_>, function: &FunctionTold) -> Section {
    let pair = |label: Words, value: Cell| Pair { label: voice.says(label), value };
    let tier = function.tier.map(|tier| match tier {
        FunctionTier::Basic => ("basic function", "基本业务功能"),
        FunctionTier::Additional => ("additional function, which may be refused", "附加业务功能（可以拒绝）"),
    });
    let purposes = listed(function.purposes.as_deref(), |purpose| {
        Cell::Text(purpose.text.clone().unwrap_or_else(|| voice.plain(purpose.key.as_str())))
    });
    let rows = function.data.iter().flatten().map(|item| {
        vec![
            Cell::Text(item.name.clone()),
            yes_or_no(voice, item.required),
            item.refusal_consequence.clone().map_or(Cell::Unknown, Cell::Text),
        ]
    });
    let columns = [("Data", "个人信息"), ("Required", "是否必需"), ("If it is refused", "拒绝提供的后果")];
    let mut blocks = vec![Block::Pairs(vec![
        pair(("What is done", "说明"), function.description.clone().map_or(Cell::Unknown, Cell::Text)),
        pair(("Tier", "类型"), tier.map_or(Cell::Unknown, |tier| Cell::Text(voice.says(tier)))),
        pair(("Purposes", "目的"), purposes),
        pair(("People", "个人类别"), listed(function.subjects.as_deref(), named)),
    ])];
    if function.data.is_some() {
        let caption = ("Data, and whether it is necessary", "个人信息及其必要性");
        blocks.push(Block::Table(table(voice, caption, &columns, rows.collect())));
    }
    Section { heading: function.name.clone(), blocks, sections: Vec::new() }
}

/// A list: unknown where it is not recorded, none where it is recorded as empty.
fn listed<T>(list: Option<&[T]>, cell: impl Fn(&T) -> Cell) -> Cell {
    match list {
        None => Cell::Unknown,
        Some([]) => Cell::None,
        Some(list) => Cell::List(list.iter().map(cell).collect()),
    }
}

fn named(named: &NamedTold) -> Cell {
    Cell::Text(named.name.clone())
}

fn yes_or_no(voice: &Voice<'_>, is: Option<bool>) -> Cell {
    is.map_or(Cell::Unknown, |is| Cell::Text(voice.says(if is { ("yes", "是") } else { ("no", "否") })))
}

fn channel(voice: &Voice<'_>, right: &RightTold) -> Cell {
    let words = right.channel.clone().map(Cell::Text);
    let email = right.email.as_deref().map(|email| Cell::Text(voice.plain(email)));
    let page = right.url.clone().map(|url| Cell::Link { url, said: None });
    let ways: Vec<Cell> = [words, email, page].into_iter().flatten().collect();
    if ways.is_empty() { Cell::Unknown } else { Cell::List(ways) }
}

fn retention(voice: &Voice<'_>, retention: Option<&RetentionTold>) -> Cell {
    let Some(retention) = retention else { return Cell::Unknown };
    let period = retention.period.as_deref().map(|period| voice.plain(period));
    let then = retention.then.map(|then| voice.says(words::then(then)));
    let said: Vec<Said> =
        [period, retention.criteria.clone(), retention.trigger.clone(), then].into_iter().flatten().collect();
    if said.is_empty() { Cell::Unknown } else { Cell::List(said.into_iter().map(Cell::Text).collect()) }
}

fn table(voice: &Voice<'_>, caption: Words, columns: &[Words], rows: Vec<Vec<Cell>>) -> Table {
    Table {
        caption: voice.says(caption),
        columns: columns.iter().map(|column| voice.says(*column)).collect(),
        rows,
        empty: voice.says(("Nothing is recorded.", "未记录任何内容。")),
    }
}

impl Part {
    const fn words(self) -> Words {
        match self {
            Self::Functions => ("What is processed, and why", "处理的个人信息及目的"),
            Self::Storage => ("Where it is kept, and how long", "存储地点与期限"),
            Self::Recipients => ("Who gets it", "委托处理、提供、转移与公开"),
            Self::Security => ("How it is protected", "安全保护"),
            Self::Rights => ("Your rights", "您的权利"),
            Self::Minors => ("Minors and automated decisions", "未成年人与自动化决策"),
            Self::Updates => ("How this notice is updated", "声明的更新"),
            Self::Contact => ("Whom to reach", "联系我们"),
        }
    }
}

const fn date_words(kind: NoticeDateKind) -> Words {
    match kind {
        NoticeDateKind::Updated => ("updated", "更新日期"),
        NoticeDateKind::Effective => ("effective", "生效日期"),
        NoticeDateKind::Published => ("published", "发布日期"),
    }
}
