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

/// The kind new columns begin with, and its weight: the one the school chose, else the first in use.
pub(super) fn first_kind(tx: &mut WriteTx<'_>, institution: InstitutionId) -> Result<Option<(i64, i16)>> {
    let chosen = crate::read::mark_rules(tx, institution)?.default_kind;
    let kinds = crate::read::work_kinds(tx, institution)?;
    let found =
        kinds.iter().find(|kind| chosen == Some(kind.id)).or_else(|| kinds.iter().find(|kind| kind.in_use));
    Ok(found.or(kinds.first()).map(|kind| (kind.id.0, kind.weight.stored())))
}

/// Gives an institution its kinds of work when it has none; the id and weight of the one lessons begin with.
pub fn ensure_kinds(tx: &mut WriteTx<'_>, institution: InstitutionId) -> Result<(i64, i16)> {
    if let Some(first) = first_kind(tx, institution)? {
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
    let first = ids.first().zip(KINDS.first()).map(|(id, (.., weight))| (*id, *weight));
    first.ok_or(crate::Error::Corrupt("work_kind"))
}
