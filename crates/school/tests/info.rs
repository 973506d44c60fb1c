//! What a school tells about itself, through HTTP on both databases; and files on their way in and out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

#[path = "info/documents.rs"]
mod documents;
#[path = "info/files.rs"]
mod files;

use testkit::{Answer, both};

/// The number after a path, in the first link of a page that has it.
fn id_after(page: &Answer, path: &str) -> i64 {
    page.body
        .split(path)
        .skip(1)
        .find_map(|rest| rest.split('/').next()?.parse().ok())
        .unwrap_or_else(|| panic!("no {path}… in {}", page.body))
}

fn field(page: &Answer, name: &str) -> String {
    let (_, rest) = page.body.split_once(&format!("name=\"{name}\" value=\"")).expect("the field");
    rest.split('"').next().unwrap().to_owned()
}

const CARD: [(&str, &str); 11] = [
    ("name", "МБОУ «Школа № 1»"),
    ("short_name", "Школа № 1"),
    ("head", "Директоров Пётр Ильич"),
    ("locality", "Новокузнецк"),
    ("address", "ул. Школьная, 1"),
    ("phone", "+7 384 300-00-00"),
    ("email", "school1@example.ru"),
    ("site", "school1.example.ru"),
    ("inn", "7707329152"),
    ("ogrn", "1047707030513"),
    ("license", ""),
];

both!(the_card_is_kept_by_the_administrator_and_read_by_families, |site| {
    let mut admin = site.signed_in("admin").await;
    let page = admin.get("/school/info/").await;
    assert_eq!((page.status, page.page()), (200, "school.info"));
    assert!(
        page.body.contains("href=\"/school/info/edit/\"")
            && page.body.contains("aria-current=\"page\">Сведения")
    );
    assert_eq!(admin.get("/school/info/edit/").await.status, 200);

    // What is wrong is named at its field, and everything typed stays.
    let mut wrong = CARD;
    wrong[6].1 = "почта";
    wrong[7].1 = "просто слова";
    wrong[8].1 = "7707329153";
    wrong[1].1 = "";
    let refused = admin.post_form("/school/info/edit/", &wrong).await;
    assert_eq!((refused.status, refused.page()), (422, "school.info.edit"));
    for name in ["short_name", "email", "site", "inn"] {
        assert!(refused.body.contains(&format!("id=\"f-{name}-error\"")), "{name}: {}", refused.body);
    }
    assert!(!refused.body.contains("id=\"f-ogrn-error\""));
    assert!(refused.body.contains("value=\"7707329153\"") && refused.body.contains("value=\"просто слова\""));

    let saved = admin.post_form("/school/info/edit/", &CARD).await;
    assert_eq!((saved.status, saved.location()), (303, "/school/info/?done=saved"));
    // Once more: the row is there now.
    let mut again = CARD;
    again[10].1 = "№ 123 от 1 сентября 2020 года";
    assert_eq!(admin.post_form("/school/info/edit/", &again).await.status, 303);

    let about = format!("/about/{}/", site.small.school);
    let mut parent = site.signed_in("parent").await;
    let page = parent.get(&about).await;
    assert_eq!((page.status, page.page()), (200, "school.about"));
    for words in ["О школе", "МБОУ «Школа № 1»", "Директоров Пётр Ильич", "№ 123 от 1 сентября 2020 года"]
    {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert!(
        page.body.contains("href=\"https://school1.example.ru\"")
            && page.body.contains("href=\"mailto:school1@example.ru\"")
    );
    assert!(!page.body.contains("/school/info/"), "a parent is shown no way to edit");
    parent.headers.push(("accept-language".to_owned(), "en".to_owned()));
    assert!(parent.get(&about).await.body.contains("About the school"));

    // The heads read and don't change.
    let mut director = site.signed_in("director").await;
    let page = director.get("/school/info/").await;
    assert!(page.status == 200 && !page.body.contains("/school/info/edit/"));
    assert_eq!(director.get("/school/info/edit/").await.status, 404);
    assert_eq!(director.post_form("/school/info/edit/", &CARD).await.status, 404);
});

both!(everybody_finds_the_schools_he_has_to_do_with_and_no_other, |site| {
    let (one, two) = (site.small.school, site.small.other_school);
    let about = |id| format!("/about/{id}/");
    // Two children in two schools.
    let mut parent = site.signed_in("parent").await;
    let page = parent.get("/about/").await;
    assert_eq!(page.page(), "school.about.choose");
    for id in [one, two] {
        assert!(page.body.contains(&format!("href=\"{}\"", about(id))));
        assert_eq!(parent.get(&about(id)).await.status, 200);
    }
    // The way there: the diary and the list of children.
    for path in ["/diary/".to_owned(), "/cabinet/children/".to_owned()] {
        let page = parent.get(&path).await;
        assert!(page.body.contains(&format!("href=\"{}\"", about(one))), "{path}");
    }
    for (login, own, foreign) in
        [("pupil", one, two), ("guard", one, two), ("otherparent", two, one), ("otheradmin", two, one)]
    {
        let mut client = site.signed_in(login).await;
        assert_eq!(client.get("/about/").await.location(), about(own), "{login}");
        assert_eq!(client.get(&about(own)).await.status, 200, "{login}");
        for path in
            [about(foreign), format!("{}news/", about(foreign)), about(kernel::InstitutionId(999_999))]
        {
            assert_eq!(client.get(&path).await.status, 404, "{login} {path}");
        }
    }
    let student = site.signed_in("student").await.get(&about(site.small.college)).await;
    assert!(student.body.contains("О колледже"), "words follow the kind");
    let nobody = site.signed_in("newparent").await.get("/about/").await;
    assert!(nobody.status == 200 && nobody.body.contains("Пока показывать нечего"));
    assert_eq!(site.client().get(&about(one)).await.status, 303);
});

both!(news_are_published_on_their_day_edited_and_taken_back, |site| {
    let mut admin = site.signed_in("admin").await;
    let mut parent = site.signed_in("parent").await;
    let about = format!("/about/{}/", site.small.school);
    let list = format!("{about}news/");
    let new = "/school/info/news/new/";
    let page = admin.get(new).await;
    assert!(page.body.contains("value=\"2026-11-23\""), "today is proposed");

    let empty = admin.post_form(new, &[("title", " "), ("body", "Текст"), ("day", "2029-01-01")]).await;
    assert_eq!((empty.status, empty.page()), (422, "school.info.news.edit"));
    assert!(empty.body.contains("id=\"f-title-error\"") && empty.body.contains("id=\"f-day-error\""));
    assert!(empty.body.contains(">Текст</textarea>"));

    let text = "Сбор в <b>8:00</b>.\n\nПодробности: https://example.ru/trip?a=1&b=2.";
    let posted = admin
        .post_form(new, &[("title", "Поездка"), ("body", text), ("day", "2026-11-23"), ("pinned", "on")])
        .await;
    assert_eq!(posted.location(), "/school/info/news/?done=news-published");
    let later =
        admin.post_form(new, &[("title", "Ёлка"), ("body", "В декабре."), ("day", "2026-12-20")]).await;
    assert_eq!(later.status, 303);
    assert_eq!(site.db().read(store::outbox::waiting).await.unwrap(), 2, "an event for each");
    assert_eq!(site.dispatch().await, 2);

    // The pinned one stands first; what is to come is not there yet.
    let page = parent.get(&list).await;
    let place = |words: &str| page.body.find(words).unwrap_or_else(|| panic!("{words}: {}", page.body));
    assert!(place("Поездка") < place("Родительское собрание"));
    assert!(!page.body.contains("Ёлка"));
    let trip = id_after(&page, &list);
    let item = parent.get(&format!("{list}{trip}/")).await;
    assert!(item.body.contains("Сбор в &#60;b&#62;8:00&#60;/b&#62;."), "{}", item.body);
    assert!(item.body.contains(
        "<a href=\"https://example.ru/trip?a=1&#38;b=2\" rel=\"noopener noreferrer nofollow ugc\">"
    ));

    let edit = format!("/school/info/news/{trip}/");
    let page = admin.get("/school/info/news/").await;
    assert!(page.body.contains("Ёлка") && page.body.contains("позже"));
    let elka = page.body.split("/school/info/news/").skip(1).find_map(|rest| {
        let id: i64 = rest.split('/').next()?.parse().ok()?;
        rest.split("</li>").next()?.contains("Ёлка").then_some(id)
    });
    let elka = elka.unwrap();
    assert_eq!(parent.get(&format!("{list}{elka}/")).await.status, 404);
    assert_eq!(
        admin.get(&format!("{list}{elka}/")).await.status,
        200,
        "the head of the school reads what is to come"
    );

    // Two hands at one text: the second is told, and nothing typed is lost.
    let version = field(&admin.get(&edit).await, "version");
    let [first, second] = ["Поездка в музей", "Поездка в театр"].map(|title| {
        [("title", title), ("body", "Новый текст"), ("day", "2026-11-23"), ("version", version.as_str())]
    });
    assert_eq!(admin.post_form(&edit, &first).await.status, 303);
    let stale = admin.post_form(&edit, &second).await;
    assert_eq!(stale.status, 422);
    assert!(stale.body.contains("изменил кто-то ещё") && stale.body.contains("Поездка в театр"));
    assert!(parent.get(&format!("{list}{trip}/")).await.body.contains("Поездка в музей"));

    let removed = admin.post_form(&format!("{edit}remove/"), &[]).await;
    assert_eq!(removed.location(), "/school/info/news/?done=news-removed");
    assert_eq!(parent.get(&format!("{list}{trip}/")).await.status, 404);
    assert!(!parent.get(&about).await.body.contains("Поездка"));
    assert!(admin.get("/school/info/news/").await.body.contains("снята"));
    assert_eq!(admin.post_form(&format!("{edit}restore/"), &[]).await.status, 303);
    assert_eq!(parent.get(&format!("{list}{trip}/")).await.status, 200);

    // On the day the other appears by itself.
    site.clock.advance(27 * 24 * 3_600_000);
    let mut parent = site.signed_in("parent").await;
    assert!(parent.get(&list).await.body.contains("Ёлка"));
    let foreign = format!("/school/info/news/{trip}/");
    let mut other = site.signed_in("otheradmin").await;
    assert_eq!(other.get(&foreign).await.status, 404);
    assert_eq!(other.post_form(&format!("{foreign}remove/"), &[]).await.status, 404);
});

both!(many_news_are_paged, |site| {
    let mut admin = site.signed_in("admin").await;
    for number in 1..=12 {
        let title = format!("Новость {number}");
        let fields = [("title", title.as_str()), ("body", "Текст"), ("day", "2026-11-22")];
        assert_eq!(admin.post_form("/school/info/news/new/", &fields).await.status, 303);
    }
    let list = format!("/about/{}/news/", site.small.school);
    let mut pupil = site.signed_in("pupil").await;
    let first = pupil.get(&list).await;
    assert!(first.body.contains("Новость 12<") && !first.body.contains("Новость 2<"));
    assert!(
        first.body.contains(&format!("href=\"{list}?page=2\" rel=\"next\""))
            && !first.body.contains("rel=\"prev\"")
    );
    let second = pupil.get(&format!("{list}?page=2")).await;
    assert!(
        second.body.contains("Новость 2<")
            && second.body.contains("rel=\"prev\"")
            && !second.body.contains("rel=\"next\"")
    );
    assert_eq!(pupil.get(&format!("{list}?page=999999999999")).await.status, 200);
    let about = pupil.get(&format!("/about/{}/", site.small.school)).await;
    assert!(about.body.contains(&format!("href=\"{list}\"")), "«Все новости»");
    assert!(about.statements() <= 8, "{}", about.statements());
});

both!(links_are_https_and_stand_in_their_order, |site| {
    let mut admin = site.signed_in("admin").await;
    let new = "/school/info/links/new/";
    assert_eq!(field(&admin.get(new).await, "ordinal"), "2", "after the one that is there");
    for (address, ordinal) in
        [("http://example.ru", "1"), ("javascript:alert(1)", "1"), ("https://example.ru", "0")]
    {
        let refused =
            admin.post_form(new, &[("title", "Сайт"), ("address", address), ("ordinal", ordinal)]).await;
        assert_eq!(refused.status, 422, "{address}");
        assert!(refused.body.contains(&format!("value=\"{address}\"")));
    }
    let fields = [("title", "Кружки"), ("address", "https://kruzhki.example.ru/"), ("ordinal", "1")];
    assert_eq!(admin.post_form(new, &fields).await.location(), "/school/info/links/?done=saved");
    let fields = [("title", "Портал"), ("address", "https://example.ru/new"), ("ordinal", "5")];
    let id = site.small.info.link;
    assert_eq!(admin.post_form(&format!("/school/info/links/{id}/"), &fields).await.status, 303);
    let page = site.signed_in("pupil").await.get(&format!("/about/{}/", site.small.school)).await;
    let place = |words: &str| page.body.find(words).unwrap();
    assert!(place("https://kruzhki.example.ru/") < place("https://example.ru/new"));
    let mut other = site.signed_in("otheradmin").await;
    for path in [format!("/school/info/links/{id}/"), format!("/school/info/links/{id}/remove/")] {
        assert_eq!(other.post_form(&path, &fields).await.status, 404, "{path}");
    }
    assert_eq!(admin.post_form(&format!("/school/info/links/{id}/remove/"), &[]).await.status, 303);
    let page = site.signed_in("pupil").await.get(&format!("/about/{}/", site.small.school)).await;
    assert!(!page.body.contains("https://example.ru/new"));
});
