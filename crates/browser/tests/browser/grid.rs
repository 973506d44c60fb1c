//! The grid with somebody else in it; a block pasted; steps taken back after a reload; the menu of a column; one lesson on a
//! phone.

use browser::pages::Sheet;
use browser::{Chromium, Tab, Web, axe};
use serde_json::json;
use testkit::Site;
use thirtyfour::Key;

async fn open(tab: &Tab, web: &Web, site: &Site, login: &str, path: &str) {
    tab.become_client(&site.signed_in(login).await, web).await;
    tab.open(&web.url(path)).await;
    tab.wait("document.querySelector('#journal, #lesson')?.dataset.ready === '1'").await;
}

fn cell(row: usize, column: usize) -> String {
    format!(".grid tbody tr:nth-child({}) td:nth-child({})", row + 1, column + 2)
}

async fn texts(tab: &Tab, column: usize) -> String {
    let script = "[...document.querySelectorAll('.grid tbody tr')].map((tr) => tr.cells[COLUMN].textContent).join(',')";
    tab.text(&script.replace("COLUMN", &(column + 1).to_string())).await
}

async fn sent(tab: &Tab) {
    tab.wait("document.querySelector('#journal, #lesson').dataset.unsent === '0'").await;
}

async fn sheet(site: &Site) -> Sheet {
    let mut deputy = site.signed_in("deputy").await;
    Sheet::read(&deputy.get(&format!("/journal/{}/", site.small.journal_a)).await)
}

/// What a spreadsheet or a browser puts on the clipboard.
async fn paste(tab: &Tab, kind: &str, content: &str) {
    tab.script(&format!(
        "const data = new DataTransfer(); data.setData({}, {});
         document.dispatchEvent(new ClipboardEvent('paste', {{ clipboardData: data, bubbles: true, cancelable: true }}));",
        json!(kind),
        json!(content)
    ))
    .await;
}

#[test]
fn two_in_one_grid_see_each_other() {
    testkit::run(async {
        let site = Site::sqlite().await;
        let mut web = Web::serve(site.router());
        let (first, second) = (Chromium::start().await, Chromium::start().await);
        let (teacher, deputy) = (first.tab().await, second.tab().await);
        let path = format!("/journal/{}/", site.small.journal_a);
        open(&teacher, &web, &site, "teacher", &path).await;
        teacher.wait("document.querySelector('#journal').dataset.live === '1'").await;
        open(&deputy, &web, &site, "deputy", &path).await;
        teacher.wait("document.querySelector('.grid-people').textContent.includes('Завучева')").await;
        deputy.wait("document.querySelector('.grid-people').textContent.length > 8").await;
        assert_eq!(axe::violations(&teacher).await, Vec::<String>::new());

        deputy.click(&cell(1, 0)).await;
        deputy.press("4").await;
        teacher.wait("document.querySelector('.grid tbody tr:nth-child(2) td').textContent === '4'").await;
        teacher
            .wait("document.querySelector('.grid tbody tr:nth-child(2) .avg').textContent === '4,00'")
            .await;
        // What one sees one may change: no conflict.
        teacher.click(&cell(1, 0)).await;
        teacher.press("5").await;
        sent(&teacher).await;
        deputy.wait("document.querySelector('.grid tbody tr:nth-child(2) td').textContent === '5'").await;

        // What was written while the line was down comes when it is back.
        web.away();
        teacher.wait("document.querySelector('#journal').dataset.live !== '1'").await;
        let mut other = site.signed_in("deputy").await;
        let work = sheet(&site).await.works[1];
        browser::pages::put(&mut other, site.small.journal_a, 2, work, "3", "while-away").await;
        web.back();
        teacher
            .wait("document.querySelector('.grid tbody tr:nth-child(3) td:nth-child(3)').textContent === '3'")
            .await;
        second.quit().await;
        teacher.wait("document.querySelector('.grid-people').textContent === ''").await;
        first.quit().await;
    });
}

#[test]
fn a_block_is_shown_before_it_is_written_and_taken_back_after_a_reload() {
    testkit::run(async {
        let site = Site::sqlite().await;
        let web = Web::serve(site.router());
        let browser = Chromium::start().await;
        let tab = browser.tab().await;
        open(&tab, &web, &site, "teacher", &format!("/journal/{}/", site.small.journal_a)).await;
        tab.click(&cell(0, 0)).await;
        // As LibreOffice gives it: a merged cell, a number with a comma, a date, two marks, one row too many.
        let html = "<meta charset=utf-8><table><tr><td rowspan=\"2\"><font>5</font></td><td sdval=\"4\">4,0</td><td>12.09.2026</td></tr>                    <tr><td>Н</td><td>5/4</td></tr><tr><td>уп</td><td></td><td>3</td></tr><tr><td>5</td></tr></table>";
        paste(&tab, "text/html", html).await;
        tab.wait("document.querySelector('dialog.paste[open]')").await;
        assert_eq!(axe::violations(&tab).await, Vec::<String>::new());
        let said = tab.text("document.querySelector('dialog.paste').innerText").await;
        for word in ["запишется 5", "12.09.2026", "5/4", "За краем журнала не вставлено: 1"]
        {
            assert!(said.contains(word), "no «{word}» in «{said}»");
        }
        assert_eq!(texts(&tab, 0).await, ",,", "nothing is written yet");
        tab.press(Key::Escape).await;
        tab.wait("!document.querySelector('dialog.paste')").await;
        assert_eq!(texts(&tab, 1).await, ",,", "nor when one thinks better of it");

        paste(&tab, "text/html", html).await;
        tab.press(Key::Enter).await;
        sent(&tab).await;
        assert_eq!(
            [texts(&tab, 0).await, texts(&tab, 1).await, texts(&tab, 2).await],
            ["5,,уп", "4,н,", ",,3"]
        );
        // Plain text, its cells in quotes.
        tab.click(&cell(0, 4)).await;
        paste(&tab, "text/plain", "\"5\"\t4\r\n3\t\r\n").await;
        tab.press(Key::Enter).await;
        sent(&tab).await;
        assert_eq!([texts(&tab, 4).await, texts(&tab, 5).await], ["5,3,", "4,,"]);

        // The steps outlive a reload.
        tab.wait("sessionStorage.getItem(Object.keys(sessionStorage).find((key) => key.startsWith('zvonok-undo-')))?.length > 100").await;
        tab.open(&tab.url().await).await;
        tab.wait("document.querySelector('#journal')?.dataset.ready === '1'").await;
        tab.click(&cell(0, 6)).await;
        tab.chord(Key::Control, "z").await;
        assert_eq!([texts(&tab, 4).await, texts(&tab, 5).await], [",,", ",,"]);
        tab.chord(Key::Control, "z").await;
        sent(&tab).await;
        assert_eq!(texts(&tab, 0).await, ",,");
        tab.chord(Key::Control, "y").await;
        sent(&tab).await;
        assert_eq!(texts(&tab, 0).await, "5,,уп");
        let now = sheet(&site).await;
        assert_eq!(now.cell(0, now.works[0]), ("5".to_owned(), 3));

        // One cell is typing, and two marks in it are not.
        tab.click(&cell(0, 7)).await;
        paste(&tab, "text/plain", "5/4").await;
        tab.wait("document.querySelector('#grid-tip')?.textContent.includes('две отметки')").await;
        assert_eq!(tab.complaints(200).await, Vec::<String>::new());
        browser.quit().await;
    });
}

#[test]
fn a_column_has_a_menu() {
    testkit::run(async {
        let site = Site::sqlite().await;
        let web = Web::serve(site.router());
        let browser = Chromium::start().await;
        let tab = browser.tab().await;
        open(&tab, &web, &site, "teacher", &format!("/journal/{}/", site.small.journal_a)).await;
        tab.click(&cell(0, 1)).await;
        tab.press(Key::Up + Key::Enter).await;
        tab.wait("document.activeElement.getAttribute('role') === 'menuitem'").await;
        assert_eq!(axe::violations(&tab).await, Vec::<String>::new());
        tab.press(Key::Escape).await;
        tab.wait("!document.querySelector('.grid-menu') && document.activeElement.closest('thead')").await;
        tab.chord(Key::Alt, Key::Down + "").await;
        tab.wait("document.querySelector('.grid-menu')").await;
        // Fill the column, then one key.
        tab.press(Key::Down + Key::Enter).await;
        tab.wait("document.querySelectorAll('.grid [aria-selected]').length === 3").await;
        tab.press("5").await;
        sent(&tab).await;
        assert_eq!(texts(&tab, 1).await, "5,5,5");
        let place = "document.activeElement.getAttribute('aria-colindex') + ' ' + document.activeElement.closest('tr').getAttribute('aria-rowindex')";
        assert_eq!(tab.text(place).await, "3 4");
        // One more column of the lesson.
        let before = sheet(&site).await.works.len();
        tab.script("document.querySelector('.grid thead th[data-w] small').click()").await;
        tab.wait("document.querySelector('.grid-menu')").await;
        tab.press(Key::Up + Key::Enter).await;
        tab.wait("document.querySelector('meta[name=page]').content === 'journal.lesson'").await;
        assert_eq!(sheet(&site).await.works.len(), before + 1);
        assert_eq!(tab.complaints(200).await, Vec::<String>::new());
        browser.quit().await;
    });
}

#[test]
fn one_lesson_goes_on_without_a_network() {
    testkit::run(async {
        let site = Site::sqlite().await;
        let mut web = Web::serve(site.router());
        let browser = Chromium::start().await;
        let tab = browser.tab().await;
        tab.size(390, 844).await;
        tab.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).await;
        tab.become_client(&site.signed_in("teacher").await, &web).await;
        tab.open(&web.url("/journal/")).await;
        tab.wait("Number(document.body.dataset.keptPages) > 2").await;
        web.away();
        let path = format!("/journal/{}/lessons/2026-11-23/1/", site.small.journal_a);
        tab.open(&web.url(&path)).await;
        tab.wait("document.querySelector('#lesson')?.dataset.ready === '1'").await;
        assert_eq!(axe::overflow(&tab).await, None);
        let input = |row: usize| format!("#lesson tbody tr:nth-child({row}) td input");
        tap(&tab, &input(1)).await;
        tab.wait("!document.querySelector('.grid-keys').hidden").await;
        assert_eq!(axe::violations(&tab).await, Vec::<String>::new());
        tap(&tab, ".grid-keys [data-key='5']").await;
        tap(&tab, ".grid-keys [data-key='н']").await;
        tap(&tab, ".grid-keys [data-key='оп']").await;
        tab.wait("document.querySelector('#lesson').dataset.unsent === '3'").await;
        let values = "[...document.querySelectorAll('#lesson td input:not([type=hidden])')].map((x) => x.value).join(',')";
        assert_eq!(tab.text(values).await, "5,н,оп");
        web.back();
        tab.script("dispatchEvent(new Event('online'))").await;
        sent(&tab).await;
        let works = sheet(&site).await.works;
        let now = sheet(&site).await;
        let column: Vec<i64> = works.iter().copied().filter(|w| now.cell(1, *w).0 == "н").collect();
        assert_eq!(column.len(), 1);
        assert_eq!([now.cell(0, column[0]).0, now.cell(2, column[0]).0], ["5", "оп"]);
        // Everybody is there after all.
        tab.click("#lesson .actions .btn").await;
        sent(&tab).await;
        tab.wait("document.querySelector('#lesson .actions .btn').textContent.includes(': 2')").await;
        let now = sheet(&site).await;
        assert_eq!([0, 1, 2].map(|pupil| now.cell(pupil, column[0]).0), ["5", "", ""]);
        // The form saves the topic and leaves the marks alone.
        tab.click("#topic").await;
        tab.press("Степени").await;
        tab.click(".lesson-form button.main:not([type=button])").await;
        tab.wait("location.search.includes('done=')").await;
        let after = sheet(&site).await;
        assert_eq!(after.cell(0, column[0]), now.cell(0, column[0]));
        browser.quit().await;
    });
}

/// A short tap on the middle of an element.
async fn tap(tab: &Tab, css: &str) {
    let place = tab
        .script(&format!(
            "const x = document.querySelector(`{css}`); if (!x.closest('.grid-keys')) x.scrollIntoView({{ block: 'center' }});
             const r = x.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2];"
        ))
        .await;
    let touches = json!([{ "x": place[0], "y": place[1] }]);
    tab.devtools("Input.dispatchTouchEvent", json!({ "type": "touchStart", "touchPoints": touches })).await;
    tab.devtools("Input.dispatchTouchEvent", json!({ "type": "touchEnd", "touchPoints": [] })).await;
}
