//! The lines of the control page.
//!
//! A class should write at most one test a day and three a week (recommendations of Рособрнадзор and Минпросвещения
//! of 06.08.2021, СК-228/03 and 01-169/08-01, and schools' own rules).

use std::collections::{BTreeMap, HashMap};

use access::SeeSchool;
use kernel::{ClassId, Day, Millis, PersonId};
use kit::{Tr, text};
use school::access_sheets::{Entered, Tally, entered};
use store::ReadTx;

use crate::error::Result;
use crate::read::{Due, Kept, Test};

/// Tests of a class in one day.
const TESTS_A_DAY: usize = 1;
/// Tests of a class in one week.
const TESTS_A_WEEK: usize = 3;
/// A journal whose lessons go on without an entry for so many days is shown.
const SILENT_DAYS: i64 = 14;

/// Everything the lists are made of.
pub(super) struct View {
    kept: Vec<Kept>,
    tests: Vec<Test>,
    due: Vec<Due>,
    classes: HashMap<ClassId, String>,
    staff: HashMap<PersonId, String>,
    entered: Entered,
    /// May the viewer give codes? Else a line leads to the people and not to their access sheets.
    gives: bool,
    pub(super) no_year: bool,
}

/// One line of a list.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// The teacher or class it is about …
    pub(super) of: String,
    /// … where that leads, if anywhere …
    of_href: String,
    /// … and all that is missing there, in words.
    sum: String,
    /// Where the line leads.
    pub(super) href: String,
    pub(super) title: String,
    /// What is the matter.
    pub(super) what: String,
}

/// The lines of one teacher or class.
pub(super) struct Group {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) sum: String,
    pub(super) lines: Vec<Line>,
}

/// Lines of the same teacher or class under one head; they stand together already.
pub(super) fn grouped(lines: Vec<Line>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for line in lines {
        match groups.last_mut() {
            Some(last) if last.name == line.of && last.sum == line.sum => last.lines.push(line),
            _ => groups.push(Group {
                name: line.of.clone(),
                href: line.of_href.clone(),
                sum: line.sum.clone(),
                lines: vec![line],
            }),
        }
    }
    groups
}

/// Asks for everything: a dozen statements, whatever the size of the school.
pub(super) fn load(
    tx: &mut ReadTx<'_>,
    may: &SeeSchool,
    gives: bool,
    days: i64,
    today: Day,
    now: Millis,
) -> Result<View> {
    let institution = may.institution();
    let mut view = View {
        kept: Vec::new(),
        tests: Vec::new(),
        due: Vec::new(),
        classes: HashMap::new(),
        staff: HashMap::new(),
        entered: entered(tx, may, today, now)?,
        gives,
        no_year: true,
    };
    if let Some(year) = registry::read::year_at(tx, institution, today)? {
        let monday = today.monday();
        view.no_year = false;
        view.kept =
            crate::read::kept(tx, may, year.id, today.plus(-days).max(year.first_day), today.plus(-1))?;
        view.due = crate::read::overdue(tx, may, year.id, today)?;
        view.tests = crate::read::tests(tx, may, monday, monday.plus(13))?;
        view.classes =
            view.entered.classes.iter().map(|(class, ..)| (class.id, class.name.clone())).collect();
        view.staff = registry::read::staff_of(tx, institution)?
            .into_iter()
            .map(|(id, name, _)| (id, name.full()))
            .collect();
    }
    Ok(view)
}

fn title(kept: &Kept) -> String {
    format!("{}, {}", kept.subject, kept.groups)
}

fn number(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

impl View {
    /// The teacher who answers for a journal.
    fn teacher(&self, tr: Tr, kept: &Kept) -> String {
        let name = kept.teachers.first().and_then(|id| self.staff.get(id));
        name.cloned().unwrap_or_else(|| tr.control_no_teacher().to_owned())
    }
}

/// A journal with its first lesson without a topic: day and number.
type Empty<'a> = (&'a Kept, Day, i32);

/// Lessons without a topic, by teacher; who misses most comes first.
pub(super) fn topics(tr: Tr, view: &View) -> Vec<Line> {
    let mut by_teacher: BTreeMap<String, (i64, Vec<Empty<'_>>)> = BTreeMap::new();
    for kept in view.kept.iter().filter(|kept| kept.without_topic > 0) {
        let Some((on, lesson)) = kept.first_empty else { continue };
        let of = by_teacher.entry(view.teacher(tr, kept)).or_default();
        of.0 += kept.without_topic;
        of.1.push((kept, on, lesson));
    }
    let mut teachers: Vec<_> = by_teacher.into_iter().collect();
    teachers.sort_by_key(|(_, (missing, _))| std::cmp::Reverse(*missing));
    teachers
        .into_iter()
        .flat_map(|(name, (missing, journals))| {
            let sum = tr.control_topics(missing);
            journals.into_iter().map(move |(kept, on, lesson)| Line {
                of: name.clone(),
                of_href: String::new(),
                sum: sum.clone(),
                href: format!("/journal/{}/lessons/{on}/{lesson}/", kept.journal),
                title: title(kept),
                what: tr.control_of(&kept.without_topic.to_string(), &kept.lessons.to_string()),
            })
        })
        .collect()
}

/// Journals that had lessons and no entry for long, by teacher.
pub(super) fn silent(tr: Tr, view: &View, today: Day) -> Vec<Line> {
    let mut by_teacher: BTreeMap<String, Vec<&Kept>> = BTreeMap::new();
    let silent =
        |kept: &&Kept| kept.lessons > 1 && kept.last_entry.is_none_or(|day| day.plus(SILENT_DAYS) < today);
    for kept in view.kept.iter().filter(silent) {
        by_teacher.entry(view.teacher(tr, kept)).or_default().push(kept);
    }
    let mut teachers: Vec<_> = by_teacher.into_iter().collect();
    teachers.sort_by_key(|(_, journals)| std::cmp::Reverse(journals.len()));
    teachers
        .into_iter()
        .flat_map(|(name, journals)| {
            let sum = tr.control_journals(number(journals.len()));
            journals.into_iter().map(move |kept| Line {
                of: name.clone(),
                of_href: String::new(),
                sum: sum.clone(),
                href: format!("/journal/{}/", kept.journal),
                title: title(kept),
                what: match kept.last_entry {
                    Some(day) => tr.control_silent_since(&text::date(tr, day, today)),
                    None => tr.control_silent_always().to_owned(),
                },
            })
        })
        .collect()
}

/// Classes with too many tests in a day or a week, by class.
pub(super) fn tests(tr: Tr, view: &View, today: Day) -> Vec<Line> {
    let subjects: HashMap<_, _> =
        view.kept.iter().map(|kept| (kept.journal, kept.subject.as_str())).collect();
    let mut by_day: BTreeMap<(ClassId, Day), Vec<&Test>> = BTreeMap::new();
    let mut by_week: BTreeMap<(ClassId, Day), Vec<&Test>> = BTreeMap::new();
    for test in &view.tests {
        by_day.entry((test.class, test.day)).or_default().push(test);
        by_week.entry((test.class, test.day.monday())).or_default().push(test);
    }
    let lines = |class: ClassId, sum: String, tests: &[&Test]| -> Vec<Line> {
        let Some(name) = view.classes.get(&class) else { return Vec::new() };
        tests
            .iter()
            .map(|test| Line {
                of: name.clone(),
                of_href: format!("/school/classes/{class}/"),
                sum: sum.clone(),
                href: format!("/journal/{}/lessons/{}/{}/", test.journal, test.day, test.number),
                title: sum.clone(),
                what: format!(
                    "{}, {}",
                    subjects.get(&test.journal).copied().unwrap_or_default(),
                    text::weekday_and_date(tr, test.day, today)
                ),
            })
            .collect()
    };
    let mut found: Vec<(String, Day, Vec<Line>)> = Vec::new();
    for ((class, on), tests) in by_day.iter().filter(|(_, tests)| tests.len() > TESTS_A_DAY) {
        let sum = tr.control_tests_day(number(tests.len()), &text::day(tr, *on, today));
        let name = view.classes.get(class).cloned().unwrap_or_default();
        found.push((name, *on, lines(*class, sum, tests)));
    }
    for ((class, monday), tests) in by_week.iter().filter(|(_, tests)| tests.len() > TESTS_A_WEEK) {
        let week = text::period(tr, *monday, monday.plus(6));
        let name = view.classes.get(class).cloned().unwrap_or_default();
        found.push((name, *monday, lines(*class, tr.control_tests_week(number(tests.len()), &week), tests)));
    }
    // 9А before 10А: by the grade's number, then the name.
    let grade = |name: &str| {
        let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u32>().unwrap_or(u32::MAX)
    };
    found.sort_by(|a, b| (grade(&a.0), &a.0, a.1).cmp(&(grade(&b.0), &b.0, b.1)));
    found.into_iter().flat_map(|(_, _, lines)| lines).collect()
}

/// Marks that were due and are not there, by teacher.
pub(super) fn due(tr: Tr, view: &View, today: Day) -> Vec<Line> {
    let mut by_teacher: BTreeMap<String, Vec<(&Due, &Kept)>> = BTreeMap::new();
    for due in &view.due {
        let Some(kept) = view.kept.iter().find(|kept| kept.journal == due.journal) else { continue };
        by_teacher.entry(view.teacher(tr, kept)).or_default().push((due, kept));
    }
    let mut teachers: Vec<_> = by_teacher.into_iter().collect();
    teachers.sort_by_key(|(_, list)| std::cmp::Reverse(list.len()));
    teachers
        .into_iter()
        .flat_map(|(name, list)| {
            let sum = text::count(tr, number(list.len()));
            list.into_iter().map(move |(due, kept)| Line {
                of: name.clone(),
                of_href: String::new(),
                sum: sum.clone(),
                href: format!("/journal/{}/works/{}/{}/", due.journal, due.work, due.pupil),
                title: format!("{}, {}", due.name.listed(), title(kept)),
                what: tr.marks_overdue_since(&text::date(tr, due.until, today)),
            })
        })
        .collect()
}

/// Who has never signed in, by class: pupils and parents, and the staff at the end.
pub(super) fn entry(tr: Tr, view: &View) -> Vec<Line> {
    let told = |tally: Tally| {
        let all = text::count(tr, tally.people);
        tr.control_entry_of(&text::count(tr, tally.absent()), &all, &text::count(tr, tally.without()))
    };
    let mut lines = Vec::new();
    for (class, pupils, parents) in &view.entered.classes {
        let href = if view.gives {
            format!("/school/access/classes/{}/", class.id)
        } else {
            format!("/school/classes/{}/", class.id)
        };
        let absent = [(tr.access_pupils(), *pupils), (tr.access_parents(), *parents)];
        for (who, tally) in absent.into_iter().filter(|(_, tally)| tally.absent() > 0) {
            lines.push(Line {
                of: class.name.clone(),
                of_href: String::new(),
                sum: text::count(tr, pupils.absent() + parents.absent()),
                href: href.clone(),
                title: who.to_owned(),
                what: told(tally),
            });
        }
    }
    let staff = view.entered.staff;
    if staff.absent() > 0 {
        lines.push(Line {
            of: tr.access_staff().to_owned(),
            of_href: String::new(),
            sum: text::count(tr, staff.absent()),
            href: if view.gives { "/school/access/staff/" } else { "/school/staff/" }.to_owned(),
            title: tr.access_staff().to_owned(),
            what: told(staff),
        });
    }
    lines
}
