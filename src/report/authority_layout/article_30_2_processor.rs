//! The record of a processor, in the order of GDPR Art 30(2): a row for each activity that is carried out on behalf of somebody.

use super::{
    Layout,
    actors::Actor,
    desk::{Desk, item},
    model::{Filled, Nothing, Row, Sheet},
};
use crate::{
    domain::{
        Key,
        record::{Activity, ContactFunction as F},
    },
    report::record_of_processing::model::{Capacity, Topic},
};

/// The layout.
pub(super) const LAYOUT: Layout = Layout {
    name: "art-30-2-processor",
    title: "Record of processing activities: processor (GDPR Art 30(2))",
    language: "en",
    home: Some(("eu-gdpr-chapter-v", "eea")),
    fill,
};

/// The heads of its columns.
const COLUMNS: [&str; 8] = [
    "Name and contact details of processor",
    "Name and contact details of controller",
    "Representative of controller or processor (if applicable)",
    "Data protection officer",
    "Categories of processing carried out on behalf of the controller",
    "Third countries or international organisations (if applicable)",
    "Safeguards for exceptional transfers (if applicable)",
    "General description of technical and organisational security measures (if possible)",
];

fn fill(desk: &Desk<'_, '_>) -> Vec<Sheet> {
    let parties = desk.by_party(Capacity::Processor);
    let rows: Vec<Row> = parties
        .into_iter()
        .flat_map(|(party, activities)| activities.into_iter().map(move |activity| row(desk, party, activity)))
        .collect();
    let name = desk.reader.says(("Processing on behalf of others", "受托处理"));
    let sheet = Sheet { about: None, name, parts: vec![desk.table(None, &COLUMNS, rows)] };
    if sheet.cells().next().is_none() { Vec::new() } else { vec![sheet] }
}

fn row<'a>(desk: &Desk<'_, 'a>, party: Option<&Key>, activity: &'a Activity) -> Row {
    let unknown = || desk.of(activity, "on_behalf_of");
    let items = desk.items(activity, party);
    let transfers = desk.transfers(activity);
    let representative = [F::EuRepresentative, F::UkRepresentative, F::SwissRepresentative];
    let cells = vec![
        // No field says which organisation we are where we act for others.
        Filled::nothing(Nothing::NotHeld),
        reached(&desk.actor(party, unknown)),
        reached(&desk.appointed(party, &representative, unknown)),
        reached(&desk.appointed(party, &[F::DataProtectionOfficer], unknown)),
        desk.operations(activity),
        transfers.countries(),
        transfers.safeguards(desk),
        item(&items, Topic::Security),
    ];
    desk.row_of(activity, cells)
}

/// Somebody, and the ways to reach them that are recorded; what else is missing counts only where there is no way.
fn reached(actor: &Actor) -> Filled {
    let mut filled = actor.name.clone();
    let ways = [actor.address(), actor.email.clone(), actor.phone.clone()];
    let known = ways.iter().any(|way| !way.statements.is_empty());
    for way in ways.into_iter().filter(|way| !known || !way.statements.is_empty()) {
        filled.add(way);
    }
    filled
}
