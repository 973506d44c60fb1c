//! A roster: classes, pupils, their families, staff.
//!
//! What the school has is loaded once; rows are compared in memory; persons are written in batches. A row that is
//! already there in full is «same», so a second import of a file changes nothing.

use std::collections::{BTreeSet, HashMap, HashSet};

use access::ManageSchool;
use formats::names::ClassName;
use formats::roster::Roster;
use kernel::{ClassId, Day, InstitutionId, Millis, PersonId, Snils};
use registry::read::KnownPerson;
use registry::write::Missing;
use registry::{AcademicYear, NewPerson, Sex, search_key};
use store::WriteTx;

use super::{Kind, Report, target_year};
use crate::error::Result;
use crate::model::ImportKind;

mod families;
mod logins;
mod pupils;
mod staff;
mod subgroups;

/// How a roster is imported.
#[derive(Clone, Default)]
pub struct RosterOptions {
    /// Refuse everything when a row is refused.
    pub strict: bool,
    /// Only tell what would happen.
    pub dry_run: bool,
    /// The file's name, for the record.
    pub file_name: String,
    /// argon2id of the first password of the logins in the file; without it no accounts are made.
    pub password_hash: Option<String>,
    /// Must that password be changed at the first sign-in?
    pub must_change: bool,
}

/// Brings a school in line with a roster. Run it inside one write: an error undoes all of it.
///
/// # Errors
/// No academic year; a refused row when strict; [`crate::Error::DryRun`] with the report after a trial run.
pub fn roster(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    today: Day,
    now: Millis,
    roster: &Roster,
    options: &RosterOptions,
) -> Result<Report> {
    let mut work = Work::load(tx, may, today, now, roster)?;
    work.staff(tx, &roster.staff)?;
    let mut placed = work.pupils(tx, &roster.pupils)?;
    work.families(tx, &mut placed)?;
    work.subgroups(tx, &mut placed)?;
    work.report_pupils(&placed);
    work.logins(tx, &roster.staff, &placed, options)?;
    let classes: Vec<ClassId> = work.touched.iter().copied().collect();
    for journal in registry::read::journals_touching(tx, may.institution(), &classes)? {
        registry::write::sync_journal_pupils(tx, may.institution(), journal, today)?;
    }
    let mut report = work.report;
    for ignored in &roster.ignored {
        let text = match &ignored.column {
            Some(column) => format!("столбец «{column}» не читается"),
            None => format!("лист «{}» не читается", ignored.sheet),
        };
        report.push(Kind::Note, None, text);
    }
    report.complaints(&roster.errors);
    let changed = report.added + report.changed;
    crate::write::record_import(
        tx,
        may,
        ImportKind::Roster,
        &options.file_name,
        changed,
        report.refused,
        now,
    )?;
    report.finish(options.strict, options.dry_run)
}

/// A class as the import knows it.
struct KnownClass {
    id: ClassId,
    name: String,
    teacher: Option<PersonId>,
    /// Has nobody ever been enrolled in it?
    fresh: bool,
}

/// What an import has loaded and what it has done so far.
struct Work {
    school: InstitutionId,
    /// Who imports, when that is somebody.
    acting: Option<PersonId>,
    year: AcademicYear,
    today: Day,
    now: Millis,
    /// When those join who come to a class that has pupils already.
    join_day: Day,
    classes: HashMap<String, KnownClass>,
    /// Subjects by search key.
    subjects: HashMap<String, String>,
    /// Everybody with a СНИЛС of the file, wherever he is.
    by_snils: HashMap<String, KnownPerson>,
    /// Guardians and staff.
    adults: HashMap<PersonId, KnownPerson>,
    /// Guardians and staff by name and phone or e-mail.
    by_contact: HashMap<(String, String), families::Ref>,
    /// Persons this import has made.
    made: HashSet<PersonId>,
    /// The logins that parents are to get.
    wanted_logins: Vec<logins::WantedLogin>,
    /// Staff by row of the file.
    staff_of_row: Vec<Option<PersonId>>,
    /// Classes whose pupils or subgroups have changed.
    touched: BTreeSet<ClassId>,
    report: Report,
}

impl Work {
    fn load(
        tx: &mut WriteTx<'_>,
        may: &ManageSchool,
        today: Day,
        now: Millis,
        roster: &Roster,
    ) -> Result<Self> {
        let school = may.institution();
        let year = target_year(tx, school, today)?;
        let join_day = today.max(year.first_day);
        let occupied: HashSet<ClassId> =
            registry::read::enrollments(tx, school)?.into_iter().map(|e| e.class).collect();
        let classes = registry::read::all_classes(tx, school, year.id)?
            .into_iter()
            .map(|class| {
                let fresh = !occupied.contains(&class.id);
                let known = KnownClass { id: class.id, name: class.name, teacher: class.teacher, fresh };
                (search_key(&known.name), known)
            })
            .collect();
        let subjects = registry::read::subjects(tx, school)?
            .into_iter()
            .map(|(_, name)| (search_key(&name), name))
            .collect();
        let snils: Vec<String> = roster
            .pupils
            .iter()
            .map(|pupil| pupil.snils.as_deref())
            .chain(roster.staff.iter().map(|member| member.snils.as_deref()))
            .filter_map(|text| Some(text?.parse::<Snils>().ok()?.digits()))
            .collect();
        let by_snils = registry::read::persons_by_snils(tx, &snils)?
            .into_iter()
            .filter_map(|person| Some((person.snils.clone()?, person)))
            .collect();
        Ok(Self {
            school,
            acting: may.actor(),
            year,
            today,
            now,
            join_day,
            classes,
            subjects,
            by_snils,
            adults: HashMap::new(),
            by_contact: HashMap::new(),
            wanted_logins: Vec::new(),
            made: HashSet::new(),
            staff_of_row: Vec::new(),
            touched: BTreeSet::new(),
            report: Report::default(),
        })
    }

    /// The class of that name in the import's year, made when it is not there.
    fn class(&mut self, tx: &mut WriteTx<'_>, name: &ClassName, line: u32) -> Result<ClassId> {
        let text = name.to_string();
        let key = search_key(&text);
        if let Some(known) = self.classes.get(&key) {
            return Ok(known.id);
        }
        let grade = i32::from(name.grade);
        let id = registry::write::add_class(tx, self.school, self.year.id, grade, &name.letter, &text)?;
        self.report.push(Kind::Added, Some(line), format!("класс {text}"));
        self.classes.insert(key, KnownClass { id, name: text, teacher: None, fresh: true });
        Ok(id)
    }

    fn class_name(&self, id: ClassId) -> &str {
        self.classes.values().find(|class| class.id == id).map_or("", |class| class.name.as_str())
    }

    /// The subject's name as the school writes it, made when it is not there.
    fn subject(&mut self, tx: &mut WriteTx<'_>, name: &str, line: u32) -> Result<String> {
        let key = search_key(name);
        if let Some(known) = self.subjects.get(&key) {
            return Ok(known.clone());
        }
        registry::write::ensure_subject(tx, self.school, name)?;
        self.report.push(Kind::Added, Some(line), format!("предмет «{name}»"));
        self.subjects.insert(key, name.to_owned());
        Ok(name.to_owned())
    }

    /// Writes new persons down and remembers that they are new.
    fn add_persons(&mut self, tx: &mut WriteTx<'_>, new: &[NewPerson]) -> Result<Vec<PersonId>> {
        let ids = registry::write::add_persons(tx, new, self.now)?;
        self.made.extend(ids.iter().copied());
        Ok(ids)
    }
}

/// A civil day of a file's date; both know the same calendar.
fn day(date: formats::dates::Date) -> Option<Day> {
    Day::new(date.year, date.month, date.day).ok()
}

fn sex(sex: formats::roster::Sex) -> Sex {
    match sex {
        formats::roster::Sex::Male => Sex::Male,
        formats::roster::Sex::Female => Sex::Female,
    }
}

fn person_name(name: &formats::names::PersonName) -> Option<kernel::PersonName> {
    kernel::PersonName::new(&name.family, &name.given, name.patronymic.as_deref()).ok()
}

/// What the file knows of a person and the registry does not.
fn missing(known: &KnownPerson, new: &NewPerson) -> Missing {
    Missing {
        birth_day: new.birth_day.filter(|_| known.birth_day.is_none()),
        sex: new.sex.filter(|_| !known.has_sex),
        snils: new.snils.filter(|_| known.snils.is_none()),
        phone: new.phone.clone().filter(|_| known.phone.is_none()),
        email: new.email.clone().filter(|_| known.email.is_none()),
    }
}

/// The names of what was filled in, for a report.
fn filled(missing: &Missing) -> Option<String> {
    let parts: Vec<&str> = [
        ("дата рождения", missing.birth_day.is_some()),
        ("пол", missing.sex.is_some()),
        ("СНИЛС", missing.snils.is_some()),
        ("телефон", missing.phone.is_some()),
        ("эл. почта", missing.email.is_some()),
    ]
    .into_iter()
    .filter_map(|(name, is)| is.then_some(name))
    .collect();
    (!parts.is_empty()).then(|| format!("дополнено: {}", parts.join(", ")))
}
