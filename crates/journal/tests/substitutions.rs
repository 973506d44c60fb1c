//! A teacher is absent: who takes the lessons, what they may write, what families see, and the way back.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a story fails loudly"
)]

use serde_json::json;
use testkit::{Client, Site, both};

/// Wednesday: mathematics of 7А, second lesson.
const WEDNESDAY: &str = "2026-11-25";
/// Thursday: mathematics of 7Б, third lesson.
const THURSDAY: &str = "2026-11-26";
const DAY: i64 = 24 * 3_600_000;

async fn absent(client: &mut Client, person: i64, first: &str, last: &str) {
    let (id, first, last) = (person.to_string(), first.to_owned(), last.to_owned());
    let fields = [("person", id.as_str()), ("first", &first), ("last", &last), ("reason", "ill")];
    let answer = client.post_form("/school/substitutions/absences/", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

async fn decide(client: &mut Client, day: &str, journal: i64, number: i32, what: &str) -> testkit::Answer {
    let path = format!("/school/substitutions/{day}/{journal}/{number}/");
    client.post_form(&path, &[("what", what), ("reason", "по болезни")]).await
}

async fn events(site: &Site, kind: &'static str) -> usize {
    let waiting = site.db().write(|tx| store::outbox::take(tx, 1000)).await.unwrap();
    waiting.iter().filter(|event| event.kind == kind).count()
}

both!(a_substitute_takes_one_lesson_and_no_other, |site| {
    let small = site.small.clone();
    let (journal, substitute) = (small.journal_b.0, small.class_teacher);
    let lesson = format!("/journal/{journal}/lessons/{THURSDAY}/3/");
    let mut deputy = site.signed_in("deputy").await;
    let day = deputy.get(&format!("/school/substitutions/{THURSDAY}/")).await;
    assert_eq!((day.status, day.page()), (200, "school.substitutions"), "{}", day.body);
    assert!(day.body.contains("Все на месте"), "{}", day.body);
    absent(&mut deputy, small.teacher.0, WEDNESDAY, THURSDAY).await;
    let day = deputy.get(&format!("/school/substitutions/{THURSDAY}/")).await;
    assert!(day.body.contains("Математика, 7Б") && day.body.contains("не решено"), "{}", day.body);
    let choose = deputy.get(&format!("/school/substitutions/{THURSDAY}/{journal}/3/")).await;
    assert!(choose.body.contains(&format!("value=\"t{substitute}\"")), "{}", choose.body);
    assert!(!choose.body.contains(&format!("value=\"t{}\"", small.teacher)), "the absent one is no choice");
    let nothing = decide(&mut deputy, THURSDAY, journal, 3, "").await;
    assert!(nothing.status == 422 && nothing.body.contains("Выберите, что будет"), "{}", nothing.body);

    let mut other = site.signed_in("classteacher").await;
    assert_eq!(other.get(&lesson).await.status, 404, "not before it is decided");
    let done = decide(&mut deputy, THURSDAY, journal, 3, &format!("t{substitute}")).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let day = deputy.get(&format!("/school/substitutions/{THURSDAY}/")).await;
    assert!(day.body.contains("замена: Смирнова") && day.body.contains("по болезни"), "{}", day.body);

    // The substitute sees it coming.
    let list = other.get("/journal/").await;
    assert!(list.body.contains("Замены впереди") && list.body.contains(&lesson), "{}", list.body);

    // On that day it is in the substitute's list, and that one lesson may be filled.
    site.clock.advance(3 * DAY);
    let mut other_now = site.signed_in("classteacher").await;
    let list = other_now.get("/journal/").await;
    assert!(list.body.contains(&lesson) && list.body.contains("вы заменяете"), "{}", list.body);
    let page = other_now.get(&lesson).await;
    assert_eq!((page.status, page.page()), (200, "journal.lesson"), "{}", page.body);
    let mark = page.body.split("name=\"m-").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let saved = other_now
        .post_form(
            &lesson,
            &[("topic", "Проценты"), ("homework", "№ 5"), ("version", "0"), (&format!("m-{mark}"), "5")],
        )
        .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let page = other_now.get(&lesson).await;
    assert!(page.body.contains("Проценты") && page.body.contains("value=\"5\""), "{}", page.body);
    for closed in [
        format!("/journal/{journal}/"),
        format!("/journal/{journal}/lessons/2026-11-23/3/"),
        format!("/journal/{journal}/lessons/2026-11-30/3/"),
    ] {
        assert_eq!(other_now.get(&closed).await.status, 404, "{closed}");
        let refused = other_now.post_form(&closed, &[("topic", "x"), ("version", "0")]).await;
        assert!(matches!(refused.status, 404 | 405), "{closed}");
    }
    // The grid's own address takes nothing from a substitute, and no work of another lesson by the form.
    let cells = other_now.post_json(&format!("/journal/{journal}/cells/"), &json!({"changes": []})).await;
    assert_eq!(cells.status, 404);
    let mut teacher = site.signed_in("teacher").await;
    let list = teacher.get("/journal/").await;
    assert!(list.body.contains("ведёт другой учитель"), "{}", list.body);

    // The month's journal, and the way back.
    let month = deputy.get("/school/substitutions/month/?month=2026-11").await;
    assert!(month.body.contains("Смирнова") && month.body.contains("Математика, 7Б"), "{}", month.body);
    site.clock.advance(-3 * DAY);
    let undo = undo_of(&day.body);
    let back =
        deputy.post_form("/school/substitutions/undo/", &[("substitution", &undo), ("day", THURSDAY)]).await;
    assert_eq!(back.status, 303, "{}", back.body);
    assert_eq!(other.get(&lesson).await.status, 404, "no longer a substitute");
    let month = deputy.get("/school/substitutions/month/?month=2026-11").await;
    assert!(month.body.contains("отменено"), "what was undone stays in the journal: {}", month.body);
    let found = site.db().read(journal::doctor::examine).await.unwrap();
    assert!(found.is_empty(), "{found:?}");
});

fn undo_of(body: &str) -> String {
    let rest = body.split("name=\"substitution\" value=\"").nth(1).expect("a way back");
    rest.split('"').next().unwrap().to_owned()
}

both!(families_see_what_becomes_of_a_lesson, |site| {
    let small = site.small.clone();
    let journal = small.journal_a.0;
    let diary = format!("/diary/{}/{WEDNESDAY}", small.pupil);
    let mut deputy = site.signed_in("deputy").await;
    let mut parent = site.signed_in("parent").await;
    let before = parent.get(&diary).await;
    assert!(!before.body.contains("замена"), "{}", before.body);
    absent(&mut deputy, small.teacher.0, WEDNESDAY, WEDNESDAY).await;
    let busy = decide(&mut deputy, WEDNESDAY, journal, 2, &format!("t{}", small.teacher)).await;
    assert!(busy.status == 422 && busy.body.contains("уже занят или отсутствует"), "{}", busy.body);
    let done = decide(&mut deputy, WEDNESDAY, journal, 2, &format!("t{}", small.class_teacher)).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let seen = parent.get(&diary).await;
    assert!(seen.body.to_lowercase().contains("замена") && seen.body.contains("Смирнова"), "{}", seen.body);
    assert_eq!(events(&site, "lesson.substituted").await, 1);

    // Another decision takes the place of the first one.
    let cancelled = decide(&mut deputy, WEDNESDAY, journal, 2, "c").await;
    assert_eq!(cancelled.status, 303, "{}", cancelled.body);
    let seen = parent.get(&diary).await;
    assert!(seen.body.contains("class=\"lesson off\""), "{}", seen.body);
    assert_eq!(events(&site, "lesson.cancelled").await, 1);
    let mut substitute = site.signed_in("classteacher").await;
    let lesson = format!("/journal/{journal}/lessons/{WEDNESDAY}/2/");
    let page = substitute.get(&lesson).await;
    assert!(page.body.contains("readonly"), "the class teacher only looks again: {}", page.body);
});

both!(a_moved_lesson_outlives_a_changed_timetable, |site| {
    let small = site.small.clone();
    let journal = small.journal_a.0;
    let mut deputy = site.signed_in("deputy").await;
    let moved = decide(&mut deputy, "2026-11-27", journal, 2, "m5").await;
    assert_eq!(moved.status, 303, "{}", moved.body);
    let taken = decide(&mut deputy, "2026-11-30", journal, 1, "m3").await;
    assert!(
        taken.status == 422 && taken.body.contains("перенести нельзя"),
        "pupils have another lesson: {}",
        taken.body
    );
    // The same journal's timetable changes elsewhere, and the lessons are made anew.
    let body = json!({"version": 0, "from": "2026-11-24", "entry": format!("{journal}.3.2.0.20260901"),
        "to": {"weekday": 3, "number": 4, "weeks": 0}});
    let saved = deputy.post_json("/school/timetable/edits/", &body).await.json();
    assert_eq!(saved["is"], "saved", "{saved}");
    site.dispatch().await;
    let grid = deputy.get(&format!("/journal/{journal}/")).await;
    assert!(grid.body.contains(&format!("/journal/{journal}/lessons/2026-11-27/5/")), "the moved one stands");
    assert!(
        !grid.body.contains(&format!("/journal/{journal}/lessons/2026-11-27/2/")),
        "and is not made twice"
    );
    assert!(grid.body.contains(&format!("/journal/{journal}/lessons/{WEDNESDAY}/4/")));
    let day = deputy.get("/school/substitutions/2026-11-27/").await;
    assert!(day.body.contains("перенесён на 5-й урок"), "{}", day.body);
    let back = deputy
        .post_form(
            "/school/substitutions/undo/",
            &[("substitution", &undo_of(&day.body)), ("day", "2026-11-27")],
        )
        .await;
    assert_eq!(back.status, 303);
    let grid = deputy.get(&format!("/journal/{journal}/")).await;
    assert!(grid.body.contains(&format!("/journal/{journal}/lessons/2026-11-27/2/")), "{}", back.body);
    // A past day stays what it was; a wrong absence is told at its field.
    let past = decide(&mut deputy, "2026-11-20", journal, 2, "c").await;
    assert!(past.status == 422 && past.body.contains("Этот день прошёл"), "{}", past.body);
    let fields = [("person", ""), ("first", THURSDAY), ("last", WEDNESDAY), ("reason", "ill")];
    let wrong = deputy.post_form("/school/substitutions/absences/", &fields).await;
    assert!(wrong.status == 422 && wrong.body.contains("Последний день не раньше первого"), "{}", wrong.body);
    deputy.headers.push(("accept-language".into(), "en".into()));
    for path in ["/school/substitutions/2026-11-27/", "/school/substitutions/month/"] {
        assert!(deputy.get(path).await.body.contains("<html lang=\"en\">"), "{path}");
    }
});

both!(everybody_concerned_is_told_once, |site| {
    let small = site.small.clone();
    let journal = small.journal_b.0;
    let mut deputy = site.signed_in("deputy").await;
    let mut substitute = site.signed_in("classteacher").await;
    let mut teacher = site.signed_in("teacher").await;
    let mut parent = site.signed_in("parent").await;
    assert!(substitute.get("/notices/").await.body.contains("Уведомлений пока нет"));
    absent(&mut deputy, small.teacher.0, WEDNESDAY, THURSDAY).await;
    for (day, of, number) in [(THURSDAY, journal, 3), (WEDNESDAY, small.journal_a.0, 2)] {
        let done = decide(&mut deputy, day, of, number, &format!("t{}", small.class_teacher)).await;
        assert_eq!(done.status, 303, "{}", done.body);
    }
    // The events reach the outbox, and are carried out again as if the first time had been forgotten.
    let waiting = site.db().write(|tx| store::outbox::take(tx, 1000)).await.unwrap();
    for _ in 0..2 {
        let again = waiting.clone();
        site.db()
            .write(move |tx| -> Result<(), journal::Error> {
                for event in &again {
                    journal::events::handle(tx, event, testkit::NOW)?;
                }
                Ok(())
            })
            .await
            .unwrap();
    }
    let seen = substitute.get("/notices/").await;
    assert_eq!(seen.page(), "notices.list");
    assert_eq!(seen.body.matches("Вы заменяете: Математика").count(), 2, "{}", seen.body);
    assert!(substitute.get("/notices/count/").await.body.contains(">2</b>"));
    let seen = teacher.get("/notices/").await;
    assert_eq!(seen.body.matches("замена, ведёт Смирнова").count(), 2, "{}", seen.body);
    let seen = parent.get("/notices/").await;
    assert_eq!(seen.body.matches("Изменилось расписание на ср 25 ноября").count(), 1, "{}", seen.body);
    assert!(seen.body.contains(&format!("/diary/{}/{WEDNESDAY}", small.pupil)), "{}", seen.body);
    assert!(!seen.body.contains("26 ноября"), "the lesson of 7Б is not theirs: {}", seen.body);
    let mut elsewhere = site.signed_in("otherparent").await;
    assert!(elsewhere.get("/notices/").await.body.contains("Уведомлений пока нет"));

    // Read, told again after another decision, still one a lesson and one a day.
    for client in [&mut parent, &mut substitute] {
        let read = client.post_form("/notices/read/", &[]).await;
        assert_eq!(read.location(), "/notices/?done=notices-read");
        assert!(client.get("/notices/").await.body.contains("Всё прочитано"));
    }
    assert_eq!(teacher.get("/notices/count/").await.body.matches("count").count(), 1, "only one's own");
    site.clock.advance(60_000);
    let done = decide(&mut deputy, WEDNESDAY, small.journal_a.0, 2, "c").await;
    assert_eq!(done.status, 303, "{}", done.body);
    site.dispatch().await;
    let seen = parent.get("/notices/").await;
    assert!(seen.body.contains("Непрочитанных: 1"), "{}", seen.body);
    assert_eq!(seen.body.matches("Изменилось расписание").count(), 1);
    let seen = substitute.get("/notices/").await;
    assert!(seen.body.contains("Замена отменена: Математика, 7А"), "{}", seen.body);
    let seen = teacher.get("/notices/").await;
    assert!(seen.body.contains("Математика, 7А: урок отменён"), "{}", seen.body);
});

both!(one_sees_in_ones_own_week_what_became_of_it, |site| {
    let small = site.small.clone();
    let mine = format!("/school/timetable/mine/?day={WEDNESDAY}");
    let mut deputy = site.signed_in("deputy").await;
    let mut teacher = site.signed_in("teacher").await;
    let mut substitute = site.signed_in("classteacher").await;
    absent(&mut deputy, small.teacher.0, WEDNESDAY, THURSDAY).await;
    decide(&mut deputy, WEDNESDAY, small.journal_a.0, 2, &format!("t{}", small.class_teacher)).await;
    decide(&mut deputy, THURSDAY, small.journal_b.0, 3, "c").await;
    decide(&mut deputy, "2026-11-27", small.journal_a.0, 2, "m5").await;
    let week = teacher.get(&mine).await;
    for words in ["вы отсутствуете: болезнь", "замена: Смирнова", "отменён", "перенесён с 2-го урока"]
    {
        assert!(week.body.contains(words), "{words}: {}", week.body);
    }
    assert!(week.body.contains("4 урока за неделю"), "{}", week.body);
    let week = substitute.get(&mine).await;
    assert!(week.body.contains("замена: вместо Орлов"), "{}", week.body);
    assert!(week.body.contains("3 урока за неделю"), "{}", week.body);
    let next = substitute.get("/school/timetable/mine/?day=2026-12-02").await;
    assert!(!next.body.contains("замена"), "{}", next.body);
});

both!(an_absence_is_written_down_once, |site| {
    let small = site.small.clone();
    let mut deputy = site.signed_in("deputy").await;
    let person = small.teacher.to_string();
    let mut note = async |first: &str, last: &str, reason: &str| {
        let fields = [("person", person.as_str()), ("first", first), ("last", last), ("reason", reason)];
        deputy.post_form("/school/substitutions/absences/", &fields).await
    };
    assert_eq!(note(WEDNESDAY, WEDNESDAY, "ill").await.status, 303);
    let twice = note(WEDNESDAY, WEDNESDAY, "ill").await;
    assert!(twice.status == 422 && twice.body.contains("Уже отмечено: болезнь"), "{}", twice.body);
    let other = note(WEDNESDAY, THURSDAY, "trip").await;
    assert!(other.status == 422 && other.body.contains("Уже отмечено: болезнь"), "{}", other.body);
    let longer = note(WEDNESDAY, THURSDAY, "ill").await;
    assert!(longer.location().ends_with("done=absence-extended"), "{}", longer.body);
    let old = note("2026-09-01", THURSDAY, "ill").await;
    assert!(old.status == 422 && old.body.contains("не раньше чем за 30 дней"), "{}", old.body);
    let day = deputy.get(&format!("/school/substitutions/{THURSDAY}/")).await;
    assert_eq!(day.body.matches("болезнь, ").count(), 1, "{}", day.body);

    // The overview counts what waits: Wednesday's and Thursday's lesson.
    let overview = deputy.get("/school/").await;
    assert!(overview.body.contains("Нерешённые уроки"), "{}", overview.body);
    assert_eq!(overview.body.matches("не решено: 1").count(), 2, "{}", overview.body);

    // A room nobody knows is asked about; the known ones are offered.
    let path = format!("/school/substitutions/{THURSDAY}/{}/3/", small.journal_b);
    assert!(deputy.get(&path).await.body.contains("<option value=\"305\">"));
    let asked = deputy.post_form(&path, &[("what", "r"), ("room", "999")]).await;
    assert!(asked.status == 422 && asked.body.contains("Кабинета «999» в расписании нет"), "{}", asked.body);
    let meant = deputy.post_form(&path, &[("what", "r"), ("room", "999"), ("anyroom", "999")]).await;
    assert_eq!(meant.status, 303, "{}", meant.body);
    let day = deputy.get(&format!("/school/substitutions/{THURSDAY}/")).await;
    let undo = undo_of(&day.body);
    let fields = [("substitution", undo.as_str()), ("day", THURSDAY)];
    let first = deputy.post_form("/school/substitutions/undo/", &fields).await;
    assert!(first.location().ends_with("done=substitution-undone"));
    let second = deputy.post_form("/school/substitutions/undo/", &fields).await;
    assert!(second.location().ends_with("done=substitution-already"), "{}", second.body);
});

both!(a_lesson_that_leaves_the_timetable_takes_its_substitution_with_it, |site| {
    let small = site.small.clone();
    let (journal, substitute) = (small.journal_b.0, small.class_teacher);
    let mut deputy = site.signed_in("deputy").await;
    let done = decide(&mut deputy, THURSDAY, journal, 3, &format!("t{substitute}")).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let body = json!({"version": 0, "from": "2026-11-24", "entry": format!("{journal}.4.3.0.20260901")});
    let saved = deputy.post_json("/school/timetable/edits/", &body).await.json();
    assert_eq!(saved["is"], "saved", "{saved}");
    site.dispatch().await;
    let mut other = site.signed_in("classteacher").await;
    assert_eq!(other.get(&format!("/journal/{journal}/lessons/{THURSDAY}/3/")).await.status, 404);
    assert!(other.get("/notices/").await.body.contains("Замена отменена"));
    let month = deputy.get("/school/substitutions/month/?month=2026-11").await;
    assert!(month.body.contains("отменено"), "{}", month.body);
    assert!(!other.get("/journal/").await.body.contains("Замены впереди"));
});

both!(who_has_left_leaves_lessons_to_decide, |site| {
    let (school, teacher) = (site.small.school, site.small.teacher.0);
    site.db()
        .write(move |tx| -> Result<(), store::Error> {
            let gone = format!(
                "UPDATE staff SET last_day = 20261123 WHERE institution_id = {} AND person_id = {teacher}",
                school.0
            );
            store::on_backend!(tx, |c| diesel::RunQueryDsl::execute(diesel::sql_query(gone.clone()), c))?;
            Ok(())
        })
        .await
        .unwrap();
    let mut deputy = site.signed_in("deputy").await;
    let day = deputy.get(&format!("/school/substitutions/{THURSDAY}/")).await;
    assert!(day.body.contains("уволен 23 ноября") && day.body.contains("Математика, 7Б"), "{}", day.body);
    assert!(day.body.contains("не решено: "), "{}", day.body);
    assert!(deputy.get("/school/").await.body.contains("Нерешённые уроки"));
});
