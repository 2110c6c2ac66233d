//! Documents on their way in and out of the program as a process: what is cut off, what lies, and where they are kept.

use crate::support::{ACCESS_KEY, Bucket, Program, SECRET, Server};
use serde_json::Value;
use std::{io::Read, net::Shutdown, path::Path};

/// Bytes that are no text and no known type, more than one part of a bucket.
fn large() -> Vec<u8> {
    (0..9_u32 << 20).map(|n| u8::try_from(n.wrapping_mul(2_654_435_761) >> 24).unwrap()).collect()
}

fn upload(token: &str, length: usize) -> String {
    format!(
        "POST /api/v1/documents HTTP/1.1\r\nHost: here\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/octet-stream\r\nContent-Length: {length}\r\n\r\n"
    )
}

fn download(token: &str, digest: &str, more: &str) -> String {
    format!(
        "GET /api/v1/documents/{digest} HTTP/1.1\r\nHost: here\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n{more}\r\n"
    )
}

/// Uploads some bytes and answers their digest.
fn kept(server: &Server, token: &str, bytes: &[u8]) -> String {
    let answer = server.exchange(&upload(token, bytes.len()), bytes).unwrap();
    assert_eq!(answer.status, 201, "{}", String::from_utf8_lossy(&answer.body));
    let stored: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(stored["bytes"], bytes.len());
    stored["digest"].as_str().unwrap().to_owned()
}

/// How many files are below a folder, whatever their names.
fn files(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries.map(|entry| entry.unwrap().path()).map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
}

#[test]
fn an_upload_that_is_cut_off_or_too_large_leaves_nothing_behind() {
    let program = Program::new();
    let token = program.database.tokens.editor.clone();
    let mut server = program.serve_with(&["--document-limit", "100000"]);
    let mut cut = server.begin(&upload(&token, 5000), b"%PDF-1.7 and then nothing").unwrap();
    cut.shutdown(Shutdown::Write).unwrap();
    let mut answer = Vec::new();
    // Whether anybody is told is up to the connection, which is half gone.
    drop(cut.read_to_end(&mut answer));
    assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 400"), "{}", String::from_utf8_lossy(&answer));
    let chunk = vec![b'a'; 60_000];
    let chunked = upload(&token, 0).replace("Content-Length: 0", "Transfer-Encoding: chunked");
    let mut body = Vec::new();
    for _ in 0..2 {
        body.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        body.extend_from_slice(&chunk);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"0\r\n\r\n");
    assert_eq!(server.exchange(&chunked, &body).unwrap().status, 413);
    let announced = server.exchange(&upload(&token, 10_000_000), &chunk[..64]).unwrap();
    assert_eq!(announced.status, 413, "whoever announces too much is refused at the first bytes");
    assert_eq!(files(&program.blobs()), 0);
    kept(&server, &token, &chunk);
    assert_eq!(files(&program.blobs()), 1);
    assert!(server.terminate().success());
    let verified = program.run(&["verify"]).succeeds();
    assert!(verified.contains(" 1 blobs"), "{verified}");
}

#[test]
fn a_server_that_dies_while_it_receives_leaves_no_half_document() {
    let program = Program::new();
    let token = program.database.tokens.editor.clone();
    let mut server = program.serve();
    let bytes = large();
    let half = server.begin(&upload(&token, bytes.len()), &bytes[..bytes.len() / 2]).unwrap();
    server.kill();
    drop(half);
    assert_eq!(files(&program.blobs()), 0);
    let mut server = program.serve();
    let digest = kept(&server, &token, &bytes);
    let whole = server.exchange(&download(&token, &digest, ""), b"").unwrap();
    assert!(whole.status == 200 && whole.body == bytes);
    assert!(server.terminate().success());
    program.run(&["verify"]).succeeds();
}

#[test]
fn documents_are_kept_in_a_bucket_as_in_a_folder() {
    let bucket = Bucket::new();
    let mut program = Program::new();
    program.keeps_blobs_at(bucket.place(), &[("AWS_ACCESS_KEY_ID", ACCESS_KEY), ("AWS_SECRET_ACCESS_KEY", SECRET)]);
    let token = program.database.tokens.editor.clone();
    let mut server = program.serve();
    let bytes = large();
    let digest = kept(&server, &token, &bytes);
    assert_eq!(kept(&server, &token, &bytes), digest, "the same bytes are the same document");
    let small = kept(&server, &token, b"# Minutes\n");
    assert_eq!(std::fs::read(bucket.file(&digest)).unwrap(), bytes);
    let whole = server.exchange(&download(&token, &digest, ""), b"").unwrap();
    assert!(whole.status == 200 && whole.body == bytes);
    let part = server.exchange(&download(&token, &digest, "Range: bytes=8388600-8388615\r\n"), b"").unwrap();
    assert_eq!((part.status, part.body.as_slice()), (206, &bytes[8_388_600..8_388_616]));
    let none = server.exchange(&download(&token, &"ab".repeat(32), ""), b"").unwrap();
    assert_eq!(none.status, 404);
    let delete = download(&token, &small, "").replace("GET", "DELETE");
    assert_eq!(server.exchange(&delete, b"").unwrap().status, 204);
    assert!(server.terminate().success());
    let verified = program.run(&["verify"]).succeeds();
    assert!(verified.contains(" 1 blobs") && verified.ends_with("all of it holds\n"), "{verified}");

    std::fs::write(bucket.file(&digest), &bytes[1..]).unwrap();
    let mut server = program.serve();
    let cut = server.exchange(&download(&token, &digest, ""), b"");
    assert!(cut.is_err(), "what was changed where it is kept never arrives as a whole");
    assert!(server.terminate().success());
    let verified = program.run(&["verify"]);
    assert_eq!(verified.status, Some(1));
    assert!(verified.stdout.contains(&format!("the bytes of blob {digest} have another digest")), "{verified:?}");
}

#[test]
fn a_bucket_that_does_not_open_is_named_and_no_secret_is() {
    let bucket = Bucket::new();
    let mut program = Program::new();
    program.keeps_blobs_at(bucket.place(), &[("AWS_ACCESS_KEY_ID", ACCESS_KEY), ("AWS_SECRET_ACCESS_KEY", "geheim")]);
    let token = program.database.tokens.editor.clone();
    let mut server = program.serve();
    let refused = server.exchange(&upload(&token, 3), b"abc").unwrap();
    let answer = String::from_utf8_lossy(&refused.body).into_owned();
    assert_eq!(refused.status, 503, "{answer}");
    let (stopped, log) = server.terminate_and_read();
    assert!(stopped.success());
    let told = program.run(&["verify"]).fails();
    assert!(told.contains("the place of blobs cannot be reached: ") && told.contains("403"), "{told}");
    for text in [&answer, &log, &told] {
        assert!(!text.contains("geheim") && !text.contains(ACCESS_KEY), "{text}");
    }
    program.keeps_blobs_at("s3://me:geheim@papers".into(), &[]);
    let refused = program.run(&["verify"]).fails();
    assert!(refused.contains("names credentials") && !refused.contains("geheim"), "{refused}");
    program.keeps_blobs_at("gs://papers".into(), &[]);
    assert!(program.run(&["verify"]).fails().contains("s3://BUCKET/PREFIX"));
}
