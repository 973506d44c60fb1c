//! What the load has to know of the school: read back from the database, so that a school made earlier serves as well.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, SmallInt, Text};
use kernel::Day;
use store::{Db, Options, ReadTx, Url, on_backend};

use super::school::{GRIDS, NOW, login};
use crate::failure::Failure;

/// A parent's account with one child.
#[derive(QueryableByName, Clone)]
pub struct Family {
    /// The parent's login.
    #[diesel(sql_type = Text)]
    pub login: String,
    /// The child.
    #[diesel(sql_type = BigInt)]
    pub child: i64,
}

/// A cell that a teacher may write into.
#[derive(QueryableByName, Clone)]
pub struct CellAt {
    /// The teacher's login.
    #[diesel(sql_type = Text)]
    pub login: String,
    /// The teacher's account.
    #[diesel(sql_type = BigInt)]
    pub account: i64,
    /// Journal.
    #[diesel(sql_type = BigInt)]
    pub journal: i64,
    /// Column.
    #[diesel(sql_type = BigInt)]
    pub work: i64,
    /// Pupil.
    #[diesel(sql_type = BigInt)]
    pub pupil: i64,
    /// Version; 0 was never written.
    #[diesel(sql_type = Integer)]
    pub version: i32,
    /// The mark; 0 is none.
    #[diesel(sql_type = SmallInt)]
    pub value: i16,
}

/// A journal that the grid is measured with.
#[derive(Clone)]
pub struct GridAt {
    /// Who opens it.
    pub login: String,
    /// Journal.
    pub journal: i64,
    /// Period.
    pub period: i64,
    /// How many columns it has there.
    pub columns: usize,
}

/// A journal with lessons all the year round, and a teacher of it.
#[derive(QueryableByName, Clone)]
pub struct YearAt {
    /// Who opens it.
    #[diesel(sql_type = Text)]
    pub login: String,
    /// Journal.
    #[diesel(sql_type = BigInt)]
    pub journal: i64,
}

/// The school as the load sees it.
pub struct Facts {
    /// Families.
    pub families: Vec<Family>,
    /// Grids, in the order of [`GRIDS`].
    pub grids: Vec<GridAt>,
    /// The journal whose whole year is opened.
    pub year: YearAt,
    /// Cells, a list a teacher, column after column as one types.
    pub cells: Vec<Vec<CellAt>>,
    /// The Monday of the present week.
    pub monday: Day,
}

#[derive(QueryableByName)]
struct Place {
    #[diesel(sql_type = BigInt)]
    journal: i64,
    #[diesel(sql_type = BigInt)]
    period: i64,
}

const FAMILIES: &str = "\
SELECT a.login AS login, g.child_id AS child FROM account a JOIN guardianship g ON g.guardian_id = a.person_id
WHERE a.login LIKE 'bench-parent-%' ORDER BY a.login, g.child_id";

const YEAR: &str = "\
SELECT a.login AS login, j.id AS journal FROM journal j
JOIN subject s ON s.institution_id = j.institution_id AND s.id = j.subject_id
JOIN journal_teacher jt ON jt.institution_id = j.institution_id AND jt.journal_id = j.id
JOIN account a ON a.person_id = jt.person_id
WHERE s.name = 'Алгебра' ORDER BY j.id LIMIT 1";

/// Asks the database.
pub fn read(url: &Url) -> Result<Facts, Failure> {
    let db = Db::open(url, Options { readers: 1, ..Options::default() })?;
    let today: Day = NOW
        .split('T')
        .next()
        .and_then(|day| day.parse().ok())
        .ok_or_else(|| Failure::Said("the bench's day can't be read".to_owned()))?;
    db.read_blocking(move |tx| {
        let families: Vec<Family> = on_backend!(tx, |c| diesel::sql_query(FAMILIES).load(c))?;
        let mut grids = Vec::with_capacity(GRIDS.len());
        for (number, (subject, columns, quarter)) in GRIDS.into_iter().enumerate() {
            grids.push(grid(tx, login("teacher", number), subject, columns, quarter)?);
        }
        let year: Option<YearAt> = on_backend!(tx, |c| diesel::sql_query(YEAR).get_result(c).optional())?;
        let year = year.ok_or_else(|| Failure::Said("the school has no journal of a year".to_owned()))?;
        Ok(Facts { families, grids, year, cells: cells(tx, today)?, monday: today.monday() })
    })
}

fn grid(
    tx: &mut ReadTx<'_>,
    login: String,
    subject: &str,
    columns: usize,
    quarter: i32,
) -> Result<GridAt, Failure> {
    let sql = format!(
        "SELECT j.id AS journal, p.id AS period FROM journal j
        JOIN subject s ON s.institution_id = j.institution_id AND s.id = j.subject_id
        JOIN grading_period p ON p.institution_id = j.institution_id AND p.year_id = j.year_id AND p.kind = j.period_kind
        WHERE s.name = '{subject}' AND p.ordinal = {quarter}"
    );
    let found: Option<Place> = on_backend!(tx, |c| diesel::sql_query(sql).get_result(c).optional())?;
    let place = found.ok_or_else(|| Failure::Said(format!("the school has no journal «{subject}»")))?;
    Ok(GridAt { login, journal: place.journal, period: place.period, columns })
}

/// The cells of the present quarter by teacher.
pub fn cells(tx: &mut ReadTx<'_>, today: Day) -> Result<Vec<Vec<CellAt>>, Failure> {
    let sql = format!(
        "SELECT a.login AS login, a.id AS account, w.journal_id AS journal, w.id AS work, jp.pupil_id AS pupil,
            COALESCE(m.version, 0) AS version, CAST(COALESCE(m.value, 0) AS SMALLINT) AS value
        FROM account a
        JOIN journal_teacher jt ON jt.person_id = a.person_id
        JOIN journal j ON j.institution_id = jt.institution_id AND j.id = jt.journal_id
        JOIN subject s ON s.institution_id = j.institution_id AND s.id = j.subject_id
        JOIN grading_period p ON p.institution_id = j.institution_id AND p.year_id = j.year_id
            AND p.kind = j.period_kind AND p.ordinal = 4
        JOIN work w ON w.institution_id = j.institution_id AND w.journal_id = j.id
            AND w.day BETWEEN p.first_day AND {}
        JOIN journal_pupil jp ON jp.institution_id = j.institution_id AND jp.journal_id = j.id
        LEFT JOIN mark m ON m.institution_id = j.institution_id AND m.pupil_id = jp.pupil_id AND m.day = w.day
            AND m.work_id = w.id
        WHERE a.login LIKE 'bench-teacher-%' AND s.name NOT LIKE 'Сетка%'
        ORDER BY a.login, w.journal_id, w.id, jp.pupil_id",
        today.number()
    );
    let all: Vec<CellAt> = on_backend!(tx, |c| diesel::sql_query(sql).load(c))?;
    Ok(all.chunk_by(|a, b| a.login == b.login).map(<[CellAt]>::to_vec).collect())
}
