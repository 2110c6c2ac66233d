//! The recipients of an activity on a day, and what the disclosures say of them.

use super::{
    scene::{Scene, lasting, with_access},
    service::InService,
};
use crate::{
    domain::{
        Key, Kind,
        record::{Access, Activity, DataItem, Disclosure, Purpose, Recipient},
        value::Ref,
    },
    flows::{
        Capacity, Element, Era, Extent, Listed, Party, Said, Side, Spot, State, Target, Use,
        lists::{ListAt, join, read},
        period::Moment,
    },
};
use std::sync::Arc;

/// A disclosure of the day, or one that has ended and whose data may still be there.
pub(super) struct Disclosed<'a> {
    pub activity: &'a Activity,
    pub disclosure: &'a Disclosure,
    pub state: State,
    /// What the service that gets it says on the day.
    pub service: Option<Arc<InService<'a>>>,
}

/// The disclosures of an activity on a day. None outlasts its activity.
pub(super) fn disclosed<'a>(era: &Era<'_, 'a>, activity: &'a Activity, moment: &Moment) -> Vec<Disclosed<'a>> {
    let disclosures = activity.disclosures.iter().flatten().filter_map(|disclosure| {
        let until = disclosure.until.into_iter().chain(activity.until).min();
        let state = lasting(moment, disclosure.since, until, disclosure.returned_or_deleted_on)?;
        let service = match &disclosure.recipient {
            Recipient::Processor(processor) => Some(era.service(processor.key(), moment)),
            _ => None,
        };
        Some(Disclosed { activity, disclosure, state, service })
    });
    disclosures.collect()
}

impl<'a> Disclosed<'a> {
    /// The service that gets the data, where the recipient is one.
    pub fn service(&self) -> Option<&'a Key> {
        self.service.as_ref().map(|service| service.key)
    }

    /// The disclosure as an element.
    pub fn element(&self) -> Element<'a> {
        let (kind, record, key) = (Kind::Activities, &self.activity.key, &self.disclosure.key);
        Element { kind, record, within: None, list: Some("disclosures"), key }
    }

    /// The recipient as it names a flow.
    pub fn target(&self) -> Target<'a> {
        match &self.disclosure.recipient {
            Recipient::Processor(processor) => Target::Processor(processor.key()),
            Recipient::Organization(organization) => Target::Organization(organization.key()),
            Recipient::Group(_) => Target::Group,
            Recipient::Department(_) => Target::Department,
            Recipient::Authority(_) => Target::Authority,
            Recipient::Public(_) => Target::Public,
        }
    }

    /// Where a list of the disclosure is.
    pub fn at(&self, list: &'static str) -> ListAt<'a> {
        let within = Some(("disclosures", &self.disclosure.key));
        ListAt { kind: Kind::Activities, key: &self.activity.key, within, list }
    }

    fn list<T, U>(
        &self,
        name: &'static str,
        told: Option<&'a [T]>,
        each: impl FnMut(&'a T) -> Option<U>,
    ) -> Listed<'a, U> {
        read(self.activity, self.at(name), told, each)
    }

    /// The recipient as an end of a flow.
    pub fn side(&self) -> Arc<Side<'a>> {
        let capacity = self.disclosure.roles.as_deref().map_or(Capacity::Unknown, Capacity::Stated);
        let one = |party| Listed::whole(self.at("recipient"), vec![party]);
        // Who that is, is not said.
        let some = |party| {
            let said = vec![Said { at: self.at("recipient"), extent: Extent::Open }];
            Listed { items: vec![party], said }
        };
        if let Some(service) = &self.service {
            return service.side(capacity);
        }
        let parties = match &self.disclosure.recipient {
            Recipient::Processor(_) => Listed::nowhere(),
            Recipient::Organization(organization) => one(Party::Organization(organization.key())),
            Recipient::Department(text) | Recipient::Public(text) => one(Party::Described(text)),
            Recipient::Group(text) | Recipient::Authority(text) => some(Party::Described(text)),
        };
        Arc::new(Side { service: None, parties, providers: Vec::new(), capacity })
    }

    /// Where the recipient keeps and processes it: as the disclosure says, else as the service does; and where our systems
    /// at the service are.
    pub fn storage(&self, scene: &Scene<'_, 'a>) -> Arc<Listed<'a, Spot<'a>>> {
        let locations = self.disclosure.locations.as_deref();
        let spot =
            |location: &'a Ref<_>| Some(Spot { location: Some(location.key()), used_for: Use::Storage, host: None });
        let mut storage = match (locations, &self.service) {
            (None, Some(service)) => Arc::clone(&service.places),
            _ => Arc::new(self.list("locations", locations, spot)),
        };
        if let Some(hosted) = self.service().and_then(|service| scene.hosted_by(service)) {
            // The same place, said twice, is one.
            let mut hosted = Arc::unwrap_or_clone(hosted);
            hosted.items.retain(|spot| !storage.items.iter().any(|known| known.location == spot.location));
            Arc::make_mut(&mut storage).add(hosted);
        }
        storage
    }

    /// Who can reach it at the recipient, from where: as the disclosure, the service and our systems there say.
    pub fn access(&self, scene: &Scene<'_, 'a>) -> Arc<Listed<'a, &'a Access>> {
        let told = self.disclosure.access.as_deref();
        let Some(service) = &self.service else {
            return Arc::new(self.list("access", told, |access| with_access(scene.moment, access)));
        };
        let mut access = Arc::clone(&service.access);
        if told.is_some() {
            let mut own = self.list("access", told, |access| with_access(scene.moment, access));
            own.add(Listed::clone(&access));
            access = Arc::new(own);
        }
        for kept in scene.kept_at(service.key) {
            join(&mut access, &kept.access);
        }
        // Our own people read what comes back: the return leg.
        let own = |access: &Access| access.organization.as_ref().is_some_and(|own| scene.is_ours(own.key()));
        if access.items.iter().any(|access| own(access)) {
            Arc::make_mut(&mut access).items.retain(|access| !own(access));
        }
        access
    }

    /// The data that goes.
    pub fn data(&self) -> Listed<'a, &'a DataItem> {
        let items = self.activity.data.as_deref().unwrap_or(&[]);
        self.list("data", self.disclosure.data.as_deref(), |key| items.iter().find(|item| item.key == *key))
    }

    /// The purposes it serves.
    pub fn purposes(&self) -> Listed<'a, &'a Purpose> {
        let purposes = self.activity.purposes.as_deref().unwrap_or(&[]);
        self.list("purposes", self.disclosure.purposes.as_deref(), |key| purposes.iter().find(|p| p.key == *key))
    }
}
