use testkit::both;

use crate::common::shows;

both!(lists_are_searched_filtered_and_given_out, |site| {
    let mut admin = site.signed_in("admin").await;
    let all = admin.get("/school/people/pupils/").await;
    assert_eq!((all.status, all.page()), (200, "school.pupils"));
    assert!(shows(&all, "Иванова Мария Сергеевна") && shows(&all, "Яковлев Тимур"));
    assert!(!shows(&all, "Чужов"), "nobody of another school");
    for (query, found, absent) in [
        ("q=%D0%B8%D0%B2%D0%B0", "Иванова Мария", "Кузнецов"),
        ("q=%D0%BC%D0%B0%D1%80%20%D0%B8%D0%B2", "Иванова Мария", "Кузнецов"),
        ("q=%D0%A4%D0%B5%D0%B4%D0%BE%D1%80%D0%BE%D0%B2%D0%B0", "Фёдорова Анна", "Иванова"),
        ("q=%D0%B8%D0%B2%D0%BD%D0%BE%D0%B2%D0%B0", "Иванова Мария", "Кузнецов"),
        ("q=bdfyjdf", "Иванова Мария", "Кузнецов"),
    ] {
        let page = admin.get(&format!("/school/people/pupils/?{query}")).await;
        assert!(shows(&page, found) && !shows(&page, absent), "{query}: {}", page.body);
    }
    let by_class = admin.get(&format!("/school/people/pupils/?class={}", site.small.class_b)).await;
    assert!(shows(&by_class, "Абрамов") && !shows(&by_class, "Иванова Мария"));
    let without = admin.get("/school/people/pupils/?lack=account").await;
    assert!(!shows(&without, "Иванова Мария") && shows(&without, "Кузнецов Илья"));
    let nobody = admin.get("/school/people/pupils/?q=zzzz").await;
    assert!(shows(&nobody, "Никого не нашлось"));

    let file = admin.get("/school/people/pupils/export/?q=bdfyjdf%20vfhbz&format=csv").await;
    assert_eq!(file.status, 200);
    assert!(file.header("content-disposition").contains("pupils-2026-11-23.csv"));
    assert_eq!(file.body.lines().count(), 2, "{}", file.body);
    assert!(file.body.contains("Иванова Мария Сергеевна;7А;04.05.2013"), "{}", file.body);
    assert_eq!(admin.get("/school/people/pupils/export/?format=exe").await.status, 404);

    let parents = admin.get("/school/people/parents/").await;
    assert!(shows(&parents, "Иванова Елена Петровна") && shows(&parents, "Иванова Мария (7А)"));
    assert!(!shows(&parents, "Иванов Павел"), "a child of another school is that school's affair");
    let staff = admin.get("/school/people/staff/").await;
    assert!(shows(&staff, "Орлов Дмитрий Николаевич") && shows(&staff, "Учитель математики"));

    // A deputy looks and finds no way to change; a teacher finds nothing.
    let mut deputy = site.signed_in("deputy").await;
    assert_eq!(deputy.get("/school/people/pupils/").await.status, 200);
    let card = deputy.get(&format!("/school/people/{}/", site.small.pupil)).await;
    assert!(card.status == 200 && !card.body.contains("/edit/"));
    let mut teacher = site.signed_in("teacher").await;
    assert_eq!(teacher.get("/school/people/pupils/").await.status, 404);
    assert!(all.statements() <= 8, "{}", all.statements());
});

both!(a_card_is_edited_and_nothing_is_overwritten, |site| {
    let mut admin = site.signed_in("admin").await;
    let id = site.small.pupil;
    let path = format!("/school/people/{id}/edit/");
    let page = admin.get(&path).await;
    let seen =
        page.body.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let mut fields = vec![
        ("seen", seen.as_str()),
        ("family", "Иванова-Петрова"),
        ("given", "Мария"),
        ("patronymic", "Сергеевна"),
        ("birth", "2013-05-04"),
        ("sex", "f"),
        ("snils", "112-233-445 94"),
        ("phone", "8 900 000 00 01"),
        ("email", "masha@example.org"),
    ];
    let wrong = admin.post_form(&path, &fields).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("В номере ошибка") && wrong.body.contains("Иванова-Петрова"));
    fields[6].1 = "112-233-445 95";
    let saved = admin.post_form(&path, &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let card = admin.get(saved.location()).await;
    assert!(shows(&card, "Иванова-Петрова Мария Сергеевна") && shows(&card, "112-233-445 95"));
    assert!(shows(&card, "+79000000001") && shows(&card, "Иванова → Иванова-Петрова"), "{}", card.body);
    assert!(shows(&admin.get("/school/people/pupils/?q=gtnhj").await, "Иванова-Петрова"));

    // The same old form once more: somebody else's words stand, one's own stay on the page.
    fields[2].1 = "Марина";
    let stale = admin.post_form(&path, &fields).await;
    assert_eq!(stale.status, 422);
    assert!(stale.body.contains("только что изменил") && stale.body.contains("Сейчас в карточке: Мария"));
    let fresh =
        stale.body.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    fields[0].1 = &fresh;
    assert_eq!(admin.post_form(&path, &fields).await.status, 303);

    // A СНИЛС belongs to one person.
    let other = site.small.pupils_a[1];
    let page = admin.get(&format!("/school/people/{other}/edit/")).await;
    let seen =
        page.body.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let taken = admin
        .post_form(
            &format!("/school/people/{other}/edit/"),
            &[("seen", &seen), ("family", "Кузнецов"), ("given", "Илья"), ("snils", "11223344595")],
        )
        .await;
    assert!(taken.status == 422 && taken.body.contains("записан за другим"), "{}", taken.body);

    // Guardians: a known one is linked, not doubled; the relation ends and stays in the history.
    let third = site.small.pupils_a[2];
    let add = format!("/school/people/{third}/guardians/");
    let fields =
        [("family", "Иванова"), ("given", "Елена"), ("patronymic", "Петровна"), ("relation", "guardian")];
    assert_eq!(admin.post_form(&add, &fields).await.status, 303);
    let card = admin.get(&format!("/school/people/{third}/")).await;
    assert!(card.body.contains(&format!("/school/people/{}/", site.small.parent)), "linked: {}", card.body);
    let ended =
        admin.post_form(&format!("/school/people/{third}/guardians/{}/end/", site.small.parent), &[]).await;
    assert_eq!(ended.status, 303);
    let card = admin.get(&format!("/school/people/{third}/")).await;
    assert!(shows(&card, "Никто не указан") && shows(&card, "Иванова Елена Петровна, опекун"));
});

both!(the_region_finds_people_by_name_with_errors, |site| {
    use kernel::InstitutionId;
    use registry::NameQuery;
    use registry::read::{Scope, search_people};
    let find = async |scope: Scope, typed: &'static str| -> Vec<String> {
        site.db()
            .read(move |tx| search_people(tx, scope, &NameQuery::parse(typed).unwrap(), 20))
            .await
            .unwrap()
            .into_iter()
            .map(|found| found.name.listed())
            .collect()
    };
    let own = Scope::Institution(InstitutionId(site.small.school.0));
    let both = ["Чужов Илья", "Чужов Пётр"];
    assert_eq!(find(Scope::Region, "чужов ил").await, both, "Илья, and Пётр Ильич");
    assert_eq!(find(Scope::Region, "чужов илья").await, ["Чужов Илья"]);
    assert_eq!(find(Scope::Region, "чужво илья").await, both, "exchanged letters; Ильич is near Илья");
    assert_eq!(find(Scope::Region, "жужов петр").await, both, "a wrong first letter");
    assert_eq!(find(Scope::Region, "ужов петр").await, both, "a missing first letter");
    assert_eq!(find(Scope::Region, "фёдорова").await, find(Scope::Region, "ФЕДОРОВА").await);
    assert!(find(own, "чужов").await.is_empty(), "another school's people stay there");
    assert_eq!(find(own, "кузнецов илья").await, ["Кузнецов Илья"]);
    assert!(find(own, "иванова елена").await.contains(&"Иванова Елена".to_owned()), "guardians too");
});
