//! `cargo xtask bench`: how fast the server is on a school that the bench makes, beside the limit of the same machine in
//! the same run. It is a measurement and no test: whatever it measures, it ends well.
//!
//! The server runs as a process of its own; the load comes from this one, over loopback. Every row that has a goal is
//! measured right after its limit: «static» is a ready-made page of the same size through the same layers, «bare» one
//! inserted row through the same HTTP, session and writer. All rows take turns, several times over.

pub mod clients;
pub mod dice;
pub mod facts;
pub mod http;
mod journal;
pub mod load;
pub mod process;
mod rows;
pub mod school;
pub mod serve;
mod table;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use store::Url;

use crate::failure::Failure;
use http::{Line, get};
use process::Server;

/// How fast pages are read and marks are saved.
#[derive(clap::Args)]
pub struct Arguments {
    /// What is measured: everything, or the journal alone with its year and its plan.
    #[arg(default_value = "school", value_parser = ["school", "journal"])]
    what: String,
    #[command(flatten)]
    size: school::Size,
    /// How long each row is measured each time, seconds.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// How many times every row is measured; the median counts.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=20))]
    rounds: u8,
    /// Connections that ask at once; of those that write at most 64.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=512))]
    connections: u16,
    /// Measure only rows whose name begins so.
    #[arg(long, default_value = "")]
    only: String,
    /// Write the figures here as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// `sqlite:PATH` or `postgres://…`; without it a SQLite file below target/bench.
    #[arg(long)]
    database: Option<Url>,
}

/// The folder of the bench: `target/bench`.
pub fn folder() -> Result<PathBuf, Failure> {
    let program = std::env::current_exe().map_err(Failure::io("this program"))?;
    let target = program
        .parent()
        .and_then(Path::parent)
        .ok_or_else(|| Failure::Said("no target folder".to_owned()))?;
    let folder = target.join("bench");
    std::fs::create_dir_all(&folder).map_err(Failure::io(folder.display()))?;
    Ok(folder)
}

/// The release binary beside this program.
pub fn binary() -> Result<PathBuf, Failure> {
    let program = std::env::current_exe().map_err(Failure::io("this program"))?;
    Ok(program.with_file_name("zvonok"))
}

/// The database as the server's settings write it.
pub fn address(url: &Url) -> String {
    match url {
        Url::Sqlite(path) => format!("sqlite:{}", path.display()),
        Url::Postgres(address) => address.clone(),
    }
}

/// Measures and prints.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let folder = folder()?;
    let url = match &arguments.database {
        Some(url) => {
            school::ensure(url, arguments.size)?;
            url.clone()
        }
        None => {
            let copy = folder.join("bench.sqlite");
            school::copy(&school::file(&folder, arguments.size)?, &copy)?;
            Url::Sqlite(copy)
        }
    };
    let facts = facts::read(&url)?;
    let data = folder.join("data");
    let secret = secret(&data)?;
    let program = std::env::current_exe().map_err(Failure::io("this program"))?;
    let server = Server::start(
        Command::new(&program)
            .arg("serve-bench")
            .arg("--database")
            .arg(address(&url))
            .arg("--data")
            .arg(&data),
    )?;
    // One thread asks for all: it is as quick as more of them and leaves more to the server.
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::io("threads"))?;
    let sizes = runtime.block_on(rows::look(server.address, &facts))?;
    let mut rows = rows::all(&facts, &sizes, &secret, arguments.connections)?;
    rows.retain(|row| {
        row.name.starts_with(&arguments.only) || row.limit.is_some_and(|l| l.starts_with(&arguments.only))
    });
    let only_journal = arguments.what == "journal";
    if only_journal {
        let page = |name: &str| name.contains("diary") || name == "empty";
        rows.retain(|row| !page(row.name));
    }
    let times = if only_journal {
        Some(runtime.block_on(journal::look(server.address, &facts, &secret))?)
    } else {
        None
    };
    let mut memory = table::Memory::default();
    for round in 1..=arguments.rounds {
        println!("round {round} of {}", arguments.rounds);
        for row in &mut rows {
            row.measure(&runtime, &server, Duration::from_secs(arguments.seconds))?;
            memory.look(&server)?;
            if row.writes {
                runtime.block_on(rows::settle(server.address))?;
            }
        }
    }
    server.kill()?;
    let start = start_to_first_answer(&runtime, &url, &data)?;
    let report = table::Report::new(&rows, &sizes, memory, start, times.as_ref());
    print!("{}", report.text());
    if let Some(path) = &arguments.json {
        let mut json = report.json();
        json.push('\n');
        std::fs::write(path, json).map_err(Failure::io(path.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A secret of the server that this program knows as well.
pub fn secret(data: &Path) -> Result<[u8; 32], Failure> {
    let secret = [7; 32];
    std::fs::create_dir_all(data).map_err(Failure::io(data.display()))?;
    let path = data.join("secret");
    std::fs::write(&path, secret).map_err(Failure::io(path.display()))?;
    Ok(secret)
}

/// The release binary on the bench's day, as a command that is not started yet.
pub fn release(binary: &Path, url: &Url, data: &Path) -> Command {
    let mut command = Command::new(binary);
    command
        .args(["serve", "--demo", "--port", "0", "--data"])
        .arg(data)
        .env("ZVONOK_DATABASE", address(url))
        .env("ZVONOK_DEMO_NOW", school::NOW)
        .env("ZVONOK_LOG", "warn");
    command
}

/// From the start of the release binary to its first page; none when it is not built.
fn start_to_first_answer(
    runtime: &tokio::runtime::Runtime,
    url: &Url,
    data: &Path,
) -> Result<Option<Duration>, Failure> {
    let binary = binary()?;
    if !binary.exists() {
        return Ok(None);
    }
    let since = Instant::now();
    let server = Server::start(&mut release(&binary, url, data))?;
    runtime.block_on(async {
        let mut line = Line::open(server.address).await?;
        line.ask(&get("/login/", None)).await?.page().map(drop)
    })?;
    let took = since.elapsed();
    server.kill()?;
    Ok(Some(took))
}
