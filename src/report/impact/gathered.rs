//! The flows that are touched, and what they add up to: what surely is, and apart from that what may be.

use super::{
    Certainty, Extent, InAll, InCountry, TouchedFlow,
    affected::{Found, Judge, Manner},
};
use crate::{
    domain::{
        Key, Kind,
        record::{Activity, CategoryFlags, Disclosure, DspCategory, GdprSpecial, People, Sensitivity},
        value::Ref,
    },
    flows::{Candidate, Facts, Flow, Flows, Leg, Stretch},
    report::told::{At, Days, ExtentTold, Named, Records, Told, agreements, data, ranges, subjects, who},
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A way in which a flow is touched.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Touched {
    /// The way.
    pub manner: Manner,
    /// How sure it is.
    pub certainty: Certainty,
    /// The location that says so; absent: none is recorded, or it is not a matter of places.
    pub location: Option<Named>,
}

/// A category of data that is touched.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Categories {
    /// The category.
    pub category: Named,
    /// The activities in which it is.
    pub activities: Vec<Key>,
    /// Whether a flow carries it; otherwise it is only in a field of a system.
    pub carried: bool,
    /// What laws call it.
    pub flags: Flags,
}

/// What laws call a category; absent: not recorded.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Flags {
    /// Special category (GDPR Art 9) or data on criminal convictions (Art 10).
    pub gdpr_special: Option<GdprSpecial>,
    /// Sensitive personal information in China (PIPL Art 28).
    pub pipl_sensitive: Option<Sensitivity>,
    /// Sensitive personal information in California (Cal. Civ. Code 1798.140(ae)).
    pub ccpa_sensitive: Option<Sensitivity>,
    /// The kind of data under the US Data Security Program (28 CFR Part 202).
    pub dsp_category: Option<DspCategory>,
}

/// A flow that is touched, in a stretch of days.
struct Hit<'f, 'a> {
    flow: &'f Flow<'a>,
    stretch: &'f Stretch<'a>,
    found: Found<'a>,
}

impl<'a> Hit<'_, 'a> {
    fn certainty(&self) -> Certainty {
        self.found.iter().map(|(_, certainty, _)| *certainty).min().unwrap_or(Certainty::Anywhere)
    }

    fn facts(&self) -> &Facts<'a> {
        &self.stretch.facts
    }
}

/// What is touched.
pub struct Gathered<'f, 'a> {
    records: Records<'a>,
    all: &'f Flows<'a>,
    hits: Vec<Hit<'f, 'a>>,
    /// Whether places decide, and not who takes part.
    by_place: bool,
}

impl<'f, 'a> Gathered<'f, 'a> {
    pub fn of(records: Records<'a>, flows: &'f Flows<'a>, judge: &Judge<'_, 'a>) -> Self {
        let mut hits = Vec::new();
        for flow in &flows.flows {
            for stretch in &flow.stretches {
                let found = judge.found(flow, &stretch.facts);
                if !found.is_empty() {
                    hits.push(Hit { flow, stretch, found });
                }
            }
        }
        Self { records, all: flows, hits, by_place: judge.place().is_some() }
    }

    /// The activities touched, each once, in their order.
    pub fn activities(&self) -> Vec<&'a Activity> {
        let mut activities: Vec<&Activity> = self.hits.iter().map(|hit| hit.flow.activity).collect();
        activities.dedup_by_key(|activity| &activity.key);
        activities
    }

    /// The organisations at the ends of flows touched.
    pub fn organizations(&self) -> BTreeSet<&'a Key> {
        let sides = self.hits.iter().map(Hit::facts).flat_map(|facts| [&facts.exporter, &facts.importer]);
        sides.flat_map(|side| side.organizations()).collect()
    }

    /// Every flow that is touched in a stretch of days, how sure that is, and its people who are.
    pub fn each(&self) -> impl Iterator<Item = (&'f Flow<'a>, &'f Facts<'a>, Certainty, Vec<&'a People>)> {
        self.hits.iter().map(|hit| {
            let certainty = hit.certainty();
            let people = Self::people(hit, certainty).map(|(_, people)| people).collect();
            (hit.flow, &hit.stretch.facts, certainty, people)
        })
    }

    /// The hits of a certainty: a flow is told where it is the surest on any day, and only there.
    fn of_certainty(&self, certainty: Certainty) -> Vec<&Hit<'f, 'a>> {
        let mut surest: BTreeMap<_, Certainty> = BTreeMap::new();
        for hit in &self.hits {
            let known = surest.entry(&hit.flow.name).or_insert(hit.certainty());
            *known = hit.certainty().min(*known);
        }
        let wanted =
            |hit: &&Hit<'_, '_>| hit.certainty() == certainty && surest.get(&hit.flow.name) == Some(&certainty);
        self.hits.iter().filter(wanted).collect()
    }

    /// The people of a flow who are touched: where only the people's own place is, those there.
    fn people<'h>(hit: &'h Hit<'_, 'a>, certainty: Certainty) -> impl Iterator<Item = (&'a Key, &'a People)> + 'h {
        let by_people = hit.found.iter().all(|(manner, _, _)| *manner == Manner::People);
        let there = move |people: &&&'a People| {
            let place = people.place.as_ref().map(Ref::key);
            !by_people || hit.found.iter().any(|(_, how, at)| *how == certainty && *at == place)
        };
        let activity = &hit.flow.activity.key;
        hit.facts().people.items.iter().filter(there).map(move |people| (activity, *people))
    }

    pub fn extent(&self, certainty: Certainty) -> Extent {
        let hits = self.of_certainty(certainty);
        let names = |kind, keys: BTreeSet<&Key>| -> Vec<Named> {
            keys.into_iter().map(|key| self.records.named(kind, key)).collect()
        };
        let flows: BTreeSet<_> = hits.iter().map(|hit| &hit.flow.name).collect();
        let counted: Vec<(&Key, &People)> = hits.iter().flat_map(|hit| Self::people(hit, certainty)).collect();
        let (people, in_all) = ranges(self.records, counted);
        let open = |lists: &dyn Fn(&Facts<'a>) -> Vec<At>| -> Vec<At> {
            let open: BTreeSet<At> = hits.iter().flat_map(|hit| lists(hit.facts())).collect();
            open.into_iter().collect()
        };
        let activities: BTreeSet<&Key> = hits.iter().map(|hit| &hit.flow.activity.key).collect();
        let notices = hits.iter().flat_map(|hit| hit.flow.activity.notices.iter().flatten()).map(Ref::key);
        let services = hits.iter().flat_map(|hit| {
            let facts = hit.facts();
            let hosts = facts.storage.items.iter().filter_map(|spot| spot.host);
            facts.importer.service.into_iter().chain(facts.exporter.service).chain(hosts)
        });
        let (categories, data_not_recorded) = self.categories(&hits);
        Extent {
            flows: flows.len(),
            activities: names(Kind::Activities, activities),
            people,
            people_in_all: in_all.into_iter().map(|(unit, range)| InAll { unit, range }).collect(),
            people_open: open(&|facts| Told::of(&facts.people, |_| ()).open),
            categories,
            data_not_recorded,
            subjects: names(
                Kind::DataSubjects,
                hits.iter().flat_map(|hit| hit.facts().subjects.items.iter().copied()).collect(),
            ),
            subjects_open: open(&|facts| subjects(self.records, facts).open),
            systems: names(Kind::Systems, hits.iter().flat_map(|hit| hit.facts().systems.iter().copied()).collect()),
            processors: names(Kind::Processors, services.collect()),
            notices: names(Kind::Notices, notices.collect()),
            agreements: self.agreements(&hits),
        }
    }

    fn categories(&self, hits: &[&Hit<'f, 'a>]) -> (Vec<Categories>, bool) {
        let mut found: BTreeMap<Key, (BTreeSet<&Key>, bool)> = BTreeMap::new();
        let mut not_recorded = false;
        for hit in hits {
            let activity = &hit.flow.activity.key;
            let told = data(self.records, hit.facts());
            not_recorded |= told.extent == ExtentTold::Unknown;
            for datum in told.items {
                let Some(category) = datum.category else {
                    not_recorded = true;
                    continue;
                };
                let entry = found.entry(category.key).or_default();
                entry.0.insert(activity);
                entry.1 = true;
            }
            for category in hit.facts().fields.items.iter().filter_map(|field| field.category.as_ref()) {
                found.entry(category.key().clone()).or_default().0.insert(activity);
            }
        }
        let told = found.into_iter().map(|(key, (activities, carried))| Categories {
            category: self.records.named(Kind::DataCategories, &key),
            activities: activities.into_iter().cloned().collect(),
            carried,
            flags: flags(self.records, &key),
        });
        (told.collect(), not_recorded)
    }

    fn agreements(&self, hits: &[&Hit<'f, 'a>]) -> Vec<crate::report::told::AgreementTold> {
        let mut told = BTreeMap::new();
        for hit in hits {
            let by = disclosure(hit.flow).map(|disclosure| (&hit.flow.activity.key, disclosure));
            for agreement in agreements(self.records, hit.facts(), by).items {
                told.entry((agreement.agreement.key.clone(), !agreement.in_force)).or_insert(agreement);
            }
        }
        let mut last: Option<Key> = None;
        // In force for one flow says more than not in force for another.
        told.retain(|(key, _), _| {
            let again = last.as_ref() == Some(key);
            last = Some(key.clone());
            !again
        });
        told.into_values().collect()
    }

    /// The countries that an affected location may be or hold, with the flows in each.
    pub fn countries(&self, judge: &Judge<'_, 'a>) -> Vec<InCountry> {
        let Some(place) = judge.place() else { return Vec::new() };
        let countries: BTreeSet<&Key> = place.candidates.iter().map(|candidate| candidate.country).collect();
        // A state has its territories, where it is the state that is asked for; a region names those that it holds.
        let here = |candidate: &Candidate<'_>, country: &Key| {
            candidate.country == country || !place.is_region() && candidate.state == country
        };
        let told = countries.into_iter().map(|country| {
            let (mut surely, mut perhaps) = (BTreeSet::new(), BTreeSet::new());
            for hit in &self.hits {
                let id = hit.flow.id.to_string();
                for (_, _, location) in &hit.found {
                    match location.and_then(|location| judge.atlas().place(location)) {
                        Some(at) if at.settled && at.candidates.iter().all(|c| here(c, country)) => {
                            surely.insert(id.clone());
                        }
                        Some(at) if at.settled && at.candidates.iter().all(|c| !here(c, country)) => {}
                        Some(_) | None => {
                            perhaps.insert(id.clone());
                        }
                    }
                }
            }
            InCountry {
                country: self.records.named(Kind::Locations, country),
                perhaps: perhaps.difference(&surely).cloned().collect(),
                surely: surely.into_iter().collect(),
            }
        });
        told.collect()
    }

    pub fn flows(&self) -> Vec<TouchedFlow> {
        let mut told: Vec<TouchedFlow> = Vec::new();
        for hit in &self.hits {
            let (flow, facts, days) = (hit.flow, hit.facts(), Days::from(hit.stretch.period));
            let manner = |(manner, certainty, location): &(Manner, Certainty, Option<&'a Key>)| Touched {
                manner: *manner,
                certainty: *certainty,
                location: location.map(|location| self.records.named(Kind::Locations, location)),
            };
            let manners: Vec<Touched> = hit.found.iter().map(manner).collect();
            let id = flow.id.to_string();
            // One row a flow: what its stretches of days say is joined, and the last one's parties are told.
            let before = told.last_mut().filter(|before| before.flow == id);
            let (from, to) = (
                Told::of(&facts.exporter.parties, |party| who(self.records, party)),
                Told::of(&facts.importer.parties, |party| who(self.records, party)),
            );
            let service = |service: Option<&Key>| service.map(|key| self.records.named(Kind::Processors, key));
            let row = TouchedFlow {
                flow: id,
                leg: flow.name.leg.into(),
                activity: self.records.named(Kind::Activities, &flow.activity.key),
                element: flow.name.element.map(|element| element.key.clone()),
                days,
                state: facts.state.into(),
                certainty: hit.certainty(),
                manners,
                from,
                from_service: service(facts.exporter.service),
                to,
                to_service: service(facts.importer.service),
            };
            match before {
                Some(before) => join(before, row),
                None => told.push(row),
            }
        }
        told
    }

    /// Lists that may hide more: whom recipients use, whom activities disclose to, where data is kept and who reaches it.
    pub fn open(&self) -> Vec<At> {
        let mut open: BTreeSet<At> = BTreeSet::new();
        for flow in &self.all.flows {
            for facts in flow.stretches.iter().map(|stretch| &stretch.facts) {
                let lists = [Told::of(&facts.sub_processors, |_| ()).open, Told::of(&facts.recipients, |_| ()).open];
                open.extend(lists.into_iter().flatten());
                // Where data goes is open as to places only, and who takes part as to parties.
                if self.by_place {
                    open.extend(Told::of(&facts.storage, |_| ()).open);
                    open.extend(Told::of(&facts.access, |_| ()).open);
                } else {
                    open.extend(Told::of(&facts.importer.parties, |_| ()).open);
                }
            }
        }
        open.into_iter().collect()
    }
}

fn join(before: &mut TouchedFlow, row: TouchedFlow) {
    before.days.to = row.days.to;
    before.state = row.state;
    before.certainty = before.certainty.min(row.certainty);
    for manner in row.manners {
        if !before.manners.contains(&manner) {
            before.manners.push(manner);
        }
    }
    (before.from, before.from_service) = (row.from, row.from_service);
    (before.to, before.to_service) = (row.to, row.to_service);
}

/// The disclosure that a flow carries out.
fn disclosure<'a>(flow: &Flow<'a>) -> Option<&'a Disclosure> {
    let element = flow.name.element.filter(|element| {
        element.kind == Kind::Activities && element.list == Some("disclosures") && flow.name.leg != Leg::Onward
    })?;
    flow.activity.disclosures.iter().flatten().find(|disclosure| disclosure.key == *element.key)
}

fn flags(records: Records<'_>, key: &Key) -> Flags {
    let Some(flags) = records.category(key).and_then(|category| category.flags.as_ref()) else {
        return Flags::default();
    };
    let CategoryFlags { gdpr_special, pipl_sensitive, ccpa_sensitive, dsp_category } = flags;
    Flags {
        gdpr_special: *gdpr_special,
        pipl_sensitive: *pipl_sensitive,
        ccpa_sensitive: *ccpa_sensitive,
        dsp_category: *dsp_category,
    }
}
