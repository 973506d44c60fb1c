//! From lessons to journals: one for each set of pupils and subject.

use std::collections::{BTreeMap, HashMap};

use formats::timetable::{StudentSet, WeeklyLesson, Weeks};
use kernel::{ClassId, JournalId, PersonId, SubgroupId, SubjectId};
use registry::write::NewJournal;
use registry::{InstitutionKind, Learner, PeriodKind, YearPlan, search_key};
use store::WriteTx;

use super::names::{Book, BookClass};
use super::{FileJournal, Work};
use crate::error::Result;
use crate::import::Kind;

/// Who is taught what: grade and name of each class with the part, in the order of a school; then the subject.
pub(super) type GroupKey = (Vec<(i32, String, Option<String>)>, SubjectId);

/// The lessons of one journal.
pub(super) struct Group<'a> {
    pub(super) subject: SubjectId,
    pub(super) subject_name: String,
    pub(super) sets: Vec<(BookClass, Option<String>)>,
    pub(super) lessons: Vec<&'a WeeklyLesson>,
}

impl Work {
    /// Puts the lessons that can be placed together by journal.
    pub(super) fn groups<'a>(
        &mut self,
        book: &Book,
        lessons: &'a [WeeklyLesson],
    ) -> BTreeMap<GroupKey, Group<'a>> {
        let mut groups: BTreeMap<GroupKey, Group<'a>> = BTreeMap::new();
        let mut in_terms = 0;
        for lesson in lessons.iter().filter(|lesson| book.knows(lesson)) {
            let Some((subject, subject_name)) = book.subjects.get(&lesson.subject) else { continue };
            let mut sets: Vec<(BookClass, Option<String>)> = sets_of(&lesson.students)
                .into_iter()
                .filter_map(|set| Some((book.classes.get(&set.class)?.clone(), set.subgroup.clone())))
                .collect();
            sets.sort_by(|a, b| (a.0.grade, &a.0.name, &a.1).cmp(&(b.0.grade, &b.0.name, &b.1)));
            let who =
                sets.iter().map(|(class, part)| (class.grade, class.name.clone(), part.clone())).collect();
            in_terms += usize::from(lesson.terms != Weeks::All);
            let group = groups.entry((who, *subject)).or_insert_with(|| Group {
                subject: *subject,
                subject_name: subject_name.clone(),
                sets,
                lessons: Vec::new(),
            });
            group.lessons.push(lesson);
        }
        if in_terms > 0 {
            let text = format!("уроков не на весь год: {in_terms}; внесены на весь год");
            self.report.push(Kind::Note, None, text);
        }
        groups
    }

    /// Finds or makes the journals with their teachers.
    pub(super) fn journals<'a>(
        &mut self,
        tx: &mut WriteTx<'_>,
        book: &Book,
        plan: &YearPlan,
        groups: BTreeMap<GroupKey, Group<'a>>,
    ) -> Result<Vec<FileJournal<'a>>> {
        let college = registry::read::institution(tx, self.school)?.kind == InstitutionKind::College;
        let known: HashMap<(String, SubjectId), JournalId> =
            registry::read::journals(tx, self.school, self.year.id)?
                .into_iter()
                .map(|journal| ((journal.groups_name, journal.subject), journal.id))
                .collect();
        let mut teachers: HashMap<JournalId, Vec<PersonId>> = HashMap::new();
        for (journal, person, _) in registry::read::all_journal_teachers(tx, self.school)? {
            teachers.entry(journal).or_default().push(person);
        }
        let mut parts: HashMap<(ClassId, String, String), SubgroupId> =
            registry::read::year_subgroups(tx, self.school, self.year.id)?
                .into_iter()
                .map(|g| ((g.class, search_key(&g.division), search_key(&g.name)), g.id))
                .collect();
        let rules = registry::read::year_rules(tx, self.school, self.year.id)?;
        let mut found = Vec::with_capacity(groups.len());
        for group in groups.into_values() {
            let names: Vec<String> = group
                .sets
                .iter()
                .map(|(class, part)| match part {
                    Some(part) => format!("{} {part}", class.name),
                    None => class.name.clone(),
                })
                .collect();
            let groups_name = names.join("+");
            let title = format!("{groups_name}, {}", group.subject_name);
            let line = group.lessons.iter().map(|lesson| lesson.line).min();
            let wanted = by_frequency(book, &group.lessons);
            let existing = known.get(&(groups_name.clone(), group.subject)).copied();
            let present = existing.and_then(|id| teachers.get(&id)).map(Vec::as_slice).unwrap_or_default();
            if let Some(id) = existing
                && present == wanted
            {
                found.push(FileJournal { id, title, group });
                continue;
            }
            let mut of_journal = Vec::with_capacity(group.sets.len());
            for (class, part) in &group.sets {
                let part = match part {
                    None => None,
                    Some(name) => Some(self.part(tx, &mut parts, class, &group.subject_name, name, line)?),
                };
                of_journal.push((class.id, part));
            }
            if let Some(id) = existing {
                for teacher in present {
                    registry::write::remove_journal_teacher(tx, self.school, id, *teacher)?;
                }
                let name = |id: &PersonId| book.teacher_names.get(id).cloned().unwrap_or_default();
                let text = format!(
                    "{title}: учитель {}, был {}",
                    or_nobody(wanted.iter().map(name).collect()),
                    or_nobody(present.iter().map(name).collect()),
                );
                self.report.push(Kind::Changed, line, text);
            }
            let grade = group.sets.iter().map(|(class, _)| class.grade).max().unwrap_or_default();
            // As the school wrote it down for the class, else as is usual for the age.
            let first = group.sets.first().map(|(class, _)| Learner { grade: class.grade, id: class.id });
            let kind = first.and_then(|class| rules.period_kind(class));
            let new = NewJournal {
                year: self.year.id,
                subject: group.subject,
                groups_name,
                period_kind: kind.unwrap_or_else(|| period_kind(plan, college, grade)),
                groups: of_journal,
                teachers: wanted,
            };
            let (id, made, _) = registry::write::ensure_journal(tx, self.school, &new)?;
            if made {
                self.report.push(Kind::Added, line, format!("журнал {title}"));
            }
            found.push(FileJournal { id, title, group });
        }
        Ok(found)
    }

    /// The part of a class for that subject, else the one of that name for any subject, made when there is none.
    fn part(
        &mut self,
        tx: &mut WriteTx<'_>,
        parts: &mut HashMap<(ClassId, String, String), SubgroupId>,
        class: &BookClass,
        subject: &str,
        name: &str,
        line: Option<u32>,
    ) -> Result<SubgroupId> {
        let key = |division: &str| (class.id, search_key(division), search_key(name));
        if let Some(id) = parts.get(&key(subject)).or_else(|| parts.get(&key(""))) {
            return Ok(*id);
        }
        let (id, _) = registry::write::ensure_subgroup(tx, self.school, class.id, "", name)?;
        self.report.push(Kind::Added, line, format!("подгруппа {} {name}", class.name));
        parts.insert(key(""), id);
        Ok(id)
    }
}

/// A class that is taught as a whole needs no mention of its parts.
fn sets_of(students: &[StudentSet]) -> Vec<&StudentSet> {
    let whole =
        |set: &StudentSet| students.iter().any(|other| other.class == set.class && other.subgroup.is_none());
    students.iter().filter(|set| set.subgroup.is_none() || !whole(set)).collect()
}

/// Teachers of the lessons, those with most lessons first.
fn by_frequency(book: &Book, lessons: &[&WeeklyLesson]) -> Vec<PersonId> {
    let mut count: HashMap<PersonId, usize> = HashMap::new();
    for lesson in lessons {
        for id in lesson.teachers.iter().filter_map(|name| book.teachers.get(name).copied().flatten()) {
            *count.entry(id).or_default() += 1;
        }
    }
    let mut list: Vec<(PersonId, usize)> = count.into_iter().collect();
    list.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
    list.into_iter().map(|(id, _)| id).collect()
}

fn or_nobody(names: Vec<String>) -> String {
    if names.is_empty() { "не назначен".to_owned() } else { names.join(", ") }
}

/// How a journal is marked: by what the year offers for that age.
pub(crate) fn period_kind(plan: &YearPlan, college: bool, grade: i32) -> PeriodKind {
    let order = if college {
        [PeriodKind::Semester, PeriodKind::HalfYear, PeriodKind::Trimester, PeriodKind::Quarter]
    } else if grade >= 10 {
        [PeriodKind::HalfYear, PeriodKind::Trimester, PeriodKind::Quarter, PeriodKind::Semester]
    } else {
        [PeriodKind::Quarter, PeriodKind::Trimester, PeriodKind::HalfYear, PeriodKind::Semester]
    };
    let [usual, ..] = order;
    order.into_iter().find(|kind| plan.periods_of(*kind).next().is_some()).unwrap_or(usual)
}
