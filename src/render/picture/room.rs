//! Room on a sheet: what is taken, and where there is some left.

use super::WIDTH;

/// A piece of a sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Area {
    /// One of a size around a point.
    pub fn around((x, y): (f64, f64), width: f64, height: f64) -> Self {
        Self { x: x - width / 2.0, y: y - height / 2.0, width, height }
    }

    pub fn middle(&self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// How much of this the other takes.
    fn shared(&self, other: &Self) -> f64 {
        let along = (self.x + self.width).min(other.x + other.width) - self.x.max(other.x);
        let down = (self.y + self.height).min(other.y + other.height) - self.y.max(other.y);
        along.max(0.0) * down.max(0.0)
    }
}

/// So little that it comes from rounding.
const NOTHING: f64 = 0.5;

/// What is taken of a sheet of some height.
pub(super) struct Room {
    taken: Vec<Area>,
    height: f64,
}

impl Room {
    pub const fn of(height: f64) -> Self {
        Self { taken: Vec::new(), height }
    }

    pub const fn height(&self) -> f64 {
        self.height
    }

    pub fn take(&mut self, area: Area) {
        self.taken.push(area);
    }

    /// Takes the first of some areas that is free, else the one of which the least is taken.
    pub fn place(&mut self, areas: impl Iterator<Item = Area>) -> Option<Area> {
        let mut best: Option<(f64, Area)> = None;
        for area in areas {
            let outside = area.width * area.height
                - area.shared(&Area { x: 2.0, y: 2.0, width: WIDTH - 4.0, height: self.height - 4.0 });
            let lost = self.taken.iter().map(|taken| area.shared(taken)).sum::<f64>() + 4.0 * outside;
            if best.is_none_or(|(least, _)| lost < least - NOTHING) {
                best = Some((lost, area));
            }
            if lost < NOTHING {
                break;
            }
        }
        let (_, area) = best?;
        self.take(area);
        Some(area)
    }
}
