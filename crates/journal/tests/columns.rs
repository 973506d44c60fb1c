//! Columns added by mistake, and texts longer than they may be.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use serde_json::json;
use testkit::{Client, Site, both};

fn lesson(site: &Site) -> String {
    format!("/journal/{}/lessons/2026-11-23/1/", site.small.journal_a)
}

/// The columns of the lesson, by the fields of its form.
async fn columns(client: &mut Client, path: &str) -> Vec<i64> {
    let page = client.get(path).await;
    page.body
        .split("name=\"was-kind-")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
        .collect()
}

async fn add(client: &mut Client, path: &str) -> i64 {
    let before = columns(client, path).await;
    let shown = before.len().to_string();
    let fields = [("topic", ""), ("topic-was", ""), ("homework", ""), ("homework-was", ""), ("add", "1")];
    let added = client.post_form(path, &[&fields[..], &[("works", shown.as_str())]].concat()).await;
    assert_eq!(added.location(), format!("{path}?done=saved"));
    *columns(client, path).await.iter().find(|id| !before.contains(id)).unwrap()
}

async fn write(client: &mut Client, site: &Site, work: i64, base: i32, text: &str) {
    let journal = site.small.journal_a;
    let change = json!({"op": format!("{work}-{base}"), "pupil": site.small.pupil, "work": work, "base": base, "text": text});
    let saved = client.post_json(&format!("/journal/{journal}/cells/"), &json!({"changes": [change]})).await;
    assert_eq!(saved.json()["saved"].as_array().unwrap().len(), 1, "{}", saved.body);
}

both!(an_empty_column_can_go_again, |site| {
    let (journal, path) = (site.small.journal_a, lesson(&site));
    let mut teacher = site.signed_in("teacher").await;
    let first = columns(&mut teacher, &path).await[0];
    let page = teacher.get(&path).await;
    assert!(!page.body.contains("name=\"remove\""), "the lesson's own column stays");

    // From the form of the lesson.
    let spare = add(&mut teacher, &path).await;
    let page = teacher.get(&path).await;
    assert_eq!(page.body.matches("name=\"remove\"").count(), 1);
    assert!(page.body.contains(&format!("name=\"remove\" value=\"{spare}\"")));
    let remove = spare.to_string();
    let fields = [("topic", "Дроби"), ("topic-was", ""), ("version", "0"), ("remove", remove.as_str())];
    assert_eq!(teacher.post_form(&path, &fields).await.location(), format!("{path}?done=saved"));
    assert_eq!(columns(&mut teacher, &path).await, [first]);
    assert!(teacher.get(&path).await.body.contains("value=\"Дроби\""), "the rest of the form is saved along");

    // From below the grid; pressed twice is pressed once.
    let spare = add(&mut teacher, &path).await;
    let address = format!("/journal/{journal}/works/{spare}/remove/");
    assert!(teacher.get(&format!("/journal/{journal}/")).await.body.contains(&address));
    assert_eq!(site.signed_in("otherteacher").await.post_form(&address, &[]).await.status, 404);
    assert_eq!(site.signed_in("parent").await.post_form(&address, &[]).await.status, 404);
    let elsewhere = format!("/journal/{}/works/{spare}/remove/", site.small.journal_b);
    teacher.post_form(&elsewhere, &[]).await;
    assert_eq!(columns(&mut teacher, &path).await.len(), 2, "another journal's address removes nothing");
    for _ in 0..2 {
        let gone = teacher.post_form(&address, &[]).await;
        assert_eq!(gone.location(), format!("/journal/{journal}/?done=column-removed"));
    }
    assert!(!teacher.get(&format!("/journal/{journal}/")).await.body.contains("/remove/"));
    assert_eq!(columns(&mut teacher, &path).await, [first]);

    // A place that is free again is used again, and the most a lesson may have is six.
    let mut added = Vec::new();
    for _ in 0..5 {
        added.push(add(&mut teacher, &path).await);
    }
    teacher.post_form(&format!("/journal/{journal}/works/{}/remove/", added[1]), &[]).await;
    add(&mut teacher, &path).await;
    assert_eq!(columns(&mut teacher, &path).await.len(), 6);
});

both!(a_column_in_which_something_was_written_stays, |site| {
    let (journal, path) = (site.small.journal_a, lesson(&site));
    let mut teacher = site.signed_in("teacher").await;
    let first = columns(&mut teacher, &path).await[0];
    let spare = add(&mut teacher, &path).await;
    write(&mut teacher, &site, spare, 0, "5").await;
    write(&mut teacher, &site, spare, 1, "").await;
    for (work, why) in [(spare, "уже есть записи"), (first, "хранит посещаемость")]
    {
        let refused = teacher.post_form(&format!("/journal/{journal}/works/{work}/remove/"), &[]).await;
        assert_eq!((refused.status, refused.page()), (200, "journal.grid"));
        assert!(refused.body.contains(why), "{why}");
        let work = work.to_string();
        let fields =
            [("topic", ""), ("topic-was", ""), ("homework", ""), ("homework-was", ""), ("remove", &work)];
        let refused = teacher.post_form(&path, &fields).await;
        assert!(refused.body.contains(why), "{why}");
    }
    assert_eq!(columns(&mut teacher, &path).await, [first, spare]);
    assert!(!teacher.get(&path).await.body.contains("name=\"remove\""), "the page does not offer it either");
    let doctor = site.db().read(journal::doctor::examine).await.unwrap();
    assert!(doctor.is_empty(), "{doctor:?}");
});

both!(a_text_that_is_too_long_is_refused_at_its_field_and_kept, |site| {
    let path = lesson(&site);
    let mut teacher = site.signed_in("teacher").await;
    let fits = "ж".repeat(4000);
    let long = format!("{fits}ёж");
    let fields = |topic: &str, homework: &str| {
        vec![
            ("topic".to_owned(), topic.to_owned()),
            ("topic-was".to_owned(), String::new()),
            ("homework".to_owned(), homework.to_owned()),
            ("homework-was".to_owned(), String::new()),
            ("version".to_owned(), "0".to_owned()),
        ]
    };
    let send = async |teacher: &mut Client, topic: &str, homework: &str| {
        let fields = fields(topic, homework);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        teacher.post_form(&path, &fields).await
    };
    let refused = send(&mut teacher, &long, "№ 5").await;
    assert_eq!((refused.status, refused.page()), (422, "journal.lesson"));
    assert!(refused.body.contains(&long), "what was typed is all there");
    assert!(refused.body.contains("id=\"topic-error\"") && refused.body.contains("Сократите текст на 2"));
    let page = teacher.get(&path).await;
    assert!(page.body.contains("№ 5") && !page.body.contains("жжж"), "the rest is saved, nothing is cut");
    assert!(!page.body.contains("maxlength=\"4000\""), "a browser cuts what is pasted without a word");
});
