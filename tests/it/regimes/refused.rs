//! What a regime must not be is refused with its place and the reason, wherever records come in.

use super::register;
use crate::support::Program;

/// A small regime that is in order.
const GOOD: &str = r"
regimes:
  - key: test-law
    name: {en: A law}
    law: {title: {en: A law}, citation: Act 1}
    checked: 2026-01-01
    lists:
      - key: home
        name: {en: Home}
        entries:
          - {key: first, location: fr, until: 2020-12-31, status: confirmed}
          - {key: then, location: fr, since: 2021-01-01, status: confirmed}
    definitions:
      - {key: ours, text: {en: Ours}, citation: Art 2, status: confirmed, when: {people: {in: [home]}}}
    counts:
      - {key: sent, name: {en: Sent}, per: exporter, window: any, citation: Art 3, status: confirmed}
    rules:
      - key: first
        when: {not: {is: ours}}
        then: not_applicable
        sentence: {en: Nobody is there., zh-Hans: 无人在此。}
        citation: Art 1
        status: confirmed
      - key: second
        when: {count: {of: sent, more_than: 10}}
        then: not_satisfied
        sentence: {en: Too many., zh-Hans: 人数过多。}
        citation: Art 3
        status: confirmed
      - key: last
        then: satisfied
        sentence: {en: Fine., zh-Hans: 可以。}
        citation: Art 4
        status: confirmed
    duties:
      - {key: tell, text: {en: Tell., zh-Hans: 告知。}, occasion: incident, when: {is: ours}, citation: Art 5, status: confirmed}
";

/// What is done to the good one, and what is said of it.
const BAD: &[(&str, &str, &str)] = &[
    (
        "{not: {is: ours}}",
        "{not: {is: theirs}}",
        "/regimes/0/rules/0/when/not/is: `theirs` is not a key of its definitions; its definitions are: ours",
    ),
    ("{not: {is: ours}}", "{nott: {is: ours}}", "/regimes/0/rules/0/when"),
    (
        "{people: {in: [home]}}",
        "{people: {in: [hame]}}",
        "/regimes/0/definitions/0/when/people/in/0: `hame` is not a key of its lists; allowed are home",
    ),
    ("{people: {in: [home]}}", "{people: {in: []}}", "/regimes/0/definitions/0/when/people/in: names no list"),
    ("{people: {in: [home]}}", "{is: ours}", "/regimes/0/definitions/0/when: `ours` is defined by itself"),
    (
        "{count: {of: sent, more_than: 10}}",
        "{count: {of: sent}}",
        "/regimes/0/rules/1/when/count: names not exactly one threshold",
    ),
    (
        "{count: {of: sent, more_than: 10}}",
        "{count: {of: kept, more_than: 10}}",
        "/regimes/0/rules/1/when/count/of: `kept` is not a key of its counts; allowed are sent",
    ),
    (
        "{count: {of: sent, more_than: 10}}",
        "{not: {is: ours}}",
        "/regimes/0/rules/1: contradicts rule `first` at /rules/0: the same condition, another conclusion",
    ),
    (
        "{count: {of: sent, more_than: 10}}",
        "{all: [{not: {is: ours}}, {residual: true}]}",
        "/regimes/0/rules/1: never decides: rule `first` at /rules/0 does whenever its condition holds",
    ),
    ("        when: {not: {is: ours}}\n", "", "/regimes/0/rules/1: never decides: rule `first` at /rules/0"),
    ("        citation: Art 3\n", "", "/regimes/0/rules/1: field `citation` is missing"),
    ("        citation: Art 3\n", "        citation: \" \"\n", "/regimes/0/rules/1/citation: cites nothing"),
    (
        "{en: Too many., zh-Hans: 人数过多。}",
        "{en: Too many.}",
        "/regimes/0/rules/1/sentence: is not there in `zh-Hans`",
    ),
    (
        "      - key: last\n",
        "      - key: last\n        when: {residual: true}\n",
        "`last` is the last rule before any day it names and has a condition",
    ),
    (
        "      - key: last\n",
        "      - key: last\n        until: 2026-12-31\n",
        "/regimes/0/rules/1: `second` is the last rule on 2027-01-01 and has a condition",
    ),
    (
        "        then: satisfied\n",
        "        then: conditional\n",
        "/regimes/0/rules/2: does not say what has to be shown or found out",
    ),
    (
        "{not: {is: ours}}",
        "{possible: {residual: true}}",
        "/regimes/0/rules/0/when: lets a flow pass on what is merely possible",
    ),
    (
        "since: 2021-01-01",
        "since: 2020-12-31",
        "/regimes/0/lists/0/entries/1: `fr` is on the list on days on which it is already, by /lists/0/entries/0",
    ),
    (
        "        status: confirmed\n      - key: last",
        "        status: confirmed\n        duties: [ask]\n      - key: last",
        "/regimes/0/rules/1/duties/0: `ask` is not a key of its duties; allowed are tell",
    ),
    ("    checked: 2026-01-01\n", "", "/regimes/0: has rules and no day of checking"),
    (
        "when: {is: ours}, citation: Art 5",
        "when: {is: theirs}, citation: Art 5",
        "/regimes/0/duties/0/when/is: `theirs` is not a key of its definitions",
    ),
    (
        "when: {is: ours}, citation: Art 5",
        "when: {count: {of: sent, more_than: 1}}, citation: Art 5",
        "/regimes/0/duties/0/when: asks how many people there are",
    ),
    (
        "when: {is: ours}, citation: Art 5",
        "when: {controller: {established_in: [away]}}, citation: Art 5",
        "/regimes/0/duties/0/when/controller/established_in/0: `away` is not a key of its lists",
    ),
];

#[test]
fn a_regime_in_order_is_taken() {
    register(GOOD, "{}").unwrap();
}

#[test]
fn each_mistake_of_a_regime_is_refused_with_place_and_reason() {
    for (good, bad, said) in BAD {
        let text = GOOD.replacen(good, bad, 1);
        assert_ne!(text, GOOD, "{good} is there");
        match register(&text, "{}") {
            Ok(_) => panic!("{bad} is taken"),
            Err(errors) => {
                let program = words(&text);
                assert!(program.contains(said), "{bad}: {program}\n{errors}");
            }
        }
    }
}

/// What `ropewalk check` says of a file.
fn words(text: &str) -> String {
    let program = Program::new();
    program.file("regime.yaml", text);
    program.run(&["check", "regime.yaml"]).fails()
}

#[test]
fn an_import_refuses_what_a_check_refuses() {
    let program = Program::new();
    let (good, bad, said) = BAD[0];
    program.file("regime.yaml", &GOOD.replacen(good, bad, 1));
    let refused = program.run(&["import", "regime.yaml"]).fails();
    assert!(refused.contains(said) && refused.contains("regime.yaml:19:"), "{refused}");
    program.file("regime.yaml", GOOD);
    program.run(&["import", "regime.yaml"]).succeeds();
}

#[test]
fn a_released_rule_is_closed_and_succeeded_and_never_edited() {
    let program = Program::new();
    program.file("regime.yaml", GOOD);
    program.run(&["import", "regime.yaml"]).succeeds();
    let edits = [
        ("more_than: 10", "more_than: 11", "/regimes/0/rules/1/when", "`second` is released: its when is never edited"),
        (
            "then: not_satisfied",
            "then: undetermined\n        provided: {en: A, zh-Hans: 甲}",
            "rules/1/then",
            "its then is never edited",
        ),
        ("citation: Art 1\n", "citation: Art 9\n", "/regimes/0/rules/0/citation", "its citation is never edited"),
        ("key: second", "key: third", "/regimes/0/rules", "the released rule `second` is gone"),
        ("{people: {in: [home]}}", "{origin: {in: [home]}}", "/regimes/0/definitions/0", "rest on `ours` as it was"),
        ("window: any", "window: calendar_year", "/regimes/0/counts/0", "rest on `sent` as it was"),
    ];
    for (was, is, place, said) in edits {
        program.file("edited.yaml", &GOOD.replacen(was, is, 1));
        let refused = program.run(&["import", "edited.yaml"]).fails();
        assert!(refused.contains(place) && refused.contains(said), "{is}: {refused}");
    }
    // Closed and succeeded, with other words and another day of checking: taken.
    let succeeded = GOOD
        .replace("2026-01-01\n", "2026-06-01\n")
        .replace("Too many.", "Too many people.")
        .replace(
            "      - key: second\n",
            "      - key: second-2027\n        since: 2027-01-01\n        when: {count: {of: sent, more_than: 20}}\n        \
             then: not_satisfied\n        sentence: {en: Too many., zh-Hans: 人数过多。}\n        citation: Art 3a\n        \
             status: unconfirmed\n      - key: second\n        until: 2026-12-31\n",
        );
    program.file("succeeded.yaml", &succeeded);
    program.run(&["import", "succeeded.yaml"]).succeeds();
}

#[test]
fn a_draft_may_be_edited() {
    let program = Program::new();
    let draft = GOOD.replace("    name: {en: A law}\n", "    name: {en: A law}\n    status: draft\n");
    program.file("regime.yaml", &draft);
    program.run(&["import", "regime.yaml"]).succeeds();
    program.file("regime.yaml", &draft.replace("more_than: 10", "more_than: 11"));
    program.run(&["import", "regime.yaml"]).succeeds();
}
