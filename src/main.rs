//! The `wijkkaart` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    wijkkaart::cli::run()
}
