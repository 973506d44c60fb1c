//! What a school relies on when it imports its files: nothing twice, nothing half, nothing silently lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[path = "import/school.rs"]
mod fixture;
#[path = "import/roster.rs"]
mod roster;
#[path = "import/timetable.rs"]
mod timetable;

use fixture::databases;

const STAFF: &[u8] = include_bytes!("../../../demo/school1/roster_staff.csv");
const PUPILS: &[u8] = include_bytes!("../../../demo/school1/roster_pupils.csv");
const SOLVED: &[u8] = include_bytes!("../../../demo/school1/school1_data_and_timetable.fet");

#[test]
fn a_school_of_a_thousand_is_built_by_imports() {
    for school in databases() {
        let school = school.with_year();
        let staff = school.roster(STAFF).unwrap();
        assert_eq!(staff.refused, 0, "{:?}", staff.first_refusal());
        let started = std::time::Instant::now();
        let pupils = school.roster(PUPILS).unwrap();
        let took = started.elapsed();
        assert_eq!(pupils.refused, 0, "{:?}", pupils.first_refusal());
        assert_eq!(school.number("SELECT COUNT(*) FROM class"), 40);
        assert_eq!(school.number("SELECT COUNT(*) FROM class WHERE teacher_id IS NOT NULL"), 40);
        assert_eq!(school.number("SELECT COUNT(*) FROM class_enrollment WHERE first_day = 20260901"), 1000);
        assert_eq!(school.number("SELECT COUNT(DISTINCT guardian_id) FROM guardianship"), 1498);
        assert_eq!(school.number("SELECT COUNT(*) FROM guardianship WHERE status = 'confirmed'"), 1770);
        if !cfg!(debug_assertions) {
            assert!(took.as_secs() < 5, "{took:?}");
        }
        let week = school.timetable(SOLVED, false).unwrap();
        assert_eq!((week.placed, week.unplaced, week.refused, week.changed), (1226, 0, 0, 1226));
        assert_eq!(school.number("SELECT COUNT(*) FROM timetable_entry WHERE first_day = 20260901"), 1226);
        assert_eq!(school.number("SELECT COUNT(*) FROM outbox WHERE kind = 'timetable.changed'"), 1);
        // Every pupil has journals, and a part of a class has less than the whole.
        assert_eq!(school.number("SELECT COUNT(DISTINCT pupil_id) FROM journal_pupil"), 1000);
        let odd = "SELECT COUNT(*) FROM journal j WHERE 25 <> (SELECT COUNT(*) FROM journal_pupil p WHERE \
                   p.journal_id = j.id) AND j.groups_name NOT LIKE '%гр%' AND j.groups_name NOT LIKE '%+%'";
        assert_eq!(school.number(odd), 0);
        let halves = "SELECT COUNT(*) FROM journal j WHERE j.groups_name LIKE '%гр%' AND (SELECT COUNT(*) FROM \
                      journal_pupil p WHERE p.journal_id = j.id) NOT BETWEEN 10 AND 15";
        assert_eq!(school.number(halves), 0);
        let half_years = "SELECT COUNT(*) FROM journal WHERE period_kind = 'half_year' AND groups_name NOT LIKE \
                          '10%' AND groups_name NOT LIKE '11%'";
        assert_eq!(school.number(half_years), 0);
        println!("{}\n{}\n{}", staff.summary(), pupils.summary(), week.summary());

        let before = school.number("SELECT COUNT(*) FROM journal_pupil");
        for again in [
            school.roster(STAFF).unwrap(),
            school.roster(PUPILS).unwrap(),
            school.timetable(SOLVED, false).unwrap(),
        ] {
            assert_eq!((again.added, again.changed, again.refused), (0, 0, 0), "{:#?}", {
                let told = again.lines.iter().filter(|l| l.kind != school::import::Kind::Same);
                told.take(5).collect::<Vec<_>>()
            });
            println!("{}", again.summary());
        }
        assert_eq!(school.number("SELECT COUNT(*) FROM journal_pupil"), before);
        assert_eq!(school.number("SELECT COUNT(*) FROM outbox"), 1);
        assert_eq!(school.number("SELECT COUNT(*) FROM import_run"), 6);
    }
}
