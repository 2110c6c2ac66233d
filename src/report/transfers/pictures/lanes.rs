//! From which recorded place to which the flows go, as they stand at last.

use super::{Scene, Tally};
use crate::{
    domain::{Key, Kind},
    report::{
        table::Said,
        transfers::model::{Extent, Listing, Place, TransferFlow},
    },
};
use std::collections::BTreeMap;

/// An end of a lane: a location, or nobody knows.
pub(super) type End<'a> = Option<&'a Key>;

/// The lanes of flows, each flow in those of all its places.
pub(super) struct Lanes<'a> {
    pub of: BTreeMap<(End<'a>, End<'a>), Tally>,
    /// How many flows have a list of places of which nobody says that it is complete.
    pub open: usize,
}

/// The lanes of a scene.
pub(super) fn of<'a>(scene: &Scene<'a>) -> Lanes<'a> {
    let mut lanes = Lanes { of: BTreeMap::new(), open: 0 };
    for (at, (flow, standing)) in scene.flows.iter().zip(&scene.standings).enumerate() {
        let Some((origin, destination)) = lists(flow) else { continue };
        for from in ends(origin) {
            for to in ends(destination) {
                lanes.of.entry((from, to)).or_default().add(at, *standing);
            }
        }
        let open = |list: &Listing<Place>| list.extent == Extent::Open && !list.items.is_empty();
        lanes.open += usize::from(open(origin) || open(destination));
    }
    lanes
}

fn lists(flow: &TransferFlow) -> Option<(&Listing<Place>, &Listing<Place>)> {
    flow.stretches.last().map(|stretch| (&stretch.origin, &stretch.destination))
}

/// The places of a list; an unknown one where nothing is recorded, none where somebody says that there is none.
fn ends(list: &Listing<Place>) -> Vec<End<'_>> {
    if list.items.is_empty() && list.extent != Extent::Complete {
        return vec![None];
    }
    list.items.iter().map(|place| place.location.as_ref()).collect()
}

impl Scene<'_> {
    /// What people call an end of a lane.
    pub(super) fn end(&self, end: End<'_>) -> Said {
        end.map_or_else(|| self.reader.unknown(), |key| self.reader.name(Kind::Locations, key))
    }

    /// A lane in words.
    pub(super) fn lane(&self, from: End<'_>, to: End<'_>) -> String {
        format!("{} → {}", self.end(from).text, self.end(to).text)
    }

    /// That lists of places may lack some.
    pub(super) fn may_lack(&self, flows: usize) -> Option<Said> {
        let en = if flows == 1 { "1 flow".to_owned() } else { format!("{flows} flows") };
        let told = self.reader.speech.of_two(
            format!("Of {en}, nobody says that the places recorded are all there are."),
            format!("其中{flows}项流动，未声明所记录的地点已列全。"),
        );
        (flows > 0).then(|| self.reader.own(told))
    }
}
