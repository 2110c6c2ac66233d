//! The published table of third parties, held against the records: whom it does not name, and which rows nothing stands behind.

use super::{
    RecipientIs,
    gathered::{Shared, called},
    promises::Covered,
    rows::{ListedAs, listed},
};
use crate::{
    domain::{
        Key, Kind,
        record::{ListingRow, Notice},
    },
    flows::{Leg, Target},
    report::{
        speech::Speech,
        told::{At, Records, Sentence, Words},
    },
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What is wrong between a table and the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ListingProblem {
    /// A recipient that no row names.
    RecipientNotNamed,
    /// A row for a service that no activity behind the notice uses.
    RowWithoutUse,
    /// A row for a service that is used only by others, as a sub-processor.
    RowOfSubProcessor,
}

/// A place at which a table and the records contradict each other.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ListingConflict {
    /// What is wrong.
    pub problem: ListingProblem,
    /// Whether it is: false where a list that nobody says is complete may hold what is missing.
    pub certain: bool,
    /// What the recipient or the service of the row is.
    pub is: RecipientIs,
    /// Its key, where it is a record.
    pub key: Option<Key>,
    /// Its name.
    pub name: Option<Words>,
    /// The records and fields that say so: disclosures, or the row.
    pub at: Vec<At>,
    /// What is wrong, in words.
    pub sentence: Sentence,
}

/// Where the table of a notice and the records contradict each other; `None`: it has no table.
pub fn conflicts(
    covered: &Covered<'_, '_, '_>,
    notice: &Notice,
    recipients_open: bool,
) -> Option<Vec<ListingConflict>> {
    let rows = notice.listing.as_deref()?;
    let mut found = not_named(covered, notice);
    found.extend(rows.iter().filter_map(|row| without_use(covered, notice, row, recipients_open)));
    Some(found)
}

/// Recipients that no row names. Departments are ours, authorities and the public are in no table of third parties, and
/// whom others use is not asked of it.
fn not_named(covered: &Covered<'_, '_, '_>, notice: &Notice) -> Vec<ListingConflict> {
    let records = covered.records;
    let complete = notice.complete.iter().flatten().any(|statement| statement.pointer.as_str() == "/listing");
    let mut missing: BTreeMap<_, (&Shared<'_, '_>, BTreeSet<At>)> = BTreeMap::new();
    for shared in &covered.shared {
        let (is, _, _) = shared.recipient(records);
        let asked = matches!(is, RecipientIs::Processor | RecipientIs::Organization | RecipientIs::Group);
        if !asked
            || shared.flow.name.leg == Leg::Onward
            || listed(records, Some(notice), shared.target()) == ListedAs::Named
        {
            continue;
        }
        let (_, at) = missing.entry(shared.identity(records)).or_insert_with(|| (shared, BTreeSet::new()));
        at.insert(where_named(shared));
    }
    let conflict = |(shared, at): (&Shared<'_, '_>, BTreeSet<At>)| {
        let (is, key, name) = shared.recipient(records);
        let sentence = Sentence::say(|speech| {
            let recipient = shared.called(records, speech);
            match (speech, complete) {
                (Speech::En, true) => format!("No row of the table names {recipient}, to whom data goes."),
                (Speech::En, false) => {
                    format!(
                        "No recorded row of the table names {recipient}, to whom data goes; that all rows are recorded is not stated."
                    )
                }
                (Speech::ZhHans, true) => format!("数据提供给{recipient}，但第三方清单没有列明。"),
                (Speech::ZhHans, false) => {
                    format!("数据提供给{recipient}，但已登记的第三方清单各行均未列明；未说明清单各行是否已全部登记。")
                }
            }
        });
        let problem = ListingProblem::RecipientNotNamed;
        ListingConflict { problem, certain: complete, is, key, name, at: at.into_iter().collect(), sentence }
    };
    missing.into_values().map(conflict).collect()
}

/// The field that names a recipient.
fn where_named(shared: &Shared<'_, '_>) -> At {
    if shared.disclosure.is_some() && shared.direct {
        return shared.at("recipient");
    }
    match (shared.flow.name.element, shared.flow.name.leg) {
        (Some(element), Leg::Access) => {
            let within = element.within.map_or_else(String::new, |key| format!("/disclosures/{key}"));
            At::field(element.kind, element.record, format!("{within}/access/{}", element.key))
        }
        (Some(element), _) if element.kind == Kind::Systems => At::field(element.kind, element.record, "/operator"),
        // Of a host several places and systems may say so.
        _ => {
            let host = shared.facts().storage.said.first().map(|said| At::from(&said.at));
            host.unwrap_or_else(|| At::field(Kind::Activities, &shared.activity().key, "/systems"))
        }
    }
}

/// A row for a service that nothing behind the notice uses.
fn without_use(
    covered: &Covered<'_, '_, '_>,
    notice: &Notice,
    row: &ListingRow,
    recipients_open: bool,
) -> Option<ListingConflict> {
    let key = row.processor.key();
    let to = |shared: &&&Shared<'_, '_>| shared.target() == Some(Target::Processor(key));
    let mut uses = covered.shared.iter().filter(to).map(|shared| shared.flow.name.leg).peekable();
    let problem = match (uses.peek().is_some(), uses.all(|leg| leg == Leg::Onward)) {
        (false, _) => ListingProblem::RowWithoutUse,
        (true, true) => ListingProblem::RowOfSubProcessor,
        (true, false) => return None,
    };
    let certain = !recipients_open;
    let records: Records<'_> = covered.records;
    let sentence = Sentence::say(|speech| {
        let service = called(records, Kind::Processors, key, speech);
        match (speech, problem, certain) {
            (Speech::En, ListingProblem::RowOfSubProcessor, _) => {
                format!("The table names {service}, which gets data from other recipients only, as far as recorded.")
            }
            (Speech::ZhHans, ListingProblem::RowOfSubProcessor, _) => {
                format!("第三方清单列明{service}，但据登记其仅从其他接收方获得数据。")
            }
            (Speech::En, _, true) => format!("The table names {service}, and no activity behind the notice uses it."),
            (Speech::En, _, false) => format!(
                "The table names {service}, and no recorded disclosure of the activities behind the notice goes there; that all are recorded is not stated."
            ),
            (Speech::ZhHans, _, true) => format!("第三方清单列明{service}，但本隐私声明下没有处理活动使用该服务。"),
            (Speech::ZhHans, _, false) => {
                format!("第三方清单列明{service}，但已登记的对外提供情况均不涉及该服务；未说明是否已全部登记。")
            }
        }
    });
    Some(ListingConflict {
        problem,
        certain,
        is: RecipientIs::Processor,
        key: Some(key.clone()),
        name: records.named(Kind::Processors, key).name.map(Words::Spoken),
        at: vec![At::field(Kind::Notices, &notice.key, format!("/listing/{}", row.key))],
        sentence,
    })
}
