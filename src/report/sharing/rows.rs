//! A row: what goes to somebody in a stretch of days, with all that is recorded about it.

use super::{
    SharingKind,
    gathered::Shared,
    roles::{RoleConflict, conflicts},
};
use crate::{
    domain::{
        Day, Key, Kind, Text,
        record::{DataCategory, DisclosureRole, Notice, Purpose, SaleOrSharing},
        value::Ref,
    },
    flows::{Atlas, Capacity, Leg, Target},
    report::told::{
        AccessTold, AgreementTold, AssessmentTold, At, BasisTold, Datum, Days, LegTold, Named, PlaceTold, Records,
        StateTold, Told, Who, accesses, agreements, assessments, data, spots, subjects, who,
    },
};
use schemars::JsonSchema;
use serde::Serialize;

/// What goes to a recipient.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Share {
    /// The id of the flow: the same in every register and period in which the flow exists.
    pub flow: String,
    /// The step.
    pub leg: LegTold,
    /// The activity.
    pub activity: Named,
    /// The key of the disclosure; absent: none is recorded for it.
    pub disclosure: Option<Key>,
    /// How it leaves; of a sub-processor, how it left us.
    pub kind: SharingKind,
    /// The days on which all this is so, within those that were asked for.
    pub days: Days,
    /// Whether data still flows.
    pub state: StateTold,
    /// Whether it is recorded.
    pub basis: BasisTold,
    /// Who gives it.
    pub from: Told<Who>,
    /// The service that passes it on, of a step onward.
    pub passed_on_by: Option<Named>,
    /// The recipient that got it from us, of a step onward.
    pub first_recipient: Option<Named>,
    /// Who gets it.
    pub to: Told<Who>,
    /// The first day; absent: not recorded.
    pub since: Option<Day>,
    /// The last day; absent: open or not recorded.
    pub until: Option<Day>,
    /// The day on which the recipient returned or deleted it; absent: not recorded.
    pub returned_or_deleted_on: Option<Day>,
    /// The data.
    pub data: Told<Datum>,
    /// The categories to which the record of a service limits what the sub-processor gets; absent: it does not say.
    pub limited_to: Option<Vec<Named>>,
    /// The categories of fields of systems that it goes into, also of those that fill themselves; absent in it: not recorded.
    pub fields: Told<Option<Named>>,
    /// Whose data it is.
    pub subjects: Told<Named>,
    /// Why, in the words of the disclosure.
    pub purpose: Option<Text>,
    /// The purposes of the activity that it serves, with their legal bases.
    pub purposes: Told<Purpose>,
    /// The notices that tell of the activity, and whether their tables name the recipient.
    pub notices: Told<NoticeTold>,
    /// The agreements: in force, or named and not in force.
    pub agreements: Told<AgreementTold>,
    /// The assessments: holding, or named and not holding.
    pub assessments: Vec<AssessmentTold>,
    /// Where it is kept.
    pub places: Told<PlaceTold>,
    /// Who can reach it there, from where.
    pub access: Told<AccessTold>,
    /// What the recipient is in law, according to whom; absent: not recorded.
    pub roles: Option<Vec<DisclosureRole>>,
    /// Where those who say so contradict each other.
    pub role_conflicts: Vec<RoleConflict>,
    /// Whether the recipient collects it from people directly; absent: not recorded.
    pub collects_directly: Option<bool>,
    /// Whether it is a sale or sharing under California law; absent: not recorded.
    pub sale_or_sharing: Option<SaleOrSharing>,
}

/// A notice that tells of an activity.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct NoticeTold {
    /// The notice.
    pub notice: Named,
    /// Whether its table of third parties names the recipient.
    pub listed: ListedAs,
}

/// Whether a notice's table names a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ListedAs {
    /// A row is about the service, or about one that the organisation offers.
    Named,
    /// No recorded row is.
    NotNamed,
    /// No table is recorded.
    NotRecorded,
}

/// Whether the table of a notice names a recipient.
pub fn listed(records: Records<'_>, notice: Option<&Notice>, target: Option<Target<'_>>) -> ListedAs {
    let Some(listing) = notice.and_then(|notice| notice.listing.as_ref()) else { return ListedAs::NotRecorded };
    let named = listing.iter().map(|row| row.processor.key()).any(|service| match target {
        Some(Target::Processor(key)) => service == key,
        Some(Target::Organization(key)) => records
            .processor(service)
            .and_then(|service| service.providers.as_ref())
            .is_some_and(|providers| providers.iter().any(|provider| provider.organization.key() == key)),
        _ => false,
    });
    if named { ListedAs::Named } else { ListedAs::NotNamed }
}

/// A flow as a row.
pub fn share(records: Records<'_>, atlas: &Atlas<'_>, shared: &Shared<'_, '_>) -> Share {
    let (flow, facts, disclosure, activity) = (shared.flow, shared.facts(), shared.disclosure, shared.activity());
    let roles = match facts.importer.capacity {
        Capacity::Stated(roles) => Some(roles.to_vec()),
        Capacity::Unknown | Capacity::People | Capacity::Ours(_) | Capacity::SubProcessor => None,
    };
    let service = |target| match target {
        Some(Target::Processor(key)) => Some(records.named(Kind::Processors, key)),
        _ => None,
    };
    let onward = flow.name.leg == Leg::Onward;
    let own = disclosure.filter(|_| shared.direct);
    let category = |category: &Ref<DataCategory>| records.named(Kind::DataCategories, category.key());
    Share {
        flow: flow.id.to_string(),
        leg: flow.name.leg.into(),
        activity: records.named(Kind::Activities, &activity.key),
        disclosure: disclosure.map(|disclosure| disclosure.key.clone()),
        kind: shared.kind(),
        days: shared.stretch.period.into(),
        state: facts.state.into(),
        basis: facts.basis.into(),
        from: Told::of(&facts.exporter.parties, |party| who(records, party)),
        passed_on_by: service(flow.name.onward.map(|(from, _)| from)),
        first_recipient: if onward { service(flow.name.recipient) } else { None },
        to: Told::of(&facts.importer.parties, |party| who(records, party)),
        since: own.and_then(|disclosure| disclosure.since),
        until: own.and_then(|disclosure| disclosure.until),
        returned_or_deleted_on: own.and_then(|disclosure| disclosure.returned_or_deleted_on),
        data: data(records, facts),
        limited_to: facts.categories.map(|categories| categories.iter().map(category).collect()),
        fields: Told::of(&facts.fields, |field| field.category.as_ref().map(category)),
        subjects: subjects(records, facts),
        purpose: disclosure.and_then(|disclosure| disclosure.purpose.clone()),
        purposes: Told::of(&facts.purposes, |purpose| (*purpose).clone()),
        notices: Told::field(
            activity.notices.as_deref(),
            At::field(Kind::Activities, &activity.key, "/notices"),
            |notice| NoticeTold {
                notice: records.named(Kind::Notices, notice.key()),
                listed: listed(records, records.notice(notice.key()), shared.target()),
            },
        ),
        agreements: agreements(records, facts, own.map(|disclosure| (&activity.key, disclosure))),
        assessments: assessments(records, facts, own),
        places: spots(records, atlas, &facts.storage),
        access: accesses(records, atlas, &facts.access),
        role_conflicts: roles.as_deref().map(conflicts).unwrap_or_default(),
        roles,
        collects_directly: own.and_then(|disclosure| disclosure.collects_directly),
        sale_or_sharing: own.and_then(|disclosure| disclosure.sale_or_sharing),
    }
}
