//! Where layouts are filled: the register for a reader and a day, which records are wanted, and which places are abroad.

use super::{
    Layout,
    model::{Field, Fields, Filled, Part, Row, Table},
};
use crate::{
    domain::{
        Day, Key, Kind, Register,
        record::{Activity, Agreement, Notice, Organization, Status},
        value::{RecordId, Ref},
    },
    flows::{Facts, Flow, Flows, Moment},
    report::{
        Question, Said,
        reader::Reader,
        record_of_processing::{
            self,
            items::Writer,
            model::{ActivityRecord, Capacity, Item, Topic, View},
        },
        told::{At, Records},
    },
    rules::{Pack, Truth},
};
use std::collections::BTreeMap;

/// Everything that a layout is filled from.
pub(super) struct Desk<'r, 'a> {
    pub reader: Reader<'a>,
    pub records: Records<'a>,
    pub day: Day,
    pub writer: Writer<'r, 'a>,
    flows: &'r Flows<'a>,
    of_activity: BTreeMap<&'a Key, Vec<&'r Flow<'a>>>,
    layout: &'r Layout,
    /// The regime with the list of places outside which a country is a third one.
    law: Option<Pack<'a>>,
    controller: Option<Key>,
    activity: Option<Key>,
    agreement: Option<Key>,
    notice: Option<Key>,
}

impl<'r, 'a> Desk<'r, 'a> {
    /// The desk for a question.
    pub fn new(
        reader: Reader<'a>,
        layout: &'r Layout,
        flows: &'r Flows<'a>,
        moment: &Moment,
        question: &Question,
    ) -> Self {
        let mut of_activity: BTreeMap<&Key, Vec<&Flow<'_>>> = BTreeMap::new();
        for flow in &flows.flows {
            of_activity.entry(flow.name.activity).or_default().push(flow);
        }
        let day = question.day();
        let [controller, activity, agreement, notice] =
            ["controller", "activity", "agreement", "notice"].map(|name| question.key(name));
        let law = layout.home.and_then(|(regime, _)| law(reader.register, regime, flows, moment));
        let writer = Writer { reader, view: View::Gdpr, day, flows };
        let records = Records(reader.register);
        Self { reader, records, day, writer, flows, of_activity, layout, law, controller, activity, agreement, notice }
    }

    /// What was not evaluated.
    pub fn not_evaluated(&self) -> Vec<Said> {
        let mut notes = vec![self.reader.says((
            "Whether a safeguard suffices and a transfer is lawful: the transfers report decides that.",
            "保障措施是否充分、传输是否合法，由传输报告判定。",
        ))];
        if self.layout.home.is_some() {
            let known = (
                "A third country is one outside the places that the law of this layout lists; adequacy decisions were not looked at.",
                "第三国指本格式所依法律清单以外的国家或地区；未考虑充分性认定。",
            );
            let unknown = (
                "Which countries are third ones: the register lacks the law that lists the others, so that every country is named.",
                "哪些国家属于第三国：登记册缺少列明相关国家的法律，因此列出所有国家。",
            );
            notes.push(self.reader.says(if self.abroad_is_known() { known } else { unknown }));
        }
        notes
    }

    /// Words of the layout.
    pub fn head(&self, words: &str) -> Said {
        self.layout.head(words)
    }

    /// Words of the layout as heads of columns.
    pub fn heads(&self, words: &[&str]) -> Vec<Said> {
        words.iter().map(|words| self.head(words)).collect()
    }

    /// Fields below a heading of the layout.
    pub fn fields<'w>(&self, heading: &str, fields: impl IntoIterator<Item = (&'w str, Filled)>) -> Part {
        let field = |(label, value)| Field { label: self.head(label), value };
        Part::Fields(Fields { heading: self.head(heading), fields: fields.into_iter().map(field).collect() })
    }

    /// A table below a heading of the layout, or as the whole sheet.
    pub fn table(&self, heading: Option<&str>, columns: &[&str], rows: Vec<Row>) -> Part {
        Part::Table(Table { heading: heading.map(|heading| self.head(heading)), columns: self.heads(columns), rows })
    }

    /// A row about an activity, which a layout without a place for its name has it beside.
    pub fn row_of(&self, activity: &Activity, cells: Vec<Filled>) -> Row {
        let name = self.reader.text(&activity.name, activity.language.as_ref());
        Row { record: Some(format!("{}/{}", Kind::Activities, activity.key)), name: Some(name), cells }
    }

    /// The activities that count and are wanted, by key.
    pub fn activities(&self) -> impl Iterator<Item = &'a Activity> {
        record_of_processing::activities(self.reader.register)
            .filter(|activity| record_of_processing::counts(activity, self.day) && self.takes(activity))
    }

    /// The activities in the record of each controller, or of what is done on behalf of one; under `None` where that is not
    /// recorded.
    pub fn by_party(&self, capacity: Capacity) -> BTreeMap<Option<&'a Key>, Vec<&'a Activity>> {
        let mut grouped: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for activity in self.activities() {
            for (of, party) in record_of_processing::parties(activity) {
                if of == capacity && self.controller.as_ref().is_none_or(|wanted| party == Some(wanted)) {
                    grouped.entry(party).or_default().push(activity);
                }
            }
        }
        grouped
    }

    fn takes(&self, activity: &Activity) -> bool {
        let of_notice = |notice: &Key| activity.notices.iter().flatten().any(|named| named.key() == notice);
        let of_agreement = |agreement: &Key| names(activity, agreement);
        let of_controller =
            |wanted: &Key| record_of_processing::parties(activity).into_iter().any(|(_, party)| party == Some(wanted));
        self.activity.as_ref().is_none_or(|key| *key == activity.key)
            && self.notice.as_ref().is_none_or(of_notice)
            && self.agreement.as_ref().is_none_or(of_agreement)
            && self.controller.as_ref().is_none_or(of_controller)
    }

    /// The agreements of some kinds that are wanted, by key: none that is a draft, or that was never in place.
    pub fn agreements(&self, is_one: impl Fn(&Agreement) -> bool) -> Vec<&'a Agreement> {
        use crate::domain::Record;
        let of_kind = self.reader.register.of_kind(Kind::Agreements, None);
        let agreements = of_kind.filter_map(|entry| match &entry.record {
            Record::Agreements(agreement) => Some(&**agreement),
            _ => None,
        });
        let party = |agreement: &Agreement, wanted: &Key| {
            agreement.parties.iter().flatten().any(|party| party.organization.key() == wanted)
        };
        let wanted = |agreement: &&Agreement| {
            agreement.status == Status::Active
                && self.agreement.as_ref().is_none_or(|key| *key == agreement.key)
                && self.controller.as_ref().is_none_or(|key| party(agreement, key))
                && (self.activity.is_none() && self.notice.is_none()
                    || self.activities().any(|activity| names(activity, &agreement.key)))
        };
        agreements.filter(|agreement| is_one(agreement)).filter(wanted).collect()
    }

    /// The notices that count and are wanted, by key.
    pub fn notices(&self) -> Vec<&'a Key> {
        let given = self.records.notices(crate::flows::Period::day(self.day));
        let wanted = |notice: &&Key| {
            let by_controller = |wanted: &Key| {
                let notice: Option<&Notice> = self.records.notice(notice);
                notice.and_then(|notice| notice.controller.as_ref()).map(Ref::key) == Some(wanted)
            };
            self.notice.as_ref().is_none_or(|key| key == *notice)
                && self.controller.as_ref().is_none_or(by_controller)
                && (self.activity.is_none() && self.agreement.is_none()
                    || self
                        .activities()
                        .any(|activity| activity.notices.iter().flatten().any(|named| named.key() == *notice)))
        };
        given.into_iter().filter(wanted).collect()
    }

    /// The flows of an activity and their facts on the day.
    pub fn flows(&self, activity: &Key) -> impl Iterator<Item = (&'r Flow<'a>, &'r Facts<'a>)> + use<'_, 'r, 'a> {
        let flows = self.of_activity.get(activity).map_or(&[][..], Vec::as_slice);
        flows.iter().filter_map(|flow| Some((*flow, flow.on(self.day)?)))
    }

    /// The items of an activity as the record of a controller tells them: a processor's has no purposes and no people.
    pub fn items(&self, activity: &'a Activity, party: Option<&Key>) -> ActivityRecord {
        let flows = self.of_activity.get(&activity.key).map_or(&[][..], Vec::as_slice);
        self.writer.activity(activity, Capacity::Controller, party, flows)
    }

    /// Whether the register knows the law that tells third countries from others.
    fn abroad_is_known(&self) -> bool {
        self.home_list().is_some()
    }

    fn home_list(&self) -> Option<&crate::rules::Places<'a>> {
        let (_, list) = self.layout.home?;
        let law = self.law.as_ref()?;
        law.lists.iter().find(|(key, _)| key.as_str() == list).map(|(_, places)| places)
    }

    /// Whether a place lies in a third country; `None` where nobody can tell.
    pub fn abroad(&self, place: &Key) -> Option<bool> {
        let list = self.home_list()?;
        let place = self.flows.atlas.place(place).filter(|place| !place.candidates.is_empty())?;
        let mut answers = place.candidates.iter().map(|candidate| list.has(candidate).0);
        let first = answers.next()?;
        if first == Truth::Unknown || answers.any(|answer| answer != first) || !place.settled {
            return None;
        }
        Some(first == Truth::False)
    }

    /// The name of a record.
    pub fn name(&self, kind: Kind, key: &Key) -> Said {
        self.reader.name(kind, key)
    }

    /// An organisation of the register.
    pub fn organization(&self, key: &Key) -> Option<&'a Organization> {
        self.records.organization(key)
    }
}

/// Whether a disclosure of an activity names an agreement.
pub fn names(activity: &Activity, agreement: &Key) -> bool {
    let mut disclosures = activity.disclosures.iter().flatten();
    disclosures.any(|disclosure| disclosure.agreements.iter().flatten().any(|named| named.key() == agreement))
}

fn law<'a>(register: &'a Register, regime: &str, flows: &Flows<'a>, moment: &Moment) -> Option<Pack<'a>> {
    use crate::domain::Record;
    let id = RecordId::new(Kind::Regimes, regime.parse().ok()?);
    match &register.get(&id)?.record {
        Record::Regimes(regime) => Some(Pack::of(regime, &flows.atlas, moment)),
        _ => None,
    }
}

/// An item of the record of processing as a cell.
impl From<&Item> for Filled {
    fn from(item: &Item) -> Self {
        let mut filled = Self::default();
        item.statements.iter().cloned().for_each(|said| filled.say(said));
        for gap in &item.missing {
            match &gap.record {
                Some(record) => filled.miss(At { record: record.clone(), field: gap.field.clone() }),
                None => filled.nothing = Some(super::model::Nothing::NotHeld),
            }
        }
        for list in &item.open {
            let (record, field) = list.split_once('#').unwrap_or((list, ""));
            filled.leave_open(At { record: record.to_owned(), field: field.to_owned() });
        }
        if item.none && filled.open.is_empty() {
            filled.nothing = Some(super::model::Nothing::None);
        }
        filled
    }
}

/// The cell of an item about a topic.
pub fn item(record: &ActivityRecord, topic: Topic) -> Filled {
    record.items.iter().find(|item| item.topic == topic).map(Filled::from).unwrap_or_default()
}
