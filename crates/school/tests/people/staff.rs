use testkit::both;

use crate::common::{TODAY, shows};

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
    // What she leaves is shown first, with ways there; nothing is written yet.
    let asked = admin
        .post_form("/school/people/staff/archive/", &[("who", &who), ("number", "2-к"), ("day", TODAY)])
        .await;
    assert_eq!(asked.status, 200, "{}", asked.body);
    assert!(
        shows(&asked, "Что останется без учителя") && shows(&asked, "Русский язык, 7А, 2 урока в неделю")
    );
    assert!(shows(&asked, &format!("/school/load/journals/{}/", site.small.journal_russian)));
    assert!(shows(&asked, &format!("/school/classes/{}/settings/", site.small.class_a)));
    assert!(shows(&asked, "/school/substitutions/2026-11-24/?teacher="), "{}", asked.body);
    assert_eq!(teacher.get(&journal).await.status, 200);
    let seen =
        asked.body.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    // Another day leaves something else behind: it is shown again.
    let other = [("who", who.as_str()), ("number", "2-к"), ("day", "2026-11-25"), ("seen", &seen)];
    assert_eq!(admin.post_form("/school/people/staff/archive/", &other).await.status, 200);
    let sure = [("who", who.as_str()), ("number", "2-к"), ("day", TODAY), ("seen", &seen)];
    let done = admin.post_form("/school/people/staff/archive/", &sure).await;
    assert_eq!(done.status, 303, "{}", done.body);
    // Her lessons of tomorrow wait for a decision on their day's page.
    let day = admin.get("/school/substitutions/2026-11-24/").await;
    assert!(shows(&day, "уволен") && shows(&day, "не решено: 1"), "{}", day.body);
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
