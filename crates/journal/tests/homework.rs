//! Homework: given with files, seen by whom it is for and by nobody else, changed, taken back and given again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use testkit::{Client, Site, both};

/// A film as a telephone begins one, longer than what is looked at.
fn film() -> Vec<u8> {
    let mut film = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41".to_vec();
    film.extend((0..200_000_u32).map(|n| u8::try_from(n % 251).unwrap()));
    film
}

/// The first lesson of mathematics of 7А on the Friday before the tests' Monday.
async fn friday(client: &mut Client, site: &Site) -> String {
    let list = client.get(&format!("/journal/{}/", site.small.journal_a)).await.body;
    let start = format!("/journal/{}/lessons/2026-11-20/", site.small.journal_a);
    let number = list.split(&start).nth(1).expect("a lesson on Friday").split('/').next().unwrap();
    format!("{start}{number}/")
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    text.split(from).nth(1).unwrap_or_else(|| panic!("{from} in {text}")).split(to).next().unwrap()
}

/// The ways from the lesson to the forms of its homework.
async fn forms(client: &mut Client, lesson: &str) -> Vec<String> {
    let page = client.get(lesson).await;
    let start = format!("href=\"{lesson}homework/");
    page.body
        .split(&start)
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .filter(|rest| !rest.starts_with("new") && !rest.contains("files"))
        .map(|rest| format!("{lesson}homework/{rest}"))
        .collect()
}

/// The days the form offers.
async fn days(client: &mut Client, form: &str) -> Vec<String> {
    let page = client.get(form).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let list = between(&page.body, "<select id=\"due\"", "</select>");
    list.split("value=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

async fn doctor_finds_nothing(site: &Site) {
    let found = site.db().read(journal::doctor::examine).await.unwrap();
    assert!(found.is_empty(), "{found:?}");
}

both!(homework_with_a_film_reaches_the_family_at_the_day_it_is_due, |site| {
    let mut teacher = site.signed_in("teacher").await;
    let lesson = friday(&mut teacher, &site).await;
    let new = format!("{lesson}homework/new/");
    let due = days(&mut teacher, &new).await;
    let film = film();
    let fields = [
        ("text", "Посмотреть и пересказать"),
        ("due", due[0].as_str()),
        ("minutes", "25"),
        ("audience", "all"),
    ];
    let files: [(&str, &str, &[u8]); 2] =
        [("files", "опыт.mp4", &film), ("files", "План.pdf", b"%PDF-1.4 the plan of the talk")];
    let given = teacher.post_files(&new, &fields, &files).await;
    assert_eq!(
        (given.status, given.location()),
        (303, format!("{lesson}?done=homework-saved").as_str()),
        "{}",
        given.body
    );
    let page = teacher.get(&lesson).await;
    assert!(page.body.contains("Посмотреть и пересказать") && page.body.contains("опыт.mp4"));

    let mut parent = site.signed_in("parent").await;
    let pupil = site.small.pupil;
    let week = parent.get(&format!("/diary/{pupil}/{}", due[0])).await;
    // This region's week has days without lessons, so the holidays are asked for; homework adds one statement where it is due.
    let plain = parent.get(&format!("/diary/{pupil}/2026-10-05")).await;
    assert_eq!(week.statements(), plain.statements() + 1);
    assert!(week.statements() <= 5, "a diary week took {} statements", week.statements());
    assert!(week.body.contains("План.pdf") && week.body.contains("на дом 25 мин"), "{}", week.body);
    let before = parent.get(&format!("/diary/{pupil}/2026-11-20")).await;
    assert!(before.body.contains("Задано: Посмотреть и пересказать"));
    assert!(before.statements() < week.statements());

    // The film by parts, as a player asks for it.
    let address =
        week.body.split("href=\"").find(|rest| rest.contains("files/") && rest.contains("опыт.mp4")).unwrap();
    let address = address.split('"').next().unwrap().to_owned();
    let part = parent
        .send(axum::http::Request::get(&address).header("range", "bytes=100000-100099"), String::new())
        .await;
    assert_eq!((part.status, part.bytes.as_slice()), (206, &film[100_000..100_100]));
    assert_eq!(part.header("content-range"), format!("bytes 100000-100099/{}", film.len()));
    assert_eq!(part.header("content-type"), "video/mp4");
    let whole = parent.get(&address).await;
    assert_eq!((whole.status, whole.bytes == film), (200, true));
    let own = parent.get(address.split("files/").next().unwrap()).await;
    assert_eq!(own.page(), "journal.homework.family");
    assert!(own.body.contains("<video controls preload=\"none\""));
    for (login, status) in [
        ("pupil", 200),
        ("classteacher", 200),
        ("classmateparent", 404),
        ("otherparent", 404),
        ("otherteacher", 404),
        ("admin", 404),
    ] {
        assert_eq!(site.signed_in(login).await.get(&address).await.status, status, "{login}");
    }
    doctor_finds_nothing(&site).await;
});

both!(what_is_for_chosen_pupils_nobody_else_of_the_class_sees, |site| {
    let mut teacher = site.signed_in("teacher").await;
    let lesson = friday(&mut teacher, &site).await;
    let new = format!("{lesson}homework/new/");
    let due = days(&mut teacher, &new).await;
    let pupil = site.small.pupil;
    let classmate = *site.small.pupils_a.iter().find(|other| **other != pupil).unwrap();
    let nobody = [("text", "Повторить"), ("due", due[0].as_str()), ("audience", "chosen")];
    let refused = teacher.post_files(&new, &nobody, &[]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("Выберите, кому") && refused.body.contains("Повторить"));
    let tick = format!("p-{pupil}");
    let fields = [("text", "Повторить дроби"), ("due", &due[0]), ("audience", "chosen"), (&tick, "on")];
    let sent = teacher.post_files(&new, &fields, &[("files", "a.pdf", b"%PDF-1.4 for one")]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);

    let mut own = site.signed_in("pupil").await;
    let week = own.get(&format!("/diary/{pupil}/{}", due[0])).await.body;
    assert!(week.contains("Повторить дроби"));
    let address = format!("/homework/{}", between(&week, "href=\"/homework/", "\""));
    assert_eq!(own.get(&address).await.status, 200);
    // The deputy may see every diary of the school: the classmate's has none of it, under any address.
    let mut deputy = site.signed_in("deputy").await;
    for day in [due[0].as_str(), "2026-11-20"] {
        let theirs = deputy.get(&format!("/diary/{classmate}/{day}")).await;
        assert_eq!(theirs.status, 200);
        assert!(!theirs.body.contains("Повторить дроби"));
    }
    let elsewhere = address.replace(&format!("/homework/{pupil}/"), &format!("/homework/{classmate}/"));
    assert_eq!(deputy.get(&address).await.status, 200);
    assert_eq!(deputy.get(&elsewhere).await.status, 404);
    let mut mother = site.signed_in("classmateparent").await;
    assert_eq!(mother.get(&address).await.status, 404);
    assert_eq!(mother.get(&elsewhere).await.status, 404);
    doctor_finds_nothing(&site).await;
});

both!(a_change_from_an_old_version_is_refused_and_what_was_removed_comes_back, |site| {
    let mut teacher = site.signed_in("teacher").await;
    let mut deputy = site.signed_in("deputy").await;
    let lesson = friday(&mut teacher, &site).await;
    // From the lesson's own form: a text, for everybody, for the next lesson.
    let fields =
        [("topic", ""), ("topic-was", ""), ("homework", "№ 5"), ("homework-was", ""), ("version", "0")];
    assert_eq!(teacher.post_form(&lesson, &fields).await.status, 303);
    let form = forms(&mut teacher, &lesson).await[0].clone();
    let due = days(&mut teacher, &form).await;
    let change = |text: &'static str, version: &'static str, due: &str| {
        [
            ("text", text.to_owned()),
            ("due", due.to_owned()),
            ("version", version.to_owned()),
            ("audience", "all".to_owned()),
        ]
    };
    async fn send(client: &mut Client, form: &str, fields: [(&'static str, String); 4]) -> testkit::Answer {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        client.post_files(form, &fields, &[]).await
    }
    assert_eq!(send(&mut deputy, &form, change("№ 5, 6", "1", &due[1])).await.status, 303);
    let stale = send(&mut teacher, &form, change("№ 7", "1", &due[0])).await;
    assert_eq!(stale.status, 422);
    assert!(stale.body.contains("№ 5, 6") && stale.body.contains(">№ 7</textarea>"), "{}", stale.body);
    assert!(stale.body.contains("name=\"version\" value=\"2\""));
    let other = send(&mut teacher, &form, change("№ 7", "2", "2026-11-22")).await;
    assert_eq!(other.status, 422, "there is no lesson on a Sunday");
    assert_eq!(send(&mut teacher, &form, change("№ 7", "2", &due[0])).await.status, 303);
    assert!(
        teacher.get(&lesson).await.body.contains("name=\"homework\" rows=\"2\">№ 7</textarea>"),
        "the lesson's own text follows"
    );

    let pupil = site.small.pupil;
    let mut parent = site.signed_in("parent").await;
    let week = format!("/diary/{pupil}/{}", due[0]);
    assert!(parent.get(&week).await.body.contains("№ 7"));
    for login in ["parent", "otherteacher", "classteacher", "director"] {
        let mut other = site.signed_in(login).await;
        assert_eq!(other.post_form(&format!("{form}remove/"), &[]).await.status, 404, "{login}");
        assert_eq!(other.get(&form).await.status, 404, "{login}");
    }
    let removed = teacher.post_form(&format!("{form}remove/"), &[]).await;
    assert_eq!(removed.location(), format!("{form}?done=homework-removed"));
    assert!(!parent.get(&week).await.body.contains("№ 7"));
    assert!(teacher.get(&form).await.body.contains("Вернуть задание"));
    assert_eq!(teacher.post_form(&format!("{form}restore/"), &[]).await.status, 303);
    assert!(parent.get(&week).await.body.contains("№ 7"));
    let history = teacher.get(&form).await.body;
    for line in ["№ 5 ·", "№ 5, 6 ·", "Задание удалено ·"] {
        assert!(history.contains(line), "{line}");
    }
    doctor_finds_nothing(&site).await;
});

both!(a_file_of_another_kind_is_refused_and_the_text_is_kept, |site| {
    let mut teacher = site.signed_in("teacher").await;
    let lesson = friday(&mut teacher, &site).await;
    let new = format!("{lesson}homework/new/");
    let due = days(&mut teacher, &new).await;
    let fields = [("text", "Прочитать"), ("due", due[0].as_str()), ("minutes", "много"), ("audience", "all")];
    let refused = teacher.post_files(&new, &fields, &[("files", "a.mp4", b"<html><script>")]).await;
    assert_eq!(refused.status, 422);
    for words in
        [">Прочитать</textarea>", "Такой файл не подойдёт", "Укажите время в минутах", "value=\"много\""]
    {
        assert!(refused.body.contains(words), "{words}");
    }
    let empty = teacher.post_files(&new, &[("text", " "), ("due", &due[0]), ("audience", "all")], &[]).await;
    assert!(empty.body.contains("Напишите, что сделать"));
    assert!(forms(&mut teacher, &lesson).await.is_empty());
});

both!(the_teacher_sees_what_the_class_has_to_do_already, |site| {
    let mut teacher = site.signed_in("teacher").await;
    let lesson = friday(&mut teacher, &site).await;
    let new = format!("{lesson}homework/new/");
    let due = days(&mut teacher, &new).await;
    for minutes in ["100", "60"] {
        let fields = [("text", "Учить"), ("due", due[0].as_str()), ("minutes", minutes), ("audience", "all")];
        assert_eq!(teacher.post_files(&new, &fields, &[]).await.status, 303);
    }
    let form = teacher.get(&new).await.body;
    assert!(form.contains("Что уже задано классу") && form.contains("160 мин"), "{form}");
    assert!(form.contains("Больше нормы: 150 мин в день"), "the seventh grade may have two and a half hours");
});

both!(the_roll_is_called_with_one_tap_and_marks_stay, |site| {
    let mut teacher = site.signed_in("teacher").await;
    let lesson = friday(&mut teacher, &site).await;
    let roll = format!("{lesson}attendance/");
    let pupil = site.small.pupil;
    let versions = |body: &str| -> Vec<(String, String)> {
        body.split("name=\"v-")
            .skip(1)
            .map(|rest| {
                let (id, rest) = rest.split_once('"').unwrap();
                (format!("v-{id}"), between(rest, "value=\"", "\"").to_owned())
            })
            .collect()
    };
    let page = teacher.get(&roll).await;
    assert_eq!(page.page(), "journal.attendance");
    let shown = versions(&page.body);
    assert!(shown.len() > 1);
    // A mark first, from the lesson's form, so that it can be seen to stay.
    let form = teacher.get(&lesson).await.body;
    let cell = format!("m-{pupil}-{}", between(&form, &format!("name=\"m-{pupil}-"), "\""));
    let was = cell.replacen("m-", "v-", 1);
    let version = between(&form, &format!("name=\"{was}\" value=\""), "\"").to_owned();
    let fields = [(was.as_str(), version.as_str()), (cell.as_str(), "4"), ("version", "0")];
    assert_eq!(teacher.post_form(&lesson, &fields).await.status, 303);

    let send = async |client: &mut Client, shown: &[(String, String)], more: &[(&str, &str)]| {
        let mut fields: Vec<(&str, &str)> = shown.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        fields.extend(more);
        client.post_form(&roll, &fields).await
    };
    let (code, minutes) = (format!("a-{pupil}"), format!("l-{pupil}"));
    let late = [(code.as_str(), "late"), (minutes.as_str(), "12")];
    let stale = send(&mut teacher, &shown, &late).await;
    assert_eq!(stale.status, 422, "the mark came meanwhile: {}", stale.location());
    let shown = versions(&teacher.get(&roll).await.body);
    assert_eq!(send(&mut teacher, &shown, &late).await.status, 303);
    let page = teacher.get(&roll).await.body;
    assert!(page.contains(&format!("name=\"l-{pupil}\" inputmode=\"numeric\" size=\"3\" maxlength=\"3\" autocomplete=\"off\" value=\"12\"")));
    assert!(page.contains("Перекличка:"));
    assert!(teacher.get(&lesson).await.body.contains("value=\"оп4\""));
    let all = send(&mut teacher, &versions(&page), &[("all", "1")]).await;
    assert_eq!(all.location(), format!("{roll}?done=saved"));
    let page = teacher.get(&lesson).await.body;
    assert!(!page.contains("value=\"оп4\"") && page.contains("value=\"4\""));
    assert_eq!(site.signed_in("otherteacher").await.get(&roll).await.status, 404);
    assert_eq!(site.signed_in("parent").await.get(&roll).await.status, 404);
    doctor_finds_nothing(&site).await;
});
