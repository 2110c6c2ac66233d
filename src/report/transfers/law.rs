//! What the laws say, as the report tells it: determinations, rules, regimes, thresholds, and what was not evaluated.

use super::{
    filter::Filter,
    flow::{LawSays, Teller},
    model::{
        CandidatePlaces, CandidateResult, DeterminationOf, DutyOf, NotEvaluated, NotedField, RegimeUsed, Results,
        RuleUsed, Threshold, Tried,
    },
    sums::Sums,
};
use crate::{
    domain::{
        Key, Kind,
        record::{
            Regime,
            regime::{Condition, CountTest, Rule},
        },
    },
    flows::TargetBy,
    rules::{End, LawUsed, Moment, Note, Truth},
};
use std::collections::{BTreeMap, BTreeSet};

/// What a law says of a flow.
pub(super) fn determination(
    teller: &Teller<'_, '_>,
    LawSays { pack, found, explanation }: &LawSays<'_, '_>,
) -> DeterminationOf {
    let keys = |rules: &[&Rule]| rules.iter().map(|rule| rule.key.clone()).collect();
    let toward: BTreeSet<_> = found.decided_by.iter().map(|rule| rule.then).collect();
    let candidates = found.candidates.iter().map(|by| CandidateResult {
        places: by
            .chosen
            .iter()
            .map(|chosen| CandidatePlaces {
                region: chosen.region.clone(),
                end: if chosen.end == End::To { "to" } else { "people" },
                countries: chosen.countries.iter().map(|candidate| candidate.country.clone()).collect(),
            })
            .collect(),
        result: by.conclusion,
        decided_by: keys(&by.decided_by),
    });
    let sentences: Vec<String> = found.decided_by.iter().map(|rule| teller.text(&rule.sentence)).collect();
    let tried = explanation.trace.iter();
    DeterminationOf {
        regime: pack.regime.key.clone(),
        result: found.conclusion,
        toward: toward.into_iter().collect(),
        decided_by: keys(&found.decided_by),
        otherwise: keys(&found.otherwise),
        sentence: sentences.join(teller.speech.pick((" — or: ", "；或者："))),
        law: found.law,
        candidates: candidates.collect(),
        assumed: explanation.assumed.iter().map(noted).collect(),
        missing: explanation.missing.iter().map(noted).collect(),
        used: explanation
            .used
            .iter()
            .map(|note| format!("{}/{}#{}", note.kind, note.key, note.pointer.as_str()))
            .collect(),
        trace: tried
            .map(|step| Tried { rule: step.rule.key.clone(), strict: step.strict, declared: step.declared })
            .collect(),
    }
}

pub(super) fn noted(note: &Note<'_>) -> NotedField {
    NotedField {
        record: format!("{}/{}", note.kind, note.key),
        pointer: note.pointer.as_str().to_owned(),
        why: note.why,
    }
}

/// The regimes that were held against the flows, with what they come to.
pub(super) fn regimes(teller: &Teller<'_, '_>, sums: &Sums<'_>) -> Vec<RegimeUsed> {
    let used = sums.by_regime().into_iter().filter_map(|(key, found)| {
        let regime = regime(teller, key)?;
        let mut results = Results::default();
        for (found, flows) in &found {
            results.count((found.conclusion, found.law), *flows);
        }
        Some(RegimeUsed {
            regime: regime.key.clone(),
            name: teller.text(&regime.name),
            citation: regime.law.as_ref().map(|law| law.citation.to_string()),
            checked: regime.checked,
            recheck_by: regime.recheck_by,
            overdue: Moment::on(teller.on).passed(regime.recheck_by),
            results,
        })
    });
    used.collect()
}

/// The record of a regime.
fn regime<'a>(teller: &Teller<'_, 'a>, key: &Key) -> Option<&'a Regime> {
    teller.book.ground.regimes.iter().find(|regime| regime.key == *key).copied()
}

/// The rules that decide something, or may, each once.
pub(super) fn rules(teller: &Teller<'_, '_>, sums: &Sums<'_>) -> Vec<RuleUsed> {
    let mut used: BTreeMap<(&Key, &Key), bool> = BTreeMap::new();
    for (found, _) in sums.found() {
        for (rules, decides) in [(&found.decided_by, true), (&found.otherwise, false)] {
            for rule in rules {
                *used.entry((&found.regime, rule)).or_default() |= decides;
            }
        }
    }
    let told = used.into_iter().filter_map(|((key, rule), decides)| {
        let regime = regime(teller, key)?;
        let rule = regime.rules.iter().flatten().find(|known| known.key == *rule)?;
        Some(rule_used(teller, regime, rule, decides))
    });
    told.collect()
}

fn rule_used(teller: &Teller<'_, '_>, regime: &Regime, rule: &Rule, decides: bool) -> RuleUsed {
    let moment = Moment::on(teller.on);
    let recheck_by = rule.recheck_by.into_iter().chain(regime.recheck_by).min();
    let duties = regime.duties.iter().flatten().filter(|duty| rule.duties.iter().flatten().any(|key| *key == duty.key));
    RuleUsed {
        regime: regime.key.clone(),
        rule: rule.key.clone(),
        decides,
        conclusion: rule.then,
        sentence: teller.text(&rule.sentence),
        provided: rule.provided.as_ref().map(|text| teller.text(text)),
        citation: rule.citation.to_string(),
        law: LawUsed::of(rule.status, recheck_by, &moment),
        checked: rule.checked.or(regime.checked),
        recheck_by,
        changes_when: rule.changes_when.iter().flatten().map(|text| teller.text(text)).collect(),
        warning: rule.warning.as_ref().map(|text| teller.text(text)),
        duties: duties
            .map(|duty| DutyOf {
                duty: duty.key.clone(),
                text: teller.text(&duty.text),
                occasion: duty.occasion,
                towards: duty.towards,
                within: duty.within.clone(),
                kept_for: duty.kept_for.clone(),
                citation: duty.citation.to_string(),
                law: LawUsed::of(duty.status, duty.recheck_by, &moment),
            })
            .collect(),
    }
}

/// Every threshold on which a rule of the day turns, with each number of people that is held against it.
pub(super) fn thresholds(teller: &Teller<'_, '_>, sums: &Sums<'_>, filter: &Filter) -> Vec<Threshold> {
    let regime = filter.regime.as_ref();
    let Sums { exporters, importers, .. } = sums;
    let mut thresholds = Vec::new();
    let last = teller.book.seasons.last();
    let packs = last.into_iter().flat_map(|season| &season.packs);
    let packs = packs.filter(|(pack, _)| regime.is_none_or(|wanted| pack.regime.key == *wanted));
    for (pack, counts) in packs {
        let mut tests: Vec<&CountTest> = pack
            .leaves
            .iter()
            .filter_map(|leaf| match leaf {
                Condition::Count(test) => Some(test),
                _ => None,
            })
            .collect();
        tests.sort_by_key(|test| (&test.of, test.at_least, test.more_than));
        for test in tests {
            let Some(counted) = pack.regime.counts.iter().flatten().find(|counted| counted.key == test.of) else {
                continue;
            };
            let (Some(limit), exclusive) = (test.at_least.or(test.more_than), test.more_than.is_some()) else {
                continue;
            };
            let limit = limit.value();
            let holds = |people: u64| if exclusive { people > limit } else { people >= limit };
            for (group, [strict, declared]) in counts.ranges(pack, &test.of) {
                let concerned = group.exporter.as_ref().is_none_or(|exporter| exporters.contains(exporter))
                    && group.importer.as_ref().is_none_or(|importer| importers.contains(importer));
                if !concerned {
                    continue;
                }
                let reached = match (holds(strict.low), strict.high.map(holds)) {
                    (true, _) => Truth::True,
                    (false, Some(false)) => Truth::False,
                    _ => Truth::Unknown,
                };
                thresholds.push(Threshold {
                    regime: pack.regime.key.clone(),
                    counted: test.of.clone(),
                    name: teller.text(&counted.name),
                    exporter: group.exporter.clone(),
                    importer: group.importer.as_ref().map(target),
                    at_least: strict.low,
                    at_most: strict.high,
                    at_most_as_declared: declared.high,
                    limit,
                    exclusive,
                    reached,
                    equal: strict.low == limit && strict.high == Some(limit),
                    citation: counted.citation.to_string(),
                });
            }
        }
    }
    thresholds
}

fn target(target: &TargetBy<Key>) -> String {
    match target {
        TargetBy::Processor(key) => format!("{}/{key}", Kind::Processors),
        TargetBy::Organization(key) => format!("{}/{key}", Kind::Organizations),
        TargetBy::Element(key) => key.to_string(),
        other => format!("{other:?}").to_lowercase(),
    }
}

/// What was not evaluated: texts without rules and countries without a law here, where flows touch them; and what never is.
pub(super) fn not_evaluated(teller: &Teller<'_, '_>, sums: &Sums<'_>) -> Vec<NotEvaluated> {
    let atlas = &teller.book.land.atlas;
    let places = sums.places.iter().filter_map(|key| atlas.place(key));
    // A region stands for one of its countries: all of them would be no answer.
    let touched: BTreeSet<&Key> = places
        .filter_map(|place| match place.candidates.as_slice() {
            [only] => Some(only.country),
            _ => None,
        })
        .collect();
    let lies_in = |country: &Key, jurisdiction: &Key| {
        atlas.place(jurisdiction).is_some_and(|place| place.candidates.iter().any(|c| c.country == country))
    };
    let mut not = Vec::new();
    let mut lawless = touched.clone();
    for (pack, _) in teller.book.seasons.last().into_iter().flat_map(|season| &season.packs) {
        let regime = pack.regime;
        // It knows what is owed on other occasions, and has nothing to say of transfers.
        if !pack.is_evaluated() && regime.duties.is_some() {
            continue;
        }
        let Some(jurisdiction) = regime.jurisdiction.as_ref().map(crate::domain::Ref::key) else { continue };
        let here: Vec<&Key> = touched.iter().copied().filter(|country| lies_in(country, jurisdiction)).collect();
        for country in here {
            lawless.remove(country);
            if !pack.is_evaluated() {
                not.push(NotEvaluated {
                    place: Some(country.clone()),
                    regime: Some(regime.key.clone()),
                    text: teller.speech.only_a_text(&teller.text(&regime.name)),
                    citation: regime.law.as_ref().map(|law| law.citation.to_string()),
                });
            }
        }
    }
    not.extend(lawless.into_iter().map(|country| NotEvaluated {
        place: Some(country.clone()),
        regime: None,
        text: teller.speech.no_law(&teller.name(Kind::Locations, country)),
        citation: None,
    }));
    not.push(NotEvaluated { place: None, regime: None, text: teller.speech.sectors().to_owned(), citation: None });
    not
}
