//! Lanes on a map of the world.
//!
//! A country is shaded and has a dot; a region is hatched, all of its countries alike, and its lanes end at its name and in no
//! country.

use super::{
    WIDTH,
    canvas::{At, Canvas, Font, INK, N, QUIET, real},
    marks::{dashes, hatching, look, sign, word},
    outlines::{self, Outline},
    room::{Area, Room},
    words,
};
use crate::report::picture::{Lane, Map, Reach, Spot};

const SEA: &str = "#f6f9fb";
const LAND: &str = "#ecebe4";
const COUNTRY: &str = "#c5d3dc";
const REGION: &str = "#56b4e9";

const NAME: Font = Font::of(12.0).halo();
/// The longest name that is written out.
const LONGEST: f64 = 180.0;
const DOT: f64 = 3.5;
/// A region of more than this part of all land is told at the edge of the map and not in the middle of it.
const MOST: f64 = 0.6;

/// So many flows have the widest line where no lane has more: a single flow is never wide.
const FEW: usize = 5;

/// Ways to go from a dot.
const ROUND: [(f64, f64); 10] = [
    (0.3, -1.0),
    (-0.3, -1.0),
    (0.3, 1.0),
    (-0.3, 1.0),
    (0.9, -0.7),
    (-0.9, -0.7),
    (0.9, 0.7),
    (-0.9, 0.7),
    (1.0, 0.0),
    (-1.0, 0.0),
];

/// Where a place is on the sheet.
struct End {
    area: Area,
    region: bool,
}

/// Draws a map. Returns where it ends.
pub(super) fn draw(map: &Map, canvas: &mut Canvas<'_>) -> f64 {
    let (outlines, edge) = outlines::all();
    let height = edge.map_or(0.0, |edge| edge.point.1);
    land(map, &outlines, edge, canvas);
    let mut room = Room::of(height);
    let ends = ends(map, &outlines, &mut room);
    let most = map.lanes.iter().map(|lane| lane.flows).max().unwrap_or(1).max(FEW);
    let ways: Vec<(&Lane, Way)> =
        map.lanes.iter().filter_map(|lane| Some((lane, Way::of(lane, &ends, width(lane.flows, most))?))).collect();
    // The first are the worst: they are drawn last.
    for (lane, way) in ways.iter().rev() {
        let name = |spot: usize| map.spots.get(spot).map(|spot| spot.name.text.as_str()).unwrap_or_default();
        canvas.group(&format!("{} → {}: {}", name(lane.from), name(lane.to), lane.flows));
        way.draw(lane, canvas);
        canvas.end();
    }
    for (spot, end) in map.spots.iter().zip(&ends) {
        named(spot, end, &mut room, canvas);
    }
    for (lane, way) in &ways {
        tag(lane, way, &mut room, canvas);
    }
    height
}

fn width(flows: usize, most: usize) -> f64 {
    1.6 + 4.4 * (real(flows) / real(most)).sqrt()
}

/// Whether a country or territory is all or a part of a place.
fn covers(reach: &Reach, outline: &Outline) -> bool {
    match reach {
        Reach::Country(code) => code.as_str() == outline.code,
        Reach::Region(codes) => codes.iter().any(|code| code.as_str() == outline.code),
    }
}

/// The land, with the countries and regions at the ends of lanes.
fn land(map: &Map, outlines: &[Outline], edge: Option<Outline>, canvas: &mut Canvas<'_>) {
    let scale = outlines::scale();
    if let Some(edge) = edge {
        canvas.element(format_args!(
            "<path transform=\"{scale}\" d=\"{}\" fill=\"{SEA}\" stroke=\"#c9d1d6\" stroke-width=\"2\"/>",
            edge.path
        ));
    }
    canvas.element(format_args!("<g transform=\"{scale}\" fill=\"{LAND}\" stroke=\"#bdbbb0\" stroke-width=\"1\" stroke-linejoin=\"round\" fill-rule=\"evenodd\">"));
    for outline in outlines.iter().filter(|outline| !outline.path.is_empty()) {
        let named = map.spots.iter().any(|spot| covers(&spot.reach, outline));
        let id = if named { format!(" id=\"{}\"", canvas.id(outline.code)) } else { String::new() };
        canvas.element(format_args!("<path{id} d=\"{}\"/>", outline.path));
    }
    canvas.end();
    // Regions lie above their countries, so that a country that is named by itself is seen through them.
    let (countries, regions): (Vec<&Spot>, Vec<&Spot>) =
        map.spots.iter().partition(|spot| matches!(spot.reach, Reach::Country(_)));
    for spot in countries {
        canvas.element(format_args!("<g class=\"country\" fill=\"{COUNTRY}\">"));
        shaded(spot, outlines, canvas);
        canvas.end();
    }
    for (number, spot) in regions.into_iter().enumerate() {
        // Those that overlap have lines that cross; one that is most of the world has few.
        let angle = [45, 135, 90, 0][number % 4];
        let gap = if middle(&spot.reach, outlines).is_some() { 9.0 } else { 24.0 };
        let id = hatching(canvas, &format!("region{number}"), angle, REGION, gap);
        canvas.element(format_args!("<g class=\"region\" fill=\"url(#{id})\">"));
        shaded(spot, outlines, canvas);
        for outline in outlines.iter().filter(|outline| outline.path.is_empty() && covers(&spot.reach, outline)) {
            let (x, y) = outline.point;
            canvas.element(format_args!(
                "<rect x=\"{}\" y=\"{}\" width=\"2.4\" height=\"2.4\" fill=\"{REGION}\"/>",
                N(x - 1.2),
                N(y - 1.2)
            ));
        }
        canvas.end();
    }
}

/// The outlines of a place once more, as the group is filled.
fn shaded(spot: &Spot, outlines: &[Outline], canvas: &mut Canvas<'_>) {
    let scale = outlines::scale();
    canvas.element(format_args!("<g transform=\"{scale}\" fill-rule=\"evenodd\">"));
    for outline in outlines.iter().filter(|outline| !outline.path.is_empty() && covers(&spot.reach, outline)) {
        let id = canvas.id(outline.code);
        canvas.element(format_args!("<use href=\"#{id}\"/>"));
    }
    canvas.end();
}

/// Where the places are. Dots stay where they are, and names of regions make room for them.
fn ends(map: &Map, outlines: &[Outline], room: &mut Room) -> Vec<End> {
    let point = |spot: &Spot| match &spot.reach {
        Reach::Country(code) => outlines.iter().find(|outline| outline.code == code.as_str()).map(|found| found.point),
        Reach::Region(_) => None,
    };
    let dots: Vec<Option<Area>> =
        map.spots.iter().map(|spot| point(spot).map(|at| Area::around(at, 2.0 * DOT, 2.0 * DOT))).collect();
    // A lane from a region to a country in it needs some way to be seen.
    let mut apart = Room::of(room.height());
    for dot in dots.iter().flatten() {
        room.take(Area::around(dot.middle(), 18.0, 14.0));
        apart.take(Area::around(dot.middle(), 40.0, 56.0));
    }
    let ends = map.spots.iter().zip(dots).map(|(spot, dot)| {
        let area = dot.unwrap_or_else(|| {
            let area = region(spot, outlines, &mut apart);
            room.take(area);
            area
        });
        End { area, region: dot.is_none() }
    });
    ends.collect()
}

/// The middle of a region; `None` of one that is most of the world.
fn middle(reach: &Reach, outlines: &[Outline]) -> Option<(f64, f64)> {
    let (mut x, mut y, mut weight, mut all) = (0.0, 0.0, 0.0, 0.0);
    for outline in outlines {
        all += outline.area;
        if covers(reach, outline) {
            // What is too small to have an area counts a little.
            let part = outline.area + 20.0;
            x += outline.point.0 * part;
            y += outline.point.1 * part;
            weight += part;
        }
    }
    (weight > 0.0 && weight <= MOST * all).then(|| (x / weight, y / weight))
}

/// The room for the name of a region: in its middle, or near it.
fn region(spot: &Spot, outlines: &[Outline], room: &mut Room) -> Area {
    // In the ocean in the south, where no lane passes.
    let middle = middle(&spot.reach, outlines).unwrap_or((WIDTH * 0.44, room.height() - 22.0));
    let wide = words::width(&spot.name.text, NAME.size).min(LONGEST) + 16.0;
    let moves = [
        (0.0, 0.0),
        (0.0, 26.0),
        (0.0, -26.0),
        (60.0, 0.0),
        (-60.0, 0.0),
        (0.0, 52.0),
        (0.0, -52.0),
        (110.0, 26.0),
        (-110.0, 26.0),
    ];
    let areas = moves.iter().map(|(along, down)| {
        let at = ((middle.0 + along).clamp(wide / 2.0, WIDTH - wide / 2.0), (middle.1 + down).max(13.0));
        Area::around(at, wide, 21.0)
    });
    room.place(areas).unwrap_or_else(|| Area::around(middle, wide, 21.0))
}

/// Puts the name of a place: in the room of a region, beside the dot of a country.
fn named(spot: &Spot, end: &End, room: &mut Room, canvas: &mut Canvas<'_>) {
    let (x, y) = end.area.middle();
    if end.region {
        let Area { x: left, y: top, width, height } = end.area;
        canvas.group(&spot.name.text);
        canvas.element(format_args!(
            "<rect class=\"region-name\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"10\" fill=\"#fff\" stroke=\"{QUIET}\" stroke-dasharray=\"3 2\"/>",
            N(left),
            N(top),
            N(width),
            N(height),
        ));
        canvas.wrapped((x, y + 4.2), width - 10.0, 1, &spot.name, Font::of(12.0).at(At::Middle));
        canvas.end();
        return;
    }
    canvas.element(format_args!(
        "<circle class=\"country-dot\" cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{INK}\" stroke=\"#fff\"/>",
        N(x),
        N(y),
        N(DOT)
    ));
    let text = words::shortened(&spot.name.text, NAME.size, LONGEST);
    let wide = words::width(&text, NAME.size);
    let beside = wide / 2.0 + 9.5;
    let near = [
        (beside, 0.0),
        (-beside, 0.0),
        (0.0, -14.0),
        (0.0, 15.0),
        (beside, -12.0),
        (beside, 12.0),
        (-beside, -12.0),
        (-beside, 12.0),
    ];
    let far = [26.0, 44.0, 64.0, 88.0]
        .into_iter()
        .flat_map(|away: f64| ROUND.map(|(along, down)| (along * (away + wide / 2.0), down * (away + 7.0))));
    let areas = near.into_iter().chain(far).map(|(along, down)| Area::around((x + along, y + down), wide, 15.0));
    let Some(found) = room.place(areas) else { return };
    let (middle, down) = found.middle();
    // Words may be narrower than they are taken for: they begin or end at their dot.
    let (from, at) = if middle > x + 1.0 {
        (found.x, At::Start)
    } else if middle < x - 1.0 {
        (found.x + wide, At::End)
    } else {
        (middle, At::Middle)
    };
    // A name that stands apart is tied to its dot, or it would be taken for another's.
    let (tied, at_edge) = (x.clamp(found.x, found.x + wide), y.clamp(found.y + 2.0, found.y + 13.0));
    if (tied - x).abs() > 10.0 || (at_edge - y).abs() > 10.0 {
        canvas.element(format_args!(
            "<path d=\"M{} {}L{} {}\" stroke=\"{INK}\" stroke-width=\".7\"/>",
            N(x),
            N(y),
            N(tied),
            N(at_edge)
        ));
    }
    canvas.wrapped((from, down + 4.2), wide + 1.0, 1, &spot.name, NAME.at(at));
}

/// Puts how many flows a lane has, and the sign of the worst, on its way.
fn tag(lane: &Lane, way: &Way, room: &mut Room, canvas: &mut Canvas<'_>) {
    let text = lane.flows.to_string();
    let wide = 23.0 + words::width(&text, 11.0);
    let parts = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82];
    // Upon the line, else beside it.
    let areas = [0.0, -14.0, 14.0].into_iter().flat_map(|beside| {
        parts.map(|part| {
            let (x, y) = way.at(part);
            Area::around((x, y + beside), wide, 17.0)
        })
    });
    let Some(Area { x, y, width, height }) = room.place(areas) else { return };
    canvas.element(format_args!(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"8.5\" fill=\"#fff\" stroke=\"{}\"/>",
        N(x),
        N(y),
        N(width),
        N(height),
        look(lane.standing).colour,
    ));
    sign(canvas, (x + 8.5, y + 8.5), 6.5, lane.standing);
    canvas.signs(x + 18.0, y + 12.4, &text, Font::of(11.0));
}

/// A curve with two points that draw it to them, and the width of its line.
struct Way {
    from: (f64, f64),
    by: [(f64, f64); 2],
    to: (f64, f64),
    width: f64,
}

impl Way {
    /// From one place to another, or round back to the same; `None` if there are no such places.
    fn of(lane: &Lane, ends: &[End], width: f64) -> Option<Self> {
        let (from, to) = (ends.get(lane.from)?, ends.get(lane.to)?);
        let (a, b) = (from.area.middle(), to.area.middle());
        let (along, down) = (b.0 - a.0, b.1 - a.1);
        let far = (along * along + down * down).sqrt();
        if far < 1.0 {
            // A loop that has no room above goes below.
            let above = |end: &End| {
                let (x, y) = end.area.middle();
                (x - a.0).abs() < 70.0 && (1.0..90.0).contains(&(a.1 - y))
            };
            let Area { y: top, height, .. } = from.area;
            let low = top < 36.0 || ends.iter().any(above);
            let (edge, out) = if low { (top + height, 42.0) } else { (top, -42.0) };
            let by = [(a.0 + 34.0, edge + out), (a.0 - 34.0, edge + out)];
            return Some(Self { from: (a.0 + 9.0, edge), by, to: (a.0 - 9.0, edge), width });
        }
        // To the left of the way, so that there and back are two lines.
        let bend = (far * 0.22).clamp(16.0, 90.0);
        let by = (f64::midpoint(a.0, b.0) + down / far * bend, (f64::midpoint(a.1, b.1) - along / far * bend).max(6.0));
        Some(Self { from: rim(from, by), by: [by, by], to: rim(to, by), width })
    }

    /// The point at a part of the way.
    fn at(&self, part: f64) -> (f64, f64) {
        let rest = 1.0 - part;
        let [by, then] = self.by;
        let weigh = |a: f64, b: f64, c: f64, d: f64| {
            rest * rest * rest * a
                + 3.0 * rest * rest * part * b
                + 3.0 * rest * part * part * c
                + part * part * part * d
        };
        (weigh(self.from.0, by.0, then.0, self.to.0), weigh(self.from.1, by.1, then.1, self.to.1))
    }

    fn draw(&self, lane: &Lane, canvas: &mut Canvas<'_>) {
        let colour = look(lane.standing).colour;
        let [by, then] = self.by;
        let (along, down) = (self.to.0 - then.0, self.to.1 - then.1);
        let far = (along * along + down * down).sqrt().max(1.0);
        let (along, down) = (along / far, down / far);
        let (long, half) = (7.0 + 1.2 * self.width, 3.0 + 0.8 * self.width);
        let base = (self.to.0 - along * long, self.to.1 - down * long);
        let line = format!(
            "M{} {}C{} {} {} {} {} {}",
            N(self.from.0),
            N(self.from.1),
            N(by.0),
            N(by.1),
            N(then.0),
            N(then.1),
            N(base.0),
            N(base.1),
        );
        canvas.element(format_args!(
            "<path d=\"{line}\" fill=\"none\" stroke=\"#fff\" stroke-opacity=\".85\" stroke-width=\"{}\"/>",
            N(self.width + 2.0)
        ));
        canvas.element(format_args!(
            "<path class=\"lane {}\" d=\"{line}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{}\"{}/>",
            word(lane.standing),
            N(self.width),
            dashes(lane.standing),
        ));
        canvas.element(format_args!(
            "<path d=\"M{} {}L{} {}L{} {}z\" fill=\"{colour}\"/>",
            N(self.to.0),
            N(self.to.1),
            N(base.0 - down * half),
            N(base.1 + along * half),
            N(base.0 + down * half),
            N(base.1 - along * half),
        ));
    }
}

/// Where a line from the middle of a place to a point leaves it.
fn rim(end: &End, to: (f64, f64)) -> (f64, f64) {
    let (x, y) = end.area.middle();
    let (along, down) = (to.0 - x, to.1 - y);
    let far = (along * along + down * down).sqrt().max(0.1);
    let part = if end.region {
        let (half, high) = (end.area.width / 2.0 + 2.0, end.area.height / 2.0 + 2.0);
        (half / along.abs().max(0.001)).min(high / down.abs().max(0.001))
    } else {
        (DOT + 3.0) / far
    };
    let part = part.min(0.9);
    (x + along * part, y + down * part)
}
