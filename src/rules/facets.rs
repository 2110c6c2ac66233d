//! What a statement reads of a flow, and which flows are alike in it: those get the same answer.
//!
//! Knows of each statement the one side of a flow that its answer depends on, and gives each side that is met a number, by
//! what is in it. A side that only one activity can have is numbered anew for each. Never judges anything.

use super::{truth::Answer, view::View};
use crate::{
    domain::{
        Day, Key, Ref,
        record::regime::{Condition, NoticeTest},
    },
    flows::{Capacity, Extent, Leg, Listed, Party, Side, Use},
};
use chrono::Datelike;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A side of a flow, as far as some statement reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Facet {
    /// Where people are.
    People,
    /// The notices that tell about the activity.
    Notices,
    /// Where it leaves.
    Origin,
    /// Where it is kept and can be reached.
    Destination,
    /// Where it leaves and where it arrives.
    Way,
    /// Where people are and where it arrives.
    WayFromPeople,
    /// Who sends.
    Exporter,
    /// Who gets.
    Importer,
    /// Who sends and who gets.
    Ends,
    /// What the importer is in law.
    Role,
    /// The systems that it goes through.
    Systems,
    /// Whose data it is.
    Subjects,
    /// Notices, and the service that gets it.
    Telling,
    /// How it flows: step, kind of disclosure and the like.
    Manner,
    /// The agreements that are in force, and those that the disclosure names.
    Agreements,
    /// The assessments that hold, those that are named, and when it began.
    Assessments,
    /// The data.
    Data,
    /// Why it flows.
    Purposes,
    /// What somebody stated about it.
    Attested,
    /// Something that flows are seldom alike in: each is asked for itself.
    Alone,
}

/// How many there are.
pub(super) const FACETS: usize = Facet::Alone as usize + 1;

impl Facet {
    /// What the answer to a statement depends on, beside the records that are the same for all flows, and the day.
    pub fn of(condition: &Condition) -> Self {
        match condition {
            Condition::People(_) => Self::People,
            Condition::Audience(_) | Condition::Notice(NoticeTest::Promises(_)) => Self::Notices,
            Condition::Origin(_) => Self::Origin,
            Condition::Storage(_) | Condition::Access(_) | Condition::Destination(_) => Self::Destination,
            Condition::Crosses(_) => Self::Way,
            Condition::CrossesFromPeople(_) => Self::WayFromPeople,
            Condition::Exporter(_) => Self::Exporter,
            Condition::Importer(_) => Self::Importer,
            Condition::SameGroup(_) => Self::Ends,
            Condition::Role(_) => Self::Role,
            Condition::Data(_) => Self::Data,
            Condition::MixedData(_) => Self::Systems,
            Condition::Subjects(_) => Self::Subjects,
            Condition::Purposes(_) => Self::Purposes,
            Condition::Notice(NoticeTest::NamesRecipient(_)) => Self::Telling,
            Condition::Attested(_) => Self::Attested,
            Condition::Disclosure(_)
            | Condition::CollectsDirectly(_)
            | Condition::SaleOrSharing(_)
            | Condition::Consideration(_)
            | Condition::Leg(_)
            | Condition::Residual(_)
            | Condition::OurRole(_) => Self::Manner,
            Condition::Agreement(_) => Self::Agreements,
            Condition::Assessment(_) => Self::Assessments,
            Condition::Controller(_)
            | Condition::Count(_)
            | Condition::All(_)
            | Condition::Any(_)
            | Condition::Not(_)
            | Condition::Possible(_)
            | Condition::Is(_) => Self::Alone,
        }
    }

    /// Whether the country that is chosen for a region matters to it.
    pub const fn has_places(self) -> bool {
        matches!(
            self,
            Self::People | Self::Notices | Self::Origin | Self::Destination | Self::Way | Self::WayFromPeople
        )
    }

    /// The sides by which flows are classed: what all activities have in common is looked at whole.
    pub const CLASSED: [Self; 12] = [
        Self::People,
        Self::Notices,
        Self::Origin,
        Self::Destination,
        Self::Exporter,
        Self::Importer,
        Self::Role,
        Self::Systems,
        Self::Subjects,
        Self::Manner,
        Self::Agreements,
        Self::Assessments,
    ];

    /// Whether it is one of them.
    pub const fn is_classed(self) -> bool {
        self.is_shared()
    }

    /// Whether flows of several activities are often alike in it.
    pub const fn is_shared(self) -> bool {
        !matches!(
            self,
            Self::Way
                | Self::WayFromPeople
                | Self::Ends
                | Self::Telling
                | Self::Data
                | Self::Purposes
                | Self::Attested
                | Self::Alone
        )
    }
}

/// The number of a side of a flow: the same number, the same answers.
pub(super) type Number = u32;

/// The numbers of the sides of one flow on a day, each found when it is first asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides([Option<Number>; FACETS]);

impl Sides {
    /// Of a flow of which nothing is known yet.
    pub const NONE: Self = Self([None; FACETS]);
}

/// The numbers that were given. See the module.
#[derive(Debug)]
pub(super) struct Numbers<'a> {
    keys: FxHashMap<&'a Key, Number>,
    by_content: [FxHashMap<Box<[u32]>, Number>; FACETS],
    /// Lists of the activity at hand that were numbered already, by where they are in memory: its flows share them.
    by_place: FxHashMap<(u8, usize, usize), Number>,
    /// What data is, as far as statements ask.
    kinds: FxHashMap<[u32; 4], Number>,
    /// The same for each list of data of the activity at hand, by where it is in memory.
    data: FxHashMap<(usize, usize), Arc<[Number]>>,
    /// Whether ways cross a border, by the side that has both ends, its number, and the border.
    pub crossings: FxHashMap<(u8, Number, u8), Answer>,
    content: Vec<u32>,
}

/// What is written where there is nothing.
const NOTHING: u32 = 0;

impl<'a> Numbers<'a> {
    /// Every key that flows may name is numbered when it is met.
    pub fn new() -> Self {
        Self {
            keys: FxHashMap::default(),
            by_content: std::array::from_fn(|_| FxHashMap::default()),
            by_place: FxHashMap::default(),
            kinds: FxHashMap::default(),
            data: FxHashMap::default(),
            crossings: FxHashMap::default(),
            content: Vec::new(),
        }
    }

    /// Flows of another activity come: what was numbered for the last one only is forgotten.
    pub fn next_activity(&mut self) {
        self.by_place.clear();
        self.data.clear();
        self.crossings.clear();
        for facet in [
            Facet::Way,
            Facet::WayFromPeople,
            Facet::Ends,
            Facet::Telling,
            Facet::Data,
            Facet::Purposes,
            Facet::Attested,
        ] {
            if let Some(numbers) = self.by_content.get_mut(facet as usize) {
                numbers.clear();
            }
        }
    }

    /// The number of a side of the flow of `view`.
    pub fn of(&mut self, facet: Facet, view: &View<'_, 'a>, sides: &mut Sides) -> Number {
        if let Some(Some(known)) = sides.0.get(facet as usize) {
            return *known;
        }
        let number = self.find(facet, view, sides);
        if let Some(place) = sides.0.get_mut(facet as usize) {
            *place = Some(number);
        }
        number
    }

    fn find(&mut self, facet: Facet, view: &View<'_, 'a>, sides: &mut Sides) -> Number {
        let facts = view.facts;
        let both = |numbers: &mut Self, sides: &mut Sides, one, other| {
            let pair = [numbers.of(one, view, sides), numbers.of(other, view, sides)];
            numbers.content.clear();
            numbers.content.extend(pair);
        };
        let at = match facet {
            Facet::People => Some((place_of(&facts.people), 0)),
            Facet::Origin => Some((place_of(&facts.origin), 0)),
            Facet::Destination => Some((place_of(&facts.storage), place_of(&facts.access))),
            Facet::Exporter => Some((place_of(&facts.exporter), 0)),
            Facet::Importer => Some((place_of(&facts.importer), 0)),
            Facet::Data => {
                Some((place_of(&facts.data), place_of(&facts.fields))).filter(|_| facts.categories.is_none())
            }
            Facet::Subjects => Some((place_of(&facts.subjects), 0)),
            Facet::Purposes => Some((place_of(&facts.purposes), 0)),
            _ => None,
        };
        let at = at.map(|(one, other)| (facet as u8, one, other));
        if let Some(known) = at.and_then(|at| self.by_place.get(&at)) {
            return *known;
        }
        self.content.clear();
        match facet {
            Facet::People => self.people(view),
            Facet::Notices => self.notices(view),
            Facet::Origin => self.origin(view),
            Facet::Destination => self.destination(view),
            Facet::Way => both(self, sides, Facet::Origin, Facet::Destination),
            Facet::WayFromPeople => both(self, sides, Facet::People, Facet::Destination),
            Facet::Exporter => self.side(&facts.exporter),
            Facet::Importer => self.side(&facts.importer),
            Facet::Ends => both(self, sides, Facet::Exporter, Facet::Importer),
            Facet::Role => self.role(&facts.importer),
            Facet::Systems => self.write_keys(facts.systems.iter().copied()),
            Facet::Subjects => self.subjects(view),
            Facet::Telling => both(self, sides, Facet::Notices, Facet::Importer),
            Facet::Manner => self.manner(view),
            Facet::Agreements => self.agreements(view),
            Facet::Assessments => self.assessments(view),
            Facet::Data => self.write_data(view),
            Facet::Purposes => self.places(facts.purposes.items.iter().map(|purpose| place(*purpose)), &facts.purposes),
            Facet::Attested => self.attested(view),
            Facet::Alone => {}
        }
        let number = self.number(facet);
        if let Some(at) = at {
            self.by_place.insert(at, number);
        }
        number
    }

    /// The number of each of the data of a flow: of the categories to which a service is limited, or of its items and then of
    /// the fields of the systems that it goes into.
    pub fn data(&mut self, view: &View<'_, 'a>) -> Arc<[Number]> {
        let facts = view.facts;
        let at = match facts.categories {
            Some(limits) => (limits.as_ptr().addr(), limits.len()),
            None => (place_of(&facts.data), place_of(&facts.fields)),
        };
        if let Some(known) = self.data.get(&at) {
            return Arc::clone(known);
        }
        let mut found = Vec::new();
        if let Some(limits) = facts.categories {
            found.extend(limits.iter().map(|category| self.kind(Some(category.key()), [1, 0, 0])));
        } else {
            found.extend(facts.data.items.iter().map(|item| {
                let source = item.source.map_or(NOTHING, |source| source as u32 + 1);
                self.kind(item.category.as_ref().map(Ref::key), [2, source, fact(item.identifiable)])
            }));
            let fields = facts.fields.items.iter();
            found.extend(fields.map(|field| self.kind(field.category.as_ref().map(Ref::key), [3, 0, 0])));
        }
        let found: Arc<[Number]> = found.into();
        self.data.insert(at, Arc::clone(&found));
        found
    }

    fn kind(&mut self, category: Option<&'a Key>, [datum, source, identifiable]: [u32; 3]) -> Number {
        let of = [self.key(category), datum, source, identifiable];
        let next = u32::try_from(self.kinds.len()).unwrap_or(u32::MAX);
        *self.kinds.entry(of).or_insert(next)
    }

    /// The number of the content that was written.
    fn number(&mut self, facet: Facet) -> Number {
        let Some(numbers) = self.by_content.get_mut(facet as usize) else { return NOTHING };
        if let Some(known) = numbers.get(self.content.as_slice()) {
            return *known;
        }
        let next = u32::try_from(numbers.len()).unwrap_or(Number::MAX);
        numbers.insert(self.content.as_slice().into(), next);
        next
    }

    fn key(&mut self, key: Option<&'a Key>) -> u32 {
        let Some(key) = key else { return NOTHING };
        let next = u32::try_from(self.keys.len() + 1).unwrap_or(u32::MAX);
        *self.keys.entry(key).or_insert(next)
    }

    fn write_key(&mut self, key: Option<&'a Key>) {
        let number = self.key(key);
        self.content.push(number);
    }

    fn write_keys(&mut self, keys: impl Iterator<Item = &'a Key>) {
        keys.for_each(|key| self.write_key(Some(key)));
    }

    fn people(&mut self, view: &View<'_, 'a>) {
        let people = &view.facts.people;
        self.content.push(trust(people));
        people.items.iter().for_each(|people| self.write_key(people.place.as_ref().map(Ref::key)));
    }

    fn notices(&mut self, view: &View<'_, 'a>) {
        match &view.activity.notices {
            None => self.content.push(NOTHING),
            Some(notices) => {
                self.content.push(1);
                self.write_keys(notices.iter().map(Ref::key));
            }
        }
    }

    fn origin(&mut self, view: &View<'_, 'a>) {
        let origin = &view.facts.origin;
        self.content.push(trust(origin));
        for spot in &origin.items {
            self.content.push(u32::from(spot.used_for == Use::People));
            self.write_key(spot.location);
        }
    }

    fn destination(&mut self, view: &View<'_, 'a>) {
        let (storage, access) = (&view.facts.storage, &view.facts.access);
        self.content.extend([trust(storage), trust(access), written(storage.items.len())]);
        storage.items.iter().for_each(|spot| self.write_key(spot.location));
        for access in &access.items {
            match &access.places {
                None => self.content.push(NOTHING),
                Some(places) => {
                    self.content.push(written(places.len()) + 1);
                    self.write_keys(places.iter().map(Ref::key));
                }
            }
        }
    }

    fn side(&mut self, side: &Side<'a>) {
        self.content.push(trust(&side.parties));
        self.write_key(side.service);
        for party in &side.parties.items {
            match party {
                Party::People => self.content.push(1),
                Party::Us => self.content.push(2),
                Party::Named(_) => self.content.push(3),
                Party::Described(_) => self.content.push(4),
                Party::Organization(key) => {
                    self.content.push(5);
                    self.write_key(Some(key));
                }
            }
        }
    }

    fn role(&mut self, side: &Side<'a>) {
        match side.capacity {
            Capacity::Unknown => self.content.push(1),
            Capacity::People => self.content.push(2),
            Capacity::SubProcessor => self.content.push(3),
            Capacity::Ours(role) => self.content.extend([4, role as u32]),
            Capacity::Stated(roles) => {
                self.content.push(5);
                for role in roles {
                    self.content.extend([role.role as u32, role.according_to as u32]);
                    self.write_key(role.regime.as_ref());
                }
            }
        }
    }

    fn subjects(&mut self, view: &View<'_, 'a>) {
        let subjects = &view.facts.subjects;
        let minors = view.activity.minors.as_ref().and_then(|minors| minors.processed);
        self.content.extend([trust(subjects), fact(minors)]);
        self.write_keys(subjects.items.iter().copied());
    }

    fn manner(&mut self, view: &View<'_, 'a>) {
        let facts = view.facts;
        let ours = facts.importer.service.is_none() && matches!(view.name.leg, Leg::Collection | Leg::Holding);
        self.content.extend([
            view.name.leg as u32,
            facts.state as u32,
            view.activity.role.map_or(NOTHING, |role| role as u32 + 1),
            u32::from(ours),
        ]);
        if let Some(disclosure) = view.disclosure() {
            self.content.extend([
                disclosure.kind.map_or(NOTHING, |kind| kind as u32 + 1),
                fact(disclosure.collects_directly),
                disclosure.sale_or_sharing.map_or(NOTHING, |word| word as u32 + 1),
                u32::from(disclosure.consideration.is_some()),
            ]);
        }
    }

    fn agreements(&mut self, view: &View<'_, 'a>) {
        let facts = view.facts;
        for found in &facts.instruments.agreements {
            let agreement = found.agreement;
            self.content.extend([u32::from(found.named), found.coverage as u32]);
            if agreement.clauses.is_some() {
                self.write_key(Some(&agreement.key));
            } else {
                // All that any statement asks of it.
                let checked = agreement.signed_copy_checked.as_ref().map(|checked| checked.on);
                let kind = agreement.kind.map_or(NOTHING, |kind| kind as u32 + 1);
                self.content.extend([NOTHING, kind, days(checked), u32::from(agreement.parties.is_some())]);
            }
            self.content.push(bound(facts.exporter.organizations(), &found.exporters));
            self.content.push(bound(facts.importer.organizations(), &found.importers));
        }
        let named = view.disclosure().and_then(|disclosure| disclosure.agreements.as_deref());
        self.named(view, "agreements", named, |key| {
            let in_force = facts.instruments.agreements.iter().any(|found| found.agreement.key == *key);
            let kind = view.ground.agreements.get(key).and_then(|agreement| agreement.kind);
            kind.filter(|_| !in_force).map_or(NOTHING, |kind| kind as u32 + 1)
        });
    }

    fn assessments(&mut self, view: &View<'_, 'a>) {
        let in_force = &view.facts.instruments.assessments;
        for found in in_force {
            self.write_key(Some(&found.assessment.key));
            self.content.extend([u32::from(found.named), found.coverage as u32]);
        }
        if !in_force.is_empty() {
            let began = view.disclosure().and_then(|disclosure| disclosure.since).or(view.activity.since);
            self.content.push(days(began));
        }
        let named = view.disclosure().and_then(|disclosure| disclosure.assessments.as_deref());
        self.named(view, "assessments", named, |key| {
            let in_force = in_force.iter().any(|found| found.assessment.key == *key);
            let kind = view.ground.assessments.get(key).and_then(|assessment| assessment.kind);
            kind.filter(|_| !in_force).map_or(NOTHING, |kind| kind as u32 + 1)
        });
    }

    /// What a disclosure names of its instruments: what `lapsed` says of each, and whether that is all.
    fn named<R>(
        &mut self,
        view: &View<'_, 'a>,
        list: &str,
        named: Option<&'a [Ref<R>]>,
        lapsed: impl Fn(&'a Key) -> u32,
    ) {
        match named {
            None => self.content.push(NOTHING),
            Some(named) => {
                self.content.extend([written(named.len().min(1)) + 1, u32::from(view.names_all(list))]);
                self.content.extend(named.iter().map(|named| lapsed(named.key())).filter(|kind| *kind != NOTHING));
            }
        }
    }

    fn write_data(&mut self, view: &View<'_, 'a>) {
        let kinds = self.data(view);
        if view.facts.categories.is_some() {
            self.content.push(NOTHING);
        } else {
            let (data, fields) = (&view.facts.data, &view.facts.fields);
            let nowhere = u32::from(fields.said.is_empty());
            self.content.extend([1, trust(data), trust(fields), nowhere, written(data.items.len())]);
        }
        self.content.extend(kinds.iter());
    }

    fn attested(&mut self, view: &View<'_, 'a>) {
        let of_disclosure = view.disclosure().and_then(|disclosure| disclosure.attestations.as_deref());
        // Those of the activity are the same for all of its flows.
        let (low, high) = halves(of_disclosure.map_or(0, |said| said.as_ptr().addr()));
        self.content.extend([low, high]);
    }

    /// Elements that only one activity has, by where they are in memory.
    fn places<T>(&mut self, places: impl Iterator<Item = usize>, listed: &Listed<'_, T>) {
        self.content.push(trust(listed));
        for place in places {
            let (low, high) = halves(place);
            self.content.extend([low, high]);
        }
    }
}

fn place_of<T>(shared: &Arc<T>) -> usize {
    Arc::as_ptr(shared).addr()
}

fn place<T>(of: &T) -> usize {
    std::ptr::from_ref(of).addr()
}

#[expect(clippy::cast_possible_truncation, reason = "the two halves of a number")]
const fn halves(number: usize) -> (u32, u32) {
    (number as u32, (number as u64 >> 32) as u32)
}

fn written(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn days(day: Option<Day>) -> u32 {
    day.map_or(NOTHING, |day| day.0.num_days_from_ce().cast_unsigned())
}

/// How the organisations of a side are bound by an agreement, as far as any statement asks.
fn bound<'k>(mut organizations: impl Iterator<Item = &'k Key>, parties: &[&Key]) -> u32 {
    if parties.is_empty() {
        return u32::from(organizations.next().is_some());
    }
    2 + u32::from(organizations.all(|organization| parties.contains(&organization)))
}

fn fact(recorded: Option<bool>) -> u32 {
    recorded.map_or(NOTHING, |is| 1 + u32::from(is))
}

/// How far a list can be trusted, as far as any statement asks.
fn trust<T>(listed: &Listed<'_, T>) -> u32 {
    if listed.said.is_empty() {
        0
    } else if listed.said.iter().any(|said| said.extent == Extent::Unknown) {
        1
    } else if listed.is_complete() {
        2
    } else {
        3
    }
}
