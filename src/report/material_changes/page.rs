//! The report as people read it.

use super::model::{Became, Change, Conclusion, Report};
use crate::report::{
    page::{Block, Cell, Notes, Page, Pair, Section, Table},
    reader::Voice,
    told::spoken,
};

impl Report {
    /// The report as people read it.
    #[must_use]
    pub fn page(&self) -> Page {
        let voice = Voice::of(&self.made.language);
        let section = |heading, blocks| Section { heading: voice.says(heading), blocks, sections: Vec::new() };
        Page {
            title: voice.own(voice.speech.of_two(
                format!("What changed in {} since it was published", self.notice),
                format!("{}自发布以来的变化", self.notice),
            )),
            language: self.made.language.clone(),
            scope: self.made.scope(&voice),
            sections: vec![
                section(("What follows", "结论"), vec![Block::Pairs(self.conclusions(&voice))]),
                section(("Changes", "变更"), vec![Block::Main]),
            ],
            sheets: self.made.sheets(&voice),
            main: self.table(&voice),
            not_evaluated: Notes {
                heading: voice.not_evaluated(),
                notes: self.not_evaluated.iter().map(|said| spoken::sentence(&voice, said)).collect(),
            },
            unknown: voice.unknown(),
            none: voice.none(),
            missing: voice.missing(),
        }
    }

    fn conclusions(&self, voice: &Voice<'_>) -> Vec<Pair> {
        let pair = |label, value| Pair { label: voice.says(label), value };
        let yes = |so| Cell::Text(voice.says(if so { ("yes", "是") } else { ("no", "否") }));
        let Some(Conclusion { notice_must_be_updated, people_must_be_told, prior_notice }) = &self.conclusion else {
            let words =
                ("Nothing was compared: the notice was never published here.", "未作比对：该声明从未在此发布。");
            return vec![pair(("Compared", "比对"), Cell::Text(voice.says(words)))];
        };
        let mut pairs = Vec::new();
        if let Some(publication) = &self.publication {
            pairs.push(pair(("Compared with version", "比对版本"), Cell::Number(publication.version)));
            pairs.push(pair(("In effect since", "生效日期"), Cell::Day(publication.effective)));
        }
        pairs.push(pair(("The notice must be updated", "须更新声明"), yes(*notice_must_be_updated)));
        pairs.push(pair(("People must be told", "须告知个人"), yes(*people_must_be_told)));
        if let Some(prior) = prior_notice {
            let days = prior.days.map_or(Cell::Unknown, Cell::Number);
            pairs.push(pair(("Days before, as promised", "承诺的提前天数"), days));
        }
        pairs
    }

    fn table(&self, voice: &Voice<'_>) -> Table {
        let columns = [
            ("About", "类别"),
            ("What", "内容"),
            ("Became", "变化"),
            ("Before and now", "变更前后"),
            ("People must be told", "须告知个人"),
            ("Commits", "提交"),
        ];
        let empty = if self.conclusion.is_some() {
            ("The notice says what it said.", "声明内容未变。")
        } else {
            ("Nothing was compared.", "未作比对。")
        };
        Table {
            caption: voice.says(("What the notice says otherwise", "声明内容的变化")),
            columns: columns.map(|column| voice.says(column)).into(),
            rows: self.changes.iter().map(|change| row(voice, change)).collect(),
            empty: voice.says(empty),
        }
    }
}

fn row(voice: &Voice<'_>, change: &Change) -> Vec<Cell> {
    let became = match change.became {
        Became::Added => ("new", "新增"),
        Became::Removed => ("gone", "移除"),
        Became::Changed => ("changed", "变更"),
    };
    let unknown = voice.unknown().text;
    let fields = change.fields.iter().map(|field| {
        let said = |value: &Option<String>| value.clone().unwrap_or_else(|| unknown.clone());
        let (name, from, to) = (field.field.replace('_', " "), said(&field.from), said(&field.to));
        Cell::Text(voice.plain(format!("{name}: {from} → {to}")))
    });
    let fields: Vec<Cell> = fields.collect();
    let commits: Vec<Cell> = change.commits.iter().map(|seq| Cell::Number(*seq)).collect();
    vec![
        Cell::Text(voice.says(change.class.words())),
        Cell::Text(voice.plain(&*change.name)),
        Cell::Text(voice.says(became)),
        if fields.is_empty() { Cell::Blank } else { Cell::List(fields) },
        Cell::Text(voice.says(if change.material { ("yes", "是") } else { ("no", "否") })),
        if commits.is_empty() { Cell::Blank } else { Cell::List(commits) },
    ]
}
