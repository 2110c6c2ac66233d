//! The order of a list, and its pages.
//!
//! A page begins after a record, not after a number of them. Records that have nothing to be ordered by come last, whichever
//! the direction; the key decides between equals.

use super::{
    register::{Entry, Register},
    search,
    selection::Selection,
    value::{Key, RecordId},
};
use std::{cmp::Ordering, sync::Arc};

/// What a list is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The key.
    Key,
    /// The name, in English where it has an English one; case and accents do not count.
    Name,
    /// When the record was last written.
    Changed,
    /// Draft, active, retired.
    Status,
    /// Who answers for it.
    Steward,
    /// The first day.
    Since,
    /// The last day.
    Until,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// By what.
    pub by: By,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl By {
    /// Everything that lists can be ordered by.
    pub const ALL: [Self; 7] =
        [Self::Key, Self::Name, Self::Changed, Self::Status, Self::Steward, Self::Since, Self::Until];

    /// The name of it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Name => "name",
            Self::Changed => "changed",
            Self::Status => "status",
            Self::Steward => "steward",
            Self::Since => "since",
            Self::Until => "until",
        }
    }
}

impl Order {
    /// By key.
    pub const KEY: Self = Self { by: By::Key, descending: false };

    /// Where a record stands in this order.
    fn place(self, entry: &Entry) -> Place {
        let common = entry.common();
        match self.by {
            By::Key => Place::Nothing,
            By::Name => Place::Text(search::fold(common.name.by_default())),
            By::Changed => Place::Number(entry.seq),
            By::Status => Place::Number(common.status as u64),
            By::Steward => common.steward.map_or(Place::Nothing, |steward| Place::Text(search::fold(steward))),
            By::Since => common.since.map_or(Place::Nothing, Place::Day),
            By::Until => common.until.map_or(Place::Nothing, Place::Day),
        }
    }

    fn compare(self, (a, a_key): (&Place, &Key), (b, b_key): (&Place, &Key)) -> Ordering {
        let turn = |ordering: Ordering| if self.descending { ordering.reverse() } else { ordering };
        let places = match (a, b) {
            (Place::Nothing, Place::Nothing) => Ordering::Equal,
            (Place::Nothing, _) => Ordering::Greater,
            (_, Place::Nothing) => Ordering::Less,
            (a, b) => turn(a.cmp(b)),
        };
        places.then_with(|| turn(a_key.cmp(b_key)))
    }
}

impl std::str::FromStr for Order {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        let by = By::ALL.into_iter().find(|by| by.name() == name).ok_or_else(|| {
            let names = By::ALL.map(By::name).join(", ");
            format!(
                "`{}` is not an order; allowed are {names}, and the same with `-` before it to turn it around",
                super::value::shown(text)
            )
        })?;
        Ok(Self { by, descending })
    }
}

/// What a record is ordered by.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Number(u64),
    Text(String),
    Day(super::value::Day),
    /// It has nothing of the sort, or the key alone counts.
    Nothing,
}

/// A page of a list.
#[derive(Debug)]
pub struct Page {
    /// The records.
    pub entries: Vec<Arc<Entry>>,
    /// Whether there are more after them.
    pub more: bool,
}

/// The first `limit` records of a selection in an order, after the record `after` if there is one.
#[must_use]
pub fn page(register: &Register, selection: &Selection, order: Order, after: Option<&Key>, limit: usize) -> Page {
    let mut entries: Vec<Arc<Entry>> = if order == Order::KEY {
        let rest = register.of_kind(selection.kind(), after);
        rest.filter(|entry| selection.admits(entry)).take(limit.saturating_add(1)).cloned().collect()
    } else {
        let last = after.and_then(|key| register.get(&RecordId::new(selection.kind(), key.clone())));
        let last = last.map(|entry| (order.place(entry), &entry.id.key));
        let mut placed: Vec<(Place, &Arc<Entry>)> = register
            .of_kind(selection.kind(), None)
            .filter(|entry| selection.admits(entry))
            .map(|entry| (order.place(entry), entry))
            .filter(|(place, entry)| {
                last.as_ref().is_none_or(|(at, key)| order.compare((place, &entry.id.key), (at, key)).is_gt())
            })
            .collect();
        placed.sort_by(|(a, x), (b, y)| order.compare((a, &x.id.key), (b, &y.id.key)));
        placed.into_iter().take(limit.saturating_add(1)).map(|(_, entry)| Arc::clone(entry)).collect()
    };
    let more = entries.len() > limit;
    entries.truncate(limit);
    Page { entries, more }
}
