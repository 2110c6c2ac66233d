//! Where a command writes what it makes: to a file, or to standard output.

use super::Failure;
use std::{
    io::{self, BufWriter, IsTerminal, Write},
    path::Path,
};

/// Writes to the file `to`, or to standard output. A reader that went away is no mistake of ours.
///
/// # Errors
/// If the file cannot be written, or if `binary` output would go to a terminal.
pub(super) fn write(
    to: Option<&Path>,
    binary: bool,
    made: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let (name, written) = if let Some(path) = to {
        let file = std::fs::File::create(path).map_err(|error| named(&path.display(), &error))?;
        (path.display().to_string(), through(BufWriter::new(file), made))
    } else {
        if binary && io::stdout().is_terminal() {
            return Err(Failure("this format is not for terminals: name a file with `--output`".into()));
        }
        ("standard output".to_owned(), through(BufWriter::new(io::stdout().lock()), made))
    };
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(named(&name, &error)),
        _ => Ok(()),
    }
}

fn through(mut out: impl Write, made: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    made(&mut out)?;
    out.flush()
}

fn named(name: &impl std::fmt::Display, error: &io::Error) -> Failure {
    Failure(format!("{name}: {error}"))
}
