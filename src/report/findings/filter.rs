//! Which findings are asked for.

use crate::{
    domain::{Entry, Key, Kind, RecordId, Register, inspect, search},
    findings::{CHECKS, Check, Family, Severity, check},
    report::question::{Question, Refused},
};
use std::collections::BTreeSet;

/// Which findings are asked for. What is left out narrows nothing.
#[derive(Debug, Default)]
pub(super) struct Filter {
    severity: Option<Severity>,
    code: Option<String>,
    family: Option<Family>,
    kind: Option<Kind>,
    records: Option<BTreeSet<RecordId>>,
    steward: Option<String>,
}

impl Filter {
    /// Reads what is asked.
    ///
    /// # Errors
    /// If a parameter names what there is not.
    pub fn read(register: &Register, question: &Question) -> Result<Self, Refused> {
        let word = |name: &str| Some(question.word(name)).filter(|word| *word != "any");
        let code = question.text("code").map(str::to_owned);
        if let Some(code) = code.as_deref().filter(|code| check(code).is_none()) {
            return Err(Refused::Unknown(format!(
                "`code`: there is no check `{}`; see /docs/findings",
                crate::domain::value::shown(code)
            )));
        }
        let mut records = question.record("record").map(|id| BTreeSet::from([id]));
        if let Some(notice) = question.key("notice") {
            let about = about_notice(register, &notice);
            records = Some(match records {
                Some(records) => records.intersection(&about).cloned().collect(),
                None => about,
            });
        }
        Ok(Self {
            severity: word("severity").and_then(|word| Severity::ALL.into_iter().find(|one| one.name() == word)),
            family: word("family").and_then(|word| Family::ALL.iter().copied().find(|one| one.name() == word)),
            kind: word("kind").and_then(|word| word.parse().ok()),
            steward: question.text("steward").map(search::fold_name),
            code,
            records,
        })
    }

    /// Whether a check is asked for at all.
    pub fn wants(&self, check: &Check) -> bool {
        self.code.as_ref().is_none_or(|code| code == check.code)
            && self.family.is_none_or(|family| family == check.family)
    }

    /// How many checks are asked for.
    pub fn checks(&self) -> usize {
        CHECKS.iter().filter(|check| self.wants(check)).count()
    }

    /// Whether findings of a record are asked for.
    pub fn admits(&self, entry: &Entry) -> bool {
        let answers = |name: &String| entry.common().steward.is_some_and(|steward| search::fold_name(steward) == *name);
        self.kind.is_none_or(|kind| kind == entry.id.kind)
            && self.records.as_ref().is_none_or(|records| records.contains(&entry.id))
            && self.steward.as_ref().is_none_or(answers)
    }

    /// Whether a finding as bad as this is asked for.
    pub fn admits_severity(&self, severity: Severity) -> bool {
        self.severity.is_none_or(|wanted| wanted == severity)
    }
}

/// A notice, the activities that it tells about, and what they refer to.
fn about_notice(register: &Register, notice: &Key) -> BTreeSet<RecordId> {
    let notice = RecordId::new(Kind::Notices, notice.clone());
    let activities = register.users(&notice).filter(|user| user.kind == Kind::Activities).cloned();
    let mut about: BTreeSet<RecordId> = activities.chain([notice.clone()]).collect();
    let entries: Vec<_> = about.iter().filter_map(|id| register.get(id)).collect();
    let named: BTreeSet<RecordId> = entries.iter().flat_map(|entry| inspect::targets(&entry.record)).collect();
    // Providers stand behind the services.
    let services = named.iter().filter(|id| id.kind == Kind::Processors).filter_map(|id| register.get(id));
    let behind: BTreeSet<RecordId> = services.flat_map(|entry| inspect::targets(&entry.record)).collect();
    about.extend(named);
    about.extend(behind);
    about
}
