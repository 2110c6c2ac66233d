//! What of that on which flows rest lapses when.

use super::Scene;
use crate::{
    domain::Day,
    report::{
        page::{Block, Cell, Table},
        picture::{Bar, Drawing, Mark, Picture, Timeline},
        table::Said,
        transfers::model::Mechanism,
    },
};
use chrono::{Datelike, Days, Months};
use std::collections::BTreeMap;

/// So many bars are on a page.
const BARS: usize = 30;
/// What holds for longer than so many years is drawn as if it ended then: its day is told.
const YEARS: u32 = 4;

/// The picture; a sentence where nothing has a last day.
pub(super) fn picture(scene: &Scene<'_>, today: Day) -> Block {
    let mut found: BTreeMap<&str, (&Mechanism, usize)> = BTreeMap::new();
    for stretch in scene.flows.iter().filter_map(|flow| flow.stretches.last()) {
        for mechanism in &stretch.mechanisms {
            found.entry(&mechanism.record).or_insert((mechanism, 0)).1 += 1;
        }
    }
    let endless = found.values().map(|(mechanism, _)| *mechanism).filter(|mechanism| mechanism.until.is_none());
    let endless: Vec<&Mechanism> = endless.collect();
    let mut lapsing: Vec<(&Mechanism, Day, usize)> = found
        .values()
        .filter_map(|(mechanism, flows)| mechanism.until.map(|until| (*mechanism, until, *flows)))
        .collect();
    lapsing.sort_by_key(|(mechanism, until, _)| (*until, &mechanism.name, &mechanism.record));
    let remarks = scene.no_last_day(&endless, lapsing.len().saturating_sub(BARS));
    let rows = lapsing.iter().map(|(mechanism, until, flows)| scene.bar_row(mechanism, *until, *flows)).collect();
    let bars: Vec<Bar> =
        lapsing.iter().take(BARS).map(|(mechanism, until, flows)| scene.bar(mechanism, *until, *flows)).collect();
    let nothing = scene.reader.says((
        "No mechanism with a recorded last day is in force for these flows, so that nothing is known to lapse.",
        "对这些流动生效的机制均未记录截止日，因此没有已知将到期的事项。",
    ));
    let drawn = !bars.is_empty();
    let picture = Picture {
        title: scene.reader.says(("What lapses when", "到期时间图")),
        caption: scene.reader.says((
            "Agreements, assessments and registrations in force for these flows, until their last recorded day.",
            "对这些流动生效的协议、评估和注册，截至所记录的最后一日。",
        )),
        legend: scene.proofs(),
        credit: None,
        remarks,
        data: scene.bars_table(rows),
        drawing: Drawing::Timeline(timeline(today, bars)),
    };
    super::drawn(picture, drawn, nothing)
}

/// The axis: from the day of the report to shortly after the last bar.
fn timeline(from: Day, bars: Vec<Bar>) -> Timeline {
    let later = |months: u32| from.0.checked_add_months(Months::new(months)).map_or(from, Day);
    let last = bars.iter().map(|bar| bar.until).max().unwrap_or(from);
    let last = last.0.checked_add_days(Days::new(14)).map_or(last, Day);
    let to = last.max(later(3)).min(later(12 * YEARS));
    let step = match (to.0 - from.0).num_days() {
        ..=200 => 1,
        201..=800 => 3,
        _ => 6,
    };
    let first = from.0.with_day(1).unwrap_or(from.0);
    let months = (0..).map_while(|months| first.checked_add_months(Months::new(months)));
    let ticks = months.filter(|day| day.month0() % step == 0).take_while(|day| Day(*day) <= to);
    let ticks = ticks.map(Day).filter(|day| *day >= from).collect();
    Timeline { from, to, ticks, bars }
}

impl Scene<'_> {
    fn bar(&self, mechanism: &Mechanism, until: Day, flows: usize) -> Bar {
        let (left, flows) = (mechanism.days_left.unwrap_or_default(), self.flows(flows));
        let days = if left == 1 { "day" } else { "days" };
        let note = self
            .reader
            .speech
            .of_two(format!("{until}, {left} {days} left, {flows}"), format!("{until}，剩余{left}天，{flows}"));
        let name = self.reader.plain(&mechanism.name);
        Bar { name, until, note: self.reader.own(note), proven: mechanism.evidenced }
    }

    fn proofs(&self) -> Vec<(Mark, Said)> {
        vec![
            (Mark::Proven, self.reader.says(("Its proof is recorded", "已记录证明"))),
            (Mark::Unproven, self.reader.says(("Its proof is not recorded", "未记录证明"))),
        ]
    }

    fn no_last_day(&self, endless: &[&Mechanism], left_out: usize) -> Vec<Said> {
        let mut remarks = Vec::new();
        if left_out > 0 {
            let told = self.reader.speech.of_two(
                format!("More that lapse later, and for which there is no room: {left_out}."),
                format!("另有更晚到期、图中容纳不下的事项：{left_out}项。"),
            );
            remarks.push(self.reader.own(told));
        }
        if !endless.is_empty() {
            let names: Vec<&str> = endless.iter().take(BARS).map(|mechanism| mechanism.name.as_str()).collect();
            let names = names.join(self.reader.speech.pick(("; ", "；")));
            let more = endless.len().saturating_sub(BARS);
            let more = if more == 0 {
                String::new()
            } else {
                self.reader.speech.of_two(format!(" and {more} more"), format!("等另{more}项"))
            };
            let told = self.reader.speech.of_two(
                format!("In force, and no last day is recorded: {names}{more}."),
                format!("生效中而未记录截止日：{names}{more}。"),
            );
            remarks.push(self.reader.own(told));
        }
        remarks
    }

    fn bar_row(&self, mechanism: &Mechanism, until: Day, flows: usize) -> Vec<Cell> {
        let left = mechanism.days_left.and_then(|days| u64::try_from(days).ok());
        vec![
            Cell::Text(self.reader.plain(&mechanism.name)),
            Cell::Day(until),
            left.map_or(Cell::Blank, Cell::Number),
            Cell::Number(flows as u64),
            Cell::Text(self.reader.says(if mechanism.evidenced { ("yes", "是") } else { ("no", "否") })),
        ]
    }

    fn bars_table(&self, rows: Vec<Vec<Cell>>) -> Table {
        let heads = [
            ("Mechanism", "机制"),
            ("Last day", "截止日"),
            ("Days left", "剩余天数"),
            ("Flows", "流动"),
            ("Proof recorded", "已记录证明"),
        ];
        Table {
            caption: self.reader.says(("What lapses", "到期事项")),
            columns: self.heads(&heads),
            rows,
            empty: self.no_data(),
        }
    }
}
