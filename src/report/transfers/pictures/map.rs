//! The lanes on a map of the world. Several places of one country are one end; a region stays one; what lies nobody knows
//! where is told below the map.

use super::{
    Scene, TOLD, Tally,
    lanes::{End, Lanes},
};
use crate::{
    domain::{Key, Kind, Record, RecordId, value::CountryCode},
    flows::Candidate,
    report::{
        page::{Block, Cell, Table},
        picture::{Drawing, Lane, Map, Mark, Picture, Reach, Spot},
        table::Said,
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// So many lanes can be told apart on a map.
const DRAWN: usize = 28;
/// So many lanes that are not drawn are told one by one.
const TOLD_APART: usize = 12;

/// An end that can be drawn: a country, or a region and its countries.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Drawable<'a> {
    location: &'a Key,
    countries: Vec<CountryCode>,
    region: bool,
}

/// The picture; a sentence where no lane can be drawn.
pub(super) fn picture(scene: &Scene<'_>, lanes: &Lanes<'_>) -> Block {
    let mut drawable: BTreeMap<(Drawable<'_>, Drawable<'_>), Tally> = BTreeMap::new();
    let mut hidden: Vec<(End<'_>, End<'_>, &Tally)> = Vec::new();
    for ((from, to), tally) in &lanes.of {
        match (from.and_then(|key| scene.drawable(key)), to.and_then(|key| scene.drawable(key))) {
            (Some(from), Some(to)) => drawable.entry((from, to)).or_default().join(tally),
            _ => hidden.push((*from, *to, tally)),
        }
    }
    hidden.sort_by_key(|(from, to, tally)| (tally.rank(), *from, *to));
    let mut shown: Vec<_> = drawable.iter().collect();
    shown.sort_by_key(|(lane, tally)| (tally.rank(), *lane));
    let left_out = shown.split_off(shown.len().min(DRAWN));
    let ends: BTreeSet<&Drawable<'_>> = shown.iter().flat_map(|((from, to), _)| [from, to]).collect();
    let ends: Vec<&Drawable<'_>> = ends.into_iter().collect();
    let place = |end: &Drawable<'_>| ends.binary_search(&end).unwrap_or_default();
    let map = Map {
        spots: ends.iter().map(|end| scene.spot(end)).collect(),
        lanes: shown
            .iter()
            .map(|((from, to), tally)| Lane {
                from: place(from),
                to: place(to),
                flows: tally.flows.len(),
                standing: tally.standing,
            })
            .collect(),
    };
    let mut legend = scene.results(map.lanes.iter().map(|lane| lane.standing));
    legend.push((Mark::Width, scene.reader.says(("The wider, the more flows", "线越宽，流动越多"))));
    for (region, mark, words) in [
        (false, Mark::Country, ("Somewhere in this country or territory", "该国家或地区境内某处")),
        (
            true,
            Mark::Region,
            ("Region: in one of its countries, nobody knows in which", "区域：在其中某一国家或地区，具体未知"),
        ),
    ] {
        if map.spots.iter().any(|spot| matches!(spot.reach, Reach::Region(_)) == region) {
            legend.push((mark, scene.reader.says(words)));
        }
    }
    let (drawn, nothing) = (!map.lanes.is_empty(), scene.no_lane());
    let picture = Picture {
        title: scene.reader.says(("Where data goes", "数据流向图")),
        caption: scene.reader.says((
            "Each line goes from where data leaves to where it arrives, for the flows of this report. Colour, dashes and sign tell the worst that a law comes to for them.",
            "每条线从发出地通往到达地，涵盖本报告所列流动。颜色、线型和符号表示各法律对其得出的最差结论。",
        )),
        legend,
        credit: Some(scene.reader.says((
            "Outlines: Natural Earth (public domain); projection: Equal Earth. They say nothing about the status of a territory or the course of a border.",
            "轮廓：Natural Earth（公有领域）；投影：Equal Earth。轮廓不代表对任何领土地位或边界走向的立场。",
        ))),
        remarks: scene.not_drawn(&hidden, left_out.len(), lanes.open),
        data: scene.rows(&shown, &left_out, &hidden),
        drawing: Drawing::Map(map),
    };
    super::drawn(picture, drawn, nothing)
}

type Shown<'s, 'a> = (&'s (Drawable<'a>, Drawable<'a>), &'s Tally);

impl Scene<'_> {
    /// An end on the map; `None` where no country is recorded for it.
    fn drawable(&self, location: &Key) -> Option<Drawable<'_>> {
        let place = self.atlas.place(location)?;
        let code = |candidate: &Candidate<'_>| self.code(candidate.country);
        match place.candidates.as_slice() {
            [only] if !place.is_region() => {
                Some(Drawable { location: only.country, countries: vec![code(only)?], region: false })
            }
            several => {
                let countries: BTreeSet<CountryCode> = several.iter().filter_map(code).collect();
                let countries: Vec<CountryCode> = countries.into_iter().collect();
                (!countries.is_empty()).then_some(Drawable { location: place.location, countries, region: true })
            }
        }
    }

    fn code(&self, country: &Key) -> Option<CountryCode> {
        match &self.reader.register.get(&RecordId::new(Kind::Locations, country.clone()))?.record {
            Record::Locations(location) => location.iso_3166_1.clone(),
            _ => None,
        }
    }

    fn no_lane(&self) -> Said {
        self.reader.says((
            "No flow of this report has a recorded country at both ends, so that there is no map of it.",
            "本报告所列流动均未记录两端所在国家，因此没有地图。",
        ))
    }

    fn spot(&self, end: &Drawable<'_>) -> Spot {
        let reach = match end.countries.as_slice() {
            [only] if !end.region => Reach::Country(only.clone()),
            countries => Reach::Region(countries.to_vec()),
        };
        Spot { name: self.end(Some(end.location)), reach }
    }

    /// What is not on the map, and why.
    fn not_drawn(&self, hidden: &[(End<'_>, End<'_>, &Tally)], left_out: usize, open: usize) -> Vec<Said> {
        let mut remarks = Vec::new();
        let (apart, more) = hidden.split_at(hidden.len().min(TOLD_APART));
        for (from, to, tally) in apart {
            let (lane, flows) = (self.lane(*from, *to), self.flows(tally.flows.len()));
            remarks.push(self.reader.own(self.reader.speech.of_two(
                format!("Not drawn, since the country of an end is not recorded: {lane} ({flows})."),
                format!("一端所在国家未记录，故未绘出：{lane}（{flows}）。"),
            )));
        }
        for (number, en, zh) in [
            (more.len(), "More lanes without a recorded country", "另有未记录国家的路线"),
            (left_out, "More lanes for which there is no room", "另有图中容纳不下的路线"),
        ] {
            if number > 0 {
                let told = self.reader.speech.of_two(format!("{en}: {number}."), format!("{zh}：{number}条。"));
                remarks.push(self.reader.own(told));
            }
        }
        remarks.extend(self.may_lack(open));
        remarks
    }

    fn rows(
        &self,
        shown: &[Shown<'_, '_>],
        left_out: &[Shown<'_, '_>],
        hidden: &[(End<'_>, End<'_>, &Tally)],
    ) -> Table {
        let row = |from: End<'_>, to: End<'_>, tally: &Tally, drawn: bool| {
            let end = |end: End<'_>| end.map_or(Cell::Unknown, |_| Cell::Text(self.end(end)));
            let mut row = vec![end(from), end(to)];
            row.extend(self.told(tally));
            row.push(Cell::Text(self.reader.says(if drawn { ("yes", "是") } else { ("no", "否") })));
            row
        };
        let lane =
            |((from, to), tally): &Shown<'_, '_>, drawn| row(Some(from.location), Some(to.location), tally, drawn);
        let mut columns = self.heads(&[("Leaves from", "发出地"), ("Arrives in", "到达地")]);
        columns.extend(self.heads(&TOLD));
        columns.extend(self.heads(&[("Drawn", "已绘出")]));
        let lanes = shown.iter().map(|shown| lane(shown, true)).chain(left_out.iter().map(|shown| lane(shown, false)));
        Table {
            caption: self.reader.says(("The lanes", "路线")),
            columns,
            rows: lanes.chain(hidden.iter().map(|(from, to, tally)| row(*from, *to, tally, false))).collect(),
            empty: self.no_data(),
        }
    }
}
