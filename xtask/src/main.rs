//! Developer commands: `cargo xtask <command>`.
//!
//! * `floors` – no crate uses one on its own or a higher floor of the house;
//! * `bench` – how fast the server is, beside the limit measured in the same run;
//! * `crash` – the server is killed in the middle of writing, again and again; nothing acknowledged may be lost.

#[cfg(feature = "bench")]
mod bench;
#[cfg(feature = "bench")]
mod crash;
mod failure;
mod floors;

use std::process::ExitCode;

use failure::Failure;

/// The bench serves with what the server uses.
#[cfg(feature = "bench")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const USAGE: &str = "\
usage: cargo xtask floors
       cargo xtask bench [--help]
       cargo xtask crash [--help]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.first().map(String::as_str) {
        Some("floors") => floors::run(),
        Some("bench" | "crash" | "serve-bench") => heavy(&arguments),
        _ => Err(Failure::Usage(USAGE.to_owned())),
    };
    match result {
        Ok(code) => code,
        Err(Failure::Usage(text)) => {
            eprintln!("{text}");
            ExitCode::from(2)
        }
        Err(failure) => {
            eprintln!("xtask: {}", failure.to_string().replace('\n', " "));
            ExitCode::FAILURE
        }
    }
}

/// The commands that need the house itself.
#[cfg(feature = "bench")]
fn heavy(_arguments: &[String]) -> Result<ExitCode, Failure> {
    use clap::Parser;

    /// What is measured or tried.
    #[derive(Parser)]
    #[command(name = "cargo xtask", disable_help_subcommand = true)]
    enum Heavy {
        /// Measure how fast the server is, beside the limit measured in the same run.
        Bench(bench::Arguments),
        /// Kill the server in the middle of writing and look whether anything acknowledged is lost.
        Crash(crash::Arguments),
        /// The server under measurement; `bench` starts it as a process of its own.
        #[command(hide = true)]
        ServeBench(bench::serve::Arguments),
    }

    match Heavy::parse() {
        Heavy::Bench(arguments) => bench::run(&arguments),
        Heavy::Crash(arguments) => crash::run(&arguments),
        Heavy::ServeBench(arguments) => bench::serve::run(arguments),
    }
}

/// Builds this program anew, optimised and with the house inside, and hands the command over.
#[cfg(not(feature = "bench"))]
fn heavy(arguments: &[String]) -> Result<ExitCode, Failure> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let status = std::process::Command::new(&cargo)
        .args(["run", "-q", "--release", "--package", "xtask", "--features", "bench", "--"])
        .args(arguments)
        .status()
        .map_err(Failure::io(cargo))?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}
