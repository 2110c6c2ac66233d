//! The `ropewalk` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    ropewalk::cli::run()
}
