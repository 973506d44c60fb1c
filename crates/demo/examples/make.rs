//! Makes the demo region and tells how long it took:
//! `cargo run --release -p demo --example make DATABASE [LOCAL TIME]`, such as `sqlite:demo.sqlite 2027-03-15T09:00`.

use std::time::Instant;

use kernel::clock::Zone;
use store::{Db, Options, Url};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let url: Url = arguments.next().ok_or("usage: make DATABASE [LOCAL TIME]")?.parse()?;
    let local = arguments.next().unwrap_or_else(|| "2026-11-23T10:40".to_owned());
    store::migrate::run(&url)?;
    let db = Db::open(&url, Options::default())?;
    let zone = Zone::named("Asia/Novokuznetsk")?;
    let now = zone.instant(local.parse()?)?;
    let started = Instant::now();
    let summary = demo::make(&db, now, &zone, move |line| {
        println!("{:6.2} с  {line}", started.elapsed().as_secs_f64())
    })?;
    println!("{:6.2} с  готово\n{summary}", started.elapsed().as_secs_f64());
    println!("doctor: {} findings", db.read_blocking(journal::doctor::examine)?.len());
    Ok(())
}
