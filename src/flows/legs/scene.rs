//! An activity on a day, as all legs see it.

use super::{
    recipient::{self, Disclosed},
    service::InService,
    system::{Hosted, hosted, spot},
};
use crate::{
    domain::{
        Day, Key, Kind,
        record::{
            Access, Activity, ActivityRole, DataItem, Disclosure, People, Purpose, Status, Storage, SubProcessor,
            System, SystemField,
        },
        value::Ref,
    },
    flows::{
        Basis, Capacity, Element, Era, Extent, Facts, Inside, Instruments, Leg, Listed, Name, Party, Said, Side, Spot,
        State, Use,
        ground::counts,
        lists::{at, join, read},
        period::Moment,
    },
};
use std::sync::Arc;

/// Something in which data is kept: a system of ours, or a place that the activity itself names.
pub(super) struct Kept<'a> {
    /// The system, or the element of the activity's storage.
    pub element: Element<'a>,
    /// The system, where it is one whose record counts.
    pub system: Option<&'a System>,
    /// The service whose tenant or customer we are in it.
    pub service: Option<&'a Key>,
    pub state: State,
    pub storage: Arc<Listed<'a, Spot<'a>>>,
    pub access: Arc<Listed<'a, &'a Access>>,
    pub fields: Arc<Listed<'a, &'a SystemField>>,
    pub inside: Arc<Inside<'a>>,
    hosted: Arc<[Hosted<'a>]>,
}

/// What an activity says whatever the day is: read once for a period.
pub struct Steady<'a> {
    /// The activity.
    pub activity: &'a Activity,
    ours: Arc<Side<'a>>,
    people: Arc<Listed<'a, &'a People>>,
    people_at: Arc<Listed<'a, Spot<'a>>>,
    data: Arc<Listed<'a, &'a DataItem>>,
    subjects: Arc<Listed<'a, &'a Key>>,
    purposes: Arc<Listed<'a, &'a Purpose>>,
    no_access: Arc<Listed<'a, &'a Access>>,
    no_fields: Arc<Listed<'a, &'a SystemField>>,
    no_sub_processors: Arc<Listed<'a, &'a SubProcessor>>,
    nothing_inside: Arc<Inside<'a>>,
    no_instruments: Arc<Instruments<'a>>,
}

impl<'a> Steady<'a> {
    /// Reads an activity.
    pub fn of(activity: &'a Activity) -> Self {
        let list = |name| at(activity, name);
        let people: Listed<'_, &People> = read(activity, list("people"), activity.people.as_deref(), Some);
        let spots = people.items.iter().map(|people| Spot {
            location: people.place.as_ref().map(Ref::key),
            used_for: Use::People,
            host: None,
        });
        Self {
            activity,
            ours: Arc::new(ours(activity)),
            people_at: Arc::new(Listed { items: spots.collect(), said: people.said.clone() }),
            people: Arc::new(people),
            data: Arc::new(read(activity, list("data"), activity.data.as_deref(), Some)),
            subjects: Arc::new(read(activity, list("subjects"), activity.subjects.as_deref(), |s| Some(s.key()))),
            purposes: Arc::new(read(activity, list("purposes"), activity.purposes.as_deref(), Some)),
            no_access: Arc::new(Listed::whole(list("access"), Vec::new())),
            no_fields: Arc::new(Listed::nowhere()),
            no_sub_processors: Arc::new(Listed::nowhere()),
            nothing_inside: Arc::new(Inside::nowhere()),
            no_instruments: Arc::default(),
        }
    }
}

/// An activity on a day. See the module.
pub(super) struct Scene<'s, 'a> {
    pub era: &'s Era<'s, 'a>,
    pub moment: &'s Moment,
    pub activity: &'a Activity,
    steady: &'s Steady<'a>,
    pub state: State,
    /// We: the controllers, or our company acting for others.
    pub ours: Arc<Side<'a>>,
    /// Where the people are.
    pub people_at: Arc<Listed<'a, Spot<'a>>>,
    /// In what it is kept.
    pub kept: Vec<Kept<'a>>,
    /// Who gets it, or got it and may have it still.
    pub disclosed: Vec<Disclosed<'a>>,
    recipients: Arc<Listed<'a, &'a Key>>,
    /// Where we hold it, outside of recipients.
    pub held: Arc<Listed<'a, Spot<'a>>>,
    /// Where data leaves when we pass it on.
    pub leaves: Arc<Listed<'a, Spot<'a>>>,
}

impl<'s, 'a> Scene<'s, 'a> {
    /// The scene of an activity that counts on the day, or whose data may still be there.
    pub fn of(era: &'s Era<'s, 'a>, steady: &'s Steady<'a>, moment: &'s Moment) -> Option<Self> {
        let activity = steady.activity;
        let state = match activity.status {
            Status::Active => lasting(moment, activity.since, activity.until, None)?,
            Status::Draft | Status::Retired => counts(moment, activity).then_some(State::Active)?,
        };
        let disclosed = recipient::disclosed(era, activity, moment);
        // Both in the order of the record.
        let mut going = disclosed.iter().map(|disclosed| &disclosed.disclosure.key).peekable();
        let recipients = read(activity, at(activity, "disclosures"), activity.disclosures.as_deref(), |disclosure| {
            going.next_if(|key| **key == disclosure.key)
        });
        let kept = kept(era, steady, moment, state);
        let held = Arc::new(held(activity, &kept, |service| gets(&disclosed, service, state)));
        let leaves = if held.items.is_empty() {
            // Nobody recorded where we hold it; that it comes from people is sure, and that this is all there is, is not.
            let said = steady.people_at.said.iter().chain(&held.said).copied().collect();
            Arc::new(Listed { items: steady.people_at.items.clone(), said })
        } else {
            Arc::clone(&held)
        };
        Some(Self {
            era,
            moment,
            activity,
            steady,
            state,
            ours: Arc::clone(&steady.ours),
            people_at: Arc::clone(&steady.people_at),
            kept,
            disclosed,
            recipients: Arc::new(recipients),
            held,
            leaves,
        })
    }

    /// What a service says on the day.
    pub fn service(&self, key: &'a Key) -> Arc<InService<'a>> {
        self.era.service(key, self.moment)
    }

    /// The facts of a flow of this activity from us to `importer`, which arrives at `storage`: what a leg does not change.
    pub fn facts(&self, importer: Arc<Side<'a>>, storage: Arc<Listed<'a, Spot<'a>>>) -> Facts<'a> {
        Facts {
            state: self.state,
            basis: Basis::Declared,
            exporter: Arc::clone(&self.ours),
            importer,
            origin: Arc::clone(&self.leaves),
            storage,
            access: Arc::clone(&self.steady.no_access),
            data: Arc::clone(&self.steady.data),
            categories: None,
            fields: Arc::clone(&self.steady.no_fields),
            inside: Arc::clone(&self.steady.nothing_inside),
            subjects: Arc::clone(&self.steady.subjects),
            people: Arc::clone(&self.steady.people),
            purposes: Arc::clone(&self.steady.purposes),
            sub_processors: Arc::clone(&self.steady.no_sub_processors),
            recipients: Arc::clone(&self.recipients),
            systems: Vec::new(),
            instruments: Arc::clone(&self.steady.no_instruments),
        }
    }

    /// What is kept at a service: our tenancies of it, and what it hosts of other systems.
    pub fn kept_at(&self, service: &Key) -> impl Iterator<Item = &Kept<'a>> {
        self.kept.iter().filter(move |kept| kept.is_at(service))
    }

    /// The places at which a service keeps data of systems of ours. None where it keeps none.
    pub fn hosted_by(&self, service: &Key) -> Option<Arc<Listed<'a, Spot<'a>>>> {
        let mut hosted: Option<Arc<Listed<'_, _>>> = None;
        let all = self.kept.iter().flat_map(|kept| kept.hosted.iter());
        for (_, more) in all.filter(|(host, _)| *host == service) {
            match &mut hosted {
                Some(hosted) => join(hosted, more),
                None => hosted = Some(Arc::clone(more)),
            }
        }
        hosted
    }

    /// Whether a service gets the data by a disclosure, so that what it keeps for us is part of that.
    pub fn is_disclosed_to(&self, service: &Key) -> bool {
        gets(&self.disclosed, service, self.state)
    }

    /// The disclosure that a flow carries out, whose instruments are its own. What a recipient passes on is not.
    pub fn disclosure(&self, name: &Name<'a>) -> Option<&'a Disclosure> {
        let element = name.element.filter(|element| element.kind == Kind::Activities && name.leg != Leg::Onward)?;
        let key = match element.list {
            Some("disclosures") => element.key,
            _ => element.within?,
        };
        let disclosures = self.disclosed.iter().map(|disclosed| disclosed.disclosure);
        disclosures.into_iter().find(|disclosure| disclosure.key == *key)
    }

    /// Whether an organisation is one of us.
    pub fn is_ours(&self, organization: &Key) -> bool {
        self.ours.organizations().any(|ours| ours == organization)
    }
}

impl<'a> Kept<'a> {
    /// The service that keeps a place of it.
    pub fn service_of(&self, spot: &Spot<'a>) -> Option<&'a Key> {
        spot.host.or(self.service)
    }

    /// Whether it, or a place of it, is kept by a service.
    pub fn is_at(&self, service: &Key) -> bool {
        self.service == Some(service) || self.storage.items.iter().any(|spot| spot.host == Some(service))
    }
}

/// Whether something between two days is going on, or has ended and is not known to be gone: on the day on which it goes
/// it is still there.
pub(super) fn lasting(moment: &Moment, since: Option<Day>, until: Option<Day>, gone: Option<Day>) -> Option<State> {
    if moment.holds(since, until) {
        return Some(State::Active);
    }
    let over = moment.passed(until) && (since.is_none() || moment.reached(since));
    (over && !moment.passed(gone)).then_some(State::Residual)
}

/// Whether a service gets data of an activity in this state by a disclosure. One that has ended explains nothing that goes on.
fn gets(disclosed: &[Disclosed<'_>], service: &Key, state: State) -> bool {
    disclosed.iter().any(|disclosed| disclosed.service() == Some(service) && disclosed.state <= state)
}

/// Those with access on the day.
pub(super) fn with_access<'a>(moment: &Moment, access: &'a Access) -> Option<&'a Access> {
    moment.holds(access.since, access.until).then_some(access)
}

fn ours(activity: &Activity) -> Side<'_> {
    let capacity = activity.role.map_or(Capacity::Unknown, Capacity::Ours);
    let parties = match activity.role {
        Some(ActivityRole::Processor) => Listed::whole(at(activity, "role"), vec![Party::Us]),
        _ => read(activity, at(activity, "controllers"), activity.controllers.as_deref(), |controller| {
            Some(Party::Organization(controller.key()))
        }),
    };
    Side { service: None, parties, providers: Vec::new(), capacity }
}

fn kept<'a>(era: &Era<'_, 'a>, steady: &Steady<'a>, moment: &Moment, state: State) -> Vec<Kept<'a>> {
    let activity = steady.activity;
    let systems = activity.systems.iter().flatten().map(|system| {
        let key = system.key();
        let element = Element { kind: Kind::Systems, record: key, within: None, list: None, key };
        let told = era.system(key, moment);
        Kept {
            element,
            system: told.record.map(|(system, _)| system),
            service: told.record.and_then(|(system, _)| system.tenant_of.as_ref()).map(Ref::key),
            state: told.record.map_or(state, |(_, ended)| state.max(ended)),
            storage: Arc::clone(&told.storage),
            access: Arc::clone(&told.access),
            fields: Arc::clone(&told.fields),
            inside: Arc::clone(&told.inside),
            hosted: Arc::clone(&told.hosted),
        }
    });
    let own = read(activity, at(activity, "storage"), activity.storage.as_deref(), Some);
    let places = own.items.iter().map(|storage: &&'a Storage| {
        let (kind, record) = (Kind::Activities, &activity.key);
        let element = Element { kind, record, within: None, list: Some("storage"), key: &storage.key };
        let access = read(activity, at(activity, "access"), activity.access.as_deref(), |a| with_access(moment, a));
        let storage = spot(storage, Use::Storage);
        let (service, storage) = (storage.host, Listed { items: vec![storage], said: own.said.clone() });
        Kept {
            element,
            system: None,
            service,
            state,
            hosted: hosted(&storage, service),
            storage: Arc::new(storage),
            access: Arc::new(access),
            fields: Arc::clone(&steady.no_fields),
            inside: Arc::clone(&steady.nothing_inside),
        }
    });
    systems.chain(places).collect()
}

/// The places where we hold data ourselves or at hosts, without those of services that get it by a disclosure.
fn held<'a>(activity: &'a Activity, kept: &[Kept<'a>], is_recipient: impl Fn(&Key) -> bool) -> Listed<'a, Spot<'a>> {
    let mut held = Listed::nowhere();
    for kept in kept {
        if kept.service.is_some_and(&is_recipient) {
            continue;
        }
        let ours = kept.storage.items.iter().filter(|spot| !spot.host.is_some_and(&is_recipient));
        held.add(Listed { items: ours.copied().collect(), said: kept.storage.said.clone() });
    }
    // Whether there are more systems and places than those.
    let systems = read(activity, at(activity, "systems"), activity.systems.as_deref(), |_| None::<Spot<'_>>);
    let storage = read(activity, at(activity, "storage"), activity.storage.as_deref(), |_| None::<Spot<'_>>);
    let both_silent = activity.systems.is_none() && activity.storage.is_none();
    for list in [systems, storage] {
        let silent = list.said.iter().any(|Said { extent, .. }| *extent == Extent::Unknown);
        // Either list says where data is kept; one of them is enough.
        if !silent || both_silent {
            held.add(list);
        }
    }
    held
}
