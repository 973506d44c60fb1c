use std::os::unix::fs::PermissionsExt;

use diesel::prelude::*;
use journal::seal::chain::{Digest, Entry, Link, MarkRow, PeriodRow, link, text};
use journal::seal::verify::{Fault, Journal, PersonMerges, faults};
use kernel::{InstitutionId, JournalId};
use proptest::prelude::*;
use store::on_backend;
use testkit::{Site, both};

use super::desk::{DAY, FRIDAY, doctor, main_part, put, quarters, works};

const AT: (InstitutionId, JournalId) = (InstitutionId(3), JournalId(12));

/// A journal with a chain over rows like these: pupil, work, value.
fn journal(rows: &[(u8, u8, u8)], size: usize) -> Journal {
    let mut marks: Vec<MarkRow> = Vec::new();
    let mut periods: Vec<PeriodRow> = Vec::new();
    let mut entries: Vec<Entry> = Vec::new();
    for (number, (pupil, work, value)) in rows.iter().enumerate() {
        let (pupil, at) = (i64::from(*pupil), number as i64);
        if work % 5 == 0 {
            let version = periods.iter().filter(|row| row.pupil == pupil).count() as i32 + 1;
            let row = PeriodRow {
                pupil,
                slot: "period".into(),
                period: 7,
                version,
                value: Some(value.to_string()),
                proposal: None,
                reason: String::new(),
                op: String::new(),
                origin: "form".into(),
                at,
                by: 1,
            };
            entries.push(Entry { key: row.key().unwrap(), digest: row.digest(AT.0, AT.1) });
            periods.push(row);
        } else {
            let work = i64::from(*work);
            let version =
                marks.iter().filter(|row| row.pupil == pupil && row.work == work).count() as i32 + 1;
            let row = MarkRow {
                pupil,
                day: 20_261_120,
                work,
                version,
                value: Some(i16::from(*value)),
                attendance: None,
                weight: 10,
                comment: None,
                op: format!("op{number}"),
                origin: "grid".into(),
                at,
                by: 1,
                // Every third row has what only some rows have.
                first: (number % 3 == 0).then_some(2),
                resit: (number % 3 == 0).then(|| "mean".into()),
                due: (number % 6 == 0).then_some(20_261_127),
                staff_only: number % 9 == 0,
            };
            entries.push(Entry { key: row.key(), digest: row.digest(AT.0, AT.1) });
            marks.push(row);
        }
    }
    let mut chain = Vec::new();
    let mut before = Digest::ZERO;
    for (seq, part) in (1..).zip(entries.chunks(size)) {
        let hash = link(AT.0, AT.1, seq, before, part);
        chain.push(Link { seq, covers: text(part), hash });
        before = hash;
    }
    Journal { institution: AT.0, journal: AT.1, marks, periods, chain, seals: Vec::new() }
}

fn rows() -> impl Strategy<Value = Vec<(u8, u8, u8)>> {
    proptest::collection::vec((1_u8..6, 1_u8..8, 1_u8..=5), 2..30)
}

fn found(of: &Journal) -> Vec<Fault> {
    faults(of, &PersonMerges::default())
}

proptest! {
    #[test]
    fn an_untouched_chain_holds(rows in rows(), size in 1_usize..6) {
        prop_assert_eq!(found(&journal(&rows, size)), Vec::new());
    }

    #[test]
    fn any_changed_entry_is_found(rows in rows(), size in 1_usize..6, place in 0_usize..100, what in 0_u8..12) {
        let mut of = journal(&rows, size);
        let place = place % rows.len();
        if place < of.marks.len() {
            let row = &mut of.marks[place];
            match what {
                0 => row.value = row.value.map(|value| value % 5 + 1),
                1 => row.attendance = Some("absent".into()),
                2 => row.weight += 1,
                3 => row.comment = Some(String::new()),
                4 => row.op.push('x'),
                5 => row.origin = "form".into(),
                6 => row.at += 1,
                7 => row.by += 1,
                8 => row.first = row.first.is_none().then_some(3),
                9 => row.resit = row.resit.is_none().then(|| "both".into()),
                10 => row.due = row.due.is_none().then_some(20_261_201),
                _ => row.staff_only = !row.staff_only,
            }
        } else {
            let place = place - of.marks.len();
            let row = &mut of.periods[place];
            match what {
                0 | 1 => row.value = None,
                2 => row.proposal = Some("5".into()),
                3 | 4 => row.reason.push('x'),
                5 => row.op.push('x'),
                6 => row.at += 1,
                _ => row.by += 1,
            }
        }
        let seen = found(&of).iter().any(|fault| matches!(fault, Fault::Changed(_)));
            prop_assert!(seen);
    }

    #[test]
    fn any_removed_or_added_entry_is_found(rows in rows(), size in 1_usize..6, place in 0_usize..100) {
        let mut of = journal(&rows, size);
        let place = place % rows.len();
        if place < of.marks.len() {
            let mut more = of.clone();
            more.marks.push(MarkRow { version: 99, ..of.marks[place].clone() });
            let seen = found(&more).iter().any(|fault| matches!(fault, Fault::Unchained { .. }));
            prop_assert!(seen);
            of.marks.remove(place);
        } else {
            let place = place - of.marks.len();
            of.periods.remove(place);
        }
        let seen = found(&of).iter().any(|fault| matches!(fault, Fault::Missing(_)));
            prop_assert!(seen);
    }

    #[test]
    fn a_chain_that_was_cut_or_reordered_is_found(rows in rows(), size in 1_usize..4, a in 0_usize..100, b in 0_usize..100) {
        let of = journal(&rows, size);
        let links = of.chain.len();
        let (a, b) = (a % links, b % links);
        let mut cut = of.clone();
        cut.chain.remove(a);
        prop_assert!(!found(&cut).is_empty(), "a link removed");
        if a != b {
            let mut swapped = of.clone();
            swapped.chain.swap(a, b);
            prop_assert!(!found(&swapped).is_empty(), "links swapped");
            // Also when the numbers are put right again.
            for (seq, link) in (1..).zip(&mut swapped.chain) {
                link.seq = seq;
            }
            let seen = found(&swapped).iter().any(|fault| matches!(fault, Fault::Broken { .. }));
            prop_assert!(seen);
        }
        // Entries of one link in another order are another link.
        let mut inner = of.clone();
        let words: Vec<&str> = inner.chain[a].covers.split(' ').rev().collect();
        if words.len() > 1 {
            let turned = words.join(" ");
            inner.chain[a].covers = turned;
            let seen = found(&inner).iter().any(|fault| matches!(fault, Fault::Broken { .. }));
            prop_assert!(seen);
        }
        let mut twice = of.clone();
        let again = twice.chain[a].clone();
        twice.chain.push(again);
        let seen = found(&twice).iter().any(|fault| matches!(fault, Fault::Twice(_)));
            prop_assert!(seen);
    }

    #[test]
    fn a_merge_of_doubles_leaves_the_chain_whole(rows in rows(), size in 1_usize..6) {
        // Pupil 5 turns out to be pupil 40 (who had nothing here): the rows change, the chain does not.
        let mut of = journal(&rows, size);
        let mut moved = false;
        for pupil in of.marks.iter_mut().map(|r| &mut r.pupil).chain(of.periods.iter_mut().map(|r| &mut r.pupil)) {
            if *pupil == 5 {
                *pupil = 40;
                moved = true;
            }
        }
        prop_assert_eq!(faults(&of, &PersonMerges::new(&[(40, 5)])), Vec::new());
        prop_assert_eq!(found(&of).is_empty(), !moved, "without a merge it is a change");
    }
}

async fn tamper(site: &Site, sql: &'static str) {
    site.db()
        .write(move |tx| on_backend!(tx, |c| diesel::sql_query(sql).execute(c)).map(drop))
        .await
        .unwrap();
}

both!(the_doctor_finds_what_was_done_behind_the_programs_back, |site| {
    let (journal, pupils) = (site.small.journal_a.0, site.small.pupils_a.clone());
    let mut teacher = site.signed_in("teacher").await;
    let work = works(&mut teacher, journal, FRIDAY).await[0];
    for (number, pupil) in pupils.iter().enumerate() {
        put(&mut teacher, journal, (&format!("a{number}"), pupil.0, work, 0, "3")).await;
    }
    put(&mut teacher, journal, ("b", pupils[0].0, work, 1, "4")).await;
    assert_eq!(doctor(&site).await, [""; 0], "what was written a moment ago waits");
    site.clock.advance(60_000);
    assert_eq!(doctor(&site).await.len(), 4, "and not for ever");
    site.dispatch().await;
    assert_eq!(doctor(&site).await, [""; 0]);
    assert_eq!(site.dispatch().await, 0, "each is chained once");
    assert_eq!(doctor(&site).await, [""; 0]);

    tamper(&site, "UPDATE mark_history SET value = 5 WHERE version = 2").await;
    tamper(&site, "UPDATE mark SET value = 5 WHERE version = 2").await;
    let found = doctor(&site).await;
    assert!(found.iter().any(|what| what.contains("changed after it was chained")), "{found:?}");
    tamper(&site, "UPDATE mark_history SET value = 4 WHERE version = 2").await;
    tamper(&site, "UPDATE mark SET value = 4 WHERE version = 2").await;
    assert_eq!(doctor(&site).await, [""; 0]);
    put(&mut teacher, journal, ("c", pupils[1].0, work, 1, "5")).await;
    site.dispatch().await;
    assert_eq!(doctor(&site).await, [""; 0]);
    tamper(&site, "DELETE FROM mark_chain WHERE seq = 1").await;
    let found = doctor(&site).await;
    assert!(found.iter().any(|what| what.contains("broken at link 2")), "{found:?}");
    assert_eq!(found.iter().filter(|what| what.contains("not chained")).count(), 4, "{found:?}");
});

async fn check(site: &Site, file: &[u8]) -> testkit::Answer {
    site.client().post_files("/verify/", &[], &[("file", "journal.json", file)]).await
}

both!(a_closed_year_is_signed_and_anybody_can_check_it, |site| {
    let (journal, pupil, year) = (site.small.journal_a.0, site.small.pupil.0, site.small.year);
    let school = site.small.school;
    let mut teacher = site.signed_in("teacher").await;
    let work = works(&mut teacher, journal, FRIDAY).await[0];
    put(&mut teacher, journal, ("a", pupil, work, 0, "5")).await;
    let mut director = site.signed_in("director").await;
    let path = format!("/school/seal/{year}/");
    let open = director.post_form(&path, &[]).await;
    assert!(open.body.contains("Сначала закройте все периоды"), "{}", main_part(&open));
    site.db()
        .write(move |tx| {
            for period in registry::read::periods(tx, school, year)? {
                registry::write::lock_period(tx, school, period.id, testkit::NOW)?;
            }
            Ok::<_, registry::Error>(())
        })
        .await
        .unwrap();
    let busy = director.post_form(&path, &[]).await;
    assert!(busy.body.contains("ещё дописываются"), "a mark waits for its link: {}", main_part(&busy));
    site.dispatch().await;
    assert_eq!(director.post_form(&path, &[]).await.status, 303);
    let key = site.fresh.folder().join("keys").join(format!("institution-{school}.ed25519"));
    assert_eq!(std::fs::metadata(key).unwrap().permissions().mode() & 0o777, 0o600);
    for login in ["teacher", "admin", "parent", "otheradmin"] {
        let mut client = site.signed_in(login).await;
        assert_eq!(client.post_form(&path, &[]).await.status, 404, "{login}");
        assert_eq!(client.get(&format!("/journal/{journal}/export.json")).await.status, 404, "{login}");
    }
    let file = director.get(&format!("/journal/{journal}/export.json")).await;
    assert_eq!(file.status, 200);
    let page = check(&site, file.body.as_bytes()).await;
    assert_eq!((page.status, page.page()), (200, "verify"), "{}", page.body);
    assert!(
        page.body.contains("Журнал цел") && page.body.contains("Подписано ключом этой школы"),
        "{}",
        main_part(&page)
    );

    // The file changed; another number of the head; no file at all.
    let changed = file.body.replacen("\"value\":5", "\"value\":4", 1);
    assert_ne!(changed, file.body);
    let page = check(&site, changed.as_bytes()).await;
    assert!(
        page.body.contains("Журнал не подтверждён") && page.body.contains("Изменено или убрано: 1"),
        "{}",
        main_part(&page)
    );
    let page = check(&site, b"%PDF").await;
    assert!(page.status == 422 && page.body.contains("Это не файл журнала"), "{}", main_part(&page));
    let seal = director.get("/school/seal/").await;
    assert_eq!((seal.status, seal.page()), (200, "school.seal"), "{}", seal.body);
    let head = file.json()["chain"].as_array().unwrap().last().unwrap()["hash"].as_str().unwrap().to_owned();
    assert!(seal.body.contains(&head), "{}", main_part(&seal));
    let address = format!("/journal/{journal}/");
    let known = site.client().post_files("/verify/", &[("address", &address), ("head", &head)], &[]).await;
    assert!(
        known.body.contains("Такой код у журнала был") && known.body.contains("Подписано"),
        "{}",
        main_part(&known)
    );
    let turned: String = head.chars().rev().collect();
    let unknown =
        site.client().post_files("/verify/", &[("address", &address), ("head", &turned)], &[]).await;
    assert!(unknown.body.contains("Такого подписанного кода"), "{}", main_part(&unknown));

    // Marks of the year are closed with it; a change by the deputy's leave is seen.
    let mut deputy = site.signed_in("deputy").await;
    let column = format!("/journal/{journal}/periods/year/");
    let (value, shown) = (format!("v-{pupil}"), format!("b-{pupil}"));
    let refused = deputy.post_form(&column, &[(&value, "5"), (&shown, "0:")]).await;
    assert_eq!(refused.status, 422, "{}", main_part(&refused));
    let (quarter, of) = (quarters(&site).await[1].to_string(), journal.to_string());
    let leave = [
        ("period", quarter.as_str()),
        ("journal", &of),
        ("until", "2026-11-24"),
        ("hour", "18:00"),
        ("reason", "x"),
    ];
    assert_eq!(deputy.post_form("/school/periods/unlock/", &leave).await.status, 303);
    put(&mut deputy, journal, ("late", pupil, work, 1, "4")).await;
    site.dispatch().await;
    let file = director.get(&format!("/journal/{journal}/export.json")).await;
    let page = check(&site, file.body.as_bytes()).await;
    assert!(page.body.contains("После подписи добавлено: 1 звено"), "{}", main_part(&page));
    site.clock.advance(DAY);
    assert_eq!(doctor(&site).await, [""; 0]);
    // A forged signature does not hold.
    tamper(&site, "UPDATE journal_seal SET signature = public_key || public_key").await;
    assert!(doctor(&site).await.iter().any(|what| what.contains("signature")));
});
