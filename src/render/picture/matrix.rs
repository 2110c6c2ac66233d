//! Counts in rows and columns, each cell with its sign.

use super::{
    WIDTH,
    canvas::{At, Canvas, Font, N, real},
    marks::{dashes, look, sign, word},
    words,
};
use crate::report::picture::{Count, Matrix};

const HEAD: Font = Font::of(12.0);
const ROW: f64 = 30.0;
/// The width of the heads of rows.
const SIDE: f64 = 210.0;
/// So many columns have heads that are read without turning the head.
const UPRIGHT: usize = 7;
const ABOVE: f64 = 22.0;

/// Where the cells are.
struct Grid {
    top: f64,
    cell: f64,
}

/// Draws a matrix. Returns where it ends.
pub(super) fn draw(matrix: &Matrix, canvas: &mut Canvas<'_>) -> f64 {
    let columns = real(matrix.columns.len()).max(1.0);
    let slanted = matrix.columns.len() > UPRIGHT;
    let right = if slanted { 90.0 } else { 4.0 };
    let grid =
        Grid { top: ABOVE + if slanted { 104.0 } else { 36.0 }, cell: ((WIDTH - SIDE - right) / columns).min(112.0) };
    let bottom = grid.top + ROW * real(matrix.rows.len());
    heads(matrix, &grid, slanted, canvas);
    for (at, _) in matrix.rows.iter().enumerate() {
        for (across, _) in matrix.columns.iter().enumerate() {
            let (x, y) = grid.at(at, across);
            canvas.element(format_args!(
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"#fff\" stroke=\"#d0d0d0\"/>",
                N(x),
                N(y),
                N(grid.cell),
                N(ROW),
            ));
        }
    }
    for cell in &matrix.cells {
        let name =
            |heads: &[crate::report::Said], at: usize| heads.get(at).map(|said| said.text.clone()).unwrap_or_default();
        canvas.group(&format!(
            "{} → {}: {}",
            name(&matrix.rows, cell.row),
            name(&matrix.columns, cell.column),
            cell.flows
        ));
        count(cell, &grid, canvas);
        canvas.end();
    }
    bottom
}

impl Grid {
    fn at(&self, row: usize, column: usize) -> (f64, f64) {
        (SIDE + self.cell * real(column), self.top + ROW * real(row))
    }
}

fn heads(matrix: &Matrix, grid: &Grid, slanted: bool, canvas: &mut Canvas<'_>) {
    let strong = Font::of(12.0).bold();
    canvas.wrapped((SIDE + 2.0, 14.0), WIDTH - SIDE, 1, &matrix.column_heading, strong);
    canvas.wrapped((SIDE - 10.0, grid.top - 8.0), SIDE - 14.0, 1, &matrix.row_heading, strong.at(At::End));
    for (at, said) in matrix.columns.iter().enumerate() {
        let (x, y) = grid.at(0, at);
        let middle = x + grid.cell / 2.0;
        if slanted {
            let text = words::shortened(&said.text, HEAD.size, 128.0);
            canvas.slanted(middle, y - 6.0, said, &text, HEAD);
        } else {
            let lines = words::wrapped(&said.text, HEAD.size, grid.cell - 6.0, 2).len();
            let first = y - 8.0 - (real(lines) - 1.0) * HEAD.size * 1.25;
            canvas.wrapped((middle, first), grid.cell - 6.0, 2, said, HEAD.at(At::Middle));
        }
    }
    for (at, said) in matrix.rows.iter().enumerate() {
        let (_, y) = grid.at(at, 0);
        let lines = words::wrapped(&said.text, HEAD.size, SIDE - 14.0, 2).len();
        let first = y + ROW / 2.0 + 4.2 - (real(lines) - 1.0) * HEAD.size * 0.625;
        canvas.wrapped((SIDE - 10.0, first), SIDE - 14.0, 2, said, HEAD.at(At::End));
    }
}

fn count(cell: &Count, grid: &Grid, canvas: &mut Canvas<'_>) {
    let (x, y) = grid.at(cell.row, cell.column);
    let look = look(cell.standing);
    canvas.element(format_args!(
        "<rect class=\"cell {}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1.5\"{}/>",
        word(cell.standing),
        N(x + 2.5),
        N(y + 2.5),
        N(grid.cell - 5.0),
        N(ROW - 5.0),
        look.tint,
        look.colour,
        dashes(cell.standing),
    ));
    let text = cell.flows.to_string();
    let wide = 20.0 + words::width(&text, 12.0);
    let left = x + (grid.cell - wide) / 2.0;
    sign(canvas, (left + 7.5, y + ROW / 2.0), 7.0, cell.standing);
    canvas.signs(left + 19.0, y + ROW / 2.0 + 4.2, &text, Font::of(12.0));
}
