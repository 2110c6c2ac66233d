//! What is wrong with a regime by itself: names that lead nowhere, rules that never decide or contradict each other, stretches
//! of days that overlap or are left without a last word.
//!
//! Knows the shape of conditions and no law. A regime with any of these faults is refused wherever records come in.

use super::{Conclusion, Condition, CountTest, DataSelector, DataTest, PartyTest, PlaceTest, Regime, Rule};
use crate::domain::{
    Day, Fault, Pointer,
    value::{Key, Text},
};
use std::collections::{BTreeMap, BTreeSet};

/// Every fault of a regime.
pub(in crate::domain) fn faults(regime: &Regime) -> Vec<Fault> {
    let mut check = Check { faults: Vec::new(), names: Names::of(regime) };
    let rules = regime.rules.as_deref().unwrap_or_default();
    check.entries(regime);
    check.definitions(regime);
    for (index, counted) in regime.counts.iter().flatten().enumerate() {
        let at = Pointer::root().at("counts").at(index);
        check.cited(&at, &counted.citation);
        check.lists(&at.at("people_in"), counted.people_in.as_deref().unwrap_or_default());
        if let Some(when) = &counted.when {
            check.condition(&at.at("when"), when);
            if check.counts(when, 0) {
                check.fault(at.at("when"), "counts people by how many there are", "count by facts of flows");
            }
        }
    }
    for (index, duty) in regime.duties.iter().flatten().enumerate() {
        let at = Pointer::root().at("duties").at(index);
        check.cited(&at, &duty.citation);
        check.spoken(&at.at("text"), &duty.text);
        if let Some(when) = &duty.when {
            check.condition(&at.at("when"), when);
            if check.counts(when, 0) {
                check.fault(
                    at.at("when"),
                    "asks how many people there are",
                    "say in `text` from how many on it is owed",
                );
            }
        }
    }
    for (index, rule) in rules.iter().enumerate() {
        check.rule(&Pointer::root().at("rules").at(index), rule);
    }
    check.order(rules);
    if rules.len() > super::MOST_RULES {
        check.fault(
            Pointer::root().at("rules"),
            format!("has {} rules", rules.len()),
            format!("a regime has at most {}; make one for each question", super::MOST_RULES),
        );
    }
    let owed = regime.duties.iter().flatten().any(|duty| duty.when.is_some());
    let has = if rules.is_empty() { "duties" } else { "rules" };
    if (!rules.is_empty() || owed) && regime.law.is_none() {
        check.fault(Pointer::root(), format!("has {has} and names no law"), "give `law` with its title and citation");
    }
    if (!rules.is_empty() || owed) && regime.checked.is_none() {
        check.fault(Pointer::root(), format!("has {has} and no day of checking"), "give `checked`");
    }
    check.faults
}

/// The names that conditions may use.
struct Names<'a> {
    lists: BTreeSet<&'a Key>,
    definitions: BTreeMap<&'a Key, &'a Condition>,
    counts: BTreeSet<&'a Key>,
    duties: BTreeSet<&'a Key>,
}

impl<'a> Names<'a> {
    fn of(regime: &'a Regime) -> Self {
        Self {
            lists: regime.lists.iter().flatten().map(|list| &list.key).collect(),
            definitions: regime.definitions.iter().flatten().map(|d| (&d.key, &d.when)).collect(),
            counts: regime.counts.iter().flatten().map(|counted| &counted.key).collect(),
            duties: regime.duties.iter().flatten().map(|duty| &duty.key).collect(),
        }
    }
}

struct Check<'a> {
    faults: Vec<Fault>,
    names: Names<'a>,
}

impl Check<'_> {
    fn fault(&mut self, at: Pointer, detail: impl Into<String>, allowed: impl Into<String>) {
        self.faults.push(Fault::new(at, detail).allowing(allowed));
    }

    fn cited(&mut self, at: &Pointer, citation: &str) {
        if citation.trim().is_empty() {
            self.fault(at.at("citation"), "cites nothing", "name the provision: `Art 46(2)(c)`");
        }
    }

    /// Sentences are there in English and in simplified Chinese.
    fn spoken(&mut self, at: &Pointer, text: &Text) {
        for language in ["en", "zh-Hans"] {
            if !text.iter().any(|(tag, words)| tag == language && !words.trim().is_empty()) {
                self.fault(at.clone(), format!("is not there in `{language}`"), "give `en` and `zh-Hans`");
            }
        }
    }

    fn known<'k>(&mut self, at: &Pointer, what: &str, key: &'k Key, of: &BTreeSet<&'k Key>) {
        if !of.contains(key) {
            let known: Vec<_> = of.iter().map(|key| key.as_str()).collect();
            let allowed = if known.is_empty() {
                format!("the regime has no {what}")
            } else {
                format!("allowed are {}", known.join(", "))
            };
            self.fault(at.clone(), format!("`{key}` is not a key of its {what}"), allowed);
        }
    }

    fn lists(&mut self, at: &Pointer, lists: &[Key]) {
        let known = std::mem::take(&mut self.names.lists);
        for (index, list) in lists.iter().enumerate() {
            self.known(&at.at(index), "lists", list, &known.iter().copied().collect());
        }
        self.names.lists = known;
    }

    /// A place is on a list once on each day.
    fn entries(&mut self, regime: &Regime) {
        for (index, list) in regime.lists.iter().flatten().enumerate() {
            let at = Pointer::root().at("lists").at(index).at("entries");
            for (index, entry) in list.entries.iter().enumerate() {
                let before = list.entries.iter().take(index).position(|before| {
                    before.location == entry.location
                        && overlap((before.since, before.until), (entry.since, entry.until))
                });
                if let Some(before) = before {
                    self.fault(
                        at.at(index),
                        format!(
                            "`{}` is on the list on days on which it is already, by {}",
                            entry.location.key(),
                            at.at(before)
                        ),
                        "close the earlier entry (`until`) before the later one begins",
                    );
                }
            }
        }
    }

    fn definitions(&mut self, regime: &Regime) {
        for (index, definition) in regime.definitions.iter().flatten().enumerate() {
            let at = Pointer::root().at("definitions").at(index);
            self.cited(&at, &definition.citation);
            self.condition(&at.at("when"), &definition.when);
            if self.leads_to(&definition.when, &definition.key, &mut BTreeSet::new()) {
                self.fault(at.at("when"), format!("`{}` is defined by itself", definition.key), "break the circle");
            }
        }
    }

    fn leads_to(&self, condition: &Condition, wanted: &Key, seen: &mut BTreeSet<Key>) -> bool {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().any(|p| self.leads_to(p, wanted, seen)),
            Condition::Not(part) | Condition::Possible(part) => self.leads_to(part, wanted, seen),
            Condition::Is(name) if name == wanted => true,
            Condition::Is(name) => {
                seen.insert(name.clone())
                    && self.names.definitions.get(name).is_some_and(|inner| self.leads_to(inner, wanted, seen))
            }
            _ => false,
        }
    }

    fn rule(&mut self, at: &Pointer, rule: &Rule) {
        self.cited(at, &rule.citation);
        self.spoken(&at.at("sentence"), &rule.sentence);
        let asks = matches!(rule.then, Conclusion::Conditional | Conclusion::Undetermined);
        match &rule.provided {
            Some(provided) => self.spoken(&at.at("provided"), provided),
            None if asks => {
                self.fault(at.clone(), "does not say what has to be shown or found out", "give `provided`");
            }
            None => {}
        }
        let duties = std::mem::take(&mut self.names.duties);
        for (index, duty) in rule.duties.iter().flatten().enumerate() {
            self.known(&at.at("duties").at(index), "duties", duty, &duties.iter().copied().collect());
        }
        self.names.duties = duties;
        let Some(when) = &rule.when else { return };
        self.condition(&at.at("when"), when);
        if matches!(rule.then, Conclusion::Satisfied | Conclusion::NotApplicable) && self.is_lenient(when, 0) {
            self.fault(
                at.at("when"),
                "lets a flow pass on what is merely possible",
                "`possible` is for rules that conclude conditional, not_satisfied or undetermined",
            );
        }
    }

    /// Whether `possible` occurs in it. Below a negation it is no lenience, but nobody needs it there.
    fn is_lenient(&self, condition: &Condition, depth: usize) -> bool {
        match condition {
            Condition::Possible(_) => true,
            Condition::All(parts) | Condition::Any(parts) => parts.iter().any(|part| self.is_lenient(part, depth)),
            Condition::Not(part) => self.is_lenient(part, depth),
            Condition::Is(name) if depth < 16 => {
                self.names.definitions.get(name).is_some_and(|inner| self.is_lenient(inner, depth + 1))
            }
            _ => false,
        }
    }

    /// Whether it asks for a number of people, itself or by a definition.
    fn counts(&self, condition: &Condition, depth: usize) -> bool {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().any(|part| self.counts(part, depth)),
            Condition::Not(part) | Condition::Possible(part) => self.counts(part, depth),
            Condition::Is(name) if depth < 16 => {
                self.names.definitions.get(name).is_some_and(|inner| self.counts(inner, depth + 1))
            }
            Condition::Count(_) => true,
            _ => false,
        }
    }

    fn condition(&mut self, at: &Pointer, condition: &Condition) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                let word = if matches!(condition, Condition::All(_)) { "all" } else { "any" };
                if parts.is_empty() {
                    self.fault(at.at(word), "joins nothing", "give at least one condition");
                }
                for (index, part) in parts.iter().enumerate() {
                    self.condition(&at.at(word).at(index), part);
                }
            }
            Condition::Not(part) => self.condition(&at.at("not"), part),
            Condition::Possible(part) => self.condition(&at.at("possible"), part),
            Condition::Is(name) => {
                let known = self.names.definitions.keys().copied().collect::<BTreeSet<_>>();
                if !known.contains(name) {
                    let names: Vec<_> = known.iter().map(|key| key.as_str()).collect();
                    let allowed = format!("its definitions are: {}", names.join(", "));
                    self.fault(at.at("is"), format!("`{name}` is not a key of its definitions"), allowed);
                }
            }
            Condition::People(test) => self.places(&at.at("people"), test),
            Condition::Audience(test) => self.places(&at.at("audience"), test),
            Condition::Origin(test) => self.places(&at.at("origin"), test),
            Condition::Storage(test) => self.places(&at.at("storage"), test),
            Condition::Access(test) => self.places(&at.at("access"), test),
            Condition::Destination(test) => self.places(&at.at("destination"), test),
            Condition::MixedData(test) => {
                self.places(&at.at("mixed_data"), test);
                if matches!(test, PlaceTest::OnlyIn(_)) {
                    self.fault(at.at("mixed_data"), "asks where all other data is from", "ask with `in`");
                }
            }
            Condition::Exporter(test) => self.party(&at.at("exporter"), test),
            Condition::Importer(test) => self.party(&at.at("importer"), test),
            Condition::Controller(test) => self.party(&at.at("controller"), test),
            Condition::Data(DataTest::Some(selector) | DataTest::Every(selector)) => {
                let empty = DataSelector {
                    categories: None,
                    gdpr: None,
                    pipl: None,
                    ccpa: None,
                    dsp: None,
                    source: None,
                    identifiable: None,
                };
                if *selector == empty {
                    self.fault(at.at("data"), "selects nothing in particular", "name categories, flags or sources");
                }
            }
            Condition::Count(test) => self.count(&at.at("count"), test),
            Condition::Attested(test) => self.spoken(&at.at("attested").at("question"), &test.question),
            _ => {}
        }
    }

    fn places(&mut self, at: &Pointer, test: &PlaceTest) {
        let (word, lists) = match test {
            PlaceTest::In(lists) => ("in", lists),
            PlaceTest::OnlyIn(lists) => ("only_in", lists),
        };
        if lists.is_empty() {
            self.fault(at.at(word), "names no list", "give at least one key of the regime's lists");
        }
        self.lists(&at.at(word), lists);
    }

    fn party(&mut self, at: &Pointer, test: &PartyTest) {
        match test {
            PartyTest::OrganisedIn(lists) => self.lists(&at.at("organised_in"), lists),
            PartyTest::PrincipalPlaceIn(lists) => self.lists(&at.at("principal_place_in"), lists),
            PartyTest::EstablishedIn(lists) => self.lists(&at.at("established_in"), lists),
            PartyTest::AllEstablishedIn(lists) => self.lists(&at.at("all_established_in"), lists),
            PartyTest::Owned(test) => self.lists(&at.at("owned").at("by"), &test.by),
            _ => {}
        }
    }

    fn count(&mut self, at: &Pointer, test: &CountTest) {
        let counts = std::mem::take(&mut self.names.counts);
        self.known(&at.at("of"), "counts", &test.of, &counts.iter().copied().collect());
        self.names.counts = counts;
        if test.at_least.is_some() == test.more_than.is_some() {
            self.fault(at.clone(), "names not exactly one threshold", "give either `at_least` or `more_than`");
        }
    }

    /// On each day on which there are rules the last one has no condition; and none stands behind one that decides before it.
    fn order(&mut self, rules: &[Rule]) {
        for (index, rule) in rules.iter().enumerate() {
            let at = Pointer::root().at("rules").at(index);
            let before = rules.iter().take(index).enumerate().find(|(_, before)| {
                overlap((before.since, before.until), (rule.since, rule.until))
                    && implied(rule.when.as_ref(), before.when.as_ref())
            });
            if let Some((earlier, before)) = before {
                let detail = if before.when == rule.when && before.then != rule.then {
                    format!(
                        "contradicts rule `{}` at /rules/{earlier}: the same condition, another conclusion",
                        before.key
                    )
                } else {
                    format!(
                        "never decides: rule `{}` at /rules/{earlier} does whenever its condition holds",
                        before.key
                    )
                };
                self.fault(at, detail, "change the order or the conditions, or close the earlier rule (`until`)");
            }
        }
        let days = rules.iter().flat_map(|rule| [rule.since, rule.until.and_then(next)]).flatten();
        let mut days: BTreeSet<Option<Day>> = days.map(Some).collect();
        days.insert(None);
        for day in days {
            let on_day = |rule: &&Rule| match day {
                Some(day) => day.within(rule.since, rule.until),
                None => rule.since.is_none(),
            };
            let last = rules.iter().enumerate().rfind(|(_, rule)| on_day(rule));
            if let Some((index, last)) = last.filter(|(_, last)| last.when.is_some()) {
                let when = day.map_or_else(|| "before any day it names".to_owned(), |day| format!("on {day}"));
                self.fault(
                    Pointer::root().at("rules").at(index),
                    format!(
                        "`{}` is the last rule {when} and has a condition: where that does not hold, nothing decides",
                        last.key
                    ),
                    "end the list with a rule without `when`",
                );
                break;
            }
        }
    }
}

fn next(day: Day) -> Option<Day> {
    day.0.succ_opt().map(Day)
}

fn overlap(a: (Option<Day>, Option<Day>), b: (Option<Day>, Option<Day>)) -> bool {
    let begins_in_time = |since: Option<Day>, until: Option<Day>| match (since, until) {
        (Some(since), Some(until)) => since <= until,
        _ => true,
    };
    begins_in_time(a.0, b.1) && begins_in_time(b.0, a.1)
}

/// Whether `earlier` surely holds whenever `later` does, as far as their shape tells; `None` always holds.
fn implied(later: Option<&Condition>, earlier: Option<&Condition>) -> bool {
    match (later, earlier) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(later), Some(earlier)) => implies(later, earlier),
    }
}

fn implies(later: &Condition, earlier: &Condition) -> bool {
    if later == earlier {
        return true;
    }
    match (later, earlier) {
        (Condition::Any(parts), _) => !parts.is_empty() && parts.iter().all(|part| implies(part, earlier)),
        (_, Condition::All(parts)) => !parts.is_empty() && parts.iter().all(|part| implies(later, part)),
        (_, Condition::Any(parts)) if parts.iter().any(|part| implies(later, part)) => true,
        (Condition::All(parts), _) => parts.iter().any(|part| implies(part, earlier)),
        _ => false,
    }
}
