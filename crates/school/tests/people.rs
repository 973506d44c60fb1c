//! People and classes through HTTP, on both databases: lists, cards, orders, transfers, classes, doubles.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use kernel::{Day, InstitutionId, JournalId, PersonId};
use serde_json::json;
use testkit::{Client, Site, both};

const TODAY: &str = "2026-11-23";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// First and last day of somebody's membership of a journal.
async fn membership(site: &Site, journal: JournalId, pupil: PersonId) -> Vec<(Day, Option<Day>)> {
    let at = site.small.school;
    site.db()
        .read(move |tx| {
            let members = registry::read::journal_members(tx, at, journal)?;
            Ok::<_, registry::Error>(
                members
                    .into_iter()
                    .filter(|member| member.pupil == pupil)
                    .map(|member| (member.first_day, member.last_day))
                    .collect(),
            )
        })
        .await
        .unwrap()
}

/// Puts a five for the first work of a journal that the grid shows.
async fn put_five(site: &Site, journal: JournalId, pupil: PersonId) {
    let mut teacher = site.signed_in("teacher").await;
    let page = teacher.get(&format!("/journal/{journal}/")).await;
    let work: i64 = page.body.split("data-w=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
    let change = json!({"op": format!("five-{pupil}"), "pupil": pupil, "work": work, "base": 0, "text": "5"});
    let answer =
        teacher.post_json(&format!("/journal/{journal}/cells/"), &json!({"changes": [change]})).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.body.contains("saved"), "{}", answer.body);
}

fn shows(page: &testkit::Answer, name: &str) -> bool {
    page.body.contains(name)
}

both!(lists_are_searched_filtered_and_given_out, |site| {
    let mut admin = site.signed_in("admin").await;
    let all = admin.get("/school/people/pupils/").await;
    assert_eq!((all.status, all.page()), (200, "school.pupils"));
    assert!(shows(&all, "Иванова Мария Сергеевна") && shows(&all, "Яковлев Тимур"));
    assert!(!shows(&all, "Чужов"), "nobody of another school");
    for (query, found, absent) in [
        ("q=%D0%B8%D0%B2%D0%B0", "Иванова Мария", "Кузнецов"),
        ("q=%D0%BC%D0%B0%D1%80%20%D0%B8%D0%B2", "Иванова Мария", "Кузнецов"),
        ("q=%D0%A4%D0%B5%D0%B4%D0%BE%D1%80%D0%BE%D0%B2%D0%B0", "Фёдорова Анна", "Иванова"),
        ("q=%D0%B8%D0%B2%D0%BD%D0%BE%D0%B2%D0%B0", "Иванова Мария", "Кузнецов"),
        ("q=bdfyjdf", "Иванова Мария", "Кузнецов"),
    ] {
        let page = admin.get(&format!("/school/people/pupils/?{query}")).await;
        assert!(shows(&page, found) && !shows(&page, absent), "{query}: {}", page.body);
    }
    let by_class = admin.get(&format!("/school/people/pupils/?class={}", site.small.class_b)).await;
    assert!(shows(&by_class, "Абрамов") && !shows(&by_class, "Иванова Мария"));
    let without = admin.get("/school/people/pupils/?lack=account").await;
    assert!(!shows(&without, "Иванова Мария") && shows(&without, "Кузнецов Илья"));
    let nobody = admin.get("/school/people/pupils/?q=zzzz").await;
    assert!(shows(&nobody, "Никого не нашлось"));

    let file = admin.get("/school/people/pupils/export/?q=bdfyjdf%20vfhbz&format=csv").await;
    assert_eq!(file.status, 200);
    assert!(file.header("content-disposition").contains("pupils-2026-11-23.csv"));
    assert_eq!(file.body.lines().count(), 2, "{}", file.body);
    assert!(file.body.contains("Иванова Мария Сергеевна;7А;04.05.2013"), "{}", file.body);
    assert_eq!(admin.get("/school/people/pupils/export/?format=exe").await.status, 404);

    let parents = admin.get("/school/people/parents/").await;
    assert!(shows(&parents, "Иванова Елена Петровна") && shows(&parents, "Иванова Мария (7А)"));
    assert!(!shows(&parents, "Иванов Павел"), "a child of another school is that school's affair");
    let staff = admin.get("/school/people/staff/").await;
    assert!(shows(&staff, "Орлов Дмитрий Николаевич") && shows(&staff, "Учитель математики"));

    // A deputy looks and finds no way to change; a teacher finds nothing.
    let mut deputy = site.signed_in("deputy").await;
    assert_eq!(deputy.get("/school/people/pupils/").await.status, 200);
    let card = deputy.get(&format!("/school/people/{}/", site.small.pupil)).await;
    assert!(card.status == 200 && !card.body.contains("/edit/"));
    let mut teacher = site.signed_in("teacher").await;
    assert_eq!(teacher.get("/school/people/pupils/").await.status, 404);
    assert!(all.statements() <= 8, "{}", all.statements());
});

both!(a_card_is_edited_and_nothing_is_overwritten, |site| {
    let mut admin = site.signed_in("admin").await;
    let id = site.small.pupil;
    let path = format!("/school/people/{id}/edit/");
    let page = admin.get(&path).await;
    let seen =
        page.body.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let mut fields = vec![
        ("seen", seen.as_str()),
        ("family", "Иванова-Петрова"),
        ("given", "Мария"),
        ("patronymic", "Сергеевна"),
        ("birth", "2013-05-04"),
        ("sex", "f"),
        ("snils", "112-233-445 94"),
        ("phone", "8 900 000 00 01"),
        ("email", "masha@example.org"),
    ];
    let wrong = admin.post_form(&path, &fields).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("В номере ошибка") && wrong.body.contains("Иванова-Петрова"));
    fields[6].1 = "112-233-445 95";
    let saved = admin.post_form(&path, &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let card = admin.get(saved.location()).await;
    assert!(shows(&card, "Иванова-Петрова Мария Сергеевна") && shows(&card, "112-233-445 95"));
    assert!(shows(&card, "+79000000001") && shows(&card, "Иванова → Иванова-Петрова"), "{}", card.body);
    assert!(shows(&admin.get("/school/people/pupils/?q=gtnhj").await, "Иванова-Петрова"));

    // The same old form once more: somebody else's words stand, one's own stay on the page.
    fields[2].1 = "Марина";
    let stale = admin.post_form(&path, &fields).await;
    assert_eq!(stale.status, 422);
    assert!(stale.body.contains("только что изменил") && stale.body.contains("Сейчас в карточке: Мария"));
    let fresh =
        stale.body.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    fields[0].1 = &fresh;
    assert_eq!(admin.post_form(&path, &fields).await.status, 303);

    // A СНИЛС belongs to one person.
    let other = site.small.pupils_a[1];
    let page = admin.get(&format!("/school/people/{other}/edit/")).await;
    let seen =
        page.body.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let taken = admin
        .post_form(
            &format!("/school/people/{other}/edit/"),
            &[("seen", &seen), ("family", "Кузнецов"), ("given", "Илья"), ("snils", "11223344595")],
        )
        .await;
    assert!(taken.status == 422 && taken.body.contains("записан за другим"), "{}", taken.body);

    // Guardians: a known one is linked, not doubled; the relation ends and stays in the history.
    let third = site.small.pupils_a[2];
    let add = format!("/school/people/{third}/guardians/");
    let fields =
        [("family", "Иванова"), ("given", "Елена"), ("patronymic", "Петровна"), ("relation", "guardian")];
    assert_eq!(admin.post_form(&add, &fields).await.status, 303);
    let card = admin.get(&format!("/school/people/{third}/")).await;
    assert!(card.body.contains(&format!("/school/people/{}/", site.small.parent)), "linked: {}", card.body);
    let ended =
        admin.post_form(&format!("/school/people/{third}/guardians/{}/end/", site.small.parent), &[]).await;
    assert_eq!(ended.status, 303);
    let card = admin.get(&format!("/school/people/{third}/")).await;
    assert!(shows(&card, "Никто не указан") && shows(&card, "Иванова Елена Петровна, опекун"));
});

both!(archive_and_restore_keep_the_marks, |site| {
    let (pupil, journal) = (site.small.pupils_a[1], site.small.journal_a);
    put_five(&site, journal, pupil).await;
    let mut admin = site.signed_in("admin").await;
    let path = format!("/school/classes/{}/archive/", site.small.class_a);
    let nobody = admin.post_form(&path, &[("number", "1"), ("day", TODAY)]).await;
    assert!(nobody.status == 422 && nobody.body.contains("Отметьте хотя бы одного"));
    let who = pupil.to_string();
    let early = admin.post_form(&path, &[("who", &who), ("number", "5-у"), ("day", "2026-08-31")]).await;
    assert!(early.status == 422 && early.body.contains("с 01.09.2026"), "{}", early.body);
    assert!(early.body.contains("value=\"5-у\"") && early.body.contains(&format!("value=\"{who}\" checked")));
    let done = admin
        .post_form(&path, &[("who", &who), ("number", "5-у"), ("day", TODAY), ("reason", "Переезд")])
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(membership(&site, journal, pupil).await, [(day("2026-09-01"), Some(day(TODAY)))]);
    let card = admin.get(&format!("/school/people/{pupil}/")).await;
    assert!(shows(&card, "Приказ № 5-у от 23.11.2026. Переезд"), "{}", card.body);

    // From the next day on he is in the archive; the journal still shows the mark.
    site.clock.advance(24 * 3_600_000);
    assert!(!shows(&admin.get("/school/people/pupils/").await, "Кузнецов Илья"));
    assert!(shows(&admin.get("/school/people/pupils/?state=archive").await, "Кузнецов Илья"));
    let mut teacher = site.signed_in("teacher").await;
    let grid = teacher.get(&format!("/journal/{journal}/")).await;
    assert!(shows(&grid, "Кузнецов Илья"), "past marks stay in the journal");
    // The family still reads them, and no page breaks.
    let mut parent = site.signed_in("classmateparent").await;
    assert_eq!(parent.get(&format!("/diary/{pupil}/2026-11-23")).await.status, 200);

    let restore = format!("/school/people/{pupil}/restore/");
    let class = site.small.class_b.to_string();
    let early = admin.post_form(&restore, &[("class", &class), ("number", "6"), ("day", TODAY)]).await;
    assert!(early.status == 422 && early.body.contains("был здесь по 23.11.2026"));
    let done = admin.post_form(&restore, &[("class", &class), ("number", "6"), ("day", "2026-11-25")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(membership(&site, journal, pupil).await, [(day("2026-09-01"), Some(day(TODAY)))]);
    assert_eq!(membership(&site, site.small.journal_b, pupil).await, [(day("2026-11-25"), None)]);
    assert!(shows(&admin.get("/school/people/pupils/").await, "Кузнецов Илья"));
});

both!(pupils_move_and_journals_follow, |site| {
    let mut admin = site.signed_in("admin").await;
    let (a, b) = (site.small.pupils_a[0], site.small.pupils_a[2]);
    let (first, second, class) = (a.to_string(), b.to_string(), site.small.class_b.to_string());
    let path = format!("/school/classes/{}/move/", site.small.class_a);
    let fields = [
        ("who", first.as_str()),
        ("who", &second),
        ("number", "7"),
        ("day", "2026-11-24"),
        ("class", &class),
    ];
    let done = admin.post_form(&path, &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    for pupil in [a, b] {
        assert_eq!(
            membership(&site, site.small.journal_a, pupil).await,
            [(day("2026-09-01"), Some(day(TODAY)))]
        );
        assert_eq!(membership(&site, site.small.journal_b, pupil).await, [(day("2026-11-24"), None)]);
    }
    let again = admin.post_form(&path, &fields).await;
    assert!(again.status == 422 && again.body.contains("нынешнем классе с 24.11.2026"), "{}", again.body);
    // A pupil of another school is nobody here.
    let other = site.small.other_pupil.to_string();
    let foreign = [("who", other.as_str()), ("number", "8"), ("day", "2026-11-24"), ("class", &class)];
    assert_eq!(admin.post_form(&path, &foreign).await.status, 404);
});

async fn offer(site: &Site, admin: &mut Client, pupil: PersonId, number: &str, on: &str) -> String {
    let receiver = site.small.other_school.to_string();
    let done = admin
        .post_form(
            &format!("/school/people/{pupil}/transfer/"),
            &[("receiver", &receiver), ("number", number), ("day", on)],
        )
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = admin.get("/school/people/transfers/").await;
    let id = page.body.split("/school/people/transfers/").find_map(|rest| {
        let id = rest.split('/').next().unwrap();
        id.parse::<i64>().is_ok().then(|| id.to_owned())
    });
    id.expect("a transfer that can be withdrawn")
}

both!(a_pupil_goes_to_another_school_with_the_history, |site| {
    let (pupil, journal) = (site.small.pupil, site.small.journal_a);
    put_five(&site, journal, pupil).await;
    let mut admin = site.signed_in("admin").await;
    let mut other = site.signed_in("otheradmin").await;
    assert_eq!(other.get(&format!("/school/people/{pupil}/")).await.status, 404);

    // Withdrawn: as if it had not been.
    let id = offer(&site, &mut admin, pupil, "9", TODAY).await;
    assert_eq!(membership(&site, journal, pupil).await, [(day("2026-09-01"), Some(day(TODAY)))]);
    assert_eq!(other.post_form(&format!("/school/people/transfers/{id}/withdraw/"), &[]).await.status, 404);
    assert_eq!(admin.post_form(&format!("/school/people/transfers/{id}/accept/"), &[]).await.status, 404);
    let back = admin.post_form(&format!("/school/people/transfers/{id}/withdraw/"), &[]).await;
    assert_eq!(back.status, 303);
    assert_eq!(membership(&site, journal, pupil).await, [(day("2026-09-01"), None)]);

    // Declined with a reason.
    let id = offer(&site, &mut admin, pupil, "10", TODAY).await;
    let silent = other.post_form(&format!("/school/people/transfers/{id}/decline/"), &[]).await;
    assert_eq!(silent.status, 422);
    let declined =
        other.post_form(&format!("/school/people/transfers/{id}/decline/"), &[("answer", "Нет мест")]).await;
    assert_eq!(declined.status, 303);
    assert!(shows(&admin.get("/school/people/transfers/").await, "Нет мест"));
    assert_eq!(membership(&site, journal, pupil).await, [(day("2026-09-01"), None)]);

    // Accepted.
    let id = offer(&site, &mut admin, pupil, "11", TODAY).await;
    let incoming = other.get("/school/people/transfers/").await;
    assert!(shows(&incoming, "Иванова Мария") && shows(&incoming, "Школа № 1"));
    assert_eq!(other.get(&format!("/school/people/transfers/{id}/")).await.status, 200);
    let class = site.small.other_class.to_string();
    let accept = format!("/school/people/transfers/{id}/accept/");
    let early = other.post_form(&accept, &[("class", &class), ("number", "3"), ("day", TODAY)]).await;
    assert!(early.status == 422 && early.body.contains("был здесь по 23.11.2026"));
    let done = other.post_form(&accept, &[("class", &class), ("number", "3"), ("day", "2026-11-24")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(
        other.post_form(&accept, &[("class", &class), ("number", "3"), ("day", "2026-11-24")]).await.status,
        422
    );
    let card = other.get(&format!("/school/people/{pupil}/")).await;
    assert!(shows(&card, "7А") && shows(&card, "3Б"), "the class history came along");
    site.clock.advance(24 * 3_600_000);

    // The sender can't take her back past the receiver; the family reads the old marks.
    let restore = format!("/school/people/{pupil}/restore/");
    let a = site.small.class_a.to_string();
    let refused = admin.post_form(&restore, &[("class", &a), ("number", "12"), ("day", "2026-11-25")]).await;
    assert!(refused.status == 422 && refused.body.contains("Школа № 2"), "{}", refused.body);
    // Nor may it change the card or the family: that would open the other school's diary to somebody.
    let fields = [("family", "Чужая"), ("given", "Анна"), ("relation", "guardian")];
    let leak = admin.post_form(&format!("/school/people/{pupil}/guardians/"), &fields).await;
    assert_eq!(leak.status, 404, "{}", leak.body);
    let end = format!("/school/people/{pupil}/guardians/{}/end/", site.small.parent);
    assert_eq!(admin.post_form(&end, &[]).await.status, 404);
    // What the card still tells is what it was here: no family, nothing to reach them by.
    assert_eq!(admin.get(&format!("/school/people/{pupil}/edit/")).await.status, 404);
    let card = admin.get(&format!("/school/people/{pupil}/")).await;
    assert!(card.status == 200 && shows(&card, "7А") && !shows(&card, "Телефон"), "{}", card.body);
    assert!(!shows(&card, "Иванова Елена") && !shows(&card, "/edit/"), "{}", card.body);
    let fields = [("seen", ""), ("family", "Иная"), ("given", "Мария")];
    let edit = admin.post_form(&format!("/school/people/{pupil}/edit/"), &fields).await;
    assert!(edit.status == 422 && edit.body.contains("Школа № 2"), "{}", edit.body);
    let mut parent = site.signed_in("parent").await;
    let week = parent.get(&format!("/diary/{pupil}/2026-11-23")).await;
    assert_eq!(week.status, 200);
    assert!(shows(&week, "Математика"), "the week before the transfer is the old school's");
    let now = parent.get(&format!("/diary/{pupil}/2026-11-30")).await;
    assert_eq!(now.status, 200);
});

both!(classes_are_made_dissolved_and_restored, |site| {
    let mut admin = site.signed_in("admin").await;
    let taken =
        admin.post_form("/school/classes/", &[("grade", "7"), ("letter", "А"), ("teacher", "0")]).await;
    assert!(taken.status == 422 && taken.body.contains("уже есть"));
    let made =
        admin.post_form("/school/classes/", &[("grade", "7"), ("letter", "В"), ("teacher", "0")]).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let new: i64 = made.location().split('/').nth(3).unwrap().parse().unwrap();
    let renamed = admin
        .post_form(
            &format!("/school/classes/{new}/settings/"),
            &[("grade", "7"), ("letter", "Г"), ("teacher", &site.small.teacher.to_string())],
        )
        .await;
    assert_eq!(renamed.status, 303, "{}", renamed.body);
    let list = admin.get("/school/classes/").await;
    assert!(shows(&list, "7Г") && !shows(&list, "7В") && shows(&list, "Орлов Дмитрий Николаевич"));

    let b = site.small.class_b;
    let path = format!("/school/classes/{b}/dissolve/");
    let full = admin.post_form(&path, &[("number", "20"), ("day", "2026-11-24")]).await;
    assert!(full.status == 422 && full.body.contains("3 ученика"), "{}", full.body);
    let to = new.to_string();
    let done = admin.post_form(&path, &[("number", "20"), ("day", "2026-11-24"), ("class", &to)]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let list = admin.get("/school/classes/").await;
    assert!(shows(&list, "Расформированные") && shows(&list, "Приказ № 20"));
    let size = admin.get(&format!("/school/people/pupils/?class={new}")).await;
    assert!(shows(&size, "Абрамов") && shows(&size, "Яковлев"));
    let restored = admin.post_form(&format!("/school/classes/{b}/restore/"), &[]).await;
    assert_eq!(restored.status, 303);
    assert!(!shows(&admin.get("/school/classes/").await, "Расформированные"));
});

both!(staff_go_to_the_archive_and_come_back, |site| {
    let mut admin = site.signed_in("admin").await;
    let mut teacher = site.signed_in("classteacher").await;
    let journal = format!("/journal/{}/", site.small.journal_russian);
    assert_eq!(teacher.get(&journal).await.status, 200);
    let admin_id = admin.get("/school/people/staff/?q=%D0%B0%D0%B4%D0%BC%D0%B8%D0%BD").await;
    let own =
        admin_id.body.split("/school/people/").find_map(|r| r.split('/').next().unwrap().parse::<i64>().ok());
    let oneself = admin
        .post_form(
            "/school/people/staff/archive/",
            &[("who", &own.unwrap().to_string()), ("number", "1"), ("day", TODAY)],
        )
        .await;
    assert!(oneself.status == 422 && oneself.body.contains("Себя"), "{}", oneself.body);
    let who = site.small.class_teacher.to_string();
    let done = admin
        .post_form("/school/people/staff/archive/", &[("who", &who), ("number", "2-к"), ("day", TODAY)])
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
    // What a session remembers of its actor lives ten seconds.
    site.clock.advance(60_000);
    assert_eq!(teacher.get(&journal).await.status, 404, "no role, no journal");
    assert_eq!(teacher.get(&format!("/school/classes/{}/", site.small.class_a)).await.status, 404);
    let back = admin
        .post_form(
            &format!("/school/people/{who}/staff-restore/"),
            &[("number", "3-к"), ("day", "2026-11-24")],
        )
        .await;
    assert_eq!(back.status, 303, "{}", back.body);
    site.clock.advance(60_000);
    assert_eq!(teacher.get(&journal).await.status, 200);
    assert_eq!(teacher.get(&format!("/school/classes/{}/", site.small.class_a)).await.status, 200);
});

/// Writes a second «Кузнецов Илья Сергеевич» of the same birth day into 7А, with a parent of his own.
async fn double(site: &Site) -> PersonId {
    let (at, class) = (site.small.school, site.small.class_a);
    site.db()
        .write(move |tx| {
            let name = kernel::PersonName::new("Кузнецов", "Илья", Some("Сергеевич")).unwrap();
            let new = registry::NewPerson {
                name,
                birth_day: Some(day("2013-07-07")),
                sex: None,
                snils: Some("112-233-445 95".parse().unwrap()),
                phone: None,
                email: None,
            };
            let id = registry::write::add_persons(tx, &[new], testkit::NOW)?[0];
            registry::write::enroll(tx, at, class, &[id], day("2026-09-01"))?;
            registry::write::follow_enrollments(tx, at, &[id], day("2026-09-01"))?;
            Ok::<_, registry::Error>(id)
        })
        .await
        .unwrap()
}

async fn marks(site: &Site) -> i64 {
    use diesel::prelude::*;
    #[derive(diesel::QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    let count: Count = site
        .db()
        .read(|tx| {
            store::on_backend!(tx, |c| diesel::sql_query("SELECT COUNT(*) AS n FROM mark").get_result(c))
        })
        .await
        .unwrap();
    count.n
}

both!(a_double_is_found_merged_and_parted, |site| {
    let old = site.small.pupils_a[1];
    let new = double(&site).await;
    put_five(&site, site.small.journal_a, new).await;
    let before = marks(&site).await;
    let mut admin = site.signed_in("admin").await;
    let list = admin.get("/school/people/doubles/").await;
    let pair = format!("/school/people/doubles/{old}/{new}/");
    assert!(list.body.contains(&pair), "{}", list.body);
    let page = admin.get(&pair).await;
    assert!(shows(&page, "различается") && shows(&page, "112-233-445 95"), "{}", page.body);

    let keep = old.to_string();
    let merged = admin.post_form(&pair, &[("keep", &keep)]).await;
    assert_eq!(merged.status, 303, "{}", merged.body);
    assert_eq!(marks(&site).await, before);
    let card = admin.get(&format!("/school/people/{old}/")).await;
    assert!(shows(&card, "112-233-445 95"), "what was missing came from the other");
    let gone = admin.get(&format!("/school/people/{new}/")).await;
    assert_eq!((gone.status, gone.location()), (303, format!("/school/people/{old}/").as_str()));
    let mut teacher = site.signed_in("teacher").await;
    let grid = teacher.get(&format!("/journal/{}/", site.small.journal_a)).await;
    assert_eq!(grid.body.matches("Кузнецов Илья").count(), 1, "one row in the journal");

    let page = admin.get("/school/people/doubles/").await;
    let undo = page.body.split("action=\"/school/people/merges/").nth(1).unwrap().split('"').next().unwrap();
    let undo = format!("/school/people/merges/{undo}");
    let parted = admin.post_form(&undo, &[]).await;
    assert_eq!(parted.status, 303, "{}", parted.body);
    assert_eq!(marks(&site).await, before);
    assert_eq!(admin.get(&format!("/school/people/{new}/")).await.status, 200);
    assert_eq!(admin.post_form(&undo, &[]).await.status, 404, "it is undone already");
    let sums = site.db().read(journal::doctor::examine).await.unwrap();
    assert!(sums.is_empty(), "{sums:?}");

    // Merged again, then changed: the way back is closed.
    assert_eq!(admin.post_form(&pair, &[("keep", &keep)]).await.status, 303);
    let page = admin.get("/school/people/doubles/").await;
    let undo = page.body.split("action=\"/school/people/merges/").nth(1).unwrap().split('"').next().unwrap();
    let undo = format!("/school/people/merges/{undo}");
    let class = site.small.class_b.to_string();
    let moved = admin
        .post_form(
            &format!("/school/people/{old}/move/"),
            &[("class", &class), ("number", "30"), ("day", "2026-11-24")],
        )
        .await;
    assert_eq!(moved.status, 303, "{}", moved.body);
    let refused = admin.post_form(&undo, &[]).await;
    assert!(refused.status == 422 && refused.body.contains("отменить его уже нельзя"));
});

both!(a_merge_is_refused_when_it_would_hide_something, |site| {
    let old = site.small.pupils_a[1];
    let new = double(&site).await;
    put_five(&site, site.small.journal_a, new).await;
    put_five(&site, site.small.journal_a, old).await;
    let mut admin = site.signed_in("admin").await;
    let pair = format!("/school/people/doubles/{old}/{new}/");
    let page = admin.get(&pair).await;
    assert!(shows(&page, "отметки в одном журнале") && !page.body.contains("name=\"keep\""), "{}", page.body);
    let forced = admin.post_form(&pair, &[("keep", &old.to_string())]).await;
    assert_eq!(forced.status, 422);
    // A parent known to two schools is not one administrator's to merge.
    let parent = site.small.parent;
    let page = admin.get(&format!("/school/people/doubles/{parent}/{old}/")).await;
    assert!(shows(&page, "знает и другая организация"), "{}", page.body);
    // Somebody of another school is nobody here.
    let path = format!("/school/people/doubles/{old}/{}/", site.small.other_pupil);
    assert_eq!(admin.get(&path).await.status, 404);
});

both!(the_region_finds_people_by_name_with_errors, |site| {
    use registry::NameQuery;
    use registry::read::{Scope, search_people};
    let find = async |scope: Scope, typed: &'static str| -> Vec<String> {
        site.db()
            .read(move |tx| search_people(tx, scope, &NameQuery::parse(typed).unwrap(), 20))
            .await
            .unwrap()
            .into_iter()
            .map(|found| found.name.listed())
            .collect()
    };
    let own = Scope::Institution(InstitutionId(site.small.school.0));
    let both = ["Чужов Илья", "Чужов Пётр"];
    assert_eq!(find(Scope::Region, "чужов ил").await, both, "Илья, and Пётр Ильич");
    assert_eq!(find(Scope::Region, "чужов илья").await, ["Чужов Илья"]);
    assert_eq!(find(Scope::Region, "чужво илья").await, both, "exchanged letters; Ильич is near Илья");
    assert_eq!(find(Scope::Region, "жужов петр").await, both, "a wrong first letter");
    assert_eq!(find(Scope::Region, "ужов петр").await, both, "a missing first letter");
    assert_eq!(find(Scope::Region, "фёдорова").await, find(Scope::Region, "ФЕДОРОВА").await);
    assert!(find(own, "чужов").await.is_empty(), "another school's people stay there");
    assert_eq!(find(own, "кузнецов илья").await, ["Кузнецов Илья"]);
    assert!(find(own, "иванова елена").await.contains(&"Иванова Елена".to_owned()), "guardians too");
});

both!(nobody_merges_his_own_row, |site| {
    let school = site.small.school;
    let (own, director) = site
        .db()
        .read(move |tx| {
            let staff = registry::read::known_staff(tx, school)?;
            let of = |position: &str| staff.iter().find(|one| one.1 == position).unwrap().0.id;
            Ok::<_, registry::Error>((of("Администратор"), of("Директор")))
        })
        .await
        .unwrap();
    let mut admin = site.signed_in("admin").await;
    for (keep, gone) in [(own, director), (director, own)] {
        let pair = format!("/school/people/doubles/{keep}/{gone}/");
        let page = admin.get(&pair).await;
        assert!(
            shows(&page, "Свою запись объединить") && !page.body.contains("name=\"keep\""),
            "{}",
            page.body
        );
        let forced = admin.post_form(&pair, &[("keep", &keep.to_string())]).await;
        assert!(forced.status == 422 && shows(&forced, "Свою запись объединить"), "{}", forced.body);
    }
    let roles = site.db().read(move |tx| registry::read::roles_of(tx, own)).await.unwrap();
    assert_eq!(roles, [(school, registry::Role::Admin)]);
});

both!(a_former_school_writes_nothing_of_who_is_anothers, |site| {
    let (here, there) = (site.small.school, site.small.other_school);
    let (child, class, other_class) = (site.small.pupils_a[1], site.small.class_a, site.small.other_class);
    let (mother, worker) = site
        .db()
        .write(move |tx| {
            let new = |family: &str, phone: &str| registry::NewPerson {
                name: kernel::PersonName::new(family, "Анна", None).unwrap(),
                birth_day: None,
                sex: None,
                snils: None,
                phone: Some(phone.into()),
                email: None,
            };
            let people = [new("Родителева", "+79000000071"), new("Работникова", "+79000000072")];
            let ids = registry::write::add_persons(tx, &people, testkit::NOW)?;
            let since = day("2026-09-01");
            registry::write::add_guardian(tx, ids[0], child, registry::Relation::Mother, testkit::NOW)?;
            registry::write::add_staff(tx, here, ids[1], "учитель", since)?;
            Ok::<_, registry::Error>((ids[0], ids[1]))
        })
        .await
        .unwrap();
    let mut admin = site.signed_in("admin").await;
    for (who, phone) in [(mother, "+79000000071"), (worker, "+79000000072")] {
        let page = admin.get(&format!("/school/people/{who}/edit/")).await;
        assert!(page.status == 200 && shows(&page, phone), "she is ours yet: {}", page.body);
    }
    let done = admin
        .post_form(
            "/school/people/staff/archive/",
            &[("who", &worker.to_string()), ("number", "1"), ("day", "2026-11-20")],
        )
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = admin.get(&format!("/school/people/{worker}/edit/")).await;
    assert_eq!(page.status, 200, "dismissed and nobody else's: the archive is still to be kept right");
    site.db()
        .write(move |tx| {
            registry::write::leave_class(tx, here, class, child, day("2026-11-20"))?;
            registry::write::enroll(tx, there, other_class, &[child], day("2026-11-21"))?;
            registry::write::add_staff(tx, there, worker, "учитель", day("2026-11-21"))
        })
        .await
        .unwrap();
    for (who, phone) in [(mother, "+79000000071"), (worker, "+79000000072")] {
        let edit = format!("/school/people/{who}/edit/");
        assert_eq!(admin.get(&edit).await.status, 404);
        let fields = [("seen", ""), ("family", "Иная"), ("given", "Анна"), ("email", "a@example.org")];
        let refused = admin.post_form(&edit, &fields).await;
        assert!(refused.status == 422 && refused.body.contains("Школа № 2"), "{}", refused.body);
        let card = admin.get(&format!("/school/people/{who}/")).await;
        assert!(card.status == 200 && !shows(&card, phone), "{}", card.body);
    }
});
