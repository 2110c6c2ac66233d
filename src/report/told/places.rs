//! Places of storage and of access, as reports tell them: a region is never narrowed, and says which countries it may be.

use super::{Named, Records, Told};
use crate::{
    domain::{
        Key, Kind, Text,
        record::{Access, Privilege},
    },
    flows::{Atlas, Listed, Spot, Use},
};
use schemars::JsonSchema;
use serde::Serialize;

/// What a place is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of `flows::Use`")]
pub enum UseTold {
    People,
    Storage,
    Backup,
    Access,
    Keys,
}

impl From<Use> for UseTold {
    fn from(used_for: Use) -> Self {
        match used_for {
            Use::People => Self::People,
            Use::Storage => Self::Storage,
            Use::Backup => Self::Backup,
            Use::Access => Self::Access,
            Use::Keys => Self::Keys,
        }
    }
}

/// A place in a flow.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PlaceTold {
    /// The location; absent: the record does not say where.
    pub location: Option<Named>,
    /// What it is used for.
    pub used_for: UseTold,
    /// The service that hosts it, where the record says so.
    pub host: Option<Named>,
    /// For a region, which stands for one unknown country: the countries it may be.
    pub may_be: Vec<Key>,
}

/// Somebody who can reach data, from where.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AccessTold {
    /// The organisation; absent: not recorded, or a group of staff.
    pub organization: Option<Named>,
    /// The group of staff.
    pub staff_group: Option<Text>,
    /// From where; absent: not recorded.
    pub places: Option<Vec<PlaceTold>>,
    /// What they can do; absent: not recorded.
    pub privilege: Option<Privilege>,
}

fn place(records: Records<'_>, atlas: &Atlas<'_>, location: Option<&Key>, used_for: UseTold) -> PlaceTold {
    let region = location.and_then(|location| atlas.place(location)).filter(|place| place.is_region());
    let may_be = region.iter().flat_map(|place| &place.candidates).map(|candidate| candidate.country.clone());
    PlaceTold {
        location: location.map(|location| records.named(Kind::Locations, location)),
        used_for,
        host: None,
        may_be: may_be.collect(),
    }
}

/// Places where data is kept.
#[must_use]
pub fn spots(records: Records<'_>, atlas: &Atlas<'_>, spots: &Listed<'_, Spot<'_>>) -> Told<PlaceTold> {
    Told::of(spots, |spot| PlaceTold {
        host: spot.host.map(|host| records.named(Kind::Processors, host)),
        ..place(records, atlas, spot.location, spot.used_for.into())
    })
}

/// Those with access.
#[must_use]
pub fn accesses(records: Records<'_>, atlas: &Atlas<'_>, access: &Listed<'_, &Access>) -> Told<AccessTold> {
    Told::of(access, |access| AccessTold {
        organization: access.organization.as_ref().map(|o| records.named(Kind::Organizations, o.key())),
        staff_group: access.staff_group.clone(),
        places: access
            .places
            .as_ref()
            .map(|places| places.iter().map(|at| place(records, atlas, Some(at.key()), UseTold::Access)).collect()),
        privilege: access.privilege,
    })
}
