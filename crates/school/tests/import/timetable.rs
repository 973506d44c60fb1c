//! Timetables.

use school::Error;
use school::import::{Kind, TimetableOptions};

use crate::fixture::{School, databases, day};

const CSV: &[u8] = include_bytes!("../../../formats/tests/samples/school_timetable.csv");
const FET: &[u8] = include_bytes!("../../../formats/tests/samples/school_data_and_timetable.fet");
const BARE: &[u8] = include_bytes!("../../../formats/tests/samples/school.fet");
const ASC: &[u8] = include_bytes!("../../../formats/tests/samples/school_asc.xml");
const ASC_1251: &[u8] = include_bytes!("../../../formats/tests/samples/school_asc_1251.xml");

const HEAD: &str = "\"Activity Id\",\"Day\",\"Hour\",\"Students Sets\",\"Subject\",\"Teachers\",\"Activity Tags\",\"Room\",\"Comments\"\n";

/// Rows of day, hour, students, subject, teachers, room.
fn file(rows: &[(&str, &str, &str, &str, &str, &str)]) -> Vec<u8> {
    let mut text = HEAD.to_owned();
    for (at, (day, hour, students, subject, teachers, room)) in rows.iter().enumerate() {
        text.push_str(&format!(
            "\"{}\",\"{day}\",\"{hour}\",\"{students}\",\"{subject}\",\"{teachers}\",\"\",\"{room}\",\"\"\n",
            at + 1
        ));
    }
    text.into_bytes()
}

fn open(school: &School) -> i64 {
    school.number("SELECT COUNT(*) FROM timetable_entry WHERE last_day IS NULL")
}

#[test]
fn any_of_the_four_files_gives_the_same_week() {
    let files = [CSV, FET, ASC, ASC_1251];
    for first in 0..files.len() {
        for school in databases() {
            let school = school.with_year();
            let report = school.timetable(files[first], true).unwrap();
            assert_eq!((report.placed, report.unplaced, report.refused, report.changed), (66, 0, 0, 66));
            assert_eq!(open(&school), 66);
            for other in files {
                let again = school.timetable(other, false).unwrap();
                assert_eq!(
                    again.summary(),
                    "Уроков размещено: 66, без места: 0, изменено: 0, отклонено: 0",
                    "{:#?}",
                    again.lines
                );
                assert_eq!((again.added, again.same), (0, 66), "{:#?}", again.lines);
            }
            assert_eq!(school.number("SELECT COUNT(*) FROM outbox"), 1);
            assert_eq!(school.number("SELECT COUNT(*) FROM journal"), 30);
            assert_eq!(school.number("SELECT COUNT(*) FROM journal_teacher"), 30);
            assert_eq!(school.number("SELECT starts FROM bell WHERE number = 1"), 510);
        }
    }
}

#[test]
fn unknown_names_change_nothing_and_are_told_in_one_sentence() {
    for school in databases() {
        let school = school.with_year();
        school.timetable(CSV, true).unwrap();
        let before = school.counts();
        let strange = String::from_utf8(CSV.to_vec()).unwrap().replace("Орлов Д.Н.", "Незнакомцев Х.Х.");
        let error = school.timetable(strange.as_bytes(), false).unwrap_err();
        assert_eq!(
            error.to_string(),
            "Расписание не внесено, не найдены: учитель «Незнакомцев Х.Х.» (уроков: 6, строка 17); \
             исправьте названия или повторите с --create-missing."
        );
        assert_eq!(error.report().unwrap().refused, 6);
        assert_eq!(school.counts(), before);
    }
}

#[test]
fn a_change_holds_from_today_and_the_past_stays() {
    for school in databases() {
        let mut school = school.with_year();
        let first = file(&[
            ("Понедельник", "1", "5А", "Математика", "Орлов Д.Н.", "101"),
            ("Вторник", "1", "5А", "Математика", "Орлов Д.Н.", "101"),
            ("Среда", "2", "5А", "История", "Белова А.А.", "102"),
            ("Среда", "3", "5А", "Музыка", "Белова А.А.", "102"),
        ]);
        school.timetable(&first, true).unwrap();
        // Moved from Tuesday to Thursday, another room, another teacher, one subject gone.
        let second = file(&[
            ("Понедельник", "1", "5А", "Математика", "Орлов Д.Н.", "101"),
            ("Четверг", "1", "5А", "Математика", "Орлов Д.Н.", "101"),
            ("Среда", "2", "5А", "История", "Орлов Д.Н.", "205"),
        ]);
        school.today = day("2026-12-01");
        let report = school.timetable(&second, false).unwrap();
        assert_eq!((report.placed, report.changed), (3, 4), "{:#?}", report.lines);
        assert_eq!(open(&school), 3);
        assert_eq!(school.number("SELECT COUNT(*) FROM timetable_entry WHERE last_day = 20261130"), 3);
        assert_eq!(school.number("SELECT COUNT(*) FROM timetable_entry WHERE first_day = 20261201"), 2);
        assert_eq!(school.number("SELECT COUNT(*) FROM journal_teacher"), 3);
        assert_eq!(school.timetable(&second, false).unwrap().changed, 0);
        // On the same day once more: what never held leaves no trace.
        school.timetable(&first, false).unwrap();
        assert_eq!(school.number("SELECT COUNT(*) FROM timetable_entry"), 7);
        let events = "SELECT COUNT(*) FROM outbox WHERE kind = 'timetable.changed' AND payload = '20261201'";
        assert_eq!(school.number(events), 2);
    }
}

#[test]
fn a_name_that_fits_two_teachers_refuses_only_its_lessons() {
    for school in databases() {
        let school = school.with_year();
        let staff = "ФИО;Должность\nОрлов Дмитрий Николаевич;учитель\nОрлов Денис Никитич;учитель\nБелова Анна Андреевна;учитель\n";
        school.roster(staff.as_bytes()).unwrap();
        let rows = file(&[
            ("Понедельник", "1", "5А", "Математика", "Орлов Д.Н.", ""),
            ("Понедельник", "2", "5А", "Музыка", "Белова А.А.", ""),
            ("Понедельник", "3", "5А", "Алгебра", "Орлов Денис Никитич", ""),
        ]);
        let report = school.timetable(&rows, true).unwrap();
        assert_eq!((report.placed, report.refused), (2, 1), "{:#?}", report.lines);
        assert!(report.first_refusal().contains("Орлов Д.Н."));
        assert_eq!(school.number("SELECT COUNT(*) FROM staff"), 3);
        let before = school.counts();
        let strict = TimetableOptions { strict: true, ..TimetableOptions::default() };
        assert!(matches!(school.timetable_with(&rows, strict), Err(Error::Strict(_))));
        let dry = TimetableOptions { dry_run: true, ..TimetableOptions::default() };
        let other = file(&[("Среда", "5", "5А", "Музыка", "Белова А.А.", "7")]);
        let Err(Error::DryRun(report)) =
            school.timetable_with(&other, TimetableOptions { create_missing: true, ..dry })
        else {
            panic!("it was carried out")
        };
        assert_eq!((report.placed, report.changed), (1, 2), "{:#?}", report.lines);
        assert_eq!(school.counts(), before);
    }
}

#[test]
fn a_file_without_placed_lessons_does_not_empty_the_timetable() {
    for school in databases() {
        let school = school.with_year();
        school.timetable(CSV, true).unwrap();
        let before = school.counts();
        let error = school.timetable(BARE, false).unwrap_err();
        assert!(matches!(error, Error::NothingPlaced(_)));
        assert!(error.to_string().contains("без места – 66"));
        assert_eq!(school.counts(), before);
    }
}

#[test]
fn a_file_saved_before_solving_does_not_empty_the_timetable() {
    for school in databases() {
        let school = school.with_year();
        school.timetable(CSV, true).unwrap();
        let before = school.counts();
        let rows = file(&[
            ("Понедельник", "1", "5А", "Математика", "Петров С.А.", "1"),
            ("", "", "5А", "Математика", "Петров С.А.", ""),
            ("", "", "6А", "Математика", "Петров С.А.", ""),
        ]);
        let error = school.timetable(&rows, true).unwrap_err();
        assert!(matches!(error, Error::NotSolved { placed: 1, unplaced: 2 }), "{error}");
        assert_eq!(school.counts(), before);
    }
}

#[test]
fn clashes_of_the_file_are_notes() {
    for school in databases() {
        let school = school.with_year();
        let rows = file(&[
            ("Понедельник", "1", "5А", "Математика", "Орлов Д.Н.", "1"),
            ("Понедельник", "1", "5Б", "Математика", "Орлов Д.Н.", "2"),
            ("Вторник", "1", "5А гр1", "Труд", "Белова А.А.", "1"),
            ("Вторник", "1", "5А гр2", "Труд", "Зимин А.А.", "2"),
            ("Среда", "1", "10А+10Б", "Физическая культура", "Зимин А.А.", ""),
        ]);
        let report = school.timetable(&rows, true).unwrap();
        assert_eq!((report.placed, report.refused), (5, 0), "{:#?}", report.lines);
        let notes: Vec<_> = report
            .lines
            .iter()
            .filter(|line| line.kind == Kind::Note && line.text.contains("сразу два урока"))
            .collect();
        assert_eq!(notes.len(), 1, "{notes:#?}");
        let joint =
            "SELECT COUNT(*) FROM journal WHERE groups_name = '10А+10Б' AND period_kind = 'half_year'";
        assert_eq!(school.number(joint), 1);
        assert_eq!(school.number("SELECT COUNT(*) FROM journal WHERE period_kind = 'quarter'"), 4);
    }
}

#[test]
fn a_roster_after_the_timetable_fills_its_journals() {
    for school in databases() {
        let school = school.with_year();
        school.timetable(CSV, true).unwrap();
        let pupils = "Класс;ФИО;Дата рождения;Подгруппы\n5А;Агеев Пётр Ильич;01.02.2015;Английский язык: гр1\n\
                      5А;Белова Вера Олеговна;02.03.2015;Английский язык: гр2\n";
        school.roster(pupils.as_bytes()).unwrap();
        let of = |groups: &'static str| {
            school.number(match groups {
                "5А" => "SELECT COUNT(*) FROM journal_pupil p JOIN journal j ON j.id = p.journal_id WHERE j.groups_name = '5А'",
                _ => "SELECT COUNT(*) FROM journal_pupil p JOIN journal j ON j.id = p.journal_id WHERE j.groups_name = '5А гр1'",
            })
        };
        assert_eq!((of("5А"), of("5А гр1")), (16, 1));
        let staff = "ФИО;Должность\nОрлов Дмитрий Николаевич;учитель физической культуры\n";
        let report = school.roster(staff.as_bytes()).unwrap();
        assert_eq!((report.added, report.changed), (0, 1), "{:#?}", report.lines);
        assert_eq!(school.timetable(CSV, false).unwrap().changed, 0);
    }
}
