//! What the rooms rely on in the store, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use kernel::{InstitutionId, Millis};
use store::ids::Seq;
use store::{Backend, Db, Error, Kind, ReadTx, WriteTx, on_backend, outbox};
use testkit::Fresh;

const SCHOOL: InstitutionId = InstitutionId(1);

/// Two tests of one story over an empty database.
macro_rules! on_both {
    ($name:ident, |$fresh:ident| $story:block) => {
        mod $name {
            use super::*;
            async fn story($fresh: Fresh) $story
            #[test]
            fn sqlite() {
                testkit::run(async { story(Fresh::sqlite()).await });
            }
            #[test]
            fn postgres() {
                testkit::run(async { story(Fresh::postgres()).await });
            }
        }
    };
}

fn append(tx: &mut WriteTx<'_>, subject: i64) -> Result<(), Error> {
    outbox::append(tx, SCHOOL, "test", subject, "", Millis(0))
}

async fn waiting(db: &Db) -> i64 {
    db.read(outbox::waiting).await.unwrap()
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

fn number(tx: &mut ReadTx<'_>, sql: &str) -> Result<i64, Error> {
    let row: Number = on_backend!(tx, |c| diesel::sql_query(sql).get_result(c))?;
    Ok(row.number)
}

fn run(tx: &mut ReadTx<'_>, sql: &str) -> Result<usize, Error> {
    on_backend!(tx, |c| diesel::sql_query(sql).execute(c))
}

on_both!(a_closure_that_fails_undoes_itself_and_nobody_else, |fresh| {
    let db = fresh.db.clone();
    let mut tasks = Vec::new();
    for i in 0..100_i64 {
        let db = db.clone();
        tasks.push(tokio::spawn(async move {
            let result = db
                .write(move |tx| {
                    append(tx, i)?;
                    append(tx, i)?;
                    if i % 3 == 0 { Err(Error::Corrupt("on purpose")) } else { Ok(i) }
                })
                .await;
            (i, result)
        }));
    }
    for task in tasks {
        let (i, result) = task.await.unwrap();
        match result {
            Ok(own) => assert_eq!(own, i),
            Err(error) => assert!(i % 3 == 0 && matches!(error, Error::Corrupt("on purpose")), "{error}"),
        }
    }
    assert_eq!(waiting(&db).await, 2 * 66);
});

on_both!(a_panic_undoes_itself_and_the_threads_live_on, |fresh| {
    let db = fresh.db.clone();
    std::panic::set_hook(Box::new(|_| {}));
    let written = db
        .write(|tx| -> Result<(), Error> {
            append(tx, 1)?;
            panic!("on purpose")
        })
        .await;
    assert!(matches!(written, Err(Error::Panicked)));
    for _ in 0..10 {
        let read = db.read(|_| -> Result<(), Error> { panic!("on purpose") }).await;
        assert!(matches!(read, Err(Error::Panicked)));
    }
    assert_eq!(waiting(&db).await, 0);
    db.write(|tx| append(tx, 2)).await.unwrap();
    assert_eq!(waiting(&db).await, 1);
});

on_both!(a_reader_cannot_write, |fresh| {
    let db = fresh.db.clone();
    db.write(|tx| append(tx, 1)).await.unwrap();
    let refused = db.read(|tx| run(tx, "DELETE FROM outbox")).await;
    assert!(matches!(refused, Err(Error::Database(_))), "{refused:?}");
    assert_eq!(waiting(&db).await, 1);
});

on_both!(a_statement_that_fails_is_reported_and_the_transaction_undone, |fresh| {
    let db = fresh.db.clone();
    let result = db
        .write(|tx| {
            append(tx, 1)?;
            run(tx, "INSERT INTO no_such_table (id) VALUES (1)")
        })
        .await;
    assert!(matches!(result, Err(Error::Database(_))), "{result:?}");
    assert_eq!(waiting(&db).await, 0);
});

on_both!(a_unique_key_is_told_apart, |fresh| {
    let db = fresh.db.clone();
    let add = "INSERT INTO institution (id, kind, name, short_name, locality, address, phone, created_at) \
               VALUES (7, 'school', 'a', 'a', '', '', '', 0)";
    db.write(move |tx| run(tx, add)).await.unwrap();
    let again = db.write(move |tx| run(tx, add)).await;
    assert!(again.as_ref().is_err_and(Error::is_unique), "{again:?}");
    let orphan = "INSERT INTO role_assignment (institution_id, person_id, role) VALUES (7, 99, 'teacher')";
    let refused = db.write(move |tx| run(tx, orphan)).await;
    // SQLite tells which key is missing only when the group is committed, PostgreSQL at once.
    assert!(refused.is_err(), "{refused:?}");
});

on_both!(fifty_tasks_add_two_each_and_nothing_is_lost, |fresh| {
    let db = fresh.db.clone();
    db.write(|tx| append(tx, 0)).await.unwrap();
    let mut tasks = Vec::new();
    for _ in 0..50 {
        let db = db.clone();
        tasks.push(tokio::spawn(async move {
            for _ in 0..2 {
                // Reads and then writes what it read: without isolation two tasks would write the same figure.
                db.write(|tx| {
                    let known = number(tx, "SELECT subject_id AS number FROM outbox")?;
                    run(tx, &format!("UPDATE outbox SET subject_id = {}", known + 1)).map(drop)
                })
                .await
                .unwrap();
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let total = db.read(|tx| number(tx, "SELECT subject_id AS number FROM outbox")).await.unwrap();
    assert_eq!(total, 100);
});

on_both!(numbers_ascend_and_never_repeat, |fresh| {
    let db = fresh.db.clone();
    let mut tasks = Vec::new();
    for _ in 0..20 {
        let db = db.clone();
        tasks.push(tokio::spawn(async move { db.write(|tx| tx.next_ids(Seq::Person, 10)).await.unwrap() }));
    }
    let mut all = Vec::new();
    for task in tasks {
        let ids = task.await.unwrap();
        assert!(ids.windows(2).all(|two| two[0] < two[1]));
        all.extend(ids);
    }
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 200);
    assert!(db.write(|tx| tx.next_ids(Seq::Work, 0)).await.unwrap().is_empty());
});

on_both!(one_question_sees_one_snapshot, |fresh| {
    let db = fresh.db.clone();
    db.write(|tx| append(tx, 1)).await.unwrap();
    let (began, go) = (std::sync::mpsc::channel(), std::sync::mpsc::channel::<()>());
    let reader = db.clone();
    let question = tokio::spawn(async move {
        reader
            .read(move |tx| {
                let before = outbox::waiting(tx)?;
                began.0.send(()).unwrap();
                go.1.recv().unwrap();
                Ok::<_, Error>((before, outbox::waiting(tx)?))
            })
            .await
            .unwrap()
    });
    tokio::task::yield_now().await;
    tokio::task::spawn_blocking(move || began.1.recv().unwrap()).await.unwrap();
    db.write(|tx| append(tx, 2)).await.unwrap();
    go.0.send(()).unwrap();
    assert_eq!(question.await.unwrap(), (1, 1));
    assert_eq!(waiting(&db).await, 2);
});

on_both!(events_are_taken_once_and_in_order, |fresh| {
    let db = fresh.db.clone();
    for i in 0..10 {
        db.write(move |tx| append(tx, i)).await.unwrap();
    }
    let first = db.write(|tx| outbox::take(tx, 4)).await.unwrap();
    assert_eq!(first.iter().map(|e| e.subject_id).collect::<Vec<_>>(), [0, 1, 2, 3]);
    // Whoever fails leaves the events where they were.
    let failed = db
        .write(|tx| -> Result<(), Error> {
            outbox::take(tx, 4)?;
            Err(Error::Corrupt("on purpose"))
        })
        .await;
    assert!(failed.is_err());
    let rest = db.write(|tx| outbox::take(tx, 100)).await.unwrap();
    assert_eq!(rest.iter().map(|e| e.subject_id).collect::<Vec<_>>(), [4, 5, 6, 7, 8, 9]);
    assert_eq!(waiting(&db).await, 0);
});

on_both!(a_job_is_leased_by_one_tried_again_and_left_after_its_attempts, |fresh| {
    use store::jobs::{ATTEMPTS, enqueue, fail, finish, lease, list};
    let db = fresh.db.clone();
    let at = |ms: i64| Millis(1_000_000 + ms);
    db.write(move |tx| {
        enqueue(tx, "letter", "1", "{}", at(0), at(0))?;
        enqueue(tx, "letter", "1", "{}", at(0), at(0))
    })
    .await
    .unwrap();
    assert_eq!(db.read(|tx| list(tx, 10)).await.unwrap().len(), 1, "the same key is one job");
    let job = db.write(move |tx| lease(tx, at(1), 1000)).await.unwrap().unwrap();
    assert!(db.write(move |tx| lease(tx, at(2), 1000)).await.unwrap().is_none(), "leased to somebody");
    let again = db.write(move |tx| lease(tx, at(2000), 1000)).await.unwrap().unwrap();
    assert_eq!((again.id, again.attempts), (job.id, 2), "whoever died lets the lease run out");
    db.write(move |tx| fail(tx, again.id, again.attempts, "no route", at(2000))).await.unwrap();
    assert!(db.write(move |tx| lease(tx, at(2001), 1000)).await.unwrap().is_none(), "not before the pause");
    let mut now = 100_000_000;
    while let Some(job) = db.write(move |tx| lease(tx, at(now), 1000)).await.unwrap() {
        db.write(move |tx| fail(tx, job.id, job.attempts, "no route", at(now))).await.unwrap();
        now += 100_000_000;
    }
    let left = db.read(|tx| list(tx, 10)).await.unwrap();
    assert_eq!((left[0].attempts, left[0].done_at), (ATTEMPTS, None));
    db.write(move |tx| finish(tx, left[0].id, at(now))).await.unwrap();
    db.write(move |tx| enqueue(tx, "letter", "1", "{}", at(now), at(now))).await.unwrap();
    assert_eq!(db.read(|tx| list(tx, 10)).await.unwrap().len(), 2, "a done job makes room for a new one");
});

#[test]
fn waiting_statements_are_shared_out_in_groups() {
    testkit::run(async {
        let fresh = Fresh::sqlite();
        assert_eq!(fresh.db.kind(), Kind::Sqlite);
        // The writer is held while a hundred others queue up, and then commits them together: the data version a
        // second connection sees moves once for the whole group.
        let (hold, held) = std::sync::mpsc::channel::<()>();
        let db = fresh.db.clone();
        let first = tokio::spawn(async move {
            let held = std::sync::Mutex::new(held);
            db.write(move |tx| {
                held.lock().unwrap().recv().unwrap();
                append(tx, 0)
            })
            .await
        });
        tokio::task::yield_now().await;
        let tasks: Vec<_> = (1..=100)
            .map(|i| {
                let db = fresh.db.clone();
                tokio::spawn(async move { db.write(move |tx| append(tx, i)).await })
            })
            .collect();
        tokio::task::yield_now().await;
        let mut watcher =
            store::Conn::open(&fresh.url, store::conn::Use::Read, &std::sync::Arc::default()).unwrap();
        let mut version = || -> i64 {
            let Backend::Sqlite(c) = watcher.backend() else { panic!("SQLite") };
            #[derive(QueryableByName)]
            struct Version {
                #[diesel(sql_type = BigInt)]
                data_version: i64,
            }
            diesel::sql_query("PRAGMA data_version").get_result::<Version>(c).unwrap().data_version
        };
        let before = version();
        hold.send(()).unwrap();
        first.await.unwrap().unwrap();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert!(version() > before);
        let statements = fresh.db.counters().statements();
        assert!(statements >= 101, "{statements}");
        assert_eq!(waiting(&fresh.db).await, 101);
    });
}
