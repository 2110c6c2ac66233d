//! A sheet on which shapes and words are put.

use super::{WIDTH, words};
use crate::{domain::LanguageTag, render::escaped::Escaped, report::Said};
use std::fmt::{self, Write};

/// The colour of words and of lines that mean nothing by themselves.
pub(super) const INK: &str = "#1a1a1a";
/// The colour of axes and edges.
pub(super) const QUIET: &str = "#767676";

/// The fonts of the system, those for Chinese among them: nothing is loaded.
const FONTS: &str = "system-ui,-apple-system,'Segoe UI','Noto Sans','PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',sans-serif";

/// A number of at most one decimal.
pub(super) struct N(pub f64);

impl fmt::Display for N {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.1}", self.0);
        let short = text.strip_suffix(".0").unwrap_or(&text);
        f.write_str(if short == "-0" { "0" } else { short })
    }
}

/// A count as a length; more than a sheet could show makes no difference.
pub(super) fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Where words stand from the point that they are put at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    Start,
    Middle,
    End,
}

/// How words look.
#[derive(Debug, Clone, Copy)]
pub(super) struct Font {
    pub size: f64,
    pub bold: bool,
    pub at: At,
    pub ink: &'static str,
    /// Whether they have to be read above lines.
    pub halo: bool,
}

impl Font {
    /// Words of a size.
    pub const fn of(size: f64) -> Self {
        Self { size, bold: false, at: At::Start, ink: INK, halo: false }
    }

    pub const fn at(self, at: At) -> Self {
        Self { at, ..self }
    }

    pub const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub const fn ink(self, ink: &'static str) -> Self {
        Self { ink, ..self }
    }

    pub const fn halo(self) -> Self {
        Self { halo: true, ..self }
    }
}

/// The sheet. See the module.
pub(super) struct Canvas<'a> {
    number: usize,
    language: &'a LanguageTag,
    defs: String,
    body: String,
}

/// Writing to memory does not fail.
macro_rules! put {
    ($to:expr, $($format:tt)*) => {{
        let _ = write!($to, $($format)*);
    }};
}

impl<'a> Canvas<'a> {
    pub fn of(number: usize, language: &'a LanguageTag) -> Self {
        Self { number, language, defs: String::new(), body: String::new() }
    }

    /// A name that no other picture of the page has.
    pub fn id(&self, name: &str) -> String {
        format!("picture{}-{name}", self.number)
    }

    /// Adds something that shapes refer to.
    pub fn define(&mut self, definition: &str) {
        self.defs.push_str(definition);
    }

    /// Adds an element.
    pub fn element(&mut self, element: fmt::Arguments<'_>) {
        put!(self.body, "{element}");
        self.body.push('\n');
    }

    /// Opens a group that tells what it is to whoever points at it.
    pub fn group(&mut self, title: &str) {
        self.element(format_args!("<g><title>{}</title>", Escaped(&words::clean(title))));
    }

    pub fn end(&mut self) {
        self.element(format_args!("</g>"));
    }

    /// A line of signs that are in no language.
    pub fn signs(&mut self, x: f64, y: f64, text: &str, font: Font) {
        self.line(x, y, text, None, font, "");
    }

    /// A line of words that runs upwards.
    pub fn slanted(&mut self, x: f64, y: f64, said: &Said, text: &str, font: Font) {
        let turn = format!(" transform=\"rotate(-40 {} {})\"", N(x), N(y));
        self.line(x, y, text, said.language.as_ref(), font, &turn);
    }

    /// Words in at most `lines` lines of a width, the first at `y`.
    pub fn wrapped(&mut self, (x, y): (f64, f64), width: f64, lines: usize, said: &Said, font: Font) -> usize {
        let broken = words::wrapped(&said.text, font.size, width, lines);
        for (at, text) in broken.iter().enumerate() {
            let down = real(at) * font.size * 1.25;
            self.line(x, y + down, text, said.language.as_ref(), font, "");
        }
        broken.len()
    }

    fn line(&mut self, x: f64, y: f64, text: &str, language: Option<&LanguageTag>, font: Font, turn: &str) {
        let at = match font.at {
            At::Start => "",
            At::Middle => " text-anchor=\"middle\"",
            At::End => " text-anchor=\"end\"",
        };
        let bold = if font.bold { " font-weight=\"600\"" } else { "" };
        let halo = if font.halo {
            " stroke=\"#fff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\""
        } else {
            ""
        };
        let lang = language.filter(|language| *language != self.language);
        let lang = lang.map(|language| format!(" xml:lang=\"{language}\" lang=\"{language}\"")).unwrap_or_default();
        let (size, ink, clean) = (N(font.size), font.ink, words::clean(text));
        self.element(format_args!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{size}\" fill=\"{ink}\"{at}{bold}{halo}{lang}{turn}>{}</text>",
            N(x),
            N(y),
            Escaped(&clean),
        ));
    }

    /// The picture; without fonts of its own it is in those of the text around it.
    pub fn finish(self, title: &Said, caption: &Said, height: f64, own_fonts: bool) -> String {
        let (named, told) = (self.id("title"), self.id("desc"));
        let (heading, caption) = (words::clean(&title.text), words::clean(&caption.text));
        let language = title.language.as_ref().unwrap_or(self.language);
        let fonts = if own_fonts { format!(" font-family=\"{FONTS}\"") } else { String::new() };
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{named} {told}\" xml:lang=\"{language}\" lang=\"{language}\"{fonts}>\n",
            N(WIDTH),
            N(height),
        );
        put!(
            out,
            "<title id=\"{named}\">{}</title>\n<desc id=\"{told}\">{}</desc>\n",
            Escaped(&heading),
            Escaped(&caption)
        );
        if !self.defs.is_empty() {
            put!(out, "<defs>\n{}</defs>\n", self.defs);
        }
        out.push_str(&self.body);
        out.push_str("</svg>\n");
        out
    }
}
