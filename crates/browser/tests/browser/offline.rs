//! A lesson with a bad network: thirty marks in half a minute, a dead battery, a cold start without a network, ten marks more;
//! what another person wrote meanwhile; and the device in other hands.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use browser::pages::{Sheet, put};
use browser::{Chromium, Tab, Web};
use testkit::{Client, Site};
use thirtyfour::Key;

async fn ready(tab: &Tab) {
    tab.wait("document.querySelector('#journal')?.dataset.ready === '1'").await;
}

fn cell(row: usize, column: usize) -> String {
    format!(".grid tbody tr:nth-child({}) td:nth-child({})", row + 1, column + 2)
}

async fn unsent(tab: &Tab) -> String {
    tab.text("document.querySelector('#journal').dataset.unsent").await
}

async fn sheet(client: &mut Client, journal: kernel::JournalId) -> Sheet {
    Sheet::read(&client.get(&format!("/journal/{journal}/")).await)
}

/// The journals of the teacher are on the device.
async fn kept(tab: &Tab, web: &Web) {
    tab.open(&web.url("/journal/")).await;
    tab.wait("Number(document.body.dataset.keptPages) > 2").await;
}

/// Notes the operations that arrive, in their order.
async fn note(State(sent): State<Arc<Mutex<Vec<String>>>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, 1 << 20).await.unwrap();
    if parts.uri.path().ends_with("/cells/") && parts.headers.get("user-agent").is_some() {
        let body: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        let ops =
            body["changes"].as_array().unwrap().iter().map(|one| one["op"].as_str().unwrap().to_owned());
        sent.lock().unwrap().extend(ops);
    }
    next.run(Request::from_parts(parts, Body::from(bytes))).await
}

#[test]
fn thirty_marks_a_dead_battery_and_a_cold_start_lose_nothing() {
    testkit::run(async {
        let site = Site::sqlite().await;
        let sent = Arc::new(Mutex::new(Vec::new()));
        let mut web = Web::serve(site.router().layer(from_fn_with_state(Arc::clone(&sent), note)));
        let browser = Chromium::start().await;
        let teacher = site.signed_in("teacher").await;
        let mut deputy = site.signed_in("deputy").await;
        let (first, second) = (site.small.journal_a, site.small.journal_b);
        let tab = browser.tab().await;
        tab.become_client(&teacher, &web).await;
        kept(&tab, &web).await;
        let works = sheet(&mut deputy, first).await.works;
        assert!(works.len() >= 10, "{} columns", works.len());

        // Thirty marks by keyboard; after the fifteenth the network is gone.
        tab.open(&web.url(&format!("/journal/{first}/"))).await;
        ready(&tab).await;
        let began = Instant::now();
        for column in 0..10 {
            if column == 5 {
                tab.wait("document.querySelector('#journal').dataset.unsent === '0'").await;
                web.away();
            }
            tab.click(&cell(0, column)).await;
            tab.press(["543", "435", "354"][column % 3]).await;
        }
        assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
        tab.wait("document.querySelector('#journal').dataset.state === 'waiting'").await;
        assert_eq!(unsent(&tab).await, "15");
        // What is written down on the device is there, whatever becomes of the browser.
        tab.wait("document.querySelector('#journal').dataset.unsafe === '0'").await;
        drop(tab);
        let profile = browser.kill().await;

        // The deputy corrects one of the cells that wait.
        put(&mut deputy, first, 0, works[7], "2", "deputy-2").await;

        // A cold start without a network: the list, then another journal, ten marks.
        let browser = Chromium::start_with(profile).await;
        let tab = browser.tab().await;
        // Chromium writes cookies down half a minute later; this one was set a moment ago.
        tab.become_client(&teacher, &web).await;
        tab.open(&web.url("/journal/")).await;
        tab.wait("document.querySelector('.kept[role=status]')").await;
        let said = tab.text("document.querySelector('main').innerText").await;
        assert!(said.contains("сохранённое на этом устройстве"), "{said}");
        tab.click(&format!("main a[href='/journal/{second}/']")).await;
        ready(&tab).await;
        let tens = [("543", 0), ("435", 1), ("354", 2), ("5", 3)];
        for (typed, column) in tens {
            tab.click(&cell(0, column)).await;
            tab.press(typed).await;
        }
        tab.wait("document.querySelector('#journal').dataset.state === 'waiting'").await;
        assert_eq!(unsent(&tab).await, "25");
        let said = tab.text("document.querySelector('#save-state').textContent").await;
        assert!(said.starts_with("Ждёт сети: 25, с ") && said.contains("мин)"), "{said}");
        assert!(said.contains("в других журналах: 15"), "{said}");

        // The network is back: all are sent, in order, each once; the corrected one is shown with both values.
        web.back();
        tab.script("dispatchEvent(new Event('online'))").await;
        tab.wait("document.querySelector('#journal').dataset.unsent === '0'").await;
        tab.wait("document.querySelectorAll('#grid-refused li').length === 1").await;
        let conflict = tab.text("document.querySelector('#grid-refused li').innerText").await;
        for word in ["Иванова", "у вас 4", "Завучева", ": 2"] {
            assert!(conflict.contains(word), "no «{word}» in «{conflict}»");
        }
        let marks = sheet(&mut deputy, first).await;
        for column in 0..10 {
            for (pupil, typed) in ["543", "435", "354"][column % 3].chars().enumerate() {
                let want = if (pupil, column) == (0, 7) { "2".to_owned() } else { typed.to_string() };
                assert_eq!(marks.cell(pupil, works[column]), (want, 1), "pupil {pupil}, column {column}");
            }
        }
        let others = sheet(&mut deputy, second).await;
        for (typed, column) in tens {
            for (pupil, mark) in typed.chars().enumerate() {
                assert_eq!(others.cell(pupil, others.works[column]), (mark.to_string(), 1));
            }
        }
        // Neither value is lost: the teacher keeps his own, and the history has both.
        tab.click("#grid-refused [data-act=keep]").await;
        tab.wait("document.querySelector('#journal').dataset.unsent === '0' && !document.querySelector('#grid-refused')").await;
        assert_eq!(sheet(&mut deputy, first).await.cell(0, works[7]), ("4".to_owned(), 2));
        let findings = site.db().read(journal::doctor::examine).await.unwrap();
        assert!(findings.is_empty(), "{findings:?}");
        // In order: a name is made when its mark is typed and grows; the last one is the decision.
        let mut ops = sent.lock().unwrap().clone();
        ops.dedup();
        let mut seen = std::collections::HashSet::new();
        ops.retain(|op| seen.insert(op.clone()));
        assert_eq!(ops.len(), 41, "forty marks and a decision");
        assert!(ops.is_sorted(), "{ops:?}");
        browser.quit().await;
    });
}

/// Another person at the same device neither sees nor sends what the first one typed; signing out asks and takes the pages.
#[test]
fn the_device_in_other_hands() {
    testkit::run(async {
        let site = Site::sqlite().await;
        let mut web = Web::serve(site.router());
        let browser = Chromium::start().await;
        let tab = browser.tab().await;
        let journal = site.small.journal_a;
        let mut deputy = site.signed_in("deputy").await;
        tab.become_client(&site.signed_in("teacher").await, &web).await;
        kept(&tab, &web).await;
        tab.open(&web.url(&format!("/journal/{journal}/"))).await;
        ready(&tab).await;
        web.away();
        tab.click(&cell(0, 0)).await;
        tab.press("54").await;
        tab.wait("document.querySelector('#journal').dataset.state === 'waiting'").await;

        // The deputy signs in there: her own pages, an empty queue, nothing sent in the teacher's name or hers.
        web.back();
        tab.become_client(&site.signed_in("deputy").await, &web).await;
        tab.open(&web.url(&format!("/journal/{journal}/"))).await;
        ready(&tab).await;
        assert_eq!(unsent(&tab).await, "0");
        let before = sheet(&mut deputy, journal).await;
        assert_eq!(before.cell(0, before.works[0]), (String::new(), 0));
        let caches = "const done = arguments[arguments.length - 1]; caches.keys().then(async (keys) => done((await Promise.all(
            keys.filter((key) => key.startsWith('zvonok-pages-')).map(async (key) => (await (await caches.open(key)).keys()).length))).join()))";
        let left = tab.script_async(caches).await;
        assert!(!left.as_str().unwrap().contains(','), "one account's pages: {left}");

        // The teacher is back: the marks go out, and signing out takes the pages along.
        tab.become_client(&site.signed_in("teacher").await, &web).await;
        tab.open(&web.url(&format!("/journal/{journal}/"))).await;
        ready(&tab).await;
        tab.wait("document.querySelector('#journal').dataset.unsent === '0'").await;
        let after = sheet(&mut deputy, journal).await;
        assert_eq!(after.cell(0, after.works[0]), ("5".to_owned(), 1));
        tab.click("details.menu > summary").await;
        tab.click("form[action='/logout/'] button").await;
        tab.wait("document.body.classList.contains('guest')").await;
        assert_eq!(tab.script_async(caches).await, "");
        browser.quit().await;
    });
}

/// Signing out while something waits asks first; whoever says no stays.
#[test]
fn signing_out_asks_while_something_waits() {
    testkit::run(async {
        let site = Site::sqlite().await;
        let mut web = Web::serve(site.router());
        let browser = Chromium::start().await;
        let tab = browser.tab().await;
        tab.become_client(&site.signed_in("teacher").await, &web).await;
        kept(&tab, &web).await;
        tab.open(&web.url(&format!("/journal/{}/", site.small.journal_a))).await;
        ready(&tab).await;
        tab.wait("document.body.dataset.offline === '1'").await;
        web.away();
        tab.click(&cell(0, 0)).await;
        tab.press("5").await;
        tab.press(Key::Escape).await;
        tab.wait("document.querySelector('#journal').dataset.state === 'waiting'").await;
        tab.script("window.asked = []; window.confirm = (text) => { asked.push(text); return false; };")
            .await;
        tab.click("details.menu > summary").await;
        tab.click("form[action='/logout/'] button").await;
        tab.wait("window.asked.length === 1").await;
        assert!(tab.text("asked[0]").await.contains("Не отправлено на сервер: 1"));
        assert_eq!(unsent(&tab).await, "1");
        browser.quit().await;
    });
}
