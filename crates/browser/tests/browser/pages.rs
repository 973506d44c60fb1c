//! Every page in two languages, widths and themes: axe, the edge of the window, the console, the page's policy.

use browser::pages::{FAMILIES, GUESTS, HEADS, Page, TEACHERS, dress};
use browser::{Chromium, Tab, Web, axe};
use testkit::Site;

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
    look(&HEADS);
}
