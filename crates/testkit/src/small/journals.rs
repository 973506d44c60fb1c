//! The journals of the small region, their hours in the week and the dated lessons made from them.

use kernel::{ClassId, Day, InstitutionId, JournalId, PersonId, SubjectId, YearId};
use registry::PeriodKind;
use registry::write as reg;
use school::Entry;
use store::WriteTx;

use super::People;

/// Where the journals belong.
pub struct Places {
    pub school: InstitutionId,
    pub year: YearId,
    pub class_a: ClassId,
    pub class_b: ClassId,
    pub other_school: InstitutionId,
    pub other_year: YearId,
    pub other_class: ClassId,
}

/// The journals.
pub struct Journals {
    pub mathematics: SubjectId,
    pub a: JournalId,
    pub b: JournalId,
    pub russian: JournalId,
    pub other: JournalId,
}

struct New<'a> {
    school: InstitutionId,
    year: YearId,
    class: ClassId,
    class_name: &'a str,
    subject: SubjectId,
    teacher: PersonId,
    room: &'a str,
    /// Weekday and lesson number.
    hours: &'a [(i32, i32)],
}

fn journal(tx: &mut WriteTx<'_>, new: &New<'_>) -> journal::Result<JournalId> {
    let first: Day = reg::standard_year(2026).unwrap().first_day;
    let (id, _, _) = reg::ensure_journal(
        tx,
        new.school,
        &reg::NewJournal {
            year: new.year,
            subject: new.subject,
            groups_name: new.class_name.to_owned(),
            period_kind: PeriodKind::Quarter,
            groups: vec![(new.class, None)],
            teachers: vec![new.teacher],
        },
    )?;
    reg::sync_journal_pupils(tx, new.school, id, first)?;
    let entries: Vec<Entry> = new
        .hours
        .iter()
        .map(|(weekday, number)| Entry {
            journal: id,
            weekday: *weekday,
            number: *number,
            weeks: 0,
            first_day: first,
            last_day: None,
            room: new.room.to_owned(),
        })
        .collect();
    school::write::add_entries(tx, &access::system_school(new.school), &entries).expect("the timetable");
    Ok(id)
}

/// Makes them.
pub fn add(tx: &mut WriteTx<'_>, at: &Places, people: &People) -> journal::Result<Journals> {
    let (mathematics, _) = reg::ensure_subject(tx, at.school, "Математика")?;
    let (russian, _) = reg::ensure_subject(tx, at.school, "Русский язык")?;
    let (other_mathematics, _) = reg::ensure_subject(tx, at.other_school, "Математика")?;
    let own = |class, class_name, subject, login, room, hours| New {
        school: at.school,
        year: at.year,
        class,
        class_name,
        subject,
        teacher: people.id(login),
        room,
        hours,
    };
    let journals = Journals {
        mathematics,
        a: journal(
            tx,
            &own(at.class_a, "7А", mathematics, "teacher", "214", &[(1, 1), (1, 2), (3, 2), (5, 2)]),
        )?,
        b: journal(tx, &own(at.class_b, "7Б", mathematics, "teacher", "214", &[(1, 3), (4, 3)]))?,
        russian: journal(tx, &own(at.class_a, "7А", russian, "classteacher", "305", &[(1, 3), (2, 1)]))?,
        other: journal(
            tx,
            &New {
                school: at.other_school,
                year: at.other_year,
                class: at.other_class,
                class_name: "3Б",
                subject: other_mathematics,
                teacher: people.id("otherteacher"),
                room: "12",
                hours: &[(1, 1)],
            },
        )?,
    };
    let first: Day = reg::standard_year(2026).unwrap().first_day;
    journal::events::renew_lessons(tx, at.school, at.year, first, crate::NOW)?;
    journal::events::renew_lessons(tx, at.other_school, at.other_year, first, crate::NOW)?;
    Ok(journals)
}
