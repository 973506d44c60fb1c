//! Load plans to be solved.

use formats::fet::{Activity, Fixed, LoadPlan, PlanClass, PlanGroup, PlanRoom, PlanTeacher, Students};

fn named(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn division(names: [&str; 2]) -> Vec<PlanGroup> {
    names.map(|name| PlanGroup { name: name.to_owned(), size: 12 }).to_vec()
}

fn group(class: usize, division: usize, group: usize) -> Students {
    Students::Group { class, division, group }
}

const DAYS: [&str; 5] = ["Понедельник", "Вторник", "Среда", "Четверг", "Пятница"];

/// Three classes with everything a plan can say: two ways of dividing a class, a joint activity, double lessons, a decided place,
/// a teacher who is away, a shift, rooms, names full of signs.
pub fn small_school() -> LoadPlan {
    let class = |name: &str| PlanClass {
        name: name.to_owned(),
        size: 25,
        divisions: vec![division(["англ1", "англ2"]), division(["мальчики", "девочки"])],
        max_a_day: Some(6),
        max_gaps: Some(2),
        ..PlanClass::default()
    };
    let teachers =
        ["Иванова М.П.", "Белова А.А.", "Новикова Т.С.", "Орлов Д.Н.", "О'Нил \"Ш.\"", "Петров С.А."];
    let mut plan = LoadPlan {
        institution: "МБОУ «СОШ № 7» & <лицей>".to_owned(),
        days: named(&DAYS),
        hours: (1..=7).map(|n| format!("{n} {:02}:30-{:02}:15", n + 7, n + 8)).collect(),
        subjects: named(&[
            "Русский язык",
            "Английский язык",
            "Физическая культура",
            "Труд & <технология>",
            "Математика",
        ]),
        teachers: teachers.map(|name| PlanTeacher { name: name.to_owned(), away: Vec::new() }).to_vec(),
        classes: vec![
            class("5А"),
            class("5Б"),
            PlanClass { name: "6А".to_owned(), size: 28, hours: Some(1..7), ..PlanClass::default() },
        ],
        rooms: ["Спортзал", "Мастерская \"1\"", "101"]
            .map(|name| PlanRoom { name: name.to_owned(), capacity: 60 })
            .to_vec(),
        activities: Vec::new(),
    };
    plan.teachers[0].away = (0..7).map(|hour| (2, hour)).collect();
    let mut add =
        |teachers: &[usize], subject: usize, students: &[Students], durations: &[u8], rooms: &[usize]| {
            plan.activities.push(Activity {
                teachers: teachers.to_vec(),
                subject,
                students: students.to_vec(),
                durations: durations.to_vec(),
                rooms: rooms.to_vec(),
                fixed: Vec::new(),
            });
        };
    for class in 0..3 {
        add(&[0], 0, &[Students::Class(class)], &[1, 1, 1, 1], &[]);
        add(&[5], 4, &[Students::Class(class)], &[2, 1, 1], &[2, 1]);
    }
    for class in 0..2 {
        add(&[1], 1, &[group(class, 0, 0)], &[1, 1, 1], &[]);
        add(&[2], 1, &[group(class, 0, 1)], &[1, 1, 1], &[]);
        add(&[4], 3, &[group(class, 1, 0)], &[2], &[1]);
        add(&[3], 3, &[group(class, 1, 1)], &[2], &[1]);
    }
    add(&[3, 4], 2, &[Students::Class(0), Students::Class(1)], &[1, 1], &[0]);
    plan.activities[0].fixed = vec![Some(Fixed { day: 4, hour: 3, room: Some(2) })];
    plan
}

/// Weekly hours of each class by subject; the first and the last are taught in two groups.
const WEEK: [(&str, u8); 14] = [
    ("Иностранный язык", 3),
    ("Русский язык", 4),
    ("Литература", 3),
    ("Алгебра", 4),
    ("Геометрия", 2),
    ("История", 2),
    ("Обществознание", 1),
    ("География", 2),
    ("Биология", 2),
    ("Физика", 3),
    ("Химия", 2),
    ("Физическая культура", 3),
    ("Труд", 2),
    ("Информатика", 1),
];

/// A school of so many classes, each of 34 hours a week; teachers get whole subjects of whole classes until they are full.
pub fn big_school(classes: usize, teachers: usize) -> LoadPlan {
    const LOAD: usize = 28;
    let mut plan = LoadPlan {
        institution: "Школа".to_owned(),
        days: named(&DAYS),
        hours: (1..=8).map(|n| n.to_string()).collect(),
        subjects: WEEK.iter().map(|(name, _)| (*name).to_owned()).collect(),
        ..LoadPlan::default()
    };
    for at in 0..classes {
        let letter = ["А", "Б", "В", "Г", "Д", "Е", "Ж", "З"][at / 5];
        plan.classes.push(PlanClass {
            name: format!("{}{letter}", 5 + at % 5),
            size: 25,
            divisions: vec![division(["ин1", "ин2"]), division(["инф1", "инф2"])],
            max_a_day: Some(8),
            max_gaps: Some(0),
            ..PlanClass::default()
        });
    }
    // Two teachers of a divided subject work side by side; who teaches whole classes may teach several subjects.
    let mut loads: Vec<usize> = Vec::new();
    let mut whole: Option<usize> = None;
    for (subject, (_, hours)) in WEEK.iter().enumerate() {
        let division = [0, WEEK.len() - 1].iter().position(|divided| *divided == subject);
        let hours = usize::from(*hours);
        let mut pair: Option<usize> = None;
        for class in 0..classes {
            let current = if division.is_some() { &mut pair } else { &mut whole };
            let halves = if division.is_some() { 2 } else { 1 };
            if current.is_none_or(|first| loads[first] + hours > LOAD) {
                *current = Some(loads.len());
                loads.extend(std::iter::repeat_n(0, halves));
            }
            for half in 0..halves {
                let teacher = current.unwrap() + half;
                loads[teacher] += hours;
                plan.activities.push(Activity {
                    teachers: vec![teacher],
                    subject,
                    students: vec![division.map_or(Students::Class(class), |at| group(class, at, half))],
                    durations: if WEEK[subject].0 == "Труд" { vec![2] } else { vec![1; hours] },
                    ..Activity::default()
                });
            }
        }
    }
    assert!(loads.len() <= teachers, "{} teachers", loads.len());
    plan.teachers =
        (1..=loads.len()).map(|n| PlanTeacher { name: format!("Учитель {n}"), away: Vec::new() }).collect();
    plan
}
