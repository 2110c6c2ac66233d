//! What a check says of itself: the source of its manual page, of the catalogue and of every finding's help.

use super::{Inspector, judged::Verdict};
use crate::domain::{
    Entry, Kind, Record,
    record::{Activity, Agreement, Assessment, Notice, Organization, Processor, Regime, System, Waiver},
};
use schemars::JsonSchema;
use serde::Serialize;

/// The same in English and in Chinese.
pub type Words = (&'static str, &'static str);

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Severity")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Something is missing, doubtful or about to end.
    Warning,
    /// Something that must be there is not, or the register contradicts itself.
    Error,
}

impl Severity {
    /// Every severity, the worst first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Info];

    /// Its word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Its word for people.
    #[must_use]
    pub const fn words(self) -> Words {
        match self {
            Self::Info => ("info", "提示"),
            Self::Warning => ("warning", "警告"),
            Self::Error => ("error", "错误"),
        }
    }
}

/// What checks of one kind have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "CheckFamily")]
pub enum Family {
    /// What a record of processing, or a notice, must say and does not.
    Completeness,
    /// Places that are not recorded, or stand for several.
    Places,
    /// Services, who stands behind them, and the contracts with them.
    Processors,
    /// What crosses borders, and what that rests on.
    Transfers,
    /// How long data is kept.
    Retention,
    /// Legal bases and consent.
    Consent,
    /// The data itself.
    Data,
    /// Names, and records that may be the same.
    Names,
    /// What transfer reviews decided and left to be done.
    Reviews,
    /// Published notices, held against the records behind them.
    Notices,
    /// The register in good order.
    Housekeeping,
}

impl Family {
    /// Every family.
    pub const ALL: &'static [Self] = &[
        Self::Completeness,
        Self::Places,
        Self::Processors,
        Self::Transfers,
        Self::Retention,
        Self::Consent,
        Self::Data,
        Self::Names,
        Self::Reviews,
        Self::Notices,
        Self::Housekeeping,
    ];

    /// Its word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Completeness => "completeness",
            Self::Places => "places",
            Self::Processors => "processors",
            Self::Transfers => "transfers",
            Self::Retention => "retention",
            Self::Consent => "consent",
            Self::Data => "data",
            Self::Names => "names",
            Self::Reviews => "reviews",
            Self::Notices => "notices",
            Self::Housekeeping => "housekeeping",
        }
    }

    /// Its name for people.
    #[must_use]
    pub const fn words(self) -> Words {
        match self {
            Self::Completeness => ("Completeness", "完整性"),
            Self::Places => ("Places", "地点"),
            Self::Processors => ("Processors and contracts", "第三方服务与合同"),
            Self::Transfers => ("Transfers", "跨境传输"),
            Self::Retention => ("Retention", "保存期限"),
            Self::Consent => ("Legal bases and consent", "合法性基础与同意"),
            Self::Data => ("Data", "个人信息"),
            Self::Names => ("Names", "名称"),
            Self::Reviews => ("Transfer reviews", "传输审查"),
            Self::Notices => ("Published notices", "已发布的声明"),
            Self::Housekeeping => ("Housekeeping", "登记册维护"),
        }
    }
}

/// A provision or a text that a check rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Citation {
    /// How it is cited.
    pub text: &'static str,
    /// Whether it was seen in a source; one that was not says so wherever it is told.
    pub confirmed: bool,
}

/// A provision that was seen in a source.
#[must_use]
pub const fn cited(text: &'static str) -> Citation {
    Citation { text, confirmed: true }
}

/// A provision or text that is yet to be looked up.
#[must_use]
pub const fn unconfirmed(text: &'static str) -> Citation {
    Citation { text, confirmed: false }
}

/// What becomes of a fact that a check asks for and that nobody recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknowns {
    /// The check reports it.
    Reported,
    /// It is counted as something that the check cannot tell.
    Counted,
    /// The check asks for nothing that could be unknown.
    Impossible,
}

/// What a check says of itself.
#[derive(Debug)]
pub struct About {
    /// How bad what it finds is. Of drafts everything is [`Severity::Info`].
    pub severity: Severity,
    /// What is wrong, as a title.
    pub title: Words,
    /// What it looks for.
    pub checks: Words,
    /// Why that matters.
    pub why: Words,
    /// Where law, or a text of an authority, says so; none: it is a matter of a register in good order.
    pub basis: &'static [Citation],
    /// How to resolve it.
    pub resolve: Words,
    /// What becomes of what nobody recorded.
    pub unknowns: Unknowns,
    /// A manifest on which it fires.
    pub example: &'static str,
    /// The same put right: it stays silent.
    pub instead: &'static str,
    /// What it looks at.
    pub looks: &'static [Look],
}

/// A check that is registered.
#[derive(Debug)]
pub struct Check {
    /// Its code: stable, and never used again.
    pub code: &'static str,
    /// The name of its module.
    pub(super) module: &'static str,
    /// Its family.
    pub family: Family,
    /// What it says of itself.
    pub about: &'static About,
}

impl Check {
    /// Its name, which states the problem: `activity-without-purpose`.
    #[must_use]
    pub fn name(&self) -> String {
        self.module.replace('_', "-")
    }
}

/// What a check looks at: a function that is called for each record of a kind, or once.
#[derive(Clone, Copy)]
#[expect(missing_docs, reason = "the kinds of records, by their names")]
pub enum Look {
    Organization(for<'a> fn(&'a Organization, &mut Inspector<'_, 'a>)),
    Processor(for<'a> fn(&'a Processor, &mut Inspector<'_, 'a>)),
    System(for<'a> fn(&'a System, &mut Inspector<'_, 'a>)),
    Agreement(for<'a> fn(&'a Agreement, &mut Inspector<'_, 'a>)),
    Assessment(for<'a> fn(&'a Assessment, &mut Inspector<'_, 'a>)),
    Notice(for<'a> fn(&'a Notice, &mut Inspector<'_, 'a>)),
    Activity(for<'a> fn(&'a Activity, &mut Inspector<'_, 'a>)),
    Regime(for<'a> fn(&'a Regime, &mut Inspector<'_, 'a>)),
    Waiver(for<'a> fn(&'a Waiver, &mut Inspector<'_, 'a>)),
    /// Each activity, with what laws say of its flows, by law and place.
    Judged(for<'a> fn(&'a Activity, &[Verdict], &mut Inspector<'_, 'a>)),
    /// Each record of any kind but laws, waivers and acts.
    Any(fn(&mut Inspector<'_, '_>)),
    /// The register as a whole, once.
    Whole(fn(&mut Inspector<'_, '_>)),
}

impl Look {
    /// Whether it is called for records of this kind.
    pub(super) const fn looks_at(&self, kind: Kind) -> bool {
        match self {
            Self::Organization(_) => matches!(kind, Kind::Organizations),
            Self::Processor(_) => matches!(kind, Kind::Processors),
            Self::System(_) => matches!(kind, Kind::Systems),
            Self::Agreement(_) => matches!(kind, Kind::Agreements),
            Self::Assessment(_) => matches!(kind, Kind::Assessments),
            Self::Notice(_) => matches!(kind, Kind::Notices),
            Self::Activity(_) | Self::Judged(_) => matches!(kind, Kind::Activities),
            Self::Regime(_) => matches!(kind, Kind::Regimes),
            Self::Waiver(_) => matches!(kind, Kind::Waivers),
            Self::Any(_) => !matches!(kind, Kind::Regimes | Kind::Waivers) && !kind.by_command(),
            Self::Whole(_) => false,
        }
    }

    /// Looks at the record that the inspector holds.
    pub(super) fn at<'a>(&self, verdicts: &[Verdict], inspector: &mut Inspector<'_, 'a>) {
        let entry: &'a Entry = inspector.entry;
        match (self, &entry.record) {
            (Self::Organization(look), Record::Organizations(record)) => look(record, inspector),
            (Self::Processor(look), Record::Processors(record)) => look(record, inspector),
            (Self::System(look), Record::Systems(record)) => look(record, inspector),
            (Self::Agreement(look), Record::Agreements(record)) => look(record, inspector),
            (Self::Assessment(look), Record::Assessments(record)) => look(record, inspector),
            (Self::Notice(look), Record::Notices(record)) => look(record, inspector),
            (Self::Activity(look), Record::Activities(record)) => look(record, inspector),
            (Self::Judged(look), Record::Activities(record)) => look(record, verdicts, inspector),
            (Self::Regime(look), Record::Regimes(record)) => look(record, inspector),
            (Self::Waiver(look), Record::Waivers(record)) => look(record, inspector),
            (Self::Any(look) | Self::Whole(look), _) => look(inspector),
            _ => {}
        }
    }
}

impl std::fmt::Debug for Look {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a look")
    }
}
