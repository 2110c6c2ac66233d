//! What the record of a system of ours says on a day.

use super::{scene::with_access, service::readable};
use crate::{
    domain::{
        Key, Kind,
        record::{Access, Storage, System, SystemField},
        value::Ref,
    },
    flows::{
        Inside, Listed, Spot, State, Use,
        lists::{ListAt, at, read},
        period::Moment,
    },
};
use std::{collections::BTreeSet, sync::Arc};

/// What a system says on a day: the same for every activity in it, so that it is read once.
#[derive(Debug)]
pub struct InSystem<'a> {
    /// Its record, where that can be read, and whether the system has ended.
    pub record: Option<(&'a System, State)>,
    /// Where it keeps data and backups.
    pub storage: Arc<Listed<'a, Spot<'a>>>,
    /// Who can reach data in it.
    pub access: Arc<Listed<'a, &'a Access>>,
    /// The fields it holds.
    pub fields: Arc<Listed<'a, &'a SystemField>>,
    /// What else it says of the data in it.
    pub inside: Arc<Inside<'a>>,
    /// Which of the places each service keeps.
    pub hosted: Arc<[Hosted<'a>]>,
}

/// A service, and the places that it keeps.
pub type Hosted<'a> = (&'a Key, Arc<Listed<'a, Spot<'a>>>);

/// The places that each service keeps: those of which it is the host, and, as whose tenant all is kept, those without one.
pub fn hosted<'a>(storage: &Listed<'a, Spot<'a>>, tenant_of: Option<&'a Key>) -> Arc<[Hosted<'a>]> {
    let hosts = storage.items.iter().filter_map(|spot| spot.host);
    let services: BTreeSet<&Key> = hosts.chain(tenant_of).collect();
    let of = |service| {
        let spots = storage.items.iter().filter(|spot| spot.host.or(tenant_of) == Some(service));
        (service, Arc::new(Listed { items: spots.copied().collect(), said: storage.said.clone() }))
    };
    services.into_iter().map(of).collect()
}

impl<'a> InSystem<'a> {
    /// Reads the record of a system.
    pub fn read(key: &'a Key, record: Option<&'a System>, moment: &Moment) -> Self {
        let record = record.and_then(|system| Some((system, readable(system, moment)?)));
        let Some((system, _)) = record else {
            let unknown = |list| ListAt { kind: Kind::Systems, key, within: None, list };
            return Self {
                record,
                storage: Arc::new(Listed::unknown(unknown("storage"))),
                access: Arc::new(Listed::unknown(unknown("access"))),
                fields: Arc::new(Listed::unknown(unknown("fields"))),
                hosted: Arc::new([]),
                inside: Arc::new(Inside {
                    mixed: Listed::unknown(unknown("mixed_with")),
                    linked: Listed::unknown(unknown("linked")),
                    keys: Listed::unknown(unknown("key_places")),
                }),
            };
        };
        let list = |name| at(system, name);
        let kept = |storage| Some(spot(storage, Use::Storage));
        let mut storage = read(system, list("storage"), system.storage.as_deref(), kept);
        storage.add(read(system, list("backups"), system.backups.as_deref(), |backup| Some(spot(backup, Use::Backup))));
        Self {
            record,
            hosted: hosted(&storage, system.tenant_of.as_ref().map(Ref::key)),
            storage: Arc::new(storage),
            access: Arc::new(read(system, list("access"), system.access.as_deref(), |a| with_access(moment, a))),
            fields: Arc::new(read(system, list("fields"), system.fields.as_deref(), Some)),
            inside: Arc::new(Inside {
                mixed: read(system, list("mixed_with"), system.mixed_with.as_deref(), Some),
                linked: read(system, list("linked"), system.linked.as_deref(), Some),
                keys: read(system, list("key_places"), system.key_places.as_deref(), |key| Some(spot(key, Use::Keys))),
            }),
        }
    }
}

/// A place of storage.
pub fn spot(storage: &Storage, used_for: Use) -> Spot<'_> {
    Spot { location: storage.location.as_ref().map(Ref::key), used_for, host: storage.host.as_ref().map(Ref::key) }
}
