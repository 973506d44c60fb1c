//! The grid while others write into it, without a network, and how large it is.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails loudly"
)]

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::Request;
use futures_util::StreamExt;
use serde_json::{Value, json};
use testkit::{Client, Site, both};
use tower::ServiceExt;

/// One event of an open line.
async fn event(line: &mut BodyDataStream) -> (String, Value) {
    loop {
        let bytes =
            tokio::time::timeout(Duration::from_secs(10), line.next()).await.expect("an event in time");
        let text = String::from_utf8(bytes.expect("the line is open").unwrap().to_vec()).unwrap();
        let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("").trim();
        if !field("event:").is_empty() {
            return (field("event:").to_owned(), serde_json::from_str(field("data:")).unwrap());
        }
    }
}

async fn listen(site: &Site, client: &Client, journal: i64) -> (u16, BodyDataStream) {
    let cookies: Vec<String> = client.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = Request::get(format!("/journal/{journal}/live/"))
        .header("accept", "text/event-stream")
        .header("cookie", cookies.join("; "))
        .body(Body::empty())
        .unwrap();
    let response = site.router().oneshot(request).await.unwrap();
    (response.status().as_u16(), response.into_body().into_data_stream())
}

async fn first_work(client: &mut Client, journal: i64) -> i64 {
    let page = client.get(&format!("/journal/{journal}/")).await;
    page.body.split("data-w=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
}

async fn write(client: &mut Client, journal: i64, pupil: i64, work: i64, text: &str, op: &str) {
    let change = json!({ "op": op, "pupil": pupil, "work": work, "base": 0, "text": text });
    let answer =
        client.post_json(&format!("/journal/{journal}/cells/"), &json!({ "changes": [change] })).await;
    assert_eq!(answer.json()["saved"][0]["op"], op, "{}", answer.body);
}

both!(who_listens_hears_who_is_there_and_what_is_written, |site| {
    let (journal, pupil) = (site.small.journal_a.0, site.small.pupils_a[0].0);
    let mut deputy = site.signed_in("deputy").await;
    let teacher = site.signed_in("teacher").await;
    let work = first_work(&mut deputy, journal).await;
    let (status, mut line) = listen(&site, &teacher, journal).await;
    assert_eq!(status, 200);
    assert_eq!(event(&mut line).await, ("people".into(), json!({ "names": [] })));
    let (_, mut other) = listen(&site, &deputy, journal).await;
    let (kind, people) = event(&mut line).await;
    let name = people["names"][0].as_str().unwrap().to_owned();
    assert!(kind == "people" && name.starts_with("Завучева"), "{people}");
    let (_, people) = event(&mut other).await;
    assert_eq!(people["names"].as_array().unwrap().len(), 1, "{people}");

    write(&mut deputy, journal, pupil, work, "4", "live-1").await;
    let (kind, heard) = event(&mut line).await;
    assert_eq!(kind, "cells");
    assert_eq!(heard["cells"][0], json!({ "p": pupil, "w": work, "t": "4", "v": 1 }), "{heard}");
    assert_eq!(heard["avg"][0], json!({ "p": pupil, "a": "4,00" }));
    drop(other);
    assert_eq!(event(&mut line).await, ("people".into(), json!({ "names": [] })));

    // Who asks once hears what he missed.
    let now = site.app.clock().now().0;
    let mut late = site.signed_in("teacher").await;
    let missed = late.get_json(&format!("/journal/{journal}/live/?since={now}")).await.json();
    assert_eq!(missed["cells"], heard["cells"], "{missed}");
    let nothing = late.get_json(&format!("/journal/{journal}/live/?since={}", now + 1)).await.json();
    assert_eq!(nothing["cells"], json!([]), "{nothing}");
    // A stranger's line is not opened, and a stopping server ends those that are.
    let stranger = site.signed_in("otherteacher").await;
    assert_eq!(listen(&site, &stranger, journal).await.0, 404);
    site.app.stop();
    assert!(tokio::time::timeout(Duration::from_secs(10), line.next()).await.unwrap().is_none());
});

both!(a_teacher_keeps_his_journals_and_an_unchanged_page_is_not_sent_again, |site| {
    let mut teacher = site.signed_in("teacher").await;
    let list = teacher.get_json("/journal/offline/").await.json();
    let pages: Vec<&str> =
        list["pages"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    let own = format!("/journal/{}/", site.small.journal_a);
    assert!(pages.contains(&"/journal/") && pages.contains(&own.as_str()), "{pages:?}");
    assert!(pages.iter().any(|page| page.contains("/lessons/2026-11-23/")), "{pages:?}");
    assert!(!pages.iter().any(|page| page.contains(&format!("/journal/{}/", site.small.journal_russian))));
    for page in &pages {
        let plain = teacher.get(page).await;
        assert_eq!((plain.status, plain.header("etag")), (200, ""), "{page}");
        teacher.headers.push(("x-keep".into(), "1".into()));
        let first = teacher.get(page).await;
        let tag = first.header("etag").to_owned();
        assert!(first.status == 200 && tag.starts_with("W/"), "{page}: {tag}");
        teacher.headers.push(("if-none-match".into(), tag));
        let again = teacher.get(page).await;
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{page}");
        teacher.headers.clear();
    }
    let mut parent = site.signed_in("parent").await;
    assert_eq!(parent.get_json("/journal/offline/").await.status, 404);
});

both!(the_year_is_one_page_and_its_closed_part_is_not_to_write_in, |site| {
    let journal = site.small.journal_a.0;
    let mut teacher = site.signed_in("teacher").await;
    let period = teacher.get(&format!("/journal/{journal}/")).await;
    let year = teacher.get(&format!("/journal/{journal}/?period=year")).await;
    assert_eq!((year.status, year.page()), (200, "journal.grid"));
    let columns = |html: &str| html.matches("data-w=\"").count();
    assert!(columns(&year.body) > columns(&period.body), "{} columns", columns(&year.body));
    assert!(year.body.contains("data-period=\"year\""));
    assert!(year.statements() <= 12, "{} statements", year.statements());
    for wrong in ["?period=987654321", "?period=x"] {
        assert_eq!(teacher.get(&format!("/journal/{journal}/{wrong}")).await.status, 404, "{wrong}");
    }
});
