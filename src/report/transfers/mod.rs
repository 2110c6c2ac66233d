//! The transfer report: which data crosses which border, what each law says of it, and why.
//!
//! Knows what such a report says and in which order. Borders, facts and instruments come from [`crate::flows`], conclusions and
//! their reasons from [`crate::rules`]. What rests on law that is unconfirmed or overdue is counted apart from what is met.

mod changes;
mod filter;
mod flow;
mod groups;
mod law;
mod memory;
mod model;
mod open;
mod page;
mod pictures;
mod routes;
mod sums;
mod told;
mod words;

pub use changes::changes;
pub(in crate::report) use memory::Memory;
pub use model::{
    CandidatePlaces, CandidateResult, ChangedFlow, ChangedResult, Crossing, DeterminationOf, DutyOf, Extent, Group,
    Grouping, Listing, Mechanism, Named, NotEvaluated, NotedField, OpenQuestion, Party, PeopleThere, Place, RegimeUsed,
    Results, RuleUsed, Threshold, Totals, TransferChanges, TransferFlow, TransferStretch, Transfers, Tried,
};

pub use pictures::section as pictures;
pub use routes::{Route, routes};
pub use told::{Flows, ListsTaken, Questions};

use crate::{
    domain::{Kind, LanguageTag, Register},
    flows::Period,
    report::{About, Made, Page, Parameter, Question, Refused, Shape, Time},
    rules::Rulebook,
};
use filter::Filter;
use flow::Teller;
use memory::Shares;
use std::sync::Arc;
use sums::Sums;
use told::Told;

/// The model of the report.
pub type Report<'r> = Transfers<'r>;

/// What the report is.
pub const ABOUT: About = About {
    summary: "Which data crosses which border, what each law says of it, and why",
    description: "Every flow of personal data that crosses a border or may, with what each law comes to: on which facts and rules, what is missing, what was taken for complete, what would change it. Judged for a day, also in the future, or over a period. What rests on law that is unconfirmed or overdue is counted apart.",
    parameters: &[
        Parameter {
            name: "group",
            description: "What the flows are grouped by.",
            value: Shape::Word(&["route", "lane", "importer", "regime", "activity"]),
        },
        Parameter {
            name: "lane_from",
            description: "Only flows that leave, or whose people are, in this location or possibly so.",
            value: Shape::Key(Kind::Locations),
        },
        Parameter {
            name: "lane_to",
            description: "Only flows that arrive in this location or possibly so.",
            value: Shape::Key(Kind::Locations),
        },
        Parameter {
            name: "country",
            description: "Only flows that begin or end in this location or possibly so.",
            value: Shape::Key(Kind::Locations),
        },
        Parameter { name: "regime", description: "Only what this regime says.", value: Shape::Key(Kind::Regimes) },
        Parameter {
            name: "result",
            description: "Only flows of which some law comes to this on some day.",
            value: Shape::Word(&["any", "not_satisfied", "undetermined", "conditional", "satisfied", "not_applicable"]),
        },
        Parameter {
            name: "processor",
            description: "Only flows to this service.",
            value: Shape::Key(Kind::Processors),
        },
        Parameter {
            name: "organization",
            description: "Only flows to this organisation.",
            value: Shape::Key(Kind::Organizations),
        },
        Parameter {
            name: "notice",
            description: "Only flows of activities that this notice tells about.",
            value: Shape::Key(Kind::Notices),
        },
        Parameter {
            name: "activity",
            description: "Only flows of this activity.",
            value: Shape::Key(Kind::Activities),
        },
        Parameter {
            name: "since",
            description: "Also what is otherwise than as known after this commit (`seq:12`) or at this instant (RFC 3339): new, gone and changed flows and results, with the commits that made them so.",
            value: Shape::AsOf,
        },
    ],
    time: Time::Period,
};

/// The report that is asked for.
///
/// # Errors
/// Never.
pub fn report<'r>(register: &'r Register, question: &Question) -> Result<Report<'r>, Refused> {
    Ok(remembering(register, question, &Memory::default()))
}

/// The same, where what was found out for an earlier register stands as far as nothing reached it.
pub(in crate::report) fn remembering<'r>(register: &'r Register, question: &Question, memory: &Memory) -> Report<'r> {
    let group = question.word("group");
    let options = Options {
        period: question.period,
        language: question.language.clone(),
        group_by: Grouping::ALL.iter().copied().find(|by| by.name() == group).unwrap_or(Grouping::Route),
        filter: Filter::of(question),
    };
    let (book, shares) = memory.recall(register, &options, question.supposed.is_none());
    transfers(register, Made::of(register, question), (book, &shares), options)
}

impl Transfers<'_> {
    /// The report as people read it.
    #[must_use]
    pub fn page(&self) -> Page {
        page::page(self)
    }
}

/// Which report is wanted.
#[derive(Debug)]
struct Options {
    /// The days for which flows, instruments and laws are judged; also in the future.
    period: Period,
    /// The language to say it in.
    language: LanguageTag,
    /// What the flows are grouped by.
    group_by: Grouping,
    /// Which flows.
    filter: Filter,
}

/// The report that `options` ask for: everything about all flows together. The flows themselves are told when they are read.
fn transfers<'r>(
    register: &'r Register,
    made: Made,
    (book, shares): (Rulebook<'r>, &Shares),
    options: Options,
) -> Transfers<'r> {
    let sums = Sums::of(shares.values().map(|known| &known.found));
    let teller = Teller::of(register, &book, &options);
    let (totals, group_by) = (sums.totals, options.group_by);
    let of_flows = || (groups::told(&teller, &sums), law::regimes(&teller, &sums), law::rules(&teller, &sums));
    let of_people = || law::thresholds(&teller, &sums, &options.filter);
    let ((groups, regimes, rules), thresholds) = rayon::join(of_flows, of_people);
    let not_evaluated = law::not_evaluated(&teller, &sums);
    let told = Arc::new(Told::of(register, book, options));
    Transfers {
        made,
        totals,
        changes: None,
        group_by,
        groups,
        flows: Flows::of(&told),
        questions: Questions::of(&told),
        lists_taken_for_complete: ListsTaken::of(&told),
        thresholds,
        regimes,
        rules,
        not_evaluated,
    }
}
