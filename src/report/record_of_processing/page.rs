//! The record as people read it: a section for each party, in it one for each activity, and a table with one row an activity.

use super::model::{Capacity, Item, PartyRecord, Report, Topic, View};
use crate::report::{
    Said,
    page::{Block, Cell, Notes, Page, Pair, Section, Table},
    reader::Voice,
};
use std::collections::BTreeMap;

impl Report {
    /// The record as people read it.
    #[must_use]
    pub fn page(&self) -> Page {
        let voice = Voice::of(&self.made.language);
        let title = voice.says(match self.view {
            View::Gdpr => ("Record of processing activities (GDPR Art 30)", "处理活动记录（GDPR 第30条）"),
            View::Pipl => (
                "Records of entrusting, providing and impact assessments (PIPL Arts 55-56)",
                "委托处理、对外提供及影响评估记录（《个人信息保护法》第五十五、五十六条）",
            ),
            View::Lgpd => ("Record of processing operations (LGPD Art 37)", "处理活动记录（LGPD 第37条）"),
        });
        let mut scope = self.made.scope(&voice);
        for (label, number) in
            [(("Items", "事项"), self.items), (("Items with something missing", "有缺失的事项"), self.items_with_gaps)]
        {
            scope.push(Pair { label: voice.says(label), value: Cell::Number(number) });
        }
        let mut sections: Vec<Section> = self.records.iter().map(|record| section(&voice, record)).collect();
        if sections.is_empty() {
            sections.push(Section {
                heading: voice.says(("Activities", "处理活动")),
                blocks: vec![Block::Main],
                sections: Vec::new(),
            });
        }
        Page {
            language: self.made.language.clone(),
            scope,
            sections,
            main: self.table(&voice, &title),
            not_evaluated: Notes { heading: voice.not_evaluated(), notes: self.not_evaluated.clone() },
            unknown: voice.unknown(),
            none: voice.none(),
            missing: voice.missing(),
            sheets: self.made.sheets(&voice),
            title,
        }
    }

    /// One row an activity and party, one column an item.
    fn table(&self, voice: &Voice<'_>, title: &Said) -> Table {
        let mut topics: BTreeMap<Topic, &Said> = BTreeMap::new();
        let all = |record: &'_ PartyRecord| record.activities.iter().flat_map(|activity| &activity.items).count();
        for record in self.records.iter().filter(|record| all(record) > 0) {
            let of_activities = record.activities.iter().flat_map(|activity| &activity.items);
            topics.extend(record.items.iter().chain(of_activities).map(|item| (item.topic, &item.label)));
        }
        let mut columns = vec![
            voice.says(("Activity", "处理活动")),
            voice.says(("Key", "键")),
            voice.says(("Kept as", "记录身份")),
            voice.says(("Controller", "控制者")),
        ];
        columns.extend(topics.values().map(|label| (*label).clone()));
        let mut rows = Vec::new();
        for record in &self.records {
            for activity in &record.activities {
                let mut row = vec![
                    Cell::Text(activity.name.clone()),
                    Cell::Text(voice.plain(activity.activity.as_str())),
                    Cell::Text(voice.says(capacity(record.capacity))),
                    Cell::Text(record.name.clone()),
                ];
                row.extend(topics.keys().map(|topic| {
                    let item = record.items.iter().chain(&activity.items).find(|item| item.topic == *topic);
                    item.map_or(Cell::Blank, |item| cell(voice, item))
                }));
                rows.push(row);
            }
        }
        let empty =
            voice.says(("No activity of the register counts on this day.", "登记册中没有在当日有效的处理活动。"));
        Table { caption: title.clone(), columns, rows, empty }
    }
}

const fn capacity(capacity: Capacity) -> (&'static str, &'static str) {
    match capacity {
        Capacity::Controller => ("controller", "控制者"),
        Capacity::Processor => ("processor", "受托处理者"),
    }
}

fn section(voice: &Voice<'_>, record: &PartyRecord) -> Section {
    let name = &record.name.text;
    let heading = match record.capacity {
        Capacity::Controller => voice.speech.of_two(format!("As controller: {name}"), format!("控制者：{name}")),
        Capacity::Processor => voice.speech.of_two(format!("On behalf of: {name}"), format!("受其委托：{name}")),
    };
    let part = |(heading, items): (&Said, &Vec<Item>)| Section {
        heading: heading.clone(),
        blocks: vec![Block::Pairs(items.iter().map(|item| pair(voice, item)).collect())],
        sections: Vec::new(),
    };
    Section {
        heading: voice.own(heading),
        blocks: vec![Block::Pairs(record.items.iter().map(|item| pair(voice, item)).collect())],
        sections: record.activities.iter().map(|activity| part((&activity.name, &activity.items))).collect(),
    }
}

fn pair(voice: &Voice<'_>, item: &Item) -> Pair {
    let unconfirmed = voice.speech.pick((", unconfirmed", "，未经核实"));
    let citation = format!("{}{}", item.citation, if item.confirmed { "" } else { unconfirmed });
    let label = Said { text: voice.speech.aside(&item.label.text, &citation), ..item.label.clone() };
    Pair { label, value: cell(voice, item) }
}

/// What is recorded, what is missing, and which lists may lack something.
fn cell(voice: &Voice<'_>, item: &Item) -> Cell {
    let mut cells: Vec<Cell> = item.statements.iter().cloned().map(Cell::Text).collect();
    if item.none {
        cells.push(Cell::None);
    }
    cells.extend(item.missing.iter().map(|gap| {
        let at = gap.record.as_ref().map_or_else(|| gap.field.clone(), |record| format!("{record}#{}", gap.field));
        Cell::Missing(voice.plain(at))
    }));
    if !item.open.is_empty() {
        let open = item.open.join(", ");
        let said = voice.speech.of_two(format!("not said to be complete: {open}"), format!("未声明完整：{open}"));
        cells.push(Cell::Text(voice.own(said)));
    }
    match cells.len() {
        0 => Cell::Unknown,
        1 => cells.remove(0),
        _ => Cell::List(cells),
    }
}
