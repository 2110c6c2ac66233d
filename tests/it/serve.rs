//! The server as a process: it listens, it stops when told, and what it acknowledged survives its sudden death.

use crate::support::{Program, minimal};

#[test]
fn a_server_answers_over_tcp_and_stops_when_told() {
    let program = Program::new();
    let token = program.database.tokens.editor.clone();
    let mut server = program.serve();
    let health = server.request("GET", "/healthz", None, "").unwrap();
    assert_eq!(health, (200, r#"{"status":"ok"}"#.to_owned()));
    let (status, problem) = server.request("GET", "/api/v1/systems", None, "").unwrap();
    assert_eq!(status, 401, "{problem}");
    let record = minimal("crm").to_string();
    assert_eq!(server.request("POST", "/api/v1/systems", Some(&token), &record).unwrap().0, 201);
    let (status, list) = server.request("GET", "/api/v1/systems", Some(&token), "").unwrap();
    assert!(status == 200 && list.contains("\"crm\""), "{list}");
    assert!(server.terminate().success());
    program.run(&["verify"]).succeeds();
    let exported = program.run(&["export"]).succeeds();
    assert!(exported.contains("crm"), "{exported}");
}

#[test]
fn the_demonstration_prints_an_address_and_a_token_that_work() {
    let program = Program::new();
    let mut server = program.serve_demo();
    let token = server.admin_token();
    let path = "/api/v1/notices/sunmi-north-america-website-privacy-policy/processor-table?format=markdown";
    let (status, table) = server.request("GET", path, Some(&token), "").unwrap();
    assert!(status == 200 && table.contains("NeoCRM"), "{table}");
    assert!(server.terminate().success());
}

#[test]
fn a_token_revoked_at_the_command_line_is_refused_by_the_running_server() {
    let program = Program::new();
    let token = program.database.tokens.reader.clone();
    let mut server = program.serve();
    assert_eq!(server.request("GET", "/api/v1/systems", Some(&token), "").unwrap().0, 200);
    program.run(&["token", "revoke", &program.token_id("reader")]).succeeds();
    assert_eq!(server.request("GET", "/api/v1/systems", Some(&token), "").unwrap().0, 401);
    server.terminate();
}

#[test]
fn what_was_acknowledged_survives_a_kill_while_writing() {
    let program = Program::new();
    let token = program.database.tokens.editor.clone();
    let mut acknowledged: Vec<String> = Vec::new();
    for round in 0..4 {
        let mut server = program.serve();
        let killer = server.killed_after(round * 7 + 3);
        // Writes as fast as it can until the server is no more.
        for n in 0..10_000 {
            let key = format!("s-{round}-{n}");
            match server.request("POST", "/api/v1/systems", Some(&token), &minimal(&key).to_string()) {
                Ok((201, _)) => {
                    acknowledged.push(key);
                    killer.acknowledged();
                }
                Ok((status, text)) => panic!("{status}: {text}"),
                Err(_) => break,
            }
        }
        killer.join();
        server.wait();
        let verified = program.run(&["verify"]).succeeds();
        assert!(verified.ends_with("all of it holds\n"), "{verified}");
    }
    assert!(acknowledged.len() >= 4 * 3, "{}", acknowledged.len());
    let mut server = program.serve();
    for key in &acknowledged {
        let path = format!("/api/v1/systems/{key}");
        assert_eq!(
            server.request("GET", &path, Some(&token), "").unwrap().0,
            200,
            "{key} was acknowledged and is lost"
        );
    }
    assert!(server.terminate().success());
}
