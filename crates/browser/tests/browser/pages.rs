//! Every page in two languages, widths and themes: axe, the edge of the window, the console, the page's policy.

use browser::pages::{FAMILIES, GUESTS, HEADS, Page, Sheet, TEACHERS, dress, put};
use browser::{Chromium, Tab, Web, axe};
use testkit::Site;
use thirtyfour::Key;

fn look(pages: &'static [Page]) {
    testkit::run(async {
        let site = Site::sqlite().await;
        dress(&site).await;
        let web = Web::serve(site.router());
        let browser = Chromium::start().await;
        let tab = browser.tab().await;
        let mut found = Vec::new();
        for locale in ["ru", "en"] {
            let mut who = None;
            for page in pages {
                if who != Some(page.login) {
                    become_with(&tab, &web, &site, page.login, locale).await;
                    who = Some(page.login);
                }
                one(&tab, &web.url(""), page, locale, &mut found).await;
            }
        }
        browser.quit().await;
        assert!(found.is_empty(), "{} remarks\n{}", found.len(), found.join("\n"));
    });
}

async fn become_with(tab: &Tab, web: &Web, site: &Site, login: Option<&str>, locale: &str) {
    let mut client = site.client();
    if let Some(login) = login {
        client.sign_in(login).await;
    }
    let answer = client.post_form("/language/", &[("locale", locale), ("next", "/")]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    tab.become_client(&client, web).await;
}

async fn one(tab: &Tab, base: &str, page: &Page, locale: &str, found: &mut Vec<String>) {
    for (width, height) in [(390, 844), (1280, 900)] {
        tab.size(width, height).await;
        tab.theme(false).await;
        page.open(tab, base).await;
        let mut here = Vec::new();
        if tab.text("document.documentElement.lang").await != locale {
            here.push("another language".to_owned());
        }
        if tab.text("document.querySelector('meta[name=page]')?.content ?? ''").await.is_empty()
            && page.name != "gallery"
        {
            here.push("no <meta name=page>".to_owned());
        }
        here.extend(axe::overflow(tab).await.map(|over| format!("overflow {over}")));
        here.extend(axe::violations(tab).await);
        tab.theme(true).await;
        here.extend(axe::violations(tab).await.into_iter().map(|one| format!("dark: {one}")));
        if width == 390 {
            tab.size(320, 640).await;
            here.extend(axe::overflow(tab).await.map(|over| format!("at 320 px: overflow {over}")));
        }
        here.extend(tab.complaints(page.status).await);
        found.extend(here.into_iter().map(|one| format!("{} {locale} {width}: {one}", page.name)));
    }
}

#[test]
fn of_guests() {
    look(&GUESTS);
}

#[test]
fn of_families() {
    look(&FAMILIES);
}

#[test]
fn of_teachers() {
    look(&TEACHERS);
}

#[test]
fn of_heads() {
    look(HEADS);
}

/// The journal with everything at once that can stand in it: a conflict, changes that wait for the network, a selection,
/// a word that is no mark, the comment. Where `ZVONOK_PICTURES` names a folder, pictures of it all are left there.
#[test]
fn of_a_journal_in_trouble() {
    testkit::run(async {
        let site = Site::sqlite().await;
        dress(&site).await;
        let web = Web::serve(site.router());
        let browser = Chromium::start().await;
        let mut deputy = site.signed_in("deputy").await;
        let address = format!("/journal/{}/", site.small.journal_a);
        let mut found = Vec::new();
        for (mine, theirs, typed, (width, height)) in
            [("2", "3", "2н", (390, 844)), ("1", "4", "4б", (1280, 900))]
        {
            let tab = browser.new_tab().await;
            tab.size(width, height).await;
            tab.become_client(&site.signed_in("teacher").await, &web).await;
            tab.deaf().await;
            tab.open(&web.url(&address)).await;
            tab.wait("document.querySelector('#journal')?.dataset.ready === '1'").await;
            let work = Sheet::read(&deputy.get(&address).await).works[0];
            put(&mut deputy, site.small.journal_a, 0, work, theirs, &format!("deputy-{theirs}")).await;
            tab.click(".grid tbody tr:nth-child(1) td:nth-child(2)").await;
            tab.press(mine).await;
            tab.wait("document.querySelector('#grid-refused')").await;
            tab.offline(true).await;
            tab.click(".grid tbody tr:nth-child(1) td:nth-child(4)").await;
            tab.press(typed).await;
            tab.wait("document.querySelector('#journal').dataset.state === 'waiting'").await;
            tab.chord(Key::Shift, Key::Up).await;
            look_closely(&tab, "waiting and refused", width, &mut found).await;
            tab.press(Key::F2).await;
            tab.press("5/4").await;
            tab.press(Key::Enter).await;
            tab.wait("document.querySelector('.grid [aria-invalid=true]')").await;
            look_closely(&tab, "not a mark", width, &mut found).await;
            tab.press(Key::Escape).await;
            tab.press("/").await;
            tab.wait("document.querySelector('dialog[open]')").await;
            look_closely(&tab, "comment", width, &mut found).await;
            tab.press(Key::Escape).await;
            // What waits in the browser's store is not for the next turn.
            tab.offline(false).await;
            tab.wait("document.querySelector('#journal').dataset.unsent === '0'").await;
        }
        browser.quit().await;
        assert!(found.is_empty(), "{}", found.join("\n"));
    });
}

async fn look_closely(tab: &Tab, what: &str, width: u32, found: &mut Vec<String>) {
    for dark in [false, true] {
        tab.theme(dark).await;
        if let Ok(folder) = std::env::var("ZVONOK_PICTURES") {
            let name = format!("{folder}/trouble {what}-{width}-{}.png", if dark { "dark" } else { "light" });
            std::fs::write(name, tab.picture().await).unwrap();
        }
        let here = axe::violations(tab).await.into_iter().chain(axe::overflow(tab).await);
        found.extend(here.map(|one| format!("{what} {width} dark {dark}: {one}")));
    }
}
