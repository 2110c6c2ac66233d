//! Boxes in columns, and links from left to right.
//!
//! A link that passes a column has a place of its own in it, so that it goes between boxes and not behind them. The order in a
//! column is the model's, changed only where lines would cross more.

use super::{
    WIDTH,
    canvas::{At, Canvas, Font, N, QUIET, real},
    marks::{dashes, look, sign, word},
    words,
};
use crate::report::picture::{Item, Layers, Link};
use std::collections::BTreeMap;

const NAME: Font = Font::of(11.5);
const ASIDE: Font = Font::of(10.0).ink("#555");
const BOX: f64 = 50.0;
const PASS: f64 = 3.0;
const BETWEEN: f64 = 9.0;
const TOP: f64 = 30.0;
/// So many flows have the widest line where no link has more: a single flow is never wide.
const FEW: usize = 5;

/// Something in a column: a box, or a link that passes, by their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Box(usize),
    Pass(usize),
}

/// From a slot to one of the next column, for a link.
struct Step {
    column: usize,
    from: Slot,
    to: Slot,
    link: usize,
}

/// Where everything is.
struct Plan<'a> {
    layers: &'a Layers,
    steps: Vec<Step>,
    /// The slots of each column, top to bottom.
    order: Vec<Vec<Slot>>,
    /// The middle of each slot.
    middles: BTreeMap<(usize, Slot), f64>,
    wide: f64,
    gap: f64,
    height: f64,
}

/// Draws boxes and links. Returns where they end.
pub(super) fn draw(layers: &Layers, canvas: &mut Canvas<'_>) -> f64 {
    let plan = Plan::of(layers);
    let most = layers.links.iter().map(|link| link.flows).max().unwrap_or(1).max(FEW);
    let ports = plan.ports();
    let mut links: Vec<(usize, &Link)> = layers.links.iter().enumerate().collect();
    // The worst are drawn last, above the others.
    links.sort_by_key(|(number, link)| (std::cmp::Reverse(link.standing), *number));
    for (number, link) in links {
        let name =
            |(column, at): (usize, usize)| plan.item(column, at).map(|item| item.name.text.clone()).unwrap_or_default();
        canvas.group(&format!("{} → {}: {}", name(link.from), name(link.to), link.flows));
        plan.link(number, link, 1.2 + 3.8 * (real(link.flows) / real(most)).sqrt(), &ports, canvas);
        canvas.end();
    }
    for (number, column) in layers.columns.iter().enumerate() {
        let left = plan.left(number);
        let font = Font::of(12.5).bold().at(At::Middle);
        canvas.wrapped((left + plan.wide / 2.0, 16.0), plan.wide, 1, &column.heading, font);
        for (at, item) in column.boxes.iter().enumerate() {
            let middle = plan.middle(number, Slot::Box(at));
            boxed(item, (left, middle - BOX / 2.0), plan.wide, canvas);
        }
    }
    plan.height
}

fn boxed(item: &Item, (x, y): (f64, f64), wide: f64, canvas: &mut Canvas<'_>) {
    canvas.group(&item.name.text);
    let (fill, edge) = if item.rest { ("#f2f2f2", " stroke-dasharray=\"4 2\"") } else { ("#fff", "") };
    canvas.element(format_args!(
        "<rect class=\"box\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"5\" fill=\"{fill}\" stroke=\"{QUIET}\"{edge}/>",
        N(x),
        N(y),
        N(wide),
        N(BOX),
    ));
    let room = wide - 34.0;
    let most = if item.aside.is_some() { 2 } else { 3 };
    let lines = words::wrapped(&item.name.text, NAME.size, room, most).len();
    let all = real(lines) * NAME.size * 1.25 + if item.aside.is_some() { 13.0 } else { 0.0 };
    let first = y + (BOX - all) / 2.0 + NAME.size;
    canvas.wrapped((x + 8.0, first), room, most, &item.name, NAME);
    if let Some(aside) = &item.aside {
        canvas.wrapped((x + 8.0, first + real(lines) * NAME.size * 1.25 - 1.0), wide - 14.0, 1, aside, ASIDE);
    }
    sign(canvas, (x + wide - 13.0, y + 13.0), 7.0, item.standing);
    canvas.end();
}

impl<'a> Plan<'a> {
    fn of(layers: &'a Layers) -> Self {
        let columns = layers.columns.len();
        let gaps = real(columns.saturating_sub(1));
        let wide = ((WIDTH - 8.0 - 74.0 * gaps) / real(columns.max(1))).min(200.0);
        let gap = if gaps > 0.0 { (WIDTH - 8.0 - wide * real(columns)) / gaps } else { 0.0 };
        let mut order: Vec<Vec<Slot>> =
            layers.columns.iter().map(|column| (0..column.boxes.len()).map(Slot::Box).collect()).collect();
        let mut steps = Vec::new();
        for (number, link) in layers.links.iter().enumerate() {
            let mut from = Slot::Box(link.from.1);
            for column in link.from.0..link.to.0 {
                let last = column + 1 == link.to.0;
                let to = if last { Slot::Box(link.to.1) } else { Slot::Pass(number) };
                if let Some(slots) = order.get_mut(column + 1).filter(|_| !last) {
                    slots.push(to);
                }
                steps.push(Step { column, from, to, link: number });
                from = to;
            }
        }
        let mut plan = Self { layers, steps, order, middles: BTreeMap::new(), wide, gap, height: 0.0 };
        plan.stack();
        for forward in [true, false, true, false, true] {
            plan.untangle(forward);
        }
        plan
    }

    fn item(&self, column: usize, at: usize) -> Option<&Item> {
        self.layers.columns.get(column)?.boxes.get(at)
    }

    fn left(&self, column: usize) -> f64 {
        4.0 + real(column) * (self.wide + self.gap)
    }

    fn middle(&self, column: usize, slot: Slot) -> f64 {
        self.middles.get(&(column, slot)).copied().unwrap_or_default()
    }

    /// Puts the slots of each column one below the other, and the columns beside each other by their middles.
    fn stack(&mut self) {
        let high = |slot: &Slot| BETWEEN + if matches!(slot, Slot::Box(_)) { BOX } else { PASS - BETWEEN / 2.0 };
        let tall = |slots: &Vec<Slot>| slots.iter().map(high).sum::<f64>();
        let most = self.order.iter().map(tall).fold(0.0, f64::max);
        self.height = TOP + most;
        for (column, slots) in self.order.iter().enumerate() {
            let mut y = TOP + (most - tall(slots)) / 2.0;
            for slot in slots {
                self.middles.insert((column, *slot), y + high(slot) / 2.0);
                y += high(slot);
            }
        }
    }

    /// Puts each slot where its neighbours are, column by column. What stands for the rest stays last.
    fn untangle(&mut self, forward: bool) {
        let columns = self.order.len();
        for turn in 0..columns {
            let column = if forward { turn } else { columns - 1 - turn };
            let mut near: BTreeMap<Slot, (f64, f64)> = BTreeMap::new();
            for step in &self.steps {
                let (own, other) = if forward && step.column + 1 == column {
                    (step.to, (step.column, step.from))
                } else if !forward && step.column == column {
                    (step.from, (step.column + 1, step.to))
                } else {
                    continue;
                };
                let weight = self.layers.links.get(step.link).map_or(1.0, |link| real(link.flows));
                let (sum, of) = near.entry(own).or_default();
                *sum += self.middle(other.0, other.1) * weight;
                *of += weight;
            }
            let middles: BTreeMap<Slot, f64> = near.iter().map(|(slot, (sum, of))| (*slot, sum / of)).collect();
            let at = |slot: &Slot| middles.get(slot).copied().unwrap_or_else(|| self.middle(column, *slot));
            let rest =
                |slot: &Slot| matches!(slot, Slot::Box(at) if self.item(column, *at).is_some_and(|item| item.rest));
            let Some(mut slots) = self.order.get(column).cloned() else { continue };
            slots.sort_by(|a, b| rest(a).cmp(&rest(b)).then(at(a).total_cmp(&at(b))));
            if let Some(order) = self.order.get_mut(column) {
                *order = slots;
            }
            self.stack();
        }
    }

    /// Where each step leaves its slot and where it arrives: spread along the sides of boxes, in the order of the other ends.
    fn ports(&self) -> BTreeMap<(usize, bool), f64> {
        let mut sides: BTreeMap<(usize, Slot, bool), Vec<(f64, usize)>> = BTreeMap::new();
        for (number, step) in self.steps.iter().enumerate() {
            let (from, to) = (self.middle(step.column, step.from), self.middle(step.column + 1, step.to));
            sides.entry((step.column, step.from, false)).or_default().push((to, number));
            sides.entry((step.column + 1, step.to, true)).or_default().push((from, number));
        }
        let mut ports = BTreeMap::new();
        for ((column, slot, arrives), mut steps) in sides {
            steps.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let middle = self.middle(column, slot);
            let spread = if matches!(slot, Slot::Box(_)) { BOX - 14.0 } else { 0.0 };
            let all = real(steps.len());
            for (at, (_, number)) in steps.into_iter().enumerate() {
                let part = (real(at) + 0.5) / all - 0.5;
                ports.insert((number, arrives), middle + part * spread);
            }
        }
        ports
    }

    fn link(
        &self,
        number: usize,
        link: &Link,
        width: f64,
        ports: &BTreeMap<(usize, bool), f64>,
        canvas: &mut Canvas<'_>,
    ) {
        let mut line = String::new();
        for (at, step) in self.steps.iter().enumerate().filter(|(_, step)| step.link == number) {
            let port = |arrives| ports.get(&(at, arrives)).copied().unwrap_or_default();
            let (x0, x1) = (self.left(step.column) + self.wide, self.left(step.column + 1));
            let middle = f64::midpoint(x0, x1);
            let begin = if line.is_empty() { "M" } else { "L" };
            line.push_str(&format!(
                "{begin}{} {}C{middle} {} {middle} {} {} {}",
                N(x0),
                N(port(false)),
                N(port(false)),
                N(port(true)),
                N(x1),
                N(port(true)),
                middle = N(middle),
            ));
        }
        canvas.element(format_args!(
            "<path class=\"link {}\" d=\"{line}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"{}/>",
            word(link.standing),
            look(link.standing).colour,
            N(width),
            dashes(link.standing),
        ));
    }
}
