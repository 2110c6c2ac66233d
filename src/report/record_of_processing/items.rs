//! The items of the record: which fields supply each, and what is missing.

use super::model::{ActivityRecord, Capacity, Gap, Item, PartyRecord, Topic, View};
use crate::{
    domain::{
        Day, Key, Kind, Record,
        record::{
            Activity, ActivityRole, AssessmentKind, Contact, ContactFunction as F, DisclosureKind, Organization,
            Retention,
        },
        value::{RecordId, Ref},
    },
    flows::{Border, Crossing, Facts, Flow, Flows, Leg, Party, Side, State, Target},
    report::{
        Said,
        reader::Reader,
        words::{self, Words},
    },
};

/// Who writes a record: for whom, under which law, for which day.
pub(in crate::report) struct Writer<'r, 'a> {
    pub reader: Reader<'a>,
    pub view: View,
    pub day: Day,
    pub flows: &'r Flows<'a>,
}

impl Topic {
    const fn words(self) -> Words {
        match self {
            Self::Contact => ("Controller: name and contact details", "控制者：名称与联系方式"),
            Self::ProcessorContact => ("Processor: name and contact details", "受托处理者：名称与联系方式"),
            Self::Representatives => ("Representatives", "代表"),
            Self::DataProtectionOfficer => ("Data protection officer", "数据保护官"),
            Self::JointControllers => ("Joint controllers", "共同控制者"),
            Self::Purposes => ("Purposes", "处理目的"),
            Self::Operations => ("Categories of processing", "处理类别"),
            Self::Subjects => ("Categories of people", "个人类别"),
            Self::Data => ("Categories of data", "个人信息类别"),
            Self::Recipients => ("Recipients and where they are", "接收方及其所在地"),
            Self::Transfers => ("Transfers to other countries, and safeguards", "向其他国家的传输及保障措施"),
            Self::Retention => ("Time limits for erasure", "删除期限"),
            Self::Security => ("Security measures", "安全措施"),
            Self::Entrusting => ("Entrusting and providing to others", "委托处理与对外提供"),
            Self::Assessment => ("Impact assessment", "个人信息保护影响评估"),
        }
    }

    /// The provision that asks for it, and whether that was held against its text; `None`: it is no item of this record.
    const fn citation(self, view: View, capacity: Capacity) -> Option<(&'static str, bool)> {
        use Capacity::{Controller as C, Processor as P};
        let (citation, confirmed) = match (view, capacity, self) {
            (
                View::Gdpr,
                C,
                Self::Contact | Self::Representatives | Self::DataProtectionOfficer | Self::JointControllers,
            ) => ("GDPR Art 30(1)(a)", true),
            (View::Gdpr, C, Self::Purposes) => ("GDPR Art 30(1)(b)", true),
            (View::Gdpr, C, Self::Subjects | Self::Data) => ("GDPR Art 30(1)(c)", true),
            (View::Gdpr, C, Self::Recipients) => ("GDPR Art 30(1)(d)", true),
            (View::Gdpr, C, Self::Transfers) => ("GDPR Art 30(1)(e)", true),
            (View::Gdpr, C, Self::Retention) => ("GDPR Art 30(1)(f)", true),
            (View::Gdpr, C, Self::Security) => ("GDPR Art 30(1)(g)", true),
            (
                View::Gdpr,
                P,
                Self::Contact | Self::ProcessorContact | Self::Representatives | Self::DataProtectionOfficer,
            ) => ("GDPR Art 30(2)(a)", true),
            (View::Gdpr, P, Self::Operations) => ("GDPR Art 30(2)(b)", true),
            (View::Gdpr, P, Self::Transfers) => ("GDPR Art 30(2)(c)", true),
            (View::Gdpr, P, Self::Security) => ("GDPR Art 30(2)(d)", true),
            (View::Pipl, _, Self::Assessment) => ("PIPL Arts 55-56", true),
            (View::Pipl, _, Self::Entrusting) => ("Network Data Security Regulations Art 12", true),
            (
                View::Lgpd,
                _,
                Self::Contact
                | Self::Purposes
                | Self::Subjects
                | Self::Data
                | Self::Recipients
                | Self::Transfers
                | Self::Retention
                | Self::Security,
            ) => ("LGPD Art 37", false),
            _ => return None,
        };
        Some((citation, confirmed))
    }
}

impl<'a> Writer<'_, 'a> {
    /// What the report did not evaluate.
    pub fn not_evaluated(&self, drafts: u64) -> Vec<Said> {
        let says = |words| self.reader.says(words);
        let mut notes = vec![
            says((
                "Whether a place is a third country, and whether a safeguard suffices: the transfers report decides that.",
                "某地是否属于第三国以及保障措施是否充分，由传输报告判定。",
            )),
            says(("Whether the exemption of GDPR Art 30(5) applies.", "是否适用 GDPR 第30条第5款的豁免。")),
        ];
        match self.view {
            View::Gdpr => {}
            View::Pipl => notes.push(says(("Whether records and assessment reports are kept for at least three years (PIPL Art 56, Network Data Security Regulations Art 12).", "记录和评估报告是否保存至少三年（《个人信息保护法》第五十六条、《网络数据安全管理条例》第十二条）。"))),
            View::Lgpd => notes.push(says(("The items of LGPD Art 37 are unconfirmed: they were not held against the text of the law and follow those of GDPR Art 30(1).", "LGPD 第37条的事项未经核实：未与法律文本核对，系参照 GDPR 第30条第1款。"))),
        }
        if drafts > 0 {
            notes.push(
                self.reader.own(
                    self.reader
                        .speech
                        .of_two(format!("Drafts of activities: {drafts}."), format!("处理活动草稿：{drafts}项。")),
                ),
            );
        }
        notes
    }

    /// The record of a party, or of what is done for it.
    pub fn party(&self, capacity: Capacity, party: Option<&'a Key>, activities: Vec<ActivityRecord>) -> PartyRecord {
        let name = party.map_or_else(
            || self.reader.says(("Controller not recorded", "控制者未记录")),
            |key| self.reader.name(Kind::Organizations, key),
        );
        let topics = [Topic::ProcessorContact, Topic::Contact, Topic::Representatives, Topic::DataProtectionOfficer];
        let items = topics
            .into_iter()
            .filter_map(|topic| self.item(topic, capacity, |item| self.tell_party(item, party, &activities)));
        PartyRecord { capacity, controller: party.cloned(), name, items: items.collect(), activities }
    }

    fn tell_party(&self, item: &mut Item, party: Option<&Key>, activities: &[ActivityRecord]) {
        if item.topic == Topic::ProcessorContact {
            // No field says which organisation we are where we act for others.
            return item
                .missing
                .push(Gap { record: None, field: "which organisation of ours is the processor".into() });
        }
        let Some(organization) = party.and_then(|key| self.organization(key)) else {
            let field = if item.citation.starts_with("GDPR Art 30(2)") { "/on_behalf_of" } else { "/controllers" };
            let gap = |activity: &ActivityRecord| Gap {
                record: Some(format!("activities/{}", activity.activity)),
                field: field.into(),
            };
            return item.missing.extend(activities.iter().map(gap));
        };
        let functions: &[Option<F>] = match item.topic {
            Topic::Contact => {
                item.statements.push(self.legal_name(organization));
                &[Some(F::General), Some(F::Privacy), None]
            }
            Topic::Representatives => &[
                Some(F::EuRepresentative),
                Some(F::UkRepresentative),
                Some(F::SwissRepresentative),
                Some(F::ChinaRepresentative),
            ],
            _ => &[Some(F::DataProtectionOfficer)],
        };
        let contacts = organization.contacts.iter().flatten().filter(|contact| functions.contains(&contact.function));
        let told: Vec<Said> = contacts.map(|contact| self.contact(contact)).collect();
        let address = organization.address.as_ref().filter(|_| item.topic == Topic::Contact);
        let lines = address.map(|address| {
            let parts = address.lines.iter().flatten().chain(&address.locality).chain(&address.postal_code);
            self.reader.plain(parts.map(AsRef::as_ref).collect::<Vec<&str>>().join(", "))
        });
        if told.is_empty() && lines.is_none() {
            item.none = organization.contacts.as_ref().is_some_and(|contacts| contacts.is_empty())
                && item.topic != Topic::Contact;
            if !item.none {
                item.missing.push(Gap {
                    record: Some(format!("organizations/{}", organization.key)),
                    field: "/contacts".into(),
                });
            }
        }
        item.statements.extend(lines.into_iter().chain(told));
    }

    /// The record of an activity.
    pub fn activity(
        &self,
        activity: &'a Activity,
        capacity: Capacity,
        party: Option<&Key>,
        flows: &[&Flow<'a>],
    ) -> ActivityRecord {
        const ORDER: [Topic; 11] = [
            Topic::JointControllers,
            Topic::Purposes,
            Topic::Operations,
            Topic::Subjects,
            Topic::Data,
            Topic::Recipients,
            Topic::Transfers,
            Topic::Retention,
            Topic::Security,
            Topic::Assessment,
            Topic::Entrusting,
        ];
        let items = ORDER.into_iter().filter_map(|topic| {
            self.item(topic, capacity, |item| match topic {
                Topic::JointControllers => self.joint(item, activity, party),
                Topic::Recipients => self.recipients(item, activity, flows),
                Topic::Transfers => self.transfers(item, activity, flows),
                Topic::Retention => self.retention(item, activity),
                Topic::Assessment => self.assessments(item, activity, flows),
                Topic::Entrusting => self.entrusting(item, activity, flows),
                _ => self.lists(item, activity),
            })
        });
        let name = self.reader.text(&activity.name, activity.language.as_ref());
        ActivityRecord { activity: activity.key.clone(), name, items: items.collect() }
    }

    fn item(&self, topic: Topic, capacity: Capacity, tell: impl FnOnce(&mut Item)) -> Option<Item> {
        let (citation, confirmed) = topic.citation(self.view, capacity)?;
        let label = self.reader.says(topic.words());
        let mut item = Item {
            topic,
            label,
            citation,
            confirmed,
            statements: Vec::new(),
            none: false,
            missing: Vec::new(),
            open: Vec::new(),
        };
        tell(&mut item);
        Some(item)
    }

    /// Items that are a list of the activity.
    fn lists(&self, item: &mut Item, activity: &Activity) {
        let text = |text| self.reader.text(text, activity.language.as_ref());
        let (field, told): (&str, Option<Vec<Result<Said, String>>>) = match item.topic {
            Topic::Purposes => (
                "purposes",
                activity.purposes.as_ref().map(|list| {
                    list.iter()
                        .map(|purpose| purpose.text.as_ref().map(text).ok_or_else(|| format!("{}/text", purpose.key)))
                        .collect()
                }),
            ),
            Topic::Operations => (
                "operations",
                activity
                    .operations
                    .as_ref()
                    .map(|list| list.iter().map(|operation| Ok(self.word(operation))).collect()),
            ),
            Topic::Subjects => (
                "subjects",
                activity.subjects.as_ref().map(|list| {
                    list.iter().map(|subject| Ok(self.reader.name(Kind::DataSubjects, subject.key()))).collect()
                }),
            ),
            Topic::Data => (
                "data",
                activity.data.as_ref().map(|list| {
                    list.iter()
                        .map(|data| match (&data.category, &data.label) {
                            (Some(category), _) => Ok(self.reader.name(Kind::DataCategories, category.key())),
                            (None, Some(label)) => Ok(text(label)),
                            (None, None) => Err(format!("{}/category", data.key)),
                        })
                        .collect()
                }),
            ),
            _ => (
                "security",
                activity.security.as_ref().map(|list| {
                    list.iter()
                        .map(|measure| {
                            Ok(self.aside(
                                &text(&measure.measure),
                                measure.state.map_or(("state not recorded", "状态未记录"), words::state),
                            ))
                        })
                        .collect()
                }),
            ),
        };
        let Some(told) = told else { return item.missing.push(gap(activity, field)) };
        item.none = told.is_empty();
        for one in told {
            match one {
                Ok(said) => item.statements.push(said),
                Err(within) => item.missing.push(gap(activity, &format!("{field}/{within}"))),
            }
        }
        note_open(item, activity, field);
    }

    fn joint(&self, item: &mut Item, activity: &Activity, party: Option<&Key>) {
        let others = activity.controllers.iter().flatten().map(Ref::key).filter(|key| Some(*key) != party);
        item.statements.extend(others.map(|key| self.reader.name(Kind::Organizations, key)));
        match activity.role {
            None => item.missing.push(gap(activity, "role")),
            Some(ActivityRole::JointController) if item.statements.is_empty() => {
                item.missing.push(gap(activity, "controllers"));
            }
            Some(_) => item.none = item.statements.is_empty(),
        }
    }

    fn retention(&self, item: &mut Item, activity: &Activity) {
        match &activity.retention {
            Some(retention) => self.limit(item, activity, "retention", retention),
            None => item.missing.push(gap(activity, "retention")),
        }
        for data in activity.data.iter().flatten() {
            if let Some(retention) = &data.retention {
                self.limit(item, activity, &format!("data/{}/retention", data.key), retention);
            }
        }
    }

    fn limit(&self, item: &mut Item, activity: &Activity, field: &str, retention: &Retention) {
        let text = |text| self.reader.text(text, activity.language.as_ref());
        let said = match (&retention.period, &retention.criteria) {
            (Some(period), _) => self.reader.plain(period.as_str()),
            (None, Some(criteria)) => text(criteria),
            (None, None) => return item.missing.push(gap(activity, &format!("{field}/period"))),
        };
        let from = retention.trigger.as_ref().map(text);
        item.statements.push(
            from.map_or(said.clone(), |from| Said { text: self.reader.speech.aside(&said.text, &from.text), ..said }),
        );
    }

    fn recipients(&self, item: &mut Item, activity: &Activity, flows: &[&Flow<'a>]) {
        for (flow, facts) in
            self.of(flows).filter(|(flow, _)| flow.name.recipient.is_some() && flow.name.leg != Leg::Return)
        {
            if is_unrecorded(item, flow, facts) {
                continue;
            }
            let said = self.with_places(&facts.importer, facts);
            let said = if facts.state == State::Residual {
                self.aside(&said, ("ended; return or deletion not recorded", "已终止；未记录返还或删除"))
            } else {
                said
            };
            if !item.statements.contains(&said) {
                item.statements.push(said);
            }
            item.open.extend(facts.sub_processors.open().map(|said| said.at.to_string()));
            if facts.destination().items.is_empty() {
                item.open.extend(facts.storage.open().map(|said| said.at.to_string()));
            }
        }
        match &activity.disclosures {
            None => item.missing.push(gap(activity, "disclosures")),
            Some(list) => item.none = list.is_empty() && item.statements.is_empty(),
        }
        note_open(item, activity, "disclosures");
        item.open.sort();
        item.open.dedup();
    }

    fn transfers(&self, item: &mut Item, activity: &Activity, flows: &[&Flow<'a>]) {
        let mut undetermined = activity.disclosures.is_none();
        // What we keep ourselves goes to nobody.
        let sent = |flow: &Flow<'_>| {
            flow.name.leg != Leg::Return && (flow.name.recipient.is_some() || flow.name.leg == Leg::Access)
        };
        for (flow, facts) in self.of(flows).filter(|(flow, _)| sent(flow)) {
            let words = match facts.crossing_from_people(&self.flows.atlas, Border::Country) {
                Crossing::No => continue,
                Crossing::Yes { .. } => ("another country", "其他国家"),
                Crossing::Undetermined(_) => {
                    ("whether to another country is not determined by the record", "是否属于其他国家无法依记录判定")
                }
            };
            undetermined = true;
            if is_unrecorded(item, flow, facts) {
                continue;
            }
            let instruments = &facts.instruments;
            let mut safeguards: Vec<String> = instruments
                .agreements
                .iter()
                .map(|held| self.reader.name(Kind::Agreements, &held.agreement.key).text)
                .collect();
            safeguards.extend(
                instruments
                    .registrations
                    .iter()
                    .filter_map(|held| held.registration.scheme)
                    .map(|scheme| self.word(&scheme).text),
            );
            let said = self.aside(&self.with_places(&facts.importer, facts), words);
            let between = self.reader.speech.pick(("; safeguards: ", "；保障措施："));
            let safe = if safeguards.is_empty() {
                self.reader.speech.none_recorded().to_owned()
            } else {
                safeguards.join(", ")
            };
            let statement = Said { text: format!("{}{between}{safe}", said.text), ..said };
            if !item.statements.contains(&statement) {
                item.statements.push(statement);
            }
            if safeguards.is_empty()
                && let Some(element) = flow.name.element.filter(|element| element.list == Some("disclosures"))
            {
                let missing = gap(activity, &format!("disclosures/{}/agreements", element.key));
                if !item.missing.contains(&missing) {
                    item.missing.push(missing);
                }
            }
        }
        if activity.disclosures.is_none() {
            item.missing.push(gap(activity, "disclosures"));
        }
        item.none = !undetermined && item.missing.is_empty();
        note_open(item, activity, "disclosures");
        item.open.sort();
        item.open.dedup();
        // Of a list that may lack something it is not known that there is none.
        item.none &= item.open.is_empty();
    }

    fn assessments(&self, item: &mut Item, activity: &Activity, flows: &[&Flow<'a>]) {
        for (_, facts) in self.of(flows) {
            for held in &facts.instruments.assessments {
                let assessment = held.assessment;
                if !matches!(assessment.kind, Some(AssessmentKind::Pipia | AssessmentKind::PrivacyImpact)) {
                    continue;
                }
                let name = self.reader.name(Kind::Assessments, &assessment.key);
                let day = assessment.completed_on.map_or_else(|| self.reader.unknown().text, |day| day.to_string());
                let said = Said { text: self.reader.speech.aside(&name.text, &day), ..name };
                if !item.statements.contains(&said) {
                    item.statements.push(said);
                }
            }
        }
        if item.statements.is_empty() {
            item.missing.push(gap(activity, "dpia/assessment"));
        }
    }

    /// What is entrusted or provided: to whom, why, by what means, which data, under which agreement.
    fn entrusting(&self, item: &mut Item, activity: &'a Activity, flows: &[&Flow<'a>]) {
        let Some(disclosures) = &activity.disclosures else { return item.missing.push(gap(activity, "disclosures")) };
        item.none = disclosures.is_empty();
        for disclosure in disclosures.iter().filter(|disclosure| self.day.within(disclosure.since, disclosure.until)) {
            let field = |name: &str| gap(activity, &format!("disclosures/{}/{name}", disclosure.key));
            let kind = match disclosure.kind {
                Some(DisclosureKind::Entrusted) => ("entrusted", "委托处理"),
                Some(DisclosureKind::Provided) => ("provided", "对外提供"),
                Some(_) => continue,
                None => {
                    item.missing.push(field("kind"));
                    ("kind not recorded", "方式未记录")
                }
            };
            let of_it = |flow: &Flow<'_>| {
                flow.name.onward.is_none()
                    && flow.name.leg != Leg::Return
                    && flow
                        .name
                        .element
                        .is_some_and(|element| *element.key == disclosure.key && element.list == Some("disclosures"))
            };
            let Some((_, facts)) = self.of(flows).find(|(flow, _)| of_it(flow)) else { continue };
            item.statements.push(self.aside(&self.with_places(&facts.importer, facts), kind));
            let given = [
                ("purposes", disclosure.purposes.is_some() || disclosure.purpose.is_some()),
                ("means", disclosure.means.is_some()),
                ("data", disclosure.data.is_some()),
                ("agreements", disclosure.agreements.is_some()),
            ];
            item.missing.extend(given.into_iter().filter(|(_, given)| !given).map(|(name, _)| field(name)));
        }
        note_open(item, activity, "disclosures");
    }

    fn of<'f>(&self, flows: &'f [&'f Flow<'a>]) -> impl Iterator<Item = (&'f Flow<'a>, &'f Facts<'a>)> + use<'f, 'a> {
        let day = self.day;
        flows.iter().filter_map(move |flow| Some((*flow, flow.on(day)?)))
    }

    /// Somebody who gets data: the service, and who offers it.
    pub fn who(&self, side: &Side<'_>) -> Said {
        let party = |party: &Party<'_>| match party {
            Party::People => self.reader.says(("the people", "个人")),
            Party::Us => self.reader.says(("us", "我方")),
            Party::Organization(key) => self.reader.name(Kind::Organizations, key),
            Party::Named(name) => self.reader.plain(*name),
            Party::Described(text) => self.reader.text(text, None),
        };
        let parties: Vec<Said> = side.parties.items.iter().map(party).collect();
        let mut said = match (side.service, parties.first()) {
            (Some(service), _) => self.reader.name(Kind::Processors, service),
            (None, Some(first)) => first.clone(),
            (None, None) => self.reader.unknown(),
        };
        let skipped = usize::from(side.service.is_none());
        let others: Vec<&str> = parties.iter().skip(skipped).map(|party| party.text.as_str()).collect();
        if !others.is_empty() {
            said.text = self.reader.speech.aside(&said.text, &others.join(", "));
        }
        said
    }

    /// Somebody who gets data, and where.
    fn with_places(&self, side: &Side<'_>, facts: &Facts<'a>) -> Said {
        let mut said = self.who(side);
        let mut places: Vec<String> = facts
            .destination()
            .items
            .into_iter()
            .map(|place| {
                place.map_or_else(|| self.reader.unknown().text, |key| self.reader.name(Kind::Locations, key).text)
            })
            .collect();
        places.sort();
        places.dedup();
        let places = if places.is_empty() {
            self.reader.speech.pick(("place not recorded", "所在地未记录")).to_owned()
        } else {
            places.join(", ")
        };
        said.text = format!("{}{}{places}", said.text, self.reader.speech.pick((": ", "：")));
        said
    }

    pub fn organization(&self, key: &Key) -> Option<&'a Organization> {
        match &self.reader.register.get(&RecordId::new(Kind::Organizations, key.clone()))?.record {
            Record::Organizations(organization) => Some(organization),
            _ => None,
        }
    }

    /// The name in law on the day; the name of the record where none is recorded.
    pub fn legal_name(&self, organization: &Organization) -> Said {
        let mut names = organization.legal_names.iter().flatten();
        match names.find(|name| self.day.within(name.since, name.until)) {
            Some(name) => Said { language: name.language.clone(), ..self.reader.plain(&*name.name) },
            None => self.reader.text(&organization.name, organization.language.as_ref()),
        }
    }

    fn contact(&self, contact: &Contact) -> Said {
        let organization = contact
            .organization
            .as_ref()
            .map(|organization| self.reader.name(Kind::Organizations, organization.key()).text);
        let parts = [
            organization,
            contact.name.as_deref().map(str::to_owned),
            contact.email.as_deref().map(str::to_owned),
            contact.phone.as_deref().map(str::to_owned),
            contact.url.as_ref().map(|url| url.as_str().to_owned()),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let words = if parts.is_empty() { self.reader.unknown().text } else { parts.join(", ") };
        match &contact.function {
            Some(function) => {
                Said { text: self.reader.speech.aside(&words, &self.word(function).text), ..self.reader.plain("") }
            }
            None => self.reader.plain(words),
        }
    }

    fn aside(&self, said: &Said, words: Words) -> Said {
        Said { text: self.reader.speech.aside(&said.text, self.reader.speech.pick(words)), ..said.clone() }
    }

    /// A word of a vocabulary, as records write it: these are terms, and not translated.
    fn word(&self, word: &impl serde::Serialize) -> Said {
        let written = serde_json::to_value(word).ok().and_then(|word| word.as_str().map(|word| word.replace('_', " ")));
        self.reader.plain(written.unwrap_or_default())
    }
}

fn gap(activity: &Activity, field: &str) -> Gap {
    Gap { record: Some(format!("activities/{}", activity.key)), field: format!("/{field}") }
}

/// Notes that a list of the activity is not said to be complete, if it is there.
fn note_open(item: &mut Item, activity: &Activity, list: &str) {
    let complete =
        activity.complete.iter().flatten().any(|statement| statement.pointer.as_str().strip_prefix('/') == Some(list));
    if !complete && !item.missing.iter().any(|gap| gap.field == format!("/{list}")) {
        item.open.push(format!("activities/{}#/{list}", activity.key));
    }
}

/// Whether a flow is to sub-processors that there may be: then the list that does not name them is noted as open.
fn is_unrecorded(item: &mut Item, flow: &Flow<'_>, facts: &Facts<'_>) -> bool {
    let unrecorded = flow.name.onward.is_some_and(|(_, to)| to == Target::Unrecorded);
    if unrecorded {
        item.open.extend(facts.importer.parties.open().map(|said| said.at.to_string()));
    }
    unrecorded
}
