//! The timetable through HTTP: looked at, changed on the grid and in its small form, undone, imported from a file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a story fails loudly"
)]

use serde_json::{Value, json};
use testkit::{Client, Site, both};

/// The day changes hold from: the Tuesday after the tests' Monday.
const TUESDAY: &str = "2026-11-24";

/// Key of a lesson that holds since the year's first day.
fn key(journal: i64, weekday: i32, number: i32) -> String {
    format!("{journal}.{weekday}.{number}.0.20260901")
}

async fn edit(client: &mut Client, version: i32, entry: &str, to: (i32, i32)) -> Value {
    let (weekday, number) = to;
    send(
        client,
        json!({"version": version, "from": TUESDAY, "entry": entry,
        "to": {"weekday": weekday, "number": number, "weeks": 0}}),
    )
    .await
}

async fn send(client: &mut Client, body: Value) -> Value {
    let answer = client.post_json("/school/timetable/edits/", &body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

/// The days of a journal's lessons in the second quarter, with their numbers.
async fn lessons(site: &Site, client: &mut Client, journal: i64) -> Vec<(String, String)> {
    site.dispatch().await;
    let page = client.get(&format!("/journal/{journal}/")).await;
    page.body
        .split("/lessons/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|address| {
            let mut parts = address.split('/');
            (parts.next().unwrap().to_owned(), parts.next().unwrap().to_owned())
        })
        .collect()
}

fn has(list: &[(String, String)], day: &str, number: &str) -> bool {
    list.iter().any(|(on, at)| on == day && at == number)
}

both!(a_lesson_moves_from_a_day_on_and_comes_back, |site| {
    let small = site.small.clone();
    let journal = small.journal_a.0;
    let mut deputy = site.signed_in("deputy").await;
    let grid = deputy.get(&format!("/school/timetable/?id={}&from={TUESDAY}", small.class_a)).await;
    assert_eq!((grid.status, grid.page()), (200, "school.timetable"), "{}", grid.body);
    assert!(grid.body.contains(&key(journal, 1, 1)) && grid.body.contains("Орлов"), "{}", grid.body);
    assert!(grid.body.contains("4 из 4"), "hours beside the journal");
    assert!(grid.statements() <= 22, "the grid took {} statements", grid.statements());

    // What stands in the way is told, and nothing changes.
    let pupils = edit(&mut deputy, 0, &key(journal, 1, 1), (2, 1)).await;
    assert_eq!(pupils["is"], "conflicts", "{pupils}");
    assert_eq!(pupils["list"][0]["hard"], true);
    assert!(pupils["list"][0]["text"].as_str().unwrap().contains("Русский язык, 7А"), "{pupils}");
    let teacher = edit(&mut deputy, 0, &key(journal, 1, 1), (4, 3)).await;
    assert!(teacher["list"][0]["text"].as_str().unwrap().contains("Математика, 7Б"), "{teacher}");
    assert_eq!(teacher["list"][0]["hard"], false, "one teacher and subject may be a joint lesson");

    let saved = edit(&mut deputy, 0, &key(journal, 1, 1), (2, 2)).await;
    assert_eq!((saved["is"].as_str(), saved["version"].as_i64()), (Some("saved"), Some(1)), "{saved}");
    assert_eq!(saved["entry"], format!("{journal}.2.2.0.20261124"));
    let dated = lessons(&site, &mut deputy, journal).await;
    assert!(has(&dated, "2026-11-23", "1"), "yesterday stays: {dated:?}");
    assert!(has(&dated, "2026-11-24", "2") && has(&dated, "2026-12-01", "2"), "{dated:?}");
    assert!(!has(&dated, "2026-11-30", "1") && has(&dated, "2026-11-30", "2"), "{dated:?}");

    // Somebody who saw the old timetable overwrites nothing.
    let mut admin = site.signed_in("admin").await;
    let stale = edit(&mut admin, 0, &key(journal, 3, 2), (3, 4)).await;
    assert_eq!((stale["is"].as_str(), stale["version"].as_i64()), (Some("stale"), Some(1)), "{stale}");
    assert!(stale["message"].as_str().unwrap().contains("Завучева"), "{stale}");

    let grid = deputy.get(&format!("/school/timetable/?id={}&from={TUESDAY}", small.class_a)).await;
    assert!(grid.body.contains("понедельник, 1-й урок → вторник, 2-й урок"), "{}", grid.body);
    let undone = deputy
        .post_form("/school/timetable/undo/", &[("version", "1"), ("next", "/school/timetable/?by=class")])
        .await;
    assert_eq!(undone.location(), "/school/timetable/?by=class&done=timetable-undone");
    let dated = lessons(&site, &mut deputy, journal).await;
    assert!(has(&dated, "2026-11-30", "1") && !has(&dated, "2026-11-24", "2"), "{dated:?}");
    let grid = deputy.get(&format!("/school/timetable/?id={}&from={TUESDAY}", small.class_a)).await;
    assert!(grid.body.contains(&key(journal, 1, 1)), "the entry is the one it was");
    // Undoing what is not the last change is refused.
    let late = deputy
        .post_form("/school/timetable/undo/", &[("version", "1"), ("next", "/school/timetable/?by=class")])
        .await;
    assert_eq!(late.location(), "/school/timetable/?by=class&refused=undo");
    assert!(deputy.get(late.location()).await.body.contains("Отменить нельзя"));
});

both!(the_way_back_leads_over_several_changes, |site| {
    let small = site.small.clone();
    let journal = small.journal_a.0;
    let mut deputy = site.signed_in("deputy").await;
    let page = format!("/school/timetable/?id={}&from={TUESDAY}", small.class_a);
    for (at, number) in [4, 5, 6].into_iter().enumerate() {
        let put = json!({"version": at, "from": TUESDAY, "journal": journal, "room": "1",
            "to": {"weekday": 4, "number": number, "weeks": 0}});
        assert_eq!(send(&mut deputy, put).await["is"], "saved");
    }
    // One's own other tab is not somebody else.
    let stale = edit(&mut deputy, 1, &key(journal, 1, 2), (2, 4)).await;
    assert!(stale["message"].as_str().unwrap().contains("вы сами изменили"), "{stale}");
    let mut admin = site.signed_in("admin").await;
    let stale = edit(&mut admin, 1, &key(journal, 1, 2), (2, 4)).await;
    assert!(!stale["message"].as_str().unwrap().contains("вы сами"), "{stale}");

    let grid = deputy.get(&page).await;
    assert!(grid.body.contains("Изменения за последний час"), "{}", grid.body);
    // The first two stay, the others go.
    let next = "/school/timetable/?by=class";
    let undone =
        deputy.post_form("/school/timetable/undo/", &[("version", "3"), ("to", "2"), ("next", next)]).await;
    assert_eq!(undone.location(), format!("{next}&done=timetable-undone"), "{}", undone.body);
    let grid = deputy.get(&page).await.body;
    assert!(grid.contains(&format!("{journal}.4.4.0.20261124")), "{grid}");
    assert!(!grid.contains(&format!("{journal}.4.5.0.")) && !grid.contains(&format!("{journal}.4.6.0.")));
    assert!(grid.contains("Сделать снова"), "{grid}");
    // The last undoing can be undone; then the way back leads over the first as well.
    let again = deputy.post_form("/school/timetable/undo/", &[("version", "5"), ("next", next)]).await;
    assert_eq!(again.location(), format!("{next}&done=timetable-undone"));
    assert!(deputy.get(&page).await.body.contains(&format!("{journal}.4.5.0.20261124")));
    let all =
        deputy.post_form("/school/timetable/undo/", &[("version", "6"), ("to", "1"), ("next", next)]).await;
    assert_eq!(all.location(), format!("{next}&done=timetable-undone"));
    let grid = deputy.get(&page).await.body;
    assert!(!grid.contains(&format!("{journal}.4.4.0.")) && !grid.contains(&format!("{journal}.4.5.0.")));
    // A link to a lesson that stands there no longer shows no free places.
    let stale = deputy.get(&format!("{page}&hold={journal}.4.4.0.20261124")).await;
    assert!(stale.body.contains("Выбранного урока на этом месте уже нет"), "{}", stale.body);
    assert!(!stale.body.contains("class=\"tt-place"), "{}", stale.body);
    // What is older than an hour is not in the list any more.
    site.clock.advance(2 * 3_600_000);
    let mut deputy = site.signed_in("deputy").await;
    assert!(!deputy.get(&page).await.body.contains("Изменения за последний час"));
});

both!(without_scripts_a_lesson_is_chosen_and_put, |site| {
    let small = site.small.clone();
    let journal = small.journal_a.0;
    let mut admin = site.signed_in("admin").await;
    let hold = format!("/school/timetable/?id={}&from={TUESDAY}&hold={}", small.class_a, key(journal, 1, 2));
    let page = admin.get(&hold).await;
    assert!(page.body.contains("Выбран урок: Математика, 7А: понедельник, 2-й урок"), "{}", page.body);
    assert!(page.body.contains("У класса 7А в это время урок: Русский язык, 7А"));
    assert!(page.body.contains("Положить сюда: среда, 5-й урок"), "{}", page.body);

    let form = admin.get(&format!("/school/timetable/lesson/?entry={}&to=4.3", key(journal, 1, 2))).await;
    assert_eq!(form.page(), "school.timetable.lesson");
    assert!(form.body.contains("Математика, 7Б") && form.body.contains("name=\"joint\""), "{}", form.body);
    let entry = key(journal, 1, 2);
    let fields = |extra: &[(&'static str, &'static str)]| {
        let mut all = vec![
            ("entry", entry.clone()),
            ("version", "0".to_owned()),
            ("weekday", "4".to_owned()),
            ("number", "3".to_owned()),
            ("weeks", "0".to_owned()),
            ("room", "Актовый зал".to_owned()),
            ("from", TUESDAY.to_owned()),
        ];
        all.extend(extra.iter().map(|(name, value)| (*name, (*value).to_owned())));
        all
    };
    let post = |fields: Vec<(&'static str, String)>| {
        let mut client = admin.clone();
        async move {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
            client.post_form("/school/timetable/lesson/", &fields).await
        }
    };
    let refused = post(fields(&[])).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.body.contains("Урок не поставлен") && refused.body.contains("Актовый зал"),
        "{}",
        refused.body
    );
    let past = post({
        let mut all = fields(&[("joint", "on")]);
        all.retain(|(name, _)| *name != "from");
        all.push(("from", "2026-11-20".to_owned()));
        all
    })
    .await;
    assert!(past.status == 422 && past.body.contains("с сегодняшнего дня"), "{}", past.body);
    let saved = post(fields(&[("joint", "on")])).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    // In the teacher's week both stand at one hour.
    let week = admin.get(&format!("/school/timetable/?by=teacher&id={}&from={TUESDAY}", small.teacher)).await;
    assert!(week.body.contains("Актовый зал"), "{}", week.body);
    let rooms = admin.get(&format!("/school/timetable/?by=room&id=214&from={TUESDAY}")).await;
    assert!(rooms.body.contains("Кабинет 214") && rooms.body.contains("7Б"), "{}", rooms.body);

    // Taken off, it waits; put from the list, it stands again.
    let gone = admin
        .post_form(
            "/school/timetable/lesson/remove/",
            &[("entry", &key(journal, 5, 2)), ("version", "1"), ("from", TUESDAY)],
        )
        .await;
    assert_eq!(gone.status, 303, "{}", gone.body);
    let grid = admin.get(&format!("/school/timetable/?id={}&from={TUESDAY}", small.class_a)).await;
    assert!(grid.body.contains("3 из 4") && grid.body.contains("не поставлено: 1"), "{}", grid.body);
    let put = send(
        &mut admin,
        json!({"version": 2, "from": TUESDAY, "journal": journal, "room": "214",
            "to": {"weekday": 5, "number": 2, "weeks": 0}}),
    )
    .await;
    assert_eq!(put["is"], "saved", "{put}");
    assert_eq!(put["entry"], key(journal, 5, 2), "what ended the day before goes on");
});

both!(limits_and_days_off_warn_and_can_be_overruled, |site| {
    let small = site.small.clone();
    let journal = small.journal_b.0;
    let mut admin = site.signed_in("admin").await;
    let off = admin
        .post_form(
            "/school/timetable/days-off/",
            &[
                ("person", &small.teacher.to_string()),
                ("weekday", "2"),
                ("next", "/school/timetable/?by=teacher"),
            ],
        )
        .await;
    assert_eq!(off.status, 303, "{}", off.body);
    let put = |number: i32, weekday: i32, version: i32, anyway: bool| {
        json!({"version": version, "from": TUESDAY, "journal": journal, "room": "1", "anyway": anyway,
            "to": {"weekday": weekday, "number": number, "weeks": 0}})
    };
    let warned = send(&mut admin, put(1, 2, 0, false)).await;
    assert_eq!(warned["list"][0]["hard"], false);
    assert!(warned["list"][0]["text"].as_str().unwrap().contains("не бывает в школе"), "{warned}");
    assert_eq!(send(&mut admin, put(1, 2, 0, true)).await["is"], "saved");
    // Seven lessons a day are the most for the seventh grade.
    for (at, number) in (4..=7).enumerate() {
        let saved = send(&mut admin, put(number, 4, 1 + i32::try_from(at).unwrap(), false)).await;
        assert_eq!(saved["is"], "saved", "{saved}");
    }
    for (at, number) in [1, 2].into_iter().enumerate() {
        let saved = send(&mut admin, put(number, 4, 5 + i32::try_from(at).unwrap(), false)).await;
        assert_eq!(saved["is"], "saved", "{saved}");
    }
    let eighth = send(&mut admin, put(8, 4, 7, false)).await;
    assert_eq!(eighth["is"], "conflicts", "{eighth}");
    assert!(eighth["list"][0]["text"].as_str().unwrap().contains("8, можно не больше 7"), "{eighth}");
    // A cycle of two weeks: two lessons share an hour.
    let half = |weeks: i32, version: i32| {
        json!({"version": version, "from": TUESDAY, "journal": journal, "room": "1",
            "to": {"weekday": 5, "number": 1, "weeks": weeks}})
    };
    assert_eq!(send(&mut admin, half(1, 7)).await["is"], "saved");
    assert_eq!(send(&mut admin, half(1, 8)).await["is"], "conflicts");
    assert_eq!(send(&mut admin, half(2, 8)).await["is"], "saved");
    site.dispatch().await;
    let grid = admin.get(&format!("/school/timetable/?id={}&from={TUESDAY}&week=2", small.class_b)).await;
    assert!(grid.body.contains("2-я неделя"), "{}", grid.body);
});

const HEAD: &str = "Activity Id,Day,Hour,Students Sets,Subject,Teachers,Activity Tags,Room,Comments\n";

both!(a_file_is_previewed_before_it_is_imported, |site| {
    let small = site.small.clone();
    let mut deputy = site.signed_in("deputy").await;
    let path = "/school/timetable/import/";
    assert_eq!(deputy.get(path).await.page(), "school.timetable.import");
    for (file, words) in [("", "Выберите файл"), ("<html></html>", "ожидался"), ("%PDF-1.4", "x.csv")]
    {
        let refused = deputy.post_file(path, "x.csv", file.as_bytes()).await;
        assert_eq!(refused.status, 422, "{words}: {}", refused.body);
    }
    let large = deputy.post_file(path, "x.csv", &vec![b'a'; 9 * 1024 * 1024]).await;
    assert!(matches!(large.status, 413 | 422), "{}", large.status);
    let stranger = deputy.clone().post_form(path, &[("csrf", "x")]).await;
    assert_eq!(stranger.status, 400);

    // 7А's mathematics of Monday goes to Thursday, Friday's goes away; everything else is as it was.
    let teacher = "Орлов Дмитрий Николаевич";
    let russian = "Смирнова Ольга Викторовна";
    let rows = format!(
        "{HEAD}1,Четверг,1,7А,Математика,{teacher},,214,\n2,Понедельник,2,7А,Математика,{teacher},,214,\n\
         3,Среда,2,7А,Математика,{teacher},,214,\n4,Понедельник,3,7Б,Математика,{teacher},,214,\n\
         5,Четверг,3,7Б,Математика,{teacher},,215,\n6,Понедельник,3,7А,Русский язык,{russian},,305,\n\
         7,Вторник,1,7А,Русский язык,{russian},,305,\n"
    );
    let kept = deputy.post_file(path, "week.csv", rows.as_bytes()).await;
    assert_eq!(kept.status, 303, "{}", kept.body);
    let draft = kept.location().to_owned();
    let preview = deputy.get(&draft).await;
    assert_eq!(preview.page(), "school.timetable.preview", "{}", preview.body);
    assert!(
        preview.body.contains("7А, Математика: понедельник, 1-й урок → четверг, 1-й урок"),
        "{}",
        preview.body
    );
    assert!(preview.body.contains("7А, Математика: пятница, 2-й урок – снят"), "{}", preview.body);
    assert!(
        preview.body.contains("7Б, Математика: четверг, 3-й урок, кабинет каб. 215")
            || preview.body.contains("215")
    );
    assert_eq!(deputy.get(&draft).await.status, 200, "looking changes nothing");
    let mut other = site.signed_in("otheradmin").await;
    assert_eq!(other.get(&draft).await.status, 404, "a draft of another school");

    // Meanwhile somebody moves a lesson: what was shown is no longer what would happen.
    let mut admin = site.signed_in("admin").await;
    assert_eq!(edit(&mut admin, 0, &key(small.journal_a.0, 3, 2), (3, 4)).await["is"], "saved");
    let stale = deputy.post_form(&draft, &[("version", "0")]).await;
    assert!(stale.location().ends_with("&stale=1"), "{}", stale.location());
    assert!(deputy.get(stale.location()).await.body.contains("расписание изменилось"));
    let done = deputy.post_form(&draft, &[("version", "1")]).await;
    assert_eq!(done.location(), "/school/timetable/?done=timetable-imported", "{}", done.body);
    assert_eq!(deputy.get(&draft).await.status, 404, "the file has served");
    let grid = deputy.get(&format!("/school/timetable/?id={}&from={TUESDAY}", small.class_a)).await;
    assert!(grid.body.contains(&format!("{}.4.1.0.20261123", small.journal_a.0)), "{}", grid.body);

    // Names nobody knows: the administrator may have them made, the deputy may not.
    let unknown = format!("{HEAD}1,Понедельник,1,9В,Астрономия,{teacher},,1,\n");
    let draft = deputy.post_file(path, "new.csv", unknown.as_bytes()).await.location().to_owned();
    let page = deputy.get(&draft).await;
    assert!(
        page.body.contains("класс «9В»") && page.body.contains("Завести их может администратор"),
        "{}",
        page.body
    );
    assert!(!deputy.get(&format!("{draft}?create=1")).await.body.contains("Загрузить</button>"));
    let page = admin.get(&draft).await;
    assert!(page.body.contains("?create=1"), "{}", page.body);
    let page = admin.get(&format!("{draft}?create=1")).await;
    assert!(page.body.contains("Будет создано") && page.body.contains("класс 9В"), "{}", page.body);
    // A day later the file is gone.
    site.clock.advance(25 * 3_600_000);
    assert_eq!(admin.get(&draft).await.status, 404);
});

both!(one_sees_ones_own_week_and_not_the_school, |site| {
    let mut teacher = site.signed_in("teacher").await;
    let week = teacher.get("/school/timetable/mine/").await;
    assert_eq!((week.status, week.page()), (200, "school.timetable.mine"));
    assert!(week.body.contains("6 уроков за неделю") && week.body.contains("каб. 214"), "{}", week.body);
    assert_eq!(teacher.get("/school/timetable/").await.status, 404);
    let mut guard = site.signed_in("guard").await;
    assert!(guard.get("/school/timetable/mine/").await.body.contains("Уроков пока нет"));
    let mut parent = site.signed_in("parent").await;
    assert_eq!(parent.get("/school/timetable/mine/").await.status, 404);
    let mut director = site.signed_in("director").await;
    let look = director.get("/school/timetable/").await;
    assert!(look.status == 200 && !look.body.contains("tt-edit"), "a director looks");
    for path in [
        "/school/timetable/sheet/",
        "/school/timetable/sheet/?by=teacher",
        "/school/timetable/sheet/?by=room",
    ] {
        assert!(director.get(path).await.body.contains("7Б"), "{path}");
    }
    director.headers.push(("accept-language".into(), "en".into()));
    for path in ["/school/timetable/", "/school/timetable/?by=teacher", "/school/timetable/sheet/"] {
        let page = director.get(path).await;
        assert!(page.body.contains("<html lang=\"en\">") && page.body.contains("Timetable"), "{path}");
    }
});

both!(only_the_schools_own_administrator_makes_unknown_names, |site| {
    // The deputy of school 1, who is the administrator of school 2.
    let there = site.small.other_school;
    site.db()
        .write(move |tx| {
            let deputy = registry::read::account_by_login(tx, "deputy")?.unwrap().person;
            registry::write::add_role(tx, there, deputy, registry::Role::Admin)
        })
        .await
        .unwrap();
    let mut deputy = site.signed_in("deputy").await;
    let unknown = format!("{HEAD}1,Понедельник,1,9В,Астрономия,Орлов Дмитрий Николаевич,,1,\n");
    deputy.get("/school/timetable/import/").await;
    let sent = deputy.post_file("/school/timetable/import/", "new.csv", unknown.as_bytes()).await;
    let draft = sent.location().to_owned();
    let page = deputy.get(&draft).await;
    assert!(page.body.contains("класс «9В»") && !page.body.contains("?create=1"), "{}", page.body);
    deputy.post_form(&draft, &[("version", "0"), ("create", "1")]).await;
    assert!(!deputy.get("/school/timetable/").await.body.contains("9В"));
});

both!(so_many_timetables_wait_and_no_more, |site| {
    let path = "/school/timetable/import/";
    let mut deputy = site.signed_in("deputy").await;
    deputy.get(path).await;
    let rows = format!("{HEAD}1,Четверг,1,7А,Математика,Орлов Дмитрий Николаевич,,214,\n");
    for number in 0..20 {
        let sent = deputy.post_file(path, &format!("{number}.csv"), rows.as_bytes()).await;
        assert_eq!(sent.status, 303, "{number}: {}", sent.body);
    }
    let full = deputy.post_file(path, "new.csv", rows.as_bytes()).await;
    assert!(full.status == 422 && full.body.contains("под прежним названием"), "{}", full.body);
    assert_eq!(
        deputy.post_file(path, "7.csv", rows.as_bytes()).await.status,
        303,
        "in the place of its like"
    );
    site.clock.advance(24 * 3_600_000);
    let mut deputy = site.signed_in("deputy").await;
    deputy.get(path).await;
    assert_eq!(deputy.post_file(path, "new.csv", rows.as_bytes()).await.status, 303);
});
