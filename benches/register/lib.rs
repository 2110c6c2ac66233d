//! Registers made from a seed: the same size and seed give the same records, on every machine.
//!
//! Knows what a large company's record of processing looks like: activities with a handful of disclosures each (a median
//! document of 3 KB), and the processors, organisations, systems, agreements and notices that they share, beside the
//! built-in places, categories and people. Never part of the program: what is measured on such registers is in the benches
//! beside this.

mod activities;
mod fill;
mod partners;
mod words;

pub use fill::fill;

use fastrand::Rng;
use ropewalk::{
    domain::{
        Kind, Record, RecordId, Register,
        change::{Change, plan},
        register::{Applied, BUILTIN},
    },
    exchange::export,
    service::seeds,
};
use serde_json::Value;
use std::{collections::BTreeMap, time::SystemTime};

/// How large a register is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// The number of processing activities.
    pub activities: usize,
    /// The number of revisions of each record.
    pub versions: u64,
}

impl Size {
    /// So many activities with one revision of each record.
    #[must_use]
    pub const fn of(activities: usize) -> Self {
        Self { activities, versions: 1 }
    }

    /// The number of records of a kind that are made; the built-in ones are not counted.
    #[must_use]
    pub const fn records(self, kind: Kind) -> usize {
        let processors = bounded(self.activities / 20, 20, 300);
        match kind {
            Kind::Activities => self.activities,
            Kind::Processors => processors,
            Kind::Organizations => processors / 2,
            Kind::Agreements => processors * 2,
            Kind::Assessments => processors / 4,
            Kind::Systems => bounded(self.activities / 50, 10, 500),
            Kind::Notices => bounded(self.activities / 250, 3, 40),
            _ => 0,
        }
    }
}

const fn bounded(number: usize, least: usize, most: usize) -> usize {
    if number < least {
        least
    } else if number > most {
        most
    } else {
        number
    }
}

/// The records of one size and seed.
#[derive(Debug)]
pub struct Made {
    /// How many there are.
    pub size: Size,
    seed: u64,
    /// The keys of the built-in records that others refer to.
    builtin: BTreeMap<Kind, Vec<String>>,
}

impl Made {
    /// The register of this size that belongs to `seed`.
    #[must_use]
    pub fn of(size: Size, seed: u64) -> Self {
        let mut builtin: BTreeMap<Kind, Vec<String>> = BTreeMap::new();
        for record in seeds::builtin() {
            builtin.entry(record.kind()).or_default().push(record.key().to_string());
        }
        Self { size, seed, builtin }
    }

    /// All records in their `version` (from 1), each after those it refers to.
    pub fn records(&self, version: u64) -> impl Iterator<Item = Record> {
        const ORDER: [Kind; 7] = [
            Kind::Organizations,
            Kind::Processors,
            Kind::Systems,
            Kind::Agreements,
            Kind::Assessments,
            Kind::Notices,
            Kind::Activities,
        ];
        ORDER
            .into_iter()
            .flat_map(move |kind| (0..self.size.records(kind)).map(move |index| self.record(kind, index, version)))
    }

    /// One record in one of its versions.
    ///
    /// # Panics
    /// If no such kind is made, or what is made is not a record: a mistake in this crate.
    #[must_use]
    pub fn record(&self, kind: Kind, index: usize, version: u64) -> Record {
        let document = self.document(kind, index, version);
        match Record::deserialize(kind, &document) {
            Ok(record) => record,
            Err(error) => unreachable!("{kind} {index}: {error}: {document}"),
        }
    }

    /// The same as a document in which fields may be `null`.
    #[must_use]
    pub fn document(&self, kind: Kind, index: usize, version: u64) -> Value {
        // Each record has a sequence of its own, so that any of them can be made without the others.
        let seed = self.seed ^ (index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ ((kind as u64) << 56);
        let mut draw = Draw { rng: Rng::with_seed(seed), made: self };
        match kind {
            Kind::Activities => activities::activity(&mut draw, index, version),
            Kind::Organizations => partners::organization(&mut draw, index, version),
            Kind::Processors => partners::processor(&mut draw, index, version),
            Kind::Systems => partners::system(&mut draw, index, version),
            Kind::Agreements => partners::agreement(&mut draw, index, version),
            Kind::Assessments => partners::assessment(&mut draw, index, version),
            Kind::Notices => partners::notice(&mut draw, index, version),
            _ => {
                unreachable!("{kind} are built in, or not made")
            }
        }
    }

    /// The register in memory: the built-in records and the first version of all that are made.
    ///
    /// # Panics
    /// If a record refers to one that is not there: a mistake in this crate.
    #[must_use]
    pub fn register(&self) -> Register {
        let empty = Register::empty();
        let mut changes: Vec<Change> = seeds::builtin().iter().cloned().map(Change::put).collect();
        let builtin = changes.len();
        changes.extend(self.records(1).map(Change::put));
        let ids: std::collections::BTreeSet<_> = changes.iter().take(builtin).map(|change| change.id.clone()).collect();
        applied(&empty, changes, |id| ids.contains(id))
    }

    /// A manifest of all that is made, as the program exports it in JSON.
    #[must_use]
    pub fn json(&self) -> String {
        export::json(self.register().entries().map(AsRef::as_ref).filter(|entry| !entry.builtin))
    }

    /// A manifest of all that is made, as the program exports it in YAML.
    #[must_use]
    pub fn yaml(&self) -> String {
        export::yaml(self.register().entries().map(AsRef::as_ref).filter(|entry| !entry.builtin))
    }
}

/// A register after one more change.
///
/// # Panics
/// If the change is refused.
#[must_use]
pub fn changed(register: &Register, change: Change) -> Register {
    applied(register, vec![change], |_| false)
}

fn applied(register: &Register, changes: Vec<Change>, from_program: impl Fn(&RecordId) -> bool) -> Register {
    let planned = match plan(register, changes) {
        Ok(planned) => planned,
        Err(obstacles) => unreachable!("{obstacles:?}"),
    };
    register.with(planned.into_iter().map(|revision| -> Applied {
        let from_program = from_program(&revision.id);
        revision.applied(1, SystemTime::UNIX_EPOCH.into(), from_program)
    }))
}

/// The principal that built-in records are committed by.
pub const PROGRAM: &str = BUILTIN;

/// Chance, and what there is to choose from.
struct Draw<'a> {
    rng: Rng,
    made: &'a Made,
}

impl Draw<'_> {
    fn below(&mut self, bound: usize) -> usize {
        self.rng.usize(0..bound.max(1))
    }

    /// True so many times of a hundred.
    fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }

    /// The key of a built-in record.
    fn builtin(&mut self, kind: Kind) -> String {
        let keys = &self.made.builtin[&kind];
        keys[self.rng.usize(0..keys.len())].clone()
    }

    /// The key of a record that is made; a few of them are chosen most of the time, as the large services are.
    fn key(&mut self, kind: Kind) -> String {
        let all = self.made.size.records(kind);
        let within = if self.percent(60) { all / 8 } else { all };
        key(kind, self.below(within))
    }

    /// So many different ones.
    fn some(&mut self, count: usize, mut draw: impl FnMut(&mut Self) -> String) -> Vec<String> {
        let mut drawn = Vec::with_capacity(count);
        for _ in 0..count * 8 {
            if drawn.len() == count {
                break;
            }
            let next = draw(self);
            if !drawn.contains(&next) {
                drawn.push(next);
            }
        }
        drawn
    }
}

/// The key of the record of this number.
#[must_use]
pub fn key(kind: Kind, index: usize) -> String {
    let word = match kind {
        Kind::Activities => words::FUNCTIONS[index % words::FUNCTIONS.len()].0,
        Kind::Processors => words::SERVICES[index % words::SERVICES.len()].0,
        Kind::Organizations => "company",
        Kind::Agreements => "agreement",
        Kind::Assessments => "assessment",
        Kind::Systems => "system",
        Kind::Notices => "notice",
        _ => "builtin",
    };
    format!("{}-{index:05}", word.to_lowercase().replace(' ', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ropewalk::{
        domain::change::{Action, Precondition},
        findings::Beside,
        flows::{Flow, Period},
        report::{self, Memory, Model, Question},
        rules::{Determination, Judgement, Moment, Rulebook, determine},
    };

    #[test]
    fn the_same_seed_gives_the_same_records_and_another_seed_others() {
        let document = |seed| Made::of(Size::of(500), seed).record(Kind::Activities, 77, 1).document();
        assert_eq!(document(7), document(7));
        assert_ne!(document(7), document(8));
    }

    #[test]
    fn a_median_activity_is_3_kilobytes_with_4_disclosures() {
        let made = Made::of(Size::of(1000), 1);
        let activities: Vec<_> = (0..1000).map(|index| made.record(Kind::Activities, index, 1)).collect();
        let median = |mut of: Vec<usize>| {
            of.sort_unstable();
            of[of.len() / 2]
        };
        let bytes = median(activities.iter().map(|record| record.document().len()).collect());
        assert!((2_900..=3_300).contains(&bytes), "{bytes}");
        let disclosures = |record: &Record| match record {
            Record::Activities(activity) => activity.disclosures.as_ref().map_or(0, |list| list.len()),
            other => panic!("{other:?}"),
        };
        assert_eq!(median(activities.iter().map(disclosures).collect()), 4);
    }

    #[test]
    fn what_is_made_is_well_formed_and_refers_to_what_is_there() {
        let made = Made::of(Size::of(300), 2);
        for record in made.records(1).chain(made.records(2)) {
            let kind = record.kind();
            assert_eq!(Record::parse(kind, &record.value()), Ok(record));
        }
        let register = made.register();
        let activities = register.of_kind(Kind::Activities, None).count();
        assert_eq!(activities, 300);
    }

    #[test]
    fn one_who_judges_many_flows_comes_to_what_each_comes_to_by_itself() {
        let register = Made::of(Size::of(80), 4).register();
        for (from, to) in [("2025-12-31", "2025-12-31"), ("2025-11-20", "2025-12-31")] {
            let period = Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap();
            let book = Rulebook::of(&register, period);
            let judged = book.each(Vec::new, |judged, judge, _, flows| {
                for (flow, judgements) in flows.iter().zip(judge.judge(flows)) {
                    for judgement in &judgements {
                        judged.push(alone(&book, flow, judgement));
                    }
                }
            });
            let judged: Vec<_> = judged.into_iter().flatten().collect();
            assert!(judged.len() > 1000, "{}", judged.len());
            for (together, alone) in judged {
                assert_eq!(together, alone);
            }
        }
    }

    /// What every regime says of a flow on the first and the last day of a judgement, by a judge and by itself, in words.
    fn alone(book: &Rulebook<'_>, flow: &Flow<'_>, judgement: &Judgement<'_, '_, '_>) -> (Vec<String>, Vec<String>) {
        let said = |found: &Determination<'_>| {
            let rules: Vec<_> = found.decided_by.iter().chain(&found.otherwise).map(|rule| &rule.key).collect();
            let of: Vec<_> = found.candidates.iter().map(|by| (&by.chosen, by.conclusion)).collect();
            format!("{} {:?} {rules:?} {:?} {of:?}", flow.id, found.conclusion, found.law)
        };
        let (mut together, mut by_itself) = (Vec::new(), Vec::new());
        for day in [judgement.period.from(), judgement.period.to()] {
            let moment = Moment::on(day);
            for (at, found) in &judgement.determinations {
                let (pack, counts) = &judgement.season.packs[*at];
                together.push(said(found));
                by_itself.push(said(&determine(&book.view(flow, judgement.facts, (pack, counts), &moment))));
            }
        }
        (together, by_itself)
    }

    /// All that the transfer report says of all flows together.
    fn together(model: &Model<'_>) -> Vec<String> {
        let Model::Transfers(report) = model else { panic!("{model:?}") };
        let groups: Vec<String> = report.groups.iter().map(|group| format!("{group:?}")).collect();
        let law = format!("{:?} {:?}", report.regimes, report.rules);
        let rest = format!("{:?} {:?}", report.thresholds, report.not_evaluated);
        [groups, vec![format!("{:?}", report.totals), law, rest]].concat()
    }

    #[test]
    fn what_was_found_out_for_one_register_makes_the_report_of_the_next_as_if_nothing_had_been_known() {
        let (one, other) = (Made::of(Size::of(40), 5), Made::of(Size::of(40), 6));
        let mut register = one.register();
        let memory = Memory::default();
        let kinds = [
            Kind::Activities,
            Kind::Processors,
            Kind::Organizations,
            Kind::Systems,
            Kind::Agreements,
            Kind::Assessments,
            Kind::Notices,
        ];
        let question = |parameters: Vec<(&str, &str)>| {
            Question::read(report::Name::Transfers, "en".parse().unwrap(), "2025-12-31".parse().unwrap(), parameters)
                .unwrap()
        };
        let questions = [
            question(vec![]),
            question(vec![("from", "2025-10-01"), ("to", "2025-12-31"), ("group", "lane")]),
            question(vec![("group", "regime"), ("regime", "us-dsp"), ("country", "cn")]),
        ];
        let mut rng = fastrand::Rng::with_seed(7);
        for step in 0..28 {
            let kind = kinds[step % kinds.len()];
            let made = if rng.bool() { &one } else { &other };
            let index = rng.usize(0..made.size.records(kind));
            register = match kind {
                // Now and then one is gone, or comes back.
                Kind::Activities if rng.u8(0..3) == 0 => {
                    let id = RecordId::new(kind, super::key(kind, index).parse().unwrap());
                    if register.get(&id).is_none() {
                        continue;
                    }
                    changed(&register, Change { id, action: Action::Delete, precondition: Precondition::Any })
                }
                _ => changed(&register, Change::put(made.record(kind, index, 1))),
            };
            let question = &questions[step % questions.len()];
            let remembered = together(&report::make_with(&register, question, (&Beside::default(), &memory)).unwrap());
            let anew = together(&report::make(&register, question).unwrap());
            assert_eq!(remembered, anew, "step {step}: {kind} {index}");
        }
    }

    #[test]
    fn versions_differ_and_keep_their_references() {
        let made = Made::of(Size { activities: 300, versions: 2 }, 3);
        let (one, two) = (made.record(Kind::Activities, 5, 1), made.record(Kind::Activities, 5, 2));
        assert_ne!(one.document(), two.document());
        assert_eq!(ropewalk::domain::inspect::references(&one), ropewalk::domain::inspect::references(&two));
    }
}
