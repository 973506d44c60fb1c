use testkit::both;

use crate::common::{TODAY, day, membership, shows};

const PUPIL: &str = "/school/people/pupils/new/";
const STAFF: &str = "/school/people/staff/new/";

fn with<'a>(base: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    base.iter().filter(|(name, _)| more.iter().all(|(n, _)| n != name)).chain(more).copied().collect()
}

both!(one_pupil_is_written_down_with_a_parent, |site| {
    let mut admin = site.signed_in("admin").await;
    let list = admin.get("/school/people/pupils/").await;
    assert!(shows(&list, PUPIL) && shows(&list, "Добавить ученика"));
    let class = site.small.class_b.to_string();
    let chosen = admin.get(&format!("{PUPIL}?class={class}")).await;
    assert_eq!((chosen.status, chosen.page()), (200, "school.pupil-new"));
    assert!(shows(&chosen, &format!("value=\"{class}\" selected")), "{}", chosen.body);
    let fields = [
        ("family", "Новиков"),
        ("given", "Тимур"),
        ("patronymic", "Ильич"),
        ("birth", "2013-03-08"),
        ("sex", "m"),
        ("snils", "112-233-445 95"),
        ("class", class.as_str()),
        ("number", "17-у"),
        ("day", TODAY),
        ("g-family", "Новикова"),
        ("g-given", "Анна"),
        ("relation", "mother"),
        ("phone", "8 900 000 00 77"),
        ("email", "anna@example.org"),
    ];
    for (field, wrong) in [
        ("birth", ""),
        ("snils", "112-233-445 94"),
        ("relation", ""),
        ("day", "2026-08-20"),
        ("day", "2025-01-20"),
    ] {
        let answer = admin.post_form(PUPIL, &with(&fields, &[(field, wrong)])).await;
        assert_eq!(answer.status, 422, "{field}");
        assert!(shows(&answer, &format!("id=\"f-{field}-error\"")), "{field}: {}", answer.body);
        assert!(shows(&answer, "Новиков"), "what was typed stays");
    }
    assert!(!shows(&admin.get("/school/people/pupils/").await, "Новиков"));
    let done = admin.post_form(PUPIL, &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let path = done.location().split('?').next().unwrap().to_owned();
    let pupil = kernel::PersonId(path.split('/').nth(3).unwrap().parse().unwrap());
    let card = admin.get(&path).await;
    assert!(shows(&card, "Новиков Тимур Ильич") && shows(&card, "112-233-445 95"), "{}", card.body);
    assert!(shows(&card, "Новикова Анна") && shows(&card, "+79000000077"));
    assert!(shows(&card, "Зачисление в 7Б") && shows(&card, "Приказ № 17-у от 23.11.2026"));
    assert_eq!(membership(&site, site.small.journal_b, pupil).await, [(day(TODAY), None)]);

    // The same once more: who is there already is shown, and has to be told apart.
    let again = with(&fields, &[("snils", "")]);
    let asked = admin.post_form(PUPIL, &again).await;
    assert_eq!(asked.status, 422);
    assert!(
        shows(&asked, "Уже есть: Новиков Тимур Ильич, 08.03.2013") && shows(&asked, "7Б"),
        "{}",
        asked.body
    );
    let same = pupil.to_string();
    let present = admin.post_form(PUPIL, &with(&again, &[("same", &same)])).await;
    assert!(present.status == 422 && shows(&present, "уже числится"), "{}", present.body);
    let nobody = admin.post_form(PUPIL, &with(&again, &[("same", "987654321")])).await;
    assert_eq!(nobody.status, 422, "only who was offered can be meant");
    let twin = admin.post_form(PUPIL, &with(&again, &[("same", "new")])).await;
    assert_eq!(twin.status, 303, "{}", twin.body);
    assert_ne!(twin.location().split('?').next().unwrap(), path);
    let parents = admin.get("/school/people/parents/").await;
    assert_eq!(parents.body.matches("Новикова Анна").count(), 1, "one mother of both");
});

both!(a_former_pupil_and_a_parent_come_by_the_same_forms, |site| {
    let mut admin = site.signed_in("admin").await;
    let gone = site.small.pupils_a[1];
    let archive = format!("/school/people/{gone}/archive/");
    assert_eq!(admin.post_form(&archive, &[("number", "1"), ("day", "2026-11-20")]).await.status, 303);
    let (class, same) = (site.small.class_b.to_string(), gone.to_string());
    let fields = [
        ("family", "Кузнецов"),
        ("given", "Илья"),
        ("patronymic", "Сергеевич"),
        ("birth", "2013-07-07"),
        ("sex", "m"),
        ("class", class.as_str()),
        ("number", "2"),
        ("day", TODAY),
    ];
    let asked = admin.post_form(PUPIL, &fields).await;
    assert!(asked.status == 422 && shows(&asked, "Уже есть: Кузнецов Илья"), "{}", asked.body);
    let back = admin.post_form(PUPIL, &with(&fields, &[("same", &same)])).await;
    assert_eq!(back.status, 303, "{}", back.body);
    assert!(back.location().starts_with(&format!("/school/people/{gone}/")));

    // Somebody of another school is known by the СНИЛС alone, and comes by a transfer.
    let (there, other) = (site.small.other_school, site.small.other_pupil);
    let birth = site
        .db()
        .write(move |tx| {
            let snils = "112-233-445 95".parse().ok();
            registry::write::fill_in(tx, other, &registry::write::Missing { snils, ..Default::default() })?;
            let card = registry::read::own_card(tx, there, other)?.0;
            Ok::<_, registry::Error>((card.name, card.birth_day))
        })
        .await
        .unwrap();
    let born = birth.1.map(|day| day.to_string()).unwrap_or_default();
    let strange = [
        ("family", birth.0.family()),
        ("given", birth.0.given()),
        ("patronymic", birth.0.patronymic().unwrap_or_default()),
        ("birth", &born),
        ("snils", "112-233-445 95"),
    ];
    if !born.is_empty() {
        let refused = admin.post_form(PUPIL, &with(&fields, &strange)).await;
        assert!(refused.status == 422 && shows(&refused, "оформить перевод"), "{}", refused.body);
    }
    assert!(!shows(&admin.get("/school/people/pupils/").await, birth.0.family()));
});

both!(one_member_of_staff_is_taken_on, |site| {
    let mut admin = site.signed_in("admin").await;
    assert!(shows(&admin.get("/school/people/staff/").await, STAFF));
    let fields = [
        ("family", "Громова"),
        ("given", "Вера"),
        ("position", "Учитель химии"),
        ("first", TODAY),
        ("teacher", "on"),
        ("librarian", "on"),
    ];
    let wrong = admin.post_form(STAFF, &with(&fields, &[("position", "")])).await;
    assert!(wrong.status == 422 && shows(&wrong, "id=\"f-position-error\""), "{}", wrong.body);
    assert!(shows(&wrong, "name=\"librarian\" value=\"on\" checked"), "ticks stay");
    let done = admin.post_form(STAFF, &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let id = kernel::PersonId(done.location().split('/').nth(3).unwrap().parse().unwrap());
    let roles = site.db().read(move |tx| registry::read::roles_of(tx, id)).await.unwrap();
    assert_eq!(roles.len(), 2, "{roles:?}");
    assert!(shows(&admin.get("/school/people/staff/").await, "Громова Вера"));

    // A mother of a pupil is hired as herself; nobody takes himself on.
    let parent = site.small.parent;
    let mother = [("family", "Иванова"), ("given", "Елена"), ("patronymic", "Петровна")];
    let asked = admin.post_form(STAFF, &with(&fields, &mother)).await;
    assert!(asked.status == 422 && shows(&asked, "Уже есть: Иванова Елена Петровна"), "{}", asked.body);
    let same = parent.to_string();
    let hired = admin.post_form(STAFF, &with(&with(&fields, &mother), &[("same", &same)])).await;
    assert!(hired.location().starts_with(&format!("/school/people/{parent}/")), "{}", hired.body);
    let again = admin.post_form(STAFF, &with(&with(&fields, &mother), &[("same", &same)])).await;
    assert!(again.status == 422 && shows(&again, "уже числится"));
    let mut deputy = site.signed_in("deputy").await;
    assert_eq!(deputy.get(STAFF).await.status, 404);
    assert_eq!(deputy.post_form(PUPIL, &[]).await.status, 404);
});
