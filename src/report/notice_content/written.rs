//! The records, written down section by section.

use super::model::{
    AutomatedTold, BasisTold, ContactTold, ControllerTold, DataTold, DateTold, FunctionTold, MeasureTold, MinorsTold,
    Missing, NamedTold, NoticeTold, PlaceTold, PromiseTold, PurposeTold, RecipientTold, RetentionTold, RightTold,
    Section,
};
use crate::{
    domain::{
        Day, Key, Kind, LanguageTag, Text,
        record::{
            Activity, Address, Basis, Contact, DataItem, Disclosure, Notice, PolicyKind, Purpose, Recipient, Retention,
            Right, Storage,
        },
        value::Ref,
    },
    report::{
        Said,
        reader::Reader,
        told::{At, Records},
    },
};

/// Who writes: for whom, for which day, and what is missing so far.
pub(super) struct Writer<'a> {
    pub reader: Reader<'a>,
    pub records: Records<'a>,
    pub day: Day,
    pub missing: Vec<Missing>,
}

/// The language that a record was first written in.
type Written<'a> = Option<&'a LanguageTag>;

impl Writer<'_> {
    /// The notice itself.
    pub fn notice(&mut self, notice: &Notice) -> NoticeTold {
        let written = notice.language.as_ref();
        let date = |date: &crate::domain::record::NoticeDate| DateTold {
            kind: date.kind,
            printed: date.printed.as_deref().map(str::to_owned),
            day: date.day,
        };
        self.needs(Section::Updates, Kind::Notices, &notice.key, &[("/dates", notice.dates.is_some())]);
        NoticeTold {
            key: notice.key.clone(),
            name: self.reader.text(&notice.name, written),
            url: notice.url.clone(),
            languages: notice.languages.as_deref().map(<[_]>::to_vec),
            audience: notice.audience.as_ref().and_then(|audience| self.text(audience.text.as_ref(), written)),
            dates: notice.dates.as_ref().map(|dates| dates.iter().map(date).collect()),
        }
    }

    /// Who gives it.
    pub fn controller(&mut self, notice: &Notice) -> Option<ControllerTold> {
        self.needs(Section::Contact, Kind::Notices, &notice.key, &[("/controller", notice.controller.is_some())]);
        let organization = self.records.organization(notice.controller.as_ref()?.key())?;
        let contacts = organization.contacts.as_ref();
        let needed = [("/contacts", contacts.is_some()), ("/address", organization.address.is_some())];
        self.needs(Section::Contact, Kind::Organizations, &organization.key, &needed);
        Some(ControllerTold {
            key: organization.key.clone(),
            name: self.reader.name(Kind::Organizations, &organization.key),
            address: organization.address.as_deref().map(lines),
            website: organization.website.clone(),
            contacts: contacts.map(|contacts| contacts.iter().map(contact).collect()),
        })
    }

    /// What it promises.
    pub fn promises(&mut self, notice: &Notice) -> Option<Vec<PromiseTold>> {
        let told = notice.commitments.is_some();
        self.needs(Section::Updates, Kind::Notices, &notice.key, &[("/commitments", told)]);
        let promise = |promise: &crate::domain::record::Commitment| PromiseTold {
            key: promise.key.clone(),
            kind: promise.kind,
            text: self.text(promise.text.as_ref(), notice.language.as_ref()),
            days: promise.days.map(crate::domain::value::Count::value),
        };
        notice.commitments.as_ref().map(|promises| promises.iter().map(promise).collect())
    }

    /// A function.
    pub fn function(&mut self, activity: &Activity) -> FunctionTold {
        let written = activity.language.as_ref();
        self.missing_of(activity);
        let of_disclosures = activity.disclosures.as_ref();
        let current = |disclosure: &&Disclosure| disclosure.until.is_none_or(|until| until >= self.day);
        FunctionTold {
            activity: activity.key.clone(),
            name: self.reader.text(&activity.name, written),
            description: self.text(activity.description.as_ref(), written),
            tier: activity.tier,
            purposes: each(activity.purposes.as_deref(), |purpose| self.purpose(purpose, written)),
            data: each(activity.data.as_deref(), |item| self.datum(item, written)),
            subjects: each(activity.subjects.as_deref(), |subject| self.named(Kind::DataSubjects, subject.key())),
            storage: self.storage(activity),
            retention: activity.retention.as_ref().map(|retention| self.retention(retention, written)),
            backups: activity.backups.as_ref().map(|retention| self.retention(retention, written)),
            recipients: of_disclosures
                .map(|all| all.iter().filter(current).map(|one| self.recipient(one, written)).collect()),
            security: each(activity.security.as_deref(), |measure| MeasureTold {
                key: measure.key.clone(),
                measure: self.reader.text(&measure.measure, written),
                state: measure.state,
            }),
            rights: each(activity.rights.as_deref(), |right| self.right(right, written)),
            automated_decisions: activity.automated_decisions.as_ref().map(|decisions| AutomatedTold {
                used: decisions.used,
                logic: self.text(decisions.logic.as_ref(), written),
                consequences: self.text(decisions.consequences.as_ref(), written),
            }),
            minors: activity.minors.as_ref().map(|minors| MinorsTold {
                processed: minors.processed,
                below_age: minors.below_age,
                guardian_consent: self.text(minors.guardian_consent.as_ref(), written),
                text: self.text(minors.text.as_ref(), written),
            }),
        }
    }

    fn missing_of(&mut self, activity: &Activity) {
        let kept = activity.storage.is_some() || activity.systems.is_some();
        for (section, needed) in [
            (Section::Functions, &[("/purposes", activity.purposes.is_some()), ("/data", activity.data.is_some())][..]),
            (Section::Storage, &[("/storage", kept), ("/retention", activity.retention.is_some())]),
            (Section::Recipients, &[("/disclosures", activity.disclosures.is_some())]),
            (Section::Security, &[("/security", activity.security.is_some())]),
            (Section::Rights, &[("/rights", activity.rights.is_some())]),
            (
                Section::Minors,
                &[
                    ("/minors", activity.minors.is_some()),
                    ("/automated_decisions", activity.automated_decisions.is_some()),
                ],
            ),
        ] {
            self.needs(section, Kind::Activities, &activity.key, needed);
        }
        for disclosure in activity.disclosures.iter().flatten() {
            let at = |field: &str| format!("/disclosures/{}/{field}", disclosure.key);
            let fields = [
                (at("kind"), disclosure.kind.is_some()),
                (at("data"), disclosure.data.is_some()),
                (at("locations"), disclosure.locations.is_some()),
            ];
            for (field, _) in fields.into_iter().filter(|(_, told)| !told) {
                let at = At::field(Kind::Activities, &activity.key, field);
                self.missing.push(Missing { section: Section::Recipients, at });
            }
        }
    }

    /// Notes the fields of a record that a section needs and that are not recorded.
    fn needs(&mut self, section: Section, kind: Kind, key: &Key, fields: &[(&str, bool)]) {
        for (field, _) in fields.iter().filter(|(_, told)| !told) {
            self.missing.push(Missing { section, at: At::field(kind, key, *field) });
        }
    }

    fn text(&self, text: Option<&Text>, written: Written<'_>) -> Option<Said> {
        text.map(|text| self.reader.text(text, written))
    }

    fn named(&self, kind: Kind, key: &Key) -> NamedTold {
        NamedTold { key: key.clone(), name: self.reader.name(kind, key) }
    }

    fn purpose(&self, purpose: &Purpose, written: Written<'_>) -> PurposeTold {
        let basis = |basis: &Basis| {
            let consent = basis.consent.as_deref();
            BasisTold {
                basis: basis.basis,
                law: basis.law.clone(),
                citation: basis.citation.as_deref().map(str::to_owned),
                legitimate_interest: self.text(basis.legitimate_interest.as_ref(), written),
                consent: consent.and_then(|consent| consent.form),
                separate: consent.and_then(|consent| consent.separate),
                withdrawal: self.text(consent.and_then(|consent| consent.withdrawal.as_ref()), written),
            }
        };
        PurposeTold {
            key: purpose.key.clone(),
            text: self.text(purpose.text.as_ref(), written),
            bases: each(purpose.bases.as_deref(), basis),
        }
    }

    fn datum(&self, item: &DataItem, written: Written<'_>) -> DataTold {
        let category = item.category.as_ref().map(Ref::key);
        let own = self.text(item.label.as_ref(), written);
        let name = own.or_else(|| Some(self.reader.name(Kind::DataCategories, category?)));
        DataTold {
            key: item.key.clone(),
            category: category.cloned(),
            name: name.unwrap_or_else(|| self.reader.plain(item.key.as_str())),
            purposes: item.purposes.as_deref().map(<[_]>::to_vec),
            source: item.source,
            required: item.required,
            statutory: item.statutory,
            refusal_consequence: self.text(item.refusal_consequence.as_ref(), written),
        }
    }

    /// Where the activity keeps data, and where its systems do.
    fn storage(&self, activity: &Activity) -> Option<Vec<PlaceTold>> {
        let place = |storage: &Storage, system: Option<&Key>| PlaceTold {
            location: storage.location.as_ref().map(|place| self.named(Kind::Locations, place.key())),
            system: system.map(|system| self.named(Kind::Systems, system)),
            host: storage.host.as_ref().map(|host| self.named(Kind::Processors, host.key())),
        };
        let own = activity.storage.iter().flatten().map(|storage| place(storage, None));
        let systems = activity.systems.iter().flatten().filter_map(|system| self.records.system(system.key()));
        let theirs = systems.flat_map(|system| {
            system.storage.iter().flatten().map(|storage| place(storage, Some(&system.key))).collect::<Vec<_>>()
        });
        (activity.storage.is_some() || activity.systems.is_some()).then(|| own.chain(theirs).collect())
    }

    fn retention(&self, retention: &Retention, written: Written<'_>) -> RetentionTold {
        RetentionTold {
            period: retention.period.as_ref().map(ToString::to_string),
            criteria: self.text(retention.criteria.as_ref(), written),
            trigger: self.text(retention.trigger.as_ref(), written),
            then: retention.then,
        }
    }

    fn recipient(&self, disclosure: &Disclosure, written: Written<'_>) -> RecipientTold {
        let (record, name) = match &disclosure.recipient {
            Recipient::Processor(key) => {
                (Some(format!("{}/{}", Kind::Processors, key.key())), self.reader.name(Kind::Processors, key.key()))
            }
            Recipient::Organization(key) => (
                Some(format!("{}/{}", Kind::Organizations, key.key())),
                self.reader.name(Kind::Organizations, key.key()),
            ),
            Recipient::Group(text)
            | Recipient::Department(text)
            | Recipient::Authority(text)
            | Recipient::Public(text) => (None, self.reader.text(text, written)),
        };
        let service = match &disclosure.recipient {
            Recipient::Processor(key) => self.records.processor(key.key()),
            _ => None,
        };
        let providers = service.into_iter().flat_map(|service| service.providers.iter().flatten());
        let pages = service.into_iter().flat_map(|service| service.policies.iter().flatten());
        let agreements = each(disclosure.agreements.as_deref(), |one| self.named(Kind::Agreements, one.key()));
        let assessments = each(disclosure.assessments.as_deref(), |one| self.named(Kind::Assessments, one.key()));
        let either = agreements.is_some() || assessments.is_some();
        RecipientTold {
            key: disclosure.key.clone(),
            kind: disclosure.kind.into(),
            record,
            name,
            providers: providers.map(|one| self.named(Kind::Organizations, one.organization.key())).collect(),
            purpose: self.text(disclosure.purpose.as_ref(), written),
            data: disclosure.data.as_deref().map(<[_]>::to_vec),
            places: each(disclosure.locations.as_deref(), |place| self.named(Kind::Locations, place.key())),
            mechanisms: either.then(|| agreements.into_iter().chain(assessments).flatten().collect()),
            policies: pages.filter(|page| page.kind == PolicyKind::Privacy).map(|page| page.url.clone()).collect(),
            since: disclosure.since,
            until: disclosure.until,
        }
    }

    fn right(&self, right: &Right, written: Written<'_>) -> RightTold {
        let channel = right.channel.as_deref();
        RightTold {
            right: right.right,
            channel: self.text(channel.and_then(|channel| channel.text.as_ref()), written),
            email: channel.and_then(|channel| channel.email.as_deref()).map(str::to_owned),
            url: channel.and_then(|channel| channel.url.clone()),
            days: right.days.map(crate::domain::value::Count::value),
            text: self.text(right.text.as_ref(), written),
        }
    }
}

fn each<R, T>(list: Option<&[R]>, told: impl Fn(&R) -> T) -> Option<Vec<T>> {
    list.map(|list| list.iter().map(told).collect())
}

fn contact(contact: &Contact) -> ContactTold {
    ContactTold {
        key: contact.key.clone(),
        function: contact.function,
        name: contact.name.as_deref().map(str::to_owned),
        email: contact.email.as_deref().map(str::to_owned),
        phone: contact.phone.as_deref().map(str::to_owned),
        url: contact.url.clone(),
        address: contact.address.as_deref().map(lines),
    }
}

fn lines(address: &Address) -> Vec<String> {
    let lines = address.lines.iter().flatten().chain(&address.locality).chain(&address.postal_code);
    lines.map(ToString::to_string).collect()
}
