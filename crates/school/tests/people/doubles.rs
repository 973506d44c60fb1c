use kernel::PersonId;
use testkit::{Site, both};

use crate::common::{day, marks, put_five, shows};

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

both!(two_who_look_alike_stay_two, |site| {
    let old = site.small.pupils_a[1];
    let new = double(&site).await;
    let mut admin = site.signed_in("admin").await;
    let pair = format!("/school/people/doubles/{old}/{new}/");
    let offered = format!("<a class=\"row\" href=\"{pair}\"");
    assert!(shows(&admin.get("/school/people/doubles/").await, &offered));
    let said = admin.post_form(&format!("{pair}apart/"), &[]).await;
    assert_eq!(said.status, 303, "{}", said.body);
    let list = admin.get("/school/people/doubles/").await;
    assert!(!shows(&list, &offered) && shows(&list, "Разные люди"), "{}", list.body);
    let back = format!("{pair}together/");
    assert_eq!(admin.post_form(&back, &[]).await.status, 303);
    assert!(shows(&admin.get("/school/people/doubles/").await, &offered));
    assert_eq!(admin.post_form(&back, &[]).await.status, 404);
    let foreign = format!("/school/people/doubles/{old}/{}/apart/", site.small.other_pupil);
    assert_eq!(admin.post_form(&foreign, &[]).await.status, 404);
});

both!(a_double_in_another_class_is_merged_when_it_is_archived, |site| {
    let old = site.small.pupils_a[1];
    let new = double(&site).await;
    let mut admin = site.signed_in("admin").await;
    let class = site.small.class_b.to_string();
    let act = async |admin: &mut testkit::Client, what: &str, fields: &[(&str, &str)]| {
        let done = admin.post_form(&format!("/school/people/{new}/{what}/"), fields).await;
        assert_eq!(done.status, 303, "{}", done.body);
    };
    act(&mut admin, "move", &[("number", "1"), ("day", "2026-11-20"), ("class", &class)]).await;
    let pair = format!("/school/people/doubles/{old}/{new}/");
    let page = admin.get(&pair).await;
    assert!(shows(&page, "одновременно в разных классах"), "{}", page.body);
    act(&mut admin, "archive", &[("number", "2"), ("day", "2026-11-23")]).await;
    let merged = admin.post_form(&pair, &[("keep", &old.to_string())]).await;
    assert_eq!(merged.status, 303, "{}", merged.body);
    let at = site.small.school;
    let stays = site
        .db()
        .read(move |tx| {
            Ok::<_, registry::Error>(registry::read::stays_of(tx, at, &[old])?.remove(&old).unwrap())
        })
        .await
        .unwrap();
    assert_eq!(stays.len(), 1, "he is in one class on every day: {stays:?}");
    assert!(stays[0].class == site.small.class_a && stays[0].last.is_none());
    let page = admin.get("/school/people/doubles/").await;
    let undo = page.body.split("action=\"/school/people/merges/").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(admin.post_form(&format!("/school/people/merges/{undo}"), &[]).await.status, 303);
    let both = site.db().read(move |tx| registry::read::stays_of(tx, at, &[old, new])).await.unwrap();
    assert_eq!((both[&old].len(), both[&new].len()), (1, 2));
});

both!(two_rows_of_a_teacher_become_one_with_all_that_names_her, |site| {
    let (at, kept, today) = (site.small.school, site.small.class_teacher, day("2026-11-23"));
    let (russian, algebra) = (site.small.journal_russian, site.small.journal_a);
    // A second row: substitutes a lesson, was absent, has days off, is planned for lessons of the Russian journal.
    let gone = site
        .db()
        .write(move |tx| {
            let name = kernel::PersonName::new("Вторая", "Запись", None).unwrap();
            let new =
                registry::NewPerson { name, birth_day: None, sex: None, snils: None, phone: None, email: None };
            let gone = registry::write::add_persons(tx, &[new], testkit::NOW)?[0];
            registry::write::add_staff(tx, at, gone, "учитель", day("2026-09-01"))?;
            registry::write::add_substitute(tx, at, gone, algebra, today, 1)?;
            for sql in [
                format!("UPDATE lesson SET teacher_id = {gone} WHERE journal_id = {russian} AND day >= 20261123"),
                format!("INSERT INTO day_off (institution_id, person_id, weekday) VALUES ({at}, {gone}, 5), ({at}, {gone}, 6), ({at}, {kept}, 6)"),
                format!("INSERT INTO absence (institution_id, id, person_id, first_day, last_day, reason, created_at, created_by) VALUES ({at}, 901, {gone}, 20261124, 20261125, 'ill', 1, {gone})"),
                format!("INSERT INTO substitution (institution_id, id, day, journal_id, number, kind, planned_number, planned_teacher_id, planned_room, teacher_id, room, reason, created_at, created_by) VALUES ({at}, 902, 20261124, {russian}, 1, 'substitute', 1, {gone}, '', {kept}, '', '', 1, {kept})"),
                format!("INSERT INTO substitution (institution_id, id, day, journal_id, number, kind, planned_number, planned_teacher_id, planned_room, teacher_id, room, reason, created_at, created_by) VALUES ({at}, 903, 20261123, {algebra}, 1, 'substitute', 1, NULL, '', {gone}, '', '', 1, {kept})"),
            ] {
                run(tx, &sql);
            }
            Ok::<_, registry::Error>(gone)
        })
        .await
        .unwrap();
    let of = async |who: PersonId| -> Vec<i64> {
        let tables = [
            format!("lesson WHERE teacher_id = {who}"),
            format!("absence WHERE person_id = {who}"),
            format!("day_off WHERE person_id = {who}"),
            format!("substitute WHERE person_id = {who}"),
            format!("substitution WHERE teacher_id = {who}"),
            format!("substitution WHERE planned_teacher_id = {who}"),
        ];
        let mut counts = Vec::new();
        for what in tables {
            counts.push(crate::common::count(&site, &what).await);
        }
        counts
    };
    let before = (of(kept).await, of(gone).await);
    assert!(before.1[0] > 0 && before.1[1..] == [1, 2, 1, 1, 1], "{before:?}");
    let mut admin = site.signed_in("admin").await;
    let pair = format!("/school/people/doubles/{kept}/{gone}/");
    let merged = admin.post_form(&pair, &[("keep", &kept.to_string())]).await;
    assert_eq!(merged.status, 303, "{}", merged.body);
    assert_eq!(of(gone).await, [0; 6]);
    let after = of(kept).await;
    assert_eq!(after[0], before.0[0] + before.1[0], "every lesson is hers");
    assert_eq!(after[1..], [before.0[1] + 1, 2, before.0[3] + 1, before.0[4] + 1, before.0[5] + 1]);
    let page = admin.get("/school/people/doubles/").await;
    let undo = page.body.split("action=\"/school/people/merges/").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(admin.post_form(&format!("/school/people/merges/{undo}"), &[]).await.status, 303);
    assert_eq!((of(kept).await, of(gone).await), before);
});

fn run(tx: &mut store::WriteTx<'_>, sql: &str) {
    use diesel::prelude::*;
    store::on_backend!(tx, |c| diesel::sql_query(sql).execute(c)).unwrap();
}
