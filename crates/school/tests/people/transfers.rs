use kernel::PersonId;
use testkit::{Client, Site, both};

use crate::common::{TODAY, day, membership, put_five, shows};

async fn offer(site: &Site, admin: &mut Client, pupil: PersonId, number: &str, on: &str) -> String {
    let receiver = site.small.other_school.to_string();
    let done = admin
        .post_form(
            &format!("/school/people/{pupil}/transfer/"),
            &[("receiver", &receiver), ("number", number), ("day", on)],
        )
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = admin.get("/school/people/transfers/").await;
    let id = page.body.split("/school/people/transfers/").find_map(|rest| {
        let id = rest.split('/').next().unwrap();
        id.parse::<i64>().is_ok().then(|| id.to_owned())
    });
    id.expect("a transfer that can be withdrawn")
}

both!(a_pupil_goes_to_another_school_with_the_history, |site| {
    let (pupil, journal) = (site.small.pupil, site.small.journal_a);
    put_five(&site, journal, pupil).await;
    let mut admin = site.signed_in("admin").await;
    let mut other = site.signed_in("otheradmin").await;
    assert_eq!(other.get(&format!("/school/people/{pupil}/")).await.status, 404);

    // Withdrawn: as if it had not been.
    let id = offer(&site, &mut admin, pupil, "9", TODAY).await;
    assert_eq!(membership(&site, journal, pupil).await, [(day("2026-09-01"), Some(day(TODAY)))]);
    assert_eq!(other.post_form(&format!("/school/people/transfers/{id}/withdraw/"), &[]).await.status, 404);
    assert_eq!(admin.post_form(&format!("/school/people/transfers/{id}/accept/"), &[]).await.status, 404);
    let back = admin.post_form(&format!("/school/people/transfers/{id}/withdraw/"), &[]).await;
    assert_eq!(back.status, 303);
    assert_eq!(membership(&site, journal, pupil).await, [(day("2026-09-01"), None)]);

    // Declined with a reason.
    let id = offer(&site, &mut admin, pupil, "10", TODAY).await;
    let silent = other.post_form(&format!("/school/people/transfers/{id}/decline/"), &[]).await;
    assert_eq!(silent.status, 422);
    let declined =
        other.post_form(&format!("/school/people/transfers/{id}/decline/"), &[("answer", "Нет мест")]).await;
    assert_eq!(declined.status, 303);
    assert!(shows(&admin.get("/school/people/transfers/").await, "Нет мест"));
    assert_eq!(membership(&site, journal, pupil).await, [(day("2026-09-01"), None)]);

    // Accepted.
    let id = offer(&site, &mut admin, pupil, "11", TODAY).await;
    let incoming = other.get("/school/people/transfers/").await;
    assert!(shows(&incoming, "Иванова Мария") && shows(&incoming, "Школа № 1"));
    assert_eq!(other.get(&format!("/school/people/transfers/{id}/")).await.status, 200);
    let class = site.small.other_class.to_string();
    let accept = format!("/school/people/transfers/{id}/accept/");
    let early = other.post_form(&accept, &[("class", &class), ("number", "3"), ("day", TODAY)]).await;
    assert!(early.status == 422 && early.body.contains("был здесь по 23.11.2026"));
    let done = other.post_form(&accept, &[("class", &class), ("number", "3"), ("day", "2026-11-24")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(
        other.post_form(&accept, &[("class", &class), ("number", "3"), ("day", "2026-11-24")]).await.status,
        422
    );
    let card = other.get(&format!("/school/people/{pupil}/")).await;
    assert!(shows(&card, "7А") && shows(&card, "3Б"), "the class history came along");
    site.clock.advance(24 * 3_600_000);

    // The sender can't take her back past the receiver; the family reads the old marks.
    let restore = format!("/school/people/{pupil}/restore/");
    let a = site.small.class_a.to_string();
    let refused = admin.post_form(&restore, &[("class", &a), ("number", "12"), ("day", "2026-11-25")]).await;
    assert!(refused.status == 422 && refused.body.contains("Школа № 2"), "{}", refused.body);
    // Nor may it change the card or the family: that would open the other school's diary to somebody.
    let fields = [("family", "Чужая"), ("given", "Анна"), ("relation", "guardian")];
    let leak = admin.post_form(&format!("/school/people/{pupil}/guardians/"), &fields).await;
    assert_eq!(leak.status, 404, "{}", leak.body);
    let end = format!("/school/people/{pupil}/guardians/{}/end/", site.small.parent);
    assert_eq!(admin.post_form(&end, &[]).await.status, 404);
    // What the card still tells is what it was here: no family, nothing to reach them by.
    assert_eq!(admin.get(&format!("/school/people/{pupil}/edit/")).await.status, 404);
    let card = admin.get(&format!("/school/people/{pupil}/")).await;
    assert!(card.status == 200 && shows(&card, "7А") && !shows(&card, "Телефон"), "{}", card.body);
    assert!(!shows(&card, "Иванова Елена") && !shows(&card, "/edit/"), "{}", card.body);
    let fields = [("seen", ""), ("family", "Иная"), ("given", "Мария")];
    let edit = admin.post_form(&format!("/school/people/{pupil}/edit/"), &fields).await;
    assert!(edit.status == 422 && edit.body.contains("Школа № 2"), "{}", edit.body);
    let mut parent = site.signed_in("parent").await;
    let week = parent.get(&format!("/diary/{pupil}/2026-11-23")).await;
    assert_eq!(week.status, 200);
    assert!(shows(&week, "Математика"), "the week before the transfer is the old school's");
    let now = parent.get(&format!("/diary/{pupil}/2026-11-30")).await;
    assert_eq!(now.status, 200);
});

both!(a_former_school_writes_nothing_of_who_is_anothers, |site| {
    let (here, there) = (site.small.school, site.small.other_school);
    let (child, class, other_class) = (site.small.pupils_a[1], site.small.class_a, site.small.other_class);
    let (mother, worker) = site
        .db()
        .write(move |tx| {
            let new = |family: &str, phone: &str| registry::NewPerson {
                name: kernel::PersonName::new(family, "Анна", None).unwrap(),
                birth_day: None,
                sex: None,
                snils: None,
                phone: Some(phone.into()),
                email: None,
            };
            let people = [new("Родителева", "+79000000071"), new("Работникова", "+79000000072")];
            let ids = registry::write::add_persons(tx, &people, testkit::NOW)?;
            let since = day("2026-09-01");
            registry::write::add_guardian(tx, ids[0], child, registry::Relation::Mother, testkit::NOW)?;
            registry::write::add_staff(tx, here, ids[1], "учитель", since)?;
            Ok::<_, registry::Error>((ids[0], ids[1]))
        })
        .await
        .unwrap();
    let mut admin = site.signed_in("admin").await;
    for (who, phone) in [(mother, "+79000000071"), (worker, "+79000000072")] {
        let page = admin.get(&format!("/school/people/{who}/edit/")).await;
        assert!(page.status == 200 && shows(&page, phone), "she is ours yet: {}", page.body);
    }
    let done = admin
        .post_form(
            "/school/people/staff/archive/",
            &[("who", &worker.to_string()), ("number", "1"), ("day", "2026-11-20")],
        )
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = admin.get(&format!("/school/people/{worker}/edit/")).await;
    assert_eq!(page.status, 200, "dismissed and nobody else's: the archive is still to be kept right");
    site.db()
        .write(move |tx| {
            registry::write::leave_class(tx, here, class, child, day("2026-11-20"))?;
            registry::write::enroll(tx, there, other_class, &[child], day("2026-11-21"))?;
            registry::write::add_staff(tx, there, worker, "учитель", day("2026-11-21"))
        })
        .await
        .unwrap();
    for (who, phone) in [(mother, "+79000000071"), (worker, "+79000000072")] {
        let edit = format!("/school/people/{who}/edit/");
        assert_eq!(admin.get(&edit).await.status, 404);
        let fields = [("seen", ""), ("family", "Иная"), ("given", "Анна"), ("email", "a@example.org")];
        let refused = admin.post_form(&edit, &fields).await;
        assert!(refused.status == 422 && refused.body.contains("Школа № 2"), "{}", refused.body);
        let card = admin.get(&format!("/school/people/{who}/")).await;
        assert!(card.status == 200 && !shows(&card, phone), "{}", card.body);
        // Nor do the lists and their files tell how to reach them.
        for list in ["parents", "staff"] {
            let page = admin.get(&format!("/school/people/{list}/?state=all")).await;
            assert!(page.status == 200 && !shows(&page, phone), "{list}: {}", page.body);
            let file = admin.get(&format!("/school/people/{list}/export/?state=all&format=csv")).await;
            assert!(file.status == 200 && !shows(&file, phone), "{list}: {}", file.body);
        }
    }
    let parents = admin.get("/school/people/parents/export/?state=all&format=csv").await;
    assert!(shows(&parents, "Родителева Анна"), "she is known, and not to be called: {}", parents.body);
    let staff = admin.get("/school/people/staff/export/?state=all&format=csv").await;
    assert!(shows(&staff, "Работникова Анна"), "{}", staff.body);
});

both!(kinds_have_to_fit_and_the_card_offers_what_can_be_done, |site| {
    let pupil = site.small.pupil;
    let mut admin = site.signed_in("admin").await;
    let form = admin.get(&format!("/school/people/{pupil}/transfer/")).await;
    assert!(shows(&form, "Школа № 2") && shows(&form, "Колледж") && !shows(&form, "Детский сад № 1"));
    let kindergarten = site.small.kindergarten.to_string();
    let fields = [("receiver", kindergarten.as_str()), ("number", "1"), ("day", TODAY)];
    let refused = admin.post_form(&format!("/school/people/{pupil}/transfer/"), &fields).await;
    assert!(refused.status == 422 && shows(&refused, "Между такими организациями не переводят"));
    let card = format!("/school/people/{pupil}/");
    let offers = async |admin: &mut Client| -> Vec<&'static str> {
        let page = admin.get(&card).await;
        let has = |act: &&&str| page.body.contains(&format!("href=\"{card}{act}/\""));
        ["move", "transfer", "archive", "restore", "guardians"].iter().filter(has).copied().collect()
    };
    assert_eq!(offers(&mut admin).await, ["move", "transfer", "archive", "guardians"]);
    let id = offer(&site, &mut admin, pupil, "1", TODAY).await;
    assert_eq!(offers(&mut admin).await, ["guardians"], "nothing else is hers to do while it waits");
    assert!(shows(&admin.get(&card).await, "К переводам"));
    let mut other = site.signed_in("otheradmin").await;
    let class = site.small.other_class.to_string();
    let accept = format!("/school/people/transfers/{id}/accept/");
    let done = other.post_form(&accept, &[("class", &class), ("number", "2"), ("day", "2026-11-24")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(!offers(&mut admin).await.contains(&"restore"));
    site.clock.advance(24 * 3_600_000);
    assert_eq!(offers(&mut admin).await, Vec::<&str>::new());
    assert!(shows(&admin.get(&card).await, "К переводам"));
});
