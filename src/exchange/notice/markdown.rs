//! Markdown (CommonMark, with tables and definition lists) as passages and grids; HTML within it as HTML.

use super::{
    document::{Builder, Grid, Kind},
    page,
};
use crate::report::drift::Cut;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Writes a text into `builder`. Why it was not read to its end.
pub fn read(builder: &mut Builder<'_>) -> Option<Cut> {
    let source = builder.source();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut writer = Writer { builder, lists: Vec::new(), rows: Vec::new(), html: None, metadata: false, cut: None };
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        writer.event(&event, range);
    }
    writer.end_html();
    writer.builder.end();
    writer.cut
}

struct Writer<'b, 's> {
    builder: &'b mut Builder<'s>,
    /// The lists that what is written is in, outermost first.
    lists: Vec<u32>,
    /// The rows of the table that is written.
    rows: Vec<Vec<Option<usize>>>,
    /// HTML that is not yet written, since it may go on.
    html: Option<Range<usize>>,
    /// Whether what is read is about the file and no part of the text.
    metadata: bool,
    cut: Option<Cut>,
}

impl Writer<'_, '_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        if let Event::Html(_) = event {
            let from = self.html.as_ref().map_or(range.start, |html| html.start);
            self.html = Some(from..range.end);
            return;
        }
        if !matches!(event, Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock)) {
            self.end_html();
        }
        match event {
            Event::Text(_) if self.metadata => {}
            Event::Text(text) | Event::Code(text) => self.builder.text(text, range.start),
            Event::SoftBreak => self.builder.text(" ", range.start),
            Event::HardBreak => self.builder.line_break(),
            Event::InlineHtml(html) => {
                let name = html.trim_start_matches(['<', '/']).trim_start().to_ascii_lowercase();
                if name.starts_with("br") {
                    self.builder.line_break();
                }
            }
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.finish(*tag),
            Event::Rule => self.builder.end(),
            Event::Html(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    /// Writes the HTML that has come to its end.
    fn end_html(&mut self) {
        if let Some(range) = self.html.take() {
            let source = self.builder.source().get(range.clone()).unwrap_or_default();
            let cut = page::read(self.builder, source, range.start);
            self.cut = self.cut.or(cut);
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => drop(self.builder.becomes(Kind::Heading(depth(*level)))),
            Tag::List(_) => {
                self.builder.end();
                let list = self.builder.new_list();
                self.lists.push(list);
            }
            Tag::Item => {
                let item = self.builder.new_item();
                let list = self.lists.last().copied().unwrap_or_default();
                let depth = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
                self.builder.becomes(Kind::Item { list, item, depth });
            }
            Tag::DefinitionListTitle => drop(self.builder.becomes(Kind::Term)),
            Tag::DefinitionListDefinition => drop(self.builder.becomes(Kind::Definition)),
            Tag::Table(_) => {
                self.builder.end();
                self.rows.clear();
            }
            Tag::TableHead | Tag::TableRow => self.rows.push(Vec::new()),
            Tag::TableCell => self.builder.cell_begins(),
            Tag::Link { dest_url, .. } => self.builder.link(Some(dest_url.to_string())),
            Tag::Strong => self.builder.bold(true),
            Tag::Paragraph
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::DefinitionList
            | Tag::FootnoteDefinition(_) => self.builder.end(),
            Tag::Emphasis | Tag::Strikethrough | Tag::Superscript | Tag::Subscript | Tag::Image { .. } => {}
            Tag::MetadataBlock(_) => self.metadata = true,
        }
    }

    fn finish(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::DefinitionListTitle | TagEnd::DefinitionListDefinition => {
                self.builder.becomes(Kind::Paragraph);
            }
            TagEnd::List(_) => {
                self.builder.end();
                self.lists.pop();
            }
            TagEnd::Item => drop(self.builder.becomes(Kind::Paragraph)),
            TagEnd::TableCell => {
                let cell = self.builder.cell_ends();
                if let Some(row) = self.rows.last_mut() {
                    row.push(Some(cell));
                }
            }
            TagEnd::Table => {
                let rows = std::mem::take(&mut self.rows);
                self.builder.grid(Grid { rows });
                self.builder.becomes(Kind::Paragraph);
            }
            TagEnd::Link => self.builder.link(None),
            TagEnd::Strong => self.builder.bold(false),
            TagEnd::Paragraph
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::DefinitionList
            | TagEnd::FootnoteDefinition => self.builder.end(),
            TagEnd::Emphasis
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Image
            | TagEnd::TableHead
            | TagEnd::TableRow => {}
            TagEnd::MetadataBlock(_) => self.metadata = false,
        }
    }
}

const fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
