//! The timetable's grid: a lesson moved by keyboard and by mouse, what stands in the way shown before, the rule of the
//! browser against the rule of the server.

use browser::{Chromium, Tab, Web, axe};
use testkit::Site;
use thirtyfour::Key;

const FROM: &str = "2026-11-24";

async fn grid(tab: &Tab, web: &Web, site: &Site) {
    tab.open(&web.url(&format!("/school/timetable/?id={}&from={FROM}", site.small.class_a))).await;
    tab.wait("document.querySelector('#timetable')?.dataset.ready === '1'").await;
}

/// The lesson at a place is taken by key.
async fn take(tab: &Tab, place: &str) {
    tab.script(&format!("document.querySelector('td[data-at=\"{place}\"] .tt-take').focus()")).await;
    tab.press(Key::Enter).await;
    tab.wait("document.querySelector('#timetable').dataset.held === '1'").await;
    tab.wait("document.activeElement.classList.contains('own')").await;
}

async fn saved(tab: &Tab) {
    tab.wait("document.querySelector('#timetable').dataset.unsent === '0'").await;
    tab.wait("!document.querySelector('.tt-card[data-state]')").await;
}

/// What every place says: in the browser, and on the server's page for the same lesson.
const COMPARE: &str = "const done = arguments[arguments.length - 1], key = arguments[0];
const read = (root, skip) => [...root.querySelectorAll('td[data-at]')].map((td) => {
  const place = td.querySelector('.tt-place');
  if (!place || place.classList.contains('own')) return td.dataset.at + ' –';
  const kind = ['free', 'warn', 'hard'].find((one) => place.classList.contains(one));
  const why = [...place.querySelectorAll('small')].map((one) => one.textContent).sort().join('; ');
  return `${td.dataset.at} ${kind} ${why}`;
}).join('\\n');
const url = new URL(location.href);
url.searchParams.set('hold', KEY);
fetch(url).then((answer) => answer.text()).then((html) => {
  const page = new DOMParser().parseFromString(html, 'text/html');
  done([read(document), read(page)]);
});";

#[test]
fn a_lesson_is_moved_by_key_and_what_stands_in_the_way_is_shown_before() {
    testkit::run(async {
        let site = Site::sqlite().await;
        let web = Web::serve(site.router());
        let browser = Chromium::start().await;
        let tab = browser.tab().await;
        let mut deputy = site.signed_in("deputy").await;
        tab.become_client(&deputy, &web).await;
        grid(&tab, &web, &site).await;

        take(&tab, "1.1").await;
        let key = tab.text("document.querySelector('.tt-card.held').dataset.key").await;
        let both = tab.script_async(&COMPARE.replace("KEY", &format!("'{key}'"))).await;
        assert_eq!(both[0], both[1], "the browser's rule and the server's");
        assert!(both[0].as_str().unwrap().contains("hard"), "{both}");
        assert_eq!(axe::violations(&tab).await, Vec::<String>::new(), "with a lesson held");
        tab.press(Key::Right).await;
        let label = tab.text("document.activeElement.textContent").await;
        assert!(label.contains("вторник, 1-й урок") && label.contains("Русский язык, 7А"), "{label}");
        tab.press(Key::Enter).await;
        tab.wait("document.querySelector('#tt-said').textContent.includes('Русский язык, 7А')").await;
        assert_eq!(tab.text("document.querySelector('#timetable').dataset.held").await, "1", "nothing moved");
        tab.press(Key::Down).await;
        tab.press(Key::Enter).await;
        saved(&tab).await;
        tab.wait("document.querySelector('td[data-at=\"2.2\"] .tt-card')").await;
        tab.wait("document.querySelector('#tt-log li').dataset.state === 'saved'").await;
        let page = deputy.get(&format!("/school/timetable/?id={}&from={FROM}", site.small.class_a)).await;
        assert!(page.body.contains(&format!("{}.2.2.0.20261124", site.small.journal_a)), "{}", page.body);

        // A warning is read before it is overruled; Escape leaves everything as it is.
        take(&tab, "2.2").await;
        tab.press(Key::Right + Key::Right + Key::Down).await;
        tab.press(Key::Enter).await;
        tab.wait("document.querySelector('dialog.tt-ask[open]')").await;
        assert!(
            tab.text("document.querySelector('dialog.tt-ask').innerText").await.contains("Математика, 7Б")
        );
        assert_eq!(axe::violations(&tab).await, Vec::<String>::new(), "the question");
        tab.press(Key::Escape).await;
        tab.wait("!document.querySelector('dialog.tt-ask')").await;
        tab.press(Key::Escape).await;
        tab.wait("!document.querySelector('.tt-place')").await;
        assert_eq!(tab.text("document.activeElement.className").await, "tt-take");

        // Somebody else changes the timetable: the next change is refused and says so.
        let mut admin = site.signed_in("admin").await;
        admin.get("/school/timetable/").await;
        let other = serde_json::json!({"version": 1, "from": FROM, "journal": site.small.journal_b.0, "room": "1",
            "to": {"weekday": 5, "number": 6, "weeks": 0}});
        assert_eq!(admin.post_json("/school/timetable/edits/", &other).await.json()["is"], "saved");
        take(&tab, "2.2").await;
        tab.press(Key::Down).await;
        tab.press(Key::Enter).await;
        saved(&tab).await;
        tab.wait("document.querySelector('#tt-log li:last-child').dataset.state === 'refused'").await;
        tab.wait("document.querySelector('#tt-body').dataset.version === '2'").await;
        tab.wait("document.querySelector('td[data-at=\"2.2\"] .tt-card')").await;
        assert_eq!(tab.complaints(200).await, Vec::<String>::new());
        browser.quit().await;
    });
}

/// Where the middle of an element is, CSS pixels.
async fn middle(tab: &Tab, css: &str) -> (f64, f64) {
    let at = tab
        .script(&format!(
            "const r = document.querySelector(`{css}`).getBoundingClientRect(); return [r.left + r.width / 3, r.top + r.height / 2]"
        ))
        .await;
    (at[0].as_f64().unwrap(), at[1].as_f64().unwrap())
}

async fn mouse(tab: &Tab, kind: &str, (x, y): (f64, f64)) {
    let what =
        serde_json::json!({"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1});
    tab.devtools("Input.dispatchMouseEvent", what).await;
}

#[test]
fn a_lesson_is_dragged_to_its_place() {
    testkit::run(async {
        let site = Site::sqlite().await;
        let web = Web::serve(site.router());
        let browser = Chromium::start().await;
        let tab = browser.tab().await;
        tab.become_client(&site.signed_in("deputy").await, &web).await;
        grid(&tab, &web, &site).await;
        tab.script("document.querySelector('table.tt').scrollIntoView()").await;
        mouse(&tab, "mousePressed", middle(&tab, "td[data-at=\"1.1\"] .tt-card").await).await;
        mouse(&tab, "mouseMoved", middle(&tab, "td[data-at=\"2.1\"]").await).await;
        tab.wait("document.querySelector('#timetable').dataset.held === '1'").await;
        let to = middle(&tab, "td[data-at=\"3.1\"]").await;
        mouse(&tab, "mouseMoved", to).await;
        mouse(&tab, "mouseReleased", to).await;
        saved(&tab).await;
        tab.wait("document.querySelector('td[data-at=\"3.1\"] .tt-card')").await;
        assert_eq!(tab.complaints(200).await, Vec::<String>::new());

        // Without scripts the same is done by links.
        let plain = browser.new_tab().await;
        plain.without_scripts().await;
        plain.open(&web.url(&format!("/school/timetable/?id={}&from={FROM}", site.small.class_a))).await;
        plain.click("td[data-at=\"3.1\"] .tt-take").await;
        plain.click("td[data-at=\"3.4\"] .tt-place a").await;
        plain.click("main form button.main").await;
        assert!(plain.url().await.contains("done=timetable-saved"), "{}", plain.url().await);
        browser.quit().await;
    });
}

/// The page of one lesson's substitution in both widths and themes.
#[test]
fn a_substitution_is_chosen() {
    testkit::run(async {
        let site = Site::sqlite().await;
        let web = Web::serve(site.router());
        let browser = Chromium::start().await;
        let tab = browser.tab().await;
        let mut deputy = site.signed_in("deputy").await;
        let person = site.small.teacher.to_string();
        let fields =
            [("person", person.as_str()), ("first", FROM), ("last", "2026-11-27"), ("reason", "ill")];
        assert_eq!(deputy.post_form("/school/substitutions/absences/", &fields).await.status, 303);
        tab.become_client(&deputy, &web).await;
        let lesson = format!("/school/substitutions/2026-11-25/{}/2/", site.small.journal_a);
        for path in ["/school/substitutions/2026-11-25/", &lesson] {
            for (width, height) in [(390, 844), (1280, 900)] {
                tab.size(width, height).await;
                tab.open(&web.url(path)).await;
                for dark in [false, true] {
                    tab.theme(dark).await;
                    assert_eq!(axe::violations(&tab).await, Vec::<String>::new(), "{path} {width} {dark}");
                }
                assert_eq!(axe::overflow(&tab).await, None, "{path} {width}");
            }
        }
        let name = site.small.class_teacher;
        tab.click(&format!("input[value=\"t{name}\"]")).await;
        tab.click("main form button.main").await;
        tab.wait("document.body.innerText.includes('замена: Смирнова')").await;
        assert_eq!(tab.complaints(200).await, Vec::<String>::new());
        browser.quit().await;
    });
}
