//! The demo region as those who sign in to it find it. Making it takes a while, so it is made twice and then asked
//! everything in one test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use access::Actor;
use demo::{Summary, sign_ins};
use journal::model::{DiaryLesson, DiaryMark};
use kernel::clock::Zone;
use kernel::{Day, Millis, PersonId};
use registry::write::NewSession;
use registry::{ChildPlace, InstitutionKind, PeriodKind, Role};
use store::{Db, Options, Url};

const ZONE: &str = "Asia/Novokuznetsk";

fn moment() -> (Millis, Zone, Day) {
    let zone = Zone::named(ZONE).unwrap();
    let now = zone.instant("2026-11-23T10:40".parse().unwrap()).unwrap();
    let today = zone.local(now).0;
    (now, zone, today)
}

fn made(dir: &Path, name: &str) -> (Db, Summary) {
    let url: Url = format!("sqlite:{}", dir.join(name).display()).parse().unwrap();
    store::migrate::run(&url).unwrap();
    let db = Db::open(&url, Options::default()).unwrap();
    assert!(demo::is_empty(&db).unwrap());
    let (now, zone, _) = moment();
    let summary = demo::make(&db, now, &zone, |_| {}).unwrap();
    (db, summary)
}

/// Whoever signs in with that login.
fn actor(db: &Db, login: &'static str) -> Actor {
    let (now, _, _) = moment();
    db.write_blocking(move |tx| {
        let account =
            registry::read::account_by_login(tx, login)?.unwrap_or_else(|| panic!("no account {login}"));
        assert!(!account.must_change && !account.locked, "{login}");
        let session = NewSession {
            token_hash: registry::token::fresh().unwrap(),
            account: account.id,
            agent: String::new(),
            address: String::new(),
            expires_at: now.plus(60_000),
        };
        registry::write::open_session(tx, &session, now)?;
        let signed_in = registry::read::signed_in(tx, &session.token_hash, now)?.unwrap();
        registry::Result::Ok(Actor::from(signed_in))
    })
    .unwrap()
}

fn week(
    db: &Db,
    actor: &Actor,
    child: PersonId,
    first: Day,
    last: Day,
) -> (Vec<DiaryLesson>, Vec<DiaryMark>) {
    let actor = actor.clone();
    let today = moment().2;
    db.read_blocking(move |tx| {
        let may = access::see_diary(tx, &actor, child, today).unwrap();
        let place = may.place().place.as_ref().unwrap().institution;
        let lessons = journal::read::diary_lessons(tx, &may, place, first, last)?;
        let marks = journal::read::diary_marks(tx, &may, place, (first, last), kernel::Millis(i64::MAX))?;
        journal::Result::Ok((lessons, marks))
    })
    .unwrap()
}

fn children(db: &Db, actor: &Actor) -> Vec<ChildPlace> {
    let (actor, today) = (actor.clone(), moment().2);
    db.read_blocking(move |tx| access::see_own_children(tx, &actor, today)).unwrap()
}

/// Every mark of the schools whose director the actor is.
fn checksum(db: &Db, director: &Actor) -> u64 {
    let (actor, today) = (director.clone(), moment().2);
    db.read_blocking(move |tx| {
        let school = access::see_school(&actor).unwrap().institution();
        let mut pupils: Vec<PersonId> =
            registry::read::enrollments(tx, school)?.into_iter().map(|e| e.pupil).collect();
        pupils.sort_unstable();
        let mut hasher = DefaultHasher::new();
        for pupil in pupils {
            let may = access::see_diary(tx, &actor, pupil, today).unwrap();
            for mark in journal::read::diary_marks(
                tx,
                &may,
                school,
                (today.plus(-100), today),
                kernel::Millis(i64::MAX),
            )? {
                let kind = (mark.kind_short, mark.weight.tenths(), mark.comment);
                (pupil, mark.journal, mark.day, mark.number, mark.cell, kind).hash(&mut hasher);
            }
        }
        journal::Result::Ok(hasher.finish())
    })
    .unwrap()
}

#[test]
fn the_region_is_alive_and_the_same_every_time() {
    let dir = tempfile::tempdir().unwrap();
    let ((db, summary), (other, repeated)) = std::thread::scope(|scope| {
        let one = scope.spawn(|| made(dir.path(), "one.sqlite"));
        let two = scope.spawn(|| made(dir.path(), "two.sqlite"));
        (one.join().unwrap(), two.join().unwrap())
    });
    println!("{summary}");
    assert_eq!(summary, repeated);
    assert_eq!(checksum(&db, &actor(&db, "director")), checksum(&other, &actor(&other, "director")));

    everybody_signs_in(&db);
    school_1_is_of_real_size(&db, &summary);
    the_teacher_has_five_classes(&db);
    the_mother_has_two_children_at_two_schools(&db);
    the_pupil_was_marked_was_ill_and_has_homework(&db);
    the_student_has_pairs(&db);
    the_first_grade_is_not_marked(&db);
    what_is_over_is_closed(&db);
    nothing_happened_after_now(&db);

    let findings = db.read_blocking(journal::doctor::examine).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(db.read_blocking(store::outbox::waiting).unwrap(), 0);
    let (now, zone, _) = moment();
    let again = demo::make(&db, now, &zone, |_| {});
    assert!(matches!(again, Err(demo::Error::NotEmpty)));
}

fn everybody_signs_in(db: &Db) {
    let roles = [
        ("teacher", Some(Role::Teacher)),
        ("classteacher", Some(Role::Teacher)),
        ("parent", None),
        ("newparent", None),
        ("pupil", None),
        ("student", None),
        ("admin", Some(Role::Admin)),
        ("deputy", Some(Role::Deputy)),
        ("director", Some(Role::Director)),
        ("canteen", Some(Role::Canteen)),
        ("librarian", Some(Role::Librarian)),
        ("guard", Some(Role::Guard)),
        ("kindergarten", Some(Role::KindergartenHead)),
        ("municipal", Some(Role::Municipal)),
        ("department", Some(Role::Department)),
        ("operator", Some(Role::Operator)),
    ];
    let listed: BTreeSet<&str> = sign_ins().iter().map(|(login, _)| *login).collect();
    assert_eq!(listed, roles.iter().map(|(login, _)| *login).collect());
    let hashes: BTreeSet<String> = roles
        .iter()
        .map(|(login, role)| {
            let actor = actor(db, login);
            match role {
                Some(role) => assert!(actor.has(*role), "{login} is no {role:?}"),
                None => assert!(!actor.is_staff(), "{login} is on a staff"),
            }
            assert_eq!(actor.is_guardian, *login == "parent", "{login}");
            assert_eq!(actor.is_pupil, ["pupil", "student"].contains(login), "{login}");
            let login = *login;
            let account = db.read_blocking(move |tx| registry::read::account_by_login(tx, login)).unwrap();
            account.unwrap().password_hash
        })
        .collect();
    for hash in hashes {
        assert!(registry::password::verify(demo::PASSWORD, &hash));
    }
}

fn school_1_is_of_real_size(db: &Db, summary: &Summary) {
    let school = &summary.places[0];
    assert_eq!((school.classes, school.pupils), (40, 1000));
    assert!(school.staff >= 60, "{school:?}");
    assert!((120_000..=170_000).contains(&(school.marks + school.absences)), "{school:?}");
    let kinds = db
        .read_blocking(|tx| registry::read::institutions(tx, kernel::InstitutionId(0), 50))
        .unwrap()
        .into_iter()
        .map(|i| i.kind);
    let kinds: Vec<InstitutionKind> = kinds.collect();
    let count = |kind| kinds.iter().filter(|k| **k == kind).count();
    assert_eq!(count(InstitutionKind::School), 3);
    assert_eq!(count(InstitutionKind::College), 1);
    assert_eq!(count(InstitutionKind::Kindergarten), 2);
    assert_eq!(count(InstitutionKind::Municipality), 1);
}

fn the_teacher_has_five_classes(db: &Db) {
    let teacher = actor(db, "teacher");
    let journals =
        db.read_blocking(move |tx| registry::read::journals_taught_by(tx, teacher.person)).unwrap();
    let classes: BTreeSet<&str> = journals.iter().map(|j| j.groups_name.as_str()).collect();
    assert_eq!(classes, BTreeSet::from(["5А", "5Б", "6А", "7А", "8А"]));
    let leader = actor(db, "classteacher");
    let led = db.read_blocking(move |tx| registry::read::classes_led_by(tx, leader.person)).unwrap();
    assert_eq!(led.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["7А"]);
}

fn the_mother_has_two_children_at_two_schools(db: &Db) {
    let mother = actor(db, "parent");
    let family = children(db, &mother);
    let mut places: Vec<String> = family
        .iter()
        .map(|child| {
            let place = child.place.as_ref().unwrap();
            format!("{}, {}, {}", child.name.listed(), place.class_name, place.institution_name)
        })
        .collect();
    places.sort();
    assert_eq!(places, ["Иванов Пётр, 3Б, Школа № 2", "Иванова Мария, 7А, Школа № 1"]);
    let monday = moment().2.monday();
    for child in family {
        let (lessons, _) = week(db, &mother, child.child, monday, monday.plus(6));
        assert!(lessons.len() >= 20, "{} has {} lessons", child.name, lessons.len());
        assert!(lessons.iter().all(|l| l.teacher.is_some() && !l.subject.is_empty()));
        let (_, marks) = week(db, &mother, child.child, monday.plus(-7), monday.plus(-1));
        assert!(marks.iter().any(|m| m.cell.mark.is_some()), "{} has no marks last week", child.name);
    }
    assert!(children(db, &actor(db, "newparent")).is_empty());
}

fn the_pupil_was_marked_was_ill_and_has_homework(db: &Db) {
    let pupil = actor(db, "pupil");
    let today = moment().2;
    let second_quarter = Day::new(2026, 11, 2).unwrap();
    let (lessons, marks) = week(db, &pupil, pupil.person, second_quarter, today);
    let given = marks.iter().filter(|m| m.cell.mark.is_some()).count();
    assert!((15..=80).contains(&given), "{given} marks in three weeks");
    assert!(marks.iter().any(|m| m.kind_short != "О" && m.weight.tenths() > 10));
    let (whole, since_autumn) = week(db, &pupil, pupil.person, Day::new(2026, 9, 1).unwrap(), today);
    assert!(!whole.is_empty());
    let away =
        since_autumn.iter().filter(|m| m.cell.attendance.is_some_and(kernel::Attendance::is_absence)).count();
    assert!(away > 0, "never away");
    let past: Vec<_> = lessons.iter().filter(|l| l.lesson.day < today).collect();
    assert!(past.iter().all(|l| !l.lesson.topic.is_empty()));
    // A control work asks for nothing at home; every other lesson does.
    let asking = past.iter().filter(|l| !l.lesson.homework.is_empty()).count();
    assert!(asking * 10 >= past.len() * 8, "{asking} of {} lessons with homework", past.len());
    assert!(past.iter().all(|l| l.lesson.homework != "не задано"));
    let (tomorrow, _) = week(db, &pupil, pupil.person, today.plus(1), today.plus(1));
    assert!(!tomorrow.is_empty());
    // What today's lessons will ask for is not given yet.
    let week: Vec<_> = (0..8).flat_map(|n| homework(db, &pupil, today.plus(n))).collect();
    assert!(week.len() >= 8 && week.iter().all(|one| one.minutes > 0), "{week:?}");
    assert!(week.iter().any(|one| one.due == today.plus(1)) && week.iter().any(|one| !one.files.is_empty()));
}

fn homework(db: &Db, actor: &Actor, day: Day) -> Vec<journal::model::DiaryHomework> {
    let actor = actor.clone();
    db.read_blocking(move |tx| {
        let may = access::see_diary(tx, &actor, actor.person, moment().2).unwrap();
        let place = may.place().place.as_ref().unwrap().institution;
        journal::read::diary_homework(tx, &may, place, day, day)
    })
    .unwrap()
}

fn the_student_has_pairs(db: &Db) {
    let student = actor(db, "student");
    let today = moment().2;
    let (lessons, _) = week(db, &student, student.person, today, today.plus(4));
    assert_eq!(lessons.len(), 18);
    assert!(lessons.iter().all(|l| l.lesson.ends.get() - l.lesson.starts.get() == 90));
    let (_, marks) = week(db, &student, student.person, today.plus(-60), today);
    assert!(marks.iter().any(|m| m.cell.mark.is_some()));
}

fn the_first_grade_is_not_marked(db: &Db) {
    let (director, today) = (actor(db, "director"), moment().2);
    let in_class = |name: &'static str, first: Day, last: Day| {
        let director = director.clone();
        db.read_blocking(move |tx| {
            let school = access::see_school(&director).unwrap().institution();
            let year = registry::read::year_at(tx, school, today)?.unwrap();
            let class =
                registry::read::classes(tx, school, year.id)?.into_iter().find(|c| c.name == name).unwrap();
            let (mut given, mut away, mut homework) = (0, 0, 0);
            for member in registry::read::class_members(tx, school, class.id)? {
                let may = access::see_diary(tx, &director, member.pupil, today).unwrap();
                for mark in
                    journal::read::diary_marks(tx, &may, school, (first, last), kernel::Millis(i64::MAX))?
                {
                    given += usize::from(mark.cell.mark.is_some());
                    away += usize::from(mark.cell.attendance.is_some());
                }
                let lessons = journal::read::diary_lessons(tx, &may, school, last.plus(-5), last)?;
                homework += lessons.iter().filter(|l| !l.lesson.homework.is_empty()).count();
            }
            journal::Result::Ok((given, away, homework))
        })
        .unwrap()
    };
    let (autumn, end) = (Day::new(2026, 9, 1).unwrap(), Day::new(2026, 10, 23).unwrap());
    let (given, away, homework) = in_class("1А", autumn, today);
    assert!(
        given == 0 && away > 0 && homework == 0,
        "1А: {given} marks, {away} absences, {homework} homework"
    );
    assert_eq!(in_class("2А", autumn, end).0, 0);
    assert!(in_class("2А", end, today).0 > 0);
}

fn what_is_over_is_closed(db: &Db) {
    let (director, today) = (actor(db, "director"), moment().2);
    let periods = db
        .read_blocking(move |tx| {
            let school = access::see_school(&director).unwrap().institution();
            let year = registry::read::year_at(tx, school, today)?.unwrap();
            registry::Result::Ok(registry::read::year_plan(tx, school, year.id)?.periods)
        })
        .unwrap();
    for period in periods {
        let over = period.kind == PeriodKind::Quarter && period.ordinal == 1;
        assert_eq!(period.locked_at.is_some(), over, "{period:?}");
    }
}

fn nothing_happened_after_now(db: &Db) {
    let pupil = actor(db, "pupil");
    let today = moment().2;
    let (lessons, marks) = week(db, &pupil, pupil.person, today, today.plus(100));
    // At 10:40 two lessons are over and the third is under way.
    assert!(marks.iter().all(|m| m.day == today && m.number <= 2), "{marks:?}");
    let running = lessons.iter().find(|l| l.lesson.day == today && l.lesson.number == 3).unwrap();
    assert!(running.lesson.topic.is_empty() && running.lesson.starts.get() == 600);
}
