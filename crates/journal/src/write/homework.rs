//! Homework: given, changed, taken back and given again, each time with a line of history; the copy of its text that the
//! lesson keeps and the lessons' sign that something is due follow in the same transaction.

use std::collections::HashSet;

use access::EditJournal;
use diesel::prelude::*;
use kernel::{Day, HomeworkId, InstitutionId, JournalId, LessonId, Millis, PersonId};
use store::files::{AddError, NewFile};
use store::ids::Seq;
use store::{WriteTx, on_backend};

use super::lock::is_closed;
use crate::error::{Error, Result};
use crate::model::{Audience, DraftFault, Homework, HomeworkDraft, HomeworkSaved};
use crate::read;
use crate::read::{HomeworkRow, columns, to_homework};
use crate::table::{homework, homework_file, homework_history, homework_pupil, lesson};

/// So many files may go with one piece of homework.
pub const FILES: usize = 10;

/// The lesson that the homework is given at.
struct At {
    institution: InstitutionId,
    journal: JournalId,
    lesson: LessonId,
    day: Day,
}

fn at(tx: &mut WriteTx<'_>, may: &EditJournal, on: Day, number: i32) -> Result<At> {
    if !may.covers(on, number) {
        return Err(Error::NotFound("lesson"));
    }
    let journal = may.journal();
    let id: Option<i64> = on_backend!(tx, |c| {
        lesson::table
            .find((journal.institution.0, journal.id.0, on.number(), number))
            .select(lesson::id)
            .first(c)
            .optional()
    })?;
    let lesson = LessonId(id.ok_or(Error::NotFound("lesson"))?);
    Ok(At { institution: journal.institution, journal: journal.id, lesson, day: on })
}

/// The day of the journal's next lesson that is not cancelled; a week later when there is none.
fn next_lesson(tx: &mut WriteTx<'_>, of: &At) -> Result<Day> {
    let found: Option<i32> = on_backend!(tx, |c| {
        lesson::table
            .filter(lesson::institution_id.eq(of.institution.0).and(lesson::journal_id.eq(of.journal.0)))
            .filter(lesson::day.gt(of.day.number()).and(lesson::status.ne("cancelled")))
            .order(lesson::day)
            .select(lesson::day)
            .first(c)
            .optional()
    })?;
    found.map_or(Ok(of.day.plus(7)), read::day)
}

/// Has the journal a lesson on that day, not before the one the homework is given at?
fn is_lesson(tx: &mut WriteTx<'_>, of: &At, due: Day) -> Result<bool> {
    let found: Option<i64> = on_backend!(tx, |c| {
        lesson::table
            .filter(lesson::institution_id.eq(of.institution.0).and(lesson::journal_id.eq(of.journal.0)))
            .filter(lesson::day.eq(due.number()))
            .select(lesson::id)
            .first(c)
            .optional()
    })?;
    Ok(due >= of.day && found.is_some())
}

fn stored(tx: &mut WriteTx<'_>, of: &At, id: HomeworkId) -> Result<Homework> {
    let row: Option<HomeworkRow> = on_backend!(tx, |c| {
        homework::table
            .filter(homework::institution_id.eq(of.institution.0).and(homework::id.eq(id.0)))
            .filter(homework::journal_id.eq(of.journal.0).and(homework::lesson_id.eq(of.lesson.0)))
            .select(columns!())
            .first(c)
            .optional()
    })?;
    let mut found = row.map(to_homework).transpose()?.ok_or(Error::NotFound("homework"))?;
    found.files =
        read::files_of(tx, of.institution, &[id.0])?.into_iter().map(|(_, attached)| attached).collect();
    Ok(found)
}

fn main_of(tx: &mut WriteTx<'_>, of: &At) -> Result<Option<Homework>> {
    let id: Option<i64> = on_backend!(tx, |c| {
        homework::table
            .filter(homework::institution_id.eq(of.institution.0).and(homework::lesson_id.eq(of.lesson.0)))
            .filter(homework::main.eq(1).and(homework::removed_at.is_null()))
            .select(homework::id)
            .first(c)
            .optional()
    })?;
    id.map(|id| stored(tx, of, HomeworkId(id))).transpose()
}

/// A textarea sends its lines with CRLF.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").trim().chars().take(super::LONGEST).collect()
}

fn fault(
    tx: &mut WriteTx<'_>,
    of: &At,
    draft: &HomeworkDraft,
    (due, known): (Day, Option<Day>),
    files: usize,
) -> Result<Option<DraftFault>> {
    if plain(&draft.text).is_empty() && files == 0 {
        return Ok(Some(DraftFault::Empty));
    }
    if files > FILES {
        return Ok(Some(DraftFault::Files));
    }
    if draft.due.is_some_and(|due| known != Some(due)) && !is_lesson(tx, of, due)? {
        return Ok(Some(DraftFault::Due));
    }
    let strange = match &draft.audience {
        Audience::All => false,
        Audience::Subgroup(subgroup) => {
            !registry::read::subgroups_of_journal(tx, of.institution, of.journal)?
                .iter()
                .any(|(id, ..)| id == subgroup)
        }
        Audience::Chosen(pupils) => {
            let members = registry::read::journal_members(tx, of.institution, of.journal)?;
            pupils.is_empty() || !pupils.iter().all(|pupil| members.iter().any(|m| m.pupil == *pupil))
        }
    };
    Ok(strange.then_some(DraftFault::Audience))
}

/// Gives homework at a lesson.
pub fn give(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    (on, number): (Day, i32),
    draft: &HomeworkDraft,
    quota: i64,
    now: Millis,
) -> Result<HomeworkSaved> {
    let of = at(tx, may, on, number)?;
    if is_closed(tx, may.journal(), on, now)? {
        return Ok(HomeworkSaved::Closed);
    }
    let due = match draft.due {
        Some(due) => due,
        None => next_lesson(tx, &of)?,
    };
    if let Some(fault) = fault(tx, &of, draft, (due, None), draft.files.len())? {
        return Ok(HomeworkSaved::Fault(fault));
    }
    let id = HomeworkId(tx.next_id(Seq::Lesson)?);
    let fresh = Homework {
        id,
        journal: of.journal,
        lesson: of.lesson,
        given: of.day,
        due,
        text: plain(&draft.text),
        main: draft.audience == Audience::All && main_of(tx, &of)?.is_none(),
        audience: draft.audience.clone(),
        minutes: draft.minutes.clamp(0, 600),
        solution: draft.solution,
        version: 1,
        removed_at: None,
        files: Vec::new(),
    };
    insert(tx, &of, &fresh, may.actor(), now)?;
    if !attach(tx, &of, id, &draft.files, may.actor(), quota, now)? {
        // Nothing of it stays: the form comes back as it was typed.
        forget(tx, &of, id)?;
        return Ok(HomeworkSaved::NoRoom);
    }
    settle(tx, &of, id, Some(may.actor()), now)?;
    Ok(HomeworkSaved::Saved(id))
}

fn insert(tx: &mut WriteTx<'_>, of: &At, one: &Homework, by: PersonId, now: Millis) -> Result<()> {
    let row = (
        homework::institution_id.eq(of.institution.0),
        homework::journal_id.eq(of.journal.0),
        homework::due_day.eq(one.due.number()),
        homework::id.eq(one.id.0),
        homework::lesson_id.eq(of.lesson.0),
        homework::given_day.eq(of.day.number()),
        homework::text.eq(&one.text),
        homework::audience.eq(one.audience.code()),
        homework::subgroup_id.eq(one.audience.subgroup()),
        homework::minutes.eq(one.minutes),
        homework::solution.eq(i16::from(one.solution)),
        homework::main.eq(i16::from(one.main)),
        homework::version.eq(one.version),
        homework::changed_at.eq(now.0),
        homework::changed_by.eq(by.0),
    );
    on_backend!(tx, |c| diesel::insert_into(homework::table).values(row).execute(c))?;
    address(tx, of, one.id, &one.audience)
}

/// Writes down who is chosen.
fn address(tx: &mut WriteTx<'_>, of: &At, id: HomeworkId, audience: &Audience) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::delete(
            homework_pupil::table
                .filter(homework_pupil::institution_id.eq(of.institution.0))
                .filter(homework_pupil::homework_id.eq(id.0)),
        )
        .execute(c)
    })?;
    let Audience::Chosen(pupils) = audience else { return Ok(()) };
    let pupils: HashSet<PersonId> = pupils.iter().copied().collect();
    let rows: Vec<_> = pupils
        .into_iter()
        .map(|pupil| {
            (
                homework_pupil::institution_id.eq(of.institution.0),
                homework_pupil::homework_id.eq(id.0),
                homework_pupil::pupil_id.eq(pupil.0),
            )
        })
        .collect();
    on_backend!(tx, |c| diesel::insert_into(homework_pupil::table).values(rows).execute(c))?;
    Ok(())
}

/// Writes the files down; false when the school has no room for them.
fn attach(
    tx: &mut WriteTx<'_>,
    of: &At,
    id: HomeworkId,
    files: &[NewFile],
    by: PersonId,
    quota: i64,
    now: Millis,
) -> Result<bool> {
    let mut used = store::files::used(tx, of.institution)?;
    for file in files {
        used = used.saturating_add(file.bytes);
    }
    if !files.is_empty() && used > quota {
        return Ok(false);
    }
    for file in files {
        let number = match store::files::add(tx, of.institution, file, Some(by), quota, now) {
            Ok(number) => number,
            Err(AddError::Quota { .. }) => return Ok(false),
            Err(AddError::Store(error)) => return Err(error.into()),
        };
        let row = (
            homework_file::institution_id.eq(of.institution.0),
            homework_file::homework_id.eq(id.0),
            homework_file::file_id.eq(number.0),
            homework_file::name.eq(&file.name),
            homework_file::media_type.eq(file.media_type),
            homework_file::bytes.eq(file.bytes),
        );
        on_backend!(tx, |c| diesel::insert_into(homework_file::table).values(row).execute(c))?;
    }
    Ok(true)
}

/// Undoes an insertion of the same transaction.
fn forget(tx: &mut WriteTx<'_>, of: &At, id: HomeworkId) -> Result<()> {
    address(tx, of, id, &Audience::All)?;
    on_backend!(tx, |c| {
        diesel::delete(
            homework::table.filter(homework::institution_id.eq(of.institution.0).and(homework::id.eq(id.0))),
        )
        .execute(c)
    })?;
    Ok(())
}

/// After every change: its line of history, the lesson's copy of the text, the sign at the lessons it is due at, the event.
fn settle(tx: &mut WriteTx<'_>, of: &At, id: HomeworkId, by: Option<PersonId>, now: Millis) -> Result<()> {
    let one = stored(tx, of, id)?;
    let pupils: Vec<i64> = on_backend!(tx, |c| {
        homework_pupil::table
            .filter(homework_pupil::institution_id.eq(of.institution.0))
            .filter(homework_pupil::homework_id.eq(id.0))
            .order(homework_pupil::pupil_id)
            .limit(500)
            .select(homework_pupil::pupil_id)
            .load(c)
    })?;
    let spaced = |ids: Vec<i64>| ids.iter().map(i64::to_string).collect::<Vec<_>>().join(" ");
    let line = (
        homework_history::institution_id.eq(of.institution.0),
        homework_history::homework_id.eq(id.0),
        homework_history::version.eq(one.version),
        homework_history::due_day.eq(one.due.number()),
        homework_history::text.eq(&one.text),
        homework_history::audience.eq(one.audience.code()),
        homework_history::subgroup_id.eq(one.audience.subgroup()),
        homework_history::pupils.eq(spaced(pupils)),
        homework_history::files.eq(spaced(one.files.iter().map(|file| file.file.0).collect())),
        homework_history::minutes.eq(one.minutes),
        homework_history::solution.eq(i16::from(one.solution)),
        homework_history::removed.eq(i16::from(one.removed_at.is_some())),
        homework_history::changed_at.eq(now.0),
        homework_history::changed_by.eq(by.map(|by| by.0)),
    );
    on_backend!(tx, |c| diesel::insert_into(homework_history::table).values(line).execute(c))?;
    let text = main_of(tx, of)?.map(|main| main.text).unwrap_or_default();
    let own = lesson::table
        .filter(lesson::institution_id.eq(of.institution.0).and(lesson::id.eq(of.lesson.0)))
        .filter(lesson::homework.ne(&text));
    // A form that was opened before shows the old text: its version must be too old as well.
    on_backend!(tx, |c| {
        diesel::update(own)
            .set((lesson::homework.eq(&text), lesson::version.eq(lesson::version + 1)))
            .execute(c)
    })?;
    on_backend!(tx, |c| {
        diesel::update(
            lesson::table
                .filter(lesson::institution_id.eq(of.institution.0).and(lesson::journal_id.eq(of.journal.0)))
                .filter(lesson::day.eq(one.due.number()).and(lesson::tasks.eq(0))),
        )
        .set(lesson::tasks.eq(1))
        .execute(c)
    })?;
    store::outbox::append(tx, of.institution, "homework.changed", id.0, "", now)?;
    Ok(())
}

/// Changes homework that was given at this lesson; `base` is the version the teacher saw.
pub fn change(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    (on, number): (Day, i32),
    (id, base): (HomeworkId, i32),
    draft: &HomeworkDraft,
    quota: i64,
    now: Millis,
) -> Result<HomeworkSaved> {
    let of = at(tx, may, on, number)?;
    let known = stored(tx, &of, id)?;
    if is_closed(tx, may.journal(), on, now)? {
        return Ok(HomeworkSaved::Closed);
    }
    if known.version != base || known.removed_at.is_some() {
        return Ok(HomeworkSaved::Stale);
    }
    let stay = known.files.iter().filter(|file| !draft.drop.contains(&file.file)).count();
    let due = draft.due.unwrap_or(known.due);
    if let Some(fault) =
        fault(tx, &of, draft, (due, Some(known.due)), stay.saturating_add(draft.files.len()))?
    {
        return Ok(HomeworkSaved::Fault(fault));
    }
    if !attach(tx, &of, id, &draft.files, may.actor(), quota, now)? {
        return Ok(HomeworkSaved::NoRoom);
    }
    for file in known.files.iter().filter(|file| draft.drop.contains(&file.file)) {
        // The content stays with the file's row: the history names it.
        on_backend!(tx, |c| {
            diesel::delete(homework_file::table.find((of.institution.0, id.0, file.file.0))).execute(c)
        })?;
    }
    let all = draft.audience == Audience::All;
    let main = all && (known.main || main_of(tx, &of)?.is_none());
    let text = plain(&draft.text);
    on_backend!(tx, |c| {
        diesel::update(
            homework::table.filter(homework::institution_id.eq(of.institution.0).and(homework::id.eq(id.0))),
        )
        .set((
            homework::due_day.eq(due.number()),
            homework::text.eq(&text),
            homework::audience.eq(draft.audience.code()),
            homework::subgroup_id.eq(draft.audience.subgroup()),
            homework::minutes.eq(draft.minutes.clamp(0, 600)),
            homework::solution.eq(i16::from(draft.solution)),
            homework::main.eq(i16::from(main)),
            homework::version.eq(known.version.saturating_add(1)),
            homework::changed_at.eq(now.0),
            homework::changed_by.eq(may.actor().0),
        ))
        .execute(c)
    })?;
    address(tx, &of, id, &draft.audience)?;
    settle(tx, &of, id, Some(may.actor()), now)?;
    Ok(HomeworkSaved::Saved(id))
}

/// Takes homework back, or gives it again; nothing of it is lost by that. False when the period is closed.
pub fn turn(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    (on, number): (Day, i32),
    id: HomeworkId,
    removed: bool,
    now: Millis,
) -> Result<bool> {
    let of = at(tx, may, on, number)?;
    let known = stored(tx, &of, id)?;
    if is_closed(tx, may.journal(), on, now)? {
        return Ok(false);
    }
    if known.removed_at.is_some() == removed {
        return Ok(true);
    }
    let main = !removed && known.audience == Audience::All && main_of(tx, &of)?.is_none();
    put_state(tx, &of, &known, &known.text, removed.then_some(now), main, (may.actor(), now))?;
    Ok(true)
}

fn put_state(
    tx: &mut WriteTx<'_>,
    of: &At,
    known: &Homework,
    text: &str,
    removed: Option<Millis>,
    main: bool,
    (by, now): (PersonId, Millis),
) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::update(
            homework::table
                .filter(homework::institution_id.eq(of.institution.0).and(homework::id.eq(known.id.0))),
        )
        .set((
            homework::text.eq(text),
            homework::removed_at.eq(removed.map(|at| at.0)),
            homework::main.eq(i16::from(main)),
            homework::version.eq(known.version.saturating_add(1)),
            homework::changed_at.eq(now.0),
            homework::changed_by.eq(by.0),
        ))
        .execute(c)
    })?;
    settle(tx, of, known.id, Some(by), now)
}

/// The lesson's own homework as the lesson's form or a plan writes it: text alone, for everybody, for the next lesson. An
/// empty text takes it back unless it has files. The caller has compared the lesson's version.
pub(super) fn put_own(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    (on, number): (Day, i32),
    text: &str,
    now: Millis,
) -> Result<()> {
    let of = at(tx, may, on, number)?;
    let text = plain(text);
    let by = (may.actor(), now);
    match main_of(tx, &of)? {
        Some(known) if known.text == text => Ok(()),
        Some(known) if text.is_empty() && known.files.is_empty() => {
            put_state(tx, &of, &known, &known.text, Some(now), false, by)
        }
        Some(known) => put_state(tx, &of, &known, &text, None, true, by),
        None if text.is_empty() => Ok(()),
        None => {
            let fresh = Homework {
                id: HomeworkId(tx.next_id(Seq::Lesson)?),
                journal: of.journal,
                lesson: of.lesson,
                given: of.day,
                due: next_lesson(tx, &of)?,
                text,
                audience: Audience::All,
                minutes: 0,
                solution: false,
                main: true,
                version: 1,
                removed_at: None,
                files: Vec::new(),
            };
            insert(tx, &of, &fresh, may.actor(), now)?;
            settle(tx, &of, fresh.id, Some(may.actor()), now)
        }
    }
}

/// Homework that was due at lessons which the timetable has no more goes on to the journal's next lesson of that day or a
/// later one; where there is none, its day stays.
pub(crate) fn follow_lessons(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    gone: &[(JournalId, Day)],
    now: Millis,
) -> Result<()> {
    for (journal, was) in gone {
        let next: Option<i32> = on_backend!(tx, |c| {
            lesson::table
                .filter(lesson::institution_id.eq(institution.0).and(lesson::journal_id.eq(journal.0)))
                .filter(lesson::day.ge(was.number()).and(lesson::status.ne("cancelled")))
                .order(lesson::day)
                .select(lesson::day)
                .first(c)
                .optional()
        })?;
        let Some(next) = next else { continue };
        let rows: Vec<HomeworkRow> = on_backend!(tx, |c| {
            homework::table
                .filter(homework::institution_id.eq(institution.0).and(homework::journal_id.eq(journal.0)))
                .filter(homework::due_day.eq(was.number()).and(homework::removed_at.is_null()))
                .limit(read::MOST)
                .select(columns!())
                .load(c)
        })?;
        for row in rows {
            let one = to_homework(row)?;
            on_backend!(tx, |c| {
                diesel::update(
                    homework::table
                        .filter(homework::institution_id.eq(institution.0).and(homework::id.eq(one.id.0))),
                )
                .set((
                    homework::due_day.eq(next),
                    homework::version.eq(one.version.saturating_add(1)),
                    homework::changed_at.eq(now.0),
                    homework::changed_by.eq(None::<i64>),
                ))
                .execute(c)
            })?;
            let of = At { institution, journal: *journal, lesson: one.lesson, day: one.given };
            settle(tx, &of, one.id, None, now)?;
        }
    }
    Ok(())
}
