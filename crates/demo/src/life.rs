//! What happened in the journals so far: topics, homework, marks, absences.

use std::collections::{BTreeMap, HashMap};

use journal::model::grading::Slot;
use journal::write;
use journal::write::seed::{self, SeedMark, SeedWork};
use kernel::{Attendance, Cell, Day, MarkValue, Millis, PeriodId, PersonId, Weight, WorkKindId};
use registry::{InstitutionKind, Journal, Member, YearPlan};
use store::WriteTx;

use crate::columns::{self, Column, Kind, PRACTICAL};
use crate::dice::Dice;
use crate::error::{Error, Result};
use crate::health::{Absences, slip};
use crate::place::{Place, Region};

/// How far ahead a lesson may lie that has its homework already, in days.
const AHEAD: i64 = 10;

const PRAISE: [&str; 5] = [
    "Молодец!",
    "Отличный ответ у доски",
    "Решено двумя способами",
    "Очень аккуратная работа",
    "Помог товарищу разобраться",
];
const BLAME: [&str; 5] = [
    "Домашняя работа не выполнена",
    "Не было тетради",
    "Повторить правило и пересдать",
    "Ошибки в вычислениях, приходите на консультацию",
    "Не готов к уроку",
];

/// What an institution's journals came to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Lived {
    pub(crate) journals: usize,
    pub(crate) lessons: usize,
    pub(crate) marks: usize,
    pub(crate) absences: usize,
}

/// What is the same for all journals of an institution.
struct School {
    plan: YearPlan,
    /// Pupil → grade.
    grades: HashMap<PersonId, i32>,
    /// Pupil → talent, −2 to 2.
    talents: HashMap<PersonId, f64>,
    absences: HashMap<PersonId, Absences>,
    kinds: BTreeMap<String, (WorkKindId, Weight)>,
    teachers: HashMap<kernel::JournalId, PersonId>,
    /// The next school day after today.
    college: bool,
    /// Journals whose lessons follow their plan.
    planned: Vec<kernel::JournalId>,
}

impl Region {
    /// Lives an institution's journals through, from the year's first day to now, and closes the periods that are over.
    pub(crate) fn live(&self, tx: &mut WriteTx<'_>, place: &Place) -> Result<Lived> {
        let school = self.school(tx, place)?;
        let mut lived = Lived::default();
        for journal in registry::read::journals(tx, place.id, place.year)? {
            let one = self.live_journal(tx, place, &school, &journal)?;
            lived.journals += 1;
            lived.lessons += one.lessons;
            lived.marks += one.marks;
            lived.absences += one.absences;
        }
        seed::give_homework(tx, place.id)?;
        for period in &school.plan.periods {
            // Teachers get some days to finish their marks.
            let closed = period.last_day.plus(5);
            if closed < self.moment.today {
                self.finals(tx, place, &school, period.id, period.last_day)?;
                registry::write::lock_period(tx, place.id, period.id, self.moment.at(closed, 18 * 60)?)?;
            }
        }
        Ok(lived)
    }

    /// The final marks of a period that is over, as they were proposed on its last day.
    fn finals(
        &self,
        tx: &mut WriteTx<'_>,
        place: &Place,
        school: &School,
        period: PeriodId,
        last_day: Day,
    ) -> Result<()> {
        let at = self.moment.at(last_day, 15 * 60)?;
        for journal in registry::read::journals(tx, place.id, place.year)? {
            let Some(by) = school.teachers.get(&journal.id).copied() else { continue };
            write::seed_period_marks(tx, &journal, Slot::Period(period), by, (last_day, at))?;
        }
        Ok(())
    }

    fn school(&self, tx: &mut WriteTx<'_>, place: &Place) -> Result<School> {
        let plan = registry::read::year_plan(tx, place.id, place.year)?;
        let classes: HashMap<_, _> = registry::read::classes(tx, place.id, place.year)?
            .into_iter()
            .map(|class| (class.id, class.grade))
            .collect();
        let weekdays = |day: &Day| day.weekday() <= 5 && plan.is_school_day(*day);
        let first = plan.year.first_day;
        let days: Vec<Day> =
            first.through(self.moment.today.min(plan.year.last_day)).filter(weekdays).collect();
        let mut enrollments = registry::read::enrollments(tx, place.id)?;
        enrollments.sort_unstable_by_key(|e| (e.pupil, e.first_day));
        let mut dice = Dice::new(&format!("{}: здоровье и способности", place.name));
        let (mut grades, mut talents, mut absences) = (HashMap::new(), HashMap::new(), HashMap::new());
        for enrollment in enrollments {
            grades.insert(enrollment.pupil, classes.get(&enrollment.class).copied().unwrap_or(0));
            talents.insert(enrollment.pupil, dice.bell());
            absences.insert(enrollment.pupil, Absences::new(&days, &mut dice));
        }
        let mut teachers = HashMap::new();
        for (journal, person, _) in registry::read::all_journal_teachers(tx, place.id)? {
            teachers.entry(journal).or_insert(person);
        }
        let kinds = seed::kinds_by_sign(tx, place.id)?;
        let college = place.kind == InstitutionKind::College;
        let planned = self.planned(tx, place)?.into_iter().map(|journal| journal.id).collect();
        Ok(School { plan, grades, talents, absences, kinds, teachers, college, planned })
    }

    fn live_journal(
        &self,
        tx: &mut WriteTx<'_>,
        place: &Place,
        school: &School,
        journal: &Journal,
    ) -> Result<Lived> {
        let first = school.plan.year.first_day;
        let works = seed::works_of(tx, place.id, journal.id, first, self.moment.today.plus(AHEAD))?;
        let weekly = weekly(&works);
        let over = |work: &SeedWork| {
            let bell = school.plan.bells.iter().find(|bell| bell.number == work.number);
            bell.is_some_and(|bell| self.moment.is_over(work.day, bell.ends))
        };
        let past: Vec<SeedWork> = works.into_iter().filter(over).collect();
        let members = registry::read::journal_members(tx, place.id, journal.id)?;
        let grade = members.iter().find_map(|member| school.grades.get(&member.pupil)).copied().unwrap_or(0);
        // The college's first course finishes the school's programme; its own subjects have lists for every course.
        let level = if school.college && grade == 1 { 10 } else { grade };
        let follows =
            if school.planned.contains(&journal.id) { self.plans.topics(journal) } else { Vec::new() };
        let mut topics = self.topics.of(&journal.subject_name, level);
        if !follows.is_empty() {
            topics = &follows;
        } else if topics.is_empty() {
            topics = self.topics.of(&journal.subject_name, 10);
        }
        let practical = PRACTICAL.contains(&journal.subject_name.as_str());
        let mut columns = columns::columns(past, topics, weekly, practical);
        let homework = school.college || grade > 1;
        for column in &mut columns {
            if !homework {
                column.homework.clear();
            }
            let (topic, homework) = (&column.topic, &column.homework);
            seed::set_text(tx, place.id, journal.id, column.work.day, column.work.number, topic, homework)?;
        }
        // The first grade is not marked at all, the second not in its first quarter.
        let unmarked_until = match grade {
            _ if school.college => None,
            1 => Some(school.plan.year.last_day),
            2 => school.plan.periods_of(journal.period_kind).next().map(|period| period.last_day),
            _ => None,
        };
        for column in &mut columns {
            if unmarked_until.is_some_and(|until| column.work.day <= until) {
                column.kind = Kind::Answer;
                continue;
            }
            if column.kind == Kind::Answer {
                continue;
            }
            let (kind, weight) =
                school.kinds.get(column.kind.sign()).copied().ok_or_else(|| {
                    Error::Inconsistent(format!("нет вида работы «{}»", column.kind.sign()))
                })?;
            seed::set_work_kind(tx, place.id, journal.id, &column.work, kind, weight)?;
            column.work.kind = kind;
            column.work.weight = weight;
        }
        let marks = self.marks(place, school, journal, &columns, &members, unmarked_until, weekly)?;
        seed::marks(tx, place.id, journal.id, journal.subject, &marks)?;
        let given = marks.iter().filter(|mark| mark.cell.mark.is_some()).count();
        let away =
            marks.iter().filter(|mark| mark.cell.attendance.is_some_and(Attendance::is_absence)).count();
        Ok(Lived { journals: 1, lessons: columns.len(), marks: given, absences: away })
    }

    #[allow(clippy::too_many_arguments, reason = "one private step of one command")]
    fn marks(
        &self,
        place: &Place,
        school: &School,
        journal: &Journal,
        columns: &[Column],
        members: &[Member],
        unmarked_until: Option<Day>,
        weekly: usize,
    ) -> Result<Vec<SeedMark>> {
        let mut dice =
            Dice::new(&format!("{}, {}, {}", place.name, journal.groups_name, journal.subject_name));
        // How much better or worse somebody is in this subject than in general.
        let levels: Vec<f64> = members
            .iter()
            .map(|member| {
                let talent = school.talents.get(&member.pupil).copied().unwrap_or(0.0);
                4.0 + talent * 0.5 + dice.bell() * 0.25 + ease(&journal.subject_name)
            })
            .collect();
        let Some(by) = school.teachers.get(&journal.id).copied() else { return Ok(Vec::new()) };
        let mut marks = Vec::new();
        for column in columns {
            let day = column.work.day;
            let Some(period) = school.plan.period(journal.period_kind, day) else { continue };
            let Some(bell) = school.plan.bells.iter().find(|bell| bell.number == column.work.number) else {
                continue;
            };
            let marked = unmarked_until.is_none_or(|until| day > until);
            for (member, level) in members.iter().zip(&levels) {
                if member.first_day > day || member.last_day.is_some_and(|last| last < day) {
                    continue;
                }
                let attendance = school
                    .absences
                    .get(&member.pupil)
                    .and_then(|absences| absences.on(day))
                    .or_else(|| slip(column.work.number, *level - 4.0, &mut dice));
                let present = !attendance.is_some_and(Attendance::is_absence);
                let asked = marked && dice.chance(column.kind.share(weekly));
                let mark =
                    if present && asked { value(*level + column.kind.ease(), &mut dice) } else { None };
                if mark.is_none() && attendance.is_none() {
                    continue;
                }
                let minutes = u16::try_from(dice.below(40)).unwrap_or(0) + 3;
                let at: Millis = self.moment.at(day, bell.starts.get() + minutes)?;
                let comment = mark.and_then(|mark| comment(mark, &mut dice));
                let cell = Cell { mark, attendance, ..Cell::default() };
                marks.push(SeedMark {
                    pupil: member.pupil,
                    work: column.work.clone(),
                    period: period.id,
                    cell,
                    comment,
                    at,
                    by,
                });
            }
        }
        Ok(marks)
    }
}

/// Lessons in the fullest week.
fn weekly(works: &[SeedWork]) -> usize {
    let mut weeks: BTreeMap<Day, usize> = BTreeMap::new();
    for work in works {
        *weeks.entry(work.day.monday()).or_default() += 1;
    }
    weeks.into_values().max().unwrap_or(0)
}

/// Subjects differ in how freely fives are given.
fn ease(subject: &str) -> f64 {
    match subject {
        practical if PRACTICAL.contains(&practical) => 0.6,
        "Математика" | "Алгебра" | "Геометрия" | "Физика" | "Химия" | "Русский язык" => {
            -0.15
        }
        _ => 0.1,
    }
}

fn value(level: f64, dice: &mut Dice) -> Option<MarkValue> {
    let shown = level + dice.bell() * 0.6;
    MarkValue::new(match shown {
        shown if shown >= 4.45 => 5,
        shown if shown >= 3.5 => 4,
        shown if shown >= 2.6 => 3,
        _ => 2,
    })
}

fn comment(mark: MarkValue, dice: &mut Dice) -> Option<String> {
    let (share, list) = match mark.get() {
        5 => (0.006, &PRAISE),
        1 | 2 => (0.08, &BLAME),
        _ => return None,
    };
    if dice.chance(share) { dice.pick(list).map(|text| (*text).to_owned()) } else { None }
}
