//! Which records of a kind are wanted: what lists can be narrowed by, said once for documentation, reading and judging.
//!
//! Several values of one filter are alternatives, several filters hold together. References are taken from the register's
//! index of users, so nothing is searched for them. Never guesses: a filter that a kind cannot answer, or that names a record
//! nobody knows, is refused. A place is where a record says it is; only [`Filter::PossibleLocation`] also takes the
//! regions that stand for one unknown country.

use super::{
    kind::{Kind, Record},
    questions,
    record::{Activity, ActivityRole, Certainty, DisclosureKind, LocationCategory, RecipientRole, Status},
    register::{AsOf, Entry, Register},
    schema,
    search::{self, Words},
    value::{Key, RecordId},
};
use serde::{Deserialize, de::value::StrDeserializer};
use std::collections::{BTreeSet, HashSet};

/// Something that a list can be narrowed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Filter {
    /// Words that stand anywhere in the record.
    Words,
    /// The status.
    Status,
    /// A label.
    Tag,
    /// Who answers for the record.
    Steward,
    /// How sure one of the sources is.
    Certainty,
    /// Whether something is left open.
    Incomplete,
    /// Written after a commit or an instant.
    ChangedSince,
    /// What our company is in an activity.
    Role,
    /// What a recipient of an activity is in law.
    RecipientRole,
    /// How an activity's data leaves.
    DisclosureKind,
    /// Refers to a record of a kind, or to one below it.
    RefersTo(Kind),
    /// Refers to a place, to one within it, or to a region that may be it.
    PossibleLocation,
}

/// Why records cannot be selected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unselectable {
    /// A value makes no sense; what is allowed.
    Value(String),
    /// A value names a record that there is not.
    NoRecord(RecordId),
}

impl Filter {
    /// What lists of `kind` can be narrowed by.
    #[must_use]
    pub fn of_kind(kind: Kind) -> Vec<Self> {
        use Filter::{Certainty, ChangedSince, DisclosureKind, Incomplete, RecipientRole, Role, Status, Steward, Tag};
        let mut filters = vec![Self::Words, Status, Tag, Steward, Certainty, Incomplete, ChangedSince];
        if kind == Kind::Activities {
            filters.extend([Role, RecipientRole, DisclosureKind]);
        }
        let referred = schema::referred(kind);
        filters.extend(referred.iter().copied().map(Self::RefersTo));
        if referred.contains(&Kind::Locations) && kind != Kind::Locations {
            filters.push(Self::PossibleLocation);
        }
        filters
    }

    /// The name of the parameter.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Words => "q",
            Self::Status => "status",
            Self::Tag => "tag",
            Self::Steward => "steward",
            Self::Certainty => "certainty",
            Self::Incomplete => "incomplete",
            Self::ChangedSince => "changed_since",
            Self::Role => "role",
            Self::RecipientRole => "recipient_role",
            Self::DisclosureKind => "disclosure_kind",
            Self::PossibleLocation => "possible_location",
            Self::RefersTo(kind) => match kind {
                Kind::Locations => "location",
                Kind::DataCategories => "category",
                Kind::DataSubjects => "subject",
                Kind::Organizations => "organization",
                Kind::Processors => "processor",
                Kind::Systems => "system",
                Kind::Agreements => "agreement",
                Kind::Assessments => "assessment",
                Kind::Notices => "notice",
                Kind::Activities => "activity",
                Kind::Regimes => "regime",
                Kind::Waivers => "waiver",
                Kind::Publications => "publication",
                Kind::Reviews => "review",
                Kind::ReviewDecisions => "review_decision",
            },
        }
    }

    /// What the parameter selects, in a sentence.
    #[must_use]
    pub fn description(self) -> String {
        match self {
            Self::Words => "Only records in which all of these words stand, anywhere, also inside of longer words; case and accents do not count.".into(),
            Self::Status => "Only records of this status; of all of them where left out.".into(),
            Self::Tag => "Only records with this label.".into(),
            Self::Steward => "Only records for which this person or unit answers; case and accents do not count.".into(),
            Self::Certainty => "Only records of which a source is as sure as this.".into(),
            Self::Incomplete => "`true`: only records that leave a question open; `false`: only those that leave none.".into(),
            Self::ChangedSince => "Only records written after this commit (`seq:12`) or this instant (RFC 3339).".into(),
            Self::Role => "Only activities in which our company is this.".into(),
            Self::RecipientRole => "Only activities of which a recipient is this in law, whoever says so.".into(),
            Self::DisclosureKind => "Only activities of which data leaves in this way.".into(),
            Self::RefersTo(Kind::Locations) => {
                "Only records that name this place, one within it, or, for a region, one of its members.".into()
            }
            Self::RefersTo(kind @ (Kind::DataCategories | Kind::DataSubjects)) => {
                format!("Only records that refer to this one of the {kind}, or to one below it.")
            }
            Self::RefersTo(kind) => format!("Only records that refer to this one of the {kind}."),
            Self::PossibleLocation => "Only records that name this place, one within it, or a region that stands for one unknown country and may be it.".into(),
        }
    }

    /// The words of its vocabulary, if it has one, as a part of the schema.
    #[must_use]
    pub const fn vocabulary(self) -> Option<&'static str> {
        match self {
            Self::Status => Some("Status"),
            Self::Certainty => Some("Certainty"),
            Self::Role => Some("ActivityRole"),
            Self::RecipientRole => Some("RecipientRole"),
            Self::DisclosureKind => Some("DisclosureKind"),
            _ => None,
        }
    }

    /// Whether it can have several values, of which one must fit.
    #[must_use]
    pub const fn takes_alternatives(self) -> bool {
        !matches!(self, Self::Words | Self::Incomplete | Self::ChangedSince)
    }

    /// Reads the values of this filter.
    fn read(self, register: &Register, values: &[&str]) -> Result<Condition, Unselectable> {
        let only = values.first().copied().unwrap_or_default();
        Ok(match self {
            Self::Words => Condition::Words(Words::of(only).ok_or_else(|| self.wrong("give at least one word"))?),
            Self::Status => Condition::Status(self.words(values)?),
            Self::Certainty => Condition::Certainty(self.words(values)?),
            Self::Role => Condition::Role(self.words(values)?),
            Self::RecipientRole => Condition::RecipientRole(self.words(values)?),
            Self::DisclosureKind => Condition::DisclosureKind(self.words(values)?),
            Self::Tag => Condition::Tag(self.parsed(values)?),
            Self::Steward => Condition::Steward(values.iter().map(|name| search::fold_name(name)).collect()),
            Self::Incomplete => match only {
                "true" => Condition::Incomplete(true),
                "false" => Condition::Incomplete(false),
                _ => return Err(self.wrong("it is `true` or `false`")),
            },
            Self::ChangedSince => Condition::ChangedSince(only.replace(' ', "+").parse().map_err(|e| self.wrong(e))?),
            Self::RefersTo(kind) => Condition::OneOf(users(register, &self.targets(register, kind, values)?)),
            Self::PossibleLocation => {
                let mut targets = self.targets(register, Kind::Locations, values)?;
                targets.extend(possible(register, &targets));
                Condition::OneOf(users(register, &targets))
            }
        })
    }

    fn wrong(self, why: impl std::fmt::Display) -> Unselectable {
        Unselectable::Value(format!("`{}`: {why}", self.name()))
    }

    fn parsed<T: std::str::FromStr<Err = String>>(self, values: &[&str]) -> Result<Vec<T>, Unselectable> {
        values.iter().map(|value| value.parse().map_err(|error| self.wrong(error))).collect()
    }

    fn words<T: for<'de> Deserialize<'de>>(self, values: &[&str]) -> Result<Vec<T>, Unselectable> {
        let read = |value: &&str| T::deserialize(StrDeserializer::<serde::de::value::Error>::new(value));
        values.iter().map(|value| read(value).map_err(|error| self.wrong(error))).collect()
    }

    /// The records named, and all that lie below them.
    fn targets(self, register: &Register, kind: Kind, values: &[&str]) -> Result<BTreeSet<RecordId>, Unselectable> {
        let mut targets = BTreeSet::new();
        for key in self.parsed::<Key>(values)? {
            let id = RecordId::new(kind, key);
            if register.last_version(&id) == 0 {
                return Err(Unselectable::NoRecord(id));
            }
            below(register, id, &mut targets);
        }
        Ok(targets)
    }
}

/// Adds `top` and what lies below it: places within a place and members of a region, narrower categories, subgroups.
fn below(register: &Register, top: RecordId, found: &mut BTreeSet<RecordId>) {
    let mut left = vec![top];
    while let Some(id) = left.pop() {
        let Some(entry) = register.get(&id) else {
            found.insert(id);
            continue;
        };
        if let Record::Locations(location) = &entry.record {
            let members = location.members.iter().flatten();
            left.extend(
                members.map(|member| RecordId::new(id.kind, member.key().clone())).filter(|m| !found.contains(m)),
            );
        }
        let relation = match id.kind {
            Kind::Locations => "part_of",
            Kind::DataCategories | Kind::DataSubjects => "parents",
            _ => "",
        };
        let narrower =
            register.users(&id).filter(|user| user.kind == id.kind && !found.contains(*user)).filter(|user| {
                let parents = register.get(user).map(|entry| entry.record.parents()).unwrap_or_default();
                parents.iter().any(|(name, parent)| *name == relation && **parent == id.key)
            });
        left.extend(narrower.cloned());
        found.insert(id);
    }
}

/// The regions that stand for one unknown country, and may be one of `places`.
fn possible(register: &Register, places: &BTreeSet<RecordId>) -> Vec<RecordId> {
    let holds = |entry: &Entry| match &entry.record {
        Record::Locations(location) if location.category == Some(LocationCategory::Region) => {
            let mut within = BTreeSet::new();
            below(register, entry.id.clone(), &mut within);
            within.iter().any(|place| places.contains(place))
        }
        _ => false,
    };
    register.of_kind(Kind::Locations, None).filter(|entry| holds(entry)).map(|entry| entry.id.clone()).collect()
}

/// The records that refer to one of `targets`.
fn users(register: &Register, targets: &BTreeSet<RecordId>) -> HashSet<RecordId> {
    targets.iter().flat_map(|target| register.users(target)).cloned().collect()
}

/// One filter with its values, read.
#[derive(Debug)]
enum Condition {
    Words(Words),
    Status(Vec<Status>),
    Tag(Vec<Key>),
    Steward(Vec<String>),
    Certainty(Vec<Certainty>),
    Incomplete(bool),
    ChangedSince(AsOf),
    Role(Vec<ActivityRole>),
    RecipientRole(Vec<RecipientRole>),
    DisclosureKind(Vec<DisclosureKind>),
    OneOf(HashSet<RecordId>),
}

impl Condition {
    fn admits(&self, entry: &Entry) -> bool {
        let common = || entry.common();
        match self {
            Self::Words(words) => words.stand_in(&entry.document),
            Self::Status(any) => any.contains(&common().status),
            Self::Tag(any) => common().tags.iter().any(|tag| any.contains(tag)),
            Self::Steward(any) => common().steward.is_some_and(|steward| any.contains(&search::fold_name(steward))),
            Self::Certainty(any) => common().sources.iter().any(|source| any.contains(&source.certainty)),
            Self::Incomplete(wanted) => questions::is_incomplete(entry) == *wanted,
            Self::ChangedSince(AsOf::Seq(seq)) => entry.seq > *seq,
            Self::ChangedSince(AsOf::Instant(instant)) => entry.recorded_at > *instant,
            Self::Role(any) => activity(entry).and_then(|a| a.role).is_some_and(|role| any.contains(&role)),
            Self::RecipientRole(any) => disclosures(entry)
                .any(|disclosure| disclosure.roles.iter().flatten().any(|role| any.contains(&role.role))),
            Self::DisclosureKind(any) => {
                disclosures(entry).any(|disclosure| disclosure.kind.is_some_and(|kind| any.contains(&kind)))
            }
            Self::OneOf(ids) => ids.contains(&entry.id),
        }
    }
}

fn activity(entry: &Entry) -> Option<&Activity> {
    match &entry.record {
        Record::Activities(activity) => Some(activity),
        _ => None,
    }
}

fn disclosures(entry: &Entry) -> impl Iterator<Item = &super::record::Disclosure> {
    activity(entry).into_iter().flat_map(|activity| activity.disclosures.iter().flatten())
}

/// Which records of a kind are wanted.
#[derive(Debug)]
pub struct Selection {
    kind: Kind,
    conditions: Vec<Condition>,
}

impl Selection {
    /// Reads filters with their values, of which there is at least one each, as `register` knows what they name.
    ///
    /// # Errors
    /// If the kind has no such filter, or a value makes no sense or names a record that there is not.
    pub fn read(register: &Register, kind: Kind, filters: &[(Filter, Vec<&str>)]) -> Result<Self, Unselectable> {
        let known = Filter::of_kind(kind);
        let read = |(filter, values): &(Filter, Vec<&str>)| {
            if !known.contains(filter) {
                return Err(filter.wrong(format!("{kind} cannot be narrowed by it")));
            }
            filter.read(register, values)
        };
        // What is cheap is asked first: references, then fields, then words.
        let mut conditions = filters.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        conditions.sort_by_key(|condition| match condition {
            Condition::OneOf(_) => 0,
            Condition::Words(_) | Condition::Incomplete(_) => 2,
            _ => 1,
        });
        Ok(Self { kind, conditions })
    }

    /// The kind of the records.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether a record of the kind is wanted.
    #[must_use]
    pub fn admits(&self, entry: &Entry) -> bool {
        self.conditions.iter().all(|condition| condition.admits(entry))
    }
}
