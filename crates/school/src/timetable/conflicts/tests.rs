//! The rule against a slow and simple one that looks at every single day and every single pupil.

use proptest::prelude::*;

use super::*;

const FIRST: &str = "2026-09-07";
/// Weeks of the little calendar.
const WEEKS: i64 = 8;

/// Two classes of six pupils; three divisions of the first one: halves, thirds, nobody told.
fn part_of(number: usize) -> (Part, Vec<i32>) {
    let whole = |class: i64, pupils: std::ops::Range<i32>| {
        (Part { class: ClassId(class), subgroup: None }, pupils.collect())
    };
    let some = |id: i64, pupils: &[i32]| {
        (Part { class: ClassId(1), subgroup: Some(SubgroupId(id)) }, pupils.to_vec())
    };
    match number {
        0 => whole(1, 0..6),
        1 => whole(2, 6..12),
        2 => some(11, &[0, 1, 2]),
        3 => some(12, &[3, 4, 5]),
        4 => some(13, &[0, 3]),
        _ => some(14, &[1, 2, 4, 5]),
    }
}

fn shared() -> HashSet<(SubgroupId, SubgroupId)> {
    let mut pairs = HashSet::new();
    for a in 2..=5 {
        for b in 2..=5 {
            let ((one, mine), (other, theirs)) = (part_of(a), part_of(b));
            let (Some(one), Some(other)) = (one.subgroup, other.subgroup) else { continue };
            if one < other && mine.iter().any(|pupil| theirs.contains(pupil)) {
                pairs.insert((one, other));
            }
        }
    }
    pairs
}

#[derive(Debug, Clone)]
struct Lesson {
    subject: i64,
    teacher: i64,
    part: usize,
    weekday: i32,
    number: i32,
    weeks: i32,
    /// Two weeks each, so that both weeks of the cycle are in it.
    from: i64,
    to: Option<i64>,
    room: &'static str,
}

fn lesson() -> impl Strategy<Value = Lesson> {
    let rooms = prop::sample::select(vec!["", "1", "2", "1, 2", "Спортзал"]);
    let days = (0_i64..WEEKS / 2, prop::option::of(0_i64..WEEKS / 2));
    (1_i64..3, 1_i64..4, 0_usize..6, 1_i32..3, 1_i32..3, 0_i32..3, days, rooms).prop_map(
        |(subject, teacher, part, weekday, number, weeks, (from, length), room)| Lesson {
            subject,
            teacher,
            part,
            weekday,
            number,
            weeks,
            from: from * 2,
            to: length.map(|more| (from + more) * 2 + 1),
            room,
        },
    )
}

fn start() -> Day {
    FIRST.parse().unwrap()
}

fn entry(at: usize, lesson: &Lesson) -> Entry {
    Entry {
        journal: JournalId(i64::try_from(at).unwrap()),
        weekday: lesson.weekday,
        number: lesson.number,
        weeks: lesson.weeks,
        first_day: start().plus(lesson.from * 7),
        last_day: lesson.to.map(|week| start().plus(week * 7 + 6)),
        room: lesson.room.to_owned(),
    }
}

fn school(lessons: &[Lesson]) -> School {
    let courses = lessons.iter().enumerate().map(|(at, lesson)| {
        let course = Course {
            subject: SubjectId(lesson.subject),
            teachers: vec![PersonId(lesson.teacher)],
            parts: vec![part_of(lesson.part).0],
        };
        (JournalId(i64::try_from(at).unwrap()), course)
    });
    School { courses: courses.collect(), shared: shared(), cycle: 2, ..School::default() }
}

/// Every day of the calendar on which the lesson is given, with its number.
fn dated(lesson: &Lesson) -> Vec<(Day, i32)> {
    (0..WEEKS)
        .filter(|week| *week >= lesson.from && lesson.to.is_none_or(|to| *week <= to))
        .filter(|week| lesson.weeks == 0 || i64::from(lesson.weeks) == week % 2 + 1)
        .map(|week| (start().plus(week * 7 + i64::from(lesson.weekday) - 1), lesson.number))
        .collect()
}

proptest! {
    #[test]
    fn what_meets_on_some_day_is_a_conflict_and_nothing_else(
        lessons in prop::collection::vec(lesson(), 2..8)
    ) {
        let school = school(&lessons);
        let entries: Vec<Entry> = lessons.iter().enumerate().map(|(at, l)| entry(at, l)).collect();
        let wanted = Wanted { entry: entries[0].clone(), instead: Some(entries[0].clone()) };
        let found = school.conflicts(&entries, &wanted);

        let mine = &lessons[0];
        let my_days = dated(mine);
        let my_pupils = part_of(mine.part).1;
        for (at, other) in lessons.iter().enumerate().skip(1) {
            let with = JournalId(i64::try_from(at).unwrap());
            let meet = dated(other).iter().any(|place| my_days.contains(place));
            let teacher = meet && other.teacher == mine.teacher;
            let pupils = meet && part_of(other.part).1.iter().any(|pupil| my_pupils.contains(pupil));
            let room = meet && !teacher && rooms(mine.room).any(|r| rooms(other.room).any(|o| o == r));
            let joint = other.subject == mine.subject;
            prop_assert_eq!(
                found.iter().any(|c| matches!(c, Conflict::Teacher { with: w, joint: j, .. } if *w == with && *j == joint)),
                teacher
            );
            prop_assert_eq!(
                found.iter().any(|c| matches!(c, Conflict::Pupils { with: w, .. } if *w == with)),
                pupils
            );
            prop_assert_eq!(
                found.iter().any(|c| matches!(c, Conflict::Room { with: w, .. } if *w == with)),
                room
            );
        }
    }

    #[test]
    fn who_is_in_whose_way_is_mutual(lessons in prop::collection::vec(lesson(), 2..4)) {
        let school = school(&lessons);
        let entries: Vec<Entry> = lessons.iter().enumerate().map(|(at, l)| entry(at, l)).collect();
        let against = |one: usize, other: usize| {
            let wanted = Wanted { entry: entries[one].clone(), instead: Some(entries[one].clone()) };
            let list = school.conflicts([&entries[other]], &wanted);
            list.iter().filter(|c| c.is_hard(false)).count()
        };
        prop_assert_eq!(against(0, 1) > 0, against(1, 0) > 0);
    }

    #[test]
    fn days_are_as_long_as_the_table_allows(
        places in prop::collection::btree_set((1_i32..6, 1_i32..9), 0..30), weekday in 1_i32..6, number in 1_i32..9
    ) {
        let limit = Limit { daily: 5, once_more: 1, weekly_five: 23, weekly_six: 26 };
        let mut school = school(&[Lesson { subject: 1, teacher: 1, part: 0, weekday: 1, number: 1, weeks: 0, from: 0, to: None, room: "" }]);
        school.limits.insert(ClassId(1), limit);
        let make = |(weekday, number)| Entry { journal: JournalId(0), weekday, number, weeks: 0, first_day: start(), last_day: None, room: String::new() };
        let entries: Vec<Entry> = places.iter().copied().map(make).collect();
        let wanted = Wanted { entry: make((weekday, number)), instead: None };
        let found = school.conflicts(&entries, &wanted);

        let mut all = places.clone();
        let new = all.insert((weekday, number));
        let on = |day: i32| all.iter().filter(|(d, _)| *d == day).count();
        let other_long = (1..=5).any(|day| day != weekday && on(day) > 5);
        let too_long = new && on(weekday) > if other_long { 5 } else { 6 };
        prop_assert_eq!(found.iter().any(|c| matches!(c, Conflict::Daily { .. })), too_long);
        let too_many = new && all.len() > 23;
        prop_assert_eq!(found.iter().any(|c| matches!(c, Conflict::Weekly { .. })), too_many);
    }
}

#[test]
fn a_joint_lesson_may_have_one_teacher_and_a_warning_can_be_overruled() {
    let teacher = |joint| Conflict::Teacher { person: PersonId(1), with: JournalId(1), joint };
    assert!(teacher(true).is_hard(false) && !teacher(true).is_hard(true));
    assert!(teacher(false).is_hard(true));
    assert!(Conflict::Pupils { class: ClassId(1), with: JournalId(1) }.is_hard(true));
    assert!(!Conflict::DayOff { person: PersonId(1) }.is_hard(false));
}
