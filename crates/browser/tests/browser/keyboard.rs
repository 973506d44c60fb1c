//! Every page of the administration, found by following its links: by the keyboard alone, and on a phone.

use std::collections::{BTreeSet, VecDeque};

use browser::pages::dress;
use browser::{Chromium, Tab, Web, axe, keyboard};
use testkit::{Client, Site};
use thirtyfour::Key;

/// More pages than there are.
const MOST: usize = 150;

/// The address without what names one thing among its like: numbers and days.
fn shape(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let part = |part: &str| {
        if part.starts_with(|c: char| c.is_ascii_digit()) { "#".to_owned() } else { part.to_owned() }
    };
    let path: Vec<String> = path.split('/').map(part).collect();
    // Of a list's views only the kind counts: «?by=teacher» and «?by=teacher&id=7» are drawn alike by sorting and filters.
    let by = query
        .split('&')
        .find(|pair| pair.starts_with("by=") || pair.starts_with("part="))
        .unwrap_or_default();
    format!("{}?{by}", path.join("/"))
}

/// The pages behind `start`: the first of each shape, by walking the links.
async fn pages_behind(client: &mut Client, start: &[&str], under: &[&str]) -> Vec<String> {
    let mut open: VecDeque<String> = start.iter().map(|path| (*path).to_owned()).collect();
    let mut known: BTreeSet<String> = open.iter().map(|path| shape(path)).collect();
    let mut pages = Vec::new();
    while let Some(path) = open.pop_front() {
        let page = client.get(&path).await;
        if page.status != 200 || !page.header("content-type").starts_with("text/html") {
            continue;
        }
        let links = page.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        for link in links.map(|link| link.replace("&#38;", "&")) {
            let ours = under.iter().any(|under| link.starts_with(under));
            if ours && !link.contains('#') && known.insert(shape(&link)) {
                open.push_back(link);
            }
        }
        pages.push(path);
        assert!(pages.len() < MOST, "the walk does not end: {pages:?}");
    }
    pages
}

/// Opens what a question or menu hides, by its key, and closes it by Escape.
async fn opens_and_closes(tab: &Tab, found: &mut Vec<String>) {
    let count =
        tab.script("return document.querySelectorAll('main details.confirm, details.menu').length").await;
    for at in 0..count.as_u64().unwrap_or_default().min(3) {
        let focus = format!(
            "const d = document.querySelectorAll('main details.confirm, details.menu')[{at}]; window.folded = d;
             if (!d.checkVisibility() || !d.querySelector('summary').checkVisibility()) return false;
             d.querySelector('summary').focus(); return true;"
        );
        if tab.script(&focus).await != true {
            continue;
        }
        tab.press(Key::Enter).await;
        if tab.script("return folded.open").await != true {
            found.push("Enter does not open a menu".to_owned());
        }
        tab.press(Key::Tab).await;
        tab.press(Key::Escape).await;
        let closed = "return !folded.open && document.activeElement === folded.querySelector('summary')";
        if tab.script(closed).await != true {
            found.push(format!("Escape does not close {}", tab.text("folded.outerHTML.slice(0, 200)").await));
        }
    }
}

/// Sends the page's forms by Enter with nothing in them; when that is refused the focus stands on the reasons.
async fn refusals(tab: &Tab, url: &str, found: &mut Vec<String>) {
    const FORMS: &str = "[...document.querySelectorAll('main form[method=post]')].filter((f) => f.checkVisibility()
        && f.querySelector('input:is([type=text], [type=date], [type=number], [type=email], [type=tel], [type=search])'))";
    let count = tab.script(&format!("return {FORMS}.length")).await.as_u64().unwrap_or_default();
    for at in 0..count.min(2) {
        tab.open(url).await;
        // What the browser itself asks for is told by itself.
        let ready = tab
            .script(&format!(
                "const f = {FORMS}[{at}]; if (!f) return false; f.noValidate = true; window.before = true;
                 const i = f.querySelector('input:is([type=text], [type=date], [type=number], [type=email], [type=tel])');
                 if (!i || !i.checkVisibility()) return false;
                 for (const x of f.querySelectorAll('input[type=text]')) if (!x.readOnly) x.value = '';
                 i.focus(); return f.querySelectorAll('button:not([type=button]), input[type=submit]').length > 0;"
            ))
            .await;
        if ready != true {
            continue;
        }
        tab.press(Key::Enter).await;
        tab.wait("window.before === undefined && document.readyState === 'complete'").await;
        let lost = "const s = document.querySelector('main .summary'); return !!s && !s.contains(document.activeElement)";
        if tab.script(lost).await == true {
            found.push(format!("what is wrong with form {at} is not told: the focus is elsewhere"));
        }
    }
}

async fn every_page_of(login: &str, start: &[&str], under: &[&str], at_least: usize) {
    let site = Site::sqlite().await;
    dress(&site).await;
    let mut client = site.signed_in(login).await;
    let pages = pages_behind(&mut client, start, under).await;
    assert!(pages.len() >= at_least, "only {} pages were found: {pages:#?}", pages.len());
    let web = Web::serve(site.router());
    let browser = Chromium::start().await;
    let tab = browser.tab().await;
    tab.theme(false).await;
    tab.become_client(&client, &web).await;
    let mut found = Vec::new();
    for path in &pages {
        let url = web.url(path);
        let mut here = Vec::new();
        tab.size(1280, 900).await;
        tab.open(&url).await;
        here.extend(keyboard::walk(&tab).await);
        opens_and_closes(&tab, &mut here).await;
        for (width, height) in [(390, 844), (320, 640)] {
            tab.size(width, height).await;
            here.extend(axe::overflow(&tab).await.map(|over| format!("at {width} px: overflow {over}")));
            let small = keyboard::small_targets(&tab).await;
            here.extend(small.into_iter().map(|one| format!("at {width} px: too small for a finger: {one}")));
        }
        here.extend(axe::violations(&tab).await);
        found.extend(here.into_iter().map(|one| format!("{path}: {one}")));
    }
    // What is sent changes the school, so it comes last.
    tab.size(1280, 900).await;
    for path in &pages {
        let url = web.url(path);
        let mut here = Vec::new();
        tab.open(&url).await;
        refusals(&tab, &url, &mut here).await;
        found.extend(here.into_iter().map(|one| format!("{path}: {one}")));
    }
    browser.quit().await;
    assert!(found.is_empty(), "{} remarks on {} pages\n{}", found.len(), pages.len(), found.join("\n"));
}

#[test]
fn of_the_school_by_keyboard_and_phone() {
    testkit::run(every_page_of("admin", &["/school/"], &["/school/"], 40));
}

#[test]
fn of_the_cabinet_by_keyboard_and_phone() {
    testkit::run(every_page_of("parent", &["/cabinet/me/", "/logout/"], &["/cabinet/"], 4));
}

#[test]
fn of_the_operator_by_keyboard_and_phone() {
    testkit::run(every_page_of("operator", &["/system/", "/system/access/?q=parent"], &["/system/"], 3));
}

/// The walk itself: what it is there for it finds.
#[test]
fn the_walk_notices_what_is_wrong() {
    testkit::run(async {
        let site = Site::sqlite().await;
        let web = Web::serve(site.router());
        let browser = Chromium::start().await;
        let tab = browser.tab().await;
        tab.become_client(&site.signed_in("admin").await, &web).await;
        tab.size(390, 844).await;
        tab.open(&web.url("/school/access/staff/")).await;
        assert_eq!(keyboard::walk(&tab).await, Vec::<String>::new());
        assert_eq!(keyboard::small_targets(&tab).await, Vec::<String>::new());
        tab.open(&web.url("/school/access/staff/")).await;
        tab.script(
            "const [a] = document.querySelectorAll('main button, main summary');
             document.querySelector('main nav li:last-child a, main nav a:last-child').tabIndex = 5;
             a.style.outline = 'none'; a.style.boxShadow = 'none';",
        )
        .await;
        let way = keyboard::walk(&tab).await.join("\n");
        assert!(way.contains("the focus is not seen on"), "{way}");
        assert!(way.contains("too early"), "{way}");
        browser.quit().await;
    });
}
