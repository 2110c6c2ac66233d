//! One flow of the report, in words.

use super::{
    Options, law,
    model::{Crossing, Extent, Listing, Mechanism, Named, Party, PeopleThere, Place, TransferFlow, TransferStretch},
};
use crate::{
    domain::{Day, Key, Kind, LanguageTag, RecordId, Ref, Register, Text, record::regime::Conclusion},
    flows::{self, Crossing as Crosses, Doubt, Facts, Flow, Leg, Listed, Name, Period, Side, Target},
    report::speech::Speech,
    rules::{Determination, Explanation, Pack, Rulebook, Truth},
};
use std::sync::Arc;

/// A flow with what the laws say of it.
pub(super) struct Judged<'f, 'b, 'a> {
    pub flow: &'f Flow<'a>,
    pub stretches: Vec<JudgedStretch<'f, 'b, 'a>>,
}

/// A flow on some days with what the laws say of it.
pub(super) struct JudgedStretch<'f, 'b, 'a> {
    pub period: Period,
    pub facts: &'f Facts<'a>,
    pub crossing: Crosses<'a>,
    pub from_people: Crosses<'a>,
    pub laws: Vec<LawSays<'b, 'a>>,
}

/// What a law says.
pub(super) struct LawSays<'b, 'a> {
    pub pack: &'b Pack<'a>,
    pub found: Arc<Determination<'a>>,
    pub explanation: Explanation<'a>,
}

/// Who tells: the records, the language, the day.
pub(super) struct Teller<'b, 'a> {
    pub register: &'a Register,
    pub book: &'b Rulebook<'a>,
    pub language: &'b LanguageTag,
    pub speech: Speech,
    pub on: Day,
}

impl<'b, 'a> Teller<'b, 'a> {
    /// Who tells as the options ask.
    pub fn of(register: &'a Register, book: &'b Rulebook<'a>, options: &'b Options) -> Self {
        let language = &options.language;
        let (speech, _) = Speech::for_reader(language);
        Self { register, book, language, speech, on: options.period.to() }
    }

    /// Recorded words in the wanted language, or the nearest there is.
    pub fn text(&self, text: &Text) -> String {
        text.speak(self.language, None).text.to_owned()
    }

    /// What people call a record; its key where it has no record.
    pub fn name(&self, kind: Kind, key: &Key) -> String {
        let entry = self.register.get(&RecordId::new(kind, key.clone()));
        entry.map_or_else(
            || key.to_string(),
            |entry| {
                let common = entry.common();
                common.name.speak(self.language, common.language).text.to_owned()
            },
        )
    }

    pub fn place(&self, location: Option<&Key>) -> Place {
        let region = location.and_then(|key| self.book.land.atlas.place(key)).is_some_and(flows::Place::is_region);
        let name = location.map_or_else(|| self.speech.unknown().to_owned(), |key| self.name(Kind::Locations, key));
        Place { location: location.cloned(), name, region }
    }

    fn target(&self, target: Target<'_>) -> String {
        match target {
            Target::Processor(key) => self.name(Kind::Processors, key),
            Target::Organization(key) => self.name(Kind::Organizations, key),
            Target::Element(key) => key.to_string(),
            Target::Group => self.speech.pick(("an unnamed group", "未具名的群体")).to_owned(),
            Target::Department => self.speech.pick(("a department", "部门")).to_owned(),
            Target::Authority => self.speech.pick(("an authority", "主管机关")).to_owned(),
            Target::Public => self.speech.pick(("the public", "公众")).to_owned(),
            Target::Unrecorded => {
                self.speech.pick(("sub-processors that are not recorded", "未记录的次级处理者")).to_owned()
            }
        }
    }

    /// A flow in words: activity, step, and to whom.
    pub fn flow_name(&self, name: &Name<'_>, facts: &Facts<'_>) -> String {
        let activity = self.name(Kind::Activities, name.activity);
        let leg = self.speech.leg(name.leg);
        let to = match (name.onward, name.leg) {
            (Some((from, to)), Leg::Onward) => format!("{} → {}", self.target(from), self.target(to)),
            _ => format!("{} → {}", self.party(&facts.exporter).name, self.party(&facts.importer).name),
        };
        format!("{activity}: {leg}, {to}")
    }

    /// Who stands at an end of a flow, in words: a service, and the parties behind it.
    pub fn who(&self, service: Option<&Key>, parties: &[flows::Party<'_>]) -> String {
        let parties = parties.iter().map(|party| match party {
            flows::Party::People => self.speech.pick(("the people", "个人")).to_owned(),
            flows::Party::Us => self.speech.pick(("our company", "本公司")).to_owned(),
            flows::Party::Organization(key) => self.name(Kind::Organizations, key),
            flows::Party::Named(name) => (*name).to_owned(),
            flows::Party::Described(text) => self.text(text),
        });
        let parties: Vec<String> = parties.collect();
        let parties: Vec<&str> = parties.iter().map(String::as_str).collect();
        let listed = Speech::listed(Some(self.speech), &parties);
        match (service, parties.is_empty()) {
            (Some(service), false) => self.speech.aside(&self.name(Kind::Processors, service), &listed),
            (Some(service), true) => self.name(Kind::Processors, service),
            (None, true) => self.speech.unknown().to_owned(),
            (None, false) => listed,
        }
    }

    pub fn party(&self, side: &Side<'_>) -> Party {
        Party {
            name: self.who(side.service, &side.parties.items),
            service: side.service.cloned(),
            organizations: side.organizations().cloned().collect(),
        }
    }

    fn crossing(&self, crossing: Crosses<'_>) -> Crossing {
        let name = |key: &Key| self.name(Kind::Locations, key);
        match crossing {
            Crosses::Yes { from, to } => {
                Crossing { answer: Truth::True, reason: self.speech.crosses(&name(from), &name(to)) }
            }
            Crosses::No => Crossing { answer: Truth::False, reason: self.speech.stays().to_owned() },
            Crosses::Undetermined(doubt) => {
                let reason = match doubt {
                    Doubt::OriginUnknown => self.speech.end_unknown(true).to_owned(),
                    Doubt::DestinationUnknown | Doubt::NotComplete(None) => self.speech.end_unknown(false).to_owned(),
                    Doubt::MaybeApart { from, to } => self.speech.maybe_apart(&name(from), &name(to)),
                    Doubt::NotComplete(Some(list)) => self.speech.may_lack(&list.to_string()),
                };
                Crossing { answer: Truth::Unknown, reason }
            }
        }
    }

    fn mechanisms(&self, facts: &Facts<'_>) -> Vec<Mechanism> {
        let mechanism = |kind: Kind, key: &Key, word: Option<String>, until: Option<Day>, evidenced| Mechanism {
            record: format!("{kind}/{key}"),
            name: self.name(kind, key),
            kind: word,
            until,
            days_left: until.map(|until| (until.0 - self.on.0).num_days()),
            evidenced,
        };
        let word = |value: serde_json::Result<serde_json::Value>| value.ok()?.as_str().map(str::to_owned);
        let in_force = &facts.instruments;
        let agreements = in_force.agreements.iter().map(|found| {
            let agreement = found.agreement;
            let until = agreement.in_force.as_ref().and_then(|dates| dates.until);
            let checked = agreement.signed_copy_checked.is_some();
            mechanism(Kind::Agreements, &agreement.key, word(serde_json::to_value(agreement.kind)), until, checked)
        });
        let assessments = in_force.assessments.iter().map(|found| {
            let assessment = found.assessment;
            let filed = assessment.filing.as_ref().and_then(|filing| filing.valid_until);
            let until = assessment.valid_until.into_iter().chain(filed).min();
            let shown = assessment.outcome.is_some();
            mechanism(Kind::Assessments, &assessment.key, word(serde_json::to_value(assessment.kind)), until, shown)
        });
        let registrations = in_force.registrations.iter().map(|found| {
            let registration = found.registration;
            let scheme = word(serde_json::to_value(registration.scheme));
            let looked = registration.checked.is_some();
            mechanism(Kind::Organizations, found.organization, scheme, registration.until, looked)
        });
        agreements.chain(assessments).chain(registrations).collect()
    }

    fn summary(
        &self,
        judged: &Judged<'_, '_, '_>,
        stretch: &JudgedStretch<'_, '_, '_>,
        mechanisms: &[Mechanism],
    ) -> String {
        let mut sentences = vec![self.speech.declared(stretch.facts.basis == flows::Basis::Declared).to_owned()];
        if mechanisms.is_empty() {
            sentences.push(self.speech.no_mechanism().to_owned());
        }
        let retention = judged.flow.activity.retention.as_ref();
        if retention.is_none_or(|retention| retention.period.is_none()) {
            sentences.push(self.speech.no_retention().to_owned());
        }
        let applies =
            |says: &&LawSays<'_, '_>| says.found.decided_by.iter().any(|rule| rule.then != Conclusion::NotApplicable);
        let order =
            [Conclusion::NotSatisfied, Conclusion::Undetermined, Conclusion::Conditional, Conclusion::Satisfied];
        for conclusion in order {
            let laws = stretch.laws.iter().filter(|says| says.found.conclusion == conclusion).filter(applies);
            let laws: Vec<String> = laws.map(|says| self.name(Kind::Regimes, &says.pack.regime.key)).collect();
            if !laws.is_empty() {
                sentences.push(self.speech.laws(conclusion, &laws));
            }
        }
        let outside = stretch.laws.iter().filter(|says| !applies(says));
        let (surely, declared): (Vec<_>, Vec<_>) =
            outside.partition(|says| says.found.conclusion == Conclusion::NotApplicable);
        if !(surely.is_empty() && declared.is_empty()) {
            sentences.push(self.speech.outside(surely.len() + declared.len(), declared.len()));
        }
        sentences.join(self.speech.pick((" ", "")))
    }

    /// A flow as the report tells it; `None` if it exists on no day.
    pub fn flow(&self, judged: &Judged<'_, '_, '_>) -> Option<TransferFlow> {
        let flow = judged.flow;
        let (first, last) = (judged.stretches.first()?, judged.stretches.last()?);
        Some(TransferFlow {
            id: flow.id,
            name: self.flow_name(&flow.name, last.facts),
            activity: flow.activity.key.clone(),
            leg: flow.name.leg.word(),
            element: flow.name.element.map(|element| match element.list {
                Some(list) => format!("{}/{}#/{list}/{}", element.kind, element.record, element.key),
                None => format!("{}/{}", element.kind, element.record),
            }),
            first: first.period.from(),
            last: last.period.to(),
            records: flow.records().into_iter().map(|(kind, key)| format!("{kind}/{key}")).collect(),
            stretches: judged.stretches.iter().map(|stretch| self.stretch(judged, stretch)).collect(),
        })
    }

    fn stretch(&self, judged: &Judged<'_, '_, '_>, stretch: &JudgedStretch<'_, '_, '_>) -> TransferStretch {
        let facts = stretch.facts;
        let mechanisms = self.mechanisms(facts);
        let named = |kind: Kind, key: Option<&Key>| Named {
            key: key.cloned(),
            name: key.map_or_else(|| self.speech.unknown().to_owned(), |key| self.name(kind, key)),
        };
        let data = match facts.categories {
            None => listing(&facts.data, |item| named(Kind::DataCategories, item.category.as_ref().map(Ref::key))),
            Some(limits) => Listing {
                items: limits.iter().map(|category| named(Kind::DataCategories, Some(category.key()))).collect(),
                extent: Extent::Complete,
            },
        };
        TransferStretch {
            from: stretch.period.from(),
            to: stretch.period.to(),
            residual: facts.state == flows::State::Residual,
            declared: facts.basis == flows::Basis::Declared,
            exporter: self.party(&facts.exporter),
            importer: self.party(&facts.importer),
            people: listing(&facts.people, |people| PeopleThere {
                place: self.place(people.place.as_ref().map(Ref::key)),
                people: people.people.map(crate::domain::value::Count::value),
            }),
            origin: listing(&facts.origin, |spot| self.place(spot.location)),
            destination: listing(&facts.destination(), |location| self.place(*location)),
            crossing: self.crossing(stretch.crossing),
            crossing_from_people: self.crossing(stretch.from_people),
            data,
            subjects: listing(&facts.subjects, |key| named(Kind::DataSubjects, Some(key))),
            purposes: listing(&facts.purposes, |purpose| {
                purpose.text.as_ref().map_or_else(|| purpose.key.to_string(), |text| self.text(text))
            }),
            summary: self.summary(judged, stretch, &mechanisms),
            mechanisms,
            determinations: stretch.laws.iter().map(|says| law::determination(self, says)).collect(),
        }
    }
}

/// A list of the flow as the report lists it, each thing once.
fn listing<T, U: PartialEq>(listed: &Listed<'_, T>, each: impl FnMut(&T) -> U) -> Listing<U> {
    let mut items = Vec::new();
    for item in listed.items.iter().map(each) {
        if !items.contains(&item) {
            items.push(item);
        }
    }
    let extent = if listed.is_complete() {
        Extent::Complete
    } else if listed.is_unknown() {
        Extent::Unknown
    } else {
        Extent::Open
    };
    Listing { items, extent }
}
