//! Pictures as SVG: no script, nothing loaded, the same bytes for the same picture.
//!
//! Knows where things go on paper, colours and signs. Never knows what is drawn and in which order: that is in the model. A new
//! picture: a variant of [`Drawing`], one file with one `draw`.
//!
//! Colours are those of Okabe and Ito, which people who see colours otherwise can tell apart, and none is alone: each result has
//! its own dashes and its own sign. Numbers are rounded when they are written, and only the four operations and square roots
//! make them, which every machine does alike.

mod canvas;
mod layers;
mod legend;
mod map;
mod marks;
mod matrix;
mod outlines;
mod room;
mod timeline;
mod words;

use crate::{
    domain::LanguageTag,
    report::picture::{Drawing, Picture},
};
use canvas::Canvas;

/// The width of every picture, in units of its own. It takes what width there is.
const WIDTH: f64 = 1000.0;

/// A picture as an `<svg>` element that is well-formed XML and can stand in a page. `number` tells its names from those of
/// other pictures of the page; `language` is that of the page.
#[must_use]
pub fn svg(picture: &Picture, number: usize, language: &LanguageTag) -> String {
    drawn(picture, number, language, true)
}

/// The same in the fonts of the document in which it stands.
#[cfg(feature = "pdf")]
pub(super) fn svg_in_fonts_of_text(picture: &Picture, number: usize, language: &LanguageTag) -> String {
    drawn(picture, number, language, false)
}

fn drawn(picture: &Picture, number: usize, language: &LanguageTag, own_fonts: bool) -> String {
    let mut canvas = Canvas::of(number, language);
    let below = match &picture.drawing {
        Drawing::Map(map) => map::draw(map, &mut canvas),
        Drawing::Layers(layers) => layers::draw(layers, &mut canvas),
        Drawing::Timeline(timeline) => timeline::draw(timeline, &mut canvas),
        Drawing::Matrix(matrix) => matrix::draw(matrix, &mut canvas),
    };
    let lines = matches!(picture.drawing, Drawing::Map(_) | Drawing::Layers(_));
    let mut height = legend::draw(&picture.legend, lines, below + 26.0, &mut canvas);
    if let Some(credit) = &picture.credit {
        height = legend::credit(credit, height, &mut canvas);
    }
    canvas.finish(&picture.title, &picture.caption, height, own_fonts)
}
