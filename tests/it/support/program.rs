//! The program as a process, in a folder and over a database of its own.

use super::{Content, Database};
use std::{
    io::{BufRead, BufReader, Error, ErrorKind, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread::JoinHandle,
    time::Duration,
};

/// A folder to run the program in.
pub struct Program {
    folder: tempfile::TempDir,
    pub database: Database,
    /// Where its blobs are, if not in its folder, and the environment that this needs.
    kept: Option<(String, Vec<(String, String)>)>,
}

/// What a run of the program ended with.
#[derive(Debug)]
pub struct Run {
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// What it printed, if it succeeded and said nothing on standard error.
    #[track_caller]
    pub fn succeeds(self) -> String {
        assert_eq!((self.status, self.stderr.as_str()), (Some(0), ""), "{}", self.stdout);
        self.stdout
    }

    /// What it said on standard error, if it failed with status 1 and printed nothing.
    #[track_caller]
    pub fn fails(self) -> String {
        assert_eq!((self.status, self.stdout.as_str()), (Some(1), ""), "{}", self.stderr);
        self.stderr
    }
}

impl Program {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database: Database::with(Content::BuiltIn), kept: None }
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the folder.
    pub fn file(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ropewalk"));
        command.current_dir(self.folder.path()).env("DATABASE_URL", &self.database.url).env_remove("ROPEWALK_LOG");
        match &self.kept {
            None => command.env("ROPEWALK_BLOBS", self.blobs()),
            Some((place, environment)) => command.env("ROPEWALK_BLOBS", place).envs(environment.iter().cloned()),
        };
        command
    }

    /// From now on it keeps its blobs at a place, which it opens with this environment.
    pub fn keeps_blobs_at(&mut self, place: String, environment: &[(&str, &str)]) {
        let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.kept = Some((place, environment));
    }

    /// The folder of its blobs.
    pub fn blobs(&self) -> PathBuf {
        self.path("blobs")
    }

    /// Runs it to its end.
    pub fn run(&self, arguments: &[&str]) -> Run {
        let output = self.command().args(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Run { status: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// The id of the token of this name.
    pub fn token_id(&self, name: &str) -> String {
        let list = self.run(&["token", "list"]).succeeds();
        let line = list.lines().find(|line| line.contains(&format!("  {name}  "))).unwrap();
        line.split_whitespace().next().unwrap().to_owned()
    }

    /// Starts a server on a free port, and waits until it says where it is.
    pub fn serve(&self) -> Server {
        self.serve_with(&[])
    }

    /// The same with more arguments.
    pub fn serve_with(&self, arguments: &[&str]) -> Server {
        let mut command = self.command();
        command.args(["serve", "--port", "0"]).args(arguments);
        Server::start(command)
    }

    /// The same as a demonstration: over the file that it makes itself, where the suite runs on files.
    pub fn serve_demo(&self) -> Server {
        let mut command = self.command();
        if !self.database.is_postgres() {
            command.env_remove("DATABASE_URL");
        }
        command.args(["serve", "--port", "0", "--demo"]);
        Server::start(command)
    }
}

/// An answer in bytes.
#[derive(Debug)]
pub struct Bytes {
    pub status: u16,
    pub body: Vec<u8>,
}

/// A server that runs; it is killed when this goes.
pub struct Server {
    child: Child,
    log: Option<JoinHandle<String>>,
    output: BufReader<std::process::ChildStdout>,
    address: String,
}

impl Server {
    fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut errors = child.stderr.take().unwrap();
        let log = std::thread::spawn(move || {
            let mut log = Vec::new();
            errors.read_to_end(&mut log).unwrap();
            String::from_utf8_lossy(&log).into_owned()
        });
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once("http://").unwrap_or_else(|| panic!("{line:?}")).1.to_owned();
        Self { child, log: Some(log), output, address }
    }

    /// The token that a demonstration prints.
    pub fn admin_token(&mut self) -> String {
        let mut line = String::new();
        while !line.contains("Admin token") {
            line.clear();
            assert_ne!(self.output.read_line(&mut line).unwrap(), 0, "the server printed no token");
        }
        line.split_whitespace().find(|word| word.starts_with("rw_")).unwrap().to_owned()
    }

    /// Asks over a connection of its own; an answer that is not whole is an error.
    pub fn request(&self, method: &str, path: &str, token: Option<&str>, body: &str) -> Result<(u16, String), Error> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let authorization = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{authorization}\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let cut = || Error::from(ErrorKind::UnexpectedEof);
        let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(cut)?;
        let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if length != Some(body.len()) {
            return Err(cut());
        }
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(cut)?;
        Ok((status, body.to_owned()))
    }

    /// Begins a request over a connection of its own, and does not end it.
    pub fn begin(&self, head: &str, body: &[u8]) -> Result<TcpStream, Error> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        stream.write_all(head.as_bytes())?;
        stream.write_all(body)?;
        Ok(stream)
    }

    /// Sends a request as it is, bytes for a body, and reads what is answered; an answer that is not whole is an error.
    pub fn exchange(&self, head: &str, body: &[u8]) -> Result<Bytes, Error> {
        let mut stream = self.begin(head, body)?;
        let cut = || Error::from(ErrorKind::UnexpectedEof);
        let mut answer = Vec::new();
        let (head, body) = loop {
            let mut piece = [0; 16 << 10];
            let read = stream.read(&mut piece)?;
            answer.extend_from_slice(&piece[..read]);
            // An answer ends where it says so: the other side may wait for the rest of a body that is not sent.
            if let Some(end) = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
                let body = &answer[end + 4..];
                if length == Some(body.len()) || (read == 0 && length.is_none()) {
                    break (head, body.to_vec());
                }
            }
            if read == 0 {
                return Err(cut());
            }
        };
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(cut)?;
        Ok(Bytes { status, body })
    }

    /// Kills it without a word.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.wait();
    }

    /// Tells it to stop, waits until it has, and answers what it logged too.
    pub fn terminate_and_read(&mut self) -> (ExitStatus, String) {
        let status = self.terminate();
        (status, self.log.take().unwrap().join().unwrap())
    }

    fn signal(pid: u32, signal: &str) {
        assert!(Command::new("kill").args([signal, &pid.to_string()]).status().unwrap().success());
    }

    /// Tells it to stop, and waits until it has.
    pub fn terminate(&mut self) -> ExitStatus {
        Self::signal(self.child.id(), "-TERM");
        self.wait()
    }

    /// Waits until it has ended.
    pub fn wait(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// Somebody who kills it, without a word, once so many writes were acknowledged.
    pub fn killed_after(&self, writes: usize) -> Killer {
        let pid = self.child.id();
        let (acknowledged, count) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            assert_eq!(count.iter().take(writes).count(), writes);
            Self::signal(pid, "-KILL");
        });
        Killer { acknowledged, thread }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Kills a server in the middle of its work.
pub struct Killer {
    acknowledged: mpsc::Sender<()>,
    thread: JoinHandle<()>,
}

impl Killer {
    /// Counts a write.
    pub fn acknowledged(&self) {
        // Nobody counts any more once the server is killed.
        let _ = self.acknowledged.send(());
    }

    pub fn join(self) {
        drop(self.acknowledged);
        self.thread.join().unwrap();
    }
}
