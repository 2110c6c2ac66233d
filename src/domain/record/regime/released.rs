//! What may become of a law that others rely on: its rules are closed and succeeded, and never edited.
//!
//! A report of last year must say today what it said then. So the condition of a rule, all that the condition rests on (definitions,
//! whom it counts), its conclusion and its citation stay as they were released; what changes is until when it is the law.
//! Never judges whether a rule is right.

use super::{Condition, Regime, Rule};
use crate::domain::{Fault, Pointer, record::Status, value::Key};
use std::collections::BTreeSet;

/// What `after` changes of `before` that must stay. A draft was never released.
pub(in crate::domain) fn faults(before: &Regime, after: &Regime) -> Vec<Fault> {
    if before.status == Status::Draft {
        return Vec::new();
    }
    let rules = before.rules.iter().flatten();
    let mut faults: Vec<Fault> = rules.clone().filter_map(|rule| of_rule(rule, after)).collect();
    let mut used = Used::default();
    rules.filter_map(|rule| rule.when.as_ref()).for_each(|when| used.take(before, when));
    let definitions = before.definitions.iter().flatten().filter(|was| used.definitions.contains(&was.key));
    faults.extend(definitions.filter_map(|was| {
        let place = after.definitions.iter().flatten().position(|is| is.key == was.key);
        let is = place.and_then(|place| after.definitions.as_ref()?.get(place));
        let same = is.is_some_and(|is| is.when == was.when && is.citation == was.citation);
        (!same).then(|| edited("definitions", &was.key, place))
    }));
    let counts = before.counts.iter().flatten().filter(|was| used.counts.contains(&was.key));
    faults.extend(counts.filter_map(|was| {
        let place = after.counts.iter().flatten().position(|is| is.key == was.key);
        let is = place.and_then(|place| after.counts.as_ref()?.get(place));
        let what = |of: &super::CountedPeople| {
            (of.per, of.window, of.unit, of.people_in.clone(), of.when.clone(), of.citation.clone())
        };
        let same = is.is_some_and(|is| what(is) == what(was));
        (!same).then(|| edited("counts", &was.key, place))
    }));
    faults
}

fn of_rule(was: &Rule, after: &Regime) -> Option<Fault> {
    let rules = after.rules.as_deref().unwrap_or_default();
    let Some((index, is)) = rules.iter().enumerate().find(|(_, rule)| rule.key == was.key) else {
        let detail = format!("the released rule `{}` is gone", was.key);
        return Some(Fault::new(Pointer::root().at("rules"), detail).allowing("keep it, and close it (`until`)"));
    };
    let changed =
        [("when", is.when != was.when), ("then", is.then != was.then), ("citation", is.citation != was.citation)];
    let (field, _) = changed.into_iter().find(|(_, changed)| *changed)?;
    let detail = format!("`{}` is released: its {field} is never edited", was.key);
    Some(
        Fault::new(Pointer::root().at("rules").at(index).at(field), detail)
            .allowing("close the rule (`until`) and add one with another key that succeeds it (`since`)"),
    )
}

fn edited(list: &str, key: &Key, place: Option<usize>) -> Fault {
    let at = Pointer::root().at(list);
    let at = place.map_or_else(|| at.clone(), |place| at.at(place));
    let detail = format!("released rules rest on `{key}` as it was");
    Fault::new(at, detail)
        .allowing("keep it; give what is new another key, and name that in rules that succeed the old ones")
}

/// The definitions and counts that conditions rest on.
#[derive(Default)]
struct Used {
    definitions: BTreeSet<Key>,
    counts: BTreeSet<Key>,
}

impl Used {
    fn take(&mut self, regime: &Regime, condition: &Condition) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| self.take(regime, part)),
            Condition::Not(part) | Condition::Possible(part) => self.take(regime, part),
            Condition::Is(name) => {
                let definition = regime.definitions.iter().flatten().find(|definition| definition.key == *name);
                if let Some(definition) = definition
                    && self.definitions.insert(name.clone())
                {
                    self.take(regime, &definition.when);
                }
            }
            Condition::Count(test) => {
                let counted = regime.counts.iter().flatten().find(|counted| counted.key == test.of);
                if let Some(counted) = counted
                    && self.counts.insert(test.of.clone())
                    && let Some(when) = &counted.when
                {
                    self.take(regime, when);
                }
            }
            _ => {}
        }
    }
}
