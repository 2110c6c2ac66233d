//! Laws as data: which flows a law asks about, and what it says of each.
//!
//! A regime is a decision list: its rules are tried in their order, and the first whose condition holds decides. Whatever is
//! dated in it (rules, lists of countries, days of checking) is dated here and nowhere in code. Never evaluated in this
//! module: see [`crate::rules`].

mod check;
mod condition;
mod released;

pub use condition::{
    AgreementTest, AssessmentTest, AttestedTest, BorderWord, Condition, ConsentTest, CountTest, DataSelector, DataTest,
    LegWord, NoticeTest, OwnershipTest, PartyTest, PartyWord, PlaceTest, PurposeSelector, PurposeTest,
    RegistrationTest, RevenueTest, RoleTest, SubjectSelector, SubjectTest,
};

use super::{Parents, activity::PeopleUnit, location::Location, part, record, vocabulary};
use crate::domain::value::{Day, IsoDuration, Key, List, Ref, Text, WebUrl};

record! {
    /// A law as data, or a part of one that answers one question: a list of rules, of which the first that holds decides.
    /// Without rules it is a text to refer to, and reports say that it was not evaluated.
    pub struct Regime {
        /// What it asks, in a few sentences.
        pub description: Option<Text>,
        /// Where it is the law.
        pub jurisdiction: Option<Ref<Location>>,
        /// The law it states.
        pub law: Option<Box<Law>>,
        /// Who supervises it.
        pub authority: Option<Text>,
        /// The day on which the law was last looked up.
        pub checked: Option<Day>,
        /// The day by which it must be looked up again; what rests on it afterwards is reported as overdue.
        pub recheck_by: Option<Day>,
        /// Lists of places that its conditions name, with the days between which each place is on the list.
        pub lists: Option<List<PlaceList>>,
        /// Conditions that have a name in the law.
        pub definitions: Option<List<Definition>>,
        /// The numbers of people that the law holds against a threshold.
        pub counts: Option<List<CountedPeople>>,
        /// The rules, in the order in which they are tried. The last one that holds on a day has no condition.
        pub rules: Option<List<Rule>>,
        /// What must be done, and when.
        pub duties: Option<List<Duty>>,
        /// Documents that hold or prove something of it.
        pub documents: Option<List<super::Document>>,
    }
}

part! {
    /// The text of a law.
    pub struct Law {
        /// Its title.
        pub title: Text,
        /// How it is cited.
        pub citation: Box<str>,
        /// Where it can be read.
        pub url: Option<WebUrl>,
    }
}

/// The most rules of a regime.
pub const MOST_RULES: usize = 128;

vocabulary! {
    /// Whether a statement about the law was seen in a source, or is yet to be checked.
    pub enum LegalStatus {
        Confirmed,
        Unconfirmed,
    }
}

part! {
    /// A list of places, such as the countries with an adequate level of protection.
    pub struct PlaceList {
        /// The key by which conditions name the list.
        pub key: Key,
        /// What the places on it have in common.
        pub name: Text,
        /// The places.
        pub entries: List<PlaceEntry>,
    }
}

part! {
    /// A place on a list.
    pub struct PlaceEntry {
        /// The key of this element.
        pub key: Key,
        /// A country, territory or subdivision.
        pub location: Ref<Location>,
        /// Whether its territories that have codes of their own are meant too; where left out, they are not.
        pub territories: Option<bool>,
        /// The first day on which it is on the list.
        pub since: Option<Day>,
        /// The last day on which it is on the list.
        pub until: Option<Day>,
        /// What puts it on the list.
        pub citation: Option<Box<str>>,
        /// Whether that was seen in a source.
        pub status: LegalStatus,
        /// The day by which it must be looked up again.
        pub recheck_by: Option<Day>,
        /// What to know about it.
        pub note: Option<Text>,
    }
}

part! {
    /// A condition that has a name in the law: a covered person, a restricted transfer.
    pub struct Definition {
        /// The key by which conditions name it.
        pub key: Key,
        /// What it means.
        pub text: Text,
        /// Where the law defines it.
        pub citation: Box<str>,
        /// Whether that was seen in a source.
        pub status: LegalStatus,
        /// The day by which it must be looked up again.
        pub recheck_by: Option<Day>,
        /// The condition.
        pub when: Condition,
    }
}

vocabulary! {
    /// Whose people are counted together: all that an exporter sends, or what goes between the same two parties.
    pub enum CountedPer {
        Exporter,
        ExporterAndImporter,
    }
}

vocabulary! {
    /// The days over which people are counted, up to the day in question: since 1 January, the twelve months before, or
    /// whenever they were counted.
    pub enum CountWindow {
        CalendarYear,
        TwelveMonths,
        Any,
    }
}

part! {
    /// A number of people that the law holds against a threshold.
    pub struct CountedPeople {
        /// The key by which conditions name it.
        pub key: Key,
        /// Whom it counts.
        pub name: Text,
        /// Whose people are counted together.
        pub per: CountedPer,
        /// Over which days.
        pub window: CountWindow,
        /// What is counted; people, where left out.
        pub unit: Option<PeopleUnit>,
        /// Only people in places of one of these lists, where not everybody.
        pub people_in: Option<List<Key>>,
        /// Only flows for which this holds, where not all.
        pub when: Option<Condition>,
        /// Where the law says so.
        pub citation: Box<str>,
        /// Whether that was seen in a source.
        pub status: LegalStatus,
    }
}

vocabulary! {
    /// What a rule concludes.
    pub enum Conclusion {
        NotApplicable,
        Satisfied,
        NotSatisfied,
        Conditional,
        Undetermined,
    }
}

impl Conclusion {
    /// How bad it is: what a route comes to is the worst of its flows.
    #[must_use]
    pub const fn badness(self) -> u8 {
        match self {
            Self::NotApplicable => 0,
            Self::Satisfied => 1,
            Self::Conditional => 2,
            Self::Undetermined => 3,
            Self::NotSatisfied => 4,
        }
    }
}

part! {
    /// A rule. Once released, its condition, conclusion and citation are never edited: it is closed (`until`) and succeeded.
    pub struct Rule {
        /// The key of the rule.
        pub key: Key,
        /// The first day on which it is the law.
        pub since: Option<Day>,
        /// The last day on which it is the law.
        pub until: Option<Day>,
        /// When it decides; always, where left out.
        pub when: Option<Condition>,
        /// What it concludes.
        pub then: Conclusion,
        /// What must be shown, where it concludes `conditional`; what must be found out, where it concludes `undetermined`.
        pub provided: Option<Text>,
        /// The conclusion as a sentence.
        pub sentence: Text,
        /// Where the law says so.
        pub citation: Box<str>,
        /// Whether that was seen in a source.
        pub status: LegalStatus,
        /// The day on which it was looked up, where not with the whole regime.
        pub checked: Option<Day>,
        /// The day by which it must be looked up again, where earlier than the whole regime.
        pub recheck_by: Option<Day>,
        /// What would change the conclusion: "one IP address in the record ends the exclusion".
        pub changes_when: Option<List<Text>>,
        /// What to know about it, such as a challenge before a court.
        pub warning: Option<Text>,
        /// The keys of the duties that go with it.
        pub duties: Option<List<Key>>,
    }
}

vocabulary! {
    /// When a duty falls due: before a flow begins, while it lasts, regularly, when something changes, after an incident; or when
    /// data is erased or corrected, when a consent is withdrawn, when processing is restricted.
    pub enum DutyOccasion {
        Before,
        During,
        Regularly,
        Change,
        Incident,
        Erasure,
        Correction,
        Withdrawal,
        Restriction,
    }
}

vocabulary! {
    /// Towards whom a duty is.
    pub enum DutyTowards {
        People,
        Authority,
        Partner,
        Ourselves,
    }
}

part! {
    /// Something that must be done.
    pub struct Duty {
        /// The key of the duty.
        pub key: Key,
        /// What must be done.
        pub text: Text,
        /// When.
        pub occasion: DutyOccasion,
        /// The first day on which it is the law.
        pub since: Option<Day>,
        /// The last day on which it is the law.
        pub until: Option<Day>,
        /// For which flows it is owed, whatever the rules conclude of them; where left out, it goes with the rules that name it.
        pub when: Option<Condition>,
        /// Towards whom; `ourselves`: a record of our own.
        pub towards: Option<DutyTowards>,
        /// Within which time, or how often.
        pub within: Option<IsoDuration>,
        /// For how long what it produces must be kept.
        pub kept_for: Option<IsoDuration>,
        /// Where the law says so.
        pub citation: Box<str>,
        /// Whether that was seen in a source.
        pub status: LegalStatus,
        /// The day by which it must be looked up again.
        pub recheck_by: Option<Day>,
    }
}

impl Regime {
    /// What is wrong with it by itself; see the module of checks.
    pub(in crate::domain) fn faults(&self) -> Vec<crate::domain::Fault> {
        check::faults(self)
    }

    /// What it changes of itself as it was released; see the module of what is released.
    pub(in crate::domain) fn edits_of(&self, before: &Self) -> Vec<crate::domain::Fault> {
        released::faults(before, self)
    }

    #[expect(clippy::unused_self, reason = "asked of every kind alike")]
    pub(in crate::domain) const fn parent_keys(&self) -> Parents<'_> {
        Vec::new()
    }
}
