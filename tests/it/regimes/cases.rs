//! Every regime that comes with the program comes out as its cases say, and each of its rules has cases of all kinds.

use super::folders;
use crate::support::Program;
use ropewalk::{
    exchange::{Format, Input},
    service::cases::{Folder, check},
};

#[test]
fn every_regime_comes_out_as_its_cases_say() {
    let mut found = Vec::new();
    let folders = folders();
    assert!(!folders.is_empty(), "there are regimes");
    for folder in &folders {
        let regimes = Input { name: &folder.name, bytes: folder.regime.as_bytes(), format: Format::Yaml };
        found.extend(check(&Folder { regimes, cases: (&folder.name, &folder.cases) }).unwrap());
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_case_that_says_otherwise_is_found_with_its_line_and_the_way_to_the_conclusion() {
    let folder = folders().into_iter().find(|folder| folder.name.contains("s17")).unwrap();
    let wrong = folder
        .cases
        .replace("| disclosure mailing | satisfied | qc-t1 |", "| disclosure mailing | not satisfied | qc-t1 |");
    assert_ne!(wrong, folder.cases, "the case is there");
    let regimes = Input { name: &folder.name, bytes: folder.regime.as_bytes(), format: Format::Yaml };
    let found = check(&Folder { regimes, cases: ("cases.md", &wrong) }).unwrap();
    let words = found.join("\n");
    assert!(words.contains("comes to Satisfied by {\"qc-t1\"}, and the case says NotSatisfied"), "{words}");
    assert!(words.starts_with("cases.md:"), "{words}");
}

#[test]
fn the_command_line_checks_a_folder_and_says_what_is_wrong() {
    let program = Program::new();
    let folder = folders().into_iter().find(|folder| folder.name.contains("s17")).unwrap();
    let good = program.path("good");
    std::fs::create_dir(&good).unwrap();
    std::fs::write(good.join("regime.yaml"), &folder.regime).unwrap();
    std::fs::write(good.join("cases.md"), &folder.cases).unwrap();
    assert_eq!(program.run(&["check", good.to_str().unwrap()]).succeeds(), "1 checked, nothing found\n");
    // A case that names a rule which does not decide.
    let untried = folder.cases.replace("| qc-x2 |", "| qc-x3 |");
    assert_ne!(untried, folder.cases, "the rule is there");
    std::fs::write(good.join("cases.md"), untried).unwrap();
    let run = program.run(&["check", good.to_str().unwrap()]);
    assert_eq!(run.status, Some(1));
    assert!(run.stdout.contains("and the case says") && run.stdout.contains("\"qc-x3\""), "{}", run.stdout);
}
