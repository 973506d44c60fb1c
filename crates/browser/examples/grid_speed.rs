//! How fast the grid is under the hands: 40 pupils × 80 columns in Chromium, its processor slowed down four times.
//!
//! `cargo run -p browser --example grid_speed` prints a table: the time from a key to the next picture, the frames of a scroll
//! in both directions, and how often anything was laid out meanwhile. The page is the server's own, its rows repeated.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a program that measures"
)]

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use browser::pages::dress;
use browser::{Chromium, Tab, Web};
use serde_json::json;
use testkit::Site;

const PUPILS: usize = 40;
const COLUMNS: usize = 80;
const SLOWER: u32 = 4;
const KEYS: usize = 32;

/// Makes the small region's grid as large as a large class's.
async fn enlarge(mut request: Request, next: Next) -> Response {
    request.headers_mut().remove(header::ACCEPT_ENCODING);
    let is_grid = request.uri().query() == Some("period=year");
    let answer = next.run(request).await;
    if !is_grid {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    let html = String::from_utf8(to_bytes(body, 1 << 24).await.unwrap().to_vec()).unwrap();
    let (head, rest) = html.split_once("<tbody>\n").unwrap();
    let (body, tail) = rest.split_once("</tbody>").unwrap();
    let mut ths = head.split("<th scope=\"col\" data-w=");
    let mut large = ths.next().unwrap().to_owned();
    let ths: Vec<&str> = ths.collect();
    let (last, average) = ths[ths.len() - 1].split_once("</th>").unwrap();
    assert!(ths.len() >= COLUMNS, "{} columns", ths.len());
    for th in &ths[..COLUMNS] {
        let th = if std::ptr::eq(*th, ths[ths.len() - 1]) { last } else { th };
        large.push_str("<th scope=\"col\" data-w=");
        large.push_str(&th.replace(" data-ro", ""));
    }
    large.push_str(average);
    large.push_str("<tbody>\n");
    let rows: Vec<&str> = body.trim_end().split('\n').collect();
    for at in 0..PUPILS {
        let row = rows[at % rows.len()].replacen("<tr data-p=", &format!("<tr data-p={}", at + 1), 1);
        let (cells, average) = row.split_once("<td class=avg>").unwrap();
        let mut cells = cells.split("<td");
        large.push_str(cells.next().unwrap());
        for (column, cell) in cells.take(COLUMNS).enumerate() {
            let mark = (at * 7 + column * 3) % 11;
            let filled = format!(" class=m{mark} data-v=1>{mark}");
            large.push_str("<td");
            large.push_str(if (2..=5).contains(&mark) { &filled } else { cell });
        }
        large.push_str("<td class=avg>");
        large.push_str(average);
        large.push('\n');
    }
    large.push_str("</tbody>");
    large.push_str(tail);
    Response::from_parts(parts, Body::from(large))
}

/// A figure the browser counts.
async fn metric(tab: &Tab, name: &str) -> f64 {
    let all = tab.devtools("Performance.getMetrics", json!({})).await;
    let all = all["metrics"].as_array().unwrap();
    all.iter().find(|one| one["name"] == name).and_then(|one| one["value"].as_f64()).unwrap_or_default()
}

/// What the page has used so far, seconds: in all, for scripts, for styles, for laying out.
async fn durations(tab: &Tab) -> [f64; 4] {
    let mut all = [0.0; 4];
    for (at, name) in
        ["TaskDuration", "ScriptDuration", "RecalcStyleDuration", "LayoutDuration"].into_iter().enumerate()
    {
        all[at] = metric(tab, name).await;
    }
    all
}

fn show(what: &str, mut values: Vec<f64>) {
    values.sort_by(f64::total_cmp);
    let at =
        |part: usize| values.get((values.len().saturating_sub(1)) * part / 100).copied().unwrap_or_default();
    println!(
        "{what:<44} n {:>4}   p50 {:>6.1}   p95 {:>6.1}   most {:>6.1}",
        values.len(),
        at(50),
        at(95),
        at(100)
    );
}

async fn numbers(tab: &Tab, expression: &str) -> Vec<f64> {
    let answer = tab.script(&format!("return {expression}")).await;
    answer.as_array().unwrap().iter().filter_map(serde_json::Value::as_f64).collect()
}

fn main() {
    testkit::run(async {
        let site = Site::sqlite().await;
        dress(&site).await;
        let web = Web::serve(site.router().layer(from_fn(enlarge)));
        let browser = Chromium::start().await;
        let tab = browser.tab().await;
        tab.become_client(&site.signed_in("teacher").await, &web).await;
        tab.open(&web.url(&format!("/journal/{}/?period=year", site.small.journal_a))).await;
        tab.wait("document.querySelector('#journal')?.dataset.ready === '1'").await;
        let size = "document.querySelectorAll('.grid tbody tr').length + ' × ' + (document.querySelector('.grid thead tr').cells.length - 2)";
        println!("grid {}, processor slowed {SLOWER} times, milliseconds", tab.text(size).await);
        // Durations in the page's own processor time: others at this machine do not count.
        tab.devtools("Performance.enable", json!({ "timeDomain": "threadTicks" })).await;
        tab.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWER })).await;

        // The frames of an idle page: what this machine can do at best.
        frames(&tab).await;
        tab.wait("performance.now() - window.from > 2000").await;
        show("frame, nothing moves", numbers(&tab, "(window.counting = false, frames)").await);

        for (name, x, y) in [("down and up", 0, -900), ("right and left", -1800, 0)] {
            frames(&tab).await;
            let before = (metric(&tab, "LayoutCount").await, metric(&tab, "LayoutDuration").await);
            for way in [1, -1] {
                let gesture = json!({ "x": 700, "y": 600, "xDistance": x * way, "yDistance": y * way, "speed": 900,
                    "gestureSourceType": "mouse", "repeatCount": 1, "preventFling": true });
                tab.devtools("Input.synthesizeScrollGesture", gesture).await;
            }
            let all = numbers(&tab, "(window.counting = false, frames)").await;
            let after = (metric(&tab, "LayoutCount").await, metric(&tab, "LayoutDuration").await);
            show(&format!("frame, scrolled {name}"), all);
            println!(
                "  laid out {} times, {:.1} ms in all",
                after.0 - before.0,
                (after.1 - before.1) * 1000.0
            );
        }

        tab.script(
            "window.keys = [];
             document.addEventListener('keydown', (e) => {
               const began = e.timeStamp;
               requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = () => keys.push(performance.now() - began); c.port2.postMessage(0); });
             }, true);",
        )
        .await;
        for (what, cycle) in [
            ("no key of ours", ["Shift"].as_slice()),
            ("arrow down, up", &["ArrowDown", "ArrowUp"]),
            ("arrow right, left", &["ArrowRight", "ArrowLeft"]),
            ("digit", &["5", "4", "3", "2"]),
        ] {
            tab.click(".grid tbody tr:nth-child(1) td:nth-child(4)").await;
            tab.script("keys = []").await;
            let before = durations(&tab).await;
            for key in cycle.iter().cycle().take(KEYS) {
                let text = if key.len() == 1 { *key } else { "" };
                let down = json!({ "type": "keyDown", "key": key, "text": text, "code": key });
                tab.devtools("Input.dispatchKeyEvent", down).await;
                tab.devtools("Input.dispatchKeyEvent", json!({ "type": "keyUp", "key": key })).await;
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
            tab.wait("keys.length >= 30").await;
            let after = durations(&tab).await;
            show(&format!("{what}: key to the next picture"), numbers(&tab, "keys").await);
            let [all, script, style, layout] =
                [0, 1, 2, 3].map(|at| (after[at] - before[at]) * 1000.0 / KEYS as f64);
            println!(
                "  processor time a key: {all:.1} ms, of it script {script:.1}, style {style:.1}, layout {layout:.1}"
            );
        }
        browser.quit().await;
    });
}

async fn frames(tab: &Tab) {
    tab.script(
        "window.frames = []; window.counting = true; window.from = performance.now(); let last = 0;
         requestAnimationFrame(function step(now) { if (last) frames.push(now - last); last = now; if (counting) requestAnimationFrame(step); });",
    )
    .await;
}
