//! A teacher's marks: typed, kept without a network, sent, refused; and the parent who reads them.

use browser::pages::{Sheet, put};
use browser::{Chromium, Tab, Web};
use testkit::{Client, Site};
use thirtyfour::Key;

/// The teacher's tab on the journal of 7А, at its first cell of the column of a work.
async fn journal(browser: &Chromium, web: &Web, site: &Site, client: &Client) -> Tab {
    let tab = browser.tab().await;
    tab.become_client(client, web).await;
    tab.open(&web.url(&format!("/journal/{}/", site.small.journal_a))).await;
    ready(&tab).await;
    tab
}

async fn ready(tab: &Tab) {
    tab.wait("document.querySelector('#journal')?.dataset.ready === '1'").await;
}

async fn sent(tab: &Tab) {
    tab.wait("document.querySelector('#journal').dataset.unsent === '0'").await;
}

async fn unsent(tab: &Tab) -> String {
    tab.text("document.querySelector('#journal').dataset.unsent").await
}

fn cell(row: usize, column: usize) -> String {
    format!(".grid tbody tr:nth-child({}) td:nth-child({})", row + 1, column + 2)
}

/// The texts of a column from above.
async fn column(tab: &Tab, column: usize) -> String {
    tab.text(&format!(
        "[...document.querySelectorAll('.grid tbody tr')].map((tr) => tr.cells[{}].textContent).join(',')",
        column + 1
    ))
    .await
}

async fn sheet(site: &Site, login: &str) -> Sheet {
    let mut client = site.signed_in(login).await;
    Sheet::read(&client.get(&format!("/journal/{}/", site.small.journal_a)).await)
}

async fn row(site: &Site, login: &str, works: std::ops::Range<usize>, pupil: usize) -> Vec<(String, i32)> {
    let sheet = sheet(site, login).await;
    sheet.works[works].iter().map(|work| sheet.cell(pupil, *work)).collect()
}

fn once(texts: &[&str]) -> Vec<(String, i32)> {
    texts.iter().map(|text| ((*text).to_owned(), 1)).collect()
}

/// Marks typed by keyboard alone are on the server, and the parent sees them.
async fn a_teacher_types_and_the_parent_sees(site: Site) {
    let web = Web::serve(site.router());
    let browser = Chromium::start().await;
    let teacher = site.signed_in("teacher").await;
    let tab = journal(&browser, &web, &site, &teacher).await;
    // Twelve cells: a digit goes to the next pupil, arrows and Enter lead, letters are absences.
    tab.click(&cell(0, 0)).await;
    tab.press("543").await;
    tab.press(Key::Up + Key::Up + Key::Right).await;
    assert_eq!(tab.text("document.activeElement.cellIndex").await, "2");
    tab.press("н2").await;
    tab.press(Key::Enter).await;
    tab.click(&cell(0, 2)).await;
    tab.press("5").await;
    tab.click(&cell(0, 3)).await;
    tab.press("4").await;
    tab.click(&cell(0, 4)).await;
    tab.press("уоб").await;
    tab.click(&cell(0, 5)).await;
    tab.press("333").await;
    // A word in the cell's own editor; Tab goes to the right.
    tab.click(&cell(0, 6)).await;
    tab.press(Key::F2).await;
    tab.press("оп4").await;
    tab.press(Key::Tab).await;
    tab.press("5").await;
    // Erased and taken back.
    tab.click(&cell(0, 2)).await;
    tab.press(Key::Delete).await;
    assert_eq!(column(&tab, 2).await, ",,");
    tab.chord(Key::Control, "z").await;
    assert_eq!(column(&tab, 2).await, "5,,");
    // What is no mark is not written, and said.
    tab.click(&cell(1, 2)).await;
    tab.press("6").await;
    tab.wait("document.querySelector('#grid-tip')?.textContent.includes('«6»')").await;
    sent(&tab).await;
    assert!(tab.text("document.querySelector('#save-state').textContent").await.starts_with("Сохранено в "));

    let sheet = sheet(&site, "teacher").await;
    let got = |pupil: usize, column: usize| sheet.cell(pupil, sheet.works[column]).0;
    let all: Vec<Vec<String>> = (0..8).map(|c| (0..3).map(|p| got(p, c)).collect()).collect();
    let want = [
        ["5", "4", "3"],
        ["н", "2", ""],
        ["5", "", ""],
        ["4", "", ""],
        ["уп", "оп", "б"],
        ["3", "3", "3"],
        ["оп4", "", ""],
        ["5", "", ""],
    ];
    assert_eq!(all, want);
    assert_eq!(tab.complaints(200).await, Vec::<String>::new());

    // In a browser of her own.
    let phone = Chromium::start().await;
    // The family sees a mark after the school's pause.
    site.clock.advance(10 * 60_000);
    let parent = phone.tab().await;
    parent.size(390, 844).await;
    parent.open(&web.url("/login/")).await;
    parent.click("input[name=login]").await;
    parent.press("parent").await;
    parent.press(Key::Tab).await;
    parent.press("demo").await;
    parent.press(Key::Enter).await;
    parent.wait("document.querySelector('meta[name=page]')?.content !== 'cabinet.login'").await;
    parent.open(&web.url(&format!("/marks/{}/", site.small.pupil))).await;
    let line = "document.querySelector('table.averages tbody tr').innerText.replace(/\\s+/g, ' ')";
    let text = parent.text(line).await;
    assert!(text.contains("Математика") && text.contains("4,33"), "{text}");
    // The first week of the quarter that has marks.
    let first =
        parent.text("document.querySelector('table.averages .mark')?.getAttribute('aria-label') ?? ''").await;
    assert!(first.starts_with("пятёрка"), "{first}");
    parent.open(&web.url("/diary/")).await;
    assert_eq!(parent.text("document.querySelector('meta[name=page]').content").await, "diary.week");
    assert_eq!(parent.complaints(200).await, Vec::<String>::new());
    phone.quit().await;
    browser.quit().await;
}
testkit::both!(typed_and_seen, a_teacher_types_and_the_parent_sees);

/// What was typed without a network outlives its tab and is sent once, in order.
#[test]
fn a_lost_network_and_a_closed_tab_lose_nothing() {
    testkit::run(async {
        let site = Site::sqlite().await;
        let mut web = Web::serve(site.router());
        let browser = Chromium::start().await;
        let teacher = site.signed_in("teacher").await;
        let tab = journal(&browser, &web, &site, &teacher).await;
        tab.click(&cell(0, 0)).await;
        tab.press("54").await;
        sent(&tab).await;
        tab.offline(true).await;
        tab.press("3").await;
        for (at, typed) in [(1, "234"), (2, "555")] {
            tab.click(&cell(0, at)).await;
            tab.press(typed).await;
        }
        // A cell that has not been sent yet, once more: the digit at the last pupil has stayed there.
        tab.press(Key::Up + "4").await;
        tab.wait("document.querySelector('#journal').dataset.state === 'waiting'").await;
        assert_eq!(unsent(&tab).await, "8");
        let said = tab.text("document.querySelector('#save-state').textContent").await;
        assert!(said.starts_with("Ждёт сети: 8, с "), "{said}");
        assert!(said.contains("сохранены на этом устройстве"), "{said}");

        // Another tab, so that the browser stays; its network is there.
        let other = browser.new_tab().await;
        // A closing tab may lose what keeps it from the network before it is gone: the server is away until then.
        web.away();
        tab.close().await;
        other.front().await;
        assert_eq!(row(&site, "deputy", 1..3, 0).await, vec![(String::new(), 0), (String::new(), 0)]);
        web.back();
        other.open(&web.url(&format!("/journal/{}/", site.small.journal_a))).await;
        ready(&other).await;
        sent(&other).await;
        assert_eq!(column(&other, 0).await, "5,4,3");
        assert_eq!(column(&other, 1).await, "2,3,4");
        assert_eq!(row(&site, "deputy", 0..3, 0).await, once(&["5", "2", "5"]));
        let mut second = once(&["4", "3", "4"]);
        second[2].1 = 2;
        assert_eq!(row(&site, "deputy", 0..3, 1).await, second, "one change after the other, each once");
        assert_eq!(row(&site, "deputy", 0..3, 2).await, once(&["3", "4", "5"]));

        // The server itself goes away and comes back; the page sends by itself.
        web.away();
        other.click(&cell(0, 3)).await;
        other.press("321").await;
        other.wait("document.querySelector('#journal').dataset.state === 'waiting'").await;
        assert_eq!(unsent(&other).await, "3");
        web.back();
        sent(&other).await;
        let sheet = sheet(&site, "deputy").await;
        let fourth: Vec<(String, i32)> = (0..3).map(|pupil| sheet.cell(pupil, sheet.works[3])).collect();
        assert_eq!(fourth, once(&["3", "2", "1"]));
        browser.quit().await;
    });
}

/// A mark another person changed meanwhile is shown with both values, and the teacher decides.
#[test]
fn a_stale_mark_is_shown_and_decided() {
    testkit::run(async {
        let site = Site::sqlite().await;
        let web = Web::serve(site.router());
        let browser = Chromium::start().await;
        let teacher = site.signed_in("teacher").await;
        let mut deputy = site.signed_in("deputy").await;
        let tab = journal(&browser, &web, &site, &teacher).await;
        tab.deaf().await;
        tab.open(&tab.url().await).await;
        ready(&tab).await;
        let works = sheet(&site, "teacher").await.works;
        for (pupil, text) in [(0, "4"), (1, "3")] {
            put(&mut deputy, site.small.journal_a, pupil, works[1], text, &format!("deputy-{pupil}")).await;
        }
        tab.click(&cell(0, 1)).await;
        tab.press("525").await;
        tab.wait("document.querySelector('#journal').dataset.refused === '2'").await;
        assert_eq!(column(&tab, 1).await, "4,3,5", "what the server has stands in the grid");
        let said = tab.text("document.querySelector('#grid-refused li').innerText").await;
        for word in ["Иванова", "у вас 5", "Завучева", ": 4"] {
            assert!(said.contains(word), "no «{word}» in «{said}»");
        }
        // It stays until it is decided, also over a reload.
        tab.open(&tab.url().await).await;
        ready(&tab).await;
        tab.wait("document.querySelectorAll('#grid-refused li').length === 2").await;
        tab.click("#grid-refused li:nth-child(1) [data-act=keep]").await;
        sent(&tab).await;
        tab.wait("document.querySelectorAll('#grid-refused li').length === 1").await;
        assert_eq!(column(&tab, 1).await, "5,3,5");
        tab.click("#grid-refused [data-act=take]").await;
        tab.wait("!document.querySelector('#grid-refused')").await;
        let now = sheet(&site, "deputy").await;
        assert_eq!(now.cell(0, works[1]), ("5".to_owned(), 2));
        assert_eq!(now.cell(1, works[1]), ("3".to_owned(), 1));
        assert_eq!(now.cell(2, works[1]), ("5".to_owned(), 1));
        browser.quit().await;
    });
}

/// The lesson is a form that needs no script; what can't be a mark comes back as it was typed.
#[test]
fn the_lesson_works_without_scripts() {
    testkit::run(async {
        let site = Site::sqlite().await;
        let web = Web::serve(site.router());
        let browser = Chromium::start().await;
        let tab = browser.tab().await;
        tab.without_scripts().await;
        tab.become_client(&site.signed_in("teacher").await, &web).await;
        tab.open(&web.url(&format!("/journal/{}/", site.small.journal_a))).await;
        assert_eq!(
            tab.text("document.querySelector('#journal').dataset.ready ?? 'no scripts'").await,
            "no scripts"
        );
        tab.click(".grid thead th.today a").await;
        tab.wait("document.querySelector('meta[name=page]')?.content === 'journal.lesson'").await;
        let mark = |row: usize| format!(".lesson-form tbody tr:nth-child({row}) td input:not([type=hidden])");
        let value = |row: usize| format!("document.querySelector('{}').value", mark(row));
        tab.click("#topic").await;
        tab.press("Степени").await;
        tab.click(&mark(1)).await;
        tab.press("5").await;
        tab.click(&mark(2)).await;
        tab.press("6").await;
        tab.click(".lesson-form button.main").await;
        tab.wait("document.querySelector('[aria-invalid=true]')").await;
        assert_eq!(tab.text(&value(1)).await, "5");
        assert_eq!(tab.text(&value(2)).await, "6", "what was typed stays");
        let why = tab
            .text("document.getElementById(document.querySelector('[aria-invalid=true]').getAttribute('aria-describedby')).textContent")
            .await;
        assert!(!why.is_empty());
        tab.find(&mark(2)).await.clear().await.unwrap();
        tab.click(&mark(2)).await;
        tab.press("4").await;
        tab.click(".lesson-form button.main").await;
        tab.wait("!document.querySelector('[aria-invalid=true]')").await;
        assert_eq!(tab.text("document.querySelector('#topic').value").await, "Степени");
        let sheet = sheet(&site, "deputy").await;
        let today: Vec<String> = sheet
            .works
            .iter()
            .rev()
            .take(2)
            .flat_map(|w| [sheet.cell(0, *w).0, sheet.cell(1, *w).0])
            .collect();
        assert!(today.contains(&"5".to_owned()) && today.contains(&"4".to_owned()), "{today:?}");
        browser.quit().await;
    });
}
