use testkit::both;

use crate::common::{TODAY, day, membership, put_five, shows};

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
