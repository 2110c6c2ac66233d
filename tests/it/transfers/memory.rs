//! What was found out for the report of one register, and the report of the next.

use super::{element, record, register};
use ropewalk::{
    domain::Register,
    findings::Beside,
    report::{Memory, Model, Name, Question, Supposed, make, make_with},
};
use serde_json::{Value, json};

/// The exporter in Chengdu of the cases of the Chinese export rules, with a second activity of so many people.
fn tea_house(people: u64) -> Register {
    let cases = include_str!("../../../seeds/regimes/cn-pipl-export/cases.md");
    let given = cases.split("```yaml").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let mut document: Value = serde_saphyr::from_str(given).unwrap();
    let mut club = record(&mut document, "activities", "loyalty").clone();
    (club["key"], club["name"]) = (json!("club"), json!({ "en": "Club" }));
    element(&mut club["people"], "members")["people"] = json!(people);
    element(&mut record(&mut document, "activities", "loyalty")["people"], "members")["people"] = json!(60_000);
    document["activities"].as_array_mut().unwrap().push(club);
    register(&document)
}

fn question() -> Question {
    let parameters = [("group", "activity"), ("regime", "cn-pipl-export")];
    Question::read(Name::Transfers, "en".parse().unwrap(), "2026-11-22".parse().unwrap(), parameters).unwrap()
}

/// What the law comes to for the activity of which nothing is changed, and all that is said of all together.
fn told(model: &Model<'_>) -> (String, String) {
    let Model::Transfers(report) = model else { panic!("{model:?}") };
    let loyalty = report.groups.iter().find(|group| group.name == "Loyalty programme").unwrap();
    let all = (&report.totals, &report.groups, &report.regimes, &report.rules, &report.thresholds);
    (format!("{:?}", loyalty.results), format!("{all:?}"))
}

#[test]
fn people_added_to_one_activity_that_pass_a_threshold_change_what_the_law_says_of_another() {
    let memory = Memory::default();
    let few = tea_house(30_000);
    let before = told(&make_with(&few, &question(), (&Beside::default(), &memory)).unwrap());
    for (people, passes) in [(39_999, false), (40_000, true), (50_000, true), (30_000, false)] {
        let register = tea_house(people);
        let after = told(&make_with(&register, &question(), (&Beside::default(), &memory)).unwrap());
        assert_eq!(after, told(&make(&register, &question()).unwrap()), "{people}");
        assert_eq!(after.0 != before.0, passes, "{people}: {} {}", before.0, after.0);
    }
}

#[test]
fn what_is_supposed_is_answered_from_what_is_known_and_changes_nothing_of_it() {
    let memory = Memory::default();
    let (few, many) = (tea_house(30_000), tea_house(50_000));
    let known = told(&make_with(&few, &question(), (&Beside::default(), &memory)).unwrap());
    let mut supposing = question();
    let changed = vec!["activities/club".to_owned()];
    supposing.supposed = Some(Supposed { reason: None, created: Vec::new(), changed, deleted: Vec::new() });
    let as_it_would_be = told(&make_with(&many, &supposing, (&Beside::default(), &memory)).unwrap());
    assert_eq!(as_it_would_be, told(&make(&many, &question()).unwrap()));
    assert_eq!(told(&make_with(&few, &question(), (&Beside::default(), &memory)).unwrap()), known);
}
