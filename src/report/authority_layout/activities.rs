//! What an activity says, as the cells that several layouts have: data by how long it is kept, legal bases, sources, places,
//! contracts, assessments.

use super::{
    desk::Desk,
    model::{Filled, Nothing, Statement},
};
use crate::{
    domain::{
        Key, Kind,
        record::{
            Activity, Assessment, AssessmentKind, Basis, DataItem, Document, GdprSpecial, LegalBasis, Recipient,
            Retention,
        },
        value::Ref,
    },
    flows::{Leg, Target},
    report::{
        Said,
        told::{At, category_within},
        words,
    },
};

/// Data that is kept for the same time.
pub(super) struct Kept<'a> {
    /// The data; none, where nothing is recorded of data.
    pub data: Vec<&'a DataItem>,
    /// For how long.
    pub retention: Filled,
}

impl<'a> Desk<'_, 'a> {
    /// A field of an activity.
    #[expect(clippy::unused_self, reason = "said beside what else a desk says of activities")]
    pub fn of(&self, activity: &Activity, field: &str) -> At {
        At::field(Kind::Activities, &activity.key, format!("/{field}"))
    }

    /// A list of an activity, unless somebody says that it is complete.
    pub fn open(&self, activity: &Activity, list: &str) -> Option<At> {
        let mut complete = activity.complete.iter().flatten();
        let said = complete.any(|said| said.pointer.as_str().strip_prefix('/') == Some(list));
        (!said).then(|| self.of(activity, list))
    }

    /// The data of an activity, apart where it is kept for different times.
    pub fn kept(&self, activity: &'a Activity) -> Vec<Kept<'a>> {
        let mut kept: Vec<Kept<'_>> = Vec::new();
        for item in activity.data.iter().flatten() {
            let retention = self.retention_of(activity, item);
            match kept.iter_mut().find(|group| group.retention == retention) {
                Some(group) => group.data.push(item),
                None => kept.push(Kept { data: vec![item], retention }),
            }
        }
        if kept.is_empty() {
            kept.push(Kept { data: Vec::new(), retention: self.retention(activity) });
        }
        kept
    }

    /// How long an item of data is kept: as it says itself, else as the activity does.
    pub fn retention_of(&self, activity: &Activity, item: &DataItem) -> Filled {
        match &item.retention {
            Some(retention) => self.limit(activity, retention, &format!("data/{}/retention", item.key)),
            None => self.retention(activity),
        }
    }

    /// How long an activity keeps data.
    pub fn retention(&self, activity: &Activity) -> Filled {
        match &activity.retention {
            Some(retention) => self.limit(activity, retention, "retention"),
            None => Filled::missing(self.of(activity, "retention")),
        }
    }

    fn limit(&self, activity: &Activity, retention: &Retention, field: &str) -> Filled {
        let Retention { period, criteria, trigger, basis: _, then } = retention;
        let text = |text| self.reader.text(text, activity.language.as_ref());
        let length = period.as_ref().map(|period| self.reader.own(self.reader.speech.length(period)));
        let Some(said) = length.or_else(|| criteria.as_ref().map(text)) else {
            return Filled::missing(self.of(activity, &format!("{field}/period")));
        };
        let mut asides: Vec<String> = trigger.iter().map(|trigger| text(trigger).text).collect();
        asides.extend(then.map(|then| self.reader.speech.pick(words::then(then)).to_owned()));
        let between = self.reader.speech.pick(("; ", "；"));
        Filled::said(if asides.is_empty() {
            said
        } else {
            Said { text: self.reader.speech.aside(&said.text, &asides.join(between)), ..said }
        })
    }

    /// What an item of data is called: by its category, else as the form calls it.
    pub fn datum(&self, activity: &Activity, item: &DataItem) -> Filled {
        let category = item.category.as_ref().map(|category| self.name(Kind::DataCategories, category.key()));
        let label = || item.label.as_ref().map(|label| self.reader.text(label, activity.language.as_ref()));
        Filled::said_or(category.or_else(label), || self.of(activity, &format!("data/{}/category", item.key)))
    }

    /// Some data of an activity; where it is all, with whether the list is.
    pub fn data(&self, activity: &Activity, items: &[&DataItem]) -> Filled {
        let Some(all) = &activity.data else { return Filled::missing(self.of(activity, "data")) };
        let mut filled = Filled::default();
        for item in items {
            filled.add(self.datum(activity, item));
        }
        if items.len() == all.len()
            && let Some(at) = self.open(activity, "data")
        {
            filled.leave_open(at);
        }
        filled.or_nothing(Nothing::None)
    }

    /// What the GDPR calls the category of an item; `None` where that is not recorded.
    pub fn special(&self, item: &DataItem) -> Option<GdprSpecial> {
        self.records.category(item.category.as_ref()?.key())?.flags.as_ref()?.gdpr_special
    }

    /// Whether a category of an item is one of these or lies below one.
    pub fn is_within(&self, item: &DataItem, wide: &[&str]) -> bool {
        let Some(category) = item.category.as_ref().map(Ref::key) else { return false };
        let keys = wide.iter().filter_map(|wide| wide.parse::<Key>().ok());
        keys.into_iter().any(|wide| category_within(self.records, category, &wide))
    }

    /// The legal bases of an activity that `tell` has words for, under the law of `laws` or under none that is named.
    pub fn bases(&self, activity: &Activity, laws: &[&str], tell: impl Fn(&Basis) -> Option<Filled>) -> Filled {
        let Some(purposes) = &activity.purposes else { return Filled::missing(self.of(activity, "purposes")) };
        let mut filled = Filled::default();
        for purpose in purposes {
            let Some(bases) = &purpose.bases else {
                filled.miss(self.of(activity, &format!("purposes/{}/bases", purpose.key)));
                continue;
            };
            let of_law = |basis: &&Basis| {
                basis.law.as_ref().is_none_or(|law| laws.iter().any(|wanted| law.as_str().starts_with(wanted)))
            };
            bases.iter().filter(of_law).filter_map(&tell).for_each(|told| filled.add(told));
        }
        if let Some(at) = self.open(activity, "purposes") {
            filled.leave_open(at);
        }
        filled
    }

    /// What makes processing lawful, with the provision where it is recorded.
    pub fn basis(&self, basis: &Basis) -> Filled {
        let said = self.reader.says(words::basis(basis.basis));
        let said = match &basis.citation {
            Some(citation) => Said { text: self.reader.speech.aside(&said.text, citation), ..said },
            None => said,
        };
        Filled::said(said)
    }

    /// Whether an activity surely rests on a legal basis, surely not, or nobody can tell.
    pub fn rests_on(&self, activity: &Activity, wanted: LegalBasis) -> Option<bool> {
        let purposes = activity.purposes.as_ref()?;
        let mut bases = purposes.iter().flat_map(|purpose| purpose.bases.iter().flatten());
        if bases.any(|basis| basis.basis == wanted) {
            return Some(true);
        }
        let told = purposes.iter().all(|purpose| purpose.bases.is_some()) && self.open(activity, "purposes").is_none();
        told.then_some(false)
    }

    /// Where data comes from.
    pub fn sources(&self, activity: &Activity) -> Filled {
        let Some(data) = &activity.data else { return Filled::missing(self.of(activity, "data")) };
        let mut filled = Filled::default();
        for item in data {
            match item.source {
                Some(source) => filled.say(self.reader.says(words::source(source))),
                None => filled.miss(self.of(activity, &format!("data/{}/source", item.key))),
            }
        }
        filled.or_nothing(Nothing::NotApplicable)
    }

    /// Where data is kept: systems and hosts with their places.
    pub fn places(&self, activity: &Activity) -> Filled {
        let mut filled = Filled::default();
        for (flow, facts) in self.flows(&activity.key) {
            let kept = matches!(flow.name.leg, Leg::Holding | Leg::Collection) && flow.name.onward.is_none();
            if !kept {
                continue;
            }
            for at in facts.storage.said.iter().filter(|said| !said.extent.is_complete()) {
                filled.leave_open(At::from(&at.at));
            }
            for spot in &facts.storage.items {
                let host = spot.host.or(match flow.name.recipient {
                    Some(Target::Processor(host)) => Some(host),
                    _ => None,
                });
                let Some(place) = spot.location.map(|place| self.name(Kind::Locations, place)) else { continue };
                filled.say(match host {
                    Some(host) => {
                        let host = self.name(Kind::Processors, host);
                        Said { text: self.reader.speech.aside(&place.text, &host.text), ..place }
                    }
                    None => place,
                });
            }
        }
        if filled.statements.is_empty() && activity.systems.is_none() && activity.storage.is_none() {
            filled.miss(self.of(activity, "storage"));
        }
        filled
    }

    /// The contracts under which data goes to others: their documents, or their names where no document is recorded.
    pub fn contracts(&self, activity: &Activity) -> Filled {
        let Some(disclosures) = &activity.disclosures else { return Filled::missing(self.of(activity, "disclosures")) };
        let mut filled = Filled::default();
        for disclosure in disclosures.iter().filter(|one| self.day.within(one.since, one.until)) {
            if !matches!(disclosure.recipient, Recipient::Processor(_) | Recipient::Organization(_)) {
                continue;
            }
            let Some(agreements) = &disclosure.agreements else {
                filled.miss(self.of(activity, &format!("disclosures/{}/agreements", disclosure.key)));
                continue;
            };
            for key in agreements.iter().map(Ref::key) {
                let documents = self.records.agreement(key).and_then(|agreement| agreement.documents.as_deref());
                linked(&mut filled, &self.name(Kind::Agreements, key), documents.unwrap_or_default());
            }
        }
        if let Some(at) = self.open(activity, "disclosures") {
            filled.leave_open(at);
        }
        filled.or_nothing(Nothing::None)
    }

    /// The assessments of some kind that an activity names, or whose scope does.
    pub fn assessments(&self, activity: &Activity, kind: AssessmentKind) -> Vec<&'a Assessment> {
        use crate::domain::Record;
        let named = activity.dpia.iter().filter_map(|dpia| dpia.assessment.as_ref()).map(Ref::key);
        let named: Vec<&Key> = named.collect();
        let all = self.reader.register.of_kind(Kind::Assessments, None).filter_map(|entry| match &entry.record {
            Record::Assessments(assessment) => Some(&**assessment),
            _ => None,
        });
        let about = |assessment: &&Assessment| {
            let scope = assessment.scope.as_ref().and_then(|scope| scope.activities.as_ref());
            let scoped = scope.into_iter().flatten().any(|one| *one.key() == activity.key);
            assessment.kind == Some(kind) && (named.contains(&&assessment.key) || scoped)
        };
        all.filter(about).collect()
    }

    /// The documents of assessments.
    pub fn documents(&self, assessments: &[&Assessment], missing: At) -> Filled {
        let mut filled = Filled::default();
        for assessment in assessments {
            let documents = assessment.documents.as_deref().unwrap_or_default();
            linked(&mut filled, &self.name(Kind::Assessments, &assessment.key), documents);
        }
        if filled.statements.is_empty() {
            filled.miss(missing);
        }
        filled
    }

    /// What is done with data.
    pub fn operations(&self, activity: &Activity) -> Filled {
        let Some(operations) = &activity.operations else { return Filled::missing(self.of(activity, "operations")) };
        let mut filled = Filled::default();
        operations.iter().for_each(|operation| filled.say(self.reader.says(words::operation(*operation))));
        if let Some(at) = self.open(activity, "operations") {
            filled.leave_open(at);
        }
        filled.or_nothing(Nothing::None)
    }
}

/// The pages of some documents; the name of what they are of, where none has a page.
fn linked(filled: &mut Filled, name: &Said, documents: &[Document]) {
    let links: Vec<Statement> =
        documents.iter().filter_map(|document| document.url.clone()).map(Statement::Link).collect();
    if links.is_empty() {
        filled.say(name.clone());
    }
    for link in links {
        filled.state(link);
    }
}
