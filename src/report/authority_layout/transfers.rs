//! What of an activity goes to third countries: to whom, where, under which safeguards.

use super::{
    desk::Desk,
    model::{Filled, Nothing},
};
use crate::{
    domain::{
        Key, Kind,
        record::{Activity, Agreement, RegistrationScheme},
    },
    flows::{Facts, Flow, Leg, State, Target},
    report::{Said, told::At},
};

/// Data that goes abroad, or may.
pub(super) struct Abroad<'a> {
    /// Who gets it.
    pub recipient: Said,
    /// Where: third countries, places of which nobody can tell, and what is missing.
    pub places: Filled,
    /// What is in force for it.
    pub agreements: Vec<&'a Agreement>,
    /// Under what the recipient is registered.
    pub registrations: Vec<RegistrationScheme>,
    /// Where agreements would be recorded.
    pub at: At,
}

/// All that goes abroad from an activity, and the lists that may lack some.
pub(super) struct Transfers<'a> {
    /// One for each recipient and its places.
    pub abroad: Vec<Abroad<'a>>,
    /// What is missing or may lack something.
    pub rest: Filled,
}

impl<'a> Desk<'_, 'a> {
    /// What of an activity goes to third countries.
    pub fn transfers(&self, activity: &Activity) -> Transfers<'a> {
        let mut told = Transfers { abroad: Vec::new(), rest: Filled::default() };
        if activity.disclosures.is_none() {
            told.rest.miss(self.of(activity, "disclosures"));
        } else if let Some(at) = self.open(activity, "disclosures") {
            told.rest.leave_open(at);
        }
        for (flow, facts) in self.flows(&activity.key) {
            let leaves = flow.name.recipient.is_some() || flow.name.leg == Leg::Access;
            if !leaves || flow.name.leg == Leg::Return || facts.state == State::Residual {
                continue;
            }
            if flow.name.onward.is_some_and(|(_, to)| to == Target::Unrecorded) {
                facts.importer.parties.open().into_iter().for_each(|said| told.rest.leave_open(At::from(&said.at)));
                continue;
            }
            let Some(abroad) = self.abroad_of(activity, flow, facts) else { continue };
            let known = |one: &Abroad<'_>| one.recipient == abroad.recipient && one.places == abroad.places;
            if !told.abroad.iter().any(known) {
                told.abroad.push(abroad);
            }
        }
        told
    }

    fn abroad_of(&self, activity: &Activity, flow: &Flow<'a>, facts: &Facts<'a>) -> Option<Abroad<'a>> {
        let element = flow.name.element.filter(|element| element.list == Some("disclosures"));
        let field =
            |name: &str| element.map(|element| self.of(activity, &format!("disclosures/{}/{name}", element.key)));
        let destination = facts.destination();
        let open = || facts.storage.open().map(|said| At::from(&said.at));
        let unknown = || field("locations").or_else(open).unwrap_or_else(|| self.of(activity, "disclosures"));
        let mut places = Filled::default();
        for place in &destination.items {
            match place.map(|place| (place, self.abroad(place))) {
                Some((_, Some(false))) => {}
                Some((place, Some(true))) => places.say(self.name(Kind::Locations, place)),
                Some((place, None)) => {
                    let name = self.name(Kind::Locations, place);
                    let doubt = ("whether a third country is not known", "是否属于第三国无法判定");
                    let doubt = self.reader.speech.pick(doubt);
                    places.say(Said { text: self.reader.speech.aside(&name.text, doubt), ..name });
                }
                None => places.miss(unknown()),
            }
        }
        if destination.items.is_empty() && !destination.is_complete() {
            places.miss(unknown());
        }
        if places == Filled::default() {
            return None;
        }
        let instruments = &facts.instruments;
        let mut agreements: Vec<&Agreement> = instruments.agreements.iter().map(|held| held.agreement).collect();
        agreements.dedup_by_key(|agreement| &agreement.key);
        Some(Abroad {
            recipient: self.writer.who(&facts.importer),
            places,
            agreements,
            registrations: instruments.registrations.iter().filter_map(|held| held.registration.scheme).collect(),
            at: field("agreements").unwrap_or_else(|| self.of(activity, "disclosures")),
        })
    }

    /// The words for a registration.
    pub fn scheme(&self, scheme: RegistrationScheme) -> Said {
        use RegistrationScheme as R;
        self.reader.says(match scheme {
            R::DataPrivacyFramework => ("EU-U.S. Data Privacy Framework", "欧盟-美国数据隐私框架"),
            R::UkExtension => ("UK Extension to the EU-U.S. Data Privacy Framework", "欧盟-美国数据隐私框架英国扩展"),
            R::SwissDataPrivacyFramework => ("Swiss-U.S. Data Privacy Framework", "瑞士-美国数据隐私框架"),
            R::GlobalCbpr => ("Global Cross-Border Privacy Rules", "全球跨境隐私规则"),
            R::ApecCbpr => ("APEC Cross-Border Privacy Rules", "亚太经合组织跨境隐私规则"),
            R::DataBroker => ("data broker register", "数据经纪商登记"),
            R::ControllerRegister => ("register of controllers", "控制者登记"),
            R::Other => ("another registration", "其他登记"),
        })
    }

    /// An agreement by kind and name.
    pub fn instrument(&self, key: &Key) -> Said {
        let name = self.name(Kind::Agreements, key);
        match self.records.agreement(key).and_then(|agreement| agreement.kind) {
            Some(kind) => {
                Said { text: self.reader.speech.aside(&name.text, self.reader.speech.agreement(kind)), ..name }
            }
            None => name,
        }
    }
}

impl Transfers<'_> {
    /// The third countries, each once.
    pub fn countries(&self) -> Filled {
        let mut filled = Filled::default();
        self.abroad.iter().for_each(|one| filled.add(one.places.clone()));
        filled.add(self.rest.clone());
        filled.or_nothing(Nothing::None)
    }

    /// Recipient by recipient, what safeguards the transfer.
    pub fn safeguards(&self, desk: &Desk<'_, '_>) -> Filled {
        let mut filled = Filled::default();
        for one in &self.abroad {
            let mut safeguards: Vec<String> =
                one.agreements.iter().map(|agreement| desk.instrument(&agreement.key).text).collect();
            safeguards.extend(one.registrations.iter().map(|scheme| desk.scheme(*scheme).text));
            if safeguards.is_empty() {
                filled.miss(one.at.clone());
                continue;
            }
            let between = desk.reader.speech.pick((": ", "："));
            let text = format!("{}{between}{}", one.recipient.text, safeguards.join(", "));
            filled.say(Said { text, ..one.recipient.clone() });
        }
        filled.add(self.rest.clone());
        filled.or_nothing(Nothing::NotApplicable)
    }
}
