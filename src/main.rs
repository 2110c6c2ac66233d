//! The `ropewalk` command.

use std::process::ExitCode;

/// A register is millions of small allocations, made in one thread and given back in another.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ropewalk::cli::run()
}
