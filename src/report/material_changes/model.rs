//! The model of the report.

use super::elements::Elements;
use crate::{
    domain::{Day, Key, record::Publication},
    report::{Made, told::Sentence},
};
use schemars::JsonSchema;
use serde::Serialize;

/// What a notice would say otherwise than its last publication.
#[serde_with::skip_serializing_none]
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "MaterialChanges")]
pub struct Report {
    /// What it was made from.
    pub made: Made,
    /// The notice.
    pub notice: Key,
    /// The publication that it is compared with; of a notice that is not compared, the last one. Absent: there is none.
    pub publication: Option<PublicationTold>,
    /// The commit after which the other register stood. Absent: the notice was never published, and nothing was compared.
    pub compared_with: Option<u64>,
    /// What follows. Absent: nothing was compared.
    pub conclusion: Option<Conclusion>,
    /// What is otherwise, section by section.
    pub changes: Vec<Change>,
    /// What the report did not judge.
    pub not_evaluated: Vec<Sentence>,
    /// What the notice says now.
    #[serde(skip)]
    pub(super) elements: Elements,
}

/// A publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ChangesPublication")]
pub struct PublicationTold {
    /// The key of its record.
    pub key: Key,
    /// The number of the version.
    pub version: u64,
    /// The day on which it was published.
    pub published: Day,
    /// The first day on which it applies.
    pub effective: Day,
}

impl PublicationTold {
    pub(super) fn of(publication: &Publication) -> Self {
        Self {
            key: publication.key.clone(),
            version: publication.version.value(),
            published: publication.published,
            effective: publication.effective,
        }
    }
}

/// What follows from changes.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ChangesConclusion")]
pub struct Conclusion {
    /// Whether the notice says what is so no more.
    pub notice_must_be_updated: bool,
    /// Whether something that changed is material.
    pub people_must_be_told: bool,
    /// What the notice promised about telling people, where they must be told.
    pub prior_notice: Option<Prior>,
}

/// A promise to tell people.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ChangesPriorNotice")]
pub struct Prior {
    /// The key of the promise in the notice.
    pub promise: Key,
    /// How many days before; absent: it names none.
    pub days: Option<u64>,
}

/// Something that a notice says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "MaterialChange")]
pub struct Change {
    /// What it is about.
    pub class: Class,
    /// Whether people must be told.
    pub material: bool,
    /// Whether it came, went, or is another.
    pub became: Became,
    /// What: the path of keys in the content of the notice, `functions/newsletter/data/email`.
    pub at: String,
    /// What, in words.
    pub name: String,
    /// What is otherwise in it; empty for what came or went as a whole.
    pub fields: Vec<FieldOf>,
    /// The records that it comes from.
    pub records: Vec<String>,
    /// The commits since then that wrote one of them. None: the day makes the difference.
    pub commits: Vec<u64>,
}

/// Whether something came, went, or is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ChangeBecame")]
pub enum Became {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is another.
    Changed,
}

/// A part that is otherwise.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ChangedContent")]
pub struct FieldOf {
    /// Its name.
    pub field: String,
    /// What it was; absent: not recorded.
    pub from: Option<String>,
    /// What it is; absent: not recorded.
    pub to: Option<String>,
}

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ChangeClass")]
pub enum Class {
    /// How the service works: functions that come and go, and whether they may be refused.
    ServiceModel,
    /// Why data is processed.
    Purposes,
    /// Which data, and whose.
    Data,
    /// Where data is.
    Places,
    /// Who gets it.
    Recipients,
    /// Which rights people have, and how to use them.
    Rights,
    /// Who answers for it, and whom to reach.
    Responsible,
    /// Where to complain.
    ComplaintChannel,
    /// What an assessment found.
    AssessmentRisk,
    /// Decisions made by automated means.
    AutomatedDecisions,
    /// What is promised.
    Promises,
    /// How long data is kept.
    Retention,
    /// How it is protected.
    Security,
    /// Data of minors.
    Minors,
    /// The notice itself: its name, address, languages, audience.
    Notice,
}

impl Class {
    /// Whether people must be told of a change in it.
    #[must_use]
    pub const fn is_material(self) -> bool {
        !matches!(self, Self::Retention | Self::Security | Self::Notice)
    }

    /// In words.
    pub(super) const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::ServiceModel => ("How the service works", "服务模式"),
            Self::Purposes => ("Purposes", "处理目的"),
            Self::Data => ("Data", "个人信息"),
            Self::Places => ("Places", "存储地点"),
            Self::Recipients => ("Recipients", "接收方"),
            Self::Rights => ("Rights", "个人权利"),
            Self::Responsible => ("Whom to reach", "责任部门与联系方式"),
            Self::ComplaintChannel => ("Where to complain", "投诉渠道"),
            Self::AssessmentRisk => ("Assessed risk", "影响评估结论"),
            Self::AutomatedDecisions => ("Automated decisions", "自动化决策"),
            Self::Promises => ("Promises", "承诺"),
            Self::Retention => ("Retention", "保存期限"),
            Self::Security => ("Security", "安全措施"),
            Self::Minors => ("Minors", "未成年人"),
            Self::Notice => ("The notice", "声明本身"),
        }
    }
}
