//! Statements with a fixed text, for the few places where the query builder's own would be prepared anew each time.
//!
//! Diesel keeps prepared statements by the type of a query, but never those of an upsert that sets its own columns. A
//! type that implements [`Statement`] has one text for its whole life, so what is prepared for it can be kept.

use std::marker::PhantomData;

use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Integer, Nullable, SmallInt, Text};
use diesel::sqlite::Sqlite;
use diesel::{QueryResult, RunQueryDsl};

/// The text of one statement, the same on both databases.
pub trait Statement: 'static {
    /// SQL with `?` where a value stands.
    const TEXT: &'static str;
    /// The SQL types of the rows it gives; `()` when it gives none.
    type Row: 'static;
}

/// One value of a statement.
#[derive(Debug, Clone, Copy)]
pub enum Bind<'a> {
    /// A small number or nothing.
    Small(Option<i16>),
    /// A day, a number.
    Int(i32),
    /// A day or nothing.
    MaybeInt(Option<i32>),
    /// An id, an instant, a sum.
    Big(i64),
    /// Words.
    Text(&'a str),
    /// Words or nothing.
    MaybeText(Option<&'a str>),
}

/// A statement with its values, in the order of its `?`.
pub struct Fixed<'a, S> {
    binds: &'a [Bind<'a>],
    statement: PhantomData<S>,
}

impl<'a, S: Statement> Fixed<'a, S> {
    /// The statement with these values.
    #[must_use]
    pub const fn new(binds: &'a [Bind<'a>]) -> Self {
        Self { binds, statement: PhantomData }
    }
}

impl<S: Statement> QueryId for Fixed<'_, S> {
    type QueryId = S;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<S: Statement> Query for Fixed<'_, S> {
    type SqlType = S::Row;
}

impl<S: Statement, C> RunQueryDsl<C> for Fixed<'_, S> {}

macro_rules! fragment {
    ($backend:ty) => {
        impl<S: Statement> QueryFragment<$backend> for Fixed<'_, S> {
            fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, $backend>) -> QueryResult<()> {
                let mut pieces = S::TEXT.split('?');
                for (piece, bind) in pieces.by_ref().zip(self.binds) {
                    out.push_sql(piece);
                    match bind {
                        Bind::Small(value) => out.push_bind_param::<Nullable<SmallInt>, _>(value)?,
                        Bind::Int(value) => out.push_bind_param::<Integer, _>(value)?,
                        Bind::MaybeInt(value) => out.push_bind_param::<Nullable<Integer>, _>(value)?,
                        Bind::Big(value) => out.push_bind_param::<BigInt, _>(value)?,
                        Bind::Text(value) => out.push_bind_param::<Text, _>(*value)?,
                        Bind::MaybeText(value) => out.push_bind_param::<Nullable<Text>, _>(value)?,
                    }
                }
                if let Some(last) = S::TEXT.rsplit('?').next() {
                    out.push_sql(last);
                }
                Ok(())
            }
        }
    };
}

fragment!(Sqlite);
fragment!(Pg);
