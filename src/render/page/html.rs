//! Reports as one HTML page that needs nothing else: no script, nothing loaded, to be read on a screen, on paper and aloud.
//! Headings are nested, every table has a caption and heads with a scope, words in another language name it, and whatever
//! comes from a record is escaped.

use crate::{
    domain::LanguageTag,
    render::{escaped::Escaped, picture::svg},
    report::{
        Said,
        page::{Block, Cell, Page, Pair, Section, Table},
        picture::Picture,
    },
};
use std::{
    cell, fmt,
    io::{self, Write},
};

/// The deepest heading there is.
const DEEPEST: usize = 6;

/// Colours have a contrast of 7:1 and more; nothing is said by colour alone. Long keys and digests break anywhere, and short words need not:
/// columns are no narrower than they are. Tables have many columns, so that paper lies on its side.
const STYLE: &str = "\
:root{color-scheme:light}\
body{font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;margin:2rem auto;padding:0 1rem;max-width:80rem}\
h1,h2,h3,h4{line-height:1.25;break-after:avoid}\
dl{display:grid;grid-template-columns:minmax(10rem,22rem) 1fr;gap:.25rem 1rem}dt{font-weight:600}dd{margin:0}\
table{border-collapse:collapse;width:100%;margin:1rem 0}caption{text-align:start;font-weight:600;padding:.25rem 0}\
th,td{border:1px solid #767676;padding:.35rem .5rem;text-align:start;vertical-align:top;overflow-wrap:anywhere;min-width:6.5em}\
thead th{background:#eee}td ul,dd ul{margin:0;padding-inline-start:1.1rem}\
.number{text-align:end}.unknown{font-style:italic}.missing{font-weight:600;color:#8a1100}\
.wide{overflow-x:auto}pre{overflow-x:auto;background:#eee;padding:.5rem .75rem}\
figure{margin:1.5rem 0 2.5rem}figure svg{display:block;width:100%;height:auto;margin:.5rem 0}figcaption{font-size:1.1rem}summary{cursor:pointer}\
@page{size:landscape;margin:12mm}@media print{th,td{min-width:4.5em;font-size:8.5pt}svg{break-inside:avoid}figcaption{break-after:avoid}figure p{break-before:avoid}body{margin:0;max-width:none;font-size:10pt}.wide{overflow:visible}thead{display:table-header-group}tr{break-inside:avoid}a{color:inherit}}\
@media (max-width:40rem){dl{grid-template-columns:1fr}}";

/// Writes a page.
pub(super) fn write(page: &Page, out: &mut dyn Write) -> io::Result<()> {
    let text = Text { page, pictures: cell::Cell::new(0) };
    let title = Escaped(&page.title.text);
    // A page without words of the wanted language is said to be in the one that its title is in.
    let language = page.title.language.as_ref().unwrap_or(&page.language);
    write!(out, "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>")?;
    writeln!(out, "<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>")?;
    text.pairs(&page.scope, out)?;
    for section in &page.sections {
        text.section(section, 2, out)?;
    }
    if !page.not_evaluated.notes.is_empty() {
        let heading = &page.not_evaluated.heading;
        writeln!(out, "<section>\n<h2{}>{}</h2>", text.lang(heading), Escaped(&heading.text))?;
        text.notes(&page.not_evaluated.notes, out)?;
        writeln!(out, "</section>")?;
    }
    writeln!(out, "</main>\n</body>\n</html>")
}

struct Text<'a> {
    page: &'a Page,
    /// How many pictures there were: each has names of its own.
    pictures: cell::Cell<usize>,
}

impl Text<'_> {
    fn section(&self, section: &Section, depth: usize, out: &mut dyn Write) -> io::Result<()> {
        let (level, heading) = (depth.min(DEEPEST), &section.heading);
        writeln!(out, "<section>\n<h{level}{}>{}</h{level}>", self.lang(heading), Escaped(&heading.text))?;
        for block in &section.blocks {
            match block {
                Block::Paragraph(said) => writeln!(out, "<p{}>{}</p>", self.lang(said), Escaped(&said.text))?,
                Block::Prose(said) => {
                    write!(out, "<p{}>", self.lang(said))?;
                    for (index, part) in said.text.split('`').enumerate() {
                        match index % 2 {
                            0 => write!(out, "{}", Escaped(part))?,
                            _ => write!(out, "<code>{}</code>", Escaped(part))?,
                        }
                    }
                    writeln!(out, "</p>")?;
                }
                Block::Pairs(pairs) => self.pairs(pairs, out)?,
                Block::Table(table) | Block::Signatures(table) => self.table(table, out)?,
                Block::Main => self.table(&self.page.main, out)?,
                Block::Notes(notes) => self.notes(notes, out)?,
                Block::Picture(picture) => self.picture(picture, out)?,
                Block::Code(code) => writeln!(out, "<pre><code>{}</code></pre>", Escaped(code))?,
            }
        }
        section.sections.iter().try_for_each(|part| self.section(part, depth + 1, out))?;
        writeln!(out, "</section>")
    }

    fn pairs(&self, pairs: &[Pair], out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<dl>")?;
        for Pair { label, value } in pairs {
            write!(out, "<dt{}>{}</dt><dd>", self.lang(label), Escaped(&label.text))?;
            self.cell(value, out)?;
            writeln!(out, "</dd>")?;
        }
        writeln!(out, "</dl>")
    }

    fn table(&self, table: &Table, out: &mut dyn Write) -> io::Result<()> {
        if table.rows.is_empty() {
            return writeln!(out, "<p{}>{}</p>", self.lang(&table.empty), Escaped(&table.empty.text));
        }
        let caption = &table.caption;
        writeln!(
            out,
            "<div class=\"wide\"><table>\n<caption{}>{}</caption>",
            self.lang(caption),
            Escaped(&caption.text)
        )?;
        write!(out, "<thead><tr>")?;
        for column in &table.columns {
            write!(out, "<th scope=\"col\"{}>{}</th>", self.lang(column), Escaped(&column.text))?;
        }
        writeln!(out, "</tr></thead>\n<tbody>")?;
        for row in &table.rows {
            write!(out, "<tr>")?;
            for (index, cell) in row.iter().enumerate() {
                let number = if matches!(cell, Cell::Number(_)) { " class=\"number\"" } else { "" };
                // The first column names the row.
                let (open, close) = if index == 0 { ("th scope=\"row\"", "th") } else { ("td", "td") };
                write!(out, "<{open}{number}>")?;
                self.cell(cell, out)?;
                write!(out, "</{close}>")?;
            }
            writeln!(out, "</tr>")?;
        }
        writeln!(out, "</tbody>\n</table></div>")
    }

    /// A picture, what is not in it, and the same as a table for whoever wants the numbers or cannot see it.
    fn picture(&self, picture: &Picture, out: &mut dyn Write) -> io::Result<()> {
        let number = self.pictures.get() + 1;
        self.pictures.set(number);
        let (title, caption) = (&picture.title, &picture.caption);
        writeln!(
            out,
            "<figure>\n<figcaption{}><strong>{}</strong></figcaption>",
            self.lang(title),
            Escaped(&title.text)
        )?;
        let language = self.page.title.language.as_ref().unwrap_or(&self.page.language);
        write!(out, "{}", svg(picture, number, language))?;
        writeln!(out, "<p{}>{}</p>", self.lang(caption), Escaped(&caption.text))?;
        if !picture.remarks.is_empty() {
            self.notes(&picture.remarks, out)?;
        }
        let table = &picture.data.caption;
        writeln!(out, "<details><summary{}>{}</summary>", self.lang(table), Escaped(&table.text))?;
        self.table(&picture.data, out)?;
        writeln!(out, "</details>\n</figure>")
    }

    fn notes(&self, notes: &[Said], out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<ul>")?;
        for note in notes {
            writeln!(out, "<li{}>{}</li>", self.lang(note), Escaped(&note.text))?;
        }
        writeln!(out, "</ul>")
    }

    fn cell(&self, cell: &Cell, out: &mut dyn Write) -> io::Result<()> {
        match cell {
            Cell::Text(said) => self.span("", said, out),
            Cell::Number(number) => write!(out, "{number}"),
            Cell::Day(day) => write!(out, "<time datetime=\"{day}\">{day}</time>"),
            Cell::Link { url, said } => {
                let address = Escaped(url.as_str());
                write!(out, "<a href=\"{address}\" rel=\"noopener\">")?;
                match said {
                    Some(said) => self.span("", said, out)?,
                    None => write!(out, "{address}")?,
                }
                write!(out, "</a>")
            }
            Cell::Page { path, said } => {
                write!(out, "<a href=\"{}\">", Escaped(path))?;
                self.span("", said, out)?;
                write!(out, "</a>")
            }
            Cell::Unknown => self.span(" class=\"unknown\"", &self.page.unknown, out),
            Cell::None => self.span("", &self.page.none, out),
            Cell::Missing(said) => {
                let missing = &self.page.missing;
                write!(out, "<span class=\"missing\"{}>{}:</span> ", self.lang(missing), Escaped(&missing.text))?;
                self.span("", said, out)
            }
            Cell::Blank => Ok(()),
            Cell::List(cells) => {
                write!(out, "<ul>")?;
                for cell in cells {
                    write!(out, "<li>")?;
                    self.cell(cell, out)?;
                    write!(out, "</li>")?;
                }
                write!(out, "</ul>")
            }
        }
    }

    fn span(&self, class: &str, said: &Said, out: &mut dyn Write) -> io::Result<()> {
        let lang = self.lang(said);
        if class.is_empty() && lang.0.is_none() {
            return write!(out, "{}", Escaped(&said.text));
        }
        write!(out, "<span{class}{lang}>{}</span>", Escaped(&said.text))
    }

    /// The language of some words, where it is recorded and another than the page's.
    fn lang<'s>(&self, said: &'s Said) -> Lang<'s> {
        Lang(said.language.as_ref().filter(|language| Some(*language) != self.page.title.language.as_ref()))
    }
}

/// A `lang` attribute, where one is needed.
struct Lang<'a>(Option<&'a LanguageTag>);

impl fmt::Display for Lang<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |language| write!(f, " lang=\"{language}\""))
    }
}
