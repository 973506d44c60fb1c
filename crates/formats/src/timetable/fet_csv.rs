//! FET's `*_timetable.csv`: one row for each hour of each activity, complete in itself.

use std::collections::HashMap;

use super::students::NamedSets;
use super::{
    Hour, MAX_SETS, Source, StudentSet, Unplaced, WeeklyLesson, WeeklyTimetable, Weeks, collect_subgroups,
    some_text, split_list,
};
use crate::error::check_count;
use crate::table::{self, Row, Sheet};
use crate::text::{fold, shorten, squeeze, tokens};
use crate::week::{self, Day};
use crate::{FileError, RowError};

/// Columns by their headings, in FET's English or in Russian.
struct Columns {
    id: Option<usize>,
    day: usize,
    hour: usize,
    students: usize,
    subject: usize,
    teachers: Option<usize>,
    room: Option<usize>,
}

impl Columns {
    fn new(header: &[String]) -> Result<Self, FileError> {
        let header: Vec<String> = header.iter().map(|name| tokens(name).join(" ")).collect();
        let find = |names: &[&str]| header.iter().position(|heading| names.contains(&heading.as_str()));
        let id = find(&["activity id", "id", "код", "номер занятия", "id занятия"]);
        let day = find(&["day", "день", "день недели"]);
        let hour = find(&["hour", "час", "урок", "номер урока"]);
        let students =
            find(&["students sets", "students", "класс", "классы", "группы", "группы учащихся", "учащиеся"]);
        let subject = find(&["subject", "предмет", "дисциплина"]);
        let teachers = find(&["teachers", "teacher", "учителя", "учитель", "преподаватель", "преподаватели"]);
        let room = find(&["room", "кабинет", "аудитория", "помещение"]);
        let (Some(day), Some(hour), Some(students), Some(subject)) = (day, hour, students, subject) else {
            let all = [(day, "Day"), (hour, "Hour"), (students, "Students Sets"), (subject, "Subject")];
            let missing: Vec<String> =
                all.iter().filter(|(at, _)| at.is_none()).map(|(_, name)| format!("«{name}»")).collect();
            return Err(FileError::MissingColumn { columns: missing.join(", ") });
        };
        Ok(Self { id, day, hour, students, subject, teachers, room })
    }
}

/// Reads the table.
pub(super) fn read(bytes: &[u8], file_name: &str) -> Result<WeeklyTimetable, FileError> {
    let table = table::read(bytes, file_name)?;
    let sheet = table.sheets.first().ok_or(FileError::Empty)?;
    let columns = Columns::new(&sheet.header)?;
    if sheet.rows.is_empty() {
        return Err(FileError::NoData {
            what: "после заголовка нет ни одного урока"
        });
    }
    let days = days(sheet, columns.day);
    let hours = hours(sheet, columns.hour);
    let set_names = sheet
        .rows
        .iter()
        .filter(|row| !too_long(row))
        .flat_map(|row| row.cell(columns.students).split('+').map(squeeze));
    let sets = NamedSets::new(set_names);
    let mut timetable = WeeklyTimetable {
        source: Source::FetCsv,
        days: day_names(&days),
        hours: hour_list(&hours),
        lessons: Vec::new(),
        unplaced: Vec::new(),
        refused: Vec::new(),
        subgroups: Vec::new(),
    };
    for row in &sheet.rows {
        check_count(&timetable.refused)?;
        if too_long(row) {
            timetable.refused.push(RowError::row(row.line, "в строке слишком длинный текст."));
            continue;
        }
        let cell = |column: Option<usize>| column.map(|at| row.cell(at)).unwrap_or_default();
        let (day, hour) = (row.cell(columns.day), row.cell(columns.hour));
        let mut students: Vec<StudentSet> = Vec::new();
        for name in split_list(row.cell(columns.students), '+').iter().take(MAX_SETS + 1) {
            students.push(sets.resolve(name));
        }
        students.sort();
        students.dedup();
        let subject = squeeze(row.cell(columns.subject));
        let activity = some_text(cell(columns.id)).unwrap_or_else(|| format!("строка {}", row.line));
        let teachers = split_list(cell(columns.teachers), '+');
        if let Some(reason) = incomplete(&activity, &subject, &students) {
            timetable.refused.push(RowError::row(row.line, reason));
            continue;
        }
        if day.is_empty() && hour.is_empty() {
            timetable.unplaced.push(Unplaced {
                activity,
                subject,
                teachers,
                students,
                hours: 1,
                line: row.line,
            });
            continue;
        }
        let Some(Some(place)) = days.get(day) else {
            let reason =
                format!("день «{}» не понят, нужен день недели, например «Понедельник».", shorten(day, 40));
            timetable.refused.push(RowError::row(row.line, reason));
            continue;
        };
        let Some(Some(hour)) = hours.get(hour) else {
            let reason =
                format!("урок «{}» не понят, название должно начинаться с его номера.", shorten(hour, 40));
            timetable.refused.push(RowError::row(row.line, reason));
            continue;
        };
        timetable.lessons.push(WeeklyLesson {
            activity,
            weekday: place.weekday,
            number: hour.number,
            weeks: place.week.map_or(Weeks::All, |week| Weeks::Only(vec![week])),
            terms: Weeks::All,
            subject,
            teachers,
            students,
            room: some_text(cell(columns.room)),
            line: row.line,
        });
    }
    let all = timetable.lessons.iter().flat_map(|lesson| lesson.students.iter().cloned());
    timetable.subgroups = collect_subgroups(Vec::new(), all);
    Ok(timetable)
}

/// No list of classes or teachers is that long, in bytes.
fn too_long(row: &Row) -> bool {
    row.cells.iter().any(|cell| cell.len() > 8_000)
}

/// Why an activity is no lesson, if it is none.
pub(super) fn incomplete(activity: &str, subject: &str, students: &[StudentSet]) -> Option<String> {
    let activity = shorten(activity, 40);
    if subject.is_empty() {
        Some(format!("у занятия «{activity}» не указан предмет."))
    } else if subject.len() > 1_000 {
        Some(format!("у занятия «{activity}» слишком длинное название предмета."))
    } else if students.is_empty() {
        Some(format!("у занятия «{activity}» не указан класс."))
    } else if students.len() > MAX_SETS {
        Some(format!("у занятия «{activity}» больше {MAX_SETS} классов и групп."))
    } else {
        None
    }
}

fn distinct(sheet: &Sheet, column: usize) -> Vec<String> {
    let mut names: Vec<String> =
        sheet.rows.iter().map(|row| row.cell(column).to_owned()).filter(|name| !name.is_empty()).collect();
    names.sort();
    names.dedup();
    names
}

fn days(sheet: &Sheet, column: usize) -> HashMap<String, Option<Day>> {
    let names = distinct(sheet, column);
    // Spellings that differ in case alone are one day, not two weeks of a cycle.
    let mut forms: Vec<String> = names.iter().map(|name| fold(name)).collect();
    forms.sort();
    forms.dedup();
    let read: HashMap<String, Option<Day>> = forms.iter().cloned().zip(week::days(&forms, false)).collect();
    names
        .into_iter()
        .map(|name| {
            let day = read.get(&fold(&name)).copied().flatten();
            (name, day)
        })
        .collect()
}

fn day_names(days: &HashMap<String, Option<Day>>) -> Vec<String> {
    let mut known: Vec<(u8, u8, &String)> = days
        .iter()
        .filter_map(|(name, day)| day.map(|day| (day.week.unwrap_or_default(), day.weekday, name)))
        .collect();
    known.sort();
    known.into_iter().map(|(_, _, name)| name.clone()).collect()
}

/// Hours by name. Where no name has a number but every name has its time, the order of the times numbers them.
fn hours(sheet: &Sheet, column: usize) -> HashMap<String, Option<Hour>> {
    let names = distinct(sheet, column);
    let mut read = week::hours_by_name(&names);
    let numbered = read.iter().any(|(_, known)| *known);
    if !numbered && read.iter().all(|(hour, _)| hour.starts.is_some()) {
        read.sort_by_key(|(hour, _)| hour.starts);
        for (place, (hour, known)) in read.iter_mut().enumerate() {
            hour.number = u8::try_from(place + 1).unwrap_or(u8::MAX);
            *known = true;
        }
    }
    read.into_iter().map(|(hour, known)| (hour.name.clone(), known.then_some(hour))).collect()
}

fn hour_list(hours: &HashMap<String, Option<Hour>>) -> Vec<Hour> {
    let mut list: Vec<Hour> = hours.values().flatten().cloned().collect();
    list.sort_by(|a, b| (a.number, &a.name).cmp(&(b.number, &b.name)));
    list.dedup_by_key(|hour| hour.number);
    list
}
