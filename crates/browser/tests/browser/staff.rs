//! The keyboard outside the journal.

use browser::{Chromium, Web, axe};
use testkit::Site;
use thirtyfour::Key;

#[test]
fn the_keyboard_finds_its_way() {
    testkit::run(async {
        let site = Site::sqlite().await;
        let web = Web::serve(site.router());
        let browser = Chromium::start().await;
        let tab = browser.tab().await;
        tab.become_client(&site.signed_in("admin").await, &web).await;
        tab.open(&web.url("/school/")).await;
        tab.wait("document.querySelector('form.find [role=combobox]')").await;
        // The first Tab stops at the way past the menus.
        tab.press(Key::Tab).await;
        assert_eq!(tab.text("document.activeElement.className").await, "skip");
        let seen = "(() => { const r = document.activeElement.getBoundingClientRect(); return r.top >= 0 && r.left >= 0 && r.width > 20; })()";
        tab.wait(seen).await;
        tab.press(Key::Enter).await;
        tab.wait("document.activeElement.id === 'main'").await;
        // The command box finds a class and goes there.
        tab.chord(Key::Control, "k").await;
        tab.wait("document.activeElement.name === 'q'").await;
        tab.press("7а").await;
        tab.wait("[...document.querySelectorAll('#found a')].some((a) => a.pathname.startsWith('/school/classes/'))").await;
        let steps = tab
            .text("[...document.querySelectorAll('#found a')].findIndex((a) => a.pathname.startsWith('/school/classes/')) + 1")
            .await;
        assert_eq!(axe::violations(&tab).await, Vec::<String>::new(), "the open list of finds");
        for _ in 0..steps.parse::<usize>().unwrap() {
            tab.press(Key::Down).await;
        }
        tab.press(Key::Enter).await;
        tab.wait("document.querySelector('meta[name=page]')?.content === 'school.class'").await;
        assert!(tab.text("document.querySelector('h1').textContent").await.contains("7А"));
        // Escape closes what a key has opened, and the focus stays where it was.
        tab.click("details.menu > summary").await;
        tab.wait("document.querySelector('details.menu[open]')").await;
        assert_eq!(axe::violations(&tab).await, Vec::<String>::new(), "the open menu");
        tab.press(Key::Escape).await;
        tab.wait(
            "!document.querySelector('details.menu[open]') && document.activeElement.tagName === 'SUMMARY'",
        )
        .await;
        assert_eq!(tab.complaints(200).await, Vec::<String>::new());
        browser.quit().await;
    });
}
