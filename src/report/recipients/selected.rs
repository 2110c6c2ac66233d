//! Which data is asked for: of what a flow carries, what surely is, and what may be.

use super::{Event, Selection};
use crate::{
    domain::{
        Key,
        record::{Activity, DataItem, LegalBasis, SystemField},
        value::Ref,
    },
    flows::Facts,
    report::told::{Certainty, Records, category_within, goes, subject_within},
};

/// What is asked for, held against flows.
pub struct Selected<'s> {
    pub records: Records<'s>,
    pub of: &'s Selection,
    pub event: Event,
}

impl Selected<'_> {
    /// Whether an activity is one that is asked for.
    pub fn names(&self, activity: &Activity) -> bool {
        let Selection { activity: wanted, notice, subject: _, category: _ } = self.of;
        let named = |notice: &Key| activity.notices.iter().flatten().any(|named| named.key() == notice);
        wanted.as_ref().is_none_or(|wanted| activity.key == *wanted) && notice.as_ref().is_none_or(named)
    }

    /// Whether a flow carries what is asked for; `None`: surely not.
    pub fn certainty(&self, facts: &Facts<'_>) -> Option<Certainty> {
        let consent = self.consent(facts)?;
        Some(self.carries(facts)?.max(consent))
    }

    fn carries(&self, facts: &Facts<'_>) -> Option<Certainty> {
        // Whatever it carries is data of the activity.
        if self.of.category.is_none() && self.of.subject.is_none() {
            return Some(Certainty::Surely);
        }
        let items = facts.data.items.iter().filter_map(|item| self.item(facts, item));
        let fields = facts.fields.items.iter().filter_map(|field| self.field(facts, field));
        // What is in no list may be in one that is not complete; the fields of a service that is no system of ours are in none.
        let all = facts.data.is_complete() && (facts.fields.said.is_empty() || facts.fields.is_complete());
        let open = (!all).then_some(Certainty::Perhaps);
        items.chain(fields).chain(open.filter(|_| self.subjects(facts).is_some())).min()
    }

    /// Whether an item of data is asked for.
    pub fn item(&self, facts: &Facts<'_>, item: &DataItem) -> Option<Certainty> {
        if !goes(self.records, facts, item) {
            return None;
        }
        let category = self.category(item.category.as_ref().map(Ref::key))?;
        Some(category.max(self.whose(facts, item.subjects.as_deref())?))
    }

    /// Whether a field of a system that it goes into is asked for. That it is filled from this flow nobody says.
    pub fn field(&self, facts: &Facts<'_>, field: &SystemField) -> Option<Certainty> {
        // Without a category that is asked for, data is what the activity says.
        self.of.category.as_ref()?;
        let category = self.category(field.category.as_ref().map(Ref::key))?;
        Some(category.max(self.whose(facts, field.subjects.as_deref())?))
    }

    fn category(&self, category: Option<&Key>) -> Option<Certainty> {
        let Some(wanted) = &self.of.category else { return Some(Certainty::Surely) };
        let Some(category) = category else { return Some(Certainty::Perhaps) };
        if category_within(self.records, category, wanted) {
            Some(Certainty::Surely)
        } else {
            // Contact data may be an e-mail address.
            category_within(self.records, wanted, category).then_some(Certainty::Perhaps)
        }
    }

    /// Whether something is of the people that are asked for: as it says itself, else as the activity does.
    fn whose(&self, facts: &Facts<'_>, own: Option<&[Ref<crate::domain::record::DataSubject>]>) -> Option<Certainty> {
        match own {
            Some(own) => self.among(own.iter().map(Ref::key), None),
            None => self.subjects(facts),
        }
    }

    fn subjects(&self, facts: &Facts<'_>) -> Option<Certainty> {
        let open = (!facts.subjects.is_complete()).then_some(Certainty::Perhaps);
        self.among(facts.subjects.items.iter().copied(), open)
    }

    fn among<'k>(&self, subjects: impl Iterator<Item = &'k Key>, open: Option<Certainty>) -> Option<Certainty> {
        let Some(wanted) = &self.of.subject else { return Some(Certainty::Surely) };
        let each = subjects.filter_map(|subject| {
            if subject_within(self.records, subject, wanted) {
                Some(Certainty::Surely)
            } else {
                subject_within(self.records, wanted, subject).then_some(Certainty::Perhaps)
            }
        });
        each.chain(open).min()
    }

    /// Where a consent is withdrawn: whether the flow rests on one. Purposes whose bases are not recorded may.
    fn consent(&self, facts: &Facts<'_>) -> Option<Certainty> {
        if self.event != Event::Withdrawal {
            return Some(Certainty::Surely);
        }
        let each = facts.purposes.items.iter().filter_map(|purpose| match purpose.bases.as_deref() {
            None | Some([]) => Some(Certainty::Perhaps),
            Some(bases) => bases.iter().any(|basis| basis.basis == LegalBasis::Consent).then_some(Certainty::Surely),
        });
        each.chain((!facts.purposes.is_complete()).then_some(Certainty::Perhaps)).min()
    }
}
