//! The hot pages' statements with their plans on both databases, as committed. A new full scan is a visible difference.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails loudly"
)]

use std::fmt::Write;

use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::json;
use store::{Backend, on_backend};
use testkit::Site;

#[derive(QueryableByName)]
struct SqliteStep {
    #[diesel(sql_type = Text)]
    detail: String,
}

#[derive(QueryableByName)]
struct PostgresLine {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    line: String,
}

/// The text of a statement without the values that were bound.
fn text(captured: &str) -> String {
    captured.split(" -- binds:").next().unwrap().trim().to_owned()
}

fn highest_placeholder(sql: &str) -> usize {
    sql.split('$')
        .skip(1)
        .filter_map(|rest| {
            rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<usize>().ok()
        })
        .max()
        .unwrap_or(0)
}

async fn plan(site: &Site, sql: String) -> String {
    site.db()
        .write(move |tx| {
            let mut out = String::new();
            match tx.backend() {
                Backend::Sqlite(c) => {
                    let steps: Vec<SqliteStep> =
                        diesel::sql_query(format!("EXPLAIN QUERY PLAN {sql}")).load(c)?;
                    for step in steps {
                        writeln!(out, "    {}", step.detail).unwrap();
                    }
                }
                Backend::Pg(c) => {
                    // A plan for any values, as prepared statements get it; small tables must not tempt to a scan.
                    diesel::sql_query("SET LOCAL enable_seqscan = off").execute(c)?;
                    diesel::sql_query("SET LOCAL enable_bitmapscan = off").execute(c)?;
                    diesel::sql_query("SET LOCAL plan_cache_mode = force_generic_plan").execute(c)?;
                    diesel::sql_query(format!("PREPARE planned AS {sql}")).execute(c)?;
                    let nulls = vec!["NULL"; highest_placeholder(&sql)].join(", ");
                    let call = if nulls.is_empty() { String::new() } else { format!("({nulls})") };
                    let lines: Vec<PostgresLine> =
                        diesel::sql_query(format!("EXPLAIN (COSTS OFF) EXECUTE planned{call}")).load(c)?;
                    diesel::sql_query("DEALLOCATE planned").execute(c)?;
                    for line in lines {
                        writeln!(out, "    {}", line.line).unwrap();
                    }
                }
            }
            Ok::<_, store::Error>(out)
        })
        .await
        .unwrap()
}

async fn picture(site: &Site) -> String {
    let (pupil, journal) = (site.small.pupil, site.small.journal_a);
    let mut parent = site.signed_in("parent").await;
    let mut teacher = site.signed_in("teacher").await;
    let page = teacher.get(&format!("/journal/{journal}/")).await;
    let work = page.body.split("data-w=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let work: i64 = work.parse().unwrap();
    let mut out = String::new();
    let counters = || site.db().counters();
    for hot in ["diary week", "marks of a period", "journal grid", "one mark saved"] {
        counters().start_capture();
        match hot {
            "diary week" => drop(parent.get(&format!("/diary/{pupil}/2026-11-20")).await),
            "marks of a period" => drop(parent.get(&format!("/marks/{pupil}/")).await),
            "journal grid" => drop(teacher.get(&format!("/journal/{journal}/")).await),
            _ => {
                let change = json!({"op": "plan", "pupil": pupil, "work": work, "base": 0, "text": "5"});
                let answer = teacher
                    .post_json(&format!("/journal/{journal}/cells/"), &json!({"changes": [change]}))
                    .await;
                assert_eq!(answer.status, 200, "{}", answer.body);
            }
        }
        let statements = counters().take_captured();
        writeln!(out, "# {hot}: {} statements\n", statements.len()).unwrap();
        for statement in statements {
            let sql = text(&statement);
            writeln!(out, "{sql}\n{}", plan(site, sql.clone()).await).unwrap();
        }
    }
    out
}

fn compare(name: &str, now: &str) {
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, now).unwrap();
        return;
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    let old: Vec<&str> = golden.lines().collect();
    let fresh: Vec<&str> = now.lines().filter(|line| !old.contains(line)).collect();
    assert!(golden == now, "{name} differs; new lines:\n{}", fresh.join("\n"));
}

#[test]
fn sqlite_plans_are_as_committed() {
    testkit::run(async {
        let site = Site::sqlite().await;
        let now = picture(&site).await;
        assert!(!now.contains("    SCAN "), "a hot statement scans a table:\n{now}");
        compare("plans.sqlite.txt", &now);
    });
}

#[test]
fn postgres_plans_are_as_committed() {
    testkit::run(async {
        let site = Site::postgres().await;
        site.db().write(|tx| on_backend!(tx, |c| diesel::sql_query("ANALYZE").execute(c))).await.unwrap();
        let now = picture(&site).await;
        assert!(!now.contains("Seq Scan"), "a hot statement scans a table:\n{now}");
        compare("plans.postgres.txt", &now);
    });
}
