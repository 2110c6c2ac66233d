//! The transfer report in pictures: what is drawn of its flows, in which order, and what there is no room for.
//!
//! Knows which lanes, boxes, bars and cells there are and what each comes to. Whatever is left out of a picture is counted beside
//! it, and what nobody recorded is told and never drawn.

mod lanes;
mod layers;
mod map;
mod matrix;
mod timeline;

use super::{
    model::{TransferFlow, Transfers},
    page::RESULTS,
};
use crate::{
    domain::record::regime::Conclusion,
    flows::Atlas,
    report::{
        page::{Block, Cell, Section},
        picture::{Mark, Picture, Standing},
        reader::Reader,
        table::Said,
    },
    rules::LawUsed,
};
use std::collections::BTreeSet;

/// Words of the program in both of its languages.
type Words = (&'static str, &'static str);

/// What pictures are made of.
struct Scene<'a> {
    reader: Reader<'a>,
    atlas: &'a Atlas<'a>,
    flows: &'a [TransferFlow],
    /// The worst that any law comes to for each flow.
    standings: Vec<Standing>,
}

/// The flows that share something: their places in the list, so that each is counted once.
#[derive(Debug, Clone)]
struct Tally {
    flows: BTreeSet<usize>,
    standing: Standing,
}

impl Default for Tally {
    fn default() -> Self {
        Self { flows: BTreeSet::new(), standing: Standing::NotJudged }
    }
}

impl Tally {
    fn add(&mut self, flow: usize, standing: Standing) {
        self.flows.insert(flow);
        self.standing = self.standing.min(standing);
    }

    fn join(&mut self, more: &Self) {
        self.flows.extend(&more.flows);
        self.standing = self.standing.min(more.standing);
    }

    /// The worst come first, then the most flows.
    fn rank(&self) -> (Standing, std::cmp::Reverse<usize>) {
        (self.standing, std::cmp::Reverse(self.flows.len()))
    }
}

/// The pictures of some flows of a report; none where there are no flows.
#[must_use]
pub fn section(report: &Transfers<'_>, flows: &[TransferFlow]) -> Option<Section> {
    if flows.is_empty() {
        return None;
    }
    let scene = Scene {
        reader: Reader::of(report.flows.register(), &report.made.language),
        atlas: report.flows.atlas(),
        flows,
        standings: flows.iter().map(standing).collect(),
    };
    let lanes = lanes::of(&scene);
    let blocks = vec![
        map::picture(&scene, &lanes),
        Block::Picture(Box::new(layers::picture(&scene))),
        timeline::picture(&scene, report.made.to),
        Block::Picture(Box::new(matrix::picture(&scene, &lanes))),
    ];
    Some(Section { heading: scene.reader.says(("In pictures", "图示")), blocks, sections: Vec::new() })
}

/// The worst that any law comes to for a flow on any of its days. What rests on law that is unconfirmed or overdue is never
/// among what passes.
fn standing(flow: &TransferFlow) -> Standing {
    let found = flow.stretches.iter().flat_map(|stretch| &stretch.determinations);
    let each = found.map(|found| match (found.result, found.law) {
        (Conclusion::NotSatisfied, _) => Standing::NotSatisfied,
        (Conclusion::Undetermined, _) => Standing::Undetermined,
        (_, LawUsed::Unconfirmed | LawUsed::Overdue) => Standing::Unconfirmed,
        (Conclusion::Conditional, LawUsed::Confirmed) => Standing::Conditional,
        (Conclusion::Satisfied, LawUsed::Confirmed) => Standing::Satisfied,
        (Conclusion::NotApplicable, LawUsed::Confirmed) => Standing::NotApplicable,
    });
    each.min().unwrap_or(Standing::NotJudged)
}

impl Scene<'_> {
    /// What the flows come to, in words.
    fn words(&self, standing: Standing) -> Said {
        let [not_met, undetermined, conditional, met, not_applicable, unconfirmed] = RESULTS;
        self.reader.says(match standing {
            Standing::NotSatisfied => not_met,
            Standing::Undetermined => undetermined,
            Standing::Unconfirmed => unconfirmed,
            Standing::Conditional => conditional,
            Standing::Satisfied => met,
            Standing::NotApplicable => not_applicable,
            Standing::NotJudged => ("No law was evaluated", "未评估任何法律"),
        })
    }

    /// What every mark of results means; that of no law at all where it is used.
    fn results(&self, used: impl Iterator<Item = Standing>) -> Vec<(Mark, Said)> {
        let used: BTreeSet<Standing> = used.collect();
        let shown = Standing::ALL.iter().filter(|mark| **mark != Standing::NotJudged || used.contains(mark));
        shown.map(|mark| (Mark::Standing(*mark), self.words(*mark))).collect()
    }

    fn heads(&self, heads: &[Words]) -> Vec<Said> {
        heads.iter().map(|head| self.reader.says(*head)).collect()
    }

    /// The last cells of a row: how many flows, and the worst of them.
    fn told(&self, tally: &Tally) -> [Cell; 2] {
        [Cell::Number(tally.flows.len() as u64), Cell::Text(self.words(tally.standing))]
    }

    /// How many flows, in words.
    fn flows(&self, flows: usize) -> String {
        let en = if flows == 1 { "1 flow".to_owned() } else { format!("{flows} flows") };
        self.reader.speech.of_two(en, format!("{flows}项流动"))
    }

    fn no_data(&self) -> Said {
        self.reader.says(("Nothing is recorded that could be drawn.", "没有可绘制的记录。"))
    }
}

/// The heads of the last cells of a row.
const TOLD: [Words; 2] = [("Flows", "流动"), ("Worst result", "最差结论")];

/// A picture that is made of nothing is not worth its place.
fn drawn(picture: Picture, anything: bool, instead: Said) -> Block {
    if anything { Block::Picture(Box::new(picture)) } else { Block::Paragraph(instead) }
}
