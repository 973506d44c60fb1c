//! `cargo xtask crash`: the server is killed (SIGKILL) at a random moment of a write load, again and again. After each
//! restart every mark it acknowledged has to be there and `zvonok doctor` has to find nothing.
//!
//! It proves that an answer is given only after its commit was handed to the system. What a power cut takes besides, the
//! disk's own cache, no program can try: for that there is `synchronous = FULL`.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable, SmallInt, Text};
use store::{Db, Options, Url, on_backend};

use crate::bench::clients::{Typed, Typist};
use crate::bench::dice::Dice;
use crate::bench::http::{Line, get};
use crate::bench::load::Client;
use crate::bench::process::Server;
use crate::bench::{self, facts, school};
use crate::failure::Failure;

/// Kill the server while marks are saved.
#[derive(clap::Args)]
pub struct Arguments {
    /// How many times it is killed.
    #[arg(long, default_value_t = 20)]
    rounds: u32,
    /// Connections that write at once.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=64))]
    connections: u16,
    /// Chooses the moments.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The program; without it `zvonok` of the release build.
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
    #[command(flatten)]
    size: school::Size,
}

/// The longest a round writes before the kill, ms.
const LONGEST: usize = 1500;
/// And the shortest.
const SHORTEST: usize = 100;

/// Kills, restarts and compares.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let binary = match &arguments.binary {
        Some(binary) => binary.clone(),
        None => bench::binary()?,
    };
    if !binary.exists() {
        let hint = "build it: cargo build --release --package zvonok";
        return Err(Failure::Said(format!("{} is not there; {hint}", binary.display())));
    }
    let folder = bench::folder()?;
    let file = folder.join("crash.sqlite");
    school::copy(&school::file(&folder, arguments.size)?, &file)?;
    let url = Url::Sqlite(file);
    let data = folder.join("crash-data");
    let secret = bench::secret(&data)?;
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::io("threads"))?;
    let mut dice = Dice::new(arguments.seed);
    let mut failed = 0_u32;
    let mut total = 0;
    for round in 1..=arguments.rounds {
        let server = Server::start(&mut bench::release(&binary, &url, &data))?;
        let run = format!("{}-{round}", std::process::id());
        let typists: Vec<Typist> = facts::read(&url)?
            .cells
            .into_iter()
            .take(usize::from(arguments.connections))
            .filter_map(|cells| Typist::new(cells, &secret, &run))
            .collect();
        let moment =
            Duration::from_millis(u64::try_from(SHORTEST + dice.below(LONGEST - SHORTEST)).unwrap_or(1000));
        let typed = runtime.block_on(type_until_killed(server, typists, moment))?;
        let since = Instant::now();
        let server = Server::start(&mut bench::release(&binary, &url, &data))?;
        runtime.block_on(first_answer(server.address))?;
        let back = since.elapsed();
        let lost = lost(&url, typed.acknowledged.clone())?;
        server.kill()?;
        let (sound, said) = doctor(&binary, &url, &data)?;
        println!(
            "round {round}: killed after {} ms; {} marks acknowledged, {} on their way; back in {} ms; lost {}; doctor: {said}",
            moment.as_millis(),
            typed.acknowledged.len(),
            typed.on_their_way,
            back.as_millis(),
            lost.len(),
        );
        for line in lost.iter().take(5) {
            println!("  {line}");
        }
        total += typed.acknowledged.len();
        failed += u32::from(!lost.is_empty() || !sound || typed.acknowledged.is_empty());
    }
    println!("{} rounds, {total} marks acknowledged, {failed} rounds failed", arguments.rounds);
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What a round left.
struct Round {
    acknowledged: Vec<Typed>,
    on_their_way: usize,
}

async fn first_answer(address: SocketAddr) -> Result<(), Failure> {
    Line::open(address).await?.ask(&get("/login/", None)).await?.page().map(drop)
}

async fn type_until_killed(server: Server, typists: Vec<Typist>, moment: Duration) -> Result<Round, Failure> {
    let address = server.address;
    let tasks: Vec<_> = typists
        .into_iter()
        .map(|mut typist| {
            typist.acknowledged = Some(Vec::new());
            tokio::spawn(type_on(address, typist))
        })
        .collect();
    tokio::time::sleep(moment).await;
    server.kill()?;
    let mut round = Round { acknowledged: Vec::new(), on_their_way: 0 };
    for task in tasks {
        let (typist, on_its_way) = task.await.map_err(|error| Failure::Said(error.to_string()))??;
        round.on_their_way += usize::from(on_its_way);
        round.acknowledged.extend(typist.acknowledged.unwrap_or_default());
    }
    Ok(round)
}

/// Types until the connection breaks; an answer that is no «saved» is an error.
async fn type_on(address: SocketAddr, mut typist: Typist) -> Result<(Typist, bool), Failure> {
    let Ok(mut line) = Line::open(address).await else { return Ok((typist, false)) };
    let mut request = Vec::new();
    loop {
        typist.ask(&mut request);
        match line.ask(&request).await {
            Ok(heard) => typist.hear(&heard)?,
            Err(_) => return Ok((typist, true)),
        }
    }
}

#[derive(QueryableByName)]
struct Kept {
    #[diesel(sql_type = Text)]
    op: String,
    #[diesel(sql_type = BigInt)]
    pupil_id: i64,
    #[diesel(sql_type = BigInt)]
    work_id: i64,
    #[diesel(sql_type = Integer)]
    version: i32,
    #[diesel(sql_type = Nullable<SmallInt>)]
    value: Option<i16>,
    #[diesel(sql_type = Nullable<Integer>)]
    mark_version: Option<i32>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    mark_value: Option<i16>,
}

/// The acknowledged marks that are not in the history as they were typed, or whose cell is older than they are.
fn lost(url: &Url, acknowledged: Vec<Typed>) -> Result<Vec<String>, Failure> {
    const SQL: &str = "\
SELECT h.op, h.pupil_id, h.work_id, h.version, h.value, m.version AS mark_version, m.value AS mark_value
FROM mark_history h LEFT JOIN mark m
    ON m.institution_id = h.institution_id AND m.pupil_id = h.pupil_id AND m.day = h.day AND m.work_id = h.work_id
WHERE h.op <> ''";
    let db = Db::open(url, Options { readers: 1, ..Options::default() })?;
    let kept: Vec<Kept> = db.read_blocking(|tx| on_backend!(tx, |c| diesel::sql_query(SQL).load(c)))?;
    let kept: HashMap<String, Kept> = kept.into_iter().map(|kept| (kept.op.clone(), kept)).collect();
    let mut lines = Vec::new();
    for typed in acknowledged {
        let why = match kept.get(&typed.op) {
            None => "is not in the history",
            Some(k) if (k.pupil_id, k.work_id) != (typed.pupil, typed.work) => "belongs to another cell",
            Some(k) if (k.version, k.value) != (typed.version, Some(typed.value)) => {
                "has another version or value"
            }
            Some(k) if k.mark_version.is_none_or(|version| version < typed.version) => {
                "is newer than its cell"
            }
            Some(k) if k.mark_version == Some(typed.version) && k.mark_value != Some(typed.value) => {
                "differs from its cell"
            }
            Some(_) => continue,
        };
        lines.push(format!("{typed:?} {why}"));
    }
    Ok(lines)
}

/// Does the doctor find nothing? With the last line it said.
fn doctor(binary: &Path, url: &Url, data: &Path) -> Result<(bool, String), Failure> {
    let output = Command::new(binary)
        .args(["doctor", "--demo", "--data"])
        .arg(data)
        .env("ZVONOK_DATABASE", bench::address(url))
        .env("ZVONOK_LOG", "warn")
        .output()
        .map_err(Failure::io(binary.display()))?;
    let said = String::from_utf8_lossy(if output.status.success() { &output.stdout } else { &output.stderr });
    let last = said.lines().last().unwrap_or("said nothing").to_owned();
    Ok((output.status.success(), last))
}
