//! Substitutions in words.

use kit::Tr;
use school::timetable::plan::Plan;

use crate::model::{AbsenceReason, Substitution, SubstitutionKind};

/// «болезнь».
pub fn reason(tr: Tr, reason: AbsenceReason) -> &'static str {
    match reason {
        AbsenceReason::Ill => tr.absence_ill(),
        AbsenceReason::Trip => tr.absence_trip(),
        AbsenceReason::Training => tr.absence_training(),
        AbsenceReason::Leave => tr.absence_leave(),
        AbsenceReason::Other => tr.absence_other(),
    }
}

/// «замена: Орлов Д. Н.», «отменён», «перенесён на 5-й урок».
pub fn what(tr: Tr, plan: &Plan, one: &Substitution) -> String {
    let teacher = || one.teacher.map_or_else(|| "—".to_owned(), |person| plan.person(person));
    match one.kind {
        SubstitutionKind::Substitute => tr.substitution_what_substitute(&teacher()),
        SubstitutionKind::Joint => tr.substitution_what_joint(&teacher()),
        SubstitutionKind::Cancelled => tr.substitution_what_cancelled().to_owned(),
        SubstitutionKind::Moved => tr.substitution_what_moved(&one.number.to_string()),
        SubstitutionKind::Room => tr.substitution_what_room(&one.room),
    }
}

/// «каб. 214», but «Спортзал».
pub fn room(tr: Tr, room: &str) -> String {
    if room.starts_with(|c: char| c.is_ascii_digit()) { tr.lesson_room(room) } else { room.to_owned() }
}
