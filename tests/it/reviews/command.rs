//! The review from the command line.

use crate::support::Program;

#[test]
fn a_review_is_opened_decided_signed_and_proven_from_the_command_line() {
    let program = Program::new();
    let seed = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/sunmi-north-america.yaml");
    program.run(&["import", seed]).succeeds();
    let token = |name: &str| {
        let said = program.run(&["token", "create", "--role", "reviewer", "--name", name]).succeeds();
        said.split_whitespace().find(|word| word.starts_with("rw_")).unwrap().to_owned()
    };
    let (anna, bo) = (token("anna"), token("bo"));
    let opened = program.run(&["review", "open", "2026-Q4", "--token", &anna]).succeeds();
    assert!(opened.starts_with("2026-q4  open"), "{opened}");
    let shown = program.run(&["review", "show", "2026-q4"]).succeeds();
    assert!(shown.contains("to decide  ask, remediate"), "{shown}");
    let asked = [
        "review",
        "decide",
        "2026-q4",
        "ask",
        "--result",
        "undetermined",
        "--by",
        "Legal",
        "--due",
        "2026-12-15",
        "--token",
        &anna,
    ];
    let told = program.run(&asked).succeeds();
    assert!(told.contains("routes decided now"), "{told}");
    let rest =
        ["review", "decide", "2026-q4", "suspend", "--undecided", "--comment", "until it is clear", "--token", &anna];
    if told.contains(" 0 to be decided") {
        assert!(program.run(&rest).fails().contains("selects no route"));
    } else {
        program.run(&rest).succeeds();
    }
    let own =
        program.run(&["review", "sign-off", "2026-q4", "--controller", super::CONTROLLER, "--token", &anna]).fails();
    assert!(own.contains("somebody else"), "{own}");
    let last =
        program.run(&["review", "sign-off", "2026-q4", "--controller", super::CONTROLLER, "--token", &bo]).succeeds();
    assert!(last.contains("signed_off"), "{last}");
    assert!(program.run(&["review", "list"]).succeeds().contains("signed_off"));
    let verified = program.run(&["review", "verify", "2026-q4"]).succeeds();
    assert!(verified.contains("renderings/model") && !verified.contains("DIFFERS"), "{verified}");
    let whole = program.run(&["verify"]).succeeds();
    assert!(whole.contains(" 6 blobs"), "{whole}");
    let signed = verified.lines().find(|line| line.contains("renderings/model")).unwrap();
    let digest = signed.split_whitespace().last().unwrap();
    let place = program.blobs().join(&digest[..2]).join(digest);
    std::fs::write(&place, "something else").unwrap();
    let tampered = program.run(&["verify"]);
    assert_eq!(tampered.status, Some(1));
    assert!(
        tampered.stdout.contains(&format!("the bytes of blob {digest} have another digest")),
        "{}",
        tampered.stdout
    );
    let report = program.run(&["review", "report", "2026-q4", "--lang", "zh-Hans"]).succeeds();
    assert!(report.contains("已签核"), "{report}");
}
