//! The instruments in force for a flow: agreements between its two ends, assessments, registrations of the importer.
//!
//! Knows states, dates, parties and scopes. A state or day that is not recorded does not put an instrument in force; a
//! scope that is not recorded is unknown and not unlimited. Never knows whether an instrument is the right one, or good
//! enough: its evidence, outcome and clauses are in its record.

use super::{
    Facts, Name, Target,
    ground::{Ground, counts},
    period::Moment,
    places::Atlas,
};
use crate::domain::{
    Key, Text,
    record::{
        Activity, Agreement, AgreementState, Assessment, Disclosure, Purpose, Registration, RegistrationStatus, Scope,
    },
};

/// What is in force for a flow on a day.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Instruments<'a> {
    /// Agreements, by key.
    pub agreements: Vec<AgreementInForce<'a>>,
    /// Assessments, filings and approvals, by key.
    pub assessments: Vec<AssessmentInForce<'a>>,
    /// Registrations of the importer's organisations, by organisation, in the order of their lists.
    pub registrations: Vec<RegistrationInForce<'a>>,
}

/// An agreement in force: signed or binding by terms, on a day within its dates.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreementInForce<'a> {
    /// The agreement.
    pub agreement: &'a Agreement,
    /// Whether the disclosure names it.
    pub named: bool,
    /// The organisations of the exporter that are parties to it on the day.
    pub exporters: Vec<&'a Key>,
    /// The organisations of the importer that are parties to it on the day. It binds nobody else.
    pub importers: Vec<&'a Key>,
    /// Whether its scope covers the flow.
    pub coverage: Coverage,
}

/// An assessment that is completed, filed or decided, and still holds.
#[derive(Debug, Clone, PartialEq)]
pub struct AssessmentInForce<'a> {
    /// The assessment.
    pub assessment: &'a Assessment,
    /// Whether the disclosure or the activity names it.
    pub named: bool,
    /// Whether its scope covers the flow.
    pub coverage: Coverage,
}

/// A registration or self-certification that holds.
#[derive(Debug, Clone, PartialEq)]
pub struct RegistrationInForce<'a> {
    /// The organisation registered.
    pub organization: &'a Key,
    /// The registration.
    pub registration: &'a Registration,
}

/// Whether a scope covers a flow. Purposes of a scope are words: where it names some, those of the flow that it does not name
/// in the same words leave it open, for people to compare. Words never exclude, and few scopes name purposes at all, so that
/// a scope without them covers any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coverage {
    /// Services, activities, routes and data of the scope all cover it, and its purposes do where it names any.
    Covered,
    /// None of these lists excludes it, and at least one is not recorded, or a fact of the flow that it asks for is not.
    Unknown,
    /// The disclosure names the instrument, whose scope excludes the flow.
    Excluded,
}

/// The instruments for a flow whose other facts are known.
pub(super) fn in_force<'a>(
    ground: &Ground<'a>,
    moment: &Moment,
    activity: &'a Activity,
    disclosure: Option<&'a Disclosure>,
    name: &Name<'a>,
    facts: &Facts<'a>,
) -> Instruments<'a> {
    let scoped = Scoped { atlas: &ground.atlas, name, facts };
    let importers: Vec<&Key> = facts.importer.organizations().collect();
    let mut registrations = Vec::new();
    for key in &importers {
        let organization = ground.organizations.get(key).filter(|organization| counts(moment, **organization));
        for registration in organization.iter().flat_map(|organization| organization.registrations.iter().flatten()) {
            let active = registration.status == Some(RegistrationStatus::Active);
            if moment.holds(registration.since, registration.until) && active {
                registrations.push(RegistrationInForce { organization: key, registration });
            }
        }
    }
    Instruments {
        agreements: agreements(ground, moment, disclosure, &scoped, &importers),
        assessments: assessments(ground, moment, activity, disclosure, &scoped),
        registrations,
    }
}

fn agreements<'a>(
    ground: &Ground<'a>,
    moment: &Moment,
    disclosure: Option<&'a Disclosure>,
    scoped: &Scoped<'_, 'a>,
    importers: &[&'a Key],
) -> Vec<AgreementInForce<'a>> {
    let named = disclosure.iter().flat_map(|disclosure| disclosure.agreements.iter().flatten());
    let named: Vec<&Key> = named.map(crate::domain::Ref::key).collect();
    let exporters: Vec<&Key> = scoped.facts.exporter.organizations().collect();
    let mut candidates: Vec<&'a Agreement> = between(ground, &exporters, importers)
        .chain(named.iter().filter_map(|key| ground.agreements.get(key).copied()))
        .collect();
    candidates.sort_unstable_by_key(|agreement| &agreement.key);
    candidates.dedup_by_key(|agreement| &agreement.key);
    let in_force = candidates.into_iter().filter_map(|agreement| {
        if !counts(moment, agreement) || !is_in_place(agreement, moment) {
            return None;
        }
        let parties = |side: &[&'a Key]| -> Vec<&'a Key> {
            let parties = agreement.parties.iter().flatten();
            let parties = parties
                .filter(|party| side.contains(&party.organization.key()) && moment.holds(party.since, party.until));
            parties.map(|party| party.organization.key()).collect()
        };
        let (exporters, importers) = (parties(&exporters), parties(importers));
        let named = named.contains(&&agreement.key);
        let coverage = scoped.coverage(agreement.scope.as_deref());
        // An agreement is between two: who is on both sides of a flow has none with itself.
        let two = exporters.iter().any(|from| importers.iter().any(|to| from != to));
        let bound = two && coverage != Coverage::Excluded;
        (named || bound).then_some(AgreementInForce { agreement, named, exporters, importers, coverage })
    });
    in_force.collect()
}

/// The agreements that an organisation of either side is a party to: those of the side that has fewer, that the other has
/// too. A company is a party to all of its agreements, and most of its suppliers to one.
fn between<'g, 'a>(
    ground: &'g Ground<'a>,
    exporters: &'g [&'a Key],
    importers: &'g [&'a Key],
) -> impl Iterator<Item = &'a Agreement> + use<'g, 'a> {
    let of =
        |side: &[&Key]| -> usize { side.iter().filter_map(|key| ground.agreements_of.get(key)).map(Vec::len).sum() };
    let (few, other) = if of(exporters) < of(importers) { (exporters, importers) } else { (importers, exporters) };
    let all = few.iter().filter_map(|key| ground.agreements_of.get(key)).flatten().copied();
    all.filter(|agreement| agreement.parties.iter().flatten().any(|party| other.contains(&party.organization.key())))
}

/// Whether an agreement is signed or binding by terms, and on a day within its dates. Unknown counts as not in place.
fn is_in_place(agreement: &Agreement, moment: &Moment) -> bool {
    let dates = agreement.in_force.as_ref();
    moment.holds(dates.and_then(|dates| dates.from), dates.and_then(|dates| dates.until))
        && match agreement.state {
            Some(AgreementState::Signed) => agreement.signed_on.is_none() || moment.reached(agreement.signed_on),
            Some(AgreementState::ByTerms) => true,
            Some(AgreementState::Intended | AgreementState::Terminated | AgreementState::Unknown) | None => false,
        }
}

fn assessments<'a>(
    ground: &Ground<'a>,
    moment: &Moment,
    activity: &'a Activity,
    disclosure: Option<&'a Disclosure>,
    scoped: &Scoped<'_, 'a>,
) -> Vec<AssessmentInForce<'a>> {
    let named = disclosure.iter().flat_map(|disclosure| disclosure.assessments.iter().flatten());
    let of_activity = activity.dpia.iter().filter_map(|dpia| dpia.assessment.as_ref());
    let named: Vec<&Key> = named.chain(of_activity).map(crate::domain::Ref::key).collect();
    let service = match scoped.recipient() {
        Some(Target::Processor(key)) => ground.assessments_of_processor.get(key),
        _ => None,
    };
    let mut candidates: Vec<&'a Assessment> = ground
        .assessments_of_activity
        .get(&activity.key)
        .into_iter()
        .chain(service)
        .flatten()
        .copied()
        .chain(named.iter().filter_map(|key| ground.assessments.get(key).copied()))
        .collect();
    candidates.sort_unstable_by_key(|assessment| &assessment.key);
    candidates.dedup_by_key(|assessment| &assessment.key);
    let in_force = candidates.into_iter().filter_map(|assessment| {
        let filing = assessment.filing.as_ref();
        let begun = [assessment.completed_on, filing.and_then(|f| f.filed_on), filing.and_then(|f| f.decided_on)];
        let done = begun.into_iter().any(|day| moment.reached(day));
        let ends = [assessment.valid_until, filing.and_then(|f| f.valid_until)];
        let over = ends.into_iter().any(|day| moment.passed(day));
        if !counts(moment, assessment) || !done || over {
            return None;
        }
        let named = named.contains(&&assessment.key);
        let coverage = scoped.coverage(assessment.scope.as_deref());
        (named || coverage != Coverage::Excluded).then_some(AssessmentInForce { assessment, named, coverage })
    });
    in_force.collect()
}

/// A flow, as scopes are held against it.
struct Scoped<'s, 'a> {
    atlas: &'s Atlas<'a>,
    name: &'s Name<'a>,
    facts: &'s Facts<'a>,
}

impl<'a> Scoped<'_, 'a> {
    /// Who gets the data in the end: the sub-processor of an onward step.
    fn recipient(&self) -> Option<Target<'a>> {
        self.name.onward.map(|(_, to)| to).or(self.name.recipient)
    }

    fn coverage(&self, scope: Option<&Scope>) -> Coverage {
        let Some(scope) = scope else { return Coverage::Unknown };
        let verdicts =
            [self.service(scope), self.activity(scope), self.data(scope), self.routes(scope), self.purposes(scope)];
        if verdicts.contains(&Some(false)) {
            Coverage::Excluded
        } else if verdicts.contains(&None) {
            Coverage::Unknown
        } else {
            Coverage::Covered
        }
    }

    fn service(&self, scope: &Scope) -> Option<bool> {
        let covered = scope.processors.as_deref();
        match self.recipient() {
            Some(Target::Processor(key)) => Some(covered?.iter().any(|processor| processor.key() == key)),
            // Whoever offers no service needs none to be listed; a scope by services says nothing about it.
            _ => covered.is_none_or(<[_]>::is_empty).then_some(true),
        }
    }

    fn activity(&self, scope: &Scope) -> Option<bool> {
        let covered = scope.activities.as_ref()?;
        Some(covered.iter().any(|activity| activity.key() == self.name.activity))
    }

    /// A category covers those below it: `contact` covers `contact.email`.
    fn data(&self, scope: &Scope) -> Option<bool> {
        let covered = scope.data.as_ref()?;
        let covers = |category: &Key| {
            covered.iter().any(|covered| {
                let below = category.as_str().strip_prefix(covered.key().as_str());
                below.is_some_and(|below| below.is_empty() || below.starts_with('.'))
            })
        };
        let items = &self.facts.data.items;
        let outside = items.iter().filter_map(|item| item.category.as_ref()).any(|category| !covers(category.key()));
        match outside {
            true => Some(false),
            false if items.is_empty() || items.iter().any(|item| item.category.is_none()) => None,
            false => Some(true),
        }
    }

    /// Whether the purposes of the flow are among those of the scope, where it names any.
    fn purposes(&self, scope: &Scope) -> Option<bool> {
        let Some(covered) = &scope.purposes else { return Some(true) };
        let purposes = &self.facts.purposes;
        let same =
            |text: &Text| covered.iter().any(|covered| covered.iter().any(|said| text.iter().any(|own| own == said)));
        let told = |purpose: &&Purpose| purpose.text.as_ref().is_some_and(same);
        (!purposes.items.is_empty() && purposes.items.iter().all(told)).then_some(true)
    }

    /// Every place where data arrives must be the end of a route that begins where it leaves. Where a route does not
    /// surely lead there, a place that is a region or not recorded leaves it open.
    fn routes(&self, scope: &Scope) -> Option<bool> {
        let routes = scope.routes.as_ref()?;
        let (origin, destination) = (super::locations(&self.facts.origin), self.facts.destination());
        if origin.items.is_empty() || destination.items.is_empty() {
            return None;
        }
        let within = |end: Option<&crate::domain::Ref<_>>, place: Option<&Key>| -> Option<bool> {
            let (end, place): (&crate::domain::Ref<crate::domain::record::Location>, _) = (end?, place?);
            if self.atlas.contains(end.key(), place) {
                Some(true)
            } else {
                self.atlas.place(place).is_some_and(|place| !place.is_region() && place.settled).then_some(false)
            }
        };
        let mut answer = Some(true);
        for from in &origin.items {
            for to in &destination.items {
                let by_route: Vec<Option<bool>> = routes
                    .iter()
                    .map(|route| match (within(route.from.as_ref(), *from), within(route.to.as_ref(), *to)) {
                        (Some(true), Some(true)) => Some(true),
                        (Some(false), _) | (_, Some(false)) => Some(false),
                        _ => None,
                    })
                    .collect();
                let best = [Some(true), None].into_iter().find(|verdict| by_route.contains(verdict));
                match best {
                    Some(Some(_)) => {}
                    Some(None) => answer = None,
                    None => return Some(false),
                }
            }
        }
        answer
    }
}
