//! Whatever the order of orders: nobody and nothing is lost or doubled.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeMap;

use access::system_school;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use journal::write::seed::{SeedMark, marks as seed_marks, works_of};
use kernel::{Cell, ClassId, Day, InstitutionId, JournalId, Millis, PersonId};
use proptest::prelude::*;
use registry::write as reg;
use registry::{By, NewOrder, PeriodKind, Verdict};
use store::{Db, ReadTx, WriteTx};
use testkit::{Fresh, Small};

/// One order; numbers choose among what there is.
#[derive(Debug, Clone)]
enum Op {
    Archive { at: usize, pupil: usize },
    Restore { at: usize, pupil: usize, class: usize },
    Move { at: usize, pupil: usize, class: usize },
    Offer { at: usize, pupil: usize },
    Accept { at: usize, transfer: usize, class: usize },
    Decline { at: usize, transfer: usize },
    Withdraw { at: usize, transfer: usize },
    Dissolve { at: usize, class: usize, to: Option<usize> },
    Reopen { at: usize, class: usize },
    Merge { at: usize, kept: usize, gone: usize },
    Undo { at: usize, merge: usize },
}

fn op() -> impl Strategy<Value = Op> {
    let (at, n) = (0..2_usize, 0..8_usize);
    prop_oneof![
        3 => (at.clone(), n.clone()).prop_map(|(at, pupil)| Op::Archive { at, pupil }),
        4 => (at.clone(), n.clone(), n.clone()).prop_map(|(at, pupil, class)| Op::Restore { at, pupil, class }),
        4 => (at.clone(), n.clone(), n.clone()).prop_map(|(at, pupil, class)| Op::Move { at, pupil, class }),
        4 => (at.clone(), n.clone()).prop_map(|(at, pupil)| Op::Offer { at, pupil }),
        4 => (at.clone(), n.clone(), n.clone()).prop_map(|(at, transfer, class)| Op::Accept { at, transfer, class }),
        1 => (at.clone(), n.clone()).prop_map(|(at, transfer)| Op::Decline { at, transfer }),
        2 => (at.clone(), n.clone()).prop_map(|(at, transfer)| Op::Withdraw { at, transfer }),
        2 => (at.clone(), n.clone(), proptest::option::of(n.clone()))
            .prop_map(|(at, class, to)| Op::Dissolve { at, class, to }),
        2 => (at.clone(), n.clone()).prop_map(|(at, class)| Op::Reopen { at, class }),
        3 => (at.clone(), n.clone(), n.clone()).prop_map(|(at, kept, gone)| Op::Merge { at, kept, gone }),
        3 => (at, n).prop_map(|(at, merge)| Op::Undo { at, merge }),
    ]
}

/// What the orders choose from.
struct World {
    schools: [InstitutionId; 2],
    classes: [Vec<ClassId>; 2],
    pupils: Vec<PersonId>,
    teacher: PersonId,
    /// Journals of whole classes with the class they cover.
    journals: Vec<(InstitutionId, JournalId, ClassId)>,
}

/// From the first day to the last, if there is one.
type Span = (Day, Option<Day>);
type Spans = Vec<Span>;

fn pick<T: Copy>(list: &[T], n: usize) -> Option<T> {
    (!list.is_empty()).then(|| list[n % list.len()])
}

fn prepare(db: &Db, small: &Small) -> World {
    let s = small.clone();
    db.write_blocking(move |tx| {
        let year = s.year;
        let more = reg::add_class(tx, s.school, year, 7, "В", "7В")?;
        let other_year = registry::read::class(tx, s.other_school, s.other_class)?.year;
        let other = reg::add_class(tx, s.other_school, other_year, 7, "А", "7А")?;
        let periods = registry::read::periods(tx, s.school, year)?;
        let period = *periods.iter().find(|p| p.kind == PeriodKind::Quarter && p.ordinal == 1).unwrap();
        // Marks of some, so that merges meet both kinds of pairs.
        let work = works_of(tx, s.school, s.journal_a, period.first_day, period.last_day)?[0].clone();
        let list: Vec<SeedMark> = [s.pupils_a[0], s.pupils_a[1]]
            .into_iter()
            .map(|pupil| SeedMark {
                pupil,
                work: work.clone(),
                period: period.id,
                cell: Cell::parse("5").unwrap(),
                comment: None,
                at: testkit::NOW,
                by: s.teacher,
            })
            .collect();
        seed_marks(tx, s.school, s.journal_a, s.mathematics, &list)?;
        Ok::<_, journal::Error>(World {
            schools: [s.school, s.other_school],
            classes: [vec![s.class_a, s.class_b, more], vec![s.other_class, other]],
            pupils: s.pupils_a.iter().chain(&s.pupils_b).copied().chain([s.sibling, s.other_pupil]).collect(),
            teacher: s.teacher,
            journals: vec![
                (s.school, s.journal_a, s.class_a),
                (s.school, s.journal_b, s.class_b),
                (s.school, s.journal_russian, s.class_a),
                (s.other_school, s.other_journal, s.other_class),
            ],
        })
    })
    .unwrap()
}

/// Carries an order out; a refusal is as good an end as any.
fn carry_out(tx: &mut WriteTx<'_>, world: &World, op: &Op, day: Day, at_ms: Millis) -> school::Result<bool> {
    fn done<T>(verdict: Verdict<T>) -> bool {
        verdict.is_ok()
    }
    let by = By { who: world.teacher, at: at_ms, today: day };
    let order = NewOrder { number: "1".to_owned(), day, reason: String::new() };
    let marks = journal::merge::marks();
    let school = |at: usize| world.schools[at];
    let pupil = |n: usize| pick(&world.pupils, n).unwrap();
    let class = |at: usize, n: usize| pick(&world.classes[at], n).unwrap();
    Ok(match *op {
        Op::Archive { at, pupil: p } => done(reg::archive(tx, school(at), &[pupil(p)], &order, by)?),
        Op::Restore { at, pupil: p, class: c } => {
            done(reg::restore(tx, school(at), pupil(p), class(at, c), &order, by)?)
        }
        Op::Move { at, pupil: p, class: c } => {
            done(reg::move_pupils(tx, school(at), &[pupil(p)], class(at, c), &order, by)?)
        }
        Op::Offer { at, pupil: p } => {
            done(reg::offer_transfer(tx, school(at), pupil(p), school(1 - at), &order, by)?)
        }
        Op::Accept { at, transfer, class: c } => {
            let list: Vec<i64> =
                registry::read::incoming_transfers(tx, school(at))?.iter().map(|t| t.id).collect();
            match pick(&list, transfer) {
                Some(id) => done(reg::accept_transfer(tx, school(at), id, class(at, c), &order, by)?),
                None => false,
            }
        }
        Op::Decline { at, transfer } => {
            let list: Vec<i64> =
                registry::read::incoming_transfers(tx, school(at))?.iter().map(|t| t.id).collect();
            match pick(&list, transfer) {
                Some(id) => done(reg::decline_transfer(tx, school(at), id, "нет", by)?),
                None => false,
            }
        }
        Op::Withdraw { at, transfer } => {
            let list: Vec<i64> =
                registry::read::outgoing_transfers(tx, school(at))?.iter().map(|t| t.id).collect();
            match pick(&list, transfer) {
                Some(id) => done(reg::withdraw_transfer(tx, school(at), id, by)?),
                None => false,
            }
        }
        Op::Dissolve { at, class: c, to } => {
            let to = to.map(|n| class(at, n));
            done(reg::dissolve_class(tx, school(at), class(at, c), to, &order, by)?)
        }
        Op::Reopen { at, class: c } => done(reg::restore_class(tx, school(at), class(at, c), &order, by)?),
        Op::Merge { at, kept, gone } => {
            let may = system_school(school(at));
            match school::people::merge::merge(tx, &may, &marks, pupil(kept), pupil(gone), by) {
                Ok(verdict) => done(verdict),
                // Somebody of the other school.
                Err(school::Error::Registry(registry::Error::NotFound(_))) => false,
                Err(error) => return Err(error),
            }
        }
        Op::Undo { at, merge } => {
            let list: Vec<i64> = registry::read::merges(tx, school(at))?
                .iter()
                .filter(|merge| !merge.undone)
                .map(|merge| merge.id)
                .collect();
            match pick(&list, merge) {
                Some(id) => {
                    done(school::people::merge::undo(tx, &system_school(school(at)), &marks, id, by)?)
                }
                None => false,
            }
        }
    })
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn count(tx: &mut ReadTx<'_>, table: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) AS n FROM {table}");
    let row: Count = store::on_backend!(tx, |c| diesel::sql_query(sql).get_result(c)).unwrap();
    row.n
}

/// The days of a list of spans, as far as the year goes.
fn days(spans: &[Span]) -> Vec<Day> {
    let end: Day = "2027-06-30".parse().unwrap();
    let mut days: Vec<Day> =
        spans.iter().flat_map(|(first, last)| first.through(last.unwrap_or(end).min(end))).collect();
    days.sort_unstable();
    days
}

fn check(tx: &mut ReadTx<'_>, world: &World, counts: (i64, i64, i64), after: &str) {
    assert_eq!(count(tx, "person"), counts.0, "persons after {after}");
    assert_eq!(count(tx, "mark"), counts.1, "marks after {after}");
    assert_eq!(count(tx, "account"), counts.2, "accounts after {after}");
    let mut of_pupil: BTreeMap<PersonId, Spans> = BTreeMap::new();
    let mut of_class: BTreeMap<(ClassId, PersonId), Spans> = BTreeMap::new();
    for at in world.schools {
        for stay in registry::read::enrollments(tx, at).unwrap() {
            assert!(stay.last_day.is_none_or(|last| last >= stay.first_day), "{stay:?} after {after}");
            of_pupil.entry(stay.pupil).or_default().push((stay.first_day, stay.last_day));
            of_class.entry((stay.class, stay.pupil)).or_default().push((stay.first_day, stay.last_day));
        }
    }
    // Disjoint within a school, and nobody in two schools at once: over both schools no day comes twice.
    for (pupil, spans) in &of_pupil {
        let all = days(spans);
        let mut once = all.clone();
        once.dedup();
        assert_eq!(all, once, "{pupil} is twice somewhere after {after}: {spans:?}");
    }
    for (at, journal, class) in &world.journals {
        let mut members: BTreeMap<PersonId, Spans> = BTreeMap::new();
        for member in registry::read::journal_members(tx, *at, *journal).unwrap() {
            members.entry(member.pupil).or_default().push((member.first_day, member.last_day));
        }
        for pupil in &world.pupils {
            let is = members.get(pupil).map(|spans| days(spans)).unwrap_or_default();
            let should = of_class.get(&(*class, *pupil)).map(|spans| days(spans)).unwrap_or_default();
            assert_eq!(is, should, "journal {journal} and pupil {pupil} after {after}");
        }
    }
    for (place, at) in world.schools.iter().enumerate() {
        for class in &world.classes[place] {
            let known = registry::read::class(tx, *at, *class).unwrap();
            if let Some(day) = known.dissolved {
                let later = of_class
                    .iter()
                    .filter(|((of, _), _)| of == class)
                    .flat_map(|(_, spans)| spans)
                    .any(|(_, last)| last.is_none_or(|last| last >= day));
                assert!(!later, "somebody is in a dissolved class after {after}");
            }
        }
    }
    assert!(journal::doctor::examine(tx).unwrap().is_empty(), "sums and history after {after}");
}

fn run(ops: &[(Op, i64)]) -> usize {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (fresh, small) = runtime.block_on(Fresh::sqlite_small());
    let mut carried = 0;
    {
        let world = prepare(&fresh.db, &small);
        let counts = fresh
            .db
            .read_blocking(|tx| {
                Ok::<_, store::Error>((count(tx, "person"), count(tx, "mark"), count(tx, "account")))
            })
            .unwrap();
        let world = std::sync::Arc::new(world);
        let mut day: Day = "2026-11-23".parse().unwrap();
        for (number, (op, step)) in ops.iter().enumerate() {
            // Mostly forward, sometimes an order is dated back.
            day = day.plus(*step);
            let (order, here) = (op.clone(), world.clone());
            let at = Millis(testkit::NOW.0 + i64::try_from(number).unwrap());
            let done = fresh.db.write_blocking(move |tx| carry_out(tx, &here, &order, day, at)).unwrap();
            carried += usize::from(done);
            let (here, after) = (world.clone(), format!("{:?}", &ops[..=number]));
            fresh
                .db
                .read_blocking(move |tx| {
                    check(tx, &here, counts, &after);
                    Ok::<_, store::Error>(())
                })
                .unwrap();
        }
    }
    carried
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_or_doubled_whatever_the_order(
        ops in proptest::collection::vec((op(), -1..5_i64), 1..30),
    ) {
        run(&ops);
    }
}

/// The sequence that the generator must be able to make, so that it is known to do something.
#[test]
fn a_long_way_is_really_gone() {
    let ops = [
        (Op::Offer { at: 0, pupil: 0 }, 0),
        (Op::Accept { at: 1, transfer: 0, class: 0 }, 2),
        (Op::Move { at: 1, pupil: 0, class: 1 }, 3),
        (Op::Offer { at: 1, pupil: 0 }, 3),
        (Op::Withdraw { at: 1, transfer: 0 }, 0),
        (Op::Dissolve { at: 0, class: 1, to: Some(2) }, 1),
        (Op::Reopen { at: 0, class: 1 }, 1),
        (Op::Merge { at: 0, kept: 3, gone: 4 }, 1),
        (Op::Undo { at: 0, merge: 0 }, 0),
        (Op::Archive { at: 0, pupil: 1 }, 1),
        (Op::Restore { at: 0, pupil: 1, class: 1 }, 2),
        (Op::Archive { at: 1, pupil: 0 }, 2),
        (Op::Merge { at: 0, kept: 1, gone: 2 }, 1),
    ];
    assert!(run(&ops) >= 12);
}
