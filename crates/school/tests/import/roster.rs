//! Rosters.

use school::Error;
use school::import::{Kind, RosterOptions};

use crate::fixture::{NOW, School, databases, day};

const HEAD: &str = "Класс;Фамилия;Имя;Отчество;Дата рождения;СНИЛС;Подгруппы;Логин;Мать ФИО;Мать телефон;Отец ФИО;Отец эл. почта\n";

fn file(rows: &[&str]) -> Vec<u8> {
    format!("{HEAD}{}\n", rows.join("\n")).into_bytes()
}

fn three() -> Vec<u8> {
    file(&[
        "6А;Агеев;Пётр;Ильич;01.02.2015;112-233-445 95;Английский язык: гр1;ageev;Агеева Анна Ивановна;89000000001;;",
        "6А;Белова;Вера;Олеговна;05.06.2015;;Английский язык: гр2;;;;Белов Олег Петрович;belov@example.org",
        "8Б;Агеев;Семён;Ильич;03.04.2013;;;;Агеева Анна Ивановна;+7 900 000-00-01;;",
    ])
}

fn lines(report: &school::import::Report, kind: Kind) -> Vec<String> {
    report.lines.iter().filter(|line| line.kind == kind).map(ToString::to_string).collect()
}

fn enrolled(school: &School) -> i64 {
    school.number("SELECT COUNT(*) FROM class_enrollment WHERE last_day IS NULL")
}

#[test]
fn siblings_share_a_parent_and_a_repetition_changes_nothing() {
    for school in databases() {
        let school = school.with_year();
        let report = school.roster(&three()).unwrap();
        // Three pupils, two classes, one subject.
        assert_eq!((report.added, report.changed, report.refused), (6, 0, 0), "{:#?}", report.lines);
        assert!(lines(&report, Kind::Note).iter().any(|line| line.contains("листами доступа")));
        assert_eq!(school.number("SELECT COUNT(*) FROM person"), 5);
        assert_eq!(school.number("SELECT COUNT(*) FROM guardianship"), 3);
        let again = school.roster(&three()).unwrap();
        assert_eq!((again.added, again.changed, again.same), (0, 0, 3));
        assert_eq!(school.number("SELECT COUNT(*) FROM person"), 5);
    }
}

#[test]
fn a_pupil_in_another_class_is_moved_and_keeps_the_past() {
    for school in databases() {
        let school = school.with_year();
        school.roster(&three()).unwrap();
        school.roster(&file(&["6Б;Орлов;Глеб;Львович;07.08.2015;;;;;;;"])).unwrap();
        let moved = file(&["6Б;Агеев;Пётр;Ильич;01.02.2015;112-233-445 95;;;;;;"]);
        let report = school.roster(&moved).unwrap();
        assert_eq!((report.added, report.changed), (0, 1), "{:#?}", report.lines);
        assert!(lines(&report, Kind::Changed)[0].contains("переведён из 6А"));
        let past = "SELECT COUNT(*) FROM class_enrollment WHERE first_day = 20260901 AND last_day = 20261122";
        assert_eq!(school.number(past), 1);
        let new = "SELECT COUNT(*) FROM class_enrollment WHERE first_day = 20261123 AND last_day IS NULL";
        assert_eq!(school.number(new), 1);
        // Back on the same day: as if it had never been.
        school.roster(&three()).unwrap();
        assert_eq!(school.number("SELECT COUNT(*) FROM class_enrollment WHERE first_day < last_day"), 1);
        assert_eq!(enrolled(&school), 4);
        assert_eq!(school.roster(&three()).unwrap().changed, 0);
    }
}

#[test]
fn a_pupil_changes_the_part_of_a_class() {
    for school in databases() {
        let school = school.with_year();
        school.roster(&three()).unwrap();
        let other = file(&["6А;Агеев;Пётр;Ильич;01.02.2015;;Английский язык: гр2;;;;;"]);
        assert_eq!(school.roster(&other).unwrap().changed, 1);
        let in_two = "SELECT COUNT(*) FROM subgroup_member m JOIN subgroup g ON g.id = m.subgroup_id WHERE g.name = 'гр2'";
        assert_eq!(school.number(in_two), 2);
        assert_eq!(school.number("SELECT COUNT(*) FROM subgroup_member"), 2);
        assert_eq!(school.roster(&other).unwrap().changed, 0);
    }
}

#[test]
fn what_the_file_knows_better_is_filled_in() {
    for school in databases() {
        let school = school.with_year();
        school.roster(&file(&["6А;Белова;Вера;Олеговна;;;;;Белова Инна Львовна;;;"])).unwrap();
        let report = school
            .roster(&file(&[
                "6А;Белова;Вера;Олеговна;05.06.2015;112-233-445 95;;;Белова Инна Львовна;89000000002;;",
            ]))
            .unwrap();
        assert_eq!((report.added, report.changed), (0, 1), "{:#?}", report.lines);
        assert_eq!(school.number("SELECT COUNT(*) FROM person"), 2);
        let full = "SELECT COUNT(*) FROM person WHERE (birth_day = 20150605 AND snils = '11223344595') OR phone = '+79000000002'";
        assert_eq!(school.number(full), 2);
        // A new family name is known by СНИЛС and birth day.
        let renamed = file(&["6А;Зимина;Вера;Олеговна;05.06.2015;112-233-445 95;;;;;;"]);
        let report = school.roster(&renamed).unwrap();
        assert_eq!((report.added, report.changed), (0, 1), "{:#?}", report.lines);
        assert_eq!(school.number("SELECT COUNT(*) FROM person WHERE search_key LIKE 'зимина%'"), 1);
    }
}

#[test]
fn a_bad_row_is_named_and_does_not_stop_the_rest_unless_strict() {
    for school in databases() {
        let school = school.with_year();
        school.roster(&three()).unwrap();
        let before = school.counts();
        let bad = file(&[
            "6А;Новиков;Илья;Юрьевич;11.12.2015;;;;;;;",
            ";Без;Класса;;;;;;;;;",
            "6А;Чужой;Номер;;10.10.2015;112-233-445 95;;;;;;",
            "6В;Новиков;Илья;Юрьевич;11.12.2015;;;;;;;",
        ]);
        let strict = RosterOptions { strict: true, ..RosterOptions::default() };
        let Err(Error::Strict(report)) = school.roster_with(&bad, strict) else { panic!("not refused") };
        assert_eq!(report.refused, 3);
        assert_eq!(school.counts(), before);
        let report = school.roster(&bad).unwrap();
        assert_eq!((report.added, report.refused), (1, 3), "{:#?}", report.lines);
        let refused = lines(&report, Kind::Refused);
        assert!(
            refused.iter().any(|line| line.starts_with("! строка 3: ") && line.contains("не указан класс"))
        );
        assert!(refused.iter().any(|line| line.starts_with("! строка 4: ") && line.contains("СНИЛС")));
        assert!(refused.iter().any(|line| line.starts_with("! строка 5: ") && line.contains("в строке 2")));
        assert_eq!(enrolled(&school), 4);
    }
}

#[test]
fn a_trial_run_tells_all_and_leaves_no_trace() {
    for school in databases() {
        let school = school.with_year();
        let before = school.counts();
        let dry = RosterOptions { dry_run: true, ..RosterOptions::default() };
        let Err(Error::DryRun(report)) = school.roster_with(&three(), dry) else {
            panic!("it was carried out")
        };
        assert_eq!(report.added, 6);
        assert_eq!(school.counts(), before);
    }
}

#[test]
fn logins_are_made_only_with_a_first_password() {
    for school in databases() {
        let school = school.with_year();
        let with = || RosterOptions { password_hash: Some("$argon2id$x".into()), ..RosterOptions::default() };
        school.roster(&three()).unwrap();
        assert_eq!(school.number("SELECT COUNT(*) FROM account"), 0);
        assert_eq!(school.roster_with(&three(), with()).unwrap().changed, 1);
        assert_eq!(school.number("SELECT COUNT(*) FROM account WHERE login = 'ageev'"), 1);
        assert_eq!(school.roster_with(&three(), with()).unwrap().changed, 0);
        let taken = file(&["6А;Другой;Пётр;Ильич;01.02.2014;;;AGEEV;;;;"]);
        let report = school.roster_with(&taken, with()).unwrap();
        assert!(lines(&report, Kind::Note).iter().any(|line| line.contains("занят")));
        assert_eq!(school.number("SELECT COUNT(*) FROM account"), 1);
    }
}

#[test]
fn without_a_living_year_nothing_is_imported() {
    for school in databases() {
        assert!(matches!(school.roster(&three()), Err(Error::NoYear)));
        let mut school = school.with_year();
        school.today = day("2027-07-01");
        assert!(matches!(school.roster(&three()), Err(Error::YearOver(_))));
        assert_eq!(school.number("SELECT COUNT(*) FROM person"), 0);
    }
}

/// A second school of the region, with the same year.
fn neighbour(school: &School) -> kernel::InstitutionId {
    school
        .db
        .write_blocking(|tx| {
            let new = registry::write::NewInstitution {
                kind: registry::InstitutionKind::School,
                name: "Школа № 2".into(),
                short_name: "Школа 2".into(),
                parent: None,
                locality: String::new(),
                address: String::new(),
                phone: String::new(),
            };
            let id = registry::write::add_institution(tx, &new, NOW)?;
            let year = registry::write::NewYear {
                name: "2026/27".into(),
                first_day: day("2026-09-01"),
                last_day: day("2027-05-26"),
                periods: Vec::new(),
                bells: Vec::new(),
                holidays: Vec::new(),
            };
            registry::write::add_year(tx, id, &year)?;
            Ok::<_, registry::Error>(id)
        })
        .unwrap()
}

/// A school with a pupil and a teacher who have a СНИЛС, and the other school of the region.
fn two_schools(school: School) -> (School, School) {
    let other = neighbour(&school);
    let other = School::beside(&school, other);
    other.roster(&file(&["6А;Агеев;Пётр;Ильич;01.02.2015;112-233-445 95;;;;;;"])).unwrap();
    other.roster(STAFF_THERE.as_bytes()).unwrap();
    (school, other)
}

const STAFF_THERE: &str =
    "Фамилия;Имя;Отчество;СНИЛС;Должность\nЛаптева;Зоя;Юрьевна;087-654-303 00;директор\n";
const MOTHER: &str = "6А;Агеев;Пётр;Ильич;01.02.2015;112-233-445 95;;;Чужая Мать Ивановна;89000000009;;";

#[test]
fn nobody_of_another_school_is_taken_by_snils() {
    for school in databases() {
        let (school, other) = two_schools(school.with_year());
        let before = school.counts();
        let report = school.roster(&file(&[MOTHER])).unwrap();
        let refused = lines(&report, Kind::Refused);
        assert!(refused[0].contains("учится в другой организации: нужен перевод"), "{:#?}", report.lines);
        let director = "6А;Лаптева;Зоя;Юрьевна;;087-654-303 00;;;;;;";
        assert_eq!(school.roster(&file(&[director])).unwrap().refused, 1, "a director is no pupil here");
        let report = school.roster(STAFF_THERE.as_bytes()).unwrap();
        assert!(lines(&report, Kind::Refused)[0].contains("в другой организации"), "{:#?}", report.lines);
        let after = school.counts();
        // Persons, guardians, accounts; enrolments; staff, roles.
        for place in [0, 1, 2, 4, 6, 7] {
            assert_eq!(after[place], before[place], "{place}");
        }

        // Who left there may come; neither card nor family are the file's to write.
        let (at, pupil) = (other.id, school.number("SELECT id FROM person WHERE snils = '11223344595'"));
        let pupil = kernel::PersonId(pupil);
        other
            .db
            .write_blocking(move |tx| {
                let stay = registry::read::stays_of(tx, at, &[pupil])?[&pupil][0];
                registry::write::leave_class(tx, at, stay.class, pupil, day("2026-11-20"))
            })
            .unwrap();
        let report = school.roster(&file(&[MOTHER])).unwrap();
        assert_eq!(report.refused, 0, "{:#?}", report.lines);
        assert!(lines(&report, Kind::Note).iter().any(|line| line.contains("родители из файла не записаны")));
        assert_eq!(school.counts()[1], 0, "no guardian comes with a file");
        assert_eq!(
            school.number(
                "SELECT COUNT(*) FROM class_enrollment WHERE first_day = 20261123 AND last_day IS NULL"
            ),
            1
        );
    }
}

/// An order of that day.
fn order(on: &str) -> registry::NewOrder {
    registry::NewOrder { number: "1".into(), day: day(on), reason: String::new() }
}

#[test]
fn an_old_list_brings_nobody_back() {
    for school in databases() {
        let school = school.with_year();
        school.roster(&three()).unwrap();
        let staff = "Фамилия;Имя;Отчество;СНИЛС;Должность\nЛаптева;Зоя;Юрьевна;;учитель\n";
        school.roster(staff.as_bytes()).unwrap();
        let at = school.id;
        let who = |sql| kernel::PersonId(school.number(sql));
        let pupil = who("SELECT id FROM person WHERE snils = '11223344595'");
        let teacher = who("SELECT person_id FROM staff");
        let by = registry::By {
            who: who("SELECT MIN(guardian_id) FROM guardianship"),
            at: NOW,
            today: day("2026-11-23"),
        };
        school
            .db
            .write_blocking(move |tx| {
                registry::write::archive(tx, at, &[pupil], &order("2026-11-20"), by)?.unwrap();
                registry::write::archive_staff(tx, at, &[teacher], &order("2026-11-20"), by)?.unwrap();
                Ok::<_, registry::Error>(())
            })
            .unwrap();
        assert_eq!(school.number("SELECT COUNT(*) FROM role_assignment"), 0);
        let open = enrolled(&school);
        let report = school.roster(&three()).unwrap();
        let refused = lines(&report, Kind::Refused);
        assert!(refused.len() == 1 && refused[0].contains("в архиве: восстановите приказом"), "{refused:?}");
        assert_eq!(enrolled(&school), open);
        let report = school.roster(staff.as_bytes()).unwrap();
        let refused = lines(&report, Kind::Refused);
        assert!(refused.len() == 1 && refused[0].contains("в архиве: восстановите приказом"), "{refused:?}");
        assert_eq!(school.number("SELECT COUNT(*) FROM role_assignment"), 0);
    }
}
