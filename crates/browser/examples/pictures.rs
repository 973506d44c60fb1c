//! Pictures of every page in two widths and two themes, to be looked at before a change is called finished.
//!
//! `cargo run -p browser --example pictures -- FOLDER [--url http://127.0.0.1:8123] [--locale en] [--only NAME]`
//!
//! Without an address it draws a small region of its own; with one it signs in there as the demo does.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "a tool that can't go on says why and stops"
)]

use std::path::PathBuf;

use browser::pages::{self, Page};
use browser::{Chromium, Tab, Web};
use testkit::Site;

struct Asked {
    folder: PathBuf,
    url: Option<String>,
    locale: String,
    only: String,
}

fn asked() -> Asked {
    let mut asked =
        Asked { folder: "pictures".into(), url: None, locale: "ru".to_owned(), only: String::new() };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().unwrap_or_else(|| panic!("{word} needs a value"));
        match word.as_str() {
            "--url" => asked.url = Some(value().trim_end_matches('/').to_owned()),
            "--locale" => asked.locale = value(),
            "--only" => asked.only = value(),
            _ => asked.folder = word.into(),
        }
    }
    asked
}

fn main() {
    let asked = asked();
    std::fs::create_dir_all(&asked.folder).unwrap();
    testkit::run(async {
        // The region and its server live as long as this block, when they are needed.
        let mut own = None;
        let base = match &asked.url {
            Some(url) => url.clone(),
            None => {
                let site = Site::sqlite().await;
                pages::dress(&site).await;
                let web = Web::serve(site.router());
                let base = web.url("");
                own = Some((site, web));
                base
            }
        };
        let browser = Chromium::start().await;
        let tab = browser.tab().await;
        let mut who = None;
        for page in pages::all().filter(|page| page.name.contains(&asked.only)) {
            if who != Some(page.login) {
                become_by_form(&tab, &base, page.login, &asked.locale).await;
                who = Some(page.login);
            }
            draw(&tab, &base, page, &asked).await;
        }
        browser.quit().await;
        drop(own);
    });
}

/// Signs in as a person does.
async fn become_by_form(tab: &Tab, base: &str, login: Option<&str>, locale: &str) {
    tab.devtools("Network.clearBrowserCookies", serde_json::json!({})).await;
    if let Some(login) = login {
        tab.open(&format!("{base}/login/")).await;
        tab.click("input[name=login]").await;
        tab.press(login).await;
        tab.click("input[name=password]").await;
        tab.press("demo").await;
        tab.press(thirtyfour::Key::Enter).await;
        tab.wait("document.readyState === 'complete' && !document.querySelector('input[name=password]')")
            .await;
    }
    tab.open(&format!("{base}/cabinet/me/")).await;
    tab.script(&format!("document.querySelector('form.language [value={locale}]').click()")).await;
    tab.wait(&format!("document.readyState === 'complete' && document.documentElement.lang === '{locale}'"))
        .await;
}

async fn draw(tab: &Tab, base: &str, page: &Page, asked: &Asked) {
    for (width, height) in [(390, 844), (1280, 900)] {
        tab.size(width, height).await;
        page.open(tab, base).await;
        let tall = tab.script("return document.documentElement.scrollHeight").await.as_u64().unwrap();
        // As high as the page, within reason: a picture is to be looked at.
        tab.size(width, (tall as u32).clamp(height, 2400)).await;
        for (theme, dark) in [("light", false), ("dark", true)] {
            tab.theme(dark).await;
            let file = asked.folder.join(format!("{}-{width}-{theme}.png", page.name));
            std::fs::write(&file, tab.picture().await).unwrap();
            println!("{}", file.display());
        }
    }
}
