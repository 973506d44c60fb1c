//! Kinds of work.

use diesel::prelude::*;
use kernel::InstitutionId;
use store::ids::Seq;
use store::{WriteTx, on_backend};

use crate::error::Result;
use crate::table::work_kind;

/// What an institution begins with: title, sign, weight in tenths. Its own local act may say otherwise later.
const KINDS: [(&str, &str, i16); 11] = [
    ("Ответ на уроке", "О", 10),
    ("Домашняя работа", "ДЗ", 10),
    ("Самостоятельная работа", "СР", 20),
    ("Проверочная работа", "ПР", 20),
    ("Контрольная работа", "КР", 30),
    ("Тест", "Т", 20),
    ("Диктант", "Д", 20),
    ("Сочинение", "С", 20),
    ("Лабораторная работа", "ЛР", 20),
    ("Проект", "П", 20),
    ("Зачёт", "З", 30),
];

/// Gives an institution its kinds of work when it has none; the id of the first one, which lessons begin with.
pub fn ensure_kinds(tx: &mut WriteTx<'_>, institution: InstitutionId) -> Result<i64> {
    let first: Option<i64> = on_backend!(tx, |c| {
        work_kind::table
            .filter(work_kind::institution_id.eq(institution.0))
            .order(work_kind::ordinal)
            .select(work_kind::id)
            .first(c)
            .optional()
    })?;
    if let Some(first) = first {
        return Ok(first);
    }
    let ids = tx.next_ids(Seq::School, KINDS.len())?;
    let rows: Vec<_> = KINDS
        .iter()
        .zip(&ids)
        .zip(0_i32..)
        .map(|(((title, short, weight), id), ordinal)| {
            (
                work_kind::institution_id.eq(institution.0),
                work_kind::id.eq(*id),
                work_kind::title.eq(*title),
                work_kind::short.eq(*short),
                work_kind::weight.eq(*weight),
                work_kind::ordinal.eq(ordinal),
            )
        })
        .collect();
    on_backend!(tx, |c| diesel::insert_into(work_kind::table).values(rows).execute(c))?;
    ids.first().copied().ok_or(crate::Error::Corrupt("work_kind"))
}
