//! Starts partnerbook: a command line, or the screens.

use std::process::ExitCode;

fn main() -> ExitCode {
    match partnerbook::cli::run(std::env::args_os()) {
        partnerbook::cli::Wanted::Done(code) => code.into(),
        partnerbook::cli::Wanted::Screens { .. } | partnerbook::cli::Wanted::Demo { .. } => {
            2.into()
        }
    }
}
