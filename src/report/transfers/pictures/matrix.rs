//! Where data leaves by where it arrives: how many flows, and the worst of them.

use super::{
    Scene, TOLD, Tally,
    lanes::{End, Lanes},
};
use crate::report::{
    page::{Cell, Table},
    picture::{Count, Drawing, Matrix, Picture},
    table::Said,
};
use std::{cmp::Reverse, collections::BTreeMap};

/// So many places are on a side; the last may stand for more.
const PLACES: usize = 14;

/// A side of the matrix: the place of each end on it, and what stands there.
struct Side<'a> {
    places: BTreeMap<End<'a>, usize>,
    heads: Vec<Said>,
}

/// The picture.
pub(super) fn picture(scene: &Scene<'_>, lanes: &Lanes<'_>) -> Picture {
    let rows = scene.side(lanes, |(from, _)| from);
    let columns = scene.side(lanes, |(_, to)| to);
    let mut sums: BTreeMap<(usize, usize), Tally> = BTreeMap::new();
    for ((from, to), tally) in &lanes.of {
        if let (Some(row), Some(column)) = (rows.places.get(from), columns.places.get(to)) {
            sums.entry((*row, *column)).or_default().join(tally);
        }
    }
    let cells = sums.iter().map(|((row, column), tally)| Count {
        row: *row,
        column: *column,
        flows: tally.flows.len(),
        standing: tally.standing,
    });
    let matrix = Matrix {
        row_heading: scene.reader.says(("Leaves from", "发出地")),
        column_heading: scene.reader.says(("Arrives in", "到达地")),
        cells: cells.collect(),
        rows: rows.heads,
        columns: columns.heads,
    };
    let table_rows = matrix.cells.iter().map(|cell| {
        let head = |heads: &[Said], at| heads.get(at).cloned().map_or(Cell::Blank, Cell::Text);
        vec![
            head(&matrix.rows, cell.row),
            head(&matrix.columns, cell.column),
            Cell::Number(cell.flows as u64),
            Cell::Text(scene.words(cell.standing)),
        ]
    });
    let mut heads = vec![matrix.row_heading.clone(), matrix.column_heading.clone()];
    heads.extend(scene.heads(&TOLD));
    Picture {
        title: scene.reader.says(("From where to where", "发出地与到达地")),
        caption: scene.reader.says((
            "How many flows of this report leave each place and arrive in each, and the worst that a law comes to for them. A flow of several places is counted in each.",
            "本报告中从各地发出并到达各地的流动数量，以及各法律对其得出的最差结论。涉及多个地点的流动在每处均计数。",
        )),
        legend: scene.results(matrix.cells.iter().map(|cell| cell.standing)),
        credit: None,
        remarks: scene.may_lack(lanes.open).into_iter().collect(),
        data: Table {
            caption: scene.reader.says(("Flows from place to place", "各地之间的流动")),
            columns: heads,
            rows: table_rows.collect(),
            empty: scene.no_data(),
        },
        drawing: Drawing::Matrix(matrix),
    }
}

impl Scene<'_> {
    /// The places on a side: those with the most flows first, then what is not recorded, at last all for which there is no room.
    fn side<'l>(&self, lanes: &Lanes<'l>, of: impl Fn((End<'l>, End<'l>)) -> End<'l>) -> Side<'l> {
        let mut sums: BTreeMap<End<'l>, Tally> = BTreeMap::new();
        for (lane, tally) in &lanes.of {
            sums.entry(of(*lane)).or_default().join(tally);
        }
        let mut ends: Vec<(End<'l>, usize)> = sums.iter().map(|(end, tally)| (*end, tally.flows.len())).collect();
        ends.sort_by_key(|(end, flows)| (Reverse(*flows), *end));
        let known = ends.iter().filter(|(end, _)| end.is_some()).count();
        let unknown = ends.len() > known;
        let room = if ends.len() > PLACES { PLACES - 1 - usize::from(unknown) } else { known };
        let (mut places, mut heads) = (BTreeMap::new(), Vec::new());
        for (end, _) in ends.iter().filter(|(end, _)| end.is_some()).take(room) {
            places.insert(*end, heads.len());
            heads.push(self.end(*end));
        }
        if unknown {
            places.insert(None, heads.len());
            heads.push(self.end(None));
        }
        if known > room {
            let more = known - room;
            let told = self.reader.speech.of_two(format!("{more} more places"), format!("另有{more}处"));
            for (end, _) in ends.iter().filter(|(end, _)| end.is_some()).skip(room) {
                places.insert(*end, heads.len());
            }
            heads.push(self.reader.own(told));
        }
        Side { places, heads }
    }
}
