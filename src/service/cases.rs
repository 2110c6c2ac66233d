//! Regimes held against their cases: whether each case comes out as it says, and whether each rule has cases in which it
//! decides, stays silent, meets a fact that is not recorded, and meets a list that nobody says is complete.

use super::{Error, seeds};
use crate::{
    domain::{
        Record, Register,
        record::{
            Regime,
            regime::{Condition, Rule},
        },
    },
    exchange::{
        cases::{self, Case, Expected},
        manifest::{Format, Input},
    },
    flows::{Leg, Moment, Name, Period, Target},
    rules::{Determination, Pack, Rulebook, Truth, Why, explain},
};
use std::collections::{BTreeMap, BTreeSet};

/// A folder of a regime: its manifest and its cases.
#[derive(Debug, Clone, Copy)]
pub struct Folder<'a> {
    /// The manifest that holds the regimes.
    pub regimes: Input<'a>,
    /// The cases: what to call the file, and its text.
    pub cases: (&'a str, &'a str),
}

/// What a check found, in words; nothing: all is well.
pub fn check(folder: &Folder<'_>) -> Result<Vec<String>, Error> {
    let (name, text) = folder.cases;
    let cases = match cases::read(text) {
        Ok(cases) => cases,
        Err(errors) => return Ok(errors.iter().map(|error| format!("{name}:{error}")).collect()),
    };
    // Refused by itself, with the places in its file, before any case is tried.
    seeds::register_of(&[folder.regimes])?;
    let regimes = seeds::manifest_of(&[folder.regimes])?.records;
    let regimes: Vec<&Regime> = regimes
        .iter()
        .filter_map(|record| match record {
            Record::Regimes(regime) => Some(&**regime),
            _ => None,
        })
        .collect();
    let mut found = Vec::new();
    let mut tried = Tried::default();
    for case in &cases {
        let manifest = case.manifest.to_string();
        let title = format!("{name}:{}: {}", case.line, case.title);
        let input = Input { name: &title, bytes: manifest.as_bytes(), format: Format::Json };
        match seeds::register_of(&[folder.regimes, input]) {
            Ok(register) => run(name, case, &register, &regimes, &mut tried, &mut found),
            Err(error) => found.push(format!("{title}: the records are refused: {error:?}")),
        }
    }
    for regime in &regimes {
        found.extend(tried.lacks(regime));
    }
    Ok(found)
}

fn run(name: &str, case: &Case, register: &Register, regimes: &[&Regime], tried: &mut Tried, found: &mut Vec<String>) {
    let days: BTreeSet<_> = case.expected.iter().map(|row| row.on).collect();
    for day in days {
        let book = Rulebook::of(register, Period::day(day));
        let all = book.flows();
        for row in case.expected.iter().filter(|row| row.on == day) {
            let mut say = |words: String| found.push(format!("{name}:{}: {}: {words}", row.line, case.title));
            let wanted = match (&row.regime, regimes) {
                (Some(key), _) => key.clone(),
                (None, [only]) => only.key.to_string(),
                (None, _) => {
                    say("the file has several regimes; name one in a column `regime`".into());
                    continue;
                }
            };
            let packs = book.seasons.iter().flat_map(|season| &season.packs);
            let Some((pack, counts)) = packs.into_iter().find(|(pack, _)| pack.regime.key.as_str() == wanted) else {
                say(format!("`{wanted}` is no regime in force on {day}"));
                continue;
            };
            let flows: Vec<_> = all.iter().filter(|flow| is_named(&flow.name, &row.flow)).collect();
            let [flow] = flows.as_slice() else {
                let names: Vec<_> = all.iter().map(|flow| label(&flow.name)).collect();
                say(format!("`{}` names {} flows; there are: {}", row.flow, flows.len(), names.join(" | ")));
                continue;
            };
            let moment = Moment::on(day);
            let Some(facts) = flow.on(day) else {
                say(format!("`{}` does not exist on {day}", row.flow));
                continue;
            };
            let view = book.view(flow, facts, (pack, counts), &moment);
            let determination = crate::rules::determine(&view);
            let explanation = explain(&view);
            tried.note(pack, &determination, &explanation);
            if let Some(words) = differs(row, &determination) {
                let missing: Vec<_> = explanation.missing.iter().map(|note| place_of(note)).collect();
                let trace = explanation.trace.iter();
                let trace: Vec<_> =
                    trace.map(|step| format!("{} {:?}/{:?}", step.rule.key, step.strict, step.declared)).collect();
                say(format!("{words}\n    tried: {}\n    missing: {}", trace.join(", "), missing.join(", ")));
            }
            let missing: Vec<String> = explanation.missing.iter().map(|note| place_of(note)).collect();
            for wanted in row.missing.iter().filter(|wanted| !missing.contains(wanted)) {
                say(format!("`{wanted}` is not among what is missing: {}", missing.join(", ")));
            }
        }
    }
}

fn place_of(note: &crate::rules::Note<'_>) -> String {
    format!("{}/{}#{}", note.kind, note.key, note.pointer.as_str())
}

/// How a determination differs from what the row states.
fn differs(row: &Expected, determination: &Determination<'_>) -> Option<String> {
    let (conclusion, rules) = match &row.place {
        None => (determination.conclusion, &determination.decided_by),
        Some(place) => {
            let of = determination.candidates.iter().find(|by| {
                by.chosen.iter().any(|chosen| chosen.countries.iter().any(|country| country.country.as_str() == place))
            });
            let Some(of) = of else {
                return Some(format!("`{place}` is none of the countries that a region stands for"));
            };
            (of.conclusion, &of.decided_by)
        }
    };
    let keys: BTreeSet<&str> = rules.iter().map(|rule| rule.key.as_str()).collect();
    let wanted: BTreeSet<&str> = row.rules.iter().map(String::as_str).collect();
    (conclusion != row.result || keys != wanted)
        .then(|| format!("comes to {conclusion:?} by {keys:?}, and the case says {:?} by {wanted:?}", row.result))
}

/// A flow as cases name it: `disclosure crm`; onward steps by their two ends, `onward crm > hosting`.
#[must_use]
pub fn label(name: &Name<'_>) -> String {
    let end = |target: Target<'_>| match target {
        Target::Processor(key) | Target::Organization(key) | Target::Element(key) => key.to_string(),
        other => format!("{other:?}").to_lowercase(),
    };
    match (name.leg, name.onward) {
        (Leg::Onward, Some((from, to))) => format!("{} onward {} > {}", name.activity, end(from), end(to)),
        (leg, _) => {
            let element = name
                .element
                .map_or_else(|| name.recipient.map_or_else(|| "-".to_owned(), end), |element| element.key.to_string());
            format!("{} {} {element}", name.activity, leg.word())
        }
    }
}

fn is_named(name: &Name<'_>, words: &str) -> bool {
    let label = label(name);
    label == words || label.split_once(' ').is_some_and(|(_, rest)| rest == words)
}

/// In which ways each rule was met by the cases.
#[derive(Default)]
struct Tried(BTreeMap<(String, String), BTreeSet<&'static str>>);

/// What the cases of a rule must show: it decides, it is silent, a fact it asks for is not recorded, a list it reads is open.
const WAYS: [&str; 4] = ["decides", "stays silent", "meets a missing fact", "meets a list not marked complete"];

impl Tried {
    fn note(
        &mut self,
        pack: &Pack<'_>,
        determination: &Determination<'_>,
        explanation: &crate::rules::Explanation<'_>,
    ) {
        let decides = |rule: &Rule| {
            determination.decided_by.iter().any(|by| by.key == rule.key)
                || determination.candidates.iter().flat_map(|by| &by.decided_by).any(|by| by.key == rule.key)
        };
        for step in &explanation.trace {
            let ways = self.0.entry((pack.regime.key.to_string(), step.rule.key.to_string())).or_default();
            if decides(step.rule) {
                ways.insert(WAYS[0]);
            }
            if step.strict == Truth::False {
                ways.insert(WAYS[1]);
            }
            if step.declared == Truth::Unknown && explanation.missing.iter().any(|note| note.why != Why::Open) {
                ways.insert(WAYS[2]);
            }
            if step.strict == Truth::Unknown && step.declared != Truth::Unknown {
                ways.insert(WAYS[3]);
            }
        }
    }

    /// What no case shows of the rules of a regime. A rule without a condition can only decide; one that asks for nothing that may
    /// be missing, or reads no list, cannot meet that.
    fn lacks(&self, regime: &Regime) -> Vec<String> {
        let none = BTreeSet::new();
        let mut lacks = Vec::new();
        for rule in regime.rules.iter().flatten() {
            let ways = self.0.get(&(regime.key.to_string(), rule.key.to_string())).unwrap_or(&none);
            let open = rule.when.as_ref().map(|when| may_be(regime, when, 0)).unwrap_or_default();
            let wanted = WAYS.iter().zip([true, rule.when.is_some(), open.missing, open.list]);
            let wanted = wanted.filter(|(_, possible)| *possible).map(|(way, _)| way);
            let missing: Vec<_> = wanted.filter(|way| !ways.contains(**way)).copied().collect();
            if !missing.is_empty() {
                lacks.push(format!("{}: no case in which rule `{}` {}", regime.key, rule.key, missing.join(", ")));
            }
        }
        lacks
    }
}

/// What may keep a condition from being known.
#[derive(Debug, Clone, Copy, Default)]
struct MayBe {
    missing: bool,
    list: bool,
}

fn may_be(regime: &Regime, condition: &Condition, depth: usize) -> MayBe {
    let of_all = |parts: &[Condition]| {
        parts.iter().map(|part| may_be(regime, part, depth)).fold(MayBe::default(), |all, part| MayBe {
            missing: all.missing || part.missing,
            list: all.list || part.list,
        })
    };
    match condition {
        Condition::All(parts) | Condition::Any(parts) => of_all(parts),
        Condition::Not(part) => may_be(regime, part, depth),
        // Whatever it lacks, it is possible.
        Condition::Possible(_) | Condition::Leg(_) | Condition::Residual(_) => MayBe::default(),
        Condition::Is(name) if depth < 16 => {
            let defined = regime.definitions.iter().flatten().find(|definition| definition.key == *name);
            defined.map(|definition| may_be(regime, &definition.when, depth + 1)).unwrap_or_default()
        }
        Condition::Is(_)
        | Condition::Attested(_)
        | Condition::Disclosure(_)
        | Condition::CollectsDirectly(_)
        | Condition::SaleOrSharing(_)
        | Condition::Consideration(_)
        | Condition::OurRole(_) => MayBe { missing: true, list: false },
        _ => MayBe { missing: true, list: true },
    }
}
