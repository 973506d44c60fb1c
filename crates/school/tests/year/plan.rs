use kernel::Day;
use registry::{InstitutionKind, Role};
use testkit::{Site, both};

use crate::forms::{fields, fill};

/// A school that has nothing yet, with `librarian` as its administrator.
async fn empty_school(site: &Site, kind: InstitutionKind) {
    site.db()
        .write(move |tx| {
            let new = registry::write::NewInstitution {
                kind,
                name: "Новая школа".into(),
                short_name: "Новая школа".into(),
                parent: None,
                locality: String::new(),
                address: String::new(),
                phone: String::new(),
            };
            let school = registry::write::add_institution(tx, &new, testkit::NOW)?;
            let account = registry::read::account_by_login(tx, "librarian")?.unwrap();
            registry::write::add_role(tx, school, account.person, Role::Admin)
        })
        .await
        .unwrap();
}

both!(an_empty_school_gets_its_year_bells_and_a_short_day, |site| {
    empty_school(&site, InstitutionKind::School).await;
    let mut admin = site.signed_in("librarian").await;
    let list = admin.get("/school/year/").await;
    assert_eq!((list.status, list.page()), (200, "school.years"));
    assert!(list.body.contains("href=\"/school/year/new/\""), "{}", list.body);

    // What is proposed is in order, one field is not; the form keeps what was typed.
    let wrong =
        fill(&mut admin, "/school/year/new/", &[("p-quarter-2-first", "2026-10-01"), ("b-2-starts", "8:10")])
            .await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("Период начинается, когда предыдущий ещё идёт"), "{}", wrong.body);
    assert!(wrong.body.contains("Урок начинается раньше, чем кончился предыдущий"));
    assert!(wrong.body.contains("href=\"#f-p-quarter-2-first\"") && wrong.body.contains("value=\"8:10\""));

    let begun = fill(&mut admin, "/school/year/new/", &[]).await;
    assert_eq!(begun.status, 303, "{}", begun.body);
    let year = begun.location().split('?').next().unwrap().to_owned();
    let plan = admin.get(&year).await;
    assert_eq!(plan.page(), "school.year");
    for words in [
        "Четверти",
        "Полугодия",
        "Осенние каникулы",
        "11 класс",
        "08:00–08:45",
        "Основное расписание звонков",
    ] {
        assert!(plan.body.contains(words), "{words}: {}", plan.body);
    }
    // Lessons of 45 minutes are too long for the first grade; the norm is named.
    assert!(plan.body.contains("1 класс: урок 45 мин") && plan.body.contains("СанПиН 1.2.3685-21"));

    let again = fill(&mut admin, "/school/year/new/", &[("name", "2026/27")]).await;
    assert_eq!(again.status, 422);
    assert!(again.body.contains("Такое название уже есть"), "{}", again.body);

    // A short day and the lessons of the first classes.
    let short: &[(&str, &str)] = &[
        ("schedule", "Сокращённый день"),
        ("b-1-starts", "08:00"),
        ("b-1-ends", "08:30"),
        ("b-2-starts", "08:35"),
        ("b-2-ends", "09:05"),
        ("b-3-starts", ""),
        ("b-3-ends", ""),
        ("b-4-starts", ""),
        ("b-4-ends", ""),
        ("b-5-starts", ""),
        ("b-5-ends", ""),
        ("b-6-starts", ""),
        ("b-6-ends", ""),
        ("b-7-starts", ""),
        ("b-7-ends", ""),
    ];
    let made = fill(&mut admin, &format!("{year}bells/new/"), short).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let plan = admin.get(&year).await;
    assert!(plan.body.contains("Перемена 5 мин, нужно не меньше 10"), "{}", plan.body);
    let twice = fill(&mut admin, &format!("{year}bells/new/"), short).await;
    assert_eq!(twice.status, 422, "a name is taken once");

    let uses = format!("{year}uses/");
    let page = admin.get(&uses).await;
    let number = page.body.split("Сокращённый день").next().unwrap().rsplit("value=\"").next().unwrap();
    let number = number.split('"').next().unwrap().to_owned();
    let wrong = fill(
        &mut admin,
        &uses,
        &[("u-0-schedule", &number), ("u-0-whom", "all"), ("u-0-days", "28.12.2030")],
    )
    .await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("День вне учебного года") && wrong.body.contains("28.12.2030"));
    let days = "28.12.2026, 22.02.2027";
    let saved =
        fill(&mut admin, &uses, &[("u-0-schedule", &number), ("u-0-whom", "all"), ("u-0-days", days)]).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let kept = fields(&admin.get(&uses).await.body);
    assert!(kept.contains(&("u-0-days".to_owned(), days.to_owned())), "{kept:?}");
    assert!(admin.get(&year).await.body.contains("Все, 28.12.2026"));

    // Six days for the eleventh grade, by quarters; English words.
    let saved = fill(
        &mut admin,
        &format!("{year}grades/"),
        &[("g-11-week", "6"), ("g-11-kind", "quarter"), ("g-1-week", "6")],
    )
    .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let plan = admin.get(&year).await;
    assert!(plan.body.contains("6 дней"), "{}", plan.body);
    admin.headers.push(("accept-language".into(), "en".into()));
    let english = admin.get(&year).await;
    assert!(english.body.contains("Quarters") && english.body.contains("Grade 11"), "{}", english.body);
    for path in ["", "calendar/", "grades/", "uses/", "bells/0/", "bells/new/"] {
        assert_eq!(admin.get(&format!("{year}{path}")).await.status, 200, "{path}");
    }
    // The main schedule can't be deleted, the other can.
    assert_eq!(admin.post_form(&format!("{year}bells/0/delete/"), &[]).await.status, 404);
    assert_eq!(admin.post_form(&format!("{year}bells/{number}/delete/"), &[]).await.status, 303);
    assert!(!admin.get(&year).await.body.contains("Сокращённый день"));
});

both!(others_find_nothing, |site| {
    let year = site.small.year;
    for login in ["teacher", "parent", "pupil", "otheradmin"] {
        let mut client = site.signed_in(login).await;
        assert_eq!(client.get(&format!("/school/year/{year}/")).await.status, 404, "{login}");
        assert_eq!(client.post_form(&format!("/school/year/{year}/uses/"), &[]).await.status, 404, "{login}");
    }
    let mut deputy = site.signed_in("deputy").await;
    let seen = deputy.get(&format!("/school/year/{year}/")).await;
    assert_eq!(seen.status, 200);
    assert!(!seen.body.contains("calendar/"), "a deputy looks and changes nothing");
    assert_eq!(deputy.get(&format!("/school/year/{year}/calendar/")).await.status, 404);
    assert_eq!(deputy.get("/school/year/next/").await.status, 404);
});

both!(a_kindergarten_has_no_periods_and_a_college_has_semesters, |site| {
    empty_school(&site, InstitutionKind::Kindergarten).await;
    let mut head = site.signed_in("librarian").await;
    let form = head.get("/school/year/new/").await;
    assert!(!form.body.contains("p-quarter") && !form.body.contains("b-1-starts"), "{}", form.body);
    let begun = fill(&mut head, "/school/year/new/", &[]).await;
    assert_eq!(begun.status, 303, "{}", begun.body);
    let plan = head.get(begun.location()).await;
    assert!(
        plan.body.contains("Периодов нет")
            && plan.body.contains("Возраст 3")
            && !plan.body.contains("На что обратить внимание"),
        "{}",
        plan.body
    );
});

both!(lessons_follow_bells_holidays_and_weeks, |site| {
    let (year, journal) = (site.small.year, site.small.journal_a);
    let site_school = site.small.school;
    let mut admin = site.signed_in("admin").await;
    let mut teacher = site.signed_in("teacher").await;
    let lesson = |day: &str, number: i32| format!("/journal/{journal}/lessons/{day}/{number}/");
    assert!(teacher.get(&lesson("2026-11-30", 1)).await.body.contains("08:30"));
    assert_eq!(teacher.get(&lesson("2026-11-30", 2)).await.status, 200);

    // Monday the thirtieth is short: one lesson, earlier.
    let mut changes = vec![("schedule", "Короткий день"), ("b-1-starts", "08:05"), ("b-1-ends", "08:35")];
    let blank: Vec<String> = (2..=8).flat_map(|n| [format!("b-{n}-starts"), format!("b-{n}-ends")]).collect();
    changes.extend(blank.iter().map(|name| (name.as_str(), "")));
    let made = fill(&mut admin, &format!("/school/year/{year}/bells/new/"), &changes).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let uses = format!("/school/year/{year}/uses/");
    let page = admin.get(&uses).await.body;
    let number = page.split(">Короткий день").next().unwrap().rsplit("value=\"").next().unwrap().to_owned();
    let number = number.split('"').next().unwrap();
    let saved =
        fill(&mut admin, &uses, &[("u-0-schedule", number), ("u-0-whom", "g7"), ("u-0-days", "30.11.2026")])
            .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    site.dispatch().await;
    assert!(teacher.get(&lesson("2026-11-30", 1)).await.body.contains("08:05"));
    assert_eq!(teacher.get(&lesson("2026-11-30", 2)).await.status, 404, "a short day has one lesson");
    assert!(teacher.get(&lesson("2026-12-07", 1)).await.body.contains("08:30"), "other Mondays stay");

    // A holiday takes lessons away; one that has a topic stays.
    let topic = [("topic", "Дроби"), ("homework", ""), ("version", "0")];
    assert_eq!(teacher.post_form(&lesson("2026-12-07", 1), &topic).await.status, 303);
    let calendar = format!("/school/year/{year}/calendar/");
    let mut free =
        vec![("h-30-title", "Карантин"), ("h-30-first", "2026-12-07"), ("h-30-last", "2026-12-08")];
    let shown = fill(&mut admin, &calendar, &free).await;
    assert_eq!(shown.status, 422, "first it is said what falls out");
    assert!(
        shown.body.contains("пн 7 декабря, 1-й урок: Математика, 7А")
            && shown.body.contains("<small>тема</small>"),
        "{}",
        shown.body
    );
    assert!(shown.body.contains("value=\"Карантин\""), "what was typed is kept: {}", shown.body);
    assert_eq!(
        fill(&mut admin, &calendar, &[free.as_slice(), &[("confirmed", "1")]].concat()).await.status,
        422
    );
    let confirm = shown.body.split("name=\"confirmed\" value=\"").nth(1).unwrap();
    let confirm = confirm.split('"').next().unwrap().to_owned();
    free.push(("confirmed", &confirm));
    assert_eq!(fill(&mut admin, &calendar, &free).await.status, 303);
    // Carried out twice it is the same.
    for _ in 0..2 {
        site.dispatch().await;
        let page = teacher.get(&lesson("2026-12-07", 1)).await;
        assert!(page.status == 200 && page.body.contains("отменён: Карантин"), "{}", page.body);
        assert!(page.body.contains("Дроби"), "nothing is erased: {}", page.body);
        assert_eq!(teacher.get(&lesson("2026-12-07", 2)).await.status, 404);
        site.db()
            .write(move |tx| {
                store::outbox::append(tx, site_school, "timetable.changed", year.0, "20261123", testkit::NOW)
            })
            .await
            .unwrap();
    }
    site.dispatch().await;
    let mut parent = site.signed_in("parent").await;
    let diary = parent.get(&format!("/diary/{}/2026-12-07", site.small.pupil)).await;
    assert!(diary.body.contains("Карантин") && diary.body.contains("Дроби"), "{}", diary.body);
    let mine = teacher.get("/school/timetable/mine/?day=2026-12-07").await;
    assert!(mine.body.contains("Карантин") && mine.body.contains("отменён"), "{}", mine.body);
    let grid = admin.get("/school/timetable/?from=2026-12-07").await;
    assert!(grid.body.contains("Дни без уроков на этой неделе"), "{}", grid.body);

    // The day is a school day again: everything is as it was.
    let kept = fields(&admin.get(&calendar).await.body);
    let row = kept.iter().find(|(_, value)| value == "Карантин").unwrap().0.replace("-title", "");
    let names = [format!("{row}-title"), format!("{row}-first"), format!("{row}-last")];
    let back: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    assert_eq!(fill(&mut admin, &calendar, &back).await.status, 303);
    site.dispatch().await;
    let page = teacher.get(&lesson("2026-12-07", 1)).await;
    assert!(page.body.contains("Дроби") && !page.body.contains("отменён"), "{}", page.body);
    assert_eq!(teacher.get(&lesson("2026-12-07", 2)).await.status, 200);
    assert!(site.db().read(journal::doctor::examine).await.unwrap().is_empty());
});

/// Borders of the second quarter as days from 20 November.
async fn set_border(site: &Site, first_ends: Day) {
    let (school, year) = (site.small.school, site.small.year);
    let may = access::system_school(school);
    site.db()
        .write(move |tx| -> Result<(), school::Error> {
            let plan = registry::read::year_plan(tx, school, year)?;
            let mut new = registry::write::NewYear {
                name: plan.year.name.clone(),
                first_day: plan.year.first_day,
                last_day: plan.year.last_day,
                periods: plan.periods.iter().map(|p| (p.kind, p.ordinal, p.first_day, p.last_day)).collect(),
                bells: Vec::new(),
                holidays: plan.holidays.clone(),
            };
            for p in new.periods.iter_mut().filter(|p| p.0 == registry::PeriodKind::Quarter) {
                match p.1 {
                    1 => p.3 = first_ends,
                    2 => p.2 = first_ends.plus(1),
                    _ => {}
                }
            }
            let today = testkit_today();
            let done = school::year::change::set_calendar(tx, &may, year, &new, today, testkit::NOW)?;
            assert_eq!(done, Ok(()));
            Ok(())
        })
        .await
        .unwrap();
    site.dispatch().await;
}

fn testkit_today() -> Day {
    Day::new(2026, 11, 23).unwrap()
}

both!(marks_and_sums_follow_the_borders_of_periods, |site| {
    let journal = site.small.journal_a.0;
    let mut teacher = site.signed_in("teacher").await;
    let grid = teacher.get(&format!("/journal/{journal}/")).await.body;
    let list = |name: &str| -> Vec<String> {
        grid.split(&format!("{name}=\""))
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect()
    };
    let (works, days) = (list("data-w"), list("data-d"));
    let pupils: Vec<i64> = site.small.pupils_a.iter().map(|pupil| pupil.0).collect();
    let mut changes = Vec::new();
    for (n, (work, day)) in works.iter().zip(&days).enumerate() {
        if day.as_str() <= "2026-11-23" {
            for (m, pupil) in pupils.iter().enumerate() {
                let text = ["5", "4", "3", "н", "2"][(n * 2 + m) % 5];
                let work: i64 = work.parse().unwrap();
                changes.push(serde_json::json!({"op": format!("{n}-{m}"), "pupil": pupil, "work": work, "base": 0, "text": text}));
            }
        }
    }
    assert!(changes.len() > 20, "{days:?}");
    let body = serde_json::json!({ "changes": changes });
    assert_eq!(teacher.post_json(&format!("/journal/{journal}/cells/"), &body).await.status, 200);
    let wrong = "SELECT COUNT(*) AS number FROM mark m JOIN grading_period p \
        ON p.institution_id = m.institution_id AND p.id = m.period_id WHERE m.day NOT BETWEEN p.first_day AND p.last_day";
    // Here and there, also into holidays; a seed of its own instead of chance.
    let mut dice: i64 = 7;
    for _ in 0..12 {
        dice = dice * 48271 % 2_147_483_647;
        set_border(&site, testkit_today().plus(-(dice % 40))).await;
        let found = site.db().read(journal::doctor::examine).await.unwrap();
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(number(&site, wrong).await, 0);
    }

    // A closed quarter keeps its marks: its border is refused with a sentence at the field.
    let (school, year) = (site.small.school, site.small.year);
    set_border(&site, Day::new(2026, 11, 10).unwrap()).await;
    let period = registry_period(&site).await;
    site.db().write(move |tx| registry::write::lock_period(tx, school, period, testkit::NOW)).await.unwrap();
    let mut admin = site.signed_in("admin").await;
    let calendar = format!("/school/year/{year}/calendar/");
    let moved = [("p-quarter-1-last", "2026-11-17"), ("p-quarter-2-first", "2026-11-18")];
    let refused = fill(&mut admin, &calendar, &moved).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.body.contains("Период закрыт") && refused.body.contains("value=\"2026-11-17\""),
        "{}",
        refused.body
    );
    let refused =
        fill(&mut admin, &format!("/school/year/{year}/grades/"), &[("g-7-kind", "half_year")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("Четверти: один из периодов закрыт"), "{}", refused.body);
    assert!(site.db().read(journal::doctor::examine).await.unwrap().is_empty());
});

both!(a_grade_moves_to_half_years_with_its_marks, |site| {
    let (year, journal) = (site.small.year, site.small.journal_a);
    let mut teacher = site.signed_in("teacher").await;
    assert!(teacher.get(&format!("/journal/{journal}/")).await.body.contains("четверть"));
    let mut admin = site.signed_in("admin").await;
    let saved = fill(&mut admin, &format!("/school/year/{year}/grades/"), &[("g-7-kind", "half_year")]).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    site.dispatch().await;
    let grid = teacher.get(&format!("/journal/{journal}/")).await.body;
    assert!(grid.contains("полугодие") && !grid.contains("четверть"));
    assert!(site.db().read(journal::doctor::examine).await.unwrap().is_empty());
});

async fn registry_period(site: &Site) -> kernel::PeriodId {
    let (school, year) = (site.small.school, site.small.year);
    let periods = site.db().read(move |tx| registry::read::periods(tx, school, year)).await.unwrap();
    periods.iter().find(|p| p.kind == registry::PeriodKind::Quarter && p.ordinal == 1).unwrap().id
}

/// One number of the database.
pub async fn number(site: &Site, sql: &'static str) -> i64 {
    use diesel::RunQueryDsl;
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        number: i64,
    }
    site.db()
        .read(move |tx| -> Result<i64, store::Error> {
            let row: Row = store::on_backend!(tx, |c| diesel::sql_query(sql).get_result(c))?;
            Ok(row.number)
        })
        .await
        .unwrap()
}
