//! The file's names for classes, subjects and teachers, and whom the school knows by them.

use std::collections::{BTreeMap, HashMap};

use formats::names::{same_teacher, teacher_key};
use formats::timetable::WeeklyLesson;
use kernel::{ClassId, PersonId, PersonName, SubjectId};
use registry::{NewPerson, Role, search_key};
use store::WriteTx;

use super::Work;
use crate::error::Result;
use crate::import::Kind;

/// A class as the timetable needs it.
#[derive(Debug, Clone)]
pub(super) struct BookClass {
    pub(super) id: ClassId,
    pub(super) name: String,
    pub(super) grade: i32,
}

/// What each name of the file means. A name that is absent here refuses its lessons, apart from a teacher without a
/// given name, who is left out of them.
#[derive(Default)]
pub(super) struct Book {
    pub(super) classes: HashMap<String, BookClass>,
    pub(super) subjects: HashMap<String, (SubjectId, String)>,
    /// `None`: known to be nobody in particular («Вакансия»).
    pub(super) teachers: HashMap<String, Option<PersonId>>,
    pub(super) teacher_names: HashMap<PersonId, String>,
}

/// How often a name occurs, and where first.
#[derive(Debug, Clone, Copy)]
struct Uses {
    count: usize,
    line: u32,
}

fn count<'a>(names: impl Iterator<Item = (&'a str, u32)>) -> BTreeMap<&'a str, Uses> {
    let mut found: BTreeMap<&str, Uses> = BTreeMap::new();
    for (name, line) in names {
        let uses = found.entry(name).or_insert(Uses { count: 0, line });
        uses.count += 1;
        uses.line = uses.line.min(line);
    }
    found
}

impl Book {
    /// Looks every name up; makes what is missing if it may.
    pub(super) fn resolve(
        work: &mut Work,
        tx: &mut WriteTx<'_>,
        lessons: &[WeeklyLesson],
        create: bool,
    ) -> Result<Self> {
        let mut book = Self::default();
        let mut refused = Vec::new();
        book.classes(work, tx, lessons, create, &mut refused)?;
        book.subjects(work, tx, lessons, create, &mut refused)?;
        book.teachers(work, tx, lessons, create, &mut refused)?;
        for (what, uses, reason, unknown) in refused {
            let text = format!("{what}: {reason} (уроков: {})", uses.count);
            work.report.write(Kind::Refused, Some(uses.line), text);
            if unknown {
                work.report.unknown.push(format!("{what} (уроков: {}, строка {})", uses.count, uses.line));
            }
        }
        work.report.refused += lessons.iter().filter(|lesson| !book.knows(lesson)).count();
        Ok(book)
    }

    /// Can this lesson be placed?
    pub(super) fn knows(&self, lesson: &WeeklyLesson) -> bool {
        self.subjects.contains_key(&lesson.subject)
            && lesson.students.iter().all(|set| self.classes.contains_key(&set.class))
            && lesson.teachers.iter().all(|teacher| self.teachers.contains_key(teacher))
    }

    fn classes(
        &mut self,
        work: &mut Work,
        tx: &mut WriteTx<'_>,
        lessons: &[WeeklyLesson],
        create: bool,
        refused: &mut Vec<(String, Uses, &'static str, bool)>,
    ) -> Result<()> {
        let normal = |name: &str| {
            formats::names::class_name(name)
                .map_or_else(|| search_key(name), |class| search_key(&class.to_string()))
        };
        let known: HashMap<String, BookClass> = registry::read::all_classes(tx, work.school, work.year.id)?
            .into_iter()
            .map(|class| {
                (normal(&class.name), BookClass { id: class.id, name: class.name, grade: class.grade })
            })
            .collect();
        let used = count(
            lessons
                .iter()
                .flat_map(|lesson| lesson.students.iter().map(|set| (set.class.as_str(), lesson.line))),
        );
        for (name, uses) in used {
            if let Some(class) = known.get(&normal(name)) {
                self.classes.insert(name.to_owned(), class.clone());
                continue;
            }
            let what = format!("класс «{name}»");
            let readable = formats::names::class_name(name);
            match (create, readable) {
                (false, _) => refused.push((what, uses, "нет в организации", true)),
                (true, None) => refused.push((what, uses, "не похож на класс, заведите его отдельно", false)),
                (true, Some(class)) => {
                    let (grade, text) = (i32::from(class.grade), class.to_string());
                    let id = registry::write::add_class(
                        tx,
                        work.school,
                        work.year.id,
                        grade,
                        &class.letter,
                        &text,
                    )?;
                    work.report.push(Kind::Added, Some(uses.line), format!("класс {text}"));
                    self.classes.insert(name.to_owned(), BookClass { id, name: text, grade });
                }
            }
        }
        Ok(())
    }

    fn subjects(
        &mut self,
        work: &mut Work,
        tx: &mut WriteTx<'_>,
        lessons: &[WeeklyLesson],
        create: bool,
        refused: &mut Vec<(String, Uses, &'static str, bool)>,
    ) -> Result<()> {
        let mut known: HashMap<String, (SubjectId, String)> = registry::read::subjects(tx, work.school)?
            .into_iter()
            .map(|(id, name)| (search_key(&name), (id, name)))
            .collect();
        let used = count(lessons.iter().map(|lesson| (lesson.subject.as_str(), lesson.line)));
        for (name, uses) in used {
            let key = search_key(name);
            if let Some(subject) = known.get(&key) {
                self.subjects.insert(name.to_owned(), subject.clone());
            } else if create && !key.is_empty() {
                let (id, _) = registry::write::ensure_subject(tx, work.school, name)?;
                work.report.push(Kind::Added, Some(uses.line), format!("предмет «{name}»"));
                known.insert(key, (id, name.to_owned()));
                self.subjects.insert(name.to_owned(), (id, name.to_owned()));
            } else {
                refused.push((format!("предмет «{name}»"), uses, "нет в организации", !key.is_empty()));
            }
        }
        Ok(())
    }

    fn teachers(
        &mut self,
        work: &mut Work,
        tx: &mut WriteTx<'_>,
        lessons: &[WeeklyLesson],
        create: bool,
        refused: &mut Vec<(String, Uses, &'static str, bool)>,
    ) -> Result<()> {
        let mut known: HashMap<String, Vec<(PersonId, String)>> = HashMap::new();
        for (id, name, _) in registry::read::staff_of(tx, work.school)? {
            let full = name.full();
            self.teacher_names.insert(id, name.initials());
            known.entry(teacher_key(&full)).or_default().push((id, full));
        }
        let used = count(
            lessons.iter().flat_map(|lesson| lesson.teachers.iter().map(|name| (name.as_str(), lesson.line))),
        );
        // Fuller names first: «Орлов Д.Н.» then finds the «Орлов Дмитрий Николаевич» just made.
        let mut used: Vec<(&str, Uses)> = used.into_iter().collect();
        used.sort_by_key(|(name, _)| std::cmp::Reverse(name.chars().count()));
        for (name, uses) in used {
            let what = format!("учитель «{name}»");
            let candidates: Vec<&(PersonId, String)> = known
                .get(&teacher_key(name))
                .into_iter()
                .flatten()
                .filter(|(_, full)| same_teacher(full, name))
                .collect();
            let exact = candidates.iter().find(|(_, full)| search_key(full) == search_key(name));
            let found = match (exact, candidates.as_slice()) {
                (Some((id, _)), _) | (None, [(id, _)]) => Some(*id),
                (None, []) if create => self.make_teacher(work, tx, name, uses, &mut known)?,
                (None, []) => {
                    refused.push((what, uses, "нет среди сотрудников", true));
                    continue;
                }
                (None, _) => {
                    let reason = "подходит несколько сотрудников, укажите имя полнее";
                    refused.push((what, uses, reason, false));
                    continue;
                }
            };
            if let Some(id) = found
                && registry::write::add_role(tx, work.school, id, Role::Teacher)?
            {
                work.report.push(Kind::Added, Some(uses.line), format!("роль учителя: {name}"));
            }
            self.teachers.insert(name.to_owned(), found);
        }
        Ok(())
    }

    fn make_teacher(
        &mut self,
        work: &mut Work,
        tx: &mut WriteTx<'_>,
        name: &str,
        uses: Uses,
        known: &mut HashMap<String, Vec<(PersonId, String)>>,
    ) -> Result<Option<PersonId>> {
        let Some(person) = name_of(name) else {
            let text = format!("учитель «{name}»: нет имени, уроки ({}) внесены без учителя", uses.count);
            work.report.push(Kind::Note, Some(uses.line), text);
            return Ok(None);
        };
        let new = NewPerson {
            name: person.clone(),
            birth_day: None,
            sex: None,
            snils: None,
            phone: None,
            email: None,
        };
        let Some(id) = registry::write::add_persons(tx, &[new], work.now)?.first().copied() else {
            return Ok(None);
        };
        registry::write::add_staff(tx, work.school, id, "учитель", work.year.first_day)?;
        registry::write::add_role(tx, work.school, id, Role::Teacher)?;
        work.report.push(Kind::Added, Some(uses.line), format!("учитель {person}"));
        let full = person.full();
        self.teacher_names.insert(id, person.initials());
        known.entry(teacher_key(&full)).or_default().push((id, full));
        Ok(Some(id))
    }
}

/// «Орлов Д.Н.», «Д. Н. Орлов» or a full name; none without at least an initial.
fn name_of(text: &str) -> Option<PersonName> {
    let spaced = text.replace('.', ". ");
    let mut words: Vec<&str> = spaced.split_whitespace().collect();
    let family = words.iter().position(|word| word.trim_end_matches('.').chars().count() > 1)?;
    let family = words.remove(family);
    let given = words.first()?;
    let patronymic = words.get(1..).map(|rest| rest.join(" "));
    PersonName::new(family, given, patronymic.as_deref()).ok()
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn a_short_name_becomes_a_person() {
        for text in ["Орлов Д.Н.", "Орлов Д. Н.", "Д.Н. Орлов"] {
            let name = name_of(text).unwrap();
            assert_eq!(
                (name.family(), name.given(), name.patronymic()),
                ("Орлов", "Д.", Some("Н.")),
                "{text}"
            );
        }
        assert_eq!(name_of("Орлов Дмитрий Николаевич").unwrap().full(), "Орлов Дмитрий Николаевич");
        assert_eq!(name_of("Вакансия"), None);
    }
}
