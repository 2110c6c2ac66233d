//! Where a command writes what it makes: to a file, or to standard output.

use super::Failure;
use crate::{config::Fonts, render::Typesetter};
use std::{
    io::{self, BufWriter, IsTerminal, Write},
    path::Path,
};

/// What PDF is set with, if this program can make it.
///
/// # Errors
/// If there is no such folder of fonts.
pub(super) fn typesetter(fonts: &Fonts) -> Result<Typesetter, Failure> {
    if let Some(folder) = &fonts.folder
        && !folder.is_dir()
    {
        return Err(Failure(format!("{}: there is no such folder of fonts", folder.display())));
    }
    #[cfg(feature = "pdf")]
    let typesetter = {
        let folder = fonts.folder.clone();
        Typesetter::with(move || pdf::Fonts::find(folder.as_deref()))
    };
    #[cfg(not(feature = "pdf"))]
    let typesetter = Typesetter::default();
    Ok(typesetter)
}

/// Says on standard error that fonts are missing, where a document lacks some.
pub(super) fn warn_of_fonts(typesetter: &Typesetter) {
    if typesetter.lacked_characters() {
        eprintln!(
            "ropewalk: no font was found for some characters, and their numbers in Unicode stand in the document instead; install a \
             font that has them (for Chinese: Noto Sans CJK SC), or name a folder of fonts with --fonts"
        );
    }
}

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
