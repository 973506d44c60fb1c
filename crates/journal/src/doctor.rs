//! Recomputes what is kept beside the marks and lesson plans and compares.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use store::{ReadTx, on_backend};

use crate::error::Result;

/// Something that does not agree with the marks.
#[derive(Debug, Clone, QueryableByName)]
pub struct Finding {
    /// What kind of disagreement.
    #[diesel(sql_type = Text)]
    pub what: String,
    /// Institution.
    #[diesel(sql_type = BigInt)]
    pub institution_id: i64,
    /// Pupil; the journal where lessons and homework disagree.
    #[diesel(sql_type = BigInt)]
    pub pupil_id: i64,
    /// Journal or work.
    #[diesel(sql_type = BigInt)]
    pub thing_id: i64,
}

/// Sums that differ from what the marks add up to, either way round.
const SUMS: &str = "\
WITH counted AS (
    SELECT institution_id, pupil_id, period_id, journal_id,
        CAST(SUM(CASE WHEN value IS NULL THEN 0 WHEN resit = 'both' THEN (first_value + value) * weight * 2 \
        WHEN resit = 'mean' THEN (first_value + value) * weight ELSE value * weight * 2 END) AS BIGINT) AS weighted,
        CAST(SUM(CASE WHEN value IS NULL THEN 0 WHEN resit = 'both' THEN weight * 4 ELSE weight * 2 END) AS BIGINT) AS weight,
        CAST(SUM(CASE WHEN value IS NULL THEN 0 WHEN resit = 'both' THEN 2 ELSE 1 END) AS BIGINT) AS count,
        CAST(SUM(CASE WHEN attendance = 'absent' THEN 1 ELSE 0 END) AS BIGINT) AS absent,
        CAST(SUM(CASE WHEN attendance = 'excused' THEN 1 ELSE 0 END) AS BIGINT) AS excused,
        CAST(SUM(CASE WHEN attendance = 'ill' THEN 1 ELSE 0 END) AS BIGINT) AS ill,
        CAST(SUM(CASE WHEN attendance = 'late' THEN 1 ELSE 0 END) AS BIGINT) AS late
    FROM mark GROUP BY institution_id, pupil_id, period_id, journal_id)
SELECT 'sums' AS what, c.institution_id, c.pupil_id, c.journal_id AS thing_id
FROM counted c LEFT JOIN mark_sum s
    ON s.institution_id = c.institution_id AND s.pupil_id = c.pupil_id AND s.period_id = c.period_id AND s.journal_id = c.journal_id
WHERE COALESCE(s.weighted, 0) <> c.weighted OR COALESCE(s.weight, 0) <> c.weight OR COALESCE(s.count, 0) <> c.count
    OR COALESCE(s.absent, 0) <> c.absent OR COALESCE(s.excused, 0) <> c.excused OR COALESCE(s.ill, 0) <> c.ill OR COALESCE(s.late, 0) <> c.late
UNION ALL
SELECT 'sums without marks' AS what, s.institution_id, s.pupil_id, s.journal_id AS thing_id
FROM mark_sum s LEFT JOIN counted c
    ON s.institution_id = c.institution_id AND s.pupil_id = c.pupil_id AND s.period_id = c.period_id AND s.journal_id = c.journal_id
WHERE c.pupil_id IS NULL
LIMIT 1000";

/// Marks that are not the last entry of an unbroken history.
const HISTORY: &str = "\
SELECT 'history' AS what, m.institution_id, m.pupil_id, m.work_id AS thing_id
FROM mark m LEFT JOIN mark_history h
    ON h.institution_id = m.institution_id AND h.pupil_id = m.pupil_id AND h.day = m.day AND h.work_id = m.work_id AND h.version = m.version
WHERE h.version IS NULL OR COALESCE(h.value, 0) <> COALESCE(m.value, 0) OR COALESCE(h.attendance, '') <> COALESCE(m.attendance, '')
    OR COALESCE(h.comment, '') <> COALESCE(m.comment, '') OR COALESCE(h.first_value, 0) <> COALESCE(m.first_value, 0)
    OR COALESCE(h.resit, '') <> COALESCE(m.resit, '') OR COALESCE(h.due_until, 0) <> COALESCE(m.due_until, 0) OR h.staff_only <> m.staff_only
LIMIT 1000";

/// Cells whose history has a gap, or goes on where no mark is.
const GAPS: &str = "\
SELECT 'history has a gap' AS what, h.institution_id, h.pupil_id, h.work_id AS thing_id
FROM (SELECT institution_id, pupil_id, day, work_id, COUNT(*) AS entries, MIN(version) AS first_version, MAX(version) AS last_version
    FROM mark_history GROUP BY institution_id, pupil_id, day, work_id) h
LEFT JOIN mark m ON m.institution_id = h.institution_id AND m.pupil_id = h.pupil_id AND m.day = h.day AND m.work_id = h.work_id
WHERE m.version IS NULL OR h.first_version <> 1 OR h.entries <> h.last_version OR h.last_version <> m.version
LIMIT 1000";

/// Lessons that keep another text than their own homework has, and homework due at a lesson without the sign of it.
const HOMEWORK: &str = "\
SELECT 'homework' AS what, l.institution_id, l.journal_id AS pupil_id, l.id AS thing_id
FROM lesson l LEFT JOIN homework h
    ON h.institution_id = l.institution_id AND h.lesson_id = l.id AND h.main = 1 AND h.removed_at IS NULL
WHERE l.homework <> COALESCE(h.text, '')
UNION ALL
SELECT 'homework without a sign' AS what, l.institution_id, l.journal_id AS pupil_id, l.id AS thing_id
FROM homework h JOIN lesson l ON l.institution_id = h.institution_id AND l.journal_id = h.journal_id AND l.day = h.due_day
WHERE h.removed_at IS NULL AND l.tasks = 0
";

/// Lesson plans whose hours, or hours given, are not what their rows add up to.
const PLANS: &str = "\
SELECT 'plan' AS what, p.institution_id, CAST(0 AS BIGINT) AS pupil_id, p.journal_id AS thing_id
FROM plan p
LEFT JOIN (SELECT institution_id, journal_id, SUM(hours) AS hours FROM plan_row GROUP BY institution_id, journal_id) r
    ON r.institution_id = p.institution_id AND r.journal_id = p.journal_id
LEFT JOIN (SELECT institution_id, journal_id, COUNT(*) AS given
    FROM (SELECT DISTINCT institution_id, journal_id, day, number FROM plan_lesson WHERE fact = 1) d
    GROUP BY institution_id, journal_id) g
    ON g.institution_id = p.institution_id AND g.journal_id = p.journal_id
WHERE COALESCE(r.hours, 0) <> p.hours OR COALESCE(g.given, 0) <> p.given
LIMIT 1000";

/// Everything that does not agree, at most a thousand of each kind. Reads every mark.
pub fn examine(tx: &mut ReadTx<'_>) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    for sql in [SUMS, HISTORY, GAPS, PLANS, HOMEWORK] {
        let rows: Vec<Finding> = on_backend!(tx, |c| diesel::sql_query(sql).load(c))?;
        found.extend(rows);
    }
    Ok(found)
}
