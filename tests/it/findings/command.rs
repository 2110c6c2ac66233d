//! `ropewalk check` and `ropewalk explain` as processes: places in files, formats, exit status.

use crate::support::Program;
use serde_json::Value;

const REGISTER: &str = "\
processors:
  - key: mail
    name: {en: Mail service}
activities:
  - key: newsletter
    name: {en: Newsletter, zh-Hans: 新闻邮件}
    disclosures:
      - key: mail
        recipient: {processor: mail}
        kind: entrusted
";

const AT: &str = "register.yaml:8:9: error RW033 entrusted-without-contract: ";

#[test]
fn a_finding_says_in_which_line_and_column_of_which_file_it_is() {
    let program = Program::new();
    program.file("register.yaml", REGISTER);
    let run = program.run(&["check", "register.yaml", "--on", "2026-11-25"]);
    assert_eq!((run.status, run.stderr.as_str()), (Some(1), ""));
    let line = run.stdout.lines().find(|line| line.starts_with(AT)).unwrap_or_else(|| panic!("{}", run.stdout));
    assert!(line.ends_with("(activities/newsletter#/disclosures/mail/agreements)"), "{line}");
    let last = run.stdout.lines().last().unwrap();
    assert!(last.contains("2 records looked at") && last.contains("facts are not recorded"), "{last}");
    let chinese = program.run(&["check", "register.yaml", "--on", "2026-11-25", "--lang", "zh-Hans"]);
    assert!(chinese.stdout.contains("“新闻邮件”"), "{}", chinese.stdout);
}

#[test]
fn the_exit_status_tells_whether_there_is_something_as_bad_as_asked_for() {
    let program = Program::new();
    program.file("register.yaml", REGISTER);
    program.file(
        "place.yaml",
        "locations:\n  - {key: works, name: {en: Works}, category: place, part_of: de, steward: Legal}\n",
    );
    let status =
        |file: &str, level: &str| program.run(&["check", file, "--on", "2026-11-25", "--fail-on", level]).status;
    assert_eq!(
        ["error", "warning", "info", "never"].map(|level| status("register.yaml", level)),
        [Some(1), Some(1), Some(1), Some(0)]
    );
    assert_eq!(
        ["error", "warning", "info", "never"].map(|level| status("place.yaml", level)),
        [Some(0), Some(0), Some(1), Some(0)]
    );
    program.file("none.yaml", "activities: []\n");
    let none = program.run(&["check", "none.yaml", "--fail-on", "info"]);
    assert!(none.status == Some(0) && none.stdout.contains("nothing was looked at"), "{}", none.stdout);
    let wrong = program.run(&["check", "register.yaml", "--fail-on", "fatal"]);
    assert!(wrong.status == Some(2) && wrong.stderr.contains("never"), "{}", wrong.stderr);
}

#[test]
fn a_mistake_in_a_file_is_told_with_its_place_and_is_no_finding() {
    let program = Program::new();
    program.file("register.yaml", &REGISTER.replace("kind: entrusted", "kind: lent"));
    let failed = program.run(&["check", "register.yaml"]).fails();
    assert!(failed.contains("register.yaml:10:9: /activities/0/disclosures/0/kind"), "{failed}");
}

#[test]
fn what_tools_read_names_rules_places_and_marks() {
    let program = Program::new();
    program.file("my register.yaml", REGISTER);
    let run = |format: &str| {
        let all = ["check", "my register.yaml", "--on", "2026-11-25", "--fail-on", "never", "--format", format];
        program.run(&all).succeeds()
    };
    let log: Value = serde_json::from_str(&run("sarif")).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run_of = &log["runs"][0];
    let results = run_of["results"].as_array().unwrap();
    let contract = results.iter().find(|result| result["ruleId"] == "RW033").unwrap();
    assert_eq!(contract["level"], "error");
    let place = &contract["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "my%20register.yaml");
    assert_eq!((&place["region"]["startLine"], &place["region"]["startColumn"]), (&8.into(), &9.into()));
    for result in results {
        let rule = &run_of["tool"]["driver"]["rules"][usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(result["partialFingerprints"]["finding/v1"].is_string() && result["message"]["text"].is_string());
    }
    let model: Value = serde_json::from_str(&run("json")).unwrap();
    assert_eq!(model["findings"].as_array().unwrap().len(), results.len());
    assert!(model["summary"]["unknown_facts"].as_u64().unwrap() > 0);
    let markdown = run("markdown");
    assert!(markdown.starts_with("# Findings\n") && markdown.contains("| RW033 | error | activities/newsletter |"));
}

#[test]
fn a_database_is_checked_as_files_are_also_as_it_was() {
    let program = Program::new();
    program.file("register.yaml", REGISTER);
    program.run(&["import", "register.yaml"]).succeeds();
    let check = |arguments: &[&str]| {
        let all = [&["check", "--on", "2026-11-25", "--fail-on", "never"], arguments].concat();
        program.run(&all).succeeds()
    };
    assert!(check(&[]).contains("error RW033 entrusted-without-contract"));
    assert!(check(&["--as-of", "seq:1"]).contains("nothing was looked at"));
}

#[test]
fn every_check_explains_itself_in_both_languages() {
    let program = Program::new();
    let all = program.run(&["explain"]).succeeds();
    for check in ropewalk::findings::CHECKS {
        assert!(all.contains(check.code), "{}", check.code);
    }
    let one = program.run(&["explain", "RW033"]).succeeds();
    assert!(one.contains("GDPR Art 28(3)") && one.contains("## How to resolve"), "{one}");
    assert!(program.run(&["explain", "RW033", "--lang", "zh-Hans", "--format", "html"]).succeeds().contains("委托"));
    assert!(program.run(&["explain", "RW000"]).fails().contains("there is no check `RW000`"));
}
