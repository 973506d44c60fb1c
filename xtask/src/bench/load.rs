//! Load: so many connections ask without a pause, for so long; every answer is checked.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;

use super::http::{Heard, Line};
use crate::failure::Failure;

/// One who asks over one connection.
pub trait Client: Send {
    /// Writes the next request.
    fn ask(&mut self, request: &mut Vec<u8>);
    /// Checks the answer to it.
    fn hear(&mut self, heard: &Heard<'_>) -> Result<(), Failure>;
}

/// The clients of one row, one a connection.
pub type Clients = Vec<Box<dyn Client>>;

/// What one run gave.
pub struct Figures {
    /// Answers in the time measured.
    pub answers: u64,
    /// The time measured.
    pub took: Duration,
    /// Bytes of their bodies.
    pub bytes: u64,
    /// From the first byte sent to the last one heard, µs.
    pub latency: Histogram<u64>,
}

impl Figures {
    fn none() -> Result<Self, Failure> {
        let latency =
            Histogram::new_with_bounds(1, 60_000_000, 3).map_err(|e| Failure::Said(e.to_string()))?;
        Ok(Self { answers: 0, took: Duration::ZERO, bytes: 0, latency })
    }

    /// Answers a second.
    pub fn rate(&self) -> f64 {
        number(self.answers) / self.took.as_secs_f64().max(1e-9)
    }

    /// The mean size of an answer's body.
    pub fn size(&self) -> u64 {
        self.bytes / self.answers.max(1)
    }

    fn add(&mut self, other: &Self) -> Result<(), Failure> {
        self.answers += other.answers;
        self.bytes += other.bytes;
        self.latency.add(&other.latency).map_err(|e| Failure::Said(e.to_string()))
    }
}

/// A count as a number to divide; counts beyond four thousand million stay there.
pub fn number(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Lets the clients ask for `warm` without counting and for `time` with it. They come back for another run.
pub async fn run(
    address: SocketAddr,
    clients: Clients,
    warm: Duration,
    time: Duration,
) -> Result<(Clients, Figures), Failure> {
    let begin = Instant::now() + warm;
    let end = begin + time;
    let tasks: Vec<_> =
        clients.into_iter().map(|client| tokio::spawn(one(address, client, begin, end))).collect();
    let mut all = Figures::none()?;
    all.took = time;
    let mut back = Vec::with_capacity(tasks.len());
    for task in tasks {
        let (client, figures) = task.await.map_err(|error| Failure::Said(error.to_string()))??;
        all.add(&figures)?;
        back.push(client);
    }
    Ok((back, all))
}

async fn one(
    address: SocketAddr,
    mut client: Box<dyn Client>,
    begin: Instant,
    end: Instant,
) -> Result<(Box<dyn Client>, Figures), Failure> {
    let mut line = Line::open(address).await?;
    let mut figures = Figures::none()?;
    let mut request = Vec::with_capacity(1024);
    loop {
        client.ask(&mut request);
        let sent = Instant::now();
        if sent >= end {
            return Ok((client, figures));
        }
        let heard = line.ask(&request).await?;
        let done = Instant::now();
        client.hear(&heard)?;
        // What was asked in time and answered after it belongs to nobody's figures.
        if sent >= begin && done < end {
            figures.answers += 1;
            figures.bytes += u64::try_from(heard.body.len()).unwrap_or(0);
            let micros = u64::try_from(done.duration_since(sent).as_micros()).unwrap_or(u64::MAX);
            figures.latency.saturating_record(micros.max(1));
        }
    }
}
