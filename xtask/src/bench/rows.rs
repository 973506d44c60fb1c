//! The rows of the table: who asks what, and which row is whose limit.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::clients::{Bare, Poster, Reader, Typist};
use super::facts::{Facts, GridAt};
use super::http::{Line, get};
use super::load::{Client, Clients, Figures, run};
use super::process::Server;
use super::school::{TEACHERS, login, token};
use crate::failure::Failure;

/// Unmeasured asking before each measurement.
const WARM: Duration = Duration::from_secs(1);

/// One run of a row.
pub struct Run {
    /// What the clients saw.
    pub figures: Figures,
    /// Processor time of the server an answer, µs, the warming up included.
    pub processor: f64,
}

/// One row of the table.
pub struct Row {
    /// Its name.
    pub name: &'static str,
    /// The row that is its limit.
    pub limit: Option<&'static str>,
    /// The goal: at least one such part of the limit.
    pub goal: Option<u32>,
    /// Does it change the database?
    pub writes: bool,
    clients: Clients,
    /// Its runs.
    pub runs: Vec<Run>,
}

impl Row {
    /// Measures once more.
    pub fn measure(
        &mut self,
        runtime: &tokio::runtime::Runtime,
        server: &Server,
        time: Duration,
    ) -> Result<(), Failure> {
        let clients = std::mem::take(&mut self.clients);
        let before = server.ticks()?;
        let (clients, figures) = runtime.block_on(run(server.address, clients, WARM, time))?;
        let ticks = super::load::number(server.ticks()?.saturating_sub(before));
        self.clients = clients;
        let share = time.as_secs_f64() / (time + WARM).as_secs_f64();
        let processor = ticks * 10_000.0 * share / super::load::number(figures.answers).max(1.0);
        println!("  {:<14} {:>9.0}/s  {processor:>8.1} µs of processor", self.name, figures.rate());
        self.runs.push(Run { figures, processor });
        Ok(())
    }
}

/// What one look at each page told.
pub struct Sizes {
    /// Mean bytes of a diary page.
    pub diary: usize,
    /// Statements of a diary page, the session known.
    pub diary_statements: u64,
    /// Bytes of each grid's page.
    pub grids: Vec<usize>,
    /// Bytes of each grid's rows alone.
    pub grid_rows: Vec<usize>,
    /// Statements of each grid's page.
    pub grid_statements: Vec<u64>,
    /// Marks on each grid's page.
    pub marks: Vec<usize>,
}

async fn statements(line: &mut Line) -> Result<u64, Failure> {
    let heard = line.ask(&get("/bench/statements/", None)).await?;
    heard.page()?.parse().map_err(|_| Failure::Said("no count of statements".to_owned()))
}

/// The fewest statements of some tries: the server's own jobs may run in between.
async fn count(line: &mut Line, request: &[u8]) -> Result<u64, Failure> {
    let mut fewest = u64::MAX;
    for _ in 0..5 {
        let before = statements(line).await?;
        line.ask(request).await?.page()?;
        fewest = fewest.min(statements(line).await?.saturating_sub(before));
    }
    Ok(fewest)
}

/// Waits until the server has carried out what the writes left behind.
pub async fn settle(address: SocketAddr) -> Result<(), Failure> {
    let mut line = Line::open(address).await?;
    let since = Instant::now();
    loop {
        let before = statements(&mut line).await?;
        tokio::time::sleep(Duration::from_millis(300)).await;
        let ran = statements(&mut line).await?.saturating_sub(before);
        if ran < 6 {
            break;
        }
        if since.elapsed() > Duration::from_secs(60) {
            return Err(Failure::Said("the outbox is not empty after a minute".to_owned()));
        }
    }
    println!("  {:<14} {:>9.1} s until the outbox was empty", "", since.elapsed().as_secs_f64());
    Ok(())
}

fn diary_pages(facts: &Facts) -> Vec<Vec<u8>> {
    let page = |family: &super::facts::Family| {
        get(&format!("/diary/{}/{}", family.child, facts.monday), Some(&token(&family.login)))
    };
    facts.families.iter().map(page).collect()
}

fn grid_page(grid: &GridAt) -> Vec<u8> {
    get(&format!("/journal/{}/?period={}", grid.journal, grid.period), Some(&token(&grid.login)))
}

/// Opens every diary once, and each grid: the sizes and counts of one quiet look.
pub async fn look(address: SocketAddr, facts: &Facts) -> Result<Sizes, Failure> {
    let mut line = Line::open(address).await?;
    let pages = diary_pages(facts);
    let mut bytes = 0;
    for page in &pages {
        bytes += line.ask(page).await?.page()?.len();
    }
    let last = pages.last().ok_or_else(|| Failure::Said("the school has no families".to_owned()))?;
    let mut sizes = Sizes {
        diary: bytes / pages.len().max(1),
        diary_statements: count(&mut line, last).await?,
        grids: Vec::new(),
        grid_rows: Vec::new(),
        grid_statements: Vec::new(),
        marks: Vec::new(),
    };
    for grid in &facts.grids {
        let request = grid_page(grid);
        let heard = line.ask(&request).await?;
        let html = heard.page()?;
        let columns = html.matches("<th scope=\"col\" data-w=").count();
        if columns != grid.columns {
            return Err(Failure::Said(format!(
                "the grid has {columns} columns in place of {}",
                grid.columns
            )));
        }
        let rows =
            html.split("<tbody>").nth(1).and_then(|rest| rest.split("</tbody>").next()).unwrap_or_default();
        sizes.grids.push(html.len());
        sizes.grid_rows.push(rows.len());
        sizes.marks.push(rows.matches(" data-v=").count());
        sizes.grid_statements.push(count(&mut line, &request).await?);
    }
    Ok(sizes)
}

/// Every row, each limit right before what it limits.
pub fn all(facts: &Facts, sizes: &Sizes, secret: &[u8; 32], connections: u16) -> Result<Vec<Row>, Failure> {
    let connections = usize::from(connections);
    let readers = |name, limit, goal, requests: Vec<Vec<u8>>| {
        let requests = Arc::new(requests);
        let reader = |number| Box::new(Reader::new(&requests, number)) as Box<dyn Client>;
        Row {
            name,
            limit,
            goal,
            writes: false,
            clients: (0..connections).map(reader).collect(),
            runs: Vec::new(),
        }
    };
    let ready = |bytes: usize| vec![get(&format!("/bench/page/{bytes}/"), None)];
    let mut rows = vec![
        readers("empty", None, None, vec![get("/bench/empty/", None)]),
        readers("static-diary", None, None, ready(sizes.diary)),
        readers("diary-week", Some("static-diary"), Some(8), diary_pages(facts)),
    ];
    let names = [("static-30x13", "grid-30x13", 12), ("static-30x60", "grid-30x60", 20)];
    for ((grid, bytes), (limit, name, goal)) in facts.grids.iter().zip(&sizes.grids).zip(names) {
        rows.push(readers(limit, None, None, ready(*bytes)));
        rows.push(readers(name, Some(limit), Some(goal), vec![grid_page(grid)]));
    }
    let writers = connections.min(TEACHERS).min(facts.cells.len());
    let bare = |number| Box::new(Bare(Poster::new(&login("teacher", number), 0, secret))) as Box<dyn Client>;
    let run = format!("{:x}", std::process::id());
    let typists =
        facts.cells.iter().take(writers).filter_map(|cells| Typist::new(cells.clone(), secret, &run));
    rows.push(Row {
        name: "bare",
        limit: None,
        goal: None,
        writes: true,
        clients: (0..writers).map(bare).collect(),
        runs: Vec::new(),
    });
    rows.push(Row {
        name: "mark-save",
        limit: Some("bare"),
        goal: Some(4),
        writes: true,
        clients: typists.map(|typist| Box::new(typist) as Box<dyn Client>).collect(),
        runs: Vec::new(),
    });
    Ok(rows)
}
