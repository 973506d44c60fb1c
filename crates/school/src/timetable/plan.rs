//! A school's timetable with all that belongs to it, loaded at once: about a dozen statements, whatever its size.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use kernel::{ClassId, Day, InstitutionId, JournalId, PersonId, PersonName, SubgroupId};
use registry::{Bell, Class, InstitutionKind, Journal, Learner, YearPlan, YearRules};
use store::ReadTx;

use super::conflicts::{Course, Part, School, next_school_day};
use super::hours::{self, Hours};
use super::{days_off, edit, limits};
use crate::error::{Error, Result};
use crate::model::Entry;

/// A school's timetable.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Whose.
    pub institution: InstitutionId,
    /// The year with its bells and holidays.
    pub year: YearPlan,
    /// The same with who uses which bells and weeks.
    pub rules: YearRules,
    /// The classes of each journal, by grade: whose bells its lessons follow.
    pub learners: HashMap<JournalId, Vec<Learner>>,
    /// Its classes by grade and letter.
    pub classes: Vec<Class>,
    /// Its journals by classes and subject.
    pub journals: Vec<Journal>,
    /// Every entry of the year, past ones too.
    pub entries: Vec<Entry>,
    /// Hours a week that the load gives the journals of lessons.
    pub said: HashMap<JournalId, crate::load::Hours>,
    /// What the rule of conflicts needs.
    pub school: School,
    /// Staff by name.
    pub staff: Vec<(PersonId, PersonName)>,
    /// The timetable's version.
    pub version: i32,
}

/// Loads it; none when the school has no year yet.
pub fn load(tx: &mut ReadTx<'_>, institution: InstitutionId, today: Day) -> Result<Option<Plan>> {
    let Some(year) = registry::read::year_at(tx, institution, today)? else { return Ok(None) };
    let rules = registry::read::year_rules(tx, institution, year.id)?;
    let year = rules.plan.clone();
    let kind = registry::read::institution(tx, institution)?.kind;
    let classes = registry::read::classes(tx, institution, year.year.id)?;
    let journals = registry::read::journals(tx, institution, year.year.id)?;
    let known: HashSet<JournalId> = journals.iter().map(|journal| journal.id).collect();
    let mut entries = crate::read::all_entries(tx, institution)?;
    entries.retain(|entry| known.contains(&entry.journal));
    let said = crate::load::read::hours_to_place(tx, institution)?
        .into_iter()
        .filter(|(journal, _)| known.contains(journal))
        .collect();
    let mut courses: HashMap<JournalId, Course> = journals
        .iter()
        .map(|journal| {
            let course = Course { subject: journal.subject, teachers: Vec::new(), parts: Vec::new() };
            (journal.id, course)
        })
        .collect();
    for (journal, person, _) in registry::read::all_journal_teachers(tx, institution)? {
        if let Some(course) = courses.get_mut(&journal) {
            course.teachers.push(person);
        }
    }
    for (journal, class, subgroup) in registry::read::journal_groups(tx, institution, year.year.id)? {
        if let Some(course) = courses.get_mut(&journal) {
            course.parts.push(Part { class, subgroup });
        }
    }
    // By grade and letter, as the classes are.
    let learners = courses
        .iter()
        .map(|(journal, course)| {
            let of = classes.iter().filter(|class| course.parts.iter().any(|part| part.class == class.id));
            (*journal, of.map(|class| Learner { grade: class.grade, id: class.id }).collect())
        })
        .collect();
    let schooling = kind == InstitutionKind::School;
    let rows = crate::load::read::limits(tx, year.year.first_day)?;
    let limits = classes
        .iter()
        .filter(|_| schooling)
        .filter_map(|class| Some((class.id, limits::of_grade(&rows, class.grade)?)))
        .collect();
    let school = School {
        courses,
        shared: shared(tx, institution, &year)?,
        days_off: days_off::all(tx, institution)?,
        limits,
        six_days: entries.iter().any(|entry| entry.weekday > 5),
        cycle: entries.iter().map(|entry| entry.weeks).max().unwrap_or(0).max(1),
    };
    let staff = registry::read::staff_of(tx, institution)?;
    let version = edit::last_change(tx, institution, year.year.id)?.map_or(0, |change| change.version);
    Ok(Some(Plan {
        institution,
        year,
        rules,
        learners,
        classes,
        journals,
        entries,
        said,
        school,
        staff: staff.into_iter().map(|(id, name, _)| (id, name)).collect(),
        version,
    }))
}

/// The same for a command, which can't do without a year.
pub(super) fn of_year(tx: &mut ReadTx<'_>, institution: InstitutionId, today: Day) -> Result<Plan> {
    load(tx, institution, today)?.ok_or(Error::NoYear)
}

/// The pairs of subgroups that share pupils. Of another division whose members nobody has told, it is taken for granted.
fn shared(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    year: &YearPlan,
) -> Result<HashSet<(SubgroupId, SubgroupId)>> {
    let subgroups = registry::read::year_subgroups(tx, institution, year.year.id)?;
    let mut pairs = HashSet::new();
    if subgroups.is_empty() {
        return Ok(pairs);
    }
    let mut members: HashMap<SubgroupId, BTreeSet<PersonId>> = HashMap::new();
    for (subgroup, pupil) in registry::read::subgroup_members(tx, institution)? {
        members.entry(subgroup).or_default().insert(pupil);
    }
    let mut of_class: BTreeMap<ClassId, Vec<&registry::read::KnownSubgroup>> = BTreeMap::new();
    for subgroup in &subgroups {
        of_class.entry(subgroup.class).or_default().push(subgroup);
    }
    for list in of_class.into_values() {
        for (at, one) in list.iter().enumerate() {
            for other in list.iter().skip(at + 1) {
                let together = match (members.get(&one.id), members.get(&other.id)) {
                    (Some(mine), Some(theirs)) => !mine.is_disjoint(theirs),
                    _ => one.division != other.division,
                };
                if together {
                    pairs.insert((one.id.min(other.id), one.id.max(other.id)));
                }
            }
        }
    }
    Ok(pairs)
}

impl Plan {
    /// A journal of it.
    #[must_use]
    pub fn journal(&self, id: JournalId) -> Option<&Journal> {
        self.journals.iter().find(|journal| journal.id == id)
    }

    /// Who teaches a journal, the main teacher first.
    #[must_use]
    pub fn teachers(&self, id: JournalId) -> &[PersonId] {
        self.school.courses.get(&id).map_or(&[], |course| course.teachers.as_slice())
    }

    /// «Орлов Д. Н.».
    #[must_use]
    pub fn person(&self, id: PersonId) -> String {
        let found = self.staff.iter().find(|(known, _)| *known == id);
        found.map_or_else(|| "—".to_owned(), |(_, name)| name.initials())
    }

    /// «7А».
    #[must_use]
    pub fn class(&self, id: ClassId) -> &str {
        self.classes.iter().find(|class| class.id == id).map_or("—", |class| class.name.as_str())
    }

    /// Is the journal for that class or a part of it?
    #[must_use]
    pub fn is_for(&self, id: JournalId, class: ClassId) -> bool {
        let course = self.school.courses.get(&id);
        course.is_some_and(|course| course.parts.iter().any(|part| part.class == class))
    }

    /// The classes of a journal.
    #[must_use]
    pub fn learners_of(&self, id: JournalId) -> &[Learner] {
        self.learners.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The bells of a journal's lessons on a day; none when its classes don't learn then.
    #[must_use]
    pub fn bells_of(&self, id: JournalId, day: Day) -> &[Bell] {
        self.rules.schedule_of(self.learners_of(id), day).map_or(&[], |schedule| schedule.bells.as_slice())
    }

    /// When a lesson of that number is for a journal on a day.
    #[must_use]
    pub fn bell(&self, id: JournalId, day: Day, number: i32) -> Option<Bell> {
        self.bells_of(id, day).iter().find(|bell| bell.number == number).copied()
    }

    /// A week day as a date: the first one from that day on.
    #[must_use]
    pub fn date(&self, from: Day, weekday: i32) -> Day {
        let ahead = (i64::from(weekday) - i64::from(from.weekday())).rem_euclid(7);
        from.plus(ahead)
    }

    /// Days of the week from that day on on which everybody has free, with what they are called.
    #[must_use]
    pub fn days_free(&self, from: Day) -> Vec<(Day, &str)> {
        let all: Vec<Learner> =
            self.classes.iter().map(|class| Learner { grade: class.grade, id: class.id }).collect();
        from.through(from.plus(6))
            .filter(|day| self.weekdays().contains(&i32::from(day.weekday())))
            .filter_map(|day| Some((day, self.rules.holiday_of(&all, day)?)))
            .collect()
    }

    /// The entries that hold on a day, by place.
    #[must_use]
    pub fn on(&self, day: Day) -> Vec<&Entry> {
        let mut list: Vec<&Entry> = self.entries.iter().filter(|entry| entry.holds(day)).collect();
        list.sort_by_key(|entry| (entry.weekday, entry.number, entry.weeks, entry.journal));
        list
    }

    /// The entries that hold on a day or begin later: those a lesson from that day on can meet.
    pub fn from(&self, day: Day) -> impl Iterator<Item = &Entry> + Clone {
        self.entries.iter().filter(move |entry| entry.last_day.is_none_or(|last| day <= last))
    }

    /// The day a change holds from unless somebody says otherwise.
    #[must_use]
    pub fn next_day(&self, today: Day) -> Day {
        next_school_day(&self.year, self.school.six_days, today)
    }

    /// 1 Monday … 5 Friday, or 6.
    #[must_use]
    pub fn weekdays(&self) -> std::ops::RangeInclusive<i32> {
        let last = self.entries.iter().map(|entry| entry.weekday).max().unwrap_or(5);
        1..=last.max(5)
    }

    /// The lesson numbers there are: those of the bells and those in use, else one to seven.
    #[must_use]
    pub fn numbers(&self) -> Vec<i32> {
        let bells = self.rules.schedules.iter().flat_map(|schedule| &schedule.bells);
        let mut all: BTreeSet<i32> = bells.map(|bell| bell.number).collect();
        all.extend(self.entries.iter().map(|entry| entry.number));
        if all.is_empty() {
            all.extend(1..=7);
        }
        all.into_iter().collect()
    }

    /// The rooms in use, sorted as people sort numbers.
    #[must_use]
    pub fn rooms(&self) -> Vec<String> {
        let mut all: BTreeSet<(i32, String)> = BTreeSet::new();
        for entry in &self.entries {
            for room in super::conflicts::rooms(&entry.room) {
                let digits: String = room.chars().take_while(char::is_ascii_digit).collect();
                all.insert((digits.parse().unwrap_or(i32::MAX), room.to_owned()));
            }
        }
        all.into_iter().map(|(_, room)| room).collect()
    }

    /// Placed and wanted hours of every journal that has any, on a day.
    #[must_use]
    pub fn hours(&self, day: Day) -> HashMap<JournalId, Hours> {
        hours::of_journals(&self.entries, &self.said, self.school.cycle, day)
    }
}
