//! Pictures as plain data: what is shown, in words and in order.
//!
//! Knows places and lanes, boxes and links, bars and cells, and what each comes to. Never knows a colour, a coordinate or a
//! format: how it is drawn is the renderer's. A picture tells nothing that its table does not, for whoever cannot see it.

use super::{page::Table, table::Said};
use crate::domain::{Day, value::CountryCode};

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it is.
    pub title: Said,
    /// What it shows, and how to read it.
    pub caption: Said,
    /// What is drawn.
    pub drawing: Drawing,
    /// What the marks mean.
    pub legend: Vec<(Mark, Said)>,
    /// Where its data is from, and what it does not claim.
    pub credit: Option<Said>,
    /// What is not drawn, and why.
    pub remarks: Vec<Said>,
    /// The same in a table.
    pub data: Table,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drawing {
    /// Lanes on a map of the world.
    Map(Map),
    /// Boxes in columns, and links from left to right.
    Layers(Layers),
    /// Bars on an axis of days.
    Timeline(Timeline),
    /// Counts in rows and columns.
    Matrix(Matrix),
}

/// Something that a legend explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// What the laws come to.
    Standing(Standing),
    /// A country or territory, wherever in it.
    Country,
    /// A region.
    Region,
    /// That a line is the wider the more there is.
    Width,
    /// Of which the proof is recorded.
    Proven,
    /// Of which it is not.
    Unproven,
}

/// The worst that laws come to, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Not met.
    NotSatisfied,
    /// Not determined: never to be taken for met.
    Undetermined,
    /// It would pass, on law that is unconfirmed or should have been looked up again.
    Unconfirmed,
    /// On conditions.
    Conditional,
    /// Met on recorded facts.
    Satisfied,
    /// Not applicable.
    NotApplicable,
    /// No law was held against it.
    NotJudged,
}

impl Standing {
    /// Every one, worst first.
    pub const ALL: &'static [Self] = &[
        Self::NotSatisfied,
        Self::Undetermined,
        Self::Unconfirmed,
        Self::Conditional,
        Self::Satisfied,
        Self::NotApplicable,
        Self::NotJudged,
    ];
}

/// Lanes on a map of the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map {
    /// The places at their ends.
    pub spots: Vec<Spot>,
    /// The lanes, the most telling first.
    pub lanes: Vec<Lane>,
}

/// A place on a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// What it is called.
    pub name: Said,
    /// How far it reaches.
    pub reach: Reach,
}

/// How far a place reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Somewhere in this country or territory.
    Country(CountryCode),
    /// In one of these, and nobody knows in which: never to be drawn in one of them.
    Region(Vec<CountryCode>),
}

/// From one place to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lane {
    /// Where from, in [`Map::spots`].
    pub from: usize,
    /// Where to; the same place where it may or may not leave it.
    pub to: usize,
    /// How many flows.
    pub flows: usize,
    /// The worst of them.
    pub standing: Standing,
}

/// Boxes in columns, and links from left to right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layers {
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The links.
    pub links: Vec<Link>,
}

/// A column of boxes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What stands above it.
    pub heading: Said,
    /// Its boxes.
    pub boxes: Vec<Item>,
}

/// A box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is called.
    pub name: Said,
    /// Where it is, or what else tells it from others.
    pub aside: Option<Said>,
    /// The worst of what goes in or out.
    pub standing: Standing,
    /// Whether it stands for all for which there is no room.
    pub rest: bool,
}

/// From a box to one further right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// Column and place of the box that it leaves.
    pub from: (usize, usize),
    /// Column and place of the box where it arrives.
    pub to: (usize, usize),
    /// How many flows.
    pub flows: usize,
    /// The worst of them.
    pub standing: Standing,
}

/// Bars on an axis of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// The day on which it begins.
    pub from: Day,
    /// The day on which it ends.
    pub to: Day,
    /// The days that the axis names, in their order.
    pub ticks: Vec<Day>,
    /// The bars, the first to end first.
    pub bars: Vec<Bar>,
}

/// Something that holds until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it is called.
    pub name: Said,
    /// The last day on which it holds.
    pub until: Day,
    /// That day and what else there is to know, in words.
    pub note: Said,
    /// Whether its proof is recorded.
    pub proven: bool,
}

/// Counts in rows and columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// What the rows are.
    pub row_heading: Said,
    /// What the columns are.
    pub column_heading: Said,
    /// The rows, top to bottom.
    pub rows: Vec<Said>,
    /// The columns, left to right.
    pub columns: Vec<Said>,
    /// The cells in which there is something.
    pub cells: Vec<Count>,
}

/// A cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Its row.
    pub row: usize,
    /// Its column.
    pub column: usize,
    /// How many flows.
    pub flows: usize,
    /// The worst of them.
    pub standing: Standing,
}
