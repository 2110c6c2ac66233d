//! A way on which somebody got data, with all that is recorded about it.

use super::{
    acting::{self, Acting, Because},
    chains::{Chains, Link},
    selected::Selected,
};
use crate::{
    domain::{Day, Key, Kind, Text, record::Clause, value::Ref},
    flows::{Basis, Leg, Target},
    report::{
        sharing::{Shared, SharingKind},
        told::{
            AgreementTold, BasisTold, Certainty, Datum, LegTold, Named, PlaceTold, StateTold, Told, agreements, datum,
            spots, subjects,
        },
    },
};
use schemars::JsonSchema;
use serde::Serialize;

/// A way on which somebody got data.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "RecipientsWay")]
pub struct Way {
    /// The id of the flow: the same in every register and on every day on which the flow exists.
    pub flow: String,
    /// The step.
    pub leg: LegTold,
    /// The activity.
    pub activity: Named,
    /// The key of the disclosure; absent: none is recorded for it.
    pub disclosure: Option<Key>,
    /// Whether the data that is asked for surely went this way.
    pub certainty: Certainty,
    /// Whether data still flows.
    pub state: StateTold,
    /// Whether it is recorded.
    pub basis: BasisTold,
    /// Everybody on the way, from whoever had the data first to the recipient.
    pub chain: Vec<Link>,
    /// The service that passed it on, of a step onward.
    pub passed_on_by: Option<Named>,
    /// How it left us; of a sub-processor, how it left us in the first place.
    pub kind: SharingKind,
    /// Whether the recipient acts for us in it.
    pub acting: Acting,
    /// What says so.
    pub because: Vec<Because>,
    /// The data of what is asked for, or that may be.
    pub data: Told<DatumAsked>,
    /// Categories of fields, of the systems that it goes into, that are asked for, or may be. That these fields are filled from here
    /// nobody says.
    pub fields: Vec<Named>,
    /// Whose data goes this way.
    pub subjects: Told<Named>,
    /// Where the recipient keeps it.
    pub places: Told<PlaceTold>,
    /// By what means it goes, in the words of the disclosure.
    pub means: Option<Text>,
    /// The first day; absent: not recorded.
    pub since: Option<Day>,
    /// The last day; absent: open or not recorded.
    pub until: Option<Day>,
    /// The agreements, with their clauses: in force, or named and not in force.
    pub agreements: Told<Paper>,
}

/// A category of data on its way.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "RecipientsDatum")]
pub struct DatumAsked {
    /// The data.
    #[serde(flatten)]
    pub datum: Datum,
    /// Whether it is what is asked for.
    pub certainty: Certainty,
}

/// An agreement, and what is recorded of its clauses.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "RecipientsPaper")]
pub struct Paper {
    /// The agreement.
    #[serde(flatten)]
    pub agreement: AgreementTold,
    /// Its clauses, by which something can be asked for; absent: not recorded.
    pub clauses: Option<Vec<Clause>>,
}

/// A flow to somebody else as a way of what is asked for; `None`: nothing of it goes there.
pub fn way<'a>(selected: &Selected<'a>, chains: &Chains<'_, 'a>, shared: &Shared<'_, 'a>) -> Option<Way> {
    let (records, flow, facts) = (selected.records, shared.flow, shared.facts());
    // Of one who follows only from what is recorded nobody knows that there is one.
    let inferred = if facts.basis == Basis::Inferred { Certainty::Perhaps } else { Certainty::Surely };
    let certainty = selected.certainty(facts)?.max(inferred);
    let own = shared.disclosure.filter(|_| shared.direct);
    let onward = flow.name.leg == Leg::Onward;
    let papers = agreements(records, facts, own.map(|disclosure| (&shared.activity().key, disclosure)));
    let (acting, because) = acting::of(shared, &papers.items);
    let paper = |agreement: AgreementTold| {
        let clauses = records.agreement(&agreement.agreement.key).and_then(|record| record.clauses.as_deref());
        Paper { clauses: clauses.map(<[_]>::to_vec), agreement }
    };
    let asked = facts.data.items.iter().filter_map(|item| {
        let certainty = selected.item(facts, item)?;
        Some(DatumAsked { datum: datum(records, item), certainty })
    });
    let Told { items: _, extent, open } = Told::of(&facts.data, |_| ());
    let mut fields: Vec<&Key> = facts
        .fields
        .items
        .iter()
        .filter(|field| selected.field(facts, field).is_some())
        .filter_map(|field| field.category.as_ref().map(Ref::key))
        .collect();
    fields.sort_unstable();
    fields.dedup();
    Some(Way {
        flow: flow.id.to_string(),
        leg: flow.name.leg.into(),
        activity: records.named(Kind::Activities, &shared.activity().key),
        disclosure: shared.disclosure.map(|disclosure| disclosure.key.clone()),
        certainty,
        state: facts.state.into(),
        basis: facts.basis.into(),
        chain: chains.chain(records, shared),
        passed_on_by: match flow.name.onward {
            Some((Target::Processor(key), _)) if onward => Some(records.named(Kind::Processors, key)),
            _ => None,
        },
        kind: shared.kind(),
        acting,
        because,
        data: Told { items: asked.collect(), extent, open },
        fields: fields.into_iter().map(|key| records.named(Kind::DataCategories, key)).collect(),
        subjects: subjects(records, facts),
        places: spots(records, chains.atlas(), &facts.storage),
        means: own.and_then(|disclosure| disclosure.means.clone()),
        since: own.and_then(|disclosure| disclosure.since),
        until: own.and_then(|disclosure| disclosure.until),
        agreements: Told {
            items: papers.items.into_iter().map(paper).collect(),
            extent: papers.extent,
            open: papers.open,
        },
    })
}
