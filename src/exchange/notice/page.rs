//! A tree of HTML as passages and grids.
//!
//! Knows what elements are to a reader: blocks, lists, tables, links, what is not shown and what is beside the text. A table that
//! holds tables is layout, unless its own heads say otherwise. Never knows what the words mean.

use super::{
    columns,
    document::{Builder, Grid, Kind},
    html::{Data, Tree},
};
use crate::report::drift::Cut;

/// The widest a cell can span, and the most places all tables together have.
const MAX_SPAN: usize = 60;
const MAX_PLACES: usize = 400_000;

/// Writes what is in `source`, which stands at the byte `base` of the text, into `builder`. Why it was not read to its end.
pub fn read(builder: &mut Builder<'_>, source: &str, base: usize) -> Option<Cut> {
    let tree = Tree::parse(source, base);
    let mut writer = Writer { tree: &tree, builder, depth: 0, item: None, places: 0, in_cell: false, cut: tree.cut };
    writer.children(Tree::ROOT);
    writer.builder.end();
    writer.cut
}

struct Writer<'t, 'b, 's> {
    tree: &'t Tree,
    builder: &'b mut Builder<'s>,
    /// How many lists what is written is in.
    depth: u8,
    /// The list whose items are written.
    item: Option<u32>,
    places: usize,
    /// Whether a cell of a grid is written, in which tables are words.
    in_cell: bool,
    cut: Option<Cut>,
}

/// What an element does to the text.
enum Role {
    /// Nothing of it is shown.
    Hidden,
    /// Its words go on in the line.
    Inline,
    /// It stands by itself.
    Block,
    Heading(u8),
    List,
    Item,
    Term,
    Definition,
    Table,
    Break,
    Link,
    Bold,
    /// It is beside the text.
    Beside,
}

fn role(name: &str) -> Role {
    match name {
        "script" | "style" | "noscript" | "template" | "head" | "iframe" | "object" | "canvas" | "audio" | "video"
        | "select" | "option" | "datalist" | "textarea" | "foreign" | "map" | "meter" | "progress" => Role::Hidden,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            Role::Heading(name.as_bytes().get(1).map_or(1, |digit| digit - b'0'))
        }
        "ul" | "ol" | "menu" => Role::List,
        "li" => Role::Item,
        "dt" => Role::Term,
        "dd" => Role::Definition,
        "table" => Role::Table,
        "br" => Role::Break,
        "a" => Role::Link,
        "b" | "strong" => Role::Bold,
        "nav" | "footer" => Role::Beside,
        "p" | "div" | "section" | "article" | "main" | "header" | "aside" | "dl" | "blockquote" | "pre" | "figure"
        | "figcaption" | "address" | "form" | "fieldset" | "legend" | "details" | "summary" | "hr" | "body"
        | "html" | "center" | "caption" | "td" | "th" | "tr" | "thead" | "tbody" | "tfoot" | "button" | "title" => {
            Role::Block
        }
        _ => Role::Inline,
    }
}

impl Writer<'_, '_, '_> {
    fn children(&mut self, at: usize) {
        for child in &self.tree.node(at).children {
            self.node(*child);
        }
    }

    fn node(&mut self, at: usize) {
        match &self.tree.node(at).data {
            Data::Text(text, place) => self.builder.text(text, *place),
            Data::Element { .. } => self.element(at),
            Data::Document | Data::Other => {}
        }
    }

    fn element(&mut self, at: usize) {
        let name = self.tree.name(at);
        if name == "html"
            && let Some(language) = self.tree.attribute(at, "lang").or_else(|| self.tree.attribute(at, "xml:lang"))
        {
            self.builder.declare(language);
        }
        match self.role_of(at, name) {
            Role::Hidden => {}
            Role::Inline => self.children(at),
            Role::Block => self.block(at, None),
            Role::Heading(level) => self.block(at, Some(Kind::Heading(level))),
            Role::Term => self.block(at, Some(Kind::Term)),
            Role::Definition => self.block(at, Some(Kind::Definition)),
            Role::List => self.list(at),
            Role::Item => self.list_item(at),
            Role::Table => self.table(at),
            Role::Break => self.builder.line_break(),
            Role::Link => {
                self.builder.link(self.tree.attribute(at, "href").map(|href| href.trim().to_owned()));
                self.children(at);
                self.builder.link(None);
            }
            Role::Bold => {
                self.builder.bold(true);
                self.children(at);
                self.builder.bold(false);
            }
            Role::Beside => {
                let before = self.builder.beside(true);
                self.children(at);
                self.builder.beside(before);
            }
        }
    }

    /// The role of an element by its name, or by what it says of itself.
    fn role_of(&self, at: usize, name: &str) -> Role {
        match self.tree.attribute(at, "role") {
            Some("heading") => {
                let level = self.tree.attribute(at, "aria-level").and_then(|level| level.trim().parse().ok());
                Role::Heading(level.unwrap_or(2).clamp(1, 6))
            }
            Some("navigation" | "contentinfo") => Role::Beside,
            _ => role(name),
        }
    }

    fn block(&mut self, at: usize, kind: Option<Kind>) {
        if let Some(kind) = kind {
            let before = self.builder.becomes(kind);
            self.children(at);
            self.builder.becomes(before);
        } else {
            self.builder.end();
            self.children(at);
            self.builder.end();
        }
    }

    fn list(&mut self, at: usize) {
        let before = self.item.replace(self.builder.new_list());
        self.depth = self.depth.saturating_add(1);
        self.block(at, None);
        self.depth = self.depth.saturating_sub(1);
        self.item = before;
    }

    fn list_item(&mut self, at: usize) {
        let list = self.item.unwrap_or_default();
        let item = self.builder.new_item();
        self.block(at, Some(Kind::Item { list, item, depth: self.depth }));
    }

    /// A table as a grid, or as what lies in it.
    fn table(&mut self, at: usize) {
        if self.in_cell {
            return self.block(at, None);
        }
        let rows = self.rows(at);
        let nested = rows.iter().flatten().any(|cell| self.holds_table(*cell));
        let heads = || rows.first().into_iter().flatten().map(|cell| self.words(*cell));
        if nested && columns::recognised(heads()) < 3 || rows.iter().map(Vec::len).max() < Some(2) {
            return self.block(at, None);
        }
        self.builder.end();
        for child in self.parts(at, &["caption"]) {
            self.block(child, None);
        }
        let (kind, depth) = (self.builder.becomes(Kind::Paragraph), std::mem::take(&mut self.depth));
        if let Some(grid) = self.grid(&rows) {
            self.builder.grid(grid);
        }
        self.depth = depth;
        self.builder.becomes(kind);
    }

    /// The rows of a table: the cells of each.
    fn rows(&self, table: usize) -> Vec<Vec<usize>> {
        let mut rows = Vec::new();
        for part in &self.tree.node(table).children {
            match self.tree.name(*part) {
                "tr" => rows.push(self.parts(*part, &["td", "th"])),
                "thead" | "tbody" | "tfoot" => {
                    rows.extend(self.parts(*part, &["tr"]).into_iter().map(|row| self.parts(row, &["td", "th"])));
                }
                _ => {}
            }
        }
        rows
    }

    fn parts(&self, at: usize, names: &[&str]) -> Vec<usize> {
        let children = self.tree.node(at).children.iter().copied();
        children.filter(|child| names.contains(&self.tree.name(*child))).collect()
    }

    /// Whether there is a table within a cell.
    fn holds_table(&self, cell: usize) -> bool {
        let mut open = vec![cell];
        // Enough for what people write; what is deeper is layout in any case.
        for _ in 0..2_000 {
            let Some(at) = open.pop() else { return false };
            if self.tree.name(at) == "table" {
                return true;
            }
            open.extend(&self.tree.node(at).children);
        }
        true
    }

    /// The first words of a cell.
    fn words(&self, cell: usize) -> String {
        let mut words = String::new();
        let mut open = vec![cell];
        while let Some(at) = open.pop() {
            if let Data::Text(text, _) = &self.tree.node(at).data {
                words.push_str(text);
            }
            if words.len() > 200 {
                break;
            }
            open.extend(self.tree.node(at).children.iter().rev());
        }
        words
    }

    /// The cells, each in every place that it spans.
    fn grid(&mut self, rows: &[Vec<usize>]) -> Option<Grid> {
        let mut grid = Grid::default();
        // Cells that reach down into rows to come: their column, how many rows, and the cell.
        let mut reaching: Vec<(usize, usize, usize)> = Vec::new();
        for (index, cells) in rows.iter().enumerate() {
            let left = rows.len() - index;
            let mut row: Vec<Option<usize>> = Vec::new();
            reaching.retain(|(_, rows, _)| *rows > 0);
            for (column, rows, cell) in &mut reaching {
                place(&mut row, *column, *cell);
                *rows -= 1;
            }
            for cell in cells {
                let span = |name| {
                    let asked = self.tree.attribute(*cell, name).and_then(|n| n.trim().parse::<usize>().ok());
                    asked.unwrap_or(1)
                };
                let (wide, tall) = (span("colspan").clamp(1, MAX_SPAN), span("rowspan"));
                let tall = if tall == 0 { left } else { tall.min(left) };
                self.builder.cell_begins();
                self.in_cell = true;
                self.children(*cell);
                self.in_cell = false;
                let passage = self.builder.cell_ends();
                let column = row.iter().position(Option::is_none).unwrap_or(row.len());
                for column in column..column + wide {
                    place(&mut row, column, passage);
                    if tall > 1 {
                        reaching.push((column, tall - 1, passage));
                    }
                }
            }
            self.places += row.len();
            if self.places > MAX_PLACES {
                self.cut = self.cut.or(Some(Cut::TooMany));
                return Some(grid).filter(|grid| !grid.rows.is_empty());
            }
            grid.rows.push(row);
        }
        Some(grid).filter(|grid| grid.rows.iter().any(|row| !row.is_empty()))
    }
}

/// Puts a cell into a place of a row, unless it is taken.
fn place(row: &mut Vec<Option<usize>>, column: usize, cell: usize) {
    if row.len() <= column {
        row.resize(column + 1, None);
    }
    if let Some(place) = row.get_mut(column) {
        place.get_or_insert(cell);
    }
}
