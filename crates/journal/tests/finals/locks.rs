use testkit::{Client, Site, both};

use super::desk::{DAY, FRIDAY, doctor, filled, main_part, put, quarters, send, works};

const HOUR: i64 = 3_600_000;

/// Everything of a journal that a lock protects, as the pages show it.
async fn picture(site: &Site) -> Vec<String> {
    let journal = site.small.journal_a;
    let mut director = site.signed_in("director").await;
    let mut picture = Vec::new();
    let grid = director.get(&format!("/journal/{journal}/")).await;
    picture.push(grid.body.split("<table").nth(1).unwrap().split("</table>").next().unwrap().to_owned());
    for number in [1, 2] {
        let day = if number == 1 { "2026-11-23" } else { FRIDAY };
        let lesson = director.get(&format!("/journal/{journal}/lessons/{day}/{number}/")).await;
        picture.push(format!("{:?}", filled(&lesson.body, &[("form", "")])));
    }
    for part in ["periods", "history", "history/?kind=finals"] {
        let page = director.get(&format!("/journal/{journal}/{}", with_slash(part))).await;
        picture.push(main_part(&page).to_owned());
    }
    picture
}

fn with_slash(part: &str) -> String {
    if part.contains('?') { part.to_owned() } else { format!("{part}/") }
}

async fn lock(site: &Site, login: &str, period: i64) {
    let mut client = site.signed_in(login).await;
    let done = client.post_form("/school/periods/lock/", &[("period", &period.to_string())]).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

/// Gives leave for the journal until tomorrow evening.
async fn unlock(deputy: &mut Client, period: i64, journal: i64, reason: &str) -> testkit::Answer {
    let (period, journal) = (period.to_string(), journal.to_string());
    let fields = [
        ("period", period.as_str()),
        ("journal", &journal),
        ("until", "2026-11-24"),
        ("hour", "18:00"),
        ("reason", reason),
    ];
    deputy.post_form("/school/periods/unlock/", &fields).await
}

/// Tries every way to write into the locked quarter of the journal.
async fn try_everything(site: &Site, client: &mut Client, works: &[i64], quarter: i64, name: &str) {
    let (journal, pupil) = (site.small.journal_a.0, site.small.pupils_a[0].0);
    for base in [0_i64, 1, 2] {
        let changes = serde_json::json!({"changes": [
            {"op": format!("{name}-{base}"), "pupil": pupil, "work": works[0], "base": base, "text": "2"},
            {"op": format!("{name}-n{base}"), "pupil": pupil, "work": works[1], "base": base, "text": "н", "comment": "x"},
        ]});
        let answer = client.post_json(&format!("/journal/{journal}/cells/"), &changes).await;
        if answer.status == 200 {
            let json = answer.json();
            assert!(json["saved"].as_array().unwrap().is_empty(), "{name}: {json}");
            assert!(json["refused"].as_array().unwrap().iter().all(|one| one["why"] == "locked"), "{json}");
        } else {
            assert_eq!(answer.status, 404, "{name}: {}", answer.body);
        }
    }
    let lesson = format!("/journal/{journal}/lessons/{FRIDAY}/2/");
    let (cell, seen) = (format!("m-{pupil}-{}", works[0]), format!("v-{pupil}-{}", works[0]));
    let kinds = {
        let mut teacher = site.signed_in("teacher").await;
        let page = teacher.get(&lesson).await.body;
        let select = page.split(&format!("name=\"kind-{}\"", works[0])).nth(1).unwrap().to_owned();
        select
            .split("option value=\"")
            .skip(1)
            .map(|o| o.split('"').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let (kind, spare) = (format!("kind-{}", works[0]), works[1].to_string());
    for fields in [
        vec![(cell.as_str(), "2"), (seen.as_str(), "1:5"), ("version", "0")],
        vec![("topic", "Другая тема"), ("topic-was", ""), ("version", "0")],
        vec![("homework", "Другое"), ("version", "0")],
        vec![(kind.as_str(), kinds[4].as_str()), ("version", "0")],
        vec![("add", "1"), ("version", "0")],
        vec![("remove", spare.as_str()), ("version", "0")],
    ] {
        let mut all = vec![("topic", ""), ("topic-was", ""), ("homework", ""), ("homework-was", "")];
        all.retain(|(name, _)| !fields.iter().any(|(known, _)| known == name));
        all.extend(fields);
        let answer = client.post_form(&lesson, &all).await;
        assert!(matches!(answer.status, 200 | 303 | 404 | 422), "{name}: {} {all:?}", answer.status);
    }
    let removed = client.post_form(&format!("/journal/{journal}/works/{spare}/remove/"), &[]).await;
    assert!(matches!(removed.status, 200 | 404), "{name}: {}", removed.status);
    // The column's page: another kind, weight, title, term, release; everybody's mark due; another lesson. The cell's page.
    let column = format!("/journal/{journal}/works/{spare}/");
    let kind = kinds[0].as_str();
    let wish = |name, value| vec![("kind", kind), ("was", kind), (name, value)];
    for fields in [
        vec![("kind", kinds[4].as_str()), ("weight", "3")],
        wish("weight", "7"),
        wish("title", "Другой"),
        wish("release", "2026-12-01"),
        wish("due", "2026-12-01"),
        vec![("do", "due"), ("until", "2026-12-01")],
        vec![("do", "move"), ("to", "2026-11-23.1")],
    ] {
        let answer = client.post_form(&column, &fields).await;
        assert!(matches!(answer.status, 404 | 422), "{name}: {} {fields:?}", answer.status);
    }
    for (base, text) in [("0", "2"), ("1", ">4"), ("1", "."), ("1", "2")] {
        let path = format!("/journal/{journal}/works/{}/{pupil}/", works[0]);
        let fields = [("base", base), ("form", name), ("text", text), ("comment", "x"), ("staff_only", "on")];
        let answer = client.post_form(&path, &fields).await;
        assert!(matches!(answer.status, 404 | 422), "{name}: {} {text}", answer.status);
    }
    let (value, shown) = (format!("v-{pupil}"), format!("b-{pupil}"));
    for shown_as in ["0:", "1:5"] {
        let column = format!("/journal/{journal}/periods/{quarter}/");
        let answer = client
            .post_form(&column, &[(&value, "2"), (&shown, shown_as), (&format!("r-{pupil}"), "x")])
            .await;
        assert!(matches!(answer.status, 404 | 422), "{name}: {}", answer.status);
    }
}

both!(nobody_changes_a_locked_period_by_any_way, |site| {
    let (journal, pupil) = (site.small.journal_a.0, site.small.pupils_a[0].0);
    let quarter = quarters(&site).await[1];
    let mut teacher = site.signed_in("teacher").await;
    let lesson = format!("/journal/{journal}/lessons/{FRIDAY}/2/");
    teacher.get(&lesson).await;
    teacher.post_form(&lesson, &[("topic", ""), ("homework", ""), ("version", "0"), ("add", "1")]).await;
    let columns = works(&mut teacher, journal, FRIDAY).await;
    assert_eq!(columns.len(), 2);
    put(&mut teacher, journal, ("m", pupil, columns[0], 0, "5")).await;
    let column = format!("/journal/{journal}/periods/{quarter}/");
    let drawn = teacher.get(&column).await;
    let given = send(&mut teacher, &column, &filled(&drawn.body, &[(&format!("v-{pupil}"), "5")])).await;
    assert_eq!(given.status, 303, "{}", main_part(&given));
    lock(&site, "admin", quarter).await;
    let before = picture(&site).await;

    // Everybody, whatever he may otherwise do.
    for login in testkit::small::LOGINS {
        site.clock.advance(60_000);
        let mut client = site.signed_in(login).await;
        try_everything(&site, &mut client, &columns, quarter, login).await;
    }
    let mut guest = site.client();
    guest.get("/login/").await;
    let refused = guest.post_form(&lesson, &[("topic", "x")]).await;
    assert!(matches!(refused.status, 303 | 401 | 403), "{}", refused.status);
    // A changed timetable leaves the lessons of a locked period as they were, too.
    let (school, year) = (site.small.school, site.small.year);
    let first: kernel::Day = "2026-09-01".parse().unwrap();
    let now = site.clock.now();
    site.db().write(move |tx| journal::events::renew_lessons(tx, school, year, first, now)).await.unwrap();
    assert_eq!(picture(&site).await, before);
    site.dispatch().await;
    assert_eq!(doctor(&site).await, [""; 0]);
});

both!(only_the_deputy_opens_a_locked_period_and_only_for_a_while, |site| {
    let (journal, russian, pupil) =
        (site.small.journal_a.0, site.small.journal_russian.0, site.small.pupil.0);
    let quarter = quarters(&site).await[1];
    let mut teacher = site.signed_in("teacher").await;
    let work = works(&mut teacher, journal, FRIDAY).await[0];
    lock(&site, "deputy", quarter).await;
    for login in ["teacher", "classteacher", "admin", "director", "otheradmin", "parent"] {
        let mut client = site.signed_in(login).await;
        client.get("/cabinet/me/").await;
        assert_eq!(unlock(&mut client, quarter, journal, "ошибка").await.status, 404, "{login}");
    }
    let mut deputy = site.signed_in("deputy").await;
    let path = format!("/school/periods/?period={quarter}&journal={journal}");
    let page = deputy.get(&path).await;
    assert_eq!((page.status, page.page()), (200, "school.periods"), "{}", page.body);
    assert!(page.body.contains("Математика, 7А"));
    let refused = unlock(&mut deputy, quarter, journal, "").await;
    assert!(refused.status == 422 && refused.body.contains("Напишите причину"), "{}", refused.body);
    let other = unlock(&mut deputy, quarter, site.small.other_journal.0, "ошибка").await;
    assert_eq!(other.status, 404, "another school's journal is not there");
    assert_eq!(unlock(&mut deputy, quarter, journal, "Ошибка при вводе").await.status, 303);
    let list = deputy.get("/school/periods/").await;
    assert!(
        list.body.contains("Ошибка при вводе") && list.body.contains("открыт до"),
        "{}",
        main_part(&list)
    );

    let saved = put(&mut teacher, journal, ("u1", pupil, work, 0, "4")).await;
    assert_eq!(saved["saved"].as_array().unwrap().len(), 1, "{saved}");
    let mut leads = site.signed_in("classteacher").await;
    let theirs = works(&mut leads, russian, "2026-11-23").await[0];
    let still = put(&mut leads, russian, ("u2", pupil, theirs, 0, "4")).await;
    assert_eq!(still["refused"][0]["why"], "locked", "the other journals stay closed: {still}");

    // The leave ends by itself …
    site.clock.advance(DAY + 8 * HOUR);
    let mut teacher = site.signed_in("teacher").await;
    let over = put(&mut teacher, journal, ("u3", pupil, work, 1, "5")).await;
    assert_eq!(over["refused"][0]["why"], "locked", "{over}");
    // … or before its time, and a class can be opened as a whole.
    let mut deputy = site.signed_in("deputy").await;
    let (class, day) = (site.small.class_a.to_string(), "2026-11-26");
    let fields = [
        ("period", quarter.to_string()),
        ("class", class),
        ("until", day.to_owned()),
        ("hour", "12:00".to_owned()),
        ("reason", "Карантин".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(deputy.post_form("/school/periods/unlock/", &fields).await.status, 303);
    let again = put(&mut teacher, journal, ("u4", pupil, work, 1, "5")).await;
    assert_eq!(again["saved"].as_array().unwrap().len(), 1, "{again}");
    let list = deputy.get("/school/periods/").await;
    let end =
        list.body.split("/school/periods/unlock/").nth(2).unwrap().split('/').next().unwrap().to_owned();
    let mut admin = site.signed_in("admin").await;
    let end = format!("/school/periods/unlock/{end}/end/");
    assert_eq!(admin.post_form(&end, &[]).await.status, 404);
    assert_eq!(deputy.post_form(&end, &[]).await.status, 303);
    let closed = put(&mut teacher, journal, ("u5", pupil, work, 2, "3")).await;
    assert_eq!(closed["refused"][0]["why"], "locked", "{closed}");
    assert!(deputy.get("/school/periods/").await.body.contains("закрылся"));
});

both!(marks_that_come_too_late_wait_for_the_deputy, |site| {
    let (journal, pupil, other) =
        (site.small.journal_a.0, site.small.pupils_a[0].0, site.small.pupils_a[1].0);
    let quarter = quarters(&site).await[1];
    let mut teacher = site.signed_in("teacher").await;
    let work = works(&mut teacher, journal, FRIDAY).await[0];
    lock(&site, "deputy", quarter).await;
    // Typed three hours ago: the operation's id begins with that moment.
    let typed = format!("{:012x}", testkit::NOW.0 - 3 * HOUR);
    let op = format!("{}-{}-7abc-8def-0123456789ab", &typed[..8], &typed[8..]);
    for _ in 0..2 {
        let refused = put(&mut teacher, journal, (&op, pupil, work, 0, "5")).await;
        let one = &refused["refused"][0];
        assert_eq!(one["why"], "locked");
        assert!(one["message"].as_str().unwrap().contains("передана завучу"), "{one}");
    }
    put(&mut teacher, journal, ("second", other, work, 0, "н")).await;
    let mine = teacher.get("/journal/late/").await;
    assert_eq!((mine.status, mine.page()), (200, "journal.late"), "{}", mine.body);
    assert_eq!(mine.body.matches("ждёт решения").count(), 2, "sent twice is kept once");

    let mut deputy = site.signed_in("deputy").await;
    let list = deputy.get("/school/periods/late/").await;
    assert_eq!((list.status, list.page()), (200, "school.late"), "{}", list.body);
    assert!(list.body.contains("07:40"), "when it was typed: {}", main_part(&list));
    let ids: Vec<String> = list
        .body
        .split("/school/periods/late/")
        .filter(|rest| rest.contains("/accept/"))
        .filter_map(|rest| Some(rest.split_once("/accept/")?.0.to_owned()))
        .filter(|id| id.chars().all(|c| c.is_ascii_digit()))
        .collect();
    assert_eq!(ids.len(), 2, "{}", main_part(&list));
    for login in ["teacher", "admin", "director"] {
        let mut client = site.signed_in(login).await;
        let path = format!("/school/periods/late/{}/accept/", ids[0]);
        assert_eq!(client.post_form(&path, &[("version", "0")]).await.status, 404, "{login}");
    }
    let mut decisions = 0;
    for id in &ids {
        let card =
            list.body.split("class=\"card\"").find(|card| card.contains(&format!("/{id}/accept/"))).unwrap();
        if card.contains("<b>5</b>") {
            let stale =
                deputy.post_form(&format!("/school/periods/late/{id}/accept/"), &[("version", "7")]).await;
            assert!(stale.body.contains("клетка изменилась"), "{}", main_part(&stale));
            let done =
                deputy.post_form(&format!("/school/periods/late/{id}/accept/"), &[("version", "0")]).await;
            assert_eq!(done.status, 303, "{}", main_part(&done));
        } else {
            let path = format!("/school/periods/late/{id}/decline/");
            let without = deputy.post_form(&path, &[("reason", "")]).await;
            assert!(without.body.contains("учитель увидит причину"), "{}", main_part(&without));
            let done = deputy.post_form(&path, &[("reason", "Ученик был на уроке")]).await;
            assert_eq!(done.status, 303, "{}", main_part(&done));
            let again =
                deputy.post_form(&format!("/school/periods/late/{id}/accept/"), &[("version", "0")]).await;
            assert!(again.body.contains("уже решено"), "{}", main_part(&again));
        }
        decisions += 1;
    }
    assert_eq!(decisions, 2);
    let mine = teacher.get("/journal/late/").await;
    assert!(
        mine.body.contains("записана") && mine.body.contains("Ученик был на уроке"),
        "{}",
        main_part(&mine)
    );
    let cell = teacher.get(&format!("/journal/{journal}/history/{pupil}/{work}/")).await;
    assert_eq!((cell.status, cell.page()), (200, "journal.cell"), "{}", cell.body);
    assert!(
        cell.body.contains("поздняя, принята завучем") && cell.body.contains("Орлов"),
        "{}",
        main_part(&cell)
    );
    let again = put(&mut teacher, journal, (&op, pupil, work, 0, "5")).await;
    assert_eq!(again["saved"].as_array().unwrap().len(), 1, "it stands by now: {again}");
    site.dispatch().await;
    assert_eq!(doctor(&site).await, [""; 0]);
});

both!(a_period_closes_by_itself_where_the_school_wants_it, |site| {
    let first = quarters(&site).await[0];
    let school = site.small.school;
    let locked = async || {
        let periods = site
            .db()
            .read(move |tx| registry::read::period(tx, school, kernel::PeriodId(first)).map(|p| p.locked_at))
            .await;
        periods.unwrap().is_some()
    };
    let today: kernel::Day = "2026-11-23".parse().unwrap();
    let turn = async || {
        site.db().write(move |tx| journal::write::lock_overdue(tx, today, testkit::NOW)).await.unwrap()
    };
    assert_eq!(turn().await, 0);
    assert!(!locked().await, "without a rule the deputy closes it");
    let mut deputy = site.signed_in("deputy").await;
    let wrong = deputy.post_form("/school/periods/days/", &[("days", "90")]).await;
    assert!(wrong.body.contains("от 0 до 60"), "{}", main_part(&wrong));
    assert_eq!(deputy.post_form("/school/periods/days/", &[("days", "60")]).await.status, 303);
    assert_eq!(turn().await, 0, "not yet");
    assert_eq!(deputy.post_form("/school/periods/days/", &[("days", "5")]).await.status, 303);
    assert!(turn().await > 0 && locked().await);
    assert_eq!(turn().await, 0, "once");
});
