//! What the stories share: typing into the grid, reading forms, finding periods.

use serde_json::{Value, json};
use testkit::{Answer, Client, Site};

/// A day of the second quarter on which mathematics of 7А was taught, second lesson.
pub const FRIDAY: &str = "2026-11-20";
pub const DAY: i64 = 24 * 3_600_000;

/// The columns of a day in the grid of the present period.
pub async fn works(client: &mut Client, journal: i64, day: &str) -> Vec<i64> {
    let page = client.get(&format!("/journal/{journal}/")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page.body
        .split("data-w=\"")
        .skip(1)
        .filter(|rest| rest.split("data-d=\"").nth(1).unwrap().starts_with(day))
        .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
        .collect()
}

/// Sends one change of a cell; the whole answer.
pub async fn put(
    client: &mut Client,
    journal: i64,
    (op, pupil, work, base, text): (&str, i64, i64, i64, &str),
) -> Value {
    let body = json!({"changes": [{"op": op, "pupil": pupil, "work": work, "base": base, "text": text}]});
    let answer = client.post_json(&format!("/journal/{journal}/cells/"), &body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

/// The periods of the school's year: id by order, quarters.
pub async fn quarters(site: &Site) -> Vec<i64> {
    let (school, year) = (site.small.school, site.small.year);
    site.db()
        .read(move |tx| registry::read::periods(tx, school, year))
        .await
        .unwrap()
        .into_iter()
        .filter(|period| period.kind == registry::PeriodKind::Quarter)
        .map(|period| period.id.0)
        .collect()
}

/// Every input of a page's forms by name, as a browser would send it, with some typed over.
pub fn filled(html: &str, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for tag in html.split('<').filter(|tag| tag.starts_with("input ")) {
        let value = |key: &str| {
            tag.split(&format!("{key}=\"")).nth(1).map(|v| v.split('"').next().unwrap().to_owned())
        };
        if let Some(name) = value("name").filter(|name| name != "csrf" && name != "locale" && name != "next")
        {
            fields.push((name, value("value").unwrap_or_default()));
        }
    }
    for (name, value) in typed {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

pub async fn send(client: &mut Client, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    client.post_form(path, &fields).await
}

/// The main part of a page.
pub fn main_part(page: &Answer) -> &str {
    page.body.split("id=\"main\"").nth(1).unwrap_or(&page.body)
}

pub async fn doctor(site: &Site) -> Vec<String> {
    let now = site.clock.now();
    let mut found = site.db().read(journal::doctor::examine).await.unwrap();
    found.extend(site.db().read(move |tx| journal::seal::doctor::examine(tx, now)).await.unwrap());
    found.into_iter().map(|finding| finding.what).collect()
}

/// The school wants one mark only: proposals come early.
pub async fn easy_rules(site: &Site) {
    let mut deputy = site.signed_in("deputy").await;
    let page = deputy.get("/school/periods/rules/").await;
    assert_eq!((page.status, page.page()), (200, "school.grading"), "{}", page.body);
    let fields = filled(&page.body, &[("minimums", "1"), ("from", "2026-09-01"), ("shown", "")]);
    let saved = send(&mut deputy, "/school/periods/rules/", &fields).await;
    assert_eq!(saved.status, 303, "{}", main_part(&saved));
}
