//! The table that is printed and written as JSON.

use std::fmt::Write;
use std::time::Duration;

use super::journal::Times;
use super::process::Server;
use super::rows::{Row, Sizes};
use crate::failure::Failure;

/// What the server held in memory at its most, MiB.
#[derive(Debug, Default, Clone, Copy)]
pub struct Memory {
    /// Resident, all of it.
    resident: f64,
    /// Resident and its own: heap and stacks.
    own: f64,
    /// Resident pages of files: the program and the mapped database, which the system takes back when it needs them.
    files: f64,
}

impl Memory {
    /// Looks now.
    pub fn look(&mut self, server: &Server) -> Result<(), Failure> {
        self.resident = self.resident.max(server.memory("VmHWM")?);
        self.own = self.own.max(server.memory("RssAnon")?);
        self.files = self.files.max(server.memory("RssFile")?);
        Ok(())
    }
}

struct Line {
    name: &'static str,
    rate: f64,
    slowest: f64,
    quickest: f64,
    p50: f64,
    p99: f64,
    bytes: u64,
    processor: f64,
    limit: Option<Limit>,
}

/// How a row stands to its limit.
struct Limit {
    /// The limit's name.
    of: &'static str,
    /// Part of the limit's rate: the median of the rounds.
    part: f64,
    /// The limit's processor time as a part of this row's.
    processor: f64,
    /// At least 1 / this.
    goal: u32,
}

/// Everything measured.
pub struct Report {
    lines: Vec<Line>,
    counts: Vec<(String, f64, f64)>,
    own: f64,
    files: f64,
    load: String,
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

fn milliseconds(micros: u64) -> f64 {
    super::load::number(micros) / 1000.0
}

fn line(row: &Row, rows: &[Row]) -> Line {
    let rates: Vec<f64> = row.runs.iter().map(|run| run.figures.rate()).collect();
    let quantile =
        |q| median(row.runs.iter().map(|r| milliseconds(r.figures.latency.value_at_quantile(q))).collect());
    let limit = row.limit.zip(row.goal).and_then(|(name, goal)| {
        let limit = rows.iter().find(|other| other.name == name)?;
        let pairs = || row.runs.iter().zip(&limit.runs);
        Some(Limit {
            of: name,
            part: median(
                pairs().map(|(own, its)| own.figures.rate() / its.figures.rate().max(1e-9)).collect(),
            ),
            processor: median(pairs().map(|(own, its)| its.processor / own.processor.max(1e-9)).collect()),
            goal,
        })
    });
    Line {
        name: row.name,
        slowest: rates.iter().copied().fold(f64::INFINITY, f64::min),
        quickest: rates.iter().copied().fold(0.0, f64::max),
        rate: median(rates),
        p50: quantile(0.5),
        p99: quantile(0.99),
        bytes: row.runs.last().map_or(0, |run| run.figures.size()),
        processor: median(row.runs.iter().map(|run| run.processor).collect()),
        limit,
    }
}

fn small(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

impl Report {
    /// Reckons the table.
    pub fn new(
        rows: &[Row],
        sizes: &Sizes,
        memory: Memory,
        start: Option<Duration>,
        journal: Option<&Times>,
    ) -> Self {
        let mut counts = vec![
            ("statements of a diary page".to_owned(), super::load::number(sizes.diary_statements), 4.0),
            ("resident memory at its most, MiB".to_owned(), memory.resident, 120.0),
        ];
        for ((bytes, marks), name) in sizes.grids.iter().zip(&sizes.marks).zip(["30x13", "30x60"]) {
            counts.push((
                format!("bytes of HTML a mark, whole page {name}"),
                small(*bytes) / small(*marks).max(1.0),
                60.0,
            ));
        }
        for ((bytes, marks), name) in sizes.grid_rows.iter().zip(&sizes.marks).zip(["30x13", "30x60"]) {
            counts.push((
                format!("bytes of HTML a mark, rows alone {name}"),
                small(*bytes) / small(*marks).max(1.0),
                60.0,
            ));
        }
        if let Some(row) = rows.iter().find(|row| row.name == "mark-save") {
            let bytes = row.runs.last().map_or(0, |run| run.figures.size());
            counts.push((
                "bytes of the answer to a mark saved".to_owned(),
                super::load::number(bytes),
                1023.0,
            ));
        }
        if let Some(start) = start {
            counts.push((
                "start of the release binary to its first page, s".to_owned(),
                start.as_secs_f64(),
                1.0,
            ));
        }
        if let Some(times) = journal {
            let what = format!("the year's grid of {} columns, {} bytes, ms", times.columns, times.bytes);
            counts.push((what, times.year.as_secs_f64() * 1000.0, 100.0));
            counts.push(("a plan of 68 rows imported, s".to_owned(), times.import.as_secs_f64(), 1.0));
        }
        for (statements, name) in sizes.grid_statements.iter().zip(["30x13", "30x60"]) {
            counts.push((
                format!("statements of a journal page {name}"),
                super::load::number(*statements),
                f64::INFINITY,
            ));
        }
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim().to_owned();
        let lines = rows.iter().map(|row| line(row, rows)).collect();
        Self { lines, counts, own: memory.own, files: memory.files, load }
    }

    /// For people.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing into a String can't fail.
        let _ = writeln!(
            text,
            "\n{:<14} {:>10} {:>17} {:>8} {:>8} {:>8} {:>9}  of its limit",
            "row", "answers/s", "slowest–quickest", "p50 ms", "p99 ms", "bytes", "CPU µs"
        );
        for l in &self.lines {
            let range = format!("{:.0}–{:.0}", l.slowest, l.quickest);
            let _ = write!(
                text,
                "{:<14} {:>10.0} {range:>17} {:>8.2} {:>8.2} {:>8} {:>9.1}",
                l.name, l.rate, l.p50, l.p99, l.bytes, l.processor
            );
            if let Some(limit) = &l.limit {
                let met = if limit.part * f64::from(limit.goal) >= 1.0 { "met" } else { "MISSED" };
                let _ = write!(
                    text,
                    "  1/{:.1} of {} (goal 1/{}): {met}; by processor time 1/{:.1}",
                    1.0 / limit.part.max(1e-9),
                    limit.of,
                    limit.goal,
                    1.0 / limit.processor.max(1e-9)
                );
            }
            text.push('\n');
        }
        text.push('\n');
        for (what, value, most) in &self.counts {
            let value_text =
                if value.fract().abs() < 1e-9 { format!("{value:.0}") } else { format!("{value:.2}") };
            let _ = write!(text, "{what}: {value_text}");
            if most.is_finite() {
                let _ = write!(text, " (goal ≤ {most:.0}): {}", if value <= most { "met" } else { "MISSED" });
            }
            text.push('\n');
        }
        let _ = writeln!(
            text,
            "of the memory: {:.1} MiB the process's own, {:.1} MiB pages of files (program, mapped database)",
            self.own, self.files
        );
        let _ = writeln!(text, "load of the machine at the end: {}", self.load);
        text
    }

    /// For programs.
    pub fn json(&self) -> String {
        let rows: Vec<_> = self
            .lines
            .iter()
            .map(|l| {
                serde_json::json!({
                    "row": l.name, "rate": l.rate, "slowest": l.slowest, "quickest": l.quickest, "p50_ms": l.p50,
                    "p99_ms": l.p99, "bytes": l.bytes, "processor_us": l.processor,
                    "limit": l.limit.as_ref().map(|limit| serde_json::json!({
                        "of": limit.of, "part": limit.part, "by_processor": limit.processor,
                        "goal": 1.0 / f64::from(limit.goal), "met": limit.part * f64::from(limit.goal) >= 1.0,
                    })),
                })
            })
            .collect();
        let counts: Vec<_> = self
            .counts
            .iter()
            .map(|(what, value, most)| {
                let goal = most.is_finite().then_some(*most);
                serde_json::json!({"what": what, "value": value, "goal": goal, "met": goal.map(|most| *value <= most)})
            })
            .collect();
        let all = serde_json::json!({
            "rows": rows, "counts": counts, "memory_own_mib": self.own, "memory_files_mib": self.files, "load": self.load,
        });
        serde_json::to_string_pretty(&all).unwrap_or_default()
    }
}
