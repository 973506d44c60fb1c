//! The load as a plan that FET makes a timetable from.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use access::SeeSchool;
use formats::fet::{Activity, LoadPlan, PlanClass, PlanGroup, PlanRoom, PlanTeacher, Students};
use kernel::{ClassId, Day, JournalId, PersonId, SubgroupId, YearId};
use registry::read::KnownSubgroup;
use store::ReadTx;

use super::model::{LoadForm, YearLoad};
use crate::error::Result;

const DAYS: [&str; 6] = ["Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота"];
/// Seats of a room of which nothing is known: enough for any classes together.
const SEATS: u32 = 1000;

/// Lessons and electives of a year with hours, as they stand on a day. Home teaching and extracurricular hours have
/// timetables of their own.
pub fn load_plan(tx: &mut ReadTx<'_>, may: &SeeSchool, year: YearId, on: Day) -> Result<LoadPlan> {
    let institution = may.institution();
    let load = super::read::year_load(tx, may, year, on)?;
    let plan = registry::read::year_plan(tx, institution, year)?;
    let sizes: HashMap<ClassId, i64> =
        registry::read::class_sizes(tx, institution, year, on.max(plan.year.first_day))?
            .into_iter()
            .collect();
    let subgroups = registry::read::year_subgroups(tx, institution, year)?;
    let mut members: HashMap<SubgroupId, BTreeSet<PersonId>> = HashMap::new();
    for (group, pupil) in registry::read::subgroup_members(tx, institution)? {
        members.entry(group).or_default().insert(pupil);
    }
    let mut rooms_of: HashMap<JournalId, BTreeSet<String>> = HashMap::new();
    for entry in crate::read::entries(tx, institution, year)? {
        if !entry.room.is_empty() && entry.last_day.is_none_or(|last| last >= on) {
            rooms_of.entry(entry.journal).or_default().insert(entry.room);
        }
    }
    let names = registry::read::staff_of(tx, institution)?;
    let divisions = Divisions::new(&load, &subgroups, &members);
    let days = load.limits.values().map(|(days, _)| *days).max().unwrap_or(5);
    let mut made = LoadPlan {
        institution: registry::read::institution(tx, institution)?.name,
        days: DAYS.iter().take(usize::try_from(days).unwrap_or(5)).map(|day| (*day).to_owned()).collect(),
        hours: plan
            .bells
            .iter()
            .map(|bell| format!("{} {}-{}", bell.number, bell.starts, bell.ends))
            .collect(),
        ..LoadPlan::default()
    };
    let taught = || {
        load.journals.iter().filter(|journal| {
            matches!(journal.form, LoadForm::Lesson | LoadForm::Elective) && !journal.hours.is_zero()
        })
    };
    let mut subjects: BTreeMap<_, usize> = BTreeMap::new();
    let mut teachers: HashMap<PersonId, usize> = HashMap::new();
    let mut rooms: BTreeMap<&str, usize> = BTreeMap::new();
    for journal in taught() {
        let subject = journal.journal.subject;
        if let std::collections::btree_map::Entry::Vacant(place) = subjects.entry(subject) {
            place.insert(made.subjects.len());
            made.subjects.push(journal.journal.subject_name.clone());
        }
        for teacher in &journal.teachers {
            teachers.entry(*teacher).or_insert_with(|| {
                let known = names.iter().find(|(person, ..)| person == teacher);
                let name = known.map_or_else(|| format!("Учитель {teacher}"), |(_, name, _)| name.full());
                made.teachers.push(PlanTeacher { name: unused(&made.teachers, name), away: Vec::new() });
                made.teachers.len() - 1
            });
        }
        for room in rooms_of.get(&journal.journal.id).into_iter().flatten() {
            rooms.entry(room.as_str()).or_insert_with(|| {
                made.rooms.push(PlanRoom { name: room.clone(), capacity: SEATS });
                made.rooms.len() - 1
            });
        }
    }
    let mut places: HashMap<ClassId, usize> = HashMap::new();
    for class in &load.classes {
        places.insert(class.id, made.classes.len());
        let limit = load.limit(class).map(|(_, limit)| limit);
        // The first four grades may have one lesson more on one day of the week.
        let a_day = limit.map(|limit| limit.per_day + i32::from(class.grade <= 4));
        made.classes.push(PlanClass {
            name: class.name.clone(),
            size: sizes.get(&class.id).and_then(|size| u32::try_from(*size).ok()).unwrap_or_default(),
            divisions: divisions.of_class(class.id),
            hours: None,
            max_a_day: a_day.and_then(|lessons| u8::try_from(lessons).ok()),
            max_gaps: None,
        });
    }
    for journal in taught() {
        let students = journal
            .groups
            .iter()
            .filter_map(|(class, group)| {
                let place = places.get(class).copied()?;
                match group {
                    None => Some(Students::Class(place)),
                    Some(group) => {
                        let (division, group) = divisions.places.get(group).copied()?;
                        Some(Students::Group { class: place, division, group })
                    }
                }
            })
            .collect();
        let lessons = usize::try_from(journal.hours.lessons()).unwrap_or_default();
        made.activities.push(Activity {
            teachers: journal.teachers.iter().filter_map(|t| teachers.get(t).copied()).collect(),
            subject: subjects.get(&journal.journal.subject).copied().unwrap_or_default(),
            students,
            durations: vec![1; lessons],
            rooms: rooms_of
                .get(&journal.journal.id)
                .into_iter()
                .flatten()
                .filter_map(|room| rooms.get(room.as_str()).copied())
                .collect(),
            fixed: Vec::new(),
        });
    }
    Ok(made)
}

/// A name that no teacher before has: FET knows people by their names.
fn unused(teachers: &[PlanTeacher], name: String) -> String {
    let taken = |name: &str| teachers.iter().any(|teacher| teacher.name == name);
    if !taken(&name) {
        return name;
    }
    let mut number = 2;
    loop {
        let other = format!("{name} {number}");
        if !taken(&other) {
            return other;
        }
        number += 1;
    }
}

/// A group's name with its pupils.
type NamedPupils<'a> = (&'a str, Option<&'a BTreeSet<PersonId>>);

/// The ways in which classes are divided.
struct Divisions {
    of_class: HashMap<ClassId, Vec<Vec<PlanGroup>>>,
    /// Division and group of a subgroup.
    places: HashMap<SubgroupId, (usize, usize)>,
}

impl Divisions {
    /// Subgroups of one subject divide their class. Two subjects that divide it into the same pupils under the same
    /// names are one division; other groups of an equal name get the subject's before it.
    fn new(
        load: &YearLoad,
        subgroups: &[KnownSubgroup],
        members: &HashMap<SubgroupId, BTreeSet<PersonId>>,
    ) -> Self {
        let used: BTreeSet<SubgroupId> =
            load.journals.iter().flat_map(|j| j.groups.iter().filter_map(|(_, group)| *group)).collect();
        let mut by_class: BTreeMap<ClassId, BTreeMap<&str, Vec<&KnownSubgroup>>> = BTreeMap::new();
        for group in subgroups.iter().filter(|group| used.contains(&group.id)) {
            by_class.entry(group.class).or_default().entry(&group.division).or_default().push(group);
        }
        let mut made = Self { of_class: HashMap::new(), places: HashMap::new() };
        for (class, by_subject) in by_class {
            let mut known: Vec<Vec<NamedPupils<'_>>> = Vec::new();
            let mut divisions: Vec<Vec<PlanGroup>> = Vec::new();
            for (subject, groups) in by_subject {
                let sign: Vec<_> = groups.iter().map(|g| (g.name.as_str(), members.get(&g.id))).collect();
                let place = match known.iter().position(|other| *other == sign) {
                    Some(place) => place,
                    None => {
                        let taken = |name: &str| divisions.iter().flatten().any(|g| g.name == name);
                        let plain = groups.iter().all(|group| !taken(&group.name));
                        let division = groups
                            .iter()
                            .map(|group| PlanGroup {
                                name: if plain {
                                    group.name.clone()
                                } else {
                                    format!("{subject} {}", group.name)
                                },
                                size: members
                                    .get(&group.id)
                                    .and_then(|list| u32::try_from(list.len()).ok())
                                    .unwrap_or_default(),
                            })
                            .collect();
                        divisions.push(division);
                        known.push(sign);
                        divisions.len() - 1
                    }
                };
                for (number, group) in groups.iter().enumerate() {
                    made.places.insert(group.id, (place, number));
                }
            }
            made.of_class.insert(class, divisions);
        }
        made
    }

    fn of_class(&self, class: ClassId) -> Vec<Vec<PlanGroup>> {
        self.of_class.get(&class).cloned().unwrap_or_default()
    }
}
