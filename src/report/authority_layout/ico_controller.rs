//! The documentation template for controllers of the Information Commissioner's Office (United Kingdom): a table for each
//! controller, below whom to reach.
//!
//! Its heads stand in row 9 of its sheet, as they do in the template. An activity has a row for each time that data is kept.

use super::{
    Layout,
    activities::Kept,
    actors::Actor,
    desk::{Desk, item},
    model::{Filled, Nothing, Row, Sheet, Statement},
};
use crate::{
    domain::{
        Key, Kind,
        record::{
            Activity, AssessmentKind, Basis, ContactFunction as F, DataItem, GdprSpecial, ImpactAssessment, LegalBasis,
        },
        value::Ref,
    },
    report::{
        Said,
        record_of_processing::model::{ActivityRecord, Capacity, Topic},
        told::At,
        words,
    },
};

/// The layout.
pub(super) const LAYOUT: Layout = Layout {
    name: "ico-controller",
    title: "Documentation of processing activities: controller",
    language: "en",
    home: Some(("uk-gdpr-chapter-v", "uk")),
    fill,
};

/// The heads of its columns.
const COLUMNS: [&str; 30] = [
    "Business function",
    "Purpose of processing",
    "Name and contact details of joint controller (if applicable)",
    "Categories of individuals",
    "Categories of personal data",
    "Categories of recipients",
    "Link to contract with processor",
    "Names of third countries or international organisations that personal data are transferred to (if applicable)",
    "Safeguards for exceptional transfers of personal data to third countries or international organisations (if applicable)",
    "Retention schedule (if possible)",
    "General description of technical and organisational security measures (if possible)",
    "Article 6 lawful basis for processing personal data",
    "Article 9 condition for processing special category data",
    "Legitimate interests for the processing (if applicable)",
    "Link to record of legitimate interests assessment (if applicable)",
    "Rights available to individuals",
    "Existence of automated decision-making, including profiling (if applicable)",
    "The source of the personal data (if applicable)",
    "Link to record of consent",
    "Location of personal data",
    "Data Protection Impact Assessment required?",
    "Data Protection Impact Assessment progress",
    "Link to Data Protection Impact Assessment",
    "Has a personal data breach occurred?",
    "Link to record of personal data breach",
    "Data Protection Act 2018 Schedule 1 Condition for processing",
    "GDPR Article 6 lawful basis for processing",
    "Link to retention and erasure policy document",
    "Is personal data retained and erased in accordance with the policy document?",
    "Reasons for not adhering to policy document (if applicable)",
];

/// The laws whose bases are those of Article 6.
const LAWS: [&str; 2] = ["gdpr", "uk-gdpr"];

fn fill(desk: &Desk<'_, '_>) -> Vec<Sheet> {
    desk.by_party(Capacity::Controller).into_iter().map(|(party, activities)| sheet(desk, party, &activities)).collect()
}

fn sheet(desk: &Desk<'_, '_>, party: Option<&Key>, activities: &[&Activity]) -> Sheet {
    let rows = activities.iter().flat_map(|activity| rows(desk, party, activity)).collect();
    Sheet {
        about: party.map(|key| format!("{}/{key}", Kind::Organizations)),
        name: party.map_or_else(
            || desk.reader.says(("Controller not recorded", "控制者未记录")),
            |key| desk.name(Kind::Organizations, key),
        ),
        parts: vec![desk.table(None, &["", "Controller", "Data protection officer", "Representative"], reach(desk, party, activities)), desk.table(None, &COLUMNS, rows)],
    }
}

/// What a row of the block above the heads tells of somebody.
type Told = fn(&Actor) -> Filled;

/// Whom to reach.
fn reach(desk: &Desk<'_, '_>, party: Option<&Key>, activities: &[&Activity]) -> Vec<Row> {
    let unknown = || match activities.first() {
        Some(activity) => desk.of(activity, "controllers"),
        None => At { record: Kind::Activities.to_string(), field: String::new() },
    };
    let actors = [
        desk.actor(party, unknown),
        desk.appointed(party, &[F::DataProtectionOfficer], unknown),
        desk.appointed(party, &[F::UkRepresentative, F::EuRepresentative], unknown),
    ];
    let row = |(label, cell): (&str, Told)| Row {
        record: None,
        name: None,
        cells: std::iter::once(Filled::said(desk.head(label))).chain(actors.iter().map(cell)).collect(),
    };
    let rows: [(&str, Told); 4] = [
        ("Name", |actor| actor.name.clone()),
        ("Address", Actor::address),
        ("Email", |actor| actor.email.clone()),
        ("Telephone", |actor| actor.phone.clone()),
    ];
    rows.into_iter().map(row).collect()
}

/// The rows of an activity.
fn rows<'a>(desk: &Desk<'_, 'a>, party: Option<&Key>, activity: &'a Activity) -> Vec<Row> {
    let items = desk.items(activity, party);
    let transfers = desk.transfers(activity);
    let transferred = [transfers.countries(), transfers.safeguards(desk)];
    let row = |kept: Kept<'_>| {
        let [countries, safeguards] = transferred.clone();
        let data = desk.data(activity, &kept.data);
        let mut cells = vec![
            function(desk, activity),
            item(&items, Topic::Purposes),
            joint(desk, activity, party, &items),
            item(&items, Topic::Subjects),
            data,
            item(&items, Topic::Recipients),
            desk.contracts(activity),
            countries,
            safeguards,
            kept.retention,
            item(&items, Topic::Security),
        ];
        cells.extend(lawfulness(desk, activity, &kept.data));
        cells.extend(rights_and_sources(desk, activity));
        cells.extend(assessed(desk, activity));
        cells.extend([Filled::nothing(Nothing::NotHeld), Filled::nothing(Nothing::NotHeld)]);
        cells.extend(schedule_1(desk, activity, &kept.data));
        desk.row_of(activity, cells)
    };
    desk.kept(activity).into_iter().map(row).collect()
}

fn function(desk: &Desk<'_, '_>, activity: &Activity) -> Filled {
    let said = activity.business_function.as_ref().map(|text| desk.reader.text(text, activity.language.as_ref()));
    Filled::said_or(said, || desk.of(activity, "business_function"))
}

/// The other controllers, with how to reach them.
fn joint(desk: &Desk<'_, '_>, activity: &Activity, party: Option<&Key>, items: &ActivityRecord) -> Filled {
    let mut filled = item(items, Topic::JointControllers);
    for other in activity.controllers.iter().flatten().map(Ref::key).filter(|key| Some(*key) != party) {
        filled.add(desk.contact_person(Some(other), || desk.of(activity, "controllers")));
    }
    filled
}

/// Columns 12 to 15.
fn lawfulness(desk: &Desk<'_, '_>, activity: &Activity, data: &[&DataItem]) -> [Filled; 4] {
    let article_6 = desk.bases(activity, &LAWS, |basis| Some(desk.basis(basis))).or_nothing(Nothing::None);
    let condition = |basis: &Basis| {
        let letter = basis.article_9_condition.as_ref()?;
        Some(Filled::said(desk.reader.plain(format!("Art 9(2)({letter})"))))
    };
    let mut article_9 = desk.bases(activity, &LAWS, condition);
    if article_9.statements.is_empty() {
        article_9 = special(desk, activity, data, &[GdprSpecial::Article9]);
    }
    let interest = |basis: &Basis| {
        let asked = basis.basis == LegalBasis::LegitimateInterests;
        let text = basis.legitimate_interest.as_ref().map(|text| desk.reader.text(text, activity.language.as_ref()));
        asked.then(|| Filled::said_or(text, || desk.of(activity, "purposes")))
    };
    let interests = match desk.rests_on(activity, LegalBasis::LegitimateInterests) {
        Some(false) => Filled::nothing(Nothing::NotApplicable),
        Some(true) | None => desk.bases(activity, &LAWS, interest),
    };
    let held = desk.assessments(activity, AssessmentKind::LegitimateInterests);
    let assessment = match desk.rests_on(activity, LegalBasis::LegitimateInterests) {
        Some(false) if held.is_empty() => Filled::nothing(Nothing::NotApplicable),
        None if held.is_empty() => Filled { missing: interests.missing.clone(), open: interests.open.clone(), ..Filled::default() },
        _ => desk.documents(&held, At { record: Kind::Assessments.to_string(), field: String::new() }),
    };
    [article_6, article_9, interests, assessment]
}

/// A cell that is about special categories of some sort only: moot, where none is among the data.
fn special(
    desk: &Desk<'_, '_>,
    activity: &Activity,
    data: &[&DataItem],
    asks: &[GdprSpecial],
) -> Filled {
    if activity.data.is_none() {
        return Filled::missing(desk.of(activity, "data"));
    }
    let mut filled = Filled::default();
    for item in data {
        match desk.special(item) {
            Some(special) if asks.contains(&special) => filled.miss(desk.of(activity, "purposes")),
            Some(_) => {}
            None => match &item.category {
                Some(category) => filled.miss(At::field(Kind::DataCategories, category.key(), "/flags/gdpr_special")),
                None => filled.miss(desk.of(activity, &format!("data/{}/category", item.key))),
            },
        }
    }
    if filled.missing.is_empty()
        && let Some(at) = desk.open(activity, "data")
    {
        filled.leave_open(at);
    }
    filled.or_nothing(Nothing::NotApplicable)
}

/// Columns 16 to 20.
fn rights_and_sources(desk: &Desk<'_, '_>, activity: &Activity) -> [Filled; 5] {
    let mut rights = Filled::default();
    match &activity.rights {
        None => rights.miss(desk.of(activity, "rights")),
        Some(list) => list.iter().for_each(|right| rights.say(desk.reader.says(words::right(right.right)))),
    }
    let text = |text| desk.reader.text(text, activity.language.as_ref());
    let automated = activity.automated_decisions.as_deref();
    let automated = match automated.and_then(|told| told.used.map(|used| (used, told))) {
        None => Filled::missing(desk.of(activity, "automated_decisions/used")),
        Some((false, _)) => Filled::nothing(Nothing::None),
        Some((true, told)) => {
            let mut filled = Filled::said(desk.reader.says(("yes", "是")));
            told.logic.iter().chain(&told.consequences).for_each(|words| filled.say(text(words)));
            filled
        }
    };
    let consent = match desk.rests_on(activity, LegalBasis::Consent) {
        Some(false) => Filled::nothing(Nothing::NotApplicable),
        Some(true) | None => Filled::nothing(Nothing::NotHeld),
    };
    [rights.or_nothing(Nothing::None), automated, desk.sources(activity), consent, desk.places(activity)]
}

/// Columns 21 to 23.
fn assessed(desk: &Desk<'_, '_>, activity: &Activity) -> [Filled; 3] {
    let held = desk.assessments(activity, AssessmentKind::Dpia);
    let required = activity.dpia.as_deref().and_then(|ImpactAssessment { required, .. }| *required);
    let answer = required.map(|required| desk.reader.says(if required { ("yes", "是") } else { ("no", "否") }));
    let answer = Filled::said_or(answer, || desk.of(activity, "dpia/required"));
    if held.is_empty() && required == Some(false) {
        return [answer, Filled::nothing(Nothing::NotApplicable), Filled::nothing(Nothing::NotApplicable)];
    }
    let mut progress = Filled::default();
    for assessment in &held {
        let at = |field: &str| At::field(Kind::Assessments, &assessment.key, field);
        let outcome: Option<Said> = assessment.outcome.map(|outcome| desk.reader.says(words::outcome(outcome)));
        progress.add(Filled::said_or(outcome, || at("/outcome")));
        match assessment.completed_on {
            Some(day) => progress.state(Statement::Day(day)),
            None => progress.miss(at("/completed_on")),
        }
    }
    if held.is_empty() {
        progress.miss(desk.of(activity, "dpia/assessment"));
    }
    [answer, progress, desk.documents(&held, desk.of(activity, "dpia/assessment"))]
}

/// Columns 26 to 30: what the Data Protection Act 2018 asks for special categories and criminal convictions.
fn schedule_1(desk: &Desk<'_, '_>, activity: &Activity, data: &[&DataItem]) -> [Filled; 5] {
    let cited = |basis: &Basis| {
        let citation = basis.citation.as_ref().filter(|citation| citation.contains("Sch"))?;
        Some(Filled::said(desk.reader.plain(&**citation)))
    };
    let mut condition = desk.bases(activity, &["dpa", "uk-dpa"], cited);
    let moot = special(desk, activity, data, &[GdprSpecial::Article9, GdprSpecial::Article10]);
    let is_moot = moot.nothing == Some(Nothing::NotApplicable);
    if condition.statements.is_empty() {
        condition = moot;
    }
    let basis = if is_moot {
        Filled::nothing(Nothing::NotApplicable)
    } else {
        desk.bases(activity, &LAWS, |basis| Some(desk.basis(basis))).or_nothing(Nothing::None)
    };
    let policy = || Filled::nothing(if is_moot { Nothing::NotApplicable } else { Nothing::NotHeld });
    [condition, basis, policy(), policy(), policy()]
}
