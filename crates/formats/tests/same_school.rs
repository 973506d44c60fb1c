//! One school, four files: FET's table, FET's own file, aSc's XML in two encodings must be the same timetable.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeSet;

use formats::timetable::{self, Source, StudentSet, WeeklyTimetable, Weeks};

const CSV: &[u8] = include_bytes!("samples/school_timetable.csv");
const FET: &[u8] = include_bytes!("samples/school_data_and_timetable.fet");
const BARE_FET: &[u8] = include_bytes!("samples/school.fet");
const ASC: &[u8] = include_bytes!("samples/school_asc.xml");
const ASC_1251: &[u8] = include_bytes!("samples/school_asc_1251.xml");

type Comparable = (u8, u8, String, BTreeSet<String>, BTreeSet<StudentSet>, Option<String>);

fn comparable(timetable: &WeeklyTimetable) -> Vec<Comparable> {
    let mut lessons: Vec<Comparable> = timetable
        .lessons
        .iter()
        .map(|l| {
            (
                l.weekday,
                l.number,
                l.subject.clone(),
                l.teachers.iter().cloned().collect(),
                l.students.iter().cloned().collect(),
                l.room.clone(),
            )
        })
        .collect();
    lessons.sort();
    lessons
}

/// Hours without their names, which differ between the programs.
fn bells(timetable: &WeeklyTimetable) -> Vec<(u8, Option<u16>, Option<u16>)> {
    timetable.hours.iter().map(|hour| (hour.number, hour.starts, hour.ends)).collect()
}

#[test]
fn four_files_give_the_same_sixty_six_lessons() {
    let csv = timetable::read(CSV, "school_timetable.csv").unwrap();
    assert_eq!(csv.source, Source::FetCsv);
    let expected = comparable(&csv);
    assert_eq!(expected.len(), 66);
    for (bytes, name, source) in [
        (FET, "school_data_and_timetable.fet", Source::FetFile),
        (ASC, "school_asc.xml", Source::AscXml),
        (ASC_1251, "school_asc_1251.xml", Source::AscXml),
    ] {
        let other = timetable::read(bytes, name).unwrap();
        assert_eq!(other.source, source);
        assert_eq!(comparable(&other), expected, "{name}");
        assert_eq!(bells(&other), bells(&csv), "{name}");
        assert_eq!(other.days, csv.days, "{name}");
        assert_eq!(other.subgroups, csv.subgroups, "{name}");
        assert!(
            other.refused.is_empty() && other.unplaced.is_empty(),
            "{name}: {:?} {:?}",
            other.refused,
            other.unplaced
        );
    }
    assert!(csv.refused.is_empty() && csv.unplaced.is_empty());
    assert!(csv.lessons.iter().all(|lesson| lesson.weeks == Weeks::All && lesson.terms == Weeks::All));
}

#[test]
fn a_lesson_is_read_with_all_it_has() {
    let timetable = timetable::read(CSV, "x").unwrap();
    let lesson = timetable.lessons.first().unwrap();
    assert_eq!((lesson.activity.as_str(), lesson.weekday, lesson.number, lesson.line), ("1", 1, 1, 2));
    assert_eq!((lesson.subject.as_str(), lesson.room.as_deref()), ("Русский язык", Some("101")));
    assert_eq!(lesson.teachers, ["Иванова М.П."]);
    assert_eq!(lesson.students, [StudentSet { class: "5А".into(), subgroup: None }]);
    let first = timetable.hours.first().unwrap();
    assert_eq!((first.number, first.starts, first.ends), (1, Some(510), Some(555)));
    let english: BTreeSet<_> = timetable
        .lessons
        .iter()
        .filter(|l| l.subject == "Английский язык")
        .flat_map(|l| l.students.clone())
        .collect();
    assert!(english.contains(&StudentSet { class: "7Б".into(), subgroup: Some("гр2".into()) }));
    assert_eq!(english.len(), 6);
}

#[test]
fn the_table_may_be_windows_1251_with_semicolons() {
    let text = std::str::from_utf8(CSV).unwrap().trim_start_matches('\u{FEFF}').replace("\",\"", "\";\"");
    let (bytes, _, lossy) = encoding_rs::WINDOWS_1251.encode(&text);
    assert!(!lossy);
    let other = timetable::read(&bytes, "расписание.csv").unwrap();
    assert_eq!(comparable(&other), comparable(&timetable::read(CSV, "x").unwrap()));
}

#[test]
fn an_unsolved_file_has_every_lesson_without_a_place() {
    let timetable = timetable::read(BARE_FET, "school.fet").unwrap();
    assert_eq!(timetable.lessons.len(), 0);
    assert_eq!(timetable.unplaced.iter().map(|activity| activity.hours).sum::<u32>(), 66);
    assert!(timetable.refused.is_empty());
}

#[test]
fn content_decides_and_not_the_name() {
    assert_eq!(timetable::read(FET, "расписание.csv").unwrap().source, Source::FetFile);
    assert_eq!(timetable::read(CSV, "расписание.xml").unwrap().source, Source::FetCsv);
}
