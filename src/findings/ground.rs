//! The records that checks look up, found once for all of them: by key, and by who uses whom on the day.
//!
//! Only what counts on the day uses anything: a draft or what is over uses nothing.

use super::{
    decided::{self, Decided},
    published::Beside,
    spelling,
    words::{Both, listed},
};
use crate::{
    domain::{
        Day, Entry, Key, Kind, Record, RecordId, Register,
        kind::RecordType,
        record::{
            Activity, Agreement, AgreementState, Assessment, Common, DataCategory, DataSubject, Disclosure, Location,
            Notice, Organization, Processor, Publication, Recipient, Regime, Status, System,
        },
    },
    flows,
};
use std::collections::{HashMap, HashSet};

/// Whether a record counts on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It does, or will.
    Current,
    /// It is being written.
    Draft,
    /// It is retired, or over.
    Past,
}

impl Standing {
    /// What a record is on a day.
    #[must_use]
    pub fn of(common: &Common<'_>, on: Day) -> Self {
        match common.status {
            Status::Draft => Self::Draft,
            Status::Retired => Self::Past,
            Status::Active if common.until.is_some_and(|until| until < on) => Self::Past,
            Status::Active => Self::Current,
        }
    }
}

/// A disclosure that goes on on the day.
#[derive(Debug, Clone, Copy)]
pub struct Use<'a> {
    /// The activity.
    pub activity: &'a Activity,
    /// The disclosure.
    pub disclosure: &'a Disclosure,
}

impl Use<'_> {
    /// The activity, as other findings name it.
    #[must_use]
    pub fn id(&self) -> RecordId {
        RecordId::new(Kind::Activities, self.activity.key.clone())
    }

    /// The activities in a row, each once.
    #[must_use]
    pub fn listed(uses: &[Self]) -> Both {
        let mut activities: Vec<&Activity> = uses.iter().map(|usage| usage.activity).collect();
        activities.dedup_by_key(|activity| &activity.key);
        listed(&activities, |activity| Both::named(&activity.name))
    }
}

/// The territory of a law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Territory {
    /// A country, by its code (ISO 3166-1).
    Country(&'static str),
    /// A subdivision, by its code (ISO 3166-2).
    Subdivision(&'static str),
    /// The places of a list of a law.
    Listed {
        /// The key of the regime.
        regime: &'static str,
        /// The key of the list.
        list: &'static str,
    },
}

/// The records of a register by what they are looked up by. See the module.
#[derive(Debug)]
pub struct Ground<'a, 'b> {
    /// The register.
    pub register: &'a Register,
    /// The day.
    pub on: Day,
    /// What flows are derived from, with the places.
    pub flows: flows::Ground<'a>,
    /// Organisations by key.
    pub organizations: HashMap<&'a Key, &'a Organization>,
    /// Services by key.
    pub processors: HashMap<&'a Key, &'a Processor>,
    /// Systems by key.
    pub systems: HashMap<&'a Key, &'a System>,
    /// Agreements by key.
    pub agreements: HashMap<&'a Key, &'a Agreement>,
    /// Assessments by key.
    pub assessments: HashMap<&'a Key, &'a Assessment>,
    /// Categories of data by key.
    pub categories: HashMap<&'a Key, &'a DataCategory>,
    /// Groups of people by key.
    pub subjects: HashMap<&'a Key, &'a DataSubject>,
    /// Notices by key.
    pub notices: HashMap<&'a Key, &'a Notice>,
    /// Places by key.
    pub locations: HashMap<&'a Key, &'a Location>,
    /// Laws by key.
    pub regimes: HashMap<&'a Key, &'a Regime>,
    /// The disclosures to a service.
    pub to_processor: HashMap<&'a Key, Vec<Use<'a>>>,
    /// The disclosures to an organisation that offers no service.
    pub to_organization: HashMap<&'a Key, Vec<Use<'a>>>,
    /// The disclosures that name an agreement.
    pub naming_agreement: HashMap<&'a Key, Vec<Use<'a>>>,
    /// The activities that name an assessment, in a disclosure or as their own.
    pub naming_assessment: HashMap<&'a Key, Vec<&'a Activity>>,
    /// The activities of a controller.
    pub of_controller: HashMap<&'a Key, Vec<&'a Activity>>,
    /// The activities whose data a system holds.
    pub of_system: HashMap<&'a Key, Vec<&'a Activity>>,
    /// The activities that a notice tells about.
    pub of_notice: HashMap<&'a Key, Vec<&'a Activity>>,
    /// What takes the place of a record.
    pub successors: HashMap<&'a RecordId, RecordId>,
    /// The records that refer to one that is a draft, retired, over or replaced.
    pub referring_to_outdated: HashSet<&'a RecordId>,
    /// Services and organisations by their names, as [`spelling::key`] writes them; the first of a name.
    pub by_name: HashMap<String, RecordId>,
    /// The services in use that an organisation offers on the day.
    pub offers: HashMap<&'a Key, Vec<&'a Processor>>,
    /// The agreements that an organisation is a party to, of any state.
    pub agreements_of: HashMap<&'a Key, Vec<&'a Agreement>>,
    /// The notices that an organisation gives.
    pub given_by: HashMap<&'a Key, Vec<&'a Notice>>,
    /// The last publication of a notice.
    pub published: HashMap<&'a Key, &'a Publication>,
    /// What is told beside the register.
    pub beside: &'b Beside,
    /// The latest decision of each route of transfer reviews.
    pub decided: Vec<Decided<'a>>,
}

impl<'a, 'b> Ground<'a, 'b> {
    /// The ground of a register on a day.
    #[must_use]
    pub fn of(register: &'a Register, on: Day, beside: &'b Beside) -> Self {
        let mut ground = Self {
            register,
            on,
            flows: flows::Ground::of(register),
            organizations: HashMap::new(),
            processors: HashMap::new(),
            systems: HashMap::new(),
            agreements: HashMap::new(),
            assessments: HashMap::new(),
            categories: HashMap::new(),
            subjects: HashMap::new(),
            notices: HashMap::new(),
            locations: HashMap::new(),
            regimes: HashMap::new(),
            to_processor: HashMap::new(),
            to_organization: HashMap::new(),
            naming_agreement: HashMap::new(),
            naming_assessment: HashMap::new(),
            of_controller: HashMap::new(),
            of_system: HashMap::new(),
            of_notice: HashMap::new(),
            successors: HashMap::new(),
            referring_to_outdated: HashSet::new(),
            by_name: HashMap::new(),
            offers: HashMap::new(),
            agreements_of: HashMap::new(),
            given_by: HashMap::new(),
            published: HashMap::new(),
            beside,
            decided: decided::latest(register),
        };
        for entry in register.entries() {
            ground.take(entry);
            ground.note_standing(entry);
        }
        ground.find_offers();
        ground
    }

    fn note_standing(&mut self, entry: &'a Entry) {
        let successor = successor(&entry.record).map(|key| RecordId::new(entry.id.kind, key.clone()));
        let current = Standing::of(&entry.common(), self.on) == Standing::Current;
        if !current || successor.is_some() {
            self.referring_to_outdated.extend(self.register.users(&entry.id));
        }
        if let Some(successor) = successor {
            self.successors.insert(&entry.id, successor);
        }
        let names = match &entry.record {
            Record::Organizations(organization) if current => spelling::names(organization),
            Record::Processors(processor) if current => {
                processor.name.iter().map(|(_, name)| spelling::key(name)).collect()
            }
            _ => Vec::new(),
        };
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            self.by_name.entry(name).or_insert_with(|| entry.id.clone());
        }
    }

    fn find_offers(&mut self) {
        let mut used: Vec<&Key> = self.to_processor.keys().copied().collect();
        used.sort_unstable();
        for processor in used.into_iter().filter_map(|key| self.processors.get(key).copied()) {
            let providers = processor.providers.iter().flatten();
            for provider in providers.filter(|provider| self.on.within(provider.since, provider.until)) {
                self.offers.entry(provider.organization.key()).or_default().push(processor);
            }
        }
    }

    fn take(&mut self, entry: &'a Entry) {
        match &entry.record {
            Record::Organizations(record) => drop(self.organizations.insert(&record.key, record)),
            Record::Processors(record) => drop(self.processors.insert(&record.key, record)),
            Record::Systems(record) => drop(self.systems.insert(&record.key, record)),
            Record::Agreements(record) => {
                self.agreements.insert(&record.key, record);
                for party in record.parties.iter().flatten() {
                    let of_party = self.agreements_of.entry(party.organization.key()).or_default();
                    if of_party.last().is_none_or(|last| last.key != record.key) {
                        of_party.push(record);
                    }
                }
            }
            Record::Assessments(record) => drop(self.assessments.insert(&record.key, record)),
            Record::DataCategories(record) => drop(self.categories.insert(&record.key, record)),
            Record::DataSubjects(record) => drop(self.subjects.insert(&record.key, record)),
            Record::Notices(record) => {
                self.notices.insert(&record.key, record);
                let current = Standing::of(&entry.common(), self.on) == Standing::Current;
                if let Some(controller) = record.controller.as_ref().filter(|_| current) {
                    self.given_by.entry(controller.key()).or_default().push(record);
                }
            }
            Record::Locations(record) => drop(self.locations.insert(&record.key, record)),
            Record::Regimes(record) => drop(self.regimes.insert(&record.key, record)),
            Record::Activities(record) if Standing::of(&entry.common(), self.on) == Standing::Current => {
                self.used_by(record);
            }
            Record::Publications(record) => {
                let last = self.published.entry(record.notice.key()).or_insert(record);
                if last.version < record.version {
                    *last = record;
                }
            }
            Record::Activities(_) | Record::Waivers(_) | Record::Reviews(_) | Record::ReviewDecisions(_) => {}
        }
    }

    fn used_by(&mut self, activity: &'a Activity) {
        for controller in activity.controllers.iter().flatten() {
            self.of_controller.entry(controller.key()).or_default().push(activity);
        }
        for system in activity.systems.iter().flatten() {
            self.of_system.entry(system.key()).or_default().push(activity);
        }
        for notice in activity.notices.iter().flatten() {
            self.of_notice.entry(notice.key()).or_default().push(activity);
        }
        let own = activity.dpia.iter().filter_map(|dpia| dpia.assessment.as_ref());
        let mut assessments: Vec<&Key> = own.map(crate::domain::Ref::key).collect();
        for disclosure in activity.disclosures.iter().flatten() {
            if !self.on.within(disclosure.since, disclosure.until) {
                continue;
            }
            let usage = Use { activity, disclosure };
            match &disclosure.recipient {
                Recipient::Processor(key) => self.to_processor.entry(key.key()).or_default().push(usage),
                Recipient::Organization(key) => self.to_organization.entry(key.key()).or_default().push(usage),
                Recipient::Group(_) | Recipient::Department(_) | Recipient::Authority(_) | Recipient::Public(_) => {}
            }
            for agreement in disclosure.agreements.iter().flatten() {
                self.naming_agreement.entry(agreement.key()).or_default().push(usage);
            }
            assessments.extend(disclosure.assessments.iter().flatten().map(crate::domain::Ref::key));
        }
        assessments.sort_unstable();
        assessments.dedup();
        for assessment in assessments {
            self.naming_assessment.entry(assessment).or_default().push(activity);
        }
    }

    /// The name of a record in quotation marks; its key where the register does not hold it.
    #[must_use]
    pub fn called(&self, kind: Kind, key: &Key) -> Both {
        let name = match kind {
            Kind::Locations => self.locations.get(key).map(|record| &record.name),
            Kind::DataCategories => self.categories.get(key).map(|record| &record.name),
            Kind::DataSubjects => self.subjects.get(key).map(|record| &record.name),
            Kind::Organizations => self.organizations.get(key).map(|record| &record.name),
            Kind::Processors => self.processors.get(key).map(|record| &record.name),
            Kind::Systems => self.systems.get(key).map(|record| &record.name),
            Kind::Agreements => self.agreements.get(key).map(|record| &record.name),
            Kind::Assessments => self.assessments.get(key).map(|record| &record.name),
            Kind::Notices => self.notices.get(key).map(|record| &record.name),
            Kind::Regimes => self.regimes.get(key).map(|record| &record.name),
            Kind::Activities | Kind::Waivers | Kind::Publications | Kind::Reviews | Kind::ReviewDecisions => {
                let id = RecordId::new(kind, key.clone());
                self.register.get(&id).map(|entry| entry.common().name)
            }
        };
        name.map_or_else(|| Both::same(format!("“{key}”")), Both::named)
    }

    /// Who gets data in a disclosure, by name, and the record if there is one.
    #[must_use]
    pub fn recipient(&self, recipient: &Recipient) -> (Both, Option<RecordId>) {
        let of = |kind, key: &Key| (self.called(kind, key), Some(RecordId::new(kind, key.clone())));
        match recipient {
            Recipient::Processor(key) => of(Kind::Processors, key.key()),
            Recipient::Organization(key) => of(Kind::Organizations, key.key()),
            Recipient::Group(text)
            | Recipient::Department(text)
            | Recipient::Authority(text)
            | Recipient::Public(text) => (Both::named(text), None),
        }
    }

    /// The disclosures of an activity that go on on the day.
    pub fn current(&self, activity: &'a Activity) -> impl Iterator<Item = &'a Disclosure> {
        let on = self.on;
        activity.disclosures.iter().flatten().filter(move |disclosure| on.within(disclosure.since, disclosure.until))
    }

    /// Whether a place stands for one unknown country of several.
    #[must_use]
    pub fn is_region(&self, place: &Key) -> bool {
        self.flows.atlas.place(place).is_some_and(|place| place.is_region() && place.candidates.len() != 1)
    }

    /// Whether the places of a service are recorded.
    #[must_use]
    pub fn has_place(&self, processor: &Key) -> bool {
        let places = self.processors.get(processor).and_then(|processor| processor.locations.as_deref());
        places.is_some_and(|places| !places.is_empty() && places.iter().all(|place| place.location.is_some()))
    }

    /// Whether an agreement is in place on the day: signed or binding by terms, and within its dates. What is not recorded is
    /// not in place.
    #[must_use]
    pub fn is_in_place(&self, agreement: &Agreement) -> bool {
        let signed = match agreement.state {
            Some(AgreementState::Signed) => agreement.signed_on.is_none_or(|day| day <= self.on),
            Some(AgreementState::ByTerms) => true,
            Some(AgreementState::Intended | AgreementState::Terminated | AgreementState::Unknown) | None => false,
        };
        let dates = agreement.in_force.as_ref();
        let within = self.on.within(dates.and_then(|dates| dates.from), dates.and_then(|dates| dates.until));
        let common = RecordType::common(agreement);
        signed && within && Standing::of(&common, self.on) == Standing::Current
    }

    /// Whether a place lies in a territory, whatever country it stands for; `None`: nobody can tell.
    #[must_use]
    pub fn lies_in(&self, place: &Key, territory: Territory) -> Option<bool> {
        let place = self.flows.atlas.place(place).filter(|place| place.settled)?;
        let mut answers = place.candidates.iter().map(|candidate| self.is_in(candidate, territory));
        let first = answers.next()??;
        answers.all(|answer| answer == Some(first)).then_some(first)
    }

    fn is_in(&self, candidate: &flows::Candidate<'a>, territory: Territory) -> Option<bool> {
        match territory {
            Territory::Country(code) => Some(self.country_code(candidate.country)? == code),
            Territory::Subdivision(code) => {
                let country = code.split('-').next()?;
                if self.country_code(candidate.country)? != country {
                    return Some(false);
                }
                let subdivision = self.locations.get(candidate.subdivision?)?;
                Some(subdivision.iso_3166_2.as_ref()?.as_str() == code)
            }
            Territory::Listed { regime, list } => self.is_listed(candidate, regime, list),
        }
    }

    fn is_listed(&self, candidate: &flows::Candidate<'a>, regime: &str, list: &str) -> Option<bool> {
        let (_, regime) = self.regimes.iter().find(|(key, _)| key.as_str() == regime)?;
        let list = regime.lists.iter().flatten().find(|known| known.key.as_str() == list)?;
        let mut entries = list.entries.iter().filter(|entry| self.on.within(entry.since, entry.until));
        Some(entries.any(|entry| {
            let listed = entry.location.key();
            listed == candidate.country || (entry.territories == Some(true) && listed == candidate.state)
        }))
    }

    /// The code of a country.
    #[must_use]
    pub fn country_code(&self, country: &Key) -> Option<&'a str> {
        self.locations.get(country)?.iso_3166_1.as_ref().map(crate::domain::value::CountryCode::as_str)
    }

    /// Whether the category `inner` is `outer` or one below it, by its path or its parents.
    #[must_use]
    pub fn is_within(&self, inner: &Key, outer: &Key) -> bool {
        let below = |key: &Key| {
            let rest = key.as_str().strip_prefix(outer.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        if below(inner) {
            return true;
        }
        // The records hold no circle of parents.
        let parents = self.categories.get(inner).into_iter().flat_map(|category| category.parents.iter().flatten());
        parents.into_iter().any(|parent| self.is_within(parent.key(), outer))
    }
}

/// The record that takes the place of another.
fn successor(record: &Record) -> Option<&Key> {
    macro_rules! of {
        ($($kind:ident)+) => {
            match record { $(Record::$kind(record) => record.successor.as_ref().map(crate::domain::Ref::key),)+ }
        };
    }
    of!(Locations DataCategories DataSubjects Organizations Processors Systems Agreements Assessments Notices Activities Regimes Waivers Publications Reviews ReviewDecisions)
}
