//! Whatever the order of orders, roll-overs and merges: nobody and nothing is lost or doubled. A small model says of each
//! order who is where on which day after it; the orders themselves are refused or carried out by the rooms.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use access::system_school;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use journal::write::seed::{SeedMark, marks as seed_marks, works_of};
use kernel::{Cell, ClassId, Day, InstitutionId, JournalId, Millis, PersonId};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use registry::write as reg;
use registry::{By, NewOrder, PeriodKind, Verdict};
use school::year::carry;
use store::{Db, ReadTx, WriteTx};
use testkit::{Fresh, Small};

#[path = "people_properties/model.rs"]
mod model;
#[path = "people_properties/orders.rs"]
mod orders;

use model::{Model, Past, places, ways};
use orders::carry_out;

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
    Roll { repeats: usize },
    UndoRoll,
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
        3 => (at, n.clone()).prop_map(|(at, merge)| Op::Undo { at, merge }),
        3 => n.prop_map(|repeats| Op::Roll { repeats }),
        2 => Just(Op::UndoRoll),
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
        // Where somebody can repeat the seventh year.
        reg::add_class(tx, s.school, year, 6, "А", "6А")?;
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

/// Marks of somebody who was no member of the journal on their day: nobody would see them there.
const HIDDEN: &str = "mark m WHERE NOT EXISTS (SELECT 1 FROM journal_pupil j WHERE j.institution_id = m.institution_id \
    AND j.journal_id = m.journal_id AND j.pupil_id = m.pupil_id AND j.first_day <= m.day \
    AND (j.last_day IS NULL OR j.last_day >= m.day))";

fn check(
    tx: &mut ReadTx<'_>,
    world: &World,
    counts: (i64, i64, i64),
    merged: &BTreeSet<PersonId>,
    after: &str,
) {
    assert_eq!(count(tx, HIDDEN), 0, "hidden marks after {after}");
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
            if merged.contains(pupil) {
                assert!(
                    should.iter().all(|day| is.contains(day)),
                    "journal {journal}, {pupil} after {after}"
                );
            } else {
                assert_eq!(is, should, "journal {journal} and pupil {pupil} after {after}");
            }
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
        let past = std::sync::Arc::new(std::sync::Mutex::new(Past::default()));
        let mut day: Day = "2026-11-23".parse().unwrap();
        for (number, (op, step)) in ops.iter().enumerate() {
            // Mostly forward, sometimes an order is dated back.
            day = day.plus(*step);
            let after = format!("{:?}", &ops[..=number]);
            let (order, here, kept, text) = (op.clone(), world.clone(), past.clone(), after.clone());
            let at = Millis(testkit::NOW.0 + i64::try_from(number).unwrap());
            let done = fresh
                .db
                .write_blocking(move |tx| {
                    let mut past = kept.lock().unwrap();
                    let (ways, own) = ways(tx, here.schools[0]);
                    let mut model = Model { places: places(tx, &here), past: &mut past, ways, own };
                    let done = carry_out(tx, &here, &order, day, at, &mut model)?;
                    let mut expected = model.places;
                    let mut is = places(tx, &here);
                    expected.retain(|_, days| !days.is_empty());
                    is.retain(|_, days| !days.is_empty());
                    for who in expected.keys().chain(is.keys()) {
                        let (should, is) = (expected.get(who), is.get(who));
                        let differs = should.into_iter().flatten().chain(is.into_iter().flatten()).find(
                            |(day, there)| {
                                should.and_then(|days| days.get(day)) != Some(there)
                                    || is.and_then(|days| days.get(day)) != Some(there)
                            },
                        );
                        assert_eq!(differs, None, "{who} is elsewhere than the model says after {text}");
                    }
                    Ok::<_, school::Error>(done)
                })
                .unwrap();
            carried += usize::from(done);
            let (here, merged) = (world.clone(), past.lock().unwrap().ever.clone());
            fresh
                .db
                .read_blocking(move |tx| {
                    check(tx, &here, counts, &merged, &after);
                    Ok::<_, store::Error>(())
                })
                .unwrap();
        }
    }
    carried
}

/// The same forty sequences on every run; a failing one is made as short as it can be.
#[test]
fn nothing_is_lost_or_doubled_whatever_the_order() {
    let config =
        ProptestConfig { cases: 40, max_shrink_iters: 200, failure_persistence: None, ..Default::default() };
    let seeded = TestRng::from_seed(RngAlgorithm::ChaCha, &[23; 32]);
    let mut runner = TestRunner::new_with_rng(config, seeded);
    let ops = proptest::collection::vec((op(), -1..5_i64), 1..30);
    runner
        .run(&ops, |ops| {
            run(&ops);
            Ok(())
        })
        .unwrap();
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
        (Op::Roll { repeats: 5 }, 1),
        (Op::Move { at: 0, pupil: 4, class: 0 }, 1),
        (Op::Archive { at: 0, pupil: 5 }, 1),
        (Op::Restore { at: 0, pupil: 5, class: 0 }, 1),
        (Op::Offer { at: 0, pupil: 3 }, 1),
        (Op::Withdraw { at: 0, transfer: 0 }, 0),
        (Op::UndoRoll, 1),
    ];
    assert!(run(&ops) >= 17, "the orders are carried out");
}
