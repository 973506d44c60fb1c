//! The small region and its server: what every story begins with.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use testkit::both;

both!(everybody_signs_in, |site| {
    for login in testkit::small::LOGINS {
        let mut client = site.client();
        client.sign_in(login).await;
        let me = client.get("/cabinet/me/").await;
        assert_eq!((me.status, me.page()), (200, "cabinet.me"), "{login}");
        assert!(!client.csrf().is_empty(), "{login}");
    }
});

both!(the_region_has_lessons_on_the_day_of_the_tests, |site| {
    let mut teacher = site.signed_in("teacher").await;
    let list = teacher.get("/journal/").await;
    assert!(list.body.contains(&format!("/journal/{}/", site.small.journal_a)), "{}", list.body);
    let grid = teacher.get(&format!("/journal/{}/", site.small.journal_a)).await;
    assert_eq!(grid.status, 200);
    assert!(grid.body.contains("Фёдорова"), "{}", grid.body);
    assert_eq!(site.dispatch().await, 0);
});
