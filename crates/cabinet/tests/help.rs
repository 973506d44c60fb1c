//! Who forgot a password that opens two schools: no school may help, the operator does, and it stays written down.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use kernel::PersonId;
use testkit::small::LOGINS;
use testkit::{Answer, Client, Site, both};

const REASON: &str = "Звонила мать, назвала дату рождения обоих детей, перезвонили в школу № 1";

fn page_of(person: PersonId) -> String {
    format!("/system/access/{person}/")
}

fn code_of(answer: &Answer) -> String {
    let code = answer.body.split("<b><bdi>").nth(1).unwrap_or_else(|| panic!("{}", answer.body));
    code.split('<').next().unwrap().to_owned()
}

async fn person_of(site: &Site, login: &'static str) -> PersonId {
    let found = site.db().read(move |tx| registry::read::account_by_login(tx, login)).await.unwrap();
    found.unwrap().person
}

async fn lines(site: &Site, whom: Option<PersonId>) -> Vec<registry::read::Help> {
    site.db().read(move |tx| registry::read::helped(tx, whom, None, 100)).await.unwrap()
}

async fn signs_in(site: &Site, login: &str, password: &str) -> Option<Client> {
    let mut client = site.client();
    let answer = client.post_form("/login/", &[("login", login), ("password", password)]).await;
    (answer.status == 303).then_some(client)
}

both!(a_parent_of_two_schools_gets_in_again, |site| {
    let mut parent = site.signed_in("parent").await;
    let mut operator = site.signed_in("operator").await;
    let system = operator.get("/system/").await;
    assert!(system.body.contains("href=\"/system/access/\""), "the way leads from the operator's page");
    let empty = operator.get("/system/access/").await;
    assert_eq!((empty.status, empty.page()), (200, "cabinet.help"));
    assert!(empty.body.contains("ещё никому не выдавали"));

    let page = page_of(site.small.parent);
    // By login, and by the beginning of the name.
    for typed in ["parent", "%D0%B8%D0%B2%D0%B0%D0%BD%D0%BE%D0%B2%D0%B0+%D0%B5%D0%BB%D0%B5%D0%BD"] {
        let found = operator.get(&format!("/system/access/?q={typed}")).await;
        assert_eq!(found.body.matches(&format!("href=\"{page}\"")).count(), 1, "{typed}: {}", found.body);
        assert!(found.body.contains("20.01.1988"), "namesakes are told apart by the birth day");
    }
    assert!(operator.get("/system/access/?q=%D1%8A%D1%8A").await.body.contains("Никого не нашли"));

    let card = operator.get(&page).await;
    assert_eq!((card.status, card.page()), (200, "cabinet.help-person"));
    for known in ["Школа № 1", "Школа № 2", "Иванова Мария", "Иванов Павел", "20.01.1988"]
    {
        assert!(card.body.contains(known), "{known}");
    }

    // Without a reason nothing happens, and what was typed stays.
    for (reason, sentence) in [("", "Заполните это поле"), ("просят", "Напишите подробнее")]
    {
        let refused = operator.post_form(&page, &[("reason", reason)]).await;
        assert_eq!(refused.status, 422, "{reason}");
        assert!(refused.body.contains(sentence) && refused.body.contains(&format!(">{reason}</textarea>")));
    }
    let long = "ы".repeat(501);
    assert_eq!(operator.post_form(&page, &[("reason", long.as_str())]).await.status, 422);
    assert_eq!(parent.get("/cabinet/me/").await.status, 200);
    assert_eq!(lines(&site, None).await, []);

    let given = operator.post_form(&page, &[("reason", REASON)]).await;
    assert_eq!((given.status, given.page()), (200, "cabinet.help-code"));
    assert_eq!(given.header("cache-control"), "private, no-store");
    let code = code_of(&given);
    assert!(!operator.get(&page).await.body.contains(&code), "the code is shown once");
    assert!(!operator.get("/system/access/").await.body.contains(&code));

    assert_eq!(parent.get("/cabinet/me/").await.status, 303, "whoever was signed in is out at once");
    assert!(signs_in(&site, "parent", "demo").await.is_none(), "the old password is dead");
    let mut back = signs_in(&site, "parent", &code).await.expect("the code signs in");
    assert_eq!(back.get("/cabinet/me/").await.status, 303, "an own password comes first");
    back.get("/cabinet/password/").await;
    let typed = [("new", "сто синих слонов"), ("again", "сто синих слонов")];
    assert_eq!(back.post_form("/cabinet/password/", &typed).await.status, 303);
    assert!(signs_in(&site, "parent", &code).await.is_none(), "the code is used up");
    assert!(signs_in(&site, "parent", "сто синих слонов").await.is_some());

    let log = lines(&site, None).await;
    assert_eq!(log.len(), 1);
    assert_eq!(
        (log[0].person, log[0].login.as_str(), log[0].reason.as_str(), log[0].at),
        (site.small.parent, "parent", REASON, site.clock.now())
    );
    assert_eq!(log[0].given_by.full(), "Серов Олег Павлович");
    for path in ["/system/access/", &page] {
        let told = operator.get(path).await.body;
        assert!(told.contains(REASON) && told.contains("Серов Олег Павлович"), "{path}");
    }
    assert_eq!(lines(&site, Some(site.small.teacher)).await, [], "another's lines are not mixed in");
});

both!(nobody_but_the_operator_finds_or_helps, |site| {
    let mut parent = site.signed_in("parent").await;
    let page = page_of(site.small.parent);
    for login in LOGINS.into_iter().filter(|login| *login != "operator") {
        let mut client = site.signed_in(login).await;
        for path in ["/system/access/", "/system/access/?q=parent", &page, &page_of(PersonId(987_654_321))] {
            let answer = client.get(path).await;
            assert_eq!(answer.status, 404, "{login} {path}");
            assert!(!answer.body.contains("Елена") || login == "parent", "{login} {path}");
        }
        assert_eq!(client.post_form(&page, &[("reason", REASON)]).await.status, 404, "{login}");
    }
    let mut guest = site.client();
    assert_eq!(guest.get(&page).await.status, 303);
    assert_eq!(guest.post_form(&page, &[("reason", REASON)]).await.status, 303);
    assert_eq!(lines(&site, None).await, [], "nothing was given");
    assert_eq!(parent.get("/cabinet/me/").await.status, 200, "nobody was signed out");
});

both!(the_operator_helps_neither_himself_nor_a_closed_account_nor_nobody, |site| {
    let mut operator = site.signed_in("operator").await;
    let own = page_of(person_of(&site, "operator").await);
    assert!(operator.get(&own).await.body.contains("Себе код не выдают"));
    assert_eq!(operator.post_form(&own, &[("reason", REASON)]).await.status, 422);
    assert_eq!(operator.get("/cabinet/me/").await.status, 200);

    let guard = person_of(&site, "guard").await;
    site.db()
        .write(move |tx| {
            use diesel::prelude::*;
            let close = format!("UPDATE account SET locked = 1 WHERE person_id = {guard}");
            store::on_backend!(tx, |c| diesel::sql_query(close.as_str()).execute(c))?;
            Ok::<_, registry::Error>(())
        })
        .await
        .unwrap();
    let closed = page_of(guard);
    let page = operator.get(&closed).await;
    assert!(page.body.contains("Этот вход закрыт") && !page.body.contains("name=\"reason\""));
    assert_eq!(operator.post_form(&closed, &[("reason", REASON)]).await.status, 422);
    assert!(signs_in(&site, "guard", "demo").await.is_none());

    let nobody = page_of(PersonId(987_654_321));
    assert_eq!(operator.get(&nobody).await.status, 404);
    assert_eq!(operator.post_form(&nobody, &[("reason", REASON)]).await.status, 404);
    // A form that somebody else's page sends does nothing.
    let forged = [("reason", REASON), ("csrf", "")];
    assert_eq!(operator.post_form(&page_of(site.small.parent), &forged).await.status, 403);
    assert_eq!(lines(&site, None).await, []);
});

both!(a_pupil_without_a_login_gets_one_with_the_code, |site| {
    let pupil = site.small.pupils_b[0];
    let mut operator = site.signed_in("operator").await;
    assert!(operator.get(&page_of(pupil)).await.body.contains("Логина ещё нет"));
    let given = operator.post_form(&page_of(pupil), &[("reason", REASON)]).await;
    assert_eq!(given.page(), "cabinet.help-code");
    let login = lines(&site, Some(pupil)).await[0].login.clone();
    assert!(given.body.contains(&login));
    assert!(signs_in(&site, &login, &code_of(&given)).await.is_some());
});

both!(what_was_given_is_paged, |site| {
    let mut operator = site.signed_in("operator").await;
    for _ in 0..51 {
        site.clock.advance(1000);
        operator.post_form(&page_of(site.small.student), &[("reason", REASON)]).await;
    }
    let first = operator.get("/system/access/").await;
    assert_eq!(first.body.matches(REASON).count(), 50);
    let older = first.body.split("href=\"/system/access/?before=").nth(1).unwrap();
    let older = older.split('"').next().unwrap();
    let second = operator.get(&format!("/system/access/?before={older}")).await;
    assert_eq!(second.body.matches(REASON).count(), 1);
    assert!(!second.body.contains("href=\"/system/access/?before="));
    assert!(first.statements() <= 6, "{}", first.statements());
});

both!(it_speaks_english, |site| {
    let mut operator = site.signed_in("operator").await;
    operator.post_form("/language/", &[("locale", "en"), ("next", "/")]).await;
    assert!(operator.get("/system/access/").await.body.contains("Help with signing in"));
    let page = page_of(site.small.parent);
    assert!(operator.get(&page).await.body.contains("parent of Иванова Мария, 7А"));
    assert!(operator.post_form(&page, &[("reason", REASON)]).await.body.contains("The code was given"));
});
