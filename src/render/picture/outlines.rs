//! The outlines of the countries of the world. Where they are from is told beside them, in `world/SOURCES.md`.

use super::canvas::N;

/// Made once, by `world/outlines.mjs`.
const OUTLINES: &str = include_str!("world/outlines.tsv");

/// The units of the outlines in one of a picture.
const SCALE: f64 = 0.5;

/// A country or territory; a line of the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outline {
    /// Its code (ISO 3166-1 alpha-2); `-` for land that has none.
    pub code: &'static str,
    /// A point inside.
    pub point: (f64, f64),
    /// How large it is.
    pub area: f64,
    /// Its outline, in units of the file; empty for what is too small for one.
    pub path: &'static str,
}

/// The file's units as those of a picture.
pub(super) fn scale() -> String {
    format!("scale({})", N(SCALE))
}

/// Every country and territory, and the edge of the map.
pub(super) fn all() -> (Vec<Outline>, Option<Outline>) {
    let outlines = OUTLINES.lines().filter_map(|line| {
        let mut fields = line.split('\t');
        let (code, x, y, area) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let point = (x.parse::<f64>().ok()? * SCALE, y.parse::<f64>().ok()? * SCALE);
        Some(Outline { code, point, area: area.parse().ok()?, path: fields.next()? })
    });
    let (edge, countries): (Vec<Outline>, Vec<Outline>) = outlines.partition(|outline| outline.code == "sphere");
    (countries, edge.first().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_and_territory_has_a_point_on_the_map() {
        let (outlines, edge) = all();
        let (width, height) = edge.unwrap().point;
        for country in rust_iso3166::ALL {
            let found = outlines.iter().find(|outline| outline.code == country.alpha2);
            let (x, y) = found.unwrap_or_else(|| panic!("{} is not on the map", country.alpha2)).point;
            assert!((0.0..width).contains(&x) && (0.0..height).contains(&y), "{}", country.alpha2);
        }
        assert!(outlines.len() > 240 && outlines.windows(2).all(|two| two[0].code < two[1].code));
    }
}
