//! The list of third-party software development kits that Chinese notices publish (第三方SDK目录): a table for each notice, with
//! Chinese heads. Its rows are those of the processor table of SDKs.

use super::{
    Layout,
    desk::Desk,
    model::{Filled, Row, Sheet, Statement},
};
use crate::{
    domain::{Key, Kind},
    report::{
        processor_table::{Column, ColumnSet, Options, processor_table},
        table::{self, Table},
        told::At,
    },
};

/// The layout.
pub(super) const LAYOUT: Layout =
    Layout { name: "cn-sdk-list", title: "第三方SDK目录", language: "zh-Hans", home: None, fill };

/// The heads of its columns, which are those of the set for SDKs in its order.
const COLUMNS: [(&str, Column); 6] = [
    ("第三方SDK名称", Column::Name),
    ("第三方公司名称", Column::Provider),
    ("使用场景/收集目的", Column::Purpose),
    ("收集或共享的个人信息类型", Column::Information),
    ("共享方式", Column::Means),
    ("隐私政策链接", Column::Links),
];

fn fill(desk: &Desk<'_, '_>) -> Vec<Sheet> {
    let of = |notice: &Key| {
        let options = Options {
            notice: notice.clone(),
            language: desk.reader.language.clone(),
            columns: ColumnSet::Sdk,
            on: Some(desk.day),
        };
        let table = processor_table(desk.reader.register, &options).ok()?;
        (!table.rows.is_empty()).then(|| sheet(desk, notice, &table))
    };
    desk.notices().into_iter().filter_map(of).collect()
}

fn sheet(desk: &Desk<'_, '_>, notice: &Key, table: &Table) -> Sheet {
    let at = |column: Column| table.columns.iter().position(|heading| heading.column == column);
    let row = |row: &table::Row| {
        let missing = |field: &str| match &row.processor {
            Some(processor) => At::field(Kind::Processors, processor, field),
            None => At::field(Kind::Notices, notice, "/listing"),
        };
        let cells = COLUMNS.iter().map(|(_, column)| {
            let field = match column {
                Column::Provider => "/providers",
                Column::Links => "/policies",
                Column::Purpose | Column::Information | Column::Means => {
                    return cell(at(*column).and_then(|at| row.cells.get(at)), At::field(Kind::Notices, notice, "/listing"));
                }
                _ => "",
            };
            cell(at(*column).and_then(|at| row.cells.get(at)), missing(field))
        });
        let record = row.processor.as_ref().map(|key| format!("{}/{key}", Kind::Processors));
        Row { record, name: None, cells: cells.collect() }
    };
    let heads: Vec<&str> = COLUMNS.iter().map(|(head, _)| *head).collect();
    Sheet {
        about: Some(format!("{}/{notice}", Kind::Notices)),
        name: table.name.clone(),
        parts: vec![desk.table(None, &heads, table.rows.iter().map(row).collect())],
    }
}

fn cell(cell: Option<&table::Cell>, missing: At) -> Filled {
    match cell {
        Some(table::Cell::Text(said)) => Filled::said(said.clone()),
        Some(table::Cell::Links(links)) => Filled {
            statements: links.iter().map(|link| Statement::Link(link.url.clone())).collect(),
            ..Filled::default()
        },
        Some(table::Cell::Number(_) | table::Cell::Unknown) | None => Filled::missing(missing),
    }
}
