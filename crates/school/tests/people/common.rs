//! What the stories about people share.

use kernel::{Day, JournalId, PersonId};
use serde_json::json;
use testkit::Site;

pub const TODAY: &str = "2026-11-23";

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// First and last day of somebody's membership of a journal.
pub async fn membership(site: &Site, journal: JournalId, pupil: PersonId) -> Vec<(Day, Option<Day>)> {
    let at = site.small.school;
    site.db()
        .read(move |tx| {
            let members = registry::read::journal_members(tx, at, journal)?;
            Ok::<_, registry::Error>(
                members
                    .into_iter()
                    .filter(|member| member.pupil == pupil)
                    .map(|member| (member.first_day, member.last_day))
                    .collect(),
            )
        })
        .await
        .unwrap()
}

/// Puts a five for the first work of a journal that the grid shows.
pub async fn put_five(site: &Site, journal: JournalId, pupil: PersonId) {
    let mut teacher = site.signed_in("teacher").await;
    let page = teacher.get(&format!("/journal/{journal}/")).await;
    let work: i64 = page.body.split("data-w=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
    let change = json!({"op": format!("five-{pupil}"), "pupil": pupil, "work": work, "base": 0, "text": "5"});
    let answer =
        teacher.post_json(&format!("/journal/{journal}/cells/"), &json!({"changes": [change]})).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.body.contains("saved"), "{}", answer.body);
}

pub fn shows(page: &testkit::Answer, name: &str) -> bool {
    page.body.contains(name)
}

pub async fn marks(site: &Site) -> i64 {
    count(site, "mark").await
}

/// Rows of a table, with a condition behind its name.
pub async fn count(site: &Site, what: &str) -> i64 {
    use diesel::prelude::*;
    #[derive(diesel::QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    let sql = format!("SELECT COUNT(*) AS n FROM {what}");
    let count: Count = site
        .db()
        .read(move |tx| store::on_backend!(tx, |c| diesel::sql_query(&sql).get_result(c)))
        .await
        .unwrap();
    count.n
}
