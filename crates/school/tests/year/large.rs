use registry::{NewPerson, PeriodKind};
use testkit::{Client, Site, both};

use crate::forms::{fill, send};

const NEXT: &str = "/school/year/next/";
/// Classes of each grade: with those of the small region forty.
const LETTERS: [&str; 3] = ["В", "Г", "Д"];
/// Pupils of each.
const PUPILS: usize = 30;
/// Journals of each.
const SUBJECTS: usize = 12;

/// A school of a thousand pupils in 35 classes with 400 journals, written down.
async fn grow(site: &Site) {
    let (school, year, teacher) = (site.small.school, site.small.year, site.small.teacher);
    site.db()
        .write(move |tx| -> Result<_, registry::Error> {
            let first = registry::read::year_plan(tx, school, year)?.year.first_day;
            for grade in 1..=11 {
                for letter in LETTERS {
                    let name = format!("{grade}{letter}");
                    let class = registry::write::add_class(tx, school, year, grade, letter, &name)?;
                    let new: Vec<NewPerson> = (0..PUPILS)
                        .map(|_| NewPerson {
                            name: kernel::PersonName::new("Ученик", "Саша", None).unwrap(),
                            birth_day: None,
                            sex: None,
                            snils: None,
                            phone: None,
                            email: None,
                        })
                        .collect();
                    let people = registry::write::add_persons(tx, &new, testkit::NOW)?;
                    registry::write::enroll(tx, school, class, &people, first)?;
                    for subject in 0..SUBJECTS {
                        let (subject, _) =
                            registry::write::ensure_subject(tx, school, &format!("Предмет {subject}"))?;
                        let (journal, ..) = registry::write::ensure_journal(
                            tx,
                            school,
                            &registry::write::NewJournal {
                                year,
                                subject,
                                groups_name: name.clone(),
                                period_kind: PeriodKind::Quarter,
                                groups: vec![(class, None)],
                                teachers: vec![teacher],
                            },
                        )?;
                        registry::write::sync_journal_pupils(tx, school, journal, first)?;
                    }
                }
            }
            Ok(())
        })
        .await
        .unwrap();
}

async fn carry(admin: &mut Client) -> testkit::Answer {
    let drawn = fill(admin, NEXT, &[("order", "57-у"), ("fresh", "3")]).await;
    assert_eq!(drawn.status, 200, "{}", drawn.body);
    let began = std::time::Instant::now();
    let done = send(admin, NEXT, &drawn.body, &[("act", "carry")]).await;
    println!("carried out in {:?}, {} statements", began.elapsed(), done.statements());
    done
}

// It is carried out while the administrator waits, in one transaction: that is right as long as it is a matter of a blink.
both!(a_thousand_pupils_go_over_while_one_waits, |site| {
    grow(&site).await;
    let mut admin = site.signed_in("admin").await;
    let done = carry(&mut admin).await;
    assert_eq!(done.location(), format!("{NEXT}?done=rolled-over"), "{}", done.body);
    let (school, year) = (site.small.school, site.small.year);
    let moved = site
        .db()
        .read(move |tx| -> Result<_, registry::Error> {
            Ok(registry::read::enrollments(tx, school)?.into_iter().filter(|e| e.year != year).count())
        })
        .await
        .unwrap();
    assert_eq!(moved, 10 * LETTERS.len() * PUPILS + 6, "everybody but those who leave");
    let began = std::time::Instant::now();
    let undone = admin.post_form("/school/year/next/undo/", &[]).await;
    println!("taken back in {:?}", began.elapsed());
    assert_eq!(undone.status, 303, "{}", undone.body);
});
