//! The transfer report: which data crosses which border, what each law says of it, and why.
//!
//! Knows what such a report says and in which order. Borders, facts and instruments come from [`crate::flows`], conclusions and
//! their reasons from [`crate::rules`]. What rests on law that is unconfirmed or overdue is counted apart from what is met.

mod flow;
mod groups;
mod law;
mod model;
mod open;
mod words;

pub use model::{
    CandidatePlaces, CandidateResult, Crossing, DeterminationOf, DutyOf, Extent, Group, Grouping, Listing, Mechanism,
    Named, NotEvaluated, NotedField, OpenQuestion, Party, PeopleThere, Place, RegimeUsed, Results, RuleUsed, Threshold,
    Totals, TransferFlow, Transfers, Tried,
};

use crate::{
    domain::{Day, Key, LanguageTag, Register, record::regime::Conclusion},
    flows::{Border, Crossing as Crosses, Flow},
    report::speech::Speech,
    rules::{Determination, Explanation, LawUsed, Moment, Pack, Rulebook, explain},
};
use flow::Teller;
use std::collections::BTreeSet;

/// Which report is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The day by which flows, instruments and laws are judged; also in the future.
    pub on: Day,
    /// The language to say it in.
    pub language: LanguageTag,
    /// What the flows are grouped by.
    pub group_by: Grouping,
    /// Which flows.
    pub filter: Filter,
}

/// Which flows a report is about. All of what is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only from this location to that, as recorded or possibly.
    pub lane: Option<(Key, Key)>,
    /// Only where people are, or it leaves or arrives, in this country or possibly so.
    pub country: Option<Key>,
    /// Only what this regime says.
    pub regime: Option<Key>,
    /// Only flows of which some law comes to this.
    pub result: Option<Conclusion>,
    /// Only to this service or organisation.
    pub recipient: Option<Key>,
    /// Only of activities that this notice tells about.
    pub notice: Option<Key>,
    /// Only of this activity.
    pub activity: Option<Key>,
}

/// A flow with what the laws say of it.
struct Judged<'b, 'a> {
    flow: &'b Flow<'a>,
    crossing: Crosses<'a>,
    from_people: Crosses<'a>,
    determinations: Vec<(&'b Pack<'a>, Determination<'a>, Explanation<'a>)>,
}

/// The report that `options` ask for.
#[must_use]
pub fn transfers(register: &Register, options: &Options) -> Transfers {
    let book = Rulebook::of(register, options.on);
    let (speech, _) = Speech::for_reader(&options.language);
    let teller = Teller { register, book: &book, language: &options.language, speech, on: options.on };
    let mut totals = Totals { flows: book.flows.flows.len(), ..Totals::default() };
    let mut judged = Vec::new();
    for flow in &book.flows.flows {
        let Some(facts) = flow.on(options.on) else { continue };
        let atlas = &book.flows.atlas;
        let crossing = facts.crossing(atlas, Border::Country);
        let from_people = facts.crossing_from_people(atlas, Border::Country);
        match (crossing, from_people) {
            (Crosses::Yes { .. }, _) | (_, Crosses::Yes { .. }) => totals.cross_border += 1,
            (Crosses::No, Crosses::No) => {
                totals.domestic += 1;
                continue;
            }
            _ => totals.undetermined += 1,
        }
        if !selects(&options.filter, &book, flow) {
            continue;
        }
        let determinations = determinations(&book, flow, options.filter.regime.as_ref());
        if options.filter.result.is_none_or(|wanted| determinations.iter().any(|(_, d, _)| d.conclusion == wanted)) {
            judged.push(Judged { flow, crossing, from_people, determinations });
        }
    }
    totals.reported = judged.len();
    totals.results = results(judged.iter().flat_map(|judged| judged.determinations.iter().map(|(_, d, _)| d)));
    totals.lists_taken_for_complete = open::lists_taken(&judged);
    Transfers {
        on: options.on,
        language: speech.tag(),
        totals,
        group_by: options.group_by,
        groups: groups::of(&teller, &judged, options.group_by),
        questions: open::questions(&teller, &judged),
        thresholds: law::thresholds(&teller, options.filter.regime.as_ref()),
        regimes: law::regimes(&teller, &judged),
        rules: law::rules(&teller, &judged),
        not_evaluated: law::not_evaluated(&teller, &judged),
        flows: judged.iter().map(|judged| teller.flow(judged)).collect(),
    }
}

/// What each regime says of a flow, with the reasons.
fn determinations<'b, 'a>(
    book: &'b Rulebook<'a>,
    flow: &'b Flow<'a>,
    regime: Option<&Key>,
) -> Vec<(&'b Pack<'a>, Determination<'a>, Explanation<'a>)> {
    let packs = book.packs.iter().filter(|(pack, _)| pack.is_evaluated());
    let packs = packs.filter(|(pack, _)| regime.is_none_or(|wanted| pack.regime.key == *wanted));
    let determined = packs.filter_map(|(pack, counts)| {
        let moment = Moment::on(book.day);
        let view = book.view(flow, pack, counts, &moment)?;
        Some((pack, crate::rules::determine(&view), explain(&view)))
    });
    determined.collect()
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
fn ends<'a>(book: &Rulebook<'a>, flow: &Flow<'a>) -> (BTreeSet<&'a Key>, BTreeSet<&'a Key>) {
    let Some(facts) = flow.on(book.day) else { return Default::default() };
    let people = facts.people.items.iter().filter_map(|people| people.place.as_ref().map(crate::domain::Ref::key));
    let from = people.chain(facts.origin.items.iter().filter_map(|spot| spot.location)).collect();
    (from, facts.destination().items.into_iter().flatten().collect())
}

fn selects(filter: &Filter, book: &Rulebook<'_>, flow: &Flow<'_>) -> bool {
    let (from, to) = ends(book, flow);
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
    let recipient = |wanted: &Key| {
        flow.on(book.day).is_some_and(|facts| {
            facts.importer.service == Some(wanted) || facts.importer.organizations().any(|key| key == wanted)
        })
    };
    filter.lane.as_ref().is_none_or(|(a, b)| may_be(&from, a) && may_be(&to, b))
        && filter.country.as_ref().is_none_or(|country| may_be(&from, country) || may_be(&to, country))
        && filter.recipient.as_ref().is_none_or(recipient)
        && filter.activity.as_ref().is_none_or(|activity| flow.activity.key == *activity)
        && filter.notice.as_ref().is_none_or(|notice| {
            flow.activity.notices.iter().flatten().any(|named| named.key() == notice)
        })
}
