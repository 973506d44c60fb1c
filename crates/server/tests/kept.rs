//! A form sent when its session is over: what was typed survives the sign-in, and nothing is sent behind anybody's back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use testkit::{Answer, Client, Site, both};

const HOUR: i64 = 3_600_000;

fn unescaped(text: &str) -> String {
    text.replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
}

/// The hidden fields of a page's forms, in order.
fn hidden(page: &Answer) -> Vec<(String, String)> {
    page.body
        .split("<input type=\"hidden\" name=\"")
        .skip(1)
        .map(|rest| {
            let (name, rest) = rest.split_once("\" value=\"").unwrap();
            (unescaped(name), unescaped(rest.split('"').next().unwrap()))
        })
        .collect()
}

fn lesson(site: &Site) -> String {
    format!("/journal/{}/lessons/2026-11-23/1/", site.small.journal_a)
}

/// Fills in the topic of the open lesson form and sends it.
async fn send_topic(client: &mut Client, path: &str, page: &Answer, topic: &str) -> Answer {
    let own = hidden(page);
    let mut fields: Vec<(&str, &str)> = own
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "csrf" | "next"))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    fields.push(("topic", topic));
    fields.push(("homework", ""));
    client.post_form(path, &fields).await
}

/// Signs in on the page that keeps a form.
async fn sign_in_again(client: &mut Client, page: &Answer, login: &str, password: &str) -> Answer {
    let kept = hidden(page);
    let get = |name: &str| kept.iter().rfind(|(known, _)| known == name).map_or("", |(_, v)| v.as_str());
    let (next, kept) = (get("next"), get("kept"));
    client
        .post_form("/login/", &[("login", login), ("password", password), ("next", next), ("kept", kept)])
        .await
}

/// Presses the button of the page that asks whether to send.
async fn press(client: &mut Client, page: &Answer) -> Answer {
    let form = page.body.split("<form class=\"card\"").nth(1).unwrap();
    let action = unescaped(form.split("action=\"").nth(1).unwrap().split('"').next().unwrap());
    let form = Answer { body: form.split("</form>").next().unwrap().to_owned(), ..page.clone() };
    let fields = hidden(&form);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(fields.iter().filter(|(name, _)| *name == "csrf").count(), 1);
    client.post_form(&action, &fields).await
}

const TOPIC: &str = "Дроби: \"половина\" & <четверть>";

both!(a_form_sent_after_the_sessions_end_is_sent_once_more_after_signing_in, |site| {
    let path = lesson(&site);
    let mut teacher = site.signed_in("teacher").await;
    let form = teacher.get(&path).await;
    site.clock.advance(13 * HOUR);
    site.app.forget_sessions();

    let door = send_topic(&mut teacher, &path, &form, TOPIC).await;
    assert_eq!((door.status, door.page()), (401, "cabinet.login"));
    assert!(door.body.contains("То, что вы ввели, сохранено"));
    let wrong = sign_in_again(&mut teacher, &door, "teacher", "wrong").await;
    assert_eq!((wrong.status, wrong.page()), (422, "cabinet.login"), "a wrong password loses nothing");
    let asked = sign_in_again(&mut teacher, &wrong, "teacher", "demo").await;
    assert_eq!((asked.status, asked.page()), (200, "cabinet.resend"));
    assert!(
        asked.body.contains("<li>Дроби: &#34;половина&#34; &#38; &#60;четверть&#62;</li>"),
        "{}",
        asked.body
    );
    let lesson = teacher.get(&path).await;
    assert!(!lesson.body.contains("половина"), "nothing is written before the button");
    let sent = press(&mut teacher, &asked).await;
    assert_eq!(sent.location(), format!("{path}?done=saved"));
    assert!(teacher.get(&path).await.body.contains("Дроби: &#34;половина&#34;"));
});

/// Presses the other language's button of a page.
async fn switch(client: &mut Client, page: &Answer, locale: &str) -> Answer {
    let form = page.body.split("<form class=\"language\"").nth(1).unwrap().split("</form>").next().unwrap();
    let fields = hidden(&Answer { body: form.to_owned(), ..page.clone() });
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    fields.push(("locale", locale));
    client.post_form("/language/", &fields).await
}

both!(another_language_loses_nothing_that_waits, |site| {
    let path = lesson(&site);
    let mut teacher = site.signed_in("teacher").await;
    let form = teacher.get(&path).await;
    site.clock.advance(13 * HOUR);
    site.app.forget_sessions();

    let door = send_topic(&mut teacher, &path, &form, TOPIC).await;
    let door = switch(&mut teacher, &door, "en").await;
    assert_eq!((door.status, door.page()), (401, "cabinet.login"));
    assert!(door.body.contains("<html lang=\"en\">"), "{}", door.body);
    let asked = sign_in_again(&mut teacher, &door, "teacher", "demo").await;
    assert_eq!((asked.status, asked.page()), (200, "cabinet.resend"));
    let asked = switch(&mut teacher, &asked, "en").await;
    assert_eq!((asked.status, asked.page()), (200, "cabinet.resend"));
    assert!(asked.body.contains("<html lang=\"en\">") && asked.body.contains("<li>Дроби"), "{}", asked.body);
    assert_eq!(press(&mut teacher, &asked).await.location(), format!("{path}?done=saved"));
    assert!(teacher.get(&path).await.body.contains("половина"));

    // What is posted along shows nothing of anybody else's, and leads to no other server.
    let kept = "{\"path\":\"/diary/\",\"back\":\"/\",\"account\":424242,\"fields\":[[\"a\",\"я\"]]}";
    let answer = teacher.post_form("/language/", &[("locale", "ru"), ("next", "/"), ("kept", kept)]).await;
    assert!(!answer.body.contains("<li>я</li>"));
    let kept = kept.replace("/diary/", "//evil.example/");
    let answer = teacher.post_form("/language/", &[("locale", "ru"), ("next", "/"), ("kept", &kept)]).await;
    assert_eq!((answer.status, answer.location()), (303, "/"));
});

both!(anothers_form_is_not_offered_to_who_signs_in, |site| {
    let path = lesson(&site);
    let mut browser = site.signed_in("teacher").await;
    let form = browser.get(&path).await;
    site.clock.advance(13 * HOUR);
    site.app.forget_sessions();
    let door = send_topic(&mut browser, &path, &form, TOPIC).await;
    let asked = sign_in_again(&mut browser, &door, "deputy", "demo").await;
    assert_eq!((asked.status, asked.page()), (200, "cabinet.resend"));
    assert!(!asked.body.contains("половина") && asked.body.contains("Введённое не отправлено"));
});

both!(a_form_of_an_earlier_session_is_asked_about, |site| {
    let path = lesson(&site);
    let mut teacher = site.signed_in("teacher").await;
    let form = teacher.get(&path).await;
    let old = teacher.csrf().to_owned();
    // Signed in again in another tab.
    teacher.sign_in("teacher").await;
    let fields = [("csrf", old.as_str()), ("topic", TOPIC), ("topic-was", ""), ("version", "0")];
    let asked = teacher.post_form(&path, &fields).await;
    assert_eq!((asked.status, asked.page()), (200, "cabinet.resend"), "{}", form.status);
    assert_eq!(press(&mut teacher, &asked).await.status, 303);
    assert!(teacher.get(&path).await.body.contains("половина"));
});

both!(a_form_nobody_drew_is_not_kept, |site| {
    let path = lesson(&site);
    let mut teacher = site.signed_in("teacher").await;
    let foreign = site.signed_in("deputy").await.csrf().to_owned();
    let (mac, rest) = foreign.split_once('.').unwrap();
    let forged = format!("{mac}.1.{}", rest.split_once('.').unwrap().1);
    for token in ["", "x.1.y", foreign.as_str(), forged.as_str()] {
        let refused = teacher.post_form(&path, &[("csrf", token), ("topic", TOPIC)]).await;
        assert_eq!((refused.status, refused.page()), (403, "error.bad-request"), "{token}");
        assert!(!refused.body.contains("половина"));
    }
    let mut guest = site.client();
    for token in ["", "x.1.y", forged.as_str()] {
        let asked = guest.post_form(&path, &[("csrf", token), ("topic", TOPIC)]).await;
        assert_eq!((asked.status, asked.location()), (303, "/login/?next=/"), "{token}");
    }
    // What is posted with the sign-in leads to no other server and to nobody else's account.
    for (path, account) in
        [("//evil.example/", "own"), ("https://evil.example/", "own"), ("/diary/", "424242")]
    {
        let own = teacher.csrf().split('.').nth(1).unwrap().to_owned();
        let account = if account == "own" { own } else { account.to_owned() };
        let kept = format!(
            "{{\"path\":\"{path}\",\"back\":\"/\",\"account\":{account},\"fields\":[[\"a\",\"я\"]]}}"
        );
        let mut fresh = site.client();
        let answer =
            fresh.post_form("/login/", &[("login", "teacher"), ("password", "demo"), ("kept", &kept)]).await;
        assert!(!answer.body.contains("evil.example"), "{path}");
        assert!(!answer.body.contains("<li>я</li>"), "{path}");
    }
});

both!(passwords_are_never_kept, |site| {
    let mut parent = site.signed_in("parent").await;
    parent.get("/cabinet/password/").await;
    site.clock.advance(31 * 24 * HOUR);
    site.app.forget_sessions();
    let typed = [("current", "demo"), ("new", "ромашка-и-лев"), ("again", "ромашка-и-лев")];
    let door = parent.post_form("/cabinet/password/", &typed).await;
    assert_eq!(door.status, 303);
    assert!(!door.body.contains("ромашка"));
});

both!(who_posts_without_a_session_comes_back_to_the_page_of_the_form, |site| {
    let mut guest = site.client();
    guest.headers.push(("referer".to_owned(), "http://127.0.0.1:8000/cabinet/me/?a=1".to_owned()));
    let asked = guest.post_form("/cabinet/sessions/end-others/", &[]).await;
    assert_eq!(asked.location(), "/login/?next=/cabinet/me/%3Fa%3D1");
    guest.headers = vec![("referer".to_owned(), "http://evil.example/cabinet/me/".to_owned())];
    assert_eq!(guest.post_form("/cabinet/sessions/end-others/", &[]).await.location(), "/login/?next=/");
});

both!(a_session_ends_when_it_is_not_used_and_when_it_is_old, |site| {
    let open = async |client: &mut Client| {
        site.app.forget_sessions();
        let status = client.get("/cabinet/me/").await.status;
        // The last use is written down behind the answer.
        let (hash, now) = (registry::token::hash(&client.cookies["zvonok"]), site.clock.now());
        let begun = std::time::Instant::now();
        while begun.elapsed().as_secs() < 20 {
            let key = hash.clone();
            let found = site.db().read(move |tx| registry::read::signed_in(tx, &key, now)).await.unwrap();
            if found.is_none_or(|session| status != 200 || session.seen_at == now) {
                break;
            }
        }
        status
    };
    let mut teacher = site.signed_in("teacher").await;
    site.clock.advance(12 * HOUR - 1);
    assert_eq!(open(&mut teacher).await, 200);
    let mut parent = site.signed_in("parent").await;
    let mut idle = site.signed_in("parent").await;
    site.clock.advance(12 * HOUR);
    assert_eq!(open(&mut parent).await, 200, "families may rest longer");
    let mut teacher = site.signed_in("teacher").await;
    for step in 0..30 {
        site.clock.advance(11 * HOUR);
        let whole = (step + 1) * 11 >= 7 * 24;
        assert_eq!(open(&mut teacher).await, if whole { 303 } else { 200 }, "staff: a week at most, {step}");
    }
    assert_eq!(open(&mut parent).await, 200, "13 days on");
    assert_eq!(open(&mut idle).await, 303, "not used for two weeks");
    for _ in 0..3 {
        site.clock.advance(6 * 24 * HOUR);
        open(&mut parent).await;
    }
    assert_eq!(open(&mut parent).await, 303, "a month at most");
});
