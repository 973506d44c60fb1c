//! The control page: what it lists, where its lines lead, and who sees which of them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use testkit::{Answer, both};

fn section<'a>(page: &'a Answer, code: &str) -> &'a str {
    let from = format!("aria-labelledby=\"{code}\"");
    page.body
        .split(&from)
        .nth(1)
        .unwrap_or_else(|| panic!("{}", page.body))
        .split("</section>")
        .next()
        .unwrap()
}

fn links(section: &str) -> Vec<&str> {
    section.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

both!(who_never_signed_in_is_counted_by_class, |site| {
    let mut admin = site.signed_in("admin").await;
    let page = admin.get("/school/control/").await;
    let entry = section(&page, "entry");
    assert!(entry.contains("Ученики</a>: 3 из 3 (из них без логина 2)"), "{entry}");
    let (a, b) = (site.small.class_a, site.small.class_b);
    let wanted = [
        format!("/school/access/classes/{a}/"),
        format!("/school/access/classes/{b}/"),
        "/school/access/staff/".to_owned(),
    ];
    for place in &wanted {
        assert!(links(entry).contains(&place.as_str()), "{place}: {entry}");
        assert_eq!(admin.get(place).await.status, 200, "{place}");
    }
    site.signed_in("pupil").await;
    site.signed_in("parent").await;
    let page = admin.get("/school/control/").await;
    let entry = section(&page, "entry");
    assert!(entry.contains("Ученики</a>: 2 из 3 (из них без логина 2)"), "{entry}");
    // «parent» has come in; the other parent of the class has a login and has not.
    assert!(entry.contains("Родители</a>: 1 из 2 (из них без логина 0)"), "{entry}");
    assert!(!page.body.contains("3Б"), "nothing of another school");
    assert!(page.statements() <= 16, "{}", page.statements());
});

both!(who_may_not_give_codes_is_led_to_the_people, |site| {
    for login in ["deputy", "director"] {
        let mut head = site.signed_in(login).await;
        let page = head.get("/school/control/").await;
        let entry = section(&page, "entry");
        assert!(!entry.contains("/school/access/"), "{login}: {entry}");
        assert!(links(entry).contains(&format!("/school/classes/{}/", site.small.class_a).as_str()));
        for place in links(entry) {
            assert_eq!(head.get(place).await.status, 200, "{login} {place}");
        }
        // Figures, and no logins of anybody.
        for hidden in ["Абрамов", ">parent<", ">pupil<"] {
            assert!(!entry.contains(hidden), "{login} {hidden}");
        }
    }
    for login in ["teacher", "classteacher", "parent", "pupil", "operator", "municipal"] {
        let mut other = site.signed_in(login).await;
        for path in ["/school/control/", "/school/control/export/"] {
            assert_eq!(other.get(path).await.status, 404, "{login} {path}");
        }
    }
});

both!(every_line_of_a_topic_leads_to_the_lesson, |site| {
    let mut deputy = site.signed_in("deputy").await;
    let page = deputy.get("/school/control/?days=90").await;
    let topics = section(&page, "topics");
    assert!(topics.contains("Орлов Дмитрий Николаевич"), "{topics}");
    let mut seen = 0;
    for place in links(topics) {
        let there = deputy.get(place).await;
        assert_eq!((there.status, there.page()), (200, "journal.lesson"), "{place}");
        seen += 1;
    }
    assert!(seen > 0);
    let place = links(topics)[0].to_owned();
    let before = topics.to_owned();
    let form = deputy.get(&place).await;
    let version =
        form.body.split("name=\"version\" value=\"").nth(1).map_or("0", |v| v.split('"').next().unwrap());
    let version = version.to_owned();
    let sent = [("version", version.as_str()), ("topic", "Дроби"), ("homework", "")];
    assert_eq!(deputy.post_form(&place, &sent).await.status, 303);
    let page = deputy.get("/school/control/?days=90").await;
    assert_ne!(section(&page, "topics"), before, "one lesson less is missing");
    assert!(!section(&page, "topics").contains(&place), "the line leads to the next empty lesson");
});

both!(one_list_stands_alone_and_all_of_them_in_a_workbook, |site| {
    let mut deputy = site.signed_in("deputy").await;
    let page = deputy.get("/school/control/?days=7&part=entry").await;
    assert!(
        page.body.contains("aria-labelledby=\"entry\"") && !page.body.contains("aria-labelledby=\"topics\"")
    );
    assert!(page.body.contains("href=\"/school/control/?days=30&#38;part=entry\""), "{}", page.body);
    // A page that is not there is the last one; nonsense is the whole page.
    assert_eq!(deputy.get("/school/control/?part=entry&page=99").await.status, 200);
    assert!(deputy.get("/school/control/?part=x").await.body.contains("aria-labelledby=\"tests\""));
    let file = deputy.get("/school/control/export/?days=90").await;
    assert_eq!(file.status, 200);
    assert!(file.header("content-type").ends_with("spreadsheetml.sheet"));
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"control-2026-11-23.xlsx\"");
    assert_eq!(&file.bytes[..2], b"PK");
});
