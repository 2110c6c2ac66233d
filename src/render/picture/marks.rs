//! How each result looks: a colour, dashes, and a sign, so that none is told by colour alone.

use super::canvas::{Canvas, INK, N};
use crate::report::picture::Standing;

/// How a result looks.
pub(super) struct Look {
    /// The colour of lines and signs.
    pub colour: &'static str,
    /// The same, light enough for words upon it.
    pub tint: &'static str,
    /// The dashes of its lines; none is a line without gaps.
    pub dashes: &'static str,
    /// The colour of the sign on the colour.
    sign: &'static str,
    /// The sign, as a path within a circle of radius 10.
    path: &'static str,
}

/// The look of a result. Only what is met has a line without gaps.
pub(super) const fn look(standing: Standing) -> Look {
    match standing {
        Standing::NotSatisfied => {
            Look { colour: "#d55e00", tint: "#f9e0d0", dashes: "3 2.5", sign: "#fff", path: "M-4-4L4 4M4-4L-4 4" }
        }
        Standing::Undetermined => Look {
            colour: "#cc79a7",
            tint: "#f5e4ed",
            dashes: "9 5",
            sign: INK,
            path: "M-3.2-2.6C-3.2-6.8 3.2-6.8 3.2-2.8C3.2-.2 0-.4 0 2.2M0 5.2V5.6",
        },
        Standing::Unconfirmed => {
            Look { colour: "#e69f00", tint: "#fbeccc", dashes: "14 4 3 4", sign: INK, path: "M0-5.4V1.6M0 5V5.4" }
        }
        Standing::Conditional => Look {
            colour: "#0072b2",
            tint: "#cce3f0",
            dashes: "20 5",
            sign: "#fff",
            path: "M-5 1.4C-3.4-3-1.4-2.4 0 0C1.4 2.4 3.4 3 5-1.4",
        },
        Standing::Satisfied => {
            Look { colour: "#009e73", tint: "#ccece3", dashes: "", sign: "#fff", path: "M-4.6.4L-1.4 4L4.8-3.8" }
        }
        Standing::NotApplicable => {
            Look { colour: "#6b6b6b", tint: "#ececec", dashes: "2 6", sign: "#fff", path: "M-4.6 0H4.6" }
        }
        Standing::NotJudged => Look { colour: "#9a9a9a", tint: "#fff", dashes: "1 3", sign: INK, path: "M0-.4V.4" },
    }
}

/// The `stroke-dasharray` of a result.
pub(super) fn dashes(standing: Standing) -> String {
    match look(standing).dashes {
        "" => String::new(),
        dashes => format!(" stroke-dasharray=\"{dashes}\""),
    }
}

/// The word by which a result is found in the picture: for style sheets and tests.
pub(super) const fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::NotSatisfied => "not-satisfied",
        Standing::Undetermined => "undetermined",
        Standing::Unconfirmed => "unconfirmed",
        Standing::Conditional => "conditional",
        Standing::Satisfied => "satisfied",
        Standing::NotApplicable => "not-applicable",
        Standing::NotJudged => "not-judged",
    }
}

/// Puts the sign of a result in a circle.
pub(super) fn sign(canvas: &mut Canvas<'_>, (x, y): (f64, f64), radius: f64, standing: Standing) {
    let look = look(standing);
    let size = radius / 10.0;
    canvas.element(format_args!(
        "<g class=\"sign {}\" transform=\"translate({} {}) scale({size:.2})\"><circle r=\"10\" fill=\"{}\"/><path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2.4\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/></g>",
        word(standing),
        N(x),
        N(y),
        look.colour,
        look.path,
        look.sign,
    ));
}

/// A pattern of lines, by its angle: for what is a region, or not proven.
pub(super) fn hatching(canvas: &mut Canvas<'_>, name: &str, angle: u32, colour: &str, gap: f64) -> String {
    let id = canvas.id(name);
    canvas.define(&format!(
        "<pattern id=\"{id}\" width=\"{gap}\" height=\"{gap}\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate({angle})\"><path d=\"M0 0V{gap}\" stroke=\"{colour}\" stroke-width=\"2\"/></pattern>\n",
        gap = N(gap),
    ));
    id
}
