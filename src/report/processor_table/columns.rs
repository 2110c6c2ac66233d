//! The columns there are, and the sets in which notices publish them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A set of columns, for one kind of notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum ColumnSet {
    /// The table of third-party services of a privacy notice.
    Notice,
    /// The list of third-party software development kits that Chinese app notices publish: without services that are known to
    /// have none.
    Sdk,
    /// The recipients of GDPR Arts 13(1)(e), (f) and 30(1)(d), (e).
    Recipients,
    /// The services and organisations that processors use in turn.
    Subprocessors,
}

/// A column. Its name is stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Column {
    /// The number of the row, from 1.
    Number,
    /// The name of the service.
    Service,
    /// A name: of an SDK, of a sub-processor.
    Name,
    /// The recipient.
    Recipient,
    /// What the recipient is in law.
    Role,
    /// Why.
    Purpose,
    /// Who offers the service.
    Provider,
    /// The data that goes.
    Information,
    /// By what means it goes.
    Means,
    /// Where the recipient keeps and processes it.
    Country,
    /// Where a sub-processor processes it.
    Location,
    /// The agreements in place.
    Mechanism,
    /// Privacy policies and web sites.
    Links,
}

impl ColumnSet {
    /// Every set.
    pub const ALL: &'static [Self] = &[Self::Notice, Self::Sdk, Self::Recipients, Self::Subprocessors];

    /// Its name in queries.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Sdk => "sdk",
            Self::Recipients => "recipients",
            Self::Subprocessors => "subprocessors",
        }
    }

    /// The set of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|set| set.name() == name)
    }

    /// Its columns, left to right.
    #[must_use]
    pub const fn columns(self) -> &'static [Column] {
        use Column as C;
        match self {
            Self::Notice => &[C::Number, C::Service, C::Purpose, C::Provider, C::Information, C::Links],
            Self::Sdk => &[C::Name, C::Provider, C::Purpose, C::Information, C::Means, C::Links],
            Self::Recipients => &[C::Recipient, C::Role, C::Country, C::Mechanism],
            Self::Subprocessors => &[C::Name, C::Purpose, C::Location, C::Links],
        }
    }
}

impl Column {
    /// Every column.
    pub const ALL: &'static [Self] = &[
        Self::Number,
        Self::Service,
        Self::Name,
        Self::Recipient,
        Self::Role,
        Self::Purpose,
        Self::Provider,
        Self::Information,
        Self::Means,
        Self::Country,
        Self::Location,
        Self::Mechanism,
        Self::Links,
    ];

    /// Its name in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Service => "service",
            Self::Name => "name",
            Self::Recipient => "recipient",
            Self::Role => "role",
            Self::Purpose => "purpose",
            Self::Provider => "provider",
            Self::Information => "information",
            Self::Means => "means",
            Self::Country => "country",
            Self::Location => "location",
            Self::Mechanism => "mechanism",
            Self::Links => "links",
        }
    }

    /// What it holds, in a sentence.
    #[must_use]
    pub const fn description(self) -> &'static str {
        match self {
            Self::Number => "The number of the row, from 1.",
            Self::Service => "The name of the service.",
            Self::Name => "The name of the SDK or sub-processor.",
            Self::Recipient => "The recipient.",
            Self::Role => "What the recipient is in law, under which law, and who says so.",
            Self::Purpose => "Why the data goes.",
            Self::Provider => "Who offers the service.",
            Self::Information => "The data that goes.",
            Self::Means => "By what means the data goes.",
            Self::Country => "Where the recipient keeps and processes the data.",
            Self::Location => "Where the sub-processor processes the data.",
            Self::Mechanism => "The agreements in place on the day.",
            Self::Links => "Privacy policies and web sites.",
        }
    }

    /// Whether it names what the row is about.
    #[must_use]
    pub const fn names_the_row(self) -> bool {
        matches!(self, Self::Service | Self::Name | Self::Recipient)
    }

    /// What stands above it in a table of `set`, in English and Chinese.
    pub(super) const fn label(self, set: ColumnSet) -> (&'static str, &'static str) {
        match (self, set) {
            (Self::Number, _) => ("No.", "序号"),
            (Self::Service, _) => ("Name of the service", "第三方服务名称"),
            (Self::Name, ColumnSet::Sdk) => ("Name of the SDK", "第三方SDK名称"),
            (Self::Name, _) => ("Name", "名称"),
            (Self::Recipient, _) => ("Recipient", "接收方"),
            (Self::Role, _) => ("Role", "角色"),
            (Self::Purpose, ColumnSet::Sdk) => ("Purpose", "使用目的"),
            (Self::Purpose, _) => ("Purpose", "目的"),
            (Self::Provider, ColumnSet::Sdk) => ("Provider", "第三方主体名称"),
            (Self::Provider, _) => ("Service provider", "服务提供方"),
            (Self::Information, ColumnSet::Sdk) => ("Personal information", "收集的个人信息类型"),
            (Self::Information, _) => ("Type of collected information", "收集的信息类型"),
            (Self::Means, _) => ("Means of sharing", "共享方式"),
            (Self::Country, _) => ("Country", "国家或地区"),
            (Self::Location, _) => ("Location", "处理地点"),
            (Self::Mechanism, _) => ("Mechanism", "传输机制"),
            (Self::Links, ColumnSet::Notice) => ("Privacy policy / official website", "隐私政策/官网链接"),
            (Self::Links, ColumnSet::Sdk) => ("Privacy policy", "隐私政策链接"),
            (Self::Links, _) => ("Link", "链接"),
        }
    }
}

impl std::fmt::Display for ColumnSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_serde_writes() {
        for column in Column::ALL {
            assert_eq!(serde_json::to_value(column).unwrap(), column.name());
        }
        for set in ColumnSet::ALL {
            assert_eq!(serde_json::to_value(set).unwrap(), set.name());
            assert_eq!(ColumnSet::from_name(set.name()), Some(*set));
        }
        assert!(Column::ALL.is_sorted());
    }
}
