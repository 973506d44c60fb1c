//! What real timetables have beyond the sample school: double hours, joint classes, cycles, older dialects.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use formats::timetable::{self, StudentSet, WeeklyTimetable, Weeks};

fn read(text: &str) -> WeeklyTimetable {
    timetable::read(text.as_bytes(), "файл").unwrap()
}

fn set(class: &str, subgroup: Option<&str>) -> StudentSet {
    StudentSet { class: class.into(), subgroup: subgroup.map(Into::into) }
}

const CSV_HEAD: &str = "\"Activity Id\",\"Day\",\"Hour\",\"Students Sets\",\"Subject\",\"Teachers\",\"Activity Tags\",\"Room\",\"Comments\"\n";

fn fet(students: &str, activities: &str, times: &str) -> String {
    let days = "<Days_List><Day><Name>Mon</Name></Day><Day><Name>Tue</Name></Day></Days_List>";
    let hours: String = (1..=6).map(|n| format!("<Hour><Name>{n}</Name></Hour>")).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><fet version=\"6.8.5\">{days}<Hours_List>{hours}</Hours_List>\
         <Students_List>{students}</Students_List><Activities_List>{activities}</Activities_List>\
         <Time_Constraints_List>{times}</Time_Constraints_List><Space_Constraints_List/></fet>"
    )
}

fn activity(id: u32, students: &[&str], duration: u32, active: bool) -> String {
    let students: String = students.iter().map(|s| format!("<Students>{s}</Students>")).collect();
    format!(
        "<Activity><Teacher>Орлов Д.Н.</Teacher><Teacher>Белова А.А.</Teacher><Subject>Физическая культура</Subject>{students}\
         <Duration>{duration}</Duration><Id>{id}</Id><Active>{active}</Active></Activity>"
    )
}

fn start(id: u32, day: &str, hour: &str, weight: &str) -> String {
    format!(
        "<ConstraintActivityPreferredStartingTime><Weight_Percentage>{weight}</Weight_Percentage><Activity_Id>{id}</Activity_Id>\
         <Preferred_Day>{day}</Preferred_Day><Preferred_Hour>{hour}</Preferred_Hour><Permanently_Locked>false</Permanently_Locked>\
         <Active>true</Active></ConstraintActivityPreferredStartingTime>"
    )
}

const YEARS: &str =
    "<Year><Name>5А</Name><Group><Name>5А гр1</Name></Group></Year><Year><Name>6А</Name></Year>";

#[test]
fn a_joint_double_activity_is_two_lessons_of_two_classes() {
    let csv = read(&format!(
        "{CSV_HEAD}\"16\",\"Вторник\",\"5 12:25-13:10\",\"5А+6А\",\"Физическая культура\",\"Орлов Д.Н.+Белова А.А.\",\"\",\"Спортзал\",\"\"\n\
         \"16\",\"Вторник\",\"6 13:20-14:05\",\"5А+6А\",\"Физическая культура\",\"Орлов Д.Н.+Белова А.А.\",\"\",\"Спортзал\",\"\"\n"
    ));
    let file = read(&fet(YEARS, &activity(16, &["5А", "6А"], 2, true), &start(16, "Tue", "5", "100")));
    for timetable in [csv, file] {
        assert_eq!(
            timetable.lessons.iter().map(|l| (l.weekday, l.number)).collect::<Vec<_>>(),
            [(2, 5), (2, 6)]
        );
        for lesson in &timetable.lessons {
            assert_eq!(lesson.students, [set("5А", None), set("6А", None)]);
            assert_eq!(lesson.teachers, ["Орлов Д.Н.", "Белова А.А."]);
        }
    }
}

#[test]
fn inactive_activities_do_not_exist_and_wishes_are_no_places() {
    let activities = activity(1, &["5А"], 1, false) + &activity(2, &["6А"], 3, true);
    let timetable =
        read(&fet(YEARS, &activities, &(start(1, "Mon", "1", "100") + &start(2, "Mon", "1", "95"))));
    assert!(timetable.lessons.is_empty() && timetable.refused.is_empty());
    assert_eq!(
        timetable.unplaced.iter().map(|a| (a.activity.as_str(), a.hours)).collect::<Vec<_>>(),
        [("2", 3)]
    );
}

#[test]
fn a_whole_grade_stands_for_its_classes() {
    let grade = "<Year><Name>5</Name><Group><Name>5 А</Name><Subgroup><Name>5 А англ1</Name></Subgroup></Group>\
                 <Group><Name>5-Б</Name></Group></Year>";
    let activities = activity(1, &["5"], 1, true) + &activity(2, &["5 А англ1"], 1, true);
    let timetable =
        read(&fet(grade, &activities, &(start(1, "Mon", "1", "100") + &start(2, "Mon", "2", "100"))));
    assert_eq!(timetable.lessons.first().unwrap().students, [set("5А", None), set("5Б", None)]);
    assert_eq!(timetable.lessons.get(1).unwrap().students, [set("5А", Some("англ1"))]);
}

#[test]
fn an_unplaced_row_of_the_table_is_listed() {
    let timetable =
        read(&format!("{CSV_HEAD}\"7\",\"\",\"\",\"5А\",\"Музыка\",\"Соколова Е.Е.\",\"\",\"\",\"\"\n"));
    assert!(timetable.lessons.is_empty());
    assert_eq!(timetable.unplaced.first().unwrap().subject, "Музыка");
}

#[test]
fn two_week_cycles_of_fet_are_weeks() {
    let rows: String = ["Пн 1", "Пн 2", "Вт 1", "Вт 2"]
        .iter()
        .enumerate()
        .map(|(i, day)| format!("\"{i}\",\"{day}\",\"1\",\"5А\",\"Музыка\",\"\",\"\",\"\",\"\"\n"))
        .collect();
    let timetable = read(&format!("{CSV_HEAD}{rows}"));
    let read: Vec<_> = timetable.lessons.iter().map(|l| (l.weekday, l.weeks.clone())).collect();
    assert_eq!(
        read,
        [
            (1, Weeks::Only(vec![1])),
            (1, Weeks::Only(vec![2])),
            (2, Weeks::Only(vec![1])),
            (2, Weeks::Only(vec![2]))
        ]
    );
}

fn asc(days: &str, lessons: &str, cards: &str) -> String {
    let periods: String = (1..=6)
        .map(|n| {
            format!(
                "<period starttime=\"{}:30\" endtime=\"{}:15\" short=\"{n}\" name=\"{n}\" period=\"{n}\"/>",
                n + 7,
                n + 8
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><timetable ascttversion=\"2008.1\"><periods>{periods}</periods>{days}\
         <weeksdefs><weeksdef weeks=\"11\" id=\"W\"/><weeksdef weeks=\"10,01\" id=\"WE\"/></weeksdefs>\
         <subjects><subject short=\"М\" name=\"Математика\" id=\"*1\"/></subjects>\
         <teachers><teacher lastname=\"Петров\" firstname=\"Сергей Ильич\" id=\"*2\"/></teachers>\
         <classrooms><classroom id=\"R\" name=\"12\"/><classroom id=\"R2\" name=\"14\"/></classrooms>\
         <classes><class id=\"C\" name=\"8-Б\"/><class id=\"C2\" name=\"8В\"/></classes>\
         <students><student id=\"P\" classid=\"C\" lastname=\"Ильина\" firstname=\"Анна\"/></students>\
         <groups><group id=\"G0\" classid=\"C\" name=\"Весь класс\" entireclass=\"1\"/>\
         <group id=\"G1\" classid=\"C\" name=\"1 группа\" entireclass=\"0\" studentids=\"P\"/></groups>\
         <lessons>{lessons}</lessons><cards>{cards}</cards></timetable>"
    )
}

const DEFS: &str = "<daysdefs><daysdef id=\"E\" days=\"11111\" name=\"Каждый день\"/><daysdef id=\"X\" days=\"10000,01000\" name=\"Пн или Вт\"/>\
    <daysdef days=\"10000\" name=\"Понедельник\" id=\"1\"/><daysdef days=\"01000\" name=\"Вторник\" id=\"2\"/></daysdefs>";

#[test]
fn asc_cards_of_two_periods_and_every_other_week() {
    let lessons = "<lesson teacherids=\"*2\" id=\"L\" groupids=\"G1\" classids=\"C,C2\" subjectid=\"*1\" periodspercard=\"2\" periodsperweek=\"4.0\" weeksdefid=\"W\" classroomids=\"R,R2\"/>";
    let cards = "<card weeks=\"10\" days=\"01000\" period=\"3\" classroomids=\"R,R2\" lessonid=\"L\"/><card lessonid=\"L\" period=\"\" days=\"\" weeks=\"\" classroomids=\"\"/>";
    let timetable = read(&asc(DEFS, lessons, cards));
    assert_eq!(timetable.refused, []);
    assert_eq!(timetable.lessons.len(), 2);
    for (lesson, number) in timetable.lessons.iter().zip([3, 4]) {
        assert_eq!((lesson.weekday, lesson.number, &lesson.weeks), (2, number, &Weeks::Only(vec![1])));
        assert_eq!(lesson.teachers, ["Петров Сергей Ильич"]);
        assert_eq!(lesson.students, [set("8Б", Some("1 группа")), set("8В", None)]);
        assert_eq!(lesson.room.as_deref(), Some("12, 14"));
    }
    assert_eq!(timetable.unplaced.first().unwrap().hours, 3);
    assert_eq!(timetable.hours.first().unwrap().starts, Some(8 * 60 + 30));
    let group = timetable.subgroups.first().unwrap();
    assert_eq!(
        (group.class.as_str(), group.name.as_str(), group.members.as_slice()),
        ("8Б", "1 группа", ["Ильина Анна".to_owned()].as_slice())
    );
}

#[test]
fn the_older_asc_dialect_counts_days_from_zero() {
    let days = "<days><day name=\"Понедельник\" short=\"Пн\" day=\"0\"/><day name=\"Вторник\" short=\"Вт\" day=\"1\"/></days>";
    let lessons = "<lesson id=\"L\" classids=\"C\" groupids=\"G0\" subjectid=\"*1\" teacherids=\"*2\" periodspercard=\"1\" periodsperweek=\"1\"/>";
    let timetable =
        read(&asc(days, lessons, "<card lessonid=\"L\" day=\"1\" period=\"2\" classroomids=\"R\"/>"));
    let lesson = timetable.lessons.first().unwrap();
    assert_eq!((lesson.weekday, lesson.number, lesson.room.as_deref()), (2, 2, Some("12")));
    assert_eq!(lesson.students, [set("8Б", None)]);
    assert!(timetable.unplaced.is_empty());
}

fn one_refusal(timetable: &WeeklyTimetable, words: &str) {
    assert_eq!(timetable.refused.len(), 1, "{:?}", timetable.refused);
    let sentence = timetable.refused.first().unwrap().to_string();
    assert!(
        sentence.contains(words) && sentence.ends_with('.') && sentence.starts_with("Строка "),
        "{sentence}"
    );
}

#[test]
fn what_points_nowhere_is_refused_and_the_rest_stays() {
    let lesson = "<lesson id=\"L\" classids=\"C\" subjectid=\"*1\" teacherids=\"*2\" periodspercard=\"1\" periodsperweek=\"1\"/>";
    let good = "<card lessonid=\"L\" days=\"10000\" period=\"1\"/>";
    for (lessons, cards, words) in [
        (
            lesson.to_owned(),
            format!("{good}<card lessonid=\"нет\" days=\"10000\" period=\"1\"/>"),
            "неизвестного занятия «нет»",
        ),
        (
            lesson.to_owned(),
            format!("{good}<card lessonid=\"L\" days=\"10000\" period=\"9\"/>"),
            "неизвестном уроке «9»",
        ),
        (
            lesson.to_owned(),
            format!("{good}<card lessonid=\"L\" days=\"00000001\" period=\"1\"/>"),
            "неизвестный день",
        ),
        (
            format!("{lesson}<lesson id=\"M\" classids=\"C\" subjectid=\"*1\" teacherids=\"*9\"/>"),
            format!("{good}<card lessonid=\"M\" days=\"10000\" period=\"2\"/>"),
            "учителя «*9»",
        ),
    ] {
        let timetable = read(&asc(DEFS, &lessons, &cards));
        one_refusal(&timetable, words);
        assert_eq!(timetable.lessons.len(), 1, "{words}");
    }
    let activities = activity(1, &["5А"], 1, true) + &activity(2, &["6А"], 1, true);
    let good = start(1, "Mon", "1", "100");
    for (times, words) in [
        (start(2, "Вчера", "1", "100"), "неизвестный день «Вчера»"),
        (start(2, "Mon", "двенадцатый", "100"), "неизвестном уроке"),
        (start(2, "Mon", "1", "100") + &start(7, "Mon", "1", "100"), "неизвестному занятию «7»"),
    ] {
        let timetable = read(&fet(YEARS, &activities, &(good.clone() + &times)));
        one_refusal(&timetable, words);
    }
    let timetable =
        read(&fet(YEARS, &(activity(1, &["5А"], 1, true) + &activity(2, &["9Я"], 1, true)), &good));
    one_refusal(&timetable, "«9Я», которых нет");
    let row =
        |day: &str, hour: &str| format!("\"1\",\"{day}\",\"{hour}\",\"5А\",\"Музыка\",\"\",\"\",\"\",\"\"\n");
    one_refusal(
        &read(&format!("{CSV_HEAD}{}{}", row("Вторник", "1"), row("Вчера", "1"))),
        "день «Вчера» не понят",
    );
    one_refusal(
        &read(&format!("{CSV_HEAD}{}{}", row("Вторник", "1"), row("Вторник", "после"))),
        "урок «после» не понят",
    );
}
