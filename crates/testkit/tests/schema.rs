//! The migrations of both databases make the same schema.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use store::{Backend, Error, ReadTx};
use testkit::Fresh;

/// Kept by the databases or by the migrations themselves.
const OURS_ALONE: [&str; 3] = ["__diesel_schema_migrations", "id_sequence", "sqlite_stat1"];

/// A column: name, may it be null, place in the primary key (0 for none).
type Column = (String, bool, i64);

/// Columns, keys and indexes of a table, in words that are the same for both.
#[derive(Debug, PartialEq, Eq, Default)]
struct Table {
    columns: Vec<Column>,
    /// Unique or not, columns, condition or none.
    indexes: BTreeMap<String, (bool, Vec<String>, bool)>,
    references: BTreeSet<String>,
}

type Schema = BTreeMap<String, Table>;

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    required: i64,
    #[diesel(sql_type = BigInt)]
    pk: i64,
}

#[derive(QueryableByName)]
struct IndexRow {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    is_unique: i64,
    #[diesel(sql_type = BigInt)]
    is_partial: i64,
    #[diesel(sql_type = Nullable<Text>)]
    columns: Option<String>,
}

fn rows<T>(tx: &mut ReadTx<'_>, sql: &str) -> Result<Vec<T>, Error>
where
    T: QueryableByName<diesel::sqlite::Sqlite> + QueryableByName<diesel::pg::Pg> + 'static,
{
    store::on_backend!(tx, |c| diesel::sql_query(sql).load(c))
}

fn sqlite(tx: &mut ReadTx<'_>) -> Result<Schema, Error> {
    let tables: Vec<Named> =
        rows(tx, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")?;
    let mut schema = Schema::new();
    for Named { name: table } in tables {
        let columns: Vec<ColumnRow> = rows(
            tx,
            &format!(
                "SELECT name, \"notnull\" AS required, pk FROM pragma_table_info('{table}') ORDER BY cid"
            ),
        )?;
        let indexes: Vec<IndexRow> = rows(
            tx,
            &format!(
                "SELECT l.name AS name, l.\"unique\" AS is_unique, l.partial AS is_partial, \
                 (SELECT group_concat(i.name, ',') FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno) i) AS columns \
                 FROM pragma_index_list('{table}') l WHERE l.origin = 'c'"
            ),
        )?;
        let references: Vec<Named> = rows(
            tx,
            &format!(
                "SELECT \"table\" || ': ' || group_concat(pair, ', ') AS name FROM \
                 (SELECT id, \"table\", \"from\" || '→' || \"to\" AS pair FROM pragma_foreign_key_list('{table}') ORDER BY id, seq) \
                 GROUP BY id, \"table\""
            ),
        )?;
        schema.insert(table, made(columns, indexes, references));
    }
    Ok(schema)
}

fn postgres(tx: &mut ReadTx<'_>) -> Result<Schema, Error> {
    let tables: Vec<Named> = rows(
        tx,
        "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
    )?;
    let mut schema = Schema::new();
    for Named { name: table } in tables {
        let columns: Vec<ColumnRow> = rows(
            tx,
            &format!(
                "SELECT c.column_name::text AS name, (c.is_nullable = 'NO')::int::bigint AS required, \
                 COALESCE((SELECT k.ordinal_position FROM information_schema.table_constraints t \
                   JOIN information_schema.key_column_usage k USING (constraint_name, table_schema) \
                   WHERE t.table_name = c.table_name AND t.constraint_type = 'PRIMARY KEY' AND k.column_name = c.column_name), 0)::bigint AS pk \
                 FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.table_name = '{table}' ORDER BY c.ordinal_position"
            ),
        )?;
        let indexes: Vec<IndexRow> = rows(
            tx,
            &format!(
                "SELECT i.relname::text AS name, x.indisunique::int::bigint AS is_unique, (x.indpred IS NOT NULL)::int::bigint AS is_partial, \
                 (SELECT string_agg(a.attname::text, ',' ORDER BY k.place) FROM unnest(x.indkey::int[]) WITH ORDINALITY k (number, place) \
                   JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.number) AS columns \
                 FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid \
                 JOIN pg_namespace n ON n.oid = t.relnamespace \
                 WHERE n.nspname = 'public' AND t.relname = '{table}' AND NOT x.indisprimary"
            ),
        )?;
        let references: Vec<Named> = rows(
            tx,
            &format!(
                "SELECT f.relname::text || ': ' || (SELECT string_agg(a.attname::text || '→' || b.attname::text, ', ' ORDER BY k.place) \
                   FROM unnest(c.conkey::int[], c.confkey::int[]) WITH ORDINALITY k (own, other, place) \
                   JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.own \
                   JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.other) AS name \
                 FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class f ON f.oid = c.confrelid \
                 WHERE c.contype = 'f' AND t.relname = '{table}'"
            ),
        )?;
        schema.insert(table, made(columns, indexes, references));
    }
    Ok(schema)
}

fn made(columns: Vec<ColumnRow>, indexes: Vec<IndexRow>, references: Vec<Named>) -> Table {
    Table {
        columns: columns.into_iter().map(|c| (c.name, c.required == 0 && c.pk == 0, c.pk)).collect(),
        indexes: indexes
            .into_iter()
            .map(|i| {
                let columns = i.columns.unwrap_or_default().split(',').map(str::to_owned).collect();
                (i.name, (i.is_unique != 0, columns, i.is_partial != 0))
            })
            .collect(),
        references: references.into_iter().map(|r| r.name).collect(),
    }
}

async fn schema(fresh: &Fresh) -> Schema {
    let mut schema = fresh
        .db
        .read(|tx| match tx.backend() {
            Backend::Sqlite(_) => sqlite(tx),
            Backend::Pg(_) => postgres(tx),
        })
        .await
        .unwrap();
    schema.retain(|table, _| !OURS_ALONE.contains(&table.as_str()));
    schema
}

#[test]
fn both_databases_have_the_same_tables_columns_keys_and_indexes() {
    testkit::run(async {
        let (sqlite, postgres) = (schema(&Fresh::sqlite()).await, schema(&Fresh::postgres()).await);
        assert!(sqlite.len() > 20, "{:?}", sqlite.keys());
        assert_eq!(sqlite.keys().collect::<Vec<_>>(), postgres.keys().collect::<Vec<_>>());
        for (table, wanted) in &sqlite {
            assert_eq!(wanted, &postgres[table], "{table}: SQLite left, PostgreSQL right");
        }
    });
}

#[test]
fn everything_of_a_schools_life_begins_with_the_institution() {
    testkit::run(async {
        let schema = schema(&Fresh::sqlite()).await;
        for (table, made) in &schema {
            let of_school = made.columns.iter().any(|(name, ..)| name == "institution_id");
            if !of_school || table == "outbox" {
                continue;
            }
            let first = made.columns.iter().find(|(_, _, pk)| *pk == 1).unwrap();
            assert_eq!(first.0, "institution_id", "the key of {table}");
            for (index, (unique, columns, _)) in &made.indexes {
                assert!(!unique || columns[0] == "institution_id", "the unique index {index}");
            }
        }
    });
}

#[test]
fn a_second_migration_has_nothing_to_do() {
    testkit::run(async {
        for fresh in [Fresh::sqlite(), Fresh::postgres()] {
            assert!(!store::migrate::pending(&fresh.url).unwrap());
            assert!(store::migrate::run(&fresh.url).unwrap().is_empty());
        }
    });
}
