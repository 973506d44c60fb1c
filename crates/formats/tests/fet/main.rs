//! A load plan as FET's own file: what it says, what it refuses, and that FET itself solves it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod judge;
mod plans;

use std::collections::{BTreeMap, BTreeSet};

use formats::fet::{Activity, Fixed, Kind, LoadPlan, PlanError, PlanGroup, PlanTeacher, Students};
use formats::timetable::{self, StudentSet, WeeklyTimetable};
use judge::{Verdict, judge};
use plans::{big_school, small_school};

#[test]
fn every_activity_is_in_the_file_and_nothing_is_placed_but_what_the_plan_fixes() {
    let plan = small_school();
    let text = plan.to_fet().unwrap();
    let read = timetable::read(text.as_bytes(), "plan.fet").unwrap();
    assert_eq!(read.refused, []);
    let hours: u32 = plan.activities.iter().flat_map(|a| &a.durations).map(|d| u32::from(*d)).sum();
    let placed = u32::try_from(read.lessons.len()).unwrap();
    assert_eq!(read.unplaced.iter().map(|activity| activity.hours).sum::<u32>() + placed, hours);
    assert_eq!(placed, 1, "the one lesson that has a decided place");
    assert_eq!(read.days, plan.days);
    assert_eq!(text, plan.to_fet().unwrap());
}

#[test]
fn names_are_escaped_and_come_back() {
    let text = small_school().to_fet().unwrap();
    assert!(text.contains("<Name>Труд &amp; &lt;технология&gt;</Name>"), "{text}");
    assert!(text.contains("О&apos;Нил &quot;Ш.&quot;"));
    let read = timetable::read(text.as_bytes(), "plan.fet").unwrap();
    assert!(
        read.unplaced.iter().any(|a| a.subject == "Труд & <технология>" && a.teachers == ["О'Нил \"Ш.\""])
    );
}

#[test]
fn groups_of_different_divisions_share_pupils() {
    let text = small_school().to_fet().unwrap();
    for part in ["англ1 × мальчики", "англ1 × девочки", "англ2 × мальчики", "англ2 × девочки"]
    {
        assert_eq!(text.matches(&format!("<Name>5А {part}</Name>")).count(), 2, "{part} is in two groups");
    }
}

#[test]
fn many_divisions_do_not_multiply_without_end_and_still_share_pupils() {
    let mut plan = small_school();
    let halves = |n: usize| [1, 2].map(|half| PlanGroup { name: format!("д{n}-{half}"), size: 12 }).to_vec();
    plan.classes[2].divisions = (0..12).map(halves).collect();
    plan.activities.extend((0..12).map(|division| Activity {
        subject: 1,
        students: vec![Students::Group { class: 2, division, group: division % 2 }],
        durations: vec![1],
        ..Activity::default()
    }));
    let text = plan.to_fet().unwrap();
    assert!(text.matches("<Subgroup>").count() < 1000);
    assert!(text.contains("<Name>6А д0-1 × д11-2</Name>"));
    let Some(verdict) = judge(&text, 30) else { return };
    let Verdict::Solved(file) = verdict else { panic!("{verdict:?}") };
    assert_solved(&plan, &timetable::read(&file, "solved.fet").unwrap());
}

#[test]
fn wishes_never_bind_and_only_decisions_do() {
    let text = small_school().to_fet().unwrap();
    let weight = |kind: &str| {
        let at = text.find(&format!("<Constraint{kind}>")).unwrap_or_else(|| panic!("no {kind}"));
        let after = &text[at..];
        let start = after.find("<Weight_Percentage>").unwrap() + "<Weight_Percentage>".len();
        after[start..].split('<').next().unwrap().parse::<u8>().unwrap()
    };
    for wish in [
        "MinDaysBetweenActivities",
        "ActivitiesPreferredTimeSlots",
        "ActivitiesSameStartingTime",
        "ActivityPreferredRooms",
    ] {
        assert!(weight(wish) < 100, "{wish}");
    }
    for duty in [
        "BasicCompulsoryTime",
        "BasicCompulsorySpace",
        "TeacherNotAvailableTimes",
        "StudentsSetNotAvailableTimes",
        "ActivityPreferredStartingTime",
        "StudentsSetMaxHoursDaily",
        "StudentsSetMaxGapsPerWeek",
    ] {
        assert_eq!(weight(duty), 100, "{duty}");
    }
}

fn refused(change: impl FnOnce(&mut LoadPlan)) -> PlanError {
    let mut plan = small_school();
    change(&mut plan);
    let error = plan.to_fet().unwrap_err();
    let text = error.to_string();
    assert!(text.ends_with('.') && text.starts_with(|c: char| ('А'..='Я').contains(&c)), "{text}");
    error
}

#[test]
fn what_fet_would_refuse_is_named_before() {
    assert_eq!(refused(|plan| plan.days.clear()), PlanError::Nothing { kind: Kind::Day });
    assert_eq!(refused(|plan| plan.activities.clear()), PlanError::Nothing { kind: Kind::Activity });
    assert_eq!(
        refused(|plan| plan.rooms[1].name = " \u{1} ".into()),
        PlanError::NoName { kind: Kind::Room, number: 2 }
    );
    let twin = |plan: &mut LoadPlan| {
        plan.teachers.push(PlanTeacher { name: "Белова  А.А.".into(), ..Default::default() })
    };
    assert_eq!(refused(twin), PlanError::Duplicate { kind: Kind::Teacher, name: "Белова А.А.".into() });
    let group = |plan: &mut LoadPlan| plan.classes[0].divisions[1][0].name = "англ1".into();
    assert_eq!(refused(group), PlanError::Duplicate { kind: Kind::Group, name: "5А англ1".into() });
    let stranger = |plan: &mut LoadPlan| plan.activities[0].teachers = vec![99];
    assert_eq!(
        refused(stranger),
        PlanError::Unknown { kind: Kind::Activity, number: 1, target: Kind::Teacher }
    );
    let nobody = |plan: &mut LoadPlan| plan.activities[1].students.clear();
    assert_eq!(refused(nobody), PlanError::Unknown { kind: Kind::Activity, number: 2, target: Kind::Class });
    assert!(matches!(
        refused(|plan| plan.activities[0].durations = vec![]),
        PlanError::Durations { number: 1, .. }
    ));
    assert!(matches!(refused(|plan| plan.activities[0].durations = vec![0]), PlanError::Durations { .. }));
    assert!(matches!(refused(|plan| plan.activities[0].durations = vec![9]), PlanError::Durations { .. }));
    let late =
        |plan: &mut LoadPlan| plan.activities[0].fixed = vec![Some(Fixed { day: 0, hour: 9, room: None })];
    assert!(matches!(refused(late), PlanError::Unknown { target: Kind::Hour, .. }));
    assert!(matches!(
        refused(|plan| plan.activities[0].durations = vec![1; 36]),
        PlanError::TooFull { kind: Kind::Teacher | Kind::Class, .. }
    ));
    assert_eq!(
        refused(|plan| plan.classes[1].max_a_day = Some(2)),
        PlanError::TooFull { kind: Kind::Class, name: "5Б".into(), hours: 15, places: 10 }
    );
}

/// Who an activity teaches, as the reader tells it.
fn student_sets(plan: &LoadPlan, activity: &Activity) -> Vec<StudentSet> {
    let set = |students: &Students| match *students {
        Students::Class(class) => StudentSet { class: plan.classes[class].name.clone(), subgroup: None },
        Students::Group { class, division, group } => StudentSet {
            class: plan.classes[class].name.clone(),
            subgroup: Some(plan.classes[class].divisions[division][group].name.clone()),
        },
    };
    let mut sets: Vec<StudentSet> = activity.students.iter().map(set).collect();
    sets.sort();
    sets
}

/// Every activity of the plan stands in the solved week with all its hours and with its people, and nobody is in two places.
fn assert_solved(plan: &LoadPlan, solved: &WeeklyTimetable) {
    assert_eq!(solved.refused, []);
    assert_eq!(solved.unplaced, []);
    let mut by_id: BTreeMap<usize, Vec<(u8, u8)>> = BTreeMap::new();
    let mut id = 0;
    let mut expected = 0;
    for lesson in &solved.lessons {
        by_id.entry(lesson.activity.parse().unwrap()).or_default().push((lesson.weekday, lesson.number));
    }
    for activity in &plan.activities {
        for (part, duration) in activity.durations.iter().enumerate() {
            id += 1;
            expected += usize::from(*duration);
            let places = &by_id[&id];
            let (day, first) = places[0];
            let row: Vec<(u8, u8)> = (0..*duration).map(|hour| (day, first + hour)).collect();
            assert_eq!(places, &row, "activity {id} is one row of hours");
            if let Some(Some(place)) = activity.fixed.get(part) {
                assert_eq!((usize::from(day), usize::from(first)), (place.day + 1, place.hour + 1));
            }
            let lesson = solved.lessons.iter().find(|lesson| lesson.activity == id.to_string()).unwrap();
            assert_eq!(lesson.subject, plan.subjects[activity.subject]);
            let teachers: Vec<&str> =
                activity.teachers.iter().map(|t| plan.teachers[*t].name.as_str()).collect();
            assert_eq!(lesson.teachers, teachers);
            assert_eq!(lesson.students, student_sets(plan, activity));
            for teacher in &activity.teachers {
                let away = &plan.teachers[*teacher].away;
                assert!(!away.contains(&(usize::from(day) - 1, usize::from(first) - 1)), "{teacher} is away");
            }
        }
    }
    assert_eq!(solved.lessons.len(), expected);
    nobody_is_in_two_places(plan, solved);
}

fn nobody_is_in_two_places(plan: &LoadPlan, solved: &WeeklyTimetable) {
    let mut teachers = BTreeSet::new();
    let mut pupils = BTreeSet::new();
    for lesson in &solved.lessons {
        let when = (lesson.weekday, lesson.number);
        for teacher in &lesson.teachers {
            assert!(teachers.insert((when, teacher.clone())), "{teacher} twice at {when:?}");
        }
        for set in &lesson.students {
            let class = plan.classes.iter().find(|class| class.name == set.class).unwrap();
            let groups = class.divisions.concat();
            let division = |name: &str| {
                class.divisions.iter().position(|d| d.iter().any(|group| group.name == name)).unwrap()
            };
            // One cell for each group, so that a whole class takes all, and a group all of other divisions.
            let takes = |other: &PlanGroup| match &set.subgroup {
                Some(own) => own == &other.name || division(own) != division(&other.name),
                None => true,
            };
            let own = groups.iter().find(|group| set.subgroup.as_ref() == Some(&group.name));
            let mut cells: Vec<String> = vec![own.map_or("*".into(), |group| group.name.clone())];
            cells.extend(
                groups.iter().filter(|group| own.is_none() && takes(group)).map(|group| group.name.clone()),
            );
            for cell in cells {
                assert!(
                    pupils.insert((when, set.class.clone(), cell.clone())),
                    "{} {cell} twice at {when:?}",
                    set.class
                );
            }
            let clash = pupils.iter().find(|(at, name, cell)| {
                let both = set.subgroup.as_ref().filter(|_| cell != "*");
                *at == when
                    && *name == set.class
                    && both.is_some_and(|own| own != cell && division(own) != division(cell))
            });
            assert_eq!(clash, None, "{set:?} shares pupils at {when:?}");
        }
    }
}

#[test]
fn fet_solves_the_small_school_and_the_reader_sees_every_lesson_in_its_place() {
    let plan = small_school();
    let Some(verdict) = judge(&plan.to_fet().unwrap(), 30) else { return };
    let Verdict::Solved(file) = verdict else { panic!("{verdict:?}") };
    let solved = timetable::read(&file, "solved.fet").unwrap();
    assert_solved(&plan, &solved);
    let crafts = plan.subjects.iter().position(|subject| subject.contains("технология")).unwrap();
    assert!(
        solved
            .lessons
            .iter()
            .filter(|l| l.subject == plan.subjects[crafts])
            .all(|l| l.room.as_deref() == Some("Мастерская \"1\"")),
        "a room that suits was given"
    );
    let second_shift =
        solved.lessons.iter().filter(|lesson| lesson.students.iter().any(|set| set.class == "6А"));
    assert!(second_shift.map(|lesson| lesson.number).all(|number| number >= 2));
}

#[test]
fn fet_accepts_a_school_of_forty_classes() {
    let plan = big_school(40, 60);
    let hours: usize = plan.activities.iter().flat_map(|a| &a.durations).map(|d| usize::from(*d)).sum();
    assert!(hours > 40 * 34, "{hours}");
    match judge(&plan.to_fet().unwrap(), 30) {
        None => {}
        Some(Verdict::Solved(file)) => assert_solved(&plan, &timetable::read(&file, "big.fet").unwrap()),
        // Read, found possible and begun; a slow machine does not finish it in this time.
        Some(Verdict::TimeExceeded) => {}
        Some(Verdict::Refused(said)) => panic!("{said}"),
    }
}
