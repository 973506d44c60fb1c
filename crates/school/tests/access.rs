//! Access sheets through HTTP: who gives, what is printed, the first sign-in with a code, and codes that are dead.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails loudly"
)]

#[path = "access/paper.rs"]
mod paper;

use paper::{BOTH, OWN, choose_password, issue, slips, try_in};
use testkit::both;

both!(a_class_gets_codes_and_signs_in, |site| {
    let mut teacher = site.signed_in("classteacher").await;
    let list = teacher.get("/school/access/").await;
    assert_eq!(list.page(), "school.access");
    let class = format!("/school/access/classes/{}/", site.small.class_a);
    assert!(list.text().contains(&class) && !list.text().contains("/school/access/staff/"));
    let page = teacher.get(&class).await;
    assert!(page.text().contains("Фёдорова Анна Романовна") && page.text().contains("нет логина"));

    let text = issue(&site, &mut teacher, &format!("{class}issue/"), &BOTH).await.unwrap();
    let slips = slips(&text);
    assert_eq!(slips.len(), 4, "two pupils without a login, two parents who have one: {text}");
    // Who has a login already gets no second one.
    assert_eq!(slips["Иванова Елена Петровна"], ("parent".to_owned(), None));
    assert!(text.contains("У вас уже есть вход") && text.contains("7А класс") && text.contains("Школа № 1"));
    let (login, code) = &slips["Фёдорова Анна Романовна"];
    let code = code.clone().unwrap();
    assert!(login.starts_with("fedorova-a"), "{login}");

    // The code is nowhere in the database, and the page shows that one waits.
    assert!(teacher.get(&class).await.text().contains("код до"));
    assert!(!teacher.get(&class).await.text().contains(&code));

    // A wrong one is refused with the usual sentence, the right one in any case and with Russian letters is taken.
    assert_eq!(try_in(&site, login, "ABCDE-FGHJK").await.1, 422);
    let (mut pupil, status, to) = try_in(&site, &login.to_uppercase(), &code.to_lowercase()).await;
    assert_eq!((status, to.as_str()), (303, "/cabinet/password/"));
    let elsewhere = pupil.get("/diary/").await;
    assert_eq!(elsewhere.location(), "/login/?next=/cabinet/password/", "first an own password");
    choose_password(&mut pupil).await;
    assert_eq!(pupil.get("/cabinet/me/").await.status, 200);
    assert_eq!(try_in(&site, login, &code).await.1, 422, "a used code is dead");
    assert_eq!(try_in(&site, login, OWN).await.1, 303);
    assert!(teacher.get(&class).await.text().contains("входил"));

    // A second sheet of the class gives nobody a second code.
    let again = issue(&site, &mut teacher, &format!("{class}issue/"), &BOTH).await.unwrap();
    assert!(!again.contains("Одноразовый код"), "{again}");
});

both!(a_parent_begins_with_a_code_and_a_reissue_kills_it, |site| {
    // A parent whose account is new: of a pupil of 7Б.
    let child = site.small.pupils_b[0];
    let parent = site
        .db()
        .write(move |tx| {
            let new = registry::NewPerson {
                name: kernel::PersonName::new("Абрамова", "Юлия", None).unwrap(),
                birth_day: None,
                sex: None,
                snils: None,
                phone: None,
                email: None,
            };
            let id = registry::write::add_persons(tx, &[new], testkit::NOW)?[0];
            registry::write::add_guardian(tx, id, child, registry::Relation::Mother, testkit::NOW)?;
            Ok::<_, registry::Error>(id)
        })
        .await
        .unwrap();
    let mut admin = site.signed_in("admin").await;
    let class = format!("/school/access/classes/{}/", site.small.class_b);
    admin.get(&class).await;
    let only_parents = [("parents", "on"), ("whose", "nobody"), ("look", "strips")];
    let text = issue(&site, &mut admin, &format!("{class}issue/"), &only_parents).await.unwrap();
    let slips_of = |text: &str| slips(text)["Абрамова Юлия"].clone();
    assert_eq!(slips(&text).len(), 1);
    assert!(text.contains("родитель: Абрамов Глеб"));
    let (login, first) = slips_of(&text);
    let first = first.unwrap();

    // Reissued for who has never signed in: the same login, another code, the old one dead at once.
    let never = [("parents", "on"), ("whose", "never"), ("look", "strips")];
    let text = issue(&site, &mut admin, &format!("{class}issue/"), &never).await.unwrap();
    let (same, second) = slips_of(&text);
    let second = second.unwrap();
    assert_eq!(same, login);
    assert_ne!(first, second);
    assert_eq!(try_in(&site, &login, &first).await.1, 422);
    let (mut client, status, _) = try_in(&site, &login, &second).await;
    assert_eq!(status, 303);
    choose_password(&mut client).await;
    let diary = client.get("/diary/").await;
    assert!(diary.page().starts_with("diary.") && diary.text().contains("Глеб"), "{}", diary.body);

    // «Забыли пароль»: a new code for one person; the password and the open session end.
    let person = parent.to_string();
    let text = issue(&site, &mut admin, &format!("{class}issue/"), &[("person", &person)]).await.unwrap();
    assert_eq!(slips(&text).len(), 1);
    let (same, third) = slips_of(&text);
    assert_eq!(same, login);
    assert_eq!(try_in(&site, &login, OWN).await.1, 422);
    assert_eq!(client.get("/cabinet/me/").await.status, 303, "signed out");
    assert_eq!(try_in(&site, &login, &third.clone().unwrap()).await.1, 303);

    // Sixty days later the code is dead by itself.
    site.clock.advance(registry::code::LIFE);
    assert_eq!(try_in(&site, &login, &third.unwrap()).await.1, 422);
});

both!(wrong_codes_count, |site| {
    let mut admin = site.signed_in("admin").await;
    let class = format!("/school/access/classes/{}/", site.small.class_b);
    admin.get(&class).await;
    let text = issue(&site, &mut admin, &format!("{class}issue/"), &BOTH).await.unwrap();
    let (login, code) = slips(&text)["Абрамов Глеб Денисович"].clone();
    let code = code.unwrap();
    for _ in 0..10 {
        assert_eq!(try_in(&site, &login, "ABCDE-FGHJK").await.1, 422);
    }
    assert_eq!(try_in(&site, &login, &code).await.1, 429, "the limiter counts codes as passwords");
    // Patience does not help: a code bears a hundred wrong tries in its life.
    for _ in 10..registry::code::TRIES {
        site.clock.advance(60_000);
        assert_eq!(try_in(&site, &login, "ABCDE-FGHJK").await.1, 422);
    }
    site.clock.advance(600_000);
    assert_eq!(try_in(&site, &login, &code).await.1, 422);
});

both!(nobody_gives_what_he_may_not, |site| {
    let mut teacher = site.signed_in("classteacher").await;
    let (own, other) = (site.small.class_a, site.small.class_b);
    for path in [
        format!("/school/access/classes/{other}/"),
        format!("/school/access/classes/{}/", site.small.other_class),
        "/school/access/classes/987654321/".to_owned(),
        "/school/access/staff/".to_owned(),
    ] {
        assert_eq!(teacher.get(&path).await.status, 404, "{path}");
        assert_eq!(teacher.post_form(&format!("{path}issue/"), &BOTH).await.status, 404, "{path}");
    }
    assert_eq!(teacher.post_form("/school/access/issue/", &[("staff", "on")]).await.status, 404);
    let mut plain = site.signed_in("teacher").await;
    assert_eq!(plain.get("/school/access/").await.status, 404);
    assert_eq!(plain.get(&format!("/school/access/classes/{own}/")).await.status, 404);

    // A way in is a way to everything its owner may: the class teacher can't take over a member of staff whose child is here,
    // nor a parent whose other child learns elsewhere.
    let (child, director) = site
        .db()
        .read({
            let child = site.small.pupils_a[2];
            move |tx| {
                let found = registry::read::account_by_login(tx, "director")?.unwrap();
                Ok::<_, registry::Error>((child, found.person))
            }
        })
        .await
        .unwrap();
    site.db()
        .write(move |tx| {
            registry::write::add_guardian(tx, director, child, registry::Relation::Father, testkit::NOW)
        })
        .await
        .unwrap();
    teacher.get(&format!("/school/access/classes/{own}/")).await;
    let path = format!("/school/access/classes/{own}/issue/");
    for person in [director, site.small.parent, site.small.class_teacher] {
        let person = person.to_string();
        assert_eq!(issue(&site, &mut teacher, &path, &[("person", &person)]).await, None);
    }
    for login in ["director", "parent"] {
        assert_eq!(try_in(&site, login, "demo").await.1, 303, "{login} signs in as before");
    }
    let page = teacher.get(&format!("/school/access/classes/{own}/")).await;
    assert!(page.text().contains("не только в этом классе: пароль он меняет сам"), "{}", page.body);
});

/// Makes somebody a parent of a pupil.
async fn guardian(site: &testkit::Site, who: kernel::PersonId, child: kernel::PersonId) {
    site.db()
        .write(move |tx| {
            registry::write::add_guardian(tx, who, child, registry::Relation::Mother, testkit::NOW)
        })
        .await
        .unwrap();
}

both!(nobody_takes_over_what_opens_another_school, |site| {
    // The parent's other child learns at school 2: not even the administrator may give a new code for what is used.
    let mut admin = site.signed_in("admin").await;
    let class = format!("/school/access/classes/{}/", site.small.class_a);
    let page = admin.get(&class).await;
    assert!(page.text().contains("пользуется и в другой школе: пароль он меняет сам"), "{}", page.body);
    let path = format!("{class}issue/");
    let person = site.small.parent.to_string();
    assert_eq!(issue(&site, &mut admin, &path, &[("person", &person)]).await, None);
    assert!(
        admin.get("/school/tasks/").await.status == 200 && try_in(&site, "parent", "demo").await.1 == 303,
        "signs in as before"
    );
    // Neither for a teacher who is a parent there, nor for a pupil who goes there in a month.
    guardian(&site, site.small.teacher, site.small.other_pupil).await;
    let teacher = site.small.teacher.to_string();
    let staff = admin.get("/school/access/staff/").await;
    assert!(staff.text().contains("пароль он меняет сам"), "{}", staff.body);
    let staff = "/school/access/staff/issue/";
    assert_eq!(issue(&site, &mut admin, staff, &[("person", &teacher)]).await, None);
    assert_eq!(try_in(&site, "teacher", "demo").await.1, 303);
    let (pupil, there, class) = (site.small.pupil, site.small.other_school, site.small.other_class);
    let month = kernel::Day::new(2026, 12, 23).unwrap();
    site.db()
        .write(move |tx| registry::write::enroll(tx, there, class, &[pupil], month).map(drop))
        .await
        .unwrap();
    let person = pupil.to_string();
    assert_eq!(issue(&site, &mut admin, &path, &[("person", &person)]).await, None);
    assert_eq!(try_in(&site, "pupil", "demo").await.1, 303);
});

both!(a_parent_of_two_classes_is_the_administrators, |site| {
    // `classmateparent` has a child in 7А only, until a second one learns in 7Б.
    let parent = site
        .db()
        .read(|tx| registry::read::account_by_login(tx, "classmateparent"))
        .await
        .unwrap()
        .unwrap()
        .person;
    guardian(&site, parent, site.small.pupils_b[0]).await;
    let (person, path) =
        (parent.to_string(), format!("/school/access/classes/{}/issue/", site.small.class_a));
    let mut teacher = site.signed_in("classteacher").await;
    teacher.get("/school/access/").await;
    assert_eq!(issue(&site, &mut teacher, &path, &[("person", &person)]).await, None);
    assert_eq!(try_in(&site, "classmateparent", "demo").await.1, 303);
    // The administrator of the school may: he answers for all of it; and every account of the person gives way.
    site.db()
        .write(move |tx| {
            let account = registry::read::account_by_login(tx, "classmateparent")?.unwrap();
            let second = registry::write::NewAccount {
                person: parent,
                login: "second".to_owned(),
                email: None,
                phone: None,
                password_hash: account.password_hash,
                must_change: false,
            };
            registry::write::add_account(tx, &second, testkit::NOW)
        })
        .await
        .unwrap();
    assert_eq!(try_in(&site, "second", "demo").await.1, 303);
    let mut admin = site.signed_in("admin").await;
    admin.get("/school/access/").await;
    assert!(issue(&site, &mut admin, &path, &[("person", &person)]).await.is_some());
    for login in ["classmateparent", "second"] {
        assert_eq!(try_in(&site, login, "demo").await.1, 422, "{login}");
    }
});

both!(a_browser_that_was_signed_out_sets_no_password, |site| {
    // A new code has ended the session, but the browser's last page is still remembered as signed in.
    let mut client = site.signed_in("classmateparent").await;
    assert_eq!(client.get("/cabinet/password/").await.status, 200);
    site.db()
        .write(|tx| {
            let account = registry::read::account_by_login(tx, "classmateparent")?.unwrap();
            registry::write::end_other_sessions(tx, account.id, None)
        })
        .await
        .unwrap();
    let typed = [("current", "demo"), ("new", OWN), ("again", OWN)];
    let answer = client.post_form("/cabinet/password/", &typed).await;
    assert!(answer.status == 303 && answer.location().starts_with("/login/"), "{}", answer.location());
    assert_eq!(try_in(&site, "classmateparent", OWN).await.1, 422);
    assert_eq!(try_in(&site, "classmateparent", "demo").await.1, 303);
});

both!(a_file_is_its_askers_alone_and_not_for_long, |site| {
    let mut teacher = site.signed_in("classteacher").await;
    teacher.get("/school/access/").await;
    let path = format!("/school/access/classes/{}/issue/", site.small.class_a);
    let task = teacher.post_form(&path, &BOTH).await.location().to_owned();
    site.work().await;
    let file = format!("{task}files/0/");
    let mut admin = site.signed_in("admin").await;
    assert_eq!(admin.get(&task).await.status, 200, "an administrator sees that it was done");
    assert_eq!(admin.get(&file).await.status, 404, "but not the codes");
    for login in ["deputy", "teacher", "otheradmin", "parent"] {
        let mut other = site.signed_in(login).await;
        assert_eq!(other.get(&task).await.status, 404, "{login}");
        assert_eq!(other.get(&file).await.status, 404, "{login}");
    }
    assert_eq!(teacher.get(&file).await.status, 200);
    site.clock.advance(school::tasks::FILES_LIVE);
    assert_eq!(teacher.get(&file).await.status, 404);
    assert!(teacher.get(&task).await.text().contains("Файл больше не хранится"));
});

both!(a_whole_school_in_one_archive, |site| {
    let mut admin = site.signed_in("admin").await;
    let page = admin.get("/school/access/").await;
    assert!(page.text().contains("/school/access/staff/"));
    let (a, b) = (site.small.class_a.to_string(), site.small.class_b.to_string());
    let nothing = admin.post_form("/school/access/issue/", &[("pupils", "on"), ("whose", "nobody")]).await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.text().contains("Отметьте хотя бы один класс"));
    let fields = [
        ("class", a.as_str()),
        ("class", b.as_str()),
        ("pupils", "on"),
        ("parents", "on"),
        ("staff", "on"),
        ("whose", "nobody"),
        ("look", "list"),
        ("english", "on"),
        ("separate", "on"),
    ];
    let answer = admin.post_form("/school/access/issue/", &fields).await;
    let task = answer.location().to_owned();
    assert_eq!(site.work().await, 1);
    let file = admin.get(&format!("{task}files/0/")).await;
    assert_eq!(file.header("content-type"), "application/zip");
    assert!(file.bytes.starts_with(b"PK"));
    admin.headers.push(("accept-language".to_owned(), "en".to_owned()));
    let english = admin.get("/school/access/").await;
    assert!(english.text().contains("Never signed in"), "{}", english.body);
});

both!(the_login_of_a_qr_code_stands_in_the_form, |site| {
    let mut guest = site.client();
    let page = guest.get("/login/?login=ivanova-m417").await;
    assert!(page.text().contains("value=\"ivanova-m417\""));
});
