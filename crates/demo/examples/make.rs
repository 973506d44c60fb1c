//! Makes the demo region in a SQLite file and tells how long it took: `cargo run --release -p demo --example make FILE`.

use std::time::Instant;

use kernel::clock::Zone;
use store::{Db, Options, Url};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: make FILE")?;
    let url: Url = format!("sqlite:{path}").parse()?;
    store::migrate::run(&url)?;
    let db = Db::open(&url, Options::default())?;
    let zone = Zone::named("Asia/Novokuznetsk")?;
    let now = zone.instant("2026-11-23T10:40".parse()?)?;
    let started = Instant::now();
    let summary = demo::make(&db, now, &zone, move |line| println!("{:6.2} с  {line}", started.elapsed().as_secs_f64()))?;
    println!("{:6.2} с  готово\n{summary}", started.elapsed().as_secs_f64());
    Ok(())
}
