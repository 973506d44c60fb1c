//! Who is told what when something became of a lesson: the substitute, the teacher whose lesson it is, the leaders of its classes,
//! and its pupils with their guardians. A dozen statements an event, whatever the size of the class.

use std::collections::HashSet;

use kernel::{InstitutionId, Millis, PersonId};
use notices::model::{Became, Content, DayNotice, LessonNotice, Told};
use store::WriteTx;
use store::outbox::Event;

use crate::error::{Error, Result};
use crate::model::SubstitutionKind;
use crate::read;

/// What the events of a lesson carry.
#[derive(serde::Deserialize)]
struct Payload {
    substitution: i64,
}

/// Tells everybody concerned. The same event carried out again changes nothing.
pub(super) fn tell(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    event: &Event,
    now: Millis,
) -> Result<()> {
    let payload: Payload =
        serde_json::from_str(&event.payload).map_err(|_| Error::Corrupt("outbox.payload"))?;
    let Some(one) = read::substitution_of(tx, institution, payload.substitution)? else { return Ok(()) };
    let found = registry::read::journal_of(tx, institution, one.journal, one.created_by)?;
    let Some((journal, _)) = found else { return Ok(()) };
    let restored = event.kind == "lesson.restored";
    let became = match one.kind {
        _ if restored => Became::Restored,
        SubstitutionKind::Substitute => Became::Substitute,
        SubstitutionKind::Joint => Became::Joint,
        SubstitutionKind::Cancelled => Became::Cancelled,
        SubstitutionKind::Moved => Became::Moved,
        SubstitutionKind::Room => Became::Room,
    };
    let who = match one.teacher.filter(|_| matches!(became, Became::Substitute | Became::Joint)) {
        Some(person) => registry::read::person(tx, person)?.name.initials(),
        None => String::new(),
    };
    let lesson = LessonNotice {
        day: one.day.number(),
        planned: one.planned_number,
        number: if restored { one.planned_number } else { one.number },
        journal: one.journal.0,
        title: format!("{}, {}", journal.subject_name, journal.groups_name),
        room: if restored { one.planned_room.clone() } else { one.room.clone() },
        who,
        became,
    };
    let mut told: Vec<Told> = Vec::new();
    let mut known: HashSet<PersonId> = HashSet::new();
    let taken = matches!(one.kind, SubstitutionKind::Substitute | SubstitutionKind::Joint);
    if let Some(person) = one.teacher.filter(|person| taken && Some(*person) != one.planned_teacher) {
        known.insert(person);
        told.push(Told { person, content: Content::LessonTaken(lesson.clone()) });
    }
    let mut staff: Vec<PersonId> = one.planned_teacher.into_iter().collect();
    staff.extend(registry::read::leaders_of_journal(tx, institution, one.journal)?);
    for person in staff {
        if known.insert(person) {
            told.push(Told { person, content: Content::LessonChanged(lesson.clone()) });
        }
    }
    let pupils: Vec<_> = registry::read::journal_members(tx, institution, one.journal)?
        .into_iter()
        .filter(|member| member.first_day <= one.day && member.last_day.is_none_or(|last| one.day <= last))
        .collect();
    let ids: Vec<PersonId> = pupils.iter().map(|member| member.pupil).collect();
    let guardians = registry::read::guardians_of_all(tx, &ids)?;
    let day = |child: PersonId, name: &str| {
        Content::DayChanged(DayNotice { day: one.day.number(), child: child.0, name: name.to_owned() })
    };
    for member in &pupils {
        told.push(Told { person: member.pupil, content: day(member.pupil, "") });
    }
    for (guardian, child) in guardians {
        let name = pupils.iter().find(|member| member.pupil == child);
        let name = name.map(|member| member.name.given().to_owned()).unwrap_or_default();
        told.push(Told { person: guardian, content: day(child, &name) });
    }
    notices::write::tell(tx, institution, event.id, &told, now)?;
    Ok(())
}
