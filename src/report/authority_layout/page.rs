//! A filled layout as people read it: a section for each sheet, and one table for formats that have room for one only.

use super::model::{Field, Filled, Nothing, Part, Report, Row, Sheet, Statement, Table as Filling};
use crate::report::{
    Said,
    page::{Arrangement, Block, Cell, Notes, Page, Pair, Section, Table},
    reader::Voice,
};

impl Report {
    /// The layout as people read it.
    #[must_use]
    pub fn page(&self) -> Page {
        let voice = Voice::of(&self.made.language);
        let mut scope = self.made.scope(&voice);
        for (label, number) in [
            (("Cells", "单元格"), self.cells),
            (("Cells with something missing", "有缺失的单元格"), self.cells_with_gaps),
        ] {
            scope.push(Pair { label: voice.says(label), value: Cell::Number(number) });
        }
        let mut sections: Vec<Section> = self.sheets.iter().map(|sheet| self.section(&voice, sheet)).collect();
        if sections.is_empty() {
            let nothing = voice.says(NOTHING);
            sections.push(Section {
                heading: self.title.clone(),
                blocks: vec![Block::Paragraph(nothing)],
                sections: Vec::new(),
            });
        }
        Page {
            language: self.made.language.clone(),
            scope,
            sections,
            main: self.main(&voice),
            not_evaluated: Notes { heading: voice.not_evaluated(), notes: self.not_evaluated.clone() },
            unknown: voice.unknown(),
            none: voice.none(),
            missing: voice.missing(),
            sheets: self.made.sheets(&voice).arranged(Arrangement::Sections),
            title: self.title.clone(),
        }
    }

    fn section(&self, voice: &Voice<'_>, sheet: &Sheet) -> Section {
        let mut section = Section { heading: sheet.name.clone(), blocks: Vec::new(), sections: Vec::new() };
        for part in &sheet.parts {
            let (heading, block) = match part {
                Part::Fields(fields) => {
                    let pairs = fields.fields.iter();
                    let pair =
                        |Field { label, value }: &Field| Pair { label: label.clone(), value: cell(voice, value) };
                    (Some(&fields.heading), Block::Pairs(pairs.map(pair).collect()))
                }
                Part::Table(filling) => {
                    let caption = filling.heading.as_ref().unwrap_or(&self.title);
                    (filling.heading.as_ref(), Block::Table(table(voice, filling, caption.clone())))
                }
            };
            match heading {
                Some(heading) => {
                    section.sections.push(Section {
                        heading: heading.clone(),
                        blocks: vec![block],
                        sections: Vec::new(),
                    });
                }
                None => section.blocks.push(block),
            }
        }
        section
    }

    /// The tables of all sheets as one, with a column for the sheet where there are several; where sheets are forms, a row for
    /// each of their fields.
    fn main(&self, voice: &Voice<'_>) -> Table {
        let whole = |sheet: &'_ Sheet| match sheet.parts.last() {
            Some(Part::Table(filling)) if filling.heading.is_none() => true,
            Some(_) | None => false,
        };
        let empty = voice.says(NOTHING);
        if self.sheets.is_empty() || !self.sheets.iter().all(whole) {
            return self.fields(voice, empty);
        }
        let several = self.sheets.len() > 1;
        let mut main = Table { caption: self.title.clone(), columns: Vec::new(), rows: Vec::new(), empty };
        for sheet in &self.sheets {
            let Some(Part::Table(filling)) = sheet.parts.last() else { continue };
            let Table { columns, rows, .. } = table(voice, filling, self.title.clone());
            let of_sheet = || several.then(|| Cell::Text(sheet.name.clone()));
            main.columns = several.then(|| voice.says(("Sheet", "表"))).into_iter().chain(columns).collect();
            main.rows.extend(rows.into_iter().map(|row| of_sheet().into_iter().chain(row).collect()));
        }
        main
    }

    fn fields(&self, voice: &Voice<'_>, empty: Said) -> Table {
        let heads = [("Sheet", "表"), ("Part", "部分"), ("Field", "字段"), ("Value", "内容")];
        let mut rows = Vec::new();
        for sheet in &self.sheets {
            let mut row = |part: &Said, field: Said, value: Cell| {
                rows.push(vec![Cell::Text(sheet.name.clone()), Cell::Text(part.clone()), Cell::Text(field), value]);
            };
            for part in &sheet.parts {
                match part {
                    Part::Fields(fields) => fields
                        .fields
                        .iter()
                        .for_each(|field| row(&fields.heading, field.label.clone(), cell(voice, &field.value))),
                    Part::Table(filling) => {
                        let heading = filling.heading.as_ref().unwrap_or(&self.title);
                        for (at, filled) in filling.rows.iter().enumerate() {
                            for (column, value) in filling.columns.iter().zip(&filled.cells) {
                                let named = filled.name.clone().filter(|_| !column.text.is_empty());
                                let of_row = named.map_or_else(|| (at + 1).to_string(), |name| name.text);
                                let field = Said { text: voice.speech.aside(&of_row, &column.text), ..column.clone() };
                                row(heading, field, cell(voice, value));
                            }
                        }
                    }
                }
            }
        }
        let columns = heads.map(|head| voice.says(head)).to_vec();
        Table { caption: self.title.clone(), columns, rows, empty }
    }
}

const NOTHING: (&str, &str) =
    ("Nothing in the register fits this layout on this day.", "登记册中没有在当日适用于此格式的内容。");

/// A table; where its rows are about records that the layout has no place to name, with two columns of our own after its last.
fn table(voice: &Voice<'_>, filling: &Filling, caption: Said) -> Table {
    let own = filling.rows.iter().any(|row| row.name.is_some() && row.record.is_some());
    let mut columns = filling.columns.clone();
    if own {
        columns.extend(
            [("Name in the register", "登记册中的名称"), ("Record", "登记册记录")].map(|head| voice.says(head)),
        );
    }
    let row = |Row { record, name, cells }: &Row| {
        let cells = cells.iter().map(|filled| cell(voice, filled));
        let named = name.clone().map_or(Cell::Blank, Cell::Text);
        let record = record.as_ref().map_or(Cell::Blank, |record| Cell::Text(voice.plain(record)));
        cells.chain(own.then_some([named, record]).into_iter().flatten()).collect()
    };
    let empty = voice.says(NOTHING);
    Table { caption, rows: filling.rows.iter().map(row).collect(), columns, empty }
}

/// What is recorded, what is missing, and which lists may lack something. A cell is never silently blank.
fn cell(voice: &Voice<'_>, filled: &Filled) -> Cell {
    let Filled { statements, nothing, missing, open } = filled;
    let mut cells: Vec<Cell> = statements
        .iter()
        .map(|statement| match statement {
            Statement::Words(said) => Cell::Text(said.clone()),
            Statement::Day(day) => Cell::Day(*day),
            Statement::Link(url) => Cell::Link { url: url.clone(), said: None },
        })
        .collect();
    cells.extend(nothing.map(|nothing| match nothing {
        Nothing::None => Cell::None,
        Nothing::NotApplicable => Cell::Text(voice.says(("not applicable", "不适用"))),
        Nothing::NotHeld => Cell::Text(voice.says(("not kept in this register", "本登记册不记录此项"))),
    }));
    cells.extend(missing.iter().map(|at| Cell::Missing(voice.plain(at.to_string()))));
    if !open.is_empty() {
        let lists: Vec<String> = open.iter().map(ToString::to_string).collect();
        let lists = lists.join(", ");
        let said = voice.own(if cells.is_empty() {
            voice.speech.of_two(
                format!("none recorded, and not said to be complete: {lists}"),
                format!("未记录，且未声明完整：{lists}"),
            )
        } else {
            voice.speech.of_two(format!("not said to be complete: {lists}"), format!("未声明完整：{lists}"))
        });
        cells.push(Cell::Text(said));
    }
    match cells.len() {
        0 => Cell::Unknown,
        1 => cells.remove(0),
        _ => Cell::List(cells),
    }
}
