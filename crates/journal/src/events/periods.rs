//! Marks and their sums follow the grading periods when these change.

use diesel::prelude::*;
use kernel::{InstitutionId, JournalId, YearId};
use store::fixed::{Bind, Fixed, Statement};
use store::{WriteTx, on_backend};

use crate::error::Result;
use crate::table::mark;

/// Gives every mark of a year the period that its day lies in now, and makes the sums of the journals it touched anew.
/// Marks of a closed period stay there, and none comes to it; a mark whose day lies in no period keeps the one it had.
/// Says how many marks moved.
pub fn follow_periods(tx: &mut WriteTx<'_>, institution: InstitutionId, year: YearId) -> Result<usize> {
    let periods = registry::read::periods(tx, institution, year)?;
    let closed: Vec<i64> = periods.iter().filter(|p| p.locked_at.is_some()).map(|p| p.id.0).collect();
    let mut all = 0;
    for journal in registry::read::journals(tx, institution, year)? {
        let mut moved = 0;
        for period in periods.iter().filter(|p| p.kind == journal.period_kind && p.locked_at.is_none()) {
            moved += on_backend!(tx, |c| {
                diesel::update(
                    mark::table
                        .filter(mark::institution_id.eq(institution.0).and(mark::journal_id.eq(journal.id.0)))
                        .filter(mark::day.between(period.first_day.number(), period.last_day.number()))
                        .filter(mark::period_id.ne(period.id.0))
                        .filter(mark::period_id.ne_all(&closed)),
                )
                .set(mark::period_id.eq(period.id.0))
                .execute(c)
            })?;
        }
        if moved > 0 {
            count_anew(tx, institution, journal.id)?;
        }
        all += moved;
    }
    Ok(all)
}

/// Makes the sums of a journal anew from its marks.
fn count_anew(tx: &mut WriteTx<'_>, institution: InstitutionId, journal: JournalId) -> Result<()> {
    let one = [Bind::Big(institution.0), Bind::Big(journal.0)];
    let thrice = [one[0], one[1], one[0], one[1], one[0], one[1]];
    on_backend!(tx, |c| Fixed::<Forget>::new(&thrice).execute(c))?;
    on_backend!(tx, |c| Fixed::<Count>::new(&one).execute(c))?;
    Ok(())
}

/// The journal's sums go. By pupil, because the key begins with the pupil.
struct Forget;
impl Statement for Forget {
    const TEXT: &'static str = "DELETE FROM mark_sum WHERE institution_id = ? AND journal_id = ? AND pupil_id IN \
        (SELECT pupil_id FROM mark WHERE institution_id = ? AND journal_id = ? \
        UNION SELECT pupil_id FROM journal_pupil WHERE institution_id = ? AND journal_id = ?)";
    type Row = ();
}

/// And come again, as the doctor counts them.
struct Count;
impl Statement for Count {
    const TEXT: &'static str = "INSERT INTO mark_sum (institution_id, pupil_id, period_id, journal_id, weighted, weight, \
        count, absent, excused, ill, late) \
        SELECT institution_id, pupil_id, period_id, journal_id, \
        CAST(SUM(CASE WHEN value IS NULL THEN 0 WHEN resit = 'both' THEN (first_value + value) * weight * 2 \
        WHEN resit = 'mean' THEN (first_value + value) * weight ELSE value * weight * 2 END) AS BIGINT), \
        CAST(SUM(CASE WHEN value IS NULL THEN 0 WHEN resit = 'both' THEN weight * 4 ELSE weight * 2 END) AS BIGINT), \
        CAST(SUM(CASE WHEN value IS NULL THEN 0 WHEN resit = 'both' THEN 2 ELSE 1 END) AS INTEGER), \
        CAST(SUM(CASE WHEN attendance = 'absent' THEN 1 ELSE 0 END) AS INTEGER), \
        CAST(SUM(CASE WHEN attendance = 'excused' THEN 1 ELSE 0 END) AS INTEGER), \
        CAST(SUM(CASE WHEN attendance = 'ill' THEN 1 ELSE 0 END) AS INTEGER), \
        CAST(SUM(CASE WHEN attendance = 'late' THEN 1 ELSE 0 END) AS INTEGER) \
        FROM mark WHERE institution_id = ? AND journal_id = ? \
        GROUP BY institution_id, pupil_id, period_id, journal_id";
    type Row = ();
}
