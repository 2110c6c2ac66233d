//! What a text is compared with: the recorded table of the notice, and who gets data behind it.

use super::{Bearer, Borne, Level, Names, Promised, Quoted, Reading, Surety, reading::RowRead};
use crate::{
    domain::{
        Day, Key, Kind, LanguageTag, Register,
        record::{Notice, Organization, Processor},
    },
    flows::Period,
    report::{
        processor_table::{ColumnSet, Options, processor_table},
        sharing::{self, Behind, OfRecipient, RecipientIs, Share},
        table::{Row, Table},
        told::{At, LegTold, Records, StateTold},
    },
};
use std::collections::BTreeMap;

/// Everything that comparisons ask.
pub struct Ground<'a> {
    pub register: &'a Register,
    pub records: Records<'a>,
    pub notice: &'a Notice,
    pub names: &'a Names,
    pub reading: &'a Reading,
    pub on: Day,
    /// The language of the notice: as it was read, or else as recorded; `None`: nobody knows.
    pub language: Option<LanguageTag>,
    /// The recorded table, as it would be published in that language.
    pub table: Option<Table>,
    /// Who gets data, and what the records say to promises.
    pub behind: Behind,
    /// Who is expected in lists of third parties.
    pub expected: Vec<Expected>,
}

/// Somebody who is expected in a list of third parties.
#[derive(Debug, Clone)]
pub struct Expected {
    /// Who: a service or an organisation.
    pub who: Bearer,
    /// The row of the recorded table.
    pub row: Option<usize>,
    /// Whether the row is recorded as published, and not only derived.
    pub listed: bool,
    /// Whether data goes there.
    pub disclosed: bool,
    /// The fields that say so.
    pub at: Vec<At>,
}

impl<'a> Ground<'a> {
    pub fn of(register: &'a Register, notice: &'a Notice, names: &'a Names, on: Day, reading: &'a Reading) -> Self {
        let records = Records(register);
        let recorded = match notice.languages.as_deref() {
            Some([only]) => Some(only.clone()),
            _ => notice.language.clone(),
        };
        let language = reading.language.clone().or(recorded);
        let wanted = language.clone().or_else(|| "en".parse().ok());
        let table = wanted.and_then(|language| {
            let options = Options { notice: notice.key.clone(), language, columns: ColumnSet::Notice, on: Some(on) };
            processor_table(register, &options).ok()
        });
        let mut kinds: Vec<_> = reading.promises.iter().map(|promise| promise.promised.recorded_as()).collect();
        kinds.sort();
        kinds.dedup();
        let behind = sharing::behind(register, Period::day(on), notice, &kinds);
        let expected = expected(notice, table.as_ref(), &behind);
        Self { register, records, notice, names, reading, on, language, table, behind, expected }
    }

    /// A service.
    pub fn processor(&self, key: &Key) -> Option<&'a Processor> {
        self.records.processor(key)
    }

    /// The organisations that offer a service on the day.
    pub fn providers(&self, service: &Key) -> Vec<&'a Key> {
        let providers = self.processor(service).and_then(|service| service.providers.as_deref()).unwrap_or_default();
        let held = providers.iter().filter(|provider| self.on.within(provider.since, provider.until));
        held.map(|provider| provider.organization.key()).collect()
    }

    /// The services that an organisation offers, among some.
    pub fn offered<'k>(&self, organization: &Key, among: impl Iterator<Item = &'k Key>) -> Vec<&'k Key> {
        among.filter(|service| self.providers(service).contains(&organization)).collect()
    }

    /// Whether an organisation is the one that gives the notice, or one of its group.
    pub fn is_ours(&self, organization: &Key) -> bool {
        let controller = self.notice.controller.as_ref().map(crate::domain::Ref::key);
        let parent = |key: &Key| -> Option<&'a Key> {
            let record: &'a Organization = self.records.organization(key)?;
            record.group.as_ref()?.parent.as_ref().map(crate::domain::Ref::key)
        };
        controller.is_some_and(|ours| {
            ours == organization
                || parent(ours) == Some(organization)
                || parent(organization) == Some(ours)
                || parent(ours).is_some() && parent(ours) == parent(organization)
        })
    }

    /// The name of a record, for sentences of a language.
    pub fn called(&self, who: &Bearer, speech: crate::report::speech::Speech) -> String {
        let named = self.records.named(who.kind, &who.key);
        match &named.name {
            Some(name) => name.speak(&speech.tag(), named.language.as_ref()).text.to_owned(),
            None => who.key.to_string(),
        }
    }

    /// The recorded row of somebody.
    pub fn row(&self, expected: &Expected) -> Option<&Row> {
        self.table.as_ref()?.rows.get(expected.row?)
    }

    /// The words beside which a row would stand: the heads of the surest list, or else the title of the text.
    pub fn beside(&self) -> Option<Quoted> {
        let surest = self.reading.tables.iter().min_by_key(|table| table.surety.level);
        surest.map(|table| table.at.clone()).or_else(|| self.reading.title.clone())
    }

    /// How sure anything is that rests on something not being in the text.
    pub fn of_absence(&self) -> Surety {
        if self.reading.cut.is_some() {
            return Surety::of(Level::Possible, ("the text was not read to its end", "文本未能完整读取"));
        }
        if self.reading.encoding.damaged {
            return Surety::of(Level::Likely, ("some bytes of the text are no characters", "文本中有无法识别的字节"));
        }
        Surety::of(Level::Sure, ("the text was read to its end", "文本已完整读取"))
    }

    /// Whether the words of a row are about us.
    pub fn is_about_us(&self, row: &RowRead) -> bool {
        let hits = self.names.parties(&row.name);
        let ours = |borne: &Borne| borne.bearer.kind == Kind::Organizations && self.is_ours(&borne.bearer.key);
        !hits.is_empty() && hits.iter().all(|hit| hit.borne.iter().all(ours))
    }

    /// Whether the text promises something of the kind.
    pub fn promises(&self, promised: Promised) -> bool {
        self.reading.promises.iter().any(|promise| promise.promised == promised)
    }
}

/// Who is expected: the rows of the table, and whoever else gets data first hand.
fn expected(notice: &Notice, table: Option<&Table>, behind: &Behind) -> Vec<Expected> {
    let mut expected: BTreeMap<Bearer, Expected> = BTreeMap::new();
    let listing = notice.listing.as_deref();
    for (index, row) in table.into_iter().flat_map(|table| table.rows.iter().enumerate()) {
        let Some(processor) = &row.processor else { continue };
        let who = Bearer { kind: Kind::Processors, key: processor.clone() };
        let at = listing.map(|_| At::field(Kind::Notices, &notice.key, format!("/listing/{}", row.key)));
        let new = Expected {
            who: who.clone(),
            row: Some(index),
            listed: listing.is_some(),
            disclosed: false,
            at: at.into_iter().collect(),
        };
        expected.entry(who).or_insert(new);
    }
    for recipient in &behind.recipients {
        let Some(who) = bearer(recipient) else { continue };
        let shares: Vec<&Share> = recipient.shares.iter().filter(|share| is_first_hand(share)).collect();
        if shares.is_empty() {
            continue;
        }
        let new = Expected { who: who.clone(), row: None, listed: false, disclosed: true, at: Vec::new() };
        let known = expected.entry(who).or_insert(new);
        known.disclosed = true;
        for share in shares {
            let field = share.disclosure.as_ref().map_or_else(String::new, |key| format!("/disclosures/{key}"));
            let at = At::field(Kind::Activities, &share.activity.key, field);
            if !known.at.contains(&at) {
                known.at.push(at);
            }
        }
    }
    expected.into_values().collect()
}

/// The record of a recipient, where it is one that lists of third parties name.
fn bearer(recipient: &OfRecipient) -> Option<Bearer> {
    let kind = match recipient.is {
        RecipientIs::Processor => Kind::Processors,
        RecipientIs::Organization => Kind::Organizations,
        RecipientIs::Group
        | RecipientIs::Department
        | RecipientIs::Authority
        | RecipientIs::Public
        | RecipientIs::SubProcessor
        | RecipientIs::Unrecorded => return None,
    };
    Some(Bearer { kind, key: recipient.key.clone()? })
}

/// Whether a share goes on, from us to somebody, and not from one of them to another.
pub fn is_first_hand(share: &Share) -> bool {
    share.state == StateTold::Active && !matches!(share.leg, LegTold::Onward | LegTold::Return)
}
