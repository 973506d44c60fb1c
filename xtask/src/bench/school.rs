//! The school of the bench: classes, journals, a year of lessons, marks, families and teachers with sessions. Made by the
//! registry's and the journal's own commands, always alike.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use journal::write::seed::{self, SeedMark, SeedWork};
use kernel::clock::Zone;
use kernel::{
    AccountId, Attendance, Cell, ClassId, Day, InstitutionId, JournalId, MarkValue, Millis, PersonId,
    PersonName, SubjectId, YearId,
};
use registry::write::{NewAccount, NewInstitution, NewJournal, NewSession};
use registry::{InstitutionKind, NewPerson, PeriodKind, Relation, Role, YearPlan};
use school::model::Entry;
use store::{Db, Options, Url, WriteTx};

use super::dice::Dice;
use crate::failure::Failure;

/// The bench's «now»: the year is nearly over, so nearly every lesson can have marks.
pub const NOW: &str = "2027-05-20T10:40";
/// The region's zone, as in `default.toml`.
const ZONE: &str = "Asia/Novokuznetsk";
/// How many teachers there are.
pub const TEACHERS: usize = 64;
/// Subjects with their hours a week: 34 together.
const SUBJECTS: [(&str, usize); 14] = [
    ("Алгебра", 4),
    ("Русский язык", 4),
    ("Литература", 3),
    ("Английский язык", 3),
    ("Геометрия", 2),
    ("История", 2),
    ("Обществознание", 2),
    ("География", 2),
    ("Биология", 2),
    ("Физика", 3),
    ("Химия", 2),
    ("Физическая культура", 3),
    ("Информатика", 1),
    ("Технология", 1),
];
/// The subjects of the two journals that the grid is measured with: columns and quarter.
pub const GRIDS: [(&str, usize, i32); 2] = [("Сетка 13", 13, 4), ("Сетка 60", 60, 3)];
/// How many pupils the class of these journals has.
const GRID_PUPILS: usize = 30;
const LETTERS: &str = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЭЮЯ";
const FAMILIES: [&str; 12] = [
    "Иванов",
    "Смирнов",
    "Кузнецов",
    "Попов",
    "Васильев",
    "Петров",
    "Соколов",
    "Михайлов",
    "Новиков",
    "Фёдоров",
    "Морозов",
    "Волков",
];
const GIVEN: [&str; 10] =
    ["Александр", "Максим", "Артём", "Михаил", "Иван", "Дмитрий", "Кирилл", "Андрей", "Егор", "Никита"];
const TOPICS: [&str; 6] = [
    "Повторение изученного в прошлом году",
    "Решение задач по теме урока",
    "Самостоятельная работа и разбор ошибок",
    "Новый материал: основные понятия и примеры",
    "Практическая работа в группах",
    "Обобщение и систематизация знаний",
];
const HOMEWORK: [&str; 4] = [
    "§ 14, упр. 215–218 письменно",
    "Прочитать § 22, ответить на вопросы 1–5",
    "Подготовиться к контрольной работе",
    "",
];

/// How large the school is.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Size {
    /// Pupils of the school; a class has 25.
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(100..=6000))]
    pub pupils: u32,
    /// Marks of the year, all pupils together.
    #[arg(long, default_value_t = 600_000)]
    pub marks: u32,
}

/// The token of a session of the bench.
pub fn token(login: &str) -> String {
    format!("{login}-session-of-the-bench")
}

/// The SQLite file of a school of this size, made when it is not there; nobody writes into it afterwards.
pub fn file(folder: &Path, size: Size) -> Result<PathBuf, Failure> {
    let path = folder.join(format!("school-{}-{}.sqlite", size.pupils, size.marks));
    if path.exists() {
        return Ok(path);
    }
    std::fs::create_dir_all(folder).map_err(Failure::io(folder.display()))?;
    let part = path.with_extension("part");
    remove(&part)?;
    ensure(&Url::Sqlite(part.clone()), size)?;
    close(&part)?;
    std::fs::rename(&part, &path).map_err(Failure::io(path.display()))?;
    Ok(path)
}

/// Copies a school's file to one that may be written into.
pub fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    remove(to)?;
    std::fs::copy(from, to).map(drop).map_err(Failure::io(to.display()))
}

fn remove(path: &Path) -> Result<(), Failure> {
    for ending in ["", "-wal", "-shm"] {
        let path = PathBuf::from(format!("{}{ending}", path.display()));
        if path.exists() {
            std::fs::remove_file(&path).map_err(Failure::io(path.display()))?;
        }
    }
    Ok(())
}

/// Waits until the threads of a dropped [`Db`] let go of the file and everything is in it.
fn close(path: &Path) -> Result<(), Failure> {
    let wal = PathBuf::from(format!("{}-wal", path.display()));
    let since = Instant::now();
    while wal.exists() {
        let text = path.to_string_lossy();
        let closed = SqliteConnection::establish(&text)
            .map_err(|error| Failure::Said(error.to_string()))
            .and_then(|mut c| {
                c.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")
                    .map_err(|error| Failure::Said(error.to_string()))
            });
        if since.elapsed() > Duration::from_secs(10) {
            return Err(closed
                .err()
                .unwrap_or_else(|| Failure::Said(format!("{} stays open", path.display()))));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// Makes the school in this database unless it is there.
pub fn ensure(url: &Url, size: Size) -> Result<(), Failure> {
    store::migrate::run(url)?;
    let db = Db::open(url, Options::default())?;
    let first = login("parent", 0);
    if db
        .read_blocking(move |tx| registry::read::account_by_login(tx, &first).map_err(Failure::from))?
        .is_some()
    {
        return Ok(());
    }
    println!("making a school of {} pupils with {} marks …", size.pupils, size.marks);
    let zone = Zone::named(ZONE).map_err(|error| Failure::Said(error.to_string()))?;
    let local = NOW.parse().map_err(|_| Failure::Said("the bench's day can't be read".to_owned()))?;
    let now = zone.instant(local).map_err(|error| Failure::Said(error.to_string()))?;
    let maker = Maker { db, now, today: zone.local(now).0 };
    let begun = Instant::now();
    let made = maker.found(size)?;
    let lessons = maker.lessons(&made)?;
    let marking = Instant::now();
    let works = maker.works(&made)?;
    let marks = maker.marks(&made, works, size)?;
    let took = marking.elapsed();
    maker.sign_in(&made)?;
    println!(
        "made in {:.1} s: {lessons} lessons, {marks} marks with their history at {:.0} marks/s",
        begun.elapsed().as_secs_f64(),
        f64::from(marks) / took.as_secs_f64().max(1e-9),
    );
    Ok(())
}

/// `bench-parent-0007`.
pub fn login(who: &str, number: usize) -> String {
    format!("bench-{who}-{number:04}")
}

struct Maker {
    db: Db,
    now: Millis,
    today: Day,
}

/// A journal with its pupils and main teacher.
#[derive(Clone)]
struct MadeJournal {
    id: JournalId,
    subject: SubjectId,
    teacher: PersonId,
    pupils: Vec<PersonId>,
    every_cell: bool,
}

#[derive(Clone)]
struct Made {
    institution: InstitutionId,
    year: YearId,
    first_day: Day,
    parents: Vec<PersonId>,
    teachers: Vec<PersonId>,
    journals: Vec<MadeJournal>,
}

fn nth<T: Copy>(list: &[T], number: usize) -> Result<T, Failure> {
    list.get(number % list.len().max(1)).copied().ok_or_else(|| Failure::Said("an empty list".to_owned()))
}

fn person(number: usize, feminine: bool) -> Result<NewPerson, Failure> {
    let family = nth(&FAMILIES, number / GIVEN.len())?;
    let given = nth(&GIVEN, number)?;
    let (family, given) =
        if feminine { (format!("{family}а"), "Мария") } else { (family.to_owned(), given) };
    let name = PersonName::new(&family, given, Some(if feminine { "Петровна" } else { "Сергеевич" }))
        .map_err(|error| Failure::Said(error.to_string()))?;
    Ok(NewPerson { name, birth_day: None, sex: None, snils: None, phone: None, email: None })
}

fn persons(count: usize, feminine: bool) -> Result<Vec<NewPerson>, Failure> {
    (0..count).map(|number| person(number, feminine)).collect()
}

/// How many pupils each class has: 25, but the last one as many as the grid's journals need.
fn class_sizes(pupils: usize) -> Vec<usize> {
    let classes = (pupils / 25).max(2);
    let mut sizes = vec![25; classes - 2];
    sizes.push(pupils.saturating_sub(GRID_PUPILS + 25 * (classes - 2)));
    sizes.push(GRID_PUPILS);
    sizes
}

impl Maker {
    /// Everything but lessons, marks and accounts.
    fn found(&self, size: Size) -> Result<Made, Failure> {
        let (now, today) = (self.now, self.today);
        let pupils = usize::try_from(size.pupils).unwrap_or(usize::MAX);
        let plan = registry::standard_year(2026, InstitutionKind::School)
            .map_err(|e| Failure::Said(e.to_string()))?;
        self.db.write_blocking(move |tx| {
            let institution = registry::write::add_institution(tx, &new_school(), now)?;
            let year = registry::write::add_year(tx, institution, &plan)?;
            let first_day = plan.first_day;
            let teachers = registry::write::add_persons(tx, &persons(TEACHERS, true)?, now)?;
            for teacher in &teachers {
                registry::write::add_staff(tx, institution, *teacher, "Учитель", first_day)?;
                registry::write::add_role(tx, institution, *teacher, Role::Teacher)?;
            }
            let children = registry::write::add_persons(tx, &persons(pupils, false)?, now)?;
            let parents = registry::write::add_persons(tx, &persons(pupils, true)?, now)?;
            let mut families = Vec::with_capacity(pupils * 3 / 2);
            for (number, parent) in parents.iter().enumerate() {
                families.push((*parent, nth(&children, number)?, Relation::Mother));
                // Every other family has a second child at the school.
                if number % 2 == 0 {
                    families.push((*parent, nth(&children, number + pupils / 2)?, Relation::Mother));
                }
            }
            registry::write::confirm_guardians(tx, &families, now)?;
            let mut made = Made { institution, year, first_day, parents, teachers, journals: Vec::new() };
            let mut left = children.as_slice();
            let sizes = class_sizes(pupils);
            for (number, size) in sizes.iter().enumerate() {
                let (members, rest) = left.split_at(left.len().min(*size));
                left = rest;
                add_class(tx, &mut made, number, members, today)?;
            }
            let class = made.journals.last().map(|last| last.pupils.clone()).unwrap_or_default();
            add_grids(tx, &mut made, class)?;
            Ok(made)
        })
    }

    fn lessons(&self, made: &Made) -> Result<usize, Failure> {
        let (institution, year, from, now) = (made.institution, made.year, made.first_day, self.now);
        self.db
            .write_blocking(move |tx| Ok(journal::events::renew_lessons(tx, institution, year, from, now)?.0))
    }

    /// The columns that can have marks by now, per journal; every eighth becomes a test, and lessons get topics.
    fn works(&self, made: &Made) -> Result<Vec<Vec<SeedWork>>, Failure> {
        let (institution, first, today) = (made.institution, made.first_day, self.today);
        let mut all = Vec::with_capacity(made.journals.len());
        for journals in made.journals.chunks(16) {
            let journals = journals.to_vec();
            all.extend(self.db.write_blocking(move |tx| {
                let kinds = seed::kinds_by_sign(tx, institution)?;
                let test = kinds.get("КР").copied().ok_or_else(|| Failure::Said("no kind КР".to_owned()))?;
                let mut lists = Vec::with_capacity(journals.len());
                for journal in &journals {
                    let mut list = seed::works_of(tx, institution, journal.id, first, today)?;
                    for (number, work) in list.iter_mut().enumerate() {
                        if number % 8 == 7 {
                            seed::set_work_kind(tx, institution, journal.id, work, test.0, test.1)?;
                            (work.kind, work.weight) = test;
                        }
                        let (topic, homework) = (nth(&TOPICS, number)?, nth(&HOMEWORK, number)?);
                        seed::set_text(tx, institution, journal.id, work.day, work.number, topic, homework)?;
                    }
                    lists.push(list);
                }
                Ok::<_, Failure>(lists)
            })?);
        }
        Ok(all)
    }

    /// Spreads the marks evenly over all cells of the year; says how many there are.
    fn marks(&self, made: &Made, works: Vec<Vec<SeedWork>>, size: Size) -> Result<u32, Failure> {
        let (institution, year) = (made.institution, made.year);
        let plan = self.db.read_blocking(move |tx| {
            registry::read::year_plan(tx, institution, year).map_err(Failure::from)
        })?;
        let cells = |journal: &MadeJournal, works: &[SeedWork]| journal.pupils.len() * works.len();
        let mut full = 0;
        let mut free = 0;
        for (journal, works) in made.journals.iter().zip(&works) {
            *(if journal.every_cell { &mut full } else { &mut free }) += cells(journal, works);
        }
        let mut left = usize::try_from(size.marks).unwrap_or(usize::MAX).saturating_sub(full);
        let mut dice = Dice::new(1);
        let mut written = 0_u32;
        let work: Vec<_> = made.journals.iter().cloned().zip(works).collect();
        for group in work.chunks(8) {
            let mut lists = Vec::with_capacity(group.len());
            for (journal, works) in group {
                let mut list = Vec::new();
                for pupil in &journal.pupils {
                    for work in works {
                        let wanted = journal.every_cell || dice.below(free) < left;
                        if !journal.every_cell {
                            free -= 1;
                            left -= usize::from(wanted);
                        }
                        if wanted {
                            list.push(mark(&plan, *pupil, journal.teacher, work, self.now, &mut dice)?);
                        }
                    }
                }
                written = written.saturating_add(u32::try_from(list.len()).unwrap_or(u32::MAX));
                lists.push((journal.id, journal.subject, list));
            }
            self.db.write_blocking(move |tx| {
                for (journal, subject, list) in &lists {
                    seed::marks(tx, institution, *journal, *subject, list)?;
                }
                Ok::<_, Failure>(())
            })?;
        }
        Ok(written)
    }

    /// Accounts and sessions; the first parent's comes last, as the sign that the school is complete.
    fn sign_in(&self, made: &Made) -> Result<(), Failure> {
        let now = self.now;
        let password_hash = registry::password::hash("bench").map_err(|e| Failure::Said(e.to_string()))?;
        let teachers = made.teachers.iter().enumerate().map(|(number, id)| (login("teacher", number), *id));
        let parents =
            made.parents.iter().enumerate().rev().map(|(number, id)| (login("parent", number), *id));
        let all: Vec<(String, PersonId)> = teachers.chain(parents).collect();
        self.db.write_blocking(move |tx| {
            for (login, person) in &all {
                let account = NewAccount {
                    person: *person,
                    login: login.clone(),
                    email: None,
                    phone: None,
                    password_hash: password_hash.clone(),
                    must_change: false,
                };
                let account: AccountId = registry::write::add_account(tx, &account, now)?;
                let session = NewSession {
                    token_hash: registry::token::hash(&token(login)),
                    account,
                    agent: "bench".to_owned(),
                    address: "127.0.0.1".to_owned(),
                    expires_at: now.plus(10 * 365 * 24 * 3_600_000),
                };
                registry::write::open_session(tx, &session, now)?;
            }
            Ok(())
        })
    }
}

fn new_school() -> NewInstitution {
    NewInstitution {
        kind: InstitutionKind::School,
        name: "МБОУ «Средняя общеобразовательная школа № 1»".to_owned(),
        short_name: "Школа № 1".to_owned(),
        parent: None,
        locality: "Город".to_owned(),
        address: "ул. Школьная, 1".to_owned(),
        phone: "+79000000000".to_owned(),
    }
}

fn add_class(
    tx: &mut WriteTx<'_>,
    made: &mut Made,
    number: usize,
    members: &[PersonId],
    today: Day,
) -> Result<(), Failure> {
    let letter: String = LETTERS.chars().nth(number / 11).unwrap_or('А').into();
    let grade = i32::try_from(number % 11 + 1).unwrap_or(1);
    let name = format!("{grade}{letter}");
    let class = registry::write::add_class(tx, made.institution, made.year, grade, &letter, &name)?;
    registry::write::set_class_teacher(tx, made.institution, class, Some(nth(&made.teachers, number)?))?;
    registry::write::enroll(tx, made.institution, class, members, made.first_day)?;
    let mut entries = Vec::with_capacity(35);
    let mut slot = 0;
    for (order, (subject, hours)) in SUBJECTS.iter().enumerate() {
        let teacher = nth(&made.teachers, number * SUBJECTS.len() + order)?;
        let journal = add_journal(tx, made, class, &name, subject, teacher, members.to_vec(), today)?;
        for _ in 0..*hours {
            entries.push(Entry {
                journal,
                weekday: i32::try_from(slot % 5 + 1).unwrap_or(1),
                number: i32::try_from(slot / 5 + 1).unwrap_or(1),
                weeks: 0,
                first_day: made.first_day,
                last_day: None,
                room: format!("{}", 100 + (number * 7 + order) % 60),
            });
            slot += 1;
        }
    }
    school::write::add_entries(tx, &access::system_school(made.institution), &entries)?;
    Ok(())
}

#[allow(clippy::too_many_arguments, reason = "one private step of one command")]
fn add_journal(
    tx: &mut WriteTx<'_>,
    made: &mut Made,
    class: ClassId,
    class_name: &str,
    subject: &str,
    teacher: PersonId,
    pupils: Vec<PersonId>,
    today: Day,
) -> Result<JournalId, Failure> {
    let every_cell = GRIDS.iter().any(|(name, _, _)| *name == subject);
    let (subject, _) = registry::write::ensure_subject(tx, made.institution, subject)?;
    let new = NewJournal {
        year: made.year,
        subject,
        groups_name: class_name.to_owned(),
        period_kind: PeriodKind::Quarter,
        groups: vec![(class, None)],
        teachers: vec![teacher],
    };
    let (id, _, _) = registry::write::ensure_journal(tx, made.institution, &new)?;
    registry::write::sync_journal_pupils(tx, made.institution, id, today)?;
    made.journals.push(MadeJournal { id, subject, teacher, pupils, every_cell });
    Ok(id)
}

/// The two journals of the grid, in the last class: so many lessons in their quarter and none besides.
fn add_grids(tx: &mut WriteTx<'_>, made: &mut Made, pupils: Vec<PersonId>) -> Result<(), Failure> {
    let plan = registry::read::year_plan(tx, made.institution, made.year)?;
    let classes = registry::read::classes(tx, made.institution, made.year)?;
    let last = classes.iter().max_by_key(|class| class.id);
    let last = last.map(|class| (class.id, class.name.clone()));
    let (class, class_name) = last.ok_or_else(|| Failure::Said("no class".to_owned()))?;
    let hour = plan.bells.last().map_or(1, |bell| bell.number);
    for (number, (subject, columns, quarter)) in GRIDS.into_iter().enumerate() {
        let teacher = nth(&made.teachers, number)?;
        let today = plan.year.last_day;
        let journal = add_journal(tx, made, class, &class_name, subject, teacher, pupils.clone(), today)?;
        let weekdays: &[i8] = if columns > 20 { &[1, 2, 3, 4, 5, 6] } else { &[2, 4] };
        let period = plan.periods_of(PeriodKind::Quarter).find(|p| p.ordinal == quarter);
        let period = period.ok_or_else(|| Failure::Said(format!("no quarter {quarter}")))?;
        let day = period
            .first_day
            .through(period.last_day)
            .filter(|day| plan.is_school_day(*day) && weekdays.contains(&day.weekday()))
            .nth(columns - 1)
            .ok_or_else(|| Failure::Said(format!("quarter {quarter} is too short for {columns} lessons")))?;
        let entries: Vec<Entry> = weekdays
            .iter()
            .map(|weekday| Entry {
                journal,
                weekday: i32::from(*weekday),
                number: hour,
                weeks: 0,
                first_day: period.first_day,
                last_day: Some(day),
                room: "1".to_owned(),
            })
            .collect();
        school::write::add_entries(tx, &access::system_school(made.institution), &entries)?;
    }
    Ok(())
}

/// Mostly fours and fives; sometimes an absence, rarely a comment.
fn mark(
    plan: &YearPlan,
    pupil: PersonId,
    by: PersonId,
    work: &SeedWork,
    at: Millis,
    dice: &mut Dice,
) -> Result<SeedMark, Failure> {
    let period = plan.period(PeriodKind::Quarter, work.day);
    let period = period.ok_or_else(|| Failure::Said(format!("{} lies in no quarter", work.day)))?.id;
    let value = match dice.below(100) {
        0..35 => 5,
        35..75 => 4,
        75..95 => 3,
        _ => 2,
    };
    let mut cell = Cell { mark: MarkValue::new(value), attendance: None };
    if dice.below(100) < 6 {
        let codes = [Attendance::Absent, Attendance::Ill, Attendance::Excused, Attendance::Late];
        cell = Cell { mark: None, attendance: Some(nth(&codes, dice.below(4))?) };
    }
    let comment = (dice.below(100) < 3).then(|| "Не сдана тетрадь".to_owned());
    Ok(SeedMark { pupil, work: work.clone(), period, cell, comment, at, by })
}
