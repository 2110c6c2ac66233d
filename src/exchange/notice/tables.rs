//! Lists of third parties in tables: with heads above or at the side, with cells that span, with none.
//!
//! Knows which table is one by its heads, or else by the names in it. What it does not know for one is counted.

use super::{
    columns::{self, Columns, Head},
    document::{Document, Grid},
    found::{self, Found, Row},
};
use crate::report::{
    drift::{Level, Names, Surety, TableForm},
    processor_table::Column,
};

/// How many rows from above heads are looked for in.
const HEADS_WITHIN: usize = 4;

/// Finds the lists of third parties among the tables of a document.
pub fn find(document: &Document, names: &Names, found: &mut Found) {
    for grid in &document.grids {
        let texts = |row: &[Option<usize>]| -> Vec<String> {
            row.iter().map(|cell| cell.map(|cell| document.passages[cell].text.clone()).unwrap_or_default()).collect()
        };
        let heads = |row: &[Option<usize>]| {
            let texts = texts(row);
            columns::of_heads(texts.iter().map(String::as_str)).filter(|_| !is_one_cell(row))
        };
        let above = grid.rows.iter().take(HEADS_WITHIN).enumerate().filter_map(|(at, row)| Some((at, heads(row)?)));
        let best = above.max_by_key(|(at, columns)| (columns.understood, std::cmp::Reverse(*at)));
        let understood = best.as_ref().map_or(1, |(_, columns)| columns.understood);
        let turned = turned(grid);
        // A row may speak of two columns by chance where heads stand beside.
        let beside = turned.as_ref().filter(|turned| labels(document, turned) > understood);
        if beside.is_some_and(|turned| with_heads_beside(document, turned, found)) {
            continue;
        }
        if let Some((at, columns)) = best {
            with_heads_above(document, grid, (at, &columns), found);
        } else if let Some(turned) = turned {
            if !with_heads_beside(document, &turned, found) {
                headless(document, grid, names, found);
            }
        } else {
            headless(document, grid, names, found);
        }
    }
}

/// Whether one cell is all of a row.
fn is_one_cell(row: &[Option<usize>]) -> bool {
    row.iter().flatten().all(|cell| Some(*cell) == row.first().copied().flatten())
}

fn with_heads_above(document: &Document, grid: &Grid, (at, columns): (usize, &Columns), found: &mut Found) {
    let heads = &grid.rows[at];
    let mut rows: Vec<Row> = Vec::new();
    let mut last_name = None;
    for row in grid.rows.iter().skip(at + 1) {
        let texts = || row.iter().map(|cell| cell.map_or("", |cell| document.passages[cell].text.as_str()));
        let again = columns::of_heads(texts()).is_some_and(|again| again.each == columns.each);
        if is_one_cell(row) || again || texts().all(str::is_empty) {
            last_name = None;
            continue;
        }
        let name = row.get(columns.naming).copied().flatten();
        // A name that spans several rows is one row.
        if name.is_some()
            && name == last_name
            && let Some(above) = rows.last_mut()
        {
            above.merge(of_cells(document, columns, row));
            continue;
        }
        last_name = name;
        rows.push(of_cells(document, columns, row));
    }
    let form = if found.plain { TableForm::SeparatedLines } else { TableForm::Table };
    let surety = surety(columns);
    let passages: Vec<usize> = heads.iter().flatten().copied().collect();
    found.table(document, form, &passages, &columns.each, rows, surety);
}

fn surety(columns: &Columns) -> Surety {
    if columns.turned {
        return Surety::of(
            Level::Possible,
            (
                "its heads name third parties, and its rows are about something else first",
                "表头提及第三方，但各行首先描述其他事项",
            ),
        );
    }
    if columns.understood >= 3 {
        return Surety::of(Level::Sure, ("its heads are those of a list of third parties", "表头与第三方清单一致"));
    }
    Surety::of(Level::Likely, ("two of its heads are those of a list of third parties", "有两个表头与第三方清单一致"))
}

/// A row by its columns.
fn of_cells(document: &Document, columns: &Columns, row: &[Option<usize>]) -> Row {
    let mut made = Row::default();
    let mut seen = Vec::new();
    for (place, cell) in row.iter().enumerate() {
        let (Some(cell), column) = (*cell, columns.each.get(place).copied().flatten()) else { continue };
        // A cell that spans several columns is one of the first of them.
        if seen.contains(&cell) {
            continue;
        }
        seen.push(cell);
        made.passages.push(cell);
        match column {
            Some(Column::Number) | None => {}
            Some(column) => made.cells.push((column, document.passages[cell].text.clone())),
        }
        if place == columns.naming {
            made.name.clone_from(&document.passages[cell].text);
        }
    }
    made
}

/// A table whose heads stand in its first column, turned so that they stand above.
fn turned(grid: &Grid) -> Option<Grid> {
    let width = grid.rows.iter().map(Vec::len).max().filter(|width| (2..=64).contains(width))?;
    let column = |at: usize| grid.rows.iter().map(|row| row.get(at).copied().flatten()).collect();
    Some(Grid { rows: (0..width).map(column).collect() })
}

/// How many of the cells that stand above in a turned table are names of columns and nothing else.
fn labels(document: &Document, turned: &Grid) -> usize {
    let cells = turned.rows.first().into_iter().flatten().flatten();
    let label = |cell: &usize| columns::label(&document.passages[*cell].text);
    cells.filter(|cell| matches!(label(cell), Some(Head::Column(column)) if column != Column::Number)).count()
}

fn with_heads_beside(document: &Document, turned: &Grid, found: &mut Found) -> bool {
    let text = |cell: &Option<usize>| cell.map_or("", |cell| document.passages[cell].text.as_str());
    let Some(heads) = turned.rows.first() else { return false };
    let [_, values] = turned.rows.as_slice() else {
        let Some(columns) = columns::of_heads(heads.iter().map(text)) else { return false };
        let rows: Vec<Row> = turned.rows.iter().skip(1).map(|row| of_cells(document, &columns, row)).collect();
        let passages: Vec<usize> = heads.iter().flatten().copied().collect();
        found.table(document, TableForm::TransposedTable, &passages, &columns.each, rows, surety(&columns));
        return true;
    };
    // Two columns: names and what they stand for, perhaps of several third parties below each other.
    let pairs = heads.iter().zip(values).filter_map(|(head, value)| {
        let (head, value) = ((*head)?, (*value)?);
        let label = &document.passages[head].text;
        Some(found::Pair {
            head: columns::head(label)?,
            label: label.clone(),
            text: text(&Some(value)).to_owned(),
            passages: vec![head, value],
        })
    });
    let rows = found::group(pairs.collect());
    if rows.is_empty() {
        return false;
    }
    let columns: Vec<Option<Column>> =
        rows.iter().flat_map(|row| row.cells.iter().map(|(column, _)| Some(*column))).collect();
    let surety = Surety::of(
        Level::Sure,
        ("its first column has the heads of a list of third parties", "首列与第三方清单的表头一致"),
    );
    let first: Vec<usize> = rows.first().map(|row| row.passages.clone()).unwrap_or_default();
    found.table(document, TableForm::TransposedTable, &first, &columns, rows, surety);
    true
}

/// A table without heads that are understood: a list of third parties where most of its rows begin with one that is recorded.
fn headless(document: &Document, grid: &Grid, names: &Names, found: &mut Found) {
    let named = |cell: usize| {
        let text = document.passages[cell].text.lines().next().unwrap_or_default().trim();
        let hits = names.parties(text);
        hits.first().is_some_and(|hit| hit.range.start <= 3 && !hit.doubtful && hit.range.len() * 2 >= text.len())
    };
    let lead = |row: &[Option<usize>]| {
        let mut cells = row.iter().flatten().copied();
        let first = cells.next()?;
        let number = document.passages[first].text.chars().all(|c| c.is_ascii_digit() || c == '.');
        if number { cells.next() } else { Some(first) }
    };
    let wide = |row: &&Vec<Option<usize>>| row.len() > 1 && !is_one_cell(row);
    let rows: Vec<&Vec<Option<usize>>> = grid.rows.iter().filter(wide).collect();
    let known = rows.iter().filter(|row| lead(row).is_some_and(named)).count();
    if known < 2 || known * 2 < rows.len() {
        found.other_tables += usize::from(grid.rows.len() > 1);
        return;
    }
    let rows: Vec<Row> = rows
        .into_iter()
        .filter_map(|row| {
            let name = lead(row)?;
            let passages: Vec<usize> = row.iter().flatten().copied().collect();
            let whole =
                passages.iter().map(|cell| document.passages[*cell].text.as_str()).collect::<Vec<_>>().join(" | ");
            Some(Row { name: document.passages[name].text.clone(), passages, whole: Some(whole), ..Row::default() })
        })
        .collect();
    let surety = Surety::of(
        Level::Likely,
        (
            "it has no heads that are understood, and most of its rows begin with a recorded name",
            "表头无法识别，但多数行以已登记的名称开头",
        ),
    );
    let first: Vec<usize> = rows.first().map(|row| row.passages.clone()).unwrap_or_default();
    found.table(document, TableForm::Table, &first, &[Some(Column::Service)], rows, surety);
}
