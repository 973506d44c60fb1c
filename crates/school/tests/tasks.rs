//! Long works through HTTP: waiting, cancelling, dying, starting again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails loudly"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use school::tasks::{Failure, Kind, Outcome, run_next};
use testkit::{Client, Site, both};

async fn ask(site: &Site, client: &mut Client) -> String {
    client.get("/school/access/").await;
    let path = format!("/school/access/classes/{}/issue/", site.small.class_b);
    let fields = [("pupils", "on"), ("whose", "nobody"), ("look", "strips")];
    client.post_form(&path, &fields).await.location().to_owned()
}

fn kinds(work: school::tasks::Work) -> Vec<Kind> {
    vec![Kind { code: school::access_sheets::KIND, work }]
}

both!(a_task_that_waits_can_be_cancelled_and_started_again, |site| {
    let mut admin = site.signed_in("admin").await;
    let task = ask(&site, &mut admin).await;
    let page = admin.get(&task).await;
    assert!(page.text().contains("Ждёт очереди") && page.text().contains("hx-trigger"));
    assert!(page.text().contains("<noscript><meta http-equiv=\"refresh\""));
    assert_eq!(admin.post_form(&format!("{task}cancel/"), &[]).await.status, 303);
    assert_eq!(site.work().await, 0, "nothing is left to do");
    let page = admin.get(&task).await;
    assert!(page.text().contains("Отменено") && !page.text().contains("hx-trigger=\"every"));
    assert_eq!(admin.post_form(&format!("{task}restart/"), &[]).await.status, 303);
    assert_eq!(site.work().await, 1);
    assert!(admin.get(&task).await.text().contains("Готово"));
    // What is done can neither be cancelled nor started again.
    admin.post_form(&format!("{task}cancel/"), &[]).await;
    admin.post_form(&format!("{task}restart/"), &[]).await;
    assert!(admin.get(&task).await.text().contains("Готово"));
    assert_eq!(site.work().await, 0);
    assert!(admin.get("/school/tasks/").await.text().contains(&task));
});

both!(a_running_task_stops_at_its_next_step, |site| {
    let mut admin = site.signed_in("admin").await;
    let task = ask(&site, &mut admin).await;
    // A work that never ends by itself; it is cancelled while it runs.
    let endless: school::tasks::Work = |run| loop {
        run.progress(1, 40, "7А")?;
    };
    let stopping = Arc::new(AtomicBool::new(false));
    let list = kinds(endless);
    let cancel = async {
        loop {
            let page = admin.get(&task).await;
            if page.text().contains("value=\"1\" max=\"40\"") {
                break;
            }
            tokio::task::yield_now().await;
        }
        admin.post_form(&format!("{task}cancel/"), &[]).await;
    };
    let (ran, ()) = tokio::join!(run_next(&site.app, &list, &stopping), cancel);
    assert!(ran.unwrap());
    assert!(admin.get(&task).await.text().contains("Отменено"));
});

both!(a_task_whose_process_died_is_told_and_goes_on_when_asked, |site| {
    let mut admin = site.signed_in("admin").await;
    let task = ask(&site, &mut admin).await;
    // The process dies after the codes were given and before they were printed.
    let dying: school::tasks::Work = |run| {
        school::access_sheets::carry_out(run)?;
        panic!("the end of a process")
    };
    let stopping = Arc::new(AtomicBool::new(false));
    run_next(&site.app, &kinds(dying), &stopping).await.unwrap();
    assert!(admin.get(&task).await.text().contains("Не удалось"));
    admin.post_form(&format!("{task}restart/"), &[]).await;
    site.work().await;
    let page = admin.get(&task).await;
    assert!(page.text().contains("Выдано кодов: <b>3</b>"), "codes nobody saw are given anew: {}", page.body);
});

both!(a_stopped_task_that_has_printed_keeps_its_codes, |site| {
    let mut admin = site.signed_in("admin").await;
    let task = ask(&site, &mut admin).await;
    // The first class is printed, then somebody stops the rest.
    let stopped: school::tasks::Work = |run| {
        let outcome = school::access_sheets::carry_out(run)?;
        Ok(Outcome { stopped: true, ..outcome })
    };
    run_next(&site.app, &kinds(stopped), &Arc::default()).await.unwrap();
    let page = admin.get(&task).await;
    assert!(page.text().contains("Отменено") && page.text().contains("files/0/"), "{}", page.body);
    site.clock.advance(1000);
    admin.post_form(&format!("{task}restart/"), &[]).await;
    site.work().await;
    let page = admin.get(&task).await;
    assert!(
        page.text().contains("Выдано кодов: <b>0</b>"),
        "the sheet in the hand stays good: {}",
        page.body
    );
});

both!(a_lost_task_is_shown_as_interrupted, |site| {
    let mut admin = site.signed_in("admin").await;
    let task = ask(&site, &mut admin).await;
    let id: i64 = task.trim_matches('/').rsplit('/').next().unwrap().parse().unwrap();
    let institution = site.small.school.0;
    site.db()
        .write(move |tx| {
            let sql = format!(
                "UPDATE task SET state = 'running', seen_at = {} WHERE institution_id = {institution} AND id = {id}",
                testkit::NOW.0
            );
            store::on_backend!(tx, |c| diesel::RunQueryDsl::execute(diesel::sql_query(&sql), c)).map(drop)
        })
        .await
        .unwrap();
    assert!(admin.get(&task).await.text().contains("Выполняется"));
    site.clock.advance(61_000);
    assert!(admin.get(&task).await.text().contains("Прервано"));
    admin.post_form(&format!("{task}restart/"), &[]).await;
    assert_eq!(site.work().await, 1);
    assert!(admin.get(&task).await.text().contains("Готово"));
});

both!(a_server_that_stops_leaves_the_task_for_its_next_start, |site| {
    let mut admin = site.signed_in("admin").await;
    let task = ask(&site, &mut admin).await;
    let stopping = Arc::new(AtomicBool::new(true));
    let polite: school::tasks::Work = |run| {
        run.progress(0, 1, "")?;
        Ok(Outcome::default())
    };
    run_next(&site.app, &kinds(polite), &stopping).await.unwrap();
    assert!(admin.get(&task).await.text().contains("Ждёт очереди"));
    stopping.store(false, Ordering::Relaxed);
    run_next(&site.app, &kinds(polite), &stopping).await.unwrap();
    assert!(admin.get(&task).await.text().contains("Готово"));
});

both!(a_task_does_what_its_asker_still_may, |site| {
    let mut teacher = site.signed_in("classteacher").await;
    teacher.get("/school/access/").await;
    let path = format!("/school/access/classes/{}/issue/", site.small.class_a);
    let task = teacher.post_form(&path, &[("pupils", "on"), ("whose", "nobody")]).await.location().to_owned();
    let (school, class) = (site.small.school, site.small.class_a);
    site.db().write(move |tx| registry::write::set_class_teacher(tx, school, class, None)).await.unwrap();
    site.work().await;
    let page = teacher.get(&task).await;
    assert!(page.text().contains("Не удалось") && !page.text().contains("files/0"), "{}", page.body);
    let told: school::tasks::Work = |_| Err(Failure::Told("Файл закончился.".to_owned()));
    teacher.post_form(&format!("{task}restart/"), &[]).await;
    run_next(&site.app, &kinds(told), &Arc::default()).await.unwrap();
    assert!(teacher.get(&task).await.text().contains("Файл закончился."));
});
