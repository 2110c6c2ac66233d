//! Numbers with a meaning: percentages and counts of people.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de};

/// A share in percent, from 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Percent(#[schemars(range(min = 0.0, max = 100.0))] f64);

impl Percent {
    /// The share as a number between 0 and 100.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.0
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        if (0.0..=100.0).contains(&value) {
            Ok(Self(value))
        } else {
            Err(de::Error::custom(format!("{value} is not a percentage; allowed are numbers from 0 to 100")))
        }
    }
}

/// A count of people, consumers, employees or records: a whole number, exact in every JSON reader (below 2^53).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Count(#[schemars(range(min = 0, max = 9_007_199_254_740_991_u64))] u64);

impl Count {
    /// The count.
    #[must_use]
    pub const fn value(self) -> u64 {
        self.0
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = u64::deserialize(deserializer)?;
        if value < 1 << 53 {
            Ok(Self(value))
        } else {
            Err(de::Error::custom(format!("{value} is too large to count; allowed are whole numbers below 2^53")))
        }
    }
}
