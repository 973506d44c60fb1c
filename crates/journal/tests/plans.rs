//! The story of a lesson plan through HTTP: from nothing to the approval, changes with a reason, a shift after a cancelled
//! lesson, lessons filled from it; who may see what.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a story fails loudly"
)]

use testkit::{Answer, Client, Site, both};

/// Adds a topic at the end.
async fn add(client: &mut Client, plan: &str, after: i64, title: &str, hours: &str) -> i64 {
    let row = after.to_string();
    let fields =
        [("op", "insert"), ("row", row.as_str()), ("title", title), ("hours", hours), ("homework", "§ 1")];
    row_of(&client.post_form(&format!("{plan}rows/"), &fields).await)
}

/// The row a redirect leads to.
fn row_of(answer: &Answer) -> i64 {
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location().split("#r").nth(1).unwrap_or_else(|| panic!("{}", answer.location())).parse().unwrap()
}

fn value(body: &str, name: &str) -> String {
    let rest =
        body.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("{name}: {body}"));
    rest.split('"').next().unwrap().to_owned()
}

/// The line of the table with a topic.
fn line<'a>(body: &'a str, title: &str) -> &'a str {
    body.split("<tr ")
        .find(|part| part.contains(&format!(">{title}")))
        .unwrap_or_else(|| panic!("{title}: {body}"))
}

/// What is posted with the plan's version.
async fn act(client: &mut Client, plan: &str, page: &str, what: &[(&str, &str)]) -> Answer {
    let shown = client.get(&format!("{plan}{}", if page == "dates/" { page } else { "" })).await;
    let version = value(&shown.body, "version");
    let mut fields = vec![("version", version.as_str())];
    fields.extend_from_slice(what);
    client.post_form(&format!("{plan}{page}"), &fields).await
}

async fn deal(client: &mut Client, plan: &str, reason: &[(&str, &str)]) {
    let shown = client.get(&format!("{plan}dates/")).await;
    assert_eq!((shown.status, shown.page()), (200, "journal.plan-dates"), "{}", shown.body);
    let (version, row, day) =
        (value(&shown.body, "version"), value(&shown.body, "row"), value(&shown.body, "day"));
    let mut fields = vec![("version", version.as_str()), ("row", &row), ("day", &day)];
    fields.extend_from_slice(reason);
    let done = client.post_form(&format!("{plan}dates/"), &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

/// A plan of four topics with days, approved.
async fn approved(site: &Site) -> (Client, String, [i64; 4]) {
    let plan = format!("/journal/{}/plan/", site.small.journal_b);
    let mut teacher = site.signed_in("teacher").await;
    let mut rows = [0; 4];
    for (at, title) in ["Степень", "Одночлен", "Многочлен", "Контрольная работа № 1"].into_iter().enumerate()
    {
        let after = if at == 0 { 0 } else { rows[at - 1] };
        rows[at] = add(&mut teacher, &plan, after, title, "1").await;
    }
    // 7Б has mathematics on Mondays and Thursdays, third lesson: the days from this week on.
    let first = rows[0].to_string();
    let from = [("row", first.as_str()), ("day", "2026-11-23")];
    let shown = teacher.get(&plan).await;
    let version = value(&shown.body, "version");
    let mut fields = vec![("version", version.as_str())];
    fields.extend_from_slice(&from);
    let dealt = teacher.post_form(&format!("{plan}dates/"), &fields).await;
    assert_eq!(dealt.status, 303, "{}", dealt.body);
    let sent = act(&mut teacher, &plan, "status/", &[("op", "submit")]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let mut deputy = site.signed_in("deputy").await;
    let done = act(&mut deputy, &plan, "status/", &[("op", "approve")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    (teacher, plan, rows)
}

both!(from_an_empty_plan_to_the_approval, |site| {
    let plan = format!("/journal/{}/plan/", site.small.journal_b);
    let mut teacher = site.signed_in("teacher").await;
    let empty = teacher.get(&plan).await;
    assert_eq!((empty.status, empty.page()), (200, "journal.plan"), "{}", empty.body);
    assert!(
        empty.body.contains("В плане пока нет строк") && empty.body.contains("нет плана"),
        "{}",
        empty.body
    );

    // Wrong input is named at its field, what was typed stays.
    let wrong = [
        ("op", "insert"),
        ("row", "0"),
        ("title", ""),
        ("hours", "много"),
        ("planned", "завтра"),
        ("homework", "§ 7"),
    ];
    let wrong = teacher.post_form(&format!("{plan}rows/"), &wrong).await;
    assert_eq!(wrong.status, 422);
    for said in ["Напишите тему.", "целое число", "«завтра» – не дата", "§ 7", "много"]
    {
        assert!(wrong.body.contains(said), "{said}: {}", wrong.body);
    }

    let first = add(&mut teacher, &plan, 0, "Степень", "1").await;
    let second = add(&mut teacher, &plan, first, "Многочлен", "2").await;
    let section = [("op", "section"), ("row", "0"), ("title", "Раздел 1. Выражения")];
    let section = row_of(&teacher.post_form(&format!("{plan}rows/"), &section).await);
    let page = teacher.get(&plan).await;
    assert!(line(&page.body, "Многочлен").contains("2–3"), "{}", page.body);

    // Order, undo of a removal, merge and split.
    let up = teacher.post_form(&format!("{plan}rows/"), &[("op", &format!("up:{second}"))]).await;
    assert_eq!(row_of(&up), second);
    let page = teacher.get(&plan).await;
    assert!(line(&page.body, "Многочлен").contains("1–2"), "{}", page.body);
    let editor = teacher.get(&format!("{plan}?row={second}")).await;
    let base = value(&editor.body, "base");
    let row = second.to_string();
    let gone = [("op", "remove"), ("row", row.as_str()), ("base", &base)];
    let removed = teacher.post_form(&format!("{plan}rows/"), &gone).await;
    assert!(removed.location().contains("plan-removed"), "{}", removed.location());
    let page = teacher.get(&plan).await;
    assert!(
        !page.body.contains("2–3") && page.body.contains("Последнее изменение: правка строк, Многочлен"),
        "{}",
        page.body
    );
    let back = act(&mut teacher, &plan, "undo/", &[]).await;
    assert_eq!(back.status, 303, "{}", back.body);
    let page = teacher.get(&plan).await;
    assert!(line(&page.body, "Многочлен").contains("1–2"), "the row is back in its place: {}", page.body);
    let merged = teacher.post_form(&format!("{plan}rows/"), &[("op", "merge"), ("row", &row)]).await;
    row_of(&merged);
    let page = teacher.get(&plan).await;
    assert!(line(&page.body, "Многочлен. Степень").contains("1–3"), "{}", page.body);
    let split = row_of(&teacher.post_form(&format!("{plan}rows/"), &[("op", "split"), ("row", &row)]).await);
    assert_ne!(split, second);
    assert!(!teacher.get(&plan).await.body.contains("1–3"));
    let nothing =
        teacher.post_form(&format!("{plan}rows/"), &[("op", "merge"), ("row", &split.to_string())]).await;
    assert!(nothing.status == 422 && nothing.body.contains("Следующей темы"), "{}", nothing.body);
    let section_first = teacher.get(&plan).await;
    assert!(section_first.body.find("Раздел 1").unwrap() < section_first.body.find("1–2").unwrap());
    assert!(section > 0);

    // Days come from the timetable; the header is optional.
    deal(&mut teacher, &plan, &[]).await;
    let page = teacher.get(&plan).await;
    assert!(line(&page.body, "Многочлен. Степень").contains("03.09, 07.09"), "{}", page.body);
    let head = [("programme", "ФРП «Математика»"), ("hours_week", "2,5"), ("hours_year", "68")];
    assert_eq!(teacher.post_form(&plan, &head).await.status, 303);
    let bad = teacher.post_form(&plan, &[("programme", "x"), ("hours_week", "часто")]).await;
    assert!(bad.status == 422 && bad.body.contains("число часов в неделю"), "{}", bad.body);

    // The deputy reads it, asks for more, gets it again, approves.
    let sent = act(&mut teacher, &plan, "status/", &[("op", "submit")]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let closed = teacher.post_form(&format!("{plan}rows/"), &[("op", "merge"), ("row", &row)]).await;
    assert!(closed.status == 422 && closed.body.contains("на утверждении"), "{}", closed.body);
    let mut deputy = site.signed_in("deputy").await;
    let waiting = deputy.get("/school/plans/").await;
    assert!(waiting.body.contains(&plan) && waiting.body.contains("На утверждении 1"), "{}", waiting.body);
    let silent = act(&mut deputy, &plan, "status/", &[("op", "return"), ("remark", "")]).await;
    assert!(silent.status == 422 && silent.body.contains("Напишите замечание"), "{}", silent.body);
    let remark = [("op", "remark"), ("row", row.as_str()), ("text", "Два часа мало")];
    assert_eq!(deputy.post_form(&format!("{plan}rows/"), &remark).await.status, 303);
    let returned =
        act(&mut deputy, &plan, "status/", &[("op", "return"), ("remark", "Добавьте повторение")]).await;
    assert_eq!(returned.status, 303, "{}", returned.body);
    let page = teacher.get(&plan).await;
    assert!(
        page.body.contains("Добавьте повторение") && page.body.contains("Два часа мало"),
        "{}",
        page.body
    );
    let events = site.db().write(store_events).await.unwrap();
    assert_eq!(events, ["plan.submitted", "plan.returned"]);
    add(&mut teacher, &plan, split, "Повторение", "1").await;
    act(&mut teacher, &plan, "status/", &[("op", "submit")]).await;
    let done = act(&mut deputy, &plan, "status/", &[("op", "approve")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = teacher.get(&plan).await;
    assert!(page.body.contains("утверждён") && !page.body.contains("Добавьте повторение"), "{}", page.body);
    assert!(page.statements() <= 16, "{}", page.statements());
});

fn store_events(tx: &mut store::WriteTx<'_>) -> Result<Vec<String>, store::Error> {
    Ok(store::outbox::take(tx, 100)?
        .into_iter()
        .map(|event| event.kind)
        .filter(|k| k.starts_with("plan."))
        .collect())
}

both!(an_approved_plan_keeps_reasons_and_its_edition, |site| {
    let (mut teacher, plan, rows) = approved(&site).await;
    let editor = teacher.get(&format!("{plan}?row={}", rows[1])).await;
    let (base, row) = (value(&editor.body, "base"), rows[1].to_string());
    let typed = [
        ("op", "put"),
        ("row", row.as_str()),
        ("base", &base),
        ("title", "Одночлен и степень"),
        ("hours", "1"),
        ("planned", "26.11"),
    ];
    let refused = teacher.post_form(&format!("{plan}rows/"), &typed).await;
    assert!(
        refused.status == 422
            && refused.body.contains("укажите причину")
            && refused.body.contains("Одночлен и степень"),
        "{}",
        refused.body
    );
    let mut other = typed.to_vec();
    other.push(("reason", "other"));
    let refused = teacher.post_form(&format!("{plan}rows/"), &other).await;
    assert_eq!(refused.status, 422, "own words are needed");
    let mut reasoned = typed.to_vec();
    reasoned.extend([("reason", "quarantine"), ("why", "класс на карантине")]);
    assert_eq!(row_of(&teacher.post_form(&format!("{plan}rows/"), &reasoned).await), rows[1]);

    let history = teacher.get(&format!("{plan}history/")).await;
    assert!(history.body.contains("карантин: класс на карантине"), "{}", history.body);
    let edition = history.body.split("/plan/editions/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let shown = teacher.get(&format!("{plan}editions/{edition}/")).await;
    assert_eq!((shown.status, shown.page()), (200, "journal.plan-edition"), "{}", shown.body);
    assert!(
        shown.body.contains("Отличается 1 строка")
            && shown.body.contains("Одночлен ·")
            && shown.body.contains("Одночлен и степень"),
        "{}",
        shown.body
    );
    assert_eq!(teacher.get(&format!("{plan}editions/999/")).await.status, 404);
    // The new edition may be approved as well.
    assert_eq!(act(&mut teacher, &plan, "status/", &[("op", "submit")]).await.status, 303);
    assert_eq!(act(&mut teacher, &plan, "status/", &[("op", "withdraw")]).await.status, 303);
    assert!(teacher.get(&plan).await.body.contains("утверждён"));
});

both!(two_people_at_once_lose_nothing, |site| {
    let (mut teacher, plan, rows) = approved(&site).await;
    let mut deputy = site.signed_in("deputy").await;
    let bases: Vec<String> = {
        let mut found = Vec::new();
        for row in &rows[..2] {
            found.push(value(&teacher.get(&format!("{plan}?row={row}")).await.body, "base"));
        }
        found
    };
    let put = |row: i64, base: String, title: &'static str| {
        let row = row.to_string();
        vec![
            ("op".to_owned(), "put".to_owned()),
            ("row".to_owned(), row),
            ("base".to_owned(), base),
            ("title".to_owned(), title.to_owned()),
            ("hours".to_owned(), "1".to_owned()),
            ("reason".to_owned(), "holiday".to_owned()),
        ]
    };
    async fn send(client: &mut Client, plan: &str, fields: &[(String, String)]) -> Answer {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        client.post_form(&format!("{plan}rows/"), &fields).await
    }
    // Different rows do not meet.
    assert_eq!(send(&mut deputy, &plan, &put(rows[0], bases[0].clone(), "Степень числа")).await.status, 303);
    assert_eq!(send(&mut teacher, &plan, &put(rows[1], bases[1].clone(), "Одночлены")).await.status, 303);
    // The second one of the same row is told, and keeps the words.
    let stale = send(&mut teacher, &plan, &put(rows[0], bases[0].clone(), "Степень с показателем")).await;
    assert!(
        stale.status == 422
            && stale.body.contains("Степень числа")
            && stale.body.contains("Степень с показателем"),
        "{}",
        stale.body
    );
    let base = value(&stale.body, "base");
    assert_eq!(send(&mut teacher, &plan, &put(rows[0], base, "Степень с показателем")).await.status, 303);
    // A change of the whole plan names the version it was made from.
    let old = teacher.get(&plan).await;
    let version = value(&old.body, "version");
    assert_eq!(send(&mut deputy, &plan, &put(rows[2], "99".to_owned(), "x")).await.status, 422);
    let gone = teacher.get(&format!("{plan}?row={}", rows[3])).await;
    let base = value(&gone.body, "base");
    let row = rows[3].to_string();
    let removal = [("op", "remove"), ("row", row.as_str()), ("base", base.as_str()), ("reason", "squeeze")];
    assert_eq!(deputy.post_form(&format!("{plan}rows/"), &removal).await.status, 303);
    let late =
        teacher.post_form(&format!("{plan}dates/"), &[("version", &version), ("reason", "holiday")]).await;
    assert!(late.status == 422 && late.body.contains("за это время изменился"), "{}", late.body);
});

both!(a_cancelled_lesson_shifts_the_rest, |site| {
    let (mut teacher, plan, rows) = approved(&site).await;
    let journal = site.small.journal_b.0;
    let mut deputy = site.signed_in("deputy").await;
    let path = format!("/school/substitutions/2026-11-26/{journal}/3/");
    let cancelled = deputy.post_form(&path, &[("what", "c"), ("reason", "карантин")]).await;
    assert_eq!(cancelled.status, 303, "{}", cancelled.body);
    let page = teacher.get(&plan).await;
    assert!(
        page.body.contains("выпал") && line(&page.body, "Одночлен").contains("урока нет"),
        "{}",
        page.body
    );
    let preview = teacher.get(&format!("{plan}dates/")).await;
    assert!(
        preview.body.contains("26.11")
            && preview.body.contains("30.11")
            && !preview.body.contains(">Степень<"),
        "{}",
        preview.body
    );
    deal(&mut teacher, &plan, &[("reason", "quarantine")]).await;
    let page = teacher.get(&plan).await;
    for (title, day) in
        [("Степень", "23.11"), ("Одночлен", "30.11"), ("Многочлен", "03.12"), ("Контрольная", "07.12")]
    {
        assert!(line(&page.body, title).contains(day), "{title} {day}: {}", page.body);
    }
    // What no longer fits before the year's end is named, and squeezing makes it fit.
    let last = rows[0].to_string();
    let tight = teacher.get(&format!("{plan}dates/?row={last}&day=2027-05-27")).await;
    let short: i32 = tight
        .body
        .split("не хватает ")
        .nth(1)
        .map_or(0, |rest| rest.split(' ').next().unwrap().parse().unwrap());
    assert!(short > 0 && tight.body.contains("не поместилось"), "{}", tight.body);
    let squeezed = teacher
        .get(&format!("{plan}dates/?row={last}&day=2027-05-27&squeeze={}&squeeze={}", rows[1], rows[2]))
        .await;
    let fewer: i32 = squeezed
        .body
        .split("не хватает ")
        .nth(1)
        .map_or(0, |rest| rest.split(' ').next().unwrap().parse().unwrap());
    assert_eq!(fewer, (short - 2).max(0), "{}", squeezed.body);
});

both!(lessons_take_from_the_plan_what_the_teacher_has_not_written, |site| {
    let (mut teacher, plan, _) = approved(&site).await;
    let journal = site.small.journal_b.0;
    let (monday, thursday) = (
        format!("/journal/{journal}/lessons/2026-11-23/3/"),
        format!("/journal/{journal}/lessons/2026-11-26/3/"),
    );
    let page = teacher.get(&monday).await;
    assert!(page.body.contains("По плану, № 1") && page.body.contains("Взять из плана"), "{}", page.body);
    let taken = teacher.post_form(&format!("{monday}plan/"), &[]).await;
    assert!(taken.location().contains("plan-taken"), "{} {}", taken.status, taken.body);
    let page = teacher.get(&monday).await;
    assert!(
        page.body.contains("value=\"Степень\"")
            && page.body.contains("§ 1")
            && page.body.contains("взято из плана"),
        "{}",
        page.body
    );
    assert!(
        line(&teacher.get(&plan).await.body, "Степень")
            .contains("23.11</td><td data-label=\"Фактически\">23.11")
    );

    // Own words stay until the teacher says otherwise.
    let own =
        [("topic", "Своя тема"), ("homework", ""), ("version", "0"), ("topic-was", ""), ("homework-was", "")];
    assert_eq!(teacher.post_form(&thursday, &own).await.status, 303);
    let kept = teacher.post_form(&format!("{thursday}plan/"), &[]).await;
    assert!(kept.location().contains("plan-kept"), "{}", kept.location());
    let page = teacher.get(&thursday).await;
    assert!(
        page.body.contains("value=\"Своя тема\"")
            && page.body.contains("§ 1")
            && page.body.contains("Заменить тему"),
        "{}",
        page.body
    );
    let replaced = teacher.post_form(&format!("{thursday}plan/"), &[("words", "replace")]).await;
    assert_eq!(replaced.status, 303);
    assert!(teacher.get(&thursday).await.body.contains("value=\"Одночлен\""));

    // A whole span at once; nothing of another journal, and nothing twice.
    site.clock.advance(8 * 24 * 3_600_000);
    let mut teacher = site.signed_in("teacher").await;
    let fill = teacher.get(&format!("{plan}fill/?span=week")).await;
    assert_eq!((fill.status, fill.page()), (200, "journal.plan-fill"), "{}", fill.body);
    assert!(
        fill.body.contains("Многочлен") && fill.body.contains("name=\"what-2026-11-30-3\""),
        "{}",
        fill.body
    );
    let rows = value(&fill.body, "rows-2026-11-30-3");
    let wish = [
        ("what-2026-11-30-3", "fill"),
        ("rows-2026-11-30-3", rows.as_str()),
        ("what-2026-12-03-3", "skip"),
        ("span", "week"),
    ];
    let filled = teacher.post_form(&format!("{plan}fill/"), &wish).await;
    assert!(filled.location().contains("plan-filled"), "{}", filled.body);
    assert!(
        teacher
            .get(&format!("/journal/{journal}/lessons/2026-11-30/3/"))
            .await
            .body
            .contains("value=\"Многочлен\"")
    );
    let page = teacher.get(&plan).await;
    assert!(page.body.contains("дано 3 ч"), "{}", page.body);
    let found = site.db().read(journal::doctor::examine).await.unwrap();
    assert!(found.is_empty(), "{found:?}");
});

both!(a_plan_is_copied_from_another_class, |site| {
    let (mut teacher, _, _) = approved(&site).await;
    let plan = format!("/journal/{}/plan/", site.small.journal_a);
    let page = teacher.get(&format!("{plan}copy/")).await;
    assert!(page.body.contains("7Б, 2026"), "{}", page.body);
    let source = site.small.journal_b.to_string();
    let none = teacher.post_form(&format!("{plan}copy/"), &[("version", "0"), ("source", "987654321")]).await;
    assert_eq!(none.status, 422);
    let done = teacher.post_form(&format!("{plan}copy/"), &[("version", "0"), ("source", &source)]).await;
    assert!(done.location().contains("plan-copied"), "{}", done.body);
    let page = teacher.get(&plan).await;
    assert!(page.body.contains("Многочлен") && page.body.contains("не сдан"), "{}", page.body);
    assert!(!line(&page.body, "Многочлен").contains("30.11"), "days are not copied: {}", page.body);
    // Again: nothing is doubled.
    let version = value(&page.body, "version");
    let again =
        teacher.post_form(&format!("{plan}copy/"), &[("version", &version), ("source", &source)]).await;
    assert_eq!(again.status, 303);
    assert_eq!(teacher.get(&plan).await.body.matches(">Многочлен").count(), 1);
});

both!(who_may_see_a_plan, |site| {
    let (_, plan, rows) = approved(&site).await;
    for (login, read, change) in [
        ("deputy", true, true),
        ("director", true, false),
        ("admin", true, false),
        ("classteacher", false, false),
        ("otherteacher", false, false),
        ("otheradmin", false, false),
        ("parent", false, false),
        ("pupil", false, false),
        ("guard", false, false),
    ] {
        let mut client = site.signed_in(login).await;
        let expected = if read { 200 } else { 404 };
        for page in ["", "history/", "export/"] {
            assert_eq!(client.get(&format!("{plan}{page}")).await.status, expected, "{login} {page}");
        }
        for page in ["dates/", "import/", "copy/", "fill/"] {
            let expected = if change { 200 } else { 404 };
            assert_eq!(client.get(&format!("{plan}{page}")).await.status, expected, "{login} {page}");
        }
        let row = rows[0].to_string();
        let fields = [("op", "merge"), ("row", row.as_str()), ("reason", "holiday")];
        let expected = if change { 303 } else { 404 };
        assert_eq!(client.post_form(&format!("{plan}rows/"), &fields).await.status, expected, "{login}");
    }
    // A teacher of the same subject at the same school reads and copies, but changes nothing.
    let (school, year, subject) = (site.small.school, site.small.year, site.small.mathematics);
    let (colleague, class) = (site.small.class_teacher, site.small.class_a);
    site.db()
        .write(move |tx| {
            registry::write::ensure_journal(
                tx,
                school,
                &registry::write::NewJournal {
                    year,
                    subject,
                    groups_name: "7А элективный".to_owned(),
                    period_kind: registry::PeriodKind::Quarter,
                    groups: vec![(class, None)],
                    teachers: vec![colleague],
                },
            )
        })
        .await
        .unwrap();
    let mut client = site.signed_in("classteacher").await;
    assert_eq!(client.get(&plan).await.status, 200);
    assert_eq!(client.get(&format!("{plan}dates/")).await.status, 404);
    let refused =
        client.post_form(&format!("{plan}rows/"), &[("op", "merge"), ("row", &rows[0].to_string())]).await;
    assert_eq!(refused.status, 404);
});
