//! Rosters in the browser: file, columns, preview, import.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails loudly"
)]

use testkit::both;

const FILE: &str = "Кл.;Кто;Др;Мама;Номер\n\
    8В;Новикова Анна Петровна;04.05.2012;Новикова Ольга;89000000001\n\
    8В;Орехов Пётр;;;\n\
    ;Безклассный Иван;;;\n";
const COLUMNS: [(&str, &str); 6] = [
    ("list-0", "pupils"),
    ("column-0-0", "class"),
    ("column-0-1", "name"),
    ("column-0-2", "birth"),
    ("column-0-3", "mother-name"),
    ("column-0-4", "mother-phone"),
];

both!(a_file_with_odd_headings_becomes_a_class, |site| {
    let mut admin = site.signed_in("admin").await;
    assert_eq!(admin.get("/school/rosters/").await.page(), "school.rosters");
    let sent = admin.post_file("/school/rosters/", "8В.csv", FILE.as_bytes()).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let columns = sent.location().to_owned();
    let page = admin.get(&columns).await;
    assert_eq!(page.page(), "school.rosters-columns");
    assert!(page.text().contains("Новикова Анна Петровна, Орехов Пётр"), "samples: {}", page.body);
    assert!(page.text().contains("value=\"mother-name\" selected"), "«Мама» is known by itself");

    // Two columns of one meaning, and a list without a class, are told and keep what was chosen.
    let mut doubled = COLUMNS;
    doubled[4].1 = "name";
    let answer = admin.post_form(&columns, &doubled).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("указано для двух столбцов"), "{}", answer.body);
    assert!(answer.text().contains("value=\"birth\" selected"), "{}", answer.body);
    let answer = admin.post_form(&columns, &[("list-0", "pupils"), ("column-0-1", "name")]).await;
    assert!(answer.status == 422 && answer.text().contains("«Класс»"), "{}", answer.body);

    let answer = admin.post_form(&columns, &COLUMNS).await;
    let preview = answer.location().to_owned();
    let page = admin.get(&preview).await;
    assert_eq!(page.page(), "school.rosters-preview", "{}", answer.body);
    assert!(page.text().contains("Новикова Анна Петровна, 8В; мать Новикова Ольга"), "{}", page.body);
    assert!(page.text().contains("не указан класс"));
    let errors = admin.get(&format!("{preview}?only=errors")).await;
    assert!(errors.text().contains("не указан класс") && !errors.text().contains("Орехов Пётр, 8В"));

    // Nothing has changed yet, and one refused row refuses the file unless it is to be skipped.
    assert!(!admin.get("/school/").await.text().contains("8В"));
    let answer = admin.post_form(&preview, &[]).await;
    assert!(answer.status == 422 && answer.text().contains("есть строки с ошибками"));
    let task = admin.post_form(&preview, &[("skip", "on")]).await.location().to_owned();
    assert_eq!(site.work().await, 1);
    let report = admin.get(&task).await;
    assert!(
        report.text().contains("Готово") && report.text().contains("Отклонено: <b>1</b>"),
        "{}",
        report.body
    );
    assert!(admin.get("/school/").await.text().contains("8В"));
    assert_eq!(admin.get(&preview).await.status, 404, "the file is gone");

    // The same again changes nothing.
    admin.get("/school/rosters/").await;
    let columns = admin.post_file("/school/rosters/", "8В.csv", FILE.as_bytes()).await.location().to_owned();
    let preview = admin.post_form(&columns, &COLUMNS).await.location().to_owned();
    assert!(admin.get(&preview).await.text().contains("Загружать нечего"));
    assert!(admin.get("/school/rosters/").await.text().contains("8В.csv"));
    admin.post_form(&format!("{preview}discard/"), &[]).await;
    assert!(!admin.get("/school/rosters/").await.text().contains("8В.csv"));
});

both!(what_is_no_table_is_refused_with_a_sentence, |site| {
    let mut admin = site.signed_in("admin").await;
    admin.get("/school/rosters/").await;
    for (name, bytes, words) in [
        ("a.csv", Vec::new(), "Файл пуст"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\0".to_vec(), "не текстовый файл"),
        ("", b"x".to_vec(), "Выберите файл"),
        ("big.csv", vec![b'x'; 8 * 1024 * 1024 + 1], "слишком велик"),
    ] {
        let answer = admin.post_file("/school/rosters/", name, &bytes).await;
        assert_eq!(answer.status, 422, "{name}: {}", answer.body);
        assert!(answer.text().contains(words), "{name}: {}", answer.body);
    }
});

both!(a_file_is_its_schools_own, |site| {
    let mut admin = site.signed_in("admin").await;
    admin.get("/school/rosters/").await;
    let columns = admin.post_file("/school/rosters/", "8В.csv", FILE.as_bytes()).await.location().to_owned();
    let preview = columns.trim_end_matches("columns/").to_owned();
    for login in ["otheradmin", "deputy", "teacher", "parent"] {
        let mut other = site.signed_in(login).await;
        for path in [&columns, &preview] {
            assert_eq!(other.get(path).await.status, 404, "{login} {path}");
            assert_eq!(other.post_form(path, &COLUMNS).await.status, 404, "{login} {path}");
        }
        assert_eq!(other.post_form(&format!("{preview}discard/"), &[]).await.status, 404, "{login}");
        let expected = if login == "otheradmin" { 303 } else { 404 };
        assert_eq!(
            other.post_file("/school/rosters/", "a.csv", FILE.as_bytes()).await.status,
            expected,
            "{login}"
        );
    }
    // A file nobody imports goes away.
    let later = testkit::NOW.plus(24 * 3_600_000 + 1);
    site.db().write(move |tx| school::tasks::purge(tx, later)).await.unwrap();
    assert_eq!(admin.get(&columns).await.status, 404);
});

const STAFF: &str = "Фамилия;Имя;Отчество;Должность;Роль\n\
    Админова;Ирина;Юрьевна;Администратор;директор, администратор\n\
    Новый;Завуч;Олегович;завуч;завуч\n";

both!(an_administrator_gives_himself_no_role, |site| {
    let mut admin = site.signed_in("admin").await;
    admin.get("/school/rosters/").await;
    let columns = admin.post_file("/school/rosters/", "с.csv", STAFF.as_bytes()).await.location().to_owned();
    let chosen = [
        ("list-0", "staff"),
        ("column-0-0", "family"),
        ("column-0-1", "given"),
        ("column-0-2", "patronymic"),
        ("column-0-3", "position"),
        ("column-0-4", "role"),
    ];
    let sent = admin.post_form(&columns, &chosen).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let preview = sent.location().to_owned();
    let page = admin.get(&preview).await;
    assert!(page.text().contains("«директор» себе не назначают"), "{}", page.body);
    assert!(!page.text().contains("«администратор» себе"), "what he is already is no news");
    let task = admin.post_form(&preview, &[]).await.location().to_owned();
    assert_eq!(site.work().await, 1);
    assert!(admin.get(&task).await.text().contains("«директор» себе не назначают"));
    let school = site.small.school;
    let roles = site
        .db()
        .read(move |tx| {
            let staff = registry::read::known_staff(tx, school)?;
            let of = |family: &str| staff.iter().find(|one| one.0.name.family() == family).unwrap().0.id;
            Ok::<_, registry::Error>([
                registry::read::roles_of(tx, of("Админова"))?,
                registry::read::roles_of(tx, of("Новый"))?,
            ])
        })
        .await
        .unwrap();
    assert_eq!(roles[0], [(school, registry::Role::Admin)]);
    assert_eq!(roles[1], [(school, registry::Role::Deputy)], "somebody else gets his");
});

const HOMEROOMS: &str = "Фамилия;Имя;Отчество;Должность;Классное руководство\n\
    Админова;Ирина;Юрьевна;Администратор;7А\n\
    Орлов;Дмитрий;Николаевич;Учитель математики;7Б\n";

both!(an_administrator_gives_himself_no_class, |site| {
    let teachers = async || {
        let (school, a, b) = (site.small.school, site.small.class_a, site.small.class_b);
        let of = move |tx: &mut store::ReadTx<'_>| {
            Ok::<_, registry::Error>([
                registry::read::class(tx, school, a)?.teacher,
                registry::read::class(tx, school, b)?.teacher,
            ])
        };
        site.db().read(of).await.unwrap()
    };
    let mut admin = site.signed_in("admin").await;
    admin.get("/school/rosters/").await;
    let columns =
        admin.post_file("/school/rosters/", "к.csv", HOMEROOMS.as_bytes()).await.location().to_owned();
    let chosen = [
        ("list-0", "staff"),
        ("column-0-0", "family"),
        ("column-0-1", "given"),
        ("column-0-2", "patronymic"),
        ("column-0-3", "position"),
        ("column-0-4", "homeroom"),
    ];
    let sent = admin.post_form(&columns, &chosen).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let preview = sent.location().to_owned();
    assert!(admin.get(&preview).await.text().contains("классное руководство 7А себе не назначают"));
    admin.post_form(&preview, &[]).await;
    assert_eq!(site.work().await, 1);
    let small = &site.small;
    assert_eq!(
        teachers().await,
        [Some(small.class_teacher), Some(small.teacher)],
        "another's class is his to give"
    );

    // The form says the same, and for another it still does what it is for.
    let find = |tx: &mut store::ReadTx<'_>| registry::read::account_by_login(tx, "admin");
    let own = site.db().read(find).await.unwrap().unwrap().person.to_string();
    let class = format!("/school/classes/{}/settings/", small.class_a);
    let typed = |teacher: &str| {
        vec![("grade", "7".to_owned()), ("letter", "А".to_owned()), ("teacher", teacher.to_owned())]
    };
    for (teacher, status) in [(own.clone(), 422), (small.teacher.to_string(), 303)] {
        let fields = typed(&teacher);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = admin.post_form(&class, &fields).await;
        assert_eq!(answer.status, status, "{teacher}: {}", answer.body);
        assert_eq!(status == 422, answer.text().contains("Себе класс не назначают"));
    }
    assert_eq!(teachers().await, [Some(small.teacher); 2]);
    let fields = [("grade", "9"), ("letter", "Я"), ("teacher", own.as_str())];
    assert_eq!(admin.post_form("/school/classes/", &fields).await.status, 422, "nor a new one");
});

both!(so_many_files_wait_and_no_more, |site| {
    let mut admin = site.signed_in("admin").await;
    admin.get("/school/rosters/").await;
    for number in 0..20 {
        let sent = admin.post_file("/school/rosters/", &format!("{number}.csv"), FILE.as_bytes()).await;
        assert_eq!(sent.status, 303, "{number}: {}", sent.body);
    }
    let full = admin.post_file("/school/rosters/", "21.csv", FILE.as_bytes()).await;
    assert!(full.status == 422 && full.text().contains("загрузите или уберите один из них"), "{}", full.body);
    let page = admin.get("/school/rosters/").await;
    let waiting = page.body.split("/school/rosters/").find(|rest| rest.contains("/discard/\""));
    let waiting = waiting.unwrap_or_else(|| panic!("{}", page.body)).split('/').next().unwrap();
    assert_eq!(admin.post_form(&format!("/school/rosters/{waiting}/discard/"), &[]).await.status, 303);
    assert_eq!(admin.post_file("/school/rosters/", "21.csv", FILE.as_bytes()).await.status, 303);
    // Another school's files do not count here.
    let mut other = site.signed_in("otheradmin").await;
    other.get("/school/rosters/").await;
    assert_eq!(other.post_file("/school/rosters/", "1.csv", FILE.as_bytes()).await.status, 303);
});

both!(a_file_of_too_many_rows_is_told_before_it_is_tried, |site| {
    let mut admin = site.signed_in("admin").await;
    admin.get("/school/rosters/").await;
    let mut file = "Кл.;Кто;Др;Мама;Номер\n".to_owned();
    for _ in 0..10_001 {
        file.push_str("8В;Орехов Пётр;;;\n");
    }
    let columns = admin.post_file("/school/rosters/", "8В.csv", file.as_bytes()).await.location().to_owned();
    let answer = admin.post_form(&columns, &COLUMNS).await;
    assert!(answer.status == 422 && answer.text().contains("разделите его на части"), "{}", answer.body);
});
