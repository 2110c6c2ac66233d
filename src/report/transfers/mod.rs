//! The transfer report: which data crosses which border, what each law says of it, and why.
//!
//! Knows what such a report says and in which order. Borders, facts and instruments come from [`crate::flows`], conclusions and
//! their reasons from [`crate::rules`]. What rests on law that is unconfirmed or overdue is counted apart from what is met.

mod changes;
mod flow;
mod groups;
mod law;
mod model;
mod open;
mod page;
mod words;

pub use changes::{Side, changes};
pub use model::{
    CandidatePlaces, CandidateResult, ChangedFlow, ChangedResult, Crossing, DeterminationOf, DutyOf, Extent, Group,
    Grouping, Listing, Mechanism, Named, NotEvaluated, NotedField, OpenQuestion, Party, PeopleThere, Place, RegimeUsed,
    Results, RuleUsed, Threshold, Totals, TransferChanges, TransferFlow, TransferStretch, Transfers, Tried,
};

use crate::{
    domain::{Key, Kind, LanguageTag, Register, record::regime::Conclusion},
    flows::{Border, Crossing as Crosses, Facts, Flow, Period},
    report::{About, Made, Page, Parameter, Question, Refused, Shape, Time, speech::Speech},
    rules::{Determination, Explanation, Judgement, LawUsed, Pack, Rulebook},
};
use flow::Teller;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::collections::{BTreeMap, BTreeSet};

/// The model of the report.
pub type Report = Transfers;

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
pub fn report(register: &Register, question: &Question) -> Result<Report, Refused> {
    let group = question.word("group");
    let result = serde_json::from_value(question.word("result").into()).ok();
    let options = Options {
        period: question.period,
        language: question.language.clone(),
        group_by: Grouping::ALL.iter().copied().find(|by| by.name() == group).unwrap_or(Grouping::Route),
        filter: Filter {
            lane_from: question.key("lane_from"),
            lane_to: question.key("lane_to"),
            country: question.key("country"),
            regime: question.key("regime"),
            result,
            processor: question.key("processor"),
            organization: question.key("organization"),
            notice: question.key("notice"),
            activity: question.key("activity"),
        },
    };
    Ok(transfers(register, Made::of(register, question), &options))
}

impl Transfers {
    /// The report as people read it.
    #[must_use]
    pub fn page(&self) -> Page {
        page::page(self)
    }
}

/// Which report is wanted.
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

/// Which flows a report is about. All of what is given must hold.
struct Filter {
    lane_from: Option<Key>,
    lane_to: Option<Key>,
    country: Option<Key>,
    regime: Option<Key>,
    result: Option<Conclusion>,
    processor: Option<Key>,
    organization: Option<Key>,
    notice: Option<Key>,
    activity: Option<Key>,
}

/// A flow with what the laws say of it.
struct Judged<'b, 'a> {
    flow: &'b Flow<'a>,
    stretches: Vec<JudgedStretch<'b, 'a>>,
}

/// A flow on some days with what the laws say of it.
struct JudgedStretch<'b, 'a> {
    period: Period,
    facts: &'b Facts<'a>,
    crossing: Crosses<'a>,
    from_people: Crosses<'a>,
    laws: Vec<LawSays<'b, 'a>>,
}

/// What a law says.
struct LawSays<'b, 'a> {
    pack: &'b Pack<'a>,
    found: Determination<'a>,
    explanation: Explanation<'a>,
}

impl<'b, 'a> Judged<'b, 'a> {
    /// What each law says on the last days, as the flow stands.
    fn last(&self) -> &JudgedStretch<'b, 'a> {
        match self.stretches.last() {
            Some(last) => last,
            None => unreachable!("a flow exists on some day"),
        }
    }

    fn laws(&self) -> impl Iterator<Item = &LawSays<'b, 'a>> {
        self.stretches.iter().flat_map(|stretch| &stretch.laws)
    }

    /// The worst that each law comes to.
    fn worst(&self) -> Vec<&LawSays<'b, 'a>> {
        let mut worst: BTreeMap<&Key, &LawSays<'b, 'a>> = BTreeMap::new();
        for says in self.laws() {
            let held = worst.entry(&says.pack.regime.key).or_insert(says);
            if badness(&says.found) > badness(&held.found) {
                *held = says;
            }
        }
        worst.into_values().collect()
    }
}

/// The order in which results are looked at.
fn badness(found: &Determination<'_>) -> (u8, bool) {
    let of = match found.conclusion {
        Conclusion::NotApplicable => 0,
        Conclusion::Satisfied => 1,
        Conclusion::Conditional => 2,
        Conclusion::Undetermined => 3,
        Conclusion::NotSatisfied => 4,
    };
    (of, found.law != LawUsed::Confirmed)
}

/// The report that `options` ask for.
#[must_use]
fn transfers(register: &Register, made: Made, options: &Options) -> Transfers {
    let book = Rulebook::of(register, options.period);
    let (speech, _) = Speech::for_reader(&options.language);
    let teller = Teller { register, book: &book, language: &options.language, speech, on: options.period.to() };
    let mut totals = Totals { flows: book.flows.flows.len(), ..Totals::default() };
    let mut selected = Vec::new();
    for flow in &book.flows.flows {
        match crosses(&book, flow) {
            Some(true) => totals.cross_border += 1,
            Some(false) => {
                totals.domestic += 1;
                continue;
            }
            None => totals.undetermined += 1,
        }
        if selects(&options.filter, &book, flow) {
            selected.push(flow);
        }
    }
    let filter = &options.filter;
    // Each flow is judged alone, and their order stays.
    let judged =
        selected.into_par_iter().map(|flow| Judged { flow, stretches: stretches(&book, flow, filter.regime.as_ref()) });
    let of_result = |found: &Judged<'_, '_>| {
        filter.result.is_none_or(|wanted| found.laws().any(|says| says.found.conclusion == wanted))
    };
    let judged: Vec<Judged<'_, '_>> = judged.filter(of_result).collect();
    totals.reported = judged.len();
    totals.results = results(judged.iter().flat_map(Judged::worst).map(|says| &says.found));
    totals.lists_taken_for_complete = open::lists_taken(&judged);
    Transfers {
        made,
        totals,
        changes: None,
        group_by: options.group_by,
        groups: groups::of(&teller, &judged, options.group_by),
        questions: open::questions(&teller, &judged),
        thresholds: law::thresholds(&teller, &judged, options.filter.regime.as_ref()),
        regimes: law::regimes(&teller, &judged),
        rules: law::rules(&teller, &judged),
        not_evaluated: law::not_evaluated(&teller, &judged),
        flows: judged.iter().map(|judged| teller.flow(judged)).collect(),
    }
}

/// Whether a flow crosses a border on any day; `None`: nobody can tell.
fn crosses(book: &Rulebook<'_>, flow: &Flow<'_>) -> Option<bool> {
    let mut doubt = false;
    for stretch in &flow.stretches {
        let (facts, atlas) = (&stretch.facts, &book.flows.atlas);
        for crossing in [facts.crossing(atlas, Border::Country), facts.crossing_from_people(atlas, Border::Country)] {
            match crossing {
                Crosses::Yes { .. } => return Some(true),
                Crosses::No => {}
                Crosses::Undetermined(_) => doubt = true,
            }
        }
    }
    (!doubt).then_some(false)
}

/// The stretches of a flow, with what each regime says and why.
fn stretches<'b, 'a>(book: &'b Rulebook<'a>, flow: &'b Flow<'a>, regime: Option<&Key>) -> Vec<JudgedStretch<'b, 'a>> {
    let of = |judgement: Judgement<'b, 'a>| {
        let season = judgement.season;
        let wanted = |at: &usize| {
            let pack = season.packs.get(*at).map(|(pack, _)| pack);
            pack.filter(|pack| regime.is_none_or(|wanted| pack.regime.key == *wanted))
        };
        let laws = judgement.determinations.iter().filter_map(|(at, found)| {
            let explanation = book.explain(flow, &judgement, *at);
            Some(LawSays { pack: wanted(at)?, found: found.clone(), explanation })
        });
        JudgedStretch {
            period: judgement.period,
            facts: judgement.facts,
            crossing: judgement.facts.crossing(&book.flows.atlas, Border::Country),
            from_people: judgement.facts.crossing_from_people(&book.flows.atlas, Border::Country),
            laws: laws.collect(),
        }
    };
    book.judge(flow).into_iter().map(of).collect()
}

/// How many determinations come to what.
fn results<'d, 'a: 'd>(determinations: impl Iterator<Item = &'d Determination<'a>>) -> Results {
    let mut results = Results::default();
    for determination in determinations {
        let passes = !matches!(determination.conclusion, Conclusion::NotSatisfied | Conclusion::Undetermined);
        let count = match determination.conclusion {
            _ if passes && determination.law != LawUsed::Confirmed => &mut results.on_unconfirmed_law,
            Conclusion::NotApplicable => &mut results.not_applicable,
            Conclusion::Satisfied => &mut results.satisfied,
            Conclusion::NotSatisfied => &mut results.not_satisfied,
            Conclusion::Conditional => &mut results.conditional,
            Conclusion::Undetermined => &mut results.undetermined,
        };
        *count += 1;
    }
    results
}

/// The locations at both ends of a flow: where people are or it leaves, and where it arrives.
fn ends<'a>(flow: &Flow<'a>) -> (BTreeSet<&'a Key>, BTreeSet<&'a Key>) {
    let Some(facts) = flow.stretches.last().map(|stretch| &stretch.facts) else { return <_>::default() };
    let people = facts.people.items.iter().filter_map(|people| people.place.as_ref().map(crate::domain::Ref::key));
    let from = people.chain(facts.origin.items.iter().filter_map(|spot| spot.location)).collect();
    (from, facts.destination().items.into_iter().flatten().collect())
}

fn selects(filter: &Filter, book: &Rulebook<'_>, flow: &Flow<'_>) -> bool {
    let (from, to) = ends(flow);
    let may_be = |places: &BTreeSet<&Key>, wanted: &Key| {
        places.iter().any(|place| {
            *place == wanted
                || book.flows.atlas.place(place).is_some_and(|place| {
                    place.candidates.iter().any(|c| {
                        [Some(c.country), Some(c.state), c.subdivision].into_iter().flatten().any(|key| key == wanted)
                    })
                })
        })
    };
    let mut importers = flow.stretches.iter().map(|stretch| &stretch.facts.importer);
    filter.lane_from.as_ref().is_none_or(|wanted| may_be(&from, wanted))
        && filter.lane_to.as_ref().is_none_or(|wanted| may_be(&to, wanted))
        && filter.country.as_ref().is_none_or(|country| may_be(&from, country) || may_be(&to, country))
        && filter.processor.as_ref().is_none_or(|wanted| importers.clone().any(|side| side.service == Some(wanted)))
        && filter
            .organization
            .as_ref()
            .is_none_or(|wanted| importers.any(|side| side.organizations().any(|organization| organization == wanted)))
        && filter.activity.as_ref().is_none_or(|activity| flow.activity.key == *activity)
        && filter
            .notice
            .as_ref()
            .is_none_or(|notice| flow.activity.notices.iter().flatten().any(|named| named.key() == notice))
}
