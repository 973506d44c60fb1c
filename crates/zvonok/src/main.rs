//! The binary: every command of `zvonok`. Errors are one line on standard error and status 1; wrong usage is status 2.

mod admin;
mod failure;
mod import;
mod out;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use failure::Failure;
use server::{Config, Flags};

/// Rows are made on database threads and freed where pages are drawn; the system's allocator is slow at that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// «Звонок»: an open system for the schools of a region.
///
/// Settings come from zvonok.toml in the working directory and from the environment (ZVONOK_…); default.toml of the
/// repository documents every one.
#[derive(Parser)]
#[command(name = "zvonok", version, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// Where the data lies and which day it is.
#[derive(Args, Clone)]
struct Place {
    /// Data directory, in place of ZVONOK_DATA.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Live on the demo's day: Monday 23 November 2026, or ZVONOK_DEMO_NOW.
    #[arg(long)]
    demo: bool,
}

impl Place {
    fn config(self, port: Option<u16>) -> Result<Config, Failure> {
        let config = Config::load(&Flags { demo: self.demo, port, data: self.data })?;
        server::log::init(&config)?;
        Ok(config)
    }
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages until SIGTERM; the schema is brought up to date first.
    Serve {
        #[command(flatten)]
        place: Place,
        /// Port, in place of the one in ZVONOK_LISTEN.
        #[arg(long)]
        port: Option<u16>,
    },
    /// Make the demo region, unless somebody lives in the database already.
    Demo {
        /// Data directory, in place of ZVONOK_DATA.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Bring the schema of the database up to date.
    Migrate {
        #[command(flatten)]
        place: Place,
    },
    /// Bring a school in line with a file; a repeated import changes nothing.
    #[command(subcommand)]
    Import(import::What),
    /// Recompute what is kept beside the marks and compare.
    Doctor {
        #[command(flatten)]
        place: Place,
    },
    /// What only the one who runs the machine may do.
    #[command(subcommand)]
    Admin(admin::What),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli.command) {
        Ok(code) => code,
        Err(failure) => {
            out::complaint(format_args!("zvonok: {}", failure.to_string().replace('\n', " ")));
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Serve { place, port } => serve(&place.config(port)?),
        Command::Demo { data } => make_demo(&Place { data, demo: true }.config(None)?),
        Command::Migrate { place } => migrate(&place.config(None)?),
        Command::Import(what) => import::run(what),
        Command::Doctor { place } => doctor(&place.config(None)?),
        Command::Admin(what) => admin::run(what),
    }
}

fn serve(config: &Config) -> Result<ExitCode, Failure> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::Runtime)?;
    let app = server::app(config)?;
    let ready = |address| {
        out::line(format_args!("zvonok listens on http://{address} ({})", config.base_url));
        if config.demo {
            out::line(format_args!("sign-ins, each with the password «{}»:", demo::PASSWORD));
            for (login, who) in demo::sign_ins() {
                out::line(format_args!("  {login:<13} {who}"));
            }
        }
    };
    runtime.block_on(server::serve(config, app, ready))?;
    // Waiting database threads hold nothing: what was answered is on the disk.
    runtime.shutdown_background();
    Ok(ExitCode::SUCCESS)
}

fn make_demo(config: &Config) -> Result<ExitCode, Failure> {
    let db = server::open(config)?;
    if !demo::is_empty(&db)? {
        out::line("the database is not empty: nothing was made");
        return Ok(ExitCode::SUCCESS);
    }
    let files = server::files(config)?;
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::Runtime)?;
    for (_, content) in demo::documents() {
        runtime.block_on(files.keep(content)).map_err(server::StartError::from)?;
    }
    let summary = demo::make(&db, config.demo_start()?, &config.zone, |step| out::line(step))?;
    server::dispatch_all(&db, &config.clock()?)?;
    out::line(summary.to_string().trim_end());
    Ok(ExitCode::SUCCESS)
}

fn migrate(config: &Config) -> Result<ExitCode, Failure> {
    let done = store::migrate::run(&config.database)?;
    for name in &done {
        out::line(name);
    }
    out::line(format_args!("migrations applied: {}", done.len()));
    Ok(ExitCode::SUCCESS)
}

fn doctor(config: &Config) -> Result<ExitCode, Failure> {
    if let store::Url::Sqlite(path) = &config.database
        && !path.exists()
    {
        return Err(Failure::Said(format!("there is no database at {}", path.display())));
    }
    let db = server::open(config)?;
    let now = config.clock()?.now();
    let mut found = db.read_blocking(journal::doctor::examine)?;
    found.extend(db.read_blocking(move |tx| journal::seal::doctor::examine(tx, now))?);
    for f in &found {
        out::line(format_args!(
            "{}: institution {}, pupil {}, number {}",
            f.what, f.institution_id, f.pupil_id, f.thing_id
        ));
    }
    out::line(format_args!("findings: {}", found.len()));
    Ok(if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
