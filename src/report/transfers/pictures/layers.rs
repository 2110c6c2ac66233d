//! The way of the data in columns: people, activity, storage, recipients, and onward from there.

use super::{Scene, TOLD, Tally};
use crate::{
    domain::{Kind, RecordId},
    flows::Leg,
    report::{
        page::{Cell, Table},
        picture::{Column, Drawing, Item, Layers, Link, Mark, Picture, Standing},
        table::Said,
        transfers::model::{Extent, Listing, Party, Place, TransferFlow, TransferStretch},
    },
};
use std::collections::BTreeMap;

/// So many boxes are in a column; the last may stand for more.
const BOXES: usize = 12;

const PEOPLE: usize = 0;
const ACTIVITIES: usize = 1;
const STORAGE: usize = 2;
const RECIPIENTS: usize = 3;
const ONWARD: usize = 4;

const HEADINGS: [super::Words; 5] = [
    ("People in", "个人所在地"),
    ("Activities", "处理活动"),
    ("Storage", "存储"),
    ("Recipients", "接收方"),
    ("Onward", "再转移"),
];

/// A box. What is in the same column, is the same and is in the same places has one box.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Node {
    column: usize,
    name: String,
    places: String,
    /// Its record, or who stands behind it.
    is: String,
}

/// The step of the way that a flow is.
fn leg(flow: &TransferFlow) -> Option<Leg> {
    let all = [Leg::Collection, Leg::Holding, Leg::Disclosure, Leg::Onward, Leg::Access, Leg::Return];
    all.into_iter().find(|leg| leg.word() == flow.leg)
}

/// The boxes and links as they are found.
#[derive(Default)]
struct Draft {
    nodes: BTreeMap<Node, Tally>,
    links: BTreeMap<(Node, Node), Tally>,
    back: usize,
    further: usize,
}

/// The picture.
pub(super) fn picture(scene: &Scene<'_>) -> Picture {
    let draft = scene.draft();
    let (columns, places) = scene.columns(&draft);
    let mut sums: BTreeMap<_, Tally> = BTreeMap::new();
    for ((from, to), tally) in &draft.links {
        if let (Some(from), Some(to)) = (places.get(from), places.get(to)) {
            sums.entry((*from, *to)).or_default().join(tally);
        }
    }
    let links = sums.iter().map(|((from, to), tally)| Link {
        from: *from,
        to: *to,
        flows: tally.flows.len(),
        standing: tally.standing,
    });
    let layers = Layers { links: links.collect(), columns };
    let mut legend = scene.results(layers.links.iter().map(|link| link.standing));
    legend.push((Mark::Width, scene.reader.says(("The wider, the more flows", "线越宽，流动越多"))));
    Picture {
        title: scene.reader.says(("Which way data goes", "数据流转图")),
        caption: scene.reader.says((
            "From people to activities, to where data is kept, to recipients and onward from them, for the flows of this report. Colour and dashes of a line, and the sign in a box, tell the worst that a law comes to.",
            "从个人到处理活动、存储位置、接收方及再转移对象，涵盖本报告所列流动。线的颜色和线型以及框内的符号表示各法律得出的最差结论。",
        )),
        legend,
        credit: None,
        remarks: scene.beside(&draft),
        data: scene.link_rows(&layers),
        drawing: Drawing::Layers(layers),
    }
}

impl Scene<'_> {
    fn draft(&self) -> Draft {
        let mut draft = Draft::default();
        let each = || self.flows.iter().zip(&self.standings).enumerate();
        for (at, (flow, standing)) in each() {
            let Some(stretch) = flow.stretches.last() else { continue };
            let activity = self.activity(flow);
            let importer = |column| self.node(column, &stretch.importer, &stretch.destination);
            let mut link = |from: Node, to: Node| draft.link(at, *standing, from, to);
            match leg(flow) {
                Some(Leg::Collection) => {
                    for place in self.people(stretch) {
                        let people = Node { column: PEOPLE, is: place.clone(), name: place, places: String::new() };
                        link(people, activity.clone());
                    }
                    if stretch.importer.service.is_some() {
                        link(activity, importer(STORAGE));
                    }
                }
                Some(Leg::Holding) => {
                    let host = importer(STORAGE);
                    let system = self.system(flow).filter(|_| stretch.importer.service.is_none());
                    let system = system.map(|(is, name)| Node { name, is, ..host.clone() });
                    link(activity, system.unwrap_or(host));
                }
                Some(Leg::Disclosure | Leg::Access) => link(activity, importer(RECIPIENTS)),
                Some(Leg::Return) => draft.back += 1,
                // Onward is from boxes that there have to be first.
                Some(Leg::Onward) | None => {}
            }
        }
        for (at, (flow, standing)) in each().filter(|(_, (flow, _))| leg(flow) == Some(Leg::Onward)) {
            let Some(stretch) = flow.stretches.last() else { continue };
            let to = self.node(ONWARD, &stretch.importer, &stretch.destination);
            match draft.sender(&self.activity(flow), &is(&stretch.exporter)) {
                Some(from) => draft.link(at, *standing, from, to),
                None => draft.further += 1,
            }
        }
        draft
    }

    fn activity(&self, flow: &TransferFlow) -> Node {
        let name = self.reader.name(Kind::Activities, &flow.activity).text;
        Node { column: ACTIVITIES, name, places: String::new(), is: flow.activity.to_string() }
    }

    /// The system of ours that a flow is about, and what it is called.
    fn system(&self, flow: &TransferFlow) -> Option<(String, String)> {
        let (kind, rest) = flow.element.as_deref()?.split_once('/')?;
        let key = rest.split('#').next()?;
        let key = (kind == "systems").then(|| key.parse().ok()).flatten()?;
        let named = RecordId::new(Kind::Systems, key);
        self.reader.register.get(&named)?;
        Some((named.to_string(), self.reader.name(Kind::Systems, &named.key).text))
    }

    fn node(&self, column: usize, party: &Party, places: &Listing<Place>) -> Node {
        let service = party.service.as_ref().map(|service| self.reader.name(Kind::Processors, service).text);
        let name = service.unwrap_or_else(|| party.name.clone());
        Node { column, name, places: self.places(places), is: is(party) }
    }

    fn places(&self, places: &Listing<Place>) -> String {
        if places.items.is_empty() && places.extent != Extent::Complete {
            return self.reader.speech.pick(("place not recorded", "未记录地点")).to_owned();
        }
        let names: Vec<&str> = places.items.iter().map(|place| place.name.as_str()).collect();
        names.join(self.reader.speech.pick((", ", "、")))
    }

    fn people(&self, stretch: &TransferStretch) -> Vec<String> {
        let places: Vec<String> = stretch.people.items.iter().map(|there| there.place.name.clone()).collect();
        if places.is_empty() { vec![self.reader.speech.unknown().to_owned()] } else { places }
    }

    /// The columns that have boxes, and where each box is.
    fn columns<'d>(&self, draft: &'d Draft) -> (Vec<Column>, BTreeMap<&'d Node, (usize, usize)>) {
        let (mut columns, mut places): (Vec<Column>, BTreeMap<_, _>) = <_>::default();
        for (number, heading) in HEADINGS.into_iter().enumerate() {
            let mut nodes: Vec<(&Node, &Tally)> =
                draft.nodes.iter().filter(|(node, _)| node.column == number).collect();
            if nodes.is_empty() {
                continue;
            }
            nodes.sort_by_key(|(node, tally)| (tally.rank(), *node));
            let room = if nodes.len() > BOXES { BOXES - 1 } else { nodes.len() };
            let (apart, rest) = nodes.split_at(room);
            let mut boxes: Vec<Item> = apart.iter().map(|(node, tally)| self.item(node, tally.standing)).collect();
            if let Some(worst) = rest.iter().map(|(_, tally)| tally.standing).min() {
                let more = rest.len();
                let name = self.reader.speech.of_two(format!("{more} more"), format!("另有{more}项"));
                boxes.push(Item { name: self.reader.own(name), aside: None, standing: worst, rest: true });
            }
            places.extend(nodes.iter().enumerate().map(|(at, (node, _))| (*node, (columns.len(), at.min(room)))));
            columns.push(Column { heading: self.reader.says(heading), boxes });
        }
        (columns, places)
    }

    fn item(&self, node: &Node, standing: Standing) -> Item {
        let aside = (!node.places.is_empty()).then(|| self.reader.plain(&node.places));
        Item { name: self.reader.plain(&node.name), aside, standing, rest: false }
    }

    /// What is not drawn, and why.
    fn beside(&self, draft: &Draft) -> Vec<Said> {
        let mut remarks = Vec::new();
        for (number, en, zh) in [
            (draft.back, "Flows back, which are not drawn", "未绘出的回传流动"),
            (draft.further, "Steps further onward, which are not drawn", "未绘出的更远再转移"),
        ] {
            if number > 0 {
                let told = self.reader.speech.of_two(format!("{en}: {number}."), format!("{zh}：{number}项。"));
                remarks.push(self.reader.own(told));
            }
        }
        remarks
    }

    fn link_rows(&self, layers: &Layers) -> Table {
        let end = |(column, place): (usize, usize)| {
            let column = layers.columns.get(column)?;
            let item = column.boxes.get(place)?;
            let name = item
                .aside
                .as_ref()
                .map_or_else(|| item.name.text.clone(), |aside| self.reader.speech.aside(&item.name.text, &aside.text));
            let told = self
                .reader
                .speech
                .of_two(format!("{}: {name}", column.heading.text), format!("{}：{name}", column.heading.text));
            Some(Cell::Text(self.reader.own(told)))
        };
        let rows = layers.links.iter().map(|link| {
            vec![
                end(link.from).unwrap_or(Cell::Blank),
                end(link.to).unwrap_or(Cell::Blank),
                Cell::Number(link.flows as u64),
                Cell::Text(self.words(link.standing)),
            ]
        });
        let mut columns = self.heads(&[("From", "自"), ("To", "至")]);
        columns.extend(self.heads(&TOLD));
        Table {
            caption: self.reader.says(("The steps", "步骤")), columns, rows: rows.collect(), empty: self.no_data()
        }
    }
}

impl Draft {
    fn link(&mut self, flow: usize, standing: Standing, from: Node, to: Node) {
        for node in [&from, &to] {
            self.nodes.entry(node.clone()).or_default().add(flow, standing);
        }
        self.links.entry((from, to)).or_default().add(flow, standing);
    }

    /// The box of whoever sends onward, among those that its activity goes to: a recipient before a host. `None` where it is
    /// itself further onward.
    fn sender(&self, activity: &Node, is: &str) -> Option<Node> {
        let of_activity = self.links.range((activity.clone(), Node::default())..);
        let reached = of_activity.map(|(ends, _)| ends).take_while(|(from, _)| from == activity);
        reached.map(|(_, to)| to).filter(|to| to.is == is).max_by_key(|to| to.column).cloned()
    }
}

/// What tells a party from others.
fn is(party: &Party) -> String {
    party.service.as_ref().map_or_else(|| party.name.clone(), |service| format!("processors/{service}"))
}
