//! Bars on an axis of days.

use super::{
    WIDTH,
    canvas::{At, Canvas, Font, INK, N, QUIET, real},
    marks::hatching,
    words,
};
use crate::{
    domain::Day,
    report::picture::{Bar, Timeline},
};

const NAME: Font = Font::of(12.0);
const NOTE: Font = Font::of(11.0);
const LEFT: f64 = 280.0;
const RIGHT: f64 = 730.0;
const ROW: f64 = 34.0;
const TOP: f64 = 28.0;
const PROVEN: &str = "#0072b2";
const UNPROVEN: &str = "#d55e00";

/// Draws a timeline. Returns where it ends.
pub(super) fn draw(timeline: &Timeline, canvas: &mut Canvas<'_>) -> f64 {
    let bottom = TOP + ROW * real(timeline.bars.len()) + 6.0;
    axis(timeline, bottom, canvas);
    let hatched = hatching(canvas, "unproven", 45, UNPROVEN, 6.0);
    for (at, bar) in timeline.bars.iter().enumerate() {
        canvas.group(&format!("{}: {}", bar.name.text, bar.note.text));
        row(timeline, bar, TOP + ROW * real(at) + 4.0, &hatched, canvas);
        canvas.end();
    }
    bottom
}

/// Where a day is; what lies beyond the axis is at its end.
fn at(timeline: &Timeline, day: Day) -> f64 {
    let days = |to: Day| f64::from(i32::try_from((to.0 - timeline.from.0).num_days()).unwrap_or(i32::MAX));
    let all = days(timeline.to).max(1.0);
    LEFT + (RIGHT - LEFT) * (days(day) / all).clamp(0.0, 1.0)
}

fn axis(timeline: &Timeline, bottom: f64, canvas: &mut Canvas<'_>) {
    let today = timeline.from.to_string();
    let mut last = LEFT + words::width(&today, NOTE.size) / 2.0;
    for tick in &timeline.ticks {
        let x = at(timeline, *tick);
        let text = tick.to_string();
        let month = text.get(..7).unwrap_or_default();
        let half = words::width(month, NOTE.size) / 2.0;
        canvas.element(format_args!("<path d=\"M{} {}V{}\" stroke=\"#d8d8d8\"/>", N(x), N(TOP - 4.0), N(bottom)));
        // The days that have no room are told by their lines.
        if x - half > last + 6.0 && x + half < RIGHT + 40.0 {
            canvas.signs(x, TOP - 10.0, month, NOTE.at(At::Middle).ink("#555"));
            last = x + half;
        }
    }
    canvas.element(format_args!(
        "<path d=\"M{} {}V{}\" stroke=\"{INK}\" stroke-width=\"1.5\"/>",
        N(LEFT),
        N(TOP - 4.0),
        N(bottom)
    ));
    canvas.signs(LEFT, TOP - 10.0, &today, NOTE.bold().at(At::Middle));
    canvas.element(format_args!("<path d=\"M{} {}H{}\" stroke=\"{QUIET}\"/>", N(LEFT), N(bottom), N(RIGHT)));
}

fn row(timeline: &Timeline, bar: &Bar, y: f64, hatched: &str, canvas: &mut Canvas<'_>) {
    let (end, middle) = (at(timeline, bar.until).max(LEFT + 3.0), y + (ROW - 8.0) / 2.0);
    let beyond = bar.until > timeline.to;
    let lines = words::wrapped(&bar.name.text, NAME.size, LEFT - 14.0, 2).len();
    let first = middle + 4.2 - (real(lines) - 1.0) * NAME.size * 0.625;
    canvas.wrapped((LEFT - 10.0, first), LEFT - 14.0, 2, &bar.name, NAME.at(At::End));
    let (class, fill, edge) = if bar.proven {
        ("proven", PROVEN.to_owned(), format!(" stroke=\"{PROVEN}\""))
    } else {
        ("unproven", format!("url(#{hatched})"), format!(" stroke=\"{UNPROVEN}\" stroke-dasharray=\"4 2\""))
    };
    // A bar that goes on beyond the axis has a point instead of an end.
    let shape = if beyond {
        format!("M{LEFT} {}H{}l9 8-9 8H{LEFT}z", N(middle - 8.0), N(end))
    } else {
        format!("M{LEFT} {}H{}v16H{LEFT}z", N(middle - 8.0), N(end))
    };
    canvas.element(format_args!("<path class=\"bar {class}\" d=\"{shape}\" fill=\"{fill}\"{edge}/>"));
    let room = WIDTH - RIGHT - 18.0;
    let lines = words::wrapped(&bar.note.text, NOTE.size, room, 2).len();
    let first = middle + 4.0 - (real(lines) - 1.0) * NOTE.size * 0.625;
    canvas.wrapped((RIGHT + 16.0, first), room, 2, &bar.note, NOTE);
}
