//! Three truth values, and the two ways of reading a register in which a statement has one.

use std::ops::Not;

/// Whether a statement holds. The order is that of Kleene's strong logic: "and" is the least, "or" the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    /// It does not.
    False,
    /// Nobody can tell from what is recorded.
    Unknown,
    /// It does.
    True,
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

impl Not for Truth {
    type Output = Self;
    fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }
}

/// How a register is read: with silence proving nothing, or taken as it was declared. The second reading takes a list that is
/// given for complete and an instrument at its word; a fact that is not recorded stays unknown in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reading {
    /// Silence proves nothing.
    Strict,
    /// As declared.
    Declared,
}

/// What a statement is in both readings. The second only ever settles what the first leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Answer {
    /// With silence proving nothing.
    pub strict: Truth,
    /// As declared.
    pub declared: Truth,
}

impl Answer {
    /// Nobody can tell in either reading.
    pub const UNKNOWN: Self = Self { strict: Truth::Unknown, declared: Truth::Unknown };
    /// It holds in both.
    pub const TRUE: Self = Self { strict: Truth::True, declared: Truth::True };
    /// It holds in neither.
    pub const FALSE: Self = Self { strict: Truth::False, declared: Truth::False };
    /// It holds as declared.
    pub const DECLARED: Self = Self { strict: Truth::Unknown, declared: Truth::True };
    /// It does not hold as declared.
    pub const DENIED: Self = Self { strict: Truth::Unknown, declared: Truth::False };

    /// What it is in one reading.
    #[must_use]
    pub const fn in_reading(self, reading: Reading) -> Truth {
        match reading {
            Reading::Strict => self.strict,
            Reading::Declared => self.declared,
        }
    }

    /// Both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { strict: self.strict.min(other.strict), declared: self.declared.min(other.declared) }
    }

    /// One holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { strict: self.strict.max(other.strict), declared: self.declared.max(other.declared) }
    }

    /// That it is what `wanted` says, where a record says whether it is so or leaves that out.
    #[must_use]
    pub fn of_fact(recorded: Option<bool>, wanted: bool) -> Self {
        recorded.map_or(Self::UNKNOWN, |is| (is == wanted).into())
    }
}

impl From<bool> for Answer {
    fn from(holds: bool) -> Self {
        if holds { Self::TRUE } else { Self::FALSE }
    }
}

impl From<Truth> for Answer {
    fn from(truth: Truth) -> Self {
        Self { strict: truth, declared: truth }
    }
}

impl Not for Answer {
    type Output = Self;
    fn not(self) -> Self {
        Self { strict: !self.strict, declared: !self.declared }
    }
}
