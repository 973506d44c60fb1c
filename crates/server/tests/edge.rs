//! What stands around every page: headers, trace ids, drawn errors, refusals.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::time::Duration;

use axum::Router;
use axum::http::{Method, Request};
use axum::routing::get;
use testkit::{Answer, Client, Site, both};

fn with_extra(site: &Site, extra: Router<kit::App>) -> Client {
    Client::new(server::router_with(site.app.clone(), extra))
}

fn assert_headers(answer: &Answer, path: &str) {
    let csp = answer.header("content-security-policy");
    assert!(csp.starts_with("default-src 'none'") && !csp.contains("unsafe"), "{path}: {csp}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
    assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
    assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
    assert_eq!(answer.header("strict-transport-security"), "", "{path}: only with TLS");
    assert_eq!(answer.header("x-trace-id").len(), 36, "{path}");
}

both!(every_answer_carries_the_headers_and_a_trace_id_of_its_own, |site| {
    let mut client = site.client();
    let mut ids = Vec::new();
    for path in [
        "/",
        "/login/",
        "/journal/",
        "/nowhere/",
        "/healthz",
        "/readyz",
        "/assets/none",
        kit::assets::APP_CSS,
    ] {
        let answer = client.get(path).await;
        assert_headers(&answer, path);
        ids.push(answer.header("x-trace-id").to_owned());
    }
    ids.dedup();
    assert_eq!(ids.len(), 8);
});

both!(what_is_not_there_is_a_page_with_ways_out_in_the_readers_language, |site| {
    let mut client = site.client();
    let absent = client.get("/nowhere/").await;
    assert_eq!((absent.status, absent.page()), (404, "error.not-found"));
    assert!(absent.body.contains(absent.header("x-trace-id")), "the page names its trace id");
    assert!(absent.body.contains("href=\"/login/\"") && absent.body.contains("Такой страницы нет"));
    client.headers.push(("accept-language".to_owned(), "en-GB,en;q=0.9".to_owned()));
    let absent = client.get("/nowhere/").await;
    assert!(absent.body.contains("<html lang=\"en\">") && !absent.body.contains("Такой"));
    assert_eq!(client.get("/nowhere").await.status, 404);
    assert_eq!(client.get("//evil.example").await.status, 404, "no redirect to another host");
    assert_eq!(client.get("/journal").await.location(), "/journal/");
    assert_eq!(client.get("/journal/5?x=1").await.location(), "/journal/5/?x=1");
});

both!(who_is_signed_in_keeps_his_frame_when_something_does_not_work, |site| {
    async fn boom() {
        panic!("on purpose")
    }
    std::panic::set_hook(Box::new(|_| {}));
    for (login, place) in [("teacher", "href=\"/journal/\""), ("parent", "href=\"/diary/\"")] {
        let mut client = with_extra(&site, Router::new().route("/boom/", get(boom)));
        client.sign_in(login).await;
        for (path, status, page) in [
            ("/nowhere/", 404, "error.not-found"),
            ("/system/", 404, "error.not-found"),
            ("/diary/1/2026-13-45", 404, "error.not-found"),
            ("/diary/abc/", 404, "error.not-found"),
            ("/journal/abc/", 404, "error.not-found"),
            ("/journal/1/?period=x", 404, "error.not-found"),
            ("/journal/1/lessons/2026-02-30/1/", 404, "error.not-found"),
            ("/language/", 405, "error.wrong-method"),
            ("/boom/", 500, "error.broken"),
        ] {
            let answer = client.get(path).await;
            assert_eq!((answer.status, answer.page()), (status, page), "{path}");
            assert!(answer.body.contains(place) && answer.body.contains("action=\"/logout/\""), "{path}");
            assert!(!answer.body.contains("href=\"/login/\""), "{path}: {login} is signed in");
            assert!(answer.body.contains("class=\"btn main\" href=\"/\""), "{path}: a way out");
            assert!(answer.body.contains(answer.header("x-trace-id")), "{path}");
        }
        let absent = client.get_json("/journal/abc/").await;
        assert_eq!((absent.status, absent.header("content-type")), (404, "application/problem+json"));
        // A form sent to an address that can't be.
        let absent = client.post_form("/cabinet/sessions/abc/end/", &[]).await;
        assert_eq!((absent.status, absent.page()), (404, "error.not-found"));
    }
});

both!(what_a_page_does_not_take_is_said_in_a_sentence, |site| {
    let mut teacher = site.signed_in("teacher").await;
    let form = |kind: &str| {
        Request::post("/cabinet/sessions/end-others/")
            .header("content-type", kind)
            .header("sec-fetch-site", "same-origin")
    };
    let refused = teacher.send(form("text/csv"), "a;b".to_owned()).await;
    assert_eq!((refused.status, refused.page()), (415, "error.wrong-kind"));
    // Without the length said beforehand.
    let large = "x".repeat(server::layers::BODY + 1);
    let refused = teacher.post_form("/cabinet/sessions/end-others/", &[("a", &large)]).await;
    assert_eq!((refused.status, refused.page()), (413, "error.too-large"));
    let refused = teacher.get("/cabinet/sessions/end-others/").await;
    assert_eq!(
        (refused.status, refused.page(), refused.header("allow")),
        (405, "error.wrong-method", "POST")
    );
    assert!(refused.body.contains("Ничего не записано") && refused.body.contains("href=\"/\""));
});

both!(programs_hear_of_trouble_as_problem_json, |site| {
    let mut client = site.client();
    let absent = client.get_json("/nowhere/").await;
    assert_eq!((absent.status, absent.header("content-type")), (404, "application/problem+json"));
    let problem = absent.json();
    assert_eq!(problem["status"], 404);
    assert_eq!(problem["trace_id"], absent.header("x-trace-id"));
    assert!(
        !problem["title"].as_str().unwrap().is_empty() && !problem["detail"].as_str().unwrap().is_empty()
    );
    let unknown = client.get("/api/v1/nothing").await;
    assert_eq!(unknown.header("content-type"), "application/problem+json");

    let guest = client.get_json("/journal/").await;
    assert_eq!((guest.status, guest.header("www-authenticate")), (401, "Bearer"));
    assert_eq!(client.get("/journal/").await.status, 303, "people are sent to sign in");
    let htmx = client.get_fragment("/journal/").await;
    assert_eq!((htmx.status, htmx.header("hx-redirect")), (204, "/login/?next=/journal/"));
});

both!(a_wrong_method_names_the_right_ones, |site| {
    let answer = site.client().request(Method::DELETE, "/login/").await;
    assert_eq!(answer.status, 405);
    assert!(answer.header("allow").contains("POST"), "{}", answer.header("allow"));
    assert!(answer.page().starts_with("error."));
});

both!(a_form_from_another_site_is_refused_and_a_plain_program_is_not, |site| {
    let mut client = site.client();
    let sign_in = |name: &'static str, value: &'static str| {
        Request::post("/login/")
            .header("content-type", "application/x-www-form-urlencoded")
            .header(name, value)
    };
    let body = || "login=parent&password=demo".to_owned();
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let refused = client.send(sign_in(name, value), body()).await;
        assert_eq!((refused.status, refused.page()), (403, "error.bad-request"), "{name}: {value}");
        assert!(client.cookies.is_empty());
    }
    for (name, value) in
        [("user-agent", "curl/8"), ("sec-fetch-site", "same-origin"), ("origin", "http://127.0.0.1:8000")]
    {
        assert_eq!(client.send(sign_in(name, value), body()).await.status, 303, "{name}: {value}");
    }
});

both!(too_large_a_body_is_refused_before_it_is_read, |site| {
    let mut client = site.client();
    let large = "x".repeat(server::layers::BODY + 1);
    let refused = client.post_form("/login/", &[("login", &large)]).await;
    assert_eq!((refused.status, refused.page()), (413, "error.too-large"));
});

both!(a_panic_is_a_page_with_a_trace_id_and_the_server_lives_on, |site| {
    async fn boom() {
        panic!("on purpose")
    }
    std::panic::set_hook(Box::new(|_| {}));
    let mut client = with_extra(&site, Router::new().route("/boom/", get(boom)));
    let broken = client.get("/boom/").await;
    assert_eq!((broken.status, broken.page()), (500, "error.broken"));
    assert!(broken.body.contains(broken.header("x-trace-id")) && !broken.body.contains("on purpose"));
    assert_headers(&broken, "/boom/");
    assert_eq!(client.get("/healthz").await.status, 200);
});

both!(a_page_that_takes_too_long_is_given_up, |site| {
    let slow = Router::new().route("/slow/", get(|| async { std::future::pending::<()>().await }));
    let mut client = with_extra(&site, slow);
    // Time runs by itself while everybody waits.
    tokio::time::pause();
    let started = tokio::time::Instant::now();
    let answer = client.get("/slow/").await;
    assert_eq!((answer.status, answer.page()), (503, "error.unavailable"));
    assert!(
        started.elapsed() >= server::layers::TIME
            && started.elapsed() < server::layers::TIME + Duration::from_secs(2)
    );
});

both!(pages_are_packed_for_browsers_that_ask, |site| {
    let mut client = site.client();
    client.headers.push(("accept-encoding".to_owned(), "gzip, deflate, br".to_owned()));
    assert_eq!(client.get("/login/").await.header("content-encoding"), "gzip");
    assert_eq!(client.get("/healthz").await.header("content-encoding"), "");
    assert_eq!(client.get(kit::assets::APP_CSS).await.header("content-encoding"), "br");
    client.headers = vec![("accept-encoding".to_owned(), "gzip".to_owned())];
    let packed = client.get("/login/").await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    let vary: Vec<_> =
        packed.headers.get_all("vary").iter().map(|v| v.to_str().unwrap().to_lowercase()).collect();
    assert!(vary.join(",").contains("accept-encoding"), "{vary:?}");
});

both!(an_answer_tells_how_many_statements_it_took, |site| {
    let mut parent = site.signed_in("parent").await;
    assert_eq!(parent.get("/healthz").await.statements(), 0);
    assert_eq!(parent.get("/readyz").await.statements(), 1);
});

both!(the_search_shows_staff_what_is_theirs_and_others_nothing, |site| {
    assert_eq!(site.client().get("/search/?q=a").await.status, 404);
    assert_eq!(site.signed_in("parent").await.get("/search/?q=a").await.status, 404);
    let labels = |answer: &Answer| -> Vec<(String, String)> {
        assert_eq!(answer.header("cache-control"), "private, no-store");
        let items = answer.json()["items"].as_array().unwrap().clone();
        let text = |item: &serde_json::Value, key: &str| item[key].as_str().unwrap().to_owned();
        items.iter().map(|item| (text(item, "label"), text(item, "href"))).collect()
    };
    let mut teacher = site.signed_in("teacher").await;
    let found = labels(&teacher.get_json("/search/?q=%D0%BC%D0%B0%D1%82%D0%B5%D0%BC").await);
    let hrefs: Vec<_> = found.iter().map(|(_, href)| href.clone()).collect();
    assert_eq!(
        hrefs,
        [format!("/journal/{}/", site.small.journal_a), format!("/journal/{}/", site.small.journal_b)]
    );
    // «фёдо» of 7А: the head of the school finds her, her teachers do, the head of another school does not.
    let pupil = "/search/?q=%D1%84%D1%91%D0%B4%D0%BE";
    let found = labels(&site.signed_in("deputy").await.get_json(pupil).await);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, "Фёдорова Анна");
    let journal = format!("/journal/{}/", site.small.journal_a);
    assert_eq!(labels(&teacher.get_json(pupil).await), [("Фёдорова Анна".to_owned(), journal)]);
    let mut leader = site.signed_in("classteacher").await;
    let diary = format!("/diary/{}/2026-11-23", site.small.pupils_a[2]);
    assert_eq!(labels(&leader.get_json(pupil).await), [("Фёдорова Анна".to_owned(), diary.clone())]);
    assert_eq!(leader.get(&diary).await.status, 200);
    // «абра» of 7Б, whom the class teacher of 7А neither leads nor teaches.
    let stranger = "/search/?q=%D0%B0%D0%B1%D1%80%D0%B0";
    assert_eq!(labels(&teacher.get_json(stranger).await).len(), 1);
    assert!(labels(&leader.get_json(stranger).await).is_empty());
    assert!(labels(&site.signed_in("otherteacher").await.get_json(pupil).await).is_empty());
    assert!(labels(&site.signed_in("guard").await.get_json(pupil).await).is_empty());
    assert!(labels(&site.signed_in("otheradmin").await.get_json(pupil).await).is_empty());
    assert!(
        labels(&site.signed_in("deputy").await.get_json("/search/?q=%25").await).is_empty(),
        "% is no pattern"
    );
    let page = site.signed_in("deputy").await.get(pupil).await;
    assert_eq!((page.status, page.page()), (200, "search.results"));
    assert!(page.body.contains("Фёдорова Анна") && page.body.contains(&found[0].1));
    // What is found leads somewhere.
    let mut deputy = site.signed_in("deputy").await;
    let class = labels(&deputy.get_json("/search/?q=7%D0%B0").await);
    assert!(class.iter().any(|(label, _)| label == "7А"), "{class:?}");
    for (label, href) in class.iter().chain(&found) {
        assert_eq!(deputy.get(href).await.status, 200, "{label}: {href}");
    }
});

both!(the_search_knows_other_words_for_pages_and_letters_that_look_alike, |site| {
    async fn hrefs(client: &mut Client, typed: &str) -> Vec<String> {
        let answer = client.get_json(&format!("/search/?q={}", kit::error::encoded(typed))).await;
        let items = answer.json()["items"].as_array().unwrap().clone();
        items.iter().map(|item| item["href"].as_str().unwrap().to_owned()).collect()
    }
    let mut teacher = site.signed_in("teacher").await;
    for (typed, href) in [
        ("расписание", "/journal/"),
        ("Оценки", "/journal/"),
        ("marks", "/journal/"),
        ("timetable", "/journal/"),
        ("пароль", "/cabinet/password/"),
        ("password", "/cabinet/password/"),
        ("сеансы", "/cabinet/me/#sessions"),
        ("devices", "/cabinet/me/#sessions"),
        ("выход", "/logout/"),
    ] {
        let found = hrefs(&mut teacher, typed).await;
        assert!(found.iter().any(|known| known == href), "{typed}: {found:?}");
        assert!(found.iter().all(|known| !known.starts_with("/system/")), "not his: {found:?}");
    }
    for who in ["teacher", "deputy"] {
        let mut client = site.signed_in(who).await;
        let (cyrillic, latin) = (hrefs(&mut client, "7А").await, hrefs(&mut client, "7A").await);
        assert!(!cyrillic.is_empty(), "{who}");
        assert_eq!(cyrillic, latin, "{who}");
    }
    assert!(hrefs(&mut teacher, "cabinet").await.is_empty(), "only what begins a word");
});

both!(an_event_that_fails_is_set_aside_for_the_operator_and_stops_nobody, |site| {
    let (school, now) = (site.small.school, testkit::NOW);
    site.db()
        .write(move |tx| {
            store::outbox::append(tx, school, "unknown.kind", 1, "", now)?;
            store::outbox::append(tx, school, "timetable.changed", 1, "no day", now)?;
            store::outbox::append(tx, school, "unknown.kind", 2, "", now)
        })
        .await
        .unwrap();
    assert_eq!(site.dispatch().await, 2);
    assert_eq!(site.db().read(store::outbox::waiting).await.unwrap(), 0);
    let jobs = site.db().read(|tx| store::jobs::list(tx, 10)).await.unwrap();
    assert_eq!(jobs.len(), 1);
    assert_eq!(jobs[0].kind, "outbox.retry");
    assert!(jobs[0].payload.contains("timetable.changed") && jobs[0].payload.contains("no day"));
});
