use std::collections::BTreeMap;

use kernel::{ClassId, Day, PersonId, PersonName};
use registry::NewPerson;
use testkit::{Client, Site, both};

use crate::forms::{fields, fill, send};

const NEXT: &str = "/school/year/next/";

/// 6А with two pupils and 11А with two more join 7А and 7Б of the small region.
async fn more_classes(site: &Site) -> (ClassId, ClassId, Vec<PersonId>) {
    let (school, year) = (site.small.school, site.small.year);
    site.db()
        .write(move |tx| -> Result<_, registry::Error> {
            let first = registry::read::year_plan(tx, school, year)?.year.first_day;
            let sixth = registry::write::add_class(tx, school, year, 6, "А", "6А")?;
            let last = registry::write::add_class(tx, school, year, 11, "А", "11А")?;
            let new: Vec<NewPerson> = ["Шестов", "Шестова", "Выпускнов", "Выпускнова"]
                .into_iter()
                .map(|family| NewPerson {
                    name: PersonName::new(family, "Саша", None).unwrap(),
                    birth_day: None,
                    sex: None,
                    snils: None,
                    phone: None,
                    email: None,
                })
                .collect();
            let people = registry::write::add_persons(tx, &new, testkit::NOW)?;
            registry::write::enroll(tx, school, sixth, &people[..2], first)?;
            registry::write::enroll(tx, school, last, &people[2..], first)?;
            Ok((sixth, last, people))
        })
        .await
        .unwrap()
}

/// Every open or past enrolment of the school: pupil, class, first and last day.
async fn enrollments(site: &Site) -> Vec<(PersonId, ClassId, Day, Option<Day>)> {
    let school = site.small.school;
    let mut list: Vec<_> = site
        .db()
        .read(move |tx| registry::read::enrollments(tx, school))
        .await
        .unwrap()
        .into_iter()
        .map(|e| (e.pupil, e.class, e.first_day, e.last_day))
        .collect();
    list.sort_unstable();
    list
}

async fn classes_on(site: &Site, day: &str) -> BTreeMap<String, i64> {
    let (school, day): (_, Day) = (site.small.school, day.parse().unwrap());
    site.db()
        .read(move |tx| -> Result<_, registry::Error> {
            let year = registry::read::year_at(tx, school, day)?.unwrap();
            let sizes: BTreeMap<ClassId, i64> =
                registry::read::class_sizes(tx, school, year.id, day)?.into_iter().collect();
            Ok(registry::read::classes(tx, school, year.id)?
                .into_iter()
                .map(|class| (class.name, sizes.get(&class.id).copied().unwrap_or(0)))
                .collect())
        })
        .await
        .unwrap()
}

async fn carry(admin: &mut Client, changes: &[(&str, &str)]) -> testkit::Answer {
    let drawn = fill(admin, NEXT, changes).await;
    assert_eq!(drawn.status, 200, "{}", drawn.body);
    assert!(drawn.body.contains("Что получится"), "{}", drawn.body);
    send(admin, NEXT, &drawn.body, &[("act", "carry")]).await
}

both!(a_school_goes_into_its_next_year_again_and_back, |site| {
    let (sixth, _, people) = more_classes(&site).await;
    let (class_a, class_b) = (site.small.class_a, site.small.class_b);
    let mut admin = site.signed_in("admin").await;
    let before = enrollments(&site).await;
    let page = admin.get(NEXT).await;
    assert_eq!((page.status, page.page()), (200, "school.year_next"));
    let proposed = fields(&page.body);
    let value = |name: String| proposed.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_str());
    assert_eq!(value(format!("k-{sixth}-name")), Some("7А"));
    assert_eq!(value(format!("k-{class_a}-name")), Some("8А"));
    assert_eq!(value("name".into()), Some("2027/28"));
    assert_eq!(value("first".into()), Some("2027-09-01"));

    // Without an order, and with a pupil who has nowhere to stay: sentences at their fields, nothing changes.
    let nowhere = people[0].to_string();
    let wrong = fill(&mut admin, NEXT, &[("repeat", &nowhere), ("act", "carry")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("нет класса, где остаться на второй год"), "{}", wrong.body);
    assert!(wrong.body.contains("href=\"#f-order\""));
    assert_eq!(enrollments(&site).await, before);

    // Only drawn: nothing changes either.
    let repeater = site.small.pupils_a[2];
    let (repeat, fate) = (repeater.to_string(), format!("k-{class_b}-fate"));
    let choices: &[(&str, &str)] =
        &[("order", "57-у"), ("fresh", "2"), ("repeat", &repeat), (&fate, "graduate")];
    let drawn = fill(&mut admin, NEXT, choices).await;
    assert_eq!(drawn.status, 200, "{}", drawn.body);
    assert!(drawn.body.contains("переходят: 5, выпускаются: 5, на второй год: 1"), "{}", drawn.body);
    assert_eq!(enrollments(&site).await, before);

    // What was changed after the look is looked at again.
    let other = send(&mut admin, NEXT, &drawn.body, &[("fresh", "3"), ("act", "carry")]).await;
    assert_eq!(other.status, 200);
    assert!(other.body.contains("что-то изменилось"), "{}", other.body);
    assert_eq!(enrollments(&site).await, before);

    let done = carry(&mut admin, choices).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = admin.get(NEXT).await;
    assert!(page.body.contains("Перевод в 2027/28 проведён") && page.body.contains("57-у"), "{}", page.body);
    let after = enrollments(&site).await;
    assert_eq!(after.len(), before.len() + 5);

    // Today is as it was; on the first day of the new year the school is another.
    assert_eq!(classes_on(&site, "2026-11-23").await["7А"], 3);
    let new: BTreeMap<String, i64> = classes_on(&site, "2027-09-01").await;
    let expected = [("1А", 0), ("1Б", 0), ("7А", 3), ("8А", 2)].map(|(name, size)| (name.to_owned(), size));
    assert_eq!(new, BTreeMap::from(expected));
    let mut teacher = site.signed_in("teacher").await;
    let journals = teacher.get("/journal/").await.body;
    assert!(journals.contains("7А") && !journals.contains("8А"), "next year's journals wait: {journals}");
    let overview = admin.get("/school/").await.body;
    assert!(overview.contains("7Б") && !overview.contains("8А"));

    // The same again, with what the page proposes now: nobody is added, nobody doubled.
    let again = carry(&mut admin, &[("order", "57-у"), ("fresh", "2")]).await;
    assert_eq!(again.status, 200, "{}", again.body);
    assert!(again.body.contains("Всё уже сделано: в новом году 5 учеников"), "{}", again.body);
    assert_eq!(enrollments(&site).await, after);

    // The journals went along with their teachers and pupils.
    let school = site.small.school;
    let (copied, members) = site
        .db()
        .read(move |tx| -> Result<_, registry::Error> {
            let years = registry::read::years(tx, school)?;
            let journals = registry::read::journals(tx, school, years[1].id)?;
            let mut members = Vec::new();
            for journal in &journals {
                members.push(registry::read::journal_members(tx, school, journal.id)?.len());
            }
            Ok((journals.into_iter().map(|j| (j.groups_name, j.subject_name)).collect::<Vec<_>>(), members))
        })
        .await
        .unwrap();
    assert!(copied.iter().all(|(groups, _)| groups == "8А") && copied.len() == 2, "{copied:?}");
    assert_eq!(members, [2, 2]);

    // And back: everybody is where he was, the new year is gone.
    let undone = admin.post_form("/school/year/next/undo/", &[]).await;
    assert_eq!(undone.status, 303, "{}", undone.body);
    assert_eq!(enrollments(&site).await, before);
    assert_eq!(
        crate::plan::number(&site, "SELECT COUNT(*) AS number FROM academic_year WHERE name = '2027/28'")
            .await,
        0
    );
    let nothing = admin.post_form("/school/year/next/undo/", &[]).await;
    assert_eq!(nothing.status, 409);
    assert!(nothing.body.contains("Отменять нечего"));
});

both!(who_has_written_into_the_new_year_keeps_it, |site| {
    more_classes(&site).await;
    let mut admin = site.signed_in("admin").await;
    assert_eq!(carry(&mut admin, &[("order", "1")]).await.status, 303);
    let school = site.small.school;
    let (year, class) = site
        .db()
        .read(move |tx| -> Result<_, registry::Error> {
            let year = registry::read::years(tx, school)?[1].clone();
            let classes = registry::read::classes(tx, school, year.id)?;
            Ok((year, classes[0].id))
        })
        .await
        .unwrap();
    // A new pupil came to a class of the new year.
    let newcomer = site.small.other_pupil;
    let first = year.first_day;
    site.db().write(move |tx| registry::write::enroll(tx, school, class, &[newcomer], first)).await.unwrap();
    let refused = admin.post_form("/school/year/next/undo/", &[]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.body.contains("уже зачислены другие ученики"), "{}", refused.body);
    site.db()
        .write(move |tx| registry::write::cancel_enrollment(tx, school, class, newcomer, first))
        .await
        .unwrap();
    // A timetable was made.
    let may = access::system_school(school);
    let entry = site
        .db()
        .read(move |tx| registry::read::journals(tx, school, year.id))
        .await
        .unwrap()
        .first()
        .map(|journal| school::Entry {
            journal: journal.id,
            weekday: 1,
            number: 1,
            weeks: 0,
            first_day: first,
            last_day: None,
            room: String::new(),
        })
        .unwrap();
    site.db()
        .write(move |tx| school::write::add_entries(tx, &may, std::slice::from_ref(&entry)))
        .await
        .unwrap();
    let refused = admin.post_form("/school/year/next/undo/", &[]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.body.contains("уже есть расписание"), "{}", refused.body);

    // In September the new classes are the school.
    site.clock.advance(290 * 24 * 3_600_000);
    let mut admin = site.signed_in("admin").await;
    let overview = admin.get("/school/").await.body;
    assert!(overview.contains("8А") && !overview.contains("11А"), "{overview}");
    let mut parent = site.signed_in("parent").await;
    let children = parent.get("/cabinet/children/").await.body;
    assert!(children.contains("8А"), "{children}");
});

/// Choices by chance, carried out, repeated and taken back: nobody is lost or doubled.
#[test]
fn whatever_is_chosen_nobody_is_lost() {
    testkit::run(async {
        let site = Site::sqlite().await;
        more_classes(&site).await;
        let (school, today) = (site.small.school, Day::new(2026, 11, 23).unwrap());
        let may = access::system_school(school);
        let by = site.small.teacher;
        let before = enrollments(&site).await;
        let open = before.len();
        let mut dice: u64 = 11;
        let mut roll = move |sides: u64| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (dice >> 33) % sides
        };
        let mut carried = 0;
        for _ in 0..40 {
            use school::year::carry::{before as load, carry_out, undo};
            use school::year::outline::{Fate, usual};
            let state = site.db().read(move |tx| load(tx, &may, today)).await.unwrap().unwrap();
            let mut wishes = school::year::carry::Wishes {
                year: ("2027/28".into(), Day::new(2027, 9, 1).unwrap(), Day::new(2028, 5, 26).unwrap()),
                order_number: "1".into(),
                order_day: today,
                graduation_day: Day::new(2027, 6, 25).unwrap(),
                fresh: (1, usize::try_from(roll(3)).unwrap()),
                classes: BTreeMap::new(),
            };
            for source in &state.sources {
                let mut choice = usual(&source.class, state.kind, Default::default());
                choice.fate = Fate::ALL[usize::try_from(roll(4)).unwrap()];
                choice.name = school::year::outline::next_name(&source.class, choice.fate);
                choice.load = roll(2) == 0;
                choice.repeat = source.pupils.iter().filter(|_| roll(5) == 0).map(|(id, _)| *id).collect();
                wishes.classes.insert(source.class.id, choice);
            }
            let again = wishes.clone();
            let done = site
                .db()
                .write(move |tx| carry_out(tx, &may, &wishes, by, today, testkit::NOW))
                .await
                .unwrap();
            let Ok(done) = done else {
                assert_eq!(enrollments(&site).await, before, "a refusal changes nothing");
                continue;
            };
            carried += 1;
            let after = enrollments(&site).await;
            assert_eq!(done.pupils + done.graduates, open, "everybody of the old year went somewhere");
            assert_eq!(after.len(), open + done.pupils);
            let mut new: Vec<PersonId> = after.iter().filter(|e| e.2 > today).map(|e| e.0).collect();
            new.dedup();
            assert_eq!(new.len(), done.pupils, "once each");
            site.db()
                .write(move |tx| carry_out(tx, &may, &again, by, today, testkit::NOW))
                .await
                .unwrap()
                .unwrap();
            assert_eq!(enrollments(&site).await, after, "repeated");
            assert_eq!(site.db().write(move |tx| undo(tx, &may, by, testkit::NOW)).await.unwrap(), Ok(()));
            assert_eq!(enrollments(&site).await, before, "taken back");
        }
        assert!(carried > 5, "{carried}");
    });
}

both!(an_undo_calls_nobody_back_who_has_left, |site| {
    let (_, _, people) = more_classes(&site).await;
    let (school, there) = (site.small.school, site.small.other_school);
    let (left, graduate, other_class) = (people[0], people[2], site.small.other_class);
    let mut admin = site.signed_in("admin").await;
    assert_eq!(carry(&mut admin, &[("order", "1")]).await.status, 303);
    let after = enrollments(&site).await;
    let class = after.iter().find(|e| e.0 == left && e.3.is_none()).unwrap().1;
    let first: Day = "2027-09-01".parse().unwrap();
    let refused = async |admin: &mut Client| {
        let before = enrollments(&site).await;
        let answer = admin.post_form("/school/year/next/undo/", &[]).await;
        assert_eq!(answer.status, 409, "{}", answer.body);
        assert!(answer.body.contains("уже выбыли или сменили класс"), "{}", answer.body);
        assert_eq!(enrollments(&site).await, before);
    };
    // One leaves in the new year; comes a day later; does not come at all.
    let write = async |what: fn(&mut store::WriteTx<'_>, kernel::InstitutionId, ClassId, PersonId, Day)| {
        site.db()
            .write(move |tx| {
                what(tx, school, class, left, first);
                Ok::<_, registry::Error>(())
            })
            .await
            .unwrap();
    };
    write(|tx, at, class, who, first| {
        registry::write::leave_class(tx, at, class, who, first.plus(20)).unwrap();
    })
    .await;
    refused(&mut admin).await;
    write(|tx, at, class, who, first| {
        registry::write::cancel_enrollment(tx, at, class, who, first).unwrap();
    })
    .await;
    refused(&mut admin).await;
    write(|tx, at, class, who, first| {
        registry::write::enroll(tx, at, class, &[who], first.plus(1)).unwrap();
    })
    .await;
    refused(&mut admin).await;
    write(|tx, at, class, who, first| {
        registry::write::cancel_enrollment(tx, at, class, who, first.plus(1)).unwrap();
        registry::write::enroll(tx, at, class, &[who], first).unwrap();
    })
    .await;
    assert_eq!(enrollments(&site).await, after);
    // Who left with a certificate learns elsewhere.
    site.db()
        .write(move |tx| registry::write::enroll(tx, there, other_class, &[graduate], first))
        .await
        .unwrap();
    refused(&mut admin).await;
    site.db()
        .write(move |tx| registry::write::cancel_enrollment(tx, there, other_class, graduate, first))
        .await
        .unwrap();
    assert_eq!(admin.post_form("/school/year/next/undo/", &[]).await.status, 303);
});
