//! Sharing: who gets what from whom, by the kind of disclosure, and where that contradicts what notices promise.
//!
//! Each row is a flow to somebody else in a stretch of days: to a recipient, to a host, to a sub-processor at any depth, to
//! somebody with access. A host or sub-processor for which no disclosure is recorded stands under "not recorded" and is not
//! left out. Promises are held against all that a notice covers, whatever is filtered. Never says that a promise is kept:
//! at most that nothing in complete records contradicts it. Never knows a law.

mod asked;
mod filter;
mod gathered;
mod judged;
mod listing;
mod promises;
mod roles;
mod rows;

pub use asked::{ABOUT, Report, report};
pub(super) use gathered::{Gathered, Shared, called};
pub(super) use judged::unplaced;
pub use listing::{ListingConflict, ListingProblem};
pub use promises::{Evidence, KindJudged, NoticeJudged, PromiseJudged, Verdict};
pub use roles::RoleConflict;
pub use rows::{ListedAs, NoticeTold, Share};

use super::told::{At, Days, Records, Sentence, UnknownRecord, Who, Words};
use crate::{
    domain::{
        Key, Kind, Register,
        record::{CommitmentKind, DisclosureKind, Notice},
    },
    flows::{self, Period},
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The days.
    pub period: Period,
    /// What is shown of it.
    pub filters: Filters,
}

/// What is shown. A filter that is left out leaves nothing out.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Filters {
    /// Of activities that name this notice.
    pub notice: Option<Key>,
    /// Of this activity.
    pub activity: Option<Key>,
    /// To this service, or through it.
    pub processor: Option<Key>,
    /// To this organisation, or through a service that it offers.
    pub organization: Option<Key>,
    /// In this way.
    pub kind: Option<SharingKind>,
    /// Of this category of data or those below it.
    pub category: Option<Key>,
    /// Of these people or groups below them.
    pub subject: Option<Key>,
}

/// How data leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SharingKind {
    /// To a party acting for us.
    Entrusted,
    /// To one acting for itself.
    Provided,
    /// Passed on in a merger or acquisition.
    BusinessSuccession,
    /// To the public.
    DisclosedPublicly,
    /// Compelled by an authority.
    Compelled,
    /// Nobody recorded how.
    NotRecorded,
}

impl SharingKind {
    /// Every kind, in the order of the report.
    pub const ALL: [Self; 6] = [
        Self::Entrusted,
        Self::Provided,
        Self::BusinessSuccession,
        Self::DisclosedPublicly,
        Self::Compelled,
        Self::NotRecorded,
    ];

    /// Its word in parameters and documents.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Entrusted => "entrusted",
            Self::Provided => "provided",
            Self::BusinessSuccession => "business_succession",
            Self::DisclosedPublicly => "disclosed_publicly",
            Self::Compelled => "compelled",
            Self::NotRecorded => "not_recorded",
        }
    }

    /// The same for people: in English and in Chinese.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Entrusted => ("entrusted", "委托处理"),
            Self::Provided => ("provided", "提供"),
            Self::BusinessSuccession => ("business succession", "因合并、收购等转移"),
            Self::DisclosedPublicly => ("disclosed publicly", "公开"),
            Self::Compelled => ("compelled", "依法提供"),
            Self::NotRecorded => ("not recorded", "未记录"),
        }
    }
}

impl std::str::FromStr for SharingKind {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|kind| kind.word() == text).ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|kind| kind.word()).collect();
            format!(
                "`{}` is no kind of disclosure; allowed are {}",
                crate::domain::value::shown(text),
                known.join(", ")
            )
        })
    }
}

impl From<Option<DisclosureKind>> for SharingKind {
    fn from(kind: Option<DisclosureKind>) -> Self {
        match kind {
            Some(DisclosureKind::Entrusted) => Self::Entrusted,
            Some(DisclosureKind::Provided) => Self::Provided,
            Some(DisclosureKind::BusinessSuccession) => Self::BusinessSuccession,
            Some(DisclosureKind::DisclosedPublicly) => Self::DisclosedPublicly,
            Some(DisclosureKind::Compelled) => Self::Compelled,
            None => Self::NotRecorded,
        }
    }
}

/// The report: who gets what from whom.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Sharing {
    /// The days.
    pub days: Days,
    /// What is shown.
    pub filters: Filters,
    /// Every kind of disclosure in its order, also those that do not occur.
    pub kinds: Vec<OfKind>,
    /// The notices behind what is shown: what they promise and list, and what contradicts it.
    pub notices: Vec<NoticeJudged>,
    /// What keeps the report from being complete.
    pub open: Vec<Open>,
    /// The number of rows that a filter left out although a list that is not complete leaves open whether they belong here.
    pub left_out_in_doubt: usize,
    /// What the report did not judge.
    pub not_evaluated: Vec<Sentence>,
}

/// What leaves in one way.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct OfKind {
    /// The way.
    pub kind: SharingKind,
    /// Who gets it so.
    pub recipients: Vec<OfRecipient>,
}

/// What a recipient is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecipientIs {
    /// A service of the register.
    Processor,
    /// An organisation of the register.
    Organization,
    /// A group whose members are not named.
    Group,
    /// A department of the controller.
    Department,
    /// Authorities and courts that are not named.
    Authority,
    /// The public.
    Public,
    /// A sub-processor that has no record.
    SubProcessor,
    /// Sub-processors that there may be, where nothing is recorded.
    Unrecorded,
}

/// A recipient and all that it gets in one way.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct OfRecipient {
    /// What it is.
    pub is: RecipientIs,
    /// Its key, where it is a record.
    pub key: Option<Key>,
    /// Its name; absent for sub-processors that nobody recorded.
    pub name: Option<Words>,
    /// Who that is: the providers of a service, as far as recorded.
    pub parties: Vec<Who>,
    /// What it gets, by activity and disclosure.
    pub shares: Vec<Share>,
}

/// Something that is not recorded, so that the report may lack a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[schemars(rename = "OpenSharing")]
pub struct Open {
    /// Where it would be recorded.
    pub at: At,
    /// What is open, in words.
    pub sentence: Sentence,
}

/// Who gets what from whom.
///
/// # Errors
/// If a filter names a record that the register does not hold.
pub fn sharing(register: &Register, options: &Options) -> Result<Sharing, UnknownRecord> {
    let records = Records(register);
    let Filters { notice, activity, processor, organization, kind: _, category, subject } = &options.filters;
    records.known(Kind::Notices, notice.as_ref())?;
    records.known(Kind::Activities, activity.as_ref())?;
    records.known(Kind::Processors, processor.as_ref())?;
    records.known(Kind::Organizations, organization.as_ref())?;
    records.known(Kind::DataCategories, category.as_ref())?;
    records.known(Kind::DataSubjects, subject.as_ref())?;
    let flows = flows::derive(register, options.period);
    let gathered = Gathered::of(records, &flows);
    let mut kinds: BTreeMap<SharingKind, BTreeMap<gathered::Identity, Vec<&gathered::Shared<'_, '_>>>> =
        BTreeMap::new();
    let mut left_out_in_doubt = 0;
    let mut shown_activities: BTreeSet<&Key> = BTreeSet::new();
    for shared in &gathered.shared {
        match filter::belongs(records, &options.filters, shared) {
            filter::Belongs::Yes => {
                shown_activities.insert(&shared.flow.activity.key);
                kinds.entry(shared.kind()).or_default().entry(shared.identity(records)).or_default().push(shared);
            }
            filter::Belongs::Perhaps => left_out_in_doubt += 1,
            filter::Belongs::No => {}
        }
    }
    let kinds = SharingKind::ALL.map(|kind| OfKind {
        kind,
        recipients: kinds
            .remove(&kind)
            .into_iter()
            .flatten()
            .map(|(_, of)| recipient(records, &flows.atlas, &of))
            .collect(),
    });
    let notices = match notice {
        Some(notice) => BTreeSet::from([notice]),
        // Also those that no activity names: of them nothing can be told, and that is said.
        None if options.filters == Filters::default() => records.notices(options.period),
        None => gathered.notices_of(|key| shown_activities.contains(key)),
    };
    let judged = notices.into_iter().filter_map(|notice| records.notice(notice));
    let judged = judged.map(|notice| judged::notice(&gathered, &flows.atlas, notice));
    let in_scope = |activity: &crate::domain::record::Activity| filter::activity_belongs(&options.filters, activity);
    Ok(Sharing {
        days: options.period.into(),
        filters: options.filters.clone(),
        kinds: kinds.into(),
        notices: judged.collect(),
        open: gathered.open(in_scope),
        left_out_in_doubt,
        not_evaluated: not_evaluated(),
    })
}

/// What the activities behind a notice do, and what that says to promises.
#[derive(Debug, Clone, PartialEq)]
pub struct Behind {
    /// Who gets data, and all that each gets.
    pub recipients: Vec<OfRecipient>,
    /// What the records say about the kinds of promises that were asked for.
    pub promises: Vec<KindJudged>,
    /// What keeps anybody from telling whether there is more.
    pub open: Vec<Open>,
}

/// What the activities behind a notice do, and what that says to promises of some kinds.
#[must_use]
pub fn behind(register: &Register, period: Period, notice: &Notice, kinds: &[CommitmentKind]) -> Behind {
    let records = Records(register);
    let flows = flows::derive(register, period);
    let gathered = Gathered::of(records, &flows);
    let of_notice = |shared: &&gathered::Shared<'_, '_>| {
        shared.activity().notices.iter().flatten().any(|named| named.key() == &notice.key)
    };
    let mut recipients: BTreeMap<gathered::Identity, Vec<&gathered::Shared<'_, '_>>> = BTreeMap::new();
    for shared in gathered.shared.iter().filter(of_notice) {
        recipients.entry(shared.identity(records)).or_default().push(shared);
    }
    let recipients = recipients.values().map(|of| recipient(records, &flows.atlas, of)).collect();
    let (promises, open) = judged::kinds(&gathered, &flows.atlas, notice, kinds);
    Behind { recipients, promises, open }
}

fn recipient(records: Records<'_>, atlas: &flows::Atlas<'_>, shared: &[&gathered::Shared<'_, '_>]) -> OfRecipient {
    let shares: Vec<Share> = shared.iter().map(|shared| rows::share(records, atlas, shared)).collect();
    let mut parties: Vec<Who> = Vec::new();
    for who in shares.iter().flat_map(|share| &share.to.items) {
        if !parties.contains(who) {
            parties.push(who.clone());
        }
    }
    let (is, key, name) =
        shared.first().map_or((RecipientIs::Unrecorded, None, None), |first| first.recipient(records));
    OfRecipient { is, key, name, parties, shares }
}

fn not_evaluated() -> Vec<Sentence> {
    [
        (
            "Whether any of this is lawful: no law was evaluated.",
            "本报告未评估任何法律，不判断上述处理是否合法。",
        ),
        (
            "The words of promises: each was held against the records by its kind only, and people must read whether its words ask for more.",
            "承诺的措辞：仅按其类型与登记内容对照；其措辞是否有更多要求，须由人工判断。",
        ),
    ]
    .map(Sentence::of)
    .into()
}
