//! Curriculum and load through HTTP: given out, divided, joint, checked against the norm, taken to FET and back.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails loudly"
)]

use std::process::Command;

use testkit::{Client, both};

fn journal_of(html: &str, groups: &str) -> String {
    let end = html.find(&format!("\">{groups}</a>")).unwrap_or_else(|| panic!("{groups}: {html}"));
    let start = html[..end].rfind("href=\"").unwrap() + 6;
    html[start..end].to_owned()
}

fn option_of(html: &str, name: &str) -> String {
    let end = html.find(&format!("\">{name}")).unwrap_or_else(|| panic!("{name}: {html}"));
    let start = html[..end].rfind("value=\"").unwrap() + 7;
    html[start..end].split('"').next().unwrap().to_owned()
}

async fn page(client: &mut Client, path: &str) -> String {
    let answer = client.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    answer.body
}

both!(a_subject_is_given_out_to_groups_and_the_gap_is_shown, |site| {
    let mut admin = site.signed_in("admin").await;
    let class = format!("/school/load/classes/{}/", site.small.class_a);
    let before = page(&mut admin, &class).await;
    assert!(before.contains("Математика"), "{before}");
    let teacher = option_of(&before, "Орлов");

    // Wrong input comes back with a sentence at each field, and nothing is lost.
    let wrong = admin
        .post_form(
            &class,
            &[("subject", "Английский язык"), ("hours", "три"), ("form", "lesson"), ("groups", "гр1")],
        )
        .await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("например 3 или 1,5"), "{}", wrong.body);
    assert!(wrong.body.contains("Одна группа"), "{}", wrong.body);
    assert!(wrong.body.contains("value=\"Английский язык\"") && wrong.body.contains("value=\"три\""));

    let given = [
        ("subject", "Английский язык"),
        ("hours", "3"),
        ("form", "lesson"),
        ("groups", "гр1, гр2"),
        ("teacher-1", teacher.as_str()),
    ];
    let saved = admin.post_form(&class, &given).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let after = page(&mut admin, &class).await;
    assert!(after.contains("7А гр1") && after.contains("7А гр2"), "{after}");
    assert!(after.contains("учителя нет"), "the second group has no teacher: {after}");
    // Twice the same changes nothing.
    admin.post_form(&class, &given).await;
    let again = page(&mut admin, &class).await;
    assert_eq!(again.matches("7А гр1").count(), after.matches("7А гр1").count());

    // The pupils of a group: its journal has them and no others.
    let group = after.split("/groups/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let members = format!("{class}groups/{group}/");
    let pupil = site.small.pupil.to_string();
    let stranger = site.small.other_pupil.to_string();
    let done = admin.post_form(&members, &[("pupil", &pupil), ("pupil", &stranger)]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let shown = page(&mut admin, &members).await;
    assert_eq!(shown.matches(" checked").count(), 1, "a pupil of another school is left out: {shown}");
    let mut of_teacher = site.signed_in("teacher").await;
    let journals = page(&mut of_teacher, "/journal/").await;
    assert!(journals.contains("7А гр1"), "{journals}");

    // Hours of the plan: what is not given out is said.
    let subject = after.split("name=\"hours-").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let field = format!("hours-{subject}");
    let refused = admin.post_form(&format!("{class}curriculum/"), &[(&field, "много")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("«много»"));
    let saved = admin.post_form(&format!("{class}curriculum/"), &[(&field, "5")]).await;
    assert_eq!(saved.status, 303);
    let short = page(&mut admin, &class).await;
    assert!(short.contains("не хватает 2 ч"), "{short}");

    // The parallel gets the same plan, and above the norm somebody hears of it.
    admin.post_form(&format!("{class}spread/"), &[]).await;
    let other = page(&mut admin, &format!("/school/load/classes/{}/", site.small.class_b)).await;
    assert!(other.contains("не хватает 5 ч") || other.contains("не хватает 2 ч"), "{other}");
    let much = [("subject", "Физическая культура"), ("hours", "40"), ("form", "lesson")];
    admin.post_form(&class, &much).await;
    let over = page(&mut admin, "/school/load/").await;
    assert!(over.contains("больше допустимого на"), "{over}");
    let by_teacher = page(&mut admin, "/school/load/?by=teachers").await;
    assert!(by_teacher.contains("Орлов"), "{by_teacher}");
});

both!(a_journal_with_lessons_stays_and_one_without_goes, |site| {
    let mut admin = site.signed_in("admin").await;
    let class = format!("/school/load/classes/{}/", site.small.class_a);
    let kept = format!("/school/load/journals/{}/", site.small.journal_a);
    let shown = page(&mut admin, &kept).await;
    assert!(!shown.contains("/remove/"), "{shown}");
    let refused = admin.post_form(&format!("{kept}remove/"), &[]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("есть или были уроки"), "{}", refused.body);

    admin.post_form(&class, &[("subject", "Шахматы"), ("hours", "1"), ("form", "extracurricular")]).await;
    let listed = page(&mut admin, &class).await;
    assert!(listed.contains("внеурочная деятельность"), "{listed}");
    let chess = {
        let section = listed.find("id=\"apart\"").unwrap();
        journal_of(&listed[section..], "Шахматы, весь класс")
    };
    let twice = {
        let html = page(&mut admin, &chess).await;
        let teacher = option_of(&html, "Орлов");
        admin
            .post_form(
                &chess,
                &[
                    ("hours", "2"),
                    ("form", "extracurricular"),
                    ("teacher-1", &teacher),
                    ("teacher-2", &teacher),
                ],
            )
            .await
    };
    assert_eq!(twice.status, 422);
    assert!(twice.body.contains("назван дважды"));
    let gone = admin.post_form(&format!("{chess}remove/"), &[]).await;
    assert_eq!(gone.status, 303);
    assert_eq!(admin.get(&chess).await.status, 404);

    // Another school's things are not there.
    let mut other = site.signed_in("otheradmin").await;
    assert_eq!(other.get(&kept).await.status, 404);
    assert_eq!(other.get(&class).await.status, 404);
    let mut teacher = site.signed_in("teacher").await;
    assert_eq!(teacher.get("/school/load/").await.status, 404);
    let mut deputy = site.signed_in("deputy").await;
    let seen = page(&mut deputy, &class).await;
    assert!(!seen.contains("<form method=\"post\" action=\"/school/load"), "who may not change has no form");
});

both!(two_classes_learn_together_and_fet_accepts_the_plan, |site| {
    let mut admin = site.signed_in("admin").await;
    let (a, b) = (site.small.class_a.to_string(), site.small.class_b.to_string());
    let few = admin
        .post_form(
            "/school/load/joint/",
            &[("subject", "Хор"), ("hours", "1"), ("form", "elective"), ("class", &a)],
        )
        .await;
    assert_eq!(few.status, 422);
    assert!(few.body.contains("хотя бы два класса"), "{}", few.body);
    let made = admin
        .post_form(
            "/school/load/joint/",
            &[("subject", "Хор"), ("hours", "1"), ("form", "elective"), ("class", &a), ("class", &b)],
        )
        .await;
    assert_eq!(made.status, 303, "{}", made.body);
    let class = page(&mut admin, &format!("/school/load/classes/{b}/")).await;
    assert!(class.contains("7А+7Б"), "{class}");

    let plan = admin.get("/school/load/plan.fet").await;
    assert_eq!(plan.status, 200, "{}", plan.body);
    assert!(plan.body.contains("<Subject>Хор</Subject>"), "{}", plan.body);
    if std::env::var_os("ZVONOK_WITHOUT_FET").is_some() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("load.fet");
    std::fs::write(&file, &plan.body).unwrap();
    Command::new("fet-cl")
        .arg(format!("--inputfile={}", file.display()))
        .arg(format!("--outputdir={}", folder.path().display()))
        .args(["--language=ru", "--htmllevel=0", "--timelimitseconds=30"])
        .output()
        .expect("fet-cl of the package «fet»; or set ZVONOK_WITHOUT_FET=1");
    let log = std::fs::read_to_string(folder.path().join("logs/result.txt")).unwrap();
    assert_eq!(log.lines().rfind(|line| !line.trim().is_empty()).unwrap().trim(), "Simulation successful");
});

both!(who_sees_one_school_and_administers_another_changes_neither, |site| {
    // The director of school 1 becomes the administrator of school 2.
    let there = site.small.other_school;
    site.db()
        .write(move |tx| {
            let director = registry::read::account_by_login(tx, "director")?.unwrap().person;
            registry::write::add_role(tx, there, director, registry::Role::Admin)
        })
        .await
        .unwrap();
    let mut director = site.signed_in("director").await;
    let class = format!("/school/load/classes/{}/", site.small.class_a);
    let shown = page(&mut director, &class).await;
    assert!(shown.contains("Математика") && !shown.contains("name=\"subject\""), "{shown}");
    let given = [("subject", "Астрономия"), ("hours", "1"), ("form", "lesson")];
    assert_eq!(director.post_form(&class, &given).await.status, 404);
    let journal = format!("/school/load/journals/{}/", site.small.journal_a);
    for path in ["/school/load/joint/", &journal] {
        assert_eq!(director.get(path).await.status, 404, "{path}");
    }
    assert!(!page(&mut director, &class).await.contains("Астрономия"));
    // Nor may he decide there over lessons that are drawn from here.
    let lesson = format!("/school/substitutions/2026-11-25/{}/2/", site.small.journal_a);
    assert_eq!(director.get(&lesson).await.status, 404);
    assert_eq!(site.signed_in("deputy").await.get(&lesson).await.status, 200);
});
