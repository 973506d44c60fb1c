use kernel::PersonId;
use testkit::{Site, both};

use crate::common::{TODAY, day, marks, put_five, shows};

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
