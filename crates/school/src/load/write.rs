//! Commands of curriculum and load.

use access::ManageSchool;
use diesel::prelude::*;
use kernel::{ClassId, Day, JournalId, Millis, PersonId, SubgroupId, SubjectId, YearId};
use registry::Class;
use registry::write::NewJournal;
use store::fixed::{Bind, Fixed, Statement};
use store::{WriteTx, on_backend};

use super::model::{Hours, JournalChange, LoadForm, Removal};
use super::table::{curriculum, journal_load};
use crate::error::Result;

/// What is to be taught to a class: one journal for the whole class, or one for each of its groups.
#[derive(Debug, Clone)]
pub struct NewTeaching {
    /// Subject's name; made when the school does not have it.
    pub subject: String,
    /// Hours a week of each journal.
    pub hours: Hours,
    /// Form.
    pub form: LoadForm,
    /// The classes; several learn together.
    pub classes: Vec<Class>,
    /// Names of the groups; empty for the whole class. Only for one class.
    pub groups: Vec<String>,
    /// The teacher of each journal; shorter when some are vacant.
    pub teachers: Vec<Option<PersonId>>,
}

/// «7А гр1» and whom that is.
type Part = (String, Vec<(ClassId, Option<SubgroupId>)>);

struct PutCurriculum;
impl Statement for PutCurriculum {
    const TEXT: &'static str = "INSERT INTO curriculum (institution_id, class_id, subject_id, hours) VALUES (?, ?, ?, ?) \
        ON CONFLICT (institution_id, class_id, subject_id) DO UPDATE SET hours = excluded.hours";
    type Row = ();
}

struct PutLoad;
impl Statement for PutLoad {
    const TEXT: &'static str = "INSERT INTO journal_load (institution_id, journal_id, hours, form) VALUES (?, ?, ?, ?) \
        ON CONFLICT (institution_id, journal_id) DO UPDATE SET hours = excluded.hours, form = excluded.form";
    type Row = ();
}

/// So many hours of a subject a class should have; no hours take the subject out of its curriculum.
pub fn set_curriculum(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    class: ClassId,
    subject: SubjectId,
    hours: Hours,
) -> Result<()> {
    let institution = may.institution().0;
    if hours.is_zero() {
        on_backend!(tx, |c| {
            diesel::delete(curriculum::table.find((institution, class.0, subject.0))).execute(c)
        })?;
        return Ok(());
    }
    let binds = [Bind::Big(institution), Bind::Big(class.0), Bind::Big(subject.0), Bind::Int(hours.tenths())];
    on_backend!(tx, |c| Fixed::<PutCurriculum>::new(&binds).execute(c))?;
    Ok(())
}

/// The classes of a parallel get the curriculum of one of them; says how many got another one.
pub fn spread_curriculum(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    from: &Class,
    to: &[Class],
) -> Result<usize> {
    let institution = may.institution().0;
    let of = |tx: &mut WriteTx<'_>, class: ClassId| -> Result<Vec<(i64, i32)>> {
        Ok(on_backend!(tx, |c| {
            curriculum::table
                .filter(curriculum::institution_id.eq(institution).and(curriculum::class_id.eq(class.0)))
                .order(curriculum::subject_id)
                .select((curriculum::subject_id, curriculum::hours))
                .limit(500)
                .load(c)
        })?)
    };
    let wanted = of(tx, from.id)?;
    let mut changed = 0;
    for class in to.iter().filter(|class| class.grade == from.grade && class.id != from.id) {
        let present = of(tx, class.id)?;
        if present == wanted {
            continue;
        }
        changed += 1;
        for (subject, _) in present.iter().filter(|(s, _)| wanted.iter().all(|(w, _)| w != s)) {
            set_curriculum(tx, may, class.id, SubjectId(*subject), Hours::default())?;
        }
        for (subject, hours) in &wanted {
            let hours = Hours::from_tenths(*hours).unwrap_or_default();
            set_curriculum(tx, may, class.id, SubjectId(*subject), hours)?;
        }
    }
    Ok(changed)
}

/// Gives out a subject: makes its journals with their pupils, teachers and hours. What is there already is brought to
/// what was said. A subject that the curriculum of a class does not have enters it.
pub fn give_out(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    year: YearId,
    new: &NewTeaching,
    today: Day,
    now: Millis,
) -> Result<Vec<JournalId>> {
    let institution = may.institution();
    let plan = registry::read::year_plan(tx, institution, year)?;
    let college = registry::read::institution(tx, institution)?.kind == registry::InstitutionKind::College;
    // «алгебра» is the «Алгебра» that the school has.
    let key = registry::search_key(&new.subject);
    let known =
        registry::read::subjects(tx, institution)?.into_iter().find(|(_, n)| registry::search_key(n) == key);
    let subject = match known {
        Some((id, _)) => id,
        None => registry::write::ensure_subject(tx, institution, &new.subject)?.0,
    };
    let grade = new.classes.first().map_or(1, |class| class.grade);
    let period_kind = crate::import::timetable::period_kind(&plan, college, grade);
    let mut parts: Vec<Part> = Vec::new();
    match (new.classes.as_slice(), new.groups.as_slice()) {
        ([class], [_, ..]) => {
            for name in &new.groups {
                let (part, _) =
                    registry::write::ensure_subgroup(tx, institution, class.id, &new.subject, name)?;
                parts.push((format!("{} {name}", class.name), vec![(class.id, Some(part))]));
            }
        }
        (classes, _) => {
            let names: Vec<&str> = classes.iter().map(|class| class.name.as_str()).collect();
            parts.push((names.join("+"), classes.iter().map(|class| (class.id, None)).collect()));
        }
    }
    let mut made = Vec::with_capacity(parts.len());
    for (place, (groups_name, groups)) in parts.into_iter().enumerate() {
        let teacher = new.teachers.get(place).copied().flatten();
        let journal = NewJournal {
            year,
            subject,
            groups_name,
            period_kind,
            groups,
            teachers: teacher.into_iter().collect(),
        };
        let (id, fresh, _) = registry::write::ensure_journal(tx, institution, &journal)?;
        put_load(tx, may, id, new.hours, new.form)?;
        if !fresh {
            let teachers: Vec<PersonId> = teacher.into_iter().collect();
            registry::write::set_journal_teachers(tx, institution, id, &teachers)?;
        }
        registry::write::sync_journal_pupils(tx, institution, id, today)?;
        made.push(id);
    }
    if new.form.counts() {
        for class in &new.classes {
            let known: Option<i32> = on_backend!(tx, |c| {
                curriculum::table
                    .find((institution.0, class.id.0, subject.0))
                    .select(curriculum::hours)
                    .first(c)
                    .optional()
            })?;
            if known.is_none() {
                set_curriculum(tx, may, class.id, subject, new.hours)?;
            }
        }
    }
    announce(tx, may, year, &made, today, now)?;
    Ok(made)
}

/// Lessons of these journals have from today on the teachers that the load says.
fn announce(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    year: YearId,
    journals: &[JournalId],
    today: Day,
    now: Millis,
) -> Result<()> {
    let mut from = today.number().to_string();
    for journal in journals {
        from.push(' ');
        from.push_str(&journal.to_string());
    }
    store::outbox::append(tx, may.institution(), "timetable.changed", year.0, &from, now)?;
    Ok(())
}

fn put_load(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    journal: JournalId,
    hours: Hours,
    form: LoadForm,
) -> Result<()> {
    let binds = [
        Bind::Big(may.institution().0),
        Bind::Big(journal.0),
        Bind::Int(hours.tenths()),
        Bind::Text(form.code()),
    ];
    on_backend!(tx, |c| Fixed::<PutLoad>::new(&binds).execute(c))?;
    Ok(())
}

/// Changes hours, form and teachers of a journal.
pub fn change_journal(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    year: YearId,
    change: &JournalChange,
    today: Day,
    now: Millis,
) -> Result<()> {
    put_load(tx, may, change.journal, change.hours, change.form)?;
    registry::write::set_journal_teachers(tx, may.institution(), change.journal, &change.teachers)?;
    announce(tx, may, year, &[change.journal], today, now)
}

/// Takes a journal away when it was never in the timetable.
pub fn remove_journal(tx: &mut WriteTx<'_>, may: &ManageSchool, journal: JournalId) -> Result<Removal> {
    let removal = super::read::removal(tx, may.institution(), journal)?;
    if removal == Removal::Free {
        on_backend!(tx, |c| {
            diesel::delete(journal_load::table.find((may.institution().0, journal.0))).execute(c)
        })?;
        registry::write::remove_journal(tx, may.institution(), journal)?;
    }
    Ok(removal)
}

/// These pupils are a group now; the journals of its class follow.
pub fn set_group(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    class: ClassId,
    group: SubgroupId,
    pupils: &[PersonId],
    today: Day,
) -> Result<()> {
    let institution = may.institution();
    registry::write::set_subgroup_members(tx, institution, group, pupils)?;
    for journal in registry::read::journals_touching(tx, institution, &[class])? {
        registry::write::sync_journal_pupils(tx, institution, journal, today)?;
    }
    Ok(())
}
