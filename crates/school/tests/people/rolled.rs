//! Between the roll-over (done in spring) and 1 September: orders are about the present stay, and the one to come follows.

use std::collections::BTreeMap;

use kernel::{ClassId, Day, PersonId};
use registry::read::Enrollment;
use school::year::carry::{Wishes, before, carry_out, undo};
use school::year::outline::usual;
use testkit::{Client, Site, both};

use crate::common::{day, membership, shows};

/// A summer's day on which the orders are written.
const JUNE: &str = "2027-06-10";

struct Rolled {
    /// 8А and 8Б.
    next: [ClassId; 2],
    repeater: PersonId,
}

/// Rolls the school over and lets it be 10 June. The second pupil of 7А repeats the year in a new 7А.
async fn roll(site: &Site) -> Rolled {
    let (school, by) = (site.small.school, site.small.teacher);
    let (class_a, repeater) = (site.small.class_a, site.small.pupils_a[1]);
    let may = access::system_school(school);
    let next = site
        .db()
        .write(move |tx| {
            // 6А will be 7А: where somebody can repeat the seventh year.
            let year = registry::read::class(tx, school, class_a)?.year;
            registry::write::add_class(tx, school, year, 6, "А", "6А")?;
            let today = day("2026-11-23");
            let state = before(tx, &may, today)?.unwrap();
            let mut wishes = Wishes {
                year: ("2027/28".into(), day("2027-09-01"), day("2028-05-26")),
                order_number: "57-у".into(),
                order_day: day("2027-05-25"),
                graduation_day: day("2027-06-25"),
                fresh: (1, 0),
                classes: BTreeMap::new(),
            };
            for source in &state.sources {
                let mut choice = usual(&source.class, state.kind, Default::default());
                if source.class.id == class_a {
                    choice.repeat.insert(repeater);
                }
                wishes.classes.insert(source.class.id, choice);
            }
            carry_out(tx, &may, &wishes, by, today, testkit::NOW)?.unwrap();
            let next = registry::read::years(tx, school)?[1].id;
            let classes = registry::read::classes(tx, school, next)?;
            let id = |name: &str| classes.iter().find(|class| class.name == name).unwrap().id;
            Ok::<_, school::Error>([id("8А"), id("8Б")])
        })
        .await
        .unwrap();
    site.clock.advance(day("2026-11-23").days_until(day(JUNE)) * 24 * 3_600_000);
    Rolled { next, repeater }
}

async fn stays(site: &Site, pupil: PersonId) -> Vec<(ClassId, Day, Option<Day>)> {
    let school = site.small.school;
    let mut list: Vec<_> = site
        .db()
        .read(move |tx| registry::read::enrollments(tx, school))
        .await
        .unwrap()
        .into_iter()
        .filter(|one: &Enrollment| one.pupil == pupil)
        .map(|one| (one.class, one.first_day, one.last_day))
        .collect();
    list.sort_by_key(|one| one.1);
    list
}

async fn undone(site: &Site) {
    let (may, by) = (access::system_school(site.small.school), site.small.teacher);
    let done = site.db().write(move |tx| undo(tx, &may, by, testkit::NOW)).await.unwrap();
    assert_eq!(done, Ok(()));
}

async fn act(admin: &mut Client, pupil: PersonId, act: &str, fields: &[(&str, &str)]) {
    let done = admin.post_form(&format!("/school/people/{pupil}/{act}/"), fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

both!(who_leaves_in_summer_takes_the_stay_to_come_along, |site| {
    let rolled = roll(&site).await;
    let (pupil, class_a, first) = (site.small.pupils_a[0], site.small.class_a, day("2026-09-01"));
    let mut admin = site.signed_in("admin").await;
    let page = admin.get(&format!("/school/classes/{class_a}/edit/")).await;
    assert!(shows(&page, &format!("value=\"{pupil}\">")), "can be ticked: {}", page.body);
    act(&mut admin, pupil, "archive", &[("number", "9"), ("day", JUNE)]).await;
    assert_eq!(stays(&site, pupil).await, [(class_a, first, Some(day(JUNE)))]);
    assert_eq!(membership(&site, site.small.journal_a, pupil).await, [(first, Some(day(JUNE)))]);

    // Back in July: with the class into its next year.
    let class = class_a.to_string();
    act(&mut admin, pupil, "restore", &[("number", "10"), ("day", "2027-07-01"), ("class", &class)]).await;
    let next = day("2027-09-01");
    assert_eq!(
        stays(&site, pupil).await,
        [
            (class_a, first, Some(day(JUNE))),
            (class_a, day("2027-07-01"), Some(next.plus(-1))),
            (rolled.next[0], next, None),
        ]
    );
    undone(&site).await;
    assert_eq!(
        stays(&site, pupil).await,
        [(class_a, first, Some(day(JUNE))), (class_a, day("2027-07-01"), None)]
    );
});

both!(who_moves_in_summer_goes_where_the_new_class_goes, |site| {
    let rolled = roll(&site).await;
    let (pupil, class_a, class_b) = (site.small.pupils_a[0], site.small.class_a, site.small.class_b);
    let (first, next, june) = (day("2026-09-01"), day("2027-09-01"), day(JUNE));
    let mut admin = site.signed_in("admin").await;
    let to = class_b.to_string();
    act(&mut admin, pupil, "move", &[("number", "9"), ("day", JUNE), ("class", &to)]).await;
    assert_eq!(
        stays(&site, pupil).await,
        [
            (class_a, first, Some(june.plus(-1))),
            (class_b, june, Some(next.plus(-1))),
            (rolled.next[1], next, None),
        ]
    );
    // A repeater keeps the place that was given to him.
    let own = stays(&site, rolled.repeater).await[1].0;
    assert!(!rolled.next.contains(&own));
    act(&mut admin, rolled.repeater, "move", &[("number", "10"), ("day", JUNE), ("class", &to)]).await;
    assert_eq!(stays(&site, rolled.repeater).await.last(), Some(&(own, next, None)));
    // For the new year, in its own classes: from its first day on, and not before.
    let third = site.small.pupils_a[2];
    let to = rolled.next[1].to_string();
    let form = admin.get(&format!("/school/people/{third}/move/")).await;
    assert!(shows(&form, "8Б (2027/28)"), "{}", form.body);
    let early = [("number", "11"), ("day", JUNE), ("class", to.as_str())];
    let refused = admin.post_form(&format!("/school/people/{third}/move/"), &early).await;
    assert!(refused.status == 422 && shows(&refused, "не раньше 01.09.2027"), "{}", refused.body);
    act(&mut admin, third, "move", &[("number", "11"), ("day", "2027-09-01"), ("class", &to)]).await;
    let moved = [(class_a, first, Some(next.plus(-1))), (rolled.next[1], next, None)];
    assert_eq!(stays(&site, third).await, moved);
    undone(&site).await;
    assert_eq!(stays(&site, pupil).await, [(class_a, first, Some(june.plus(-1))), (class_b, june, None)]);
    assert_eq!(stays(&site, third).await, [(class_a, first, None)]);
    assert_eq!(membership(&site, site.small.journal_a, third).await, [(first, None)]);
});

both!(a_declined_transfer_of_summer_comes_to_nothing, |site| {
    let rolled = roll(&site).await;
    let mut admin = site.signed_in("admin").await;
    let mut other = site.signed_in("otheradmin").await;
    let receiver = site.small.other_school.to_string();
    for pupil in [site.small.pupils_a[0], rolled.repeater] {
        let before = stays(&site, pupil).await;
        act(&mut admin, pupil, "transfer", &[("receiver", &receiver), ("number", "9"), ("day", JUNE)]).await;
        assert_eq!(stays(&site, pupil).await.len(), 1);
        let page = other.get("/school/people/transfers/").await;
        let ids = page.body.split("href=\"/school/people/transfers/").skip(1);
        let id: i64 = ids.filter_map(|rest| rest.split('/').next()?.parse().ok()).next().unwrap();
        let decline = format!("/school/people/transfers/{id}/decline/");
        assert_eq!(other.post_form(&decline, &[("answer", "Нет мест")]).await.status, 303);
        assert_eq!(stays(&site, pupil).await, before, "as if nothing had been");
    }
    undone(&site).await;
});

both!(the_new_years_first_day_takes_its_stays_along, |site| {
    let rolled = roll(&site).await;
    let (school, pupil) = (site.small.school, site.small.pupils_a[0]);
    let may = access::system_school(school);
    let shift = async |to: &str| {
        let to = day(to);
        site.db()
            .write(move |tx| {
                let id = registry::read::years(tx, school)?[1].id;
                let plan = registry::read::year_plan(tx, school, id)?;
                let new = registry::write::NewYear {
                    name: plan.year.name,
                    first_day: to,
                    last_day: plan.year.last_day,
                    periods: plan
                        .periods
                        .iter()
                        .map(|p| {
                            (p.kind, p.ordinal, if p.ordinal == 1 { to } else { p.first_day }, p.last_day)
                        })
                        .collect(),
                    holidays: plan.holidays,
                    bells: plan.bells,
                };
                school::year::change::set_calendar(tx, &may, id, &new, day(JUNE), testkit::NOW)
            })
            .await
            .unwrap()
            .unwrap();
    };
    let before = stays(&site, pupil).await;
    for to in ["2027-09-03", "2027-08-30"] {
        shift(to).await;
        let expected = [
            (site.small.class_a, day("2026-09-01"), Some(day(to).plus(-1))),
            (rolled.next[0], day(to), None),
        ];
        assert_eq!(stays(&site, pupil).await, expected);
        let members = site
            .db()
            .read(move |tx| {
                let id = registry::read::years(tx, school)?[1].id;
                let mut first = Vec::new();
                for journal in registry::read::journals(tx, school, id)? {
                    for one in registry::read::journal_members(tx, school, journal.id)? {
                        first.push(one.first_day);
                    }
                }
                Ok::<_, registry::Error>(first)
            })
            .await
            .unwrap();
        assert!(!members.is_empty() && members.iter().all(|first| *first == day(to)), "{members:?}");
    }
    shift("2027-09-01").await;
    assert_eq!(stays(&site, pupil).await, before);
    undone(&site).await;
    assert_eq!(stays(&site, pupil).await, [(site.small.class_a, day("2026-09-01"), None)]);
});
