//! The flows to somebody else, each with the disclosure that it carries out.

use super::{Open, RecipientIs, SharingKind};
use crate::{
    domain::{
        Key, Kind,
        record::{Activity, ActivityRole, Disclosure, Recipient},
        value::Ref,
    },
    flows::{Element, Extent, Facts, Flow, Flows, Leg, Party, Stretch, Target},
    report::{
        speech::Speech,
        told::{At, Records, Sentence, Words, who},
    },
};
use std::collections::BTreeSet;

/// A flow to somebody else, in a stretch of days.
pub struct Shared<'f, 'a> {
    pub flow: &'f Flow<'a>,
    pub stretch: &'f Stretch<'a>,
    /// The disclosure that it carries out, or follows on.
    pub disclosure: Option<&'a Disclosure>,
    /// Whether the recipient is the one that the disclosure names, and not somebody further on.
    pub direct: bool,
}

/// What recipients are grouped and ordered by: what they are, name, key or words.
pub type Identity = (RecipientIs, String, String);

impl<'f, 'a> Shared<'f, 'a> {
    pub fn facts(&self) -> &'f Facts<'a> {
        &self.stretch.facts
    }

    pub fn activity(&self) -> &'a Activity {
        self.flow.activity
    }

    pub fn kind(&self) -> SharingKind {
        self.disclosure.and_then(|disclosure| disclosure.kind).into()
    }

    /// Who gets it in this step.
    pub fn target(&self) -> Option<Target<'a>> {
        match (self.flow.name.onward, self.flow.name.leg) {
            (Some((_, to)), _) => Some(to),
            // The organisation whose people have access, and not where they have it.
            (None, Leg::Access) => self.facts().importer.organizations().next().map(Target::Organization),
            (None, _) => self.flow.name.recipient,
        }
    }

    /// What the recipient is, its key and its name.
    pub fn recipient(&self, records: Records<'_>) -> (RecipientIs, Option<Key>, Option<Words>) {
        let named = |is, kind, key: &Key| (is, Some(key.clone()), records.named(kind, key).name.map(Words::Spoken));
        let described = |is| (is, None, self.party(records));
        match self.target() {
            Some(Target::Processor(key)) => named(RecipientIs::Processor, Kind::Processors, key),
            Some(Target::Organization(key)) => named(RecipientIs::Organization, Kind::Organizations, key),
            Some(Target::Group) => described(RecipientIs::Group),
            Some(Target::Department) => described(RecipientIs::Department),
            Some(Target::Authority) => described(RecipientIs::Authority),
            Some(Target::Public) => described(RecipientIs::Public),
            Some(Target::Element(_)) => described(RecipientIs::SubProcessor),
            // The operator of a system of ours is an organisation.
            None => match self.facts().importer.organizations().next() {
                Some(key) => named(RecipientIs::Organization, Kind::Organizations, key),
                None => (RecipientIs::Unrecorded, None, None),
            },
            Some(Target::Unrecorded) => (RecipientIs::Unrecorded, None, None),
        }
    }

    fn party(&self, records: Records<'_>) -> Option<Words> {
        self.facts().importer.parties.items.first().and_then(|party| who(records, party).name)
    }

    pub fn identity(&self, records: Records<'_>) -> Identity {
        let (is, key, name) = self.recipient(records);
        let name = name.map_or_else(String::new, |name| name.by_default().to_lowercase());
        (is, name, key.map_or_else(String::new, |key| key.to_string()))
    }

    /// A field of the disclosure, or the list of disclosures that lacks it.
    pub fn at(&self, field: &str) -> At {
        let activity = &self.activity().key;
        match self.disclosure {
            Some(disclosure) => {
                At::field(Kind::Activities, activity, format!("/disclosures/{}/{field}", disclosure.key))
            }
            None => At::field(Kind::Activities, activity, "/disclosures"),
        }
    }

    /// What to call the recipient in a sentence.
    pub fn called(&self, records: Records<'_>, speech: Speech) -> String {
        match self.recipient(records) {
            (_, _, Some(Words::Spoken(text))) => text.speak(&speech.tag(), None).text.to_owned(),
            (_, _, Some(Words::Plain(name))) => name.into(),
            (_, Some(key), None) => key.to_string(),
            (_, None, None) => match self.flow.name.onward.map(|(from, _)| from) {
                Some(Target::Processor(from)) => {
                    let from = called(records, Kind::Processors, from, speech);
                    match speech {
                        Speech::En => format!("a sub-processor of {from} that is not recorded"),
                        Speech::ZhHans => format!("{from}的某个未记录的次级处理者"),
                    }
                }
                _ => speech.pick(("somebody who is not recorded", "未记录的某方")).to_owned(),
            },
        }
    }
}

/// What to call a record in a sentence.
pub fn called(records: Records<'_>, kind: Kind, key: &Key, speech: Speech) -> String {
    let named = records.named(kind, key);
    match &named.name {
        Some(name) => name.speak(&speech.tag(), named.language.as_ref()).text.to_owned(),
        None => key.to_string(),
    }
}

/// Everything that goes to somebody else in the period.
pub struct Gathered<'f, 'a> {
    pub records: Records<'a>,
    pub shared: Vec<Shared<'f, 'a>>,
    /// The activities that exist on a day of the period, by key, each with a stretch of it.
    pub activities: Vec<(&'a Activity, &'f Facts<'a>)>,
}

impl<'f, 'a> Gathered<'f, 'a> {
    pub fn of(records: Records<'a>, flows: &'f Flows<'a>) -> Self {
        let mut gathered = Self { records, shared: Vec::new(), activities: Vec::new() };
        for flow in &flows.flows {
            let Some(first) = flow.stretches.first() else { continue };
            if gathered.activities.last().is_none_or(|(last, _)| last.key != flow.activity.key) {
                gathered.activities.push((flow.activity, &first.facts));
            }
            let disclosure = disclosure(flow);
            for stretch in &flow.stretches {
                if goes_to_others(records, flow, &stretch.facts) {
                    let direct = matches!(flow.name.leg, Leg::Disclosure | Leg::Collection | Leg::Holding);
                    gathered.shared.push(Shared { flow, stretch, disclosure, direct });
                }
            }
        }
        gathered
    }

    /// The notices that the activities name of which `wanted` is asked, by key.
    pub fn notices_of(&self, wanted: impl Fn(&Key) -> bool) -> BTreeSet<&'a Key> {
        let activities = self.activities.iter().filter(|(activity, _)| wanted(&activity.key));
        activities.flat_map(|(activity, _)| activity.notices.iter().flatten()).map(Ref::key).collect()
    }

    /// What may hide a recipient: disclosures, sub-processors and systems of which nobody says that they are all.
    pub fn open(&self, in_scope: impl Fn(&Activity) -> bool) -> Vec<Open> {
        let mut open: BTreeSet<Open> = BTreeSet::new();
        for (activity, facts) in self.activities.iter().filter(|(activity, _)| in_scope(activity)) {
            let name = |speech| called(self.records, Kind::Activities, &activity.key, speech);
            for said in facts.recipients.said.iter().filter(|said| !said.extent.is_complete()) {
                let unknown = said.extent == Extent::Unknown;
                let sentence = Sentence::say(|speech| recipients_open(speech, &name(speech), unknown));
                open.insert(Open { at: At::from(&said.at), sentence });
            }
        }
        for shared in self.shared.iter().filter(|shared| in_scope(shared.activity())) {
            let (service, facts) = (shared.target(), shared.facts());
            let Some(Target::Processor(service)) = service else { continue };
            for said in facts.sub_processors.said.iter().filter(|said| !said.extent.is_complete()) {
                let name = |speech| called(self.records, Kind::Processors, service, speech);
                let unknown = said.extent == Extent::Unknown;
                let sentence = Sentence::say(|speech| sub_processors_open(speech, &name(speech), unknown));
                open.insert(Open { at: At::from(&said.at), sentence });
            }
        }
        open.into_iter().collect()
    }
}

fn recipients_open(speech: Speech, activity: &str, unknown: bool) -> String {
    match (speech, unknown) {
        (_, true) => speech.disclosures_unknown(activity),
        (Speech::En, false) => format!("Disclosures of {activity}: nobody recorded that these are all."),
        (Speech::ZhHans, false) => format!("{activity}的对外提供情况：未记录是否完整。"),
    }
}

fn sub_processors_open(speech: Speech, service: &str, unknown: bool) -> String {
    match (speech, unknown) {
        (_, true) => speech.sub_processors_unknown(service),
        (Speech::En, false) => format!("Sub-processors of {service}: nobody recorded that these are all."),
        (Speech::ZhHans, false) => format!("{service}的次级处理者：未记录是否完整。"),
    }
}

/// The disclosure that a flow carries out or follows on.
fn disclosure<'a>(flow: &Flow<'a>) -> Option<&'a Disclosure> {
    let element: Element<'_> = flow.name.element.filter(|element| element.kind == Kind::Activities)?;
    let key = match (element.within, element.list) {
        (Some(within), _) => within,
        (None, Some("disclosures")) => element.key,
        (None, _) => return None,
    };
    flow.activity.disclosures.iter().flatten().find(|disclosure| disclosure.key == *key)
}

/// Whether an organisation is one of us in an activity.
pub fn is_ours(activity: &Activity, organization: &Key) -> bool {
    activity.role != Some(ActivityRole::Processor)
        && activity.controllers.iter().flatten().any(|controller| controller.key() == organization)
}

fn goes_to_others(records: Records<'_>, flow: &Flow<'_>, facts: &Facts<'_>) -> bool {
    match flow.name.leg {
        Leg::Disclosure | Leg::Onward => true,
        Leg::Collection => flow.name.recipient.is_some(),
        // A system of ours that somebody else operates.
        Leg::Holding => {
            let other = facts.importer.organizations().any(|organization| !is_ours(flow.activity, organization));
            flow.name.recipient.is_some() || other && facts.importer != facts.exporter
        }
        Leg::Access => {
            let mut organizations = facts.importer.organizations();
            organizations.any(|organization| {
                !is_ours(flow.activity, organization) && !is_the_recipient(records, flow, organization)
            })
        }
        Leg::Return => false,
    }
}

/// Whether those with access are of the recipient itself, whose own flow tells of them.
fn is_the_recipient(records: Records<'_>, flow: &Flow<'_>, organization: &Key) -> bool {
    let provides = |service: &Key| {
        let providers = records.processor(service).and_then(|service| service.providers.as_ref());
        providers.into_iter().flatten().any(|provider| provider.organization.key() == organization)
    };
    match flow.name.recipient {
        Some(Target::Processor(service)) => provides(service),
        Some(Target::Organization(key)) if key == organization => {
            // Of access to what we keep ourselves the organisation is the recipient, and nothing else tells of it.
            disclosure(flow).is_some_and(
                |disclosure| matches!(&disclosure.recipient, Recipient::Organization(to) if to.key() == key),
            )
        }
        _ => false,
    }
}

/// Whether a party is an organisation, for filters.
pub fn is_organization(party: &Party<'_>, key: &Key) -> bool {
    matches!(party, Party::Organization(organization) if *organization == key)
}
