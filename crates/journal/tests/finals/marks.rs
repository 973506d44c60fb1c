use testkit::both;

use super::desk::{DAY, FRIDAY, doctor, easy_rules, filled, main_part, put, quarters, send, works};

both!(a_proposal_becomes_a_mark_only_by_the_teacher, |site| {
    let (journal, pupils) = (site.small.journal_a.0, site.small.pupils_a.clone());
    let (first, second) = (pupils[0].0, pupils[1].0);
    easy_rules(&site).await;
    let quarter = quarters(&site).await[1];
    let mut teacher = site.signed_in("teacher").await;
    let work = works(&mut teacher, journal, FRIDAY).await[0];
    put(&mut teacher, journal, ("a", first, work, 0, "5")).await;
    put(&mut teacher, journal, ("b", second, work, 0, "4")).await;
    let path = format!("/journal/{journal}/periods/{quarter}/");

    let plain = teacher.get(&path).await;
    assert_eq!((plain.status, plain.page()), (200, "journal.period"), "{}", plain.body);
    assert!(plain.statements() <= 20, "{} statements", plain.statements());
    let value = |html: &str, pupil: i64| {
        let fields = filled(html, &[]);
        fields.into_iter().find(|(name, _)| *name == format!("v-{pupil}")).unwrap().1
    };
    assert_eq!(value(&plain.body, first), "", "nothing is put by itself");
    let preview = teacher.get(&format!("{path}?propose=1")).await;
    assert!(preview.body.contains("ещё не записаны") && preview.body.contains("class=\"fresh\""));
    assert_eq!((value(&preview.body, first), value(&preview.body, second)), ("5".into(), "4".into()));
    assert_eq!(value(&teacher.get(&path).await.body, first), "", "a preview writes nothing");
    let mut parent = site.signed_in("parent").await;
    let family = format!("/marks/{first}/");
    assert!(!parent.get(&family).await.body.contains("Отметки за периоды и год"));

    let fields = filled(&preview.body, &[]);
    assert_eq!(send(&mut teacher, &path, &fields).await.status, 303);
    assert_eq!(send(&mut teacher, &path, &fields).await.status, 303, "the same form twice is harmless");
    let marks = parent.get(&family).await;
    assert!(marks.body.contains("Отметки за периоды и год"), "{}", main_part(&marks));

    // Another mark wants a reason; what was typed stays.
    let drawn = teacher.get(&path).await;
    let (field, reason) = (format!("v-{second}"), format!("r-{second}"));
    let refused = send(&mut teacher, &path, &filled(&drawn.body, &[(&field, "5")])).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("Предложено 4") && value(&refused.body, second) == "5");
    let typed = filled(&refused.body, &[(&reason, "Итоговая контрольная работа")]);
    let saved = send(&mut teacher, &path, &typed).await;
    assert_eq!(saved.status, 303, "{}", main_part(&saved));

    // A form drawn before that is stale for this pupil, and says so.
    let stale = send(&mut teacher, &path, &filled(&drawn.body, &[(&field, "3"), (&reason, "иначе")])).await;
    assert!(stale.status == 422 && stale.body.contains("записал(а) здесь: 5"), "{}", main_part(&stale));
    let wrong = send(&mut teacher, &path, &filled(&drawn.body, &[(&field, "6")])).await;
    assert!(wrong.status == 422 && wrong.body.contains("Можно 1–5, н/а"), "{}", main_part(&wrong));

    let history = teacher.get(&format!("/journal/{journal}/history/?kind=finals")).await;
    assert_eq!((history.status, history.page()), (200, "journal.history"));
    assert!(history.body.contains("Итоговая контрольная работа") && history.body.contains("предложено 4"));
    let mut leads = site.signed_in("classteacher").await;
    let summary =
        leads.get(&format!("/school/classes/{}/summary/?column={quarter}", site.small.class_a)).await;
    assert_eq!((summary.status, summary.page()), (200, "school.summary"), "{}", summary.body);
    assert!(
        summary.body.contains("Успеваемость, %") && summary.body.contains("отличник"),
        "{}",
        summary.body
    );
    assert!(summary.statements() <= 12, "{} statements", summary.statements());
    assert_eq!(leads.get(&path).await.status, 404, "who only looks has no form");
    let sheet = leads.get(&format!("/journal/{journal}/periods/")).await;
    assert!(sheet.status == 200 && !sheet.body.contains(&path), "{}", main_part(&sheet));
    teacher.headers.push(("accept-language".into(), "en".into()));
    for page in [path.clone(), format!("/journal/{journal}/periods/"), "/journal/late/".to_owned()] {
        assert!(teacher.get(&page).await.body.contains("<html lang=\"en\">"), "{page}");
    }
    site.dispatch().await;
    assert_eq!(doctor(&site).await, [""; 0]);
});

both!(a_year_follows_from_its_periods, |site| {
    let (journal, pupil) = (site.small.journal_a.0, site.small.pupil.0);
    let quarters = quarters(&site).await;
    let mut teacher = site.signed_in("teacher").await;
    let third = teacher.get(&format!("/journal/{journal}/periods/{}/", quarters[2])).await;
    assert_eq!(third.status, 404, "a period that has not begun has no form");
    site.clock.advance(185 * DAY);
    let mut teacher = site.signed_in("teacher").await;
    let field = format!("v-{pupil}");
    let put = async |teacher: &mut testkit::Client, column: &str, typed: &str| {
        let path = format!("/journal/{journal}/periods/{column}/");
        let drawn = teacher.get(&path).await;
        send(teacher, &path, &filled(&drawn.body, &[(&field, typed)])).await.status
    };
    let proposed = async |teacher: &mut testkit::Client| {
        let page = teacher.get(&format!("/journal/{journal}/periods/year/?propose=1")).await;
        let fields = filled(&page.body, &[]);
        fields.into_iter().find(|(name, _)| *name == field).unwrap().1
    };
    for (quarter, mark) in quarters.iter().zip(["4", "н/а", "5"]) {
        assert_eq!(put(&mut teacher, &quarter.to_string(), mark).await, 303);
    }
    assert_eq!(proposed(&mut teacher).await, "", "the fourth quarter is missing");
    assert_eq!(put(&mut teacher, &quarters[3].to_string(), "5").await, 303);
    assert_eq!(proposed(&mut teacher).await, "н/а", "one quarter is not attested");
    assert_eq!(put(&mut teacher, &quarters[1].to_string(), "4").await, 303);
    assert_eq!(proposed(&mut teacher).await, "5", "(4 + 4 + 5 + 5) ÷ 4 = 4.5");
    assert_eq!(put(&mut teacher, "year", "4").await, 422, "another mark wants its reason here too");
    assert_eq!(put(&mut teacher, "year", "5").await, 303);
    let final_mark = teacher.get(&format!("/journal/{journal}/periods/final/")).await;
    assert_eq!(final_mark.status, 404, "grade 7 has no marks for a certificate");
});

both!(rules_are_mended_at_their_fields, |site| {
    let mut deputy = site.signed_in("deputy").await;
    let path = "/school/periods/rules/";
    let page = deputy.get(path).await;
    assert!(page.body.contains("value=\"4,50\"") && page.body.contains("среднее: год, экзамен"));
    let typed = [("five", "3,9"), ("four", "четыре"), ("minimums", "много"), ("absent", "200")];
    let refused = send(&mut deputy, path, &filled(&page.body, &typed)).await;
    assert_eq!(refused.status, 422);
    for (field, kept) in typed {
        assert!(refused.body.contains(&format!("f-{field}-error")), "{field}");
        assert!(refused.body.contains(&format!("value=\"{kept}\"")), "{field} keeps what was typed");
    }
    let good = [("five", "4,65"), ("four", "3,65"), ("three", "2,65"), ("shown", "on")];
    assert_eq!(send(&mut deputy, path, &filled(&page.body, &good)).await.status, 303);
    assert!(deputy.get(path).await.body.contains("value=\"4,65\""));
    let mut teacher = site.signed_in("teacher").await;
    assert_eq!(teacher.get(path).await.status, 404);
});
