//! What the marks of a picture mean, below it.

use super::{
    WIDTH,
    canvas::{Canvas, Font, INK, N, QUIET},
    marks::{dashes, hatching, look, sign, word},
    words,
};
use crate::report::{Said, picture::Mark};

const FONT: Font = Font::of(12.0);
/// The width of a sample.
const SAMPLE: f64 = 40.0;
/// The width of a sign beside a sample of a line.
const BESIDE: f64 = 18.0;
const LINE: f64 = 21.0;

/// Draws a legend from `y` on, with samples of lines where the picture has lines. Returns where it ends.
pub(super) fn draw(legend: &[(Mark, Said)], lines: bool, y: f64, canvas: &mut Canvas<'_>) -> f64 {
    let (mut x, mut y) = (4.0, y);
    for (mark, said) in legend {
        let beside = if lines && matches!(mark, Mark::Standing(_)) { BESIDE } else { 0.0 };
        let wide = SAMPLE + beside + 8.0;
        let wanted = wide + words::width(&said.text, FONT.size);
        if x > 4.0 && x + wanted > WIDTH {
            (x, y) = (4.0, y + LINE);
        }
        canvas.element(format_args!("<g class=\"legend\">"));
        sample(*mark, lines, (x, y), canvas);
        canvas.wrapped((x + wide, y + 4.0), WIDTH - x - wide, 1, said, FONT);
        canvas.end();
        x += wanted + 12.0;
    }
    y + 14.0
}

/// Says below `y` where the data is from. Returns where it ends.
pub(super) fn credit(said: &Said, y: f64, canvas: &mut Canvas<'_>) -> f64 {
    let font = Font::of(10.5).ink("#555");
    let lines = canvas.wrapped((4.0, y + 10.0), WIDTH - 8.0, 3, said, font);
    y + 10.0 + super::canvas::real(lines) * font.size * 1.25
}

fn sample(mark: Mark, lines: bool, (x, y): (f64, f64), canvas: &mut Canvas<'_>) {
    let (right, middle) = (x + SAMPLE, x + SAMPLE / 2.0);
    let box_ = format!("x=\"{}\" y=\"{}\" width=\"{}\" height=\"14\"", N(x), N(y - 7.0), N(SAMPLE));
    match mark {
        Mark::Standing(standing) => {
            let (kind, look) = (word(standing), look(standing));
            if lines {
                canvas.element(format_args!(
                    "<path class=\"sample {kind}\" d=\"M{} {y}H{}\" stroke=\"{}\" stroke-width=\"3\"{}/>",
                    N(x),
                    N(right),
                    look.colour,
                    dashes(standing),
                    y = N(y),
                ));
                sign(canvas, (right + BESIDE / 2.0, y), 7.0, standing);
            } else {
                canvas.element(format_args!(
                    "<rect class=\"sample {kind}\" {box_} fill=\"{}\" stroke=\"{}\"{}/>",
                    look.tint,
                    look.colour,
                    dashes(standing),
                ));
                sign(canvas, (x + 9.0, y), 6.0, standing);
            }
        }
        Mark::Region => {
            let id = hatching(canvas, "legend-region", 45, "#56b4e9", 5.0);
            canvas.element(format_args!("<rect {box_} fill=\"#f4f3ef\"/><rect {box_} fill=\"url(#{id})\" stroke=\"{QUIET}\" stroke-dasharray=\"3 2\"/>"));
        }
        Mark::Country => canvas.element(format_args!(
            "<rect {box_} fill=\"#c5d3dc\" stroke=\"#fff\"/><circle cx=\"{}\" cy=\"{}\" r=\"3.5\" fill=\"{INK}\"/>",
            N(middle),
            N(y),
        )),
        Mark::Width => {
            canvas.element(format_args!("<path d=\"M{} {}l{SAMPLE}-4v8z\" fill=\"{QUIET}\"/>", N(x), N(y)));
        }
        Mark::Proven => canvas.element(format_args!("<rect class=\"sample proven\" {box_} fill=\"#0072b2\"/>")),
        Mark::Unproven => {
            let id = hatching(canvas, "legend-unproven", 45, "#d55e00", 6.0);
            canvas.element(format_args!("<rect class=\"sample unproven\" {box_} fill=\"url(#{id})\" stroke=\"#d55e00\" stroke-dasharray=\"4 2\"/>"));
        }
    }
}
