//! The journal under a finger.

use browser::pages::Sheet;
use browser::{Chromium, Tab, Web, axe};
use serde_json::json;
use testkit::Site;

/// A short tap on the middle of an element.
async fn tap(tab: &Tab, css: &str) {
    let place = tab
        .script(&format!(
            "const r = document.querySelector(`{css}`).getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2];"
        ))
        .await;
    let touches = json!([{ "x": place[0], "y": place[1] }]);
    tab.devtools("Input.dispatchTouchEvent", json!({ "type": "touchStart", "touchPoints": touches })).await;
    tab.devtools("Input.dispatchTouchEvent", json!({ "type": "touchEnd", "touchPoints": [] })).await;
}

#[test]
fn one_tap_opens_a_cell_and_one_more_writes() {
    testkit::run(async {
        let site = Site::sqlite().await;
        let web = Web::serve(site.router());
        let browser = Chromium::start().await;
        let tab = browser.tab().await;
        tab.size(390, 844).await;
        tab.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).await;
        tab.become_client(&site.signed_in("teacher").await, &web).await;
        tab.open(&web.url(&format!("/journal/{}/", site.small.journal_a))).await;
        tab.wait("document.querySelector('#journal')?.dataset.ready === '1'").await;
        assert_eq!(axe::overflow(&tab).await, None);
        // The tabs of the periods are all there to press.
        let cut = "[...document.querySelectorAll('.tabs a')].filter((a) => a.getBoundingClientRect().right > innerWidth).length";
        assert_eq!(tab.text(cut).await, "0");
        // The cell of the first pupil, in a column in sight.
        tab.script("document.querySelector('.grid tbody tr td:nth-of-type(2)').id = 'tapped'; document.querySelector('#tapped').scrollIntoView({ block: 'center', inline: 'center' });").await;
        tap(&tab, "#tapped").await;
        tab.wait("document.querySelector('#tapped input') === document.activeElement").await;
        tab.wait("!document.querySelector('.grid-keys').hidden").await;
        assert_eq!(axe::violations(&tab).await, Vec::<String>::new(), "the open keys");
        tap(&tab, ".grid-keys [data-key='5']").await;
        tab.wait("document.querySelector('#tapped').textContent === '5'").await;
        // The next pupil waits for his.
        tab.wait("document.activeElement.closest('tr') === document.querySelector('#tapped').closest('tr').nextElementSibling").await;
        tap(&tab, ".grid-keys [data-key='н']").await;
        tab.wait("document.querySelector('#journal').dataset.unsent === '0'").await;
        let column: usize =
            tab.text("document.querySelector('#tapped').cellIndex - 1").await.parse().unwrap();
        let page = site.signed_in("deputy").await.get(&format!("/journal/{}/", site.small.journal_a)).await;
        let sheet = Sheet::read(&page);
        let work = sheet.works[column];
        assert_eq!([sheet.cell(0, work).0, sheet.cell(1, work).0], ["5", "н"]);
        // And the way to the list of one lesson is in sight.
        tap(&tab, ".one-lesson a").await;
        tab.wait("document.querySelector('meta[name=page]')?.content === 'journal.lesson'").await;
        assert_eq!(tab.complaints(200).await, Vec::<String>::new());
        browser.quit().await;
    });
}
