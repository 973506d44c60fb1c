//! What only the journal is asked for: the grid of a whole year on one page, and a plan of 68 rows from a pasted table. Each is
//! done some times by one person on an idle server; the median counts.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::facts::{Facts, YearAt};
use super::http::{Line, get};
use super::school::token;
use crate::failure::Failure;

/// So often the year is opened.
const LOOKS: usize = 21;
/// So often the plan is imported.
const IMPORTS: usize = 5;
/// Rows of the plan.
const ROWS: usize = 68;
/// Between the parts of the posted form.
const BOUNDARY: &str = "bench-boundary-of-the-plan";

/// What was seen.
pub struct Times {
    /// The year's page, from the request to its last byte.
    pub year: Duration,
    /// Its columns.
    pub columns: usize,
    /// Its bytes.
    pub bytes: usize,
    /// The table sent, its preview drawn, the plan written.
    pub import: Duration,
}

fn median(mut all: Vec<Duration>) -> Duration {
    all.sort_unstable();
    all.get(all.len() / 2).copied().unwrap_or_default()
}

/// Opens and imports.
pub async fn look(address: SocketAddr, facts: &Facts, secret: &[u8; 32]) -> Result<Times, Failure> {
    let mut line = Line::open(address).await?;
    let (columns, bytes, year) = year(&mut line, &facts.year).await?;
    let mut imports = Vec::with_capacity(IMPORTS);
    for number in 0..IMPORTS {
        imports.push(import(&mut line, &facts.year, secret, number).await?);
    }
    Ok(Times { year, columns, bytes, import: median(imports) })
}

async fn year(line: &mut Line, at: &YearAt) -> Result<(usize, usize, Duration), Failure> {
    let request = get(&format!("/journal/{}/?period=year", at.journal), Some(&token(&at.login)));
    let (mut columns, mut bytes, mut times) = (0, 0, Vec::with_capacity(LOOKS));
    for _ in 0..LOOKS {
        let since = Instant::now();
        let heard = line.ask(&request).await?;
        times.push(since.elapsed());
        let html = heard.page()?;
        columns = html.matches("<th scope=\"col\" data-w=").count();
        bytes = html.len();
    }
    Ok((columns, bytes, median(times)))
}

/// The table as one pastes it.
fn table(number: usize) -> String {
    let mut text = "№\tТема урока\tЧасы\tДомашнее задание\n".to_owned();
    for row in 1..=ROWS {
        text.push_str(&format!("{row}\tТема {row} в {number}-й редакции\t1\t§ {row}, упр. {}\n", row * 3));
    }
    text
}

fn request(path: &str, at: &YearAt, kind: &str, body: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nHost: bench\r\nCookie: zvonok={}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: {kind}\r\n\
        Content-Length: {}\r\n\r\n{body}",
        token(&at.login),
        body.len()
    )
    .into_bytes()
}

fn seen(status: u16, what: &str) -> Result<(), Failure> {
    if status == 303 { Ok(()) } else { Err(Failure::Said(format!("{what}: the server answered {status}"))) }
}

async fn import(line: &mut Line, at: &YearAt, secret: &[u8; 32], number: usize) -> Result<Duration, Failure> {
    let csrf = kit::csrf::token(secret, &registry::token::hash(&token(&at.login)));
    let plan = format!("/journal/{}/plan/", at.journal);
    let parts = [("csrf", csrf.as_str()), ("text", &table(number))];
    let mut body = String::new();
    for (name, value) in parts {
        body.push_str(&format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str(&format!("--{BOUNDARY}--\r\n"));
    let send =
        request(&format!("{plan}import/"), at, &format!("multipart/form-data; boundary={BOUNDARY}"), &body);
    let since = Instant::now();
    seen(line.ask(&send).await?.status, "the table of a plan")?;
    let preview = get(&format!("{plan}preview/"), Some(&token(&at.login)));
    let html = line.ask(&preview).await?.page()?.to_owned();
    // What the preview found stands in its form; it is sent back as it is.
    let mut fields = format!("csrf={csrf}");
    for part in html.split("<input type=\"hidden\" name=\"").skip(1) {
        let Some((name, rest)) = part.split_once("\" value=\"") else { continue };
        if name.starts_with("c-") || name == "version" || name == "sheet" {
            fields.push_str(&format!("&{name}={}", rest.split('"').next().unwrap_or_default()));
        }
    }
    let write = request(&format!("{plan}preview/"), at, "application/x-www-form-urlencoded", &fields);
    seen(line.ask(&write).await?.status, "the preview of a plan")?;
    Ok(since.elapsed())
}
