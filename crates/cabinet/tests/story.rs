//! The room's story through HTTP: in, around, out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use kernel::AccountId;
use registry::write::NewAccount;
use store::WriteTx;
use testkit::{Answer, Client, Site, both};

const CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

/// What the small region lacks: a parent who signs in by mail and telephone too, an account that is closed, one with a given
/// password.
async fn dress(site: &Site) {
    let hash = registry::password::hash("demo").unwrap();
    let [parent, newcomer, guard] =
        [site.small.parent, person_of(site, "newparent").await, person_of(site, "guard").await];
    let now = site.clock.now();
    site.db()
        .write(move |tx| {
            let add = |tx: &mut WriteTx<'_>, person, login: &str, must_change| {
                let new = NewAccount {
                    person,
                    login: login.to_owned(),
                    email: None,
                    phone: None,
                    password_hash: hash.clone(),
                    must_change,
                };
                registry::write::add_account(tx, &new, now)
            };
            let closed = add(tx, guard, "locked", false)?;
            add(tx, newcomer, "fresh", true)?;
            let known = registry::read::account_by_login(tx, "parent")?.unwrap().id;
            run(tx, &format!("UPDATE account SET locked = 1 WHERE id = {closed}"));
            run(tx, &contacts(known));
            assert_eq!(registry::read::account(tx, known)?.person, parent);
            Ok::<_, registry::Error>(())
        })
        .await
        .unwrap();
}

fn contacts(id: AccountId) -> String {
    format!("UPDATE account SET email = 'elena@example.org', phone = '+79000000001' WHERE id = {id}")
}

/// The registry has no command for it.
fn run(tx: &mut WriteTx<'_>, statement: &str) {
    use diesel::prelude::*;
    let statement = statement.to_owned();
    store::on_backend!(tx, |c| diesel::sql_query(statement.as_str()).execute(c)).unwrap();
}

async fn person_of(site: &Site, login: &'static str) -> kernel::PersonId {
    let found = site.db().read(move |tx| registry::read::account_by_login(tx, login)).await.unwrap();
    found.unwrap().person
}

fn browser_with(site: &Site, agent: &str) -> Client {
    let mut client = site.client();
    client.headers.push(("user-agent".to_owned(), agent.to_owned()));
    client
}

/// Every short text between two others.
fn between<'a>(answer: &'a Answer, from: &str, to: &str) -> Vec<&'a str> {
    answer
        .body
        .split(from)
        .skip(1)
        .filter_map(|rest| rest.split_once(to))
        .map(|(text, _)| text)
        .filter(|text| text.len() < 100)
        .collect()
}

const SENTENCE: &str = "Логин или пароль не подошли";

both!(signs_in_by_login_mail_and_phone, |site| {
    dress(&site).await;
    for typed in
        ["parent", "  PaReNt ", "elena@example.org", "Elena@Example.ORG", "8 (900) 000-00-01", "+79000000001"]
    {
        let mut browser = site.client();
        let answer = browser.post_form("/login/", &[("login", typed), ("password", "demo")]).await;
        assert_eq!((answer.status, answer.location()), (303, "/"), "{typed}");
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with("zvonok=") && cookie.contains("HttpOnly; SameSite=Lax"), "{cookie}");
        assert_eq!(browser.get("/").await.location(), "/diary/", "{typed}");
    }
});

both!(everybody_begins_where_his_work_is, |site| {
    for (login, start) in [
        ("parent", "/diary/"),
        ("pupil", "/diary/"),
        ("teacher", "/journal/"),
        ("operator", "/system/"),
        ("newparent", "/cabinet/me/"),
        ("guard", "/cabinet/me/"),
    ] {
        assert_eq!(site.signed_in(login).await.get("/").await.location(), start, "{login}");
    }
    let guest = site.client().get("/").await;
    assert_eq!((guest.status, guest.page()), (200, "cabinet.start"));
    assert!(guest.body.contains("href=\"/login/\"") && guest.body.contains("href=\"/accounts/login/\""));
    assert!(guest.body.contains("value=\"classteacher\""), "the demo names its sign-ins");
});

both!(one_sentence_for_every_wrong_sign_in, |site| {
    dress(&site).await;
    let mut bodies = Vec::new();
    for (login, password) in [("parent", "wrong"), ("nobody", "demo"), ("locked", "demo"), ("parent", "")] {
        let mut browser = site.client();
        let answer = browser
            .post_form("/login/", &[("login", login), ("password", password), ("next", "/marks/")])
            .await;
        assert_eq!(answer.status, 422, "{login}");
        assert!(answer.body.contains(SENTENCE), "{login}");
        assert!(answer.body.contains(&format!("value=\"{login}\"")), "the typed login is kept");
        assert!(answer.body.contains("value=\"/marks/\""), "the way back is kept");
        assert!(!answer.body.contains("value=\"wrong\""), "the password is not");
        assert!(answer.headers.get("set-cookie").is_none());
        bodies.push(answer.body.replace(login, "X"));
    }
    assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]), "the page tells nothing about the account");
});

both!(staff_have_a_door_of_their_own, |site| {
    let mut browser = site.client();
    let door = browser.get("/accounts/login/?next=/journal/").await;
    assert_eq!(door.page(), "cabinet.staff-login");
    assert!(door.body.contains("href=\"/login/?next=/journal/\""), "{}", door.body);
    let typed = [("login", "teacher"), ("password", "demo"), ("next", "/journal/")];
    assert_eq!(browser.post_form("/accounts/login/", &typed).await.location(), "/journal/");
    assert_eq!(
        browser.get("/accounts/login/?next=/journal/").await.location(),
        "/journal/",
        "signed in already"
    );
});

both!(goes_back_only_to_own_pages, |site| {
    for (next, to) in [
        ("/cabinet/children/", "/cabinet/children/"),
        ("/marks/?a=1&b=2", "/marks/?a=1&b=2"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("/\t/evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ] {
        let mut browser = site.client();
        let typed = [("login", "parent"), ("password", "demo"), ("next", next)];
        assert_eq!(browser.post_form("/login/", &typed).await.location(), to, "{next:?}");
        browser.get("/cabinet/me/").await;
        let csrf = browser.csrf().to_owned();
        let switched =
            browser.post_form("/language/", &[("locale", "ru"), ("next", next), ("csrf", &csrf)]).await;
        assert_eq!(switched.location(), to, "{next:?}");
    }
    let asked = site.client().get("/cabinet/me/").await;
    assert_eq!((asked.status, asked.location()), (303, "/login/?next=/cabinet/me/"));
});

both!(eleven_wrong_tries_are_too_many, |site| {
    let wrong = [("login", "parent"), ("password", "wrong")];
    let mut browser = site.client();
    for _ in 0..10 {
        assert_eq!(browser.post_form("/login/", &wrong).await.status, 422);
    }
    let refused = browser.post_form("/accounts/login/", &[("login", "Parent"), ("password", "demo")]).await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, "30"), "the other door counts along");
    let right = [("login", "parent"), ("password", "demo")];
    let mut elsewhere = site.client();
    elsewhere.address = "10.0.0.9".parse().unwrap();
    assert_eq!(elsewhere.post_form("/login/", &right).await.status, 303, "another address still can");
    assert_eq!(
        browser.post_form("/login/", &[("login", "pupil"), ("password", "demo")]).await.status,
        303,
        "so can another login"
    );
    site.clock.advance(30_000);
    assert_eq!(browser.post_form("/login/", &right).await.status, 303, "after a while one more try");
});

both!(right_passwords_are_not_counted, |site| {
    for _ in 0..12 {
        site.signed_in("teacher").await;
    }
});

both!(lists_and_ends_sessions, |site| {
    let mut desk = browser_with(&site, CHROME);
    desk.sign_in("parent").await;
    let mut phone =
        browser_with(&site, "Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0");
    phone.sign_in("parent").await;
    let mut third = site.signed_in("parent").await;
    let mut other = site.signed_in("teacher").await;

    let page = desk.get("/cabinet/me/").await;
    assert!(page.body.contains("Firefox, Android") && page.body.contains("Chrome, Windows"));
    assert_eq!(page.body.matches("этот сеанс").count(), 1);
    let ends: Vec<&str> = between(&page, "/cabinet/sessions/", "/end/\"");
    assert_eq!(ends.len(), 2, "every session but this one can be ended");
    let of_phone = page.body.split("Firefox, Android").nth(1).unwrap();
    let id = of_phone.split("/cabinet/sessions/").nth(1).unwrap().split('/').next().unwrap().to_owned();

    let csrf = other.csrf().to_owned();
    let stolen = other.post_form(&format!("/cabinet/sessions/{id}/end/"), &[("csrf", &csrf)]).await;
    assert_eq!(stolen.status, 404, "another's session does not exist");
    assert_eq!(phone.get("/cabinet/me/").await.status, 200);

    let csrf = desk.csrf().to_owned();
    let ended = desk.post_form(&format!("/cabinet/sessions/{id}/end/"), &[("csrf", &csrf)]).await;
    assert_eq!(ended.location(), "/cabinet/me/?done=session-ended");
    assert!(desk.get(ended.location()).await.body.contains("Сеанс завершён"));
    assert_eq!(phone.get("/cabinet/me/").await.status, 303, "felt at once");
    assert_eq!(third.get("/cabinet/me/").await.status, 200);

    let ended = desk.post_form("/cabinet/sessions/end-others/", &[("csrf", &csrf)]).await;
    assert_eq!(ended.location(), "/cabinet/me/?done=sessions-ended");
    assert_eq!(third.get("/cabinet/me/").await.status, 303);
    assert_eq!(desk.get("/cabinet/me/").await.status, 200);
    assert_eq!(other.get("/cabinet/me/").await.status, 200, "others stay signed in");
});

both!(refuses_forms_of_another_session, |site| {
    let mut browser = site.signed_in("parent").await;
    let foreign = site.signed_in("teacher").await.csrf().to_owned();
    for path in [
        "/logout/",
        "/language/",
        "/cabinet/password/",
        "/cabinet/sessions/1/end/",
        "/cabinet/sessions/end-others/",
    ] {
        assert_eq!(
            browser.post_form(path, &[("locale", "en"), ("csrf", "")]).await.status,
            403,
            "{path} without a token"
        );
        assert_eq!(
            browser.post_form(path, &[("locale", "en"), ("csrf", &foreign)]).await.status,
            403,
            "{path}"
        );
    }
    let page = browser.get("/cabinet/me/").await;
    assert_eq!(page.status, 200, "nothing happened");
    assert!(page.body.contains("<html lang=\"ru\">"));
});

both!(signs_out, |site| {
    let mut browser = site.signed_in("parent").await;
    assert_eq!(browser.get("/logout/").await.page(), "cabinet.logout");
    assert_eq!(browser.get("/cabinet/me/").await.status, 200, "asking alone does nothing");
    let (csrf, token) = (browser.csrf().to_owned(), browser.cookies.clone());
    let out = browser.post_form("/logout/", &[("csrf", &csrf)]).await;
    assert_eq!((out.location(), out.header("clear-site-data")), ("/?done=signed-out", "\"cache\""));
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert!(browser.get(out.location()).await.body.contains("Вы вышли"));
    let mut thief = site.client();
    thief.cookies = token;
    assert_eq!(thief.get("/cabinet/me/").await.status, 303, "the token is worth nothing now");
});

both!(signing_in_again_replaces_the_session, |site| {
    let mut browser = site.signed_in("parent").await;
    let old = browser.cookies.clone();
    browser.sign_in("teacher").await;
    assert!(browser.get("/cabinet/me/").await.body.contains("Орлов Дмитрий Николаевич"));
    let mut left = site.client();
    left.cookies = old;
    assert_eq!(left.get("/cabinet/me/").await.status, 303, "a fresh token, and the old one is dead");
});

/// The one sentence at every place a password is chosen.
const KNOWN: &str = "В пароле есть ваш логин, имя или почта: придумайте другой";

both!(a_first_password_is_not_the_login_either, |site| {
    dress(&site).await;
    let mut browser = site.client();
    browser.post_form("/login/", &[("login", "fresh"), ("password", "demo")]).await;
    browser.get("/cabinet/password/").await;
    for known in ["fresh-fresh", "новикова", "Novikova2026", "игоревна77"] {
        let typed = [("current", "demo"), ("new", known), ("again", known)];
        let answer = browser.post_form("/cabinet/password/", &typed).await;
        assert_eq!(answer.status, 422, "{known}");
        assert!(answer.body.contains(KNOWN), "{known}");
    }
    assert_eq!(browser.get("/cabinet/me/").await.status, 303, "the door stays shut");
});

both!(changes_the_password, |site| {
    dress(&site).await;
    let mut browser = site.signed_in("parent").await;
    let mut other = site.signed_in("parent").await;
    let csrf = browser.csrf().to_owned();
    for (current, new, again, sentence) in [
        ("wrong", "ромашка-и-лев", "ромашка-и-лев", "Нынешний пароль не подошёл"),
        ("demo", "коротк", "коротк", "Пароль короче восьми знаков"),
        ("demo", "12345678", "12345678", "подберут первым"),
        ("demo", "parent-2026", "parent-2026", KNOWN),
        ("demo", "ИВАНОВА1988", "ИВАНОВА1988", KNOWN),
        ("demo", "elena 2026", "elena 2026", KNOWN),
        ("demo", "elena@example.org", "elena@example.org", KNOWN),
        ("demo", "ромашка-и-лев", "ромашка и лев", "Пароли не совпали"),
        ("", "ромашка-и-лев", "ромашка-и-лев", "Заполните это поле"),
    ] {
        let typed = [("csrf", csrf.as_str()), ("current", current), ("new", new), ("again", again)];
        let answer = browser.post_form("/cabinet/password/", &typed).await;
        assert_eq!(answer.status, 422, "{sentence}");
        assert!(answer.body.contains(sentence), "{sentence}");
        assert!(!answer.body.contains("ромашка"), "no password comes back");
    }
    assert_eq!(other.get("/cabinet/me/").await.status, 200);

    let typed =
        [("csrf", csrf.as_str()), ("current", "demo"), ("new", "ромашка-и-лев"), ("again", "ромашка-и-лев")];
    assert_eq!(
        browser.post_form("/cabinet/password/", &typed).await.location(),
        "/cabinet/me/?done=password"
    );
    assert_eq!(browser.get("/cabinet/me/").await.status, 200, "this session goes on");
    assert_eq!(other.get("/cabinet/me/").await.status, 303, "the others have ended");
    let mut fresh = site.client();
    assert_eq!(fresh.post_form("/login/", &[("login", "parent"), ("password", "demo")]).await.status, 422);
    assert_eq!(
        fresh.post_form("/login/", &[("login", "parent"), ("password", "ромашка-и-лев")]).await.status,
        303
    );
});

both!(a_given_password_has_to_be_changed_first, |site| {
    dress(&site).await;
    let mut browser = site.client();
    let typed = [("login", "fresh"), ("password", "demo"), ("next", "/diary/")];
    assert_eq!(browser.post_form("/login/", &typed).await.location(), "/cabinet/password/");
    let mut way = browser.get("/cabinet/me/").await;
    for _ in 0..3 {
        if way.status == 303 {
            let to = way.location().to_owned();
            way = browser.get(&to).await;
        }
    }
    assert_eq!((way.status, way.page()), (200, "cabinet.password"), "no going round in circles");
    let csrf = browser.csrf().to_owned();
    let typed =
        [("csrf", csrf.as_str()), ("current", "demo"), ("new", "ромашка-и-лев"), ("again", "ромашка-и-лев")];
    assert_eq!(browser.post_form("/cabinet/password/", &typed).await.status, 303);
    assert_eq!(browser.get("/cabinet/me/").await.status, 200);
});

both!(shows_each_family_its_own, |site| {
    let mut parent = site.signed_in("parent").await;
    let children = parent.get("/cabinet/children/").await;
    for own in [
        "Иванова Мария Сергеевна",
        "7А",
        "Школа № 1",
        "Смирнова Ольга Викторовна",
        &format!("/marks/{}/", site.small.pupil),
    ] {
        assert!(children.body.contains(own), "{own}");
    }
    let empty = site.signed_in("newparent").await.get("/cabinet/children/").await;
    assert!(empty.body.contains("Школа ещё не связала вас с ребёнком"));
    for login in ["parent", "newparent", "otherparent", "teacher", "operator"] {
        let mut browser = site.signed_in(login).await;
        for path in ["/cabinet/me/", "/cabinet/children/", "/cabinet/password/", "/system/", "/logout/"] {
            let page = browser.get(path).await;
            let foreign: &[&str] = match login {
                "parent" => &["Чужов", "otherparent"],
                "otherparent" => &["Иванова", "Елена"],
                _ => &["Чужов", "Иванова", "elena@"],
            };
            for name in foreign {
                assert!(!page.body.contains(name), "{login} sees {name} on {path}");
            }
        }
    }
});

both!(only_the_operator_sees_the_system, |site| {
    let now = site.clock.now();
    site.db()
        .write(move |tx| {
            store::jobs::enqueue(tx, "outbox.dispatch", "", "", now, now)?;
            let job = store::jobs::lease(tx, now, 60_000)?.unwrap();
            store::jobs::fail(tx, job.id, job.attempts, "no route to host", now)
        })
        .await
        .unwrap();
    let page = site.signed_in("operator").await.get("/system/").await;
    assert_eq!(page.page(), "cabinet.system");
    for shown in ["outbox.dispatch", "будет повтор", "no route to host", "Школы"] {
        assert!(page.body.contains(shown), "{shown}");
    }
    assert!(!page.body.contains("class=\"scroll\""), "nothing on it scrolls sideways on a phone");
    for login in ["parent", "teacher", "newparent", "guard"] {
        assert_eq!(site.signed_in(login).await.get("/system/").await.status, 404, "{login}");
    }
    assert_eq!(site.client().get("/system/").await.location(), "/login/?next=/system/");
});

both!(speaks_both_languages, |site| {
    let mut guest = site.client();
    guest.post_form("/language/", &[("locale", "en"), ("next", "/login/")]).await;
    for (path, words) in
        [("/", "School in one place"), ("/login/", "Forgot"), ("/accounts/login/", "Staff sign-in")]
    {
        let page = guest.get(path).await;
        assert!(page.body.contains("<html lang=\"en\">"), "{path}");
        assert!(page.body.to_lowercase().contains(&words.to_lowercase()), "{path}: {words}");
    }
    let mut browser = site.signed_in("operator").await;
    let pages = ["/cabinet/me/", "/cabinet/children/", "/cabinet/password/", "/logout/", "/system/"];
    for (locale, sign) in [("en", "Sign out"), ("ru", "Выйти")] {
        let csrf = browser.csrf().to_owned();
        browser.post_form("/language/", &[("locale", locale), ("next", "/"), ("csrf", &csrf)]).await;
        for path in pages {
            let page = browser.get(path).await;
            assert!(page.body.contains(&format!("<html lang=\"{locale}\">")), "{path} at once in {locale}");
            assert!(page.body.contains(sign), "{path}");
        }
    }
    assert!(site.signed_in("operator").await.get("/cabinet/me/").await.body.contains("<html lang=\"ru\">"));
});
