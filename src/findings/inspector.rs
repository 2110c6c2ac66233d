//! Who looks at a record for a check: knows the register, and notes what the check finds or cannot tell.

use super::{
    about::{Check, Severity},
    finding::{Finding, Noted, Untold},
    ground::Ground,
    words::Both,
};
use crate::{
    domain::{
        Day, Entry, Pointer, Record,
        record::{Activity, Disclosure, Status},
    },
    flows::{Era, Facts, Flow, Leg},
};
use std::{cell::OnceCell, sync::Arc};

/// What is read of a record for all checks that look at it, when the first asks.
#[derive(Debug, Default)]
pub(super) struct Read<'i, 'a> {
    name: OnceCell<Both>,
    derived: OnceCell<Vec<Flow<'a>>>,
    /// The flows of the activity, where they are known beforehand.
    flows: Option<&'i [Flow<'a>]>,
}

impl<'i, 'a> Read<'i, 'a> {
    /// Of an activity with these flows.
    pub fn with(flows: &'i [Flow<'a>]) -> Self {
        Self { flows: Some(flows), ..Self::default() }
    }
}

/// What is taken down while records are looked at.
#[derive(Debug, Default)]
pub(super) struct Taken {
    found: Vec<Finding>,
    untold: Vec<Untold>,
}

impl Taken {
    /// As it is kept.
    pub fn noted(self) -> Noted {
        let (found, untold) = (self.found.into_iter(), self.untold.into_iter());
        Noted { found: found.map(Arc::new).collect(), untold: untold.map(Arc::new).collect() }.in_order()
    }
}

/// Looks at a record for a check. See the module.
pub struct Inspector<'i, 'a> {
    /// The records that are looked up.
    pub ground: &'i Ground<'a, 'i>,
    /// The day.
    pub on: Day,
    /// The record.
    pub entry: &'a Arc<Entry>,
    era: &'i Era<'i, 'a>,
    check: &'static Check,
    read: &'i Read<'i, 'a>,
    taken: &'i mut Taken,
}

impl<'i, 'a> Inspector<'i, 'a> {
    pub(super) const fn new(
        ground: &'i Ground<'a, 'i>,
        era: &'i Era<'i, 'a>,
        check: &'static Check,
        entry: &'a Arc<Entry>,
        read: &'i Read<'i, 'a>,
        taken: &'i mut Taken,
    ) -> Self {
        Self { ground, on: ground.on, entry, era, check, read, taken }
    }

    /// The check found something at a place of the record.
    pub fn finds(&mut self, pointer: Pointer, message: Both) -> &mut Finding {
        self.finds_of(self.entry, pointer, message)
    }

    /// The check found something at a place of a record: one that looks at the register as a whole says of which.
    pub fn finds_of(&mut self, entry: &Arc<Entry>, pointer: Pointer, message: Both) -> &mut Finding {
        let draft = entry.common().status == Status::Draft;
        let severity = if draft { Severity::Info } else { self.check.about.severity };
        self.taken.found.push(Finding {
            check: self.check,
            severity,
            entry: Arc::clone(entry),
            pointer,
            law: None,
            place: None,
            message,
            related: Vec::new(),
            basis: Vec::new(),
        });
        let last = self.taken.found.len() - 1;
        &mut self.taken.found[last]
    }

    /// The check cannot tell: nobody recorded what is asked for at this place of the record.
    pub fn cannot_tell(&mut self, pointer: Pointer) {
        self.taken.untold.push(Untold { check: self.check, entry: Arc::clone(self.entry), pointer });
    }

    /// The name of the record, in quotation marks.
    #[must_use]
    pub fn name(&self) -> &'i Both {
        self.read.name.get_or_init(|| Both::named(self.entry.common().name))
    }

    /// The flows of the activity that is looked at, on the day.
    #[must_use]
    pub fn flows(&self) -> &'i [Flow<'a>] {
        let derive = || match &self.entry.record {
            Record::Activities(activity) => self.era.flows_of(activity),
            _ => Vec::new(),
        };
        self.read.flows.unwrap_or_else(|| self.read.derived.get_or_init(derive))
    }

    /// The flows of any activity, on the day.
    #[must_use]
    pub fn flows_of_activity(&self, activity: &'a Activity) -> Vec<Flow<'a>> {
        self.era.flows_of(activity)
    }

    /// What is so of the flows to the recipient of a disclosure on the day, however it gets the data.
    pub fn flows_of(&self, disclosure: &'a Disclosure) -> impl Iterator<Item = &'i Facts<'a>> + use<'i, 'a> {
        let on = self.on;
        let to_recipient = move |flow: &&Flow<'a>| {
            let element = flow.name.element.filter(|element| element.list == Some("disclosures"));
            matches!(flow.name.leg, Leg::Disclosure | Leg::Collection)
                && element.is_some_and(|element| *element.key == disclosure.key)
        };
        self.flows().iter().filter(to_recipient).filter_map(move |flow| flow.on(on))
    }
}

/// Whether a day comes within so many days.
#[must_use]
pub fn soon(on: Day, day: Day, days: u64) -> bool {
    let last = on.0.checked_add_days(chrono::Days::new(days)).map(Day);
    on <= day && last.is_none_or(|last| day <= last)
}

/// A field of the record.
#[must_use]
pub fn field(name: &str) -> Pointer {
    Pointer::root().at(name)
}
