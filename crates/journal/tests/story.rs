//! The journal's story through HTTP: typing, histories, conflicts, the plain form, the family's view of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails loudly"
)]

use axum::http::Request;
use serde_json::{Value, json};
use testkit::{Client, Site, both};

/// Works and pupils as the grid's page shows them.
struct GridPage {
    works: Vec<(i64, String)>,
    html: String,
}

fn attribute<'a>(html: &'a str, name: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let key = format!("{name}=\"");
    let mut rest = html;
    std::iter::from_fn(move || {
        let at = rest.find(&key)?;
        let tail = &rest[at + key.len()..];
        let end = tail.find('"')?;
        let found = (&tail[..end], &tail[end..]);
        rest = found.1;
        Some(found)
    })
}

async fn grid(client: &mut Client, journal: i64) -> GridPage {
    let answer = client.get(&format!("/journal/{journal}/")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.page(), "journal.grid");
    let days: Vec<String> = attribute(&answer.body, "data-d").map(|(v, _)| v.to_owned()).collect();
    let works = attribute(&answer.body, "data-w").map(|(v, _)| v.parse().unwrap()).zip(days).collect();
    GridPage { works, html: answer.body }
}

impl GridPage {
    fn on(&self, day: &str) -> Vec<i64> {
        self.works.iter().filter(|(_, d)| d == day).map(|(w, _)| *w).collect()
    }

    /// The cell of a pupil in a column, as it stands in the page: version and text.
    fn cell(&self, pupil: i64, work: i64) -> (i64, String) {
        let column = self.works.iter().position(|(w, _)| *w == work).unwrap();
        let row = &self.html[self.html.find(&format!("<tr data-p={pupil}")).expect("the pupil's row")..];
        let row = &row[..row.find('\n').unwrap()];
        let cell = row.split("<td").nth(column + 1).unwrap();
        let (tag, text) = cell.split_once('>').unwrap();
        let version = tag
            .split("data-v=")
            .nth(1)
            .map_or(0, |v| v.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap());
        (version, text.to_owned())
    }
}

fn change(op: &str, pupil: i64, work: i64, base: i64, text: &str) -> Value {
    json!({"op": op, "pupil": pupil, "work": work, "base": base, "text": text})
}

async fn save(client: &mut Client, journal: i64, changes: &[Value]) -> Value {
    let answer = client.post_json(&format!("/journal/{journal}/cells/"), &json!({"changes": changes})).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

/// The Friday before the tests' Monday: a day on which mathematics of 7А was taught.
const FRIDAY: &str = "2026-11-20";
const MONDAY: &str = "2026-11-23";
/// The family sees a mark so many milliseconds after it was put.
const PAUSE: i64 = 10 * 60_000;

async fn doctor_finds_nothing(site: &Site) {
    let found = site.db().read(journal::doctor::examine).await.unwrap();
    assert!(found.is_empty(), "{found:?}");
}

both!(a_teacher_types_and_a_mother_sees, |site| {
    let small = site.small.clone();
    let (journal, pupil) = (small.journal_a.0, small.pupil.0);
    let mut teacher = site.signed_in("teacher").await;
    let page = grid(&mut teacher, journal).await;
    let friday = page.on(FRIDAY)[0];
    let (before, _) = page.cell(pupil, friday);

    let saved = save(&mut teacher, journal, &[change("a1", pupil, friday, before, "5")]).await;
    assert_eq!(saved["saved"][0]["cells"][0]["t"], "5");
    assert_eq!(saved["saved"][0]["cells"][0]["v"], before + 1);
    assert!(saved["saved"][0]["avg"][0]["a"].as_str().unwrap().contains(','));

    let again = save(&mut teacher, journal, &[change("a1", pupil, friday, before, "5")]).await;
    assert_eq!(again["saved"][0]["cells"][0]["v"], before + 1, "the same operation twice is one change");
    assert_eq!(grid(&mut teacher, journal).await.cell(pupil, friday), (before + 1, "5".to_owned()));

    let mut parent = site.signed_in("parent").await;
    site.clock.advance(PAUSE);
    let week = parent.get(&format!("/diary/{pupil}/{FRIDAY}")).await;
    assert_eq!(week.status, 200);
    assert!(week.statements() <= 4, "a diary week took {} statements", week.statements());
    assert!(week.body.contains("class=\"mark m5\""), "{}", week.body);
    let marks = parent.get(&format!("/marks/{pupil}/")).await;
    assert_eq!(marks.page(), "diary.marks");
    assert!(marks.body.contains("class=\"mark m5\""));
    doctor_finds_nothing(&site).await;
});

both!(a_stale_change_is_refused_and_nothing_is_lost, |site| {
    let (journal, pupil) = (site.small.journal_a.0, site.small.pupil.0);
    let mut teacher = site.signed_in("teacher").await;
    let mut deputy = site.signed_in("deputy").await;
    let page = grid(&mut teacher, journal).await;
    let friday = page.on(FRIDAY)[0];
    let (base, _) = page.cell(pupil, friday);
    save(&mut deputy, journal, &[change("d1", pupil, friday, base, "4")]).await;

    let refused = save(&mut teacher, journal, &[change("t1", pupil, friday, base, "5")]).await;
    assert!(refused["saved"].as_array().unwrap().is_empty());
    let stale = &refused["refused"][0];
    assert_eq!((stale["why"].as_str(), stale["t"].as_str()), (Some("stale"), Some("4")));
    assert_eq!(stale["at"], "10:40");
    assert!(!stale["who"].as_str().unwrap().is_empty());

    let version = stale["v"].as_i64().unwrap();
    let mine = save(&mut teacher, journal, &[change("t2", pupil, friday, version, "5")]).await;
    assert_eq!(mine["saved"][0]["cells"][0]["v"], version + 1);
    doctor_finds_nothing(&site).await;
});

both!(attendance_belongs_to_the_lesson, |site| {
    let (journal, pupil) = (site.small.journal_a.0, site.small.pupils_a[1].0);
    let mut teacher = site.signed_in("teacher").await;
    let lesson = format!("/journal/{journal}/lessons/{FRIDAY}/2/");
    assert_eq!(teacher.get(&lesson).await.page(), "journal.lesson");
    let added =
        teacher.post_form(&lesson, &[("topic", ""), ("homework", ""), ("version", "0"), ("add", "1")]).await;
    assert_eq!(added.status, 303, "{}", added.body);
    let page = grid(&mut teacher, journal).await;
    let works = page.on(FRIDAY);
    assert_eq!(works.len(), 2, "the lesson has a second column");
    let (base, _) = page.cell(pupil, works[1]);
    let (base_first, _) = page.cell(pupil, works[0]);

    let saved = save(&mut teacher, journal, &[change("n1", pupil, works[1], base, "н4")]).await;
    let cells = saved["saved"][0]["cells"].as_array().unwrap();
    assert_eq!(cells.len(), 2);
    let page = grid(&mut teacher, journal).await;
    let (version, text) = page.cell(pupil, works[0]);
    assert_eq!(version, base_first + 1);
    assert!(text.starts_with('н'), "{text}");
    assert_eq!(page.cell(pupil, works[1]).1, "4");
    doctor_finds_nothing(&site).await;
});

both!(what_is_no_mark_is_refused_with_its_reason, |site| {
    let (journal, pupil) = (site.small.journal_a.0, site.small.pupil.0);
    let mut teacher = site.signed_in("teacher").await;
    let page = grid(&mut teacher, journal).await;
    let friday = page.on(FRIDAY)[0];
    let (base, _) = page.cell(pupil, friday);
    let answer = save(
        &mut teacher,
        journal,
        &[
            change("1", pupil, friday, base, "6"),
            change("2", pupil, friday, base, "5/4"),
            change("3", site.small.other_pupil.0, friday, 0, "5"),
            change("4", pupil, 999_999, 0, "5"),
        ],
    )
    .await;
    let whys: Vec<&str> =
        answer["refused"].as_array().unwrap().iter().map(|r| r["why"].as_str().unwrap()).collect();
    assert_eq!(whys, ["invalid", "invalid", "locked", "locked"]);
    for refused in answer["refused"].as_array().unwrap() {
        assert!(refused["message"].as_str().unwrap().chars().count() > 10, "{refused}");
    }
    let future = page.works.iter().find(|(_, day)| day.as_str() > MONDAY).map(|(w, _)| *w).unwrap();
    let answer = save(&mut teacher, journal, &[change("5", pupil, future, 0, "5")]).await;
    assert_eq!(answer["refused"][0]["why"], "locked");
    assert_eq!(grid(&mut teacher, journal).await.cell(pupil, friday).0, base, "nothing was written");
});

both!(the_plain_form_saves_and_keeps_what_was_typed, |site| {
    let (journal, pupil) = (site.small.journal_a.0, site.small.pupil.0);
    let mut teacher = site.signed_in("teacher").await;
    let page = grid(&mut teacher, journal).await;
    let work = page.on(FRIDAY)[0];
    let (base, _) = page.cell(pupil, work);
    let lesson = format!("/journal/{journal}/lessons/{FRIDAY}/2/");
    let version = |html: &str| {
        let at = html.find("name=\"version\" value=\"").unwrap() + 22;
        html[at..].split('"').next().unwrap().to_owned()
    };
    let form = teacher.get(&lesson).await;
    let text_version = version(&form.body);
    let (cell, cell_base) = (format!("m-{pupil}-{work}"), format!("v-{pupil}-{work}"));
    let base_text = base.to_string();
    let wrong = teacher
        .post_form(
            &lesson,
            &[
                ("topic", "Сложение дробей"),
                ("homework", "№ 214"),
                ("version", &text_version),
                (&cell, "7"),
                (&cell_base, &base_text),
            ],
        )
        .await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("value=\"7\""), "what was typed is kept");
    assert!(wrong.body.contains("Сложение дробей"), "what could be saved is saved");

    let text_version = version(&wrong.body);
    let right = teacher
        .post_form(
            &lesson,
            &[
                ("topic", "Сложение дробей"),
                ("homework", "№ 214"),
                ("version", &text_version),
                (&cell, "4"),
                (&cell_base, &base_text),
            ],
        )
        .await;
    assert_eq!(right.status, 303, "{}", right.body);
    let mut parent = site.signed_in("parent").await;
    site.clock.advance(PAUSE);
    let week = parent.get(&format!("/diary/{pupil}/{FRIDAY}")).await;
    assert!(week.body.contains("№ 214") && week.body.contains("Сложение дробей"));
    assert!(week.body.contains("class=\"mark m4\""));
    doctor_finds_nothing(&site).await;
});

both!(a_column_of_another_kind_changes_weights_and_averages, |site| {
    let (journal, pupil) = (site.small.journal_a.0, site.small.pupils_a[2].0);
    let mut teacher = site.signed_in("teacher").await;
    let page = grid(&mut teacher, journal).await;
    let work = page.on(FRIDAY)[0];
    let (base, _) = page.cell(pupil, work);
    save(&mut teacher, journal, &[change("w1", pupil, work, base, "2")]).await;
    let lesson = format!("/journal/{journal}/lessons/{FRIDAY}/2/");
    let form = teacher.get(&lesson).await;
    let at = form.body.find("Контрольная работа").unwrap();
    let option = &form.body[..at];
    let kind = option[option.rfind("value=\"").unwrap() + 7..].split('"').next().unwrap().to_owned();
    let field = format!("kind-{work}");
    let done = teacher
        .post_form(&lesson, &[("topic", ""), ("homework", ""), ("version", "0"), (&field, &kind)])
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
    let html = grid(&mut teacher, journal).await.html;
    assert!(html.contains("<sup>3</sup>"), "the column has the kind's weight");
    doctor_finds_nothing(&site).await;
});

both!(a_closed_period_stays_as_it_is, |site| {
    let (journal, pupil) = (site.small.journal_a, site.small.pupil.0);
    let (school, year) = (site.small.school, site.small.year);
    let mut teacher = site.signed_in("teacher").await;
    let page = grid(&mut teacher, journal.0).await;
    let work = page.on(FRIDAY)[0];
    let (base, _) = page.cell(pupil, work);
    site.db()
        .write(move |tx| {
            let periods = registry::read::periods(tx, school, year)?;
            for period in periods {
                registry::write::lock_period(tx, school, period.id, testkit::NOW)?;
            }
            Ok::<_, registry::Error>(())
        })
        .await
        .unwrap();
    let answer = save(&mut teacher, journal.0, &[change("c1", pupil, work, base, "5")]).await;
    assert_eq!(answer["refused"][0]["why"], "locked");
    let page = teacher.get(&format!("/journal/{journal}/")).await;
    assert!(page.body.contains("data-ro"));
});

both!(another_accounts_queue_is_not_sent, |site| {
    let journal = site.small.journal_a.0;
    let mut teacher = site.signed_in("teacher").await;
    let request = Request::post(format!("/journal/{journal}/cells/"))
        .header("content-type", "application/json")
        .header("x-csrf-token", teacher.csrf())
        .header("x-account", "424242");
    let answer = teacher.send(request, json!({"changes": []}).to_string()).await;
    assert_eq!(answer.status, 403);
    // Who does not say whose queue it is sends nothing.
    let request = Request::post(format!("/journal/{journal}/cells/"))
        .header("content-type", "application/json")
        .header("x-csrf-token", teacher.csrf());
    let answer = teacher.send(request, json!({"changes": []}).to_string()).await;
    assert_eq!(answer.status, 400);
    assert!(answer.json()["detail"].as_str().unwrap().contains("X-Account"), "{}", answer.body);
});

both!(a_renewed_timetable_keeps_what_was_written, |site| {
    let (journal, pupil) = (site.small.journal_a.0, site.small.pupil.0);
    let (school, year) = (site.small.school, site.small.year);
    let mut teacher = site.signed_in("teacher").await;
    let page = grid(&mut teacher, journal).await;
    let work = page.on(FRIDAY)[0];
    let (base, _) = page.cell(pupil, work);
    save(&mut teacher, journal, &[change("r1", pupil, work, base, "3")]).await;
    let from: kernel::Day = "2026-09-01".parse().unwrap();
    let again = site
        .db()
        .write(move |tx| journal::events::renew_lessons(tx, school, year, from, testkit::NOW))
        .await
        .unwrap();
    assert_eq!(again, (0, 0), "renewing without a change changes nothing");
    assert_eq!(grid(&mut teacher, journal).await.cell(pupil, work).1, "3");
});

/// The hidden fields of the form as they were drawn, with some values typed over.
fn filled(html: &str, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    let form = html.split("class=\"lesson-form\"").nth(1).unwrap();
    let mut fields: Vec<(String, String)> = Vec::new();
    for tag in form.split('<').filter(|tag| tag.starts_with("input ")) {
        let value = |key: &str| {
            tag.split(&format!("{key}=\""))
                .nth(1)
                .map_or_else(String::new, |v| v.split('"').next().unwrap().to_owned())
        };
        fields.push((value("name"), value("value")));
    }
    for (name, value) in typed {
        match fields.iter_mut().find(|(known, _)| known == name) {
            Some(field) => field.1 = (*value).to_owned(),
            None => fields.push(((*name).to_owned(), (*value).to_owned())),
        }
    }
    fields
}

both!(a_form_changes_only_what_was_touched, |site| {
    let (journal, first, second) =
        (site.small.journal_a.0, site.small.pupils_a[0].0, site.small.pupils_a[1].0);
    let mut teacher = site.signed_in("teacher").await;
    let mut deputy = site.signed_in("deputy").await;
    let page = grid(&mut teacher, journal).await;
    let work = page.on(MONDAY)[0];
    let lesson = format!("/journal/{journal}/lessons/{MONDAY}/1/");
    let drawn = teacher.get(&lesson).await;
    let (base, _) = page.cell(first, work);
    save(&mut deputy, journal, &[change("d1", first, work, base, "5")]).await;

    let mine = format!("m-{second}-{work}");
    let fields = filled(&drawn.body, &[(&mine, "4"), ("homework", "№ 7")]);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let saved = teacher.post_form(&lesson, &fields).await;
    assert_eq!(saved.status, 303, "an untouched cell is no conflict: {}", saved.body);
    let again = teacher.post_form(&lesson, &fields).await;
    assert_eq!(again.status, 303, "the same form twice is harmless: {}", again.body);
    let page = grid(&mut teacher, journal).await;
    assert_eq!((page.cell(first, work).1.as_str(), page.cell(second, work).1.as_str()), ("5", "4"));
    doctor_finds_nothing(&site).await;
});

both!(a_repeated_absence_does_not_undo_a_correction, |site| {
    let (journal, pupil) = (site.small.journal_a.0, site.small.pupils_a[1].0);
    let mut teacher = site.signed_in("teacher").await;
    let lesson = format!("/journal/{journal}/lessons/{FRIDAY}/2/");
    teacher.get(&lesson).await;
    teacher.post_form(&lesson, &[("add", "1")]).await;
    let page = grid(&mut teacher, journal).await;
    let works = page.on(FRIDAY);
    let absent = change("n1", pupil, works[1], page.cell(pupil, works[1]).0, "н");
    save(&mut teacher, journal, std::slice::from_ref(&absent)).await;
    let (version, _) = grid(&mut teacher, journal).await.cell(pupil, works[0]);
    save(&mut teacher, journal, &[change("n2", pupil, works[0], version, "б")]).await;

    let again = save(&mut teacher, journal, &[absent]).await;
    assert_eq!(again["saved"].as_array().unwrap().len(), 1, "{again}");
    assert_eq!(grid(&mut teacher, journal).await.cell(pupil, works[0]).1, "б");
    let other = save(&mut teacher, journal, &[change("n3", pupil, works[1], 0, "уп")]).await;
    assert_eq!(
        other["refused"][0]["why"], "stale",
        "another code in the first column is somebody's word: {other}"
    );
});
