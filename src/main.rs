//! The `yunji` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    yunji::cli::run()
}
